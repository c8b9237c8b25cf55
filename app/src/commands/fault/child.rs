//! What the faults are put to: redeems, and says each number once it has been answered.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use database::{Db, Location, Options};
use points_shop::redemption::RedeemRefused;

use super::super::Called;
use super::scene;
use crate::command_line::{FaultChild, Sabotage};
use crate::exit::{Exit, Failure};
use crate::opening;

/// Numbers of the slips that a child said were answered.
pub(super) fn heard_in(out: &[u8]) -> BTreeSet<u64> {
    String::from_utf8_lossy(out).lines().filter_map(|line| line.strip_prefix(HEARD)?.parse().ok()).collect()
}

/// How long a visitor waits before sending the form again.
const AGAIN_AFTER: Duration = Duration::from_millis(100);

/// What stands before the number of an answered slip.
pub(super) const HEARD: &str = "heard ";

/// Redeems until all are through; what fails is left out, as a visitor would be told.
pub(super) fn run(called: &Called, wanted: &FaultChild, seed: u64) -> Result<Exit, Failure> {
    let config = &called.read.config;
    let db = match opening::location(config)? {
        Location::Sqlite(_) => scene::open(&config.data, wanted.sabotage != Some(Sabotage::NoSync))?,
        location => Db::open(&location, &Options::default())?,
    };
    let early = wanted.sabotage == Some(Sabotage::EarlyAnswer);
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..wanted.callers {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= wanted.redemptions {
                        return;
                    }
                    answered(&db, (seed, number), early, wanted.tries);
                }
            });
        }
    });
    db.close();
    Ok(Exit::Good)
}

/// Sends a slip until it is answered or refused; where the promise is broken it is said before the commit.
fn answered(db: &Db, (seed, number): (u64, u64), early: bool, tries: u32) {
    let say_if = move |wanted: bool| {
        if wanted {
            say(number);
        }
    };
    for _ in 0..tries {
        match scene::redeem(db, seed, number, move || say_if(early)) {
            Err(RedeemRefused::Database(_)) => std::thread::sleep(AGAIN_AFTER),
            Ok(()) => return say_if(!early),
            Err(_) => return,
        }
    }
}

/// One write to the pipe for each, as the answers of a server.
fn say(number: u64) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{HEARD}{number}").and_then(|()| out.flush()));
}
