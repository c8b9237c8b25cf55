//! Records a meeting: enough must have come; those concerned are named on the entries they step aside for.

use database::{Change, DatabaseError, Tx};
use serde_json::json;

use super::{Attendee, Meeting, spare, store};
use crate::entry;
use crate::roster::{self, Actor};

/// Why a meeting was not recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeetingRefused {
    Unknown,
    /// Its day is still to come, or lies before the roster was opened.
    NotItsDay,
    /// Too few came.
    NoQuorum {
        present: i64,
        least: i64,
    },
    /// The form's id was used for something else.
    OtherContent,
    Database(DatabaseError),
}

impl From<DatabaseError> for MeetingRefused {
    fn from(error: DatabaseError) -> Self {
        MeetingRefused::Database(error)
    }
}

/// Records that a meeting sat over a roster; the same form again does nothing. `meeting.number` and `present` are reckoned here.
pub fn hold(tx: &mut Tx<'_>, meeting: &Meeting, attendees: &[Attendee], actor: &Actor) -> Result<(), MeetingRefused> {
    let Meeting { county, id, roster, held_on, expected, quorum_percent, .. } = meeting;
    tx.lock_book(*county)?;
    if let Some(there) = store::find(tx, *county, *id)? {
        return if there.roster == *roster { Ok(()) } else { Err(MeetingRefused::OtherContent) };
    }
    let of = roster::find(tx, *county, *roster)?.filter(|roster| roster.is_open).ok_or(MeetingRefused::Unknown)?;
    if *held_on > actor.on || *held_on < of.opened_on.plus_days(-31) {
        return Err(MeetingRefused::NotItsDay);
    }
    let present = i64::try_from(attendees.len()).unwrap_or(i64::MAX);
    let held = Meeting { present, number: store::of_roster(tx, *county, *roster)?.len() as i64 + 1, ..meeting.clone() };
    if !held.has_quorum() {
        return Err(MeetingRefused::NoQuorum { present, least: expected * quorum_percent / 100 + 1 });
    }
    store::insert(tx, &held)?;
    entry::rise(tx, *county, *roster)?;
    for (attendee, number) in attendees.iter().zip(1..) {
        store::insert_attendee(tx, &held, number, attendee)?;
        for party in &attendee.concerned {
            entry::recuse_attendee(tx, (*county, *roster), (*id, number), *party)?;
        }
    }
    entry::note_quorum(tx, *county, *roster, spare(present, *expected, *quorum_percent))?;
    let after = Some(json!({ "held_on": held_on.to_string(), "expected": expected, "present": present, "chair": held.chair }));
    tx.changed(Change { subject: of.subject(), actor: Some(actor.login), verb: "met", at: actor.at, before: None, after })?;
    Ok(())
}
