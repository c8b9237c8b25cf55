//! SQL about jobs.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};

use crate::Job;

statements! {
    ENQUEUE = "INSERT INTO job (id, kind, county, key, payload, first_due_at, due_at, attempts, state) VALUES ($1, $2, $3, $4, $5, $6, $6, 0, 'waiting')
               ON CONFLICT (kind, county, key) DO NOTHING";
    KNOWN = "SELECT kind, county FROM job WHERE key = $1";
    DUE = "SELECT id FROM job WHERE state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) ORDER BY due_at, id LIMIT 20";
    LEASE = "UPDATE job SET leased_until = $3 WHERE id = $1 AND state = 'waiting' AND due_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
             RETURNING id, kind, county, key, payload, attempts";
    // Touching the row makes another program that took over an expired lease wait, and tells it from us.
    HOLD = "UPDATE job SET leased_until = $2 WHERE id = $1 AND state = 'waiting' AND leased_until = $2";
    DONE = "UPDATE job SET state = 'done', leased_until = NULL, last_error = NULL, finished_at = $2 WHERE id = $1";
    AGAIN = "UPDATE job SET leased_until = NULL, attempts = 0, last_error = NULL WHERE id = $1";
    LATER = "UPDATE job SET leased_until = NULL, attempts = $3, due_at = $4, last_error = $5 WHERE id = $1 AND leased_until = $2";
    FAILED = "UPDATE job SET state = 'failed', leased_until = NULL, attempts = $3, finished_at = $4, last_error = $5 WHERE id = $1 AND leased_until = $2";
    ALL_FAILED = "SELECT kind, county, key, attempts, last_error FROM job WHERE state = 'failed' ORDER BY kind, county, key LIMIT 50";
    COUNTS = "SELECT CASE WHEN state = 'waiting' AND due_at <= $1 THEN 'due' ELSE state END, count(*) FROM job GROUP BY 1";
    TRY_AGAIN = "UPDATE job SET state = 'waiting', attempts = 0, finished_at = NULL WHERE state = 'failed'";
    FORGET_LEASES = "UPDATE job SET leased_until = NULL WHERE state = 'waiting' AND leased_until IS NOT NULL";
    CLEAR = "DELETE FROM job WHERE state = 'done' AND finished_at < $1";
}

/// Puts a job in the queue; under a key that is there already nothing happens. `due_at` is a moment of the machine's clock: what
/// depends on the business date belongs into a daily kind, because a demo moves its date.
pub fn enqueue(tx: &mut Tx<'_>, county: County, kind: &str, key: &str, payload: &str, due_at: Moment) -> Result<(), DatabaseError> {
    let id: Id<Job> = Id::derived(&[b"job", kind.as_bytes(), &county.code().to_be_bytes(), key.as_bytes()]);
    tx.execute(ENQUEUE, args![id, kind, county, key, payload, due_at]).map(drop)
}

/// Kinds and books that have their job of this day.
pub(crate) fn known_of_day(tx: &mut Tx<'_>, day: BusinessDate) -> Result<Vec<(String, County)>, DatabaseError> {
    tx.rows(KNOWN, args![day.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Jobs that nobody is running, earliest first.
pub(crate) fn due(tx: &mut Tx<'_>, now: Moment) -> Result<Vec<Id<Job>>, DatabaseError> {
    tx.rows(DUE, args![now], |row| row.get(0))
}

/// Takes a job for a while, unless another program was faster.
pub(crate) fn lease(tx: &mut Tx<'_>, id: Id<Job>, now: Moment, until: Moment) -> Result<Option<Job>, DatabaseError> {
    tx.row(LEASE, args![id, now, until], read)
}

fn read(row: &Row<'_>) -> Result<Job, DatabaseError> {
    Ok(Job { id: row.get(0)?, kind: row.get(1)?, county: row.get(2)?, key: row.get(3)?, payload: row.get(4)?, attempts: row.get(5)? })
}

/// Whether the job is still ours.
pub(crate) fn holds(tx: &mut Tx<'_>, id: Id<Job>, lease: Moment) -> Result<bool, DatabaseError> {
    Ok(tx.execute(HOLD, args![id, lease])? == 1)
}

pub(crate) fn done(tx: &mut Tx<'_>, id: Id<Job>, now: Moment) -> Result<(), DatabaseError> {
    tx.execute(DONE, args![id, now]).map(drop)
}

pub(crate) fn again(tx: &mut Tx<'_>, id: Id<Job>) -> Result<(), DatabaseError> {
    tx.execute(AGAIN, args![id]).map(drop)
}

/// After a failure: tried again at that moment.
pub(crate) fn later(
    tx: &mut Tx<'_>,
    (id, lease): (Id<Job>, Moment),
    attempts: i64,
    due_at: Moment,
    error: &str,
) -> Result<(), DatabaseError> {
    tx.execute(LATER, args![id, lease, attempts, due_at, error]).map(drop)
}

/// After the last failure.
pub(crate) fn give_up(
    tx: &mut Tx<'_>,
    (id, lease): (Id<Job>, Moment),
    attempts: i64,
    now: Moment,
    error: &str,
) -> Result<(), DatabaseError> {
    tx.execute(FAILED, args![id, lease, attempts, now, error]).map(drop)
}

/// Clears what was done before this moment.
pub(crate) fn clear(tx: &mut Tx<'_>, before: Moment) -> Result<(), DatabaseError> {
    tx.execute(CLEAR, args![before]).map(drop)
}

/// A job that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedJob {
    pub kind: String,
    pub county: County,
    pub key: String,
    pub attempts: i64,
    pub error: String,
}

/// Jobs that were given up, at most 50.
pub fn failed(tx: &mut Tx<'_>) -> Result<Vec<FailedJob>, DatabaseError> {
    tx.rows(ALL_FAILED, &[], |row| {
        let error: Option<String> = row.get(4)?;
        Ok(FailedJob { kind: row.get(0)?, county: row.get(1)?, key: row.get(2)?, attempts: row.get(3)?, error: error.unwrap_or_default() })
    })
}

/// How many jobs are `due`, `waiting` for their moment, `failed` for good and `done`, which are remembered for a month.
pub fn counts(tx: &mut Tx<'_>, now: Moment) -> Result<Vec<(String, i64)>, DatabaseError> {
    tx.rows(COUNTS, args![now], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Puts what was given up back in the queue: whoever starts the program anew has mended something.
pub fn try_failed_again(tx: &mut Tx<'_>) -> Result<(), DatabaseError> {
    tx.execute(TRY_AGAIN, &[]).map(drop)
}

/// Forgets leases of a program that is gone; only where nobody else can be running, as with a data folder that is locked.
pub fn forget_leases(tx: &mut Tx<'_>) -> Result<(), DatabaseError> {
    tx.execute(FORGET_LEASES, &[]).map(drop)
}
