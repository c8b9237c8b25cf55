//! Finds the people of a pasted list, and records for those who were found.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use people::login::Login;
use registry::household::{self, Household};
use registry::name_search;

use super::{Candidate, Line, Outcome, judge, store};
use crate::deed::{Along, Deed, RecordRefused, Refused, State, record_with};
use crate::point_rule::PointRule;

/// What the whole list is about.
#[derive(Clone, Debug)]
pub(super) struct ListFor {
    pub county: County,
    /// Code of the village or township.
    pub place: String,
    pub rule: Id<PointRule>,
    pub done_on: BusinessDate,
    /// Who sent the list.
    pub source: String,
    pub today: BusinessDate,
    pub now: Moment,
}

impl ListFor {
    /// The same person in the same list is the same deed, however often it is sent.
    fn id(&self, one: &Candidate) -> Id<Deed> {
        let day = self.done_on.number().to_be_bytes();
        Id::derived(&[b"pasted", one.household.id.as_bytes(), one.person.as_bytes(), self.rule.as_bytes(), &day])
    }
}

/// Whom a line means.
pub(super) fn find(tx: &mut Tx<'_>, list: &ListFor, line: &Line, picked: &str, login: &Login) -> Result<Outcome, DatabaseError> {
    let code = line.code();
    let typed = code.as_deref().unwrap_or(&line.name);
    let households = household::called(tx, list.county, typed, &list.place)?;
    let is_named = |one: &Household| {
        code.is_some()
            || line.household.is_empty()
            || line.group() == Some(one.village_group.as_str())
            || name_search::same(&one.head_name, &line.household)
    };
    let mut candidates = Vec::new();
    let mut known = false;
    for household in households.into_iter().filter(is_named) {
        known = true;
        for member in household::members(tx, list.county, household.id)? {
            let is_member = member.since <= list.done_on && member.until.is_none_or(|until| list.done_on < until);
            if (is_member || !household.is_there(list.done_on)) && name_search::same(&member.person.name, &line.name) {
                candidates.push(candidate(tx, list, &household, member.person.id, login)?);
            }
        }
    }
    let lost = candidates.is_empty() && known && code.is_some();
    Ok(if lost { Outcome::NotInHousehold } else { judge(candidates, list.done_on, picked) })
}

fn candidate(
    tx: &mut Tx<'_>,
    list: &ListFor,
    household: &Household,
    person: Id<household::Person>,
    login: &Login,
) -> Result<Candidate, DatabaseError> {
    let concerned = household::concerned(tx, login, list.county, household.id, list.today)?;
    let one = Candidate { household: household.clone(), person, recorded: false, concerned };
    let recorded = store::recorded(tx, (list.county, list.id(&one)), (household.id, person), list.rule, list.done_on)?;
    Ok(Candidate { recorded, ..one })
}

/// Records for those who were found, some at a time; answers for each why not, if so. A refusal writes nothing, so the others stand.
pub(super) fn record(
    tx: &mut Tx<'_>,
    list: &ListFor,
    found: &[(Candidate, String)],
    along: &Along,
    login: &Login,
) -> Result<Vec<Option<Refused>>, DatabaseError> {
    let mut answers = Vec::with_capacity(found.len());
    for (one, note) in found {
        let note = if note.is_empty() { list.source.clone() } else { format!("{} · {note}", list.source) };
        let deed = Deed {
            county: list.county,
            id: list.id(one),
            household: one.household.id,
            person: Some(one.person),
            rule: list.rule,
            done_on: list.done_on,
            place: String::new(),
            witness: String::new(),
            note: note.chars().take(200).collect(),
            points: TenthPoints::ZERO,
            recorder: login.id.any(),
            recorded_at: list.now,
            state: State::Submitted,
        };
        match record_with(tx, &deed, along, login, list.today) {
            Ok(()) => answers.push(None),
            Err(RecordRefused::Rule(refused)) => answers.push(Some(refused)),
            Err(RecordRefused::OtherContent) => return Err(DatabaseError::Broken("an id made of the line has other content".to_owned())),
            Err(RecordRefused::Database(error)) => return Err(error),
        }
    }
    Ok(answers)
}
