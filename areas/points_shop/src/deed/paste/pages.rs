//! Pages for a pasted list: what it is about, whom each line means, and what is left after recording.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id};
use database::DatabaseError;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, form_again, page};
use people::{RouteAccess, Routes, Target, Visitor};
use registry::household;

use super::carry_out::{ListFor, find, record};
use super::{Candidate, LINES_MAX, Line, Outcome, lines};
use crate::area::RECORD_DEEDS;
use crate::deed::form::{household_gone, not_theirs, recordable, rule_choices};
use crate::deed::pages::kinds;
use crate::deed::{self, Along, Refused};
use crate::point_rule::{self, Effect, PointRule};
use crate::shop::{full_name, townships};

/// Lines looked up or recorded in one transaction, so that no till waits for a long list.
const BATCH: usize = 10;

pub(in crate::deed) fn routes(routes: Routes) -> Routes {
    let part = RouteAccess::Needs(RECORD_DEEDS, "county-part");
    routes.get("/c/{county}/deeds/paste", part, show).post("/c/{county}/deeds/paste", part, take)
}

#[derive(serde::Deserialize, Default)]
struct PlaceQuery {
    #[serde(default)]
    place: String,
    #[serde(default, rename = "done-on")]
    done_on: String,
}

/// A line with what became of it.
struct Row {
    number: usize,
    text: String,
    /// The line as it was understood.
    read: String,
    /// What is said about it.
    words: String,
    /// How loud: nothing, `wait` or `stop`.
    tone: &'static str,
    /// Among whom a person has to choose.
    choices: Vec<Choice>,
    ready: bool,
}

#[derive(Template)]
#[template(path = "deed/paste/page.html")]
struct PastePage {
    frame: Frame,
    form: Form,
    county: County,
    places: Vec<Choice>,
    place: String,
    place_name: String,
    done_on: String,
    rules: Vec<Choice>,
    rule_name: String,
    month_closed: bool,
    /// What became of the lines, before recording and after it.
    rows: Vec<Row>,
    /// Lines that will be recorded; none after it.
    ready: Option<usize>,
    recorded: Option<usize>,
}

/// Places whose lists the visitor may record: villages, and townships held as a whole.
fn places(visitor: &Visitor, county: County) -> Vec<Choice> {
    let (on, frame) = (visitor.site().today(), visitor.frame());
    let mut places = Vec::new();
    for township in townships(county, &visitor.divisions(RECORD_DEEDS, county), on) {
        if visitor.may(RECORD_DEEDS, &Target::division(&township.code)) {
            places.push(Choice::new(&township.code, frame.say1("paste-whole-township", "township", &township.name)));
        }
        places.extend(township.villages.into_iter().map(|(code, name)| Choice::new(code, name)));
    }
    places
}

/// Rules a list can be about: for all on it alike, without a witness for each.
fn of_lists(rules: Vec<PointRule>) -> Vec<PointRule> {
    rules.into_iter().filter(|rule| rule.evidence != "witness" && !matches!(rule.effect, Effect::Range { .. })).collect()
}

/// The page before anything was looked up, with the rules of the place on the day.
async fn blank(visitor: &Visitor, county: County, form: Form) -> Result<(PastePage, Vec<PointRule>), PageError> {
    let (frame, today, places) = (visitor.frame(), visitor.site().today(), places(visitor, county));
    let asked = form.value("place").to_owned();
    let place = if asked.is_empty() { places.first().map(|choice| choice.value.clone()).unwrap_or_default() } else { asked };
    if !place.is_empty() {
        visitor.must(RECORD_DEEDS, &Target::division(&place))?;
    }
    let on: BusinessDate = form.value("done-on").trim().parse().unwrap_or(today);
    let of_place = place.clone();
    let (rules, month_closed) = visitor
        .site()
        .db
        .read(move |tx| {
            let township = of_place.get(..9).unwrap_or(&of_place);
            let rules = match point_rule::in_force(tx, county, township, on)? {
                Some(table) => point_rule::rules(tx, county, table.id)?,
                None => Vec::new(),
            };
            Ok::<_, DatabaseError>((rules, deed::month_closed(tx, county, &of_place, on)?))
        })
        .await?;
    let rules = of_lists(rules);
    let choices = rule_choices(&frame, &recordable(&rules, &kinds(visitor, &place)));
    let shown = PastePage {
        rule_name: choices.iter().find(|choice| choice.value == form.value("rule")).map(|one| one.label.clone()).unwrap_or_default(),
        place_name: full_name(&place, today),
        done_on: if form.value("done-on").is_empty() { today.to_string() } else { form.value("done-on").to_owned() },
        month_closed: month_closed || on.month_number() < today.month_number(),
        rules: choices,
        rows: Vec::new(),
        ready: None,
        recorded: None,
        frame,
        form,
        county,
        places,
        place,
    };
    Ok((shown, rules))
}

