//! The one that runs jobs: a thread that wakes every few seconds until the server stops, and whoever moves a demo's date.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use basics::BusinessDate;
use database::{DatabaseError, Db, Engine};
use jobs::{Ran, Work};
use pages::{PageError, Site};

const EVERY: Duration = Duration::from_secs(3);

/// Within a program one thread runs jobs at a time, so that whoever moved the date has everything done when its turn ends.
static TURN: Mutex<()> = Mutex::new(());

/// Runs everything that is due on this day.
pub fn run(db: &Db, kinds: &[Work], on: BusinessDate) -> Result<Ran, DatabaseError> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let ran = jobs::run_due(db, kinds, on, &crate::areas::clock())?;
    if ran != Ran::default() {
        tracing::info!(batches = ran.batches, done = ran.done, failures = ran.failures, on = %on, "what was due was done");
    }
    Ok(ran)
}

/// The same from a handler.
pub async fn run_for(site: &Site, kinds: &[Work], on: BusinessDate) -> Result<(), PageError> {
    let (db, kinds) = (site.db.clone(), kinds.to_vec());
    let ran = tokio::task::spawn_blocking(move || run(&db, &kinds, on)).await;
    ran.map_err(|error| PageError::Broken(error.to_string()))??;
    Ok(())
}

/// Before anything runs: what a program that is gone had begun is free again, and what was given up gets another chance.
pub fn begin(db: &Db) -> Result<(), DatabaseError> {
    // On SQLite the data folder is locked, so nobody else is running; on PostgreSQL leases run out.
    let alone = db.engine() == Engine::Sqlite;
    db.write_now(move |tx| {
        if alone {
            jobs::forget_leases(tx)?;
        }
        jobs::try_failed_again(tx)
    })
}

/// The running thread; it stops, between two batches, when this is dropped.
pub struct Runner {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Runner {
    /// Starts running what is due.
    pub fn start(site: Arc<Site>, kinds: Vec<Work>) -> std::io::Result<Runner> {
        let (stop, stopped) = channel::<()>();
        let body = move || {
            loop {
                if let Err(error) = run(&site.db, &kinds, site.today()) {
                    tracing::error!(%error, "jobs could not be run; they are tried again");
                }
                if stopped.recv_timeout(EVERY) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("jobs".to_owned()).spawn(body)?;
        Ok(Runner { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
