//! Pages and paper of the price list.

use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::{Frame, PageError, PageResult, page};
use people::{RouteAccess, Routes, Visitor};
use serde_json::{Value, json};

use crate::area::SEE_SHOP;
use crate::goods::{self, CATEGORIES, Shelved, Stock, shelved};
use crate::papers::PRICE_LIST;
use crate::shop::pages::{listed, open_days_words};
use crate::shop::{self, Shop, full_name, village_name};

/// Sentences that hang beside the prices.
const RULES: [&str; 4] = ["price-rule-goods-only", "price-rule-who", "price-rule-count", "price-rule-harmless"];

pub(crate) fn routes(routes: Routes) -> Routes {
    let see = RouteAccess::Needs(SEE_SHOP, "served-shop");
    routes.get("/c/{county}/shops/{shop}/prices", see, show).get("/c/{county}/shops/{shop}/prices.pdf", see, paper)
}

/// What hangs on the wall.
struct Facts {
    shop: Shop,
    villages: Vec<String>,
    /// What is offered, by number.
    goods: Vec<Shelved>,
}

fn facts(tx: &mut Tx<'_>, county: County, id: Id<Shop>, on: BusinessDate) -> Result<Option<Facts>, DatabaseError> {
    let Some(shop) = shop::find(tx, county, id)? else { return Ok(None) };
    let villages = shop::villages(tx, county, id, on)?.iter().map(|village| village_name(village, on)).collect();
    let offered = goods::listed(tx, county, id)?.into_iter().filter(|goods| goods.offered).collect();
    Ok(Some(Facts { shop, villages, goods: shelved(offered, &goods::shelf(tx, county, id)?) }))
}

async fn found(visitor: &Visitor, county: County, id: Id<Shop>) -> Result<Facts, PageError> {
    let on = visitor.site().today();
    visitor.site().db.read(move |tx| facts(tx, county, id, on)).await?.ok_or(PageError::NotFound)
}

/// A part of the list, with its heading.
struct Part {
    name: String,
    goods: Vec<Shelved>,
}

/// Goods by kind, in the order of the kinds; empty kinds are left out.
fn parts(frame: &Frame, goods: Vec<Shelved>) -> Vec<Part> {
    let of = |category: &&&str| goods.iter().filter(|one| one.goods.category == **category).cloned().collect::<Vec<_>>();
    let part = |category: &&str| Part { name: frame.say(&format!("category-{category}")), goods: of(&category) };
    CATEGORIES.iter().map(part).filter(|part| !part.goods.is_empty()).collect()
}

#[derive(Template)]
#[template(path = "price_list.html")]
struct PricesPage {
    frame: Frame,
    county: County,
    shop: Shop,
    place: String,
    villages: String,
    open_days: String,
    parts: Vec<Part>,
    rules: &'static [&'static str],
    on: BusinessDate,
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let Facts { shop, villages, goods } = found(&visitor, county, id).await?;
    let (frame, on) = (visitor.frame(), visitor.site().today());
    page(&PricesPage {
        place: full_name(&shop.village, on),
        villages: listed(&frame, &villages),
        open_days: open_days_words(&frame, &shop.open_days),
        parts: parts(&frame, goods),
        rules: &RULES,
        frame,
        county,
        shop,
        on,
    })
}

async fn paper(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let facts = found(&visitor, county, id).await?;
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let data = data(&frame, facts, on, visitor.site().options.demo);
    PRICE_LIST.answer(&frame, data, Vec::new(), on.parts()).await
}

/// What `price_list.typ` reads, without its labels.
fn data(frame: &Frame, facts: Facts, on: BusinessDate, demo: bool) -> Value {
    let Facts { shop, villages, goods } = facts;
    let row = |one: &Shelved| {
        json!({ "number": one.goods.number_text(), "name": one.goods.name, "spec": one.goods.spec, "unit": one.goods.piece_unit,
                "points": one.goods.price.to_string(), "low": one.stock() == Stock::Low, "gone": one.stock() == Stock::Gone })
    };
    let categories: Vec<Value> = parts(frame, goods)
        .iter()
        .map(|part| json!({ "name": part.name, "goods": part.goods.iter().map(row).collect::<Vec<_>>() }))
        .collect();
    json!({
        "shop": shop.name,
        "villages": villages,
        "open_days": open_days_words(frame, &shop.open_days),
        "date": on.to_string(),
        "categories": categories,
        "complaint_phone": shop.phone,
        "rules": RULES.map(|rule| frame.say(rule)),
        "demo": demo,
    })
}
