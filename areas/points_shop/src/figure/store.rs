//! SQL behind the figures. Ranges of villages, shops and days are arguments, so that one text serves every place.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Sql, Tx, args, statements};
use people::RowsAsked;
use registry::household::Household;
use trust::roster::Roster;

use super::reach::Reach;
use crate::receipt::{Lot, Receipt};
use crate::redemption::Redemption;
use crate::shop::Shop;

/// Slips of a reach that were not taken back, on their day or later.
macro_rules! slips {
    ($select:literal, $join:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM redemption r ",
            $join,
            " WHERE r.county = $1 AND r.handed_on >= $2 AND r.handed_on <= $3 AND r.village >= $4 AND r.village < $5
              AND r.shop >= $6 AND r.shop <= $7
              AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = r.county AND p.reverses = r.id) ",
            $rest
        )
    };
}

/// Confirmations of a reach, each with what it gives or takes without what was reversed since.
macro_rules! awards {
    ($select:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM award a JOIN roster s ON s.county = a.county AND s.id = a.roster
              WHERE a.county = $1 AND a.confirmed_on >= $2 AND a.confirmed_on <= $3 AND s.place >= $4 AND s.place < $5
              AND a.shop >= $6 AND a.shop <= $7 ",
            $rest
        )
    };
}

/// Points brought along in a reach and not reversed.
macro_rules! brought {
    ($select:literal, $join:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM opening_balance o ",
            $join,
            " WHERE o.county = $1 AND o.entered_on >= $2 AND o.entered_on <= $3 AND o.village >= $4 AND o.village < $5
              AND o.shop >= $6 AND o.shop <= $7
              AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = o.county AND p.reverses = o.id) ",
            $rest
        )
    };
}

