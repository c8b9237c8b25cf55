//! Pages on which one login proposes to take something back and another decides; and the list of same-day cancellations.

use askama::Template;
use axum::extract::Path;
use basics::{County, Id};
use database::DatabaseError;
use ledger::{Decision, Posting, Proposal, Reversal};
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor, random_bytes};
use registry::household::Household;

use super::{
    DecideRefused, Hindrance, Outcome, ProposeRefused, Reversible, State, Waiting, What, all, cancellations, decide, propose, reversible,
    scrap_returned, state_of, waiting,
};
use crate::area::{CONFIRM_REVERSAL, PROPOSE_REVERSAL, SEE_DEEDS, SEE_REVERSALS};
use crate::award;
use crate::deed::Deed;
use crate::opening_balance::OpeningBalance;
use crate::redemption::Redemption;
use crate::redemption::pages::number_words;
use crate::scrap::Scrap;
use crate::shop::Shop;
use crate::stock_take::StockTake;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (slip, brought) = (RouteAccess::Needs(PROPOSE_REVERSAL, "shop"), RouteAccess::Needs(PROPOSE_REVERSAL, "household"));
    let part = RouteAccess::Needs(CONFIRM_REVERSAL, "county-part");
    routes
        .get("/c/{county}/shops/{shop}/redemptions/{redemption}/reversal", slip, ask_for_slip)
        .post("/c/{county}/shops/{shop}/redemptions/{redemption}/reversal", slip, propose_for_slip)
        .get("/c/{county}/shops/{shop}/stock-takes/{stock_take}/reversal", slip, ask_for_stock_take)
        .post("/c/{county}/shops/{shop}/stock-takes/{stock_take}/reversal", slip, propose_for_stock_take)
        .get("/c/{county}/shops/{shop}/scraps/{scrap}/reversal", slip, ask_for_scrap)
        .post("/c/{county}/shops/{shop}/scraps/{scrap}/reversal", slip, propose_for_scrap)
        .get("/c/{county}/households/{household}/opening/{opening}/reversal", brought, ask_for_brought)
        .post("/c/{county}/households/{household}/opening/{opening}/reversal", brought, propose_for_brought)
        .get("/c/{county}/deeds/{deed}/reversal", RouteAccess::Needs(PROPOSE_REVERSAL, "deed"), ask_for_deed)
        .post("/c/{county}/deeds/{deed}/reversal", RouteAccess::Needs(PROPOSE_REVERSAL, "deed"), propose_for_deed)
        .get("/c/{county}/reversals/all", RouteAccess::Needs(SEE_REVERSALS, "county-part"), all::show)
        .get("/c/{county}/reversals", part, list)
        .post("/c/{county}/reversals/{reversal}/confirm", part, confirm)
        .post("/c/{county}/reversals/{reversal}/decline", part, decline)
        .get("/c/{county}/shops/{shop}/cancellations", RouteAccess::Needs(CONFIRM_REVERSAL, "shop"), cancellations::show)
}

/// `小票 20200108-003`, or what the household brought.
pub(crate) fn what(frame: &Frame, found: &Reversible) -> String {
    match &found.what {
        What::StockTake { .. } => frame.say1("reversal-stock-take", "date", found.on),
        What::Scrap { goods, .. } => frame.say2("reversal-scrap", "date", found.on, "goods", goods),
        What::Slip { number, .. } => frame.say1("reversal-slip", "number", number_words(found.on, *number)),
        What::Brought { reason } => frame.say2("reversal-brought", "date", found.on, "reason", reason),
        What::Deed { item, .. } => frame.say2("reversal-deed", "date", found.on, "item", item),
    }
}

/// Whose it is: a household, or the shop where it is about goods.
pub(super) fn whose(frame: &Frame, found: &Reversible) -> String {
    match (&found.household, &found.what) {
        (Some(household), _) => frame.say1("household-head", "name", &household.head_name),
        (None, What::Slip { shop, .. } | What::Scrap { shop, .. } | What::StockTake { shop, .. }) => shop.name.clone(),
        (None, _) => String::new(),
    }
}

