//! Freezing the figures of a year: looked at first, then kept of every township with a shop, of every shop, of the county last.

use askama::Template;
use axum::extract::{Path, Query};
use basics::County;
use database::DatabaseError;
use figures::frozen::{self, FreezeRefused};
use figures::rows_href;
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{FigurePlace, Question, Visitor};

use super::facts::{of_year, standing_in, townships, whole_year};
use super::pages::{YearQuery, county_again};
use super::still_open::still_open;
use crate::figure::FIGURES;

/// The places whose figures are frozen together; the county stands last, so that its mark says that all are kept.
async fn places(visitor: &Visitor, question: &Question) -> Result<Vec<FigurePlace>, PageError> {
    let asked = question.clone();
    let shops = visitor.site().db.read(move |tx| standing_in(tx, &asked)).await?;
    let with_shop = |code: &String| {
        let path = |village: &str| divisions::Divisions::built_in().path(village, question.to.date());
        shops.iter().any(|shop| path(&shop.village).iter().any(|division| division.code == *code))
    };
    let townships = townships(question.county, question.to).into_iter().filter(with_shop).map(FigurePlace::Division);
    Ok(townships.chain(shops.iter().map(|shop| FigurePlace::Kept(shop.id.any()))).chain([FigurePlace::County]).collect())
}

