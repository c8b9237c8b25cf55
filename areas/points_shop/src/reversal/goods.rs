//! Signed stock-takes and what was scrapped, taken back by two: only while nothing counted or handed out since leans on them.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{DatabaseError, Tx};
use ledger::{Line, Posting};
use money::{Pieces, TenthPoints};

use super::{Reversible, What};
use crate::area::place_of;
use crate::posting::{self, Taken};
use crate::receipt::Lot;
use crate::stock_take::StockTake;
use crate::{late_slip, scrap, shop, stock_take};

/// Why goods cannot go back to where they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// A stock-take is under way.
    CountingNow,
    /// The lot was counted since, and the book goes by that count.
    CountedSince { goods: String, on: BusinessDate },
    /// What was found too many has left the shelf since.
    GoneSince { goods: String, wanted: Pieces, left: Pieces },
}

pub(super) fn stock_take(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Option<Reversible>, DatabaseError> {
    let Some(taking) = stock_take::find(tx, county, posting.of())? else { return Ok(None) };
    let (Some(ended), Some(shop)) = (taking.ended, shop::find(tx, county, taking.shop)?) else { return Ok(None) };
    let (mut missing, mut surplus) = (Pieces::ZERO, Pieces::ZERO);
    for (_, settled) in stock_take::lines(tx, county, taking.id)? {
        let difference = settled.count.difference();
        if difference.is_negative() { missing += difference.abs() } else { surplus += difference }
    }
    let (place, subject) = (place_of(&shop), Subject::new(county, "stock-take", taking.id));
    let what = What::StockTake { shop, missing, surplus };
    Ok(Some(Reversible { posting, subject, household: None, place, on: ended.on, points: TenthPoints::ZERO, what }))
}

pub(super) fn scrap(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Option<Reversible>, DatabaseError> {
    let Some(row) = scrap::find(tx, county, posting.of())? else { return Ok(None) };
    let Some(shop) = shop::find(tx, county, row.scrap.shop)? else { return Ok(None) };
    let (place, subject) = (place_of(&shop), Subject::new(county, "scrap", row.scrap.id));
    let what = What::Scrap { shop, goods: row.full_name(), pieces: row.scrap.quantity, unit: row.piece_unit };
    Ok(Some(Reversible { posting, subject, household: None, place, on: row.scrap.on, points: TenthPoints::ZERO, what }))
}

/// A lot it touched: since when, and how many pieces leave the shelf when it is taken back; below zero those that come back to it.
struct Touched {
    lot: Taken,
    goods: String,
    since: Moment,
}

/// What stands in the way of taking it back; nothing for what is not about goods alone.
pub(super) fn hindrance(tx: &mut Tx<'_>, county: County, found: &Reversible) -> Result<Option<Hindrance>, DatabaseError> {
    Ok(back(tx, county, found)?.err())
}

/// What goes with the reversal: pieces that late slips took off a stock-take's difference leave the shelf after all.
pub(super) fn back(tx: &mut Tx<'_>, county: County, found: &Reversible) -> Result<Result<Vec<Line>, Hindrance>, DatabaseError> {
    let (shop, touched, besides) = match &found.what {
        What::StockTake { shop, .. } => {
            let told = told(tx, county, found.subject.id.of())?;
            let besides = posting::off_shelf_again(shop.id, &told);
            (shop, touched_by_count(tx, county, found.subject.id.of(), &told)?, besides)
        }
        What::Scrap { shop, .. } => (shop, touched_by_scrap(tx, county, found.subject.id.of())?, Vec::new()),
        _ => return Ok(Ok(Vec::new())),
    };
    // No till takes a piece between our look and the posting.
    tx.lock_book(county)?;
    if stock_take::open_of_shop(tx, county, shop.id)?.is_some() {
        return Ok(Err(Hindrance::CountingNow));
    }
    for Touched { lot, goods, since } in touched {
        let itself: Id = found.subject.id;
        if let Some(on) = stock_take::counted_after(tx, county, (shop.id, itself), (lot.lot, since))? {
            return Ok(Err(Hindrance::CountedSince { goods, on }));
        }
        let left = on_shelf(tx, county, &lot)?;
        if lot.quantity > left {
            return Ok(Err(Hindrance::GoneSince { goods, wanted: lot.quantity, left }));
        }
    }
    Ok(Ok(besides))
}

fn on_shelf(tx: &mut Tx<'_>, county: County, lot: &Taken) -> Result<Pieces, DatabaseError> {
    Ok(Pieces(ledger::balance(tx, county, &posting::shelf(lot.lot, lot.goods))?))
}

fn told(tx: &mut Tx<'_>, county: County, id: Id<StockTake>) -> Result<Vec<Taken>, DatabaseError> {
    let told = late_slip::told_of(tx, county, id)?;
    Ok(told.into_iter().map(|one| Taken { goods: one.goods, lot: one.lot, quantity: one.quantity }).collect())
}

fn touched_by_count(tx: &mut Tx<'_>, county: County, id: Id<StockTake>, told: &[Taken]) -> Result<Vec<Touched>, DatabaseError> {
    let ended = stock_take::find(tx, county, id)?.and_then(|taking| taking.ended);
    let Some(since) = ended.map(|ended| ended.at) else { return Ok(Vec::new()) };
    let told_of = |lot: Id<Lot>| told.iter().filter(|one| one.lot == lot).map(|one| one.quantity).sum::<Pieces>();
    let touched = stock_take::lines(tx, county, id)?.into_iter().map(|(lot, settled)| {
        let quantity = settled.count.difference() + told_of(lot.lot);
        let is_touched = settled.count.difference() != Pieces::ZERO || told_of(lot.lot) != Pieces::ZERO;
        let goods = lot.full_name();
        is_touched.then_some(Touched { lot: Taken { goods: lot.goods, lot: lot.lot, quantity }, goods, since })
    });
    Ok(touched.flatten().collect())
}

fn touched_by_scrap(tx: &mut Tx<'_>, county: County, id: Id<scrap::Scrap>) -> Result<Vec<Touched>, DatabaseError> {
    let Some(row) = scrap::find(tx, county, id)? else { return Ok(Vec::new()) };
    let goods = row.full_name();
    let lot = Taken { goods: row.scrap.goods, lot: row.scrap.lot, quantity: -row.scrap.quantity };
    Ok(vec![Touched { lot, goods, since: row.scrap.at }])
}
