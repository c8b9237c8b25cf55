//! Opens a shop and changes what it serves; a village has one shop at a time, looked at again under the book's lock.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use serde_json::{Value, json};

use super::{OpenDays, Shop, store};

/// Why a shop was not opened or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShopRefused {
    /// Another shop of the book has this name.
    NameTaken,
    /// Another shop serves the village.
    VillageTaken {
        village: String,
        shop: String,
    },
    Database(DatabaseError),
}

impl From<DatabaseError> for ShopRefused {
    fn from(error: DatabaseError) -> Self {
        ShopRefused::Database(error)
    }
}

/// What may be changed about an open shop.
#[derive(Clone, Debug)]
pub struct ShopChange {
    pub phone: String,
    pub open_days: OpenDays,
    /// Villages that whoever changes it may decide about; all others stay as they are.
    pub offered: Vec<String>,
    /// Those of them it is to serve.
    pub serves: Vec<String>,
}

/// Opens a shop that serves these villages; the same shop again does nothing.
pub fn open_serving(tx: &mut Tx<'_>, shop: &Shop, villages: &[String], by: Id, now: Moment) -> Result<(), ShopRefused> {
    tx.lock_book(shop.county)?;
    if store::find(tx, shop.county, shop.id)?.is_some() {
        return Ok(());
    }
    if !store::open(tx, shop, Some(by), now)? {
        return Err(ShopRefused::NameTaken);
    }
    for village in villages {
        serve_free(tx, shop.county, shop.id, village, shop.opened_on)?;
    }
    Ok(())
}

/// Changes open days, telephone and villages from the day on.
pub fn change(tx: &mut Tx<'_>, shop: &Shop, change: &ShopChange, on: BusinessDate, by: Id, now: Moment) -> Result<(), ShopRefused> {
    let Shop { county, id, .. } = *shop;
    tx.lock_book(county)?;
    let shop = store::find(tx, county, id)?.unwrap_or_else(|| shop.clone());
    let before = store::villages(tx, county, id, on)?;
    for village in &change.offered {
        match (before.contains(village), change.serves.contains(village)) {
            (true, false) => {
                store::stop_serving(tx, county, id, village, on)?;
            }
            (false, true) => serve_free(tx, county, id, village, on)?,
            _ => {}
        }
    }
    store::change(tx, county, id, &change.phone, &change.open_days)?;
    let after = store::villages(tx, county, id, on)?;
    let (was, is) = (noted(&shop.phone, &shop.open_days, &before), noted(&change.phone, &change.open_days, &after));
    if was != is {
        tx.changed(Change {
            subject: Subject::new(county, "shop", id),
            actor: Some(by),
            verb: "changed",
            at: now,
            before: Some(was),
            after: Some(is),
        })?;
    }
    Ok(())
}

fn serve_free(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, village: &str, on: BusinessDate) -> Result<(), ShopRefused> {
    if let Some(other) = store::serving(tx, county, village, on)? {
        return Err(ShopRefused::VillageTaken { village: village.to_owned(), shop: other.name });
    }
    Ok(store::serve(tx, county, shop, village, on)?)
}

fn noted(phone: &str, open_days: &OpenDays, villages: &[String]) -> Value {
    json!({ "phone": phone, "open_days": open_days.text(), "villages": villages })
}
