//! Pages about shops: the list, and what one stands on.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id, Subject};
use database::{DatabaseError, Tx};
use figures::{SEE_FIGURES, rows_href};
use pages::{Frame, Message, PageError, PageResult, page};
use people::{FigurePlace, Permission, Question, RouteAccess, Routes, Visitor};

use super::{OpenDays, Shop, full_name, opening, store, village_name};
use crate::area::{ISSUE_CARDS, OPEN_SHOPS, SEE_SHOP, SERVE_COUNTER, place_of, reach_of};
use crate::figure::BACKING;
use crate::fund::{self, Backing};
use crate::home::BUDGET_WEEKS;

pub(crate) fn routes(routes: Routes) -> Routes {
    opening::routes(routes).get("/c/{county}/shops", RouteAccess::Needs(SEE_SHOP, "county-part"), list).get(
        "/c/{county}/shops/{shop}",
        RouteAccess::Needs(SEE_SHOP, "served-shop"),
        show,
    )
}

/// `每月 5 日、20 日开门`, or every day.
pub(crate) fn open_days_words(frame: &Frame, days: &OpenDays) -> String {
    if days.0.is_empty() {
        return frame.say("shop-open-every-day");
    }
    let days: Vec<String> = days.0.iter().map(|day| frame.say1("shop-open-day", "day", i64::from(*day))).collect();
    frame.say1("shop-open-on", "days", days.join(&frame.say("shop-between")))
}

/// Names joined as a sentence joins them.
pub(crate) fn listed(frame: &Frame, names: &[String]) -> String {
    names.join(&frame.say("shop-between"))
}

struct ShopRow {
    id: Id<Shop>,
    name: String,
    place: String,
    villages: String,
    open_today: bool,
    next: String,
}

#[derive(Template)]
#[template(path = "shop/list.html")]
struct ListPage {
    frame: Frame,
    county: County,
    rows: Vec<ShopRow>,
    may_open: bool,
}

async fn list(visitor: Visitor, Path(county): Path<County>) -> PageResult {
    let on = visitor.site().today();
    let (shops, served) =
        visitor.site().db.read(move |tx| Ok::<_, DatabaseError>((store::all(tx, county)?, store::served(tx, county, on)?))).await?;
    let frame = visitor.frame();
    let row = |shop: Shop| {
        let names: Vec<String> = served.iter().filter(|(_, id, _)| *id == shop.id).map(|(village, ..)| village_name(village, on)).collect();
        ShopRow {
            place: full_name(&shop.village, on),
            villages: listed(&frame, &names),
            open_today: shop.open_days.is_open(on),
            next: frame.day(&shop.open_days.next_after(on)),
            id: shop.id,
            name: shop.name,
        }
    };
    let reach = |shop: &Shop| reach_of(shop, served.iter().filter(|(_, id, _)| *id == shop.id).map(|(village, ..)| village.clone()));
    let rows = shops.into_iter().filter(|shop| visitor.may(SEE_SHOP, &reach(shop))).map(row).collect();
    page(&ListPage { may_open: visitor.has(OPEN_SHOPS), frame, county, rows })
}

/// A way on from the shop's page.
struct Way {
    permission: Permission,
    /// Open to the villages the shop serves, not only where it stands.
    served: bool,
    text: &'static str,
    suffix: &'static str,
}

const WAYS: &[Way] = &[
    Way { permission: SEE_SHOP, served: false, text: "shop-way-goods", suffix: "/goods" },
    Way { permission: SEE_SHOP, served: false, text: "shop-way-receipts", suffix: "/receipts" },
    Way { permission: SEE_SHOP, served: false, text: "shop-way-supply", suffix: "/supply" },
    Way { permission: SEE_SHOP, served: false, text: "shop-way-stock-takes", suffix: "/stock-takes" },
    Way { permission: SEE_SHOP, served: false, text: "shop-way-scraps", suffix: "/scraps" },
    Way { permission: SEE_SHOP, served: true, text: "shop-way-prices", suffix: "/prices" },
    Way { permission: SEE_SHOP, served: false, text: "shop-way-today", suffix: "/today" },
    Way { permission: SEE_SHOP, served: false, text: "shop-way-late-slips", suffix: "/late-slips" },
    Way { permission: SERVE_COUNTER, served: false, text: "shop-way-set-asides", suffix: "/set-asides" },
    Way { permission: ISSUE_CARDS, served: true, text: "shop-way-cards", suffix: "/cards" },
    Way { permission: SEE_SHOP, served: false, text: "shop-way-funds", suffix: "/funds" },
];

