//! Moments (when the machine wrote) and business dates (the day a fact belongs to, in Asia/Shanghai).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan, ZonedDateTime};

/// A point in time, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// Later by so many milliseconds.
    pub fn plus_ms(self, ms: i64) -> Moment {
        Moment(self.0 + ms)
    }

    /// The calendar day of this moment in Asia/Shanghai.
    pub fn day(self) -> BusinessDate {
        BusinessDate(self.zoned().date())
    }

    /// `09:41`, in Asia/Shanghai.
    pub fn hour_minute(self) -> String {
        self.zoned().strftime("%H:%M").to_string()
    }

    fn zoned(self) -> ZonedDateTime {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned_datetime(shanghai())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.zoned().strftime("%Y-%m-%d %H:%M"))
    }
}

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").expect("the time zone table is compiled in")
}

/// The day a fact belongs to. Stored as the number yyyymmdd, so that a month is the number divided by 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BusinessDate(Date);

/// The text or number is not a day of the calendar.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a date is written 2020-01-08")]
pub struct NotADate;

impl BusinessDate {
    /// From year, month and day.
    pub fn try_new(year: i16, month: i8, day: i8) -> Result<Self, NotADate> {
        Date::new(year, month, day).map(BusinessDate).map_err(|_| NotADate)
    }

    /// From the stored number yyyymmdd.
    pub fn from_number(number: i64) -> Result<Self, NotADate> {
        let year = i16::try_from(number / 10_000).map_err(|_| NotADate)?;
        Self::try_new(year, (number / 100 % 100) as i8, (number % 100) as i8)
    }

    /// The stored number yyyymmdd.
    pub fn number(self) -> i64 {
        i64::from(self.0.year()) * 10_000 + i64::from(self.0.month()) * 100 + i64::from(self.0.day())
    }

    /// The month as yyyymm.
    pub fn month_number(self) -> i64 {
        self.number() / 100
    }

    /// The calendar date itself.
    pub fn date(self) -> Date {
        self.0
    }

    /// Year, month and day.
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// So many days later, or earlier when negative.
    pub fn plus_days(self, days: i32) -> BusinessDate {
        self.moved(days.days())
    }

    /// This day at the time of day that the moment has in Asia/Shanghai.
    pub fn at_time_of(self, moment: Moment) -> Moment {
        let time = moment.zoned().time();
        self.0.to_datetime(time).to_zoned_datetime(shanghai()).map_or(moment, |zoned| Moment(zoned.timestamp().as_millisecond()))
    }

    /// First day of the next month.
    pub fn next_month(self) -> BusinessDate {
        BusinessDate(self.0.first_of_month()).moved(1.month())
    }

    /// Its first moment in Asia/Shanghai.
    pub fn begins(self) -> Moment {
        let begins = self.0.to_zoned_datetime(shanghai()).map(|begins| begins.timestamp().as_millisecond());
        Moment(begins.unwrap_or_default())
    }

    /// Whole days from the other day to this one.
    pub fn days_since(self, earlier: BusinessDate) -> i32 {
        (self.0 - earlier.0).get_days()
    }

    fn moved(self, span: Span) -> BusinessDate {
        BusinessDate(self.0.saturating_add(span))
    }
}

impl From<Date> for BusinessDate {
    fn from(date: Date) -> Self {
        BusinessDate(date)
    }
}

impl fmt::Display for BusinessDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for BusinessDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        // The stored number has no room for years before the first.
        text.parse::<Date>().ok().filter(|date| date.year() > 0).map(BusinessDate).ok_or(NotADate)
    }
}

/// Where "now" comes from: the machine's clock, or in tests and demos one that stands where it is put.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Stands still until told otherwise; milliseconds since 1970-01-01 UTC.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock standing at this moment.
    pub fn fixed(at: Moment) -> Clock {
        Clock::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    /// The present moment.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Moment {
        match self {
            Clock::System => Moment(Timestamp::now().as_millisecond()),
            Clock::Fixed(at) => Moment(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock; the machine's clock cannot be moved.
    pub fn set(&self, at: Moment) {
        if let Clock::Fixed(now) = self {
            now.store(at.0, Ordering::SeqCst);
        }
    }
}
