//! Pages that show the rule tables: which are in force, and one version by topic.

use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::DatabaseError;
use money::TenthPoints;
use pages::{Choice, Frame, PageError, PageResult, page};
use people::{RouteAccess, Routes, Target, Visitor};

use super::{CapAmount, Effect, PointRule, RuleTable, TOPICS, keeping, store};
use crate::area::{KEEP_RULES, SEE_RULES, rules_reach};
use crate::shop::{full_name, townships};

pub(crate) fn routes(routes: Routes) -> Routes {
    keeping::routes(routes).get("/c/{county}/rules", RouteAccess::Needs(SEE_RULES, "county-part"), list).get(
        "/c/{county}/rules/{table}",
        RouteAccess::Needs(SEE_RULES, "rule-table"),
        show,
    )
}

struct TableRow {
    table: RuleTable,
    place: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "point_rule/list.html")]
struct ListPage {
    frame: Frame,
    county: County,
    rows: Vec<TableRow>,
    /// Places whose table the visitor keeps.
    places: Vec<Choice>,
    id: Id<RuleTable>,
}

/// Townships whose table the visitor keeps, and the county if it is kept.
pub(super) fn places(visitor: &Visitor, county: County) -> Vec<Choice> {
    let on = visitor.site().today();
    let whole = Some(county.to_string()).filter(|code| visitor.may(KEEP_RULES, &Target::division(code)));
    let inside = townships(county, &visitor.divisions(KEEP_RULES, county), on).into_iter().map(|township| township.code);
    let kept = whole.into_iter().chain(inside.filter(|code| visitor.may(KEEP_RULES, &Target::division(code))));
    kept.map(|code| Choice::new(&code, full_name(&code, on))).collect()
}

/// Word for where a version stands; `tables` has all of its place, the newest first.
fn state(table: &RuleTable, tables: &[RuleTable], on: BusinessDate) -> &'static str {
    let from = |table: &RuleTable| table.adopted.as_ref().map(|adopted| adopted.valid_from);
    let current = tables
        .iter()
        .filter(|other| other.place == table.place && from(other).is_some_and(|from| from <= on))
        .max_by_key(|other| (from(other), other.version));
    match from(table) {
        None => "rules-draft",
        Some(from) if from > on => "rules-to-come",
        Some(_) if current.is_some_and(|current| current.id == table.id) => "rules-in-force",
        Some(_) => "rules-replaced",
    }
}

async fn list(visitor: Visitor, Path(county): Path<County>) -> PageResult {
    let on = visitor.site().today();
    let tables = visitor.site().db.read(move |tx| store::tables(tx, county)).await?;
    let seen = |table: &&RuleTable| visitor.may(SEE_RULES, &rules_reach(&table.place));
    let rows = tables
        .iter()
        .filter(seen)
        .map(|table| TableRow { place: full_name(&table.place, on), state: state(table, &tables, on), table: table.clone() })
        .collect();
    page(&ListPage { places: places(&visitor, county), frame: visitor.frame(), county, rows, id: Id::fresh() })
}

/// A topic with its rows.
struct TopicRows {
    name: String,
    rules: Vec<RuleRow>,
}

struct RuleRow {
    rule: PointRule,
    points: String,
    cap: Option<String>,
    minus: bool,
}

#[derive(Template)]
#[template(path = "point_rule/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    table: RuleTable,
    place: String,
    state: &'static str,
    topics: Vec<TopicRows>,
    may_keep: bool,
}

/// `+5`, `−10`, `5–20`, or the word for a veto or a note.
pub(crate) fn effect_words(frame: &Frame, effect: &Effect) -> String {
    let signed = |points: &TenthPoints| if points.is_negative() { format!("−{}", points.abs()) } else { format!("+{points}") };
    match effect {
        Effect::Fixed(points) => signed(points),
        Effect::Range { least, most } => format!("{}–{}", signed(least), most),
        Effect::Veto { term } => frame.say(&format!("rule-veto-{term}")),
        Effect::NoteOnly => frame.say("rule-note-only"),
    }
}

/// The cap as a sentence, such as `每户每月最多 4 分`.
pub(crate) fn cap_words(frame: &Frame, rule: &PointRule) -> Option<String> {
    let cap = rule.cap?;
    let (per, period) = (frame.say(&format!("cap-per-{}", cap.per)), frame.say(&format!("cap-period-{}", cap.period)));
    let amount = match cap.amount {
        CapAmount::Points(points) => frame.say1("cap-points", "points", points),
        CapAmount::Times(times) => frame.say1("cap-times", "times", times),
    };
    Some(frame.message(&pages::Message::new("rule-cap-words").with("per", per).with("period", period).with("amount", amount)))
}

fn topics(frame: &Frame, rules: Vec<PointRule>) -> Vec<TopicRows> {
    let row = |rule: &PointRule| RuleRow {
        points: effect_words(frame, &rule.effect),
        cap: cap_words(frame, rule),
        minus: matches!(&rule.effect, Effect::Fixed(points) if points.is_negative()) || matches!(rule.effect, Effect::Veto { .. }),
        rule: rule.clone(),
    };
    let topic = |topic: &&str| TopicRows {
        name: frame.say(&format!("topic-{topic}")),
        rules: rules.iter().filter(|rule| rule.topic == **topic).map(row).collect(),
    };
    TOPICS.iter().map(topic).filter(|topic| !topic.rules.is_empty()).collect()
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<RuleTable>)>) -> PageResult {
    let on = visitor.site().today();
    let found = visitor
        .site()
        .db
        .read(move |tx| Ok::<_, DatabaseError>((store::find(tx, county, id)?, store::tables(tx, county)?, store::rules(tx, county, id)?)))
        .await?;
    let table = found.0.ok_or(PageError::NotFound)?;
    let keeps = visitor.may(KEEP_RULES, &Target::division(&table.place));
    let frame = visitor.frame();
    page(&ShowPage {
        place: full_name(&table.place, on),
        state: state(&table, &found.1, on),
        topics: topics(&frame, found.2),
        may_keep: keeps && table.adopted.is_none(),
        frame,
        county,
        table,
    })
}
