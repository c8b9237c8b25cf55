//! Records deeds and moves them on: handed in, checked, rejected, withdrawn.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Tx};
use files::FileId;
use people::login::Login;
use registry::household::{self, Household};

use super::{Deed, Facts, Refused, State, photo, plan, store};
use crate::point_rule;
use crate::point_rule::{PointRule, RuleTable};

/// Why a deed was not recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordRefused {
    Rule(Refused),
    /// The form's id was used for something else.
    OtherContent,
    Database(DatabaseError),
}

impl From<DatabaseError> for RecordRefused {
    fn from(error: DatabaseError) -> Self {
        RecordRefused::Database(error)
    }
}

/// What comes along with a deed that somebody records.
#[derive(Clone, Debug, Default)]
pub struct Along {
    /// As what the login may record there; none where that was settled before.
    pub kinds: Option<Vec<&'static str>>,
    /// Why it comes only now, when its month is closed.
    pub late_reason: String,
    pub photos: Vec<FileId>,
}

/// What many deeds recorded in one transaction have in common: the rules, and which of them are in force where and when.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    rules: BTreeMap<Id<PointRule>, Option<(RuleTable, PointRule)>>,
    in_force: BTreeMap<(String, BusinessDate), Option<Id<RuleTable>>>,
}

impl Shared {
    fn rule(&mut self, tx: &mut Tx<'_>, county: County, id: Id<PointRule>) -> Result<Option<(RuleTable, PointRule)>, DatabaseError> {
        if let Some(known) = self.rules.get(&id) {
            return Ok(known.clone());
        }
        let found = point_rule::rule(tx, county, id)?.map(|found| (found.table, found.rule));
        self.rules.insert(id, found.clone());
        Ok(found)
    }

    fn in_force(&mut self, tx: &mut Tx<'_>, household: &Household, on: BusinessDate) -> Result<Option<Id<RuleTable>>, DatabaseError> {
        let key = (township_of(household).to_owned(), on);
        if let Some(known) = self.in_force.get(&key) {
            return Ok(*known);
        }
        let found = point_rule::in_force(tx, household.county, township_of(household), on)?.map(|table| table.id);
        self.in_force.insert(key, found);
        Ok(found)
    }
}

fn facts(
    tx: &mut Tx<'_>,
    deed: &Deed,
    (along, shared): (&Along, &mut Shared),
    login: &Login,
    today: BusinessDate,
) -> Result<Facts, DatabaseError> {
    let county = deed.county;
    let household = household::find(tx, county, deed.household)?;
    let month_closed = match &household {
        Some(household) => store::month_closed(tx, county, &household.village, deed.done_on)?,
        None => false,
    };
    let in_force = match &household {
        Some(household) => shared.in_force(tx, household, deed.done_on)?,
        None => None,
    };
    let rule = shared.rule(tx, county, deed.rule)?;
    let concerned = household::concerned(tx, login, county, deed.household, today)?;
    Ok(Facts { today, rule, in_force, concerned, household, kinds: along.kinds.clone(), month_closed })
}

/// Code of the township a household lives in.
pub(super) fn township_of(household: &Household) -> &str {
    household.village.get(..9).unwrap_or(&household.village)
}

/// Records a deed with nothing along, where it was settled before that the login may.
pub fn record(tx: &mut Tx<'_>, deed: &Deed, login: &Login, today: BusinessDate) -> Result<(), RecordRefused> {
    record_with(tx, deed, &Along::default(), login, today)
}

/// Records a deed as a draft or handed in; the same form again does nothing. The points are those of the rule.
pub fn record_with(tx: &mut Tx<'_>, deed: &Deed, along: &Along, login: &Login, today: BusinessDate) -> Result<(), RecordRefused> {
    record_among(tx, deed, (along, &mut Shared::default()), login, today)
}

