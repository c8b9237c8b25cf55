//! Takes objections in, answers them, and changes what they found wrong.

use basics::{BusinessDate, County, Id};
use database::{Change, DatabaseError, Tx};
use serde_json::json;

use super::{COMPLAINT_DAYS, DAYS_TO_REPLY, Objection, ObjectionState, store};
use crate::entry::{self, Act, Entry, Shown, State, after};
use crate::list_type::ListType;
use crate::notice::{self, Notice};
use crate::roster::{self, Actor, RosterRefused, Taking, settle};

/// What somebody sends in.
#[derive(Clone, Debug)]
pub struct NewObjection {
    pub county: County,
    pub id: Id<Objection>,
    pub notice: Id<Notice>,
    pub line: i64,
    /// One entry of the line; none means all of it.
    pub entry: Option<Id<Entry>>,
    pub what: String,
    pub name: String,
    pub phone: String,
    pub way: String,
    /// Chosen before the transaction.
    pub receipt: String,
    /// When it reached the village: today on the web, the day on the paper otherwise.
    pub received_on: BusinessDate,
    pub entered_by: Option<Id>,
}

/// Why an objection was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectRefused {
    /// No such notice, line or entry.
    Unknown,
    /// Received before the notice was put up, or on a day to come.
    NotItsDay,
    /// The notice came down so long ago that a complaint about it goes another way.
    TooLate {
        days: i64,
    },
    Database(DatabaseError),
}

impl From<DatabaseError> for ObjectRefused {
    fn from(error: DatabaseError) -> Self {
        ObjectRefused::Database(error)
    }
}

/// Takes an objection in: within the days it holds its entries back, after them it is a complaint. The same form again is answered
/// with what it made.
pub fn object(tx: &mut Tx<'_>, new: &NewObjection, actor: &Actor) -> Result<Objection, ObjectRefused> {
    let county = new.county;
    tx.lock_book(county)?;
    if let Some(there) = store::find(tx, county, new.id)? {
        return Ok(there);
    }
    let notice = notice::find(tx, county, new.notice)?.ok_or(ObjectRefused::Unknown)?;
    let hung = notice::line(tx, county, new.notice, new.line)?.ok_or(ObjectRefused::Unknown)?;
    let of = roster::find(tx, county, notice.roster)?.ok_or(ObjectRefused::Unknown)?;
    if new.received_on > actor.on || new.received_on < notice.from.plus_days(-1) {
        return Err(ObjectRefused::NotItsDay);
    }
    let days = settings::value(tx, county, &of.place, COMPLAINT_DAYS, actor.on)?;
    if i64::from(actor.on.days_since(notice.until)) > days {
        return Err(ObjectRefused::TooLate { days });
    }
    let mut entries = entry::of_notice_line(tx, county, notice.id, hung.line.party)?;
    if let Some(one) = new.entry {
        entries.retain(|entry| entry.id == one);
        if entries.is_empty() {
            return Err(ObjectRefused::Unknown);
        }
    }
    entries.retain(|entry| entry.standing.state == State::Objected || after(&of.steps, entry.standing, Act::Object).is_some());
    let in_time = notice.kind == notice::Kind::Notice && new.received_on <= notice.until && !entries.is_empty();
    let reply_days = settings::value(tx, county, &of.place, DAYS_TO_REPLY, actor.on)?;
    let objection = Objection {
        county,
        id: new.id,
        roster: of.id,
        notice: notice.id,
        is_complaint: !in_time,
        line: new.line,
        what: new.what.clone(),
        name: new.name.clone(),
        phone: new.phone.clone(),
        way: new.way.clone(),
        receipt: new.receipt.clone(),
        received_on: new.received_on,
        received_at: actor.at,
        entered_by: new.entered_by,
        reply_by: actor.on.plus_days(i32::try_from(reply_days).unwrap_or(3)),
        state: ObjectionState::Open,
        reply: String::new(),
        answered_by: None,
        answered_on: None,
    };
    let held = if in_time { entries } else { Vec::new() };
    store::insert(tx, &objection, &held)?;
    hold_back(tx, &of, &objection, &held, actor)?;
    let (after, verb) = (Some(json!({ "line": new.line, "way": new.way })), if in_time { "received" } else { "complaint" });
    tx.changed(Change { subject: objection.subject(), actor: new.entered_by, verb, at: actor.at, before: None, after })?;
    Ok(objection)
}

fn hold_back(tx: &mut Tx<'_>, of: &roster::Roster, objection: &Objection, held: &[Entry], actor: &Actor) -> Result<(), DatabaseError> {
    let action = objection.id.of();
    roster::write_action(tx, (of.county, of.id, action), Act::Object.outcome(), actor, (None, ""))?;
    for entry in held.iter().filter(|entry| entry.standing.state != State::Objected) {
        let Some(to) = after(&of.steps, entry.standing, Act::Object) else { continue };
        if !entry::move_one(tx, entry, (action, Act::Object.outcome(), ""), to)? {
            return Err(tx.run_again("an entry moved meanwhile"));
        }
    }
    Ok(())
}

/// The answer to an objection.
#[derive(Clone, Debug)]
pub struct Answer {
    pub county: County,
    pub objection: Id<Objection>,
    /// Entries taken off; all others that are still held back stay as they are.
    pub struck: Vec<Id<Entry>>,
    pub reply: String,
}

