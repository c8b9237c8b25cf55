//! The slip: looked at, printed in two copies, printed again with a mark, cancelled on its own day.

use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};
use registry::household::{self, Household};
use serde_json::{Value, json};

use super::{CancelRefused, Cancellation, Redemption, Slip, SlipLine, cancel, lines, note_reprint, store};
use crate::area::{PROPOSE_REVERSAL, SEE_SHOP, SERVE_COUNTER};
use crate::late_slip::{self, CountedLate, LateRow};
use crate::papers::SLIP;
use crate::posting::in_book::{self, InBook};
use crate::shop::{self, Shop};
use crate::{card, day, reversal, signature};

pub(crate) fn routes(routes: Routes) -> Routes {
    let (see, serve) = (RouteAccess::Needs(SEE_SHOP, "shop"), RouteAccess::Needs(SERVE_COUNTER, "shop"));
    routes
        .get("/c/{county}/shops/{shop}/redemptions/{redemption}", see, show)
        .get("/c/{county}/shops/{shop}/redemptions/{redemption}/signature.png", see, drawing)
        .post("/c/{county}/shops/{shop}/redemptions/{redemption}/print", serve, print)
        .post("/c/{county}/shops/{shop}/redemptions/{redemption}/cancel", serve, cancel_slip)
}

/// All a slip shows.
struct Shown {
    shop: Shop,
    slip: Slip,
    lines: Vec<SlipLine>,
    household: Household,
    card: Option<String>,
    clerk: String,
    posting: Option<(i64, String)>,
    in_book: Vec<InBook>,
    /// What the household had when the slip had been taken back.
    balance_back: Option<TenthPoints>,
    day_closed: bool,
    reversal: Option<reversal::State>,
    late: Option<LateRow>,
    /// What of it stock-takes were counted without.
    counted: Vec<CountedLate>,
}

type OfShop = (County, Id<Shop>, Id<Redemption>);

async fn shown(visitor: &Visitor, (county, shop, id): OfShop) -> Result<Shown, PageError> {
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(slip) = store::find(tx, county, id)?.filter(|slip| slip.shop == shop) else { return Ok::<_, DatabaseError>(None) };
            let (Some(shop), Some(household)) = (shop::find(tx, county, shop)?, household::find(tx, county, slip.household)?) else {
                return Ok(None);
            };
            let clerk = people::login::find(tx, slip.clerk.of())?.map(|(login, _)| login.display_name).unwrap_or_default();
            let posting = ledger::posting_by_id(tx, county, id.of())?.map(|posting| (posting.seq, hex::encode(&posting.leaf[..6])));
            let card = card::alive_of(tx, county, slip.household)?.map(|card| card::shown_number(card.number));
            let day_closed = day::closed(tx, county, shop.id, slip.on)?.is_some();
            let (reversal, late) = (reversal::state_of(tx, county, id.of())?, late_slip::find(tx, county, id)?);
            let (in_book, lines) = (in_book::of(tx, county, "redemption", id)?, lines(tx, county, id)?);
            let counted = late_slip::counted_of_slip(tx, county, id)?;
            let balance_back = balance_back(tx, county, &slip, &in_book)?;
            Ok(Some(Shown {
                lines,
                shop,
                slip,
                household,
                card,
                clerk,
                posting,
                in_book,
                balance_back,
                day_closed,
                reversal,
                late,
                counted,
            }))
        })
        .await?;
    found.ok_or(PageError::NotFound)
}

/// What the household had after the posting that took its slip back; none while the slip counts.
fn balance_back(tx: &mut Tx<'_>, county: County, slip: &Slip, in_book: &[InBook]) -> Result<Option<TenthPoints>, DatabaseError> {
    let Some(back) = in_book.iter().find(|one| one.takes_back.is_some()) else { return Ok(None) };
    let lines = ledger::lines_of(tx, county, back.seq)?;
    let of_points = |line: &&ledger::LineOf| line.owner == slip.household.any() && line.purpose == "points";
    Ok(lines.iter().rfind(of_points).map(|line| TenthPoints(line.balance_after)))
}

#[derive(Template)]
#[template(path = "redemption/show.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    county: County,
    shown: Shown,
    place: String,
    relation: String,
    handed_over: String,
    may_serve: bool,
    may_cancel: bool,
    may_propose: bool,
    today: BusinessDate,
}

