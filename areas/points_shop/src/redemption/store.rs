//! SQL about slips.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};
use money::{Pieces, TenthPoints};
use registry::household::Household;

use super::{Plan, Redemption};
use crate::goods::Goods;
use crate::receipt::{Lot, Receipt};
use crate::shop::Shop;

statements! {
    INSERT = "INSERT INTO redemption (county, id, shop, number, household, handed_on, at, clerk, collector, relation, signature_kind, signature,
              points, pieces, balance_before, balance_after, set_aside, village)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
              (SELECT h.village FROM household h WHERE h.county = $1 AND h.id = $5))";
    INSERT_LINE = "INSERT INTO redemption_line (county, redemption, line, goods, lot, quantity, price) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND = "SELECT r.id, r.shop, r.number, r.household, r.handed_on, r.at, r.clerk, r.collector, r.relation, r.signature_kind, r.signature,
            r.points, r.pieces, r.balance_before, r.balance_after, c.at, c.reason, c.actor,
            (SELECT count(*) FROM slip_reprint s WHERE s.county = r.county AND s.redemption = r.id)
            FROM redemption r LEFT JOIN redemption_cancel c ON c.county = r.county AND c.redemption = r.id WHERE r.county = $1 AND r.id = $2";
    // With the lot's receipt and whoever gave or sold it: from the slip to the gift is one query.
    LINES = "SELECT l.goods, g.number, g.name, g.spec, g.piece_unit, l.lot, l.quantity, l.price, t.receipt, c.source_label FROM redemption_line l
             JOIN goods g ON g.county = l.county AND g.id = l.goods JOIN lot t ON t.county = l.county AND t.id = l.lot
             JOIN goods_receipt c ON c.county = t.county AND c.id = t.receipt
             WHERE l.county = $1 AND l.redemption = $2 ORDER BY l.line";
    OF_DAY = "SELECT r.id, r.number, r.at, r.household, p.name, r.collector, r.points, r.pieces, r.clerk, r.handed_on, c.reason,
              (SELECT count(*) FROM ledger_posting v WHERE v.county = r.county AND v.reverses = r.id),
              (SELECT count(*) FROM redemption_late x WHERE x.county = r.county AND x.redemption = r.id)
              FROM redemption r JOIN household h ON h.county = r.county AND h.id = r.household JOIN person p ON p.county = h.county AND p.id = h.head
              LEFT JOIN redemption_cancel c ON c.county = r.county AND c.redemption = r.id
              WHERE r.county = $1 AND r.shop = $2 AND r.handed_on = $3 ORDER BY r.number";
    RECENT = "SELECT r.id, r.number, r.at, r.household, p.name, r.collector, r.points, r.pieces, r.clerk, r.handed_on, c.reason,
              (SELECT count(*) FROM ledger_posting v WHERE v.county = r.county AND v.reverses = r.id),
              (SELECT count(*) FROM redemption_late x WHERE x.county = r.county AND x.redemption = r.id)
              FROM redemption r JOIN household h ON h.county = r.county AND h.id = r.household JOIN person p ON p.county = h.county AND p.id = h.head
              LEFT JOIN redemption_cancel c ON c.county = r.county AND c.redemption = r.id
              WHERE r.county = $1 AND r.shop = $2 ORDER BY r.handed_on DESC, r.number DESC LIMIT $3";
    CANCELLED = "SELECT r.id, r.number, r.at, r.household, p.name, r.collector, r.points, r.pieces, r.clerk, r.handed_on, c.reason,
              (SELECT count(*) FROM ledger_posting v WHERE v.county = r.county AND v.reverses = r.id),
              (SELECT count(*) FROM redemption_late x WHERE x.county = r.county AND x.redemption = r.id)
              FROM redemption_cancel c JOIN redemption r ON r.county = c.county AND r.id = c.redemption
              JOIN household h ON h.county = r.county AND h.id = r.household JOIN person p ON p.county = h.county AND p.id = h.head
              WHERE r.county = $1 AND r.shop = $2 AND r.handed_on >= $3 ORDER BY r.handed_on DESC, r.number DESC LIMIT 200";
    // Of the latest slips only, so that a busy shop's counter opens as fast as a quiet one's.
    FREQUENT = "SELECT l.goods FROM (SELECT county, id FROM redemption WHERE county = $1 AND shop = $2 AND handed_on >= $3
                ORDER BY handed_on DESC, number DESC LIMIT $5) r
                CROSS JOIN redemption_line l WHERE l.county = r.county AND l.redemption = r.id
                GROUP BY l.goods ORDER BY count(*) DESC, l.goods LIMIT $4";
    INSERT_CANCEL = "INSERT INTO redemption_cancel (county, redemption, at, actor, reason) VALUES ($1, $2, $3, $4, $5)";
    INSERT_REPRINT = "INSERT INTO slip_reprint (county, redemption, number, at, actor)
                      SELECT $1, $2, (SELECT count(*) FROM slip_reprint s WHERE s.county = $1 AND s.redemption = $2) + 1, $3, $4";
}

