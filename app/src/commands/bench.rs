//! `bench …`: how fast, how big, how soon; each figure and its counterpart in the same run.

mod bare;
mod by_hand;
mod bytes;
mod function;
mod growth;
mod http;
mod ledger;
mod pages;
mod search;
mod served;
mod start;
mod through_door;
mod visitor;
mod weight;

use std::path::Path;
use std::time::Duration;

use super::Called;
use super::measured::{Row, at_share};
use crate::command_line::{Bench, BenchWhat};
use crate::exit::{Exit, Failure};

/// Households of the measured book: as many as redeemed in the article's year.
const HOUSEHOLDS: usize = 13_530;

/// How often and how fast.
struct Measured {
    what: String,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
}

impl Measured {
    /// From the time each took, all of them over so long.
    fn of(what: String, mut took_ms: Vec<f64>, over: Duration) -> Measured {
        took_ms.sort_by(f64::total_cmp);
        let per_second = took_ms.len() as f64 / over.as_secs_f64();
        Measured { what, per_second, p50_ms: at_share(&took_ms, 0.5), p99_ms: at_share(&took_ms, 0.99) }
    }

    fn row(&self, engine: &str, more: &[(&'static str, f64)]) -> Row {
        let mut figures = vec![("per_second", self.per_second), ("p50_ms", self.p50_ms), ("p99_ms", self.p99_ms)];
        figures.extend_from_slice(more);
        Row::new(format!("{engine}{}", self.what), figures)
    }
}

/// Measures and prints; 1 when a goal was missed.
pub fn run(called: &Called, wanted: &Bench) -> Result<Exit, Failure> {
    match wanted.what {
        BenchWhat::Search => search::run(called),
        BenchWhat::Start => start::run(called),
        BenchWhat::Weight => weight::run(called),
        BenchWhat::Growth => growth::run(called, &wanted.postings),
        BenchWhat::Http => http::run(called, Duration::from_secs(wanted.seconds)),
        BenchWhat::Ledger => ledger::run(called, Duration::from_secs(wanted.seconds), wanted.postgres.as_deref()),
    }
}

/// Has the system forget what it keeps of the database's files in memory.
fn drop_from_cache(folder: &Path) -> Result<(), Failure> {
    let forgotten = || {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_file() {
                let file = std::fs::File::open(path)?;
                // What is not on the disk yet cannot be forgotten.
                file.sync_all()?;
                rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed)?;
            }
        }
        Ok::<(), std::io::Error>(())
    };
    forgotten().map_err(|error| Failure::cannot_open(format!("{}: {error}.", folder.display())))
}
