//! Points a household brings from its paper passbook, signed for; awarded from the shop's budget.

pub(crate) mod pages;
mod store;

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use money::TenthPoints;
use registry::household::Household;
use serde_json::json;

use crate::posting::{self, Cause};
use crate::shop::Shop;
use crate::signature::Signed;

pub(crate) use store::STATEMENTS;
pub use store::{Brought, find, of_household};

/// Points brought along.
#[derive(Clone, Debug)]
pub struct OpeningBalance {
    pub county: County,
    pub id: Id<OpeningBalance>,
    pub shop: Id<Shop>,
    pub household: Id<Household>,
    pub on: BusinessDate,
    pub points: TenthPoints,
    pub reason: String,
    /// Who signed for the household.
    pub signer: String,
    pub signed: Signed,
    pub by: Id,
}

/// What can be brought at most.
pub const MOST: TenthPoints = TenthPoints(100_000);

/// Whether these points can be brought: above nothing, in half points, not absurd.
pub fn is_amount(points: TenthPoints) -> bool {
    points > TenthPoints::ZERO && points <= MOST && points.0 % 5 == 0
}

/// Points the shop may still give out.
pub fn budget_left(tx: &mut Tx<'_>, county: County, shop: Id<Shop>) -> Result<TenthPoints, DatabaseError> {
    Ok(TenthPoints(ledger::balance(tx, county, &posting::budget(shop))?))
}

/// Why points were not awarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AwardRefused {
    /// The budget has only so much left.
    BudgetShort {
        left: TenthPoints,
    },
    /// Each household brings an opening balance once.
    Already,
    /// The own household or a relative's.
    Concerned,
    /// The household is no longer there.
    Gone,
    Database(DatabaseError),
}

impl From<DatabaseError> for AwardRefused {
    fn from(error: DatabaseError) -> Self {
        AwardRefused::Database(error)
    }
}

/// Awards the points; the same one again does nothing. What the household owes is taken from them first.
pub fn award(tx: &mut Tx<'_>, balance: &OpeningBalance, login: Option<&people::login::Login>, now: Moment) -> Result<(), AwardRefused> {
    let OpeningBalance { county, id, shop, household, on, points, by, .. } = balance.clone();
    // No key can say that a household brings points once, because what was reversed does not count.
    tx.lock_book(county)?;
    if store::find(tx, county, id)?.is_some_and(|there| there.household == household && there.points == points) {
        return Ok(());
    }
    if store::of_household(tx, county, household)?.is_some() {
        return Err(AwardRefused::Already);
    }
    if !registry::household::find(tx, county, household)?.is_some_and(|household| household.is_there(on)) {
        return Err(AwardRefused::Gone);
    }
    if let Some(login) = login
        && registry::household::concerned(tx, login, county, household, on)?
    {
        return Err(AwardRefused::Concerned);
    }
    store::insert(tx, balance, now)?;
    let owed = TenthPoints(ledger::balance(tx, county, &posting::points(household).owed())?);
    let subject = Subject::new(county, "opening-balance", id);
    let cause = Cause { id: id.of(), on, actor: by, subject };
    ledger::post(tx, &posting::awarded(&cause, shop, household, points, owed), now).map_err(|refused| match refused {
        ledger::Refused::BelowFloor { balance, .. } => AwardRefused::BudgetShort { left: TenthPoints(balance) },
        other => AwardRefused::Database(crate::broken(other)),
    })?;
    let after = Some(json!({ "points": points.to_string(), "reason": balance.reason, "signer": balance.signer }));
    tx.changed(Change {
        subject: Subject::new(county, "household", household),
        actor: Some(by),
        verb: "awarded",
        at: now,
        before: None,
        after,
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_brought_in_halves_and_within_reason() {
        for (tenths, good) in [(5, true), (10, true), (775, true), (100_000, true), (0, false), (-5, false), (7, false), (100_005, false)] {
            assert_eq!(is_amount(TenthPoints(tenths)), good, "{tenths}");
        }
    }
}
