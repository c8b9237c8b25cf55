//! A kind of goods on a shop's list: number, spec, unit, price in half points, minimum stock.

mod store;

use basics::{County, Id};
use money::{Pieces, TenthPoints};

use crate::shop::Shop;

pub(crate) use store::STATEMENTS;
pub use store::{add, change, find, listed, next_goods_number, shelf};

/// The shelves of a shop, as tabs of the counter.
pub const CATEGORIES: &[&str] = &["grain-oil", "washing", "stationery", "daily", "appliance", "other"];

/// A kind of goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goods {
    pub county: County,
    pub id: Id<Goods>,
    pub shop: Id<Shop>,
    /// What a clerk types.
    pub number: i64,
    pub name: String,
    pub spec: String,
    /// 袋, 瓶, 本 …
    pub piece_unit: String,
    pub category: String,
    /// To half a point.
    pub price: TenthPoints,
    /// Below it the goods are running low.
    pub minimum: Pieces,
    pub offered: bool,
}

/// Whether a price can be written: above nothing, in half points.
pub fn is_price(price: TenthPoints) -> bool {
    price > TenthPoints::ZERO && price.0 % 5 == 0
}
