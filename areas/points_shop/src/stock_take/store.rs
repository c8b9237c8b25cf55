//! SQL about stock-takes.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};
use money::Pieces;

use super::{Count, Finishing, LotInBook, Settled, StockTake};
use crate::goods::Goods;
use crate::receipt::Lot;
use crate::shop::Shop;
use crate::signature::Signed;

statements! {
    INSERT = "INSERT INTO stock_take (county, id, shop, begun_on, begun_at, begun_by, state) VALUES ($1, $2, $3, $4, $5, $6, 'open')
              ON CONFLICT (county, id) DO NOTHING";
    FIND = "SELECT id, shop, begun_on, begun_at, begun_by, state, ended_on, ended_at, ended_by, witness, signature_kind, signature FROM stock_take
            WHERE county = $1 AND id = $2";
    OPEN_OF_SHOP = "SELECT id FROM stock_take WHERE county = $1 AND shop = $2 AND state = 'open'";
    LAST_FINISHED = "SELECT max(ended_on) FROM stock_take WHERE county = $1 AND shop = $2 AND state = 'finished'
                     AND NOT EXISTS (SELECT 1 FROM ledger_posting v WHERE v.county = stock_take.county AND v.reverses = stock_take.id)";
    // The latest stock-take that still stands and in which a lot was counted after a moment.
    COUNTED_AFTER = "SELECT s.ended_on FROM stock_take s JOIN stock_take_line t ON t.county = s.county AND t.stock_take = s.id
                     JOIN stock_take_count c ON c.county = t.county AND c.stock_take = t.stock_take AND c.lot = t.lot
                     WHERE s.county = $1 AND s.shop = $2 AND s.state = 'finished' AND s.id <> $3 AND t.lot = $4 AND c.at > $5
                     AND NOT EXISTS (SELECT 1 FROM ledger_posting v WHERE v.county = s.county AND v.reverses = s.id) ORDER BY s.ended_at DESC LIMIT 1";
    OPEN_COUNT = "SELECT s.id, c.counted, c.book, c.at FROM stock_take s JOIN stock_take_count c ON c.county = s.county AND c.stock_take = s.id
                  WHERE s.county = $1 AND s.shop = $2 AND s.state = 'open' AND c.lot = $3";
    LOWER_BOOK = "UPDATE stock_take_count SET book = book - $4 WHERE county = $1 AND stock_take = $2 AND lot = $3";
    // What is on the shelf or held, and of goods on offer the latest lot, of which somebody may find pieces the book does not know.
    LOTS = "SELECT l.id, l.goods, g.number, g.name, g.spec, g.piece_unit, r.source_label, l.expires_on, l.received_on,
            coalesce(a.balance, 0), coalesce(h.balance, 0)
            FROM lot l JOIN goods g ON g.county = l.county AND g.id = l.goods JOIN goods_receipt r ON r.county = l.county AND r.id = l.receipt
            LEFT JOIN ledger_account a ON a.county = l.county AND a.owner_kind = 'lot' AND a.owner = l.id AND a.purpose = 'shelf'
            LEFT JOIN ledger_account h ON h.county = l.county AND h.owner_kind = 'lot' AND h.owner = l.id AND h.purpose = 'shelf_held'
            WHERE l.county = $1 AND l.shop = $2 AND (coalesce(a.balance, 0) > 0 OR coalesce(h.balance, 0) > 0 OR (g.offered AND NOT EXISTS
            (SELECT 1 FROM lot n WHERE n.county = l.county AND n.shop = l.shop AND n.goods = l.goods
             AND (n.received_on > l.received_on OR (n.received_on = l.received_on AND n.id > l.id)))))
            ORDER BY g.number, coalesce(l.expires_on, 99991231), l.received_on, l.id";
    COUNTS = "SELECT lot, counted, book, explanation, actor FROM stock_take_count WHERE county = $1 AND stock_take = $2";
    COUNT = "INSERT INTO stock_take_count (county, stock_take, lot, counted, book, explanation, at, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (county, stock_take, lot) DO UPDATE SET counted = $4, book = $5, explanation = $6, at = $7, actor = $8";
    UNCOUNT = "DELETE FROM stock_take_count WHERE county = $1 AND stock_take = $2 AND lot = $3";
    FINISH = "UPDATE stock_take SET state = 'finished', ended_on = $3, ended_at = $4, ended_by = $5, witness = $6, signature_kind = $7, signature = $8
              WHERE county = $1 AND id = $2 AND state = 'open'";
    STOP = "UPDATE stock_take SET state = 'stopped', ended_on = $3, ended_at = $4, ended_by = $5 WHERE county = $1 AND id = $2 AND state = 'open'";
    INSERT_LINE = "INSERT INTO stock_take_line (county, stock_take, lot, goods, book, held, counted, difference, moved, explanation, actor)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LINES = "SELECT t.lot, t.goods, g.number, g.name, g.spec, g.piece_unit, r.source_label, l.expires_on, l.received_on, t.book, t.held,
             t.counted, t.moved, t.explanation, t.actor
             FROM stock_take_line t JOIN lot l ON l.county = t.county AND l.id = t.lot JOIN goods g ON g.county = t.county AND g.id = t.goods
             JOIN goods_receipt r ON r.county = l.county AND r.id = l.receipt WHERE t.county = $1 AND t.stock_take = $2
             ORDER BY g.number, coalesce(l.expires_on, 99991231), l.received_on, l.id";
    // Lots of these goods in stock-takes that still stand, signed on the day or since; with what late slips took off each difference.
    SIGNED_SINCE = "SELECT s.id, s.ended_on, c.at, t.lot, t.difference,
                    (SELECT coalesce(CAST(sum(f.quantity) AS BIGINT), 0) FROM counted_late f WHERE f.county = t.county AND f.stock_take = t.stock_take
                     AND f.lot = t.lot AND NOT EXISTS (SELECT 1 FROM ledger_posting v WHERE v.county = f.county AND v.reverses = f.redemption))
                    FROM stock_take s JOIN stock_take_line t ON t.county = s.county AND t.stock_take = s.id
                    JOIN stock_take_count c ON c.county = t.county AND c.stock_take = t.stock_take AND c.lot = t.lot
                    WHERE s.county = $1 AND s.shop = $2 AND s.state = 'finished' AND s.ended_on >= $3 AND t.goods = $4
                    AND NOT EXISTS (SELECT 1 FROM ledger_posting v WHERE v.county = s.county AND v.reverses = s.id) ORDER BY s.ended_at, s.id";
    OF_SHOP = "SELECT s.id, s.begun_on, s.ended_on, s.state, s.begun_by, s.ended_by, s.witness, count(t.lot),
               count(CASE WHEN t.difference <> 0 THEN 1 END), CAST(coalesce(sum(CASE WHEN t.difference < 0 THEN -t.difference END), 0) AS BIGINT),
               CAST(coalesce(sum(CASE WHEN t.difference > 0 THEN t.difference END), 0) AS BIGINT),
               (SELECT count(*) FROM ledger_posting v WHERE v.county = $1 AND v.reverses = s.id)
               FROM stock_take s LEFT JOIN stock_take_line t ON t.county = s.county AND t.stock_take = s.id
               WHERE s.county = $1 AND s.shop = $2 AND s.state <> 'stopped'
               GROUP BY s.id, s.begun_on, s.begun_at, s.ended_on, s.state, s.begun_by, s.ended_by, s.witness ORDER BY s.begun_at DESC LIMIT 100";
}

