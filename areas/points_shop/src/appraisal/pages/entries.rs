//! All entries of an appraisal with where each stands, page by page, or those of a state, a group or a name.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{County, Id, Moment};
use database::DatabaseError;
use pages::{Choice, Form, Frame, PageError, PageResult, encoded, page};
use people::{RouteAccess, Routes, Target, Visitor};
use trust::SEE_ROSTERS;
use trust::entry::{self, Entry, Narrow, Standing, State};
use trust::list_type::StepKind;
use trust::roster::{self, Roster};

use super::super::{MONTH, store};
use super::show::{EntryRow, PAGE, points_of};
use crate::area::{HOLD_APPRAISAL, REVIEW_APPRAISAL, SEE_SHOP};
use crate::posting::in_book::InBook;
use crate::shop;

/// Entries on a page.
const ALL: usize = 2 * PAGE as usize;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/c/{county}/appraisals/{roster}/entries", RouteAccess::Needs(SEE_ROSTERS, "roster"), all_entries)
}

#[derive(Template)]
#[template(path = "appraisal/entries.html")]
struct EntriesPage {
    frame: Frame,
    county: County,
    roster: Roster,
    village: String,
    month: String,
    /// What the list is narrowed to.
    form: Form,
    states: Vec<Choice>,
    groups: Vec<Choice>,
    /// Each with the postings of its deed.
    rows: Vec<(EntryRow, Vec<InBook>)>,
    /// The visitor sees the book.
    sees_book: bool,
    first: bool,
    next: Option<i64>,
    may_review: bool,
    may_hold: bool,
}

impl EntriesPage {
    /// Any entry that waits for the township can be sent back, not only those with doubts.
    fn may_return(&self, row: &EntryRow) -> bool {
        let Standing { step, state } = row.entry.standing;
        let waits = state == State::Open && self.roster.steps.get(step).is_some_and(|step| step.kind == StepKind::Review);
        self.may_review && waits && !row.own
    }

    /// What it waits for, or how it ended.
    fn standing(&self, row: &EntryRow) -> String {
        let Standing { step, state } = row.entry.standing;
        let waits = match (state, self.roster.steps.get(step).map(|step| step.kind)) {
            (State::Open, Some(StepKind::Appraise)) => "appraise",
            (State::Open, Some(StepKind::Review)) => "review",
            (State::Open, Some(StepKind::Notice)) if row.entry.notice.is_none() => "to-hang",
            (State::Open, Some(StepKind::Notice)) => "notice",
            (State::Open, _) => "decide",
            (State::Done, _) => return "entry-state-confirmed".to_owned(),
            (other, _) => return format!("entry-state-{other}"),
        };
        format!("appraisal-stage-{waits}")
    }

    /// What a meeting said of it can be taken back while it does not hang out.
    fn may_take_back(&self, row: &EntryRow) -> bool {
        let Standing { step, state } = row.entry.standing;
        let is_appraisal = |step: usize| self.roster.steps.get(step).is_some_and(|step| step.kind == StepKind::Appraise);
        let decided = match state {
            State::Open => step.checked_sub(1).is_some_and(is_appraisal) && !row.entry.doubts.iter().any(|doubt| doubt == "changed"),
            State::Failed | State::Deferred => is_appraisal(step),
            _ => false,
        };
        self.may_hold && decided && row.entry.notice.is_none() && !row.own
    }

    fn action(&self) -> Id<roster::Action> {
        Id::fresh()
    }

    fn is_narrowed(&self) -> bool {
        NARROWED_BY.iter().any(|name| !self.form.value(name).is_empty())
    }

    /// The same list behind a number.
    fn above(&self, number: i64) -> String {
        let kept = NARROWED_BY.map(|name| format!("{name}={}", encoded(self.form.value(name))));
        format!("/c/{}/appraisals/{}/entries?{}&above={number}", self.county, self.roster.id, kept.join("&"))
    }
}

/// Fields that narrow the list.
const NARROWED_BY: [&str; 3] = ["state", "group", "name"];

#[derive(serde::Deserialize, Default)]
struct Asked {
    #[serde(default)]
    above: i64,
    #[serde(default)]
    state: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    name: String,
}

