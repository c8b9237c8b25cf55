//! SQL about set-asides.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};
use money::{Pieces, TenthPoints};
use registry::household::Household;

use super::SetAside;
use crate::goods::Goods;
use crate::receipt::Lot;
use crate::redemption::Plan;
use crate::shop::Shop;

statements! {
    INSERT = "INSERT INTO set_aside (county, id, shop, household, asked_by, note, for_day, made_on, at, actor, points, state)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open')";
    INSERT_LINE = "INSERT INTO set_aside_line (county, set_aside, line, goods, lot, quantity, price) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND = "SELECT s.id, s.shop, s.household, p.name, s.asked_by, s.note, s.for_day, s.points, s.state FROM set_aside s
            JOIN household h ON h.county = s.county AND h.id = s.household JOIN person p ON p.county = h.county AND p.id = h.head
            WHERE s.county = $1 AND s.id = $2";
    OPEN_OF_SHOP = "SELECT s.id, s.shop, s.household, p.name, s.asked_by, s.note, s.for_day, s.points, s.state FROM set_aside s
            JOIN household h ON h.county = s.county AND h.id = s.household JOIN person p ON p.county = h.county AND p.id = h.head
            WHERE s.county = $1 AND s.shop = $2 AND s.state = 'open' ORDER BY s.for_day, s.at LIMIT 500";
    OF_HOUSEHOLD = "SELECT s.id, s.shop, s.household, p.name, s.asked_by, s.note, s.for_day, s.points, s.state FROM set_aside s
            JOIN household h ON h.county = s.county AND h.id = s.household JOIN person p ON p.county = h.county AND p.id = h.head
            WHERE s.county = $1 AND s.shop = $2 AND s.household = $3 AND s.state = 'open' ORDER BY s.for_day, s.at";
    LINES = "SELECT l.goods, g.name, g.spec, g.piece_unit, l.lot, l.quantity, l.price FROM set_aside_line l
             JOIN goods g ON g.county = l.county AND g.id = l.goods WHERE l.county = $1 AND l.set_aside = $2 ORDER BY l.line";
    HAS_EXPIRED = "SELECT count(*) FROM set_aside_line l JOIN lot o ON o.county = l.county AND o.id = l.lot
                   WHERE l.county = $1 AND l.set_aside = $2 AND o.expires_on < $3";
    END = "UPDATE set_aside SET state = $3, ended_at = $4 WHERE county = $1 AND id = $2 AND state = 'open'";
    HOLDS = "SELECT DISTINCT s.id, s.for_day, h.grace_days FROM set_aside s
             JOIN ledger_hold h ON h.county = s.county AND h.holder_kind = 'set-aside' AND h.holder = s.id
             WHERE s.county = $1 AND s.state = 'open' AND s.for_day < $2 ORDER BY s.for_day LIMIT 200";
}

/// A set-aside as it stands.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: Id<SetAside>,
    pub shop: Id<Shop>,
    pub household: Id<Household>,
    pub head_name: String,
    pub asked_by: String,
    pub note: String,
    pub for_day: BusinessDate,
    pub points: TenthPoints,
    /// `open`, `collected` or `given-back`.
    pub state: String,
}

/// Goods held from one lot.
#[derive(Clone, Debug)]
pub struct KeptLine {
    pub goods: Id<Goods>,
    pub name: String,
    pub spec: String,
    pub piece_unit: String,
    pub lot: Id<Lot>,
    pub quantity: Pieces,
    pub price: TenthPoints,
}

pub(super) fn insert(tx: &mut Tx<'_>, asked: &SetAside, plan: &Plan, now: Moment) -> Result<(), DatabaseError> {
    let SetAside { county, id, shop, household, asked_by, note, for_day, on, by } = asked;
    tx.execute(INSERT, args![county, id, shop, household, asked_by, note, for_day, on, now, by, plan.points])?;
    for (line, number) in plan.lines.iter().zip(1_i64..) {
        let taken = line.taken;
        tx.execute(INSERT_LINE, args![county, id, number, taken.goods, taken.lot, taken.quantity, line.price])?;
    }
    Ok(())
}

/// The set-aside of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<SetAside>) -> Result<Option<Kept>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// What a shop holds for its households, by day.
pub fn open_of_shop(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<Kept>, DatabaseError> {
    tx.rows(OPEN_OF_SHOP, args![county, shop], read)
}

/// What a shop holds for one household.
pub fn of_household(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, household: Id<Household>) -> Result<Vec<Kept>, DatabaseError> {
    tx.rows(OF_HOUSEHOLD, args![county, shop, household], read)
}

fn read(row: &Row<'_>) -> Result<Kept, DatabaseError> {
    Ok(Kept {
        id: row.get(0)?,
        shop: row.get(1)?,
        household: row.get(2)?,
        head_name: row.get(3)?,
        asked_by: row.get(4)?,
        note: row.get(5)?,
        for_day: row.get(6)?,
        points: row.get(7)?,
        state: row.get(8)?,
    })
}

/// The goods held.
pub fn lines(tx: &mut Tx<'_>, county: County, id: Id<SetAside>) -> Result<Vec<KeptLine>, DatabaseError> {
    tx.rows(LINES, args![county, id], |row| {
        Ok(KeptLine {
            goods: row.get(0)?,
            name: row.get(1)?,
            spec: row.get(2)?,
            piece_unit: row.get(3)?,
            lot: row.get(4)?,
            quantity: row.get(5)?,
            price: row.get(6)?,
        })
    })
}

/// Ends an open set-aside; false when it had ended.
pub(super) fn end(tx: &mut Tx<'_>, county: County, id: Id<SetAside>, state: &str, now: Moment) -> Result<bool, DatabaseError> {
    Ok(tx.execute(END, args![county, id, state, now])? == 1)
}

/// Set-asides whose day and grace are over, at most 200.
pub fn expired(tx: &mut Tx<'_>, county: County, on: BusinessDate) -> Result<Vec<Id<SetAside>>, DatabaseError> {
    let past: Vec<(Id<SetAside>, BusinessDate, i64)> =
        tx.rows(HOLDS, args![county, on], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(past.into_iter().filter(|(_, day, grace)| i64::from(on.days_since(*day)) > *grace).map(|(id, ..)| id).collect())
}

/// Whether something of it is past its last day.
pub(super) fn has_expired(tx: &mut Tx<'_>, county: County, id: Id<SetAside>, on: BusinessDate) -> Result<bool, DatabaseError> {
    Ok(tx.one(HAS_EXPIRED, args![county, id, on], |row| row.get::<i64>(0))? > 0)
}
