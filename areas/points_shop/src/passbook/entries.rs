//! Reads the lines of a household's points and finds the record behind each.

use basics::{County, Id};
use database::{DatabaseError, Tx};
use ledger::AccountLine;
use money::TenthPoints;
use registry::household::{self, Household, ending};

use super::store::{self, Slips};
use super::{Entries, Entry, GoodsTaken, SlipAt, Undone, Why};
use crate::posting::in_book::by_two;
use crate::{deed, merger, opening_balance, point_rule, posting, redemption, set_aside};

/// A posting has at most so many lines on one account; a page is never cut between them.
const LINES_OF_A_POSTING: usize = 4;

/// Lines of a household below a posting's number, newest first, about `limit` of them.
pub fn entries(tx: &mut Tx<'_>, county: County, household: Id<Household>, below: i64, limit: usize) -> Result<Entries, DatabaseError> {
    let asked = limit + LINES_OF_A_POSTING;
    let mut lines = ledger::account_lines(tx, county, &posting::points(household), below, asked as i64)?;
    let cut = page_end(&lines, limit);
    let more = lines.len() > cut;
    lines.truncate(cut);
    let below = lines.last().filter(|_| more).map(|oldest| oldest.seq);
    Ok(Entries { list: explained(tx, county, household, &lines)?, below })
}

/// The lines with the record behind each, in the same order.
pub(super) fn explained(
    tx: &mut Tx<'_>,
    county: County,
    household: Id<Household>,
    lines: &[AccountLine],
) -> Result<Vec<Entry>, DatabaseError> {
    // A book's days may go back when a record of an earlier day came late.
    let days = lines.iter().map(|line| line.business_date);
    let Some(days) = days.clone().min().zip(days.max()) else { return Ok(Vec::new()) };
    let slips = store::slips(tx, county, household, days)?;
    let mut list = Vec::with_capacity(lines.len());
    for line in lines {
        let why = why(tx, county, household, line, &slips)?;
        let by = by(tx, county, line)?;
        let (amount, balance) = (TenthPoints(line.amount), TenthPoints(line.balance_after));
        let (owed, owed_after) = owed_by(line, &why);
        list.push(Entry { seq: line.seq, posting: line.posting, on: line.business_date, amount, balance, owed, owed_after, why, by });
    }
    Ok(list)
}

/// What the line did to what is owed, and what stood owed after it. The book says the posting's change with its first line; what points
/// just earned paid of a debt goes with the line that pays it, so that no line shows a debt smaller than it was.
fn owed_by(line: &AccountLine, why: &Why) -> (TenthPoints, TenthPoints) {
    let (owed, after) = (TenthPoints(line.owed), TenthPoints(line.owed_after));
    match why {
        Why::OwedTaken => (TenthPoints(line.amount), after),
        Why::Deed { .. } | Why::Brought { .. } if line.amount > 0 && owed.is_negative() => (TenthPoints::ZERO, after - owed),
        _ => (owed, after),
    }
}

/// How many lines the page takes: the limit, and what belongs to the same posting as the last.
fn page_end(lines: &[AccountLine], limit: usize) -> usize {
    if lines.len() <= limit {
        return lines.len();
    }
    let last = lines[limit - 1].seq;
    limit + lines[limit..].iter().take_while(|line| line.seq == last).count()
}

fn why(tx: &mut Tx<'_>, county: County, household: Id<Household>, line: &AccountLine, slips: &Slips) -> Result<Why, DatabaseError> {
    if let Some(old) = line.reverses {
        let (what, by_two) = (undone(tx, county, line)?, by_two(tx, county, old)?);
        return Ok(Why::Reversed { what, reason: line.text.clone().unwrap_or_default(), by_two });
    }
    match line.cause_kind.as_str() {
        "redemption" => {
            let found = slips.get(&line.cause.of()).cloned();
            let (slip, goods) = found.ok_or_else(|| DatabaseError::Broken(format!("posting {} has no slip", line.seq)))?;
            Ok(Why::Redeemed { slip, goods })
        }
        // The award's second line: what was owed goes straight off it.
        "opening-balance" if line.amount < 0 => Ok(Why::OwedTaken),
        "opening-balance" => {
            let reversed = ledger::reversal_of(tx, county, line.posting)?.is_some();
            let brought = opening_balance::find(tx, county, line.cause.of())?;
            Ok(Why::Brought { id: line.cause.of(), reason: brought.map(|brought| brought.reason).unwrap_or_default(), reversed })
        }
        "deed" => done(tx, county, line),
        "set-aside" => kept(tx, county, household, line),
        "household-end" => merged(tx, county, household, line),
        other => Ok(Why::Other { kind: other.to_owned() }),
    }
}

