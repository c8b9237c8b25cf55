//! Pages that draft a version, change its rows, and record its adoption.

use askama::Template;
use axum::extract::Path;
use basics::{County, Id};
use database::DatabaseError;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, go, page};
use people::{RouteAccess, Routes, Target, Visitor};

use super::form::{CAP_COUNTS, EFFECTS, filled, read, read_adoption};
use super::{
    AdoptRefused, CapPer, CapPeriod, EVIDENCES, PointRule, RECORDERS, RuleRefused, RuleTable, TOPICS, UNITS, VETO_TERMS, adopt, draft, put,
    store, strike,
};
use crate::area::KEEP_RULES;
use crate::shop::full_name;

pub(super) fn routes(routes: Routes) -> Routes {
    let keep = RouteAccess::Needs(KEEP_RULES, "rule-table-kept");
    routes
        .post("/c/{county}/rules", RouteAccess::Needs(KEEP_RULES, "county-part"), begin)
        .get("/c/{county}/rules/{table}/rows/new", keep, new)
        .post("/c/{county}/rules/{table}/rows", keep, create)
        .get("/c/{county}/rules/{table}/rows/{rule}", keep, edit)
        .post("/c/{county}/rules/{table}/rows/{rule}", keep, save)
        .post("/c/{county}/rules/{table}/rows/{rule}/strike", keep, strike_out)
        .get("/c/{county}/rules/{table}/adopt", keep, ask_adoption)
        .post("/c/{county}/rules/{table}/adopt", keep, record_adoption)
}

async fn begin(visitor: Visitor, Path(county): Path<County>, submitted: Submitted) -> PageResult {
    let place = submitted.value("place").to_owned();
    visitor.must(KEEP_RULES, &Target::division(&place))?;
    let id = submitted.value("id").parse().unwrap_or_else(|_| Id::fresh());
    let (actor, now, on) = (visitor.actor(), visitor.site().now(), visitor.site().today());
    let table = visitor.site().db.write(move |tx| draft(tx, county, &place, id, (actor, now), on)).await?;
    go(&format!("/c/{county}/rules/{}", table.id))
}

#[derive(Template)]
#[template(path = "point_rule/form.html")]
struct FormPage {
    frame: Frame,
    form: Form,
    county: County,
    table: RuleTable,
    /// The row to be changed; none for a new one.
    rule: Option<Id<PointRule>>,
    choices: RuleChoices,
}

struct RuleChoices {
    topics: Vec<Choice>,
    effects: Vec<Choice>,
    terms: Vec<Choice>,
    units: Vec<Choice>,
    caps: Vec<Choice>,
    pers: Vec<Choice>,
    periods: Vec<Choice>,
    recorders: Vec<Choice>,
    evidences: Vec<Choice>,
}

fn form_page(visitor: &Visitor, table: RuleTable, rule: Option<Id<PointRule>>, form: Form) -> FormPage {
    let frame = visitor.frame();
    let choices =
        |words: &[&str], key: fn(&str) -> String| words.iter().map(|word| Choice::new(word, frame.say(&key(word)))).collect::<Vec<_>>();
    let choices = RuleChoices {
        topics: choices(TOPICS, |word| format!("topic-{word}")),
        effects: choices(EFFECTS, |word| format!("rule-effect-{word}")),
        terms: choices(VETO_TERMS, |word| format!("rule-veto-{word}")),
        units: choices(UNITS, |word| format!("rule-unit-{word}")),
        caps: choices(CAP_COUNTS, |word| format!("rule-cap-{word}")),
        pers: choices(CapPer::WORDS, |word| format!("cap-per-{word}")),
        periods: choices(CapPeriod::WORDS, |word| format!("cap-period-{word}")),
        recorders: choices(RECORDERS, |word| format!("recorder-{word}")),
        evidences: choices(EVIDENCES, |word| format!("evidence-{word}")),
    };
    FormPage { frame, form, county: table.county, table, rule, choices }
}

/// The draft with its rows; an adopted version has no forms.
async fn found(visitor: &Visitor, county: County, id: Id<RuleTable>) -> Result<(RuleTable, Vec<PointRule>), PageError> {
    let found =
        visitor.site().db.read(move |tx| Ok::<_, DatabaseError>((store::find(tx, county, id)?, store::rules(tx, county, id)?))).await?;
    let table = found.0.ok_or(PageError::NotFound)?;
    if table.adopted.is_some() { Err(PageError::Refused(Message::new("rules-adopted-already"))) } else { Ok((table, found.1)) }
}

async fn new(visitor: Visitor, Path((county, id)): Path<(County, Id<RuleTable>)>) -> PageResult {
    let (table, rows) = found(&visitor, county, id).await?;
    let next = rows.iter().map(|row| row.number).max().unwrap_or(0) + 1;
    let form = Form::filled(&[
        ("id", Id::<PointRule>::fresh().to_string()),
        ("number", next.to_string()),
        ("effect", "plus".to_owned()),
        ("cap", "none".to_owned()),
        ("cap-per", CapPer::Household.to_string()),
        ("cap-period", CapPeriod::Month.to_string()),
        ("evidence", "none".to_owned()),
    ]);
    page(&form_page(&visitor, table, None, form))
}

