//! The page of a household's points, and its passbook as a paper.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use basics::{County, Id};
use database::{DatabaseError, Tx};
use pages::{Frame, PageError, PageResult, page};
use people::{RouteAccess, Routes, Target, Visitor};
use registry::household::{self, Household};

use super::{Entries, Entry, PAGE, SlipAt, Standing, Undone, Why, booklet_pages, entries, paper, standing, words};
use crate::area::{AWARD_POINTS, ISSUE_CARDS, PROPOSE_REVERSAL, SEE_DEEDS, SEE_POINTS, SEE_SHOP, place_of};
use crate::card::{self, Card};
use crate::deed::Deed;
use crate::names::names;
use crate::reversal::{self, Outcome};
use crate::shop::{self, Shop};
use crate::{opening_balance, papers, posting};

pub(crate) fn routes(routes: Routes) -> Routes {
    let needs = RouteAccess::Needs(SEE_POINTS, "household");
    routes.get("/c/{county}/households/{household}/points", needs, show).get("/c/{county}/households/{household}/points.pdf", needs, print)
}

/// What is read for the page in one snapshot.
struct Found {
    household: Household,
    standing: Standing,
    card: Option<Card>,
    entries: Entries,
    names: BTreeMap<Id, String>,
    /// Shops of the slips named in the lines.
    shops: Vec<Shop>,
    brought: bool,
    /// What became of the last proposal to reverse the opening balance.
    proposal: Option<reversal::State>,
    /// Pages of the printed passbook.
    booklet_pages: i64,
}

fn find(tx: &mut Tx<'_>, county: County, id: Id<Household>, below: i64) -> Result<Option<Found>, DatabaseError> {
    let Some(household) = household::find(tx, county, id)? else { return Ok(None) };
    let entries = entries(tx, county, id, below, PAGE)?;
    let names = names(tx, entries.list.iter().flat_map(|entry| entry.by.iter().copied()))?;
    let mut shops: Vec<Shop> = Vec::new();
    for id in entries.list.iter().filter_map(shop_of) {
        if shops.iter().all(|shop| shop.id != id) {
            shops.extend(shop::find(tx, county, id)?);
        }
    }
    let brought = opening_balance::of_household(tx, county, id)?;
    let proposal = match &brought {
        Some(brought) => reversal::state_of(tx, county, brought.id.of())?,
        None => None,
    };
    let (standing, card) = (standing(tx, county, id)?, card::alive_of(tx, county, id)?);
    let booklet_pages = booklet_pages(ledger::account_line_count(tx, county, &posting::points(id))?);
    Ok(Some(Found { household, standing, card, entries, names, shops, brought: brought.is_some(), proposal, booklet_pages }))
}

fn slip_of(entry: &Entry) -> Option<SlipAt> {
    match &entry.why {
        Why::Redeemed { slip, .. } | Why::Reversed { what: Undone::Slip { slip, .. }, .. } => Some(*slip),
        Why::SetAside { slip, .. } => *slip,
        _ => None,
    }
}

/// The shop whose record the line comes from.
fn shop_of(entry: &Entry) -> Option<Id<Shop>> {
    match &entry.why {
        Why::SetAside { shop, .. } | Why::GivenBack { shop, .. } => Some(*shop),
        _ => slip_of(entry).map(|slip| slip.shop),
    }
}

fn deed_of(entry: &Entry) -> Option<Id<Deed>> {
    match &entry.why {
        Why::Deed { id, .. } | Why::Reversed { what: Undone::Deed { id, .. }, .. } => Some(*id),
        _ => None,
    }
}

/// A line as the table shows it.
struct Line {
    seq: i64,
    posting: Id<ledger::Posting>,
    on: String,
    why: String,
    /// Address of the slip or the deed, where the visitor may see it.
    slip: Option<String>,
    /// Address of the form that proposes to reverse it.
    reverse: Option<String>,
    waiting: bool,
    /// Why it was not reversed when somebody proposed to.
    declined: Option<String>,
    change: String,
    balance: String,
    /// What stood owed beside it.
    owed: Option<String>,
    by: String,
    /// Whether the visitor may look at the posting.
    opens: bool,
}

#[derive(Template)]
#[template(path = "passbook/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    household: Household,
    address: String,
    /// The household moved away or was merged, and its card is dead.
    gone: Option<String>,
    standing: Standing,
    card: Option<String>,
    lines: Vec<Line>,
    /// Whether these are not the newest lines.
    older: bool,
    below: Option<i64>,
    /// Pages of the printed passbook; the last one is being filled.
    booklet_pages: i64,
    may_issue: bool,
    may_award: bool,
}

