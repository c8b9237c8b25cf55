//! The appraisals of a place: villages that wait for a meeting, and the lists of a month, township by township where there are many.

use std::cmp::Reverse;

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use divisions::{Divisions, is_within};
use pages::{Choice, Frame, Message, PageResult, page};
use people::{RouteAccess, Routes, Target, Visitor};
use trust::SEE_ROSTERS;
use trust::roster::{self, Roster, RosterRow};

use super::super::{MONTH, Waiting, unmet, waiting_by_village};
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
    /// Served villages that have no list of the month asked for.
    unmet: Vec<String>,
    /// What was asked for and is not there.
    unknown: Vec<Message>,
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

/// Townships of the book that the visitor sees something of.
fn choices_of(places: &[String], county: County, on: BusinessDate) -> Vec<Choice> {
    let seen = |code: &String| places.iter().any(|place| is_within(code, place) || is_within(place, code));
    let named = |code: String| {
        let name = Divisions::built_in().find(&code, on.date()).map_or_else(|| code.clone(), |township| township.short_name());
        Choice::new(code, name)
    };
    townships(county, on).into_iter().filter(seen).map(named).collect()
}

/// The month before a day's.
fn month_before(on: BusinessDate) -> i64 {
    BusinessDate::from_number(on.month_number() * 100 + 1).unwrap_or(on).plus_days(-1).month_number()
}

/// What the page shows, read in one go.
struct Found {
    waiting: Vec<Waiting>,
    periods: Vec<i64>,
    rows: Vec<RosterRow>,
    /// The month shown; nothing for all.
    month: Option<i64>,
    unmet: Vec<String>,
    /// There is no such month to ask for.
    unknown: bool,
}

/// The places the visitor sees and the part of them asked for, the month asked for, the first month of those shown without one, and the day.
struct Wanted {
    places: Vec<String>,
    within: Vec<String>,
    month: String,
    since: i64,
    on: BusinessDate,
}

fn find(tx: &mut Tx<'_>, county: County, wanted: &Wanted) -> Result<Found, DatabaseError> {
    let Wanted { places, within, month: asked, since, on } = wanted;
    // A month can be asked for in every township, whether there is a list of it or not.
    let (mut waiting, mut periods) = (Vec::new(), vec![month_before(*on)]);
    for place in within {
        waiting.extend(waiting_by_village(tx, county, place)?);
    }
    for place in places {
        periods.extend(roster::periods(tx, county, MONTH.name, place)?);
        periods.extend(waiting_by_village(tx, county, place)?.into_iter().map(|waiting| waiting.month));
    }
    periods.push(on.month_number());
    periods.sort_by_key(|period| Reverse(*period));
    periods.dedup();
    let of_months = |tx: &mut Tx<'_>, span: (i64, i64)| {
        let mut rows = Vec::new();
        for place in within {
            rows.extend(roster::in_places(tx, county, MONTH.name, place, span)?);
        }
        rows.sort_by_key(|row| (Reverse(row.roster.period), row.roster.place.clone(), Reverse(row.roster.version)));
        Ok::<_, DatabaseError>(rows)
    };
    let month = asked.parse().ok().filter(|month| periods.contains(month));
    if let Some(month) = month {
        let mut without = Vec::new();
        for place in within {
            without.extend(unmet(tx, county, place, month)?);
        }
        // What waits from a later month is not of this one; a village meets once about all up to it.
        let waiting = together(waiting.into_iter().filter(|one| one.month <= month).collect(), on.month_number());
        let waiting = waiting.into_iter().filter(|one| one.month == month).collect();
        return Ok(Found { rows: of_months(tx, (month, month))?, waiting, periods, month: Some(month), unmet: without, unknown: false });
    }
    let rows = of_months(tx, (*since, i64::MAX))?;
    // A village's few lists stand together; of many, the newest month comes first.
    let newest = rows.first().map(|row| row.roster.period).filter(|_| asked != ALL && rows.len() > PAGE);
    let rows = rows.into_iter().filter(|row| newest.is_none_or(|month| row.roster.period == month)).collect();
    let (waiting, unknown) = (together(waiting, on.month_number()), !asked.is_empty() && asked != ALL);
    Ok(Found { rows, waiting, periods, month: newest, unmet: Vec::new(), unknown })
}

async fn list(visitor: Visitor, Path(county): Path<County>, Query(asked): Query<Asked>) -> PageResult {
    let (places, on, at) = (visitor.divisions(SEE_ROSTERS, county), visitor.site().today(), asked.page.min(1_000));
    let (frame, townships) = (visitor.frame(), choices_of(&places, county, on));
    let no_township = !asked.township.is_empty() && townships.iter().all(|choice| choice.value != asked.township);
    let township = if no_township { String::new() } else { asked.township.clone() };
    let since = on.plus_days(-31 * MONTHS_BACK).month_number();
    let wanted = Wanted { within: narrowed(&places, &township), places, month: asked.month.clone(), since, on };
    let Found { waiting, periods, rows, month, unmet, unknown } = visitor.site().db.read(move |tx| find(tx, county, &wanted)).await?;
    let no_month = unknown.then(|| Message::new("appraisals-no-such-month").with("asked", &asked.month));
    let no_township = no_township.then(|| Message::new("appraisals-no-such-township").with("asked", &asked.township));
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
        townships: if townships.len() > 1 { townships } else { Vec::new() },
        month: month.map_or_else(|| ALL.to_owned(), |month| month.to_string()),
        township,
        page: at,
        waiting,
        waiting_more,
        unmet: unmet.iter().map(|village| village_name(village, on)).collect(),
        unknown: no_month.into_iter().chain(no_township).collect(),
        rows,
        more,
        frame,
        county,
    })
}
