//! What was redeemed: slips by their business date, without those taken back since.

use std::collections::{BTreeMap, BTreeSet};

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::Message;
use people::{FigureRow, Question, RowLink, RowsAsked, Target};
use registry::household::Household;

use super::reach::{Reach, over};
use super::store::{self, GoodsRow, HouseholdRow, SlipName, SlipRow};
use crate::area::SEE_SHOP;
use crate::redemption::pages::number_words;
use crate::shop::village_name;

type Rows = Result<Vec<FigureRow>, DatabaseError>;
type Value = Result<i64, DatabaseError>;

fn sum(tx: &mut Tx<'_>, question: &Question, one: impl Fn(&mut Tx<'_>, &Reach) -> Value) -> Value {
    let mut sum = 0;
    for reach in Reach::of(question) {
        sum += one(tx, &reach)?;
    }
    Ok(sum)
}

/// A household counts once, however often and wherever in the place it came.
pub(super) fn households(tx: &mut Tx<'_>, question: &Question) -> Value {
    let reaches = Reach::of(question);
    if let [reach] = reaches.as_slice() {
        return store::household_count(tx, reach);
    }
    let mut all: BTreeSet<Id<Household>> = BTreeSet::new();
    for reach in &reaches {
        all.extend(store::households(tx, reach)?);
    }
    Ok(all.len() as i64)
}

pub(super) fn times(tx: &mut Tx<'_>, question: &Question) -> Value {
    sum(tx, question, |tx, reach| Ok(store::sums(tx, reach)?.0))
}

pub(super) fn points(tx: &mut Tx<'_>, question: &Question) -> Value {
    sum(tx, question, |tx, reach| Ok(store::sums(tx, reach)?.1))
}

pub(super) fn value(tx: &mut Tx<'_>, question: &Question) -> Value {
    sum(tx, question, |tx, reach| {
        let mut fen = 0;
        for (reach, fen_per_point) in reach.clone().priced(tx)? {
            fen += store::value(tx, &reach, fen_per_point)?;
        }
        Ok(fen)
    })
}

pub(super) fn goods_cost(tx: &mut Tx<'_>, question: &Question) -> Value {
    sum(tx, question, |tx, reach| Ok(store::goods(tx, reach)?.0))
}

pub(super) fn pieces_without_value(tx: &mut Tx<'_>, question: &Question) -> Value {
    sum(tx, question, |tx, reach| Ok(store::goods(tx, reach)?.1))
}

/// Slips by month, yyyymm.
pub(crate) fn months(tx: &mut Tx<'_>, question: &Question) -> Result<BTreeMap<i64, i64>, DatabaseError> {
    let mut months: BTreeMap<i64, i64> = BTreeMap::new();
    for reach in Reach::of(question) {
        for (month, times) in store::months(tx, &reach)? {
            *months.entry(month).or_default() += times;
        }
    }
    Ok(months)
}

/// The years from the first redemption of the book up to this day.
pub(crate) fn years(tx: &mut Tx<'_>, county: County, today: BusinessDate) -> Result<Vec<i16>, DatabaseError> {
    let first = store::first_day(tx, county)?.unwrap_or(today).min(today);
    Ok((first.parts().0..=today.parts().0).collect())
}

/// The slip's page, for whoever may see the shop.
fn slip_link(county: County, slip: &SlipName, shop_village: &str) -> RowLink {
    RowLink {
        href: format!("/c/{county}/shops/{}/redemptions/{}", slip.shop, slip.id),
        permission: SEE_SHOP,
        place: Target { divisions: vec![shop_village.to_owned()], kept: Some(("shop".to_owned(), slip.shop.any())) },
    }
}

fn slip_words(slip: &SlipName) -> Message {
    Message::new("figure-row-slip").with("number", number_words(slip.on, slip.number))
}

pub(super) fn household_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    let reaches = Reach::of(question);
    let found: Vec<HouseholdRow> = match reaches.as_slice() {
        [reach] => store::household_rows(tx, reach, asked)?,
        _ => merged(tx, &reaches, asked)?,
    };
    let mut rows = Vec::new();
    for row in found {
        let mut first: Option<SlipName> = None;
        for reach in &reaches {
            let here = store::first_slip(tx, reach, row.household)?;
            first = first.into_iter().chain(here).min_by_key(|slip| (slip.on, slip.number));
        }
        let link = match &first {
            Some(slip) => crate::shop::find(tx, question.county, slip.shop)?.map(|shop| slip_link(question.county, slip, &shop.village)),
            None => None,
        };
        rows.push(FigureRow {
            on: Some(row.first),
            what: Message::new("figure-row-household").with("code", row.code).with("count", row.times),
            place: village_name(&row.village, row.first),
            who: row.head,
            amount: 1,
            link,
        });
    }
    Ok(rows)
}