/// A line of the record of changes.
struct DidRow {
    at: String,
    who: String,
    what: String,
}

#[derive(Template)]
#[template(path = "shop/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    shop: Shop,
    address: String,
    villages: Vec<String>,
    open_days: String,
    open_today: bool,
    next: String,
    backing: Backing,
    /// The budget runs out within the weeks the county is warned.
    dry: bool,
    ways: Vec<&'static Way>,
    did: Vec<DidRow>,
    /// Every piece of what stands behind the points, for whoever sees figures.
    backing_rows: Option<String>,
    may_serve: bool,
    may_see_books: bool,
    may_change: bool,
}

impl ShowPage {
    /// Points out against the goods and the money behind them, in one sentence.
    fn backing_words(&self) -> Message {
        let Backing { fund, stock, outstanding, held, .. } = &self.backing;
        let words =
            Message::new("shop-backing-words").with("outstanding", *outstanding).with("held", *held).with("worth", self.backing.worth());
        words.with("stock", stock.cost - stock.expired).with("points", stock.points).with("fund", *fund)
    }
}

/// What the shop's page shows of the book.
struct Facts {
    shop: Shop,
    villages: Vec<String>,
    backing: Backing,
    warned_weeks: i64,
    changes: database::PageOfChanges,
    names: BTreeMap<Id, String>,
}

fn facts(tx: &mut Tx<'_>, county: County, id: Id<Shop>, on: BusinessDate) -> Result<Option<Facts>, DatabaseError> {
    let Some(shop) = store::find(tx, county, id)? else { return Ok(None) };
    Ok(Some(Facts {
        villages: store::villages(tx, county, id, on)?,
        backing: fund::backing(tx, county, id, on)?,
        warned_weeks: settings::value(tx, county, "", BUDGET_WEEKS, on)?,
        changes: database::changes_of(tx, &Subject::new(county, "shop", id))?,
        names: people::login::display_names(tx, county)?,
        shop,
    }))
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let on = visitor.site().today();
    let Facts { shop, villages, backing, warned_weeks, changes, names } =
        visitor.site().db.read(move |tx| facts(tx, county, id, on)).await?.ok_or(PageError::NotFound)?;
    let (frame, place) = (visitor.frame(), place_of(&shop));
    let reach = reach_of(&shop, villages.iter().cloned());
    let open = |way: &&Way| visitor.may(way.permission, if way.served { &reach } else { &place });
    let did = changes.into_iter().take(10).map(|change| {
        let key = format!("shop-did-{}", change.verb);
        DidRow {
            at: frame.moment(&change.at),
            who: change.actor.and_then(|actor| names.get(&actor).cloned()).unwrap_or_default(),
            what: frame.say(if frame.has(&key) { &key } else { "shop-did-something" }),
        }
    });
    page(&ShowPage {
        dry: backing.weeks_left().is_some_and(|weeks| weeks < warned_weeks),
        address: full_name(&shop.village, on),
        villages: villages.iter().map(|village| village_name(village, on)).collect(),
        open_days: open_days_words(&frame, &shop.open_days),
        open_today: shop.open_days.is_open(on),
        next: frame.day(&shop.open_days.next_after(on)),
        may_see_books: visitor.may(SEE_SHOP, &place),
        ways: WAYS.iter().filter(open).collect(),
        did: did.collect(),
        backing_rows: visitor.may(SEE_FIGURES, &place).then(|| {
            let question = Question { county, place: FigurePlace::Kept(id.any()), from: on, to: on };
            rows_href(BACKING.id, &question)
        }),
        may_serve: visitor.may(SERVE_COUNTER, &place),
        may_change: visitor.may(OPEN_SHOPS, &place),
        frame,
        county,
        shop,
        backing,
    })
}
