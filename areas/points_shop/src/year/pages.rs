//! Pages of a year: the county's, and likewise those of a township, a village, a shop.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Moment};
use database::{DatabaseError, Tx};
use divisions::Level;
use figures::{FREEZE_FIGURES, Named, SEE_FIGURES, rows_href};
use money::{Fen, Pieces, TenthPoints};
use pages::{Form, Frame, Lang, Message, PageError, PageResult, page};
use people::{Figure, FigurePlace, FigureUnit, Grant, PathParams, Place, Question, RouteAccess, Routes, Target, Visitor};

use super::facts::{self, Answer, ShopLine, Unbacked};
use super::{changed, freeze, sheet};
use crate::area::place_of;
use crate::figure::{self, BACKING, BUDGET, FIGURES, HELD, HOUSEHOLDS, ISSUED, POINTS, TIMES, VALUE};
use crate::shop;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (all, part) = (RouteAccess::Needs(SEE_FIGURES, "county"), RouteAccess::Needs(SEE_FIGURES, "figure-place"));
    routes
        .get("/c/{county}/figures", all, county)
        .get("/c/{county}/figures.xlsx", all, sheet::county)
        .get("/c/{county}/figures.pdf", all, sheet::paper)
        .get("/c/{county}/figures/changed", all, changed::county)
        .get("/c/{county}/figures/freeze", RouteAccess::Needs(FREEZE_FIGURES, "county"), freeze::ask)
        .post("/c/{county}/figures/freeze", RouteAccess::Needs(FREEZE_FIGURES, "county"), freeze::freeze)
        .get("/c/{county}/figures/{place}", part, of_place)
        .get("/c/{county}/figures/{place}/changed", part, changed::of_place)
        .get("/c/{county}/figures/{place}/figures.xlsx", part, sheet::of_place)
        .get("/c/{county}/figures/{place}/figures.pdf", part, sheet::paper_of_place)
}

/// Where a place lies that a path names by code or id.
pub(crate) fn place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(text)) = (params.county(), params.0.get("place")) else { return Ok(None) };
    Ok(match FigurePlace::parse(text, county) {
        Some(FigurePlace::Division(code)) => Some(Target::division(code)),
        Some(FigurePlace::Kept(id)) => shop::find(tx, county, id.of())?.as_ref().map(place_of),
        Some(FigurePlace::County) | None => None,
    })
}

/// The county's page, for whoever is there for all of it.
pub(crate) fn county_page(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&SEE_FIGURES) && is_county(grant))?;
    Some(format!("/c/{}/figures", grant.county))
}

fn is_county(grant: &Grant) -> bool {
    matches!(&grant.place, Place::Division(code) if *code == grant.county.to_string())
}

/// The page of the own township, village or shop.
pub(crate) fn own_page(grants: &[Grant]) -> Option<String> {
    let mut seen = grants.iter().filter(|grant| grant.permissions.contains(&SEE_FIGURES));
    if seen.clone().any(is_county) {
        return None;
    }
    seen.find_map(|grant| match &grant.place {
        Place::Division(code) => Some(format!("/c/{}/figures/{code}", grant.county)),
        Place::Kept { id, .. } => Some(format!("/c/{}/figures/{id}", grant.county)),
        Place::Everywhere => None,
    })
}

/// Which year is asked for; nothing is the last full one, or the current one when the book began in it.
#[derive(serde::Deserialize, Default)]
pub(super) struct YearQuery {
    #[serde(default)]
    pub year: String,
}

/// When the figures were frozen, and by whom.
#[derive(Clone)]
pub(super) struct FrozenBy {
    pub book_number: Option<i64>,
    pub at: Moment,
    pub who: String,
}

/// All that a year's page, spreadsheet and paper show.
pub(super) struct Year {
    pub question: Question,
    pub named: Named,
    pub years: Vec<i16>,
    pub answers: Vec<Answer>,
    pub frozen: Option<FrozenBy>,
    /// Points beyond what stands behind them.
    pub unbacked: Option<Unbacked>,
    pub months: Vec<(BusinessDate, i64)>,
    pub shops: Vec<ShopLine>,
}

impl Year {
    pub fn number(&self) -> i16 {
        self.question.to.parts().0
    }

    pub fn answer(&self, figure: &Figure) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.figure.id == figure.id)
    }
}

