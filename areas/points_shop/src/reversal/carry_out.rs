//! Carries a proposal and its decision out, each in one transaction.

use basics::{BusinessDate, County, Id, Moment};
use database::{Change, DatabaseError, Tx};
use ledger::{Decision, Proposal, Refused, Reversal, ReversalRefused};
use money::{Pieces, TenthPoints};
use people::login::Login;
use registry::household::Household;
use serde_json::json;

use super::{Hindrance, What, goods, reversible};
use crate::deed::{self, Deed};
use crate::names::names;
use crate::opening_balance::budget_left;
use crate::scrap::{self, Scrap, ScrapRefused};
use crate::shop::Shop;
use crate::signature::Signed;
use crate::{late_slip, merger, posting, redemption};

/// Why a reversal was not proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposeRefused {
    /// Nothing that is reversed by two.
    Unknown,
    /// Taken back already, by two or on its own day.
    Already,
    /// A proposal waits already.
    Proposed,
    /// The own household or a relative's.
    Concerned,
    /// The goods cannot go back.
    Hindered(Hindrance),
    Database(DatabaseError),
}

impl From<DatabaseError> for ProposeRefused {
    fn from(error: DatabaseError) -> Self {
        ProposeRefused::Database(error)
    }
}

/// Proposes to take a record back; the same proposal again does nothing.
pub fn propose(
    tx: &mut Tx<'_>,
    county: County,
    proposal: &Proposal,
    login: &Login,
    on: BusinessDate,
    now: Moment,
) -> Result<(), ProposeRefused> {
    tx.enter(county)?;
    if ledger::reversal(tx, county, proposal.id)?.is_some_and(|there| there.posting == proposal.posting) {
        return Ok(());
    }
    let found = reversible(tx, county, proposal.posting)?.ok_or(ProposeRefused::Unknown)?;
    if found.concerns(tx, county, login, on)? {
        return Err(ProposeRefused::Concerned);
    }
    if let Some(hindrance) = goods::hindrance(tx, county, &found)? {
        return Err(ProposeRefused::Hindered(hindrance));
    }
    ledger::propose_reversal(tx, county, proposal, now).map_err(|refused| match refused {
        ReversalRefused::Unknown => ProposeRefused::Unknown,
        ReversalRefused::Already => ProposeRefused::Already,
        ReversalRefused::Proposed => ProposeRefused::Proposed,
        other => ProposeRefused::Database(broken(other)),
    })?;
    let after = Some(json!({ "reason": proposal.reason }));
    tx.changed(Change { subject: found.subject, actor: Some(proposal.by), verb: "reversal-proposed", at: now, before: None, after })?;
    Ok(())
}

/// Why a proposal was not decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecideRefused {
    Unknown,
    /// Whoever proposed cannot decide.
    SameLogin,
    /// Decided already, or what it is about was taken back in another way.
    Already,
    /// Whoever declines says why.
    NoReason,
    /// The own household or a relative's.
    Concerned,
    /// The shop's budget has too little left to give the deducted points back.
    BudgetShort {
        needed: TenthPoints,
        left: TenthPoints,
    },
    /// The goods cannot go back.
    Hindered(Hindrance),
    Database(DatabaseError),
}

impl From<DatabaseError> for DecideRefused {
    fn from(error: DatabaseError) -> Self {
        DecideRefused::Database(error)
    }
}

