//! Mends a deed on its way: one the township returned begins again, one an objection found wrong hangs out again.

use basics::{County, Id};
use database::{Change, DatabaseError, Tx};
use money::TenthPoints;
use serde_json::json;
use trust::entry::{self, Entry, State as EntryState};
use trust::objection;
use trust::roster::{self, RosterRefused, Taking};

use super::caps::{Claim, counted};
use super::doubts::{Asked, doubts};
use super::gather::{Candidate, shown};
use super::{MONTH, store};
use crate::deed::{self, Deed, DeedRow, State};
use crate::point_rule::{self, Effect, PointRule};

/// What is changed.
#[derive(Clone, Debug)]
pub struct Amendment {
    pub rule: Id<PointRule>,
    /// Where the rule leaves a choice.
    pub points: Option<TenthPoints>,
    pub witness: String,
    pub note: String,
    /// What the topic is called where everybody reads it.
    pub public_title: String,
}

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmendRefused {
    Unknown,
    /// It was neither returned nor objected to.
    NotToMend,
    /// The rule was not in force on the deed's day.
    NotInForce,
    OutOfRange {
        least: TenthPoints,
        most: TenthPoints,
    },
    /// Rule, points, witness and note are what they were.
    Nothing,
    Roster(RosterRefused),
    Database(DatabaseError),
}

impl From<DatabaseError> for AmendRefused {
    fn from(error: DatabaseError) -> Self {
        AmendRefused::Database(error)
    }
}

/// Changes the deed and what its entry shows; the same click again does nothing.
pub fn amend(tx: &mut Tx<'_>, taking: &Taking, id: Id<Deed>, amendment: &Amendment) -> Result<(), AmendRefused> {
    let county = taking.county;
    tx.lock_book(county)?;
    let row = deed::find(tx, county, id)?.ok_or(AmendRefused::Unknown)?;
    let there = listed(tx, county, id)?.ok_or(AmendRefused::NotToMend)?;
    if entry::history(tx, county, there.id)?.iter().any(|outcome| outcome.act == taking.action) {
        return Ok(());
    }
    if !matches!(there.standing.state, EntryState::Returned | EntryState::Objected) {
        return Err(AmendRefused::NotToMend);
    }
    let rule = rule_of_the_day(tx, &row, amendment.rule)?.ok_or(AmendRefused::NotInForce)?;
    let points = points_of(&rule, amendment.points)?;
    let same = row.deed.rule == rule.id && row.deed.points == points;
    if same && row.deed.witness == amendment.witness && row.deed.note == amendment.note && there.standing.state == EntryState::Objected {
        return Err(AmendRefused::Nothing);
    }
    let counts = rewritten(tx, &row, &rule, points, amendment)?;
    let changed = Candidate { points, rule: rule.id, witness: amendment.witness.clone(), note: amendment.note.clone(), ..candidate(&row) };
    let shows =
        trust::entry::Shown { facts: facts_of(&there, &rule, amendment), ..shown(&changed, &rule, counts, amendment.public_title.clone()) };
    let returned = there.standing.state == EntryState::Returned;
    let photos = i64::try_from(deed::photo::of_deed(tx, county, id)?.len()).unwrap_or(i64::MAX);
    let mut words = doubts(&Asked {
        rule: &rule,
        points,
        counts,
        witness: &amendment.witness,
        note: &amendment.note,
        photos,
        late_reason: "",
        again: false,
    });
    words.push(if returned { "returned" } else { "changed" }.to_owned());
    let taking = Taking { roster: there.roster, ..taking.clone() };
    let moved = if returned {
        roster::amend(tx, &MONTH, &taking, there.id, (&shows, &words)).map(drop)
    } else {
        objection::change(tx, &MONTH, &taking, there.id, (&shows, &words))
    };
    moved.map_err(AmendRefused::Roster)?;
    let before =
        Some(json!({ "item": row.item, "points": row.deed.points.to_string(), "witness": row.deed.witness, "note": row.deed.note }));
    let after = Some(
        json!({ "item": rule.item, "points": points.to_string(), "witness": amendment.witness, "note": amendment.note, "reason": taking.reason }),
    );
    let subject = basics::Subject::new(county, "deed", id);
    tx.changed(Change { subject, actor: Some(taking.actor.login), verb: "amended", at: taking.actor.at, before, after })?;
    Ok(())
}

