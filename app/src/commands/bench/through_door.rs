//! Redemptions through the door: rule, ledger, chain and record of changes, as a clerk's click runs them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use basics::{County, Id};
use database::{Db, Location, Options, open_book};
use money::Pieces;
use points_shop::bench::{Shelf, prepare, slip};
use points_shop::redemption::{Wanted, redeem};

use super::{HOUSEHOLDS, Measured};
use crate::areas;
use crate::exit::Failure;

pub(super) struct Scene {
    db: Db,
    path: std::path::PathBuf,
    shelf: Arc<Shelf>,
    next: Arc<AtomicUsize>,
}

impl Scene {
    /// A book with its households and a shelf that does not run out; answers with the bytes it takes.
    pub(super) fn open(path: &Path) -> Result<(Scene, u64), Failure> {
        let db = Db::open(&Location::Sqlite(path.to_owned()), &Options::default())?;
        db.migrate(&areas::schemas(), areas::clock().now()).map_err(|error| Failure::cannot_open(error.to_string()))?;
        let county = County::try_new(530_624).map_err(|error| Failure::cannot_open(error.to_string()))?;
        let on = points_shop::demo::opening_day();
        db.write_now(move |tx| open_book(tx, county, "bench", on))?;
        let shelf = Arc::new(prepare(&db, HOUSEHOLDS)?);
        let scene = Scene { db, path: path.to_owned(), shelf, next: Arc::new(AtomicUsize::new(0)) };
        let bytes = scene.size();
        Ok((scene, bytes))
    }

    /// So many callers at once, each sending its next redemption when the last was answered.
    pub(super) fn measure(&self, callers: usize, time: Duration) -> Measured {
        let stop = Arc::new(AtomicBool::new(false));
        let began = Instant::now();
        let threads: Vec<_> = (0..callers)
            .map(|_| {
                let (db, shelf, next, stop) = (self.db.clone(), self.shelf.clone(), self.next.clone(), stop.clone());
                std::thread::spawn(move || {
                    let mut took_ms = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let redemption = slip(&shelf, number % HOUSEHOLDS, Id::fresh());
                        let wanted = [Wanted { goods: shelf.goods, quantity: Pieces(1), lot: None, shown: None }];
                        let sent = Instant::now();
                        db.write_now(move |tx| redeem(tx, &redemption, &wanted, redemption.at)).expect("the shelf and the points suffice");
                        took_ms.push(sent.elapsed().as_secs_f64() * 1000.0);
                    }
                    took_ms
                })
            })
            .collect();
        std::thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
        let took_ms: Vec<f64> = threads.into_iter().flat_map(|thread| thread.join().expect("a caller does not panic")).collect();
        measured(format!("door {callers}"), took_ms, began.elapsed())
    }

    fn size(&self) -> u64 {
        let size = |ending: &str| std::fs::metadata(format!("{}{ending}", self.path.display())).map_or(0, |file| file.len());
        size("")
    }

    /// What the file grew by, per redemption; the write-ahead log is folded in first.
    pub(super) fn bytes_per_redemption(&self, before: u64) -> Result<u64, Failure> {
        let done = self.next.load(Ordering::Relaxed) as u64;
        self.db.close();
        let file = rusqlite::Connection::open(&self.path).map_err(|error| Failure::cannot_open(error.to_string()))?;
        file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(|error| Failure::cannot_open(error.to_string()))?;
        Ok(self.size().saturating_sub(before) / done.max(1))
    }

    pub(super) fn close(self) {
        self.db.close();
    }
}

pub(super) fn measured(what: String, mut took_ms: Vec<f64>, over: Duration) -> Measured {
    took_ms.sort_by(f64::total_cmp);
    let at = |share: f64| took_ms.get((took_ms.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    Measured { per_second: took_ms.len() as f64 / over.as_secs_f64(), p50_ms: at(0.5), p99_ms: at(0.99), what }
}
