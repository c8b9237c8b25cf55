//! A figure's value as people read it and as a spreadsheet holds it.

use money::{Fen, Pieces, TenthPoints};
use people::{FigureUnit, Question};
use sheets::Cell;

/// In yuan, points or counts, grouped by thousands.
pub fn shown(unit: FigureUnit, value: i64) -> String {
    match unit {
        FigureUnit::Fen => Fen(value).to_string(),
        FigureUnit::TenthPoint => TenthPoints(value).to_string(),
        FigureUnit::Households | FigureUnit::HouseholdTimes | FigureUnit::Pieces => Pieces(value).to_string(),
    }
}

/// Key of the unit's name.
pub fn unit_key(unit: FigureUnit) -> String {
    format!("figure-unit-{}", unit.word().replace('_', "-"))
}

/// The value as a number of a spreadsheet.
pub fn cell(unit: FigureUnit, value: i64) -> Cell {
    match unit {
        FigureUnit::Fen => Cell::Hundredths(value),
        FigureUnit::TenthPoint => Cell::Tenths(value),
        FigureUnit::Households | FigureUnit::HouseholdTimes | FigureUnit::Pieces => Cell::Whole(value),
    }
}

/// The page with the rows behind a figure.
pub fn rows_href(figure: &str, question: &Question) -> String {
    let Question { county, place, from, to } = question;
    format!("/c/{county}/figures/{figure}/rows?place={}&from={from}&to={to}", place.text(*county))
}
