//! Money behind a shop, the points it may give out, and what backs them.

mod carry_out;
pub(crate) mod pages;
mod store;

use basics::{BusinessDate, County, Id};
use money::{Fen, TenthPoints};
use registry::body::Body;
use settings::Setting;

use crate::goods::Goods;
use crate::receipt::LotOnShelf;
use crate::shop::Shop;

pub use carry_out::{BudgetRefused, backing, grant_money, set_budget};
pub use store::{History, MoneyRow, PointsRow, history};
pub(crate) use store::{STATEMENTS, shop_of_budget, shop_of_money};

/// What a point stands for in fen when backing and figures are reckoned.
pub const FEN_PER_POINT: Setting = Setting { name: "points-shop-fen-per-point", default: 100, min: 1, max: 10_000, scoped: false };

/// Money given to a shop.
#[derive(Clone, Debug)]
pub struct MoneyGrant {
    pub county: County,
    pub id: Id<MoneyGrant>,
    pub shop: Id<Shop>,
    pub on: BusinessDate,
    pub source: Body,
    pub amount: Fen,
    pub note: String,
    pub by: Id,
}

/// Points a shop may give out.
#[derive(Clone, Debug)]
pub struct BudgetGrant {
    pub county: County,
    pub id: Id<BudgetGrant>,
    pub shop: Id<Shop>,
    pub on: BusinessDate,
    pub points: TenthPoints,
    pub reason: String,
    pub by: Id,
}

/// What stands behind a shop's points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backing {
    pub fund: Fen,
    /// Goods on the shelf at cost, or at their price in points where nobody put a value on them.
    pub stock: Fen,
    /// Points the shop may still give out.
    pub budget: TenthPoints,
    /// Points in the hands of the households it serves, held ones with them.
    pub outstanding: TenthPoints,
    pub fen_per_point: i64,
}

impl Backing {
    /// Points that money and goods back.
    pub fn backed(&self) -> TenthPoints {
        TenthPoints((self.fund + self.stock).0 * 10 / self.fen_per_point)
    }

    /// Points that money and goods back beyond what is given out and may be given out; below zero when they fall short.
    pub fn room(&self) -> TenthPoints {
        self.backed() - self.budget - self.outstanding
    }
}

/// Value of what is on the shelf.
pub fn stock_value(shelf: &[LotOnShelf], goods: &[Goods], fen_per_point: i64) -> Fen {
    let price = |lot: &LotOnShelf| goods.iter().find(|goods| goods.id == lot.goods).map_or(TenthPoints::ZERO, |goods| goods.price);
    shelf.iter().map(|lot| lot.cost.unwrap_or_else(|| Fen(price(lot).0 * fen_per_point / 10)) * lot.left.0).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_what_money_and_goods_back_beyond_the_points_out() {
        let backing = Backing {
            fund: Fen(1_054_800),
            stock: Fen(1_896_000),
            budget: TenthPoints(84_310),
            outstanding: TenthPoints(210_770),
            fen_per_point: 100,
        };
        assert_eq!(backing.room(), TenthPoints::ZERO);
        assert_eq!(Backing { fund: Fen(0), ..backing }.room(), TenthPoints(-105_480));
    }
}
