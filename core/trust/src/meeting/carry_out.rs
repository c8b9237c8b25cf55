//! Records a meeting: enough must have come; those concerned are named on the entries they step aside for.

use basics::{County, Id};
use database::{Change, DatabaseError, Tx};
use serde_json::json;

use super::{Attendee, Meeting, spare, store};
use crate::entry::Entry;
use crate::list_type::StepKind;
use crate::roster::{self, Actor};
use crate::{entry, notice};

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
    /// Its list hangs out, or another meeting sat after it: what it noted stands.
    TooLate,
    /// Without those who were not there, too few remain for so many entries it passed.
    TooFewFor {
        entries: Vec<Entry>,
    },
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

/// What was noted wrongly about who came.
#[derive(Clone, Debug)]
pub struct Correction {
    pub county: County,
    pub meeting: Id<Meeting>,
    /// The form's own id.
    pub click: Id,
    pub added: Vec<Attendee>,
    /// Lines of the sheet of those who were not there.
    pub struck: Vec<i64>,
}

/// Corrects who came, until the list hangs out; the same form again does nothing. A name that is on the sheet already is left as it is.
pub fn correct(tx: &mut Tx<'_>, wanted: &Correction, actor: &Actor) -> Result<(), MeetingRefused> {
    let Correction { county, meeting, click, added, struck } = wanted;
    tx.lock_book(*county)?;
    if store::was_corrected(tx, *county, *meeting, *click)? {
        return Ok(());
    }
    let there = store::find(tx, *county, *meeting)?.ok_or(MeetingRefused::Unknown)?;
    let of = roster::find(tx, *county, there.roster)?.ok_or(MeetingRefused::Unknown)?;
    let appraise = of.step_of(StepKind::Appraise).ok_or(MeetingRefused::Unknown)?;
    let latest = store::of_roster(tx, *county, of.id)?.first().is_some_and(|latest| latest.id == there.id);
    let hangs = notice::of_roster(tx, *county, of.id)?.iter().any(|notice| notice.put_up_at >= there.recorded_at);
    if !latest || hangs {
        return Err(MeetingRefused::TooLate);
    }
    let (sheet, by) = (store::attendees(tx, *county, *meeting)?, (actor.login, actor.at));
    let without = entry::passed_without_quorum(tx, *county, of.id, appraise)?;
    for line in sheet.iter().filter(|line| struck.contains(&line.number)) {
        store::correct(tx, (*county, *meeting), (*click, line.number, -1), by)?;
        entry::stayed_away(tx, (*county, of.id), (*meeting, line.number))?;
    }
    let mut last = store::last_attendee(tx, *county, *meeting)?;
    for attendee in added.iter().filter(|attendee| sheet.iter().all(|line| line.name != attendee.name || struck.contains(&line.number))) {
        last += 1;
        store::insert_attendee(tx, &there, last, attendee)?;
        store::correct(tx, (*county, *meeting), (*click, last, 1), by)?;
        for party in &attendee.concerned {
            entry::recuse_attendee(tx, (*county, of.id), (*meeting, last), *party)?;
        }
    }
    let now = store::find(tx, *county, *meeting)?.ok_or(MeetingRefused::Unknown)?;
    if !now.has_quorum() {
        return Err(MeetingRefused::NoQuorum { present: now.present, least: now.expected * now.quorum_percent / 100 + 1 });
    }
    entry::note_quorum(tx, *county, of.id, spare(now.present, now.expected, now.quorum_percent))?;
    let mut entries = entry::passed_without_quorum(tx, *county, of.id, appraise)?;
    entries.retain(|entry| without.iter().all(|before| before.id != entry.id));
    if !entries.is_empty() {
        return Err(MeetingRefused::TooFewFor { entries });
    }
    let (before, after) = (Some(json!({ "present": there.present })), Some(json!({ "present": now.present })));
    tx.changed(Change { subject: of.subject(), actor: Some(actor.login), verb: "attendance", at: actor.at, before, after })?;
    Ok(())
}