/// Confirms or declines a proposal; the same decision by the same login again does nothing.
pub fn decide(
    tx: &mut Tx<'_>,
    county: County,
    id: Id<Reversal>,
    decision: &Decision,
    login: &Login,
    now: Moment,
) -> Result<(), DecideRefused> {
    tx.enter(county)?;
    let proposal = ledger::reversal(tx, county, id)?.ok_or(DecideRefused::Unknown)?;
    let outcome = if decision.confirmed { "confirmed" } else { "declined" };
    if proposal.decided_by == Some(decision.by) && proposal.outcome.as_deref() == Some(outcome) {
        return Ok(());
    }
    let found = reversible(tx, county, proposal.posting)?.ok_or(DecideRefused::Unknown)?;
    if found.concerns(tx, county, login, decision.business_date)? {
        return Err(DecideRefused::Concerned);
    }
    // The deed's own household, or whom it had been merged into when the points were entered.
    let owner = found.household.as_ref().map(|household| household.id);
    let holder = posting::holder(&ledger::posting_lines(tx, county, proposal.posting)?).or(owner);
    let besides = match (&found.what, decision.confirmed) {
        (What::Deed { shop, .. }, true) => match holder {
            Some(holder) => given_back(tx, county, proposal.posting, (*shop, holder))?,
            None => Vec::new(),
        },
        (What::StockTake { .. } | What::Scrap { .. }, true) => goods::back(tx, county, &found)?.map_err(DecideRefused::Hindered)?,
        _ => Vec::new(),
    };
    match ledger::decide_reversal_with(tx, county, id, decision, &besides, now) {
        Ok(_) => {}
        Err(ReversalRefused::Unknown) => return Err(DecideRefused::Unknown),
        Err(ReversalRefused::SameLogin) => return Err(DecideRefused::SameLogin),
        Err(ReversalRefused::Already) => return Err(DecideRefused::Already),
        Err(ReversalRefused::NoReason) => return Err(DecideRefused::NoReason),
        // A till moved the points between our look and our posting; the next run sees what is left.
        Err(ReversalRefused::Posting(Refused::BelowFloor { .. })) => {
            return Err(tx.run_again("a balance fell while it was reversed").into());
        }
        Err(other) => return Err(broken(other).into()),
    }
    if let (true, Some(holder)) = (decision.confirmed, holder) {
        // What came back to a household that was merged meanwhile goes after the rest of its points.
        let when = (decision.by, decision.business_date, now);
        merger::settle(tx, (county, holder), decision.posting, when)?;
    }
    if decision.confirmed && matches!(found.what, What::Slip { .. }) {
        late_slip::put_back_on_differences(tx, county, found.subject.id.of(), (decision, &proposal.reason), now)?;
    }
    if decision.confirmed && matches!(found.what, What::Deed { .. }) {
        let id: Id<Deed> = found.subject.id.of();
        return Ok(deed::set_state(tx, (county, id), deed::State::Reversed, "reversed", (&proposal.reason, decision.by, now))?);
    }
    let verb = if decision.confirmed { "reversed" } else { "reversal-declined" };
    let mut after = json!({ "reason": proposal.reason, "proposed_by": proposal.proposed_by.to_string() });
    if !decision.confirmed {
        after["answer"] = json!(decision.answer);
    }
    let after = Some(after);
    tx.changed(Change { subject: found.subject, actor: Some(decision.by), verb, at: now, before: None, after })?;
    Ok(())
}

/// What came back with a slip that was just taken back is no good any more: it leaves the shelf again, in the name of both logins.
/// Doing it twice is doing it once.
pub fn scrap_returned(tx: &mut Tx<'_>, county: County, id: Id<Reversal>, decision: &Decision, now: Moment) -> Result<(), DecideRefused> {
    let proposal =
        ledger::reversal(tx, county, id)?.filter(|one| one.outcome.as_deref() == Some("confirmed")).ok_or(DecideRefused::Unknown)?;
    let Some(slip) = redemption::find(tx, county, proposal.posting.of())? else { return Err(DecideRefused::Unknown) };
    let witness = names(tx, [proposal.proposed_by])?.remove(&proposal.proposed_by).unwrap_or_default();
    // What shelves were counted without did not come back to them.
    let mut elsewhere = late_slip::counted_of_slip(tx, county, slip.id)?;
    for (mut line, number) in redemption::lines(tx, county, slip.id)?.into_iter().zip(0_u64..) {
        for one in elsewhere.iter_mut().filter(|one| one.lot == line.lot) {
            let without = one.quantity.min(line.quantity);
            line.quantity = line.quantity - without;
            one.quantity = one.quantity - without;
        }
        if line.quantity == Pieces::ZERO {
            continue;
        }
        let bad = Scrap {
            county,
            id: Id::derived(&[b"returned", id.as_bytes(), &number.to_be_bytes()]),
            shop: slip.shop,
            goods: line.goods,
            lot: line.lot,
            quantity: line.quantity,
            reason: scrap::RETURNED.to_owned(),
            note: proposal.reason.clone(),
            on: decision.business_date,
            at: now,
            by: decision.by,
            witness: witness.clone(),
            signed: Signed { kind: "logins", what: String::new() },
        };
        scrap::scrap(tx, &bad, now).map_err(|refused| match refused {
            ScrapRefused::Database(error) => error,
            other => DatabaseError::Broken(format!("what came back could not be scrapped: {other:?}")),
        })?;
    }
    Ok(())
}

/// What goes with the reversal of a deed's posting, if the budget can give back all that was deducted.
fn given_back(
    tx: &mut Tx<'_>,
    county: County,
    posting: Id<ledger::Posting>,
    (shop, household): (Id<Shop>, Id<Household>),
) -> Result<Vec<ledger::Line>, DecideRefused> {
    tx.lock_book(county)?;
    let lines = ledger::posting_lines(tx, county, posting)?;
    let owed = TenthPoints(ledger::balance(tx, county, &posting::points(household).owed())?);
    let besides = posting::debt_paid_back(shop, household, &lines, owed);
    let needed = posting::out_of_budget(shop, &lines) - posting::out_of_budget(shop, &besides);
    let left = budget_left(tx, county, shop)?;
    if needed > left.max(TenthPoints::ZERO) {
        return Err(DecideRefused::BudgetShort { needed, left });
    }
    Ok(besides)
}

/// A refusal that no visitor can cause: a bug, or damage.
fn broken(refused: ReversalRefused) -> DatabaseError {
    match refused {
        ReversalRefused::Posting(refused) => crate::broken(refused),
        other => DatabaseError::Broken(other.to_string()),
    }
}
