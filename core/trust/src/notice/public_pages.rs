//! What hangs out for everybody, without a login: the notice, what is behind a line, an objection and its receipt. Gone after the last day.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use basics::{County, Id};
use database::{DatabaseError, Tx};
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, form_again, go, page, unlisted};
use people::{Guest, RouteAccess, Routes, random_word};
use registry::masking;

use super::{Hung, Notice, store, words};
use crate::ListTypes;
use crate::entry::{self, Entry};
use crate::list_type::{Column, ListType};
use crate::meeting::{self, Meeting};
use crate::objection::{self, NewObjection, ObjectRefused, Objection, RECEIPT_LENGTH};
use crate::roster::{self, Actor, Roster};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/n/{county}/{notice}", RouteAccess::Public, show)
        .get("/n/{county}/{notice}/lines/{line}", RouteAccess::Public, show_line)
        .get("/n/{county}/{notice}/objection", RouteAccess::Public, ask_objection)
        .post("/n/{county}/{notice}/objection", RouteAccess::Public, take_objection)
        .get("/n/{county}/receipts/{objection_receipt}", RouteAccess::Public, receipt)
}

/// A notice with what it stands on.
pub(crate) struct Found {
    pub notice: Notice,
    pub roster: Roster,
    pub list_type: ListType,
    pub lines: Vec<Hung>,
    pub meeting: Option<Meeting>,
}

pub(crate) fn found(tx: &mut Tx<'_>, types: &ListTypes, county: County, id: Id<Notice>) -> Result<Option<Found>, DatabaseError> {
    let Some(notice) = store::find(tx, county, id)? else { return Ok(None) };
    let Some(roster) = roster::find(tx, county, notice.roster)? else { return Ok(None) };
    let list_type = *types.find(&roster.list_type)?;
    let meeting = meeting::before(tx, &notice)?;
    Ok(Some(Found { lines: store::lines(tx, county, id)?, notice, roster, list_type, meeting }))
}

#[derive(Template)]
#[template(path = "notice_gone.html")]
struct GonePage {
    frame: Frame,
}

/// What whoever comes too late, or with a wrong address, reads instead of a notice, its lines or its sheet.
pub fn gone(guest: &Guest) -> PageResult {
    let mut response = page(&GonePage { frame: guest.frame() })?;
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(unlisted(response))
}

/// The notice while it hangs; afterwards it is as unknown as one that never was.
async fn hanging(guest: &Guest, types: Arc<ListTypes>, county: County, id: Id<Notice>) -> Result<Option<Found>, PageError> {
    let on = guest.site.today();
    let found = guest.site.db.read(move |tx| found(tx, &types, county, id)).await?;
    Ok(found.filter(|found| found.notice.is_up(on)))
}

/// A name as everybody may read it.
fn masked(notice: &Notice, label: &str) -> String {
    if notice.masked { masking::name(label) } else { label.to_owned() }
}

struct LineRow {
    number: i64,
    label: String,
    group: String,
    values: Vec<String>,
    objected: bool,
    struck: bool,
    changed: bool,
    again: bool,
}

