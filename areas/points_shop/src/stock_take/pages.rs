//! Pages of stock-takes: past ones, one being counted, one as it was signed.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use basics::{County, Id};
use database::{DatabaseError, Tx};
use money::Pieces;
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, go, page};
use people::{RouteAccess, Routes, Visitor};

use super::form::{count_field, filled, read, shown_field, why_field};
use super::{
    Beginning, Count, FinishRefused, Finishing, LotInBook, Meanwhile, Settled, StockTake, Taking, TakingRow, Unsettled, begin, finish,
    paper, save, signature_of, stop, store,
};
use crate::area::{KEEP_GOODS, PROPOSE_REVERSAL, SEE_SHOP, place_of};
use crate::late_slip::{self, ToldOf};
use crate::names::names;
use crate::posting::in_book::{self, InBook};
use crate::receipt::Lot;
use crate::redemption::pages::number_words;
use crate::reversal::{self, Outcome};
use crate::shop::{self, Shop};
use crate::signature;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (see, keep) = (RouteAccess::Needs(SEE_SHOP, "shop"), RouteAccess::Needs(KEEP_GOODS, "shop"));
    routes
        .get("/c/{county}/shops/{shop}/stock-takes", see, list)
        .post("/c/{county}/shops/{shop}/stock-takes", keep, start)
        .get("/c/{county}/shops/{shop}/stock-takes/{stock_take}", see, show)
        .post("/c/{county}/shops/{shop}/stock-takes/{stock_take}", keep, counted)
        .post("/c/{county}/shops/{shop}/stock-takes/{stock_take}/stop", keep, stopped)
        .get("/c/{county}/shops/{shop}/stock-takes/{stock_take}/paper.pdf", see, paper::print)
        .get("/c/{county}/shops/{shop}/stock-takes/{stock_take}/signature.png", see, drawing)
}

#[derive(Template)]
#[template(path = "stock_take/list.html")]
struct ListPage {
    frame: Frame,
    county: County,
    shop: Shop,
    /// Chosen now, so that a double click begins once.
    id: Id<StockTake>,
    open: Option<Id<StockTake>>,
    rows: Vec<TakingRow>,
    names: BTreeMap<Id, String>,
    may_keep: bool,
}

impl ListPage {
    fn who(&self, row: &TakingRow) -> &str {
        self.names.get(&row.by).map_or("", String::as_str)
    }
}

async fn list(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let rows = store::of_shop(tx, county, id)?;
            let names = names(tx, rows.iter().map(|row| row.by))?;
            Ok::<_, DatabaseError>((shop::find(tx, county, id)?, rows, names))
        })
        .await?;
    let (shop, rows, names) = (found.0.ok_or(PageError::NotFound)?, found.1, found.2);
    let (open, may_keep) = (rows.iter().find(|row| row.is_open).map(|row| row.id), visitor.may(KEEP_GOODS, &place_of(&shop)));
    page(&ListPage { frame: visitor.frame(), county, shop, id: Id::fresh(), open, rows, names, may_keep })
}

async fn start(visitor: Visitor, Path((county, shop)): Path<(County, Id<Shop>)>, submitted: Submitted) -> PageResult {
    let id = Form::from(submitted).value("id").parse().unwrap_or_else(|_| Id::fresh());
    let (on, by, now) = (visitor.site().today(), visitor.actor(), visitor.site().now());
    let there = visitor.site().db.write(move |tx| begin(tx, Beginning { county, id, shop, on, by }, now)).await?;
    go(&format!("/c/{county}/shops/{shop}/stock-takes/{there}"))
}

/// A stock-take with all its page shows.
pub(super) struct Facts {
    pub shop: Shop,
    pub taking: Taking,
    pub lots: Vec<LotInBook>,
    pub counts: BTreeMap<Id<Lot>, Count>,
    pub lines: Vec<(LotInBook, Settled)>,
    pub names: BTreeMap<Id, String>,
    /// Nothing when all was as the book said.
    pub in_book: Vec<InBook>,
    /// What late slips told of since.
    pub told: Vec<ToldOf>,
    pub reversal: Option<reversal::State>,
    /// It found differences, so there is something to take back.
    pub is_posted: bool,
}