/// A state as the list is asked for it: what waits for a step by the step's word.
fn state_of(roster: &Roster, word: &str) -> (Option<State>, Option<usize>) {
    let kind = match word {
        "appraise" => StepKind::Appraise,
        "review" => StepKind::Review,
        "notice" => StepKind::Notice,
        "decide" => StepKind::Decide,
        other => return (other.parse().ok().filter(|state| *state != State::Open), None),
    };
    match roster.step_of(kind) {
        Some(step) => (Some(State::Open), Some(step)),
        None => (None, None),
    }
}

/// The states there are to choose from on this roster.
fn states(frame: &Frame, roster: &Roster) -> Vec<Choice> {
    let waits =
        [("appraise", StepKind::Appraise), ("review", StepKind::Review), ("notice", StepKind::Notice), ("decide", StepKind::Decide)];
    let waits = waits.iter().filter(|(_, kind)| roster.step_of(*kind).is_some());
    let waits = waits.map(|(word, _)| Choice::new(word, frame.say(&format!("appraisal-stage-{word}"))));
    let rests = State::ALL.iter().filter(|state| **state != State::Open);
    let rests = rests.map(|state| match state {
        State::Done => Choice::new(state, frame.say("entry-state-confirmed")),
        other => Choice::new(other, frame.say(&format!("entry-state-{other}"))),
    });
    waits.chain(rests).collect()
}

async fn all_entries(visitor: Visitor, Path((county, id)): Path<(County, Id<Roster>)>, Query(asked): Query<Asked>) -> PageResult {
    let Asked { above, state, group, name } = asked;
    // PostgreSQL refuses NUL.
    let (group, name) = (group.replace('\0', ""), name.replace('\0', ""));
    let form = Form::filled(&[("state", state.clone()), ("group", group.clone()), ("name", name.trim().to_owned())]);
    let asker = visitor.clone();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(roster) = roster::find(tx, county, id)?.filter(|roster| roster.list_type == MONTH.name) else { return Ok(None) };
            let concerned = trust::actor(tx, &asker, county, Moment(0))?.concerned;
            let (of_state, step) = state_of(&roster, &state);
            let narrow = Narrow { state: of_state, step, group: group.clone(), name: name.trim().to_owned() };
            let entries = entry::narrowed(tx, (county, id), &narrow, (above.max(0), ALL as i64 + 1))?;
            let last = entries.last().map_or(0, |entry| entry.number);
            let in_book = store::in_book(tx, county, id, (above.max(0), last))?;
            Ok::<_, DatabaseError>(Some((roster, entries, entry::groups(tx, county, id)?, concerned, in_book)))
        })
        .await?;
    let (roster, mut entries, groups, concerned, in_book) = found.ok_or(PageError::NotFound)?;
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let next = (entries.len() > ALL).then(|| entries[ALL - 1].number);
    entries.truncate(ALL);
    let row = |entry: &Entry| EntryRow {
        on: entry.shown.day().map(|day| frame.day(&day)).unwrap_or_default(),
        points: points_of(&frame, entry),
        doubts: Vec::new(),
        range: None,
        own: concerned.contains(&entry.party),
        before: None,
        entry: entry.clone(),
    };
    let sees_book = visitor.may(SEE_SHOP, &Target::division(&roster.place));
    let booked = |entry: &Entry| in_book.get(&entry.subject.id).filter(|_| sees_book).cloned().unwrap_or_default();
    let rows = entries.iter().map(|entry| (row(entry), booked(entry))).collect();
    page(&EntriesPage {
        sees_book,
        may_review: visitor.may(REVIEW_APPRAISAL, &Target::division(&roster.place)),
        may_hold: visitor.may(HOLD_APPRAISAL, &Target::division(&roster.place)),
        village: shop::village_name(&roster.place, on),
        month: super::month_words(&frame, roster.period),
        states: states(&frame, &roster),
        groups: groups.iter().map(|group| Choice::new(group, frame.say1("household-in-group", "group", group.as_str()))).collect(),
        form,
        rows,
        first: above <= 0,
        next,
        frame,
        county,
        roster,
    })
}
