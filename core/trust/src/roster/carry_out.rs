//! Opens rosters and moves their entries, one or all together, each act in one transaction; the same act again does nothing.

use basics::{County, Id};
use database::{Change, DatabaseError, Tx};
use serde_json::json;

use super::{Action, Actor, Roster, store};
use crate::entry::{self, Act, Entry, NewEntry, Shown, Standing, State, after};
use crate::list_type::{ListType, Settled, StepKind};
use crate::meeting::{self, Meeting};

/// A roster to be opened.
#[derive(Clone, Debug)]
pub struct NewRoster {
    pub county: County,
    pub id: Id<Roster>,
    pub place: String,
    /// yyyymm.
    pub period: i64,
}

/// Why nothing was done. Every case has a text `roster-refused-…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RosterRefused {
    Unknown,
    /// The entry stands elsewhere by now, or the step is another.
    Elsewhere {
        state: State,
    },
    /// It is about the own household or a relative's.
    Concerned,
    /// Nobody met yet, or too few would be left.
    NoQuorum,
    /// Nothing of it waits here for this login.
    Nothing,
    /// The form's id was used for something else.
    OtherContent,
    Database(DatabaseError),
}

impl From<DatabaseError> for RosterRefused {
    fn from(error: DatabaseError) -> Self {
        RosterRefused::Database(error)
    }
}

/// Opens a roster with the steps as the settings have them today; one with this id is answered as it is.
pub fn open(tx: &mut Tx<'_>, list_type: &ListType, new: &NewRoster, actor: &Actor) -> Result<Roster, DatabaseError> {
    tx.lock_book(new.county)?;
    if let Some(there) = store::find(tx, new.county, new.id)? {
        return Ok(there);
    }
    let before = store::latest(tx, new.county, list_type.name, &new.place, new.period)?;
    let roster = Roster {
        county: new.county,
        id: new.id,
        list_type: list_type.name.to_owned(),
        place: new.place.clone(),
        period: new.period,
        version: before.map_or(1, |before| before.version + 1),
        steps: list_type.frozen(tx, new.county, &new.place, actor.on)?,
        is_open: false,
        opened_on: actor.on,
        opened_by: actor.login,
        opened_at: actor.at,
    };
    store::insert(tx, &roster)?;
    let after = Some(json!({ "place": roster.place, "period": roster.period, "version": roster.version }));
    tx.changed(Change { subject: roster.subject(), actor: Some(actor.login), verb: "opened", at: actor.at, before: None, after })?;
    Ok(roster)
}

/// Adds entries to a roster that is still gathering; those that are there already are left as they are.
pub fn add(tx: &mut Tx<'_>, county: County, roster: Id<Roster>, entries: &[NewEntry]) -> Result<(), RosterRefused> {
    tx.lock_book(county)?;
    let there = store::find(tx, county, roster)?.ok_or(RosterRefused::Unknown)?;
    if there.is_open {
        return Ok(());
    }
    Ok(entry::insert(tx, county, roster, entries)?)
}

/// From now on the roster can be decided about, and nothing more is added.
pub fn begin(tx: &mut Tx<'_>, county: County, roster: Id<Roster>) -> Result<(), DatabaseError> {
    tx.enter(county)?;
    store::set_open(tx, county, roster)
}

/// One click: its id, the roster and who clicked.
#[derive(Clone, Debug)]
pub struct Taking {
    pub county: County,
    pub roster: Id<Roster>,
    pub action: Id<Action>,
    pub actor: Actor,
    pub reason: String,
}

/// What a click did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub entries: u64,
    /// False when the click had been taken before.
    pub new: bool,
}

/// The roster, locked, with the login's own parties marked as stepping aside. The kind of step must be there.
fn taken_up(tx: &mut Tx<'_>, taking: &Taking, kind: StepKind, permission: &str) -> Result<(Roster, usize), RosterRefused> {
    tx.lock_book(taking.county)?;
    let roster = store::find(tx, taking.county, taking.roster)?.filter(|roster| roster.is_open).ok_or(RosterRefused::Unknown)?;
    let step = roster.steps.iter().position(|step| step.kind == kind && step.by == permission).ok_or(RosterRefused::Unknown)?;
    entry::recuse_login(tx, (taking.county, taking.roster), taking.actor.login, &taking.actor.concerned)?;
    Ok((roster, step))
}

