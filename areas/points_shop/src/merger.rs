//! What the end of a household means for its points: a merger takes them over to the other household, as far as nothing is set aside;
//! whoever moved away keeps them in the book. Cards die by themselves, because the household is no longer there.
//!
//! Two households that are merged are one, and one household does not have points in hand while it owes some that came from it: what
//! either owes is paid out of the points that move, as it would be out of points just awarded. What is owed beyond them goes over and
//! is taken from the next points; points the other household had before are left alone.

mod carry_out;
mod store;
#[cfg(test)]
mod tests;

use basics::BusinessDate;
use money::TenthPoints;
use people::HouseholdHooks;

pub use carry_out::settle;
pub(crate) use carry_out::{carried_back, heir_of};
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

/// What goes over from one household to another, and what is paid before and after out of the points that move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Of its own debt, before they move.
    pub paid: TenthPoints,
    pub points: TenthPoints,
    pub owed: TenthPoints,
    /// Of the other household's debt, when they have come.
    pub paid_there: TenthPoints,
}

impl Carried {
    /// What moves of a household that has so many points and owes so many, to one that owes some itself. Without a shop there is no
    /// budget to pay into, and debts stand as they are.
    pub fn of(points: TenthPoints, owed: TenthPoints, owed_there: TenthPoints, has_shop: bool) -> Carried {
        let can = |owed: TenthPoints| if has_shop { owed } else { TenthPoints::ZERO };
        let paid = points.min(can(owed)).max(TenthPoints::ZERO);
        let moves = points - paid;
        Carried { paid, points: moves, owed: owed - paid, paid_there: moves.min(can(owed_there)).max(TenthPoints::ZERO) }
    }

    /// Nothing to carry.
    pub fn is_nothing(self) -> bool {
        self == Carried::default()
    }
}
