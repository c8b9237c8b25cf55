//! Carries the late entry of a slip out, in one transaction.

use basics::{Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use people::login::Login;
use registry::household;
use serde_json::json;

use super::{DayRefused, LATE_DAYS, LateSlip, day_allowed, store};
use crate::redemption::{RedeemRefused, Redemption, Wanted, hand_over, is_there};
use crate::shop;

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

/// Enters a slip of an earlier day, also of one that was signed off; the same form again does nothing.
pub fn enter(tx: &mut Tx<'_>, slip: &LateSlip, wanted: &[Wanted], login: &Login, now: Moment) -> Result<(), LateRefused> {
    let Redemption { county, id, shop, household, on, clerk, .. } = slip.redemption.clone();
    tx.enter(county)?;
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
    hand_over(tx, &slip.redemption, wanted, now)?;
    store::insert(tx, slip)?;
    let after = Some(json!({ "day": on.to_string(), "paper_number": slip.paper_number, "reason": slip.reason }));
    let subject = Subject::new(county, "redemption", id);
    tx.changed(Change { subject, actor: Some(clerk), verb: "entered-late", at: now, before: None, after })?;
    Ok(())
}
