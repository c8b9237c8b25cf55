//! Settings: whole numbers declared by the areas with default and limits; a rule reads the value of the business date.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Migration, Schema, Sql, Table, Text, Tx, args, statements};

/// A declared key. Its sentence is the text `setting-<name>` in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `area-what`, whole words.
    pub name: &'static str,
    pub default: i64,
    pub min: i64,
    pub max: i64,
}

/// A value put into force.
#[derive(Clone, Debug)]
pub struct NewValue {
    pub setting: Setting,
    /// Empty for the whole county, else what it is for, such as a shop's id.
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
    VALUE = "SELECT value FROM setting WHERE county = $1 AND name = $2 AND (scope = $3 OR scope = '') AND valid_from <= $4
             ORDER BY CASE WHEN scope = $3 THEN 0 ELSE 1 END, valid_from DESC, recorded_at DESC LIMIT 1";
    INSERT = "INSERT INTO setting (county, scope, name, valid_from, recorded_at, value, reason, set_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

const TABLES: &[Table] = &[Table::book("setting").append_only()];
const MIGRATIONS: &[Migration] =
    &[Migration { name: "20260901_0930_settings", text: Text::Both(include_str!("../migrations/20260901_0930_settings.sql")) }];

/// The table of settings.
pub fn schema() -> Schema {
    Schema { area: "settings", tables: TABLES, migrations: MIGRATIONS }
}

/// The value in force on the day for the scope, else for the county, else the default.
pub fn value(tx: &mut Tx<'_>, county: County, scope: &str, setting: Setting, on: BusinessDate) -> Result<i64, DatabaseError> {
    Ok(tx.row(VALUE, args![county, setting.name, scope, on], |row| row.get(0))?.unwrap_or(setting.default))
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
