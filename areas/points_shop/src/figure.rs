//! The figures the shop answers for: what was redeemed, what was given, what stands as of a day.

mod issued;
mod reach;
mod redeemed;
mod repriced;
mod standing;
mod store;

pub(crate) use redeemed::{months, years};
pub(crate) use repriced::asked;
pub(crate) use standing::{STATEMENTS as STANDING_STATEMENTS, granted};
pub(crate) use store::STATEMENTS;

use people::{Figure, FigureUnit};

/// Households that took goods at least once.
pub const HOUSEHOLDS: Figure = Figure {
    id: "households-redeemed",
    unit: FigureUnit::Households,
    source: "figure-source-slips",
    value: redeemed::households,
    rows: redeemed::household_rows,
};
/// How often they came.
pub const TIMES: Figure = Figure {
    id: "household-times",
    unit: FigureUnit::HouseholdTimes,
    source: "figure-source-slips",
    value: redeemed::times,
    rows: redeemed::time_rows,
};
/// Points that came back for goods.
pub const POINTS: Figure = Figure {
    id: "points-redeemed",
    unit: FigureUnit::TenthPoint,
    source: "figure-source-slips",
    value: redeemed::points,
    rows: redeemed::point_rows,
};
/// The same in money of the day.
pub const VALUE: Figure = Figure {
    id: "value-redeemed",
    unit: FigureUnit::Fen,
    source: "figure-source-slips",
    value: redeemed::value,
    rows: redeemed::value_rows,
};
/// Points given to households.
pub const ISSUED: Figure = Figure {
    id: "points-issued",
    unit: FigureUnit::TenthPoint,
    source: "figure-source-awards",
    value: issued::issued,
    rows: issued::issued_rows,
};
/// Points in the hands of households.
pub const HELD: Figure = Figure {
    id: "points-held",
    unit: FigureUnit::TenthPoint,
    source: "figure-source-book",
    value: standing::held,
    rows: standing::held_rows,
};
/// Points the shops may still give.
pub const BUDGET: Figure = Figure {
    id: "budget-left",
    unit: FigureUnit::TenthPoint,
    source: "figure-source-book",
    value: standing::budget,
    rows: standing::budget_rows,
};
/// What stands on the shelves, at cost.
pub const STOCK: Figure = Figure {
    id: "stock-at-cost",
    unit: FigureUnit::Fen,
    source: "figure-source-lots",
    value: standing::stock_cost,
    rows: standing::stock_cost_rows,
};

/// Money and goods behind the points.
pub const BACKING: Figure = Figure {
    id: "points-backing",
    unit: FigureUnit::Fen,
    source: "figure-source-book",
    value: standing::backing,
    rows: standing::backing_rows,
};

/// All of them, in the order in which they are listed.
pub const FIGURES: &[Figure] = &[
    HOUSEHOLDS,
    TIMES,
    POINTS,
    VALUE,
    Figure {
        id: "goods-cost-redeemed",
        unit: FigureUnit::Fen,
        source: "figure-source-lots",
        value: redeemed::goods_cost,
        rows: redeemed::goods_cost_rows,
    },
    Figure {
        id: "pieces-redeemed-without-value",
        unit: FigureUnit::Pieces,
        source: "figure-source-lots",
        value: redeemed::pieces_without_value,
        rows: redeemed::pieces_without_value_rows,
    },
    ISSUED,
    Figure {
        id: "points-deducted",
        unit: FigureUnit::TenthPoint,
        source: "figure-source-awards",
        value: issued::deducted,
        rows: issued::deducted_rows,
    },
    HELD,
    BUDGET,
    STOCK,
    Figure {
        id: "stock-pieces-without-cost",
        unit: FigureUnit::Pieces,
        source: "figure-source-lots",
        value: standing::stock_pieces,
        rows: standing::stock_pieces_rows,
    },
    BACKING,
];
