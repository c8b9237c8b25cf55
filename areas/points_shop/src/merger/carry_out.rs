//! Moves the points of a merged household, and back when the merger is taken back; each in the registry's own transaction.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{DatabaseError, Tx};
use ledger::Posting;
use money::TenthPoints;
use pages::Message;
use people::{HouseholdEnding, HouseholdRefused};
use registry::household::ending::{self, Ending, Reason};
use registry::household::{self, Household};

use super::{Carried, Refused, plan, store};
use crate::card;
use crate::passbook::{Standing, standing};
use crate::posting::{self, Cause};

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
    let mut said = vec![match told.successor {
        Some(_) => Message::new("merger-points-go").with("points", balance),
        None => Message::new("merger-points-stay").with("points", balance),
    }];
    if owed > TenthPoints::ZERO {
        let key = if told.successor.is_some() { "merger-owed-goes" } else { "merger-owed-stays" };
        said.push(Message::new(key).with("points", owed));
    }
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

/// All that stands on one household's accounts goes to the other's.
fn carry_over(tx: &mut Tx<'_>, cause: &Cause, (from, to): (Id<Household>, Id<Household>), now: Moment) -> Result<(), DatabaseError> {
    let Standing { balance, owed, .. } = standing(tx, cause.subject.county, from)?;
    let carried = Carried { points: balance, owed };
    if carried.is_nothing() {
        return Ok(());
    }
    match ledger::post(tx, &posting::carried_over(cause, from, to, carried), now) {
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

/// A merger is taken back: what went over with it comes back, if the other household still has it.
pub(super) fn back(tx: &mut Tx<'_>, told: &HouseholdEnding) -> Result<(), HouseholdRefused> {
    let Some(successor) = told.successor else { return Ok(()) };
    let (county, household, successor): (County, Id<Household>, Id<Household>) = (told.county, told.household.of(), successor.of());
    let carried = went_over(tx, county, told.id, household)?;
    if carried.is_nothing() {
        return Ok(());
    }
    let has = standing(tx, county, successor)?;
    if has.balance < carried.points || has.owed < carried.owed {
        let name = household::find(tx, county, successor)?.map(|other| other.head_name).unwrap_or_default();
        let (key, points, left) = match has.balance < carried.points {
            true => ("merger-back-refused-spent", carried.points, has.balance),
            false => ("merger-back-refused-owed", carried.owed, has.owed),
        };
        return Err(HouseholdRefused::Said(Message::new(key).with("name", name).with("points", points).with("left", left)));
    }
    let cause = Cause {
        id: Id::derived(&[b"carried back", told.id.as_bytes()]),
        on: told.today,
        actor: told.by,
        subject: subject(county, told.id),
    };
    match ledger::post(tx, &posting::carried_over(&cause, successor, household, carried), told.at) {
        Ok(_) => Ok(()),
        Err(ledger::Refused::BelowFloor { .. }) => Err(tx.run_again("a balance fell while a merger was taken back").into()),
        Err(other) => Err(crate::broken(other).into()),
    }
}

/// All that left the household's accounts with a merger, then and later.
fn went_over(tx: &mut Tx<'_>, county: County, ending: Id, household: Id<Household>) -> Result<Carried, DatabaseError> {
    let mut carried = Carried::default();
    for posting in ledger::posting_of_cause(tx, &subject(county, ending))? {
        let lines = ledger::posting_lines(tx, county, posting.id)?;
        let Carried { points, owed } = posting::left_with(&lines, household);
        carried = Carried { points: carried.points + points, owed: carried.owed + owed };
    }
    Ok(carried)
}