/// Reads a year in a few steps, none of which holds the store long.
pub(super) async fn year(visitor: &Visitor, county: County, place: FigurePlace, query: &YearQuery) -> Result<Year, PageError> {
    let (db, today, contract) = (&visitor.site().db, visitor.site().today(), visitor.guest.contract.clone());
    let years = db.read(move |tx| figure::years(tx, county, today)).await?;
    let this = today.parts().0;
    let usual = if years.first().is_some_and(|first| *first < this) { this - 1 } else { this };
    let number = if query.year.is_empty() { usual } else { query.year.parse().map_err(|_| PageError::NotFound)? };
    let question = facts::of_year(county, place, number, today).ok_or(PageError::NotFound)?;
    let of = question.clone();
    let named = db.read(move |tx| figures::named(tx, &contract, county, &of.place, of.to)).await?.ok_or(PageError::NotFound)?;
    let mut answers = Vec::new();
    for figure in FIGURES.iter().filter(|figure| facts::applies(figure, &question.place)) {
        let of = question.clone();
        answers.push(db.read(move |tx| facts::answer(tx, figure, &of)).await?);
    }
    let frozen = match answers.iter().find_map(|answer| answer.frozen.clone()) {
        Some(frozen) => Some(FrozenBy {
            at: frozen.at,
            book_number: frozen.book_number,
            who: db.read(move |tx| figures::frozen::name_of(tx, &frozen)).await?,
        }),
        None => None,
    };
    let (of, known) = (question.clone(), answers.clone());
    let (unbacked, months) =
        db.read(move |tx| Ok::<_, DatabaseError>((facts::unbacked(tx, &of, &known)?, facts::months(tx, &of)?))).await?;
    let of = question.clone();
    let mut shops = Vec::new();
    let standing = if facts::is_village(&question.place) { Vec::new() } else { db.read(move |tx| facts::standing_in(tx, &of)).await? };
    for shop in standing {
        let of = question.clone();
        shops.push(db.read(move |tx| facts::line(tx, &shop, &of)).await?);
    }
    Ok(Year { question, named, years, answers, frozen, unbacked, months, shops })
}

/// One of the large numbers.
struct Hero {
    id: &'static str,
    label: String,
    value: i64,
    shown: String,
    unit: String,
    note: String,
    /// The rows behind a number in the note.
    note_href: Option<String>,
    href: String,
    changed: Option<String>,
}

/// A bar of the chart, in the units of its box.
struct Bar {
    x: i64,
    y: i64,
    height: i64,
    middle: i64,
    month: i64,
    label: Option<String>,
    words: String,
    href: String,
}

/// A figure in the list below.
struct Line {
    id: &'static str,
    label: String,
    definition: String,
    source: String,
    value: i64,
    shown: String,
    unit: String,
    href: String,
    changed: Option<String>,
}

/// Addresses of the rows behind the numbers of a shop.
struct ShopOpens {
    households: String,
    issued: String,
    redeemed: String,
    left: String,
}

#[derive(Template)]
#[template(path = "year/show.html")]
pub(super) struct YearPage {
    frame: Frame,
    form: Form,
    county: County,
    title: String,
    about: String,
    path: String,
    export: String,
    paper: String,
    years: Vec<i16>,
    year: i16,
    heroes: Vec<Hero>,
    bars: Vec<Bar>,
    chart: String,
    shops: Vec<ShopLine>,
    shops_title: String,
    /// Where the numbers of each shop open to their rows.
    opens: Vec<ShopOpens>,
    lines: Vec<Line>,
    /// That money and goods do not reach for the points.
    unbacked: Option<String>,
    may_freeze: bool,
    /// How many figures are other numbers than when they were frozen, and the page that says why.
    changed: usize,
    why: String,
    /// Of the whole county.
    whole: bool,
}

async fn county(visitor: Visitor, Path(county): Path<County>, Query(query): Query<YearQuery>) -> PageResult {
    let year = year(&visitor, county, FigurePlace::County, &query).await?;
    page(&shown(&visitor, year, Form::default()))
}

/// The county's page with a refusal on it; without a year it is the usual one.
pub(super) async fn county_again(visitor: &Visitor, county: County, year_asked: String, form: Form) -> Result<YearPage, PageError> {
    let year = year(visitor, county, FigurePlace::County, &YearQuery { year: year_asked }).await?;
    Ok(shown(visitor, year, form))
}

