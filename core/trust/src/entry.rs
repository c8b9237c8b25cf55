//! An entry of a roster: what it is about, what it shows, and the rule of how it moves from step to step.

mod narrowed;
mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use basics::{BusinessDate, County, Id, Subject};
use database::DatabaseError;
use serde::{Deserialize, Serialize};

use crate::list_type::{Step, StepKind};
use crate::notice::Notice;
use crate::roster::Roster;

pub use narrowed::{Narrow, groups, left_at, narrowed, recused_at};
pub(crate) use narrowed::{STATEMENTS as NARROWED_STATEMENTS, passed_without_quorum};
pub(crate) use store::STATEMENTS;
pub use store::{
    Counts, Outcome, appraised, counts, find, history, of_act, of_subject, page, recused, reshow, search, to_hang, waits_for_another,
};
pub(crate) use store::{
    changed_since, insert, move_all, move_one, note_quorum, objected_of, of_notice_line, of_party, put_on_notice, recuse_attendee,
    recuse_login, rewrite, rise, stayed_away, write_outcomes,
};

/// Where an entry stands at its step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Waits for the step to be taken.
    Open,
    /// Somebody objected; the others go on.
    Objected,
    /// Sent back with a reason, to be mended.
    Returned,
    /// The meeting did not pass it.
    Failed,
    /// Put off to the next meeting.
    Deferred,
    /// Taken off after an objection.
    Struck,
    /// Through all steps.
    Done,
}

/// A word that is no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAState;

impl State {
    /// All of them.
    pub const ALL: [State; 7] = [State::Open, State::Objected, State::Returned, State::Failed, State::Deferred, State::Struck, State::Done];

    /// Whether nothing will happen to it any more, unless a decision noted wrongly is taken back.
    pub fn is_final(self) -> bool {
        matches!(self, State::Failed | State::Deferred | State::Struck | State::Done)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::Open => "open",
            State::Objected => "objected",
            State::Returned => "returned",
            State::Failed => "failed",
            State::Deferred => "deferred",
            State::Struck => "struck",
            State::Done => "done",
        })
    }
}

impl FromStr for State {
    type Err = NotAState;

    fn from_str(word: &str) -> Result<State, NotAState> {
        State::ALL.into_iter().find(|state| state.to_string() == word).ok_or(NotAState)
    }
}

/// What happens to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Appraised, reviewed, decided or signed for: on to the next step.
    Pass,
    Fail,
    Defer,
    /// Sent back by a review.
    Return,
    /// Mended after it was sent back: it begins again.
    Amend,
    /// The days of its notice or announcement are over.
    End,
    Object,
    /// The objection was looked into: it stays as it is.
    Keep,
    /// The objection was right: its content changed, and it hangs out again for the full days.
    Change,
    /// The objection was right: it is taken off.
    Strike,
    /// The objection was right and it is to give more: a meeting decides about it again before it hangs out.
    Reconsider,
    /// What the meeting said was noted wrongly: it waits for its decision again. Only before it was hung out.
    TakeBack,
}

impl Act {
    /// Word of its outcome in the record.
    pub fn outcome(self) -> &'static str {
        match self {
            Act::Pass => "passed",
            Act::Fail => "failed",
            Act::Defer => "deferred",
            Act::Return => "returned",
            Act::Amend => "amended",
            Act::End => "ended",
            Act::Object => "objected",
            Act::Keep => "kept",
            Act::Change => "changed",
            Act::Strike => "struck",
            Act::Reconsider => "reconsidered",
            Act::TakeBack => "taken-back",
        }
    }
}

/// Step and state together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub step: usize,
    pub state: State,
}

/// Where an entry stands after an act, or nothing where the act is not possible there. The one place that knows the path.
pub fn after(steps: &[Step], at: Standing, act: Act) -> Option<Standing> {
    let kind = steps.get(at.step)?.kind;
    let next = || {
        let step = at.step + 1;
        Standing { step, state: if step == steps.len() { State::Done } else { State::Open } }
    };
    let stays = |state: State| Standing { step: at.step, state };
    match (at.state, kind, act) {
        (State::Open, StepKind::Appraise | StepKind::Review | StepKind::Decide | StepKind::Sign, Act::Pass) => Some(next()),
        (State::Open, StepKind::Appraise, Act::Fail) => Some(stays(State::Failed)),
        (State::Open, StepKind::Appraise, Act::Defer) => Some(stays(State::Deferred)),
        (State::Open, StepKind::Review, Act::Return) => Some(stays(State::Returned)),
        (State::Returned, _, Act::Amend) => Some(Standing { step: 0, state: State::Open }),
        (State::Open, StepKind::Notice | StepKind::Announce, Act::End) => Some(next()),
        // One that came within the days and is entered after them finds the entry a step further; it goes back to its notice.
        (State::Open, _, Act::Object) => objected_at(steps, at.step).map(|step| Standing { step, state: State::Objected }),
        (State::Objected, StepKind::Notice, Act::Keep | Act::Change) => Some(stays(State::Open)),
        (State::Objected, StepKind::Notice, Act::Strike) => Some(stays(State::Struck)),
        (State::Objected, StepKind::Notice, Act::Reconsider) => Some(Standing { step: 0, state: State::Open }),
        (State::Failed | State::Deferred, StepKind::Appraise, Act::TakeBack) => Some(stays(State::Open)),
        (State::Open, _, Act::TakeBack) => {
            let before = at.step.checked_sub(1).filter(|before| steps[*before].kind == StepKind::Appraise)?;
            Some(Standing { step: before, state: State::Open })
        }
        _ => None,
    }
}

/// The notice an objection belongs to: the last one at or before the step.
fn objected_at(steps: &[Step], step: usize) -> Option<usize> {
    steps[..=step].iter().rposition(|step| step.kind == StepKind::Notice)
}

/// What an entry shows, frozen when it was listed or changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub title: String,
    /// What everybody may read on the web: a topic instead of an accusation.
    pub public_title: String,
    pub detail: String,
    /// The day it is about, yyyymmdd.
    pub on: i64,
    /// Tenths of the list's unit, below zero when it takes away; as claimed, and as it counts.
    pub claimed: i64,
    pub counts: i64,
    /// What else the area shows, by its own words.
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
}

impl Shown {
    /// As stored.
    pub(crate) fn text(&self) -> Result<String, DatabaseError> {
        serde_json::to_string(self).map_err(|error| DatabaseError::Broken(error.to_string()))
    }

    /// The day it is about.
    pub fn day(&self) -> Option<BusinessDate> {
        BusinessDate::from_number(self.on).ok()
    }

    /// A fact by its word, or nothing written.
    pub fn fact(&self, name: &str) -> &str {
        self.facts.get(name).map_or("", String::as_str)
    }
}

/// An entry as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub county: County,
    pub id: Id<Entry>,
    pub roster: Id<Roster>,
    pub number: i64,
    pub subject: Subject,
    pub party: Id,
    pub label: String,
    pub group_label: String,
    pub shown: Shown,
    /// The columns before they were last changed.
    pub before: Option<Shown>,
    pub doubts: Vec<String>,
    pub quorate: bool,
    pub standing: Standing,
    pub turn: i64,
    pub notice: Option<Id<Notice>>,
}

/// An entry to be listed.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub id: Id<Entry>,
    pub subject: Subject,
    pub party: Id,
    pub label: String,
    pub group_label: String,
    /// As it is shown from now on.
    pub shown: Shown,
    /// Words of why it is looked at by itself; none means it may pass together with the others.
    pub doubts: Vec<String>,
}
