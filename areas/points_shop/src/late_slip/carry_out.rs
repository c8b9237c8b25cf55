//! Carries the late entry of a slip out, in one transaction.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use people::login::Login;
use registry::household;
use serde_json::json;

use super::counted::{CountedLate, LotThen, counted_late, shelf_then};
use super::{DayRefused, Doubt, LATE_DAYS, LateSlip, day_allowed, store};
use crate::posting::{self, Cause, Taken};
use crate::redemption::{self, Facts, Plan, RedeemRefused, Redemption, Refused, Wanted, facts_of, is_there, plan};
use crate::stock_take::{self, StockTake};
use crate::{goods, shop};

/// Why a slip was not entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LateRefused {
    Day(DayRefused),
    /// The paper's number was entered before.
    PaperUsed {
        slip: Id<Redemption>,
    },
    /// The own household or a relative's.
    Concerned,
    /// Asked about first; sent again knowingly it is entered.
    Doubts(Vec<Doubt>),
    Redeem(RedeemRefused),
}

impl From<DatabaseError> for LateRefused {
    fn from(error: DatabaseError) -> Self {
        LateRefused::Redeem(RedeemRefused::Database(error))
    }
}

impl From<RedeemRefused> for LateRefused {
    fn from(refused: RedeemRefused) -> Self {
        LateRefused::Redeem(refused)
    }
}

impl From<Refused> for LateRefused {
    fn from(refused: Refused) -> Self {
        LateRefused::Redeem(RedeemRefused::Rule(refused))
    }
}

/// Enters a slip of an earlier day, also of one that was signed off; the same form again does nothing.
pub fn enter(tx: &mut Tx<'_>, slip: &LateSlip, wanted: &[Wanted], login: &Login, now: Moment) -> Result<(), LateRefused> {
    let Redemption { county, id, shop, household, on, clerk, .. } = slip.redemption.clone();
    // Two late slips do not come off the same difference.
    tx.lock_book(county)?;
    if is_there(tx, &slip.redemption, wanted)? {
        return Ok(());
    }
    let there = shop::find(tx, county, shop)?.ok_or_else(|| DatabaseError::Broken("the gate found the shop".to_owned()))?;
    let late_days = settings::value(tx, county, &there.village, LATE_DAYS, slip.entered_on)?;
    day_allowed(on, slip.entered_on, there.opened_on, late_days).map_err(LateRefused::Day)?;
    if let Some(slip) = store::of_paper(tx, county, shop, &slip.paper_number)? {
        return Err(LateRefused::PaperUsed { slip });
    }
    if household::concerned(tx, login, county, household, slip.entered_on)? {
        return Err(LateRefused::Concerned);
    }
    let (facts, lots) = facts_then(tx, &slip.redemption, wanted)?;
    let (plan, counted) = planned(facts, &lots, wanted, on)?;
    let mut doubts: Vec<Doubt> = counted.into_iter().collect();
    if !there.open_days.is_open(on) {
        doubts.insert(0, Doubt::NotOpen);
    }
    if !doubts.is_empty() && !slip.sure {
        return Err(LateRefused::Doubts(doubts));
    }
    let shares = counted_late(&lots, &plan.taken(), on);
    for taken in plan.taken() {
        let elsewhere = shares.iter().filter(|share| share.lot == taken.lot).map(|share| share.quantity).sum();
        stock_take::told_late(tx, county, shop, (taken.lot, taken.quantity - elsewhere), on)?;
    }
    take_off_differences(tx, &slip.redemption, &shares, now)?;
    redemption::hand_over_planned(tx, &slip.redemption, &plan, now)?;
    store::insert(tx, slip)?;
    store::insert_counted(tx, county, id, &shares)?;
    let after = Some(json!({ "day": on.to_string(), "paper_number": slip.paper_number, "reason": slip.reason }));
    let subject = Subject::new(county, "redemption", id);
    tx.changed(Change { subject, actor: Some(clerk), verb: "entered-late", at: now, before: None, after })?;
    Ok(())
}