/// The same for one of many deeds of a transaction, by the same rules read once.
pub fn record_among(
    tx: &mut Tx<'_>,
    deed: &Deed,
    (along, shared): (&Along, &mut Shared),
    login: &Login,
    today: BusinessDate,
) -> Result<(), RecordRefused> {
    tx.enter(deed.county)?;
    if let Some(there) = store::find(tx, deed.county, deed.id)? {
        let same = there.deed.household == deed.household && there.deed.rule == deed.rule && there.deed.done_on == deed.done_on;
        return if same { Ok(()) } else { Err(RecordRefused::OtherContent) };
    }
    let facts = facts(tx, deed, (along, shared), login, today)?;
    let points = plan(&facts, deed.done_on, Some(deed.points), (&deed.witness, &along.late_reason)).map_err(RecordRefused::Rule)?;
    let Some(household) = facts.household else { return Err(RecordRefused::OtherContent) };
    let late_reason = if facts.month_closed { along.late_reason.as_str() } else { "" };
    store::insert(tx, &Deed { points, ..deed.clone() }, &household, late_reason)?;
    Ok(photo::attach(tx, deed.county, deed.id, &along.photos, (deed.recorder, deed.recorded_at))?)
}

/// What somebody does with a recorded deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The recorder hands a draft in.
    Submit,
    /// The recorder takes it back before it was checked.
    Withdraw,
    /// Another one has looked: it was so.
    Check,
    /// Another one has looked: it was not so, or does not belong here.
    Reject,
}

impl Step {
    fn path(self) -> (&'static [State], State) {
        match self {
            Step::Submit => (&[State::Draft], State::Submitted),
            Step::Withdraw => (&[State::Draft, State::Submitted], State::Withdrawn),
            Step::Check => (&[State::Submitted], State::Checked),
            Step::Reject => (&[State::Submitted], State::Rejected),
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Step::Submit => "handed-in",
            Step::Withdraw => "withdrawn",
            Step::Check => "checked",
            Step::Reject => "rejected",
        }
    }

    fn is_the_recorders(self) -> bool {
        matches!(self, Step::Submit | Step::Withdraw)
    }
}

/// Why a deed did not move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoveRefused {
    Unknown,
    /// Handing in and withdrawing are the recorder's.
    NotRecorder,
    /// Whoever recorded it does not check it.
    OwnRecord,
    /// The own household or a relative's.
    Concerned,
    /// It stands elsewhere by now.
    Elsewhere {
        state: State,
    },
    Database(DatabaseError),
}

impl From<DatabaseError> for MoveRefused {
    fn from(error: DatabaseError) -> Self {
        MoveRefused::Database(error)
    }
}

/// Moves a deed on by one step; the same step again does nothing.
pub fn step(
    tx: &mut Tx<'_>,
    (county, id): (County, Id<Deed>),
    step: Step,
    reason: &str,
    login: &Login,
    (today, now): (BusinessDate, Moment),
) -> Result<(), MoveRefused> {
    tx.lock_book(county)?;
    let there = store::find(tx, county, id)?.ok_or(MoveRefused::Unknown)?;
    let actor = login.id.any();
    let own = there.deed.recorder == actor;
    if step.is_the_recorders() && !own {
        return Err(MoveRefused::NotRecorder);
    }
    if !step.is_the_recorders() && own {
        return Err(MoveRefused::OwnRecord);
    }
    if household::concerned(tx, login, county, there.deed.household, today)? {
        return Err(MoveRefused::Concerned);
    }
    let (from, to) = step.path();
    if there.deed.state == to {
        return Ok(());
    }
    if !from.contains(&there.deed.state) {
        return Err(MoveRefused::Elsewhere { state: there.deed.state });
    }
    Ok(store::set_state(tx, (county, id), to, step.verb(), (reason, actor, now))?)
}

/// The rules of the household's township on the day, by number.
pub(super) fn rules_on(tx: &mut Tx<'_>, household: &Household, on: BusinessDate) -> Result<Vec<PointRule>, DatabaseError> {
    match point_rule::in_force(tx, household.county, township_of(household), on)? {
        Some(table) => point_rule::rules(tx, household.county, table.id),
        None => Ok(Vec::new()),
    }
}
