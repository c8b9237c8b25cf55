//! Figures of all areas: a question of where and when, its answer with unit and definition, its rows, and what it was when frozen.

mod area;
pub mod frozen;
mod place;
mod rows;
mod shown;
mod span;

pub use area::{FREEZE_FIGURES, SEE_FIGURES, area};
pub use place::{Named, named};
pub use rows::{about, answer};
pub use shown::{cell, rows_href, shown, unit_key};
pub use span::{Span, spans};

use database::{Migration, Schema, Sql, Table, Text};

const TABLES: &[Table] = &[Table::book("figure_frozen").append_only()];

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261125_1650_figures", text: Text::Both(include_str!("../migrations/20261125_1650_figures.sql")) },
    Migration { name: "20261125_2130_frozen_at", text: Text::Both(include_str!("../migrations/20261125_2130_frozen_at.sql")) },
];

/// The tables of figures.
pub fn schema() -> Schema {
    Schema { area: "figures", tables: TABLES, migrations: MIGRATIONS }
}

/// The statements of figures.
pub const STATEMENTS: &[&[Sql]] = &[frozen::STATEMENTS];
