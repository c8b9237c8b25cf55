//! What the shop brings to the home page: its head, what runs low and what is handed over today, steps of setting up, figures.

mod backing;
mod checklist;
mod lead;
mod month;
mod panels;
mod stock;
mod store;

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Tx};
use pages::Message;
use people::{Grant, Permission, Place, Target, Todo, Visitor};

use crate::area::{CONFIRM_REVERSAL, KEEP_GOODS, PROPOSE_REVERSAL, SEE_REVERSALS, SERVE_COUNTER};
use crate::shop::Shop;
use crate::{day, redemption, reversal, set_aside, shop};

pub(crate) use checklist::checklist;
pub(crate) use lead::lead;
pub(crate) use month::{BUDGET_WEEKS, reminders};
pub(crate) use panels::panels;
pub(crate) use store::STATEMENTS;
pub(crate) use store::unconfirmed;

/// How many days a cancelled slip stays on the supervisor's home page.
const DAYS_BACK: i32 = 14;

/// How many days whoever proposed a reversal is told that it was declined, and of how many of them.
const DECLINED_DAYS: i32 = 7;
const DECLINED: usize = 3;

/// Names said on one line; the page behind the button has the rest.
const NAMED: usize = 3;

/// Shops that the visitor keeps and may do this in.
fn shops_kept(grants: &[Grant], permission: Permission) -> Vec<(County, Id<Shop>)> {
    let kept = grants.iter().filter(|grant| grant.permissions.contains(&permission)).filter_map(|grant| match &grant.place {
        Place::Kept { kind, id, .. } if kind == "shop" => Some((grant.county, id.of())),
        _ => None,
    });
    kept.collect()
}

/// The entries of the home page.
pub(crate) fn todos(tx: &mut Tx<'_>, visitor: &Visitor, on: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    let mut todos = Vec::new();
    for (county, shop) in shops_kept(&visitor.grants, SERVE_COUNTER) {
        todos.extend(open_today(tx, county, shop, on)?);
        todos.extend(set_asides_of_today(tx, county, shop, on)?);
    }
    for (county, shop) in shops_kept(&visitor.grants, KEEP_GOODS) {
        todos.extend(stock::todos(tx, county, shop, on)?);
    }
    for (county, shop) in shops_kept(&visitor.grants, CONFIRM_REVERSAL) {
        todos.extend(cancelled_lately(tx, county, shop, on)?);
        todos.extend(stock::entered_late(tx, county, shop, on.plus_days(-DAYS_BACK))?);
    }
    if visitor.has(CONFIRM_REVERSAL) {
        for county in visitor.counties() {
            todos.extend(reversals_waiting(tx, visitor, county, on)?);
        }
    }
    if visitor.has(PROPOSE_REVERSAL) {
        for county in visitor.counties() {
            todos.extend(declined_lately(tx, visitor, county, on)?);
        }
    }
    if visitor.has(SEE_REVERSALS) && !visitor.has(CONFIRM_REVERSAL) {
        for county in visitor.counties() {
            todos.extend(reversals_lately(tx, county, on)?);
        }
    }
    todos.extend(backing::todos(tx, visitor, on)?);
    todos.extend(month::todos(tx, visitor, on)?);
    Ok(todos)
}

/// The day is open and not signed off yet.
fn open_today(tx: &mut Tx<'_>, county: County, id: Id<Shop>, on: BusinessDate) -> Result<Option<Todo>, DatabaseError> {
    let Some(shop) = shop::find(tx, county, id)?.filter(|shop| shop.open_days.is_open(on)) else { return Ok(None) };
    if day::closed(tx, county, id, on)?.is_some() {
        return Ok(None);
    }
    let slips = redemption::of_day(tx, county, id, on)?.len();
    Ok(Some(Todo {
        count: slips.to_string(),
        what: Message::new("home-open").with("count", slips),
        detail: Some(Message::new("home-open-sign").with("shop", shop.name)),
        urgent: false,
        href: format!("/c/{county}/shops/{id}/today"),
        button: "home-open-button",
    }))
}

