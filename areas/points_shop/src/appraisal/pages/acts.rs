//! What is done on the page of an appraisal: a meeting noted, decisions, the township's review, the notice, the confirmation.

use axum::extract::Path;
use basics::{County, Id};
use database::{DatabaseError, Tx};
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again};
use people::{RouteAccess, Routes, Visitor};
use trust::entry::Entry;
use trust::list_type::StepKind;
use trust::meeting::{self, Meeting, MeetingRefused};
use trust::notice::{self, Kind, NewNotice, Notice, NoticeRefused};
use trust::roster::{self, Actor, Roster, RosterRefused, Taking};

use super::super::carry_out::{DecideRefused, Said, decide};
use super::super::{MONTH, REPRESENTATIVES, decision_form, lines, meeting_form};
use super::show::show_page;
use crate::area::{CONFIRM_POINTS, HOLD_APPRAISAL, REVIEW_APPRAISAL};
use crate::award::{self, ConfirmRefused};

pub(super) fn routes(routes: Routes) -> Routes {
    let hold = RouteAccess::Needs(HOLD_APPRAISAL, "roster");
    let review = RouteAccess::Needs(REVIEW_APPRAISAL, "roster");
    routes
        .post("/c/{county}/appraisals/{roster}/meetings", hold, hold_meeting)
        .post("/c/{county}/appraisals/{roster}/decisions", hold, take_decisions)
        .post("/c/{county}/appraisals/{roster}/notice", hold, hang_out)
        .post("/c/{county}/appraisals/{roster}/entries/{entry}/return", review, send_back)
        .post("/c/{county}/appraisals/{roster}/reviews", review, pass_review)
        .post("/c/{county}/appraisals/{roster}/confirmation", RouteAccess::Needs(CONFIRM_POINTS, "roster"), confirm)
}

pub(super) async fn again(visitor: &Visitor, county: County, id: Id<Roster>, form: Form) -> PageResult {
    form_again(&show_page(visitor, county, id, (0, form)).await?)
}

/// How many the settings expect at a meeting about this roster, on the day it was opened.
fn representatives(tx: &mut Tx<'_>, county: County, id: Id<Roster>) -> Result<Option<i64>, DatabaseError> {
    let Some(of) = roster::find(tx, county, id)? else { return Ok(None) };
    settings::value(tx, county, &of.place, REPRESENTATIVES, of.opened_on).map(Some)
}

