//! Carries out what a meeting said: doubtful entries one by one, all others together, in one transaction.

use basics::{County, Id};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use trust::entry::{self, Act, Entry, Shown};
use trust::list_type::StepKind;
use trust::meeting::Meeting;
use trust::roster::{self, Moved, RosterRefused, Taking};

use super::caps::{Claim, counted};
use super::{MONTH, store};
use crate::area::HOLD_APPRAISAL;
use crate::deed::{self, Deed};
use crate::point_rule::{self, Effect, PointRule};

/// What was said of one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Pass,
    Fail,
    Defer,
}

/// One entry with what was said of it, and the points where the meeting sets them.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub entry: Id<Entry>,
    pub decision: Decision,
    pub points: Option<TenthPoints>,
}

/// All that one click says.
#[derive(Clone, Debug)]
pub struct Said {
    pub meeting: Id<Meeting>,
    pub chosen: Vec<Chosen>,
    /// All without doubt pass together.
    pub all_good: bool,
}

/// Why nothing was decided; `entry` names the one that stood in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecideRefused {
    Roster {
        refused: RosterRefused,
        entry: Option<Id<Entry>>,
    },
    /// The points lie outside the rule's range.
    OutOfRange {
        entry: Id<Entry>,
        least: TenthPoints,
        most: TenthPoints,
    },
    Database(DatabaseError),
}

impl From<DatabaseError> for DecideRefused {
    fn from(error: DatabaseError) -> Self {
        DecideRefused::Database(error)
    }
}

/// Writes down what was said; the same click again does nothing. Answers how many entries moved.
pub fn decide(tx: &mut Tx<'_>, taking: &Taking, said: &Said) -> Result<u64, DecideRefused> {
    let county = taking.county;
    tx.lock_book(county)?;
    let mut moved = 0;
    for chosen in &said.chosen {
        let refused = |refused| DecideRefused::Roster { refused, entry: Some(chosen.entry) };
        // Each entry has an act of its own, so that a click sent twice finds each done.
        let one = Taking { action: Id::derived(&[b"decided", taking.action.as_bytes(), chosen.entry.as_bytes()]), ..taking.clone() };
        let act = match chosen.decision {
            Decision::Pass => Act::Pass,
            Decision::Fail => Act::Fail,
            Decision::Defer => Act::Defer,
        };
        let at = Some((StepKind::Appraise, HOLD_APPRAISAL.name));
        let one = roster::move_entry(tx, &MONTH, &one, at, (chosen.entry, act), Some(said.meeting)).map_err(refused)?;
        // Sent again after the list went on, the form changes nothing any more.
        if one.new && chosen.decision == Decision::Pass {
            set_points(tx, county, chosen)?;
        }
        moved += one.entries;
    }
    if said.all_good {
        let all = roster::pass_all(tx, taking, (StepKind::Appraise, HOLD_APPRAISAL.name), Some(said.meeting));
        moved += match all {
            Ok(moved) => moved.entries,
            // With exceptions decided there need not be any left that pass together.
            Err(RosterRefused::Nothing) if !said.chosen.is_empty() => 0,
            Err(refused) => return Err(DecideRefused::Roster { refused, entry: None }),
        };
    }
    Ok(moved)
}

/// Where the rule leaves the points to the meeting, they are written to the deed and to what the entry shows.
fn set_points(tx: &mut Tx<'_>, county: County, chosen: &Chosen) -> Result<(), DecideRefused> {
    let Some(entry) = entry::find(tx, county, chosen.entry)? else { return Ok(()) };
    let deed: Id<Deed> = entry.subject.id.of();
    let rule_id = entry.shown.fact("rule-id").parse().map_err(|_| DatabaseError::Broken("an entry without its rule".to_owned()))?;
    let Some(found) = point_rule::rule(tx, county, rule_id)? else { return Ok(()) };
    let Effect::Range { least, most } = found.rule.effect else { return Ok(()) };
    let Some(points) = chosen.points.filter(|points| *points >= least && *points <= most && points.0 % 5 == 0) else {
        return Err(DecideRefused::OutOfRange { entry: entry.id, least, most });
    };
    if entry.shown.claimed == points.0 {
        return Ok(());
    }
    Ok(count(tx, &entry, (deed, &found.rule), points)?)
}

/// What a deed counts of these points under the cap of its rule as things are now, written to it and to what its entry shows.
fn count(tx: &mut Tx<'_>, entry: &Entry, (deed, rule): (Id<Deed>, &PointRule), points: TenthPoints) -> Result<(), DatabaseError> {
    let county = entry.county;
    let Some(row) = deed::find(tx, county, deed)? else { return Ok(()) };
    // Itself left out meanwhile.
    store::set_points(tx, county, deed, points, TenthPoints::ZERO)?;
    let before = store::counted(tx, county, &row.village)?;
    let Deed { household, person, done_on, .. } = row.deed;
    let claim = Claim { item: rule.item.clone(), cap: rule.cap, household, person, done_on, points };
    let counts = counted(&before, &[claim])[0];
    store::set_points(tx, county, deed, points, counts)?;
    let shown = Shown { claimed: points.0, counts: counts.0, ..entry.shown.clone() };
    entry::reshow(tx, entry, &shown)
}

/// A deed back on the list: what stood aside from its cap meanwhile may have used it up.
pub(super) fn count_again(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), DatabaseError> {
    let deed: Id<Deed> = entry.subject.id.of();
    let Some(row) = deed::find(tx, entry.county, deed)? else { return Ok(()) };
    let Some(found) = point_rule::rule(tx, entry.county, row.deed.rule)? else { return Ok(()) };
    count(tx, entry, (deed, &found.rule), row.deed.points)
}

/// Takes back what a meeting said of one entry, until the list hangs out.
pub fn take_back(tx: &mut Tx<'_>, taking: &Taking, id: Id<Entry>) -> Result<Moved, RosterRefused> {
    roster::take_back(tx, &MONTH, taking, HOLD_APPRAISAL.name, id)
}
