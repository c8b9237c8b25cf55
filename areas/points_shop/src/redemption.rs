//! A household takes goods for its points: what it may have, from which lots, and what follows.

mod carry_out;
pub mod pages;
mod store;
#[cfg(test)]
mod tests;

use basics::{BusinessDate, County, Id, Moment};
use money::{Pieces, TenthPoints};
use registry::household::Household;

use crate::goods::Goods;
use crate::posting::Taken;
use crate::receipt::{Lot, LotOnShelf};
use crate::set_aside::SetAside;
use crate::shop::Shop;
use crate::signature::Signed;

pub use carry_out::{CancelRefused, Cancellation, RedeemRefused, cancel, facts, redeem};
pub(crate) use carry_out::{counted, facts_of, hand_over_planned, is_there, record, short};
pub(crate) use store::STATEMENTS;
pub use store::{DaySlip, Slip, SlipLine, cancelled_since, find, frequent, lines, note_reprint, of_day, recent};

/// What a household wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub goods: Id<Goods>,
    pub quantity: Pieces,
    /// A lot the clerk chose; else what expires first.
    pub lot: Option<Id<Lot>>,
    /// The price on the page that was confirmed; where nobody was shown one, none.
    pub shown: Option<TenthPoints>,
}

/// What the rule needs to know.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Whether the household lives that day in a village the shop serves.
    pub served: bool,
    /// The first day it is no longer there, once it moved away or was merged.
    pub gone: Option<BusinessDate>,
    pub balance: TenthPoints,
    pub goods: Vec<Goods>,
    pub shelf: Vec<LotOnShelf>,
}

/// What will be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub lines: Vec<PlannedLine>,
    pub points: TenthPoints,
    pub pieces: Pieces,
    pub balance_before: TenthPoints,
}

/// Pieces of one kind from one lot at the day's price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedLine {
    pub taken: Taken,
    pub price: TenthPoints,
}

/// Why a redemption was turned down. Every case has a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing was chosen.
    Empty,
    /// Not a household of the shop's villages, or no longer one.
    NotServed,
    /// The household moved away or was merged into another.
    Gone { until: BusinessDate },
    /// No longer on the list.
    NotOffered { goods: Id<Goods> },
    /// The price is another than the one that was confirmed.
    Repriced { goods: Id<Goods>, shown: TenthPoints, price: TenthPoints },
    /// More than there is.
    TooMany { goods: Id<Goods>, left: Pieces },
    /// More than the points reach.
    TooFewPoints { missing: TenthPoints },
}

impl Plan {
    /// What the household has left afterwards.
    pub fn balance_after(&self) -> TenthPoints {
        self.balance_before - self.points
    }

    /// What is taken from the shelf.
    pub fn taken(&self) -> Vec<Taken> {
        self.lines.iter().map(|line| line.taken).collect()
    }
}

/// Decides and changes nothing. What expires first goes first; a lot the clerk chose comes before that.
pub fn plan(facts: &Facts, wanted: &[Wanted]) -> Result<Plan, Refused> {
    if let Some(until) = facts.gone {
        return Err(Refused::Gone { until });
    }
    if !facts.served {
        return Err(Refused::NotServed);
    }
    let mut shelf = facts.shelf.clone();
    let mut lines = Vec::new();
    for want in wanted.iter().filter(|want| want.quantity > Pieces::ZERO) {
        let goods =
            facts.goods.iter().find(|goods| goods.id == want.goods && goods.offered).ok_or(Refused::NotOffered { goods: want.goods })?;
        if let Some(shown) = want.shown.filter(|shown| *shown != goods.price) {
            return Err(Refused::Repriced { goods: want.goods, shown, price: goods.price });
        }
        let taken = take(&mut shelf, want).map_err(|left| Refused::TooMany { goods: want.goods, left })?;
        lines.extend(taken.into_iter().map(|taken| PlannedLine { taken, price: goods.price }));
    }
    if lines.is_empty() {
        return Err(Refused::Empty);
    }
    let points: TenthPoints = lines.iter().map(|line| line.price * line.taken.quantity.0).sum();
    if points > facts.balance {
        return Err(Refused::TooFewPoints { missing: points - facts.balance });
    }
    let pieces = lines.iter().map(|line| line.taken.quantity).sum();
    Ok(Plan { lines, points, pieces, balance_before: facts.balance })
}

/// Takes pieces off the shelf, lot by lot; answers what is left when there are too few.
fn take(shelf: &mut [LotOnShelf], want: &Wanted) -> Result<Vec<Taken>, Pieces> {
    let mut lots: Vec<&mut LotOnShelf> = shelf.iter_mut().filter(|lot| lot.goods == want.goods).collect();
    // Expiry first, else age; the chosen lot before all.
    lots.sort_by_key(|lot| (Some(lot.lot) != want.lot, lot.expires_on.is_none(), lot.expires_on, lot.received_on, lot.lot));
    let there: Pieces = lots.iter().map(|lot| lot.left).sum();
    if there < want.quantity {
        return Err(there);
    }
    let mut missing = want.quantity;
    let mut taken = Vec::new();
    for lot in lots {
        let quantity = lot.left.min(missing);
        if quantity > Pieces::ZERO {
            lot.left = lot.left - quantity;
            missing = missing - quantity;
            taken.push(Taken { goods: want.goods, lot: lot.lot, quantity });
        }
    }
    Ok(taken)
}

/// Goods handed over, as recorded.
#[derive(Clone, Debug)]
pub struct Redemption {
    pub county: County,
    pub id: Id<Redemption>,
    pub shop: Id<Shop>,
    pub household: Id<Household>,
    pub on: BusinessDate,
    pub at: Moment,
    pub clerk: Id,
    pub collector: String,
    /// A key of the text `relation-…`.
    pub relation: String,
    pub signed: Signed,
    pub set_aside: Option<Id<SetAside>>,
}
