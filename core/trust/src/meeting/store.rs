//! SQL about meetings and who came.

use basics::{County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};

use super::{Attendee, Meeting};
use crate::roster::Roster;

statements! {
    INSERT = "INSERT INTO meeting (county, id, roster, number, held_on, chair, expected, present, quorum_percent, recorded_by, recorded_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    INSERT_ATTENDEE = "INSERT INTO meeting_attendee (county, meeting, number, who, name, way) VALUES ($1, $2, $3, $4, $5, $6)";
    // Present are those of the sheet, with what was corrected since.
    FIND = "SELECT m.county, m.id, m.roster, m.number, m.held_on, m.chair, m.expected, m.present + CAST(coalesce((SELECT sum(c.change)
            FROM attendance_correction c WHERE c.county = m.county AND c.meeting = m.id), 0) AS BIGINT), m.quorum_percent, m.recorded_by,
            m.recorded_at FROM meeting m WHERE m.county = $1 AND m.id = $2";
    OF_ROSTER = "SELECT m.county, m.id, m.roster, m.number, m.held_on, m.chair, m.expected, m.present + CAST(coalesce((SELECT sum(c.change)
                 FROM attendance_correction c WHERE c.county = m.county AND c.meeting = m.id), 0) AS BIGINT), m.quorum_percent, m.recorded_by,
                 m.recorded_at FROM meeting m WHERE m.county = $1 AND m.roster = $2 ORDER BY m.number DESC LIMIT 50";
    ATTENDEES = "SELECT n.number, n.name, n.way FROM meeting_attendee n WHERE n.county = $1 AND n.meeting = $2 AND NOT EXISTS (SELECT 1
                 FROM attendance_correction c WHERE c.county = n.county AND c.meeting = n.meeting AND c.attendee = n.number AND c.change = -1)
                 ORDER BY n.number";
    LAST_ATTENDEE = "SELECT coalesce(max(number), 0) FROM meeting_attendee WHERE county = $1 AND meeting = $2";
    CORRECT = "INSERT INTO attendance_correction (county, meeting, number, click, attendee, change, corrected_by, corrected_at)
               SELECT m.county, m.id, (SELECT count(*) FROM attendance_correction c WHERE c.county = m.county AND c.meeting = m.id) + 1,
               $3, $4, $5, $6, $7 FROM meeting m WHERE m.county = $1 AND m.id = $2";
    CORRECTED = "SELECT count(*) FROM attendance_correction WHERE county = $1 AND meeting = $2 AND click = $3";
}

pub(super) fn insert(tx: &mut Tx<'_>, meeting: &Meeting) -> Result<(), DatabaseError> {
    let Meeting { county, id, roster, number, held_on, chair, expected, present, quorum_percent, recorded_by, recorded_at } = meeting;
    tx.execute(INSERT, args![county, id, roster, number, held_on, chair, expected, present, quorum_percent, recorded_by, recorded_at])
        .map(drop)
}

pub(super) fn insert_attendee(tx: &mut Tx<'_>, meeting: &Meeting, number: i64, attendee: &Attendee) -> Result<(), DatabaseError> {
    // A name that is nobody's in the register still stands for one person of this meeting.
    let who = attendee.who.unwrap_or_else(|| Id::derived(&[b"attendee", meeting.id.as_bytes(), attendee.name.as_bytes()]));
    tx.execute(INSERT_ATTENDEE, args![meeting.county, meeting.id, number, who, attendee.name, attendee.way.word()]).map(drop)
}

/// The meeting of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Meeting>) -> Result<Option<Meeting>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// Meetings about a roster, the latest first.
pub fn of_roster(tx: &mut Tx<'_>, county: County, roster: Id<Roster>) -> Result<Vec<Meeting>, DatabaseError> {
    tx.rows(OF_ROSTER, args![county, roster], read)
}

/// Somebody who came, as the sign-in sheet has them now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Line of the sheet.
    pub number: i64,
    pub name: String,
    /// `site` or `paper`.
    pub way: String,
}

/// Who came.
pub fn attendees(tx: &mut Tx<'_>, county: County, meeting: Id<Meeting>) -> Result<Vec<SignedIn>, DatabaseError> {
    tx.rows(ATTENDEES, args![county, meeting], |row| Ok(SignedIn { number: row.get(0)?, name: row.get(1)?, way: row.get(2)? }))
}

/// The last line of the sheet, struck ones counted.
pub(super) fn last_attendee(tx: &mut Tx<'_>, county: County, meeting: Id<Meeting>) -> Result<i64, DatabaseError> {
    tx.one(LAST_ATTENDEE, args![county, meeting], |row| row.get(0))
}

/// Notes that a line of the sheet was added (1) or struck (-1).
pub(super) fn correct(
    tx: &mut Tx<'_>,
    (county, meeting): (County, Id<Meeting>),
    (click, attendee, change): (Id, i64, i64),
    (by, at): (Id, Moment),
) -> Result<(), DatabaseError> {
    tx.execute(CORRECT, args![county, meeting, click, attendee, change, by, at]).map(drop)
}

/// Whether this click corrected the sheet already.
pub(super) fn was_corrected(tx: &mut Tx<'_>, county: County, meeting: Id<Meeting>, click: Id) -> Result<bool, DatabaseError> {
    Ok(tx.one(CORRECTED, args![county, meeting, click], |row| row.get::<i64>(0))? > 0)
}

fn read(row: &Row<'_>) -> Result<Meeting, DatabaseError> {
    Ok(Meeting {
        county: row.get(0)?,
        id: row.get(1)?,
        roster: row.get(2)?,
        number: row.get(3)?,
        held_on: row.get(4)?,
        chair: row.get(5)?,
        expected: row.get(6)?,
        present: row.get(7)?,
        quorum_percent: row.get(8)?,
        recorded_by: row.get(9)?,
        recorded_at: row.get(10)?,
    })
}