type Values = Vec<(&'static str, i64)>;

/// The county's figures of a year as they would be kept.
struct Looked {
    question: Question,
    values: Values,
}

/// As the form carries them, so that nothing else is frozen than what was looked at.
fn words(values: &[(&'static str, i64)]) -> String {
    values.iter().map(|(figure, value)| format!("{figure}={value}")).collect::<Vec<_>>().join(" ")
}

fn question_of(county: County, year: &str) -> Option<Question> {
    whole_year(county, FigurePlace::County, year.trim().parse().ok()?)
}

/// Whether this form was sent before by the same login: twice is once.
async fn is_kept(visitor: &Visitor, county: County, year: &str, shown: &str) -> Result<bool, PageError> {
    let Some(question) = question_of(county, year) else { return Ok(false) };
    let kept = visitor.site().db.read(move |tx| frozen::of(tx, &question)).await?;
    let values: Values = FIGURES.iter().filter_map(|figure| Some((figure.id, kept.get(figure.id)?.value))).collect();
    Ok(!values.is_empty() && kept.values().all(|one| one.by == visitor.actor()) && words(&values) == shown)
}

/// Looks at a year, or says why it is not frozen.
async fn look(visitor: &Visitor, county: County, year: &str) -> Result<Result<Looked, Message>, PageError> {
    let (db, today) = (&visitor.site().db, visitor.site().today());
    let Some(question) = question_of(county, year) else {
        return Ok(Err(Message::new("year-unreadable")));
    };
    let mut values = Values::new();
    for figure in FIGURES {
        let asked = question.clone();
        values.extend(db.read(move |tx| frozen::answers(tx, std::slice::from_ref(figure), &asked)).await?);
    }
    let (asked, found) = (question.clone(), values.clone());
    match db.read(move |tx| frozen::may_freeze(tx, &asked, &found, today)).await {
        Ok(()) => Ok(Ok(Looked { question, values })),
        Err(FreezeRefused::Database(error)) => Err(error.into()),
        Err(FreezeRefused::NotOver { to }) => Ok(Err(Message::new("freeze-refused-not-over").with("day", to))),
        Err(FreezeRefused::Already { at }) => Ok(Err(Message::new("freeze-refused-already").with("when", at))),
        Err(FreezeRefused::Nothing) => Ok(Err(Message::new("freeze-refused-nothing").with("year", question.to.parts().0.to_string()))),
    }
}

/// A figure that will be kept.
struct Line {
    id: &'static str,
    label: String,
    value: i64,
    shown: String,
    unit: String,
    href: String,
}

#[derive(Template)]
#[template(path = "year/freeze.html")]
struct FreezePage {
    frame: Frame,
    form: Form,
    county: County,
    year: i16,
    lines: Vec<Line>,
    looked: String,
    /// What may still change the numbers, with the page where it is dealt with.
    still_open: Vec<(String, String)>,
    townships: usize,
    shops: usize,
}

impl FreezePage {
    fn question(&self) -> String {
        self.frame.say1("year-freeze-title", "year", self.year.to_string())
    }
}

async fn freeze_page(visitor: &Visitor, looked: &Looked, form: Form) -> Result<FreezePage, PageError> {
    let (frame, places) = (visitor.frame(), places(visitor, &looked.question).await?);
    let line = |(id, value): &(&'static str, i64)| {
        let figure = FIGURES.iter().find(|figure| figure.id == *id)?;
        Some(Line {
            id,
            label: frame.say(&figure.label()),
            value: *value,
            shown: figures::shown(figure.unit, *value),
            unit: frame.say(&figures::unit_key(figure.unit)),
            href: rows_href(id, &looked.question),
        })
    };
    let asked = looked.question.clone();
    let still_open = visitor.site().db.read(move |tx| still_open(tx, &asked)).await?;
    Ok(FreezePage {
        still_open: still_open.into_iter().map(|open| (frame.message(&open.what), open.href)).collect(),
        lines: looked.values.iter().filter_map(line).collect(),
        looked: words(&looked.values),
        townships: places.iter().filter(|place| matches!(place, FigurePlace::Division(_))).count(),
        shops: places.iter().filter(|place| matches!(place, FigurePlace::Kept(_))).count(),
        year: looked.question.to.parts().0,
        county: looked.question.county,
        frame,
        form,
    })
}

/// A year that has not begun has no page of its own to say something on.
fn begun(visitor: &Visitor, county: County, year: &str) -> String {
    let begun = year.trim().parse().is_ok_and(|year| of_year(county, FigurePlace::County, year, visitor.site().today()).is_some());
    if begun { year.trim().to_owned() } else { String::new() }
}

pub(super) async fn ask(visitor: Visitor, Path(county): Path<County>, Query(query): Query<YearQuery>) -> PageResult {
    match look(&visitor, county, &query.year).await? {
        Ok(looked) => page(&freeze_page(&visitor, &looked, Form::default()).await?),
        Err(refused) => {
            let mut form = Form::default();
            form.refuse_all(refused);
            page(&county_again(&visitor, county, begun(&visitor, county, &query.year), form).await?)
        }
    }
}

pub(super) async fn freeze(visitor: Visitor, Path(county): Path<County>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let year = form.value("year").to_owned();
    if is_kept(&visitor, county, &year, form.value("shown")).await? {
        return done(&format!("/c/{county}/figures?year={}", year.trim()), "figures-frozen");
    }
    let looked = match look(&visitor, county, &year).await? {
        Ok(looked) => looked,
        Err(refused) => {
            form.refuse_all(refused);
            return form_again(&county_again(&visitor, county, begun(&visitor, county, &year), form).await?);
        }
    };
    if form.value("shown") != words(&looked.values) {
        form.refuse_all(Message::new("freeze-refused-moved"));
        return form_again(&freeze_page(&visitor, &looked, form).await?);
    }
    keep(&visitor, looked).await?;
    done(&format!("/c/{county}/figures?year={}", year.trim()), "figures-frozen")
}

async fn keep(visitor: &Visitor, looked: Looked) -> Result<(), PageError> {
    let (db, now, actor) = (&visitor.site().db, visitor.site().now(), visitor.actor());
    for place in places(visitor, &looked.question).await? {
        let of = Question { place, ..looked.question.clone() };
        let asked = of.clone();
        let values = match of.place {
            FigurePlace::County => looked.values.clone(),
            _ => db.read(move |tx| frozen::answers(tx, FIGURES, &asked)).await?,
        };
        db.write(move |tx| {
            let (last, _) = ledger::head(tx, of.county)?;
            frozen::keep(tx, &of, &values, actor, (now, last))?;
            if of.place == FigurePlace::County { frozen::note(tx, &of, actor, now) } else { Ok::<_, DatabaseError>(()) }
        })
        .await?;
    }
    Ok(())
}