/// How much: points, or pieces.
pub(super) fn amount(frame: &Frame, found: &Reversible) -> String {
    match &found.what {
        What::StockTake { missing, surplus, .. } => frame.say2("reversal-differences", "missing", missing.0, "surplus", surplus.0),
        What::Scrap { pieces, unit, .. } => format!("{pieces}\u{a0}{unit}"),
        _ => format!("{}\u{a0}{}", found.points, frame.say("unit-points")),
    }
}

#[derive(Template)]
#[template(path = "reversal/propose.html")]
struct ProposePage {
    frame: Frame,
    form: Form,
    /// Where the form is sent.
    action: String,
    back: String,
    what: String,
    whose: String,
    amount: String,
    reversible: Reversible,
    /// The proposal that waits already.
    waiting: Option<State>,
    /// Taken back already, by two or on its own day.
    reversed: bool,
    concerned: bool,
}

impl ProposePage {
    /// It moves goods and nobody's points.
    fn is_of_goods(&self) -> bool {
        self.reversible.household.is_none()
    }
}

/// What a proposal is about and where its pages lie.
struct Asked {
    posting: Id<Posting>,
    action: String,
    back: String,
}

fn slip_asked(county: County, shop: Id<Shop>, redemption: Id<Redemption>) -> Asked {
    let back = format!("/c/{county}/shops/{shop}/redemptions/{redemption}");
    Asked { posting: redemption.of(), action: format!("{back}/reversal"), back }
}

/// A stock-take or what was scrapped: its posting has its own id.
fn goods_asked(county: County, shop: Id<Shop>, path: &str, id: Id) -> Asked {
    let back = format!("/c/{county}/shops/{shop}/{path}/{id}");
    Asked { posting: id.of(), action: format!("{back}/reversal"), back }
}

fn brought_asked(county: County, household: Id<Household>, opening: Id<OpeningBalance>) -> Asked {
    let home = format!("/c/{county}/households/{household}");
    Asked { posting: opening.of(), action: format!("{home}/opening/{opening}/reversal"), back: format!("{home}/points") }
}

async fn propose_page(
    visitor: &Visitor,
    county: County,
    asked: Asked,
    form: Form,
    belongs: impl Fn(&Reversible) -> bool,
) -> Result<ProposePage, PageError> {
    let (login, on, posting) = (visitor.login.clone(), visitor.site().today(), asked.posting);
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(found) = reversible(tx, county, posting)? else { return Ok(None) };
            let concerned = found.concerns(tx, county, &login, on)?;
            let reversed = ledger::reversal_of(tx, county, posting)?.is_some();
            Ok::<_, DatabaseError>(Some((found, state_of(tx, county, posting)?, reversed, concerned)))
        })
        .await?;
    let (reversible, state, reversed, concerned) = found.filter(|(found, ..)| belongs(found)).ok_or(PageError::NotFound)?;
    let frame = visitor.frame();
    let (what, whose, amount) = (what(&frame, &reversible), whose(&frame, &reversible), amount(&frame, &reversible));
    let waiting = state.filter(|state| state.outcome == Outcome::Waiting);
    Ok(ProposePage { frame, form, action: asked.action, back: asked.back, what, whose, amount, reversible, waiting, reversed, concerned })
}

fn of_shop(id: Id<Shop>) -> impl Fn(&Reversible) -> bool {
    move |found| matches!(&found.what, What::Slip { shop, .. } if shop.id == id)
}

fn of_goods(id: Id<Shop>) -> impl Fn(&Reversible) -> bool {
    move |found| matches!(&found.what, What::StockTake { shop, .. } | What::Scrap { shop, .. } if shop.id == id)
}

fn of_household(id: Id<Household>) -> impl Fn(&Reversible) -> bool {
    move |found| matches!(found.what, What::Brought { .. }) && found.household.as_ref().is_some_and(|household| household.id == id)
}

fn fresh() -> Form {
    Form::filled(&[("id", Id::<Reversal>::fresh().to_string())])
}

