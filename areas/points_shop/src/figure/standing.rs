//! What stands at the end of a day: points in hands, budgets, goods on shelves.

mod store;

use std::collections::BTreeMap;

use basics::{BusinessDate, Id};
use database::{DatabaseError, Tx};
use pages::Message;
use people::{FigurePlace, FigureRow, Question, RowLink, RowsAsked, Target};
use registry::household::{self, Household};

use self::store::LotFound;
use super::reach::Reach;
use crate::area::{SEE_POINTS, SEE_SHOP, place_of};
use crate::shop::{self, Shop, village_name};

pub(crate) use store::STATEMENTS;

type Rows = Result<Vec<FigureRow>, DatabaseError>;
type Value = Result<i64, DatabaseError>;

/// A shop has the households of the villages it serves on the day.
fn household_reaches(tx: &mut Tx<'_>, question: &Question) -> Result<Vec<Reach>, DatabaseError> {
    let FigurePlace::Kept(shop) = question.place else { return Ok(Reach::standing(question)) };
    let villages = shop::villages(tx, question.county, shop.of(), question.to)?;
    let one = |village| Reach::standing(&Question { place: FigurePlace::Division(village), ..question.clone() });
    Ok(villages.into_iter().flat_map(one).collect())
}

pub(super) fn held(tx: &mut Tx<'_>, question: &Question) -> Value {
    if question.place == FigurePlace::County {
        let [reach] = &Reach::standing(question)[..] else { return Ok(0) };
        return store::book_balance(tx, reach);
    }
    Ok(held_by(tx, question)?.values().sum())
}

fn held_by(tx: &mut Tx<'_>, question: &Question) -> Result<BTreeMap<Id<Household>, i64>, DatabaseError> {
    let reaches = household_reaches(tx, question)?;
    store::household_balances(tx, &reaches)
}

/// The households with most points first.
pub(super) fn held_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    let mut all: Vec<(Id<Household>, i64)> = held_by(tx, question)?.into_iter().filter(|(_, points)| *points != 0).collect();
    all.sort_by_key(|(household, points)| (-points, *household));
    let mut rows = Vec::new();
    for (id, points) in part(all, asked) {
        let Some(found) = household::find(tx, question.county, id)? else { continue };
        rows.push(FigureRow {
            on: None,
            what: Message::new("figure-row-passbook").with("code", found.code),
            place: village_name(&found.village, question.to),
            who: found.head_name,
            amount: points,
            link: Some(RowLink {
                href: format!("/c/{}/households/{id}/points", question.county),
                permission: SEE_POINTS,
                place: Target::division(found.village),
            }),
        });
    }
    Ok(rows)
}

fn part<T>(all: Vec<T>, asked: RowsAsked) -> impl Iterator<Item = T> {
    let (skip, limit) = (usize::try_from(asked.skip).unwrap_or(0), usize::try_from(asked.limit).unwrap_or(usize::MAX));
    all.into_iter().skip(skip).take(limit)
}

/// Balances of an account of each shop of the place.
pub(crate) fn of_shops(tx: &mut Tx<'_>, question: &Question, purpose: &str) -> Result<BTreeMap<Id<Shop>, i64>, DatabaseError> {
    let mut all = BTreeMap::new();
    for reach in Reach::standing(question) {
        all.extend(store::shop_balances(tx, &reach, purpose)?);
    }
    Ok(all)
}

/// Points a shop was given to hand out in the time.
pub(crate) fn granted(tx: &mut Tx<'_>, question: &Question, shop: Id<Shop>) -> Value {
    store::granted(tx, question.county, shop, (question.from, question.to))
}

pub(super) fn budget(tx: &mut Tx<'_>, question: &Question) -> Value {
    Ok(of_shops(tx, question, "budget")?.values().sum())
}

pub(super) fn budget_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    let all: Vec<(Id<Shop>, i64)> = of_shops(tx, question, "budget")?.into_iter().collect();
    let mut rows = Vec::new();
    for (id, points) in part(all, asked) {
        let Some(shop) = shop::find(tx, question.county, id)? else { continue };
        rows.push(FigureRow {
            on: None,
            what: Message::new("figure-row-budget"),
            place: shop.name.clone(),
            who: String::new(),
            amount: points,
            link: Some(RowLink { href: format!("/c/{}/shops/{id}/funds", question.county), permission: SEE_SHOP, place: place_of(&shop) }),
        });
    }
    Ok(rows)
}

