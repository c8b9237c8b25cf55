//! The head of the home page of whoever serves at a counter: whether it is open, the search, the last slips.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::Message;
use people::{HomeLead, HomeSearch, RecentRow, Visitor};

use super::{shops_kept, store};
use crate::area::SERVE_COUNTER;
use crate::redemption::{self, DaySlip};
use crate::shop::{self, Shop};

/// Slips shown.
const RECENT: i64 = 5;

/// The head for this visitor; nothing for who serves nowhere.
pub(crate) fn lead(tx: &mut Tx<'_>, visitor: &Visitor, on: BusinessDate) -> Result<Option<HomeLead>, DatabaseError> {
    let Some((county, id)) = shops_kept(&visitor.grants, SERVE_COUNTER).into_iter().next() else { return Ok(None) };
    let Some(shop) = shop::find(tx, county, id)? else { return Ok(None) };
    let search = HomeSearch {
        action: format!("/c/{county}/shops/{id}/counter"),
        label: "counter-search",
        hint: "counter-search-hint",
        button: "counter-find",
    };
    Ok(Some(HomeLead {
        headline: shop.open_days.is_open(on).then(|| Message::new("home-open-today").with("day", visitor.frame().day(&on))),
        under: under(tx, visitor, &shop, on)?,
        search: Some(search),
        recent: recent(tx, county, id, on)?,
    }))
}

/// When the shop is open, and how the last time went.
fn under(tx: &mut Tx<'_>, visitor: &Visitor, shop: &Shop, on: BusinessDate) -> Result<Option<Message>, DatabaseError> {
    let frame = visitor.frame();
    let days = shop::pages::open_days_words(&frame, &shop.open_days);
    let last = store::last_day(tx, shop.county, shop.id, on)?;
    Ok(Some(match last {
        Some((day, households)) => {
            Message::new("home-last-open").with("days", days).with("day", frame.day(&day)).with("count", households as usize)
        }
        None => Message::new("home-open-days").with("days", days),
    }))
}

fn recent(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<Vec<RecentRow>, DatabaseError> {
    let slips = redemption::recent(tx, county, shop, RECENT)?;
    let names = if slips.is_empty() { BTreeMap::new() } else { people::login::display_names(tx, county)? };
    slips.into_iter().map(|slip| row(tx, (county, shop), slip, &names, on)).collect()
}

fn row(
    tx: &mut Tx<'_>,
    (county, shop): (County, Id<Shop>),
    slip: DaySlip,
    names: &BTreeMap<Id, String>,
    on: BusinessDate,
) -> Result<RecentRow, DatabaseError> {
    let mut goods: Vec<String> = redemption::lines(tx, county, slip.id)?.into_iter().map(|line| line.name).collect();
    goods.dedup();
    let what = if slip.is_undone() { "home-recent-cancelled" } else { "home-recent-slip" };
    let undone = slip.is_undone();
    Ok(RecentRow {
        at: if slip.on == on { slip.at.hour_minute() } else { slip.on.to_string() },
        what: Message::new(what).with("goods", goods.join(" · ")),
        whom: slip.head_name,
        amount: if undone { "0".to_owned() } else { format!("−{}", slip.points) },
        by: names.get(&slip.clerk).cloned().unwrap_or_default(),
        href: format!("/c/{county}/shops/{shop}/redemptions/{}", slip.id),
    })
}