/// Why an objection was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerRefused {
    Unknown,
    /// Somebody answered it meanwhile.
    Already,
    /// It is about the own household or a relative's, or about what the login recorded or looks after.
    Concerned,
    Database(DatabaseError),
}

impl From<DatabaseError> for AnswerRefused {
    fn from(error: DatabaseError) -> Self {
        AnswerRefused::Database(error)
    }
}

/// Whether a login has to keep out of an objection to these entries: concerned, involved, or the one who wrote it down for somebody,
/// so that nobody objects, changes and answers alone.
pub(crate) fn keeps_out(
    tx: &mut Tx<'_>,
    list_type: &ListType,
    objection: &Objection,
    entries: &[Entry],
    actor: &Actor,
) -> Result<bool, DatabaseError> {
    let party = notice::line(tx, objection.county, objection.notice, objection.line)?.map(|hung| hung.line.party);
    if objection.entered_by == Some(actor.login) || party.is_some_and(|party| actor.concerned.contains(&party)) {
        return Ok(true);
    }
    is_involved(tx, list_type, entries, actor)
}

fn is_involved(tx: &mut Tx<'_>, list_type: &ListType, entries: &[Entry], actor: &Actor) -> Result<bool, DatabaseError> {
    for entry in entries {
        if actor.concerned.contains(&entry.party) || (list_type.involved)(tx, entry)?.contains(&actor.login) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Answers an objection: the entries still held back by it alone are kept or taken off, and the reply is there for the receipt.
pub fn answer(tx: &mut Tx<'_>, list_type: &ListType, given: &Answer, actor: &Actor) -> Result<(), AnswerRefused> {
    let Answer { county, objection, struck, reply } = given;
    tx.lock_book(*county)?;
    let there = store::find(tx, *county, *objection)?.ok_or(AnswerRefused::Unknown)?;
    let mut entries = entry::objected_of(tx, *county, *objection)?;
    if there.state != ObjectionState::Open {
        let same = there.answered_by == Some(actor.login) && there.reply == *reply;
        return if same { Ok(()) } else { Err(AnswerRefused::Already) };
    }
    let about = if entries.is_empty() { line_entries(tx, &there)? } else { entries.clone() };
    if keeps_out(tx, list_type, &there, &about, actor)? {
        return Err(AnswerRefused::Concerned);
    }
    let of = roster::find(tx, *county, there.roster)?.ok_or(AnswerRefused::Unknown)?;
    let action = Id::derived(&[b"answer", objection.as_bytes()]);
    roster::write_action(tx, (*county, of.id, action), "answered", actor, (None, reply))?;
    let changed = entries.iter().any(|entry| entry.standing.state != State::Objected);
    entries.retain(|entry| entry.standing.state == State::Objected);
    for entry in &entries {
        let act = if struck.contains(&entry.id) { Act::Strike } else { Act::Keep };
        if act == Act::Keep && store::held_by_others(tx, entry, *objection)? {
            continue;
        }
        let to = after(&of.steps, entry.standing, act).ok_or(AnswerRefused::Unknown)?;
        if !entry::move_one(tx, entry, (action, act.outcome(), reply), to)? {
            return Err(tx.run_again("an entry moved meanwhile").into());
        }
        settle(tx, list_type, entry, to, (reply, actor))?;
    }
    let state = match () {
        () if there.is_complaint => ObjectionState::Answered,
        () if entries.iter().any(|entry| struck.contains(&entry.id)) => ObjectionState::Struck,
        () if changed => ObjectionState::Changed,
        () => ObjectionState::Kept,
    };
    store::answer(tx, &there, state, reply, (actor.login, actor.on, actor.at))?;
    let after = Some(json!({ "state": state.word(), "reply": reply }));
    tx.changed(Change { subject: there.subject(), actor: Some(actor.login), verb: "answered", at: actor.at, before: None, after })?;
    Ok(())
}

/// What a complaint is about: all of that party on the list, since what hung on its notice may hang on another one by now.
pub(crate) fn line_entries(tx: &mut Tx<'_>, objection: &Objection) -> Result<Vec<Entry>, DatabaseError> {
    match notice::line(tx, objection.county, objection.notice, objection.line)? {
        Some(hung) => entry::of_party(tx, objection.county, objection.roster, hung.line.party),
        None => Ok(Vec::new()),
    }
}

/// Changes an entry that an objection found wrong: it hangs on no notice until it is put up again for the full days. What is to give more
/// than before is decided by another meeting first, for two people alone give nothing.
pub fn change(
    tx: &mut Tx<'_>,
    list_type: &ListType,
    taking: &Taking,
    id: Id<Entry>,
    (shown, doubts): (&Shown, &[String]),
) -> Result<(), RosterRefused> {
    let found = entry::find(tx, taking.county, id)?.ok_or(RosterRefused::Unknown)?;
    let wrote_it_down = store::was_entered_by(tx, &found, taking.actor.login)?;
    if wrote_it_down || is_involved(tx, list_type, std::slice::from_ref(&found), &taking.actor)? {
        return Err(RosterRefused::Concerned);
    }
    let more = shown.counts > found.shown.counts.max(0);
    let act = if more { Act::Reconsider } else { Act::Change };
    let moved = roster::move_entry(tx, list_type, taking, None, (id, act), None)?;
    if moved.new {
        entry::rewrite(tx, &found, shown, doubts)?;
    }
    Ok(())
}