/// What was proposed to be taken back in the last month, for whoever only looks.
fn reversals_lately(tx: &mut Tx<'_>, county: County, on: BusinessDate) -> Result<Option<Todo>, DatabaseError> {
    let all = ledger::reversals_before(tx, county, Moment(i64::MAX), 200)?;
    let count = all.iter().filter(|one| on.days_since(one.proposed_at.day()) <= 31).count();
    let latest = all.first().map(|one| Message::new("home-named").with("names", &one.reason));
    Ok((count > 0).then(|| Todo {
        count: count.to_string(),
        what: Message::new("home-all-reversals").with("count", count),
        detail: latest,
        urgent: false,
        href: format!("/c/{county}/reversals/all"),
        button: "home-all-reversals-button",
    }))
}

/// What the visitor proposed to be taken back and somebody declined this week, a line each with the reason.
fn declined_lately(tx: &mut Tx<'_>, visitor: &Visitor, county: County, on: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    let mut own = ledger::reversals_before(tx, county, Moment(i64::MAX), 200)?;
    own.retain(|one| {
        let lately = one.decided_at.is_some_and(|at| on.days_since(at.day()) < DECLINED_DAYS);
        one.proposed_by == visitor.actor() && one.outcome.as_deref() == Some("declined") && lately
    });
    let mut todos = Vec::new();
    for one in own {
        // Proposed again, it waits or is done.
        let stands = reversal::state_of(tx, county, one.posting)?.is_some_and(|state| state.id == one.id);
        let Some(found) = reversal::reversible(tx, county, one.posting)?.filter(|_| stands && todos.len() < DECLINED) else { continue };
        let what = reversal::pages::what(&visitor.frame(), &found);
        todos.push(Todo {
            count: "1".to_owned(),
            what: Message::new("reversal-declined-home").with("count", 1_usize),
            detail: Some(Message::new("reversal-declined-home-why").with("what", what).with("answer", &one.answer)),
            urgent: false,
            href: reversal::pages::page_for(visitor, &found),
            button: "reversal-declined-home-button",
        });
    }
    Ok(todos)
}

fn cancelled_lately(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<Option<Todo>, DatabaseError> {
    let cancelled = redemption::cancelled_since(tx, county, shop, on.plus_days(-DAYS_BACK))?;
    let Some(latest) = cancelled.first() else { return Ok(None) };
    let reason = latest.cancelled.clone().unwrap_or_default();
    Ok(Some(Todo {
        count: cancelled.len().to_string(),
        what: Message::new("home-cancelled").with("count", cancelled.len()),
        detail: Some(Message::new("home-cancelled-latest").with("name", &latest.head_name).with("reason", reason)),
        urgent: false,
        href: format!("/c/{county}/shops/{shop}/cancellations"),
        button: "home-cancelled-button",
    }))
}

fn reversals_waiting(tx: &mut Tx<'_>, visitor: &Visitor, county: County, on: BusinessDate) -> Result<Option<Todo>, DatabaseError> {
    let allowed = |place: &Target| visitor.may(CONFIRM_REVERSAL, place);
    let mut waiting = reversal::waiting(tx, county, &visitor.login, &allowed, on)?;
    waiting.retain(|proposal| !proposal.own && !proposal.concerned);
    Ok((!waiting.is_empty()).then(|| Todo {
        count: waiting.len().to_string(),
        what: Message::new("home-reversals").with("count", waiting.len()),
        detail: None,
        urgent: true,
        href: format!("/c/{county}/reversals"),
        button: "home-reversals-button",
    }))
}

fn set_asides_of_today(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<Option<Todo>, DatabaseError> {
    let mut due = set_aside::open_of_shop(tx, county, shop)?;
    due.retain(|kept| kept.for_day <= on);
    let Some(first) = due.first() else { return Ok(None) };
    let late = first.for_day < on;
    let names: Vec<&str> = due.iter().take(NAMED).map(|kept| kept.head_name.as_str()).collect();
    Ok(Some(Todo {
        count: due.len().to_string(),
        what: Message::new("home-set-asides").with("count", due.len()),
        detail: Some(Message::new(if late { "home-set-asides-late" } else { "home-named" }).with("names", names.join(" · "))),
        urgent: late,
        href: format!("/c/{county}/shops/{shop}/set-asides"),
        button: "home-set-asides-button",
    }))
}
