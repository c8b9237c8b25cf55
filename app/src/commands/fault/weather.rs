//! `fault weather`: a clock that jumps, a file that may not grow, a reader that does not let go, an archive that was torn.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use basics::Moment;
use database::{Db, Location, Options};
use fastrand::Rng;
use points_shop::redemption;

use super::child::heard_in;
use super::power_cut::{compared, counted};
use super::{Tally, scene};
use crate::areas;
use crate::backup::{self, Archive};
use crate::commands::measured::Row;
use crate::commands::scratch::Scratch;
use crate::exit::Failure;
use crate::interrupt::Interrupt;

const REDEMPTIONS: u64 = 200;
/// A year in milliseconds.
const YEAR: i64 = 366 * 24 * 3_600_000;
/// Limits of the file in pages beyond what it has, and of any file in KiB beyond that.
const ROOM: [u32; 4] = [0, 3, 20, 60];
const CUTS_OF_ARCHIVE: usize = 60;

/// One row for each.
pub(super) fn run(scratch: &Scratch, seed: u64, told: &mut dyn FnMut(Row)) -> Result<(), Failure> {
    let folder = scratch.folder("weather")?;
    scene::prepare(&folder)?;
    let before = fs::read(scene::database(&folder)).map_err(unusable)?;
    let fresh = |name: &str| -> Result<std::path::PathBuf, Failure> {
        let folder = scratch.folder(name)?;
        fs::write(scene::database(&folder), &before).map_err(unusable)?;
        Ok(folder)
    };
    told(clock(&fresh("weather")?, seed)?.row("clock jumps by years both ways".to_owned()));
    let mut full = Tally::default();
    for room in ROOM {
        full.add(pages(&fresh("weather")?, seed, room)?);
    }
    told(full.row("file at its most pages".to_owned()));
    let mut limited = Tally::default();
    for room in ROOM {
        limited.add(file_size(&fresh("weather")?, seed, u64::from(room) * 4096 + before.len() as u64)?);
    }
    told(limited.row("file at RLIMIT_FSIZE".to_owned()));
    told(slow_reader(&fresh("weather")?, seed)?);
    told(archive(&fresh("weather")?, seed)?.row("archive cut off or changed".to_owned()));
    scratch.clear("weather");
    Ok(())
}

fn unusable(error: std::io::Error) -> Failure {
    Failure::cannot_open(format!("The scratch folder cannot be used: {error}."))
}

/// Redeems while each moment is years before or after the last.
fn clock(folder: &Path, seed: u64) -> Result<Tally, Failure> {
    let db = scene::open(folder, true)?;
    let (mut heard, mut chance) = (BTreeSet::new(), Rng::with_seed(seed));
    for number in 0..REDEMPTIONS {
        let (slip, wanted) = scene::slip(seed, number);
        let now = Moment(slip.at.0 + chance.i64(-9..=9) * YEAR);
        if db.write_now(move |tx| redemption::redeem(tx, &slip, &wanted, now)).is_ok() {
            heard.insert(number);
        }
    }
    db.close();
    let mut tally = counted(folder, seed, &heard, "clock");
    if heard.len() as u64 != REDEMPTIONS {
        tally.unfit += 1;
        tally.first = tally.first.take().or_else(|| Some(format!("only {} of {REDEMPTIONS} were answered", heard.len())));
    }
    Ok(Tally { faults: REDEMPTIONS as usize, ..tally })
}

/// The file may have only so many pages more.
fn pages(folder: &Path, seed: u64, room: u32) -> Result<Tally, Failure> {
    let size = fs::metadata(scene::database(folder)).map_err(unusable)?.len();
    let most = u32::try_from(size / 4096).unwrap_or(u32::MAX) + room;
    let options = Options { readers: 1, page_count_max: Some(most), ..Options::default() };
    let db = Db::open(&Location::Sqlite(scene::database(folder)), &options)?;
    let heard = (0..REDEMPTIONS).filter(|number| scene::redeem(&db, seed, *number, || {}).is_ok()).collect();
    db.close();
    Ok(counted(folder, seed, &heard, &format!("{room} pages more")))
}

/// No file of the process may be larger.
fn file_size(folder: &Path, seed: u64, bytes: u64) -> Result<Tally, Failure> {
    let program = std::env::current_exe().map_err(unusable)?;
    let mut command = Command::new("prlimit");
    command.arg(format!("--fsize={bytes}")).arg(program).args(scene::arguments(folder, seed, (REDEMPTIONS, 2), None));
    let output = command.output().map_err(|error| Failure::cannot_open(format!("prlimit of util-linux cannot be started: {error}.")))?;
    Ok(counted(folder, seed, &heard_in(&output.stdout), &format!("files of at most {bytes} bytes")))
}

