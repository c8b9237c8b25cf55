//! Pages about deeds: the lists by where they stand, the form for one, one with its steps.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id, Subject};
use database::{DatabaseError, PageOfChanges, Tx};
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::login::Login;
use people::{Permission, RouteAccess, Routes, Target, Visitor};
use registry::household::{self, Household, Member};
use trust::entry::Entry;

use super::carry_out::rules_on;
use super::form::{Recording, member_choices, read, recordable, refuse, rule_choices};
use super::photo::pages::{FIELD, taken};
use super::{
    Along, Deed, DeedRow, MoveRefused, RecordRefused, State, Step, paste, photo, record_with, recorder, register, round, step, store,
};
use crate::area::{AMEND_DEEDS, CHECK_DEEDS, PROPOSE_REVERSAL, RECORD_DEEDS, SEE_DEEDS, SEE_SHOP};
use crate::passbook::address_of;
use crate::point_rule::pages::{cap_words, effect_words};
use crate::point_rule::{self, PointRule};
use crate::posting::in_book::{self, InBook};
use crate::shop::{townships, village_name};

/// Deeds on a page.
const PAGE: i64 = 50;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (one, of_household) = (RouteAccess::Needs(SEE_DEEDS, "deed"), RouteAccess::Needs(RECORD_DEEDS, "household"));
    let moves = |permission: Permission| RouteAccess::Needs(permission, "deed");
    photo::pages::routes(paste::pages::routes(register::routes(round::routes(routes))))
        .get("/c/{county}/deeds", RouteAccess::Needs(SEE_DEEDS, "county-part"), list)
        .get("/c/{county}/deeds/{deed}", one, show)
        .post("/c/{county}/deeds/{deed}/submit", moves(RECORD_DEEDS), submit)
        .post("/c/{county}/deeds/{deed}/withdraw", moves(RECORD_DEEDS), withdraw)
        .post("/c/{county}/deeds/{deed}/check", moves(CHECK_DEEDS), check)
        .post("/c/{county}/deeds/{deed}/reject", moves(CHECK_DEEDS), reject)
        .get("/c/{county}/households/{household}/deeds/new", of_household, new)
        .upload("/c/{county}/households/{household}/deeds", of_household, create)
}

#[derive(serde::Deserialize, Default)]
struct ListQuery {
    #[serde(default)]
    state: String,
    #[serde(default)]
    page: i64,
    #[serde(default)]
    q: String,
}

struct Tab {
    state: State,
    count: i64,
}

struct Line {
    row: DeedRow,
    village: String,
    effect: String,
}

struct FoundRow {
    id: Id<Household>,
    head_name: String,
    place: String,
    gone: Option<String>,
}

/// Households shown of those that are found.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "deed/list.html")]
struct ListPage {
    frame: Frame,
    county: County,
    query: String,
    found: Vec<FoundRow>,
    /// More were found than are shown.
    found_more: bool,
    tabs: Vec<Tab>,
    state: State,
    lines: Vec<Line>,
    page: i64,
    more: bool,
    may_record: bool,
    register_villages: Vec<Choice>,
    register_month: String,
}

