//! Points given to households and taken off them: what meetings confirmed and what came from paper passbooks.

use database::{DatabaseError, Tx};
use pages::Message;
use people::{FigureRow, Question, RowLink, RowsAsked, Target};

use super::reach::{Reach, over};
use super::store::{self, BroughtRow, GivenRow};
use crate::area::SEE_POINTS;
use crate::shop::village_name;

type Rows = Result<Vec<FigureRow>, DatabaseError>;

/// Confirmed points and those brought along, without what was reversed since.
pub(super) fn issued(tx: &mut Tx<'_>, question: &Question) -> Result<i64, DatabaseError> {
    let mut sum = 0;
    for reach in Reach::of(question) {
        sum += store::given(tx, &reach)?.0 + store::brought(tx, &reach)?.0;
    }
    Ok(sum)
}

/// Confirmed deductions, without what was reversed since.
pub(super) fn deducted(tx: &mut Tx<'_>, question: &Question) -> Result<i64, DatabaseError> {
    let mut sum = 0;
    for reach in Reach::of(question) {
        sum += store::given(tx, &reach)?.1;
    }
    Ok(sum)
}

/// A source of rows: meetings of a reach, or what was brought along in it.
enum Source {
    Given(Reach),
    Brought(Reach),
}

pub(super) fn issued_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    let reaches = Reach::of(question);
    let sources: Vec<Source> = reaches.iter().cloned().map(Source::Given).chain(reaches.iter().cloned().map(Source::Brought)).collect();
    let rows = |tx: &mut Tx<'_>, source: &Source, part: RowsAsked| match source {
        Source::Given(reach) => {
            Ok(store::given_rows(tx, reach, part)?.into_iter().map(|row| given_row(question, &row, row.plus)).collect::<Vec<_>>())
        }
        Source::Brought(reach) => {
            Ok(store::brought_rows(tx, reach, part)?.into_iter().map(|row| brought_row(question, row)).collect::<Vec<_>>())
        }
    };
    over(tx, &sources, asked, rows, |tx, source| match source {
        Source::Given(reach) => Ok(store::given(tx, reach)?.2),
        Source::Brought(reach) => Ok(store::brought(tx, reach)?.1),
    })
}

pub(super) fn deducted_rows(tx: &mut Tx<'_>, question: &Question, asked: RowsAsked) -> Rows {
    let found = over(tx, &Reach::of(question), asked, store::given_rows, |tx, reach| Ok(store::given(tx, reach)?.2))?;
    Ok(found.into_iter().map(|row| given_row(question, &row, row.minus)).collect())
}

fn given_row(question: &Question, row: &GivenRow, amount: i64) -> FigureRow {
    FigureRow {
        on: Some(row.on),
        what: Message::new("figure-row-month").with("year", (row.month / 100).to_string()).with("month", row.month % 100),
        place: village_name(&row.village, row.on),
        who: String::new(),
        amount,
        link: Some(RowLink {
            href: format!("/c/{}/appraisals/{}/entries", question.county, row.roster),
            permission: trust::SEE_ROSTERS,
            place: Target::division(row.village.clone()),
        }),
    }
}

fn brought_row(question: &Question, row: BroughtRow) -> FigureRow {
    FigureRow {
        on: Some(row.on),
        what: Message::new("figure-row-brought"),
        place: village_name(&row.village, row.on),
        who: row.head,
        amount: row.points,
        link: Some(RowLink {
            href: format!("/c/{}/households/{}/points", question.county, row.household),
            permission: SEE_POINTS,
            place: Target::division(row.lives),
        }),
    }
}