async fn ask_for_slip(visitor: Visitor, Path((county, shop, redemption)): Path<(County, Id<Shop>, Id<Redemption>)>) -> PageResult {
    page(&propose_page(&visitor, county, slip_asked(county, shop, redemption), fresh(), of_shop(shop)).await?)
}

async fn ask_for_stock_take(visitor: Visitor, Path((county, shop, id)): Path<(County, Id<Shop>, Id<StockTake>)>) -> PageResult {
    page(&propose_page(&visitor, county, goods_asked(county, shop, "stock-takes", id.any()), fresh(), of_goods(shop)).await?)
}

async fn ask_for_scrap(visitor: Visitor, Path((county, shop, id)): Path<(County, Id<Shop>, Id<Scrap>)>) -> PageResult {
    page(&propose_page(&visitor, county, goods_asked(county, shop, "scraps", id.any()), fresh(), of_goods(shop)).await?)
}

async fn propose_for_stock_take(
    visitor: Visitor,
    Path((county, shop, id)): Path<(County, Id<Shop>, Id<StockTake>)>,
    submitted: Submitted,
) -> PageResult {
    proposed(&visitor, county, goods_asked(county, shop, "stock-takes", id.any()), submitted, of_goods(shop)).await
}

async fn propose_for_scrap(
    visitor: Visitor,
    Path((county, shop, id)): Path<(County, Id<Shop>, Id<Scrap>)>,
    submitted: Submitted,
) -> PageResult {
    proposed(&visitor, county, goods_asked(county, shop, "scraps", id.any()), submitted, of_goods(shop)).await
}

async fn ask_for_brought(
    visitor: Visitor,
    Path((county, household, opening)): Path<(County, Id<Household>, Id<OpeningBalance>)>,
) -> PageResult {
    page(&propose_page(&visitor, county, brought_asked(county, household, opening), fresh(), of_household(household)).await?)
}

fn of_deed(id: Id<Deed>) -> impl Fn(&Reversible) -> bool {
    move |found| matches!(found.what, What::Deed { .. }) && found.subject.id == id.any()
}

/// A deed whose points are in the book, with the posting that brought them.
async fn deed_asked(visitor: &Visitor, county: County, id: Id<Deed>) -> Result<Asked, PageError> {
    let award = visitor.site().db.read(move |tx| award::of_deed(tx, county, id)).await?.ok_or(PageError::NotFound)?;
    let back = format!("/c/{county}/deeds/{id}");
    Ok(Asked { posting: award::posting_id(id, award.id), action: format!("{back}/reversal"), back })
}

async fn ask_for_deed(visitor: Visitor, Path((county, id)): Path<(County, Id<Deed>)>) -> PageResult {
    let asked = deed_asked(&visitor, county, id).await?;
    page(&propose_page(&visitor, county, asked, fresh(), of_deed(id)).await?)
}

async fn propose_for_deed(visitor: Visitor, Path((county, id)): Path<(County, Id<Deed>)>, submitted: Submitted) -> PageResult {
    let asked = deed_asked(&visitor, county, id).await?;
    proposed(&visitor, county, asked, submitted, of_deed(id)).await
}

async fn propose_for_slip(
    visitor: Visitor,
    Path((county, shop, redemption)): Path<(County, Id<Shop>, Id<Redemption>)>,
    submitted: Submitted,
) -> PageResult {
    proposed(&visitor, county, slip_asked(county, shop, redemption), submitted, of_shop(shop)).await
}

async fn propose_for_brought(
    visitor: Visitor,
    Path((county, household, opening)): Path<(County, Id<Household>, Id<OpeningBalance>)>,
    submitted: Submitted,
) -> PageResult {
    proposed(&visitor, county, brought_asked(county, household, opening), submitted, of_household(household)).await
}

