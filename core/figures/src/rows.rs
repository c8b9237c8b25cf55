//! The rows behind a figure: a page with links to the documents, and the same as a spreadsheet.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::IntoResponse as _;
use basics::{BusinessDate, County};
use database::DatabaseError;
use pages::{Frame, Message, PageError, PageResult, page};
use people::{Figure, FigurePlace, FigureRow, Question, RouteAccess, Routes, RowsAsked, Visitor};
use sheets::{About, Cell, Table};

use crate::area::SEE_FIGURES;
use crate::frozen::{self, Frozen};
use crate::{Named, cell, named, rows_href, shown, unit_key};

/// Rows on a page.
const ROWS: i64 = 50;
/// Rows read at once for a spreadsheet.
const BATCH: i64 = 2_000;

pub(crate) fn routes(routes: Routes) -> Routes {
    let see = RouteAccess::Needs(SEE_FIGURES, "county-part");
    routes.get("/c/{county}/figures/{figure}/rows", see, show).get("/c/{county}/figures/{figure}/rows.xlsx", see, spreadsheet)
}

/// Where, when, and which page; what is left out is the whole book and the year so far.
#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    place: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    fn question(&self, county: County, today: BusinessDate) -> Result<Question, PageError> {
        let bad = || PageError::BadRequest(Message::new("figures-bad-dates"));
        let place = if self.place.is_empty() { Some(FigurePlace::County) } else { FigurePlace::parse(&self.place, county) };
        let first = BusinessDate::try_new(today.parts().0, 1, 1).unwrap_or(today);
        let from = if self.from.is_empty() { first } else { self.from.parse().map_err(|_| bad())? };
        let to = if self.to.is_empty() { today } else { self.to.parse().map_err(|_| bad())? };
        if from > to {
            return Err(bad());
        }
        Ok(Question { county, place: place.ok_or(PageError::NotFound)?, from, to })
    }

    fn number(&self) -> i64 {
        self.page.parse().unwrap_or(0).clamp(0, 100_000)
    }
}

/// A question that this visitor may ask of this figure.
async fn allowed(visitor: &Visitor, county: County, figure: &str, asked: &Asked) -> Result<(Figure, Question, Named), PageError> {
    let contract = visitor.guest.contract.clone();
    let figure = contract.figure(figure).copied().ok_or(PageError::NotFound)?;
    let question = asked.question(county, visitor.site().today())?;
    let of = question.clone();
    let named = visitor.site().db.read(move |tx| named(tx, &contract, county, &of.place, of.to)).await?.ok_or(PageError::NotFound)?;
    visitor.must(SEE_FIGURES, &named.target)?;
    Ok((figure, question, named))
}

/// A row as it is read.
struct Shown {
    on: String,
    what: String,
    place: String,
    who: String,
    amount: String,
    href: Option<String>,
}

fn shown_row(visitor: &Visitor, frame: &Frame, figure: &Figure, row: FigureRow) -> Shown {
    let may = |link: &people::RowLink| visitor.may(link.permission, &link.place);
    Shown {
        on: row.on.map(|on| on.to_string()).unwrap_or_default(),
        what: frame.message(&row.what),
        place: row.place,
        who: row.who,
        amount: shown(figure.unit, row.amount),
        href: row.link.filter(may).map(|link| link.href),
    }
}

#[derive(Template)]
#[template(path = "rows.html")]
struct RowsPage {
    frame: Frame,
    back: String,
    figure: Figure,
    place: String,
    question: Question,
    value: i64,
    frozen: Option<Frozen>,
    /// Who froze it.
    by: String,
    rows: Vec<Shown>,
    path: String,
    page: i64,
    more: bool,
}

impl RowsPage {
    fn label(&self) -> String {
        self.frame.say(&self.figure.label())
    }

    fn unit(&self) -> String {
        self.frame.say(&unit_key(self.figure.unit))
    }

    fn shown(&self, value: i64) -> String {
        shown(self.figure.unit, value)
    }

    /// The same rows as a spreadsheet.
    fn export(&self) -> String {
        self.path.replacen("/rows?", "/rows.xlsx?", 1)
    }

    fn when(&self) -> String {
        self.frame.say2("figures-from-to", "from", self.question.from, "to", self.question.to)
    }

    /// Which figures changed since they were frozen, and by what.
    fn all_changed(&self) -> String {
        let (page, year) = self.back.split_once('?').unwrap_or((&self.back, ""));
        format!("{page}/changed?{year}")
    }

    /// `高敏 于 2020-01-08 10:20 冻结`.
    fn frozen_by(&self, frozen: &Frozen) -> String {
        self.frame.say2("figures-frozen-by", "who", self.by.as_str(), "when", frozen.at)
    }