async fn list(visitor: Visitor, Path(county): Path<County>, Query(ListQuery { state, page: at, q }): Query<ListQuery>) -> PageResult {
    let places = visitor.divisions(SEE_DEEDS, county);
    let (actor, typed, within) = (visitor.actor(), q.clone(), visitor.divisions(RECORD_DEEDS, county));
    let checks = visitor.has(CHECK_DEEDS);
    let (state, at) = (state.parse().unwrap_or(if checks { State::Submitted } else { State::Draft }), at.clamp(0, 10_000));
    let (mut found, counts, rows) = visitor
        .site()
        .db
        .read(move |tx| {
            let found = if typed.trim().is_empty() { Vec::new() } else { household::search(tx, county, &typed, &within, SHOWN + 1)? };
            let mut counts: BTreeMap<State, i64> = BTreeMap::new();
            let mut rows = Vec::new();
            for place in &places {
                for (state, count) in store::counts(tx, county, place, actor)? {
                    *counts.entry(state).or_default() += count;
                }
                rows.extend(store::listed(tx, (county, place), state, actor, (PAGE + 1, at * PAGE))?);
            }
            Ok::<_, DatabaseError>((found, counts, rows))
        })
        .await?;
    let found_more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let found = found.into_iter().map(|one| FoundRow {
        id: one.id,
        place: household::pages::short_place(&frame, &one, on),
        gone: household::pages::gone(&frame, &one),
        head_name: one.head_name,
    });
    let line = |row: DeedRow| Line { village: village_name(&row.village, on), effect: signed(&row), row };
    page(&ListPage {
        found: found.collect(),
        found_more,
        tabs: State::ALL.into_iter().map(|state| Tab { state, count: counts.get(&state).copied().unwrap_or(0) }).collect(),
        more: rows.len() as i64 > PAGE,
        lines: rows.into_iter().take(PAGE as usize).map(line).collect(),
        may_record: visitor.has(RECORD_DEEDS),
        register_villages: register::villages(&visitor, county),
        register_month: register::month_text(on),
        frame,
        county,
        query: q,
        state,
        page: at,
    })
}

/// `+5`, `−10`, or nothing.
fn signed(row: &DeedRow) -> String {
    let points = row.deed.points;
    match points {
        money::TenthPoints::ZERO => "0".to_owned(),
        _ if points.is_negative() => format!("−{}", points.abs()),
        _ => format!("+{points}"),
    }
}

/// What the form needs: the household, who belongs to it, the rules of today.
struct Asked {
    household: Household,
    members: Vec<Member>,
    rules: Vec<PointRule>,
    concerned: bool,
    /// The month of the day is closed in the household's village.
    month_closed: bool,
}

#[derive(Template)]
#[template(path = "deed/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    county: County,
    household: Household,
    address: String,
    /// The household moved away or was merged: only earlier deeds are recorded for it.
    gone: Option<String>,
    rules: Vec<Choice>,
    members: Vec<Choice>,
    concerned: bool,
    month_closed: bool,
    photos_max: usize,
    /// Shown again after photos were sent: they have to be chosen once more.
    photos_again: bool,
}

/// As what the visitor may record in a village.
pub(super) fn kinds(visitor: &Visitor, village: &str) -> Vec<&'static str> {
    let place = Target::division(village);
    let held = visitor.grants.iter().filter(|grant| grant.allows(RECORD_DEEDS, &place));
    held.flat_map(|grant| recorder::kinds(&grant.role)).copied().collect()
}

/// `day` is the deed's, by whose rules it goes; today before one is typed.
async fn asked(visitor: &Visitor, county: County, id: Id<Household>, day: &str) -> Result<Asked, PageError> {
    let (login, today) = (visitor.login.clone(), visitor.site().today());
    let on = day.trim().parse().unwrap_or(today);
    let asked = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(household) = household::find(tx, county, id)? else { return Ok(None) };
            Ok::<_, DatabaseError>(Some(Asked {
                members: household::members(tx, county, id)?,
                rules: match rules_on(tx, &household, on)? {
                    // Before there were rules: those of today stay to choose from, so that the day can be mended.
                    none if none.is_empty() => rules_on(tx, &household, today)?,
                    rules => rules,
                },
                concerned: household::concerned(tx, &login, county, id, today)?,
                month_closed: store::month_closed(tx, county, &household.village, on)?,
                household,
            }))
        })
        .await?;
    asked.ok_or(PageError::NotFound)
}

