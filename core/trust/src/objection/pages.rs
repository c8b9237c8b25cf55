//! Pages on which objections and complaints are answered; who made one is shown only to those who may answer it.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query};
use basics::{County, Id};
use database::{DatabaseError, Tx};
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Target, Visitor};

use super::carry_out::{keeps_out, line_entries};
use super::{Answer, AnswerRefused, Objection, ObjectionState, answer, store};
use crate::area::{ANSWER_OBJECTIONS, actor};
use crate::entry::{self, Entry, State};
use crate::list_type::{ColumnKind, ListType};
use crate::notice::{self, Notice, written};
use crate::roster::{self, Roster};
use crate::{ListTypes, page_of};

/// Objections on a page.
const PAGE: usize = 50;

pub(crate) fn routes(routes: Routes) -> Routes {
    let one = RouteAccess::Needs(ANSWER_OBJECTIONS, "objection");
    routes
        .get("/c/{county}/objections", RouteAccess::Needs(ANSWER_OBJECTIONS, "county-part"), list)
        .get("/c/{county}/objections/{objection}", one, show)
        .post("/c/{county}/objections/{objection}", one, give_answer)
}

#[derive(serde::Deserialize, Default)]
struct ListQuery {
    #[serde(default)]
    answered: String,
    #[serde(default)]
    page: usize,
}

struct Row {
    objection: Objection,
    place: String,
    days_left: i32,
}

#[derive(Template)]
#[template(path = "objections.html")]
struct ListPage {
    frame: Frame,
    county: County,
    rows: Vec<Row>,
    answered: bool,
    page: usize,
    more: bool,
}

async fn list(visitor: Visitor, Path(county): Path<County>, Query(ListQuery { answered, page: at }): Query<ListQuery>) -> PageResult {
    let (places, answered, at) = (visitor.divisions(ANSWER_OBJECTIONS, county), !answered.is_empty(), at.min(1_000));
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let fetch = |place: &str, limit| store::in_places(tx, county, place, !answered, limit);
            // The open ones by when they are due, the answered ones the latest first.
            page_of(&places, (PAGE, at), fetch, |(one, _)| {
                (if answered { -one.reply_by.number() } else { one.reply_by.number() }, one.received_at, one.id)
            })
        })
        .await?;
    let on = visitor.site().today();
    let named =
        |code: &str| divisions::Divisions::built_in().find(code, on.date()).map_or_else(|| code.to_owned(), |place| place.short_name());
    let row = |(objection, place): (Objection, String)| Row { days_left: objection.days_left(on), place: named(&place), objection };
    page(&ListPage {
        frame: visitor.frame(),
        county,
        more: found.len() > PAGE,
        rows: found.into_iter().take(PAGE).map(row).collect(),
        answered,
        page: at,
    })
}

/// An entry the objection is about.
struct HeldRow {
    entry: Entry,
    amount: String,
    /// Where the area changes it, while it is held back.
    change: Option<String>,
}

#[derive(Template)]
#[template(path = "objection_show.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    county: County,
    objection: Objection,
    heading: String,
    label: String,
    days_left: i32,
    entries: Vec<HeldRow>,
    /// The login recorded one of them, looks after it, or is concerned: neither who objected nor a form is shown.
    keeps_out: bool,
    names: std::collections::BTreeMap<Id, String>,
}

impl ShowPage {
    fn is_open(&self) -> bool {
        self.objection.state == ObjectionState::Open
    }

    fn answered_by(&self) -> String {
        self.objection.answered_by.and_then(|by| self.names.get(&by).cloned()).unwrap_or_default()
    }
}

struct Found {
    objection: Objection,
    notice: Notice,
    roster: Roster,
    list_type: ListType,
    entries: Vec<Entry>,
    label: String,
    keeps_out: bool,
    names: std::collections::BTreeMap<Id, String>,
}

