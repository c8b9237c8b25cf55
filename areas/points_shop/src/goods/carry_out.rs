//! Puts goods on a shop's list and changes them; a number belongs to one kind, looked at again under the book's lock.

use basics::{Id, Moment};
use database::{DatabaseError, Tx};

use super::{Goods, store};

/// Why goods were not listed or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoodsRefused {
    /// Other goods of the shop have the number.
    NumberTaken {
        name: String,
    },
    Database(DatabaseError),
}

impl From<DatabaseError> for GoodsRefused {
    fn from(error: DatabaseError) -> Self {
        GoodsRefused::Database(error)
    }
}

/// Adds goods to a shop's list, or says whose the number is; the same goods again do nothing.
pub fn put_on_list(tx: &mut Tx<'_>, goods: &Goods, by: Id, now: Moment) -> Result<(), GoodsRefused> {
    tx.lock_book(goods.county)?;
    if store::find(tx, goods.county, goods.id)?.is_some() {
        return Ok(());
    }
    number_is_free(tx, goods)?;
    if store::add(tx, goods, by, now)? { Ok(()) } else { Err(GoodsRefused::NumberTaken { name: goods.number_text() }) }
}

/// Changes goods of a list, or says whose the number is.
pub fn alter(tx: &mut Tx<'_>, before: &Goods, goods: &Goods, by: Id, now: Moment) -> Result<(), GoodsRefused> {
    tx.lock_book(goods.county)?;
    number_is_free(tx, goods)?;
    if before != goods {
        store::change(tx, before, goods, by, now)?;
    }
    Ok(())
}

fn number_is_free(tx: &mut Tx<'_>, goods: &Goods) -> Result<(), GoodsRefused> {
    let listed = store::listed(tx, goods.county, goods.shop)?;
    match listed.into_iter().find(|other| other.number == goods.number && other.id != goods.id) {
        Some(other) => Err(GoodsRefused::NumberTaken { name: other.full_name() }),
        None => Ok(()),
    }
}