statements! {
    HOUSEHOLD_COUNT = slips!("count(DISTINCT r.household)", "", "");
    HOUSEHOLDS = slips!("DISTINCT r.household", "", "");
    SUMS = slips!("count(*), CAST(coalesce(sum(r.points), 0) AS BIGINT)", "", "");
    VALUE = slips!("CAST(coalesce(sum((r.points * $8 + 5) / 10), 0) AS BIGINT)", "", "");
    GOODS = slips!("CAST(coalesce(sum(l.quantity * coalesce(o.cost_fen, 0)), 0) AS BIGINT),
                    CAST(coalesce(sum(CASE WHEN o.cost_fen IS NULL THEN l.quantity ELSE 0 END), 0) AS BIGINT)",
                   "JOIN redemption_line l ON l.county = r.county AND l.redemption = r.id JOIN lot o ON o.county = l.county AND o.id = l.lot", "");
    MONTHS = slips!("r.handed_on / 100, count(*)", "", "GROUP BY r.handed_on / 100 ORDER BY r.handed_on / 100");
    FIRST_DAY = "SELECT min(handed_on) FROM redemption WHERE county = $1";
    HOUSEHOLD_ROWS = slips!("r.household, h.code, p.name, max(r.village), count(*), min(r.handed_on)",
                            "JOIN household h ON h.county = r.county AND h.id = r.household JOIN person p ON p.county = h.county AND p.id = h.head",
                            "GROUP BY r.household, h.code, p.name ORDER BY h.code LIMIT $8 OFFSET $9");
    FIRST_SLIP = slips!("r.id, r.shop, r.number, r.handed_on", "", "AND r.household = $8 ORDER BY r.handed_on, r.number LIMIT 1");
    SLIP_ROWS = slips!("r.id, r.shop, r.number, r.handed_on, r.points, h.name, s.village, s.name",
                       "JOIN household g ON g.county = r.county AND g.id = r.household JOIN person h ON h.county = g.county AND h.id = g.head
                        JOIN shop s ON s.county = r.county AND s.id = r.shop",
                       "ORDER BY r.handed_on DESC, r.number DESC, r.id LIMIT $8 OFFSET $9");
    GOODS_ROWS = slips!("r.id, r.shop, r.number, r.handed_on, l.quantity, o.cost_fen, g.name, g.spec, s.village, s.name, n.name",
                        "JOIN redemption_line l ON l.county = r.county AND l.redemption = r.id JOIN lot o ON o.county = l.county AND o.id = l.lot
                         JOIN goods g ON g.county = l.county AND g.id = l.goods JOIN shop s ON s.county = r.county AND s.id = r.shop
                         JOIN household h ON h.county = r.county AND h.id = r.household JOIN person n ON n.county = h.county AND n.id = h.head",
                        "AND (o.cost_fen IS NOT NULL) = $8 ORDER BY r.handed_on DESC, r.number DESC, r.id, l.line LIMIT $9 OFFSET $10");
    GOODS_COUNT = slips!("count(*)",
                         "JOIN redemption_line l ON l.county = r.county AND l.redemption = r.id JOIN lot o ON o.county = l.county AND o.id = l.lot",
                         "AND (o.cost_fen IS NOT NULL) = $8");
    GIVEN = awards!("CAST(coalesce(sum(a.plus - coalesce((SELECT sum(d.counts) FROM deed d WHERE d.county = a.county AND d.award = a.id
                     AND d.state = 'reversed' AND d.counts > 0), 0)), 0) AS BIGINT),
                     CAST(coalesce(sum(a.minus + coalesce((SELECT sum(d.counts) FROM deed d WHERE d.county = a.county AND d.award = a.id
                     AND d.state = 'reversed' AND d.counts < 0), 0)), 0) AS BIGINT), count(*)", "");
    GIVEN_ROWS = awards!("a.roster, a.confirmed_on, s.place, s.period,
                          CAST(a.plus - coalesce((SELECT sum(d.counts) FROM deed d WHERE d.county = a.county AND d.award = a.id
                          AND d.state = 'reversed' AND d.counts > 0), 0) AS BIGINT),
                          CAST(a.minus + coalesce((SELECT sum(d.counts) FROM deed d WHERE d.county = a.county AND d.award = a.id
                          AND d.state = 'reversed' AND d.counts < 0), 0) AS BIGINT)",
                         "ORDER BY a.confirmed_on DESC, s.place, a.id LIMIT $8 OFFSET $9");
    BROUGHT = brought!("CAST(coalesce(sum(o.points), 0) AS BIGINT), count(*)", "", "");
    BROUGHT_ROWS = brought!("o.household, o.entered_on, o.village, h.village, p.name, o.points",
                            "JOIN household h ON h.county = o.county AND h.id = o.household JOIN person p ON p.county = h.county AND p.id = h.head",
                            "ORDER BY o.entered_on DESC, h.code LIMIT $8 OFFSET $9");
    SHOP_MONTHS = "SELECT s.id, CAST(sum(m.came_in - m.went_out) AS BIGINT) FROM shop s
                   JOIN ledger_account a ON a.county = s.county AND a.owner_kind = 'shop' AND a.owner = s.id AND a.purpose = $7
                   JOIN ledger_month m ON m.county = a.county AND m.account = a.id
                   WHERE s.county = $1 AND m.month < $2 AND s.village >= $3 AND s.village < $4 AND s.id >= $5 AND s.id <= $6 GROUP BY s.id";
    SHOP_DAYS = "SELECT s.id, CAST(sum(l.amount) AS BIGINT) FROM ledger_posting p
                 JOIN ledger_line l ON l.county = p.county AND l.seq = p.seq JOIN ledger_account a ON a.county = l.county AND a.id = l.account
                 JOIN shop s ON s.county = a.county AND s.id = a.owner
                 WHERE p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND s.village >= $4 AND s.village < $5
                 AND s.id >= $6 AND s.id <= $7 AND a.owner_kind = 'shop' AND a.purpose = $8 GROUP BY s.id";
    LOT_MONTHS = "SELECT o.id, CAST(sum(m.came_in - m.went_out) AS BIGINT) FROM shop s JOIN lot o ON o.county = s.county AND o.shop = s.id
                  JOIN ledger_account a ON a.county = o.county AND a.owner_kind = 'lot' AND a.owner = o.id AND a.purpose IN ('shelf', 'shelf_held')
                  JOIN ledger_month m ON m.county = a.county AND m.account = a.id
                  WHERE s.county = $1 AND m.month < $2 AND s.village >= $3 AND s.village < $4 AND s.id >= $5 AND s.id <= $6 GROUP BY o.id";
    LOT_DAYS = "SELECT o.id, CAST(sum(l.amount) AS BIGINT) FROM ledger_posting p
                JOIN ledger_line l ON l.county = p.county AND l.seq = p.seq JOIN ledger_account a ON a.county = l.county AND a.id = l.account
                JOIN lot o ON o.county = a.county AND o.id = a.owner JOIN shop s ON s.county = o.county AND s.id = o.shop
                WHERE p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND s.village >= $4 AND s.village < $5
                AND s.id >= $6 AND s.id <= $7 AND a.owner_kind = 'lot' AND a.purpose IN ('shelf', 'shelf_held') GROUP BY o.id";
    LOTS = "SELECT o.id, o.cost_fen, g.name, g.spec, o.receipt, o.received_on, s.id, s.name, s.village FROM shop s
            JOIN lot o ON o.county = s.county AND o.shop = s.id JOIN goods g ON g.county = o.county AND g.id = o.goods
            WHERE s.county = $1 AND s.village >= $2 AND s.village < $3 AND s.id >= $4 AND s.id <= $5 ORDER BY s.name, g.number, o.received_on, o.id";
    HOUSEHOLD_MONTHS = "SELECT h.id, CAST(sum(m.came_in - m.went_out) AS BIGINT) FROM household h
                        JOIN ledger_account a ON a.county = h.county AND a.owner_kind = 'household' AND a.owner = h.id AND a.purpose IN ('points', 'points_held')
                        JOIN ledger_month m ON m.county = a.county AND m.account = a.id
                        WHERE h.county = $1 AND m.month < $2 AND h.village >= $3 AND h.village < $4 GROUP BY h.id";
    HOUSEHOLD_DAYS = "SELECT h.id, CAST(sum(l.amount) AS BIGINT) FROM ledger_posting p
                      JOIN ledger_line l ON l.county = p.county AND l.seq = p.seq JOIN ledger_account a ON a.county = l.county AND a.id = l.account
                      JOIN household h ON h.county = a.county AND h.id = a.owner
                      WHERE p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND h.village >= $4 AND h.village < $5
                      AND a.owner_kind = 'household' AND a.purpose IN ('points', 'points_held') GROUP BY h.id";
    // All points of a book balance to nothing, so what shops and county do not have the households have.
    BOOK_MONTHS = "SELECT CAST(coalesce(sum(m.came_in - m.went_out), 0) AS BIGINT) FROM ledger_account a
                   JOIN ledger_month m ON m.county = a.county AND m.account = a.id
                   WHERE a.county = $1 AND a.owner_kind IN ('shop', 'county') AND a.unit = 'tenth_point' AND m.month < $2";
    BOOK_DAYS = "SELECT CAST(coalesce(sum(l.amount), 0) AS BIGINT) FROM ledger_posting p
                 JOIN ledger_line l ON l.county = p.county AND l.seq = p.seq JOIN ledger_account a ON a.county = l.county AND a.id = l.account
                 WHERE p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND a.owner_kind IN ('shop', 'county') AND a.unit = 'tenth_point'";
    GRANTED = "SELECT CAST(coalesce(sum(points), 0) AS BIGINT) FROM budget_grant WHERE county = $1 AND shop = $2 AND granted_on >= $3 AND granted_on <= $4";
}