impl ShowPage {
    /// What of the slip a stock-take was counted without.
    fn off_count(&self, one: &CountedLate) -> String {
        let line = self.shown.lines.iter().find(|line| line.goods == one.goods);
        let (goods, unit) = line.map(|line| (line.name.clone(), line.piece_unit.clone())).unwrap_or_default();
        let words = Message::new("late-off-count").with("goods", goods).with("unit", unit);
        self.frame.message(&words.with("day", one.signed_on).with("n", one.quantity.0))
    }

    /// The sheet of the slip's day.
    fn sheet(&self) -> String {
        day::pages::sheet_path(self.county, self.shown.shop.id, self.shown.slip.on, self.today)
    }

    /// Taken back by two.
    fn is_reversed(&self) -> bool {
        self.shown.reversal.as_ref().is_some_and(|state| state.outcome == reversal::Outcome::Confirmed)
    }
}

fn show_page(visitor: &Visitor, county: County, shown: Shown, form: Form) -> ShowPage {
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let slip = &shown.slip;
    let may_cancel = slip.cancelled.is_none() && slip.on == on && !shown.day_closed && slip.clerk == visitor.actor();
    let undone = slip.cancelled.is_some() || shown.reversal.as_ref().is_some_and(|state| state.outcome != reversal::Outcome::Declined);
    let may_propose = !may_cancel && !undone && visitor.has(PROPOSE_REVERSAL);
    let relation = frame.say(&format!("relation-{}", slip.relation));
    let place = household::pages::short_place(&frame, &shown.household, on);
    let handed_over = frame.message(&handed_over_words(&shown));
    ShowPage {
        today: on,
        handed_over,
        may_serve: visitor.has(SERVE_COUNTER),
        frame,
        form,
        county,
        shown,
        place,
        relation,
        may_cancel,
        may_propose,
    }
}

async fn show(visitor: Visitor, Path(path): Path<OfShop>) -> PageResult {
    let shown = shown(&visitor, path).await?;
    page(&show_page(&visitor, path.0, shown, Form::default()))
}

async fn drawing(visitor: Visitor, Path(path): Path<OfShop>) -> PageResult {
    let slip = shown(&visitor, path).await?.slip;
    let png = signature::drawing(&visitor.site().files, &slip.signature_kind, &slip.signature).ok_or(PageError::NotFound)?;
    Ok(axum::response::IntoResponse::into_response(([(axum::http::header::CONTENT_TYPE, "image/png")], png)))
}

/// The first print is the slip; each later one carries the mark 补打 with its number and time.
async fn print(visitor: Visitor, Path(path): Path<OfShop>) -> PageResult {
    let shown = shown(&visitor, path).await?;
    let (county, id, now, actor) = (path.0, path.2, visitor.site().now(), visitor.actor());
    visitor.site().db.write(move |tx| note_reprint(tx, county, id, actor, now)).await?;
    let frame = visitor.frame();
    let reprint = match shown.slip.reprints {
        0 => Value::Null,
        before => json!({ "number": before, "date": visitor.site().today().to_string(), "time": now.hour_minute() }),
    };
    let drawing = signature::drawing(&visitor.site().files, &shown.slip.signature_kind, &shown.slip.signature);
    let images = drawing.map(|png| ("signature.png".to_owned(), png)).into_iter().collect();
    let data = slip_data(&frame, county, &shown, reprint, visitor.site().options.demo);
    SLIP.answer(&frame, data, images, shown.slip.on.parts()).await
}

fn slip_data(frame: &Frame, county: County, shown: &Shown, reprint: Value, demo: bool) -> Value {
    let (slip, household) = (&shown.slip, &shown.household);
    let on = slip.on.date();
    let divisions = divisions::Divisions::built_in();
    let lines: Vec<Value> = shown
        .lines
        .iter()
        .map(|line| {
            json!({ "number": line.number.to_string(), "goods": line.name, "spec": line.spec, "quantity": line.quantity.to_string(), "unit": line.piece_unit,
                    "price": line.price.to_string(), "points": (line.price * line.quantity.0).to_string() })
        })
        .collect();
    let signature = match slip.signature_kind.as_str() {
        "drawn" => json!({ "kind": "drawn", "image": "signature.png" }),
        _ => json!({ "kind": "paper", "paper_number": slip.signature }),
    };
    let cancelled = slip.cancelled.as_ref().map(|(at, reason, _)| json!({ "reason": reason, "by": shown.clerk, "at": at.to_string() }));
    let mut cancelled = cancelled.or_else(|| shown.reversal.as_ref().and_then(reversed_json));
    if let Some(cancelled) = &mut cancelled {
        cancelled["balance_back"] = json!(shown.balance_back.map(|points| points.to_string()).unwrap_or_default());
    }
    let (seq, head) = shown.posting.clone().unwrap_or_default();
    let time = if shown.late.is_some() { String::new() } else { slip.at.hour_minute() };
    let late = shown.late.as_ref().map(|late| frame.message(&late_words(late)));
    json!({
        "county": divisions.full_name(&county.to_string(), on), "shop": shown.shop.name, "slip_number": slip_number(slip),
        "date": slip.on.to_string(), "time": time, "late": late,
        "household": { "head": household.head_name, "code": household.code, "card": shown.card.clone().unwrap_or_default(),
                       "village_group": household::pages::short_place(frame, household, slip.on) },
        "collector": { "name": slip.collector, "relation": frame.say(&format!("relation-{}", slip.relation)) },
        "lines": lines, "total_points": slip.points.to_string(), "total_items": slip.pieces.to_string(),
        "balance_before": slip.balance_before.to_string(), "balance_after": slip.balance_after.to_string(),
        "signature": signature, "clerk": shown.clerk, "reprint": reprint, "cancelled": cancelled,
        "check": { "seq": seq, "head_short": head }, "demo": demo,
    })
}

