//! Carries grants of money and points out.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use money::{Fen, TenthPoints};
use serde_json::json;

use super::{Backing, BudgetGrant, FEN_PER_POINT, MoneyGrant, PACE_WEEKS, shelf_value, store};
use crate::posting::{self, Cause};
use crate::shop::{self, Shop};

/// Why a budget was not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BudgetRefused {
    /// Money and goods back only so many more points.
    NotBacked {
        room: TenthPoints,
    },
    Database(DatabaseError),
}

impl From<DatabaseError> for BudgetRefused {
    fn from(error: DatabaseError) -> Self {
        BudgetRefused::Database(error)
    }
}

/// Money arrives in the shop's fund; the same grant again does nothing.
pub fn grant_money(tx: &mut Tx<'_>, grant: &MoneyGrant, now: Moment) -> Result<(), DatabaseError> {
    tx.enter(grant.county)?;
    registry::body::add(tx, &grant.source)?;
    if !store::insert_money(tx, grant, now)? {
        return Ok(());
    }
    let subject = Subject::new(grant.county, "fund-grant", grant.id);
    let cause = Cause { id: grant.id.of(), on: grant.on, actor: grant.by, subject: subject.clone() };
    ledger::post(tx, &posting::granted(&cause, grant.shop, grant.source.id, grant.amount), now).map_err(crate::broken)?;
    let after = Some(json!({ "source": grant.source.name, "amount": grant.amount.to_string() }));
    tx.changed(Change { subject, actor: Some(grant.by), verb: "granted", at: now, before: None, after })
}

/// Gives a shop points to hand out, never above what backs them; the same grant again does nothing.
pub fn set_budget(tx: &mut Tx<'_>, grant: &BudgetGrant, now: Moment) -> Result<(), BudgetRefused> {
    // Two budgets at once must not lean on the same backing.
    tx.lock_book(grant.county)?;
    if store::has_budget(tx, grant)? {
        return Ok(());
    }
    let room = backing(tx, grant.county, grant.shop, grant.on)?.room();
    if grant.points > room {
        return Err(BudgetRefused::NotBacked { room });
    }
    store::insert_budget(tx, grant, now)?;
    let subject = Subject::new(grant.county, "budget-grant", grant.id);
    let cause = Cause { id: grant.id.of(), on: grant.on, actor: grant.by, subject: subject.clone() };
    ledger::post(tx, &posting::budget_set(&cause, grant.shop, grant.points), now).map_err(crate::broken)?;
    let after = Some(json!({ "points": grant.points.to_string(), "reason": grant.reason }));
    tx.changed(Change { subject, actor: Some(grant.by), verb: "granted", at: now, before: None, after })?;
    Ok(())
}

/// What stands behind a shop's points on the day.
pub fn backing(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<Backing, DatabaseError> {
    let fen_per_point = settings::value(tx, county, &shop.to_string(), FEN_PER_POINT, on)?;
    let (mut outstanding, mut held) = (TenthPoints::ZERO, TenthPoints::ZERO);
    for village in shop::villages(tx, county, shop, on)? {
        let points = store::points_in_village(tx, county, &village)?;
        outstanding += points.0;
        held += points.1;
    }
    let since = on.plus_days(-i32::try_from(PACE_WEEKS * 7).unwrap_or(i32::MAX));
    Ok(Backing {
        fund: Fen(ledger::balance(tx, county, &posting::fund(shop))?),
        stock: shelf_value(&store::lot_values(tx, county, shop)?, on),
        budget: TenthPoints(ledger::balance(tx, county, &posting::budget(shop))?),
        outstanding,
        held,
        given_lately: store::given_since(tx, county, shop, since)?,
        fen_per_point,
    })
}
