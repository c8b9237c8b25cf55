//! What the end of a household means for its points: a merger takes them over to the other household, as far as nothing is set aside;
//! whoever moved away keeps them in the book. Cards die by themselves, because the household is no longer there.

mod carry_out;
mod store;
#[cfg(test)]
mod tests;

use basics::BusinessDate;
use money::TenthPoints;
use people::HouseholdHooks;

pub(crate) use carry_out::heir_of;
pub use carry_out::settle;
pub(crate) use store::STATEMENTS;

/// The shop's part in the end of a household.
pub const HOOKS: HouseholdHooks = HouseholdHooks { foretell: carry_out::foretell, ends: carry_out::ends, back: carry_out::back };

/// What stands against the end of a household.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The latest day of a deed that counts.
    pub last_deed: Option<BusinessDate>,
    /// The latest day on which it took goods or had some set aside.
    pub last_slip: Option<BusinessDate>,
    /// The day for which goods are set aside.
    pub set_aside: Option<BusinessDate>,
}

/// Why the shop cannot go along. Every case has a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// A deed of a later day is written down.
    DeedAfter { day: BusinessDate },
    /// Goods went out on a later day.
    SlipAfter { day: BusinessDate },
    /// Goods are set aside, and the points for them cannot move.
    SetAside { day: BusinessDate },
}

/// Whether a household may end on the day.
pub(crate) fn plan(facts: Facts, from: BusinessDate, merged: bool) -> Result<(), Refused> {
    if let Some(day) = facts.last_deed.filter(|day| *day > from) {
        return Err(Refused::DeedAfter { day });
    }
    if let Some(day) = facts.last_slip.filter(|day| *day > from) {
        return Err(Refused::SlipAfter { day });
    }
    match facts.set_aside.filter(|_| merged) {
        Some(day) => Err(Refused::SetAside { day }),
        None => Ok(()),
    }
}

/// What goes over from one household to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    pub points: TenthPoints,
    pub owed: TenthPoints,
}

impl Carried {
    /// Nothing to carry.
    pub fn is_nothing(self) -> bool {
        self == Carried::default()
    }
}
