//! A stock-take: a shelf counted lot by lot, signed by two, its differences explained and posted.
//!
//! What a lot should have is what the book had when it was counted. What is sold between counting and signing has left both the
//! shelf and the book, so it is said and makes no difference.

mod carry_out;
mod form;
pub(crate) mod pages;
mod paper;
mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id};
use money::Pieces;

use crate::goods::Goods;
use crate::posting::Taken;
use crate::receipt::Lot;
use crate::shop::Shop;
use crate::signature::Signed;

pub use carry_out::{Beginning, FinishRefused, Meanwhile, NewCount, begin, finish, save, stop};
pub(crate) use store::{STATEMENTS, counted_after, last_finished, signature_of, told_late};
pub use store::{SignedLot, Taking, TakingRow, counts, find, lines, lots_to_count, of_shop, open_of_shop, signed_since};

/// Marker of stock-takes.
#[derive(Debug)]
pub struct StockTake;

/// Most pieces of a lot anybody counts.
pub const COUNTED_MAX: Pieces = Pieces(100_000);

/// A lot as the book has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotInBook {
    pub lot: Id<Lot>,
    pub goods: Id<Goods>,
    pub number: i64,
    pub name: String,
    pub spec: String,
    pub piece_unit: String,
    pub source: String,
    pub expires_on: Option<BusinessDate>,
    pub received_on: BusinessDate,
    /// On the shelf.
    pub book: Pieces,
    /// Set aside for somebody: not on the shelf, not counted.
    pub held: Pieces,
}

impl LotInBook {
    /// `大米 5 千克`.
    pub fn full_name(&self) -> String {
        if self.spec.is_empty() { self.name.clone() } else { format!("{} {}", self.name, self.spec) }
    }
}

/// What somebody counted of a lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub counted: Pieces,
    /// What the book had at that moment.
    pub book: Pieces,
    /// Why the two differ.
    pub explanation: String,
    pub by: Id,
}

impl Count {
    /// Pieces found too many; too few are below zero.
    pub fn difference(&self) -> Pieces {
        self.counted - self.book
    }
}

/// A lot as it is signed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub lot: Id<Lot>,
    pub goods: Id<Goods>,
    pub held: Pieces,
    pub count: Count,
    /// What came to the shelf since it was counted; what left it is below zero.
    pub moved: Pieces,
}

impl Settled {
    /// What goes into the book for it.
    pub fn taken(&self) -> Taken {
        Taken { goods: self.goods, lot: self.lot, quantity: self.count.difference() }
    }
}

/// Why counts cannot be signed for yet. Every case is about one lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettled {
    /// Stands on the shelf and was not counted.
    NotCounted(Id<Lot>),
    /// Differs and nobody said why.
    Unexplained(Id<Lot>),
    /// More left the shelf since than was counted there.
    CountAgain(Id<Lot>),
}

/// Decides what goes into the book; everything that hinders is said at once.
pub fn settle(lots: &[LotInBook], counts: &BTreeMap<Id<Lot>, Count>) -> Result<Vec<Settled>, Vec<Unsettled>> {
    let (mut settled, mut hindered) = (Vec::new(), Vec::new());
    for lot in lots {
        let Some(count) = counts.get(&lot.lot) else {
            if lot.book > Pieces::ZERO {
                hindered.push(Unsettled::NotCounted(lot.lot));
            }
            continue;
        };
        let moved = lot.book - count.book;
        if (count.counted + moved).is_negative() {
            hindered.push(Unsettled::CountAgain(lot.lot));
        } else if count.difference() != Pieces::ZERO && count.explanation.is_empty() {
            hindered.push(Unsettled::Unexplained(lot.lot));
        } else {
            settled.push(Settled { lot: lot.lot, goods: lot.goods, held: lot.held, count: count.clone(), moved });
        }
    }
    if hindered.is_empty() { Ok(settled) } else { Err(hindered) }
}

/// Whether two names are one person's: blanks do not tell people apart.
pub(crate) fn same_person(name: &str, other: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<String>();
    plain(name) == plain(other)
}

/// How a stock-take ends, as the page sends it.
#[derive(Clone, Debug)]
pub struct Finishing {
    pub county: County,
    pub shop: Id<Shop>,
    pub id: Id<StockTake>,
    pub on: BusinessDate,
    /// The second person, who counted too.
    pub witness: String,
    pub signed: Signed,
    pub by: Id,
}
