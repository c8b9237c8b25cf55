//! The end of a household: it moved away, nobody is left, or it was merged into another; taken back by a further record, never erased.

mod carry_out;
mod form;
pub(crate) mod pages;
mod store;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use basics::{BusinessDate, County, Id};
use people::HouseholdRefused;

use super::{Household, Person};

pub use carry_out::{By, end, foretell, take_back};
pub(super) use form::ending_words;
pub(crate) use store::STATEMENTS;
pub use store::{find, heir, latest, merged_into, one_with, recent_in_village};

/// Why a household is no longer there, or that it is back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Moved,
    DiedOut,
    Merged,
    /// An end was taken back.
    Back,
}

/// A word that is no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAReason;

impl Reason {
    /// Those a household can end for, in the order the form offers them.
    pub const ENDS: [Reason; 3] = [Reason::Moved, Reason::DiedOut, Reason::Merged];
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::Moved => "moved",
            Reason::DiedOut => "died-out",
            Reason::Merged => "merged",
            Reason::Back => "back",
        })
    }
}

impl FromStr for Reason {
    type Err = NotAReason;

    fn from_str(word: &str) -> Result<Reason, NotAReason> {
        [Reason::Moved, Reason::DiedOut, Reason::Merged, Reason::Back]
            .into_iter()
            .find(|reason| reason.to_string() == word)
            .ok_or(NotAReason)
    }
}

/// The record of an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub county: County,
    pub id: Id<Ending>,
    pub household: Id<Household>,
    pub reason: Reason,
    /// The first day it is no longer there; for one that is back, the day of the end that was taken back.
    pub from: BusinessDate,
    /// Whom it is merged into.
    pub successor: Option<Id<Household>>,
    pub note: String,
}

/// What each member is to the head of the household they come to; whoever is not named is `other`.
pub type Relations = Vec<(Id<Person>, &'static str)>;

/// What the rule needs to know.
#[derive(Clone, Debug)]
pub struct Facts {
    pub today: BusinessDate,
    pub household: Household,
    /// As the registry knows it, if there is such a one and the login may keep it.
    pub successor: Option<Household>,
    /// The own household or a relative's, of either.
    pub concerned: bool,
}

/// Why a household cannot end like this. Every case has a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It ended already.
    Already { until: BusinessDate },
    /// The day is still to come.
    Ahead,
    /// The day lies before the household began.
    BeforeItBegan { since: BusinessDate },
    /// The own household or a relative's.
    Concerned,
    /// Not said which household it goes to, or there is no such one.
    NoSuccessor,
    /// Merged into itself.
    IntoItself,
    /// The other household is not there on that day.
    SuccessorNotThere { name: String },
}

/// Whether the household may end like this.
pub fn plan(facts: &Facts, reason: Reason, from: BusinessDate) -> Result<(), Refused> {
    let household = &facts.household;
    if let Some(until) = household.until {
        return Err(Refused::Already { until });
    }
    if facts.concerned {
        return Err(Refused::Concerned);
    }
    if from > facts.today {
        return Err(Refused::Ahead);
    }
    // A household is there for a day at least.
    if from <= household.since {
        return Err(Refused::BeforeItBegan { since: household.since });
    }
    if reason != Reason::Merged {
        return Ok(());
    }
    match &facts.successor {
        None => Err(Refused::NoSuccessor),
        Some(other) if other.id == household.id => Err(Refused::IntoItself),
        // Present now and on the day: an ended one takes nobody in.
        Some(other) if other.until.is_some() || !other.is_there(from) => Err(Refused::SuccessorNotThere { name: other.head_name.clone() }),
        Some(_) => Ok(()),
    }
}

/// Why an end was not recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndRefused {
    Unknown,
    Rule(Refused),
    /// An area has something open with the household.
    Area(::pages::Message),
    /// The form's id was used for something else.
    OtherContent,
    Database(database::DatabaseError),
}

/// Why an end was not taken back. Every case has a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackRefused {
    Unknown,
    /// It has not ended, or is back already.
    NotEnded,
    /// The own household or a relative's.
    Concerned,
    /// The household it was merged into has ended in its turn.
    SuccessorEnded {
        name: String,
    },
    /// Its head lives in another household by now.
    HeadElsewhere {
        name: String,
        code: String,
    },
    Area(::pages::Message),
    OtherContent,
    Database(database::DatabaseError),
}

macro_rules! from_below {
    ($($refused:ident),+) => { $(
        impl From<database::DatabaseError> for $refused {
            fn from(error: database::DatabaseError) -> Self {
                $refused::Database(error)
            }
        }

        impl From<HouseholdRefused> for $refused {
            fn from(refused: HouseholdRefused) -> Self {
                match refused {
                    HouseholdRefused::Said(message) => $refused::Area(message),
                    HouseholdRefused::Database(error) => $refused::Database(error),
                }
            }
        }
    )+ };
}
from_below!(EndRefused, BackRefused);
