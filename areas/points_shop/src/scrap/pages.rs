//! Pages about pieces that went bad: the list, the form from a lot, one with its signature.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::IntoResponse;
use basics::{County, Id};
use database::{DatabaseError, Tx};
use money::Pieces;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};

use super::{REASONS, Scrap, ScrapRefused, ScrapRow, scrap, store};
use crate::area::{KEEP_GOODS, PROPOSE_REVERSAL, SEE_SHOP, place_of};
use crate::names::names;
use crate::posting::in_book::{self, InBook};
use crate::receipt::Lot;
use crate::reversal::{self, Outcome};
use crate::shop::{self, Shop};
use crate::signature;
use crate::stock_take::{self, LotInBook, same_person};

pub(crate) fn routes(routes: Routes) -> Routes {
    let (see, keep) = (RouteAccess::Needs(SEE_SHOP, "shop"), RouteAccess::Needs(KEEP_GOODS, "shop"));
    routes
        .get("/c/{county}/shops/{shop}/scraps", see, list)
        .get("/c/{county}/shops/{shop}/scraps/new", keep, new)
        .post("/c/{county}/shops/{shop}/scraps", keep, create)
        .get("/c/{county}/shops/{shop}/scraps/{scrap}", see, show)
        .get("/c/{county}/shops/{shop}/scraps/{scrap}/signature.png", see, drawing)
}

#[derive(Template)]
#[template(path = "scrap/list.html")]
struct ListPage {
    frame: Frame,
    county: County,
    shop: Shop,
    rows: Vec<ScrapRow>,
    may_keep: bool,
}

async fn list(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let found =
        visitor.site().db.read(move |tx| Ok::<_, DatabaseError>((shop::find(tx, county, id)?, store::of_shop(tx, county, id)?))).await?;
    let shop = found.0.ok_or(PageError::NotFound)?;
    let may_keep = visitor.may(KEEP_GOODS, &place_of(&shop));
    page(&ListPage { frame: visitor.frame(), county, shop, rows: found.1, may_keep })
}

#[derive(Template)]
#[template(path = "scrap/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    shop: Shop,
    lots: Vec<Choice>,
    reasons: Vec<Choice>,
    counter: String,
}

