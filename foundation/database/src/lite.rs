//! SQLite: reader threads, and one writer thread on which all that queued during the last fsync shares the next.

use std::path::{Path, PathBuf};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use rusqlite::{Connection, OpenFlags};

use crate::task::Job;
use crate::tx::Inner;
use crate::{DatabaseError, Options, Tx};

/// Most closures that may share one commit.
const GROUP_MAX: usize = 1000;

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
    connection.set_prepared_statement_cache_capacity(512);
    // WAL with FULL: a commit is on the disk before anybody hears of it. recursive_triggers makes REPLACE fire delete triggers,
    // without which it would slip past the append-only guards.
    connection.execute_batch(
        "PRAGMA busy_timeout=2000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;
         PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY;",
    )?;
    if let Some(pages) = options.page_count_max {
        connection.query_row(&format!("PRAGMA max_page_count={pages}"), [], |_| Ok(()))?;
    }
    Ok(connection)
}

fn connect_to_read(path: &Path) -> Result<Connection, DatabaseError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(512);
    connection.execute_batch("PRAGMA busy_timeout=2000; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;")?;
    Ok(connection)
}

fn read_loop(connection: &Connection, queue: &Receiver<Box<dyn Job>>) {
    for mut job in queue {
        let failure = connection.execute_batch("BEGIN").err().map(DatabaseError::from);
        if failure.is_none() {
            job.run(&mut Tx::new(Inner::Lite(connection)));
        }
        // A read leaves nothing behind, so how it ends does not matter.
        drop(connection.execute_batch("ROLLBACK"));
        job.answer(failure);
    }
}

fn write_loop(connection: &Connection, queue: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = queue.recv() {
        let mut group = vec![first];
        while group.len() < GROUP_MAX {
            match queue.try_recv() {
                Ok(job) => group.push(job),
                Err(_) => break,
            }
        }
        write_group(connection, group);
    }
    // A reader that closes last cannot empty the log into the file, and whoever then copies the file copies half.
    drop(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
}

/// Runs a group in one transaction. One that fails after writing is left out and the others run again without it;
/// there is no savepoint, because in the good case it would cost half the speed. Answers leave after the commit.
fn write_group(connection: &Connection, mut group: Vec<Box<dyn Job>>) {
    let mut left_out = vec![false; group.len()];
    let failure = loop {
        match run_group(connection, &mut group, &mut left_out) {
            Ended::Committed => break None,
            Ended::Failed(failure) => break Some(failure),
            Ended::Again => {}
        }
    };
    if failure.is_some() && !connection.is_autocommit() {
        drop(connection.execute_batch("ROLLBACK"));
    }
    for job in group {
        job.answer(failure.clone());
    }
}

enum Ended {
    Committed,
    /// One closure failed after writing; it is left out now.
    Again,
    Failed(DatabaseError),
}

fn run_group(connection: &Connection, group: &mut [Box<dyn Job>], left_out: &mut [bool]) -> Ended {
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        return Ended::Failed(error.into());
    }
    for (job, left_out) in group.iter_mut().zip(left_out.iter_mut()) {
        if *left_out {
            continue;
        }
        let mut tx = Tx::new(Inner::Lite(connection));
        let good = job.run(&mut tx);
        if connection.is_autocommit() {
            // SQLite rolled back by itself: full disk, I/O error. Nobody's work is there any more.
            let why = tx.failure().cloned();
            return Ended::Failed(why.unwrap_or_else(|| DatabaseError::Broken("SQLite rolled the group back".to_owned())));
        }
        if !good && tx.wrote() {
            *left_out = true;
            return match connection.execute_batch("ROLLBACK") {
                Ok(()) => Ended::Again,
                Err(error) => Ended::Failed(error.into()),
            };
        }
    }
    match connection.execute_batch("COMMIT") {
        Ok(()) => Ended::Committed,
        Err(error) => Ended::Failed(error.into()),
    }
}