fn new_page(visitor: &Visitor, county: County, asked: &Asked, form: Form) -> NewPage {
    let frame = visitor.frame();
    let photos_again = form.files(FIELD).next().is_some();
    NewPage {
        address: address_of(&frame, &asked.household, visitor.site().today()),
        gone: household::pages::gone(&frame, &asked.household),
        rules: rule_choices(&frame, &recordable(&asked.rules, &kinds(visitor, &asked.household.village))),
        members: member_choices(&asked.members),
        household: asked.household.clone(),
        concerned: asked.concerned,
        month_closed: asked.month_closed,
        photos_max: photo::MOST,
        photos_again,
        frame,
        form,
        county,
    }
}

async fn new(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>) -> PageResult {
    let today = visitor.site().today().to_string();
    let asked = asked(&visitor, county, id, &today).await?;
    let form = Form::filled(&[("id", Id::<Deed>::fresh().to_string()), ("done-on", today)]);
    page(&new_page(&visitor, county, &asked, form))
}

async fn create(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let asked = asked(&visitor, county, id, form.value("done-on")).await?;
    let (today, now) = (visitor.site().today(), visitor.site().now());
    let at = Recording { county, recorder: visitor.actor(), now, today };
    let deed = read(&mut form, &at, &asked.household, &asked.rules, &asked.members);
    let late_reason = form.optional_text("late-reason", 100).unwrap_or_default();
    let (mut form, photos) = taken(&visitor, form).await?;
    if let (Some(deed), Some(photos)) = (deed, photos) {
        let (login, path) = (visitor.login.clone(), format!("/c/{county}/deeds/{}", deed.id));
        let along = Along { kinds: Some(kinds(&visitor, &asked.household.village)), late_reason, photos };
        match visitor.site().db.write(move |tx| record_with(tx, &deed, &along, &login, today)).await {
            Ok(()) => return done(&path, "deed-recorded"),
            Err(RecordRefused::Database(error)) => return Err(error.into()),
            Err(RecordRefused::OtherContent) => form.refuse_all(Message::new("deed-other-content")),
            Err(RecordRefused::Rule(refused)) => refuse(&mut form, (&visitor.frame(), &visitor.guest.contract), &refused),
        }
    }
    form_again(&new_page(&visitor, county, &asked, form))
}

/// A line of what happened to the deed.
struct DidRow {
    at: String,
    who: String,
    what: String,
}

#[derive(Template)]
#[template(path = "deed/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    row: DeedRow,
    village: String,
    effect: String,
    rule: PointRule,
    cap: Option<String>,
    /// What of its points counts under the cap, when less than all.
    counted: Option<money::TenthPoints>,
    did: Vec<DidRow>,
    way: Way,
    own: bool,
    may_record: bool,
    may_check: bool,
    /// Numbers of the photos.
    photos: Vec<i64>,
    photos_max: usize,
    /// The recorder may add one still.
    may_add_photo: bool,
    /// Key of what evidence is missing.
    missing: Option<&'static str>,
    /// Why it was recorded after its month was closed.
    late_reason: String,
    /// Perhaps the same, recorded before.
    twin: Option<Id<Deed>>,
    in_book: Vec<InBook>,
    form: Form,
}

impl ShowPage {
    fn is(&self, state: &str) -> bool {
        self.row.deed.state.to_string() == state
    }
}

/// Where the deed is listed and what may be done about it there.
struct Way {
    /// State of its entry, and the appraisal it stands in.
    entry: Option<(String, Id<trust::roster::Roster>)>,
    may_amend: bool,
    may_reverse: bool,
}

struct Shown {
    entry: Option<(Entry, Vec<trust::entry::Outcome>)>,
    row: DeedRow,
    rule: PointRule,
    used: point_rule::Used,
    changes: PageOfChanges,
    names: BTreeMap<Id, String>,
    concerned: bool,
    photos: Vec<i64>,
    late_reason: String,
    twin: Option<Id<Deed>>,
    in_book: Vec<InBook>,
}