/// A reader keeps its snapshot while others write: nobody waits for it, and afterwards the log is short again.
fn slow_reader(folder: &Path, seed: u64) -> Result<Row, Failure> {
    let db = scene::open(folder, true)?;
    let log_bytes = || fs::metadata(scene::log_of(&scene::database(folder))).map_or(0, |log| log.len());
    let write = |from: u64, to: u64| -> (BTreeSet<u64>, f64) {
        let began = Instant::now();
        let heard: BTreeSet<u64> = (from..to).filter(|number| scene::redeem(&db, seed, *number, || {}).is_ok()).collect();
        let rate = heard.len() as f64 / began.elapsed().as_secs_f64();
        (heard, rate)
    };
    let (mut heard, alone) = write(0, REDEMPTIONS);
    let (let_go, held) = std::sync::mpsc::channel::<()>();
    let held = std::sync::Mutex::new(held);
    let reader = db.clone();
    let reading = std::thread::spawn(move || {
        reader.read_now(move |tx| {
            let before = ledger::head(tx, scene::county())?.0;
            if let Ok(held) = held.lock() {
                held.recv_timeout(Duration::from_secs(60)).ok();
            }
            Ok::<_, database::DatabaseError>((before, ledger::head(tx, scene::county())?.0))
        })
    });
    std::thread::sleep(Duration::from_millis(100));
    let (beside, with_reader) = write(REDEMPTIONS, 3 * REDEMPTIONS);
    let longest = log_bytes();
    drop(let_go);
    let (before, after) = reading.join().map_err(|_| Failure::cannot_open("The slow reader failed."))??;
    let (last, _) = write(3 * REDEMPTIONS, 4 * REDEMPTIONS);
    heard.extend(beside);
    heard.extend(last);
    let left = scene::survey_db(&db, seed, 4 * REDEMPTIONS);
    db.close();
    let mut tally = compared(left, &heard, "slow reader");
    if before != after || heard.len() as u64 != 4 * REDEMPTIONS {
        tally.unfit += 1;
    }
    let row = tally.row("reader that holds a snapshot".to_owned());
    let row = row.and(("writes_per_second_alone", alone)).and(("beside_reader", with_reader));
    Ok(row.and(("log_bytes_beside_reader", longest as f64)).and(("log_bytes_after", log_bytes() as f64)))
}

/// An archive that was cut off or has other bytes is refused, wherever.
fn archive(folder: &Path, seed: u64) -> Result<Tally, Failure> {
    let path = folder.join("backup.tar.gz");
    let db = scene::open(folder, true)?;
    let files = files::FileStore::open(&folder.join("files"))?;
    backup::write(&db, &files, &path, areas::clock().now(), &Interrupt::default())?;
    db.close();
    let whole = fs::read(&path).map_err(unusable)?;
    Archive::check(&path)?;
    let (mut tally, mut chance) = (Tally::default(), Rng::with_seed(seed));
    for cut in 0..CUTS_OF_ARCHIVE {
        let place = chance.usize(1..whole.len());
        let mut torn = whole.clone();
        let what = if cut % 2 == 0 {
            torn.truncate(place);
            format!("cut off after {place} bytes")
        } else {
            torn[place] ^= 1 << chance.u8(0..8);
            format!("another bit at {place}")
        };
        fs::write(&path, &torn).map_err(unusable)?;
        tally.faults += 1;
        // The header of gzip holds a time and a system that nobody reads.
        if place >= 10 && Archive::check(&path).is_ok() && restored_otherwise(&path, &whole)? {
            tally.unfit += 1;
            tally.first = tally.first.take().or(Some(format!("{what}: taken for whole")));
        }
    }
    Ok(tally)
}

/// Whether what is unpacked differs from what was written.
fn restored_otherwise(path: &Path, whole: &[u8]) -> Result<bool, Failure> {
    use std::io::Read as _;
    let unpacked = |bytes: &[u8]| {
        let mut all = Vec::new();
        drop(flate2::read::GzDecoder::new(bytes).read_to_end(&mut all));
        all
    };
    Ok(unpacked(&fs::read(path).map_err(unusable)?) != unpacked(whole))
}
