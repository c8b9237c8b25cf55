//! SQL about sign-ins.

use basics::{County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};

use super::SignIn;
use crate::login::Login;

statements! {
    NOTE = "INSERT INTO sign_in (county, id, login, at, outcome, address, device) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    ALL = "SELECT s.at, s.outcome, s.address, s.device, l.name, l.display_name FROM sign_in s JOIN login l ON l.id = s.login
           WHERE s.county = $1 AND s.at >= $2 AND s.at < $3 ORDER BY s.at DESC, s.id DESC LIMIT $4 OFFSET $5";
    SINCE = "SELECT count(*), count(CASE WHEN outcome <> 'signed-in' THEN 1 END) FROM sign_in WHERE county = $1 AND at >= $2";
    OF_LOGIN = "SELECT s.at, s.outcome, s.address, s.device, l.name, l.display_name FROM sign_in s JOIN login l ON l.id = s.login
                WHERE s.county = $1 AND s.login = $6 AND s.at >= $2 AND s.at < $3 ORDER BY s.at DESC, s.id DESC LIMIT $4 OFFSET $5";
}

/// How many sign-ins there were since a moment, and how many of them failed.
pub fn sign_ins_since(tx: &mut Tx<'_>, county: County, since: Moment) -> Result<(i64, i64), DatabaseError> {
    tx.one(SINCE, args![county, since], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Notes a sign-in.
pub(crate) fn note(tx: &mut Tx<'_>, sign_in: &SignIn) -> Result<(), DatabaseError> {
    let SignIn { county, id, login, at, outcome, address, device } = sign_in;
    tx.enter(*county)?;
    tx.execute(NOTE, args![county, id, login, at, outcome.word(), address, device]).map(drop)
}

/// A sign-in as the list shows it.
#[derive(Clone, Debug)]
pub(super) struct Noted {
    pub at: Moment,
    pub outcome: String,
    pub address: String,
    pub device: String,
    pub name: String,
    pub display_name: String,
}

/// Where in the log: days, how many, how many to leave out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub from: Moment,
    pub before: Moment,
    pub limit: i64,
    pub leave_out: i64,
}

/// Sign-ins of all logins of the book, newest first.
pub(super) fn all(tx: &mut Tx<'_>, county: County, part: Part) -> Result<Vec<Noted>, DatabaseError> {
    tx.rows(ALL, args![county, part.from, part.before, part.limit, part.leave_out], read)
}

/// Sign-ins of one login, newest first.
pub(super) fn of_login(tx: &mut Tx<'_>, county: County, login: Id<Login>, part: Part) -> Result<Vec<Noted>, DatabaseError> {
    tx.rows(OF_LOGIN, args![county, part.from, part.before, part.limit, part.leave_out, login], read)
}

fn read(row: &Row<'_>) -> Result<Noted, DatabaseError> {
    Ok(Noted {
        at: row.get(0)?,
        outcome: row.get(1)?,
        address: row.get(2)?,
        device: row.get(3)?,
        name: row.get(4)?,
        display_name: row.get(5)?,
    })
}