async fn of_place(visitor: Visitor, Path((county, place)): Path<(County, String)>, Query(query): Query<YearQuery>) -> PageResult {
    let place = FigurePlace::parse(&place, county).ok_or(PageError::NotFound)?;
    let year = year(&visitor, county, place, &query).await?;
    page(&shown(&visitor, year, Form::default()))
}

/// `大关县 爱心公益超市`; a shop's name says it already.
pub(super) fn title(frame: &Frame, named: &Named) -> String {
    match named.level {
        // The shop of a village serves several; it is the households the page is about.
        Some(Level::Village) => frame.say1("year-title-village", "place", named.name.as_str()),
        Some(_) => frame.say1("year-title", "place", named.name.as_str()),
        None => named.name.clone(),
    }
}

/// `2019 年 · 按当时区划 9 个乡镇 · 数字截至 2019-12-31，已冻结（高敏，2020-01-08 10:20）`.
pub(super) fn about(frame: &Frame, year: &Year) -> String {
    let to = year.question.to;
    let mut parts = vec![frame.say1("year-year", "year", year.number().to_string())];
    if year.named.level == Some(Level::County) || year.question.place == FigurePlace::County {
        parts.push(frame.say1("year-boundaries", "count", facts::townships(year.question.county, to).len()));
    }
    let as_of = |key| Message::new(key).with("day", to);
    parts.push(frame.message(&match &year.frozen {
        Some(frozen) => as_of("year-as-of-frozen").with("who", frozen.who.as_str()).with("when", frozen.at),
        None => as_of("year-as-of"),
    }));
    parts.join(" · ")
}

/// A figure's number and unit; large sums of money in units of ten thousand yuan where that is how people say them.
fn large(frame: &Frame, unit: FigureUnit, value: i64) -> (String, String) {
    const TEN_THOUSAND_YUAN: i64 = 1_000_000;
    if unit == FigureUnit::Fen && value.abs() >= TEN_THOUSAND_YUAN && frame.lang == Lang::ZhHans {
        return (Fen((value + 5_000).div_euclid(10_000)).to_string(), frame.say("year-ten-thousand-yuan"));
    }
    (figures::shown(unit, value), frame.say(&figures::unit_key(unit)))
}

fn changed_words(frame: &Frame, answer: &Answer) -> Option<String> {
    let before = figures::shown(answer.figure.unit, answer.changed()?);
    Some(frame.say2("figures-changed-since", "before", before, "now", figures::shown(answer.figure.unit, answer.value)))
}

fn hero(frame: &Frame, year: &Year, figure: &Figure) -> Option<Hero> {
    let answer = year.answer(figure)?;
    let (shown, unit) = large(frame, figure.unit, answer.value);
    let behind = year.answer(&BACKING).filter(|_| figure.id == HELD.id);
    let note = match behind {
        Some(behind) => {
            let (value, unit) = large(frame, FigureUnit::Fen, behind.value);
            frame.say2("year-backing", "value", value, "unit", unit)
        }
        None if figure.id == HELD.id => frame.say("year-held-of-village"),
        None => frame.say(&format!("figure-{}-note", figure.id)),
    };
    Some(Hero {
        id: figure.id,
        label: frame.say(&figure.label()),
        value: answer.value,
        shown,
        unit,
        note,
        note_href: behind.map(|_| rows_href(BACKING.id, &year.question)),
        href: rows_href(figure.id, &year.question),
        changed: changed_words(frame, answer),
    })
}

pub(super) fn unbacked_words(unbacked: &Unbacked) -> Message {
    let Unbacked { held, budget, worth, behind } = unbacked;
    let words = Message::new("year-not-backed").with("held", *held).with("budget", *budget).with("worth", *worth);
    words.with("behind", *behind).with("short", *worth - *behind)
}

fn line(frame: &Frame, year: &Year, answer: &Answer) -> Line {
    let figure = &answer.figure;
    Line {
        id: figure.id,
        label: frame.say(&figure.label()),
        definition: frame.say(&figure.definition()),
        source: frame.say(figure.source),
        value: answer.value,
        shown: figures::shown(figure.unit, answer.value),
        unit: frame.say(&figures::unit_key(figure.unit)),
        href: rows_href(figure.id, &year.question),
        changed: changed_words(frame, answer),
    }
}