async fn create(visitor: Visitor, Path((county, table)): Path<(County, Id<RuleTable>)>, submitted: Submitted) -> PageResult {
    let form = Form::from(submitted);
    let id = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    let (table, _) = found(&visitor, county, table).await?;
    written(&visitor, table, id, None, form).await
}

async fn edit(visitor: Visitor, Path((county, table, id)): Path<(County, Id<RuleTable>, Id<PointRule>)>) -> PageResult {
    let (table, rows) = found(&visitor, county, table).await?;
    let rule = rows.iter().find(|row| row.id == id).ok_or(PageError::NotFound)?;
    page(&form_page(&visitor, table, Some(id), filled(rule)))
}

async fn save(
    visitor: Visitor,
    Path((county, table, id)): Path<(County, Id<RuleTable>, Id<PointRule>)>,
    submitted: Submitted,
) -> PageResult {
    let (table, rows) = found(&visitor, county, table).await?;
    rows.iter().find(|row| row.id == id).ok_or(PageError::NotFound)?;
    written(&visitor, table, id, Some(id), Form::from(submitted)).await
}

async fn written(visitor: &Visitor, table: RuleTable, id: Id<PointRule>, changed: Option<Id<PointRule>>, mut form: Form) -> PageResult {
    let (actor, now) = (visitor.actor(), visitor.site().now());
    if let Some(rule) = read(&mut form, table.county, table.id, id) {
        match visitor.site().db.write(move |tx| put(tx, &rule, actor, now)).await {
            Ok(()) => return done(&format!("/c/{}/rules/{}", table.county, table.id), "rule-written"),
            Err(RuleRefused::Database(error)) => return Err(error.into()),
            Err(RuleRefused::Adopted) => form.refuse_all(Message::new("rules-adopted-already")),
            Err(RuleRefused::NumberTaken { item }) => form.refuse("number", Message::new("rule-number-taken").with("item", item)),
        }
    }
    form_again(&form_page(visitor, table, changed, form))
}

async fn strike_out(visitor: Visitor, Path((county, table, id)): Path<(County, Id<RuleTable>, Id<PointRule>)>) -> PageResult {
    let (actor, now) = (visitor.actor(), visitor.site().now());
    found(&visitor, county, table).await?.1.iter().find(|row| row.id == id).ok_or(PageError::NotFound)?;
    match visitor.site().db.write(move |tx| strike(tx, county, table, id, actor, now)).await {
        Ok(()) => done(&format!("/c/{county}/rules/{table}"), "rule-struck"),
        Err(RuleRefused::Database(error)) => Err(error.into()),
        Err(_) => Err(PageError::Refused(Message::new("rules-adopted-already"))),
    }
}

#[derive(Template)]
#[template(path = "point_rule/adopt.html")]
struct AdoptPage {
    frame: Frame,
    form: Form,
    county: County,
    table: RuleTable,
    place: String,
    rows: usize,
}

async fn adopt_page(visitor: &Visitor, county: County, id: Id<RuleTable>, form: Form) -> Result<AdoptPage, PageError> {
    let (table, rows) = found(visitor, county, id).await?;
    let place = full_name(&table.place, visitor.site().today());
    Ok(AdoptPage { frame: visitor.frame(), form, county, place, table, rows: rows.len() })
}

async fn ask_adoption(visitor: Visitor, Path((county, id)): Path<(County, Id<RuleTable>)>) -> PageResult {
    let today = visitor.site().today().to_string();
    page(&adopt_page(&visitor, county, id, Form::filled(&[("on", today.clone()), ("valid-from", today)])).await?)
}

async fn record_adoption(visitor: Visitor, Path((county, id)): Path<(County, Id<RuleTable>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (actor, now, today) = (visitor.actor(), visitor.site().now(), visitor.site().today());
    if let Some(adoption) = read_adoption(&mut form, actor, today) {
        match visitor.site().db.write(move |tx| adopt(tx, county, id, &adoption, today, now)).await {
            Ok(()) => return done(&format!("/c/{county}/rules/{id}"), "rules-adopted"),
            Err(AdoptRefused::Database(error)) => return Err(error.into()),
            Err(AdoptRefused::Already) => return Err(PageError::Refused(Message::new("rules-adopted-already"))),
            Err(AdoptRefused::Empty) => form.refuse_all(Message::new("rules-empty")),
            Err(AdoptRefused::MeetingAhead) => form.refuse("on", Message::new("rules-meeting-ahead")),
            Err(AdoptRefused::BeforeMeeting) => form.refuse("valid-from", Message::new("rules-before-meeting")),
        }
    }
    form_again(&adopt_page(&visitor, county, id, form).await?)
}