fn find(
    tx: &mut Tx<'_>,
    types: &ListTypes,
    (county, id): (County, Id<Objection>),
    visitor: &Visitor,
) -> Result<Option<Found>, DatabaseError> {
    let Some(objection) = store::find(tx, county, id)? else { return Ok(None) };
    let Some(roster) = roster::find(tx, county, objection.roster)? else { return Ok(None) };
    let Some(notice) = notice::find(tx, county, objection.notice)? else { return Ok(None) };
    let list_type = *types.find(&roster.list_type)?;
    let mut entries = entry::objected_of(tx, county, id)?;
    if entries.is_empty() {
        entries = line_entries(tx, &objection)?;
    }
    let label = notice::line(tx, county, objection.notice, objection.line)?.map(|hung| hung.line.label).unwrap_or_default();
    let actor = actor(tx, visitor, county, basics::Moment(0))?;
    let keeps_out = keeps_out(tx, &list_type, &objection, &entries, &actor)?;
    let names = people::login::display_names(tx, county)?;
    Ok(Some(Found { objection, notice, roster, list_type, entries, label, keeps_out, names }))
}

async fn show_page(visitor: &Visitor, types: Arc<ListTypes>, county: County, id: Id<Objection>, form: Form) -> Result<ShowPage, PageError> {
    let asker = visitor.clone();
    let found = visitor.site().db.read(move |tx| find(tx, &types, (county, id), &asker)).await?;
    let found = found.ok_or(PageError::NotFound)?;
    visitor.must(ANSWER_OBJECTIONS, &Target::division(&found.roster.place))?;
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let row = |entry: Entry| HeldRow {
        amount: written(ColumnKind::Tenths { signed: true }, entry.shown.counts),
        change: (entry.standing.state == State::Objected).then(|| (found.list_type.change_href)(&entry)),
        entry,
    };
    let mut objection = found.objection;
    if found.keeps_out {
        objection.name.clear();
        objection.phone.clear();
    }
    Ok(ShowPage {
        heading: notice::heading(&frame, &found.list_type, &found.roster, &found.notice, on),
        days_left: objection.days_left(on),
        entries: found.entries.into_iter().map(row).collect(),
        label: found.label,
        keeps_out: found.keeps_out,
        names: found.names,
        frame,
        form,
        county,
        objection,
    })
}

async fn show(
    visitor: Visitor,
    Extension(types): Extension<Arc<ListTypes>>,
    Path((county, id)): Path<(County, Id<Objection>)>,
) -> PageResult {
    page(&show_page(&visitor, types, county, id, Form::default()).await?)
}

async fn give_answer(
    visitor: Visitor,
    Extension(types): Extension<Arc<ListTypes>>,
    Path((county, id)): Path<(County, Id<Objection>)>,
    submitted: Submitted,
) -> PageResult {
    let mut form = Form::from(submitted);
    if let Some(reply) = form.text("reply", 500) {
        let struck = form.values("struck").filter_map(|entry| entry.parse().ok()).collect();
        let given = Answer { county, objection: id, struck, reply };
        let (asker, now, known) = (visitor.clone(), visitor.site().now(), types.clone());
        let answered = visitor
            .site()
            .db
            .write(move |tx| {
                let actor = actor(tx, &asker, county, now)?;
                let objection = store::find(tx, county, id)?.ok_or(AnswerRefused::Unknown)?;
                let roster = roster::find(tx, county, objection.roster)?.ok_or(AnswerRefused::Unknown)?;
                answer(tx, known.find(&roster.list_type)?, &given, &actor)
            })
            .await;
        match answered {
            Ok(()) => return done(&format!("/c/{county}/objections/{id}"), "objection-answered"),
            Err(AnswerRefused::Database(error)) => return Err(error.into()),
            Err(AnswerRefused::Unknown) => return Err(PageError::NotFound),
            Err(AnswerRefused::Already) => form.refuse_all(Message::new("objection-already")),
            Err(AnswerRefused::Concerned) => form.refuse_all(Message::new("objection-keep-out")),
        }
    }
    form_again(&show_page(&visitor, types, county, id, form).await?)
}
