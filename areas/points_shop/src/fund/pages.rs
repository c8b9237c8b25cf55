//! Page about what stands behind a shop's points, with the forms that give it money and points.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use money::{Fen, TenthPoints};
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};
use registry::body::{self, Body};

use super::{Backing, BudgetGrant, BudgetRefused, History, MoneyGrant, backing, grant_money, history, set_budget};
use crate::area::{GRANT_FUNDS, SEE_SHOP, place_of};
use crate::posting::{self, in_book::InBook};
use crate::receipt::named;
use crate::shop::{self, Shop};

const AMOUNT_MAX: Fen = Fen(10_000_000_000);
const POINTS_MAX: TenthPoints = TenthPoints(100_000_000);

pub(crate) fn routes(routes: Routes) -> Routes {
    let grant = RouteAccess::Needs(GRANT_FUNDS, "shop");
    routes
        .get("/c/{county}/shops/{shop}/funds", RouteAccess::Needs(SEE_SHOP, "shop"), show)
        .post("/c/{county}/shops/{shop}/funds/money", grant, give_money)
        .post("/c/{county}/shops/{shop}/funds/points", grant, give_points)
}

#[derive(Template)]
#[template(path = "fund/show.html")]
struct FundsPage {
    frame: Frame,
    money: Form,
    points: Form,
    county: County,
    facts: Facts,
    /// What one point stands for.
    point: Fen,
    may_grant: bool,
}

/// What the page shows of the book.
struct Facts {
    shop: Shop,
    backing: Backing,
    history: History,
    spent: Vec<Spent>,
    bodies: Vec<Body>,
    names: BTreeMap<Id, String>,
}

/// Money that left for goods bought, and what came back of it.
struct Spent {
    on: BusinessDate,
    receipt: Id,
    amount: Fen,
    in_book: [InBook; 1],
}

/// Purchases shown; the book has them all.
const PURCHASES: i64 = 100;

fn spent(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<Spent>, DatabaseError> {
    let lines = ledger::account_lines(tx, county, &posting::fund(shop), i64::MAX, PURCHASES)?;
    let bought = lines.into_iter().filter(|line| line.cause_kind == "goods-receipt");
    Ok(bought
        .map(|line| Spent {
            on: line.business_date,
            receipt: line.cause,
            amount: Fen(-line.amount),
            in_book: [InBook::plain(line.posting, line.seq)],
        })
        .collect())
}

impl Facts {
    fn who(&self, by: &Id) -> &str {
        self.names.get(by).map_or("", String::as_str)
    }
}

fn facts(tx: &mut Tx<'_>, county: County, id: Id<Shop>, on: BusinessDate) -> Result<Option<Facts>, DatabaseError> {
    let Some(shop) = shop::find(tx, county, id)? else { return Ok(None) };
    Ok(Some(Facts {
        shop,
        backing: backing(tx, county, id, on)?,
        history: history(tx, county, id)?,
        spent: spent(tx, county, id)?,
        bodies: body::all(tx)?,
        names: people::login::display_names(tx, county)?,
    }))
}

/// A form that knows the id of what it will make.
fn empty() -> Form {
    Form::filled(&[("id", Id::<()>::fresh().to_string())])
}

async fn funds_page(visitor: &Visitor, county: County, id: Id<Shop>, money: Form, points: Form) -> Result<FundsPage, PageError> {
    let on = visitor.site().today();
    let facts = visitor.site().db.read(move |tx| facts(tx, county, id, on)).await?.ok_or(PageError::NotFound)?;
    let may_grant = visitor.may(GRANT_FUNDS, &place_of(&facts.shop));
    Ok(FundsPage { frame: visitor.frame(), money, points, county, point: Fen(facts.backing.fen_per_point), facts, may_grant })
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    page(&funds_page(&visitor, county, id, empty(), empty()).await?)
}

async fn give_money(visitor: Visitor, Path((county, shop)): Path<(County, Id<Shop>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (source, amount, note) = (form.text("source", 40), form.yuan("amount", Fen(1)..=AMOUNT_MAX), form.optional_text("note", 100));
    let (Some(source), Some(amount), Some(note)) = (source, amount, note) else {
        return form_again(&funds_page(&visitor, county, shop, form, empty()).await?);
    };
    let id: Id<MoneyGrant> = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    let (on, now, by) = (visitor.site().today(), visitor.site().now(), visitor.actor());
    visitor
        .site()
        .db
        .write(move |tx| {
            let source = named(tx, &source, "donor")?;
            grant_money(tx, &MoneyGrant { county, id, shop, on, source, amount, note: note.clone(), by }, now)
        })
        .await?;
    done(&format!("/c/{county}/shops/{shop}/funds"), "money-granted")
}

async fn give_points(visitor: Visitor, Path((county, shop)): Path<(County, Id<Shop>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (points, reason) = (form.points("points", TenthPoints(1)..=POINTS_MAX), form.text("reason", 100));
    let (Some(points), Some(reason)) = (points, reason) else {
        return form_again(&funds_page(&visitor, county, shop, empty(), form).await?);
    };
    let id: Id<BudgetGrant> = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    let (on, now, by) = (visitor.site().today(), visitor.site().now(), visitor.actor());
    let grant = BudgetGrant { county, id, shop, on, points, reason, by };
    match visitor.site().db.write(move |tx| set_budget(tx, &grant, now)).await {
        Ok(()) => return done(&format!("/c/{county}/shops/{shop}/funds"), "points-granted"),
        Err(BudgetRefused::Database(error)) => return Err(error.into()),
        Err(BudgetRefused::NotBacked { room }) if room > TenthPoints::ZERO => {
            form.refuse("points", Message::new("fund-not-backed").with("room", room));
        }
        Err(BudgetRefused::NotBacked { room: TenthPoints::ZERO }) => form.refuse("points", Message::new("fund-no-room-hint")),
        Err(BudgetRefused::NotBacked { room }) => form.refuse("points", Message::new("fund-nothing-backed").with("short", -room)),
    }
    form_again(&funds_page(&visitor, county, shop, empty(), form).await?)
}
