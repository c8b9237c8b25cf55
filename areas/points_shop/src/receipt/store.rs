//! SQL about receipts and lots.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use money::Pieces;

use super::Receipt;
use crate::shop::Shop;

statements! {
    INSERT = "INSERT INTO goods_receipt (county, id, shop, received_on, at, way, source, source_label, received_by, witness, signature_kind, signature, photo)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    INSERT_LOT = "INSERT INTO lot (county, id, shop, goods, receipt, quantity, received_on, expires_on, serial, cost_fen, cost_basis, donor)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    FIND = "SELECT r.id, r.received_on, r.way, r.source_label, r.witness, (SELECT coalesce(CAST(sum(l.quantity) AS BIGINT), 0) FROM lot l WHERE l.county = r.county AND l.receipt = r.id)
            FROM goods_receipt r WHERE r.county = $1 AND r.id = $2";
    OF_SHOP = "SELECT r.id, r.received_on, r.way, r.source_label, r.witness, (SELECT coalesce(CAST(sum(l.quantity) AS BIGINT), 0) FROM lot l WHERE l.county = r.county AND l.receipt = r.id)
               FROM goods_receipt r WHERE r.county = $1 AND r.shop = $2 ORDER BY r.received_on DESC, r.id DESC LIMIT 100";
}

/// A receipt as lists show it.
#[derive(Clone, Debug)]
pub struct ReceiptRow {
    pub id: Id<Receipt>,
    pub on: BusinessDate,
    pub bought: bool,
    pub source: String,
    pub witness: String,
    pub pieces: Pieces,
}

pub(super) fn insert(tx: &mut Tx<'_>, receipt: &Receipt) -> Result<(), DatabaseError> {
    let Receipt { county, id, shop, on, at, bought, source, by, witness, signed, photo, lots } = receipt;
    let way = if *bought { "bought" } else { "given" };
    tx.execute(INSERT, args![county, id, shop, on, at, way, source.id, source.name, by, witness, signed.kind, signed.what, photo])?;
    for lot in lots {
        let basis = match (lot.cost, bought) {
            (Some(_), true) => "invoice",
            (Some(_), false) => "appraised",
            (None, _) => "none",
        };
        let donor = (!bought).then_some(source.id);
        tx.execute(
            INSERT_LOT,
            args![county, lot.id, shop, lot.goods, id, lot.quantity, on, lot.expires_on, lot.serial, lot.cost, basis, donor],
        )?;
    }
    Ok(())
}

fn read(row: &database::Row<'_>) -> Result<ReceiptRow, DatabaseError> {
    let bought = row.get::<String>(2)? == "bought";
    Ok(ReceiptRow { id: row.get(0)?, on: row.get(1)?, bought, source: row.get(3)?, witness: row.get(4)?, pieces: row.get(5)? })
}

/// The receipt of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Receipt>) -> Result<Option<ReceiptRow>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// The latest 100 receipts of a shop.
pub fn of_shop(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<ReceiptRow>, DatabaseError> {
    tx.rows(OF_SHOP, args![county, shop], read)
}
