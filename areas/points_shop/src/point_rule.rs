//! The rule table: what earns or costs points, how much, how often, and who may say so.
//!
//! A table belongs to a township or to the county and comes in versions. A version is drafted, changed row by row, adopted by a
//! meeting, and from then on stays as it is. A deed is judged by the version in force on its day.

mod carry_out;
mod default_table;
mod form;
mod keeping;
pub(crate) mod pages;
mod store;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use basics::{BusinessDate, County, Id, Moment};
use money::TenthPoints;

pub use carry_out::{AdoptRefused, Adoption, RuleRefused, adopt, draft, put, strike};
pub use default_table::default_rules;
pub(crate) use store::STATEMENTS;
pub use store::{RuleInUse, find, in_force, rule, rules, tables};

/// What deeds are about: the six topics of the county's scheme, then what villages add.
pub const TOPICS: &[&str] = &["poverty-work", "policy", "education", "elders", "work", "clean-home", "customs", "honour", "good-deed"];
/// What the points are given for, once.
pub const UNITS: &[&str] =
    &["time", "person-time", "person-day", "month", "school-month", "quarter", "year", "person-year", "class", "event", "once"];
/// Who may record a deed under the rule.
pub const RECORDERS: &[&str] = &["liaison", "helper", "village", "township", "school", "hr-station", "check-team", "meeting"];
/// What has to be there so that a deed counts.
pub const EVIDENCES: &[&str] = &["none", "photo", "witness", "list", "certificate"];
/// Until when a veto holds.
pub const VETO_TERMS: &[&str] = &["next-quarter", "this-year"];

/// A version of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTable {
    pub county: County,
    pub id: Id<RuleTable>,
    /// Code of the township, or of the county.
    pub place: String,
    /// 1, 2, 3 … within the place.
    pub version: i64,
    /// None while it is a draft.
    pub adopted: Option<Adopted>,
}

/// How a version came into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopted {
    /// Day of the meeting.
    pub on: BusinessDate,
    pub valid_from: BusinessDate,
    pub meeting: String,
    pub attended: i64,
    /// Where the signed minutes are.
    pub minutes: String,
    pub by: Id,
    pub at: Moment,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointRule {
    pub county: County,
    pub id: Id<PointRule>,
    pub table: Id<RuleTable>,
    /// What the register and the notice name it by.
    pub number: i64,
    pub topic: String,
    pub item: String,
    pub effect: Effect,
    pub unit: String,
    pub cap: Option<Cap>,
    pub recorder: String,
    pub evidence: String,
}

/// What a deed under the rule does to the household's points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// So many points, below zero for a deduction.
    Fixed(TenthPoints),
    /// The appraisal says how many, within these.
    Range { least: TenthPoints, most: TenthPoints },
    /// No points are given until the term ends.
    Veto { term: String },
    /// Written down, without points.
    NoteOnly,
}

impl Effect {
    /// Word of the kind, as forms and the database have it.
    pub fn kind(&self) -> &'static str {
        match self {
            Effect::Fixed(_) => "fixed",
            Effect::Range { .. } => "range",
            Effect::Veto { .. } => "veto",
            Effect::NoteOnly => "note",
        }
    }
}

/// How much a rule can bring at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    pub amount: CapAmount,
    pub per: CapPer,
    pub period: CapPeriod,
}

/// What a cap counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapAmount {
    Points(TenthPoints),
    Times(i64),
}

/// For whom a cap counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapPer {
    Person,
    Household,
    Village,
}

/// Over which time a cap counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapPeriod {
    Month,
    Quarter,
    Year,
    /// Once and for all.
    Once,
}

/// A word that names nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

macro_rules! words {
    ($kind:ident: $($case:ident = $word:literal),+) => {
        impl $kind {
            /// All of them, as words.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
        }
        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $($kind::$case => $word),+ })
            }
        }
        impl FromStr for $kind {
            type Err = Unknown;

            fn from_str(word: &str) -> Result<Self, Unknown> {
                match word { $($word => Ok($kind::$case),)+ _ => Err(Unknown) }
            }
        }
    };
}
words!(CapPer: Person = "person", Household = "household", Village = "village");
words!(CapPeriod: Month = "month", Quarter = "quarter", Year = "year", Once = "once");

impl CapPeriod {
    /// First day of the period the day lies in, and the first day after it; none for what counts once.
    pub fn around(self, on: BusinessDate) -> Option<(BusinessDate, BusinessDate)> {
        let (year, month, _) = on.parts();
        let (first, months) = match self {
            CapPeriod::Month => (month, 1),
            CapPeriod::Quarter => ((month - 1) / 3 * 3 + 1, 3),
            CapPeriod::Year => (1, 12),
            CapPeriod::Once => return None,
        };
        let (next_year, next_month) = if first + months > 12 { (year + 1, 1) } else { (year, first + months) };
        BusinessDate::try_new(year, first, 1).ok().zip(BusinessDate::try_new(next_year, next_month, 1).ok())
    }
}

/// What counted already under a cap in its period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    pub points: TenthPoints,
    pub times: i64,
}

impl Cap {
    /// What of the points still counts after what was used; the rest stays visible with nothing. Deductions are capped alike.
    pub fn counts(&self, points: TenthPoints, used: Used) -> TenthPoints {
        match self.amount {
            CapAmount::Times(times) if used.times >= times => TenthPoints::ZERO,
            CapAmount::Times(_) => points,
            CapAmount::Points(most) => {
                let left = (most - used.points.abs()).max(TenthPoints::ZERO);
                if points.is_negative() { -points.abs().min(left) } else { points.min(left) }
            }
        }
    }
}

/// Why a row cannot be in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotARule {
    /// Points of a plus or minus are none.
    Zero,
    /// A range whose end lies below its start, or on the other side of nothing.
    Backwards,
    /// Finer than half a point.
    TooFine,
}

/// Whether the effect can stand in a table: more or less than nothing, in half points, a range from less to more on one side.
pub fn check(effect: &Effect) -> Result<(), NotARule> {
    let (least, most) = match effect {
        Effect::Fixed(points) => (*points, *points),
        Effect::Range { least, most } => (*least, *most),
        Effect::Veto { .. } | Effect::NoteOnly => return Ok(()),
    };
    if least.0 % 5 != 0 || most.0 % 5 != 0 {
        Err(NotARule::TooFine)
    } else if least == TenthPoints::ZERO || most == TenthPoints::ZERO {
        Err(NotARule::Zero)
    } else if least > most || least.is_negative() != most.is_negative() {
        Err(NotARule::Backwards)
    } else {
        Ok(())
    }
}
