//! The kinds of records of the points shop: who may see the history of each, and where its page is.

use basics::{County, Id};
use database::{DatabaseError, Tx};
use people::{SubjectKind, Target};

use crate::area::{SEE_DEEDS, SEE_POINTS, SEE_RULES, SEE_SHOP, place_of, rules_reach};
use crate::shop::Shop;
use crate::{deed, fund, goods, opening_balance, point_rule, receipt, redemption, scrap, set_aside, shop, stock_take};

type Found<T> = Result<Option<T>, DatabaseError>;

/// All of them.
pub(crate) const SUBJECTS: &[SubjectKind] = &[
    SubjectKind { kind: "shop", title: "subject-shop", permission: SEE_SHOP, place: of_shop, href: shop_page },
    SubjectKind { kind: "goods", title: "subject-goods", permission: SEE_SHOP, place: of_goods, href: goods_page },
    SubjectKind { kind: "goods-receipt", title: "subject-goods-receipt", permission: SEE_SHOP, place: of_receipt, href: receipt_page },
    SubjectKind { kind: "fund-grant", title: "subject-fund-grant", permission: SEE_SHOP, place: of_money, href: money_page },
    SubjectKind { kind: "budget-grant", title: "subject-budget-grant", permission: SEE_SHOP, place: of_budget, href: budget_page },
    SubjectKind { kind: "redemption", title: "subject-redemption", permission: SEE_SHOP, place: of_slip, href: slip_page },
    SubjectKind { kind: "set-aside", title: "subject-set-aside", permission: SEE_SHOP, place: of_set_aside, href: set_aside_page },
    SubjectKind { kind: "stock-take", title: "subject-stock-take", permission: SEE_SHOP, place: of_stock_take, href: stock_take_page },
    SubjectKind { kind: "scrap", title: "subject-scrap", permission: SEE_SHOP, place: of_scrap, href: scrap_page },
    SubjectKind {
        kind: "opening-balance",
        title: "subject-opening-balance",
        permission: SEE_POINTS,
        place: of_opening_balance,
        href: opening_balance_page,
    },
    SubjectKind { kind: "rule-table", title: "subject-rule-table", permission: SEE_RULES, place: of_rules, href: rules_page },
    SubjectKind { kind: "deed", title: "subject-deed", permission: SEE_DEEDS, place: of_deed, href: deed_page },
];

/// What belongs to a shop lies where the shop does.
fn within(tx: &mut Tx<'_>, county: County, shop: Option<Id<Shop>>) -> Found<Target> {
    let Some(shop) = shop else { return Ok(None) };
    Ok(shop::find(tx, county, shop)?.as_ref().map(place_of))
}

fn of_shop(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    within(tx, county, Some(id.of()))
}

fn shop_page(_: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(Some(format!("/c/{county}/shops/{id}")))
}

fn shop_of_goods(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Id<Shop>> {
    Ok(goods::find(tx, county, id.of())?.map(|goods| goods.shop))
}

fn of_goods(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    let shop = shop_of_goods(tx, county, id)?;
    within(tx, county, shop)
}

fn goods_page(tx: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(shop_of_goods(tx, county, id)?.map(|shop| format!("/c/{county}/shops/{shop}/goods/{id}")))
}

fn shop_of_receipt(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Id<Shop>> {
    Ok(receipt::find(tx, county, id.of())?.map(|receipt| receipt.shop))
}

fn of_receipt(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    let shop = shop_of_receipt(tx, county, id)?;
    within(tx, county, shop)
}

fn receipt_page(tx: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(shop_of_receipt(tx, county, id)?.map(|shop| format!("/c/{county}/shops/{shop}/receipts/{id}")))
}

fn of_money(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    let shop = fund::shop_of_money(tx, county, id.of())?;
    within(tx, county, shop)
}

fn money_page(tx: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(fund::shop_of_money(tx, county, id.of())?.map(|shop| format!("/c/{county}/shops/{shop}/funds")))
}

fn of_budget(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    let shop = fund::shop_of_budget(tx, county, id.of())?;
    within(tx, county, shop)
}

fn budget_page(tx: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(fund::shop_of_budget(tx, county, id.of())?.map(|shop| format!("/c/{county}/shops/{shop}/funds")))
}

fn shop_of_slip(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Id<Shop>> {
    Ok(redemption::find(tx, county, id.of())?.map(|slip| slip.shop))
}

fn of_slip(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    let shop = shop_of_slip(tx, county, id)?;
    within(tx, county, shop)
}

fn slip_page(tx: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(shop_of_slip(tx, county, id)?.map(|shop| format!("/c/{county}/shops/{shop}/redemptions/{id}")))
}

fn shop_of_set_aside(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Id<Shop>> {
    Ok(set_aside::find(tx, county, id.of())?.map(|kept| kept.shop))
}

fn of_set_aside(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    let shop = shop_of_set_aside(tx, county, id)?;
    within(tx, county, shop)
}

fn set_aside_page(tx: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(shop_of_set_aside(tx, county, id)?.map(|shop| format!("/c/{county}/shops/{shop}/set-asides/{id}")))
}

fn shop_of_stock_take(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Id<Shop>> {
    Ok(stock_take::find(tx, county, id.of())?.map(|taking| taking.shop))
}

fn of_stock_take(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    let shop = shop_of_stock_take(tx, county, id)?;
    within(tx, county, shop)
}

fn stock_take_page(tx: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(shop_of_stock_take(tx, county, id)?.map(|shop| format!("/c/{county}/shops/{shop}/stock-takes/{id}")))
}

fn shop_of_scrap(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Id<Shop>> {
    Ok(scrap::find(tx, county, id.of())?.map(|row| row.scrap.shop))
}

fn of_scrap(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    let shop = shop_of_scrap(tx, county, id)?;
    within(tx, county, shop)
}

fn scrap_page(tx: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(shop_of_scrap(tx, county, id)?.map(|shop| format!("/c/{county}/shops/{shop}/scraps/{id}")))
}

/// Points brought along lie where the household lives.
fn of_opening_balance(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    let Some(brought) = opening_balance::find(tx, county, id.of())? else { return Ok(None) };
    Ok(registry::household::find(tx, county, brought.household)?.map(|household| Target::division(household.village)))
}

fn opening_balance_page(tx: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(opening_balance::find(tx, county, id.of())?.map(|brought| format!("/c/{county}/households/{}/points", brought.household)))
}

fn of_rules(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    Ok(point_rule::find(tx, county, id.of())?.map(|table| rules_reach(&table.place)))
}

fn rules_page(_: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(Some(format!("/c/{county}/rules/{id}")))
}

/// A draft is its recorder's alone, so nobody has a history of it yet.
fn of_deed(tx: &mut Tx<'_>, county: County, id: Id) -> Found<Target> {
    let row = deed::find(tx, county, id.of())?.filter(|row| row.deed.state != deed::State::Draft);
    Ok(row.map(|row| Target::division(row.village)))
}

fn deed_page(_: &mut Tx<'_>, county: County, id: Id) -> Found<String> {
    Ok(Some(format!("/c/{county}/deeds/{id}")))
}
