//! What a village prints of its month: the sheet-in and minutes of the meeting, the notice for the board, the masked one to take home.

use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use divisions::Divisions;
use pages::{Frame, PageError, PageResult, Site, unlisted};
use people::{Guest, RouteAccess, Routes, Visitor};
use registry::masking;
use serde_json::{Value, json};
use trust::SEE_ROSTERS;
use trust::entry::{self, Entry, Outcome};
use trust::list_type::ColumnKind;
use trust::meeting::{self, Meeting, SignedIn};
use trust::notice::{self, FULL_ON_THE_BOARD, Hung, Notice, written};
use trust::roster::{self, Roster};

use super::super::{MONTH, REPRESENTATIVES};
use super::month_words;
use super::show::stepped_aside;
use crate::papers::{MINUTES, NOTICE, qr_rows};
use crate::shop;

/// Entries decided one by one that minutes have room for.
const ONE_BY_ONE_MAX: i64 = 10_000;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/n/{county}/{notice}/sheet.pdf", RouteAccess::Public, public_sheet)
        .get("/c/{county}/notices/{notice}/board.pdf", RouteAccess::Needs(SEE_ROSTERS, "notice"), board_sheet)
        .get("/c/{county}/appraisals/{roster}/minutes.pdf", RouteAccess::Needs(SEE_ROSTERS, "roster"), sign_in_sheet)
        .get("/c/{county}/appraisals/{roster}/meetings/{meeting}/minutes.pdf", RouteAccess::Needs(SEE_ROSTERS, "roster"), minutes)
}

/// A notice with what its sheet says.
struct Hanging {
    notice: Notice,
    roster: Roster,
    lines: Vec<Hung>,
    meeting: Option<Meeting>,
    full: bool,
}

fn hanging(tx: &mut Tx<'_>, county: County, id: Id<Notice>, on: BusinessDate) -> Result<Option<Hanging>, DatabaseError> {
    let Some(notice) = notice::find(tx, county, id)? else { return Ok(None) };
    let Some(roster) = roster::find(tx, county, notice.roster)?.filter(|roster| roster.list_type == MONTH.name) else { return Ok(None) };
    let full = settings::value(tx, county, &roster.place, FULL_ON_THE_BOARD, on)? == 1;
    let meeting = meeting::before(tx, &notice)?;
    Ok(Some(Hanging { lines: notice::lines(tx, county, id)?, notice, roster, meeting, full }))
}

fn sheet_data(site: &Site, frame: &Frame, found: &Hanging, masked: bool) -> Result<Value, PageError> {
    let Hanging { notice, roster, lines, meeting, .. } = found;
    let on = site.today();
    let label = |hung: &Hung| if masked { masking::name(&hung.line.label) } else { hung.line.label.clone() };
    let rows: Vec<Value> = lines
        .iter()
        .map(|hung| {
            let values: Vec<String> =
                MONTH.columns.iter().zip(&hung.line.values).map(|(column, value)| written(column.kind, *value)).collect();
            let group = frame.say1("household-in-group", "group", hung.line.group_label.as_str());
            json!({ "number": hung.line.number, "group": group, "label": label(hung), "values": values })
        })
        .collect();
    let sum = |at: usize| money::TenthPoints(lines.iter().filter_map(|hung| hung.line.values.get(at)).sum());
    let columns: Vec<String> = MONTH.columns.iter().map(|column| frame.say(&format!("column-{}", column.name))).collect();
    let met = meeting.as_ref().map(|meeting| frame.say2("notice-met", "day", frame.day(&meeting.held_on), "count", meeting.present));
    let sums = format!(
        "{} {} {}",
        frame.say1("notice-parties", "count", lines.len()),
        frame.say1("notice-sum-points-plus", "sum", sum(0)),
        frame.say1("notice-sum-points-minus", "sum", sum(1))
    );
    Ok(json!({
        "heading": notice::heading(frame, &MONTH, roster, notice, on),
        "place": Divisions::built_in().full_name(&roster.place, on.date()).unwrap_or_default(),
        "from": frame.day(&notice.from),
        "until": frame.day(&notice.until),
        "columns": columns,
        "lines": rows,
        "sums": sums,
        "met": met.unwrap_or_default(),
        "object": frame.say1("paper-how-to-object", "until", frame.day(&notice.until)),
        "board": notice.board,
        "qr": qr_rows(&format!("{}/n/{}/{}", site.options.public_url, notice.county, notice.id))?,
        "printed_at": format!("{} {}", on, site.now().hour_minute()),
        "demo": site.options.demo,
    }))
}

async fn public_sheet(guest: Guest, Path((county, id)): Path<(County, Id<Notice>)>) -> PageResult {
    guest.limited("notice")?;
    let on = guest.site.today();
    let found = guest.site.db.read(move |tx| hanging(tx, county, id, on)).await?;
    // After its days the sheet is as unknown as the page.
    let Some(found) = found.filter(|found| found.notice.is_up(on)) else { return notice::gone(&guest) };
    let frame = guest.frame();
    let data = sheet_data(&guest.site, &frame, &found, found.notice.masked)?;
    NOTICE.answer(&frame, data, Vec::new(), on.parts()).await.map(unlisted)
}

async fn board_sheet(visitor: Visitor, Path((county, id)): Path<(County, Id<Notice>)>) -> PageResult {
    let on = visitor.site().today();
    let found = visitor.site().db.read(move |tx| hanging(tx, county, id, on)).await?.ok_or(PageError::NotFound)?;
    let frame = visitor.frame();
    let data = sheet_data(visitor.site(), &frame, &found, !found.full)?;
    NOTICE.answer(&frame, data, Vec::new(), on.parts()).await
}

