//! What a shop has to see to: what expires soon, how long its goods last at the pace of the last weeks, and what to ask for again.

pub(crate) mod pages;
mod store;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use money::Pieces;
use settings::Setting;

use crate::goods::{self, Goods, Stock};
use crate::receipt::LotOnShelf;
use crate::shop::Shop;

pub(crate) use store::STATEMENTS;
pub use store::handed_out;

/// Days before its last one from which on a lot is warned of.
pub const EXPIRY_DAYS: Setting = Setting { name: "points-shop-expiry-days", default: 60, min: 1, max: 365, scoped: true };

/// Over how many days back the pace is reckoned.
pub const PACE_DAYS: Setting = Setting { name: "points-shop-pace-days", default: 30, min: 7, max: 365, scoped: true };

/// For how many days ahead a shop asks for goods.
pub const COVER_DAYS: Setting = Setting { name: "points-shop-cover-days", default: 30, min: 1, max: 365, scoped: true };

/// A kind of goods on offer with its pace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supply {
    pub goods: Goods,
    pub left: Pieces,
    /// Handed out in the days the pace is reckoned over.
    pub handed_out: Pieces,
    /// Days of these on which it stood on the shelf: what was not there could not go.
    pub pace_days: i64,
    /// Since when there is none.
    pub gone_since: Option<BusinessDate>,
}

impl Supply {
    /// For how many whole days what is left lasts; none when nothing went in all those days.
    pub fn lasts(&self) -> Option<i64> {
        (self.handed_out > Pieces::ZERO).then(|| self.left.0 * self.pace_days / self.handed_out.0)
    }

    /// How much is left.
    pub fn stock(&self) -> Stock {
        match self.left {
            Pieces::ZERO => Stock::Gone,
            left if left < self.goods.minimum => Stock::Low,
            _ => Stock::Enough,
        }
    }

    /// Pieces to ask for, so that the minimum is still there after so many days; nothing when there is enough.
    pub fn wanted(&self, cover_days: i64) -> Pieces {
        let runs_out = self.lasts().is_some_and(|days| days < cover_days);
        if !runs_out && self.stock() == Stock::Enough {
            return Pieces::ZERO;
        }
        let goes = (self.handed_out.0 * cover_days + self.pace_days - 1) / self.pace_days;
        Pieces((goes + self.goods.minimum.0 - self.left.0).max(0))
    }
}

/// A lot that expires soon or has expired.
#[derive(Clone, Debug)]
pub struct Expiring {
    pub goods: Goods,
    pub lot: LotOnShelf,
    pub expires_on: BusinessDate,
    /// Days until its last one; below zero when that is past.
    pub days: i64,
}

/// All a shop has to see to on a day.
#[derive(Clone, Debug, Default)]
pub struct Supplies {
    /// What expires first in front.
    pub expiring: Vec<Expiring>,
    /// What lasts shortest in front.
    pub goods: Vec<Supply>,
    pub expiry_days: i64,
    pub pace_days: i64,
    pub cover_days: i64,
}

impl Supplies {
    /// What to ask for again, with how many pieces.
    pub fn wanted(&self) -> Vec<(&Supply, Pieces)> {
        let wanted = self.goods.iter().map(|one| (one, one.wanted(self.cover_days)));
        wanted.filter(|(_, pieces)| *pieces > Pieces::ZERO).collect()
    }

    /// Lots past their last day, still on the shelf.
    pub fn expired(&self) -> usize {
        self.expiring.iter().filter(|one| one.days < 0).count()
    }
}

/// Lots of the shelf whose last day is at most so many days away, the first in front.
pub fn expiring(shelf: &[LotOnShelf], listed: &[Goods], on: BusinessDate, days: i64) -> Vec<Expiring> {
    let one = |lot: &LotOnShelf| {
        let (expires_on, goods) = (lot.expires_on?, listed.iter().find(|goods| goods.id == lot.goods)?);
        let left = i64::from(expires_on.days_since(on));
        (left <= days).then(|| Expiring { goods: goods.clone(), lot: lot.clone(), expires_on, days: left })
    };
    let mut expiring: Vec<Expiring> = shelf.iter().filter_map(one).collect();
    expiring.sort_by_key(|one| (one.expires_on, one.goods.number));
    expiring
}

/// From when to when a lot stood on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stood {
    pub goods: Id<Goods>,
    pub from: BusinessDate,
    pub to: BusinessDate,
}

/// Days from the one to the other on which any of these lots stood there.
pub fn days_on_shelf(stood: &[Stood], (from, to): (BusinessDate, BusinessDate)) -> i64 {
    let mut parts: Vec<(BusinessDate, BusinessDate)> = stood.iter().map(|lot| (lot.from.max(from), lot.to.min(to))).collect();
    parts.retain(|(first, last)| first <= last);
    parts.sort_unstable();
    let (mut days, mut until) = (0, from.plus_days(-1));
    for (first, last) in parts {
        let first = first.max(until.plus_days(1));
        if first <= last {
            days += i64::from(last.days_since(first)) + 1;
            until = last;
        }
    }
    days
}

/// The pace of goods: reckoned up to today, or to the last day there were any, so that what ran out is asked for as it went.
fn pace(
    goods: Goods,
    (left, stood): (Pieces, &[Stood]),
    (on, window): (BusinessDate, i64),
    mut gone_by: impl FnMut((BusinessDate, BusinessDate)) -> Result<Pieces, DatabaseError>,
) -> Result<Supply, DatabaseError> {
    let of_goods: Vec<Stood> = stood.iter().filter(|lot| lot.goods == goods.id).copied().collect();
    let last = of_goods.iter().map(|lot| lot.to).max().filter(|_| left == Pieces::ZERO);
    let until = last.unwrap_or(on);
    let after = until.plus_days(-i32::try_from(window).unwrap_or(i32::MAX));
    let handed_out = gone_by((after, until))?;
    let pace_days = days_on_shelf(&of_goods, (after.plus_days(1), until)).max(1);
    Ok(Supply { left, handed_out, pace_days, gone_since: last.map(|day| day.plus_days(1)), goods })
}

