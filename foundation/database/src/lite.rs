//! SQLite: reader threads, and one writer thread on which all that queued during the last fsync shares the next.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::meters;
use crate::prepared::{Lite as _, Prepared};
use crate::task::Job;
use crate::tx::Inner;
use crate::{DatabaseError, Options, Tx};

/// Most closures that may share one commit.
const GROUP_MAX: usize = 1000;

/// A group that has run this long is committed, so that whoever came first does not wait for all who came later.
const GROUP_TIME: Duration = Duration::from_millis(20);

pub(crate) struct LiteDoor {
    pub(crate) writes: Sender<Box<dyn Job>>,
    pub(crate) reads: Sender<Box<dyn Job>>,
    pub(crate) threads: Vec<thread::JoinHandle<()>>,
}

pub(crate) fn open(path: &Path, options: &Options) -> Result<LiteDoor, DatabaseError> {
    let writer = connect(path, options)?;
    let (writes, write_queue) = unbounded();
    let (reads, read_queue) = unbounded::<Box<dyn Job>>();
    let mut threads = vec![spawn("database-writer", move || write_loop(&writer, &write_queue))?];
    for _ in 0..options.readers {
        let reader = connect_to_read(path)?;
        let queue = read_queue.clone();
        threads.push(spawn("database-reader", move || read_loop(&reader, &queue))?);
    }
    Ok(LiteDoor { writes, reads, threads })
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<thread::JoinHandle<()>, DatabaseError> {
    thread::Builder::new().name(name.to_owned()).spawn(body).map_err(|error| DatabaseError::Broken(error.to_string()))
}

fn connect(path: &Path, options: &Options) -> Result<Connection, DatabaseError> {
    let connection = Connection::open(PathBuf::from(path))?;
    keep_plans(&connection)?;
    // WAL with FULL: a commit is on the disk before anybody hears of it. recursive_triggers makes REPLACE fire delete triggers,
    // without which it would slip past the append-only guards.
    connection.execute_batch(
        "PRAGMA busy_timeout=2000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;
         PRAGMA temp_store=MEMORY;",
    )?;
    connection.execute_batch(&format!(
        "PRAGMA wal_autocheckpoint={}; PRAGMA cache_size=-{};",
        options.log_pages,
        u64::from(options.cache_mib) * 1024
    ))?;
    if !options.synchronous {
        connection.execute_batch("PRAGMA synchronous=OFF")?;
    }
    if let Some(pages) = options.page_count_max {
        connection.query_row(&format!("PRAGMA max_page_count={pages}"), [], |_| Ok(()))?;
    }
    Ok(connection)
}

/// Plans are made once, without looking at the values bound: else SQLite plans anew at each new value of `x = ?`, which took
/// nearly half of a posting's time (docs/decisions/0002-group-commit.md).
fn keep_plans(connection: &Connection) -> Result<(), DatabaseError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn connect_to_read(path: &Path) -> Result<Connection, DatabaseError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(path, flags)?;
    keep_plans(&connection)?;
    connection.execute_batch("PRAGMA busy_timeout=2000; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;")?;
    Ok(connection)
}

fn read_loop(connection: &Connection, queue: &Receiver<Box<dyn Job>>) {
    let prepared = Prepared::over(connection);
    for mut job in queue {
        let failure = connection.execute_batch("BEGIN").err().map(DatabaseError::from);
        if failure.is_none() {
            job.run(&mut Tx::new(Inner::Lite(&prepared)));
        }
        // A read leaves nothing behind, so how it ends does not matter.
        drop(connection.execute_batch("ROLLBACK"));
        job.answer(failure);
    }
}

fn write_loop(connection: &Connection, queue: &Receiver<Box<dyn Job>>) {
    let prepared = Prepared::over(connection);
    while let Ok(first) = queue.recv() {
        write_group(&prepared, first, queue);
    }
    // A reader that closes last cannot empty the log into the file, and whoever then copies the file copies half.
    drop(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
}

/// Runs a group in one transaction. One that fails after writing is left out and the others run again without it;
/// there is no savepoint, because in the good case it would cost half the speed. Answers leave after the commit.
fn write_group(prepared: &Prepared<'_>, first: Box<dyn Job>, queue: &Receiver<Box<dyn Job>>) {
    let connection = prepared.connection();
    let mut group = vec![Member { job: first, left_out: false }];
    let failure = loop {
        match run_group(prepared, &mut group, queue) {
            Ended::Committed => break None,
            Ended::Failed(failure) => {
                meters::failed();
                break Some(failure);
            }
            Ended::Again => meters::run_again(),
        }
    };
    if failure.is_some() && !connection.is_autocommit() {
        drop(connection.execute_batch("ROLLBACK"));
    }
    for member in group {
        member.job.answer(failure.clone());
    }
}

struct Member {
    job: Box<dyn Job>,
    /// It failed after writing, in an earlier run of the group.
    left_out: bool,
}

enum Ended {
    Committed,
    /// One closure failed after writing; it is left out now.
    Again,
    Failed(DatabaseError),
}

fn run_group(prepared: &Prepared<'_>, group: &mut Vec<Member>, queue: &Receiver<Box<dyn Job>>) -> Ended {
    let connection = prepared.connection();
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        return Ended::Failed(error.into());
    }
    let (began, mut next) = (Instant::now(), 0);
    while let Some(member) = member_at(group, next, began, queue) {
        next += 1;
        if member.left_out {
            continue;
        }
        let mut tx = Tx::new(Inner::Lite(prepared));
        let good = member.job.run(&mut tx);
        if connection.is_autocommit() {
            // SQLite rolled back by itself: full disk, I/O error. Nobody's work is there any more.
            let why = tx.failure().cloned();
            return Ended::Failed(why.unwrap_or_else(|| DatabaseError::Broken("SQLite rolled the group back".to_owned())));
        }
        if !good && tx.wrote() {
            member.left_out = true;
            return match connection.execute_batch("ROLLBACK") {
                Ok(()) => Ended::Again,
                Err(error) => Ended::Failed(error.into()),
            };
        }
    }
    let ran = group.iter().filter(|member| !member.left_out).count();
    let began = Instant::now();
    match connection.execute_batch("COMMIT") {
        Ok(()) => {
            meters::group_committed(ran, began.elapsed());
            Ended::Committed
        }
        Err(error) => Ended::Failed(error.into()),
    }
}

/// The member at this place; past the end whoever came meanwhile joins, until the group is large or old enough.
fn member_at<'g>(group: &'g mut Vec<Member>, place: usize, began: Instant, queue: &Receiver<Box<dyn Job>>) -> Option<&'g mut Member> {
    // While a group is repeated nobody joins: whoever waits in it has waited enough.
    let repeated = || group.iter().any(|member| member.left_out);
    if place == group.len() && place < GROUP_MAX && began.elapsed() < GROUP_TIME && !repeated() {
        group.push(Member { job: queue.try_recv().ok()?, left_out: false });
    }
    group.get_mut(place)
}