#[derive(Template)]
#[template(path = "notice_public.html")]
struct PublicPage {
    frame: Frame,
    county: County,
    notice: Notice,
    heading: String,
    place: String,
    days_left: i32,
    columns: &'static [Column],
    rows: Vec<LineRow>,
    sums: Vec<(&'static str, String)>,
    meeting: Option<Meeting>,
    /// What was typed to find the own household, and whether the list was cut down to it.
    name: String,
    /// The same on paper.
    sheet: String,
}

#[derive(serde::Deserialize, Default)]
struct NameQuery {
    #[serde(default)]
    name: String,
}

async fn show(
    guest: Guest,
    Extension(types): Extension<Arc<ListTypes>>,
    Path((county, id)): Path<(County, Id<Notice>)>,
    Query(NameQuery { name }): Query<NameQuery>,
) -> PageResult {
    guest.limited("notice")?;
    let Some(found) = hanging(&guest, types, county, id).await? else { return gone(&guest) };
    let (frame, on, name) = (guest.frame(), guest.site.today(), name.trim().to_owned());
    let columns = found.list_type.columns;
    // Whoever knows the full name finds the line; the list itself keeps it masked.
    let wanted = |hung: &&Hung| name.is_empty() || hung.line.label == name;
    let row = |hung: &Hung| LineRow {
        number: hung.line.number,
        label: masked(&found.notice, &hung.line.label),
        group: hung.line.group_label.clone(),
        values: words::values(columns, hung),
        objected: hung.objected,
        struck: hung.struck,
        changed: hung.changed,
        again: hung.again,
    };
    let shown = page(&PublicPage {
        heading: words::heading(&frame, &found.list_type, &found.roster, &found.notice, on),
        place: words::place_in_full(&found.roster, on),
        days_left: found.notice.days_left(on),
        rows: found.lines.iter().filter(wanted).map(row).collect(),
        sums: words::sums(columns, &found.lines),
        columns,
        frame,
        county,
        meeting: found.meeting,
        sheet: (found.list_type.sheet_href)(&found.notice),
        notice: found.notice,
        name,
    });
    shown.map(unlisted)
}

struct BehindRow {
    on: String,
    title: String,
    amount: String,
    objected: bool,
    struck: bool,
}

#[derive(Template)]
#[template(path = "notice_line.html")]
struct LinePage {
    frame: Frame,
    county: County,
    notice: Notice,
    heading: String,
    label: String,
    group: String,
    number: i64,
    rows: Vec<BehindRow>,
    /// One of it was changed and hangs out anew.
    changed: bool,
}

async fn show_line(
    guest: Guest,
    Extension(types): Extension<Arc<ListTypes>>,
    Path((county, id, number)): Path<(County, Id<Notice>, i64)>,
) -> PageResult {
    guest.limited("notice")?;
    let Some(found) = hanging(&guest, types, county, id).await? else { return gone(&guest) };
    let hung = found.lines.iter().find(|hung| hung.line.number == number).ok_or(PageError::NotFound)?;
    let party = hung.line.party;
    let entries = guest.site.db.read(move |tx| entry::of_notice_line(tx, county, id, party)).await?;
    let (frame, on) = (guest.frame(), guest.site.today());
    let row = |entry: &Entry| BehindRow {
        on: entry.shown.day().map(|day| frame.day(&day)).unwrap_or_default(),
        title: entry.shown.public_title.clone(),
        amount: words::written(crate::list_type::ColumnKind::Tenths { signed: true }, entry.shown.counts),
        objected: entry.standing.state == entry::State::Objected,
        struck: entry.standing.state == entry::State::Struck,
    };
    page(&LinePage {
        heading: words::heading(&frame, &found.list_type, &found.roster, &found.notice, on),
        label: masked(&found.notice, &hung.line.label),
        group: hung.line.group_label.clone(),
        rows: entries.iter().map(row).collect(),
        changed: hung.changed || hung.again,
        frame,
        county,
        notice: found.notice,
        number,
    })
    .map(unlisted)
}

#[derive(Template)]
#[template(path = "objection_public.html")]
struct ObjectPage {
    frame: Frame,
    form: Form,
    county: County,
    notice: Notice,
    heading: String,
    lines: Vec<Choice>,
    /// The notice came down while the form was open: what is sent is a complaint.
    over: bool,
}

/// Lines to choose from, as everybody may read them.
fn line_choices(frame: &Frame, found: &Found) -> Vec<Choice> {
    let label = |hung: &Hung| {
        let name = masked(&found.notice, &hung.line.label);
        words::line_of(frame, &hung.line, name)
    };
    found.lines.iter().map(|hung| Choice::new(hung.line.number, label(hung))).collect()
}

fn object_page(guest: &Guest, county: County, mut found: Found, form: Form) -> ObjectPage {
    let (frame, on) = (guest.frame(), guest.site.today());
    if !found.notice.is_up(on) {
        // What no longer hangs is not to be read here either: only the line that was chosen before is still there.
        found.lines.retain(|hung| hung.line.number.to_string() == form.value("line"));
    }
    ObjectPage {
        heading: words::heading(&frame, &found.list_type, &found.roster, &found.notice, on),
        lines: line_choices(&frame, &found),
        over: !found.notice.is_up(on),
        frame,
        form,
        county,
        notice: found.notice,
    }
}

#[derive(serde::Deserialize, Default)]
struct LineQuery {
    #[serde(default)]
    line: String,
}

async fn ask_objection(
    guest: Guest,
    Extension(types): Extension<Arc<ListTypes>>,
    Path((county, id)): Path<(County, Id<Notice>)>,
    Query(LineQuery { line }): Query<LineQuery>,
) -> PageResult {
    guest.limited("notice")?;
    let Some(found) = hanging(&guest, types, county, id).await? else { return gone(&guest) };
    let form = Form::filled(&[("id", Id::<Objection>::fresh().to_string()), ("line", line)]);
    page(&object_page(&guest, county, found, form)).map(unlisted)
}

async fn take_objection(
    guest: Guest,
    Extension(types): Extension<Arc<ListTypes>>,
    Path((county, id)): Path<(County, Id<Notice>)>,
    submitted: Submitted,
) -> PageResult {
    guest.limited("objection")?;
    // A form that was open when the notice came down is still taken, as a complaint.
    let Some(found) = guest.site.db.read(move |tx| found(tx, &types, county, id)).await? else { return gone(&guest) };
    let mut form = Form::from(submitted);
    let (on, now) = (guest.site.today(), guest.site.now());
    if let Some(read) = objection::read_form(&mut form) {
        let new = NewObjection {
            county,
            id: read.id,
            notice: id,
            line: read.line,
            entry: None,
            what: read.what,
            name: read.name,
            phone: read.phone,
            way: "web".to_owned(),
            receipt: random_word(RECEIPT_LENGTH),
            received_on: on,
            entered_by: None,
        };
        let actor = Actor { login: Id::derived(&[b"public"]), concerned: Vec::new(), on, at: now };
        match guest.site.db.write(move |tx| objection::object(tx, &new, &actor)).await {
            Ok(made) => return go(&format!("/n/{county}/receipts/{}", made.receipt)),
            Err(ObjectRefused::Database(error)) => return Err(error.into()),
            Err(ObjectRefused::TooLate { days }) => form.refuse_all(Message::new("objection-too-late").with("days", days)),
            Err(ObjectRefused::Unknown | ObjectRefused::NotItsDay) => form.refuse("line", Message::new("form-choose")),
        }
    }
    form_again(&object_page(&guest, county, found, form)).map(unlisted)
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    frame: Frame,
    county: County,
    objection: Objection,
    heading: String,
    /// The notice, while it hangs.
    notice: Option<Id<Notice>>,
}

async fn receipt(guest: Guest, Extension(types): Extension<Arc<ListTypes>>, Path((county, code)): Path<(County, String)>) -> PageResult {
    guest.limited("receipt")?;
    let found = guest
        .site
        .db
        .read(move |tx| {
            let Some(objection) = objection::by_receipt(tx, county, &code)? else { return Ok(None) };
            let found = found(tx, &types, county, objection.notice)?;
            Ok::<_, DatabaseError>(found.map(|found| (objection, found)))
        })
        .await?;
    let (objection, found) = found.ok_or(PageError::NotFound)?;
    let (frame, on) = (guest.frame(), guest.site.today());
    page(&ReceiptPage {
        heading: words::heading(&frame, &found.list_type, &found.roster, &found.notice, on),
        notice: found.notice.is_up(on).then_some(found.notice.id),
        frame,
        county,
        objection,
    })
    .map(unlisted)
}
