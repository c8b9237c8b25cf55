//! The page of a lot: where it came from, what moved it, where it went. Without leave to see points there are only counts.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{County, Id};
use database::DatabaseError;
use money::{Fen, Pieces};
use pages::{Frame, Message, PageError, PageResult, page};
use people::{RouteAccess, Routes, Visitor};

use super::{LotFound, Move, Sums, find, moves, reached, sums};
use crate::area::{KEEP_GOODS, SEE_GIFTS, SEE_POINTS, SEE_SHOP, SERVE_COUNTER, place_of};
use crate::gift;
use crate::posting::in_book::InBook;
use crate::receipt::Lot;
use crate::redemption::pages::number_words;
use crate::shop::{self, Shop};

/// Ledger lines read for a page.
const LINES: i64 = 100;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/c/{county}/lots/{lot}", RouteAccess::Needs(SEE_SHOP, "lot"), show)
}

struct Row {
    in_book: [InBook; 1],
    moved: Move,
    what: String,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "lot/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    shop: Shop,
    lot: LotFound,
    value: Option<Fen>,
    sums: Sums,
    reached: i64,
    rows: Vec<Row>,
    /// Older movements lie before this number of the book.
    older: Option<i64>,
    first: bool,
    may_see: bool,
    may_keep: bool,
    /// The page of all that its donor gave.
    of_donor: Option<String>,
}

#[derive(serde::Deserialize, Default)]
struct BeforeQuery {
    #[serde(default)]
    before: String,
}

/// What a movement is called, and the page of its document.
fn row(frame: &Frame, (county, shop): (County, Id<Shop>), moved: Move, may_serve: bool) -> Row {
    let key = match (moved.kind.as_str(), moved.reverses.is_some()) {
        ("redemption", true) => "lot-taken-back",
        ("redemption", false) if moved.held.is_negative() => "lot-collected",
        ("redemption", false) => "lot-handed-out",
        ("set-aside", _) if moved.shelf.is_negative() => "lot-set-aside",
        ("set-aside", _) => "lot-given-back",
        ("stock-take", true) if moved.reverses != Some(moved.cause) => "lot-counted-late-back",
        ("stock-take", true) => "lot-stock-take-back",
        ("stock-take", false) if moved.posting.any() != moved.cause => "lot-counted-late",
        ("stock-take", false) => "lot-stock-take",
        ("scrap", true) => "lot-scrap-back",
        ("scrap", false) => "lot-scrapped",
        _ => "lot-received",
    };
    let place = match moved.kind.as_str() {
        "redemption" => Some("redemptions"),
        "set-aside" if may_serve => Some("set-asides"),
        "goods-receipt" => Some("receipts"),
        "stock-take" => Some("stock-takes"),
        "scrap" => Some("scraps"),
        _ => None,
    };
    let number = moved.slip.as_ref().map(|(on, number, ..)| number_words(*on, *number)).unwrap_or_default();
    let mut what = frame.message(&Message::new(key).with("number", number));
    if let Some((.., head)) = &moved.slip {
        what = format!("{what} · {}", frame.say1("household-head", "name", head.as_str()));
    }
    let in_book = [InBook::plain(moved.posting, moved.seq)];
    Row {
        in_book,
        what: what.trim().to_owned(),
        href: place.map(|place| format!("/c/{county}/shops/{shop}/{place}/{}", moved.cause)),
        moved,
    }
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Lot>)>, Query(asked): Query<BeforeQuery>) -> PageResult {
    let before: Option<i64> = asked.before.parse().ok();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(lot) = find(tx, county, id)? else { return Ok::<_, DatabaseError>(None) };
            let Some(shop) = shop::find(tx, county, lot.shop)? else { return Ok(None) };
            let moved = moves(tx, county, id, before.unwrap_or(i64::MAX), LINES)?;
            Ok(Some((shop, lot, sums(tx, county, id)?, reached(tx, county, id)?, moved)))
        })
        .await?;
    let (shop, lot, sums, reached, (moved, more)) = found.ok_or(PageError::NotFound)?;
    let (frame, place) = (visitor.frame(), place_of(&shop));
    let (may_see, may_serve) = (visitor.may(SEE_POINTS, &place), visitor.may(SERVE_COUNTER, &place));
    let older = moved.last().filter(|_| more).map(|last| last.seq);
    let rows = if may_see { moved.into_iter().map(|one| row(&frame, (county, shop.id), one, may_serve)).collect() } else { Vec::new() };
    let of_donor = lot.donor.filter(|donor| visitor.may(SEE_GIFTS, &gift::target(county, *donor)));
    page(&ShowPage {
        of_donor: of_donor.map(|donor| format!("/c/{county}/gifts/{donor}")),
        value: lot.cost.map(|cost| cost * (lot.on_shelf + lot.held).0),
        may_keep: visitor.may(KEEP_GOODS, &place) && lot.on_shelf > Pieces::ZERO,
        first: before.is_none(),
        older,
        rows,
        may_see,
        frame,
        county,
        shop,
        lot,
        sums,
        reached,
    })
}
