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
    /// The same goods at their price in points.
    pub stock_points: TenthPoints,
    /// Points in the hands of the households it serves, held ones with them.
    pub outstanding: TenthPoints,
    /// Of these, held for what was set aside.
    pub held: TenthPoints,
    /// Points given in the last [`PACE_WEEKS`].
    pub given_lately: TenthPoints,
    pub fen_per_point: i64,
}

impl Backing {
    /// Points that money and goods back.
    pub fn backed(&self) -> TenthPoints {
        TenthPoints((self.fund + self.stock).0 * 10 / self.fen_per_point)
    }

    /// What the points out stand for in money.
    pub fn worth(&self) -> Fen {
        Fen(self.outstanding.0 * self.fen_per_point / 10)
    }

    /// For how many whole weeks the budget lasts at the pace of the last ones; none when nothing was given.
    pub fn weeks_left(&self) -> Option<i64> {
        weeks_left(self.budget, self.given_lately)
    }

    /// Points that money and goods back beyond what is given out and may be given out; below zero when they fall short.
    pub fn room(&self) -> TenthPoints {
        self.backed() - self.budget - self.outstanding
    }
}

/// Over how many weeks back the pace of giving points is reckoned.
pub const PACE_WEEKS: i64 = 8;

/// For how many whole weeks a budget lasts when so much was given in the last [`PACE_WEEKS`].
pub fn weeks_left(budget: TenthPoints, given_lately: TenthPoints) -> Option<i64> {
    (given_lately > TenthPoints::ZERO).then(|| budget.0 * PACE_WEEKS / given_lately.0)
}

/// What is on the shelf at its price in points.
pub fn stock_points(shelf: &[LotOnShelf], goods: &[Goods]) -> TenthPoints {
    let price = |lot: &LotOnShelf| goods.iter().find(|goods| goods.id == lot.goods).map_or(TenthPoints::ZERO, |goods| goods.price);
    shelf.iter().map(|lot| price(lot) * lot.left.0).sum()
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
            ..Backing::default()
        };
        assert_eq!(backing.room(), TenthPoints::ZERO);
        assert_eq!(Backing { fund: Fen(0), ..backing.clone() }.room(), TenthPoints(-105_480));
        assert_eq!(backing.worth(), Fen(2_107_700));
    }

    #[test]
    fn a_budget_lasts_as_many_weeks_as_the_pace_lets_it() {
        for (budget, given, weeks) in
            [(8_000, 8_000, Some(8)), (999, 8_000, Some(0)), (1_000, 8_000, Some(1)), (500, 0, None), (0, 10, Some(0))]
        {
            assert_eq!(weeks_left(TenthPoints(budget), TenthPoints(given)), weeks, "{budget} {given}");
        }
    }
}