fn find_shown(tx: &mut Tx<'_>, (county, id): (County, Id<Deed>), login: &Login, on: BusinessDate) -> Result<Option<Shown>, DatabaseError> {
    let Some(row) = store::find(tx, county, id)? else { return Ok(None) };
    let Some(point_rule::RuleInUse { rule, .. }) = point_rule::rule(tx, county, row.deed.rule)? else { return Ok(None) };
    let entry = match trust::entry::of_subject(tx, &Subject::new(county, "deed", id))? {
        Some(entry) => {
            let outcomes = trust::entry::history(tx, county, entry.id)?;
            Some((entry, outcomes))
        }
        None => None,
    };
    Ok(Some(Shown {
        entry,
        used: store::used(tx, &row, &rule)?,
        changes: database::changes_of(tx, &Subject::new(county, "deed", id))?,
        names: people::login::display_names(tx, county)?,
        concerned: household::concerned(tx, login, county, row.deed.household, on)?,
        photos: photo::of_deed(tx, county, id)?.into_iter().map(|(number, _)| number).collect(),
        late_reason: store::late_reason(tx, county, id)?,
        twin: if row.deed.state.counts() { store::twin(tx, &row.deed)? } else { None },
        in_book: in_book::of(tx, county, "deed", id)?,
        row,
        rule,
    }))
}

/// What a change did; of a reversal that was declined, why.
fn did_words(frame: &Frame, change: &database::RecordedChange) -> String {
    let what = frame.say(&format!("deed-did-{}", change.verb));
    let after: Option<serde_json::Value> = change.after.as_deref().and_then(|after| serde_json::from_str(after).ok());
    match after.as_ref().and_then(|after| after["answer"].as_str()) {
        Some(answer) => frame.say2("deed-did-because", "what", what, "reason", answer),
        None => what,
    }
}

async fn show_page(visitor: &Visitor, county: County, id: Id<Deed>, form: Form) -> Result<ShowPage, PageError> {
    let (login, on) = (visitor.login.clone(), visitor.site().today());
    let found = visitor.site().db.read(move |tx| find_shown(tx, (county, id), &login, on)).await?;
    let Shown { entry, row, rule, used, changes, names, concerned, photos, late_reason, twin, in_book } =
        found.ok_or(PageError::NotFound)?;
    let own = row.deed.recorder == visitor.actor();
    // A draft is its recorder's alone.
    if row.deed.state == State::Draft && !own {
        return Err(PageError::NotFound);
    }
    let (frame, place) = (visitor.frame(), Target::division(&row.village));
    let counted =
        rule.cap.map(|cap| cap.counts(row.deed.points, used)).filter(|counted| *counted != row.deed.points && row.deed.state.counts());
    let named = |actor: Option<Id>| actor.and_then(|actor| names.get(&actor).cloned()).unwrap_or_default();
    let did = changes.into_iter().map(|change| (change.at, named(change.actor), did_words(&frame, &change)));
    let walked = entry.iter().flat_map(|(_, outcomes)| outcomes);
    // What came of its entry is told by the deed's own changes where it came to rest; the rest is told by the list.
    let walked = walked.filter(|outcome| !matches!(outcome.outcome.as_str(), "failed" | "deferred" | "returned" | "struck"));
    let walked = walked.map(|outcome| {
        // Who objected is nobody's business here.
        let who = if outcome.outcome == "objected" { String::new() } else { named(Some(outcome.by)) };
        (outcome.at, who, frame.say(&format!("outcome-{}", outcome.outcome)))
    });
    let mut did: Vec<(basics::Moment, String, String)> = did.chain(walked).collect();
    did.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let did = did.into_iter().map(|(at, who, what)| DidRow { at: frame.moment(&at), who, what });
    let mendable = crate::appraisal::can_be_mended(&row, entry.as_ref().map(|(entry, _)| entry));
    let way = Way {
        may_amend: mendable && !concerned && visitor.may(AMEND_DEEDS, &place),
        may_reverse: row.deed.state == State::Confirmed && !concerned && visitor.may(PROPOSE_REVERSAL, &place),
        entry: entry.map(|(entry, _)| (frame.say(&format!("entry-state-{}", entry.standing.state)), entry.roster)),
    };
    Ok(ShowPage {
        village: village_name(&row.village, on),
        effect: if row.deed.points == money::TenthPoints::ZERO { effect_words(&frame, &rule.effect) } else { signed(&row) },
        cap: cap_words(&frame, &rule),
        did: did.collect(),
        way,
        may_record: own && !concerned && visitor.may(RECORD_DEEDS, &place),
        may_check: !own && !concerned && visitor.may(CHECK_DEEDS, &place),
        counted,
        may_add_photo: own && !concerned && photo::may_add(row.deed.state, photos.len()) && visitor.may(RECORD_DEEDS, &place),
        missing: photo::missing(&rule.evidence, photos.len()),
        photos_max: photo::MOST,
        photos,
        late_reason,
        twin,
        // Whoever records deeds need not be one who sees the book.
        in_book: if visitor.may(SEE_SHOP, &place) { in_book } else { Vec::new() },
        frame,
        county,
        row,
        rule,
        own,
        form,
    })
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Deed>)>) -> PageResult {
    page(&show_page(&visitor, county, id, Form::default()).await?)
}

