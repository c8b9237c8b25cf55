//! SQL about grants of money and points.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Tx, args, statements};
use money::{Fen, TenthPoints};

use super::{BudgetGrant, LotValue, MoneyGrant};
use crate::posting::in_book::InBook;
use crate::shop::Shop;

statements! {
    INSERT_MONEY = "INSERT INTO fund_grant (county, id, shop, granted_on, at, source, source_label, amount, note, actor)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (county, id) DO NOTHING";
    HAS_BUDGET = "SELECT count(*) FROM budget_grant WHERE county = $1 AND id = $2";
    INSERT_BUDGET = "INSERT INTO budget_grant (county, id, shop, granted_on, at, points, reason, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    GIVEN_SINCE = "SELECT CAST(coalesce(sum(plus), 0) AS BIGINT) FROM award WHERE county = $1 AND shop = $2 AND confirmed_on >= $3";
    // All points of the village's households, and those of them that are set aside.
    IN_VILLAGE = "SELECT coalesce(CAST(sum((SELECT sum(a.balance) FROM ledger_account a WHERE a.county = h.county AND a.owner_kind = 'household'
                  AND a.owner = h.id AND a.purpose IN ('points', 'points_held'))) AS BIGINT), 0),
                  coalesce(CAST(sum((SELECT sum(a.balance) FROM ledger_account a WHERE a.county = h.county AND a.owner_kind = 'household'
                  AND a.owner = h.id AND a.purpose = 'points_held')) AS BIGINT), 0) FROM household h WHERE h.county = $1 AND h.village = $2";
    LOT_VALUES = "SELECT CAST(sum(a.balance) AS BIGINT), o.cost_fen, g.price, o.expires_on FROM lot o
                  JOIN goods g ON g.county = o.county AND g.id = o.goods
                  JOIN ledger_account a ON a.county = o.county AND a.owner_kind = 'lot' AND a.owner = o.id AND a.purpose IN ('shelf', 'shelf_held')
                  WHERE o.county = $1 AND o.shop = $2 AND a.balance > 0 GROUP BY o.id, o.cost_fen, g.price, o.expires_on";
    // Points in the hands of the households of the villages each shop serves.
    OUT_BY_SHOP = "SELECT v.shop, CAST(sum(a.balance) AS BIGINT) FROM shop_village v JOIN household h ON h.county = v.county AND h.village = v.village
                   JOIN ledger_account a ON a.county = h.county AND a.owner_kind = 'household' AND a.owner = h.id AND a.purpose IN ('points', 'points_held')
                   WHERE v.county = $1 AND v.until_on IS NULL GROUP BY v.shop";
    MONEY_OF = "SELECT g.granted_on, g.source_label, g.amount, g.note, g.at, g.actor, p.id, p.seq FROM fund_grant g
                JOIN ledger_posting p ON p.county = g.county AND p.id = g.id WHERE g.county = $1 AND g.shop = $2 ORDER BY g.granted_on DESC, g.id DESC LIMIT 50";
    SHOP_OF_MONEY = "SELECT shop FROM fund_grant WHERE county = $1 AND id = $2";
    SHOP_OF_BUDGET = "SELECT shop FROM budget_grant WHERE county = $1 AND id = $2";
    BUDGET_OF = "SELECT g.granted_on, g.reason, g.points, g.at, g.actor, p.id, p.seq FROM budget_grant g
                 JOIN ledger_posting p ON p.county = g.county AND p.id = g.id WHERE g.county = $1 AND g.shop = $2 ORDER BY g.granted_on DESC, g.id DESC LIMIT 50";
}

/// Grants of a shop, newest first, at most 50 of each.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub money: Vec<MoneyRow>,
    pub points: Vec<PointsRow>,
}

/// Money as it was given.
#[derive(Clone, Debug)]
pub struct MoneyRow {
    pub on: BusinessDate,
    pub source: String,
    pub amount: Fen,
    pub note: String,
    pub at: Moment,
    pub by: Id,
    pub(crate) in_book: Vec<InBook>,
}

