//! The steps from an open book to the first slip, as the book stands.

use basics::{BusinessDate, County};
use database::{DatabaseError, Tx};
use people::ChecklistStep;

use crate::area::{AWARD_POINTS, GRANT_FUNDS, ISSUE_CARDS, KEEP_GOODS, OPEN_SHOPS, SERVE_COUNTER};
use crate::{card, fund, goods, opening_balance, redemption, shop};

/// The shop's steps; each leads to the page where it is done.
pub(crate) fn checklist(tx: &mut Tx<'_>, county: County) -> Result<Vec<ChecklistStep>, DatabaseError> {
    let shops = shop::all(tx, county)?;
    let first = shops.first();
    let at_shop = |page: &str| first.map_or_else(|| format!("/c/{county}/shops"), |shop| format!("/c/{county}/shops/{}{page}", shop.id));
    let (mut people, mut stocked, mut funded) = (false, false, false);
    if let Some(shop) = first {
        let roles = people::login::holders(tx, county, "shop", shop.id.any(), BusinessDate::from_number(10_101).unwrap_or(shop.opened_on))?;
        people = ["shop_manager", "shop_supervisor"].iter().all(|wanted| roles.iter().any(|(_, role)| role == wanted));
        stocked = !goods::shelf(tx, county, shop.id)?.is_empty();
        funded = !fund::history(tx, county, shop.id)?.points.is_empty();
    }
    let step = |text, done, href, permission| ChecklistStep { text, done, href, permission };
    Ok(vec![
        step("checklist-shop", first.is_some(), format!("/c/{county}/shops/new"), OPEN_SHOPS),
        step("checklist-shop-people", people, format!("/c/{county}/logins/new"), OPEN_SHOPS),
        step("checklist-cards", card::any(tx, county)?, at_shop("/cards"), ISSUE_CARDS),
        step("checklist-goods", stocked, at_shop("/goods"), KEEP_GOODS),
        step("checklist-funds", funded, at_shop("/funds"), GRANT_FUNDS),
        step("checklist-points", opening_balance::any(tx, county)?, format!("/c/{county}/households"), AWARD_POINTS),
        step("checklist-first", redemption::any(tx, county)?, at_shop("/counter"), SERVE_COUNTER),
    ])
}