/// What the rule needs, at the prices of the slip's own day; goods that went off the list since were on it then.
fn facts_then(tx: &mut Tx<'_>, slip: &Redemption, wanted: &[Wanted]) -> Result<(Facts, Vec<LotThen>), DatabaseError> {
    let Redemption { county, shop, household, on, .. } = slip.clone();
    let mut facts = facts_of(tx, county, shop, (household, on), wanted)?;
    let mut lots = Vec::new();
    for goods in &mut facts.goods {
        goods.price = goods::price_on(tx, goods, on)?;
        goods.offered = true;
        let signed = stock_take::signed_since(tx, county, shop, (goods.id, on))?;
        for lot in store::lots_until(tx, county, shop, (goods.id, on))? {
            let signed = signed.iter().filter(|one| one.lot == lot.lot).copied().collect();
            lots.push(LotThen { lot, signed });
        }
    }
    Ok((facts, lots))
}

/// The plan out of what counts missed and what nobody counted since; else one that goes against a count, with that doubt.
fn planned(mut facts: Facts, lots: &[LotThen], wanted: &[Wanted], on: BusinessDate) -> Result<(Plan, Option<Doubt>), Refused> {
    facts.shelf = shelf_then(lots, on, false);
    let refused = match plan(&facts, wanted) {
        Err(refused @ Refused::TooMany { .. }) => refused,
        other => return other.map(|plan| (plan, None)),
    };
    facts.shelf = shelf_then(lots, on, true);
    let plan = plan(&facts, wanted)?;
    let Refused::TooMany { goods, .. } = refused else { return Err(refused) };
    let after = lots.iter().filter(|then| then.lot.goods == goods).find_map(|then| then.signed.iter().find(|one| one.counted_on > on));
    Ok((plan, after.map(|one| Doubt::Counted { goods, signed_on: one.signed_on })))
}

/// Id of the posting that takes a slip's pieces off a stock-take's difference.
fn posting_id(slip: Id<Redemption>, stock_take: Id<StockTake>) -> Id<ledger::Posting> {
    Id::derived(&[b"counted late", slip.as_bytes(), stock_take.as_bytes()])
}

/// The pieces come back from each stock-take's difference on the day it was signed, to leave with the slip: the shelf stays as counted.
fn take_off_differences(tx: &mut Tx<'_>, slip: &Redemption, shares: &[CountedLate], now: Moment) -> Result<(), DatabaseError> {
    let mut takes: Vec<(Id<StockTake>, BusinessDate)> = shares.iter().map(|share| (share.stock_take, share.signed_on)).collect();
    takes.sort_by_key(|(id, on)| (*on, *id));
    takes.dedup();
    for (stock_take, on) in takes {
        let of_take = shares.iter().filter(|share| share.stock_take == stock_take);
        let back: Vec<Taken> = of_take.map(|share| Taken { goods: share.goods, lot: share.lot, quantity: share.quantity }).collect();
        let subject = Subject::new(slip.county, "stock-take", stock_take);
        let cause = Cause { id: posting_id(slip.id, stock_take), on, actor: slip.clerk, subject };
        ledger::post(tx, &posting::counted(&cause, slip.shop, &back), now).map_err(crate::broken)?;
    }
    Ok(())
}

/// A late slip was taken back: what it took off differences stands as missing again, for the shelf was counted without it.
/// A stock-take that was itself taken back took them along.
pub(crate) fn put_back_on_differences(
    tx: &mut Tx<'_>,
    county: County,
    slip: Id<Redemption>,
    (decision, reason): (&ledger::Decision, &str),
    now: Moment,
) -> Result<(), DatabaseError> {
    let mut takes: Vec<Id<StockTake>> = store::counted_of_slip(tx, county, slip)?.iter().map(|share| share.stock_take).collect();
    takes.sort_unstable();
    takes.dedup();
    for stock_take in takes {
        let posting = Id::derived(&[b"counted late back", slip.as_bytes(), stock_take.as_bytes()]);
        let decision = ledger::Decision { posting, ..decision.clone() };
        let old = posting_id(slip, stock_take);
        ledger::cancel(tx, county, old, &decision, reason, now).map_err(|refused| DatabaseError::Broken(refused.to_string()))?;
    }
    Ok(())
}
