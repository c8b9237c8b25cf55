//! Moves the points of a merged household, and back when the merger is taken back; each in the registry's own transaction.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{DatabaseError, Tx};
use ledger::{Line, Posting};
use money::TenthPoints;
use pages::Message;
use people::{HouseholdEnding, HouseholdRefused};
use registry::household::ending::{self, Ending, Reason};
use registry::household::{self, Household};

use super::{Carried, Refused, plan, store};
use crate::card;
use crate::opening_balance::budget_left;
use crate::passbook::{Standing, standing};
use crate::posting::{self, Cause};
use crate::shop::{self, Shop};

/// The household whose account points of this one go to: its own, or that of whom it was merged into.
pub(crate) fn heir_of(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Id<Household>, DatabaseError> {
    ending::heir(tx, county, household)
}

fn checked(tx: &mut Tx<'_>, told: &HouseholdEnding) -> Result<(), HouseholdRefused> {
    let facts = store::facts(tx, told.county, told.household.of())?;
    plan(facts, told.from, told.successor.is_some()).map_err(|refused| {
        HouseholdRefused::Said(match refused {
            Refused::DeedAfter { day } => Message::new("merger-refused-deed").with("day", day),
            Refused::SlipAfter { day } => Message::new("merger-refused-slip").with("day", day),
            Refused::SetAside { day } => Message::new("merger-refused-set-aside").with("day", day),
        })
    })
}

/// What becomes of points, card and goods set aside.
pub(super) fn foretell(tx: &mut Tx<'_>, told: &HouseholdEnding) -> Result<Vec<Message>, HouseholdRefused> {
    checked(tx, told)?;
    let (county, household): (County, Id<Household>) = (told.county, told.household.of());
    let Standing { balance, held, owed } = standing(tx, county, household)?;
    let points = match told.successor {
        Some(successor) => {
            let Carried { paid, points, owed, paid_there } = carried(tx, county, (household, successor.of()), told.today)?.1;
            let parts = [
                ("merger-owed-paid", paid),
                ("merger-points-go", points),
                ("merger-owed-goes", owed),
                ("merger-owed-paid-there", paid_there),
            ];
            let is_said = |(key, points): &(&str, TenthPoints)| *key == "merger-points-go" || *points > TenthPoints::ZERO;
            parts.into_iter().filter(is_said).collect()
        }
        None if owed > TenthPoints::ZERO => vec![("merger-points-stay", balance), ("merger-owed-stays", owed)],
        None => vec![("merger-points-stay", balance)],
    };
    let mut said: Vec<Message> = points.into_iter().map(|(key, points)| Message::new(key).with("points", points)).collect();
    if held > TenthPoints::ZERO {
        said.push(Message::new("merger-held-stays").with("points", held));
    }
    if let Some(card) = card::alive_of(tx, county, household)? {
        let key = if told.successor.is_some() { "merger-card-of-other" } else { "merger-card-dead" };
        said.push(Message::new(key).with("number", card::shown_number(card.number)));
    }
    Ok(said)
}

/// The end itself: of a merger all points and what is owed go over.
pub(super) fn ends(tx: &mut Tx<'_>, told: &HouseholdEnding) -> Result<(), HouseholdRefused> {
    checked(tx, told)?;
    let Some(successor) = told.successor else { return Ok(()) };
    let cause = Cause { id: told.id.of(), on: told.today, actor: told.by, subject: subject(told.county, told.id) };
    Ok(carry_over(tx, &cause, (told.household.of(), successor.of()), told.at)?)
}

fn subject(county: County, ending: Id) -> Subject {
    Subject::new(county, "household-end", ending)
}

/// What goes from one household to the other, and the shop whose budget gets what is paid of debts.
fn carried(
    tx: &mut Tx<'_>,
    county: County,
    (from, to): (Id<Household>, Id<Household>),
    on: BusinessDate,
) -> Result<(Option<Id<Shop>>, Carried), DatabaseError> {
    let Standing { balance, owed, .. } = standing(tx, county, from)?;
    let shop = match household::find(tx, county, to)? {
        Some(there) => shop::serving(tx, county, &there.village, on)?.map(|shop| shop.id),
        None => None,
    };
    let there = standing(tx, county, to)?;
    Ok((shop, Carried::of(balance, owed, there.owed, shop.is_some())))
}

/// All that stands on one household's accounts goes to the other's.
fn carry_over(tx: &mut Tx<'_>, cause: &Cause, (from, to): (Id<Household>, Id<Household>), now: Moment) -> Result<(), DatabaseError> {
    let (shop, carried) = carried(tx, cause.subject.county, (from, to), cause.on)?;
    if carried.is_nothing() {
        return Ok(());
    }
    match ledger::post(tx, &posting::carried_over(cause, shop, from, to, carried), now) {
        Ok(_) => Ok(()),
        // A till took points between our look and our posting; the next run sees what is left.
        Err(ledger::Refused::BelowFloor { .. }) => Err(tx.run_again("a balance fell while a household was merged")),
        Err(other) => Err(crate::broken(other)),
    }
}

/// What came back to a merged household's accounts, such as by a slip taken back, goes after the rest; `after` is the posting that
/// brought it.
pub fn settle(
    tx: &mut Tx<'_>,
    (county, household): (County, Id<Household>),
    after: Id<Posting>,
    (by, on, now): (Id, BusinessDate, Moment),
) -> Result<(), DatabaseError> {
    let heir = heir_of(tx, county, household)?;
    let merged = ending::latest(tx, county, household)?.filter(|latest| latest.reason == Reason::Merged);
    let Some(Ending { id, .. }) = merged.filter(|_| heir != household) else { return Ok(()) };
    let id_of_posting = Id::derived(&[b"carried over", after.as_bytes()]);
    let cause = Cause { id: id_of_posting, on, actor: by, subject: subject(county, id.any()) };
    carry_over(tx, &cause, (household, heir), now)
}

/// The posting that takes a merger back.
pub(crate) fn carried_back(ending: Id) -> Id<Posting> {
    Id::derived(&[b"carried back", ending.as_bytes()])
}

/// A merger is taken back: what went over with it comes back and what was paid is owed again, if the other household still has it and
/// the budget still has what was paid.
pub(super) fn back(tx: &mut Tx<'_>, told: &HouseholdEnding) -> Result<(), HouseholdRefused> {
    let Some(successor) = told.successor else { return Ok(()) };
    let (county, successor): (County, Id<Household>) = (told.county, successor.of());
    let done = done_by(tx, county, told.id)?;
    if posting::netted(&done).is_empty() {
        return Ok(());
    }
    hindered(tx, county, successor, &done)?;
    let cause = Cause { id: carried_back(told.id), on: told.today, actor: told.by, subject: subject(county, told.id) };
    match ledger::post(tx, &posting::carried_back(&cause, &done), told.at) {
        Ok(_) => Ok(()),
        Err(ledger::Refused::BelowFloor { .. }) => Err(tx.run_again("a balance fell while a merger was taken back").into()),
        Err(other) => Err(crate::broken(other).into()),
    }
}

/// What stands against giving back what a merger brought.
fn hindered(tx: &mut Tx<'_>, county: County, successor: Id<Household>, done: &[Line]) -> Result<(), HouseholdRefused> {
    let (points, owed) = posting::brought_to(done, successor);
    let has = standing(tx, county, successor)?;
    if has.balance < points || has.owed < owed {
        let name = household::find(tx, county, successor)?.map(|other| other.head_name).unwrap_or_default();
        let (key, points, left) = match has.balance < points {
            true => ("merger-back-refused-spent", points, has.balance),
            false => ("merger-back-refused-owed", owed, has.owed),
        };
        return Err(HouseholdRefused::Said(Message::new(key).with("name", name).with("points", points).with("left", left)));
    }
    for (shop, needed) in posting::paid_into_budget(done) {
        let left = budget_left(tx, county, shop)?;
        if left < needed {
            return Err(HouseholdRefused::Said(Message::new("merger-back-refused-budget").with("points", needed).with("left", left)));
        }
    }
    Ok(())
}

/// The lines of all postings of a merger, then and later.
fn done_by(tx: &mut Tx<'_>, county: County, ending: Id) -> Result<Vec<Line>, DatabaseError> {
    let mut lines = Vec::new();
    for posting in ledger::posting_of_cause(tx, &subject(county, ending))? {
        lines.extend(ledger::posting_lines(tx, county, posting.id)?);
    }
    Ok(lines)
}
