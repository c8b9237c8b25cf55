//! SQL about shops and the villages they serve.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Row, Tx, args, statements};
use divisions::is_within;
use registry::household::Household;
use serde_json::json;

use super::{OpenDays, Shop};

statements! {
    INSERT = "INSERT INTO shop (county, id, name, village, phone, open_days, opened_on) VALUES ($1, $2, $3, $4, $5, $6, $7)
              ON CONFLICT (county, name) DO NOTHING";
    FIND = "SELECT county, id, name, village, phone, open_days, opened_on, closed_on FROM shop WHERE county = $1 AND id = $2";
    ALL = "SELECT county, id, name, village, phone, open_days, opened_on, closed_on FROM shop WHERE county = $1 ORDER BY village, name LIMIT 2000";
    // A village given up on the very day it was taken may be taken by another shop on that day.
    SERVE = "INSERT INTO shop_village (county, village, since_on, shop) VALUES ($1, $2, $3, $4)
             ON CONFLICT (county, village, since_on) DO UPDATE SET shop = excluded.shop, until_on = NULL WHERE shop_village.until_on = shop_village.since_on";
    CHANGE = "UPDATE shop SET phone = $3, open_days = $4 WHERE county = $1 AND id = $2";
    SERVED = "SELECT v.village, s.id, s.name FROM shop_village v JOIN shop s ON s.county = v.county AND s.id = v.shop
              WHERE v.county = $1 AND v.since_on <= $2 AND (v.until_on IS NULL OR v.until_on > $2) ORDER BY v.village";
    STOP = "UPDATE shop_village SET until_on = $4 WHERE county = $1 AND village = $2 AND shop = $3 AND until_on IS NULL";
    VILLAGES = "SELECT village FROM shop_village WHERE county = $1 AND shop = $2 AND since_on <= $3 AND (until_on IS NULL OR until_on > $3) ORDER BY village";
    SERVES = "SELECT 1 FROM household h JOIN shop_village v ON v.county = h.county AND v.village = h.village
              WHERE h.county = $1 AND h.id = $2 AND h.since_on <= $4 AND (h.until_on IS NULL OR h.until_on > $4)
              AND v.shop = $3 AND v.since_on <= $4 AND (v.until_on IS NULL OR v.until_on > $4)";
    STILL_SERVED = "SELECT village FROM shop_village WHERE county = $1 AND shop = $2 AND until_on IS NULL ORDER BY village";
    SERVING = "SELECT s.county, s.id, s.name, s.village, s.phone, s.open_days, s.opened_on, s.closed_on FROM shop_village v
               JOIN shop s ON s.county = v.county AND s.id = v.shop
               WHERE v.county = $1 AND v.village = $2 AND v.since_on <= $3 AND (v.until_on IS NULL OR v.until_on > $3)";
    NEXT = "INSERT INTO shop_counter (county, name, last) VALUES ($1, $2, 1)
            ON CONFLICT (county, name) DO UPDATE SET last = shop_counter.last + 1 RETURNING last";
}

/// Opens a shop; false when the name is taken.
pub fn open(tx: &mut Tx<'_>, shop: &Shop, by: Option<Id>, now: Moment) -> Result<bool, DatabaseError> {
    let Shop { county, id, name, village, phone, open_days, opened_on, .. } = shop;
    if tx.execute(INSERT, args![county, id, name, village, phone, open_days.text(), opened_on])? == 0 {
        return Ok(false);
    }
    let after = Some(json!({ "name": name, "village": village, "open_days": open_days.text() }));
    tx.changed(Change { subject: Subject::new(*county, "shop", *id), actor: by, verb: "opened", at: now, before: None, after })?;
    Ok(true)
}

/// Lets a shop serve a village from the day on. The caller has looked that no other does.
pub fn serve(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, village: &str, from: BusinessDate) -> Result<(), DatabaseError> {
    match tx.execute(SERVE, args![county, village, from, shop])? {
        0 => Err(DatabaseError::Conflict(format!("the village {village} has had a shop since {from}"))),
        _ => Ok(()),
    }
}

/// Ends a shop's serving of a village.
pub fn stop_serving(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, village: &str, until: BusinessDate) -> Result<bool, DatabaseError> {
    Ok(tx.execute(STOP, args![county, village, shop, until])? == 1)
}

/// Changes what a shop's page says about it.
pub(super) fn change(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, phone: &str, open_days: &OpenDays) -> Result<(), DatabaseError> {
    tx.execute(CHANGE, args![county, shop, phone, open_days.text()]).map(drop)
}

/// Villages of the book that have a shop on the day, each with its shop and the shop's name.
pub fn served(tx: &mut Tx<'_>, county: County, on: BusinessDate) -> Result<Vec<(String, Id<Shop>, String)>, DatabaseError> {
    tx.rows(SERVED, args![county, on], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// The shop that serves the village on the day.
pub fn serving(tx: &mut Tx<'_>, county: County, village: &str, on: BusinessDate) -> Result<Option<Shop>, DatabaseError> {
    tx.row(SERVING, args![county, village, on], read)
}

/// Villages the shop serves on the day.
pub fn villages(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<Vec<String>, DatabaseError> {
    tx.rows(VILLAGES, args![county, shop, on], |row| row.get(0))
}

/// Whether the household lives that day in a village the shop serves.
pub fn serves(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, household: Id<Household>, on: BusinessDate) -> Result<bool, DatabaseError> {
    Ok(tx.row(SERVES, args![county, household, shop, on], |_| Ok(()))?.is_some())
}

/// Villages given to the shop and not taken away again, whatever the day.
pub fn still_served(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<String>, DatabaseError> {
    tx.rows(STILL_SERVED, args![county, shop], |row| row.get(0))
}

/// The shop of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Shop>) -> Result<Option<Shop>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// All shops of a book.
pub fn all(tx: &mut Tx<'_>, county: County) -> Result<Vec<Shop>, DatabaseError> {
    tx.rows(ALL, args![county], read)
}

/// Shops that stand within these divisions.
pub fn in_divisions(tx: &mut Tx<'_>, county: County, within: &[String]) -> Result<Vec<Shop>, DatabaseError> {
    Ok(all(tx, county)?.into_iter().filter(|shop| within.iter().any(|place| is_within(&shop.village, place))).collect())
}

/// The next number of a row of numbers, such as a shop's slips of a day: 1, 2, 3 …
pub fn next_number(tx: &mut Tx<'_>, county: County, name: &str) -> Result<i64, DatabaseError> {
    tx.one(NEXT, args![county, name], |row| row.get(0))
}

fn read(row: &Row<'_>) -> Result<Shop, DatabaseError> {
    Ok(Shop {
        county: row.get(0)?,
        id: row.get(1)?,
        name: row.get(2)?,
        village: row.get(3)?,
        phone: row.get(4)?,
        open_days: OpenDays::parse(&row.get::<String>(5)?).unwrap_or_default(),
        opened_on: row.get(6)?,
        closed_on: row.get(7)?,
    })
}
