//! A roster: a list of one type, one place and one month, opened with its steps frozen; and the acts that move its entries.

mod carry_out;
mod store;

use basics::{BusinessDate, County, Id, Moment, Subject};

use crate::list_type::{Step, StepKind};

pub(crate) use carry_out::settle;
pub use carry_out::{Moved, NewRoster, RosterRefused, Taking, add, amend, begin, move_entry, open, pass_all, return_entry, take_back};
pub(crate) use store::STATEMENTS;
pub(crate) use store::write_action;
pub use store::{RosterRow, action, find, in_places, last_of_place, latest, periods};

/// Marker of acts: one click of somebody about one or many entries.
#[derive(Debug)]
pub struct Action;

/// A roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    pub county: County,
    pub id: Id<Roster>,
    pub list_type: String,
    /// Code of the division it is about.
    pub place: String,
    /// yyyymm.
    pub period: i64,
    /// 1, 2, … for one place and period.
    pub version: i64,
    pub steps: Vec<Step>,
    /// False while its entries are still being gathered.
    pub is_open: bool,
    pub opened_on: BusinessDate,
    pub opened_by: Id,
    pub opened_at: Moment,
}

impl Roster {
    /// Number of the first step of this kind.
    pub fn step_of(&self, kind: StepKind) -> Option<usize> {
        self.steps.iter().position(|step| step.kind == kind)
    }

    /// As a document with a history.
    pub fn subject(&self) -> Subject {
        Subject::new(self.county, "roster", self.id)
    }
}

/// Who acts, when, and for whom they must step aside.
#[derive(Clone, Debug)]
pub struct Actor {
    pub login: Id,
    /// Parties the login is one of or is a declared relative of.
    pub concerned: Vec<Id>,
    pub on: BusinessDate,
    pub at: Moment,
}
