//! The round through a village group: one rule family, one page, a tap per household. Made for the monthly check of homes.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Target, Visitor};
use registry::household::{self, Household, ending, group_number};

use super::carry_out::rules_on;
use super::pages::{kinds, villages};
use super::{Along, Deed, RecordRefused, State, record_with, store};
use crate::area::RECORD_DEEDS;
use crate::point_rule::pages::effect_words;
use crate::point_rule::{Effect, PointRule};
use crate::shop::village_name;

/// Households on a page; a group is smaller.
const HOUSEHOLDS_MAX: usize = 300;

/// So long a household that left is named below the list.
const GONE_DAYS: i32 = 62;

pub(super) fn routes(routes: Routes) -> Routes {
    let part = RouteAccess::Needs(RECORD_DEEDS, "county-part");
    routes.get("/c/{county}/deeds/round", part, show).post("/c/{county}/deeds/round", part, take_down)
}

#[derive(serde::Deserialize, Default)]
struct RoundQuery {
    #[serde(default)]
    village: String,
    #[serde(default)]
    group: String,
}

/// A household of the round.
struct Stop {
    household: Household,
    /// Recorded this month already, or the visitor's own or a relative's: nothing to tap.
    done: bool,
    concerned: bool,
}

/// What the round stands on.
struct Facts {
    groups: Vec<String>,
    stops: Vec<Stop>,
    rules: Vec<PointRule>,
    /// Who left the group lately, and when.
    gone: Vec<(String, BusinessDate)>,
}

#[derive(Template)]
#[template(path = "deed/round.html")]
struct RoundPage {
    frame: Frame,
    form: Form,
    county: County,
    villages: Vec<Choice>,
    village: String,
    village_name: String,
    group: String,
    groups: Vec<String>,
    rules: Vec<Choice>,
    stops: Vec<Stop>,
    open: usize,
    /// Households that are no longer on the list, so that nobody looks for them.
    gone: Option<String>,
    /// The meeting about this month has begun: a reason is asked for.
    month_closed: bool,
}

/// Rows of the table a check of homes chooses among: of the clean-home topic, once a month, fixed.
fn of_round(rule: &PointRule) -> bool {
    rule.topic == "clean-home" && rule.recorder == "check-team" && matches!(rule.effect, Effect::Fixed(_))
}

fn facts(
    tx: &mut Tx<'_>,
    county: County,
    (village, group): (&str, &str),
    login: &people::login::Login,
    on: BusinessDate,
) -> Result<Facts, DatabaseError> {
    let mut households = household::in_village(tx, county, village)?;
    households.retain(|household| household.is_there(on));
    let mut groups: Vec<String> = households.iter().map(|household| household.village_group.clone()).collect();
    groups.sort_by_key(|group| (group_number(group), group.clone()));
    groups.dedup();
    let rules = match households.first() {
        Some(first) => rules_on(tx, first, on)?.into_iter().filter(of_round).collect(),
        None => Vec::new(),
    };
    let mut recorded = Vec::new();
    for rule in &rules {
        recorded.extend(store::in_month(tx, county, rule.id, village, on.month_number())?);
    }
    households.retain(|household| household.village_group == group);
    households.truncate(HOUSEHOLDS_MAX);
    let mut stops = Vec::new();
    for household in households {
        let concerned = household::concerned(tx, login, county, household.id, on)?;
        stops.push(Stop { done: recorded.contains(&household.id), concerned, household });
    }
    let gone = ending::recent_in_village(tx, county, (village, group), on.plus_days(-GONE_DAYS))?;
    Ok(Facts { groups, stops, rules, gone })
}

/// What the button of a rule says: `清洁 +5` for “月检：清洁”.
fn button(frame: &Frame, rule: &PointRule) -> Choice {
    let item = rule.item.rsplit(['：', ':']).next().unwrap_or_default();
    Choice::new(rule.id, format!("{item} {}", effect_words(frame, &rule.effect)))
}

