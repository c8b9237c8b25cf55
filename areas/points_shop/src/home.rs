//! What the shop brings to the home page: what runs low and what is handed over today, steps of setting up, figures.

mod checklist;
mod panels;
mod store;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::Message;
use people::{Grant, Permission, Place, Todo, Visitor};

use crate::area::{KEEP_GOODS, SERVE_COUNTER};
use crate::shop::Shop;
use crate::{goods, set_aside};

pub(crate) use checklist::checklist;
pub(crate) use panels::panels;
pub(crate) use store::STATEMENTS;

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
        todos.extend(set_asides_of_today(tx, county, shop, on)?);
    }
    for (county, shop) in shops_kept(&visitor.grants, KEEP_GOODS) {
        todos.extend(low_goods(tx, county, shop)?);
    }
    Ok(todos)
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

fn low_goods(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Option<Todo>, DatabaseError> {
    let low = goods::low_stock(tx, county, shop)?;
    if low.is_empty() {
        return Ok(None);
    }
    let names: Vec<String> = low.iter().take(NAMED).map(|(goods, left)| format!("{} {left}\u{a0}{}", goods.name, goods.piece_unit)).collect();
    Ok(Some(Todo {
        count: low.len().to_string(),
        what: Message::new("home-low-stock").with("count", low.len()),
        detail: Some(Message::new("home-named").with("names", names.join(" · "))),
        urgent: false,
        href: format!("/c/{county}/shops/{shop}/goods"),
        button: "home-low-stock-button",
    }))
}
