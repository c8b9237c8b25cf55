//! Pages about a shop's goods: the shelf, one kind with its lots, the form for it.

use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use money::Pieces;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};

use super::form::read;
use super::{CATEGORIES, Goods, GoodsRefused, Shelved, Stock, shelved, store};
use crate::area::{KEEP_GOODS, SEE_SHOP, place_of};
use crate::fund::{self, ShelfValue};
use crate::receipt::{self, LotRow};
use crate::shop::{self, Shop};
use crate::supply::EXPIRY_DAYS;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (see, keep) = (RouteAccess::Needs(SEE_SHOP, "shop"), RouteAccess::Needs(KEEP_GOODS, "shop"));
    routes
        .get("/c/{county}/shops/{shop}/goods", see, list)
        .get("/c/{county}/shops/{shop}/goods/new", keep, new)
        .post("/c/{county}/shops/{shop}/goods", keep, create)
        .get("/c/{county}/shops/{shop}/goods/{goods}", see, show)
        .get("/c/{county}/shops/{shop}/goods/{goods}/edit", keep, edit)
        .post("/c/{county}/shops/{shop}/goods/{goods}", keep, save)
}

/// How near the last day is: key of a chip's text and its class.
fn expiry_chip(expires_on: Option<BusinessDate>, on: BusinessDate, soon_days: i64) -> Option<(&'static str, &'static str)> {
    let left = i64::from(expires_on?.days_since(on));
    match left {
        ..0 => Some(("goods-expired", "stop")),
        left if left <= soon_days => Some(("goods-expires-soon", "wait")),
        _ => None,
    }
}

/// Days before its last one from which on goods of this shop are marked.
fn soon_days(tx: &mut Tx<'_>, shop: &Shop, on: BusinessDate) -> Result<i64, DatabaseError> {
    settings::value(tx, shop.county, &shop.village, EXPIRY_DAYS, on)
}

#[derive(Template)]
#[template(path = "goods/list.html")]
struct ListPage {
    frame: Frame,
    county: County,
    shop: Shop,
    /// What runs low first, then by number.
    rows: Vec<Shelved>,
    low: usize,
    value: ShelfValue,
    on: BusinessDate,
    soon_days: i64,
    may_keep: bool,
}

impl ListPage {
    fn chip(&self, row: &Shelved) -> Option<(&'static str, &'static str)> {
        expiry_chip(row.expires_on, self.on, self.soon_days)
    }
}

async fn list(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let on = visitor.site().today();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(shop) = shop::find(tx, county, id)? else { return Ok::<_, DatabaseError>(None) };
            let soon_days = soon_days(tx, &shop, on)?;
            Ok(Some((shop, store::listed(tx, county, id)?, store::shelf(tx, county, id)?, fund::lot_values(tx, county, id)?, soon_days)))
        })
        .await?;
    let (shop, listed, shelf, lots, soon_days) = found.ok_or(PageError::NotFound)?;
    let value = fund::shelf_value(&lots, on);
    let mut rows = shelved(listed, &shelf);
    let low = rows.iter().filter(|row| row.stock() != Stock::Enough).count();
    rows.sort_by_key(|row| (!row.goods.offered, row.stock() == Stock::Enough, row.goods.number));
    let may_keep = visitor.may(KEEP_GOODS, &place_of(&shop));
    page(&ListPage { frame: visitor.frame(), county, shop, rows, low, value, on, soon_days, may_keep })
}

#[derive(Template)]
#[template(path = "goods/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    shop: Shop,
    one: Shelved,
    category: String,
    lots: Vec<LotRow>,
    on: BusinessDate,
    soon_days: i64,
    may_keep: bool,
}

impl ShowPage {
    fn chip(&self, lot: &LotRow) -> Option<(&'static str, &'static str)> {
        expiry_chip(lot.expires_on.filter(|_| lot.left > Pieces::ZERO), self.on, self.soon_days)
    }
}

/// The shop and these goods of it; goods of another shop are as unknown as none.
fn of_shop(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, id: Id<Goods>) -> Result<Option<(Shop, Goods)>, DatabaseError> {
    let goods = store::find(tx, county, id)?.filter(|goods| goods.shop == shop);
    Ok(shop::find(tx, county, shop)?.zip(goods))
}

async fn show(visitor: Visitor, Path((county, shop_id, id)): Path<(County, Id<Shop>, Id<Goods>)>) -> PageResult {
    let on = visitor.site().today();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some((shop, goods)) = of_shop(tx, county, shop_id, id)? else { return Ok(None) };
            let one = shelved(vec![goods], &store::shelf(tx, county, shop_id)?).pop();
            let soon_days = soon_days(tx, &shop, on)?;
            Ok::<_, DatabaseError>(one.zip(Some((shop, receipt::lots_of_goods(tx, county, id)?, soon_days))))
        })
        .await?;
    let (one, (shop, lots, soon_days)) = found.ok_or(PageError::NotFound)?;
    let (frame, may_keep) = (visitor.frame(), visitor.may(KEEP_GOODS, &place_of(&shop)));
    let category = frame.say(&format!("category-{}", one.goods.category));
    page(&ShowPage { frame, county, shop, one, category, lots, on, soon_days, may_keep })
}

