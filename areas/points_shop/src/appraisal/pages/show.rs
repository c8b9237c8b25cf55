//! The page of one appraisal: what to do now, the doubtful deeds, who came, who steps aside, what the budget has left.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id};
use money::TenthPoints;
use pages::{Form, Frame, PageError, PageResult, page};
use people::{RouteAccess, Routes, Target, Visitor};
use trust::SEE_ROSTERS;
use trust::entry::{Entry, State};
use trust::list_type::StepKind;
use trust::meeting::{Meeting, SignedIn};
use trust::notice::{Notice, written};
use trust::roster::{self, Roster};

use super::super::store::Sums;
use super::facts::{Found, find};
use crate::area::{CONFIRM_POINTS, HOLD_APPRAISAL, REVIEW_APPRAISAL, SEE_SHOP};
use crate::award::Award;
use crate::posting::in_book::InBook;
use crate::shop;

/// Doubtful entries on a page; all others are one button.
pub(super) const PAGE: i64 = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/c/{county}/appraisals/{roster}", RouteAccess::Needs(SEE_ROSTERS, "roster"), show)
}

/// One entry with what the page asks about it.
pub(super) struct EntryRow {
    pub entry: Entry,
    pub on: String,
    pub points: String,
    pub doubts: Vec<String>,
    /// Least and most, where the meeting sets the points.
    pub range: Option<(TenthPoints, TenthPoints)>,
    /// The visitor steps aside for it.
    pub own: bool,
    /// What it showed before it was changed.
    pub before: Option<String>,
}

/// What the aside says.
pub(super) struct Aside {
    pub meeting: Option<Meeting>,
    /// All that sat, the first in front.
    pub meetings: Vec<Meeting>,
    pub attendees: Vec<SignedIn>,
    /// The list does not hang yet: what was noted wrongly can be corrected with a click.
    pub correctable: bool,
    pub on_site: usize,
    pub on_paper: usize,
    /// Name and those they step aside for.
    pub recused: Vec<(String, String)>,
    /// Who steps aside for their own household only.
    pub only_own: String,
    pub sums: Sums,
    /// Of those that can be confirmed.
    pub ready: Sums,
    pub budget: Option<TenthPoints>,
}

/// What was done so far.
pub(super) struct Tally {
    pub passed: i64,
    pub failed: i64,
    pub deferred: i64,
    pub objected: i64,
    pub returned: i64,
    pub struck: i64,
    pub confirmed: i64,
}

#[derive(Template)]
#[template(path = "appraisal/show.html")]
pub(super) struct ShowPage {
    frame: Frame,
    pub form: Form,
    /// Entries that stand in the way of what was sent, each with the page where its decision is taken back.
    pub in_the_way: Vec<(String, String)>,
    county: County,
    roster: Roster,
    village: String,
    month: String,
    steps: Vec<(String, bool)>,
    stage: Option<StepKind>,
    together: i64,
    one_by_one: i64,
    rows: Vec<EntryRow>,
    next: Option<i64>,
    to_hang: usize,
    /// Some passed every step, whatever the others wait for.
    is_ready: bool,
    returned: Vec<EntryRow>,
    notice: Option<Notice>,
    days_left: i32,
    aside: Aside,
    tally: Tally,
    awards: Vec<AwardRow>,
    meeting_again: bool,
    /// Only a meeting that sits from now on can decide about what waits.
    waits_for_another: bool,
    may_hold: bool,
    may_review: bool,
    may_confirm: bool,
    /// Who else may decide about what the visitor steps aside for.
    others: Vec<String>,
}

/// A confirmation with the name of whoever gave it.
pub(super) struct AwardRow {
    pub award: Award,
    pub by: String,
    /// The points set apart for it.
    pub in_book: Vec<InBook>,
}

impl ShowPage {
    /// Each form's own id, chosen now, so that a double click does one thing.
    fn action(&self) -> Id<roster::Action> {
        Id::fresh()
    }

    fn is(&self, kind: &str) -> bool {
        let word = match self.stage {
            Some(StepKind::Appraise) => "appraise",
            Some(StepKind::Review) => "review",
            Some(StepKind::Notice) => "notice",
            Some(StepKind::Decide) => "decide",
            _ => "done",
        };
        word == kind
    }

