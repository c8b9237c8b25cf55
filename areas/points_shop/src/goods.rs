//! A kind of goods on a shop's list: number, spec, unit, price in half points, minimum stock.

mod carry_out;
mod form;
pub(crate) mod pages;
mod store;

use basics::{BusinessDate, County, Id};
use money::{Pieces, TenthPoints};

use crate::receipt::LotOnShelf;
use crate::shop::Shop;

pub use carry_out::{GoodsRefused, alter, put_on_list};
pub(crate) use store::STATEMENTS;
pub use store::{add, change, find, listed, next_goods_number, price_on, shelf, shelf_of};

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

impl Goods {
    /// The number as it is printed and typed: two digits at least, `01`.
    pub fn number_text(&self) -> String {
        format!("{:02}", self.number)
    }

    /// `大米 5 千克`.
    pub fn full_name(&self) -> String {
        if self.spec.is_empty() { self.name.clone() } else { format!("{} {}", self.name, self.spec) }
    }
}

/// A kind of goods with what is left of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    pub goods: Goods,
    pub left: Pieces,
    /// Of the pieces that expire first.
    pub expires_on: Option<BusinessDate>,
}

/// How much is left of a kind of goods. Every case is a chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    Enough,
    Low,
    Gone,
}

impl Shelved {
    /// Whether it has to be bought or asked for again; what is no longer offered never has.
    pub fn stock(&self) -> Stock {
        match self.left {
            _ if !self.goods.offered => Stock::Enough,
            Pieces::ZERO => Stock::Gone,
            left if left < self.goods.minimum => Stock::Low,
            _ => Stock::Enough,
        }
    }
}

/// Each kind of goods with what is on the shelf, in the order of the list.
pub fn shelved(listed: Vec<Goods>, shelf: &[LotOnShelf]) -> Vec<Shelved> {
    let one = |goods: Goods| {
        let lots = || shelf.iter().filter(|lot| lot.goods == goods.id);
        Shelved { left: lots().map(|lot| lot.left).sum(), expires_on: lots().filter_map(|lot| lot.expires_on).min(), goods }
    };
    listed.into_iter().map(one).collect()
}

/// Whether a price can be written: above nothing, in half points.
pub fn is_price(price: TenthPoints) -> bool {
    price > TenthPoints::ZERO && price.0 % 5 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_above_nothing_and_in_half_points() {
        for (tenths, good) in [(5, true), (25, true), (300, true), (0, false), (-5, false), (23, false), (1, false)] {
            assert_eq!(is_price(TenthPoints(tenths)), good, "{tenths}");
        }
    }

    #[test]
    fn goods_run_low_below_their_minimum_while_they_are_offered() {
        let county = County::try_new(530_624).expect("six digits");
        for (left, minimum, offered, stock) in [
            (10, 10, true, Stock::Enough),
            (9, 10, true, Stock::Low),
            (0, 10, true, Stock::Gone),
            (0, 0, true, Stock::Gone),
            (1, 0, true, Stock::Enough),
            (0, 10, false, Stock::Enough),
        ] {
            let goods = Goods {
                county,
                id: Id::derived(&[b"rice"]),
                shop: Id::derived(&[b"shop"]),
                number: 1,
                name: "大米".to_owned(),
                spec: "5 千克".to_owned(),
                piece_unit: "袋".to_owned(),
                category: "grain-oil".to_owned(),
                price: TenthPoints(300),
                minimum: Pieces(minimum),
                offered,
            };
            assert_eq!(Shelved { goods, left: Pieces(left), expires_on: None }.stock(), stock, "{left} of {minimum}");
        }
    }
}
