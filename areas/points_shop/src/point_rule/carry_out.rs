//! Drafts a version, changes its rows, and lets a meeting adopt it; what is adopted is never changed.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Tx};

use super::{PointRule, RuleTable, default_rules, store};

/// Why a row was not written or struck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleRefused {
    /// The version was adopted meanwhile, or the row is another version's.
    Adopted,
    /// Another row has the number.
    NumberTaken {
        item: String,
    },
    Database(DatabaseError),
}

impl From<DatabaseError> for RuleRefused {
    fn from(error: DatabaseError) -> Self {
        RuleRefused::Database(error)
    }
}

/// What the meeting decided.
#[derive(Clone, Debug)]
pub struct Adoption {
    /// Day of the meeting.
    pub on: BusinessDate,
    pub valid_from: BusinessDate,
    pub meeting: String,
    pub attended: i64,
    /// Where the signed minutes are.
    pub minutes: String,
    pub by: Id,
}

/// Why a version was not adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdoptRefused {
    /// It has no rows.
    Empty,
    /// Somebody recorded its adoption already.
    Already,
    /// The meeting is still to come.
    MeetingAhead,
    /// Rules bind from the meeting on, not before: deeds already done are judged by the rules people knew.
    BeforeMeeting,
    Database(DatabaseError),
}

impl From<DatabaseError> for AdoptRefused {
    fn from(error: DatabaseError) -> Self {
        AdoptRefused::Database(error)
    }
}

/// The draft of a place. A new one starts from what is in force there, else from the county's, else from the shipped table.
pub fn draft(
    tx: &mut Tx<'_>,
    county: County,
    place: &str,
    id: Id<RuleTable>,
    (by, now): (Id, Moment),
    on: BusinessDate,
) -> Result<RuleTable, DatabaseError> {
    tx.lock_book(county)?;
    if let Some(there) = store::draft_of(tx, county, place)? {
        return Ok(there);
    }
    let table = RuleTable { county, id, place: place.to_owned(), version: store::last_version(tx, county, place)? + 1, adopted: None };
    store::insert(tx, &table, by, now)?;
    let rows = match store::in_force(tx, county, place, on)? {
        Some(before) => copied(store::rules(tx, county, before.id)?, id),
        None => default_rules(county, id),
    };
    rows.iter().try_for_each(|rule| store::put(tx, &table, rule, None))?;
    Ok(table)
}

fn copied(rows: Vec<PointRule>, table: Id<RuleTable>) -> Vec<PointRule> {
    let copy = |rule: PointRule| PointRule { id: Id::derived(&[b"point rule", table.as_bytes(), rule.id.as_bytes()]), table, ..rule };
    rows.into_iter().map(copy).collect()
}

/// The draft, locked against others who change it.
fn open_draft(tx: &mut Tx<'_>, county: County, table: Id<RuleTable>) -> Result<Option<RuleTable>, DatabaseError> {
    tx.lock_book(county)?;
    Ok(store::find(tx, county, table)?.filter(|table| table.adopted.is_none()))
}

/// Writes a row of a draft, new or changed.
pub fn put(tx: &mut Tx<'_>, rule: &PointRule, by: Id, now: Moment) -> Result<(), RuleRefused> {
    let table = open_draft(tx, rule.county, rule.table)?.ok_or(RuleRefused::Adopted)?;
    let rows = store::rules(tx, rule.county, rule.table)?;
    if rows.contains(rule) {
        return Ok(());
    }
    if let Some(other) = rows.into_iter().find(|other| other.number == rule.number && other.id != rule.id) {
        return Err(RuleRefused::NumberTaken { item: other.item });
    }
    if store::rule(tx, rule.county, rule.id)?.is_some_and(|there| there.table.id != rule.table) {
        return Err(RuleRefused::Adopted);
    }
    Ok(store::put(tx, &table, rule, Some((by, now)))?)
}

/// Takes a row out of a draft; one that is gone already is no mistake.
pub fn strike(tx: &mut Tx<'_>, county: County, table: Id<RuleTable>, rule: Id<PointRule>, by: Id, now: Moment) -> Result<(), RuleRefused> {
    let table = open_draft(tx, county, table)?.ok_or(RuleRefused::Adopted)?;
    match store::rules(tx, county, table.id)?.into_iter().find(|row| row.id == rule) {
        Some(row) => Ok(store::strike(tx, &table, &row, by, now)?),
        None => Ok(()),
    }
}

/// Records that a meeting adopted a version; from then on it stays as it is.
pub fn adopt(
    tx: &mut Tx<'_>,
    county: County,
    table: Id<RuleTable>,
    adoption: &Adoption,
    today: BusinessDate,
    now: Moment,
) -> Result<(), AdoptRefused> {
    let table = open_draft(tx, county, table)?.ok_or(AdoptRefused::Already)?;
    if adoption.on > today {
        return Err(AdoptRefused::MeetingAhead);
    }
    if adoption.valid_from < adoption.on {
        return Err(AdoptRefused::BeforeMeeting);
    }
    if store::rules(tx, county, table.id)?.is_empty() {
        return Err(AdoptRefused::Empty);
    }
    if store::adopt(tx, &table, adoption, now)? { Ok(()) } else { Err(AdoptRefused::Already) }
}
