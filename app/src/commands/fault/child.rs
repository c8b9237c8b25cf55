//! What the faults are put to: redeems, and says each number once it has been answered.

use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::Called;
use super::scene;
use crate::command_line::{FaultChild, Sabotage};
use crate::exit::{Exit, Failure};

/// What stands before the number of an answered slip.
pub(super) const HEARD: &str = "heard ";

/// Redeems until all are through; what fails is left out, as a visitor would be told.
pub(super) fn run(called: &Called, wanted: &FaultChild, seed: u64) -> Result<Exit, Failure> {
    let db = scene::open(&called.read.config.data, wanted.sabotage != Some(Sabotage::NoSync))?;
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
                    let answered = scene::redeem(&db, seed, number, move || {
                        if early {
                            say(number)
                        }
                    });
                    if answered.is_ok() && !early {
                        say(number);
                    }
                }
            });
        }
    });
    db.close();
    Ok(Exit::Good)
}

/// One write to the pipe for each, as the answers of a server.
fn say(number: u64) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{HEARD}{number}").and_then(|()| out.flush()));
}
