//! SQL about a lot's way: each question is one query.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Row, Tx, args, statements};
use money::Pieces;
use registry::household::Household;

use super::{LotFound, Move, Sums};
use crate::receipt::Lot;
use crate::shop::Shop;

statements! {
    FIND = "SELECT l.id, l.shop, l.goods, g.name, g.spec, g.piece_unit, l.quantity, l.received_on, l.expires_on, l.serial, l.cost_fen, l.cost_basis,
            l.receipt, r.source_label, r.way, coalesce(a.balance, 0), coalesce(h.balance, 0), l.donor
            FROM lot l JOIN goods g ON g.county = l.county AND g.id = l.goods JOIN goods_receipt r ON r.county = l.county AND r.id = l.receipt
            LEFT JOIN ledger_account a ON a.county = l.county AND a.owner_kind = 'lot' AND a.owner = l.id AND a.purpose = 'shelf'
            LEFT JOIN ledger_account h ON h.county = l.county AND h.owner_kind = 'lot' AND h.owner = l.id AND h.purpose = 'shelf_held'
            WHERE l.county = $1 AND l.id = $2";
    SHOP_OF = "SELECT shop FROM lot WHERE county = $1 AND id = $2";
    MOVES = "SELECT p.seq, p.business_date, p.recorded_at, p.cause_kind, p.cause, p.reverses, a.purpose, l.amount, l.balance_after,
             d.handed_on, d.number, d.household, n.name, p.id
             FROM ledger_account a JOIN ledger_line l ON l.county = a.county AND l.account = a.id
             JOIN ledger_posting p ON p.county = l.county AND p.seq = l.seq
             LEFT JOIN redemption d ON d.county = p.county AND d.id = p.cause AND p.cause_kind = 'redemption'
             LEFT JOIN household h ON h.county = d.county AND h.id = d.household LEFT JOIN person n ON n.county = h.county AND n.id = h.head
             WHERE a.county = $1 AND a.owner_kind = 'lot' AND a.owner = $2 AND l.seq < $3 ORDER BY l.seq DESC, l.line LIMIT $4";
    // Over shelf and held pieces together, so that setting aside moves nothing.
    SUMS = "SELECT p.cause_kind, CAST(sum(l.amount) AS BIGINT)
            FROM ledger_account a JOIN ledger_line l ON l.county = a.county AND l.account = a.id
            JOIN ledger_posting p ON p.county = l.county AND p.seq = l.seq
            WHERE a.county = $1 AND a.owner_kind = 'lot' AND a.owner = $2 GROUP BY p.cause_kind";
    REACHED = "SELECT count(DISTINCT r.household) FROM redemption_line l JOIN redemption r ON r.county = l.county AND r.id = l.redemption
               WHERE l.county = $1 AND l.lot = $2
               AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = r.county AND p.reverses = r.id)";
}

/// The lot of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Lot>) -> Result<Option<LotFound>, DatabaseError> {
    tx.row(FIND, args![county, id], |row| {
        Ok(LotFound {
            id: row.get(0)?,
            shop: row.get(1)?,
            goods: row.get(2)?,
            name: row.get(3)?,
            spec: row.get(4)?,
            piece_unit: row.get(5)?,
            quantity: row.get(6)?,
            received_on: row.get(7)?,
            expires_on: row.get(8)?,
            serial: row.get(9)?,
            cost: row.get(10)?,
            cost_basis: row.get(11)?,
            receipt: row.get(12)?,
            source: row.get(13)?,
            bought: row.get::<String>(14)? == "bought",
            on_shelf: row.get(15)?,
            held: row.get(16)?,
            donor: row.get(17)?,
        })
    })
}

/// The shop a lot came to.
pub fn shop_of(tx: &mut Tx<'_>, county: County, id: Id<Lot>) -> Result<Option<Id<Shop>>, DatabaseError> {
    tx.row(SHOP_OF, args![county, id], |row| row.get(0))
}

/// A line of the ledger about the lot.
struct LineOfLot {
    one: Move,
    is_held: bool,
    amount: Pieces,
    after: Pieces,
}

fn read_line(row: &Row<'_>) -> Result<LineOfLot, DatabaseError> {
    let slip = match row.get::<Option<BusinessDate>>(9)? {
        Some(on) => Some((on, row.get(10)?, row.get::<Id<Household>>(11)?, row.get::<Option<String>>(12)?.unwrap_or_default())),
        None => None,
    };
    let one = Move {
        seq: row.get(0)?,
        posting: row.get(13)?,
        on: row.get(1)?,
        at: row.get(2)?,
        kind: row.get(3)?,
        cause: row.get(4)?,
        reverses: row.get(5)?,
        shelf: Pieces::ZERO,
        held: Pieces::ZERO,
        shelf_after: None,
        slip,
    };
    Ok(LineOfLot { one, is_held: row.get::<String>(6)? == "shelf_held", amount: row.get(7)?, after: row.get(8)? })
}

/// What moved a lot before this number of the book, the latest first: one row for each posting. `lines` is how many ledger lines are
/// read; a posting cut in half at the end is left for the next page.
pub fn moves(tx: &mut Tx<'_>, county: County, id: Id<Lot>, before: i64, lines: i64) -> Result<(Vec<Move>, bool), DatabaseError> {
    let found = tx.rows(MOVES, args![county, id, before, lines + 1], read_line)?;
    let more = found.len() as i64 > lines;
    let mut moves: Vec<Move> = Vec::new();
    for LineOfLot { one, is_held, amount, after } in found {
        if moves.last().is_none_or(|last| last.seq != one.seq) {
            moves.push(one);
        }
        let Some(last) = moves.last_mut() else { continue };
        if is_held {
            last.held += amount;
        } else {
            last.shelf += amount;
            last.shelf_after = Some(after);
        }
    }
    if more {
        moves.pop();
    }
    Ok((moves, more))
}

/// A lot's pieces by what became of them.
pub fn sums(tx: &mut Tx<'_>, county: County, id: Id<Lot>) -> Result<Sums, DatabaseError> {
    let mut sums = Sums::default();
    for (kind, amount) in tx.rows(SUMS, args![county, id], |row| Ok((row.get::<String>(0)?, row.get::<Pieces>(1)?)))? {
        match kind.as_str() {
            "goods-receipt" => sums.came_in += amount,
            "scrap" => sums.scrapped += -amount,
            // With what late slips took off it.
            "stock-take" => sums.difference += amount,
            // A slip, or what was set aside on its way to one.
            _ => sums.handed_out += -amount,
        }
    }
    Ok(sums)
}

/// How many households have pieces of a lot.
pub fn reached(tx: &mut Tx<'_>, county: County, id: Id<Lot>) -> Result<i64, DatabaseError> {
    tx.one(REACHED, args![county, id], |row| row.get(0))
}
