//! SQL about a shop's days.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Tx, args, statements};
use money::{Pieces, TenthPoints};

use super::{Closing, DaySums};
use crate::shop::Shop;

statements! {
    CLOSED = "SELECT at, slips, points, pieces, actor, witness FROM day_close WHERE county = $1 AND shop = $2 AND day = $3";
    // Days with slips that nobody signed, the first one in front.
    UNSIGNED = "SELECT DISTINCT r.handed_on FROM redemption r WHERE r.county = $1 AND r.shop = $2 AND r.handed_on >= $3 AND r.handed_on < $4
                AND NOT EXISTS (SELECT 1 FROM day_close c WHERE c.county = r.county AND c.shop = r.shop AND c.day = r.handed_on) ORDER BY r.handed_on";
    INSERT = "INSERT INTO day_close (county, shop, day, at, slips, points, pieces, actor, witness, signature_kind, signature)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    GOODS = "SELECT g.number, g.name, g.spec, g.piece_unit, CAST(sum(l.quantity) AS BIGINT),
             (SELECT coalesce(CAST(sum(a.balance) AS BIGINT), 0) FROM lot t JOIN ledger_account a ON a.county = t.county AND a.owner_kind = 'lot' AND a.owner = t.id AND a.purpose = 'shelf'
              WHERE t.county = g.county AND t.goods = g.id)
             FROM redemption r JOIN redemption_line l ON l.county = r.county AND l.redemption = r.id
             JOIN goods g ON g.county = l.county AND g.id = l.goods
             WHERE r.county = $1 AND r.shop = $2 AND r.handed_on = $3
             AND NOT EXISTS (SELECT 1 FROM ledger_posting v WHERE v.county = r.county AND v.reverses = r.id)
             GROUP BY g.county, g.id, g.number, g.name, g.spec, g.piece_unit ORDER BY g.number";
}

/// A day as it was signed off.
#[derive(Clone, Debug)]
pub struct Closed {
    pub at: Moment,
    pub slips: i64,
    pub points: TenthPoints,
    pub pieces: Pieces,
    pub actor: Id,
    pub witness: String,
}

/// Goods handed out on a day and what is left now.
#[derive(Clone, Debug)]
pub struct GoodsOfDay {
    pub number: i64,
    pub name: String,
    pub spec: String,
    pub piece_unit: String,
    pub handed_out: Pieces,
    pub left: Pieces,
}

/// How the day was signed off, if it was.
pub fn closed(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, day: BusinessDate) -> Result<Option<Closed>, DatabaseError> {
    tx.row(CLOSED, args![county, shop, day], |row| {
        Ok(Closed {
            at: row.get(0)?,
            slips: row.get(1)?,
            points: row.get(2)?,
            pieces: row.get(3)?,
            actor: row.get(4)?,
            witness: row.get(5)?,
        })
    })
}

/// Days with slips that nobody signed, from one day to before another.
pub fn unsigned(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    (from, before): (BusinessDate, BusinessDate),
) -> Result<Vec<BusinessDate>, DatabaseError> {
    tx.rows(UNSIGNED, args![county, shop, from, before], |row| row.get(0))
}

pub(super) fn insert(tx: &mut Tx<'_>, closing: &Closing, sums: &DaySums, now: Moment) -> Result<(), DatabaseError> {
    let Closing { county, shop, day, witness, signed, by } = closing;
    tx.execute(INSERT, args![county, shop, day, now, sums.slips, sums.points, sums.pieces, by, witness, signed.kind, signed.what]).map(drop)
}

/// Goods handed out on the day by number, without what was cancelled or taken back.
pub fn goods_of_day(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, day: BusinessDate) -> Result<Vec<GoodsOfDay>, DatabaseError> {
    tx.rows(GOODS, args![county, shop, day], |row| {
        Ok(GoodsOfDay {
            number: row.get(0)?,
            name: row.get(1)?,
            spec: row.get(2)?,
            piece_unit: row.get(3)?,
            handed_out: row.get(4)?,
            left: row.get(5)?,
        })
    })
}