/// A stock-take with how far it has come.
#[derive(Clone, Debug)]
pub struct Taking {
    pub id: Id<StockTake>,
    pub shop: Id<Shop>,
    pub begun_on: BusinessDate,
    pub begun_at: Moment,
    pub begun_by: Id,
    /// `open`, `finished` or `stopped`.
    pub state: String,
    pub ended: Option<Ended>,
    pub signed: Option<(String, Signed)>,
}

impl Taking {
    /// Whether somebody still counts.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
}

/// When and by which login a stock-take ended.
#[derive(Clone, Copy, Debug)]
pub struct Ended {
    pub on: BusinessDate,
    pub at: Moment,
    pub by: Id,
}

/// A stock-take in a list.
#[derive(Clone, Debug)]
pub struct TakingRow {
    pub id: Id<StockTake>,
    pub begun_on: BusinessDate,
    pub ended_on: Option<BusinessDate>,
    pub is_open: bool,
    pub by: Id,
    pub witness: Option<String>,
    pub lots: i64,
    pub differing: i64,
    pub missing: Pieces,
    pub surplus: Pieces,
    /// Taken back later, by two.
    pub is_reversed: bool,
}

/// A lot in a signed stock-take that still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedLot {
    pub stock_take: Id<StockTake>,
    pub signed_on: BusinessDate,
    /// The day it was counted, at the latest that of the signatures.
    pub counted_on: BusinessDate,
    pub lot: Id<Lot>,
    /// Found missing, less what late slips told of since; below zero when found too many.
    pub short: Pieces,
}

