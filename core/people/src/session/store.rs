//! SQL about sessions.

use basics::{Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};

use super::Session;
use crate::login::Login;

statements! {
    OPEN = "INSERT INTO session (id, login, created_at, seen_at, expires_at, device, address) VALUES ($1, $2, $3, $3, $4, $5, $6)";
    FIND = "SELECT id, login, created_at, seen_at, expires_at, device, address, ended_at FROM session WHERE id = $1";
    TOUCH = "UPDATE session SET seen_at = $2, expires_at = $3 WHERE id = $1 AND ended_at IS NULL";
    END = "UPDATE session SET ended_at = $3 WHERE id = $1 AND login = $2 AND ended_at IS NULL";
    END_ALL = "UPDATE session SET ended_at = $2 WHERE login = $1 AND ended_at IS NULL AND id <> $3";
    OF_LOGIN = "SELECT id, login, created_at, seen_at, expires_at, device, address, ended_at FROM session
                WHERE login = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY seen_at DESC";
    FORGET = "DELETE FROM session WHERE expires_at < $1";
}

pub(crate) fn open(tx: &mut Tx<'_>, session: &Session) -> Result<(), DatabaseError> {
    let Session { id, login, created_at, expires_at, device, address, .. } = session;
    tx.execute(OPEN, args![id, login, created_at, expires_at, device, address]).map(drop)
}

/// The session of this id, open or not.
pub fn find(tx: &mut Tx<'_>, id: &[u8; 32]) -> Result<Option<Session>, DatabaseError> {
    tx.row(FIND, args![id], read)
}

fn read(row: &Row<'_>) -> Result<Session, DatabaseError> {
    Ok(Session {
        id: row.get(0)?,
        login: row.get(1)?,
        created_at: row.get(2)?,
        seen_at: row.get(3)?,
        expires_at: row.get(4)?,
        device: row.get(5)?,
        address: row.get(6)?,
        ended_at: row.get(7)?,
    })
}

pub(crate) fn touch(tx: &mut Tx<'_>, id: &[u8; 32], now: Moment, expires_at: Moment) -> Result<(), DatabaseError> {
    tx.execute(TOUCH, args![id, now, expires_at]).map(drop)
}

/// Ends one session of a login; false when it is not one of its own.
pub(crate) fn end(tx: &mut Tx<'_>, id: &[u8; 32], login: Id<Login>, now: Moment) -> Result<bool, DatabaseError> {
    Ok(tx.execute(END, args![id, login, now])? == 1)
}

/// Ends all sessions of a login but one.
pub fn end_all_of(tx: &mut Tx<'_>, login: Id<Login>, but: &[u8; 32], now: Moment) -> Result<(), DatabaseError> {
    tx.execute(END_ALL, args![login, now, but]).map(drop)
}

pub(crate) fn of_login(tx: &mut Tx<'_>, login: Id<Login>, now: Moment) -> Result<Vec<Session>, DatabaseError> {
    tx.rows(OF_LOGIN, args![login, now], read)
}

/// Forgets sessions that ended more than a day ago; until then they tell whose a late form was.
pub fn forget_old(tx: &mut Tx<'_>, now: Moment) -> Result<(), DatabaseError> {
    tx.execute(FORGET, args![now.plus_ms(-24 * 60 * 60 * 1000)]).map(drop)
}
