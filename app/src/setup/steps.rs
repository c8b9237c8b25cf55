//! The steps from an empty book to the first redemption, gathered from the areas.

use basics::County;
use database::{Book, DatabaseError, Tx};
use people::{ChecklistStep, MANAGE_LOGINS, Place, Visitor};

/// Where a step stands: done, the first one that is not, or one after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    Next,
    Later,
}

/// A step with its state.
#[derive(Clone, Debug)]
pub struct Step {
    pub step: ChecklistStep,
    pub state: StepState,
    /// Whether the visitor can take it.
    pub allowed: bool,
}

/// A book with its steps.
#[derive(Clone, Debug)]
pub struct BookSteps {
    pub book: Book,
    pub steps: Vec<Step>,
}

impl BookSteps {
    /// How many steps are still to be taken.
    pub fn left(&self) -> usize {
        self.steps.iter().filter(|step| step.state != StepState::Done).count()
    }

    /// The step to take now.
    pub fn next(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.state == StepState::Next)
    }
}

/// The books a visitor sets up: all for the administrator, the own one for a county officer.
pub fn managed_books(tx: &mut Tx<'_>, visitor: &Visitor) -> Result<Vec<Book>, DatabaseError> {
    let manages = |county: County| {
        visitor.grants.iter().filter(|grant| grant.permissions.contains(&MANAGE_LOGINS)).any(|grant| match &grant.place {
            Place::Everywhere => true,
            Place::Division(code) => *code == county.to_string(),
            Place::Kept { .. } => false,
        })
    };
    Ok(database::books(tx)?.into_iter().filter(|book| manages(book.county)).collect())
}

/// A book's steps as it stands now, with what the visitor can do about them.
pub fn steps(tx: &mut Tx<'_>, visitor: &Visitor, book: Book) -> Result<BookSteps, DatabaseError> {
    let mut steps = Vec::new();
    let mut met_next = false;
    for checklist in &visitor.guest.contract.checklists {
        for step in checklist(tx, book.county)? {
            let state = match (step.done, met_next) {
                (true, _) => StepState::Done,
                (false, false) => StepState::Next,
                (false, true) => StepState::Later,
            };
            met_next |= state == StepState::Next;
            steps.push(Step { allowed: visitor.has(step.permission), step, state });
        }
    }
    Ok(BookSteps { book, steps })
}
