//! Running what is due: enqueue the day's jobs, take one at a time, keep the books of it.

use basics::{BusinessDate, Clock, Moment};
use database::{DatabaseError, Db, books};

use crate::{Job, Step, Work, store};

/// How long a program may take for one batch before another one may take the job over.
const LEASE_MS: i64 = 60_000;
/// After so many failures in a row a job is given up.
const ATTEMPTS_MAX: i64 = 12;
/// The first wait after a failure; it doubles with each, up to an hour.
const WAIT_MS: i64 = 5_000;
const WAIT_MAX_MS: i64 = 60 * 60 * 1000;
/// How long what was done is remembered.
const KEEP_DONE_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// How much was run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    pub batches: usize,
    pub done: usize,
    pub failures: usize,
}

/// Runs everything that is due and that nobody else is running, batch by batch, until nothing is left. Blocks; for threads
/// outside the async runtime.
pub fn run_due(db: &Db, kinds: &[Work], on: BusinessDate, clock: &Clock) -> Result<Ran, DatabaseError> {
    enqueue_daily(db, kinds, on, clock.now())?;
    let mut ran = Ran::default();
    loop {
        let now = clock.now();
        let due = db.read_now(move |tx| store::due(tx, now))?;
        if due.is_empty() {
            return Ok(ran);
        }
        for id in due {
            let (now, until) = (clock.now(), clock.now().plus_ms(LEASE_MS));
            if let Some(job) = db.write_now(move |tx| store::lease(tx, id, now, until))? {
                run_one(db, kinds, (job, until), on, (now, clock), &mut ran)?;
            }
        }
    }
}

/// One job of each daily kind for each book and date; the old ones are cleared with it.
fn enqueue_daily(db: &Db, kinds: &[Work], on: BusinessDate, now: Moment) -> Result<(), DatabaseError> {
    let daily: Vec<&'static str> = kinds.iter().filter(|kind| kind.daily).map(|kind| kind.name).collect();
    let missing = db.read_now(move |tx| {
        let known = store::known_of_day(tx, on)?;
        let all: Vec<_> =
            books(tx)?.into_iter().flat_map(|book| daily.iter().map(move |kind| (*kind, book.county)).collect::<Vec<_>>()).collect();
        let is_known = |kind: &str, county| known.iter().any(|(other, of)| other == kind && *of == county);
        Ok::<_, DatabaseError>(all.into_iter().filter(|(kind, county)| !is_known(kind, *county)).collect::<Vec<_>>())
    })?;
    if missing.is_empty() {
        return Ok(());
    }
    db.write_now(move |tx| {
        for (kind, county) in &missing {
            store::enqueue(tx, *county, kind, &on.to_string(), "", now)?;
        }
        store::clear(tx, now.plus_ms(-KEEP_DONE_MS))
    })
}

/// One batch and its bookkeeping in one transaction; a failure is noted in another one, after the first was rolled back.
fn run_one(
    db: &Db,
    kinds: &[Work],
    (job, lease): (Job, Moment),
    on: BusinessDate,
    (now, clock): (Moment, &Clock),
    ran: &mut Ran,
) -> Result<(), DatabaseError> {
    let kind = kinds.iter().find(|kind| kind.name == job.kind).cloned();
    let id = job.id;
    let working = job.clone();
    // A demo may stand at another day than the machine; what is recorded lies on the day it is done for.
    let recorded = if now.day() == on { now } else { on.at_time_of(now) };
    let done = match kind {
        None => Err(DatabaseError::Broken(format!("this program knows no job of the kind {}", job.kind))),
        Some(kind) => db.write_now(move |tx| {
            if !store::holds(tx, id, lease)? {
                return Ok(None);
            }
            let step = (kind.run)(tx, &working, on, recorded)?;
            match step {
                Step::Done => store::done(tx, id, now)?,
                Step::Again => store::again(tx, id)?,
            }
            Ok(Some(step))
        }),
    };
    ran.batches += 1;
    match done {
        Ok(step) => {
            ran.done += usize::from(step == Some(Step::Done));
            tracing::debug!(kind = job.kind, county = job.county.code(), key = job.key, ?step, "a job ran");
            Ok(())
        }
        Err(error) => {
            ran.failures += 1;
            note_failure(db, (&job, lease), &error, clock.now())
        }
    }
}

fn note_failure(db: &Db, (job, lease): (&Job, Moment), error: &DatabaseError, now: Moment) -> Result<(), DatabaseError> {
    let (id, attempts, text) = (job.id, job.attempts + 1, error.to_string());
    tracing::error!(kind = job.kind, county = job.county.code(), key = job.key, attempts, error = text, "a job failed");
    db.write_now(move |tx| {
        if attempts >= ATTEMPTS_MAX {
            store::give_up(tx, (id, lease), attempts, now, &text)
        } else {
            store::later(tx, (id, lease), attempts, now.plus_ms(wait_ms(attempts)), &text)
        }
    })
}

/// 5 s, 10 s, 20 s, … at most an hour.
fn wait_ms(attempts: i64) -> i64 {
    (WAIT_MS << (attempts - 1).clamp(0, 20)).min(WAIT_MAX_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_an_hour() {
        assert_eq!([1, 2, 3, 10, 11, 60].map(|attempts| wait_ms(attempts) / 1000), [5, 10, 20, 2560, 3600, 3600]);
    }
}
