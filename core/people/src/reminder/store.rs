//! SQL about reminders.

use ::pages::Arg;
use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Tx, args, statements};
use serde_json::{Map, Value};

use super::{NewReminder, Reminder};
use crate::login::Login;

statements! {
    KEEP = "INSERT INTO reminder (county, id, login, made_at, for_day, text_key, args, href) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (county, id) DO NOTHING";
    UNSEEN = "SELECT id, for_day, text_key, args, href FROM reminder WHERE county = $1 AND login = $2 AND for_day = $3 AND seen_at IS NULL
              ORDER BY made_at DESC, id LIMIT 10";
    SEEN = "UPDATE reminder SET seen_at = $4 WHERE county = $1 AND id = $2 AND login = $3";
}

/// Writes a reminder unless it is there.
pub(super) fn keep(tx: &mut Tx<'_>, county: County, new: &NewReminder, on: BusinessDate, now: Moment) -> Result<(), DatabaseError> {
    tx.enter(county)?;
    let NewReminder { login, key, href, about, .. } = new;
    let id: Id<Reminder> = Id::derived(&[b"reminder", login.as_bytes(), &on.number().to_be_bytes(), about.as_bytes()]);
    tx.execute(KEEP, args![county, id, login, now, on, *key, as_json(&new.args), href]).map(drop)
}

fn as_json(args: &[(&'static str, Arg)]) -> String {
    let fields = args.iter().map(|(name, arg)| {
        let value = match arg {
            Arg::Text(text) => Value::from(text.as_str()),
            Arg::Number(number) => Value::from(*number),
        };
        ((*name).to_owned(), value)
    });
    Value::Object(fields.collect()).to_string()
}

fn from_json(text: &str) -> Vec<(String, Arg)> {
    let fields: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    let arg = |value: Value| value.as_i64().map_or_else(|| Arg::from(value.as_str().unwrap_or_default()), Arg::Number);
    fields.into_iter().map(|(name, value)| (name, arg(value))).collect()
}

/// What a login is told on this day and has not said to have seen, newest first, at most ten. What was told of an earlier day no
/// longer holds: "the last day", "two days left"; what still matters is told anew.
pub fn unseen_reminders(tx: &mut Tx<'_>, county: County, login: Id<Login>, on: BusinessDate) -> Result<Vec<Reminder>, DatabaseError> {
    tx.rows(UNSEEN, args![county, login, on], |row| {
        let (key, args): (String, String) = (row.get(2)?, row.get(3)?);
        Ok(Reminder { county, id: row.get(0)?, on: row.get(1)?, key, args: from_json(&args), href: row.get(4)? })
    })
}

/// The login has seen it; false when it is not one of its own.
pub(super) fn seen(tx: &mut Tx<'_>, county: County, id: Id<Reminder>, login: Id<Login>, now: Moment) -> Result<bool, DatabaseError> {
    tx.enter(county)?;
    Ok(tx.execute(SEEN, args![county, id, login, now])? == 1)
}
