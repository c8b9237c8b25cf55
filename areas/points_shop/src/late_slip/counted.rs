//! Which pieces of a late slip a shelf counted since was without: they come off the difference that was signed, not off the shelf.

use basics::{BusinessDate, Id};
use money::Pieces;

use crate::goods::Goods;
use crate::posting::Taken;
use crate::receipt::{Lot, LotOnShelf};
use crate::stock_take::{SignedLot, StockTake};

/// A lot with the stock-takes signed on the slip's day or since in which it was counted, the earliest first.
#[derive(Clone, Debug)]
pub struct LotThen {
    pub lot: LotOnShelf,
    pub signed: Vec<SignedLot>,
}

impl LotThen {
    /// What stock-takes missed of it and nobody told of since.
    fn short(&self) -> Pieces {
        self.signed.iter().map(|one| one.short.max(Pieces::ZERO)).sum()
    }

    /// The first count after the day: what it found on the shelf cannot have gone on that day.
    fn counted_after(&self, day: BusinessDate) -> Option<&SignedLot> {
        self.signed.iter().find(|one| one.counted_on > day)
    }

    /// Pieces of it a slip of the day can be about; those a count found on the shelf only when somebody says so.
    fn room(&self, day: BusinessDate, against_counts: bool) -> Pieces {
        if self.counted_after(day).is_some() && !against_counts { self.short() } else { self.short() + self.lot.left }
    }
}

/// The shelf of the day as far as a slip entered now can take from it.
pub fn shelf_then(lots: &[LotThen], day: BusinessDate, against_counts: bool) -> Vec<LotOnShelf> {
    let good = lots.iter().filter(|one| one.lot.is_good(day) && one.lot.received_on <= day);
    good.map(|one| LotOnShelf { left: one.room(day, against_counts), ..one.lot.clone() }).collect()
}

/// Pieces of a lot that a stock-take was counted without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedLate {
    pub stock_take: Id<StockTake>,
    pub signed_on: BusinessDate,
    pub goods: Id<Goods>,
    pub lot: Id<Lot>,
    pub quantity: Pieces,
}

/// Shares what a slip of the day takes among what stock-takes found missing, the earliest first. What no stock-take missed comes off
/// the first one after the day all the same, so that the shelf stays as it was counted; without one it leaves the shelf.
pub fn counted_late(lots: &[LotThen], taken: &[Taken], day: BusinessDate) -> Vec<CountedLate> {
    let mut shares: Vec<CountedLate> = Vec::new();
    for one in taken {
        let Some(then) = lots.iter().find(|then| then.lot.lot == one.lot) else { continue };
        let mut rest = one.quantity;
        let share = |signed: &SignedLot, quantity| CountedLate {
            stock_take: signed.stock_take,
            signed_on: signed.signed_on,
            goods: one.goods,
            lot: one.lot,
            quantity,
        };
        for signed in &then.signed {
            let quantity = signed.short.max(Pieces::ZERO).min(rest);
            if quantity > Pieces::ZERO {
                rest = rest - quantity;
                shares.push(share(signed, quantity));
            }
        }
        let Some(after) = then.counted_after(day).filter(|_| rest > Pieces::ZERO) else { continue };
        match shares.iter_mut().find(|share| share.lot == one.lot && share.stock_take == after.stock_take) {
            Some(share) => share.quantity += rest,
            None => shares.push(share(after, rest)),
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(days: i32) -> BusinessDate {
        BusinessDate::from_number(20_200_108).expect("a day").plus_days(days)
    }

    /// A lot of so many pieces, counted so many days after the slip with so many short.
    fn lot(left: i64, counts: &[(i32, i64)]) -> LotThen {
        let (id, goods) = (Id::derived(&[b"lot"]), Id::derived(&[b"rice"]));
        let signed = counts.iter().map(|(days, short)| SignedLot {
            stock_take: Id::derived(&[b"take", &days.to_be_bytes()]),
            signed_on: day(*days),
            counted_on: day(*days),
            lot: id,
            short: Pieces(*short),
        });
        let signed = signed.collect();
        LotThen { lot: LotOnShelf { goods, lot: id, left: Pieces(left), expires_on: None, received_on: day(-9), cost: None }, signed }
    }

    #[test]
    fn what_a_count_missed_is_what_a_late_slip_can_be_about() {
        for (left, counts, room, room_against) in [
            (10, &[][..], 10, 10),
            (10, &[(1, 0)], 0, 10),
            (10, &[(1, 2)], 2, 12),
            (10, &[(1, 2), (5, 1)], 3, 13),
            (10, &[(1, -2)], 0, 10),
            // Counted on the very day, before or after the goods went: what it missed, and the shelf behind it.
            (10, &[(0, 2)], 12, 12),
            (0, &[(1, 2)], 2, 2),
        ] {
            let then = lot(left, counts);
            assert_eq!((then.room(day(0), false).0, then.room(day(0), true).0), (room, room_against), "{left} {counts:?}");
        }
    }

    #[test]
    fn pieces_come_off_the_earliest_shortage_and_never_off_a_counted_shelf() {
        for (counts, taken, shares) in [
            (&[][..], 3, &[][..]),
            (&[(1, 2)], 2, &[(1, 2)]),
            (&[(1, 2), (5, 1)], 3, &[(1, 2), (5, 1)]),
            (&[(1, 0)], 2, &[(1, 2)]),
            (&[(1, 1)], 3, &[(1, 3)]),
            (&[(0, 1)], 3, &[(0, 1)]),
            (&[(0, 1), (4, 0)], 3, &[(0, 1), (4, 2)]),
        ] {
            let then = lot(10, counts);
            let taken = [Taken { goods: then.lot.goods, lot: then.lot.lot, quantity: Pieces(taken) }];
            let found: Vec<(i32, i64)> =
                counted_late(&[then], &taken, day(0)).iter().map(|share| (share.signed_on.days_since(day(0)), share.quantity.0)).collect();
            assert_eq!(found, shares, "{counts:?}");
        }
    }
}
