//! Lists a village's checked deeds for a meeting: what counts under the caps, what is doubtful, and what each entry shows.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id, Subject};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use registry::household::{Household, Person, group_number};
use trust::entry::{Entry, NewEntry, Shown};
use trust::roster::{self, Actor, NewRoster, Roster, RosterRefused};

use super::caps::{Claim, counted};
use super::doubts::{Asked, doubts};
use super::{MONTH, store};
use crate::deed::Deed;
use crate::point_rule::{self, PointRule};

/// A checked deed that waits for a meeting.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub deed: Id<Deed>,
    pub household: Id<Household>,
    pub person: Option<Id<Person>>,
    pub rule: Id<PointRule>,
    pub done_on: BusinessDate,
    pub points: TenthPoints,
    pub recorder: Id,
    pub place: String,
    pub witness: String,
    pub note: String,
    pub village_group: String,
    pub household_code: String,
    pub head_name: String,
    pub person_name: String,
    pub recorder_name: String,
    /// It stood before a meeting already.
    pub again: bool,
    pub photos: i64,
    /// Why it was recorded after its meeting.
    pub late_reason: String,
}

/// What a list is made of.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    pub candidates: Vec<Candidate>,
    /// What counts already under caps.
    pub before: Vec<Claim>,
    pub rules: BTreeMap<Id<PointRule>, PointRule>,
}

/// Reads the checked deeds of a village up to a month, with their rules and what counts already.
pub fn candidates(tx: &mut Tx<'_>, county: County, village: &str, month: i64) -> Result<Gathered, DatabaseError> {
    let mut candidates = store::candidates(tx, county, village, month)?;
    // Groups are counted in Chinese numerals, which do not sort by themselves.
    candidates.sort_by_key(|candidate| group_number(&candidate.village_group));
    let mut rules = BTreeMap::new();
    for candidate in &candidates {
        if !rules.contains_key(&candidate.rule)
            && let Some(found) = point_rule::rule(tx, county, candidate.rule)?
        {
            rules.insert(candidate.rule, found.rule);
        }
    }
    Ok(Gathered { candidates, before: store::counted(tx, county, village)?, rules })
}

/// The entries of a list, with what counts of each. `topic` says a topic's name as everybody may read it.
pub fn entries_of(county: County, roster: Id<Roster>, gathered: &Gathered, topic: &dyn Fn(&str) -> String) -> Vec<(NewEntry, TenthPoints)> {
    let known: Vec<(&Candidate, &PointRule)> =
        gathered.candidates.iter().filter_map(|candidate| Some((candidate, gathered.rules.get(&candidate.rule)?))).collect();
    let claims: Vec<Claim> = known.iter().map(|(candidate, rule)| claim(candidate, rule)).collect();
    let counts = counted(&gathered.before, &claims);
    let entry = |((candidate, rule), counts): (&(&Candidate, &PointRule), TenthPoints)| {
        let asked = Asked {
            rule,
            points: candidate.points,
            counts,
            witness: &candidate.witness,
            note: &candidate.note,
            photos: candidate.photos,
            late_reason: &candidate.late_reason,
            again: candidate.again,
        };
        (new_entry(county, roster, candidate, shown(candidate, rule, counts, topic(&rule.topic)), doubts(&asked)), counts)
    };
    known.iter().zip(counts).map(entry).collect()
}

fn claim(candidate: &Candidate, rule: &PointRule) -> Claim {
    Claim {
        item: rule.item.clone(),
        cap: rule.cap,
        household: candidate.household,
        person: candidate.person,
        done_on: candidate.done_on,
        points: candidate.points,
    }
}

fn new_entry(county: County, roster: Id<Roster>, candidate: &Candidate, shown: Shown, doubts: Vec<String>) -> NewEntry {
    NewEntry {
        id: entry_id(roster, candidate.deed),
        subject: Subject::new(county, "deed", candidate.deed),
        party: candidate.household.any(),
        label: candidate.head_name.clone(),
        group_label: candidate.village_group.clone(),
        shown,
        doubts,
    }
}

/// A deed stands once in a roster.
fn entry_id(roster: Id<Roster>, deed: Id<Deed>) -> Id<Entry> {
    Id::derived(&[b"roster entry", roster.as_bytes(), deed.as_bytes()])
}

/// What a deed shows on its way.
pub(super) fn shown(candidate: &Candidate, rule: &PointRule, counts: TenthPoints, public_title: String) -> Shown {
    let said = [&candidate.person_name, &candidate.place, &candidate.note, &candidate.late_reason].map(|word| word.trim().to_owned());
    let detail: Vec<String> = said.into_iter().filter(|word| !word.is_empty()).collect();
    let facts = [
        ("rule", rule.number.to_string()),
        ("rule-id", rule.id.to_string()),
        ("recorder", candidate.recorder_name.clone()),
        ("recorder-id", candidate.recorder.to_string()),
        ("witness", candidate.witness.clone()),
        ("evidence", rule.evidence.clone()),
    ];
    Shown {
        title: rule.item.clone(),
        public_title,
        detail: detail.join(" · "),
        on: candidate.done_on.number(),
        claimed: candidate.points.0,
        counts: counts.0,
        facts: facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    }
}

/// Opens the month's roster of a village, or answers the one that is still being gathered.
pub fn open(tx: &mut Tx<'_>, new: &NewRoster, actor: &Actor) -> Result<Roster, DatabaseError> {
    tx.lock_book(new.county)?;
    if let Some(there) = roster::latest(tx, new.county, MONTH.name, &new.place, new.period)?.filter(|there| !there.is_open) {
        return Ok(there);
    }
    roster::open(tx, &MONTH, new, actor)
}

/// Takes a batch of deeds up into a roster that is being gathered; those that moved meanwhile stay out.
pub fn list(tx: &mut Tx<'_>, county: County, roster: Id<Roster>, batch: &[(NewEntry, TenthPoints)]) -> Result<(), RosterRefused> {
    tx.lock_book(county)?;
    // Begun meanwhile by somebody else, it takes nothing more: those deeds wait for the next list.
    if roster::find(tx, county, roster)?.ok_or(RosterRefused::Unknown)?.is_open {
        return Ok(());
    }
    let mut taken = Vec::new();
    for (entry, counts) in batch {
        if store::list(tx, county, entry.subject.id.of(), *counts)? {
            taken.push(entry.clone());
        }
    }
    roster::add(tx, county, roster, &taken)
}
