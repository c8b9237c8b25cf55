//! What became of a frozen year: which figures are other numbers now, and the records that came after the freezing.

use askama::Template;
use axum::extract::{Path, Query};
use basics::County;
use database::{DatabaseError, Tx};
use divisions::Divisions;
use figures::rows_href;
use ledger::PostingOf;
use pages::{Frame, PageError, PageResult, page};
use people::{FigurePlace, Question, Visitor};

use super::facts::Answer;
use super::pages::{Year, YearQuery, about, title, year};
use super::store::{self, Lies};
use crate::area::SEE_SHOP;
use crate::names::names;
use crate::posting::pages::{Record, behind};
use crate::redemption::pages::number_words;

/// Records on a page.
const ROWS: usize = 50;
/// Postings looked at in one step.
const BATCH: i64 = 200;

/// A figure that is another number now.
struct Line {
    label: String,
    before: String,
    now: String,
    difference: String,
    unit: String,
    href: String,
}

/// A record that came after the freezing.
struct Row {
    what: String,
    href: Option<String>,
    on: String,
    at: String,
    who: String,
    seq: i64,
    /// The posting's own page.
    posting: Option<String>,
}

#[derive(Template)]
#[template(path = "year/changed.html")]
struct ChangedPage {
    frame: Frame,
    title: String,
    about: String,
    back: String,
    path: String,
    is_frozen: bool,
    lines: Vec<Line>,
    rows: Vec<Row>,
    first: bool,
    older: Option<i64>,
}

#[derive(serde::Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    year: String,
    #[serde(default)]
    before: String,
}

pub(super) async fn county(visitor: Visitor, Path(county): Path<County>, Query(asked): Query<Asked>) -> PageResult {
    show(&visitor, county, FigurePlace::County, asked).await
}

pub(super) async fn of_place(visitor: Visitor, Path((county, place)): Path<(County, String)>, Query(asked): Query<Asked>) -> PageResult {
    let place = FigurePlace::parse(&place, county).ok_or(PageError::NotFound)?;
    show(&visitor, county, place, asked).await
}

async fn show(visitor: &Visitor, county: County, place: FigurePlace, asked: Asked) -> PageResult {
    let before: Option<i64> = asked.before.parse().ok();
    let year = year(visitor, county, place, &YearQuery { year: asked.year }).await?;
    let (found, older) = found(visitor, &year, before.unwrap_or(i64::MAX)).await?;
    let (frame, number) = (visitor.frame(), year.number());
    let of = match &year.question.place {
        FigurePlace::County => format!("/c/{county}/figures"),
        place => format!("/c/{county}/figures/{}", place.text(county)),
    };
    page(&ChangedPage {
        title: title(&frame, &year.named),
        about: about(&frame, &year),
        back: format!("{of}?year={number}"),
        path: format!("{of}/changed?year={number}"),
        is_frozen: year.frozen.is_some(),
        lines: year.answers.iter().filter_map(|answer| line(&frame, &year.question, answer)).collect(),
        rows: found.into_iter().map(|one| row(visitor, &frame, county, one)).collect(),
        first: before.is_none(),
        older,
        frame,
    })
}

fn line(frame: &Frame, question: &Question, answer: &Answer) -> Option<Line> {
    let (before, unit) = (answer.changed()?, answer.figure.unit);
    let difference = answer.value - before;
    let sign = if difference > 0 { "+" } else { "" };
    Some(Line {
        label: frame.say(&answer.figure.label()),
        before: figures::shown(unit, before),
        now: figures::shown(unit, answer.value),
        difference: format!("{sign}{}", figures::shown(unit, difference)),
        unit: frame.say(&figures::unit_key(unit)),
        href: rows_href(answer.figure.id, question),
    })
}

/// A posting with the record behind it and the name of whoever recorded it.
struct Found {
    posting: PostingOf,
    lies: Lies,
    record: Option<Record>,
    who: String,
}

/// Whether a record is one of this place.
fn is_of(question: &Question, posting: &PostingOf, lies: &Lies) -> bool {
    match &question.place {
        FigurePlace::County => true,
        FigurePlace::Kept(shop) => lies.shop.is_some_and(|other| other.any() == *shop),
        // What lies in no village, such as the merger of two households, may be any place's.
        FigurePlace::Division(_) if lies.village.is_empty() => true,
        FigurePlace::Division(code) => {
            Divisions::built_in().path(&lies.village, posting.business_date.date()).iter().any(|division| division.code == *code)
        }
    }
}

/// Records that came after the freezing below a number of the book, and where older ones begin.
async fn found(visitor: &Visitor, year: &Year, below: i64) -> Result<(Vec<Found>, Option<i64>), PageError> {
    let Some(frozen) = &year.frozen else { return Ok((Vec::new(), None)) };
    let (county, at) = (year.question.county, frozen.at);
    let last = match frozen.book_number {
        Some(number) => number,
        // Frozen before the number was kept.
        None => visitor.site().db.read(move |tx| ledger::number_at(tx, county, at)).await?,
    };
    let (mut below, mut found) = (below, Vec::new());
    loop {
        let (question, at) = (year.question.clone(), below);
        let batch = visitor.site().db.read(move |tx| batch(tx, &question, last, at)).await?;
        let over = (batch.len() as i64) < BATCH;
        below = batch.last().map_or(below, |(posting, _)| posting.seq);
        let of_place = batch.into_iter().filter_map(|(_, found)| found);
        found.extend(of_place);
        if found.len() > ROWS {
            found.truncate(ROWS);
            let older = found.last().map(|last: &Found| last.posting.seq);
            return Ok((found, older));
        }
        if over {
            return Ok((found, None));
        }
    }
}

type Batch = Vec<(PostingOf, Option<Found>)>;

fn batch(tx: &mut Tx<'_>, question: &Question, frozen_at: i64, below: i64) -> Result<Batch, DatabaseError> {
    let (county, mut batch) = (question.county, Vec::new());
    for posting in ledger::posted_afterwards(tx, county, frozen_at, (question.from, question.to), (below, BATCH))? {
        let lies = store::lies(tx, county, posting.id)?;
        let mut found = None;
        if is_of(question, &posting, &lies) {
            let record = behind(tx, county, &posting)?;
            let who = names(tx, [posting.actor])?.remove(&posting.actor).unwrap_or_default();
            found = Some(Found { posting: posting.clone(), lies, record, who });
        }
        batch.push((posting, found));
    }
    Ok(batch)
}

fn row(visitor: &Visitor, frame: &Frame, county: County, found: Found) -> Row {
    let Found { posting, lies, record, who } = found;
    let what = match lies.slip {
        Some((on, number, late)) => {
            frame.say1(if late { "changed-late-slip" } else { "figure-row-slip" }, "number", number_words(on, number))
        }
        None => frame.say(record.as_ref().map_or("subject-household-points", |record| record.title)),
    };
    let what = if posting.reverses.is_some() { frame.say1("posting-reversal-of", "what", what) } else { what };
    let may = |record: &&Record| visitor.may(record.permission, &record.place);
    let seen = record.as_ref().filter(may);
    Row {
        what,
        href: seen.and_then(|record| record.href.clone()),
        posting: seen.filter(|record| visitor.may(SEE_SHOP, &record.place)).map(|_| format!("/c/{county}/postings/{}", posting.id)),
        on: posting.business_date.to_string(),
        at: frame.moment(&posting.recorded_at),
        who: if who.is_empty() { frame.say("posting-by-program") } else { who },
        seq: posting.seq,
    }
}