async fn proposed(
    visitor: &Visitor,
    county: County,
    asked: Asked,
    submitted: Submitted,
    belongs: impl Fn(&Reversible) -> bool,
) -> PageResult {
    let mut form = Form::from(submitted);
    let reason = form.text("reason", 200);
    let id = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    // Also finds out whether what the path names belongs together.
    let mut shown = propose_page(visitor, county, asked, Form::default(), belongs).await?;
    if let Some(reason) = reason {
        let proposal = Proposal { id, posting: shown.reversible.posting, reason, by: visitor.actor() };
        let (login, on, now) = (visitor.login.clone(), visitor.site().today(), visitor.site().now());
        match visitor.site().db.write(move |tx| propose(tx, county, &proposal, &login, on, now)).await {
            Ok(()) => {
                // Whoever keeps the shop need not be one who sees deeds.
                let found = &shown.reversible;
                let unseen = matches!(found.what, What::Deed { .. }) && !visitor.may(SEE_DEEDS, &found.place);
                let passbook = found.household.as_ref().filter(|_| unseen).map(|of| format!("/c/{county}/households/{}/points", of.id));
                return done(passbook.as_ref().unwrap_or(&shown.back), "reversal-proposed");
            }
            Err(ProposeRefused::Database(error)) => return Err(error.into()),
            Err(ProposeRefused::Unknown) => return Err(PageError::NotFound),
            Err(ProposeRefused::Already) => form.refuse_all(Message::new("reversal-already")),
            Err(ProposeRefused::Proposed) => form.refuse_all(Message::new("reversal-waits")),
            Err(ProposeRefused::Concerned) => form.refuse_all(Message::new("reversal-concerned")),
            Err(ProposeRefused::Hindered(hindrance)) => form.refuse_all(hindrance_words(&hindrance)),
        }
    }
    shown.form = form;
    form_again(&shown)
}

/// Why goods do not go back, and what to do about it.
fn hindrance_words(hindrance: &Hindrance) -> Message {
    match hindrance {
        Hindrance::CountingNow => Message::new("reversal-counting-now"),
        Hindrance::CountedSince { goods, on } => Message::new("reversal-counted-since").with("goods", goods).with("day", on),
        Hindrance::GoneSince { goods, wanted, left } => {
            Message::new("reversal-gone-since").with("goods", goods).with("wanted", wanted.0).with("left", left.0)
        }
    }
}

struct WaitingRow {
    what: String,
    whose: String,
    amount: String,
    link: String,
    /// Id of the reversing posting, chosen now so that a double click reverses once.
    posting: Id<Posting>,
    waiting: Waiting,
}

impl WaitingRow {
    /// Name of the field that says why not.
    fn answer_field(&self) -> String {
        answer_field(self.waiting.id)
    }

    /// Goods come back with it.
    fn is_slip(&self) -> bool {
        matches!(self.waiting.reversible.what, What::Slip { .. })
    }

    /// It moves goods and nobody's points.
    fn is_of_goods(&self) -> bool {
        self.waiting.reversible.household.is_none()
    }
}

/// Several proposals stand on one page, each with its own answer.
fn answer_field(id: Id<Reversal>) -> String {
    format!("answer.{id}")
}

/// Where the record that is taken back has its page.
pub(super) fn page_of(found: &Reversible) -> String {
    let county = found.subject.county;
    let household = found.household.as_ref().map(|household| household.id.to_string()).unwrap_or_default();
    match &found.what {
        What::StockTake { shop, .. } => format!("/c/{county}/shops/{}/stock-takes/{}", shop.id, found.subject.id),
        What::Scrap { shop, .. } => format!("/c/{county}/shops/{}/scraps/{}", shop.id, found.subject.id),
        What::Slip { shop, .. } => format!("/c/{county}/shops/{}/redemptions/{}", shop.id, found.subject.id),
        What::Brought { .. } => format!("/c/{county}/households/{household}/points"),
        What::Deed { .. } => format!("/c/{county}/deeds/{}", found.subject.id),
    }
}

/// The record's page, or the household's passbook for whoever does not see the deed.
pub(crate) fn page_for(visitor: &Visitor, found: &Reversible) -> String {
    let unseen = matches!(found.what, What::Deed { .. }) && !visitor.may(SEE_DEEDS, &found.place);
    match found.household.as_ref().filter(|_| unseen) {
        Some(household) => format!("/c/{}/households/{}/points", found.subject.county, household.id),
        None => page_of(found),
    }
}

