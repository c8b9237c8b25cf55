//! SQL about goods and what of them is on the shelf.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Row, Tx, args, statements};
use money::TenthPoints;
use serde_json::{Value, json};

use super::Goods;
use crate::receipt::LotOnShelf;
use crate::shop::Shop;

statements! {
    INSERT = "INSERT INTO goods (county, id, shop, number, name, spec, piece_unit, category, price, minimum, offered)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (county, shop, number) DO NOTHING";
    UPDATE = "UPDATE goods SET number = $3, name = $4, spec = $5, piece_unit = $6, category = $7, price = $8, minimum = $9, offered = $10
              WHERE county = $1 AND id = $2";
    FIND = "SELECT county, id, shop, number, name, spec, piece_unit, category, price, minimum, offered FROM goods WHERE county = $1 AND id = $2";
    LISTED = "SELECT county, id, shop, number, name, spec, piece_unit, category, price, minimum, offered FROM goods
              WHERE county = $1 AND shop = $2 ORDER BY number LIMIT 2000";
    INSERT_PRICE = "INSERT INTO goods_price (county, goods, number, since_on, price, at)
                    SELECT $1, $2, (SELECT count(*) FROM goods_price p WHERE p.county = $1 AND p.goods = $2) + 1, $3, $4, $5";
    // The last price of the day; before the first one the first.
    PRICE_ON = "SELECT price FROM goods_price WHERE county = $1 AND goods = $2
                ORDER BY CASE WHEN since_on <= $3 THEN 0 ELSE 1 END, CASE WHEN since_on <= $3 THEN -number ELSE number END LIMIT 1";
    LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM goods WHERE county = $1 AND shop = $2";
    SHELF = "SELECT l.goods, l.id, a.balance, l.expires_on, l.received_on, l.cost_fen FROM lot l
             JOIN ledger_account a ON a.county = l.county AND a.owner_kind = 'lot' AND a.owner = l.id AND a.purpose = 'shelf'
             WHERE l.county = $1 AND l.shop = $2 AND a.balance > 0
             ORDER BY l.goods, coalesce(l.expires_on, 99991231), l.received_on, l.id";
    SHELF_OF = "SELECT l.goods, l.id, a.balance, l.expires_on, l.received_on, l.cost_fen FROM lot l
                JOIN ledger_account a ON a.county = l.county AND a.owner_kind = 'lot' AND a.owner = l.id AND a.purpose = 'shelf'
                WHERE l.county = $1 AND l.shop = $2 AND l.goods = $3 AND a.balance > 0
                ORDER BY coalesce(l.expires_on, 99991231), l.received_on, l.id";
}

/// Adds goods to a shop's list; false when the number is taken.
pub fn add(tx: &mut Tx<'_>, goods: &Goods, by: Id, now: Moment) -> Result<bool, DatabaseError> {
    let Goods { county, id, shop, number, name, spec, piece_unit, category, price, minimum, offered } = goods;
    if tx.execute(INSERT, args![county, id, shop, number, name, spec, piece_unit, category, price, minimum, offered])? == 0 {
        return Ok(false);
    }
    tx.execute(INSERT_PRICE, args![county, id, now.day(), price, now])?;
    noted(tx, goods, "listed", None, by, now)?;
    Ok(true)
}

/// Changes goods; slips keep the price of their day.
pub fn change(tx: &mut Tx<'_>, before: &Goods, goods: &Goods, by: Id, now: Moment) -> Result<(), DatabaseError> {
    let Goods { county, id, number, name, spec, piece_unit, category, price, minimum, offered, .. } = goods;
    tx.execute(UPDATE, args![county, id, number, name, spec, piece_unit, category, price, minimum, offered])?;
    if goods.price != before.price {
        tx.execute(INSERT_PRICE, args![county, id, now.day(), price, now])?;
    }
    noted(tx, goods, "changed", Some(as_json(before)), by, now)
}

fn noted(tx: &mut Tx<'_>, goods: &Goods, verb: &'static str, before: Option<Value>, by: Id, now: Moment) -> Result<(), DatabaseError> {
    let subject = Subject::new(goods.county, "goods", goods.id);
    tx.changed(Change { subject, actor: Some(by), verb, at: now, before, after: Some(as_json(goods)) })
}

fn as_json(goods: &Goods) -> Value {
    json!({ "number": goods.number, "name": goods.name, "spec": goods.spec, "unit": goods.piece_unit, "category": goods.category,
            "price": goods.price.to_string(), "minimum": goods.minimum.0, "offered": goods.offered })
}

/// Goods of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Goods>) -> Result<Option<Goods>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// What a piece cost at the end of a day; goods listed later cost what they did first.
pub fn price_on(tx: &mut Tx<'_>, goods: &Goods, day: BusinessDate) -> Result<TenthPoints, DatabaseError> {
    Ok(tx.row(PRICE_ON, args![goods.county, goods.id, day], |row| row.get(0))?.unwrap_or(goods.price))
}

/// All goods on a shop's list, offered or not, by number.
pub fn listed(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<Goods>, DatabaseError> {
    tx.rows(LISTED, args![county, shop], read)
}

/// The next free number on a shop's list.
pub fn next_goods_number(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<i64, DatabaseError> {
    Ok(tx.one(LAST_NUMBER, args![county, shop], |row| row.get::<i64>(0))? + 1)
}

/// What is on the shelf by lot: of each kind of goods what expires first, else what came first, stands first.
pub fn shelf(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<LotOnShelf>, DatabaseError> {
    tx.rows(SHELF, args![county, shop], read_lot)
}

/// What of one kind stands on a shop's shelf, what expires first in front.
pub fn shelf_of(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, goods: Id<Goods>) -> Result<Vec<LotOnShelf>, DatabaseError> {
    tx.rows(SHELF_OF, args![county, shop, goods], read_lot)
}

fn read_lot(row: &Row<'_>) -> Result<LotOnShelf, DatabaseError> {
    Ok(LotOnShelf {
        goods: row.get(0)?,
        lot: row.get(1)?,
        left: row.get(2)?,
        expires_on: row.get(3)?,
        received_on: row.get(4)?,
        cost: row.get(5)?,
    })
}

fn read(row: &Row<'_>) -> Result<Goods, DatabaseError> {
    Ok(Goods {
        county: row.get(0)?,
        id: row.get(1)?,
        shop: row.get(2)?,
        number: row.get(3)?,
        name: row.get(4)?,
        spec: row.get(5)?,
        piece_unit: row.get(6)?,
        category: row.get(7)?,
        price: row.get(8)?,
        minimum: row.get(9)?,
        offered: row.get(10)?,
    })
}