/// Passes all that wait at the first step of this kind that the permission takes: at an appraisal those without doubt and with
/// a quorum, elsewhere all; never those the login steps aside for. An appraisal names its meeting.
pub fn pass_all(
    tx: &mut Tx<'_>,
    taking: &Taking,
    (kind, permission): (StepKind, &str),
    meeting: Option<Id<Meeting>>,
) -> Result<Moved, RosterRefused> {
    let (roster, step) = taken_up(tx, taking, kind, permission)?;
    let Taking { county, action, actor, reason, .. } = taking;
    if let Some((word, there)) = store::action(tx, *county, *action)? {
        let same = there == roster.id && word == Act::Pass.outcome() && store::took_step(tx, *county, *action, step)?;
        return if same { Ok(Moved { entries: 0, new: false }) } else { Err(RosterRefused::OtherContent) };
    }
    if kind == StepKind::Appraise {
        let sitting = meeting.ok_or(RosterRefused::NoQuorum)?;
        meeting::find(tx, *county, sitting)?.filter(|sitting| sitting.roster == roster.id).ok_or(RosterRefused::NoQuorum)?;
    }
    store::write_action(tx, (*county, roster.id, *action), Act::Pass.outcome(), actor, (meeting, reason))?;
    let forced = kind != StepKind::Appraise;
    let entries = entry::write_outcomes(tx, (*county, roster.id, *action), step, forced, None)?;
    if entries == 0 {
        return Err(RosterRefused::Nothing);
    }
    let begun = Standing { step, state: State::Open };
    let to = after(&roster.steps, begun, Act::Pass).ok_or(RosterRefused::Unknown)?;
    entry::move_all(tx, *county, *action, step, to)?;
    let after = Some(json!({ "entries": entries, "step": step }));
    tx.changed(Change { subject: roster.subject(), actor: Some(actor.login), verb: "passed", at: actor.at, before: None, after })?;
    Ok(Moved { entries, new: true })
}

/// Moves one entry by an act, at a step of this kind that the permission takes: somebody with an old page passes nothing on at a later
/// step. What belongs to no step of its own, mending and changing, names none. At an appraisal there must have been a quorum for it.
pub fn move_entry(
    tx: &mut Tx<'_>,
    list_type: &ListType,
    taking: &Taking,
    at: Option<(StepKind, &str)>,
    (id, act): (Id<Entry>, Act),
    meeting: Option<Id<Meeting>>,
) -> Result<Moved, RosterRefused> {
    let Taking { county, roster, action, actor, reason } = taking;
    tx.lock_book(*county)?;
    let there = store::find(tx, *county, *roster)?.filter(|roster| roster.is_open).ok_or(RosterRefused::Unknown)?;
    let found = entry::find(tx, *county, id)?.filter(|entry| entry.roster == there.id).ok_or(RosterRefused::Unknown)?;
    if entry::history(tx, *county, id)?.iter().any(|outcome| outcome.act == *action) {
        return Ok(Moved { entries: 0, new: false });
    }
    if actor.concerned.contains(&found.party) {
        return Err(RosterRefused::Concerned);
    }
    let elsewhere = RosterRefused::Elsewhere { state: found.standing.state };
    let stands = there.steps.get(found.standing.step).map(|step| (step.kind, step.by.as_str()));
    if at.is_some() && at != stands {
        return Err(elsewhere);
    }
    let to = after(&there.steps, found.standing, act).ok_or(elsewhere)?;
    let appraised = there.steps.get(found.standing.step).is_some_and(|step| step.kind == StepKind::Appraise)
        && !matches!(act, Act::Amend | Act::TakeBack);
    if appraised {
        let sitting = match meeting {
            Some(sitting) => meeting::find(tx, *county, sitting)?.filter(|sitting| sitting.roster == there.id),
            None => None,
        };
        // Putting off needs no quorum: it decides nothing.
        // What is to give more than a meeting said waits for one that sits after it was changed.
        let heard = match &sitting {
            Some(sitting) => !entry::changed_since(tx, &found, sitting.recorded_at)?,
            None => false,
        };
        if !heard || (!found.quorate && act != Act::Defer) {
            return Err(RosterRefused::NoQuorum);
        }
    }
    match store::action(tx, *county, *action)? {
        Some((_, other)) if other != there.id => return Err(RosterRefused::OtherContent),
        Some(_) => {}
        None => drop(store::write_action(tx, (*county, there.id, *action), act.outcome(), actor, (meeting, reason))?),
    }
    if !entry::move_one(tx, &found, (*action, act.outcome(), reason), to)? {
        return Err(tx.run_again("an entry moved meanwhile").into());
    }
    settle(tx, list_type, &found, to, (reason, actor))?;
    Ok(Moved { entries: 1, new: true })
}