pub(super) type OfShop = (County, Id<Shop>, Id<StockTake>);

/// One of this shop; one of another shop is as unknown as none.
fn facts(tx: &mut Tx<'_>, (county, shop, id): OfShop) -> Result<Option<Facts>, DatabaseError> {
    let Some(taking) = store::find(tx, county, id)?.filter(|taking| taking.shop == shop) else { return Ok(None) };
    let Some(shop) = shop::find(tx, county, shop)? else { return Ok(None) };
    let lots = if taking.is_open() { store::lots_to_count(tx, county, shop.id)? } else { Vec::new() };
    let (counts, lines) = (store::counts(tx, county, id)?, store::lines(tx, county, id)?);
    let by = counts.values().map(|count| count.by).chain([taking.begun_by]).chain(taking.ended.map(|ended| ended.by));
    let (mut told, reversal) = (late_slip::told_of(tx, county, id)?, reversal::state_of(tx, county, id.of())?);
    // Taken back, it has no difference that anything could come off.
    if reversal.as_ref().is_some_and(|state| state.outcome == Outcome::Confirmed) {
        told.clear();
    }
    let (names, is_posted) = (names(tx, by)?, ledger::posting_by_id(tx, county, id.of())?.is_some());
    let in_book = in_book::of(tx, county, "stock-take", id)?;
    Ok(Some(Facts { names, shop, taking, lots, counts, lines, in_book, told, reversal, is_posted }))
}

pub(super) async fn found(visitor: &Visitor, path: OfShop) -> Result<Facts, PageError> {
    visitor.site().db.read(move |tx| facts(tx, path)).await?.ok_or(PageError::NotFound)
}

/// A lot on the counting page.
struct CountRow {
    lot: LotInBook,
    count: Option<Count>,
    count_field: String,
    shown_field: String,
    /// The explanation is asked for.
    ask_why: bool,
    /// What left or came since it was counted.
    moved: Pieces,
}

#[derive(Template)]
#[template(path = "stock_take/count.html")]
struct CountPage {
    frame: Frame,
    form: Form,
    county: County,
    shop: Shop,
    taking: Taking,
    /// Whoever fills the form; the second person is somebody else.
    counter: String,
    on_shelf: Vec<CountRow>,
    empty: Vec<CountRow>,
    done: usize,
    all: usize,
    differing: usize,
}

impl CountPage {
    /// A folded row is in use.
    fn empty_open(&self) -> bool {
        self.empty.iter().any(|row| row.count.is_some() || !self.form.value(&row.count_field).is_empty())
    }
}

fn count_row(form: &Form, counts: &BTreeMap<Id<Lot>, Count>, lot: LotInBook) -> CountRow {
    let count = counts.get(&lot.lot).cloned();
    let (count_field, why_field) = (count_field(lot.lot), why_field(lot.lot));
    let differs = count.as_ref().is_some_and(|count| count.difference() != Pieces::ZERO);
    let ask_why = differs || !form.value(&why_field).is_empty() || !form.errors(&why_field).is_empty();
    let moved = count.as_ref().map_or(Pieces::ZERO, |count| lot.book - count.book);
    CountRow { shown_field: shown_field(lot.lot), lot, count, count_field, ask_why, moved }
}

fn count_page(visitor: &Visitor, county: County, facts: Facts, form: Form) -> CountPage {
    let Facts { shop, taking, lots, counts, .. } = facts;
    let (on_shelf, empty): (Vec<LotInBook>, Vec<LotInBook>) = lots.into_iter().partition(|lot| lot.book > Pieces::ZERO);
    let row = |lot: LotInBook| count_row(&form, &counts, lot);
    let (on_shelf, empty): (Vec<CountRow>, Vec<CountRow>) = (on_shelf.into_iter().map(row).collect(), empty.into_iter().map(row).collect());
    CountPage {
        done: on_shelf.iter().filter(|row| row.count.is_some()).count(),
        all: on_shelf.len(),
        differing: counts.values().filter(|count| count.difference() != Pieces::ZERO).count(),
        counter: visitor.login.display_name.clone(),
        frame: visitor.frame(),
        form,
        county,
        shop,
        taking,
        on_shelf,
        empty,
    }
}

