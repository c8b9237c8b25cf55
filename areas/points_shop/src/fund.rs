//! Money behind a shop, the points it may give out, and what backs them.

mod carry_out;
pub(crate) mod pages;
mod store;

use basics::{BusinessDate, County, Id};
use money::{Fen, Pieces, TenthPoints};
use registry::body::Body;
use settings::Setting;

use crate::shop::Shop;

pub use carry_out::{BudgetRefused, backing, grant_money, set_budget};
pub use store::{History, MoneyRow, PointsRow, history, lot_values};
pub(crate) use store::{STATEMENTS, out_by_shop, shop_of_budget, shop_of_money};

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
    /// Goods in the shop, set-aside ones with them.
    pub stock: ShelfValue,
    /// Points the shop may still give out.
    pub budget: TenthPoints,
    /// Points in the hands of the households it serves, held ones with them.
    pub outstanding: TenthPoints,
    /// Of these, held for what was set aside.
    pub held: TenthPoints,
    /// Points given in the last [`PACE_WEEKS`].
    pub given_lately: TenthPoints,
    pub fen_per_point: i64,
}

impl Backing {
    /// Money, and goods that are not past their last day: the figure `points-backing`.
    pub fn behind(&self) -> Fen {
        self.fund + self.stock.cost - self.stock.expired
    }

    /// Points that money and goods back.
    pub fn backed(&self) -> TenthPoints {
        TenthPoints(self.behind().0 * 10 / self.fen_per_point)
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

/// Pieces of a lot in the shop, set-aside ones with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LotValue {
    pub pieces: Pieces,
    /// Of one piece; none when nobody put a value on it.
    pub cost: Option<Fen>,
    pub price: TenthPoints,
    pub expires_on: Option<BusinessDate>,
}

/// What a shop's goods are worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShelfValue {
    /// All of them at the unit cost of their lots: the figure `stock-at-cost`.
    pub cost: Fen,
    /// Of it, what is past its last day and backs nothing.
    pub expired: Fen,
    /// Pieces nobody put a value on, in no sum.
    pub without: Pieces,
    /// What is good at its price in points.
    pub points: TenthPoints,
}

/// What the goods are worth on the day.
pub fn shelf_value(lots: &[LotValue], on: BusinessDate) -> ShelfValue {
    let mut value = ShelfValue::default();
    for lot in lots {
        let is_good = lot.expires_on.is_none_or(|last| last >= on);
        let cost = lot.cost.unwrap_or_default() * lot.pieces.0;
        value.cost += cost;
        if lot.cost.is_none() {
            value.without += lot.pieces;
        }
        if is_good {
            value.points += lot.price * lot.pieces.0;
        } else {
            value.expired += cost;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_what_money_and_goods_back_beyond_the_points_out() {
        let backing = Backing {
            fund: Fen(1_054_800),
            stock: ShelfValue { cost: Fen(1_896_000), ..ShelfValue::default() },
            budget: TenthPoints(84_310),
            outstanding: TenthPoints(210_770),
            fen_per_point: 100,
            ..Backing::default()
        };
        assert_eq!(backing.room(), TenthPoints::ZERO);
        assert_eq!(Backing { fund: Fen(0), ..backing.clone() }.room(), TenthPoints(-105_480));
        assert_eq!(backing.worth(), Fen(2_107_700));
        let expired = ShelfValue { expired: Fen(105_480), ..backing.stock };
        assert_eq!(Backing { stock: expired, ..backing }.room(), TenthPoints(-10_548));
    }

    #[test]
    fn goods_are_worth_their_cost_and_back_points_until_their_last_day() {
        let on = BusinessDate::from_number(20_200_108).expect("a day");
        let lot = |pieces, cost: Option<i64>, last: Option<i32>| LotValue {
            pieces: Pieces(pieces),
            cost: cost.map(Fen),
            price: TenthPoints(200),
            expires_on: last.map(|days| on.plus_days(days)),
        };
        let lots = [lot(3, Some(2_000), Some(0)), lot(2, Some(1_500), Some(-1)), lot(4, None, None), lot(1, None, Some(-9))];
        let value = ShelfValue { cost: Fen(9_000), expired: Fen(3_000), without: Pieces(5), points: TenthPoints(1_400) };
        assert_eq!(shelf_value(&lots, on), value);
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