/// Where the deed is listed.
fn listed(tx: &mut Tx<'_>, county: County, id: Id<Deed>) -> Result<Option<Entry>, DatabaseError> {
    entry::of_subject(tx, &basics::Subject::new(county, "deed", id))
}

fn rule_of_the_day(tx: &mut Tx<'_>, row: &DeedRow, id: Id<PointRule>) -> Result<Option<PointRule>, DatabaseError> {
    let county = row.deed.county;
    let township = row.village.get(..9).unwrap_or(&row.village);
    let Some(table) = point_rule::in_force(tx, county, township, row.deed.done_on)? else { return Ok(None) };
    Ok(point_rule::rules(tx, county, table.id)?.into_iter().find(|rule| rule.id == id))
}

fn points_of(rule: &PointRule, typed: Option<TenthPoints>) -> Result<TenthPoints, AmendRefused> {
    match rule.effect {
        Effect::Fixed(points) => Ok(points),
        Effect::Veto { .. } | Effect::NoteOnly => Ok(TenthPoints::ZERO),
        Effect::Range { least, most } => match typed {
            Some(points) if points >= least && points <= most && points.0 % 5 == 0 => Ok(points),
            _ => Err(AmendRefused::OutOfRange { least, most }),
        },
    }
}

/// Writes the deed anew and answers what counts of it; meanwhile it counts under no cap itself.
fn rewritten(
    tx: &mut Tx<'_>,
    row: &DeedRow,
    rule: &PointRule,
    points: TenthPoints,
    amendment: &Amendment,
) -> Result<TenthPoints, DatabaseError> {
    let Deed { county, id, household, person, done_on, .. } = &row.deed;
    store::amend(tx, *county, *id, (rule.id, points), (&amendment.witness, &amendment.note))?;
    let claim = Claim { item: rule.item.clone(), cap: rule.cap, household: *household, person: *person, done_on: *done_on, points };
    let before = store::counted(tx, *county, &row.village)?;
    let counts = counted(&before, &[claim])[0];
    store::set_points(tx, *county, *id, points, counts)?;
    Ok(counts)
}

fn candidate(row: &DeedRow) -> Candidate {
    let deed = &row.deed;
    Candidate {
        deed: deed.id,
        household: deed.household,
        person: deed.person,
        rule: deed.rule,
        done_on: deed.done_on,
        points: deed.points,
        recorder: deed.recorder,
        place: deed.place.clone(),
        witness: deed.witness.clone(),
        note: deed.note.clone(),
        village_group: row.village_group.clone(),
        household_code: String::new(),
        head_name: row.head_name.clone(),
        person_name: row.person_name.clone(),
        recorder_name: String::new(),
        again: true,
        photos: 0,
        late_reason: String::new(),
    }
}

/// Who recorded it stays; rule, witness and evidence are the new ones.
fn facts_of(entry: &Entry, rule: &PointRule, amendment: &Amendment) -> std::collections::BTreeMap<String, String> {
    let mut facts = entry.shown.facts.clone();
    for (name, value) in [
        ("rule", rule.number.to_string()),
        ("rule-id", rule.id.to_string()),
        ("witness", amendment.witness.clone()),
        ("evidence", rule.evidence.clone()),
    ] {
        facts.insert(name.to_owned(), value);
    }
    facts
}

/// Whether the deed stands where it can be mended.
pub fn can_be_mended(row: &DeedRow, entry: Option<&Entry>) -> bool {
    let held = entry.is_some_and(|entry| matches!(entry.standing.state, EntryState::Returned | EntryState::Objected));
    held && matches!(row.deed.state, State::Returned | State::Listed)
}
