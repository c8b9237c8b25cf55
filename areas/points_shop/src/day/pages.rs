//! Today's sheet: slips, points, goods; printed and signed at closing.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id};
use database::DatabaseError;
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};
use serde_json::json;

use super::{Closed, Closing, DaySums, GoodsOfDay, close, closed, goods_of_day, sums};
use crate::area::{SEE_SHOP, SERVE_COUNTER};
use crate::papers::TODAY;
use crate::redemption::{DaySlip, of_day};
use crate::shop::{self, Shop};
use crate::signature;

pub(crate) fn routes(routes: Routes) -> Routes {
    let see = RouteAccess::Needs(SEE_SHOP, "shop");
    routes.get("/c/{county}/shops/{shop}/today", see, show).get("/c/{county}/shops/{shop}/today.pdf", see, print).post(
        "/c/{county}/shops/{shop}/today/close",
        RouteAccess::Needs(SERVE_COUNTER, "shop"),
        close_day,
    )
}

#[derive(serde::Deserialize, Default)]
struct DayQuery {
    #[serde(default)]
    day: String,
}

struct Sheet {
    shop: Shop,
    day: BusinessDate,
    slips: Vec<DaySlip>,
    goods: Vec<GoodsOfDay>,
    sums: DaySums,
    closed: Option<Closed>,
    head: (i64, String),
}

#[derive(Template)]
#[template(path = "day/show.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    county: County,
    sheet: Sheet,
    may_close: bool,
    /// What is on the shelf is said of today alone.
    is_today: bool,
    /// A day that is over and that nobody signed.
    unsigned: bool,
}

async fn sheet(visitor: &Visitor, county: County, shop: Id<Shop>, day: BusinessDate) -> Result<Sheet, PageError> {
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(shop) = shop::find(tx, county, shop)? else { return Ok::<_, DatabaseError>(None) };
            let slips = of_day(tx, county, shop.id, day)?;
            let (goods, closed) = (goods_of_day(tx, county, shop.id, day)?, closed(tx, county, shop.id, day)?);
            let (seq, head) = ledger::head(tx, county)?;
            Ok(Some(Sheet { sums: sums(&slips), shop, day, slips, goods, closed, head: (seq, hex::encode(&head[..6])) }))
        })
        .await?;
    found.ok_or(PageError::NotFound)
}

impl Sheet {
    /// What changed since the day was signed off: figures signed then, and why they are others now.
    fn changed_since(&self) -> Option<Message> {
        let closed = self.closed.as_ref()?;
        let same = (closed.slips, closed.points, closed.pieces) == (self.sums.slips, self.sums.points, self.sums.pieces);
        (!same).then(|| {
            let signed = Message::new("today-changed-since").with("slips", closed.slips).with("points", closed.points);
            signed.with("late", self.sums.late).with("reversed", self.sums.reversed)
        })
    }
}

fn day_asked(visitor: &Visitor, query: &DayQuery) -> BusinessDate {
    query.day.parse().unwrap_or_else(|_| visitor.site().today())
}

fn show_page(visitor: &Visitor, county: County, sheet: Sheet, form: Form) -> ShowPage {
    let today = visitor.site().today();
    let (is_today, is_over) = (sheet.day == today, sheet.day < today);
    // A day nobody signed in the evening is signed later, under the day of the signing.
    let unsigned = sheet.closed.is_none() && is_over && !sheet.slips.is_empty();
    let may_close = (unsigned || (sheet.closed.is_none() && is_today)) && visitor.has(SERVE_COUNTER);
    ShowPage { frame: visitor.frame(), form, county, sheet, may_close, is_today, unsigned }
}

async fn show(visitor: Visitor, Path((county, shop)): Path<(County, Id<Shop>)>, Query(query): Query<DayQuery>) -> PageResult {
    let sheet = sheet(&visitor, county, shop, day_asked(&visitor, &query)).await?;
    page(&show_page(&visitor, county, sheet, Form::default()))
}

