//! All entries of an appraisal with where each stands, page by page.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{County, Id, Moment};
use database::DatabaseError;
use pages::{Frame, PageError, PageResult, page};
use people::{RouteAccess, Routes, Target, Visitor};
use trust::SEE_ROSTERS;
use trust::entry::{self, Entry, Standing, State};
use trust::list_type::StepKind;
use trust::roster::{self, Roster};

use super::super::{MONTH, store};
use super::show::{AboveQuery, EntryRow, PAGE, points_of};
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
}

async fn all_entries(
    visitor: Visitor,
    Path((county, id)): Path<(County, Id<Roster>)>,
    Query(AboveQuery { above }): Query<AboveQuery>,
) -> PageResult {
    let asker = visitor.clone();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(roster) = roster::find(tx, county, id)?.filter(|roster| roster.list_type == MONTH.name) else { return Ok(None) };
            let concerned = trust::actor(tx, &asker, county, Moment(0))?.concerned;
            let entries = entry::search(tx, county, id, above.max(0), ALL as i64 + 1)?;
            let last = entries.last().map_or(0, |entry| entry.number);
            let in_book = store::in_book(tx, county, id, (above.max(0), last))?;
            Ok::<_, DatabaseError>(Some((roster, entries, concerned, in_book)))
        })
        .await?;
    let (roster, mut entries, concerned, in_book) = found.ok_or(PageError::NotFound)?;
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
        rows,
        first: above <= 0,
        next,
        frame,
        county,
        roster,
    })
}
