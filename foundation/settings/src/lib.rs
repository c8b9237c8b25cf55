//! Settings: whole numbers declared by the areas with default and limits; a rule reads the value of the business date.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Migration, Row, Schema, Sql, Table, Text, Tx, args, statements};

/// A declared key. Its sentence is the text `setting-<name>` in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `area-what`, whole words.
    pub name: &'static str,
    pub default: i64,
    pub min: i64,
    pub max: i64,
    /// Whether a township or village may have a value of its own.
    pub scoped: bool,
}

impl Setting {
    /// Whether it is a question of yes or no.
    pub fn is_yes_or_no(&self) -> bool {
        self.min == 0 && self.max == 1
    }
}

/// A value put into force.
#[derive(Clone, Debug)]
pub struct NewValue {
    pub setting: Setting,
    /// Empty for the whole county, else what it is for: code of a township or village, or a shop's id.
    pub scope: String,
    pub value: i64,
    pub valid_from: BusinessDate,
    pub reason: String,
    pub by: Id,
}

/// The value lies outside the declared limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingRefused {
    OutOfLimits { min: i64, max: i64 },
    Database(DatabaseError),
}

impl From<DatabaseError> for SettingRefused {
    fn from(error: DatabaseError) -> Self {
        SettingRefused::Database(error)
    }
}

statements! {
    // The narrower scope wins; within a scope the later day, and of one day what was recorded last.
    IN_FORCE = "SELECT scope, value, valid_from, recorded_at, reason, set_by FROM setting
                WHERE county = $1 AND name = $2 AND (scope = $3 OR scope = $4 OR scope = '') AND valid_from <= $5
                ORDER BY CASE WHEN scope = $3 THEN 0 WHEN scope = $4 THEN 1 ELSE 2 END, valid_from DESC, recorded_at DESC LIMIT 1";
    HISTORY = "SELECT scope, value, valid_from, recorded_at, reason, set_by FROM setting WHERE county = $1 AND name = $2
               ORDER BY recorded_at DESC, valid_from DESC LIMIT 200";
    OF_DAY = "SELECT scope, value, valid_from, recorded_at, reason, set_by FROM setting
              WHERE county = $1 AND name = $2 AND scope = $3 AND valid_from = $4 ORDER BY recorded_at DESC LIMIT 1";
    INSERT = "INSERT INTO setting (county, scope, name, valid_from, recorded_at, value, reason, set_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

const TABLES: &[Table] = &[Table::book("setting").append_only()];
const MIGRATIONS: &[Migration] =
    &[Migration { name: "20260901_0930_settings", text: Text::Both(include_str!("../migrations/20260901_0930_settings.sql")) }];

/// The table of settings.
pub fn schema() -> Schema {
    Schema { area: "settings", tables: TABLES, migrations: MIGRATIONS }
}

/// A value as it was put into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub scope: String,
    pub value: i64,
    pub valid_from: BusinessDate,
    pub recorded_at: Moment,
    pub reason: String,
    pub by: Id,
}

/// The value in force on the day: a village's own, else its township's, else the county's, else the default.
pub fn value(tx: &mut Tx<'_>, county: County, scope: &str, setting: Setting, on: BusinessDate) -> Result<i64, DatabaseError> {
    Ok(in_force(tx, county, scope, setting, on)?.map_or(setting.default, |recorded| recorded.value))
}

/// Who put the value of the day into force, when and why; none when it is the default.
pub fn in_force(
    tx: &mut Tx<'_>,
    county: County,
    scope: &str,
    setting: Setting,
    on: BusinessDate,
) -> Result<Option<Recorded>, DatabaseError> {
    tx.row(IN_FORCE, args![county, setting.name, scope, wider(scope), on], read)
}

/// Code of the township of a village; anything else stands for itself.
fn wider(scope: &str) -> &str {
    let is_village = scope.len() == 12 && scope.bytes().all(|byte| byte.is_ascii_digit());
    if is_village { &scope[..9] } else { scope }
}

/// Everything ever put into force for a key, latest first, at most 200.
pub fn history(tx: &mut Tx<'_>, county: County, setting: Setting) -> Result<Vec<Recorded>, DatabaseError> {
    tx.rows(HISTORY, args![county, setting.name], read)
}

fn read(row: &Row<'_>) -> Result<Recorded, DatabaseError> {
    Ok(Recorded {
        scope: row.get(0)?,
        value: row.get(1)?,
        valid_from: row.get(2)?,
        recorded_at: row.get(3)?,
        reason: row.get(4)?,
        by: row.get(5)?,
    })
}

/// Whether just this was put into force last: the same form sent twice is one change.
pub fn is_there(tx: &mut Tx<'_>, county: County, new: &NewValue) -> Result<bool, DatabaseError> {
    let there = tx.row(OF_DAY, args![county, new.setting.name, new.scope, new.valid_from], read)?;
    Ok(there.is_some_and(|there| there.value == new.value && there.reason == new.reason && there.by == new.by))
}

/// Puts a value into force.
pub fn set(tx: &mut Tx<'_>, county: County, new: &NewValue, now: Moment) -> Result<(), SettingRefused> {
    let Setting { name, min, max, .. } = new.setting;
    if !(min..=max).contains(&new.value) {
        return Err(SettingRefused::OutOfLimits { min, max });
    }
    tx.enter(county)?;
    tx.execute(INSERT, args![county, new.scope, name, new.valid_from, now, new.value, new.reason, new.by])?;
    Ok(())
}

/// This crate's statements.
pub const ALL_STATEMENTS: &[&[Sql]] = &[STATEMENTS];
