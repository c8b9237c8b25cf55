//! Carries a set-aside out: holding, handing over, giving back.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use money::TenthPoints;
use serde_json::json;

use super::{GRACE_DAYS, Kept, SetAside, store};
use crate::posting::{self, Cause, Taken};
use crate::redemption::{Plan, PlannedLine, RedeemRefused, Redemption, Wanted, counted, facts_of, plan, record, short};
use crate::{day, redemption};

/// Holds points and goods; the same form again does nothing.
pub fn make(tx: &mut Tx<'_>, asked: &SetAside, wanted: &[Wanted], now: Moment) -> Result<(), RedeemRefused> {
    let SetAside { county, id, shop, household, for_day, on, by, .. } = asked.clone();
    tx.enter(county)?;
    if let Some(there) = store::find(tx, county, id)? {
        let lines = store::lines(tx, county, id)?;
        let same = there.household == household && there.shop == shop && there.for_day == for_day;
        let same = same
            && counted(lines.iter().map(|line| (line.goods, line.quantity)))
                == counted(wanted.iter().map(|want| (want.goods, want.quantity)));
        return if same { Ok(()) } else { Err(RedeemRefused::OtherContent) };
    }
    let mut facts = facts_of(tx, county, shop, (household, on), wanted)?;
    // What goes bad before the day it is kept for is left to those who come earlier.
    facts.shelf.retain(|lot| lot.is_good(for_day));
    let plan = plan(&facts, wanted)?;
    let grace_days = settings::value(tx, county, &shop.to_string(), GRACE_DAYS, on)?;
    let subject = Subject::new(county, "set-aside", id);
    let cause = Cause { id: id.of(), on, actor: by, subject: subject.clone() };
    let posting = posting::set_aside(&cause, household, plan.points, &plan.taken(), (for_day, grace_days));
    if !ledger::post(tx, &posting, now).map_err(|refused| short(refused, &plan))?.new {
        return Err(tx.run_again("the same form came meanwhile").into());
    }
    store::insert(tx, asked, &plan, now)?;
    let after = Some(json!({ "points": plan.points.to_string(), "for": for_day.to_string(), "asked_by": asked.asked_by }));
    tx.changed(Change { subject, actor: Some(by), verb: "set-aside", at: now, before: None, after })?;
    Ok(())
}

/// Why what was set aside was not handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CollectRefused {
    Unknown,
    /// Handed over or given back already.
    Ended,
    DayClosed,
    /// Something of it is past its last day by now.
    Expired,
    Database(DatabaseError),
}

impl From<DatabaseError> for CollectRefused {
    fn from(error: DatabaseError) -> Self {
        CollectRefused::Database(error)
    }
}

/// Hands over what was set aside, as a slip of its own.
pub fn collect(tx: &mut Tx<'_>, slip: &Redemption, set_aside: Id<SetAside>, now: Moment) -> Result<(), CollectRefused> {
    let Redemption { county, id, shop, household, on, clerk, .. } = slip.clone();
    tx.enter(county)?;
    if redemption::find(tx, county, id)?.is_some() {
        return Ok(());
    }
    let kept = store::find(tx, county, set_aside)?
        .filter(|kept| kept.shop == shop && kept.household == household)
        .ok_or(CollectRefused::Unknown)?;
    if day::closed(tx, county, shop, on)?.is_some() {
        return Err(CollectRefused::DayClosed);
    }
    if store::has_expired(tx, county, set_aside, on)? {
        return Err(CollectRefused::Expired);
    }
    if !store::end(tx, county, set_aside, "collected", now)? {
        return Err(CollectRefused::Ended);
    }
    let plan = planned(tx, county, &kept)?;
    let cause = Cause { id: id.of(), on, actor: clerk, subject: Subject::new(county, "redemption", id) };
    let posting = posting::collected(&cause, shop, household, plan.points, &plan.taken(), set_aside.any());
    if !ledger::post(tx, &posting, now).map_err(ended)?.new {
        return Err(tx.run_again("the same slip came meanwhile").into());
    }
    let subject = Subject::new(county, "set-aside", set_aside);
    tx.changed(Change { subject, actor: Some(clerk), verb: "collected", at: now, before: None, after: None })?;
    record(tx, slip, &plan, now).map_err(|refused| match refused {
        RedeemRefused::Database(error) => CollectRefused::Database(error),
        _ => CollectRefused::Ended,
    })
}

fn ended(refused: ledger::Refused) -> CollectRefused {
    match refused {
        ledger::Refused::HoldGone { .. } => CollectRefused::Ended,
        other => CollectRefused::Database(crate::broken(other)),
    }
}

/// What was planned when it was set aside; the balance shown on the slip counts the held points as still the household's.
fn planned(tx: &mut Tx<'_>, county: County, kept: &Kept) -> Result<Plan, DatabaseError> {
    let lines: Vec<PlannedLine> = store::lines(tx, county, kept.id)?
        .into_iter()
        .map(|line| PlannedLine { taken: Taken { goods: line.goods, lot: line.lot, quantity: line.quantity }, price: line.price })
        .collect();
    let free = TenthPoints(ledger::balance(tx, county, &posting::points(kept.household))?);
    let pieces = lines.iter().map(|line| line.taken.quantity).sum();
    Ok(Plan { lines, points: kept.points, pieces, balance_before: free + kept.points })
}

/// Gives back what was not collected.
pub fn give_back(
    tx: &mut Tx<'_>,
    county: County,
    set_aside: Id<SetAside>,
    by: Id,
    on: BusinessDate,
    now: Moment,
) -> Result<(), CollectRefused> {
    tx.enter(county)?;
    let kept = store::find(tx, county, set_aside)?.ok_or(CollectRefused::Unknown)?;
    if !store::end(tx, county, set_aside, "given-back", now)? {
        return Err(CollectRefused::Ended);
    }
    let plan = planned(tx, county, &kept)?;
    let subject = Subject::new(county, "set-aside", set_aside);
    let cause = Cause { id: Id::derived(&[b"give back", set_aside.as_bytes()]), on, actor: by, subject: subject.clone() };
    ledger::post(tx, &posting::given_back(&cause, kept.household, plan.points, &plan.taken()), now).map_err(ended)?;
    tx.changed(Change { subject, actor: Some(by), verb: "given-back", at: now, before: None, after: None })?;
    Ok(())
}

/// So many fit into a batch of under 200 ms.
pub const EXPIRED_AT_ONCE: usize = 50;

/// Gives back what of a book is past its day and grace, at most [`EXPIRED_AT_ONCE`]; runs twice harmlessly. Answers how many.
pub fn give_back_expired(tx: &mut Tx<'_>, county: County, by: Id, on: BusinessDate, now: Moment) -> Result<usize, CollectRefused> {
    let mut expired = store::expired(tx, county, on)?;
    expired.truncate(EXPIRED_AT_ONCE);
    for id in &expired {
        match give_back(tx, county, *id, by, on, now) {
            // Somebody collected it meanwhile; the others go back all the same.
            Ok(()) | Err(CollectRefused::Ended | CollectRefused::Unknown) => {}
            Err(refused) => return Err(refused),
        }
    }
    Ok(expired.len())
}
