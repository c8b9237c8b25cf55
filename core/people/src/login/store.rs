//! SQL about logins.

use std::collections::BTreeMap;

use basics::{County, Id, Moment, Subject};
use database::{Change, DatabaseError, Row, Tx, args, statements};
use serde_json::json;

use super::{Login, NewLogin};

statements! {
    ANY = "SELECT count(*) FROM (SELECT 1 FROM login LIMIT 1) AS one";
    BY_NAME = "SELECT id, name, display_name, home, person, must_change, disabled_at, password_hash FROM login WHERE name = $1";
    BY_ID = "SELECT id, name, display_name, home, person, must_change, disabled_at, password_hash FROM login WHERE id = $1";
    INSERT = "INSERT INTO login (id, name, display_name, password_hash, must_change, home, person, created_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (name) DO NOTHING";
    PASSWORD = "UPDATE login SET password_hash = $2, must_change = $3 WHERE id = $1";
    PERSON = "UPDATE login SET person = $2 WHERE id = $1";
    DISABLE = "UPDATE login SET disabled_at = $2 WHERE id = $1";
    OF_BOOK = "SELECT DISTINCT l.id, l.name, l.display_name, l.home, l.person, l.must_change, l.disabled_at, l.password_hash
               FROM login l LEFT JOIN role_grant g ON g.login = l.id WHERE l.home = $1 OR g.county = $1 ORDER BY l.name LIMIT 1000";
    IN_BOOK = "SELECT count(*) FROM login l WHERE l.id = $2 AND (l.home = $1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.login = l.id AND g.county = $1))";
    NAMES = "SELECT id, display_name FROM login WHERE home = $1 LIMIT 5000";
}

/// Whether there is any login: an installation without one is not set up.
pub fn any(tx: &mut Tx<'_>) -> Result<bool, DatabaseError> {
    Ok(tx.one(ANY, &[], |row| row.get::<i64>(0))? > 0)
}

/// The login of this name with its password's hash.
pub fn by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<(Login, String)>, DatabaseError> {
    tx.row(BY_NAME, args![name], |row| Ok((read(row)?, row.get(7)?)))
}

/// The login of this id with its password's hash.
pub fn find(tx: &mut Tx<'_>, id: Id<Login>) -> Result<Option<(Login, String)>, DatabaseError> {
    tx.row(BY_ID, args![id], |row| Ok((read(row)?, row.get(7)?)))
}

fn read(row: &Row<'_>) -> Result<Login, DatabaseError> {
    Ok(Login {
        id: row.get(0)?,
        name: row.get(1)?,
        display_name: row.get(2)?,
        home: row.get(3)?,
        person: row.get(4)?,
        must_change: row.get(5)?,
        disabled_at: row.get(6)?,
    })
}

/// Makes a login; false when the name is taken.
pub fn create(tx: &mut Tx<'_>, new: &NewLogin, by: Option<Id>, now: Moment) -> Result<bool, DatabaseError> {
    let NewLogin { id, name, display_name, password_hash, must_change, home, person } = new;
    if tx.execute(INSERT, args![id, name, display_name, password_hash, must_change, home, person, now])? == 0 {
        return Ok(false);
    }
    let after = Some(json!({ "name": name, "display_name": display_name }));
    tx.changed(Change { subject: Subject::new(*home, "login", *id), actor: by, verb: "made", at: now, before: None, after })?;
    Ok(true)
}

/// Sets a password's hash.
pub fn set_password(tx: &mut Tx<'_>, id: Id<Login>, hash: &str, must_change: bool) -> Result<(), DatabaseError> {
    tx.execute(PASSWORD, args![id, hash, must_change]).map(drop)
}

/// Says which person a login is, so that the own household is known.
pub fn set_person(tx: &mut Tx<'_>, id: Id<Login>, person: Id) -> Result<(), DatabaseError> {
    tx.execute(PERSON, args![id, person]).map(drop)
}

/// Shuts a login off, or opens it again.
pub fn set_disabled(tx: &mut Tx<'_>, id: Id<Login>, at: Option<Moment>) -> Result<(), DatabaseError> {
    tx.execute(DISABLE, args![id, at]).map(drop)
}

/// Logins at home in a book or with a role in it, by name.
pub fn of_book(tx: &mut Tx<'_>, county: County) -> Result<Vec<Login>, DatabaseError> {
    tx.rows(OF_BOOK, args![county], read)
}

/// Whether a login is at home in a book or has or had a role in it.
pub fn in_book(tx: &mut Tx<'_>, county: County, id: Id<Login>) -> Result<bool, DatabaseError> {
    Ok(tx.one(IN_BOOK, args![county, id], |row| row.get::<i64>(0))? > 0)
}

/// What logins of a book are called, for lists that show who did something.
pub fn display_names(tx: &mut Tx<'_>, county: County) -> Result<BTreeMap<Id, String>, DatabaseError> {
    Ok(tx.rows(NAMES, args![county], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}