async fn show(visitor: Visitor, Path(county): Path<County>, Query(PlaceQuery { place, done_on }): Query<PlaceQuery>) -> PageResult {
    page(&blank(&visitor, county, Form::filled(&[("place", place), ("done-on", done_on)])).await?.0)
}

/// Reads what the list is about; errors are noted per field.
fn read(form: &mut Form, shown: &PastePage, rules: &[PointRule], visitor: &Visitor) -> Option<ListFor> {
    let (today, now) = (visitor.site().today(), visitor.site().now());
    let done_on = form.date("done-on");
    if done_on.is_some_and(|day| day > today) {
        form.refuse("done-on", Message::new("deed-ahead"));
    }
    let chosen: Option<Id<PointRule>> = form.id("rule");
    let rule = chosen.and_then(|id| rules.iter().find(|rule| rule.id == id));
    match rule {
        Some(rule) if !kinds(visitor, &shown.place).contains(&rule.recorder.as_str()) => {
            form.refuse("rule", not_theirs(&shown.frame, &visitor.guest.contract, &rule.recorder));
        }
        None if chosen.is_some() => form.refuse("rule", Message::new("deed-rule-not-in-force")),
        _ => {}
    }
    let source = form.text("source", 40);
    let count = lines(form.value("lines")).len();
    if count == 0 {
        form.refuse("lines", Message::new("paste-empty"));
    } else if count > LINES_MAX {
        form.refuse("lines", Message::new("paste-too-many").with("has", count).with("max", LINES_MAX));
    }
    let list = ListFor { county: shown.county, place: shown.place.clone(), rule: rule?.id, done_on: done_on?, source: source?, today, now };
    form.is_good().then_some(list)
}

/// Whom the lines mean, some lines at a time. A person who stands in the list twice is found once.
async fn looked_up(visitor: &Visitor, list: &ListFor, all: &[Line], form: &Form) -> Result<Vec<(Outcome, Option<usize>)>, PageError> {
    let mut outcomes = Vec::with_capacity(all.len());
    for (batch, start) in all.chunks(BATCH).zip((0..).step_by(BATCH)) {
        let picks = (start..).zip(batch).map(|(at, line)| (line.clone(), form.value(&format!("pick.{}", at + 1)).to_owned()));
        let (asked, list, login) = (picks.collect::<Vec<_>>(), list.clone(), visitor.login.clone());
        let found = visitor.site().db.read(move |tx| {
            asked.iter().map(|(line, picked)| find(tx, &list, line, picked, &login)).collect::<Result<Vec<_>, DatabaseError>>()
        });
        outcomes.extend(found.await?);
    }
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let once = |(outcome, at): (Outcome, usize)| {
        let before = match &outcome {
            Outcome::Found(one) => match first.get(&one.value()) {
                Some(before) => Some(*before),
                None => {
                    first.insert(one.value(), at + 1);
                    None
                }
            },
            _ => None,
        };
        (outcome, before)
    };
    Ok(outcomes.into_iter().zip(0..).map(once).collect())
}

/// `翠屏村 二组 · 陈家福 户 · 530624-101-0312`.
fn household_words(frame: &Frame, one: &Candidate, on: BusinessDate) -> String {
    let head = frame.say1("household-head", "name", &one.household.head_name);
    format!("{} · {head} · {}", household::pages::short_place(frame, &one.household, on), one.household.code)
}

/// The line as the page shows it.
fn row(frame: &Frame, on: BusinessDate, number: usize, line: &Line, (outcome, before): &(Outcome, Option<usize>)) -> Row {
    let said = |words: String, tone: &'static str| Row {
        number,
        text: line.text.clone(),
        read: line.read(),
        words,
        tone,
        choices: Vec::new(),
        ready: false,
    };
    match (outcome, before) {
        (Outcome::Found(_), Some(before)) => said(frame.say1("paste-twice", "line", *before), "wait"),
        (Outcome::Found(one), None) => Row { ready: true, ..said(household_words(frame, one, on), "") },
        (Outcome::Several(all), _) => {
            let choices = all.iter().map(|one| Choice::new(one.value(), household_words(frame, one, on))).collect();
            Row { choices, ..said(frame.say1("paste-several", "count", all.len()), "wait") }
        }
        (Outcome::NotFound, _) => said(frame.say("paste-not-found"), "stop"),
        (Outcome::NotInHousehold, _) => said(frame.say("paste-not-in-household"), "stop"),
        (Outcome::Recorded(_), _) => said(frame.say("paste-recorded-before"), "wait"),
        (Outcome::Concerned, _) => said(frame.say("paste-concerned"), "stop"),
        (Outcome::NotYet { since }, _) => said(frame.say1("deed-before-household", "day", since), "stop"),
        (Outcome::Gone { until, into }, _) => said(frame.message(&household_gone(*until, into.as_ref())), "stop"),
    }
}