    /// What was frozen and is another number now.
    fn changed(&self) -> Option<&Frozen> {
        self.frozen.as_ref().filter(|frozen| frozen.value != self.value)
    }
}

async fn show(visitor: Visitor, Path((county, figure)): Path<(County, String)>, Query(asked): Query<Asked>) -> PageResult {
    let (figure, question, named) = allowed(&visitor, county, &figure, &asked).await?;
    let (of, number) = (question.clone(), asked.number());
    // One more than is shown tells whether there is another page.
    let part = RowsAsked { skip: number * ROWS, limit: ROWS + 1 };
    let (value, (frozen, by), mut rows) = visitor
        .site()
        .db
        .read(move |tx| {
            let frozen = frozen::of(tx, &of)?.remove(figure.id);
            let by = match &frozen {
                Some(frozen) => frozen::name_of(tx, frozen)?,
                None => String::new(),
            };
            Ok::<_, DatabaseError>(((figure.value)(tx, &of)?, (frozen, by), (figure.rows)(tx, &of, part)?))
        })
        .await?;
    let more = rows.len() as i64 > ROWS;
    rows.truncate(ROWS as usize);
    let frame = visitor.frame();
    let back = match question.place {
        FigurePlace::County => format!("/c/{county}/figures?year={}", question.to.parts().0),
        _ => format!("/c/{county}/figures/{}?year={}", question.place.text(county), question.to.parts().0),
    };
    page(&RowsPage {
        rows: rows.into_iter().map(|row| shown_row(&visitor, &frame, &figure, row)).collect(),
        path: rows_href(figure.id, &question),
        place: named.name,
        frame,
        back,
        figure,
        question,
        value,
        frozen,
        by,
        page: number,
        more,
    })
}

async fn spreadsheet(visitor: Visitor, Path((county, figure)): Path<(County, String)>, Query(asked): Query<Asked>) -> PageResult {
    let (figure, question, named) = allowed(&visitor, county, &figure, &asked).await?;
    let frame = visitor.frame();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    loop {
        let (of, part) = (question.clone(), RowsAsked { skip: rows.len() as i64, limit: BATCH });
        let read = visitor.site().db.read(move |tx| (figure.rows)(tx, &of, part)).await?;
        let last = (read.len() as i64) < BATCH;
        rows.extend(read.into_iter().map(|row| cells(&frame, &figure, row)));
        if last || rows.len() >= sheets::ROWS_MAX {
            break;
        }
    }
    let title = format!("{} {}", named.name, frame.say(&figure.label()));
    let unit = frame.say(&unit_key(figure.unit));
    let headings = [("figures-row-day", 12), ("figures-row-what", 32), ("figures-row-place", 24), ("figures-row-who", 14)];
    let mut columns: Vec<(String, u16)> = headings.into_iter().map(|(key, width)| (frame.say(key), width)).collect();
    columns.push((frame.say1("figures-row-amount", "unit", unit), 16));
    let notes = vec![
        frame.say2("figures-from-to", "from", question.from, "to", question.to),
        frame.say(&figure.definition()),
        frame.say2("figures-made", "who", visitor.login.display_name.as_str(), "when", visitor.site().now()),
    ];
    let table = Table { name: frame.say(&figure.label()), columns, rows, notes };
    let about = about(&visitor, title);
    answer(figure.id, &about, vec![table]).await
}

fn cells(frame: &Frame, figure: &Figure, row: FigureRow) -> Vec<Cell> {
    vec![
        row.on.map_or(Cell::Empty, Cell::Day),
        Cell::Text(frame.message(&row.what)),
        Cell::Text(row.place),
        Cell::Text(row.who),
        cell(figure.unit, row.amount),
    ]
}

/// Properties of a spreadsheet this visitor asked for.
pub fn about(visitor: &Visitor, title: String) -> About {
    let at = visitor.site().now();
    About { title, author: visitor.login.display_name.clone(), subject: visitor.frame().say("product-name"), at }
}

/// Written in a thread of its own and sent as a file to keep; `name` is a plain file name without its ending.
pub async fn answer(name: &str, about: &About, tables: Vec<Table>) -> PageResult {
    let (about, disposition) = (about.clone(), format!("attachment; filename=\"{name}.xlsx\""));
    let written = tokio::task::spawn_blocking(move || sheets::write(&about, &tables))
        .await
        .map_err(|error| PageError::Broken(error.to_string()))?
        .map_err(|error| PageError::Broken(error.to_string()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], written).into_response())
}
