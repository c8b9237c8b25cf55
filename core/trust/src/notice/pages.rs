//! Notices for those who work with them: the list, one in full with what is objected to it, an objection entered for a villager.

use std::cmp::Reverse;
use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query};
use basics::{County, Id};
use database::DatabaseError;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, form_again, go, page};
use people::{RouteAccess, Routes, Target, Visitor, random_word};

use super::public_pages::{Found, found};
use super::{Notice, NoticeRow, store, words};
use crate::area::{ANSWER_OBJECTIONS, ENTER_OBJECTIONS, SEE_ROSTERS, actor};
use crate::list_type::Column;
use crate::objection::{self, NewObjection, ObjectRefused, Objection, RECEIPT_LENGTH, WAYS};
use crate::{ListTypes, page_of};

/// Notices on a page.
const PAGE: usize = 30;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (see, enter) = (RouteAccess::Needs(SEE_ROSTERS, "notice"), RouteAccess::Needs(ENTER_OBJECTIONS, "notice"));
    routes
        .get("/c/{county}/notices", RouteAccess::Needs(SEE_ROSTERS, "county-part"), list)
        .get("/c/{county}/notices/{notice}", see, show)
        .get("/c/{county}/notices/{notice}/objections/new", enter, ask)
        .post("/c/{county}/notices/{notice}/objections", enter, take)
}

#[derive(serde::Deserialize, Default)]
struct PageQuery {
    #[serde(default)]
    page: usize,
}

struct ListRow {
    row: NoticeRow,
    heading: String,
    up: bool,
    days_left: i32,
}

#[derive(Template)]
#[template(path = "notices.html")]
struct ListPage {
    frame: Frame,
    county: County,
    rows: Vec<ListRow>,
    page: usize,
    more: bool,
    may_answer: bool,
}

async fn list(
    visitor: Visitor,
    Extension(types): Extension<Arc<ListTypes>>,
    Path(county): Path<County>,
    Query(PageQuery { page: at }): Query<PageQuery>,
) -> PageResult {
    let (places, at, on) = (visitor.divisions(SEE_ROSTERS, county), at.min(1_000), visitor.site().today());
    let rows = visitor
        .site()
        .db
        .read(move |tx| {
            let fetch = |place: &str, limit| store::in_places(tx, county, place, limit);
            page_of(&places, (PAGE, at), fetch, |row| (Reverse(row.notice.until), row.place.clone(), Reverse(row.notice.number)))
        })
        .await?;
    let frame = visitor.frame();
    let mut lines = Vec::new();
    for row in rows.iter().take(PAGE) {
        let heading = words::heading_of(&frame, types.find(&row.list_type)?, (&row.place, row.period), row.notice.earlier, on);
        lines.push(ListRow { heading, up: row.notice.is_up(on), days_left: row.notice.days_left(on), row: row.clone() });
    }
    page(&ListPage { frame, county, more: rows.len() > PAGE, rows: lines, page: at, may_answer: visitor.has(ANSWER_OBJECTIONS) })
}

struct FullRow {
    label: String,
    group: String,
    values: Vec<String>,
    objected: bool,
    struck: bool,
    changed: bool,
    again: bool,
}

struct ObjectionRow {
    id: Id<Objection>,
    what: String,
    label: String,
    days_left: i32,
}

#[derive(Template)]
#[template(path = "notice_show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    notice: Notice,
    heading: String,
    place: String,
    up: bool,
    days_left: i32,
    address: String,
    /// The sheet for the board, to be printed.
    board: String,
    columns: &'static [Column],
    rows: Vec<FullRow>,
    sums: Vec<(&'static str, String)>,
    objections: Vec<ObjectionRow>,
    may_enter: bool,
    may_answer: bool,
}

