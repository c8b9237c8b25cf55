//! SQL about meetings and who came.

use basics::{County, Id};
use database::{DatabaseError, Row, Tx, args, statements};

use super::{Attendee, Meeting};
use crate::roster::Roster;

statements! {
    INSERT = "INSERT INTO meeting (county, id, roster, number, held_on, chair, expected, present, quorum_percent, recorded_by, recorded_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    INSERT_ATTENDEE = "INSERT INTO meeting_attendee (county, meeting, number, who, name, way) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT county, id, roster, number, held_on, chair, expected, present, quorum_percent, recorded_by, recorded_at FROM meeting
            WHERE county = $1 AND id = $2";
    OF_ROSTER = "SELECT county, id, roster, number, held_on, chair, expected, present, quorum_percent, recorded_by, recorded_at FROM meeting
                 WHERE county = $1 AND roster = $2 ORDER BY number DESC LIMIT 50";
    ATTENDEES = "SELECT name, way FROM meeting_attendee WHERE county = $1 AND meeting = $2 ORDER BY number";
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

/// Who came: name and `site` or `paper`.
pub fn attendees(tx: &mut Tx<'_>, county: County, meeting: Id<Meeting>) -> Result<Vec<(String, String)>, DatabaseError> {
    tx.rows(ATTENDEES, args![county, meeting], |row| Ok((row.get(0)?, row.get(1)?)))
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