/// Lots of a kind of goods counted on the day or since, in stock-takes that were signed, the earliest first.
pub fn signed_since(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    (goods, day): (Id<Goods>, BusinessDate),
) -> Result<Vec<SignedLot>, DatabaseError> {
    let mut lots = tx.rows(SIGNED_SINCE, args![county, shop, day, goods], |row| {
        let (signed_on, counted_at, difference, told): (BusinessDate, Moment, Pieces, Pieces) =
            (row.get(1)?, row.get(2)?, row.get(4)?, row.get(5)?);
        let counted_on = counted_at.day().min(signed_on);
        Ok(SignedLot { stock_take: row.get(0)?, signed_on, counted_on, lot: row.get(3)?, short: -difference - told })
    })?;
    lots.retain(|one| one.counted_on >= day);
    Ok(lots)
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    county: County,
    id: Id<StockTake>,
    shop: Id<Shop>,
    (on, by, now): (BusinessDate, Id, Moment),
) -> Result<bool, DatabaseError> {
    Ok(tx.execute(INSERT, args![county, id, shop, on, now, by])? == 1)
}

/// The stock-take of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<StockTake>) -> Result<Option<Taking>, DatabaseError> {
    tx.row(FIND, args![county, id], |row| {
        let ended = match row.get::<Option<BusinessDate>>(6)? {
            Some(on) => Some(Ended { on, at: row.get(7)?, by: row.get(8)? }),
            None => None,
        };
        let signed = match row.get::<Option<String>>(9)? {
            Some(witness) => {
                let kind = if row.get::<String>(10)? == "drawn" { "drawn" } else { "paper" };
                Some((witness, Signed { kind, what: row.get(11)? }))
            }
            None => None,
        };
        Ok(Taking {
            id: row.get(0)?,
            shop: row.get(1)?,
            begun_on: row.get(2)?,
            begun_at: row.get(3)?,
            begun_by: row.get(4)?,
            state: row.get(5)?,
            ended,
            signed,
        })
    })
}

/// The day another stock-take was signed in which the lot was counted after a moment.
pub(crate) fn counted_after(
    tx: &mut Tx<'_>,
    county: County,
    (shop, but): (Id<Shop>, Id),
    (lot, after): (Id<Lot>, Moment),
) -> Result<Option<BusinessDate>, DatabaseError> {
    tx.row(COUNTED_AFTER, args![county, shop, but, lot, after], |row| row.get(0))
}

/// Pieces of a late slip that the stock-take under way was counted without: the book of that moment had so many too many.
/// What was counted on the slip's own day may have been before the goods went, so only what it missed is told of.
pub(crate) fn told_late(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    (lot, quantity): (Id<Lot>, Pieces),
    day: BusinessDate,
) -> Result<(), DatabaseError> {
    let read = |row: &Row<'_>| Ok((row.get::<Id<StockTake>>(0)?, row.get::<Pieces>(1)?, row.get::<Pieces>(2)?, row.get::<Moment>(3)?));
    let Some((id, counted, book, at)) = tx.row(OPEN_COUNT, args![county, shop, lot], read)? else { return Ok(()) };
    let told = match at.day().cmp(&day) {
        std::cmp::Ordering::Less => Pieces::ZERO,
        std::cmp::Ordering::Equal => quantity.min((book - counted).max(Pieces::ZERO)),
        std::cmp::Ordering::Greater => quantity,
    };
    if told > Pieces::ZERO {
        tx.execute(LOWER_BOOK, args![county, id, lot, told])?;
    }
    Ok(())
}