#[derive(Template)]
#[template(path = "reversal/list.html")]
struct ListPage {
    frame: Frame,
    form: Form,
    county: County,
    rows: Vec<WaitingRow>,
}

async fn list_page(visitor: &Visitor, county: County, form: Form) -> Result<ListPage, PageError> {
    let (asker, on) = (visitor.clone(), visitor.site().today());
    let found =
        visitor.site().db.read(move |tx| waiting(tx, county, &asker.login, &|place| asker.may(CONFIRM_REVERSAL, place), on)).await?;
    let frame = visitor.frame();
    let row = |waiting: Waiting| WaitingRow {
        what: what(&frame, &waiting.reversible),
        whose: whose(&frame, &waiting.reversible),
        amount: amount(&frame, &waiting.reversible),
        link: page_of(&waiting.reversible),
        posting: Id::fresh(),
        waiting,
    };
    let rows = found.into_iter().map(row).collect();
    Ok(ListPage { frame, form, county, rows })
}

async fn list(visitor: Visitor, Path(county): Path<County>) -> PageResult {
    page(&list_page(&visitor, county, Form::default()).await?)
}

async fn confirm(visitor: Visitor, Path((county, id)): Path<(County, Id<Reversal>)>, submitted: Submitted) -> PageResult {
    decided(&visitor, county, id, submitted, true).await
}

async fn decline(visitor: Visitor, Path((county, id)): Path<(County, Id<Reversal>)>, submitted: Submitted) -> PageResult {
    decided(&visitor, county, id, submitted, false).await
}

async fn decided(visitor: &Visitor, county: County, id: Id<Reversal>, submitted: Submitted, confirmed: bool) -> PageResult {
    let mut form = Form::from(submitted);
    let posting = form.value("posting").parse().unwrap_or_else(|_| Id::fresh());
    let found = visitor
        .site()
        .db
        .read(move |tx| match ledger::reversal(tx, county, id)? {
            Some(proposal) => reversible(tx, county, proposal.posting),
            None => Ok(None),
        })
        .await?;
    let found = found.ok_or(PageError::NotFound)?;
    visitor.must(CONFIRM_REVERSAL, &found.place)?;
    let answer = if confirmed { Some(String::new()) } else { form.optional_text(&answer_field(id), 200) };
    let Some(answer) = answer else { return form_again(&list_page(visitor, county, form).await?) };
    let (by, business_date) = (visitor.actor(), visitor.site().today());
    let decision = Decision { by, confirmed, answer, posting, business_date, salt: random_bytes() };
    let (login, now) = (visitor.login.clone(), visitor.site().now());
    let scrapped = confirmed && form.value("goods") == "scrapped" && matches!(found.what, What::Slip { .. });
    let done_so = visitor
        .site()
        .db
        .write(move |tx| {
            decide(tx, county, id, &decision, &login, now)?;
            if scrapped { scrap_returned(tx, county, id, &decision, now) } else { Ok(()) }
        })
        .await;
    match done_so {
        Ok(()) => return done(&format!("/c/{county}/reversals"), if confirmed { "reversal-confirmed" } else { "reversal-declined" }),
        Err(DecideRefused::Database(error)) => return Err(error.into()),
        Err(DecideRefused::Unknown) => return Err(PageError::NotFound),
        Err(DecideRefused::SameLogin) => form.refuse_all(Message::new("reversal-same-login")),
        Err(DecideRefused::Already) => form.refuse_all(Message::new("reversal-decided")),
        Err(DecideRefused::NoReason) => form.refuse(&answer_field(id), Message::new("form-empty")),
        Err(DecideRefused::Concerned) => form.refuse_all(Message::new("reversal-concerned")),
        Err(DecideRefused::Hindered(hindrance)) => form.refuse_all(hindrance_words(&hindrance)),
        Err(DecideRefused::BudgetShort { needed, left }) => {
            form.refuse_all(Message::new("reversal-budget-short").with("needed", needed).with("left", left));
        }
    }
    form_again(&list_page(visitor, county, form).await?)
}