#[derive(serde::Deserialize, Default)]
struct BelowQuery {
    #[serde(default)]
    below: String,
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>, Query(asked): Query<BelowQuery>) -> PageResult {
    // What is no number is as good as nothing: the newest lines.
    let below: Option<i64> = asked.below.parse().ok();
    let found = visitor.site().db.read(move |tx| find(tx, county, id, below.unwrap_or(i64::MAX))).await?.ok_or(PageError::NotFound)?;
    let frame = visitor.frame();
    let place = Target::division(&found.household.village);
    let there = found.household.is_there(visitor.site().today());
    let lines = found.entries.list.iter().map(|entry| line(&visitor, &frame, county, &found, entry)).collect();
    page(&ShowPage {
        address: words::address_of(&frame, &found.household, visitor.site().today()),
        may_issue: there && visitor.may(ISSUE_CARDS, &place),
        may_award: there && visitor.may(AWARD_POINTS, &place) && !found.brought,
        gone: household::pages::gone(&frame, &found.household),
        lines,
        frame,
        county,
        household: found.household,
        standing: found.standing,
        card: found.card.filter(|_| there).map(|card| card::shown_number(card.number)),
        older: below.is_some(),
        below: found.entries.below,
        booklet_pages: found.booklet_pages,
    })
}

fn line(visitor: &Visitor, frame: &Frame, county: County, found: &Found, entry: &Entry) -> Line {
    let place = Target::division(&found.household.village);
    let sees_shop = |id: Id<Shop>| found.shops.iter().any(|shop| shop.id == id && visitor.may(SEE_SHOP, &place_of(shop)));
    let may_propose = || visitor.may(PROPOSE_REVERSAL, &Target::division(&found.household.village));
    let may_see_deed = || visitor.may(SEE_DEEDS, &place);
    // As the posting's own page asks.
    let opens = match (&entry.why, shop_of(entry)) {
        (_, Some(shop)) => sees_shop(shop),
        (Why::Deed { .. } | Why::OwedTaken | Why::Reversed { what: Undone::Deed { .. }, .. }, None) => {
            visitor.may(SEE_SHOP, &place) && may_see_deed()
        }
        _ => visitor.may(SEE_SHOP, &place),
    };
    let proposal = |outcome: Outcome| found.proposal.as_ref().filter(|state| state.outcome == outcome);
    let is_brought = matches!(entry.why, Why::Brought { reversed: false, .. });
    let declined = proposal(Outcome::Declined).filter(|state| is_brought && !state.answer.is_empty());
    let (reverse, waiting) = match &entry.why {
        Why::Brought { reversed: false, .. } if proposal(Outcome::Waiting).is_some() => (None, true),
        Why::Brought { id, reversed: false, .. } if may_propose() => {
            (Some(format!("/c/{county}/households/{}/opening/{id}/reversal", found.household.id)), false)
        }
        _ => (None, false),
    };
    Line {
        seq: entry.seq,
        posting: entry.posting,
        on: entry.on.to_string(),
        why: words::why(frame, entry),
        slip: slip_of(entry)
            .filter(|slip| sees_shop(slip.shop))
            .map(|slip| format!("/c/{county}/shops/{}/redemptions/{}", slip.shop, slip.id))
            .or_else(|| deed_of(entry).filter(|_| may_see_deed()).map(|deed| format!("/c/{county}/deeds/{deed}"))),
        reverse,
        waiting,
        declined: declined.map(|state| state.answer.clone()),
        change: words::change(entry),
        balance: entry.balance.to_string(),
        owed: words::owed_after(frame, entry),
        opens,
        by: words::by(frame, entry, &found.names),
    }
}

#[derive(serde::Deserialize, Default)]
struct PrintedQuery {
    #[serde(default)]
    page: String,
}

async fn print(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>, Query(asked): Query<PrintedQuery>) -> PageResult {
    // What is no number is as good as nothing: the page that is being filled.
    let (on, number) = (visitor.site().today(), asked.page.parse().ok());
    let printed = visitor.site().db.read(move |tx| paper::read(tx, county, id, number, on)).await?.ok_or(PageError::NotFound)?;
    let frame = visitor.frame();
    let data = paper::data(visitor.site(), &frame, &printed)?;
    papers::PASSBOOK.answer(&frame, data, Vec::new(), on.parts()).await
}