/// The record that a line takes back.
fn undone(tx: &mut Tx<'_>, county: County, line: &AccountLine) -> Result<Undone, DatabaseError> {
    let undone = match line.cause_kind.as_str() {
        "redemption" => redemption::find(tx, county, line.cause.of())?.map(|slip| Undone::Slip {
            slip: SlipAt { id: slip.id, shop: slip.shop },
            number: slip.number,
            on: slip.on,
        }),
        "opening-balance" => opening_balance::find(tx, county, line.cause.of())?.map(|brought| Undone::Brought { on: brought.on }),
        "deed" => match deed::find(tx, county, line.cause.of())? {
            Some(found) => point_rule::rule(tx, county, found.deed.rule)?.map(|in_use| Undone::Deed {
                id: line.cause.of(),
                topic: in_use.rule.topic,
                item: in_use.rule.item,
                done_on: found.deed.done_on,
            }),
            None => None,
        },
        _ => None,
    };
    Ok(undone.unwrap_or(Undone::Other))
}

/// Points of a deed; what goes off them in the same breath was owed from before.
fn done(tx: &mut Tx<'_>, county: County, line: &AccountLine) -> Result<Why, DatabaseError> {
    let id = line.cause.of();
    let lost = || DatabaseError::Broken(format!("posting {} has no deed", line.seq));
    let found = deed::find(tx, county, id)?.ok_or_else(lost)?;
    if line.amount < 0 && !found.deed.points.is_negative() {
        return Ok(Why::OwedTaken);
    }
    let rule = point_rule::rule(tx, county, found.deed.rule)?.ok_or_else(lost)?.rule;
    Ok(Why::Deed { id, topic: rule.topic, item: rule.item, done_on: found.deed.done_on })
}

/// Points that went over with a merger: the name of the household on the other side.
fn merged(tx: &mut Tx<'_>, county: County, household: Id<Household>, line: &AccountLine) -> Result<Why, DatabaseError> {
    let lost = || DatabaseError::Broken(format!("posting {} has no merger", line.seq));
    let ending = ending::find(tx, county, line.cause.of())?.ok_or_else(lost)?;
    let other = if ending.household == household { ending.successor } else { Some(ending.household) };
    let other = household::find(tx, county, other.ok_or_else(lost)?)?.ok_or_else(lost)?.head_name;
    let (ended, back) = (ending.household == household, line.posting == merger::carried_back(line.cause));
    // Points leave the household they came to only for what it owes; those that pay the other's debt before they move say so beside it.
    if !back && line.amount < 0 && (!ended || line.owed < 0) {
        return Ok(Why::MergedPaid { other });
    }
    Ok(Why::Merged { other, away: ended != back, back })
}

/// Points held, or given back.
fn kept(tx: &mut Tx<'_>, county: County, household: Id<Household>, line: &AccountLine) -> Result<Why, DatabaseError> {
    let id = line.cause.of();
    let kept = set_aside::find(tx, county, id)?.ok_or_else(|| DatabaseError::Broken(format!("posting {} has no set-aside", line.seq)))?;
    if line.amount > 0 {
        return Ok(Why::GivenBack { for_day: kept.for_day, shop: kept.shop });
    }
    let mut goods: Vec<GoodsTaken> = Vec::new();
    for held in set_aside::lines(tx, county, id)? {
        // One kind may be held from several lots.
        match goods.iter_mut().find(|one| one.name == held.name && one.piece_unit == held.piece_unit) {
            Some(one) => one.pieces += held.quantity,
            None => goods.push(GoodsTaken { name: held.name, piece_unit: held.piece_unit, pieces: held.quantity }),
        }
    }
    Ok(Why::SetAside { for_day: kept.for_day, goods, slip: store::collected(tx, county, household, id)?, shop: kept.shop })
}

/// Whoever made the posting; before them whoever proposed it, if it was confirmed by a second login.
fn by(tx: &mut Tx<'_>, county: County, line: &AccountLine) -> Result<Vec<Id>, DatabaseError> {
    let Some(reversed) = line.reverses else { return Ok(vec![line.actor]) };
    let proposals = ledger::reversals_for(tx, county, reversed)?;
    let confirmed = proposals.into_iter().find(|proposal| proposal.outcome.as_deref() == Some("confirmed"));
    Ok(confirmed.map(|proposal| proposal.proposed_by).into_iter().chain([line.actor]).collect())
}