/// Lots something can be taken from.
fn lots_there(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<Vec<LotInBook>, DatabaseError> {
    let mut lots = stock_take::lots_to_count(tx, county, shop)?;
    lots.retain(|lot| lot.book > Pieces::ZERO);
    Ok(lots)
}

/// A lot in words: goods, last day, source, what is left.
fn lot_words(frame: &Frame, lot: &LotInBook) -> String {
    let left = Message::new("scrap-of-lot").with("goods", lot.full_name()).with("source", &lot.source);
    let left = left.with("n", lot.book.0).with("unit", &lot.piece_unit);
    let until = lot.expires_on.map(|day| format!(" · {}", frame.say1("stocktake-expires", "day", day))).unwrap_or_default();
    format!("{:02} {}{until}", lot.number, frame.message(&left))
}

async fn new_page(visitor: &Visitor, (county, id): (County, Id<Shop>), form: Form) -> Result<NewPage, PageError> {
    let found =
        visitor.site().db.read(move |tx| Ok::<_, DatabaseError>((shop::find(tx, county, id)?, lots_there(tx, county, id)?))).await?;
    let frame = visitor.frame();
    Ok(NewPage {
        lots: found.1.iter().map(|lot| Choice::new(lot.lot, lot_words(&frame, lot))).collect(),
        reasons: REASONS.iter().map(|reason| Choice::new(reason, frame.say(&format!("scrap-reason-{reason}")))).collect(),
        counter: visitor.login.display_name.clone(),
        shop: found.0.ok_or(PageError::NotFound)?,
        frame,
        form,
    })
}

#[derive(serde::Deserialize, Default)]
struct LotQuery {
    #[serde(default)]
    lot: String,
}

async fn new(visitor: Visitor, Path(path): Path<(County, Id<Shop>)>, Query(query): Query<LotQuery>) -> PageResult {
    let lot = query.lot.parse::<Id<Lot>>().map(|lot| lot.to_string()).unwrap_or_default();
    let form = Form::filled(&[("id", Id::<Scrap>::fresh().to_string()), ("on", visitor.site().today().to_string()), ("lot", lot)]);
    page(&new_page(&visitor, path, form).await?)
}

async fn create(visitor: Visitor, Path((county, shop)): Path<(County, Id<Shop>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let lots = visitor.site().db.read(move |tx| lots_there(tx, county, shop)).await?;
    let id: Id<Scrap> = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    let there = visitor.site().db.read(move |tx| store::find(tx, county, id)).await?;
    // A lot whose last piece went with this very form is no longer among those to choose.
    let chosen: Option<Id<Lot>> = form.id("lot");
    let again = there.as_ref().filter(|row| row.scrap.shop == shop).map(|row| (row.scrap.lot, row.scrap.goods));
    let lot = chosen
        .and_then(|chosen| lots.iter().find(|lot| lot.lot == chosen).map(|lot| (lot.lot, lot.goods)))
        .or(again.filter(|(lot, _)| chosen == Some(*lot)));
    if chosen.is_some() && lot.is_none() {
        form.refuse("lot", Message::new("scrap-lot-empty"));
    }
    let (quantity, reason) = (form.whole("quantity", 1..=stock_take::COUNTED_MAX.0), form.choice("reason", REASONS));
    let (note, witness) = (form.optional_text("note", 100), form.text("witness", 40));
    let counter = visitor.login.display_name.clone();
    if witness.as_ref().is_some_and(|witness| same_person(witness, &counter)) {
        form.refuse("witness", Message::new("stocktake-witness-same").with("name", counter));
    }
    let signed = signature::read(&mut form, &visitor.site().files);
    if let (Some((lot, goods)), Some(quantity), Some(reason), Some(note), Some(witness), Some(signed), true) =
        (lot, quantity, reason, note, witness, signed, form.is_good())
    {
        let (on, by, now) = (visitor.site().today(), visitor.actor(), visitor.site().now());
        let reason = reason.to_owned();
        let new = Scrap { county, id, shop, goods, lot, quantity: Pieces(quantity), reason, note, on, at: now, by, witness, signed };
        match visitor.site().db.write(move |tx| scrap(tx, &new, now)).await {
            Ok(()) => return done(&format!("/c/{county}/shops/{shop}/scraps/{id}"), "scrapped"),
            Err(ScrapRefused::Database(error)) => return Err(error.into()),
            Err(ScrapRefused::OtherContent) => form.refuse_all(Message::new("scrap-other-content")),
            Err(ScrapRefused::TooMany { left }) => form.refuse("quantity", Message::new("scrap-too-many").with("left", left)),
            Err(ScrapRefused::NotExpired { last: Some(last) }) => {
                form.refuse("reason", Message::new("scrap-not-expired").with("day", last))
            }
            Err(ScrapRefused::NotExpired { last: None }) => form.refuse("reason", Message::new("scrap-no-last-day")),
            Err(ScrapRefused::SamePerson { name }) => form.refuse("witness", Message::new("stocktake-witness-same").with("name", name)),
        }
    }
    form_again(&new_page(&visitor, (county, shop), form).await?)
}

#[derive(Template)]
#[template(path = "scrap/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    shop: Shop,
    row: ScrapRow,
    recorder: String,
    reason: String,
    in_book: Vec<InBook>,
    reversal: Option<reversal::State>,
    may_propose: bool,
}

type OfShop = (County, Id<Shop>, Id<Scrap>);

async fn show(visitor: Visitor, Path((county, shop_id, id)): Path<OfShop>) -> PageResult {
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let row = store::find(tx, county, id)?.filter(|row| row.scrap.shop == shop_id);
            let names: BTreeMap<Id, String> = names(tx, row.iter().map(|row| row.scrap.by))?;
            let (reversal, in_book) = (reversal::state_of(tx, county, id.of())?, in_book::of(tx, county, "scrap", id)?);
            Ok::<_, DatabaseError>((shop::find(tx, county, shop_id)?.zip(row), names, (reversal, in_book)))
        })
        .await?;
    let ((shop, row), names, (reversal, in_book)) = (found.0.ok_or(PageError::NotFound)?, found.1, found.2);
    let undone = reversal.as_ref().is_some_and(|state| state.outcome != Outcome::Declined);
    let may_propose = !undone && visitor.may(PROPOSE_REVERSAL, &place_of(&shop));
    let frame = visitor.frame();
    let reason = frame.say(&format!("scrap-reason-{}", row.scrap.reason));
    let recorder = names.get(&row.scrap.by).cloned().unwrap_or_default();
    page(&ShowPage { recorder, reason, frame, county, shop, row, in_book, reversal, may_propose })
}

async fn drawing(visitor: Visitor, Path((county, shop, id)): Path<OfShop>) -> PageResult {
    let row = visitor.site().db.read(move |tx| store::find(tx, county, id)).await?;
    let signed = row.filter(|row| row.scrap.shop == shop).ok_or(PageError::NotFound)?.scrap.signed;
    let png = signature::drawing(&visitor.site().files, signed.kind, &signed.what).ok_or(PageError::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "image/png")], png).into_response())
}
