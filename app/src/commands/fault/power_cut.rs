//! `fault power-cut`: for every cut the files are rebuilt as a disk may hold them, opened, recounted and compared with what was answered.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fastrand::Rng;

use super::Tally;
use super::disk::Disk;
use super::scene::{self, Left};
use super::trace::{self, Event};
use crate::command_line::Sabotage;
use crate::commands::measured::Row;
use crate::commands::scratch::Scratch;
use crate::exit::Failure;
use crate::terminal;

/// Redemptions that are recorded once and cut everywhere.
const REDEMPTIONS: u64 = 240;
/// Tills at once, so that several slips share a commit.
const CALLERS: u64 = 4;

/// Records, cuts, counts.
pub(super) fn run(scratch: &Scratch, seed: u64, cuts: usize, sabotage: Option<Sabotage>) -> Result<Row, Failure> {
    let recorded = Recorded::make(scratch, seed, sabotage)?;
    let mut chance = Rng::with_seed(seed);
    let mut places: Vec<usize> = (0..cuts).map(|_| chance.usize(0..=recorded.events.len())).collect();
    places.sort_unstable();
    let done = Arc::new(AtomicI64::new(0));
    let shown = terminal::Progress::show("cuts", done.clone(), Arc::new(AtomicI64::new(cuts as i64)));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut tally = Tally::default();
    let mut folders = Vec::new();
    for worker in 0..workers {
        folders.push(scratch.folder(&format!("cut-{worker}"))?);
    }
    let tallies = std::thread::scope(|scope| {
        let (recorded, places, done) = (&recorded, &places, &done);
        let running: Vec<_> = folders
            .iter()
            .enumerate()
            .map(|(worker, folder)| {
                let own: Vec<(usize, usize)> = places.iter().copied().enumerate().skip(worker).step_by(workers).collect();
                scope.spawn(move || recorded.cut(folder, seed, &own, done))
            })
            .collect();
        running
            .into_iter()
            .map(|worker| worker.join().map_err(|_| Failure::cannot_open("A cut could not be counted."))?)
            .collect::<Result<Vec<_>, _>>()
    })?;
    drop(shown);
    tallies.into_iter().for_each(|one| tally.add(one));
    (0..workers).for_each(|worker| scratch.clear(&format!("cut-{worker}")));
    scratch.clear("recorded");
    Ok(tally.row(format!("power cut, {REDEMPTIONS} redemptions")))
}

/// What a run of redemptions did to its files.
struct Recorded {
    before: Vec<u8>,
    events: Vec<Event>,
}

impl Recorded {
    fn make(scratch: &Scratch, seed: u64, sabotage: Option<Sabotage>) -> Result<Recorded, Failure> {
        let folder = scratch.folder("recorded")?;
        // strace tells paths as the system knows them.
        let folder = folder.canonicalize().map_err(|error| Failure::cannot_open(format!("{}: {error}.", folder.display())))?;
        scene::prepare(&folder)?;
        let file = scene::database(&folder);
        let before = read(&file)?;
        let log = folder.join("strace.txt");
        trace::record(&scene::arguments(&folder, seed, (REDEMPTIONS, CALLERS), sabotage), &log)?;
        let events = trace::read(&log, &[&file, &scene::log_of(&file)])?;
        let recorded = Recorded { before, events };
        recorded.check_against(&read(&file)?)?;
        Ok(recorded)
    }

    fn disk(&self) -> Disk {
        Disk::holding(vec![self.before.clone(), Vec::new()])
    }

    /// All that was written, played again, must be what the program left: else the record missed something.
    fn check_against(&self, after: &[u8]) -> Result<(), Failure> {
        let mut disk = self.disk();
        self.events.iter().for_each(|event| disk.take(event));
        let heard = self.events.iter().filter(|event| matches!(event, Event::Heard(_))).count() as u64;
        if disk.whole()[0] == after && heard == REDEMPTIONS {
            return Ok(());
        }
        Err(Failure::cannot_open(format!(
            "The record of writes is not complete: {heard} of {REDEMPTIONS} answers, {} of {} bytes. Nothing can be said about power cuts here.",
            disk.whole()[0].len(),
            after.len()
        )))
    }

    /// Cuts at each of these places, which are in order.
    fn cut(&self, folder: &Path, seed: u64, places: &[(usize, usize)], done: &AtomicI64) -> Result<Tally, Failure> {
        let (mut disk, mut heard, mut played, mut tally) = (self.disk(), BTreeSet::new(), 0, Tally::default());
        for (cut, place) in places {
            for event in &self.events[played..*place] {
                disk.take(event);
                if let Event::Heard(number) = event {
                    heard.insert(*number);
                }
            }
            played = *place;
            let mut chance = Rng::with_seed(seed ^ (*cut as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            lay_down(folder, &disk.after_cut(&mut chance))?;
            tally.add(counted(folder, seed, &heard, &format!("cut {cut} before event {place}")));
            done.fetch_add(1, Ordering::Relaxed);
        }
        Ok(tally)
    }
}

/// Surveys the folder and compares it with what was answered.
pub(super) fn counted(folder: &Path, seed: u64, heard: &BTreeSet<u64>, what: &str) -> Tally {
    compared(scene::survey(folder, seed, REDEMPTIONS), heard, what)
}

/// What is left beside what was answered.
pub(super) fn compared(left: Result<Left, String>, heard: &BTreeSet<u64>, what: &str) -> Tally {
    let mut tally = Tally { faults: 1, heard: heard.len(), ..Tally::default() };
    match left {
        Err(error) => {
            // A book that does not open has lost all of it.
            tally.lost = heard.len();
            tally.unfit = 1;
            tally.first = Some(format!("{what}: {error}"));
        }
        Ok(left) => {
            let lost: Vec<u64> = heard.difference(&left.there).copied().collect();
            tally.lost = lost.len();
            tally.doubled = usize::try_from(left.pieces - left.there.len() as i64).unwrap_or(0);
            tally.unfit = usize::from(!left.unfit.is_empty());
            let words = lost.first().map(|number| format!("slip {number} was answered and is not there"));
            let words = words.or_else(|| (tally.doubled > 0).then(|| format!("{} pieces for {} slips", left.pieces, left.there.len())));
            tally.first = words.or_else(|| left.unfit.first().cloned()).map(|words| format!("{what}: {words}"));
        }
    }
    tally
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::cannot_open(format!("{} cannot be read: {error}.", path.display())))
}

/// Puts the files of a cut into the folder, and nothing else.
fn lay_down(folder: &Path, files: &[Vec<u8>]) -> Result<(), Failure> {
    let database = scene::database(folder);
    let log = scene::log_of(&database);
    let laid = || {
        drop(fs::remove_file(scene::index_of(&database)));
        fs::write(&database, &files[0])?;
        fs::write(&log, &files[1])
    };
    laid().map_err(|error| Failure::cannot_open(format!("{} cannot be written: {error}.", folder.display())))
}
