//! A township to try things out in: invented people in real villages, every movement through the same doors a clerk's click uses.

mod appraise;
mod deeds;
mod endings;
mod households;
mod months;
mod names;
mod neighbours;
mod people_of;
mod rules;
mod scale;
mod scene;
mod staff;
mod story;
mod year;

use basics::{BusinessDate, County, Moment};
use database::{DatabaseError, Db};

pub use people_of::DemoLogin;
pub use scale::{Scale, Size};

use scene::MANAGERS;

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

/// Books that must be open before a demo of this size is filled.
pub fn books(size: &Size) -> Vec<County> {
    let neighbours = matches!(size, Size::Year(scale) if scale.neighbours);
    let others = neighbours.then(neighbours::counties).into_iter().flatten();
    std::iter::once(county()).chain(others).collect()
}

/// How far the filling is.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// What begins now, where something does.
    pub step: Option<&'a str>,
    /// Records entered since the last word.
    pub done: usize,
    /// All that will be entered, once it is known.
    pub of: Option<usize>,
}

impl<'a> Told<'a> {
    fn step(step: &'a str) -> Told<'a> {
        Told { step: Some(step), done: 0, of: None }
    }

    fn done(done: usize) -> Told<'a> {
        Told { step: None, done, of: None }
    }
}

/// Fills an empty database whose books are open. The same seed gives the same people, slips and heads.
pub fn fill(db: &Db, size: &Size, seed: u64, told: &dyn Fn(Told<'_>)) -> Result<Vec<DemoLogin>, DatabaseError> {
    match size {
        Size::Small => fill_small(db, seed, told),
        Size::Year(scale) => year::fill(db, scale, seed, told),
    }
}

fn fill_small(db: &Db, seed: u64, told: &dyn Fn(Told<'_>)) -> Result<Vec<DemoLogin>, DatabaseError> {
    let hash = people::hash_password(PASSWORD);
    let scene = scene::small();
    let shops = &scene.shops;
    told(Told::step("logins and shops"));
    story::open_shops(db, &scene)?;
    let logins = people_of::make_logins(db, &scene, &hash)?;
    staff::make(db, &scene, &staff::of_small(), &hash)?;
    rules::adopt(db, &scene)?;
    told(Told::step("households and cards"));
    let households = households::enter(db, seed, &scene, told)?;
    told(Told::step("goods, funds and points"));
    story::stock_up(db, shops, &MANAGERS.map(|(login, _)| login), "gaomin")?;
    story::award(db, seed, shops, &households, "gaomin")?;
    told(Told::step("months of the villages"));
    months::settings(db)?;
    months::walk(db, 201_911, 201_912)?;
    months::leave_under_way(db)?;
    told(Told::step("deeds of the month"));
    deeds::record(db)?;
    told(Told::step("slips of the open days"));
    story::redeem_on_open_days(db, seed, shops, &households, opening_day().plus_days(-62))?;
    story::leave_at_the_counter(db, &shops[0], &households)?;
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

    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at as u64 + 1));
        }
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
