//! Settings as people keep them: never from before a closed day, each change in the history.

pub(crate) mod pages;

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use serde_json::json;
use settings::{NewValue, Setting, SettingRefused};

use crate::contract::Contract;

/// Why a value was not put into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeepRefused {
    /// Everything up to this day is closed.
    Closed {
        until: BusinessDate,
    },
    OutOfLimits {
        min: i64,
        max: i64,
    },
    Database(DatabaseError),
}

impl From<DatabaseError> for KeepRefused {
    fn from(error: DatabaseError) -> Self {
        KeepRefused::Database(error)
    }
}

/// The record a setting's changes are noted under.
pub(crate) fn subject(county: County, setting: Setting) -> Subject {
    Subject::new(county, "setting", Id::<Setting>::derived(&[b"setting", setting.name.as_bytes()]))
}

/// Puts a value into force; the same form again does nothing.
pub(crate) fn keep(tx: &mut Tx<'_>, contract: &Contract, county: County, new: &NewValue, now: Moment) -> Result<(), KeepRefused> {
    // Two at once would each note the other's value as the one before.
    tx.lock_book(county)?;
    if let Some(until) = contract.closed_until(tx, county, &new.scope)?.filter(|until| new.valid_from <= *until) {
        return Err(KeepRefused::Closed { until });
    }
    if settings::is_there(tx, county, new)? {
        return Ok(());
    }
    let was = settings::value(tx, county, &new.scope, new.setting, new.valid_from)?;
    settings::set(tx, county, new, now).map_err(|refused| match refused {
        SettingRefused::OutOfLimits { min, max } => KeepRefused::OutOfLimits { min, max },
        SettingRefused::Database(error) => KeepRefused::Database(error),
    })?;
    let (before, after) = (
        json!({ "value": was }),
        json!({ "value": new.value, "scope": new.scope, "from": new.valid_from.to_string(), "reason": new.reason }),
    );
    let (subject, actor) = (subject(county, new.setting), Some(new.by));
    tx.changed(Change { subject, actor, verb: "set", at: now, before: Some(before), after: Some(after) })?;
    Ok(())
}