async fn round_page(
    visitor: &Visitor,
    county: County,
    asked: (String, String),
    form: Form,
) -> Result<(RoundPage, Vec<PointRule>), PageError> {
    let (frame, on, all) = (visitor.frame(), visitor.site().today(), villages(visitor, county));
    let village = if asked.0.is_empty() { all.first().map(|choice| choice.value.clone()).unwrap_or_default() } else { asked.0 };
    if !village.is_empty() {
        visitor.must(RECORD_DEEDS, &Target::division(&village))?;
    }
    let (login, place, group) = (visitor.login.clone(), village.clone(), asked.1);
    let wanted = group.clone();
    let read = move |tx: &mut Tx<'_>| {
        let month_closed = !place.is_empty() && store::month_closed(tx, county, &place, on)?;
        Ok::<_, DatabaseError>((facts(tx, county, (&place, &wanted), &login, on)?, month_closed))
    };
    let (Facts { groups, stops, rules, gone }, month_closed) = visitor.site().db.read(read).await?;
    let choices = rules.iter().map(|rule| button(&frame, rule)).collect();
    let names = gone.iter().map(|(name, day)| frame.say2("round-gone-one", "name", name.as_str(), "day", day));
    let names = names.collect::<Vec<_>>().join(&frame.say("passbook-between"));
    let gone = (!names.is_empty()).then(|| frame.say1("round-gone", "names", names));
    let open = stops.iter().filter(|stop| !stop.done && !stop.concerned).count();
    let village_name = village_name(&village, on);
    Ok((
        RoundPage {
            villages: all,
            village_name,
            rules: choices,
            frame,
            form,
            county,
            village,
            group,
            groups,
            stops,
            open,
            gone,
            month_closed,
        },
        rules,
    ))
}

async fn show(visitor: Visitor, Path(county): Path<County>, Query(RoundQuery { village, group }): Query<RoundQuery>) -> PageResult {
    page(&round_page(&visitor, county, (village, group), Form::default()).await?.0)
}

async fn take_down(visitor: Visitor, Path(county): Path<County>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let asked = (form.value("village").to_owned(), form.value("group").to_owned());
    let (shown, rules) = round_page(&visitor, county, asked.clone(), form.clone()).await?;
    let (actor, now, today) = (visitor.actor(), visitor.site().now(), visitor.site().today());
    let chosen = |stop: &Stop| {
        let rule: Id<PointRule> = form.value(&format!("home.{}", stop.household.id)).parse().ok()?;
        rules.iter().find(|known| known.id == rule)
    };
    let deed = |stop: &Stop| {
        let rule = chosen(stop).filter(|_| !stop.done && !stop.concerned)?;
        // The same household, month and round is the same deed, however often the form is sent.
        let id = Id::derived(&[b"round", stop.household.id.as_bytes(), &today.month_number().to_be_bytes(), rule.table.as_bytes()]);
        let text = String::new;
        let (household, rule) = (stop.household.id, rule.id);
        Some(Deed {
            county,
            id,
            household,
            person: None,
            rule,
            done_on: today,
            place: text(),
            witness: text(),
            note: text(),
            points: TenthPoints::ZERO,
            recorder: actor,
            recorded_at: now,
            state: State::Submitted,
        })
    };
    let deeds: Vec<Deed> = shown.stops.iter().filter_map(deed).collect();
    if deeds.is_empty() {
        form.refuse_all(Message::new("round-nothing-chosen"));
        return form_again(&RoundPage { form, ..shown });
    }
    let late_reason = form.optional_text("late-reason", 100).unwrap_or_default();
    let (login, along) = (visitor.login.clone(), Along { kinds: Some(kinds(&visitor, &asked.0)), late_reason, ..Along::default() });
    let group = askama::filters::urlencode_strict(&asked.1).map_err(|error| PageError::Broken(error.to_string()))?;
    let recorded = visitor.site().db.write(move |tx| deeds.iter().try_for_each(|deed| record_with(tx, deed, &along, &login, today))).await;
    match recorded {
        Ok(()) => done(&format!("/c/{county}/deeds/round?village={}&group={group}", asked.0), "round-recorded"),
        Err(RecordRefused::Database(error)) => Err(error.into()),
        Err(RecordRefused::Rule(refused)) => {
            super::form::refuse(&mut form, (&shown.frame, &visitor.guest.contract), &refused);
            form_again(&RoundPage { form, ..shown })
        }
        Err(RecordRefused::OtherContent) => {
            form.refuse_all(Message::new("round-meanwhile"));
            form_again(&RoundPage { form, ..shown })
        }
    }
}
