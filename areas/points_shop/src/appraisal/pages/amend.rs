//! The page on which a returned or objected deed is mended.

use askama::Template;
use axum::extract::Path;
use basics::{County, Id, Subject};
use database::DatabaseError;
use money::TenthPoints;
use pages::{Choice, Form, Frame, Lang, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Target, Visitor};
use trust::ANSWER_OBJECTIONS;
use trust::entry::{self, Entry, State};
use trust::roster::{RosterRefused, Taking};

use super::super::amend::{AmendRefused, Amendment, amend, can_be_mended};
use crate::area::AMEND_DEEDS;
use crate::deed::{self, Deed, DeedRow};
use crate::point_rule::pages::effect_words;
use crate::point_rule::{self, PointRule};

/// Most points that can be typed; the rule's own range binds.
const POINTS_MAX: TenthPoints = TenthPoints(100_000);

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = RouteAccess::Needs(AMEND_DEEDS, "deed");
    routes.get("/c/{county}/deeds/{deed}/amend", needs, show).post("/c/{county}/deeds/{deed}/amend", needs, save)
}

struct Found {
    row: DeedRow,
    entry: Option<Entry>,
    rules: Vec<PointRule>,
    reason: String,
}

#[derive(Template)]
#[template(path = "appraisal/amend.html")]
struct AmendPage {
    frame: Frame,
    form: Form,
    county: County,
    row: DeedRow,
    /// Why it was returned.
    reason: String,
    rules: Vec<Choice>,
    can_be_mended: bool,
}

async fn found(visitor: &Visitor, county: County, id: Id<Deed>) -> Result<Found, PageError> {
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(row) = deed::find(tx, county, id)? else { return Ok(None) };
            let entry = entry::of_subject(tx, &Subject::new(county, "deed", id))?;
            let township = row.village.get(..9).unwrap_or(&row.village).to_owned();
            let rules = match point_rule::in_force(tx, county, &township, row.deed.done_on)? {
                Some(table) => point_rule::rules(tx, county, table.id)?,
                None => Vec::new(),
            };
            let reason = match &entry {
                Some(entry) => entry::history(tx, county, entry.id)?.into_iter().next_back().map(|last| last.reason).unwrap_or_default(),
                None => String::new(),
            };
            Ok::<_, DatabaseError>(Some(Found { row, entry, rules, reason }))
        })
        .await?;
    found.ok_or(PageError::NotFound)
}

fn amend_page(visitor: &Visitor, county: County, found: Found, form: Form) -> AmendPage {
    let frame = visitor.frame();
    let label = |rule: &PointRule| format!("{} {} {}", rule.number, rule.item, effect_words(&frame, &rule.effect));
    AmendPage {
        rules: found.rules.iter().map(|rule| Choice::new(rule.id, label(rule))).collect(),
        can_be_mended: can_be_mended(&found.row, found.entry.as_ref()),
        frame,
        form,
        county,
        row: found.row,
        reason: found.reason,
    }
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Deed>)>) -> PageResult {
    let found = found(&visitor, county, id).await?;
    let deed = &found.row.deed;
    let ruled = found.rules.iter().find(|rule| rule.id == deed.rule);
    let ranged = ruled.is_some_and(|rule| matches!(rule.effect, point_rule::Effect::Range { .. }));
    let form = Form::filled(&[
        ("action", Id::<()>::fresh().to_string()),
        ("rule", deed.rule.to_string()),
        ("points", if ranged { deed.points.to_string() } else { String::new() }),
        ("witness", deed.witness.clone()),
        ("note", deed.note.clone()),
    ]);
    page(&amend_page(&visitor, county, found, form))
}

async fn save(visitor: Visitor, Path((county, id)): Path<(County, Id<Deed>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let known = found(&visitor, county, id).await?;
    if known.entry.as_ref().is_some_and(|entry| entry.standing.state == State::Objected) {
        visitor.must(ANSWER_OBJECTIONS, &Target::division(&known.row.village))?;
    }
    let Some(roster) = known.entry.as_ref().map(|entry| entry.roster) else { return Err(PageError::NotFound) };
    let (rule, witness, note, why) =
        (form.id("rule"), form.optional_text("witness", 40), form.optional_text("note", 200), form.text("why", 200));
    let range = rule
        .and_then(|rule| known.rules.iter().find(|known| known.id == rule))
        .is_some_and(|rule| matches!(rule.effect, point_rule::Effect::Range { .. }));
    let points = if range { form.points("points", -POINTS_MAX..=POINTS_MAX) } else { None };
    let chosen = rule.and_then(|rule| known.rules.iter().find(|known| known.id == rule));
    if let Some(point_rule::Effect::Fixed(fixed)) = chosen.map(|rule| rule.effect.clone()) {
        crate::deed::as_ruled(&mut form, fixed);
    }
    if let (Some(rule), Some(witness), Some(note), Some(why), true) = (rule, witness, note, why, form.is_good()) {
        let topic = known.rules.iter().find(|known| known.id == rule).map(|rule| rule.topic.clone()).unwrap_or_default();
        let public_title = visitor.site().texts.say(Lang::ZhHans, &format!("topic-{topic}"), &[]);
        let amendment = Amendment { rule, points, witness, note, public_title };
        let action = form.value("action").parse().unwrap_or_else(|_| Id::fresh());
        let (asker, now) = (visitor.clone(), visitor.site().now());
        let amended = visitor
            .site()
            .db
            .write(move |tx| {
                let actor = trust::actor(tx, &asker, county, now)?;
                amend(tx, &Taking { county, roster, action, actor, reason: why.clone() }, id, &amendment)
            })
            .await;
        match amended {
            Ok(()) => return done(&format!("/c/{county}/deeds/{id}"), "deed-amended"),
            Err(AmendRefused::Database(error) | AmendRefused::Roster(RosterRefused::Database(error))) => return Err(error.into()),
            Err(AmendRefused::Unknown) => return Err(PageError::NotFound),
            Err(AmendRefused::NotToMend | AmendRefused::Roster(RosterRefused::Elsewhere { .. })) => {
                form.refuse_all(Message::new("amend-not-to-mend"))
            }
            Err(AmendRefused::Nothing) => form.refuse_all(Message::new("amend-nothing")),
            Err(AmendRefused::NotInForce) => form.refuse("rule", Message::new("deed-rule-not-in-force")),
            Err(AmendRefused::OutOfRange { least, most }) => {
                form.refuse("points", Message::new("deed-out-of-range").with("least", least).with("most", most));
            }
            Err(AmendRefused::Roster(_)) => form.refuse_all(Message::new("objection-keep-out")),
        }
    }
    form_again(&amend_page(&visitor, county, known, form))
}