async fn hold_meeting(visitor: Visitor, Path((county, id)): Path<(County, Id<Roster>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let written = meeting_form::read(&mut form);
    let least = visitor.site().db.read(move |tx| representatives(tx, county, id)).await?.ok_or(PageError::NotFound)?;
    if written.as_ref().is_some_and(|written| written.expected < least) {
        form.refuse("expected", Message::new("meeting-expected-few").with("least", least));
    }
    if let Some(written) = written.filter(|_| form.is_good()) {
        let (asker, now) = (visitor.clone(), visitor.site().now());
        let held = visitor
            .site()
            .db
            .write(move |tx| {
                let of = roster::find(tx, county, id)?.ok_or(MeetingRefused::Unknown)?;
                let actor = trust::actor(tx, &asker, county, now)?;
                let attendees = meeting_form::attendees(tx, (county, &of.place), &written.names, written.held_on)?;
                let appraise = of.step_of(StepKind::Appraise).ok_or(MeetingRefused::Unknown)?;
                let meeting = Meeting {
                    county,
                    id: written.id,
                    roster: id,
                    number: 0,
                    held_on: written.held_on,
                    chair: written.chair.clone(),
                    expected: written.expected,
                    present: 0,
                    quorum_percent: of.steps[appraise].quorum_percent,
                    recorded_by: actor.login,
                    recorded_at: now,
                };
                meeting::hold(tx, &meeting, &attendees, &actor)
            })
            .await;
        match held {
            Ok(()) => return done(&format!("/c/{county}/appraisals/{id}"), "meeting-noted"),
            Err(MeetingRefused::Database(error)) => return Err(error.into()),
            Err(MeetingRefused::Unknown) => return Err(PageError::NotFound),
            Err(MeetingRefused::NotItsDay) => form.refuse("held-on", Message::new("meeting-not-its-day")),
            Err(MeetingRefused::NoQuorum { present, least }) => {
                form.refuse_all(Message::new("meeting-no-quorum").with("present", present).with("least", least));
            }
            Err(MeetingRefused::OtherContent | MeetingRefused::TooLate | MeetingRefused::TooFewFor { .. }) => {
                form.refuse_all(Message::new("form-other-content"));
            }
        }
    }
    again(&visitor, county, id, form).await
}

/// The click of a form, for whoever turns out to act.
pub(super) fn taking((county, roster): (County, Id<Roster>), form: &Form, reason: String) -> impl Fn(Actor) -> Taking + use<> {
    let action = form.value("action").parse().unwrap_or_else(|_| Id::fresh());
    move |actor| Taking { county, roster, action, actor, reason: reason.clone() }
}

/// Says why nothing moved, on the whole form.
pub(super) fn refuse(form: &mut Form, frame: &Frame, refused: &RosterRefused) -> Result<(), PageError> {
    let message = match refused {
        RosterRefused::Database(error) => return Err(error.clone().into()),
        RosterRefused::Unknown => return Err(PageError::NotFound),
        RosterRefused::Elsewhere { state } => {
            Message::new("roster-refused-elsewhere").with("state", frame.say(&format!("entry-state-{state}")))
        }
        RosterRefused::Concerned => Message::new("roster-refused-concerned"),
        RosterRefused::NoQuorum => Message::new("roster-refused-no-quorum"),
        RosterRefused::Nothing => Message::new("roster-refused-nothing"),
        RosterRefused::OtherContent => Message::new("form-other-content"),
    };
    form.refuse_all(message);
    Ok(())
}

async fn take_decisions(visitor: Visitor, Path((county, id)): Path<(County, Id<Roster>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (chosen, all_good) = (decision_form::read(&mut form), form.value("good") == "all");
    let meeting = form.value("meeting").parse().ok();
    if meeting.is_none() {
        form.refuse_all(Message::new("roster-refused-no-quorum"));
    }
    if chosen.is_empty() && !all_good {
        form.refuse_all(Message::new("decisions-none"));
    }
    if let Some(meeting) = meeting.filter(|_| form.is_good()) {
        let said = Said { meeting, chosen, all_good };
        let (make, asker, now) = (taking((county, id), &form, String::new()), visitor.clone(), visitor.site().now());
        let decided = visitor
            .site()
            .db
            .write(move |tx| {
                let actor = trust::actor(tx, &asker, county, now)?;
                decide(tx, &make(actor), &said)
            })
            .await;
        match decided {
            Ok(_) => return done(&format!("/c/{county}/appraisals/{id}"), "decisions-noted"),
            Err(DecideRefused::Database(error)) => return Err(error.into()),
            Err(DecideRefused::OutOfRange { entry, least, most }) => decision_form::out_of_range(&mut form, entry, least, most),
            Err(DecideRefused::Roster { refused, .. }) => refuse(&mut form, &visitor.frame(), &refused)?,
        }
    }
    again(&visitor, county, id, form).await
}

async fn pass_review(visitor: Visitor, Path((county, id)): Path<(County, Id<Roster>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (make, asker, now) = (taking((county, id), &form, String::new()), visitor.clone(), visitor.site().now());
    let passed = visitor
        .site()
        .db
        .write(move |tx| {
            let actor = trust::actor(tx, &asker, county, now)?;
            roster::pass_all(tx, &make(actor), (StepKind::Review, REVIEW_APPRAISAL.name), None)
        })
        .await;
    match passed {
        Ok(_) => done(&format!("/c/{county}/appraisals/{id}"), "review-passed"),
        Err(refused) => {
            refuse(&mut form, &visitor.frame(), &refused)?;
            again(&visitor, county, id, form).await
        }
    }
}

async fn send_back(visitor: Visitor, Path((county, id, entry)): Path<(County, Id<Roster>, Id<Entry>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    if let Some(reason) = form.text("reason", 200) {
        let (make, asker, now) = (taking((county, id), &form, reason), visitor.clone(), visitor.site().now());
        let returned = visitor
            .site()
            .db
            .write(move |tx| {
                let actor = trust::actor(tx, &asker, county, now)?;
                roster::return_entry(tx, &MONTH, &make(actor), REVIEW_APPRAISAL.name, entry)
            })
            .await;
        match returned {
            Ok(_) => return done(&format!("/c/{county}/appraisals/{id}"), "entry-returned"),
            Err(refused) => refuse(&mut form, &visitor.frame(), &refused)?,
        }
    }
    again(&visitor, county, id, form).await
}

async fn hang_out(visitor: Visitor, Path((county, id)): Path<(County, Id<Roster>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    if let Some(board) = form.text("board", 60) {
        let notice: Id<Notice> = form.value("action").parse().unwrap_or_else(|_| Id::fresh());
        let new = NewNotice { county, id: notice, roster: id, kind: Kind::Notice, board };
        let (asker, now) = (visitor.clone(), visitor.site().now());
        let hung = visitor
            .site()
            .db
            .write(move |tx| {
                let actor = trust::actor(tx, &asker, county, now)?;
                let of = roster::find(tx, county, id)?.ok_or(NoticeRefused::Unknown)?;
                let step = of.step_of(StepKind::Notice).ok_or(NoticeRefused::Unknown)?;
                // Nothing may join the entries between the lines and the sheet.
                tx.lock_book(county)?;
                let lines = lines(tx, county, id, step)?;
                notice::put_up(tx, &new, &lines, &actor)
            })
            .await;
        match hung {
            Ok(notice) => return done(&format!("/c/{county}/notices/{}", notice.id), "notice-put-up"),
            Err(NoticeRefused::Database(error)) => return Err(error.into()),
            Err(NoticeRefused::Unknown) => return Err(PageError::NotFound),
            Err(NoticeRefused::Nothing) => form.refuse_all(Message::new("roster-refused-nothing")),
        }
    }
    again(&visitor, county, id, form).await
}

async fn confirm(visitor: Visitor, Path((county, id)): Path<(County, Id<Roster>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (make, asker, now) = (taking((county, id), &form, String::new()), visitor.clone(), visitor.site().now());
    let db = &visitor.site().db;
    let confirmed = db
        .write(move |tx| {
            let actor = trust::actor(tx, &asker, county, now)?;
            award::confirm(tx, &make(actor))
        })
        .await;
    let message = match confirmed {
        Ok(award) => {
            // Cut off here, the rest is entered by the program itself.
            while db.write(move |tx| award::book(tx, county, award.id, now)).await? > 0 {}
            return done(&format!("/c/{county}/appraisals/{id}"), "points-confirmed");
        }
        Err(ConfirmRefused::Database(error)) => return Err(error.into()),
        Err(ConfirmRefused::Unknown) => return Err(PageError::NotFound),
        Err(ConfirmRefused::NoticeRuns { until }) => Message::new("confirm-refused-notice-runs").with("until", until),
        Err(ConfirmRefused::Objected) => Message::new("confirm-refused-objected"),
        Err(ConfirmRefused::OnlyOwn) => Message::new("confirm-refused-only-own"),
        Err(ConfirmRefused::JustNow) => Message::new("confirm-refused-just-now"),
        Err(ConfirmRefused::Nothing) => Message::new("confirm-refused-nothing"),
        Err(ConfirmRefused::NoShop) => Message::new("confirm-refused-no-shop"),
        Err(ConfirmRefused::BudgetShort { needed, left }) => {
            let missing = needed - left;
            Message::new("confirm-refused-budget").with("needed", needed).with("left", left).with("missing", missing)
        }
        Err(ConfirmRefused::OtherContent) => Message::new("form-other-content"),
    };
    form.refuse_all(message);
    again(&visitor, county, id, form).await
}