/// Height of the longest bar and where all of them stand.
const BAR: i64 = 230;
const GROUND: i64 = 260;

fn bars(frame: &Frame, year: &Year) -> Vec<Bar> {
    let most = year.months.iter().map(|(_, times)| *times).max().unwrap_or(0);
    // The first of the longest and of the shortest; an empty month speaks for itself.
    let first = |wanted: i64| year.months.iter().position(|(_, times)| *times == wanted && wanted > 0);
    let least = year.months.iter().map(|(_, times)| *times).filter(|times| *times > 0).min().unwrap_or(0);
    let labelled = [first(most), first(least)];
    let bar = |(at, (month, times)): (usize, &(BusinessDate, i64))| {
        let height = if most > 0 { (times * BAR + most / 2) / most } else { 0 };
        let of = Question { from: *month, to: month.next_month().plus_days(-1).min(year.question.to), ..year.question.clone() };
        let (x, number) = (6 + 30 * at as i64, i64::from(month.parts().1));
        let times_words = Pieces(*times).to_string();
        Bar {
            x,
            y: GROUND - height,
            height,
            middle: x + 10,
            month: number,
            label: labelled.contains(&Some(at)).then(|| times_words.clone()),
            words: frame.message(&Message::new("year-bar").with("month", number).with("times", times_words)),
            href: rows_href(TIMES.id, &of),
        }
    };
    year.months.iter().enumerate().map(bar).collect()
}

fn shown(visitor: &Visitor, year: Year, form: Form) -> YearPage {
    let (frame, county, today) = (visitor.frame(), year.question.county, visitor.site().today());
    let whole = year.question.place == FigurePlace::County;
    let path = if whole { format!("/c/{county}/figures") } else { format!("/c/{county}/figures/{}", year.question.place.text(county)) };
    let number = year.number();
    let export = if whole { format!("{path}.xlsx?year={number}") } else { format!("{path}/figures.xlsx?year={number}") };
    let changed = year.answers.iter().filter(|answer| answer.changed().is_some()).count();
    let of_shop = |shop: &ShopLine| {
        let question = Question { place: FigurePlace::Kept(shop.id.any()), ..year.question.clone() };
        let [households, issued, redeemed, left] = [HOUSEHOLDS, ISSUED, POINTS, BUDGET].map(|figure| rows_href(figure.id, &question));
        ShopOpens { households, issued, redeemed, left }
    };
    YearPage {
        form,
        title: title(&frame, &year.named),
        about: about(&frame, &year),
        export,
        paper: if whole { format!("{path}.pdf?year={number}") } else { format!("{path}/figures.pdf?year={number}") },
        heroes: [HOUSEHOLDS, TIMES, VALUE, HELD].iter().filter_map(|figure| hero(&frame, &year, figure)).collect(),
        bars: bars(&frame, &year),
        chart: frame.say("year-months"),
        unbacked: year.unbacked.as_ref().map(|unbacked| frame.message(&unbacked_words(unbacked))),
        shops_title: frame.say1("year-shops", "count", year.shops.len()),
        opens: year.shops.iter().map(of_shop).collect(),
        lines: year.answers.iter().map(|answer| line(&frame, &year, answer)).collect(),
        changed,
        why: format!("{path}/changed?year={number}"),
        may_freeze: whole
            && year.frozen.is_none()
            && year.answers.iter().any(|answer| answer.value != 0)
            && year.question.to < today
            && visitor.may(FREEZE_FIGURES, &year.named.target),
        path,
        whole,
        year: number,
        years: year.years,
        shops: year.shops,
        frame,
        county,
    }
}

impl YearPage {
    fn is_shown(&self, year: &i16) -> bool {
        self.year == *year
    }

    /// Where the name of a row leads: from the county to the township's page, from there to the shop's.
    fn below(&self, shop: &ShopLine) -> String {
        if self.whole { shop.township_code.clone() } else { shop.id.to_string() }
    }

    fn points(&self, tenths: &i64) -> String {
        TenthPoints(*tenths).to_string()
    }

    fn count(&self, count: &i64) -> String {
        Pieces(*count).to_string()
    }
}
