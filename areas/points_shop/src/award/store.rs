//! SQL about confirmations and the deeds they enter.

use basics::{County, Id};
use database::{DatabaseError, Row, Tx, args, statements};
use money::TenthPoints;
use registry::household::Household;
use trust::roster::{Action, Roster};

use super::Award;
use crate::deed::Deed;

statements! {
    INSERT = "INSERT INTO award (county, id, roster, shop, entries, plus, minus, confirmed_on, confirmed_at, confirmed_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    FIND = "SELECT county, id, roster, shop, entries, plus, minus, confirmed_on, confirmed_at, confirmed_by FROM award WHERE county = $1 AND id = $2";
    OF_ROSTER = "SELECT county, id, roster, shop, entries, plus, minus, confirmed_on, confirmed_at, confirmed_by FROM award
                 WHERE county = $1 AND roster = $2 ORDER BY confirmed_at";
    OF_DEED = "SELECT a.county, a.id, a.roster, a.shop, a.entries, a.plus, a.minus, a.confirmed_on, a.confirmed_at, a.confirmed_by FROM deed d
               JOIN award a ON a.county = d.county AND a.id = d.award WHERE d.county = $1 AND d.id = $2";
    COUNTED = "SELECT counts FROM deed WHERE county = $1 AND id = $2";
    MARK = "UPDATE deed SET award = $3 WHERE county = $1 AND state = 'listed' AND award IS NULL AND id IN
            (SELECT e.subject FROM roster_outcome o JOIN roster_entry e ON e.county = o.county AND e.id = o.entry WHERE o.county = $1 AND o.act = $2)";
    SUMS = "SELECT CAST(coalesce(sum(CASE WHEN counts > 0 THEN counts ELSE 0 END), 0) AS BIGINT),
            CAST(coalesce(sum(CASE WHEN counts < 0 THEN -counts ELSE 0 END), 0) AS BIGINT), count(*) FROM deed WHERE county = $1 AND award = $2";
    TO_BOOK = "SELECT id, household, counts, state FROM deed WHERE county = $1 AND award = $2 AND state = 'listed' ORDER BY household, id LIMIT $3";
}

pub(super) fn insert(tx: &mut Tx<'_>, award: &Award) -> Result<(), DatabaseError> {
    let Award { county, id, roster, shop, entries, plus, minus, on, at, by } = award;
    tx.execute(INSERT, args![county, id, roster, shop, entries, plus, minus, on, at, by]).map(drop)
}

/// The confirmation of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Award>) -> Result<Option<Award>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// Confirmations of a roster, in their order.
pub fn of_roster(tx: &mut Tx<'_>, county: County, roster: Id<Roster>) -> Result<Vec<Award>, DatabaseError> {
    tx.rows(OF_ROSTER, args![county, roster], read)
}

/// The confirmation a deed's points came with.
pub fn of_deed(tx: &mut Tx<'_>, county: County, deed: Id<Deed>) -> Result<Option<Award>, DatabaseError> {
    tx.row(OF_DEED, args![county, deed], read)
}

/// What counted of a deed's points under the caps; nothing before it was listed.
pub fn counted(tx: &mut Tx<'_>, county: County, deed: Id<Deed>) -> Result<Option<TenthPoints>, DatabaseError> {
    Ok(tx.row(COUNTED, args![county, deed], |row| row.get::<Option<TenthPoints>>(0))?.flatten())
}

/// Marks the deeds an act decided as this confirmation's.
pub(super) fn mark(tx: &mut Tx<'_>, county: County, act: Id<Action>, award: Id<Award>) -> Result<(), DatabaseError> {
    tx.execute(MARK, args![county, act, award]).map(drop)
}

/// What a confirmation gives, what it takes, and of how many deeds.
pub(super) fn sums(tx: &mut Tx<'_>, county: County, award: Id<Award>) -> Result<(TenthPoints, TenthPoints, i64), DatabaseError> {
    tx.one(SUMS, args![county, award], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// A deed whose points are still to be entered.
pub(super) struct ToBook {
    pub deed: Id<Deed>,
    pub household: Id<Household>,
    pub counts: TenthPoints,
}

/// Deeds of a confirmation that are not entered yet.
pub(super) fn to_book(tx: &mut Tx<'_>, county: County, award: Id<Award>, limit: i64) -> Result<Vec<ToBook>, DatabaseError> {
    tx.rows(TO_BOOK, args![county, award, limit], |row| {
        Ok(ToBook { deed: row.get(0)?, household: row.get(1)?, counts: row.get::<Option<TenthPoints>>(2)?.unwrap_or_default() })
    })
}

fn read(row: &Row<'_>) -> Result<Award, DatabaseError> {
    Ok(Award {
        county: row.get(0)?,
        id: row.get(1)?,
        roster: row.get(2)?,
        shop: row.get(3)?,
        entries: row.get(4)?,
        plus: row.get(5)?,
        minus: row.get(6)?,
        on: row.get(7)?,
        at: row.get(8)?,
        by: row.get(9)?,
    })
}
