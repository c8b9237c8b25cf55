//! Failed sign-ins: after five, a growing wait for this login from this address, over after a quarter of an hour.
//!
//! Another address is not made to wait, so nobody outside can lock a person out; the township can lift a wait.

use basics::Moment;
use database::{DatabaseError, Tx, args, statements};

/// Failures that cost nothing.
const FREE: i64 = 5;
/// A quarter of an hour after the last failure it is forgotten.
const FORGET_MS: i64 = 15 * 60 * 1000;

statements! {
    FIND = "SELECT failures, last_at FROM throttle WHERE name = $1 AND address = $2";
    FAILED = "INSERT INTO throttle (name, address, failures, last_at) VALUES ($1, $2, 1, $3)
              ON CONFLICT (name, address) DO UPDATE SET last_at = excluded.last_at,
              failures = CASE WHEN throttle.last_at < $4 THEN 1 ELSE throttle.failures + 1 END";
    LIFT = "DELETE FROM throttle WHERE name = $1";
    WAITING = "SELECT count(*) FROM throttle WHERE name = $1 AND failures > $2 AND last_at > $3";
    FORGET = "DELETE FROM throttle WHERE last_at < $1";
}

/// Milliseconds to wait after so many failures in a row: none up to five, then 15 s, 30 s, … at most a quarter of an hour.
pub(crate) fn wait_ms(failures: i64) -> i64 {
    match failures - FREE {
        ..0 => 0,
        over => (15_000 << over.min(10)).min(FORGET_MS),
    }
}

/// Seconds still to wait, or nothing.
pub(crate) fn waiting_seconds(tx: &mut Tx<'_>, name: &str, address: &str, now: Moment) -> Result<Option<i64>, DatabaseError> {
    let found: Option<(i64, Moment)> = tx.row(FIND, args![name, address], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.and_then(|(failures, last_at)| {
        let left_ms = last_at.0 + wait_ms(failures) - now.0;
        (now.0 - last_at.0 < FORGET_MS && left_ms > 0).then(|| (left_ms + 999) / 1000)
    }))
}

/// Notes a failed sign-in.
pub(crate) fn failed(tx: &mut Tx<'_>, name: &str, address: &str, now: Moment) -> Result<(), DatabaseError> {
    let forgotten = now.plus_ms(-FORGET_MS);
    tx.execute(FORGET, args![forgotten])?;
    tx.execute(FAILED, args![name, address, now, forgotten]).map(drop)
}

/// Lets the login try again at once, from everywhere.
pub(crate) fn lift(tx: &mut Tx<'_>, name: &str) -> Result<(), DatabaseError> {
    tx.execute(LIFT, args![name]).map(drop)
}

/// Whether somebody has to wait for this login now.
pub(crate) fn is_waiting(tx: &mut Tx<'_>, name: &str, now: Moment) -> Result<bool, DatabaseError> {
    Ok(tx.one(WAITING, args![name, FREE - 1, now.plus_ms(-FORGET_MS)], |row| row.get::<i64>(0))? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends_at_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = [1, 4, 5, 6, 7, 10, 30].into_iter().map(|failures| wait_ms(failures) / 1000).collect();
        assert_eq!(seconds, [0, 0, 15, 30, 60, 480, 900]);
    }
}