    /// A correction of who came was refused: it is shown again.
    fn correcting(&self) -> bool {
        !self.form.is_good() && ["late-site", "late-paper", "absent"].iter().any(|name| !self.form.value(name).is_empty())
    }

    fn decision(&self, entry: &Entry) -> &str {
        self.form.value(&format!("decision.{}", entry.id))
    }

    fn points_typed(&self, entry: &Entry) -> String {
        let typed = self.form.value(&format!("points.{}", entry.id));
        if typed.is_empty() { TenthPoints(entry.shown.claimed).to_string() } else { typed.to_owned() }
    }

    fn short(&self) -> Option<TenthPoints> {
        let budget = self.aside.budget?;
        (self.aside.sums.plus > budget).then(|| self.aside.sums.plus - budget)
    }
}

/// `+5`; what counts less than claimed says so beside it.
pub(super) fn points_of(frame: &Frame, entry: &Entry) -> String {
    let signed = |tenths| written(trust::list_type::ColumnKind::Tenths { signed: true }, tenths);
    match (entry.shown.claimed, entry.shown.counts) {
        (claimed, counts) if claimed == counts => signed(counts),
        (claimed, counts) => frame.say2("appraisal-counts", "claimed", signed(claimed), "counts", signed(counts)),
    }
}

fn row(frame: &Frame, found: &Found, entry: &Entry) -> EntryRow {
    let mut doubts: Vec<String> = entry.doubts.iter().map(|doubt| frame.say(&format!("doubt-{doubt}"))).collect();
    if !entry.quorate {
        doubts.push(frame.say("doubt-quorum"));
    }
    EntryRow {
        on: entry.shown.day().map(|day| frame.day(&day)).unwrap_or_default(),
        points: points_of(frame, entry),
        doubts,
        range: entry.shown.fact("rule-id").parse().ok().and_then(|id| found.ranges.get(&id).copied()),
        own: found.concerned.contains(&entry.party),
        before: entry.before.as_ref().map(|before| {
            frame.say2(
                "appraisal-before",
                "title",
                before.title.as_str(),
                "points",
                written(trust::list_type::ColumnKind::Tenths { signed: true }, before.counts),
            )
        }),
        entry: entry.clone(),
    }
}

fn steps(frame: &Frame, roster: &Roster, current: Option<usize>) -> Vec<(String, bool)> {
    let mut steps = vec![(frame.say("appraisal-step-record"), false), (frame.say("appraisal-step-check"), false)];
    for (at, step) in roster.steps.iter().enumerate() {
        let word = match step.kind {
            StepKind::Appraise => frame.say("appraisal-step-appraise"),
            StepKind::Review => frame.say("appraisal-step-review"),
            StepKind::Notice => frame.say1("appraisal-step-notice", "days", step.days),
            _ => frame.say("appraisal-step-confirm"),
        };
        steps.push((word, current == Some(at)));
    }
    steps
}

/// Who steps aside for whom: those with others beside their own household each by themselves, all the rest in one line.
pub(super) fn stepped_aside(frame: &Frame, found: &[(String, String, bool)]) -> (Vec<(String, String)>, String) {
    let (own_household, between) = (frame.say("meeting-own-household"), frame.say("passbook-between"));
    let mut recused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, label, _) in found {
        // Somebody's own household needs no name.
        let label = if label == name { own_household.clone() } else { label.clone() };
        let labels = recused.entry(name.clone()).or_default();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let (own, apart): (Vec<_>, Vec<_>) = recused.into_iter().partition(|(_, labels)| *labels == [own_household.clone()]);
    let own: Vec<String> = own.into_iter().map(|(name, _)| name).collect();
    (apart.into_iter().map(|(name, labels)| (name, labels.join(&between))).collect(), own.join(&between))
}

fn aside(frame: &Frame, found: &Found) -> Aside {
    let count = |way: &str| found.attendees.iter().filter(|one| one.way == way).count();
    let (recused, only_own) = stepped_aside(frame, &found.recused);
    Aside {
        on_site: count("site"),
        on_paper: count("paper"),
        meeting: found.meetings.first().cloned(),
        meetings: found.meetings.iter().rev().cloned().collect(),
        attendees: found.attendees.clone(),
        correctable: found.meetings.first().is_some_and(|met| found.notices.iter().all(|notice| notice.put_up_at < met.recorded_at)),
        recused,
        only_own,
        sums: found.sums,
        ready: found.ready.1,
        budget: found.budget,
    }
}

