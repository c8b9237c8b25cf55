//! A slip written by hand on an earlier day and entered later: it counts on its own day and says why it came late.

mod carry_out;
mod counted;
mod form;
mod list;
pub(crate) mod pages;
mod store;

use basics::{BusinessDate, Id};
use settings::Setting;

use crate::goods::Goods;
use crate::redemption::Redemption;

pub(crate) use carry_out::put_back_on_differences;
pub use carry_out::{LateRefused, enter};
pub use counted::CountedLate;
pub(crate) use store::STATEMENTS;
pub use store::{LateInList, LateRow, ToldOf, counted_of_slip, find, since, told_of};

/// For how many days back a slip may still be entered.
pub const LATE_DAYS: Setting = Setting { name: "points-shop-late-days", default: 31, min: 1, max: 366, scoped: true };

/// A slip entered late; its day is the redemption's.
#[derive(Clone, Debug)]
pub struct LateSlip {
    pub redemption: Redemption,
    /// Of the slip written by hand.
    pub paper_number: String,
    pub reason: String,
    pub entered_on: BusinessDate,
    /// It was asked about, and is meant as it stands.
    pub sure: bool,
}

/// What is asked about before a slip is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The shop was not open on the day.
    NotOpen,
    /// A stock-take signed since found the goods on the shelf.
    Counted { goods: Id<Goods>, signed_on: BusinessDate },
}

/// Why a day does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayRefused {
    /// Today's and later ones go over the counter.
    NotEarlier,
    BeforeOpening {
        opened_on: BusinessDate,
    },
    TooLong {
        earliest: BusinessDate,
    },
}

/// Whether a slip of that day may be entered on this one.
pub fn day_allowed(day: BusinessDate, today: BusinessDate, opened_on: BusinessDate, late_days: i64) -> Result<(), DayRefused> {
    let earliest = today.plus_days(-i32::try_from(late_days).unwrap_or(i32::MAX));
    if day >= today {
        Err(DayRefused::NotEarlier)
    } else if day < opened_on {
        Err(DayRefused::BeforeOpening { opened_on })
    } else if day < earliest {
        Err(DayRefused::TooLong { earliest })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_may_be_of_an_earlier_day_not_too_long_ago() {
        let day = |number| BusinessDate::from_number(number).expect("a day");
        for (of, opened_on, allowed) in [
            (20_200_107, 20_190_601, Ok(())),
            (20_191_208, 20_190_601, Ok(())),
            (20_191_207, 20_190_601, Err(DayRefused::TooLong { earliest: day(20_191_208) })),
            (20_200_108, 20_190_601, Err(DayRefused::NotEarlier)),
            (20_200_109, 20_190_601, Err(DayRefused::NotEarlier)),
            (20_200_103, 20_200_104, Err(DayRefused::BeforeOpening { opened_on: day(20_200_104) })),
        ] {
            assert_eq!(day_allowed(day(of), day(20_200_108), day(opened_on), 31), allowed, "{of}");
        }
    }
}
