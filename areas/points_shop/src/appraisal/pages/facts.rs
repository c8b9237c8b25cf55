//! What the page of an appraisal says, as the book has it now: the step the visitor takes, its entries, meeting, notices and sums.

use std::collections::BTreeMap;

use basics::{County, Id, Moment};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use people::{Target, Visitor};
use trust::entry::{self, Counts, Entry, Standing, State};
use trust::list_type::StepKind;
use trust::meeting::{self, Meeting, SignedIn};
use trust::notice::{self, Notice};
use trust::roster::{self, Roster};

use super::super::store::{self, Sums};
use super::super::{MONTH, REPRESENTATIVES};
use super::show::PAGE;
use crate::area::{CONFIRM_POINTS, HOLD_APPRAISAL, REVIEW_APPRAISAL};
use crate::award::{self, Award};
use crate::opening_balance::budget_left;
use crate::point_rule::{self, Effect};
use crate::posting::in_book::{self, InBook};
use crate::shop;

/// All that the page says, read in one go.
pub(super) struct Found {
    pub roster: Roster,
    pub counts: Counts,
    pub meetings: Vec<Meeting>,
    pub attendees: Vec<SignedIn>,
    /// Something was changed so that only a meeting later than the last may decide about it.
    pub waits_for_another: bool,
    pub recused: Vec<(String, String, bool)>,
    pub rows: Vec<Entry>,
    pub returned: Vec<Entry>,
    pub ranges: BTreeMap<Id<point_rule::PointRule>, (TenthPoints, TenthPoints)>,
    pub notices: Vec<Notice>,
    pub to_hang: usize,
    pub sums: Sums,
    pub ready: (bool, Sums),
    pub current: Option<usize>,
    pub budget: Option<TenthPoints>,
    /// Confirmations with what the book has of each.
    pub awards: Vec<(Award, Vec<InBook>)>,
    pub concerned: Vec<Id>,
    pub expected: i64,
    pub names: BTreeMap<Id, String>,
    pub others: Vec<String>,
}

/// The step at which something has to be done now: the first one the visitor takes, else the first one. Entries that were sent back
/// or objected to stand at other steps than those that went on.
fn current_step(roster: &Roster, counts: &Counts, visitor: &Visitor) -> Option<usize> {
    let place = Target::division(&roster.place);
    let mine: Vec<&str> = [HOLD_APPRAISAL, REVIEW_APPRAISAL, CONFIRM_POINTS]
        .into_iter()
        .filter(|permission| visitor.may(*permission, &place))
        .map(|permission| permission.name)
        .collect();
    let waiting = || (0..roster.steps.len()).filter(|step| counts.of(*step, State::Open) > 0);
    waiting().find(|step| mine.contains(&roster.steps[*step].by.as_str())).or_else(|| waiting().next())
}

/// What is given and taken of those that can be confirmed; before the notice is taken down by date, of all that hang.
fn ready(tx: &mut Tx<'_>, roster: &Roster, counts: &Counts) -> Result<(bool, Sums), DatabaseError> {
    let last = roster.steps.len().saturating_sub(1);
    let some = counts.of(last, State::Open) > 0;
    Ok((some, store::sums(tx, roster.county, roster.id, if some { last } else { 1 })?))
}

pub(super) fn find(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    (county, id): (County, Id<Roster>),
    above: i64,
) -> Result<Option<Found>, DatabaseError> {
    let Some(roster) = roster::find(tx, county, id)?.filter(|roster| roster.list_type == MONTH.name) else { return Ok(None) };
    let (asker, on) = (visitor.actor(), visitor.site().today());
    let actor = trust::actor(tx, visitor, county, Moment(0))?;
    let counts = entry::counts(tx, county, id, asker)?;
    let meetings = meeting::of_roster(tx, county, id)?;
    let attendees = match meetings.first() {
        Some(meeting) => meeting::attendees(tx, county, meeting.id)?,
        None => Vec::new(),
    };
    let waits_for_another = match meetings.first() {
        Some(meeting) => entry::waits_for_another(tx, county, id, meeting.recorded_at)?,
        None => false,
    };
    let current = current_step(&roster, &counts, visitor);
    let rows = match current.map(|step| (step, roster.steps[step].kind)) {
        Some((step, StepKind::Appraise | StepKind::Review)) => {
            entry::page(tx, (county, id), Standing { step, state: State::Open }, true, (asker, above, PAGE + 1))?
        }
        _ => Vec::new(),
    };
    let mut returned = Vec::new();
    for step in 0..roster.steps.len() {
        if counts.of(step, State::Returned) > 0 {
            for one_by_one in [true, false] {
                returned.extend(entry::page(tx, (county, id), Standing { step, state: State::Returned }, one_by_one, (asker, 0, PAGE))?);
            }
        }
    }
    let to_hang = match roster.step_of(StepKind::Notice) {
        Some(step) if counts.of(step, State::Open) > 0 => entry::to_hang(tx, county, id, step, notice::Kind::Notice)?.len(),
        _ => 0,
    };
    let budget = match shop::serving(tx, county, &roster.place, on)? {
        Some(shop) => Some(budget_left(tx, county, shop.id)?),
        None => None,
    };
    Ok(Some(Found {
        ranges: ranges(tx, county, &rows)?,
        recused: entry::recused(tx, county, id)?,
        notices: notice::of_roster(tx, county, id)?,
        sums: store::sums(tx, county, id, usize::from(current != Some(0)))?,
        awards: awards(tx, county, id)?,
        expected: settings::value(tx, county, &roster.place, REPRESENTATIVES, on)?,
        names: people::login::display_names(tx, county)?,
        others: store::others_who_hold(tx, county, &roster.place, asker, on)?,
        concerned: actor.concerned,
        ready: ready(tx, &roster, &counts)?,
        current,
        roster,
        counts,
        meetings,
        attendees,
        waits_for_another,
        rows,
        returned,
        to_hang,
        budget,
    }))
}

fn awards(tx: &mut Tx<'_>, county: County, roster: Id<Roster>) -> Result<Vec<(Award, Vec<InBook>)>, DatabaseError> {
    let found = award::of_roster(tx, county, roster)?;
    found.into_iter().map(|award| Ok((award.clone(), in_book::of(tx, county, "award", award.id)?))).collect()
}

/// Where the meeting sets the points: least and most, by rule.
fn ranges(
    tx: &mut Tx<'_>,
    county: County,
    rows: &[Entry],
) -> Result<BTreeMap<Id<point_rule::PointRule>, (TenthPoints, TenthPoints)>, DatabaseError> {
    let mut ranges = BTreeMap::new();
    for id in rows.iter().filter_map(|entry| entry.shown.fact("rule-id").parse().ok()) {
        if let Some(found) = point_rule::rule(tx, county, id)?
            && let Effect::Range { least, most } = found.rule.effect
        {
            ranges.insert(id, (least, most));
        }
    }
    Ok(ranges)
}
