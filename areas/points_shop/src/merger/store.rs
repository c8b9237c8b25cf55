//! SQL about what stands against the end of a household.

use basics::{County, Id};
use database::{DatabaseError, Tx, args, statements};
use registry::household::Household;

use super::Facts;

statements! {
    LAST_DEED = "SELECT max(done_on) FROM deed WHERE county = $1 AND household = $2 AND state NOT IN ('rejected', 'withdrawn', 'reversed')";
    LAST_SLIP = "SELECT max(r.handed_on) FROM redemption r WHERE r.county = $1 AND r.household = $2
                 AND NOT EXISTS (SELECT 1 FROM redemption_cancel c WHERE c.county = r.county AND c.redemption = r.id)";
    LAST_SET_ASIDE = "SELECT max(made_on), min(CASE WHEN state = 'open' THEN for_day END) FROM set_aside WHERE county = $1 AND household = $2";
}

/// What stands against the end of the household.
pub(super) fn facts(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Facts, DatabaseError> {
    let last_deed = tx.one(LAST_DEED, args![county, household], |row| row.get(0))?;
    let last_slip: Option<_> = tx.one(LAST_SLIP, args![county, household], |row| row.get(0))?;
    let (made, set_aside): (Option<_>, Option<_>) =
        tx.one(LAST_SET_ASIDE, args![county, household], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Facts { last_deed, last_slip: last_slip.max(made), set_aside })
}