/// Households of several reaches, each once.
fn merged(tx: &mut Tx<'_>, reaches: &[Reach], asked: RowsAsked) -> Result<Vec<HouseholdRow>, DatabaseError> {
    let mut all: BTreeMap<String, HouseholdRow> = BTreeMap::new();
    for reach in reaches {
        for row in store::household_rows(tx, reach, RowsAsked { skip: 0, limit: i64::MAX })? {
            match all.get_mut(&row.code) {
                Some(known) => (known.times, known.first) = (known.times + row.times, known.first.min(row.first)),
                None => drop(all.insert(row.code.clone(), row)),
            }
        }
    }
    let (skip, limit) = (usize::try_from(asked.skip).unwrap_or(0), usize::try_from(asked.limit).unwrap_or(usize::MAX));
    Ok(all.into_values().skip(skip).take(limit).collect())
}

fn slip_row(county: County, row: SlipRow, amount: i64) -> FigureRow {
    FigureRow {
        on: Some(row.slip.on),
        what: slip_words(&row.slip),
        link: Some(slip_link(county, &row.slip, &row.shop_village)),
        place: row.shop_name,
        who: row.head,
        amount,
    }
}

fn slip_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked, amount: fn(&SlipRow) -> i64) -> Rows {
    let found = over(tx, &Reach::of(question), asked, store::slip_rows, |tx, reach| Ok(store::sums(tx, reach)?.0))?;
    Ok(found.into_iter().map(|row| (amount(&row), row)).map(|(amount, row)| slip_row(question.county, row, amount)).collect())
}

pub(super) fn time_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    slip_rows(tx, question, asked, |_| 1)
}

pub(super) fn point_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    slip_rows(tx, question, asked, |row| row.points)
}

pub(super) fn value_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    let mut sources = Vec::new();
    for reach in Reach::of(question) {
        sources.extend(reach.priced(tx)?);
    }
    // The latest slips first, as everywhere.
    sources.reverse();
    let rows = |tx: &mut Tx<'_>, (reach, fen): &(Reach, i64), part: RowsAsked| {
        let found = store::slip_rows(tx, reach, part)?;
        Ok(found.into_iter().map(|row| (in_fen(row.points, *fen), row)).collect())
    };
    let found: Vec<(i64, SlipRow)> = over(tx, &sources, asked, rows, |tx, (reach, _)| Ok(store::sums(tx, reach)?.0))?;
    Ok(found.into_iter().map(|(amount, row)| slip_row(question.county, row, amount)).collect())
}

/// What tenths of points stand for, to the fen, half a fen up.
fn in_fen(tenths: i64, fen_per_point: i64) -> i64 {
    (tenths * fen_per_point + 5) / 10
}

pub(super) fn goods_cost_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    goods_rows(tx, question, asked, true)
}

pub(super) fn pieces_without_value_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    goods_rows(tx, question, asked, false)
}

fn goods_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked, valued: bool) -> Rows {
    let found = over(
        tx,
        &Reach::of(question),
        asked,
        |tx, reach, part| store::goods_rows(tx, reach, valued, part),
        |tx, reach| store::goods_count(tx, reach, valued),
    )?;
    let row = |row: GoodsRow| FigureRow {
        on: Some(row.slip.on),
        what: Message::new("figure-row-goods")
            .with("number", number_words(row.slip.on, row.slip.number))
            .with("goods", format!("{} {}", row.goods, row.spec).trim())
            .with("pieces", row.quantity)
            .with("unit", row.unit),
        link: Some(slip_link(question.county, &row.slip, &row.shop_village)),
        place: row.shop_name,
        who: row.head,
        amount: row.cost.map_or(row.quantity, |cost| cost * row.quantity),
    };
    Ok(found.into_iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_fen_goes_up() {
        for (tenths, fen_per_point, fen) in [(10, 100, 100), (5, 100, 50), (5, 1, 1), (4, 1, 0), (15, 101, 152), (0, 100, 0)] {
            assert_eq!(in_fen(tenths, fen_per_point), fen, "{tenths} tenths at {fen_per_point}");
        }
    }
}
