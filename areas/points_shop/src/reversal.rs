//! What turns out wrong after its day is taken back by two: one login proposes with a reason, another confirms or declines.

mod all;
mod cancellations;
mod carry_out;
mod goods;
pub(crate) mod pages;

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{DatabaseError, Tx};
use ledger::{Posting, Reversal};
use money::{Pieces, TenthPoints};
use people::Target;
use people::login::Login;
use registry::household::{self, Household};

use crate::deed::{self, Deed};
use crate::names::names;
use crate::shop::{self, Shop};
use crate::{area, award, opening_balance, redemption};

pub use carry_out::{DecideRefused, ProposeRefused, decide, propose, scrap_returned};
pub use goods::Hindrance;

/// A record whose posting can be taken back by two.
#[derive(Clone, Debug)]
pub struct Reversible {
    pub posting: Id<Posting>,
    pub subject: Subject,
    /// Whose points it moved; none where it is about goods alone.
    pub household: Option<Household>,
    /// Where it lies, for who may decide about it.
    pub place: Target,
    pub on: BusinessDate,
    pub points: TenthPoints,
    pub what: What,
}

/// What kind of record it is.
#[derive(Clone, Debug)]
pub enum What {
    Slip {
        shop: Shop,
        number: i64,
    },
    /// Points from the paper passbook, with their reason.
    Brought {
        reason: String,
    },
    /// The points of a confirmed deed, with the rule's item.
    Deed {
        item: String,
        shop: Id<Shop>,
    },
    /// What a signed stock-take found.
    StockTake {
        shop: Shop,
        missing: Pieces,
        surplus: Pieces,
    },
    /// What was taken off the shelf as bad.
    Scrap {
        shop: Shop,
        goods: String,
        pieces: Pieces,
        unit: String,
    },
}

impl Reversible {
    /// Whether it is about the login's own household or a relative's.
    pub fn concerns(&self, tx: &mut Tx<'_>, county: County, login: &Login, on: BusinessDate) -> Result<bool, DatabaseError> {
        match &self.household {
            Some(household) => household::concerned(tx, login, county, household.id, on),
            None => Ok(false),
        }
    }
}

