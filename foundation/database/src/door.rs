//! `Db`: what handlers, jobs and commands hold to reach the database.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::lite::{self, LiteDoor};
use crate::postgres_door::{self, PostgresDoor, Purpose};
use crate::task::{Job, Task};
use crate::{DatabaseError, Location, Tx};

/// The engine behind the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Sizes of the door.
#[derive(Clone, Debug)]
pub struct Options {
    /// SQLite reader threads.
    pub readers: usize,
    /// PostgreSQL threads, each with a connection.
    pub postgres_threads: usize,
    /// A limit on the SQLite file in pages of 4 KiB, so that tests can fill the disk.
    pub page_count_max: Option<u32>,
    /// Memory of the SQLite writer for pages, in MiB.
    pub cache_mib: u32,
    /// Pages of 4 KiB after which SQLite's log is copied into the file.
    pub log_pages: u32,
    /// Whether SQLite waits for the disk at each commit. Only the fault bench says no, to show that it would notice.
    pub synchronous: bool,
}

impl Options {
    /// For a database that is filled in one go before anybody looks at it: more memory, and the log is copied less often.
    pub fn to_fill() -> Options {
        Options { cache_mib: 128, log_pages: 32_000, ..Options::default() }
    }
}

impl Default for Options {
    fn default() -> Self {
        Options { readers: 2, postgres_threads: 8, page_count_max: None, cache_mib: 16, log_pages: 4_000, synchronous: true }
    }
}

/// The database. Cheap to clone; closes when the last clone is gone.
#[derive(Clone)]
pub struct Db(Arc<Door>);

struct Door {
    engine: Engine,
    queues: Mutex<Option<Queues>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Clone)]
enum Queues {
    Lite { writes: crossbeam_channel::Sender<Box<dyn Job>>, reads: crossbeam_channel::Sender<Box<dyn Job>> },
    Postgres(crossbeam_channel::Sender<(Purpose, Box<dyn Job>)>),
}

impl Db {
    /// Opens the database; a missing SQLite file is made.
    pub fn open(location: &Location, options: &Options) -> Result<Db, DatabaseError> {
        let (engine, queues, threads) = match location {
            Location::Sqlite(path) => {
                let LiteDoor { writes, reads, threads } = lite::open(path, options)?;
                (Engine::Sqlite, Queues::Lite { writes, reads }, threads)
            }
            Location::Postgres(url) => {
                let PostgresDoor { queue, threads } = postgres_door::open(url, options)?;
                (Engine::Postgres, Queues::Postgres(queue), threads)
            }
        };
        Ok(Db(Arc::new(Door { engine, queues: Mutex::new(Some(queues)), threads: Mutex::new(threads) })))
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// Runs a closure that only reads, on one snapshot.
    pub async fn read<T, E>(&self, work: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        received(self.send(Purpose::Read, work).await)
    }

    /// Runs a closure that may write; all of it is committed before the answer leaves, or none of it.
    /// The closure may be run several times and must not touch files, the network or the clock.
    pub async fn write<T, E>(&self, work: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        received(self.send(Purpose::Write, work).await)
    }

    /// [`Db::read`] for commands and threads outside the async runtime.
    pub fn read_now<T, E>(&self, work: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        received(self.send(Purpose::Read, work).blocking_recv())
    }

    /// [`Db::write`] for commands and threads outside the async runtime.
    pub fn write_now<T, E>(&self, work: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        received(self.send(Purpose::Write, work).blocking_recv())
    }

    /// How many closures wait to be run, by queue; all of PostgreSQL's connections have one.
    pub fn waiting(&self) -> Vec<(&'static str, usize)> {
        match &*self.0.queues.lock().expect("no holder of this lock can panic") {
            Some(Queues::Lite { writes, reads }) => vec![("writes", writes.len()), ("reads", reads.len())],
            Some(Queues::Postgres(queue)) => vec![("all", queue.len())],
            None => Vec::new(),
        }
    }

    /// Finishes what is queued and lets go of the database; later calls fail as unreachable.
    pub fn close(&self) {
        drop(self.0.queues.lock().expect("no holder of this lock can panic").take());
        let threads = std::mem::take(&mut *self.0.threads.lock().expect("no holder of this lock can panic"));
        for thread in threads {
            drop(thread.join());
        }
    }

    fn send<F, T, E>(&self, purpose: Purpose, work: F) -> oneshot::Receiver<Result<T, E>>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        let (task, answer) = Task::new(work);
        let queues = self.0.queues.lock().expect("no holder of this lock can panic").clone();
        // When the queue is closed the task is dropped with its sender, and `received` says so.
        match queues {
            Some(Queues::Lite { writes, .. }) if purpose == Purpose::Write => drop(writes.send(Box::new(task))),
            Some(Queues::Lite { reads, .. }) => drop(reads.send(Box::new(task))),
            Some(Queues::Postgres(queue)) => drop(queue.send((purpose, Box::new(task)))),
            None => drop(task),
        }
        answer
    }
}

fn received<T, E: From<DatabaseError>>(answer: Result<Result<T, E>, oneshot::error::RecvError>) -> Result<T, E> {
    answer.unwrap_or_else(|_| Err(DatabaseError::Unreachable("the database is closed".to_owned()).into()))
}