#[derive(Template)]
#[template(path = "stock_take/show.html")]
struct ShowPage {
    frame: Frame,
    /// What somebody tried with one that has ended.
    form: Form,
    county: County,
    facts: Facts,
    missing: Pieces,
    surplus: Pieces,
    differing: usize,
    counters: String,
    may_propose: bool,
}

impl ShowPage {
    /// Taken back by two.
    fn is_reversed(&self) -> bool {
        self.facts.reversal.as_ref().is_some_and(|state| state.outcome == Outcome::Confirmed)
    }

    fn told_words(&self, one: &ToldOf) -> String {
        told_words(&self.frame, &self.facts, one)
    }

    fn who(&self, by: &Id) -> &str {
        self.facts.names.get(by).map_or("", String::as_str)
    }
}

/// A late slip's number and how many pieces of which goods it told of.
pub(super) fn told_words(frame: &Frame, facts: &Facts, one: &ToldOf) -> String {
    let lot = facts.lines.iter().find(|(lot, _)| lot.lot == one.lot).map(|(lot, _)| lot);
    let (goods, unit) = lot.map(|lot| (lot.full_name(), lot.piece_unit.clone())).unwrap_or_default();
    let words = Message::new("stocktake-told-late").with("number", number_words(one.on, one.number)).with("goods", goods);
    frame.message(&words.with("n", one.quantity.0).with("unit", unit))
}

/// Everybody who counted, in the order of their names.
pub(super) fn counters(frame: &Frame, facts: &Facts) -> String {
    let by = facts.counts.values().map(|count| count.by).chain(facts.taking.ended.map(|ended| ended.by));
    let mut counters: Vec<String> = by.filter_map(|by| facts.names.get(&by).cloned()).collect();
    counters.sort_unstable();
    counters.dedup();
    counters.join(&frame.say("shop-between"))
}

fn show_page(visitor: &Visitor, county: County, facts: Facts, form: Form) -> ShowPage {
    let differences = || facts.lines.iter().map(|(_, settled)| settled.count.difference());
    let sum = |which: fn(&Pieces) -> bool| differences().filter(which).map(Pieces::abs).sum::<Pieces>();
    let frame = visitor.frame();
    let undone = facts.reversal.as_ref().is_some_and(|state| state.outcome != Outcome::Declined);
    ShowPage {
        may_propose: facts.is_posted && !undone && visitor.may(PROPOSE_REVERSAL, &place_of(&facts.shop)),
        missing: sum(|one| one.is_negative()),
        surplus: sum(|one| *one > Pieces::ZERO),
        differing: differences().filter(|one| *one != Pieces::ZERO).count(),
        counters: counters(&frame, &facts),
        frame,
        form,
        county,
        facts,
    }
}

async fn show(visitor: Visitor, Path(path): Path<OfShop>) -> PageResult {
    let facts = found(&visitor, path).await?;
    if facts.taking.is_open() && visitor.may(KEEP_GOODS, &place_of(&facts.shop)) {
        let form = filled(&facts.lots, &facts.counts);
        return page(&count_page(&visitor, path.0, facts, form));
    }
    page(&show_page(&visitor, path.0, facts, Form::default()))
}

