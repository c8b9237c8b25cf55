//! The appraisals of a place: villages that wait for a meeting, and the lists of a month, township by township where there are many.

use std::cmp::Reverse;

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use divisions::{Divisions, is_within};
use pages::{Choice, Frame, PageResult, page};
use people::{RouteAccess, Routes, Target, Visitor};
use trust::SEE_ROSTERS;
use trust::roster::{self, Roster, RosterRow};

use super::super::{MONTH, Waiting, waiting_by_village};
use super::{month_words, stage, together};
use crate::area::HOLD_APPRAISAL;
use crate::shop::village_name;
use crate::year::facts::townships;

/// Months the list looks back, unless one of them is asked for.
const MONTHS_BACK: i32 = 6;
/// Lists on a page, and villages shown of those that wait.
const PAGE: usize = 30;
/// Asks for all months together.
const ALL: &str = "all";

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/c/{county}/appraisals", RouteAccess::Needs(SEE_ROSTERS, "county-part"), list)
}

struct WaitingRow {
    waiting: Waiting,
    village: String,
    month: String,
    id: Id<Roster>,
    may_open: bool,
}

struct ListRow {
    row: RosterRow,
    village: String,
    month: String,
    stage: String,
}

#[derive(Template)]
#[template(path = "appraisal/list.html")]
struct ListPage {
    frame: Frame,
    county: County,
    waiting: Vec<WaitingRow>,
    /// Villages that wait beside those shown.
    waiting_more: usize,
    rows: Vec<ListRow>,
    months: Vec<Choice>,
    townships: Vec<Choice>,
    /// What the list is narrowed to: a month or all of them, and a township or nothing.
    month: String,
    township: String,
    page: usize,
    more: bool,
}

impl ListPage {
    /// The same list on another page.
    fn at(&self, page: usize) -> String {
        format!("/c/{}/appraisals?month={}&township={}&page={page}", self.county, self.month, pages::encoded(&self.township))
    }
}

#[derive(serde::Deserialize, Default)]
struct Asked {
    #[serde(default)]
    month: String,
    #[serde(default)]
    township: String,
    #[serde(default)]
    page: usize,
}

/// Parts of the visitor's places that lie in the township; all of them where none is asked for.
fn narrowed(places: &[String], township: &str) -> Vec<String> {
    if township.is_empty() {
        return places.to_vec();
    }
    let part = |place: &String| match () {
        () if is_within(township, place) => Some(township.to_owned()),
        () if is_within(place, township) => Some(place.clone()),
        () => None,
    };
    let mut parts: Vec<String> = places.iter().filter_map(part).collect();
    parts.sort();
    parts.dedup();
    parts
}

/// Townships of the book that the visitor sees something of, where there are several.
fn choices_of(places: &[String], county: County, on: BusinessDate) -> Vec<Choice> {
    let seen = |code: &String| places.iter().any(|place| is_within(code, place) || is_within(place, code));
    let named = |code: String| {
        let name = Divisions::built_in().find(&code, on.date()).map_or_else(|| code.clone(), |township| township.short_name());
        Choice::new(code, name)
    };
    let all: Vec<Choice> = townships(county, on).into_iter().filter(seen).map(named).collect();
    if all.len() > 1 { all } else { Vec::new() }
}

/// What the page shows, read in one go.
struct Found {
    waiting: Vec<Waiting>,
    periods: Vec<i64>,
    rows: Vec<RosterRow>,
    /// The month shown; nothing for all.
    month: Option<i64>,
}

fn find(tx: &mut Tx<'_>, county: County, places: &[String], (asked, since): (&str, i64)) -> Result<Found, DatabaseError> {
    let (mut waiting, mut periods) = (Vec::new(), Vec::new());
    for place in places {
        waiting.extend(waiting_by_village(tx, county, place)?);
        periods.extend(roster::periods(tx, county, MONTH.name, place)?);
    }
    periods.sort_by_key(|period| Reverse(*period));
    periods.dedup();
    let of_months = |tx: &mut Tx<'_>, span: (i64, i64)| {
        let mut rows = Vec::new();
        for place in places {
            rows.extend(roster::in_places(tx, county, MONTH.name, place, span)?);
        }
        rows.sort_by_key(|row| (Reverse(row.roster.period), row.roster.place.clone(), Reverse(row.roster.version)));
        Ok::<_, DatabaseError>(rows)
    };
    let month = asked.parse().ok().filter(|month| periods.contains(month));
    if let Some(month) = month {
        return Ok(Found { rows: of_months(tx, (month, month))?, waiting, periods, month: Some(month) });
    }
    let rows = of_months(tx, (since, i64::MAX))?;
    // A village's few lists stand together; of many, the newest month comes first.
    let newest = rows.first().map(|row| row.roster.period).filter(|_| asked != ALL && rows.len() > PAGE);
    let rows = rows.into_iter().filter(|row| newest.is_none_or(|month| row.roster.period == month)).collect();
    Ok(Found { rows, waiting, periods, month: newest })
}

async fn list(visitor: Visitor, Path(county): Path<County>, Query(asked): Query<Asked>) -> PageResult {
    let (places, on, at) = (visitor.divisions(SEE_ROSTERS, county), visitor.site().today(), asked.page.min(1_000));
    let since = on.plus_days(-31 * MONTHS_BACK).month_number();
    let (within, month) = (narrowed(&places, &asked.township), asked.month.clone());
    let Found { waiting, periods, rows, month } = visitor.site().db.read(move |tx| find(tx, county, &within, (&month, since))).await?;
    let frame = visitor.frame();
    let waiting = together(waiting, on.month_number());
    let row = |waiting: Waiting| WaitingRow {
        village: village_name(&waiting.village, on),
        month: month_words(&frame, waiting.month),
        id: Id::fresh(),
        may_open: visitor.may(HOLD_APPRAISAL, &Target::division(&waiting.village)),
        waiting,
    };
    let listed = |row: RosterRow| ListRow {
        village: village_name(&row.roster.place, on),
        month: month_words(&frame, row.roster.period),
        stage: stage(&frame, &row),
        row,
    };
    let (more, waiting_more) = (rows.len() > (at + 1) * PAGE, waiting.len().saturating_sub(PAGE));
    let (waiting, rows) =
        (waiting.into_iter().take(PAGE).map(row).collect(), rows.into_iter().skip(at * PAGE).take(PAGE).map(listed).collect());
    page(&ListPage {
        months: periods.into_iter().map(|period| Choice::new(period, month_words(&frame, period))).collect(),
        townships: choices_of(&places, county, on),
        month: month.map_or_else(|| ALL.to_owned(), |month| month.to_string()),
        township: asked.township,
        page: at,
        waiting,
        waiting_more,
        rows,
        more,
        frame,
        county,
    })
}
