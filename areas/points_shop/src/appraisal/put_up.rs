//! The lines of a month's notice: a household with what it gains, what it loses, the two together, and what stands in its passbook.

use std::collections::BTreeMap;

use basics::{County, Id};
use database::{DatabaseError, Tx};
use trust::entry::{self, Entry};
use trust::notice::{Kind, Line};
use trust::roster::Roster;

use super::store;

/// The lines of all entries that wait to be hung out, in the order of their groups.
pub fn lines(tx: &mut Tx<'_>, county: County, roster: Id<Roster>, step: usize) -> Result<Vec<Line>, DatabaseError> {
    let entries = entry::to_hang(tx, county, roster, step, Kind::Notice)?;
    let balances = store::balances(tx, county, entries.iter().map(|entry| entry.party))?;
    let mut order: Vec<Id> = Vec::new();
    let mut by_party: BTreeMap<Id, Vec<&Entry>> = BTreeMap::new();
    for entry in &entries {
        let of_party = by_party.entry(entry.party).or_default();
        if of_party.is_empty() {
            order.push(entry.party);
        }
        of_party.push(entry);
    }
    let line = |(party, number): (Id, i64)| {
        let of_party = &by_party[&party];
        let counts = || of_party.iter().map(|entry| entry.shown.counts);
        let (plus, minus): (i64, i64) = (counts().filter(|counts| *counts > 0).sum(), counts().filter(|counts| *counts < 0).sum());
        let balance = balances.get(&party).map_or(0, |points| points.0);
        Line {
            number,
            party,
            label: of_party[0].label.clone(),
            group_label: of_party[0].group_label.clone(),
            values: vec![plus, -minus, plus + minus, balance],
        }
    };
    Ok(order.into_iter().zip(1..).map(line).collect())
}
