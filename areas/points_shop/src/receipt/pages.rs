//! Pages about goods that come in: the list, the form with a second person's signature, one receipt with its evidence.

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use basics::{County, Id};
use database::{DatabaseError, Tx};
use files::{Class, FileError};
use money::Fen;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};
use registry::body::{self, Body};

use super::form::{Asked, ROWS, Typed, is_used, read};
use super::{LotRow, Receipt, ReceiptFound, ReceiptRow, ReceiveRefused, evidence, hand_over, named, receive, store};
use crate::area::{KEEP_GOODS, SEE_SHOP, place_of};
use crate::goods::{self, Goods};
use crate::posting::in_book::{self, InBook};
use crate::shop::{self, Shop};
use crate::signature::Signed;

/// Rows shown at first; the others are folded away.
const ROWS_OPEN: usize = 3;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (see, keep) = (RouteAccess::Needs(SEE_SHOP, "shop"), RouteAccess::Needs(KEEP_GOODS, "shop"));
    routes
        .get("/c/{county}/shops/{shop}/receipts", see, list)
        .get("/c/{county}/shops/{shop}/receipts/new", keep, new)
        .upload("/c/{county}/shops/{shop}/receipts", keep, create)
        .get("/c/{county}/shops/{shop}/receipts/{receipt}", see, show)
        .get("/c/{county}/shops/{shop}/receipts/{receipt}/list.pdf", see, hand_over::print)
        .get("/c/{county}/shops/{shop}/receipts/{receipt}/signature", see, signature)
        .get("/c/{county}/shops/{shop}/receipts/{receipt}/photo", see, photo)
}

#[derive(Template)]
#[template(path = "receipt/list.html")]
struct ListPage {
    frame: Frame,
    county: County,
    shop: Shop,
    rows: Vec<ReceiptRow>,
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
#[template(path = "receipt/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    county: County,
    shop: Shop,
    goods: Vec<Choice>,
    ways: Vec<Choice>,
    bodies: Vec<Body>,
    rows: Vec<usize>,
    more_rows: Vec<usize>,
    /// The folded rows are in use.
    more_open: bool,
    counter: String,
    /// Shown again: a photo has to be given once more.
    again: bool,
}

/// What the form offers.
struct Offer {
    shop: Shop,
    goods: Vec<Goods>,
    bodies: Vec<Body>,
}

fn offer(tx: &mut Tx<'_>, county: County, id: Id<Shop>) -> Result<Option<Offer>, DatabaseError> {
    let Some(shop) = shop::find(tx, county, id)? else { return Ok(None) };
    Ok(Some(Offer { shop, goods: goods::listed(tx, county, id)?, bodies: body::all(tx)? }))
}

fn new_page(visitor: &Visitor, offer: Offer, form: Form, again: bool) -> NewPage {
    let frame = visitor.frame();
    let choice = |goods: Goods| Choice::new(goods.id, format!("{} {}（{}）", goods.number_text(), goods.full_name(), goods.piece_unit));
    NewPage {
        ways: ["given", "bought"].map(|way| Choice::new(way, frame.say(&format!("receipt-way-{way}")))).into(),
        goods: offer.goods.into_iter().map(choice).collect(),
        bodies: offer.bodies,
        rows: (0..ROWS_OPEN).collect(),
        more_rows: (ROWS_OPEN..ROWS).collect(),
        more_open: (ROWS_OPEN..ROWS).any(|row| is_used(&form, row)),
        counter: visitor.login.display_name.clone(),
        county: offer.shop.county,
        shop: offer.shop,
        frame,
        form,
        again,
    }
}

async fn new(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let offer = visitor.site().db.read(move |tx| offer(tx, county, id)).await?.ok_or(PageError::NotFound)?;
    let form = Form::filled(&[("id", Id::<Receipt>::fresh().to_string()), ("on", visitor.site().today().to_string())]);
    page(&new_page(&visitor, offer, form, false))
}

async fn create(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let offer = visitor.site().db.read(move |tx| offer(tx, county, id)).await?.ok_or(PageError::NotFound)?;
    let asked = Asked { today: visitor.site().today(), goods: &offer.goods, counter: &visitor.login.display_name };
    let typed = read(&mut form, &asked);
    let (mut form, evidence) = evidence::read(form, visitor.site().files.clone()).await?;
    let (Some(typed), Some(evidence)) = (typed, evidence) else { return form_again(&new_page(&visitor, offer, form, true)) };
    if asked_about_paper(&visitor, &mut form, county, (&typed, &evidence.signed)).await? {
        return form_again(&new_page(&visitor, offer, form, true));
    }
    let (by, at, path) = (visitor.actor(), visitor.site().now(), format!("/c/{county}/shops/{id}/receipts/{}", typed.id));
    let received = visitor
        .site()
        .db
        .write(move |tx| {
            let Typed { id: receipt, on, bought, source, witness, lots } = typed.clone();
            let source = named(tx, &source, if bought { "supplier" } else { "donor" })?;
            let (signed, photo) = (evidence.signed.clone(), evidence.photo.clone());
            receive(tx, &Receipt { county, id: receipt, shop: id, on, at, bought, source, by, witness, signed, photo, lots }, at)
        })
        .await;
    match received {
        Ok(()) => done(&path, "goods-received"),
        Err(ReceiveRefused::Database(error)) => Err(error.into()),
        Err(ReceiveRefused::OtherContent) => {
            form.refuse_all(Message::new("receipt-other-content"));
            form_again(&new_page(&visitor, offer, form, true))
        }
        Err(ReceiveRefused::FundShort { has, wanted }) => {
            form.refuse_all(Message::new("receipt-fund-short").with("has", has).with("wanted", wanted).with("short", wanted - has));
            form_again(&new_page(&visitor, offer, form, true))
        }
    }
}

