//! What of each deed counts under the caps of its rule: binding here, in the order the deeds were done.

use std::collections::BTreeMap;

use basics::{BusinessDate, Id};
use money::TenthPoints;
use registry::household::{Household, Person};

use crate::point_rule::{Cap, CapPer, Used};

/// A deed as far as caps go. The rule is known by its item, so that a new version of the table does not begin to count anew.
#[derive(Clone, Debug)]
pub struct Claim {
    pub item: String,
    pub cap: Option<Cap>,
    pub household: Id<Household>,
    pub person: Option<Id<Person>>,
    pub done_on: BusinessDate,
    pub points: TenthPoints,
}

type Key = (String, Option<Id>, i64);

fn key(claim: &Claim, cap: &Cap) -> Key {
    let whose = match cap.per {
        // Where nobody knows who it was, it counts for the household.
        CapPer::Person => Some(claim.person.map_or_else(|| claim.household.any(), Id::any)),
        CapPer::Household => Some(claim.household.any()),
        CapPer::Village => None,
    };
    (claim.item.clone(), whose, cap.period.around(claim.done_on).map_or(0, |(from, _)| from.number()))
}

/// What counts of each of `claims`, after those of `before` that count already.
pub fn counted(before: &[Claim], claims: &[Claim]) -> Vec<TenthPoints> {
    let mut used: BTreeMap<Key, Used> = BTreeMap::new();
    let mut take = |claim: &Claim, counts: TenthPoints, cap: &Cap| {
        let used = used.entry(key(claim, cap)).or_default();
        let counts = if counts == TenthPoints::ZERO { counts } else { cap.counts(counts, *used) };
        if counts != TenthPoints::ZERO {
            used.points += counts;
            used.times += 1;
        }
        counts
    };
    for claim in before {
        if let Some(cap) = &claim.cap {
            take(claim, claim.points, cap);
        }
    }
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|at| (claims[*at].done_on, *at));
    let mut counts = vec![TenthPoints::ZERO; claims.len()];
    for at in order {
        let claim = &claims[at];
        counts[at] = match &claim.cap {
            Some(cap) => take(claim, claim.points, cap),
            None => claim.points,
        };
    }
    counts
}
