//! SQL about objections and the entries they hold back.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};

use super::{Objection, ObjectionState};
use crate::entry::Entry;
use crate::notice::Notice;
use crate::roster::Roster;

statements! {
    INSERT = "INSERT INTO objection (county, id, roster, notice, kind, line, what, name, phone, way, receipt, received_on, received_at, entered_by,
              reply_by_on, state, reply) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'open', '')";
    HOLD = "INSERT INTO objection_entry (county, objection, entry) VALUES ($1, $2, $3)";
    FIND = "SELECT o.county, o.id, o.roster, o.notice, o.kind, o.line, o.what, o.name, o.phone, o.way, o.receipt, o.received_on, o.received_at,
            o.entered_by, o.reply_by_on, o.state, o.reply, o.answered_by, o.answered_on FROM objection o WHERE o.county = $1 AND o.id = $2";
    BY_RECEIPT = "SELECT o.county, o.id, o.roster, o.notice, o.kind, o.line, o.what, o.name, o.phone, o.way, o.receipt, o.received_on, o.received_at,
            o.entered_by, o.reply_by_on, o.state, o.reply, o.answered_by, o.answered_on FROM objection o WHERE o.county = $1 AND o.receipt = $2";
    OF_NOTICE = "SELECT o.county, o.id, o.roster, o.notice, o.kind, o.line, o.what, o.name, o.phone, o.way, o.receipt, o.received_on, o.received_at,
            o.entered_by, o.reply_by_on, o.state, o.reply, o.answered_by, o.answered_on FROM objection o
            WHERE o.county = $1 AND o.notice = $2 AND o.state = 'open' ORDER BY o.reply_by_on, o.received_at, o.id";
    OF_ROSTER = "SELECT o.county, o.id, o.roster, o.notice, o.kind, o.line, o.what, o.name, o.phone, o.way, o.receipt, o.received_on, o.received_at,
            o.entered_by, o.reply_by_on, o.state, o.reply, o.answered_by, o.answered_on FROM objection o
            JOIN roster r ON r.county = o.county AND r.id = o.roster
            WHERE o.county = $1 AND o.roster = $2 AND o.state = 'open' ORDER BY o.reply_by_on, o.received_at, o.id";
    // Of those that wait the one due first is in front, of those answered the latest.
    IN_PLACES = "SELECT o.county, o.id, o.roster, o.notice, o.kind, o.line, o.what, o.name, o.phone, o.way, o.receipt, o.received_on, o.received_at,
            o.entered_by, o.reply_by_on, o.state, o.reply, o.answered_by, o.answered_on, r.place FROM objection o
            JOIN roster r ON r.county = o.county AND r.id = o.roster
            WHERE o.county = $1 AND r.place >= $2 AND r.place < $3 AND (o.state = 'open') = $4
            ORDER BY CASE WHEN o.state = 'open' THEN o.reply_by_on ELSE -o.reply_by_on END, o.received_at, o.id LIMIT $5";
    ENTERED = "SELECT count(*) FROM objection_entry e JOIN objection o ON o.county = e.county AND o.id = e.objection
               WHERE e.county = $1 AND e.entry = $2 AND o.entered_by = $3 AND o.state = 'open'";
    OTHERS = "SELECT count(*) FROM objection_entry e JOIN objection o ON o.county = e.county AND o.id = e.objection
              WHERE e.county = $1 AND e.entry = $2 AND e.objection <> $3 AND o.state = 'open'";
    ANSWER = "UPDATE objection SET state = $3, reply = $4, answered_by = $5, answered_on = $6, answered_at = $7 WHERE county = $1 AND id = $2 AND state = 'open'";
}

pub(super) fn insert(tx: &mut Tx<'_>, objection: &Objection, entries: &[Entry]) -> Result<(), DatabaseError> {
    let Objection { county, id, roster, notice, is_complaint, line, what, name, phone, way, receipt, .. } = objection;
    let Objection { received_on, received_at, entered_by, reply_by, .. } = objection;
    let kind = if *is_complaint { "complaint" } else { "objection" };
    tx.execute(
        INSERT,
        args![county, id, roster, notice, kind, line, what, name, phone, way, receipt, received_on, received_at, entered_by, reply_by],
    )?;
    entries.iter().try_for_each(|entry| tx.execute(HOLD, args![county, id, entry.id]).map(drop))
}

/// The objection of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Objection>) -> Result<Option<Objection>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// The objection of this receipt.
pub fn by_receipt(tx: &mut Tx<'_>, county: County, receipt: &str) -> Result<Option<Objection>, DatabaseError> {
    tx.row(BY_RECEIPT, args![county, receipt], read)
}

/// Objections to a notice that wait for an answer.
pub fn open_of_notice(tx: &mut Tx<'_>, county: County, notice: Id<Notice>) -> Result<Vec<Objection>, DatabaseError> {
    tx.rows(OF_NOTICE, args![county, notice], read)
}

/// Objections to a roster's notices that wait for an answer, the one due first in front.
pub fn open_of_roster(tx: &mut Tx<'_>, county: County, roster: Id<Roster>) -> Result<Vec<Objection>, DatabaseError> {
    tx.rows(OF_ROSTER, args![county, roster], read)
}

/// Objections within a place, open ones or answered ones, with the place each is about.
pub fn in_places(tx: &mut Tx<'_>, county: County, within: &str, open: bool, limit: i64) -> Result<Vec<(Objection, String)>, DatabaseError> {
    tx.rows(IN_PLACES, args![county, within, format!("{within}:"), open, limit], |row| Ok((read(row)?, row.get(19)?)))
}

/// Whether the login wrote down an open objection that holds the entry back.
pub(super) fn was_entered_by(tx: &mut Tx<'_>, entry: &Entry, login: Id) -> Result<bool, DatabaseError> {
    Ok(tx.one(ENTERED, args![entry.county, entry.id, login], |row| row.get::<i64>(0))? > 0)
}

/// Whether another open objection holds the entry back.
pub(super) fn held_by_others(tx: &mut Tx<'_>, entry: &Entry, objection: Id<Objection>) -> Result<bool, DatabaseError> {
    Ok(tx.one(OTHERS, args![entry.county, entry.id, objection], |row| row.get::<i64>(0))? > 0)
}

pub(super) fn answer(
    tx: &mut Tx<'_>,
    objection: &Objection,
    state: ObjectionState,
    reply: &str,
    (by, on, at): (Id, BusinessDate, Moment),
) -> Result<bool, DatabaseError> {
    Ok(tx.execute(ANSWER, args![objection.county, objection.id, state.word(), reply, by, on, at])? == 1)
}

fn read(row: &Row<'_>) -> Result<Objection, DatabaseError> {
    let (kind, word): (String, String) = (row.get(4)?, row.get(15)?);
    let state = ObjectionState::from_word(&word).ok_or_else(|| DatabaseError::Broken(format!("no objection stands at {word}")))?;
    Ok(Objection {
        county: row.get(0)?,
        id: row.get(1)?,
        roster: row.get(2)?,
        notice: row.get(3)?,
        is_complaint: kind == "complaint",
        line: row.get(5)?,
        what: row.get(6)?,
        name: row.get(7)?,
        phone: row.get(8)?,
        way: row.get(9)?,
        receipt: row.get(10)?,
        received_on: row.get(11)?,
        received_at: row.get(12)?,
        entered_by: row.get(13)?,
        reply_by: row.get(14)?,
        state,
        reply: row.get(16)?,
        answered_by: row.get(17)?,
        answered_on: row.get(18)?,
    })
}