#[derive(Template)]
#[template(path = "goods/form.html")]
struct FormPage {
    frame: Frame,
    form: Form,
    county: County,
    shop: Shop,
    /// The goods to be changed; none for new ones.
    goods: Option<Goods>,
    categories: Vec<Choice>,
}

fn form_page(visitor: &Visitor, shop: Shop, goods: Option<Goods>, form: Form) -> FormPage {
    let frame = visitor.frame();
    let categories = CATEGORIES.iter().map(|category| Choice::new(category, frame.say(&format!("category-{category}")))).collect();
    FormPage { frame, form, county: shop.county, shop, goods, categories }
}

async fn found_shop(visitor: &Visitor, county: County, id: Id<Shop>) -> Result<(Shop, i64), PageError> {
    let found = visitor
        .site()
        .db
        .read(move |tx| Ok::<_, DatabaseError>((shop::find(tx, county, id)?, store::next_goods_number(tx, county, id)?)))
        .await?;
    Ok((found.0.ok_or(PageError::NotFound)?, found.1))
}

async fn new(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let (shop, number) = found_shop(&visitor, county, id).await?;
    let fields = [("id", Id::<Goods>::fresh().to_string()), ("number", format!("{number:02}")), ("offered", "1".to_owned())];
    page(&form_page(&visitor, shop, None, Form::filled(&fields)))
}

fn refuse(form: &mut Form, refused: GoodsRefused) -> Result<(), PageError> {
    match refused {
        GoodsRefused::Database(error) => return Err(error.into()),
        GoodsRefused::NumberTaken { name } => form.refuse("number", Message::new("goods-number-taken").with("name", name)),
    }
    Ok(())
}

async fn create(visitor: Visitor, Path((county, shop_id)): Path<(County, Id<Shop>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (shop, _) = found_shop(&visitor, county, shop_id).await?;
    let (actor, now) = (visitor.actor(), visitor.site().now());
    let id: Id<Goods> = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    // The form's own id: a second click finds the goods there. One of another shop is unknown here.
    let there = visitor.site().db.read(move |tx| store::find(tx, county, id)).await?;
    if there.is_some_and(|goods| goods.shop != shop_id) {
        return Err(PageError::NotFound);
    }
    if let Some(goods) = read(&mut form, county, shop_id, id)
        && !warned_of_same(&visitor, &mut form, &goods).await?
    {
        match visitor.site().db.write(move |tx| super::put_on_list(tx, &goods, actor, now)).await {
            Ok(()) => return done(&format!("/c/{county}/shops/{shop_id}/goods"), "goods-added"),
            Err(refused) => refuse(&mut form, refused)?,
        }
    }
    form_again(&form_page(&visitor, shop, None, form))
}

/// Goods called just like others of the shop are asked about once: mostly somebody forgot that they are on the list.
async fn warned_of_same(visitor: &Visitor, form: &mut Form, goods: &Goods) -> Result<bool, PageError> {
    let (county, shop) = (goods.county, goods.shop);
    let listed = visitor.site().db.read(move |tx| store::listed(tx, county, shop)).await?;
    if listed.iter().any(|other| other.id == goods.id) {
        return Ok(false);
    }
    let Some(same) = listed.iter().find(|other| other.full_name() == goods.full_name()) else { return Ok(false) };
    if form.is_sure_about(&goods.full_name()) {
        return Ok(false);
    }
    form.refuse_all(Message::new("goods-same-name").with("name", same.full_name()).with("number", same.number_text()));
    Ok(true)
}

async fn found_goods(visitor: &Visitor, county: County, shop: Id<Shop>, id: Id<Goods>) -> Result<(Shop, Goods), PageError> {
    visitor.site().db.read(move |tx| of_shop(tx, county, shop, id)).await?.ok_or(PageError::NotFound)
}

async fn edit(visitor: Visitor, Path((county, shop, id)): Path<(County, Id<Shop>, Id<Goods>)>) -> PageResult {
    let (shop, goods) = found_goods(&visitor, county, shop, id).await?;
    let form = Form::filled(&[
        ("number", goods.number_text()),
        ("name", goods.name.clone()),
        ("spec", goods.spec.clone()),
        ("piece_unit", goods.piece_unit.clone()),
        ("category", goods.category.clone()),
        ("price", goods.price.to_string()),
        ("minimum", goods.minimum.to_string()),
        ("offered", if goods.offered { "1" } else { "" }.to_owned()),
    ]);
    page(&form_page(&visitor, shop, Some(goods), form))
}

async fn save(visitor: Visitor, Path((county, shop_id, id)): Path<(County, Id<Shop>, Id<Goods>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (shop, before) = found_goods(&visitor, county, shop_id, id).await?;
    let (actor, now) = (visitor.actor(), visitor.site().now());
    if let Some(goods) = read(&mut form, county, shop_id, id) {
        let was = before.clone();
        match visitor.site().db.write(move |tx| super::alter(tx, &was, &goods, actor, now)).await {
            Ok(()) => return done(&format!("/c/{county}/shops/{shop_id}/goods"), "goods-changed"),
            Err(refused) => refuse(&mut form, refused)?,
        }
    }
    form_again(&form_page(&visitor, shop, Some(before), form))
}
