//! A shop, its open days and the villages it serves.

mod carry_out;
mod form;
mod opening;
pub(crate) mod pages;
mod places;
mod store;
#[cfg(test)]
mod tests;

use basics::{BusinessDate, County, Id};

pub use carry_out::{ShopChange, ShopRefused, change, open_serving};
pub use places::{Township, full_name, townships, village_name};
pub(crate) use store::STATEMENTS;
pub use store::{all, find, in_divisions, next_number, open, serve, served, serves, serving, still_served, stop_serving, villages};

/// A points shop (爱心公益超市).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    pub county: County,
    pub id: Id<Shop>,
    pub name: String,
    /// Where it stands, twelve digits.
    pub village: String,
    /// For complaints.
    pub phone: String,
    pub open_days: OpenDays,
    pub opened_on: BusinessDate,
    pub closed_on: Option<BusinessDate>,
}

/// Days of the month on which a shop is open; none means every day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenDays(pub Vec<i8>);

impl OpenDays {
    /// Reads `5, 20`; none when a number is no day of a month.
    pub fn parse(text: &str) -> Option<OpenDays> {
        let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
        let mut days: Vec<i8> = words.map(|word| word.parse().ok().filter(|day| (1..=31).contains(day))).collect::<Option<_>>()?;
        days.sort_unstable();
        days.dedup();
        Some(OpenDays(days))
    }

    /// As stored: `5,20`.
    pub fn text(&self) -> String {
        self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    }

    /// Whether the shop is open on the day; a month too short for its last open day has it on its own last day.
    pub fn is_open(&self, on: BusinessDate) -> bool {
        let (.., day) = on.parts();
        let last = on.plus_days(1).parts().2 == 1;
        self.0.is_empty() || self.0.contains(&day) || (last && self.0.iter().any(|open| *open > day))
    }

    /// The first open day after this one.
    pub fn next_after(&self, on: BusinessDate) -> BusinessDate {
        let mut day = on.plus_days(1);
        while !self.is_open(day) {
            day = day.plus_days(1);
        }
        day
    }
}
