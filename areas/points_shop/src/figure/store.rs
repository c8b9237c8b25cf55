//! SQL behind the figures. Ranges of villages, shops and days are arguments, so that one text serves every place.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use people::RowsAsked;
use registry::household::Household;
use trust::roster::Roster;

use super::reach::Reach;
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
    GOODS_ROWS = slips!("r.id, r.shop, r.number, r.handed_on, l.quantity, o.cost_fen, g.name, g.spec, s.village, s.name, n.name, g.piece_unit",
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
    /// What its pieces are counted in.
    pub unit: String,
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
            unit: row.get(11)?,
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
