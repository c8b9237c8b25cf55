//! SQL about slips entered late.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use money::{Pieces, TenthPoints};

use super::{CountedLate, LateSlip};
use crate::goods::Goods;
use crate::receipt::{Lot, LotOnShelf};
use crate::redemption::Redemption;
use crate::shop::Shop;
use crate::stock_take::StockTake;

statements! {
    INSERT = "INSERT INTO redemption_late (county, redemption, shop, paper_number, reason, entered_on) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT paper_number, reason, entered_on FROM redemption_late WHERE county = $1 AND redemption = $2";
    OF_PAPER = "SELECT redemption FROM redemption_late WHERE county = $1 AND shop = $2 AND paper_number = $3";
    LOTS_UNTIL = "SELECT l.goods, l.id, coalesce(a.balance, 0), l.expires_on, l.received_on, l.cost_fen FROM lot l
                  LEFT JOIN ledger_account a ON a.county = l.county AND a.owner_kind = 'lot' AND a.owner = l.id AND a.purpose = 'shelf'
                  WHERE l.county = $1 AND l.shop = $2 AND l.goods = $3 AND l.received_on <= $4
                  ORDER BY coalesce(l.expires_on, 99991231), l.received_on, l.id";
    INSERT_COUNTED = "INSERT INTO counted_late (county, redemption, stock_take, lot, goods, quantity) VALUES ($1, $2, $3, $4, $5, $6)";
    // Of stock-takes that still stand.
    COUNTED_OF_SLIP = "SELECT f.stock_take, s.ended_on, f.goods, f.lot, f.quantity FROM counted_late f
                       JOIN stock_take s ON s.county = f.county AND s.id = f.stock_take WHERE f.county = $1 AND f.redemption = $2
                       AND NOT EXISTS (SELECT 1 FROM ledger_posting v WHERE v.county = f.county AND v.reverses = f.stock_take)
                       ORDER BY s.ended_on, f.stock_take, f.lot";
    TOLD_OF = "SELECT f.lot, f.goods, f.redemption, r.handed_on, r.number, f.quantity FROM counted_late f
               JOIN redemption r ON r.county = f.county AND r.id = f.redemption WHERE f.county = $1 AND f.stock_take = $2
               AND NOT EXISTS (SELECT 1 FROM ledger_posting v WHERE v.county = f.county AND v.reverses = f.redemption)
               ORDER BY r.handed_on, r.number, f.lot";
    SINCE = "SELECT r.id, r.number, r.handed_on, p.name, r.points, r.clerk, x.paper_number, x.reason, x.entered_on
             FROM redemption_late x JOIN redemption r ON r.county = x.county AND r.id = x.redemption
             JOIN household h ON h.county = r.county AND h.id = r.household JOIN person p ON p.county = h.county AND p.id = h.head
             WHERE x.county = $1 AND x.shop = $2 AND x.entered_on >= $3 ORDER BY x.entered_on DESC, r.handed_on DESC, r.number DESC LIMIT 200";
}

/// A slip entered late, in a list.
#[derive(Clone, Debug)]
pub struct LateInList {
    pub id: Id<Redemption>,
    pub number: i64,
    pub on: BusinessDate,
    pub head_name: String,
    pub points: TenthPoints,
    pub clerk: Id,
    pub late: LateRow,
}

/// How a slip came late.
#[derive(Clone, Debug)]
pub struct LateRow {
    pub paper_number: String,
    pub reason: String,
    pub entered_on: BusinessDate,
}

pub(super) fn insert(tx: &mut Tx<'_>, slip: &LateSlip) -> Result<(), DatabaseError> {
    let Redemption { county, id, shop, .. } = slip.redemption;
    tx.execute(INSERT, args![county, id, shop, slip.paper_number, slip.reason, slip.entered_on]).map(drop)
}

/// How this slip came late; none for one of the counter.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Redemption>) -> Result<Option<LateRow>, DatabaseError> {
    tx.row(FIND, args![county, id], |row| Ok(LateRow { paper_number: row.get(0)?, reason: row.get(1)?, entered_on: row.get(2)? }))
}

/// Slips of a shop entered late since a day, the latest first.
pub fn since(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, day: BusinessDate) -> Result<Vec<LateInList>, DatabaseError> {
    tx.rows(SINCE, args![county, shop, day], |row| {
        let late = LateRow { paper_number: row.get(6)?, reason: row.get(7)?, entered_on: row.get(8)? };
        Ok(LateInList {
            id: row.get(0)?,
            number: row.get(1)?,
            on: row.get(2)?,
            head_name: row.get(3)?,
            points: row.get(4)?,
            clerk: row.get(5)?,
            late,
        })
    })
}

/// All lots of a kind that had come by a day, empty ones with them.
pub(super) fn lots_until(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    (goods, day): (Id<Goods>, BusinessDate),
) -> Result<Vec<LotOnShelf>, DatabaseError> {
    tx.rows(LOTS_UNTIL, args![county, shop, goods, day], |row| {
        Ok(LotOnShelf {
            goods: row.get(0)?,
            lot: row.get(1)?,
            left: row.get(2)?,
            expires_on: row.get(3)?,
            received_on: row.get(4)?,
            cost: row.get(5)?,
        })
    })
}

pub(super) fn insert_counted(tx: &mut Tx<'_>, county: County, slip: Id<Redemption>, shares: &[CountedLate]) -> Result<(), DatabaseError> {
    for share in shares {
        tx.execute(INSERT_COUNTED, args![county, slip, share.stock_take, share.lot, share.goods, share.quantity])?;
    }
    Ok(())
}

/// What of a slip stands against stock-takes and not against the shelf.
pub fn counted_of_slip(tx: &mut Tx<'_>, county: County, slip: Id<Redemption>) -> Result<Vec<CountedLate>, DatabaseError> {
    tx.rows(COUNTED_OF_SLIP, args![county, slip], |row| {
        Ok(CountedLate { stock_take: row.get(0)?, signed_on: row.get(1)?, goods: row.get(2)?, lot: row.get(3)?, quantity: row.get(4)? })
    })
}

/// What a late slip told of a stock-take's difference.
#[derive(Clone, Debug)]
pub struct ToldOf {
    pub lot: Id<Lot>,
    pub goods: Id<Goods>,
    pub slip: Id<Redemption>,
    pub on: BusinessDate,
    pub number: i64,
    pub quantity: Pieces,
}

/// What late slips told of a stock-take's differences since it was signed, without those taken back.
pub fn told_of(tx: &mut Tx<'_>, county: County, stock_take: Id<StockTake>) -> Result<Vec<ToldOf>, DatabaseError> {
    tx.rows(TOLD_OF, args![county, stock_take], |row| {
        Ok(ToldOf { lot: row.get(0)?, goods: row.get(1)?, slip: row.get(2)?, on: row.get(3)?, number: row.get(4)?, quantity: row.get(5)? })
    })
}

/// The slip that was entered under this number of a paper.
pub(super) fn of_paper(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, number: &str) -> Result<Option<Id<Redemption>>, DatabaseError> {
    tx.row(OF_PAPER, args![county, shop, number], |row| row.get(0))
}