async fn show(visitor: Visitor, Extension(types): Extension<Arc<ListTypes>>, Path((county, id)): Path<(County, Id<Notice>)>) -> PageResult {
    let read = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(found) = found(tx, &types, county, id)? else { return Ok(None) };
            let open = objection::open_of_notice(tx, county, id)?;
            Ok::<_, DatabaseError>(Some((found, open)))
        })
        .await?;
    let (found, open) = read.ok_or(PageError::NotFound)?;
    let (frame, on, place) = (visitor.frame(), visitor.site().today(), Target::division(&found.roster.place));
    let label =
        |line: i64| found.lines.iter().find(|hung| hung.line.number == line).map(|hung| hung.line.label.clone()).unwrap_or_default();
    let objections =
        open.into_iter().map(|one| ObjectionRow { id: one.id, label: label(one.line), days_left: one.days_left(on), what: one.what });
    let row = |hung: &super::Hung| FullRow {
        label: hung.line.label.clone(),
        group: hung.line.group_label.clone(),
        values: words::values(found.list_type.columns, hung),
        objected: hung.objected,
        struck: hung.struck,
        changed: hung.changed,
        again: hung.again,
    };
    page(&ShowPage {
        heading: words::heading(&frame, &found.list_type, &found.roster, &found.notice, on),
        place: words::place_in_full(&found.roster, on),
        up: found.notice.is_up(on),
        days_left: found.notice.days_left(on),
        address: format!("{}/n/{county}/{id}", visitor.site().options.public_url),
        board: (found.list_type.board_href)(&found.notice),
        columns: found.list_type.columns,
        rows: found.lines.iter().map(row).collect(),
        sums: words::sums(found.list_type.columns, &found.lines),
        objections: objections.collect(),
        may_enter: visitor.may(ENTER_OBJECTIONS, &place),
        may_answer: visitor.may(ANSWER_OBJECTIONS, &place),
        frame,
        county,
        notice: found.notice,
    })
}

#[derive(Template)]
#[template(path = "objection_enter.html")]
struct EnterPage {
    frame: Frame,
    form: Form,
    county: County,
    notice: Notice,
    heading: String,
    lines: Vec<Choice>,
    ways: Vec<Choice>,
}

fn enter_page(visitor: &Visitor, county: County, found: Found, form: Form) -> EnterPage {
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let label = |hung: &super::Hung| words::line_of(&frame, &hung.line, hung.line.label.clone());
    EnterPage {
        heading: words::heading(&frame, &found.list_type, &found.roster, &found.notice, on),
        lines: found.lines.iter().map(|hung| Choice::new(hung.line.number, label(hung))).collect(),
        ways: objection::ways(&frame),
        frame,
        form,
        county,
        notice: found.notice,
    }
}

async fn noticed(visitor: &Visitor, types: Arc<ListTypes>, county: County, id: Id<Notice>) -> Result<Found, PageError> {
    visitor.site().db.read(move |tx| found(tx, &types, county, id)).await?.ok_or(PageError::NotFound)
}

#[derive(serde::Deserialize, Default)]
struct LineQuery {
    #[serde(default)]
    line: String,
}

async fn ask(
    visitor: Visitor,
    Extension(types): Extension<Arc<ListTypes>>,
    Path((county, id)): Path<(County, Id<Notice>)>,
    Query(LineQuery { line }): Query<LineQuery>,
) -> PageResult {
    let found = noticed(&visitor, types, county, id).await?;
    let today = visitor.site().today().to_string();
    let form =
        Form::filled(&[("id", Id::<Objection>::fresh().to_string()), ("line", line), ("received-on", today), ("way", "paper".to_owned())]);
    page(&enter_page(&visitor, county, found, form))
}

async fn take(
    visitor: Visitor,
    Extension(types): Extension<Arc<ListTypes>>,
    Path((county, id)): Path<(County, Id<Notice>)>,
    submitted: Submitted,
) -> PageResult {
    let found = noticed(&visitor, types, county, id).await?;
    let mut form = Form::from(submitted);
    let (way, received_on) = (form.choice("way", WAYS), form.date("received-on"));
    if let (Some(read), Some(way), Some(received_on)) = (objection::read_form(&mut form), way, received_on) {
        let new = NewObjection {
            county,
            id: read.id,
            notice: id,
            line: read.line,
            entry: None,
            what: read.what,
            name: read.name,
            phone: read.phone,
            way: way.to_owned(),
            receipt: random_word(RECEIPT_LENGTH),
            received_on,
            entered_by: Some(visitor.actor()),
        };
        let (asker, now) = (visitor.clone(), visitor.site().now());
        let made = visitor
            .site()
            .db
            .write(move |tx| {
                let actor = actor(tx, &asker, county, now)?;
                objection::object(tx, &new, &actor)
            })
            .await;
        match made {
            Ok(made) => return go(&format!("/n/{county}/receipts/{}", made.receipt)),
            Err(ObjectRefused::Database(error)) => return Err(error.into()),
            Err(ObjectRefused::Unknown) => form.refuse("line", Message::new("form-choose")),
            Err(ObjectRefused::TooLate { days }) => form.refuse_all(Message::new("objection-too-late").with("days", days)),
            Err(ObjectRefused::NotItsDay) => form.refuse("received-on", Message::new("objection-not-its-day")),
        }
    }
    form_again(&enter_page(&visitor, county, found, form))
}