/// The record behind a posting, if it is of a kind that is reversed here.
pub fn reversible(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Option<Reversible>, DatabaseError> {
    let Some(there) = ledger::posting_by_id(tx, county, posting)? else { return Ok(None) };
    // A reversal has the same cause; it is not taken back in its turn.
    match there.cause_kind.as_str() {
        _ if there.reverses.is_some() => Ok(None),
        "redemption" => slip(tx, county, posting),
        "opening-balance" => brought(tx, county, posting),
        "deed" => deed(tx, county, there.cause.of(), posting),
        // What a late slip took off its difference goes by the slip.
        "stock-take" if there.cause == posting.any() => goods::stock_take(tx, county, posting),
        "scrap" => goods::scrap(tx, county, posting),
        _ => Ok(None),
    }
}

fn slip(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Option<Reversible>, DatabaseError> {
    let Some(slip) = redemption::find(tx, county, posting.of())? else { return Ok(None) };
    let (household, shop) = (household::find(tx, county, slip.household)?, shop::find(tx, county, slip.shop)?);
    let (Some(household), Some(shop)) = (household, shop) else { return Ok(None) };
    let (place, subject) = (area::place_of(&shop), Subject::new(county, "redemption", slip.id));
    let (what, household) = (What::Slip { shop, number: slip.number }, Some(household));
    Ok(Some(Reversible { posting, subject, household, place, on: slip.on, points: slip.points, what }))
}

fn brought(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Option<Reversible>, DatabaseError> {
    let Some(brought) = opening_balance::find(tx, county, posting.of())? else { return Ok(None) };
    let Some(household) = household::find(tx, county, brought.household)? else { return Ok(None) };
    let (place, subject) = (Target::division(&household.village), Subject::new(county, "opening-balance", brought.id));
    let (what, household) = (What::Brought { reason: brought.reason }, Some(household));
    Ok(Some(Reversible { posting, subject, household, place, on: brought.on, points: brought.points, what }))
}

fn deed(tx: &mut Tx<'_>, county: County, id: Id<Deed>, posting: Id<Posting>) -> Result<Option<Reversible>, DatabaseError> {
    let Some(row) = deed::find(tx, county, id)? else { return Ok(None) };
    let (Some(household), Some(award)) = (household::find(tx, county, row.deed.household)?, award::of_deed(tx, county, id)?) else {
        return Ok(None);
    };
    let (place, subject) = (Target::division(&row.village), Subject::new(county, "deed", id));
    // Under a cap less counted than was claimed.
    let points = award::counted(tx, county, id)?.unwrap_or(row.deed.points);
    let what = What::Deed { item: row.item, shop: award.shop };
    Ok(Some(Reversible { posting, subject, household: Some(household), place, on: award.on, points, what }))
}

/// How far a reversal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Waiting,
    Confirmed,
    Declined,
}

/// The latest proposal to reverse a posting, with the names that stand on it.
#[derive(Clone, Debug)]
pub struct State {
    pub id: Id<Reversal>,
    pub reason: String,
    pub proposed_by: String,
    pub proposed_at: Moment,
    /// Who decided, and when.
    pub decided: Option<(String, Moment)>,
    pub outcome: Outcome,
    /// Why it was declined.
    pub answer: String,
}

/// What became of the latest proposal to reverse this posting; none when nobody proposed it.
/// A slip cancelled on its own day has none: see [`redemption::Slip::cancelled`].
pub fn state_of(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Option<State>, DatabaseError> {
    let mut proposals = ledger::reversals_for(tx, county, posting)?;
    // Only one can wait or be confirmed; what was declined before or within the same millisecond says less.
    let standing = proposals.iter().position(|proposal| proposal.outcome.as_deref() != Some("declined")).unwrap_or(0);
    if proposals.is_empty() {
        return Ok(None);
    }
    let latest = proposals.swap_remove(standing);
    let mut names = names(tx, [latest.proposed_by].into_iter().chain(latest.decided_by))?;
    let outcome = match latest.outcome.as_deref() {
        None => Outcome::Waiting,
        Some("confirmed") => Outcome::Confirmed,
        Some(_) => Outcome::Declined,
    };
    let decided = latest.decided_by.zip(latest.decided_at).map(|(by, at)| (names.get(&by).cloned().unwrap_or_default(), at));
    let proposed_by = names.remove(&latest.proposed_by).unwrap_or_default();
    let ledger::Reversal { id, reason, proposed_at, answer, .. } = latest;
    Ok(Some(State { id, reason, proposed_by, proposed_at, decided, outcome, answer }))
}

/// A proposal that waits for its second login.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: Id<Reversal>,
    pub reason: String,
    pub proposed_by: String,
    pub proposed_at: Moment,
    pub reversible: Reversible,
    /// The asking login proposed it, so another one decides.
    pub own: bool,
    /// It is about the asking login's household or a relative's.
    pub concerned: bool,
}

/// Proposals that wait, oldest first, as far as they lie where the asker may decide.
pub fn waiting(
    tx: &mut Tx<'_>,
    county: County,
    login: &Login,
    allowed: &dyn Fn(&Target) -> bool,
    on: BusinessDate,
) -> Result<Vec<Waiting>, DatabaseError> {
    let mut waiting = Vec::new();
    for proposal in ledger::reversals_open(tx, county)? {
        let Some(reversible) = reversible(tx, county, proposal.posting)?.filter(|found| allowed(&found.place)) else { continue };
        let concerned = reversible.concerns(tx, county, login, on)?;
        let proposed_by = names(tx, [proposal.proposed_by])?.remove(&proposal.proposed_by).unwrap_or_default();
        let own = proposal.proposed_by == login.id.any();
        let Reversal { id, reason, proposed_at, .. } = proposal;
        waiting.push(Waiting { id, reason, proposed_by, proposed_at, reversible, own, concerned });
    }
    Ok(waiting)
}
