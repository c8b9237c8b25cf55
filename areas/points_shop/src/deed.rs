//! A deed: what somebody of a household did, under which rule, recorded by whom, and how far it has come on its way to points.

mod carry_out;
mod form;
pub(crate) mod pages;
mod paste;
pub mod photo;
pub mod recorder;
mod register;
mod round;
mod store;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use basics::{BusinessDate, County, Id, Moment};
use money::TenthPoints;
use registry::household::{Household, Person, Successor};

use crate::point_rule::{Effect, PointRule, RuleTable};

pub use carry_out::{Along, MoveRefused, RecordRefused, Shared, Step, record, record_among, record_with, step};
pub(crate) use form::as_ruled;
pub(crate) use paste::STATEMENTS as PASTE_STATEMENTS;
pub(crate) use register::STATEMENTS as REGISTER_STATEMENTS;
pub(crate) use store::STATEMENTS;
pub(crate) use store::closed_until;
pub use store::{Counts, DeedRow, counts, find, late_reason, listed, month_closed, set_state, used};

/// Where a deed stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Only the recorder sees it.
    Draft,
    /// Handed in, to be checked in the group.
    Submitted,
    /// Checked, waits for the appraisal.
    Checked,
    /// On a list before a meeting, on notice, or waiting to be confirmed: its entry there says how far it is.
    Listed,
    /// Sent back by the township with a reason, to be mended.
    Returned,
    /// Its points are in the book.
    Confirmed,
    Rejected,
    /// Taken back by its recorder.
    Withdrawn,
    /// Its points were in the book and were taken back by two.
    Reversed,
}

/// A word that is no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAState;

impl State {
    /// All of them, in the order a deed takes them.
    pub const ALL: [State; 9] = [
        State::Draft,
        State::Submitted,
        State::Checked,
        State::Listed,
        State::Returned,
        State::Confirmed,
        State::Rejected,
        State::Withdrawn,
        State::Reversed,
    ];

    /// Whether it still counts under caps and may become points.
    pub fn counts(self) -> bool {
        !matches!(self, State::Rejected | State::Withdrawn | State::Reversed)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Checked => "checked",
            State::Listed => "listed",
            State::Returned => "returned",
            State::Confirmed => "confirmed",
            State::Rejected => "rejected",
            State::Withdrawn => "withdrawn",
            State::Reversed => "reversed",
        })
    }
}

impl FromStr for State {
    type Err = NotAState;

    fn from_str(word: &str) -> Result<State, NotAState> {
        State::ALL.into_iter().find(|state| state.to_string() == word).ok_or(NotAState)
    }
}

/// A deed as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    pub county: County,
    pub id: Id<Deed>,
    pub household: Id<Household>,
    /// Who of the household did it, where that is known.
    pub person: Option<Id<Person>>,
    pub rule: Id<PointRule>,
    pub done_on: BusinessDate,
    pub place: String,
    pub witness: String,
    pub note: String,
    /// As proposed; nothing for a veto or a note.
    pub points: TenthPoints,
    pub recorder: Id,
    pub recorded_at: Moment,
    pub state: State,
}

/// What the rule about recording needs to know.
#[derive(Clone, Debug)]
pub struct Facts {
    pub today: BusinessDate,
    /// The household as it is registered, if there is such a one.
    pub household: Option<Household>,
    /// The rule with the table it stands in, if there is such a one.
    pub rule: Option<(RuleTable, PointRule)>,
    /// The table in force for the household's township on the deed's day.
    pub in_force: Option<Id<RuleTable>>,
    /// The recorder's own household or a relative's.
    pub concerned: bool,
    /// As what the recorder may record there; none where that was settled before.
    pub kinds: Option<Vec<&'static str>>,
    /// The meeting about the month of the deed's day has begun in the household's village.
    pub month_closed: bool,
}

/// Why a deed cannot be recorded. Every case has a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The day is still to come.
    Ahead,
    /// The household was not there yet on that day.
    BeforeHousehold { since: BusinessDate },
    /// The household moved away or was merged before that day.
    HouseholdGone { until: BusinessDate, into: Option<Successor> },
    /// Recording for the own household or a relative's.
    Concerned,
    /// The rule was not in force on that day.
    NotInForce,
    /// The points lie outside the rule's range.
    OutOfRange { least: TenthPoints, most: TenthPoints },
    /// The rule asks for a witness.
    NoWitness,
    /// The rule names another recorder.
    NotTheirs { recorder: String },
    /// The meeting about that month has begun, and it is not said why the deed comes only now.
    LateWithoutReason,
}

/// Whether the deed may be recorded, with the points it proposes; `points` are those typed, where the rule leaves a choice.
pub fn plan(
    facts: &Facts,
    done_on: BusinessDate,
    points: Option<TenthPoints>,
    (witness, late_reason): (&str, &str),
) -> Result<TenthPoints, Refused> {
    if done_on > facts.today {
        return Err(Refused::Ahead);
    }
    if facts.concerned {
        return Err(Refused::Concerned);
    }
    if let Some(household) = &facts.household {
        if done_on < household.since {
            return Err(Refused::BeforeHousehold { since: household.since });
        }
        if let Some(until) = household.until.filter(|until| done_on >= *until) {
            return Err(Refused::HouseholdGone { until, into: household.successor.clone() });
        }
    }
    let Some((table, rule)) = facts.rule.as_ref().filter(|(table, _)| Some(table.id) == facts.in_force) else {
        return Err(Refused::NotInForce);
    };
    debug_assert_eq!(table.id, rule.table, "a rule comes with its own table");
    if facts.kinds.as_ref().is_some_and(|kinds| !kinds.contains(&rule.recorder.as_str())) {
        return Err(Refused::NotTheirs { recorder: rule.recorder.clone() });
    }
    if rule.evidence == "witness" && witness.is_empty() {
        return Err(Refused::NoWitness);
    }
    if facts.month_closed && late_reason.is_empty() {
        return Err(Refused::LateWithoutReason);
    }
    match rule.effect {
        Effect::Fixed(points) => Ok(points),
        Effect::Veto { .. } | Effect::NoteOnly => Ok(TenthPoints::ZERO),
        Effect::Range { least, most } => match points {
            Some(points) if points >= least && points <= most && points.0 % 5 == 0 => Ok(points),
            _ => Err(Refused::OutOfRange { least, most }),
        },
    }
}