/// What a shop has to see to on the day. Pieces past their last day are not among what is left.
pub fn supplies(tx: &mut Tx<'_>, shop: &Shop, on: BusinessDate) -> Result<Supplies, DatabaseError> {
    let (county, id): (County, Id<Shop>) = (shop.county, shop.id);
    let mut setting = |setting| settings::value(tx, county, &shop.village, setting, on);
    let (expiry_days, pace_days, cover_days) = (setting(EXPIRY_DAYS)?, setting(PACE_DAYS)?, setting(COVER_DAYS)?);
    // A shop that opened last week has no pace of a month.
    let pace_days = pace_days.min(i64::from(on.days_since(shop.opened_on)) + 1).max(1);
    let (listed, shelf, stood) = (goods::listed(tx, county, id)?, goods::shelf(tx, county, id)?, store::stood(tx, county, id, on)?);
    let mut supplies: Vec<Supply> = Vec::new();
    // Most goods are reckoned over the same days, which are asked for once.
    let mut gone: BTreeMap<(BusinessDate, BusinessDate), BTreeMap<Id<Goods>, Pieces>> = BTreeMap::new();
    for goods in listed.iter().filter(|goods| goods.offered) {
        let left = shelf.iter().filter(|lot| lot.goods == goods.id && lot.is_good(on)).map(|lot| lot.left).sum();
        let gone_by = |days| {
            let by_goods = match gone.entry(days) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(handed_out(tx, county, id, days)?),
            };
            Ok(by_goods.get(&goods.id).copied().unwrap_or_default())
        };
        supplies.push(pace(goods.clone(), (left, &stood), (on, pace_days), gone_by)?);
    }
    supplies.sort_by_key(|one| (one.lasts().unwrap_or(i64::MAX), one.stock() == Stock::Enough, one.goods.number));
    Ok(Supplies { expiring: expiring(&shelf, &listed, on, expiry_days), goods: supplies, expiry_days, pace_days, cover_days })
}

#[cfg(test)]
mod tests {
    use money::TenthPoints;

    use super::*;

    fn rice(left: i64, handed_out: i64, minimum: i64) -> Supply {
        let goods = Goods {
            county: County::try_new(530_624).expect("six digits"),
            id: Id::derived(&[b"rice"]),
            shop: Id::derived(&[b"shop"]),
            number: 1,
            name: "大米".to_owned(),
            spec: String::new(),
            piece_unit: "袋".to_owned(),
            category: "grain-oil".to_owned(),
            price: TenthPoints(300),
            minimum: Pieces(minimum),
            offered: true,
        };
        Supply { goods, left: Pieces(left), handed_out: Pieces(handed_out), pace_days: 30, gone_since: None }
    }

    #[test]
    fn what_lasts_too_short_or_fell_below_the_minimum_is_asked_for() {
        for (left, handed_out, minimum, lasts, wanted) in [
            (60, 30, 10, Some(60), 0),
            // Ten left at one a day: ten days, so thirty go and ten stay.
            (10, 30, 10, Some(10), 30),
            (30, 30, 10, Some(30), 0),
            (29, 30, 10, Some(29), 11),
            (5, 0, 10, None, 5),
            (12, 0, 10, None, 0),
            (0, 0, 0, None, 0),
            (0, 7, 0, Some(0), 7),
            (1, 7, 0, Some(4), 6),
        ] {
            let supply = rice(left, handed_out, minimum);
            assert_eq!((supply.lasts(), supply.wanted(30).0), (lasts, wanted), "{left} {handed_out} {minimum}");
        }
    }

    #[test]
    fn days_count_once_however_many_lots_stood_there() {
        let day = |days: i32| BusinessDate::from_number(20_200_108).expect("a day").plus_days(days);
        let stood = |spans: &[(i32, i32)]| -> Vec<Stood> {
            spans.iter().map(|(from, to)| Stood { goods: Id::derived(&[b"rice"]), from: day(*from), to: day(*to) }).collect()
        };
        for (spans, days) in [
            (&[][..], 0),
            (&[(-99, 99)], 30),
            (&[(-4, 0)], 5),
            (&[(-4, -2), (-3, 0)], 5),
            (&[(-20, -18), (-2, 0)], 6),
            (&[(-99, -29), (-5, -5), (-5, -5)], 2),
            (&[(-99, -40)], 0),
        ] {
            assert_eq!(days_on_shelf(&stood(spans), (day(-29), day(0))), days, "{spans:?}");
        }
    }

    #[test]
    fn lots_are_warned_of_from_the_day_on_until_they_are_gone() {
        let on = BusinessDate::from_number(20_200_108).expect("a day");
        let goods = rice(0, 0, 0).goods;
        let lot = |days: Option<i32>| LotOnShelf {
            goods: goods.id,
            lot: Id::derived(&[b"lot"]),
            left: Pieces(3),
            expires_on: days.map(|days| on.plus_days(days)),
            received_on: on,
            cost: None,
        };
        let shelf = [lot(Some(61)), lot(Some(60)), lot(Some(-1)), lot(None), lot(Some(0))];
        let days: Vec<i64> = expiring(&shelf, std::slice::from_ref(&goods), on, 60).iter().map(|one| one.days).collect();
        assert_eq!(days, [-1, 0, 60]);
        assert!(lot(Some(0)).is_good(on) && lot(None).is_good(on) && !lot(Some(-1)).is_good(on));
    }
}