/// The mark on a slip taken back by two, as the paper has it.
fn reversed_json(state: &reversal::State) -> Option<Value> {
    let (decided_by, at) = state.decided.as_ref().filter(|_| state.outcome == reversal::Outcome::Confirmed)?;
    let by = format!("{} · {decided_by}", state.proposed_by);
    Some(json!({ "reason": state.reason, "by": by, "at": at.to_string(), "reversed": true }))
}

/// What became of a proposed reversal, with both names.
pub(crate) fn reversal_words(state: &reversal::State) -> Message {
    let by = state.decided.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
    let key = match state.outcome {
        reversal::Outcome::Waiting => "redemption-reversal-waiting",
        reversal::Outcome::Confirmed => "redemption-reversal-confirmed",
        reversal::Outcome::Declined if state.answer.is_empty() => "redemption-reversal-declined",
        reversal::Outcome::Declined => "redemption-reversal-declined-why",
    };
    Message::new(key).with("reason", &state.reason).with("proposed", &state.proposed_by).with("by", by).with("answer", &state.answer)
}

/// That a slip was entered late: its paper, why, and when.
pub(crate) fn late_words(late: &LateRow) -> Message {
    Message::new("late-said").with("paper", &late.paper_number).with("reason", &late.reason).with("day", late.entered_on)
}

/// When it was handed over and by whom; what was written by hand is of its day, at no time anybody knows.
fn handed_over_words(shown: &Shown) -> Message {
    let slip = &shown.slip;
    match shown.late {
        Some(_) => Message::new("late-handed-over").with("date", slip.on).with("at", slip.at).with("clerk", &shown.clerk),
        None => {
            Message::new("redemption-handed-over").with("date", slip.on).with("time", slip.at.hour_minute()).with("clerk", &shown.clerk)
        }
    }
}

/// `20200108-003`.
pub(crate) fn slip_number(slip: &Slip) -> String {
    number_words(slip.on, slip.number)
}

/// The same of a day and the number on it.
pub(crate) fn number_words(on: BusinessDate, number: i64) -> String {
    format!("{}-{number:03}", on.number())
}

async fn cancel_slip(visitor: Visitor, Path(path): Path<OfShop>, submitted: Submitted) -> PageResult {
    let (county, shop, redemption) = path;
    let found = shown(&visitor, path).await?;
    let mut form = Form::from(submitted);
    let Some(reason) = form.text("reason", 100) else { return form_again(&show_page(&visitor, county, found, form)) };
    let asked = Cancellation { county, shop, redemption, reason, on: visitor.site().today(), salt: people::random_bytes() };
    let (login, now) = (visitor.login.clone(), visitor.site().now());
    let key = match visitor.site().db.write(move |tx| cancel(tx, &asked, &login, now)).await {
        Ok(()) => return done(&format!("/c/{county}/shops/{shop}/redemptions/{redemption}"), "cancelled"),
        Err(CancelRefused::Database(error)) => return Err(error.into()),
        Err(CancelRefused::Unknown) => return Err(PageError::NotFound),
        Err(CancelRefused::NotToday) => "redemption-not-today",
        Err(CancelRefused::OtherClerk) => "redemption-other-clerk",
        Err(CancelRefused::Already) => "redemption-already",
        Err(CancelRefused::Concerned) => "redemption-concerned",
    };
    form.refuse_all(Message::new(key));
    form_again(&show_page(&visitor, county, found, form))
}
