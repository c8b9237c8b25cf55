//! A township to try things out in: invented people in real villages, every movement through the same doors a clerk's click uses.

mod deeds;
mod endings;
mod households;
mod months;
mod people_of;
mod rules;
mod story;

use basics::{BusinessDate, County, Moment};
use database::{DatabaseError, Db};

pub use people_of::DemoLogin;

/// The password of every demo login; a demo is only served to this machine.
pub const PASSWORD: &str = "xieshou-demo";

/// The day the demo opens on.
pub fn opening_day() -> BusinessDate {
    BusinessDate::try_new(2020, 1, 8).expect("a day of the calendar")
}

/// 大关县.
pub fn county() -> County {
    County::try_new(530_624).expect("six digits")
}

/// Fills an empty database whose book is open. The same seed gives the same people, slips and heads.
pub fn fill(db: &Db, seed: u64, progress: &dyn Fn(&str)) -> Result<Vec<DemoLogin>, DatabaseError> {
    progress("logins and shops");
    let shops = story::open_shops(db)?;
    let logins = people_of::make_logins(db, &shops)?;
    months::make_staff(db)?;
    rules::adopt(db)?;
    progress("households and cards");
    let households = households::enter(db, seed, &shops)?;
    progress("goods, funds and points");
    story::stock_up(db, &shops, &logins)?;
    story::award(db, seed, &shops, &households, &logins)?;
    progress("months of the villages");
    months::walk(db)?;
    progress("deeds of the month");
    deeds::record(db)?;
    progress("slips of the open days");
    story::redeem_on_open_days(db, seed, &shops, &households, &logins)?;
    endings::end_two(db)?;
    Ok(logins)
}

/// Numbers that look thrown and always fall the same (splitmix64).
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64, what: &str) -> Dice {
        let digest = basics::sha256(&[b"demo", &seed.to_be_bytes(), what.as_bytes()]);
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        Dice(u64::from_be_bytes(first))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, `below`.
    pub(crate) fn below(&mut self, below: u64) -> usize {
        usize::try_from(self.next() % below.max(1)).unwrap_or(0)
    }

    pub(crate) fn one_of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len() as u64)]
    }
}

/// A moment of that day in Asia/Shanghai, so many minutes after nine in the morning.
pub(crate) fn at(day: BusinessDate, minutes: i64) -> Moment {
    let epoch = BusinessDate::try_new(1970, 1, 1).expect("a day of the calendar");
    Moment((i64::from(day.days_since(epoch)) * 24 * 60 + 60 + minutes) * 60_000)
}
