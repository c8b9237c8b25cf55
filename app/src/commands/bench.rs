//! `bench ledger`: redemptions a second through the door, beside a bare prepared loop that writes the same rows; `bench search`: how soon
//! a household is found.

mod bare;
mod search;
mod through_door;

use std::time::Duration;

use super::Called;
use crate::command_line::{Bench, BenchWhat};
use crate::exit::{Exit, Failure};
use crate::terminal;

/// Households of the measured book: as many as redeemed in the article's year.
const HOUSEHOLDS: usize = 13_530;

/// One measurement.
struct Measured {
    what: String,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
}

/// Measures and prints; each figure and its counterpart in the same run.
pub fn run(called: &Called, wanted: &Bench) -> Result<Exit, Failure> {
    if wanted.what == BenchWhat::Search {
        return search::run(called);
    }
    let seconds = Duration::from_secs(wanted.seconds);
    let folder = called.read.config.data.join("bench");
    std::fs::create_dir_all(&folder).map_err(|error| Failure::cannot_open(format!("{} cannot be made: {error}.", folder.display())))?;
    let result = measure_all(&folder, seconds);
    // The scratch databases are worth nothing afterwards.
    drop(std::fs::remove_dir_all(&folder));
    let (measured, bytes) = result?;
    print(&measured, bytes);
    Ok(Exit::Good)
}

fn measure_all(folder: &std::path::Path, seconds: Duration) -> Result<(Vec<Measured>, u64), Failure> {
    let mut measured = Vec::new();
    for per_commit in [1, 64, 1000] {
        terminal::note(&format!("bare loop, {per_commit} per commit …"));
        measured.push(bare::measure(&folder.join(format!("bare-{per_commit}.db")), per_commit, seconds)?);
    }
    let (scene, bytes) = through_door::Scene::open(&folder.join("door.db"))?;
    for callers in [1, 16, 64, 512] {
        terminal::note(&format!("door, {callers} callers …"));
        measured.push(scene.measure(callers, seconds));
    }
    let bytes = scene.bytes_per_redemption(bytes)?;
    scene.close();
    Ok((measured, bytes))
}

fn print(measured: &[Measured], bytes: u64) {
    let bare_64 = measured.iter().find(|one| one.what == "bare 64").map_or(0.0, |one| one.per_second);
    terminal::result("SQLite, WAL, synchronous=FULL: an answer leaves only after the commit is on the disk.");
    terminal::result(&format!("{:<14}{:>14}{:>10}{:>10}{:>12}", "", "per second", "p50 ms", "p99 ms", "× bare 64"));
    for Measured { what, per_second, p50_ms, p99_ms } in measured {
        terminal::result(&format!("{what:<14}{per_second:>14.0}{p50_ms:>10.2}{p99_ms:>10.2}{:>12.2}", per_second / bare_64.max(1.0)));
    }
    terminal::result(&format!("bytes per redemption on disk: {bytes}"));
    if let Some(memory) = peak_memory() {
        terminal::result(&format!("peak memory of the whole run: {memory}"));
    }
}

/// As the operating system tells it, where it does.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(|size| size.trim().to_owned())
}
