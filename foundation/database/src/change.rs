//! The record of changes: who changed which record from what to what, numbered densely within the book.

use basics::{County, Id, Moment, Subject};
use serde_json::Value as Json;

use crate::{DatabaseError, Row, Tx, args, statements};

/// One change to one record, noted in the closure and written by the door at its end.
#[derive(Clone, Debug)]
pub struct Change {
    pub subject: Subject,
    /// The login that did it; none for what the program does by itself.
    pub actor: Option<Id>,
    /// Short verb in the past: `opened`, `cancelled`.
    pub verb: &'static str,
    pub at: Moment,
    pub before: Option<Json>,
    pub after: Option<Json>,
}

/// A change as it stands in the record.
#[derive(Clone, Debug)]
pub struct RecordedChange {
    pub number: i64,
    pub at: Moment,
    pub actor: Option<Id>,
    pub verb: String,
    pub kind: String,
    pub id: Id,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Rows asked for at once.
pub type PageOfChanges = Vec<RecordedChange>;

statements! {
    LOCK = "UPDATE book SET change_number = change_number WHERE county = $1";
    NUMBER = "UPDATE book SET change_number = change_number + $2 WHERE county = $1 RETURNING change_number";
    INSERT = "INSERT INTO change (county, number, at, actor, verb, kind, id, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    PAGE = "SELECT number, at, actor, verb, kind, id, before, after FROM change WHERE county = $1 AND kind = $2 AND id = $3
            ORDER BY number DESC LIMIT $4 OFFSET $5";
    OF_SUBJECT = "SELECT number, at, actor, verb, kind, id, before, after FROM change WHERE county = $1 AND kind = $2 AND id = $3 ORDER BY number DESC LIMIT 200";
}

pub(crate) fn lock(tx: &mut Tx<'_>, county: County) -> Result<(), DatabaseError> {
    tx.execute(LOCK, args![county]).map(drop)
}

pub(crate) fn write(tx: &mut Tx<'_>, changes: &[Change]) -> Result<(), DatabaseError> {
    let Some(first) = changes.first() else { return Ok(()) };
    let county = first.subject.county;
    let count = changes.len() as i64;
    let last: i64 = tx
        .row(NUMBER, args![county, count], |row| row.get(0))?
        .ok_or_else(|| DatabaseError::Broken(format!("there is no book {county}")))?;
    for (change, number) in changes.iter().zip(last - count + 1..) {
        let (before, after) = (text(&change.before), text(&change.after));
        let Subject { kind, id, .. } = &change.subject;
        tx.execute(INSERT, args![county, number, change.at, change.actor, change.verb, kind.as_ref(), id, before, after])?;
    }
    Ok(())
}

fn text(json: &Option<Json>) -> Option<String> {
    json.as_ref().map(Json::to_string)
}

/// The latest 200 changes of a record, newest first.
pub fn changes_of(tx: &mut Tx<'_>, subject: &Subject) -> Result<PageOfChanges, DatabaseError> {
    tx.rows(OF_SUBJECT, args![subject.county, subject.kind.as_ref(), subject.id], read)
}

/// Changes of a record, newest first: so many, after leaving out so many.
pub fn changes_page(tx: &mut Tx<'_>, subject: &Subject, limit: i64, leave_out: i64) -> Result<PageOfChanges, DatabaseError> {
    tx.rows(PAGE, args![subject.county, subject.kind.as_ref(), subject.id, limit, leave_out], read)
}

fn read(row: &Row<'_>) -> Result<RecordedChange, DatabaseError> {
    Ok(RecordedChange {
        number: row.get(0)?,
        at: row.get(1)?,
        actor: row.get(2)?,
        verb: row.get(3)?,
        kind: row.get(4)?,
        id: row.get(5)?,
        before: row.get(6)?,
        after: row.get(7)?,
    })
}
