//! The log of looking: every unmasking of a number, with its purpose. It cannot be switched off or changed.

use basics::{Id, Moment, Subject};
use database::{DatabaseError, Tx, args, statements};

statements! {
    INSERT = "INSERT INTO access_log (county, id, at, login, kind, subject, what, purpose) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

/// Marker of entries in the log.
#[derive(Debug)]
pub struct Access;

/// Notes that a login looked at what is masked; `what` is a word such as `id_number`.
pub fn log_access(
    tx: &mut Tx<'_>,
    id: Id<Access>,
    login: Id,
    subject: &Subject,
    (what, purpose): (&str, &str),
    now: Moment,
) -> Result<(), DatabaseError> {
    tx.enter(subject.county)?;
    tx.execute(INSERT, args![subject.county, id, now, login, subject.kind.as_ref(), subject.id, what, purpose]).map(drop)
}
