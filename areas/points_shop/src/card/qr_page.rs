//! The page behind a card's QR code: whoever holds the card reads balance and lines, without signing in and without a name in full.
//!
//! Cards lie about and are photographed, so the page says less than the passbook: dates, topics and amounts, but neither what was
//! taken home nor what a deduction was for.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use pages::{Frame, PageError, PageResult, page, unlisted};
use people::{Guest, RouteAccess, Routes};
use registry::{household, masking};

use super::{Card, by_secret, secret_in, shown_number};
use crate::passbook::{self, Entries, Entry, PAGE, Standing, Undone, Why, entries, standing};
use crate::shop::{self, Shop};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/q/{county}/{secret}", RouteAccess::Public, show)
}

/// What is read for the page in one snapshot.
struct Found {
    head_name: String,
    standing: Standing,
    entries: Entries,
    shop: Option<Shop>,
}

/// What the card opens.
enum Opened {
    Alive(Card, Box<Found>),
    Dead {
        on: BusinessDate,
    },
    /// The household moved away or was merged.
    Gone {
        until: BusinessDate,
        merged: bool,
    },
}

fn open(tx: &mut Tx<'_>, (county, secret): (County, &str), below: i64, on: BusinessDate) -> Result<Option<Opened>, DatabaseError> {
    let Some(card) = by_secret(tx, county, secret)? else { return Ok(None) };
    if let Some(on) = card.dead_on {
        return Ok(Some(Opened::Dead { on }));
    }
    let Some(household) = household::find(tx, county, card.household)? else { return Ok(None) };
    if let Some(until) = household.until.filter(|_| !household.is_there(on)) {
        return Ok(Some(Opened::Gone { until, merged: household.successor.is_some() }));
    }
    let found = Found {
        shop: shop::serving(tx, county, &household.village, on)?,
        standing: standing(tx, county, household.id)?,
        entries: entries(tx, county, household.id, below, PAGE)?,
        head_name: household.head_name,
    };
    Ok(Some(Opened::Alive(card, Box::new(found))))
}

/// A line as anybody may read it.
struct Line {
    on: BusinessDate,
    what: String,
    change: String,
    balance: String,
    /// What stood owed beside it.
    owed: Option<String>,
}

#[derive(Template)]
#[template(path = "card/qr_page.html")]
struct QrPage {
    frame: Frame,
    /// With its middle hidden.
    name: String,
    number: String,
    standing: Standing,
    lines: Vec<Line>,
    shop: Option<Shop>,
    /// The page's own path.
    path: String,
    /// Whether these are not the newest lines.
    older: bool,
    below: Option<i64>,
}

#[derive(Template)]
#[template(path = "card/qr_dead.html")]
struct DeadPage {
    frame: Frame,
    say: String,
    ask: String,
}

#[derive(serde::Deserialize, Default)]
struct BelowQuery {
    #[serde(default)]
    below: String,
}

async fn show(guest: Guest, Path((county, secret)): Path<(String, String)>, Query(asked): Query<BelowQuery>) -> PageResult {
    guest.limited("card")?;
    let path = format!("/q/{county}/{secret}");
    let (county, secret) = secret_in(&path).ok_or(PageError::NotFound)?;
    let (below, on): (Option<i64>, _) = (asked.below.parse().ok(), guest.site.today());
    let opened = guest.site.db.read(move |tx| open(tx, (county, &secret), below.unwrap_or(i64::MAX), on)).await?;
    let frame = guest.frame();
    let shown = match opened.ok_or(PageError::NotFound)? {
        Opened::Dead { on } => page(&DeadPage { say: frame.say1("qr-page-dead", "day", on), ask: frame.say("qr-page-dead-ask"), frame }),
        Opened::Gone { until, merged } => {
            let say = frame.say1(if merged { "qr-page-gone-merged" } else { "qr-page-gone-moved" }, "day", until);
            page(&DeadPage { say, ask: frame.say("qr-page-gone-ask"), frame })
        }
        Opened::Alive(card, found) => page(&QrPage {
            lines: found.entries.list.iter().map(|entry| line(&frame, entry)).collect(),
            name: masking::name(&found.head_name),
            number: shown_number(card.number),
            standing: found.standing,
            shop: found.shop,
            older: below.is_some(),
            below: found.entries.below,
            frame,
            path,
        }),
    };
    shown.map(unlisted)
}

fn line(frame: &Frame, entry: &Entry) -> Line {
    Line {
        on: entry.on,
        what: match &entry.why {
            Why::Reversed { .. } => passbook::owed_with(frame, entry, what(frame, &entry.why)),
            Why::Deed { .. } if entry.amount <= TenthPoints::ZERO => passbook::owed_with(frame, entry, what(frame, &entry.why)),
            why => what(frame, why),
        },
        change: passbook::change(entry),
        balance: entry.balance.to_string(),
        owed: passbook::owed_after(frame, entry),
    }
}

/// The sort of line it is, of a deed its topic; what goes beyond that stays between the household and the shop.
fn what(frame: &Frame, why: &Why) -> String {
    frame.say(match why {
        Why::Deed { topic, .. } => return frame.say(&format!("topic-{topic}")),
        Why::Redeemed { .. } | Why::SetAside { slip: Some(_), .. } => "qr-page-redeemed",
        Why::Brought { .. } => "qr-page-brought",
        Why::OwedTaken => "qr-page-owed-taken",
        Why::SetAside { slip: None, .. } => "qr-page-set-aside",
        Why::GivenBack { .. } => "qr-page-given-back",
        Why::Reversed { what, by_two, .. } => return undone(frame, what, *by_two),
        Why::Merged { back: true, .. } => "qr-page-merged-back",
        Why::Merged { back: false, .. } => "qr-page-merged",
        Why::MergedPaid { .. } => "qr-page-owed-taken",
        Why::Other { .. } => "qr-page-other",
    })
}

/// What a line took back, as anybody may read it: the sort of record and its day.
fn undone(frame: &Frame, what: &Undone, by_two: bool) -> String {
    let (word, day) = match what {
        Undone::Slip { on, .. } => (frame.say("qr-page-redeemed"), *on),
        Undone::Brought { on } => (frame.say("qr-page-brought"), *on),
        Undone::Deed { topic, done_on, .. } => (frame.say(&format!("topic-{topic}")), *done_on),
        Undone::Other => return frame.say("qr-page-other"),
    };
    frame.say2(if by_two { "qr-page-reversed" } else { "qr-page-cancelled" }, "what", word, "day", frame.day(&day))
}