async fn print(visitor: Visitor, Path((county, shop)): Path<(County, Id<Shop>)>, Query(query): Query<DayQuery>) -> PageResult {
    let (frame, sheet) = (visitor.frame(), sheet(&visitor, county, shop, day_asked(&visitor, &query)).await?);
    let is_today = sheet.day == visitor.site().today();
    let households: std::collections::BTreeSet<_> =
        sheet.slips.iter().filter(|slip| !slip.is_undone()).map(|slip| slip.household).collect();
    let slips: Vec<_> = sheet
        .slips
        .iter()
        .map(|slip| {
            json!({ "number": slip.number.to_string(), "time": if slip.late { "—".to_owned() } else { slip.at.hour_minute() }, "household": slip.head_name, "collector": slip.collector,
                    "items": slip.pieces.0, "points": slip.points.to_string(), "cancelled": slip.is_undone(), "mark": mark(&frame, slip) })
        })
        .collect();
    let goods: Vec<_> = sheet
        .goods
        .iter()
        .map(|goods| {
            let name = format!("{} {}", goods.name, goods.spec);
            json!({ "number": goods.number.to_string(), "name": name.trim(), "unit": goods.piece_unit, "handed_out": goods.handed_out.0, "left": if is_today { json!(goods.left.0) } else { json!("—") } })
        })
        .collect();
    let data = json!({
        "shop": sheet.shop.name, "date": sheet.day.to_string(), "clerk": visitor.login.display_name, "slips": slips, "goods": goods,
        "totals": { "slips": sheet.sums.slips, "households": households.len(), "points": sheet.sums.points.to_string(),
                    "items": sheet.sums.pieces.0, "cancelled": sheet.sums.cancelled },
        "closed": sheet.closed.as_ref().map(|closed| frame.say2("today-closed", "when", closed.at, "witness", closed.witness.as_str())),
        "changed": sheet.changed_since().map(|changed| format!("{}{}", frame.say("today-changed-word"), frame.message(&changed))),
        "printed_at": visitor.site().now().to_string(), "check": { "seq": sheet.head.0, "head_short": sheet.head.1 }, "demo": visitor.site().options.demo,
    });
    TODAY.answer(&frame, data, Vec::new(), sheet.day.parts()).await
}

/// What is to be known of a slip beside its numbers.
fn mark(frame: &Frame, slip: &DaySlip) -> String {
    let undone = match (slip.cancelled.is_some(), slip.reversed) {
        (true, _) => Some("redemption-cancelled"),
        (false, true) => Some("redemption-reversed"),
        _ => None,
    };
    let words = undone.into_iter().chain(slip.late.then_some("late-chip")).map(|word| frame.say(word));
    words.collect::<Vec<_>>().join(" ")
}

/// The sheet of a day.
pub(crate) fn sheet_path(county: County, shop: Id<Shop>, day: BusinessDate, today: BusinessDate) -> String {
    let path = format!("/c/{county}/shops/{shop}/today");
    if day == today { path } else { format!("{path}?day={day}") }
}

async fn close_day(visitor: Visitor, Path((county, shop)): Path<(County, Id<Shop>)>, submitted: Submitted) -> PageResult {
    let (today, by, now) = (visitor.site().today(), visitor.actor(), visitor.site().now());
    let mut form = Form::from(submitted);
    let day = form.value("day").parse().unwrap_or(today);
    if day > today {
        return Err(PageError::NotFound);
    }
    let witness = form.text("witness", 40);
    if witness.as_ref() == Some(&visitor.login.display_name) {
        form.refuse("witness", Message::new("today-witness-self"));
    }
    let signed = signature::read(&mut form, &visitor.site().files);
    if let (Some(witness), Some(signed), true) = (witness, signed, form.is_good()) {
        let closing = Closing { county, shop, day, witness, signed, by };
        // Signed off twice is signed off once; the page shows by whom.
        visitor.site().db.write(move |tx| close(tx, &closing, now)).await?;
        let signed_today = day == today;
        return done(&sheet_path(county, shop, day, today), if signed_today { "day-closed" } else { "day-signed-late" });
    }
    let sheet = sheet(&visitor, county, shop, day).await?;
    form_again(&show_page(&visitor, county, sheet, form))
}
