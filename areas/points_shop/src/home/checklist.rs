//! The shop's steps from an empty book to the first redemption.

use basics::County;
use database::{DatabaseError, Tx};
use people::{ChecklistStep, MANAGE_LOGINS, Permission};

use super::store;
use crate::area::{AWARD_POINTS, GRANT_FUNDS, ISSUE_CARDS, KEEP_GOODS, OPEN_SHOPS, SERVE_COUNTER};
use crate::shop;

/// The steps in the order they are taken, as the book stands.
pub(crate) fn checklist(tx: &mut Tx<'_>, county: County) -> Result<Vec<ChecklistStep>, DatabaseError> {
    let begun = store::begun(tx, county)?;
    let shops = format!("/c/{county}/shops");
    // Before there is a shop, what happens in one starts at the list.
    let first = shop::all(tx, county)?.first().map(|shop| format!("{shops}/{}", shop.id));
    let inside = |page: &str| first.as_ref().map_or_else(|| shops.clone(), |shop| format!("{shop}{page}"));
    let keepers = people::login::anyone_has(tx, county, "shop_manager")? && people::login::anyone_has(tx, county, "shop_supervisor")?;
    let step = |text: &'static str, done: bool, href: String, permission: Permission| ChecklistStep { text, done, href, permission };
    Ok(vec![
        step("checklist-shop", begun.shop, format!("{shops}/new"), OPEN_SHOPS),
        step("checklist-keepers", keepers, format!("/c/{county}/logins"), MANAGE_LOGINS),
        step("checklist-goods", begun.goods, inside("/goods/new"), KEEP_GOODS),
        step("checklist-receipt", begun.receipt, inside("/receipts/new"), KEEP_GOODS),
        step("checklist-budget", begun.budget, inside("/funds"), GRANT_FUNDS),
        step("checklist-cards", begun.card, inside("/cards"), ISSUE_CARDS),
        step("checklist-points", begun.points, format!("/c/{county}/households"), AWARD_POINTS),
        step("checklist-redemption", begun.redemption, inside("/counter"), SERVE_COUNTER),
    ])
}
