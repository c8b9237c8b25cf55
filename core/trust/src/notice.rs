//! A public notice: the lines of a roster hung out from the morning of its first day to the evening of its last.

mod carry_out;
pub mod pages;
mod public_pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

use basics::{BusinessDate, County, Id, Moment, Subject};
use settings::Setting;

use crate::roster::Roster;

pub use carry_out::{NewNotice, NoticeRefused, end_due, put_up};
pub use public_pages::gone;
pub(crate) use public_pages::routes as public_routes;
pub(crate) use store::STATEMENTS;
pub use store::{Hung, NoticeRow, ending, find, in_places, line, lines, next_after, of_roster};
pub use words::{heading, written};

/// 1: on the web names are masked.
pub const MASKED_ON_THE_WEB: Setting = Setting { name: "trust-notice-masked-on-the-web", default: 1, min: 0, max: 1, scoped: true };
/// 1: the sheet on the board has names in full.
pub const FULL_ON_THE_BOARD: Setting = Setting { name: "trust-notice-full-on-the-board", default: 1, min: 0, max: 1, scoped: true };

/// What hangs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Before a decision: objections hold entries back.
    Notice,
    /// After it: final.
    Announcement,
}

impl Kind {
    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Notice => "notice",
            Kind::Announcement => "announcement",
        }
    }
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub county: County,
    pub id: Id<Notice>,
    pub roster: Id<Roster>,
    /// 1, 2, … of the roster.
    pub number: i64,
    pub kind: Kind,
    pub from: BusinessDate,
    /// Its last day.
    pub until: BusinessDate,
    /// Where the board is.
    pub board: String,
    pub masked: bool,
    pub put_up_by: Id,
    pub put_up_at: Moment,
    /// How many hung out for the same list and month before it.
    pub earlier: i64,
}

impl Notice {
    /// Whether it is to be seen on the day.
    pub fn is_up(&self, on: BusinessDate) -> bool {
        on <= self.until
    }

    /// Days until the evening of the last day, today counted.
    pub fn days_left(&self, on: BusinessDate) -> i32 {
        (self.until.days_since(on) + 1).max(0)
    }

    /// As a document with a history.
    pub fn subject(&self) -> Subject {
        Subject::new(self.county, "notice", self.id)
    }
}

/// First and last day of a notice put up on this day for so many full days: it begins with the next morning.
pub fn full_days(put_up: BusinessDate, days: i64) -> (BusinessDate, BusinessDate) {
    let days = i32::try_from(days.max(1)).unwrap_or(1);
    (put_up.plus_days(1), put_up.plus_days(days))
}

/// A line to be hung: a party with the values of the list type's columns, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub number: i64,
    pub party: Id,
    pub label: String,
    pub group_label: String,
    pub values: Vec<i64>,
}
