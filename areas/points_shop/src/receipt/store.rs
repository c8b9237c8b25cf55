//! SQL about receipts and lots.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};
use money::{Fen, Pieces};

use super::{Lot, Receipt};
use crate::goods::Goods;
use crate::shop::Shop;
use crate::signature::Signed;

statements! {
    INSERT = "INSERT INTO goods_receipt (county, id, shop, received_on, at, way, source, source_label, received_by, witness, signature_kind, signature, photo)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    INSERT_LOT = "INSERT INTO lot (county, id, shop, goods, receipt, quantity, received_on, expires_on, serial, cost_fen, cost_basis, donor)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    FIND = "SELECT r.id, r.received_on, r.way, r.source_label, r.witness, (SELECT coalesce(CAST(sum(l.quantity) AS BIGINT), 0) FROM lot l WHERE l.county = r.county AND l.receipt = r.id),
            r.shop, r.at, r.received_by, r.signature_kind, r.signature, r.photo
            FROM goods_receipt r WHERE r.county = $1 AND r.id = $2";
    OF_SHOP = "SELECT r.id, r.received_on, r.way, r.source_label, r.witness, (SELECT coalesce(CAST(sum(l.quantity) AS BIGINT), 0) FROM lot l WHERE l.county = r.county AND l.receipt = r.id)
               FROM goods_receipt r WHERE r.county = $1 AND r.shop = $2 ORDER BY r.received_on DESC, r.id DESC LIMIT 100";
    SAME_PAPER = "SELECT r.received_on, s.name FROM goods_receipt r JOIN shop s ON s.county = r.county AND s.id = r.shop
                  WHERE r.county = $1 AND r.source_label = $2 AND r.signature_kind = 'paper' AND r.signature = $3 AND r.id <> $4
                  ORDER BY r.received_on DESC, r.id DESC LIMIT 1";
    LOTS_OF_RECEIPT = "SELECT l.receipt, r.source_label, g.id, g.number, g.name, g.spec, g.piece_unit, l.quantity, coalesce(a.balance, 0), l.received_on, l.expires_on, l.serial, l.cost_fen, l.id
                       FROM lot l JOIN goods_receipt r ON r.county = l.county AND r.id = l.receipt JOIN goods g ON g.county = l.county AND g.id = l.goods
                       LEFT JOIN ledger_account a ON a.county = l.county AND a.owner_kind = 'lot' AND a.owner = l.id AND a.purpose = 'shelf'
                       WHERE l.county = $1 AND l.receipt = $2 ORDER BY g.number, l.id";
    LOTS_OF_GOODS = "SELECT l.receipt, r.source_label, g.id, g.number, g.name, g.spec, g.piece_unit, l.quantity, coalesce(a.balance, 0), l.received_on, l.expires_on, l.serial, l.cost_fen, l.id
                     FROM lot l JOIN goods_receipt r ON r.county = l.county AND r.id = l.receipt JOIN goods g ON g.county = l.county AND g.id = l.goods
                     LEFT JOIN ledger_account a ON a.county = l.county AND a.owner_kind = 'lot' AND a.owner = l.id AND a.purpose = 'shelf'
                     WHERE l.county = $1 AND l.goods = $2 ORDER BY l.received_on DESC, l.id DESC LIMIT 100";
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

/// A receipt with who signed for it and how.
#[derive(Clone, Debug)]
pub struct ReceiptFound {
    pub row: ReceiptRow,
    pub shop: Id<Shop>,
    pub at: Moment,
    pub by: Id,
    pub signed: Signed,
    /// Digest of the photo's file.
    pub photo: Option<String>,
}

/// A lot as it came in, and what of it is on the shelf.
#[derive(Clone, Debug)]
pub struct LotRow {
    pub lot: Id<Lot>,
    pub receipt: Id<Receipt>,
    pub source: String,
    pub goods: Id<Goods>,
    pub number: i64,
    pub name: String,
    pub spec: String,
    pub piece_unit: String,
    pub quantity: Pieces,
    pub left: Pieces,
    pub received_on: BusinessDate,
    pub expires_on: Option<BusinessDate>,
    pub serial: Option<String>,
    /// Of one piece.
    pub cost: Option<Fen>,
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

fn read(row: &Row<'_>) -> Result<ReceiptRow, DatabaseError> {
    let bought = row.get::<String>(2)? == "bought";
    Ok(ReceiptRow { id: row.get(0)?, on: row.get(1)?, bought, source: row.get(3)?, witness: row.get(4)?, pieces: row.get(5)? })
}

/// The receipt of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Receipt>) -> Result<Option<ReceiptFound>, DatabaseError> {
    tx.row(FIND, args![county, id], |row| {
        let kind = if row.get::<String>(9)? == "drawn" { "drawn" } else { "paper" };
        let signed = Signed { kind, what: row.get(10)? };
        Ok(ReceiptFound { row: read(row)?, shop: row.get(6)?, at: row.get(7)?, by: row.get(8)?, signed, photo: row.get(11)? })
    })
}

/// The latest 100 receipts of a shop.
pub fn of_shop(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<ReceiptRow>, DatabaseError> {
    tx.rows(OF_SHOP, args![county, shop], read)
}

/// When and where goods of a source came in under this number of a paper, other than with this receipt.
pub fn same_paper(
    tx: &mut Tx<'_>,
    county: County,
    id: Id<Receipt>,
    (source, number): (&str, &str),
) -> Result<Option<(BusinessDate, String)>, DatabaseError> {
    tx.row(SAME_PAPER, args![county, source, number, id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What came in with a receipt, by number.
pub fn lots(tx: &mut Tx<'_>, county: County, receipt: Id<Receipt>) -> Result<Vec<LotRow>, DatabaseError> {
    tx.rows(LOTS_OF_RECEIPT, args![county, receipt], read_lot)
}

/// The latest 100 lots of a kind of goods.
pub fn lots_of_goods(tx: &mut Tx<'_>, county: County, goods: Id<Goods>) -> Result<Vec<LotRow>, DatabaseError> {
    tx.rows(LOTS_OF_GOODS, args![county, goods], read_lot)
}

fn read_lot(row: &Row<'_>) -> Result<LotRow, DatabaseError> {
    Ok(LotRow {
        lot: row.get(13)?,
        receipt: row.get(0)?,
        source: row.get(1)?,
        goods: row.get(2)?,
        number: row.get(3)?,
        name: row.get(4)?,
        spec: row.get(5)?,
        piece_unit: row.get(6)?,
        quantity: row.get(7)?,
        left: row.get(8)?,
        received_on: row.get(9)?,
        expires_on: row.get(10)?,
        serial: row.get(11)?,
        cost: row.get(12)?,
    })
}
