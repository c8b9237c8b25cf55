//! What whoever keeps goods is told of them: what runs low, what expires, that the month's stock-take is due.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::Message;
use people::{HomePanel, PanelRow, Todo};

use super::NAMED;
use crate::shop::{self, Shop};
use crate::supply::{Supplies, supplies};
use crate::{day, late_slip, stock_take};

/// Day of the month from which on the month's stock-take is asked for.
const STOCK_TAKE_DAY: i8 = 25;

/// Days looked back for some that nobody signed.
const UNSIGNED_DAYS: i32 = 45;

/// The entries about goods.
pub(super) fn todos(tx: &mut Tx<'_>, county: County, id: Id<Shop>, on: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    let Some(shop) = shop::find(tx, county, id)? else { return Ok(Vec::new()) };
    let supplies = supplies(tx, &shop, on)?;
    let mut todos = Vec::new();
    todos.extend(wanted(&supplies, (county, id)));
    todos.extend(expiring(&supplies, (county, id)));
    todos.extend(counting(tx, &shop, on)?);
    todos.extend(unsigned(tx, &shop, on)?);
    Ok(todos)
}

/// Open days of the last weeks that nobody signed off.
fn unsigned(tx: &mut Tx<'_>, shop: &Shop, on: BusinessDate) -> Result<Option<Todo>, DatabaseError> {
    let days = day::unsigned(tx, shop.county, shop.id, (on.plus_days(-UNSIGNED_DAYS), on))?;
    let Some(first) = days.first() else { return Ok(None) };
    Ok(Some(Todo {
        count: days.len().to_string(),
        what: Message::new("home-unsigned").with("count", days.len()),
        detail: Some(Message::new("home-unsigned-first").with("day", *first)),
        urgent: false,
        href: format!("/c/{}/shops/{}/today?day={first}", shop.county, shop.id),
        button: "home-unsigned-button",
    }))
}

fn wanted(supplies: &Supplies, (county, shop): (County, Id<Shop>)) -> Option<Todo> {
    let wanted = supplies.wanted();
    let names = wanted.iter().take(NAMED).map(|(one, _)| format!("{} {}\u{a0}{}", one.goods.name, one.left, one.goods.piece_unit));
    let names = names.collect::<Vec<_>>().join(" · ");
    (!wanted.is_empty()).then(|| Todo {
        count: wanted.len().to_string(),
        what: Message::new("home-low-stock").with("count", wanted.len()),
        detail: Some(Message::new("home-named").with("names", names)),
        urgent: false,
        href: format!("/c/{county}/shops/{shop}/supply"),
        button: "home-supply-button",
    })
}

fn expiring(supplies: &Supplies, (county, shop): (County, Id<Shop>)) -> Option<Todo> {
    let first = supplies.expiring.first()?;
    let expired = supplies.expired();
    let count = if expired > 0 { expired } else { supplies.expiring.len() };
    let what = if expired > 0 { "home-expired" } else { "home-expiring" };
    let detail = Message::new("home-expiring-first").with("goods", first.goods.full_name()).with("day", first.expires_on);
    Some(Todo {
        count: count.to_string(),
        what: Message::new(what).with("count", count),
        detail: Some(detail),
        urgent: expired > 0,
        href: format!("/c/{county}/shops/{shop}/supply"),
        button: "home-expiring-button",
    })
}

/// One that is under way is to be finished; from the 25th on a month without one asks for it.
fn counting(tx: &mut Tx<'_>, shop: &Shop, on: BusinessDate) -> Result<Option<Todo>, DatabaseError> {
    let (county, id) = (shop.county, shop.id);
    if let Some(open) = stock_take::open_of_shop(tx, county, id)? {
        let href = format!("/c/{county}/shops/{id}/stock-takes/{open}");
        return Ok(Some(todo("home-stock-take-open", href, "home-stock-take-open-button")));
    }
    let last = stock_take::last_finished(tx, county, id)?;
    let due = on.parts().2 >= STOCK_TAKE_DAY && last.is_none_or(|last| last.month_number() < on.month_number());
    Ok(due.then(|| todo("home-stock-take-due", format!("/c/{county}/shops/{id}/stock-takes"), "home-stock-take-due-button")))
}

fn todo(what: &'static str, href: String, button: &'static str) -> Todo {
    Todo { count: "1".to_owned(), what: Message::new(what), detail: None, urgent: false, href, button }
}

/// What was entered late since a day, for the supervisor.
pub(super) fn entered_late(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, since: BusinessDate) -> Result<Option<Todo>, DatabaseError> {
    let late = late_slip::since(tx, county, shop, since)?;
    let Some(latest) = late.first() else { return Ok(None) };
    let detail = Message::new("home-late-latest").with("name", &latest.head_name).with("reason", &latest.late.reason);
    Ok(Some(Todo {
        count: late.len().to_string(),
        what: Message::new("home-late").with("count", late.len()),
        detail: Some(detail),
        urgent: false,
        href: format!("/c/{county}/shops/{shop}/late-slips"),
        button: "home-late-button",
    }))
}

/// What of the goods stands beside the tasks.
pub(super) fn panel(tx: &mut Tx<'_>, shop: &Shop, on: BusinessDate) -> Result<HomePanel, DatabaseError> {
    let (county, id, supplies) = (shop.county, shop.id, supplies(tx, shop, on)?);
    let last = stock_take::last_finished(tx, county, id)?;
    let href = |page: &str| Some(format!("/c/{county}/shops/{id}/{page}"));
    let row = |name, label, value, page| PanelRow { name, label: Message::new(label), value, href: href(page) };
    let kinds = |count: usize| Message::new("home-kinds-value").with("count", count);
    Ok(HomePanel {
        title: Message::new("home-goods"),
        figure: None,
        rows: vec![
            row("goods-wanted", "home-goods-wanted", kinds(supplies.wanted().len()), "supply"),
            row("lots-expiring", "home-lots-expiring", Message::new("home-lots-value").with("count", supplies.expiring.len()), "supply"),
            row(
                "stock-take",
                "home-last-stock-take",
                last.map_or_else(|| Message::new("home-no-stock-take"), |day| Message::new("home-day-value").with("day", day)),
                "stock-takes",
            ),
        ],
    })
}