/// The one stock-take under way in a shop.
pub fn open_of_shop(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Option<Id<StockTake>>, DatabaseError> {
    tx.row(OPEN_OF_SHOP, args![county, shop], |row| row.get(0))
}

/// When the shelf was last signed for.
pub(crate) fn last_finished(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Option<BusinessDate>, DatabaseError> {
    tx.one(LAST_FINISHED, args![county, shop], |row| row.get(0))
}

/// How the second person signed.
pub(crate) fn signature_of(taking: &Taking) -> Option<Signed> {
    taking.signed.as_ref().map(|(_, signed)| signed.clone())
}

/// All lots a shop has to count, in the order of its list.
pub fn lots_to_count(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<LotInBook>, DatabaseError> {
    tx.rows(LOTS, args![county, shop], read_lot)
}

fn read_lot(row: &Row<'_>) -> Result<LotInBook, DatabaseError> {
    Ok(LotInBook {
        lot: row.get(0)?,
        goods: row.get(1)?,
        number: row.get(2)?,
        name: row.get(3)?,
        spec: row.get(4)?,
        piece_unit: row.get(5)?,
        source: row.get(6)?,
        expires_on: row.get(7)?,
        received_on: row.get(8)?,
        book: row.get(9)?,
        held: row.get(10)?,
    })
}

/// What was counted so far.
pub fn counts(tx: &mut Tx<'_>, county: County, id: Id<StockTake>) -> Result<BTreeMap<Id<Lot>, Count>, DatabaseError> {
    let rows = tx.rows(COUNTS, args![county, id], |row| {
        Ok((row.get(0)?, Count { counted: row.get(1)?, book: row.get(2)?, explanation: row.get(3)?, by: row.get(4)? }))
    })?;
    Ok(rows.into_iter().collect())
}

pub(super) fn count(
    tx: &mut Tx<'_>,
    county: County,
    id: Id<StockTake>,
    (lot, count): (Id<Lot>, &Count),
    now: Moment,
) -> Result<(), DatabaseError> {
    tx.execute(COUNT, args![county, id, lot, count.counted, count.book, count.explanation, now, count.by]).map(drop)
}

pub(super) fn uncount(tx: &mut Tx<'_>, county: County, id: Id<StockTake>, lot: Id<Lot>) -> Result<(), DatabaseError> {
    tx.execute(UNCOUNT, args![county, id, lot]).map(drop)
}

/// Signs an open stock-take off; false when it was open no longer.
pub(super) fn finish(tx: &mut Tx<'_>, finishing: &Finishing, settled: &[Settled], now: Moment) -> Result<bool, DatabaseError> {
    let Finishing { county, id, on, witness, signed, by, .. } = finishing;
    if tx.execute(FINISH, args![county, id, on, now, by, witness, signed.kind, signed.what])? == 0 {
        return Ok(false);
    }
    for one in settled {
        let Settled { lot, goods, held, count, moved } = one;
        let difference = count.difference();
        tx.execute(
            INSERT_LINE,
            args![county, id, lot, goods, count.book, held, count.counted, difference, moved, count.explanation, count.by],
        )?;
    }
    Ok(true)
}

pub(super) fn stop(
    tx: &mut Tx<'_>,
    county: County,
    id: Id<StockTake>,
    (on, by, now): (BusinessDate, Id, Moment),
) -> Result<bool, DatabaseError> {
    Ok(tx.execute(STOP, args![county, id, on, now, by])? == 1)
}

/// What was signed for, lot by lot; the lot's book is what it was when counted.
pub fn lines(tx: &mut Tx<'_>, county: County, id: Id<StockTake>) -> Result<Vec<(LotInBook, Settled)>, DatabaseError> {
    tx.rows(LINES, args![county, id], |row| {
        let lot = read_lot(row)?;
        let count = Count { counted: row.get(11)?, book: lot.book, explanation: row.get(13)?, by: row.get(14)? };
        let settled = Settled { lot: lot.lot, goods: lot.goods, held: lot.held, count, moved: row.get(12)? };
        Ok((lot, settled))
    })
}

/// The latest 100 stock-takes of a shop, one under way first.
pub fn of_shop(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<TakingRow>, DatabaseError> {
    tx.rows(OF_SHOP, args![county, shop], |row| {
        let begun_by: Id = row.get(4)?;
        Ok(TakingRow {
            id: row.get(0)?,
            begun_on: row.get(1)?,
            ended_on: row.get(2)?,
            is_open: row.get::<String>(3)? == "open",
            by: row.get::<Option<Id>>(5)?.unwrap_or(begun_by),
            witness: row.get(6)?,
            lots: row.get(7)?,
            differing: row.get(8)?,
            missing: row.get(9)?,
            surplus: row.get(10)?,
            is_reversed: row.get::<i64>(11)? > 0,
        })
    })
}
