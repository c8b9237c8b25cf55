//! Figures as they were when somebody froze them: kept for good, so that a later change is seen and not hidden.

mod store;

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use people::{Figure, Question};
use serde_json::json;

pub use store::STATEMENTS;

/// A value as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    pub value: i64,
    pub at: Moment,
    pub by: Id,
    /// The last number of the book then; none for what was frozen before it was kept.
    pub book_number: Option<i64>,
}

/// Why nothing was frozen. Every case has a text `freeze-refused-…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FreezeRefused {
    /// Facts of the time may still come every day, or it has not begun.
    NotOver {
        to: BusinessDate,
    },
    /// It was frozen already, which is done once.
    Already {
        at: Moment,
    },
    /// Nothing was recorded up to its end: every figure is nothing.
    Nothing,
    Database(DatabaseError),
}

impl From<DatabaseError> for FreezeRefused {
    fn from(error: DatabaseError) -> Self {
        FreezeRefused::Database(error)
    }
}

/// Whether these figures of a place and time may be frozen on this day.
pub fn may_freeze(tx: &mut Tx<'_>, question: &Question, values: &[(&'static str, i64)], today: BusinessDate) -> Result<(), FreezeRefused> {
    if question.to >= today {
        return Err(FreezeRefused::NotOver { to: question.to });
    }
    match of(tx, question)?.into_values().next() {
        Some(frozen) => Err(FreezeRefused::Already { at: frozen.at }),
        None if values.iter().all(|(_, value)| *value == 0) => Err(FreezeRefused::Nothing),
        None => Ok(()),
    }
}

/// Values of one place; what is kept already stays as it is, so that a freezing that was cut off goes on with the rest.
pub fn keep(
    tx: &mut Tx<'_>,
    question: &Question,
    values: &[(&'static str, i64)],
    by: Id,
    (now, book_number): (Moment, i64),
) -> Result<(), DatabaseError> {
    tx.enter(question.county)?;
    for (figure, value) in values {
        store::insert(tx, question, figure, &Frozen { value: *value, at: now, by, book_number: Some(book_number) })?;
    }
    Ok(())
}

/// Says in the record of changes that the book's figures were frozen.
pub fn note(tx: &mut Tx<'_>, question: &Question, by: Id, now: Moment) -> Result<(), DatabaseError> {
    let subject = Subject::new(question.county, "figures", subject_id(question.county, question.to));
    let after = Some(json!({ "from": question.from.to_string(), "to": question.to.to_string() }));
    tx.changed(Change { subject, actor: Some(by), verb: "frozen", at: now, before: None, after })
}

fn subject_id(county: County, to: BusinessDate) -> Id {
    Id::derived(&[b"figures frozen", &county.code().to_be_bytes(), &to.number().to_be_bytes()])
}

/// What was frozen of a place and time, by figure.
pub fn of(tx: &mut Tx<'_>, question: &Question) -> Result<BTreeMap<String, Frozen>, DatabaseError> {
    store::of_place(tx, question)
}

/// Who froze it, by name.
pub fn name_of(tx: &mut Tx<'_>, frozen: &Frozen) -> Result<String, DatabaseError> {
    Ok(people::login::find(tx, frozen.by.of())?.map(|(login, _)| login.display_name).unwrap_or_default())
}

/// The last day of what was frozen of a book: no setting reaches back before it.
pub(crate) fn until(tx: &mut Tx<'_>, county: County, _: &str) -> Result<Option<BusinessDate>, DatabaseError> {
    store::until(tx, county)
}

/// The answers to a question, figure by figure.
pub fn answers(tx: &mut Tx<'_>, figures: &[Figure], question: &Question) -> Result<Vec<(&'static str, i64)>, DatabaseError> {
    figures.iter().map(|figure| Ok((figure.id, (figure.value)(tx, question)?))).collect()
}
