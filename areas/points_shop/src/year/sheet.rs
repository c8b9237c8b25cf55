//! A year as a spreadsheet and, for the county, as a paper to sign.

use axum::extract::{Path, Query};
use basics::County;
use figures::cell;
use money::{Pieces, TenthPoints};
use pages::{Frame, PageError, PageResult};
use people::{FigurePlace, Visitor};
use serde_json::{Value, json};
use sheets::{Cell, Table};

use super::facts::{self, ShopLine};
use super::pages::{Year, YearQuery, about, title, unbacked_words, year};
use crate::papers::YEAR;

pub(super) async fn county(visitor: Visitor, Path(county): Path<County>, Query(query): Query<YearQuery>) -> PageResult {
    let year = year(&visitor, county, FigurePlace::County, &query).await?;
    spreadsheet(&visitor, &year).await
}

pub(super) async fn of_place(
    visitor: Visitor,
    Path((county, place)): Path<(County, String)>,
    Query(query): Query<YearQuery>,
) -> PageResult {
    let place = FigurePlace::parse(&place, county).ok_or(PageError::NotFound)?;
    let year = year(&visitor, county, place, &query).await?;
    spreadsheet(&visitor, &year).await
}

async fn spreadsheet(visitor: &Visitor, year: &Year) -> PageResult {
    let frame = visitor.frame();
    let made = frame.say2("figures-made", "who", visitor.login.display_name.as_str(), "when", visitor.site().now());
    let notes = vec![title(&frame, &year.named), about(&frame, year), made];
    let mut tables = vec![figures_table(&frame, year)];
    if !year.shops.is_empty() {
        tables.push(shops_table(&frame, year));
    }
    tables.push(months_table(&frame, year));
    for table in &mut tables {
        table.notes.clone_from(&notes);
    }
    let heading = format!("{} {}", title(&frame, &year.named), frame.say1("year-year", "year", year.number().to_string()));
    figures::answer(&format!("figures-{}", year.number()), &figures::about(visitor, heading), tables).await
}

fn columns(frame: &Frame, keys: &[(&str, u16)]) -> Vec<(String, u16)> {
    keys.iter().map(|(key, width)| (frame.say(key), *width)).collect()
}

fn figures_table(frame: &Frame, year: &Year) -> Table {
    let rows = year.answers.iter().map(|answer| {
        let unit = answer.figure.unit;
        vec![
            Cell::Text(frame.say(&answer.figure.label())),
            cell(unit, answer.value),
            Cell::Text(frame.say(&figures::unit_key(unit))),
            Cell::Text(frame.say(&answer.figure.definition())),
            Cell::Text(answer.figure.id.to_owned()),
            answer.frozen.as_ref().map_or(Cell::Empty, |frozen| cell(unit, frozen.value)),
        ]
    });
    Table {
        name: frame.say("year-definitions"),
        columns: columns(
            frame,
            &[
                ("year-figure", 24),
                ("year-number", 16),
                ("year-unit", 8),
                ("year-definition", 60),
                ("year-figure-id", 30),
                ("year-frozen-value", 16),
            ],
        ),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

fn shops_table(frame: &Frame, year: &Year) -> Table {
    let row = |shop: &ShopLine| {
        vec![
            Cell::Text(shop.township.clone()),
            Cell::Text(shop.name.clone()),
            Cell::Text(shop.id.to_string()),
            Cell::Whole(shop.households),
            Cell::Tenths(shop.issued),
            Cell::Tenths(shop.redeemed),
            Cell::Tenths(shop.left),
            Cell::Tenths(shop.of),
        ]
    };
    Table {
        name: frame.say1("year-shops", "count", year.shops.len()),
        columns: columns(
            frame,
            &[
                ("year-township", 16),
                ("year-shop", 28),
                ("year-shop-id", 38),
                ("year-households", 12),
                ("year-issued", 14),
                ("year-redeemed", 14),
                ("year-left-points", 14),
                ("year-left-of", 14),
            ],
        ),
        rows: year.shops.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

fn months_table(frame: &Frame, year: &Year) -> Table {
    let rows = year.months.iter().map(|(month, times)| vec![Cell::Text(month.to_string()[..7].to_owned()), Cell::Whole(*times)]);
    Table {
        name: frame.say("year-months"),
        columns: columns(frame, &[("year-month", 12), ("year-times", 12)]),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// The yearly table on paper.
pub(super) async fn paper(visitor: Visitor, Path(county): Path<County>, Query(query): Query<YearQuery>) -> PageResult {
    print(&visitor, county, FigurePlace::County, &query).await
}

/// The same of a township, a village or a shop.
pub(super) async fn paper_of_place(
    visitor: Visitor,
    Path((county, place)): Path<(County, String)>,
    Query(query): Query<YearQuery>,
) -> PageResult {
    let place = FigurePlace::parse(&place, county).ok_or(PageError::NotFound)?;
    print(&visitor, county, place, &query).await
}

async fn print(visitor: &Visitor, county: County, place: FigurePlace, query: &YearQuery) -> PageResult {
    let year = year(visitor, county, place, query).await?;
    let (frame, today) = (visitor.frame(), visitor.site().today());
    let data = data(&frame, &year, (&visitor.login.display_name, visitor.site().now()), visitor.site().options.demo);
    YEAR.answer(&frame, data, Vec::new(), today.parts()).await
}

/// What `year.typ` reads, without its labels.
fn data(frame: &Frame, year: &Year, (who, when): (&str, basics::Moment), demo: bool) -> Value {
    let figures: Vec<Value> = year
        .answers
        .iter()
        .map(|answer| {
            let unit = answer.figure.unit;
            json!({ "label": frame.say(&answer.figure.label()), "value": figures::shown(unit, answer.value),
                    "unit": frame.say(&figures::unit_key(unit)), "definition": frame.say(&answer.figure.definition()),
                    "before": answer.changed().map(|value| figures::shown(unit, value)) })
        })
        .collect();
    let shops: Vec<Value> = year
        .shops
        .iter()
        .map(|shop| {
            json!({ "township": shop.township, "shop": shop.name, "households": Pieces(shop.households).to_string(),
                    "issued": TenthPoints(shop.issued).to_string(), "redeemed": TenthPoints(shop.redeemed).to_string(),
                    "left": TenthPoints(shop.left).to_string() })
        })
        .collect();
    let months: Vec<Value> = year
        .months
        .iter()
        .map(|(month, times)| json!({ "month": i64::from(month.parts().1), "times": Pieces(*times).to_string() }))
        .collect();
    json!({ "county": title(frame, &year.named), "about": about(frame, year), "figures": figures, "shops": shops, "months": months,
            "made": frame.say2("figures-made", "who", who, "when", when), "demo": demo,
            "village": facts::is_village(&year.question.place), "unbacked": year.unbacked.as_ref().map(|unbacked| frame.message(&unbacked_words(unbacked))) })
}
