//! SQL about what donors gave: their lots with what is left of each, and the villages where it arrived.

use basics::{County, Id};
use database::{DatabaseError, Row, Tx, args, statements};
use money::Pieces;
use registry::body::Body;
use registry::household::Household;

use super::Given;
use crate::receipt::Lot;

statements! {
    DONORS = "SELECT b.id, b.name FROM body b WHERE b.id IN (SELECT o.donor FROM lot o WHERE o.county = $1) ORDER BY b.name";
    NAME = "SELECT b.name FROM body b WHERE b.id = $2 AND EXISTS (SELECT 1 FROM lot o WHERE o.county = $1 AND o.donor = b.id)";
    // What went bad and what counts found different as the book has it: with what was taken back of it, and with what late slips took off.
    GIVEN = "SELECT o.id, g.name, g.spec, g.piece_unit, s.name, o.received_on, o.quantity,
             CAST(coalesce((SELECT -sum(l.amount) FROM ledger_account a JOIN ledger_line l ON l.county = a.county AND l.account = a.id
             JOIN ledger_posting p ON p.county = l.county AND p.seq = l.seq
             WHERE a.county = o.county AND a.owner_kind = 'lot' AND a.owner = o.id AND p.cause_kind = 'scrap'), 0) AS BIGINT),
             CAST(coalesce((SELECT sum(l.amount) FROM ledger_account a JOIN ledger_line l ON l.county = a.county AND l.account = a.id
             JOIN ledger_posting p ON p.county = l.county AND p.seq = l.seq
             WHERE a.county = o.county AND a.owner_kind = 'lot' AND a.owner = o.id AND p.cause_kind = 'stock-take'), 0) AS BIGINT),
             CAST(coalesce((SELECT sum(a.balance) FROM ledger_account a WHERE a.county = o.county AND a.owner_kind = 'lot' AND a.owner = o.id
             AND a.purpose IN ('shelf', 'shelf_held')), 0) AS BIGINT)
             FROM lot o JOIN goods g ON g.county = o.county AND g.id = o.goods JOIN shop s ON s.county = o.county AND s.id = o.shop
             WHERE o.county = $1 AND o.donor = $2 ORDER BY o.received_on DESC, g.name, s.name, o.id LIMIT 5000";
    REACHED = "SELECT r.village, r.household, count(DISTINCT r.id) FROM lot o
               JOIN redemption_line l ON l.county = o.county AND l.lot = o.id JOIN redemption r ON r.county = l.county AND r.id = l.redemption
               WHERE o.county = $1 AND o.donor = $2
               AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = r.county AND p.reverses = r.id)
               GROUP BY r.village, r.household";
    REACHED_BY_LOT = "SELECT r.village, r.household, count(DISTINCT r.id) FROM lot o
               JOIN redemption_line l ON l.county = o.county AND l.lot = o.id JOIN redemption r ON r.county = l.county AND r.id = l.redemption
               WHERE o.county = $1 AND o.donor = $2 AND o.id = $3
               AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = r.county AND p.reverses = r.id)
               GROUP BY r.village, r.household";
}

/// A household that something reached, where it lived then, and how many slips; never shown but counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    pub village: String,
    pub household: Id<Household>,
    pub slips: i64,
}

/// Everybody who gave goods to the county.
pub fn donors(tx: &mut Tx<'_>, county: County) -> Result<Vec<(Id<Body>, String)>, DatabaseError> {
    tx.rows(DONORS, args![county], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What a donor is called; none for who gave nothing to the county.
pub(super) fn name(tx: &mut Tx<'_>, county: County, donor: Id<Body>) -> Result<Option<String>, DatabaseError> {
    tx.row(NAME, args![county, donor], |row| row.get(0))
}

/// The lots a donor gave, the latest first.
pub fn given(tx: &mut Tx<'_>, county: County, donor: Id<Body>) -> Result<Vec<Given>, DatabaseError> {
    tx.rows(GIVEN, args![county, donor], |row| {
        let (name, spec): (String, String) = (row.get(1)?, row.get(2)?);
        Ok(Given {
            lot: row.get(0)?,
            goods: format!("{name} {spec}").trim().to_owned(),
            piece_unit: row.get(3)?,
            shop: row.get(4)?,
            on: row.get(5)?,
            came_in: row.get(6)?,
            scrapped: row.get::<Pieces>(7)?,
            difference: row.get::<Pieces>(8)?,
            left: row.get::<Pieces>(9)?,
        })
    })
}

/// Whom a donor's goods reached, or one lot of them.
pub fn reached(tx: &mut Tx<'_>, county: County, donor: Id<Body>, lot: Option<Id<Lot>>) -> Result<Vec<Reached>, DatabaseError> {
    match lot {
        Some(lot) => tx.rows(REACHED_BY_LOT, args![county, donor, lot], read),
        None => tx.rows(REACHED, args![county, donor], read),
    }
}

fn read(row: &Row<'_>) -> Result<Reached, DatabaseError> {
    Ok(Reached { village: row.get(0)?, household: row.get(1)?, slips: row.get(2)? })
}