/// A slip with what became of it.
#[derive(Clone, Debug)]
pub struct Slip {
    pub id: Id<Redemption>,
    pub shop: Id<Shop>,
    pub number: i64,
    pub household: Id<Household>,
    pub on: BusinessDate,
    pub at: Moment,
    pub clerk: Id,
    pub collector: String,
    pub relation: String,
    pub signature_kind: String,
    pub signature: String,
    pub points: TenthPoints,
    pub pieces: Pieces,
    pub balance_before: TenthPoints,
    pub balance_after: TenthPoints,
    /// When, why, by which login.
    pub cancelled: Option<(Moment, String, Id)>,
    pub reprints: i64,
}

/// A line of a slip with its goods' words.
#[derive(Clone, Debug)]
pub struct SlipLine {
    pub goods: Id<Goods>,
    pub number: i64,
    pub name: String,
    pub spec: String,
    pub piece_unit: String,
    pub lot: Id<Lot>,
    pub quantity: Pieces,
    pub price: TenthPoints,
    /// What the lot came with.
    pub receipt: Id<Receipt>,
    /// Who gave or sold it.
    pub source: String,
}

/// A slip in a list.
#[derive(Clone, Debug)]
pub struct DaySlip {
    pub id: Id<Redemption>,
    pub number: i64,
    pub at: Moment,
    pub household: Id<Household>,
    pub head_name: String,
    pub collector: String,
    pub points: TenthPoints,
    pub pieces: Pieces,
    pub clerk: Id,
    pub on: BusinessDate,
    /// The reason when it was cancelled.
    pub cancelled: Option<String>,
    /// Taken back later, by two.
    pub reversed: bool,
    /// Written by hand that day, entered later.
    pub late: bool,
}

impl DaySlip {
    /// Whether it counts no longer.
    pub fn is_undone(&self) -> bool {
        self.cancelled.is_some() || self.reversed
    }
}

pub(crate) fn insert(tx: &mut Tx<'_>, redemption: &Redemption, number: i64, plan: &Plan) -> Result<(), DatabaseError> {
    let Redemption { county, id, shop, household, on, at, clerk, collector, relation, signed, set_aside } = redemption;
    let (before, after) = (plan.balance_before, plan.balance_after());
    tx.execute(
        INSERT,
        args![
            county,
            id,
            shop,
            number,
            household,
            on,
            at,
            clerk,
            collector,
            relation,
            signed.kind,
            signed.what,
            plan.points,
            plan.pieces,
            before,
            after,
            set_aside
        ],
    )?;
    for (line, number) in plan.lines.iter().zip(1_i64..) {
        let taken = line.taken;
        tx.execute(INSERT_LINE, args![county, id, number, taken.goods, taken.lot, taken.quantity, line.price])?;
    }
    Ok(())
}