/// A paper that came from the same source before is asked about once: it may go on over two forms, or be entered a second time.
async fn asked_about_paper(
    visitor: &Visitor,
    form: &mut Form,
    county: County,
    (typed, signed): (&Typed, &Signed),
) -> Result<bool, PageError> {
    if signed.kind != "paper" {
        return Ok(false);
    }
    let (id, source, number) = (typed.id, typed.source.clone(), signed.what.clone());
    let sure = format!("{source} {number}");
    let read = move |tx: &mut Tx<'_>| match store::find(tx, county, id)? {
        // A second click on what was received.
        Some(_) => Ok(None),
        None => store::same_paper(tx, county, id, (&source, &number)),
    };
    let same = visitor.site().db.read(read).await?;
    let Some((day, shop)) = same.filter(|_| !form.is_sure_about(&sure)) else { return Ok(false) };
    let said = Message::new("receipt-same-paper").with("source", &typed.source).with("number", &signed.what);
    form.refuse("paper", said.with("day", day).with("shop", shop));
    Ok(true)
}

#[derive(Template)]
#[template(path = "receipt/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    shop: Shop,
    receipt: ReceiptFound,
    lots: Vec<LotRow>,
    value: Fen,
    /// Lots without a value.
    without: usize,
    recorder: String,
    in_book: Vec<InBook>,
}

/// A receipt of this shop; one of another shop is as unknown as none.
fn of_shop(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, id: Id<Receipt>) -> Result<Option<ReceiptFound>, DatabaseError> {
    Ok(store::find(tx, county, id)?.filter(|receipt| receipt.shop == shop))
}

async fn show(visitor: Visitor, Path((county, shop_id, id)): Path<(County, Id<Shop>, Id<Receipt>)>) -> PageResult {
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let there = shop::find(tx, county, shop_id)?.zip(of_shop(tx, county, shop_id, id)?);
            let in_book = in_book::of(tx, county, "goods-receipt", id)?;
            Ok::<_, DatabaseError>((there, store::lots(tx, county, id)?, people::login::display_names(tx, county)?, in_book))
        })
        .await?;
    let (there, lots, names, in_book) = found;
    let (shop, receipt) = there.ok_or(PageError::NotFound)?;
    page(&ShowPage {
        value: lots.iter().map(|lot| lot.cost.unwrap_or_default() * lot.quantity.0).sum(),
        without: lots.iter().filter(|lot| lot.cost.is_none()).count(),
        recorder: names.get(&receipt.by).cloned().unwrap_or_default(),
        frame: visitor.frame(),
        county,
        shop,
        receipt,
        lots,
        in_book,
    })
}

type PicturePath = Path<(County, Id<Shop>, Id<Receipt>)>;

async fn signature(visitor: Visitor, Path(path): PicturePath) -> PageResult {
    picture(visitor, path, "image/png", |receipt| Some(receipt.signed).filter(|signed| signed.kind == "drawn").map(|signed| signed.what))
        .await
}

async fn photo(visitor: Visitor, Path(path): PicturePath) -> PageResult {
    picture(visitor, path, "image/jpeg", |receipt| receipt.photo).await
}

/// A kept picture of a receipt.
async fn picture(
    visitor: Visitor,
    (county, shop, id): (County, Id<Shop>, Id<Receipt>),
    kind: &'static str,
    which: fn(ReceiptFound) -> Option<String>,
) -> PageResult {
    let receipt = visitor.site().db.read(move |tx| of_shop(tx, county, shop, id)).await?;
    let file = receipt.and_then(which).and_then(|digest| digest.parse().ok()).ok_or(PageError::NotFound)?;
    let files = visitor.site().files.clone();
    let read = tokio::task::spawn_blocking(move || files.read(Class::Internal, file)).await;
    match read.map_err(|error| PageError::Broken(error.to_string()))? {
        Ok(bytes) => Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response()),
        Err(FileError::NotFound(_)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::Broken(error.to_string())),
    }
}