/// What the minutes stand on.
struct Minutes {
    roster: Roster,
    meeting: Option<Meeting>,
    attendees: Vec<SignedIn>,
    recused: Vec<(String, String, bool)>,
    /// Entries decided one by one, with the decision.
    entries: Vec<(Entry, Outcome)>,
    together: usize,
    /// Entries that were before the meeting and that it left undecided.
    left: i64,
    expected: i64,
}

/// Of a meeting of this roster; without one, the sheet to sign in on.
fn minutes_of(
    tx: &mut Tx<'_>,
    (county, id): (County, Id<Roster>),
    wanted: Option<Id<Meeting>>,
    on: BusinessDate,
) -> Result<Option<Minutes>, DatabaseError> {
    let Some(roster) = roster::find(tx, county, id)?.filter(|roster| roster.list_type == MONTH.name) else { return Ok(None) };
    let (mut meeting, mut attendees, mut entries, mut together) = (None, Vec::new(), Vec::new(), 0);
    let (mut recused, mut left) = (Vec::new(), 0);
    if let Some(wanted) = wanted {
        let Some(sat) = meeting::find(tx, county, wanted)?.filter(|sat| sat.roster == id) else { return Ok(None) };
        attendees = meeting::attendees(tx, county, sat.id)?;
        (recused, left) = (entry::recused_at(tx, county, sat.id)?, entry::left_at(tx, county, sat.id)?);
        for (entry, outcome, alone) in entry::appraised(tx, (county, id), sat.id, ONE_BY_ONE_MAX)? {
            if alone { entries.push((entry, outcome)) } else { together += 1 }
        }
        meeting = Some(sat);
    }
    let expected = settings::value(tx, county, &roster.place, REPRESENTATIVES, on)?;
    Ok(Some(Minutes { roster, meeting, attendees, recused, entries, together, left, expected }))
}

fn minutes_data(site: &Site, frame: &Frame, found: &Minutes) -> Value {
    let on = site.today();
    let row = |(entry, outcome): &(Entry, Outcome)| {
        let mut why: Vec<String> = entry.shown.day().map(|day| frame.day(&day)).into_iter().collect();
        why.extend(entry.doubts.iter().map(|doubt| frame.say(&format!("doubt-{doubt}"))));
        json!({
            "number": entry.number, "label": entry.label, "what": entry.shown.title, "why": why.join(" · "),
            "group": frame.say1("household-in-group", "group", entry.group_label.as_str()),
            "points": written(ColumnKind::Tenths { signed: true }, entry.shown.counts),
            "recorder": entry.shown.fact("recorder"), "decision": frame.say(&format!("outcome-{}", outcome.outcome)),
        })
    };
    let expected = found.meeting.as_ref().map_or(found.expected, |meeting| meeting.expected);
    let signed =
        |at: usize, one: &SignedIn| json!({ "number": at + 1, "name": one.name, "way": frame.say(&format!("meeting-way-{}", one.way)) });
    // Before the meeting the sheet has an empty line for each who is expected.
    let attendees: Vec<Value> = match &found.meeting {
        Some(_) => found.attendees.iter().enumerate().map(|(at, one)| signed(at, one)).collect(),
        None => (1..=expected).map(|number| json!({ "number": number, "name": "", "way": "" })).collect(),
    };
    let (apart, own) = stepped_aside(frame, &found.recused);
    let mut recused: Vec<String> =
        apart.iter().map(|(name, labels)| frame.say2("meeting-recused-of", "name", name.as_str(), "labels", labels.as_str())).collect();
    if !own.is_empty() {
        recused.push(frame.say1("meeting-recused-own", "names", own));
    }
    json!({
        "heading": frame.say2("appraisal-title", "village", shop::village_name(&found.roster.place, on), "month", month_words(frame, found.roster.period)),
        "held_on": found.meeting.as_ref().map(|meeting| meeting.held_on.to_string()).unwrap_or_default(),
        "chair": found.meeting.as_ref().map(|meeting| meeting.chair.clone()).unwrap_or_default(),
        "expected": expected,
        "present": found.meeting.as_ref().map_or(0, |meeting| meeting.present),
        "together": frame.say1("minutes-together", "count", found.together),
        "left": if found.left > 0 { frame.say1("minutes-left", "count", found.left) } else { String::new() },
        "entries": found.entries.iter().map(row).collect::<Vec<_>>(),
        "recused": recused,
        "attendees": attendees,
        "printed_at": format!("{} {}", on, site.now().hour_minute()),
        "demo": site.options.demo,
    })
}

async fn sign_in_sheet(visitor: Visitor, Path((county, id)): Path<(County, Id<Roster>)>) -> PageResult {
    print(visitor, county, id, None).await
}

async fn minutes(visitor: Visitor, Path((county, id, meeting)): Path<(County, Id<Roster>, Id<Meeting>)>) -> PageResult {
    print(visitor, county, id, Some(meeting)).await
}

async fn print(visitor: Visitor, county: County, id: Id<Roster>, meeting: Option<Id<Meeting>>) -> PageResult {
    let on = visitor.site().today();
    let found = visitor.site().db.read(move |tx| minutes_of(tx, (county, id), meeting, on)).await?.ok_or(PageError::NotFound)?;
    let frame = visitor.frame();
    let data = minutes_data(visitor.site(), &frame, &found);
    MINUTES.answer(&frame, data, Vec::new(), on.parts()).await
}