/// The slip of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Redemption>) -> Result<Option<Slip>, DatabaseError> {
    tx.row(FIND, args![county, id], |row| {
        let cancelled = match row.get::<Option<Moment>>(15)? {
            Some(at) => Some((at, row.get(16)?, row.get(17)?)),
            None => None,
        };
        Ok(Slip {
            id: row.get(0)?,
            shop: row.get(1)?,
            number: row.get(2)?,
            household: row.get(3)?,
            on: row.get(4)?,
            at: row.get(5)?,
            clerk: row.get(6)?,
            collector: row.get(7)?,
            relation: row.get(8)?,
            signature_kind: row.get(9)?,
            signature: row.get(10)?,
            points: row.get(11)?,
            pieces: row.get(12)?,
            balance_before: row.get(13)?,
            balance_after: row.get(14)?,
            cancelled,
            reprints: row.get(18)?,
        })
    })
}

/// The lines of a slip.
pub fn lines(tx: &mut Tx<'_>, county: County, id: Id<Redemption>) -> Result<Vec<SlipLine>, DatabaseError> {
    tx.rows(LINES, args![county, id], |row| {
        Ok(SlipLine {
            goods: row.get(0)?,
            number: row.get(1)?,
            name: row.get(2)?,
            spec: row.get(3)?,
            piece_unit: row.get(4)?,
            lot: row.get(5)?,
            quantity: row.get(6)?,
            price: row.get(7)?,
            receipt: row.get(8)?,
            source: row.get(9)?,
        })
    })
}

/// All slips of a shop's day by number.
pub fn of_day(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<Vec<DaySlip>, DatabaseError> {
    tx.rows(OF_DAY, args![county, shop, on], read_day_slip)
}

/// The latest slips of a shop.
pub fn recent(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, limit: i64) -> Result<Vec<DaySlip>, DatabaseError> {
    tx.rows(RECENT, args![county, shop, limit], read_day_slip)
}

/// Slips cancelled since a day, for the supervisor.
pub fn cancelled_since(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, since: BusinessDate) -> Result<Vec<DaySlip>, DatabaseError> {
    tx.rows(CANCELLED, args![county, shop, since], read_day_slip)
}

fn read_day_slip(row: &Row<'_>) -> Result<DaySlip, DatabaseError> {
    let (cancelled, taken_back): (Option<String>, i64) = (row.get(10)?, row.get(11)?);
    Ok(DaySlip {
        id: row.get(0)?,
        number: row.get(1)?,
        at: row.get(2)?,
        household: row.get(3)?,
        head_name: row.get(4)?,
        collector: row.get(5)?,
        points: row.get(6)?,
        pieces: row.get(7)?,
        clerk: row.get(8)?,
        on: row.get(9)?,
        reversed: cancelled.is_none() && taken_back > 0,
        late: row.get::<i64>(12)? > 0,
        cancelled,
    })
}

pub(super) fn insert_cancel(
    tx: &mut Tx<'_>,
    county: County,
    id: Id<Redemption>,
    by: Id,
    reason: &str,
    now: Moment,
) -> Result<(), DatabaseError> {
    tx.execute(INSERT_CANCEL, args![county, id, now, by, reason]).map(drop)
}

/// Notes that a slip was printed again.
pub fn note_reprint(tx: &mut Tx<'_>, county: County, id: Id<Redemption>, by: Id, now: Moment) -> Result<(), DatabaseError> {
    tx.enter(county)?;
    tx.execute(INSERT_REPRINT, args![county, id, now, by]).map(drop)
}

/// As many kinds as a phone shows without much scrolling.
const FREQUENT_MAX: i64 = 8;

/// Slips looked at: a few open days of a busy shop.
const FREQUENT_SLIPS: i64 = 300;

/// The kinds of goods on most of a shop's latest slips since a day, the most frequent first.
pub fn frequent(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, since: BusinessDate) -> Result<Vec<Id<Goods>>, DatabaseError> {
    tx.rows(FREQUENT, args![county, shop, since, FREQUENT_MAX, FREQUENT_SLIPS], |row| row.get(0))
}
