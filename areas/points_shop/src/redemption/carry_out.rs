//! Carries a redemption and its same-day cancellation out, each in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use ledger::{Decision, ReversalRefused};
use money::{Pieces, TenthPoints};
use registry::household::{self, Household};
use serde_json::json;

use super::{Facts, Plan, Redemption, Refused, Wanted, plan, store};
use crate::day;
use crate::goods::{self, Goods};
use crate::merger;
use crate::posting::{self, Cause};
use crate::receipt::LotOnShelf;
use crate::shop::{self, Shop};

/// Why nothing was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedeemRefused {
    Rule(Refused),
    /// The day was signed off already.
    DayClosed,
    /// The form's id was used for something else.
    OtherContent,
    Database(DatabaseError),
}

impl From<DatabaseError> for RedeemRefused {
    fn from(error: DatabaseError) -> Self {
        RedeemRefused::Database(error)
    }
}

impl From<Refused> for RedeemRefused {
    fn from(refused: Refused) -> Self {
        RedeemRefused::Rule(refused)
    }
}

/// What the rule needs, with all goods of the list and the whole shelf.
pub fn facts(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    household: Id<Household>,
    today: BusinessDate,
) -> Result<Facts, DatabaseError> {
    let (goods, shelf) = (goods::listed(tx, county, shop)?, goods::shelf(tx, county, shop)?);
    about(tx, county, shop, (household, today), (goods, shelf))
}

/// The same with what is wanted alone: a till does not read the whole shop for a bag of salt.
pub(crate) fn facts_of(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    (household, today): (Id<Household>, BusinessDate),
    wanted: &[Wanted],
) -> Result<Facts, DatabaseError> {
    let (mut goods, mut shelf) = (Vec::new(), Vec::new());
    let asked: BTreeSet<Id<Goods>> = wanted.iter().map(|want| want.goods).collect();
    for one in asked {
        goods.extend(goods::find(tx, county, one)?.filter(|goods| goods.shop == shop));
        shelf.extend(goods::shelf_of(tx, county, shop, one)?);
    }
    about(tx, county, shop, (household, today), (goods, shelf))
}

fn about(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    (household, today): (Id<Household>, BusinessDate),
    (goods, mut shelf): (Vec<Goods>, Vec<LotOnShelf>),
) -> Result<Facts, DatabaseError> {
    let served = shop::serves(tx, county, shop, household, today)?;
    // Asked only when it is not served: a till has no time for what is mostly not so.
    let gone = if served { None } else { household::find(tx, county, household)?.and_then(|household| household.until) };
    let balance = TenthPoints(ledger::balance(tx, county, &posting::points(household))?);
    // What is past its last day stays on the shelf until two take it off; what had not come yet was not there to take.
    shelf.retain(|lot| lot.is_good(today) && lot.received_on <= today);
    Ok(Facts { served, gone: gone.filter(|until| *until <= today), balance, goods, shelf })
}

/// Hands goods over for points. The same form sent again finds its slip and moves nothing.
pub fn redeem(tx: &mut Tx<'_>, redemption: &Redemption, wanted: &[Wanted], now: Moment) -> Result<(), RedeemRefused> {
    tx.enter(redemption.county)?;
    if is_there(tx, redemption, wanted)? {
        return Ok(());
    }
    if day::closed(tx, redemption.county, redemption.shop, redemption.on)?.is_some() {
        return Err(RedeemRefused::DayClosed);
    }
    hand_over(tx, redemption, wanted, now)
}

/// Whether this very slip was written before; another one under its id is refused.
pub(crate) fn is_there(tx: &mut Tx<'_>, redemption: &Redemption, wanted: &[Wanted]) -> Result<bool, RedeemRefused> {
    let Redemption { county, id, shop, household, on, .. } = redemption.clone();
    let Some(slip) = store::find(tx, county, id)? else { return Ok(false) };
    let lines = store::lines(tx, county, id)?;
    let same = slip.household == household
        && slip.shop == shop
        && slip.on == on
        && slip.collector == redemption.collector
        && slip.relation == redemption.relation;
    let same = same
        && counted(lines.iter().map(|line| (line.goods, line.quantity))) == counted(wanted.iter().map(|want| (want.goods, want.quantity)));
    if same { Ok(true) } else { Err(RedeemRefused::OtherContent) }
}

/// Plans, posts and writes a new slip; whether its day is open is for the caller to check.
fn hand_over(tx: &mut Tx<'_>, redemption: &Redemption, wanted: &[Wanted], now: Moment) -> Result<(), RedeemRefused> {
    let Redemption { county, shop, household, on, .. } = redemption.clone();
    let facts = facts_of(tx, county, shop, (household, on), wanted)?;
    let plan = plan(&facts, wanted)?;
    hand_over_planned(tx, redemption, &plan, now)
}

/// The same once it is planned.
pub(crate) fn hand_over_planned(tx: &mut Tx<'_>, redemption: &Redemption, plan: &Plan, now: Moment) -> Result<(), RedeemRefused> {
    let Redemption { county, id, shop, household, on, clerk, .. } = redemption.clone();
    let subject = Subject::new(county, "redemption", id);
    let cause = Cause { id: id.of(), on, actor: clerk, subject };
    let posting = posting::handed_over(&cause, shop, household, plan.points, &plan.taken());
    if !ledger::post(tx, &posting, now).map_err(|refused| short(refused, plan))?.new {
        // The same form came through another connection while this one waited: run again and find its slip.
        return Err(tx.run_again("the same slip came meanwhile").into());
    }
    record(tx, redemption, plan, now)
}

