//! PostgreSQL: a pool of threads, each with one connection and a transaction per closure.

use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};
use postgres::{Client, IsolationLevel, NoTls};

use crate::meters::{self, AtWork};
use crate::task::Job;
use crate::tx::{Inner, StatementCache};
use crate::{DatabaseError, Options, Tx};

/// How often a closure is run again after a deadlock or a serialization failure.
const TRIES: u32 = 12;

pub(crate) struct PostgresDoor {
    pub(crate) queue: Sender<(Purpose, Box<dyn Job>)>,
    pub(crate) threads: Vec<thread::JoinHandle<()>>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Purpose {
    Read,
    Write,
}

struct Connection {
    client: Client,
    statements: StatementCache,
}

pub(crate) fn open(url: &str, options: &Options) -> Result<PostgresDoor, DatabaseError> {
    // The first connection is made here, so that a wrong address is said at the start and not at the first visitor.
    let mut first = Some(connect(url)?);
    let (queue, jobs) = unbounded();
    let mut threads = Vec::new();
    for _ in 0..options.postgres_threads {
        let (url, jobs, connection) = (url.to_owned(), jobs.clone(), first.take());
        let body = move || serve(&url, connection, &jobs);
        let thread = thread::Builder::new().name("database-postgres".to_owned()).spawn(body);
        threads.push(thread.map_err(|error| DatabaseError::Broken(error.to_string()))?);
    }
    Ok(PostgresDoor { queue, threads })
}

fn connect(url: &str) -> Result<Connection, DatabaseError> {
    let mut config: postgres::Config = url.parse().map_err(DatabaseError::from)?;
    config.connect_timeout(Duration::from_secs(5)).application_name("xieshou");
    let mut client = config.connect(NoTls)?;
    // Notices such as "relation already exists, skipping" are not for the visitor's console.
    client.batch_execute("SET client_min_messages = warning; SET synchronous_commit = on")?;
    Ok(Connection { client, statements: HashMap::new() })
}

fn serve(url: &str, mut connection: Option<Connection>, jobs: &Receiver<(Purpose, Box<dyn Job>)>) {
    for (purpose, mut job) in jobs {
        let at_work = AtWork::begin();
        let failure = run(url, &mut connection, purpose, job.as_mut()).err();
        drop(at_work);
        if failure.is_some() {
            meters::failed();
        }
        if connection.as_ref().is_some_and(|open| open.client.is_closed()) {
            connection = None;
        }
        job.answer(failure);
    }
}

/// Runs the closure until it is through or fails for good. An error here is one of the transaction, not of the closure.
fn run(url: &str, connection: &mut Option<Connection>, purpose: Purpose, job: &mut dyn Job) -> Result<(), DatabaseError> {
    for attempt in 1..=TRIES {
        let open = match connection {
            Some(open) => open,
            None => connection.insert(connect(url)?),
        };
        match once(open, purpose, job) {
            Err(error) if error.is_passing() && attempt < TRIES => {
                meters::run_again();
                thread::sleep(Duration::from_millis(u64::from(attempt * attempt)));
            }
            done => return done,
        }
    }
    Err(DatabaseError::Busy("given up after several tries".to_owned()))
}

fn once(connection: &mut Connection, purpose: Purpose, job: &mut dyn Job) -> Result<(), DatabaseError> {
    let begin = connection.client.build_transaction();
    let transaction = match purpose {
        // One snapshot for all statements of a page.
        Purpose::Read => begin.read_only(true).isolation_level(IsolationLevel::RepeatableRead).start()?,
        // Row locks order the writers: guarded updates see the newest row, where a snapshot would have to be retried.
        Purpose::Write => begin.isolation_level(IsolationLevel::ReadCommitted).start()?,
    };
    let mut tx = Tx::new(Inner::Postgres(transaction, &mut connection.statements));
    let good = job.run(&mut tx);
    let failure = tx.failure().cloned();
    let Inner::Postgres(transaction, _) = tx.into_inner() else { return Ok(()) };
    match failure {
        Some(error) if error.is_passing() => {
            drop(transaction.rollback());
            Err(error)
        }
        _ if good && purpose == Purpose::Write => {
            let began = Instant::now();
            transaction.commit()?;
            meters::committed(began.elapsed());
            Ok(())
        }
        _ => Ok(transaction.rollback()?),
    }
}