/// Lots of the place with the pieces of each that stood on the shelf.
fn shelves(tx: &mut Tx<'_>, question: &Question) -> Result<Vec<(LotFound, i64)>, DatabaseError> {
    let mut all = Vec::new();
    for reach in Reach::standing(question) {
        let pieces = store::lot_balances(tx, &reach)?;
        let found = store::lots(tx, &reach)?.into_iter();
        all.extend(found.filter_map(|lot| pieces.get(&lot.id).copied().filter(|pieces| *pieces != 0).map(|pieces| (lot, pieces))));
    }
    Ok(all)
}

pub(super) fn stock_cost(tx: &mut Tx<'_>, question: &Question) -> Value {
    Ok(shelves(tx, question)?.iter().map(|(lot, pieces)| lot.cost.unwrap_or(0) * pieces).sum())
}

pub(super) fn stock_pieces(tx: &mut Tx<'_>, question: &Question) -> Value {
    Ok(shelves(tx, question)?.iter().filter(|(lot, _)| lot.cost.is_none()).map(|(_, pieces)| pieces).sum())
}

pub(super) fn stock_cost_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    let all = shelves(tx, question)?.into_iter().filter(|(lot, _)| lot.cost.is_some()).collect();
    Ok(part(all, asked).map(|(lot, pieces)| lot_row(question, lot, pieces)).collect())
}

pub(super) fn stock_pieces_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    let all = shelves(tx, question)?.into_iter().filter(|(lot, _)| lot.cost.is_none()).collect();
    Ok(part(all, asked).map(|(lot, pieces)| lot_row(question, lot, pieces)).collect())
}

/// Lots that were not past their last day, with their cost.
fn good_lots(tx: &mut Tx<'_>, question: &Question) -> Result<Vec<(LotFound, i64)>, DatabaseError> {
    let mut lots = shelves(tx, question)?;
    lots.retain(|(lot, _)| lot.cost.is_some() && lot.expires_on.is_none_or(|last| last >= question.to));
    Ok(lots)
}

pub(super) fn backing(tx: &mut Tx<'_>, question: &Question) -> Value {
    let money: i64 = of_shops(tx, question, "fund")?.values().sum();
    Ok(money + good_lots(tx, question)?.iter().map(|(lot, pieces)| lot.cost.unwrap_or(0) * pieces).sum::<i64>())
}

/// The money of each shop first, then its goods.
pub(super) fn backing_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    let mut rows = Vec::new();
    for (id, fen) in of_shops(tx, question, "fund")?.into_iter().filter(|(_, fen)| *fen != 0) {
        let Some(shop) = shop::find(tx, question.county, id)? else { continue };
        rows.push(FigureRow {
            on: None,
            what: Message::new("figure-row-fund"),
            place: shop.name.clone(),
            who: String::new(),
            amount: fen,
            link: Some(RowLink { href: format!("/c/{}/shops/{id}/funds", question.county), permission: SEE_SHOP, place: place_of(&shop) }),
        });
    }
    rows.extend(good_lots(tx, question)?.into_iter().map(|(lot, pieces)| lot_row(question, lot, pieces)));
    Ok(part(rows, asked).collect())
}

fn lot_row(question: &Question, lot: LotFound, pieces: i64) -> FigureRow {
    let received_on: BusinessDate = lot.received_on;
    FigureRow {
        on: Some(received_on),
        what: Message::new("figure-row-lot")
            .with("goods", format!("{} {}", lot.goods, lot.spec).trim())
            .with("pieces", pieces)
            .with("unit", lot.unit),
        place: lot.shop_name,
        who: String::new(),
        amount: lot.cost.map_or(pieces, |cost| cost * pieces),
        link: Some(RowLink {
            href: format!("/c/{}/shops/{}/receipts/{}", question.county, lot.shop, lot.receipt),
            permission: SEE_SHOP,
            place: Target { divisions: vec![lot.shop_village], kept: Some(("shop".to_owned(), lot.shop.any())) },
        }),
    }
}
