//! Redemptions through the door: rule, ledger, chain and record of changes, as a clerk's click runs them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use basics::{County, Id};
use database::{Db, Location, Options, open_book};
use money::Pieces;
use points_shop::bench::{Shelf, prepare, slip};
use points_shop::redemption::{Wanted, redeem};

use super::Measured;
use crate::areas;
use crate::exit::Failure;

/// Books with their households, and shelves that do not run out.
pub(super) struct Scene {
    pub(super) db: Db,
    shelves: Arc<Vec<Shelf>>,
    households: usize,
    next: Arc<AtomicUsize>,
}

/// Whose points are spent.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Accounts {
    /// A different household each time.
    Cold,
    /// Always the same.
    Hot,
}

impl Scene {
    /// So many books with so many households each.
    pub(super) fn open(location: &Location, books: u32, households: usize) -> Result<Scene, Failure> {
        let db = Db::open(location, &Options::default())?;
        db.migrate(&areas::schemas(), areas::clock().now()).map_err(|error| Failure::cannot_open(error.to_string()))?;
        let on = points_shop::demo::opening_day();
        let mut shelves = Vec::new();
        for book in 0..books {
            let county = County::try_new(530_624 + i64::from(book)).map_err(|error| Failure::cannot_open(error.to_string()))?;
            db.write_now(move |tx| open_book(tx, county, "bench", on))?;
            shelves.push(prepare(&db, county, households)?);
        }
        Ok(Scene { db, shelves: Arc::new(shelves), households, next: Arc::new(AtomicUsize::new(0)) })
    }

    /// So many callers at once, each sending its next redemption when the last was answered.
    pub(super) fn measure(&self, what: &str, callers: usize, accounts: Accounts, time: Duration) -> Measured {
        let stop = Arc::new(AtomicBool::new(false));
        let began = Instant::now();
        let threads: Vec<_> = (0..callers)
            .map(|_| {
                let stop = stop.clone();
                let redeem = self.redeemer(accounts);
                std::thread::spawn(move || {
                    let mut took_ms = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        let sent = Instant::now();
                        redeem();
                        took_ms.push(sent.elapsed().as_secs_f64() * 1000.0);
                    }
                    took_ms
                })
            })
            .collect();
        std::thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
        let took_ms: Vec<f64> = threads.into_iter().flat_map(|thread| thread.join().expect("a caller does not panic")).collect();
        Measured::of(format!("{what} {callers}"), took_ms, began.elapsed())
    }

    fn redeemer(&self, accounts: Accounts) -> impl Fn() + Send + 'static {
        let (db, shelves, next, households) = (self.db.clone(), self.shelves.clone(), self.next.clone(), self.households);
        move || {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let shelf = shelves[number % shelves.len()];
            let household = if accounts == Accounts::Hot { 0 } else { number / shelves.len() % households };
            let redemption = slip(&shelf, household, Id::fresh());
            let wanted = [Wanted { goods: shelf.goods, quantity: Pieces(1), lot: None, shown: None }];
            db.write_now(move |tx| redeem(tx, &redemption, &wanted, redemption.at)).expect("the shelf and the points suffice");
        }
    }

    /// Redemptions made so far.
    pub(super) fn done(&self) -> usize {
        self.next.load(Ordering::Relaxed)
    }
}
