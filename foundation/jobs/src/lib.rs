//! Work that happens later or again: jobs in the database, run batch by batch, each batch one transaction with its own bookkeeping.
//!
//! A kill leaves a job waiting; a failure is rolled back and tried again later; two programs on one database share the work.

mod run;
mod store;

use std::sync::Arc;

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Migration, Schema, Sql, Table, Text, Tx};

pub use run::{Ran, run_due};
pub use store::{FailedJob, counts, enqueue, failed, forget_leases, try_failed_again};

/// A kind of job, as an area declares it.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Whole words with hyphens: `hold-expiry`.
    pub name: &'static str,
    /// One batch, under 200 ms; must survive running twice. It does everything that is due by the business date, not only what
    /// became due on it: the program may have stood still for days.
    pub run: fn(&mut Tx<'_>, &Job, BusinessDate, Moment) -> Result<Step, DatabaseError>,
    /// Enqueued by itself, once per book and business date; the date is the key.
    pub daily: bool,
}

/// What a batch left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Done,
    /// More batches of this job are left: it runs again at once.
    Again,
}

/// A job as it is handed to its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: Id<Job>,
    pub kind: String,
    pub county: County,
    pub key: String,
    pub payload: String,
    pub attempts: i64,
}

type Run = dyn Fn(&mut Tx<'_>, &Job, BusinessDate, Moment) -> Result<Step, DatabaseError> + Send + Sync;

/// A kind of job ready to run: an area's [`Kind`], or one that knows more than a function can.
#[derive(Clone)]
pub struct Work {
    pub name: &'static str,
    pub daily: bool,
    run: Arc<Run>,
}

impl Work {
    /// A daily kind out of a closure.
    pub fn daily(
        name: &'static str,
        run: impl Fn(&mut Tx<'_>, &Job, BusinessDate, Moment) -> Result<Step, DatabaseError> + Send + Sync + 'static,
    ) -> Work {
        Work { name, daily: true, run: Arc::new(run) }
    }
}

impl From<Kind> for Work {
    fn from(kind: Kind) -> Work {
        Work { name: kind.name, daily: kind.daily, run: Arc::new(kind.run) }
    }
}

const TABLES: &[Table] = &[Table::local("job")];
const MIGRATIONS: &[Migration] =
    &[Migration { name: "20261125_0900_jobs", text: Text::Both(include_str!("../migrations/20261125_0900_jobs.sql")) }];

/// The table of jobs.
pub fn schema() -> Schema {
    Schema { area: "jobs", tables: TABLES, migrations: MIGRATIONS }
}

/// This crate's statements.
pub const ALL_STATEMENTS: &[&[Sql]] = &[store::STATEMENTS];