/// Saves what was counted, and with the second button signs it off. What was typed and can be read is always saved first.
async fn counted(visitor: Visitor, Path(path): Path<OfShop>, submitted: Submitted) -> PageResult {
    let (county, shop, id) = path;
    let mut form = Form::from(submitted);
    let facts = found(&visitor, path).await?;
    let address = format!("/c/{county}/shops/{shop}/stock-takes/{id}");
    let finishing = form.value("do") == "finish";
    if !facts.taking.is_open() && !finishing {
        return again(&visitor, path, form).await;
    }
    if facts.taking.is_open() {
        let (new, by, now) = (read(&mut form, &facts.lots), visitor.actor(), visitor.site().now());
        let saved = visitor.site().db.write(move |tx| save(tx, county, (shop, id), &new, (by, now))).await?;
        note_meanwhile(&mut form, &facts.lots, &saved.unwrap_or_default());
    }
    if !finishing {
        return if form.is_good() { done(&address, "stocktake-saved") } else { again(&visitor, path, form).await };
    }
    let witness = form.text("witness", 40);
    let files = visitor.site().files.clone();
    let (mut form, signed) = tokio::task::spawn_blocking(move || {
        let signed = signature::read(&mut form, &files);
        (form, signed)
    })
    .await
    .map_err(|error| PageError::Broken(error.to_string()))?;
    let (Some(witness), Some(signed), true) = (witness, signed, form.is_good()) else { return again(&visitor, path, form).await };
    let (on, by, now) = (visitor.site().today(), visitor.actor(), visitor.site().now());
    let finishing = Finishing { county, shop, id, on, witness, signed, by };
    match visitor.site().db.write(move |tx| finish(tx, &finishing, now)).await {
        Ok(()) => return done(&address, "stocktake-finished"),
        Err(FinishRefused::Database(error)) => return Err(error.into()),
        Err(FinishRefused::Unknown) => return Err(PageError::NotFound),
        Err(FinishRefused::Ended) => form.refuse_all(Message::new("stocktake-ended")),
        Err(FinishRefused::Nothing) => form.refuse_all(Message::new("stocktake-nothing")),
        Err(FinishRefused::SamePerson { name }) => form.refuse("witness", Message::new("stocktake-witness-same").with("name", name)),
        Err(FinishRefused::Lots(hindered)) => note_unsettled(&mut form, &facts.lots, &hindered),
    }
    again(&visitor, path, form).await
}

/// The page again with what was typed; a stock-take that ended meanwhile shows how.
async fn again(visitor: &Visitor, path: OfShop, mut form: Form) -> PageResult {
    let facts = found(visitor, path).await?;
    if !facts.taking.is_open() {
        form = Form::default();
        form.refuse_all(Message::new("stocktake-ended"));
        return form_again(&show_page(visitor, path.0, facts, form));
    }
    form_again(&count_page(visitor, path.0, facts, form))
}

fn note_meanwhile(form: &mut Form, lots: &[LotInBook], meanwhile: &[Meanwhile]) {
    for one in meanwhile {
        let unit = lots.iter().find(|lot| lot.lot == one.lot).map(|lot| lot.piece_unit.clone()).unwrap_or_default();
        let key = match one.shown {
            shown if shown.is_negative() => "stocktake-look-again",
            shown if shown > one.book => "stocktake-left-meanwhile",
            _ => "stocktake-came-meanwhile",
        };
        let moved = (one.shown - one.book).abs();
        form.refuse(&count_field(one.lot), Message::new(key).with("n", moved).with("book", one.book).with("unit", unit));
    }
}

fn note_unsettled(form: &mut Form, lots: &[LotInBook], hindered: &[Unsettled]) {
    let name = |id: &Id<Lot>| lots.iter().find(|lot| lot.lot == *id).map(LotInBook::full_name).unwrap_or_default();
    for one in hindered {
        match one {
            Unsettled::NotCounted(lot) => form.refuse(&count_field(*lot), Message::new("stocktake-not-counted")),
            Unsettled::Unexplained(lot) => form.refuse(&why_field(*lot), Message::new("stocktake-unexplained").with("goods", name(lot))),
            Unsettled::CountAgain(lot) => form.refuse(&count_field(*lot), Message::new("stocktake-count-again")),
        }
    }
}

async fn stopped(visitor: Visitor, Path(path): Path<OfShop>) -> PageResult {
    let (county, shop, id) = path;
    let (on, by, now) = (visitor.site().today(), visitor.actor(), visitor.site().now());
    let state = found(&visitor, path).await?.taking.state;
    // A second click finds it stopped.
    if state != "stopped" && !visitor.site().db.write(move |tx| stop(tx, county, (shop, id), on, (by, now))).await? {
        return again(&visitor, path, Form::default()).await;
    }
    done(&format!("/c/{county}/shops/{shop}/stock-takes"), "stocktake-stopped")
}

async fn drawing(visitor: Visitor, Path(path): Path<OfShop>) -> PageResult {
    let facts = found(&visitor, path).await?;
    let png = signature_of(&facts.taking).and_then(|signed| signature::drawing(&visitor.site().files, signed.kind, &signed.what));
    Ok(([(header::CONTENT_TYPE, "image/png")], png.ok_or(PageError::NotFound)?).into_response())
}
