//! SQL about pieces that went bad.

use basics::{County, Id};
use database::{DatabaseError, Row, Tx, args, statements};

use super::Scrap;
use crate::shop::Shop;
use crate::signature::Signed;

statements! {
    INSERT = "INSERT INTO stock_scrap (county, id, shop, goods, lot, quantity, reason, note, scrapped_on, at, actor, witness, signature_kind, signature)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    FIND = "SELECT s.id, s.shop, s.goods, s.lot, s.quantity, s.reason, s.note, s.scrapped_on, s.at, s.actor, s.witness, s.signature_kind, s.signature,
            g.name, g.spec, g.piece_unit, (SELECT count(*) FROM ledger_posting v WHERE v.county = s.county AND v.reverses = s.id) FROM stock_scrap s JOIN goods g ON g.county = s.county AND g.id = s.goods WHERE s.county = $1 AND s.id = $2";
    OF_SHOP = "SELECT s.id, s.shop, s.goods, s.lot, s.quantity, s.reason, s.note, s.scrapped_on, s.at, s.actor, s.witness, s.signature_kind, s.signature,
               g.name, g.spec, g.piece_unit, (SELECT count(*) FROM ledger_posting v WHERE v.county = s.county AND v.reverses = s.id) FROM stock_scrap s JOIN goods g ON g.county = s.county AND g.id = s.goods
               WHERE s.county = $1 AND s.shop = $2 ORDER BY s.scrapped_on DESC, s.at DESC, s.id LIMIT 100";
}

/// Pieces that went bad, with their goods' words.
#[derive(Clone, Debug)]
pub struct ScrapRow {
    pub scrap: Scrap,
    pub name: String,
    pub spec: String,
    pub piece_unit: String,
    /// Taken back later, by two.
    pub is_reversed: bool,
}

impl ScrapRow {
    /// `大米 5 千克`.
    pub fn full_name(&self) -> String {
        if self.spec.is_empty() { self.name.clone() } else { format!("{} {}", self.name, self.spec) }
    }
}

pub(super) fn insert(tx: &mut Tx<'_>, scrap: &Scrap) -> Result<(), DatabaseError> {
    let Scrap { county, id, shop, goods, lot, quantity, reason, note, on, at, by, witness, signed } = scrap;
    tx.execute(INSERT, args![county, id, shop, goods, lot, quantity, reason, note, on, at, by, witness, signed.kind, signed.what]).map(drop)
}

/// What went bad under this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Scrap>) -> Result<Option<ScrapRow>, DatabaseError> {
    tx.row(FIND, args![county, id], |row| read(row, county))
}

/// The latest 100 of a shop.
pub fn of_shop(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<ScrapRow>, DatabaseError> {
    tx.rows(OF_SHOP, args![county, shop], |row| read(row, county))
}

fn read(row: &Row<'_>, county: County) -> Result<ScrapRow, DatabaseError> {
    let kind = match row.get::<String>(11)?.as_str() {
        "drawn" => "drawn",
        "logins" => "logins",
        _ => "paper",
    };
    let scrap = Scrap {
        county,
        id: row.get(0)?,
        shop: row.get(1)?,
        goods: row.get(2)?,
        lot: row.get(3)?,
        quantity: row.get(4)?,
        reason: row.get(5)?,
        note: row.get(6)?,
        on: row.get(7)?,
        at: row.get(8)?,
        by: row.get(9)?,
        witness: row.get(10)?,
        signed: Signed { kind, what: row.get(12)? },
    };
    Ok(ScrapRow { scrap, name: row.get(13)?, spec: row.get(14)?, piece_unit: row.get(15)?, is_reversed: row.get::<i64>(16)? > 0 })
}