/// Points as they were given to hand out.
#[derive(Clone, Debug)]
pub struct PointsRow {
    pub on: BusinessDate,
    pub reason: String,
    pub points: TenthPoints,
    pub at: Moment,
    pub by: Id,
    pub(crate) in_book: Vec<InBook>,
}

pub(super) fn insert_money(tx: &mut Tx<'_>, grant: &MoneyGrant, now: Moment) -> Result<bool, DatabaseError> {
    let MoneyGrant { county, id, shop, on, source, amount, note, by } = grant;
    Ok(tx.execute(INSERT_MONEY, args![county, id, shop, on, now, source.id, source.name, amount, note, by])? == 1)
}

pub(super) fn has_budget(tx: &mut Tx<'_>, grant: &BudgetGrant) -> Result<bool, DatabaseError> {
    Ok(tx.one(HAS_BUDGET, args![grant.county, grant.id], |row| row.get::<i64>(0))? > 0)
}

pub(super) fn insert_budget(tx: &mut Tx<'_>, grant: &BudgetGrant, now: Moment) -> Result<(), DatabaseError> {
    let BudgetGrant { county, id, shop, on, points, reason, by } = grant;
    tx.execute(INSERT_BUDGET, args![county, id, shop, on, now, points, reason, by]).map(drop)
}

/// Points in the hands of a village's households, held ones with them; and the held ones alone.
pub(super) fn points_in_village(tx: &mut Tx<'_>, county: County, village: &str) -> Result<(TenthPoints, TenthPoints), DatabaseError> {
    tx.one(IN_VILLAGE, args![county, village], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What lies in a shop, lot by lot.
pub fn lot_values(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<LotValue>, DatabaseError> {
    tx.rows(LOT_VALUES, args![county, shop], |row| {
        Ok(LotValue { pieces: row.get(0)?, cost: row.get(1)?, price: row.get(2)?, expires_on: row.get(3)? })
    })
}

/// Points out, by the shop that serves whoever has them.
pub(crate) fn out_by_shop(tx: &mut Tx<'_>, county: County) -> Result<BTreeMap<Id<Shop>, TenthPoints>, DatabaseError> {
    Ok(tx.rows(OUT_BY_SHOP, args![county], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// Points a shop gave for deeds since a day.
pub(super) fn given_since(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, since: BusinessDate) -> Result<TenthPoints, DatabaseError> {
    tx.one(GIVEN_SINCE, args![county, shop, since], |row| row.get(0))
}

/// The shop that was given this money.
pub(crate) fn shop_of_money(tx: &mut Tx<'_>, county: County, id: Id<MoneyGrant>) -> Result<Option<Id<Shop>>, DatabaseError> {
    tx.row(SHOP_OF_MONEY, args![county, id], |row| row.get(0))
}

/// The shop that was given these points.
pub(crate) fn shop_of_budget(tx: &mut Tx<'_>, county: County, id: Id<BudgetGrant>) -> Result<Option<Id<Shop>>, DatabaseError> {
    tx.row(SHOP_OF_BUDGET, args![county, id], |row| row.get(0))
}

/// The shop's grants.
pub fn history(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<History, DatabaseError> {
    Ok(History {
        money: tx.rows(MONEY_OF, args![county, shop], |row| {
            let in_book = vec![InBook::plain(row.get(6)?, row.get(7)?)];
            let (on, source, amount, note) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(MoneyRow { on, source, amount, note, at: row.get(4)?, by: row.get(5)?, in_book })
        })?,
        points: tx.rows(BUDGET_OF, args![county, shop], |row| {
            let in_book = vec![InBook::plain(row.get(5)?, row.get(6)?)];
            Ok(PointsRow { on: row.get(0)?, reason: row.get(1)?, points: row.get(2)?, at: row.get(3)?, by: row.get(4)?, in_book })
        })?,
    })
}