/// Pieces by goods, whatever lots and lines they come in.
pub(crate) fn counted(pieces: impl Iterator<Item = (Id<Goods>, Pieces)>) -> BTreeMap<Id<Goods>, Pieces> {
    let mut counted: BTreeMap<Id<Goods>, Pieces> = BTreeMap::new();
    for (goods, quantity) in pieces.filter(|(_, quantity)| *quantity > Pieces::ZERO) {
        let sum = counted.entry(goods).or_default();
        *sum += quantity;
    }
    counted
}

/// Writes the slip down and notes the change; the posting has been made.
pub(crate) fn record(tx: &mut Tx<'_>, redemption: &Redemption, plan: &Plan, now: Moment) -> Result<(), RedeemRefused> {
    let Redemption { county, id, shop, on, clerk, .. } = redemption.clone();
    let number = shop::next_number(tx, county, &format!("slip:{shop}:{}", on.number()))?;
    store::insert(tx, redemption, number, plan)?;
    let after =
        Some(json!({ "number": number, "points": plan.points.to_string(), "pieces": plan.pieces.0, "collector": redemption.collector }));
    let subject = Subject::new(county, "redemption", id);
    tx.changed(Change { subject, actor: Some(clerk), verb: "handed-over", at: now, before: None, after })?;
    Ok(())
}

/// Another till took the last piece or spent the points between reading and posting.
pub(crate) fn short(refused: ledger::Refused, plan: &Plan) -> RedeemRefused {
    match refused {
        ledger::Refused::BelowFloor { account, balance, wanted } if account.purpose == "points" => {
            RedeemRefused::Rule(Refused::TooFewPoints { missing: TenthPoints(wanted - balance) })
        }
        ledger::Refused::BelowFloor { account, balance, .. } => {
            let goods = plan.lines.iter().find(|line| line.taken.lot.any() == account.owner.id).map(|line| line.taken.goods);
            match goods {
                Some(goods) => RedeemRefused::Rule(Refused::TooMany { goods, left: Pieces(balance) }),
                None => RedeemRefused::Database(DatabaseError::Broken(format!("{} fell short", account.purpose))),
            }
        }
        ledger::Refused::OtherContent => RedeemRefused::OtherContent,
        other => RedeemRefused::Database(crate::broken(other)),
    }
}

/// Why a slip was not cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CancelRefused {
    Unknown,
    /// Only on its own day, before the day is signed off.
    NotToday,
    /// Only whoever handed over.
    OtherClerk,
    Already,
    /// The own household or a relative's.
    Concerned,
    Database(DatabaseError),
}

impl From<DatabaseError> for CancelRefused {
    fn from(error: DatabaseError) -> Self {
        CancelRefused::Database(error)
    }
}

/// A cancellation as the form sends it.
#[derive(Clone, Debug)]
pub struct Cancellation {
    pub county: County,
    pub shop: Id<Shop>,
    pub redemption: Id<Redemption>,
    pub reason: String,
    pub on: BusinessDate,
    pub salt: [u8; 16],
}

/// Takes a slip back on its own day: points and goods return; the supervisor sees it in a list.
pub fn cancel(tx: &mut Tx<'_>, asked: &Cancellation, login: &people::login::Login, now: Moment) -> Result<(), CancelRefused> {
    let Cancellation { county, redemption, on, .. } = *asked;
    let slip = store::find(tx, county, redemption)?.filter(|slip| slip.shop == asked.shop).ok_or(CancelRefused::Unknown)?;
    if slip.cancelled.is_some() {
        return Err(CancelRefused::Already);
    }
    if slip.clerk != login.id.any() {
        return Err(CancelRefused::OtherClerk);
    }
    if slip.on != on || day::closed(tx, county, asked.shop, on)?.is_some() {
        return Err(CancelRefused::NotToday);
    }
    if household::concerned(tx, login, county, slip.household, on)? {
        return Err(CancelRefused::Concerned);
    }
    let posting = Id::derived(&[b"cancel", redemption.as_bytes()]);
    let decision = Decision { by: login.id.any(), confirmed: true, answer: String::new(), posting, business_date: on, salt: asked.salt };
    ledger::cancel(tx, county, redemption.of(), &decision, &asked.reason, now).map_err(|refused| match refused {
        ReversalRefused::Already => CancelRefused::Already,
        other => CancelRefused::Database(DatabaseError::Broken(other.to_string())),
    })?;
    merger::settle(tx, (county, slip.household), posting, (login.id.any(), on, now))?;
    store::insert_cancel(tx, county, redemption, login.id.any(), &asked.reason, now)?;
    let subject = Subject::new(county, "redemption", redemption);
    let after = Some(json!({ "reason": asked.reason }));
    tx.changed(Change { subject, actor: Some(login.id.any()), verb: "cancelled", at: now, before: None, after })?;
    Ok(())
}