/// The seven arguments every reach brings.
macro_rules! within {
    ($reach:expr $(, $more:expr)*) => {
        args![$reach.county, $reach.from, $reach.to, $reach.low, $reach.high, $reach.first_shop, $reach.last_shop $(, $more)*]
    };
}

pub(super) fn household_count(tx: &mut Tx<'_>, reach: &Reach) -> Result<i64, DatabaseError> {
    tx.one(HOUSEHOLD_COUNT, within!(reach), |row| row.get(0))
}

pub(super) fn households(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<Id<Household>>, DatabaseError> {
    tx.rows(HOUSEHOLDS, within!(reach), |row| row.get(0))
}

/// Slips and points.
pub(super) fn sums(tx: &mut Tx<'_>, reach: &Reach) -> Result<(i64, i64), DatabaseError> {
    tx.one(SUMS, within!(reach), |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Fen of all slips, each rounded half up.
pub(super) fn value(tx: &mut Tx<'_>, reach: &Reach, fen_per_point: i64) -> Result<i64, DatabaseError> {
    tx.one(VALUE, within!(reach, fen_per_point), |row| row.get(0))
}

/// Cost in fen, and pieces without one.
pub(super) fn goods(tx: &mut Tx<'_>, reach: &Reach) -> Result<(i64, i64), DatabaseError> {
    tx.one(GOODS, within!(reach), |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Slips by month, yyyymm.
pub(super) fn months(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<(i64, i64)>, DatabaseError> {
    tx.rows(MONTHS, within!(reach), |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The first day on which anything was handed out.
pub(super) fn first_day(tx: &mut Tx<'_>, county: County) -> Result<Option<BusinessDate>, DatabaseError> {
    tx.one(FIRST_DAY, args![county], |row| row.get(0))
}

/// A household with how often it came.
#[derive(Clone, Debug)]
pub(super) struct HouseholdRow {
    pub household: Id<Household>,
    pub code: String,
    pub head: String,
    pub village: String,
    pub times: i64,
    pub first: BusinessDate,
}

pub(super) fn household_rows(tx: &mut Tx<'_>, reach: &Reach, asked: RowsAsked) -> Result<Vec<HouseholdRow>, DatabaseError> {
    tx.rows(HOUSEHOLD_ROWS, within!(reach, asked.limit, asked.skip), |row| {
        Ok(HouseholdRow {
            household: row.get(0)?,
            code: row.get(1)?,
            head: row.get(2)?,
            village: row.get(3)?,
            times: row.get(4)?,
            first: row.get(5)?,
        })
    })
}

/// A slip as a row names it.
#[derive(Clone, Debug)]
pub(super) struct SlipName {
    pub id: Id<Redemption>,
    pub shop: Id<Shop>,
    pub number: i64,
    pub on: BusinessDate,
}

pub(super) fn first_slip(tx: &mut Tx<'_>, reach: &Reach, household: Id<Household>) -> Result<Option<SlipName>, DatabaseError> {
    tx.row(FIRST_SLIP, within!(reach, household), |row| {
        Ok(SlipName { id: row.get(0)?, shop: row.get(1)?, number: row.get(2)?, on: row.get(3)? })
    })
}

/// A slip with its points.
#[derive(Clone, Debug)]
pub(super) struct SlipRow {
    pub slip: SlipName,
    pub points: i64,
    pub head: String,
    pub shop_village: String,
    pub shop_name: String,
}

pub(super) fn slip_rows(tx: &mut Tx<'_>, reach: &Reach, asked: RowsAsked) -> Result<Vec<SlipRow>, DatabaseError> {
    tx.rows(SLIP_ROWS, within!(reach, asked.limit, asked.skip), |row| {
        Ok(SlipRow {
            slip: SlipName { id: row.get(0)?, shop: row.get(1)?, number: row.get(2)?, on: row.get(3)? },
            points: row.get(4)?,
            head: row.get(5)?,
            shop_village: row.get(6)?,
            shop_name: row.get(7)?,
        })
    })
}

/// Pieces of one lot on a slip.
#[derive(Clone, Debug)]
pub(super) struct GoodsRow {
    pub slip: SlipName,
    pub quantity: i64,
    pub cost: Option<i64>,
    pub goods: String,
    pub spec: String,
    pub shop_village: String,
    pub shop_name: String,
    pub head: String,
}

pub(super) fn goods_rows(tx: &mut Tx<'_>, reach: &Reach, valued: bool, asked: RowsAsked) -> Result<Vec<GoodsRow>, DatabaseError> {
    tx.rows(GOODS_ROWS, within!(reach, valued, asked.limit, asked.skip), |row| {
        Ok(GoodsRow {
            slip: SlipName { id: row.get(0)?, shop: row.get(1)?, number: row.get(2)?, on: row.get(3)? },
            quantity: row.get(4)?,
            cost: row.get(5)?,
            goods: row.get(6)?,
            spec: row.get(7)?,
            shop_village: row.get(8)?,
            shop_name: row.get(9)?,
            head: row.get(10)?,
        })
    })
}

pub(super) fn goods_count(tx: &mut Tx<'_>, reach: &Reach, valued: bool) -> Result<i64, DatabaseError> {
    tx.one(GOODS_COUNT, within!(reach, valued), |row| row.get(0))
}

/// Points given, points taken off, and of how many confirmations.
pub(super) fn given(tx: &mut Tx<'_>, reach: &Reach) -> Result<(i64, i64, i64), DatabaseError> {
    tx.one(GIVEN, within!(reach), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// A confirmation of a village's month.
#[derive(Clone, Debug)]
pub(super) struct GivenRow {
    pub roster: Id<Roster>,
    pub on: BusinessDate,
    pub village: String,
    pub month: i64,
    pub plus: i64,
    pub minus: i64,
}

pub(super) fn given_rows(tx: &mut Tx<'_>, reach: &Reach, asked: RowsAsked) -> Result<Vec<GivenRow>, DatabaseError> {
    tx.rows(GIVEN_ROWS, within!(reach, asked.limit, asked.skip), |row| {
        Ok(GivenRow {
            roster: row.get(0)?,
            on: row.get(1)?,
            village: row.get(2)?,
            month: row.get(3)?,
            plus: row.get(4)?,
            minus: row.get(5)?,
        })
    })
}

/// Points brought along, and by how many households.
pub(super) fn brought(tx: &mut Tx<'_>, reach: &Reach) -> Result<(i64, i64), DatabaseError> {
    tx.one(BROUGHT, within!(reach), |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What a household brought along.
#[derive(Clone, Debug)]
pub(super) struct BroughtRow {
    pub household: Id<Household>,
    pub on: BusinessDate,
    /// Where it lived then.
    pub village: String,
    /// Where it lives now.
    pub lives: String,
    pub head: String,
    pub points: i64,
}

pub(super) fn brought_rows(tx: &mut Tx<'_>, reach: &Reach, asked: RowsAsked) -> Result<Vec<BroughtRow>, DatabaseError> {
    tx.rows(BROUGHT_ROWS, within!(reach, asked.limit, asked.skip), |row| {
        Ok(BroughtRow {
            household: row.get(0)?,
            on: row.get(1)?,
            village: row.get(2)?,
            lives: row.get(3)?,
            head: row.get(4)?,
            points: row.get(5)?,
        })
    })
}

/// The month before which sums are whole, and the days of the begun one.
fn cut(on: BusinessDate) -> (i64, Option<BusinessDate>) {
    let first = BusinessDate::from_number(on.month_number() * 100 + 1).unwrap_or(on);
    if on.plus_days(1).month_number() == on.month_number() {
        (on.month_number(), Some(first))
    } else {
        (on.next_month().month_number(), None)
    }
}

type Sums<Of> = BTreeMap<Id<Of>, i64>;

/// Whole months and the days of a begun one, added by owner; `tail` are the arguments behind time and villages.
fn as_of<Of>(tx: &mut Tx<'_>, reach: &Reach, (months, days): (Sql, Sql), tail: &[database::Value<'_>]) -> Result<Sums<Of>, DatabaseError> {
    let (month, first) = cut(reach.to);
    let read = |row: &database::Row<'_>| Ok((row.get::<Id<Of>>(0)?, row.get::<i64>(1)?));
    let range = [args![reach.county, month, reach.low, reach.high], tail].concat();
    let mut sums: Sums<Of> = tx.rows(months, &range, read)?.into_iter().collect();
    if let Some(first) = first {
        let range = [args![reach.county, first, reach.to, reach.low, reach.high], tail].concat();
        for (owner, amount) in tx.rows(days, &range, read)? {
            *sums.entry(owner).or_default() += amount;
        }
    }
    Ok(sums)
}

/// What an account of each shop held at the end of the day.
pub(super) fn shop_balances(tx: &mut Tx<'_>, reach: &Reach, purpose: &str) -> Result<Sums<Shop>, DatabaseError> {
    as_of(tx, reach, (SHOP_MONTHS, SHOP_DAYS), args![reach.first_shop, reach.last_shop, purpose])
}

/// Pieces of each lot on the shelves at the end of the day, set-aside ones with them.
pub(super) fn lot_balances(tx: &mut Tx<'_>, reach: &Reach) -> Result<Sums<Lot>, DatabaseError> {
    as_of(tx, reach, (LOT_MONTHS, LOT_DAYS), args![reach.first_shop, reach.last_shop])
}

/// Points of each household at the end of the day, held ones with them.
pub(super) fn household_balances(tx: &mut Tx<'_>, reach: &Reach) -> Result<Sums<Household>, DatabaseError> {
    as_of(tx, reach, (HOUSEHOLD_MONTHS, HOUSEHOLD_DAYS), &[])
}

/// Points of all households of the book at the end of the day.
pub(super) fn book_balance(tx: &mut Tx<'_>, reach: &Reach) -> Result<i64, DatabaseError> {
    let (month, first) = cut(reach.to);
    let mut others: i64 = tx.one(BOOK_MONTHS, args![reach.county, month], |row| row.get(0))?;
    if let Some(first) = first {
        others += tx.one(BOOK_DAYS, args![reach.county, first, reach.to], |row| row.get::<i64>(0))?;
    }
    Ok(-others)
}

/// A lot with its words.
#[derive(Clone, Debug)]
pub(super) struct LotFound {
    pub id: Id<Lot>,
    pub cost: Option<i64>,
    pub goods: String,
    pub spec: String,
    pub receipt: Id<Receipt>,
    pub received_on: BusinessDate,
    pub shop: Id<Shop>,
    pub shop_name: String,
    pub shop_village: String,
}

pub(super) fn lots(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<LotFound>, DatabaseError> {
    tx.rows(LOTS, args![reach.county, reach.low, reach.high, reach.first_shop, reach.last_shop], |row| {
        Ok(LotFound {
            id: row.get(0)?,
            cost: row.get(1)?,
            goods: row.get(2)?,
            spec: row.get(3)?,
            receipt: row.get(4)?,
            received_on: row.get(5)?,
            shop: row.get(6)?,
            shop_name: row.get(7)?,
            shop_village: row.get(8)?,
        })
    })
}

/// Points a shop was given to hand out in the time.
pub(super) fn granted(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    (from, to): (BusinessDate, BusinessDate),
) -> Result<i64, DatabaseError> {
    tx.one(GRANTED, args![county, shop, from, to], |row| row.get(0))
}