fn tally(found: &Found) -> Tally {
    let counts = &found.counts;
    let steps = found.roster.steps.len();
    Tally {
        passed: (1..=steps).map(|step| counts.of(step, State::Open) + counts.of(step, State::Done)).sum(),
        failed: counts.in_state(State::Failed),
        deferred: counts.in_state(State::Deferred),
        objected: counts.in_state(State::Objected),
        returned: counts.in_state(State::Returned),
        struck: counts.in_state(State::Struck),
        confirmed: counts.of(steps, State::Done),
    }
}

pub(super) async fn show_page(
    visitor: &Visitor,
    county: County,
    id: Id<Roster>,
    (above, mut form): (i64, Form),
) -> Result<ShowPage, PageError> {
    let (asker, on): (_, BusinessDate) = (visitor.clone(), visitor.site().today());
    let mut found = visitor.site().db.read(move |tx| find(tx, &asker, (county, id), above)).await?.ok_or(PageError::NotFound)?;
    let (frame, place) = (visitor.frame(), Target::division(&found.roster.place));
    let next = (found.rows.len() as i64 > PAGE).then(|| found.rows[PAGE as usize - 1].number);
    found.rows.truncate(PAGE as usize);
    let current = found.current;
    if form.value("expected").is_empty() {
        form.set("expected", found.meetings.first().map_or(found.expected, |meeting| meeting.expected).to_string());
    }
    let fresh = Id::<Meeting>::fresh().to_string();
    for (name, value) in
        [("id", fresh.clone()), ("click", fresh), ("held-on", on.to_string()), ("chair", visitor.login.display_name.clone())]
    {
        if form.value(name).is_empty() {
            form.set(name, value);
        }
    }
    let notice = found.notices.first().cloned();
    let sees_book = visitor.may(SEE_SHOP, &place);
    let awards = found.awards.iter().map(|(award, in_book)| AwardRow {
        by: found.names.get(&award.by).cloned().unwrap_or_default(),
        in_book: if sees_book { in_book.clone() } else { Vec::new() },
        award: award.clone(),
    });
    let awards: Vec<AwardRow> = awards.collect();
    let appraising = current == Some(0);
    Ok(ShowPage {
        village: shop::village_name(&found.roster.place, on),
        month: super::month_words(&frame, found.roster.period),
        steps: steps(&frame, &found.roster, current),
        stage: current.map(|step| found.roster.steps[step].kind),
        together: current.map_or(0, |step| found.counts.together(step, State::Open)),
        one_by_one: current.map_or(0, |step| found.counts.one_by_one(step, State::Open)),
        rows: found.rows.iter().map(|entry| row(&frame, &found, entry)).collect(),
        returned: found.returned.iter().map(|entry| row(&frame, &found, entry)).collect(),
        next,
        days_left: notice.as_ref().map_or(0, |notice| notice.days_left(on)),
        notice,
        to_hang: found.to_hang,
        is_ready: found.ready.0,
        aside: aside(&frame, &found),
        tally: tally(&found),
        awards,
        // Without a quorum for what is left, or for what is to give more than was decided, only another meeting helps.
        waits_for_another: appraising && found.waits_for_another,
        meeting_again: appraising
            && !found.meetings.is_empty()
            && (found.waits_for_another || found.rows.iter().any(|entry| !entry.quorate)),
        may_hold: visitor.may(HOLD_APPRAISAL, &place),
        may_review: visitor.may(REVIEW_APPRAISAL, &place),
        may_confirm: visitor.may(CONFIRM_POINTS, &place),
        others: found.others,
        in_the_way: Vec::new(),
        frame,
        form,
        county,
        roster: found.roster,
    })
}

#[derive(serde::Deserialize, Default)]
pub(super) struct AboveQuery {
    #[serde(default)]
    pub above: i64,
}

async fn show(
    visitor: Visitor,
    Path((county, id)): Path<(County, Id<Roster>)>,
    Query(AboveQuery { above }): Query<AboveQuery>,
) -> PageResult {
    page(&show_page(&visitor, county, id, (above.max(0), Form::default())).await?)
}
