//! A meeting that appraises a roster: who was expected, who came, whether they are enough, and who steps aside for which entry.

mod carry_out;
mod store;
#[cfg(test)]
mod tests;

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Tx};

use crate::notice::Notice;
use crate::roster::Roster;

pub use carry_out::{Correction, MeetingRefused, correct, hold};
pub(crate) use store::STATEMENTS;
pub use store::{SignedIn, attendees, find, of_roster};

/// A meeting that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub county: County,
    pub id: Id<Meeting>,
    pub roster: Id<Roster>,
    /// 1, 2, … of the roster.
    pub number: i64,
    pub held_on: BusinessDate,
    pub chair: String,
    /// How many should have come.
    pub expected: i64,
    pub present: i64,
    pub quorum_percent: i64,
    pub recorded_by: Id,
    pub recorded_at: Moment,
}

/// How somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On the spot, as the clerk saw.
    Site,
    /// On the sign-in sheet.
    Paper,
}

impl Way {
    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Way::Site => "site",
            Way::Paper => "paper",
        }
    }
}

/// Somebody who came, with the parties whose entries they step aside for.
#[derive(Clone, Debug)]
pub struct Attendee {
    pub name: String,
    pub way: Way,
    /// The person in the register, where the name is nobody else's there.
    pub who: Option<Id>,
    /// Households of everybody of this name, and of whom they are declared relatives.
    pub concerned: Vec<Id>,
}

/// Whether so many are enough: more than the share of those expected.
pub fn is_quorum(present: i64, expected: i64, percent: i64) -> bool {
    present > 0 && present * 100 > expected * percent
}

/// How many may step aside before the others are too few; nothing when they are too few already.
pub fn spare(present: i64, expected: i64, percent: i64) -> i64 {
    let least = expected * percent / 100 + 1;
    (present - least).max(0)
}

/// The meeting a notice stands on: the last that sat before it was put up.
pub fn before(tx: &mut Tx<'_>, notice: &Notice) -> Result<Option<Meeting>, DatabaseError> {
    Ok(of_roster(tx, notice.county, notice.roster)?.into_iter().find(|meeting| meeting.recorded_at <= notice.put_up_at))
}

impl Meeting {
    /// Whether enough came.
    pub fn has_quorum(&self) -> bool {
        is_quorum(self.present, self.expected, self.quorum_percent)
    }
}