/// Tells the area that an entry came to rest or was sent back.
pub(crate) fn settle(
    tx: &mut Tx<'_>,
    list_type: &ListType,
    entry: &Entry,
    to: Standing,
    (reason, actor): (&str, &Actor),
) -> Result<(), DatabaseError> {
    if !to.state.is_final() && to.state != State::Returned {
        return Ok(());
    }
    let entry = Entry { standing: to, ..entry.clone() };
    let settled = Settled { entry, state: to.state, reason: reason.to_owned(), by: actor.login, on: actor.on, at: actor.at };
    (list_type.settled)(tx, &settled)
}

/// Sends an entry back with a reason; it waits there until it is mended.
pub fn return_entry(
    tx: &mut Tx<'_>,
    list_type: &ListType,
    taking: &Taking,
    permission: &str,
    id: Id<Entry>,
) -> Result<Moved, RosterRefused> {
    move_entry(tx, list_type, taking, Some((StepKind::Review, permission)), (id, Act::Return), None)
}

/// Takes back what a meeting said of an entry, as long as nothing happened to it since and it was not hung out; it waits for its decision
/// again.
pub fn take_back(tx: &mut Tx<'_>, list_type: &ListType, taking: &Taking, permission: &str, id: Id<Entry>) -> Result<Moved, RosterRefused> {
    let Taking { county, actor, reason, .. } = taking;
    tx.lock_book(*county)?;
    let found = entry::find(tx, *county, id)?.filter(|entry| entry.roster == taking.roster).ok_or(RosterRefused::Unknown)?;
    let of = store::find(tx, *county, taking.roster)?.ok_or(RosterRefused::Unknown)?;
    let history = entry::history(tx, *county, id)?;
    if history.iter().any(|outcome| outcome.act == taking.action) {
        return Ok(Moved { entries: 0, new: false });
    }
    let elsewhere = RosterRefused::Elsewhere { state: found.standing.state };
    let decided = history.last().is_some_and(|last| last.meeting.is_some());
    if !decided || found.notice.is_some() || !of.steps.iter().any(|step| step.kind == StepKind::Appraise && step.by == permission) {
        return Err(elsewhere);
    }
    let moved = move_entry(tx, list_type, taking, None, (id, Act::TakeBack), None)?;
    let state = found.standing.state;
    let told = Settled { entry: found, state, reason: reason.clone(), by: actor.login, on: actor.on, at: actor.at };
    if moved.new && !(list_type.taken_back)(tx, &told)? {
        return Err(elsewhere);
    }
    Ok(moved)
}

/// Mends an entry that was sent back: it begins again with its new columns, the old ones beside them.
pub fn amend(
    tx: &mut Tx<'_>,
    list_type: &ListType,
    taking: &Taking,
    id: Id<Entry>,
    (shown, doubts): (&Shown, &[String]),
) -> Result<Moved, RosterRefused> {
    let moved = move_entry(tx, list_type, taking, None, (id, Act::Amend), None)?;
    if moved.new {
        let entry = entry::find(tx, taking.county, id)?.ok_or(RosterRefused::Unknown)?;
        entry::rewrite(tx, &entry, shown, doubts)?;
    }
    Ok(moved)
}
