//! What was noted wrongly at a meeting, mended with a click until the list hangs out: a decision taken back, who came corrected.

use axum::extract::Path;
use basics::{County, Id};
use pages::{Form, Message, PageError, PageResult, Submitted, done, form_again};
use people::{RouteAccess, Routes, Visitor};
use trust::entry::Entry;
use trust::meeting::{self, Correction, Meeting, MeetingRefused};
use trust::roster::{self, Roster};

use super::super::{meeting_form, take_back};
use super::acts::{again, refuse, taking};
use super::show::show_page;
use crate::area::HOLD_APPRAISAL;

pub(super) fn routes(routes: Routes) -> Routes {
    let hold = RouteAccess::Needs(HOLD_APPRAISAL, "roster");
    routes.post("/c/{county}/appraisals/{roster}/entries/{entry}/decision-back", hold, take_decision_back).post(
        "/c/{county}/appraisals/{roster}/meetings/{meeting}/attendance",
        hold,
        correct_attendance,
    )
}

async fn take_decision_back(
    visitor: Visitor,
    Path((county, id, entry)): Path<(County, Id<Roster>, Id<Entry>)>,
    submitted: Submitted,
) -> PageResult {
    let mut form = Form::from(submitted);
    let (make, asker, now) = (taking((county, id), &form, String::new()), visitor.clone(), visitor.site().now());
    let taken = visitor
        .site()
        .db
        .write(move |tx| {
            let actor = trust::actor(tx, &asker, county, now)?;
            take_back(tx, &make(actor), entry)
        })
        .await;
    match taken {
        Ok(_) => done(&format!("/c/{county}/appraisals/{id}"), "decision-back"),
        Err(refused) => {
            refuse(&mut form, &visitor.frame(), &refused)?;
            again(&visitor, county, id, form).await
        }
    }
}

/// Names what the meeting could not have passed, each with the way to take its decision back.
async fn too_few(visitor: &Visitor, (county, id): (County, Id<Roster>), mut form: Form, entries: &[Entry]) -> PageResult {
    form.refuse_all(Message::new("attendance-too-few").with("entries", entries.len()));
    let frame = visitor.frame();
    let named = |entry: &Entry| {
        let head = frame.say1("household-head", "name", entry.label.as_str());
        let group = frame.say1("household-in-group", "group", entry.group_label.as_str());
        let href = format!("/c/{county}/appraisals/{id}/entries?above={}#entry-{}", entry.number - 1, entry.number);
        (format!("{head} · {group} · {}", entry.shown.title), href)
    };
    let in_the_way = entries.iter().map(named).collect();
    let mut shown = show_page(visitor, county, id, (0, form)).await?;
    shown.in_the_way = in_the_way;
    form_again(&shown)
}

async fn correct_attendance(
    visitor: Visitor,
    Path((county, id, meeting)): Path<(County, Id<Roster>, Id<Meeting>)>,
    submitted: Submitted,
) -> PageResult {
    let mut form = Form::from(submitted);
    if let Some(wanted) = meeting_form::read_correction(&mut form) {
        let (asker, now) = (visitor.clone(), visitor.site().now());
        let corrected = visitor
            .site()
            .db
            .write(move |tx| {
                let of = roster::find(tx, county, id)?.ok_or(MeetingRefused::Unknown)?;
                let met = meeting::find(tx, county, meeting)?.filter(|met| met.roster == id).ok_or(MeetingRefused::Unknown)?;
                let added = meeting_form::attendees(tx, (county, &of.place), &wanted.names, met.held_on)?;
                let correction = Correction { county, meeting, click: wanted.click, added, struck: wanted.struck.clone() };
                let actor = trust::actor(tx, &asker, county, now)?;
                meeting::correct(tx, &correction, &actor)
            })
            .await;
        let message = match corrected {
            Ok(()) => return done(&format!("/c/{county}/appraisals/{id}"), "attendance-corrected"),
            Err(MeetingRefused::Database(error)) => return Err(error.into()),
            Err(MeetingRefused::Unknown) => return Err(PageError::NotFound),
            Err(MeetingRefused::TooLate | MeetingRefused::NotItsDay) => Message::new("attendance-too-late"),
            Err(MeetingRefused::NoQuorum { present, least }) => {
                Message::new("attendance-no-quorum").with("present", present).with("least", least)
            }
            Err(MeetingRefused::TooFewFor { entries }) => return too_few(&visitor, (county, id), form, &entries).await,
            Err(MeetingRefused::OtherContent) => Message::new("form-other-content"),
        };
        form.refuse_all(message);
    }
    again(&visitor, county, id, form).await
}