async fn take(visitor: Visitor, Path(county): Path<County>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (mut shown, rules) = blank(&visitor, county, form.clone()).await?;
    let list = read(&mut form, &shown, &rules, &visitor);
    let late_reason = form.optional_text("late-reason", 100).unwrap_or_default();
    let Some(list) = list.filter(|_| form.is_good()) else {
        shown.form = form;
        return form_again(&shown);
    };
    if form.value("go") == "edit" {
        return page(&shown);
    }
    let all = lines(form.value("lines"));
    let outcomes = looked_up(&visitor, &list, &all, &form).await?;
    if form.value("go") != "record" {
        let numbered = (1..).zip(all.iter().zip(&outcomes));
        shown.rows = numbered.map(|(number, (line, outcome))| row(&shown.frame, list.today, number, line, outcome)).collect();
        shown.ready = Some(shown.rows.iter().filter(|row| row.ready).count());
        return page(&shown);
    }
    let along = Along { kinds: Some(kinds(&visitor, &shown.place)), late_reason, photos: Vec::new() };
    recorded(&visitor, shown, (&list, &along), (&all, &outcomes)).await
}

/// Records who was found; what is left stays in the box, each line with the reason.
async fn recorded(
    visitor: &Visitor,
    mut shown: PastePage,
    (list, along): (&ListFor, &Along),
    (all, outcomes): (&[Line], &[(Outcome, Option<usize>)]),
) -> PageResult {
    let found = |at: usize| match &outcomes[at] {
        (Outcome::Found(one), None) => Some((at, (one.clone(), all[at].note.clone()))),
        _ => None,
    };
    let found: Vec<(usize, (Candidate, String))> = (0..all.len()).filter_map(found).collect();
    let mut refused: BTreeMap<usize, Option<Refused>> = found.iter().map(|(at, _)| (*at, None)).collect();
    let mut done = 0;
    for batch in found.chunks(BATCH) {
        let (login, list, along) = (visitor.login.clone(), list.clone(), along.clone());
        let people: Vec<(Candidate, String)> = batch.iter().map(|(_, one)| one.clone()).collect();
        match visitor.site().db.write(move |tx| record(tx, &list, &people, &along, &login)).await {
            Ok(answers) => {
                for ((at, _), answer) in batch.iter().zip(answers) {
                    match answer {
                        None => {
                            done += 1;
                            refused.remove(at);
                        }
                        why => drop(refused.insert(*at, why)),
                    }
                }
            }
            Err(error) => {
                let error: DatabaseError = error;
                tracing::error!(%error, done, "a pasted list was recorded in part");
                shown.form.refuse_all(Message::new("paste-interrupted").with("count", done));
                break;
            }
        }
    }
    let (mut left, frame) = (Vec::new(), visitor.frame());
    for (at, (line, outcome)) in all.iter().zip(outcomes).enumerate() {
        // Whoever is written down already need not be tried again.
        let settled = matches!(outcome, (Outcome::Recorded(_), _) | (Outcome::Found(_), Some(_)));
        let shown_row = row(&frame, list.today, at + 1, line, outcome);
        match refused.get(&at) {
            Some(Some(why)) => left.push(Row { words: refused_words(visitor, &frame, why), tone: "stop", ready: false, ..shown_row }),
            Some(None) => left.push(Row { words: frame.say("paste-not-yet"), tone: "wait", ready: false, ..shown_row }),
            None if shown_row.ready || settled => {}
            None => left.push(Row { choices: Vec::new(), ..shown_row }),
        }
    }
    let text: Vec<&str> = left.iter().map(|row| row.text.as_str()).collect();
    shown.form.set("lines", text.join("\n"));
    shown.rows = left;
    shown.recorded = Some(done);
    if shown.form.is_good() { page(&shown) } else { form_again(&shown) }
}

/// Why a line was not recorded, in the words of the form for one deed.
fn refused_words(visitor: &Visitor, frame: &Frame, refused: &Refused) -> String {
    let mut form = Form::default();
    crate::deed::form::refuse(&mut form, (frame, &visitor.guest.contract), refused);
    let words = form.faulty().map(|(_, message)| message).chain(&form.refused).map(|message| frame.message(message));
    words.collect::<Vec<_>>().join(" ")
}