/// The page of a deed with what was refused on it.
pub(super) async fn show_again(visitor: &Visitor, county: County, id: Id<Deed>, form: Form) -> PageResult {
    form_again(&show_page(visitor, county, id, form).await?)
}

async fn moved(visitor: Visitor, county: County, id: Id<Deed>, wanted: Step, mut form: Form, said: &'static str) -> PageResult {
    let reason = if wanted == Step::Reject { form.text("reason", 200) } else { Some(String::new()) };
    let (login, today, now) = (visitor.login.clone(), visitor.site().today(), visitor.site().now());
    if let Some(reason) = reason {
        let stepped = visitor.site().db.write(move |tx| step(tx, (county, id), wanted, &reason, &login, (today, now))).await;
        let message = match stepped {
            Ok(()) => return done(&format!("/c/{county}/deeds/{id}"), said),
            Err(MoveRefused::Database(error)) => return Err(error.into()),
            Err(MoveRefused::Unknown) => return Err(PageError::NotFound),
            Err(MoveRefused::NotRecorder) => Message::new("deed-not-recorder"),
            Err(MoveRefused::OwnRecord) => Message::new("deed-own-record"),
            Err(MoveRefused::Concerned) => Message::new("deed-concerned"),
            Err(MoveRefused::Elsewhere { state }) => {
                Message::new("deed-elsewhere").with("state", visitor.frame().say(&format!("deed-state-{state}")))
            }
        };
        form.refuse_all(message);
    }
    form_again(&show_page(&visitor, county, id, form).await?)
}

async fn submit(visitor: Visitor, Path((county, id)): Path<(County, Id<Deed>)>, submitted: Submitted) -> PageResult {
    moved(visitor, county, id, Step::Submit, Form::from(submitted), "deed-submitted").await
}

async fn withdraw(visitor: Visitor, Path((county, id)): Path<(County, Id<Deed>)>, submitted: Submitted) -> PageResult {
    moved(visitor, county, id, Step::Withdraw, Form::from(submitted), "deed-withdrawn").await
}

async fn check(visitor: Visitor, Path((county, id)): Path<(County, Id<Deed>)>, submitted: Submitted) -> PageResult {
    moved(visitor, county, id, Step::Check, Form::from(submitted), "deed-checked").await
}

async fn reject(visitor: Visitor, Path((county, id)): Path<(County, Id<Deed>)>, submitted: Submitted) -> PageResult {
    moved(visitor, county, id, Step::Reject, Form::from(submitted), "deed-rejected").await
}

/// Villages in which the visitor records, as choices.
pub(super) fn villages(visitor: &Visitor, county: County) -> Vec<Choice> {
    let all = townships(county, &visitor.divisions(RECORD_DEEDS, county), visitor.site().today());
    all.into_iter().flat_map(|township| township.villages).map(|(code, name)| Choice::new(code, name)).collect()
}
