//! The small book that is broken: how it is made, and how it is surveyed afterwards.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use basics::{County, Id};
use database::{DatabaseError, Db, Location, Options, open_book};
use money::Pieces;
use points_shop::bench;
use points_shop::redemption::{self, RedeemRefused, Redemption, Wanted};

use crate::areas;
use crate::command_line::Sabotage;
use crate::exit::Failure;

const HOUSEHOLDS: u64 = 40;
/// Few, so that the log is copied into the file several times while somebody looks.
const LOG_PAGES: u32 = 150;

/// The database within its folder.
pub(super) fn database(folder: &Path) -> PathBuf {
    folder.join("xieshou.db")
}

pub(super) fn county() -> County {
    points_shop::demo::county()
}

/// Makes the book and closes it, so that all of it is in the one file.
pub(super) fn prepare(folder: &Path) -> Result<(), Failure> {
    prepare_at(&Location::Sqlite(database(folder)))
}

/// The same on either engine.
pub(super) fn prepare_at(location: &Location) -> Result<(), Failure> {
    let db = Db::open(location, &Options::default())?;
    db.migrate(&areas::schemas(), areas::clock().now()).map_err(|error| Failure::cannot_open(error.to_string()))?;
    let on = points_shop::demo::opening_day();
    db.write_now(move |tx| open_book(tx, county(), "fault", on))?;
    bench::prepare(&db, county(), HOUSEHOLDS as usize)?;
    db.close();
    Ok(())
}

/// Opens the book as the program does, but for the length of its log and what is sabotaged.
pub(super) fn open(folder: &Path, synchronous: bool) -> Result<Db, DatabaseError> {
    Db::open(&Location::Sqlite(database(folder)), &Options { readers: 1, log_pages: LOG_PAGES, synchronous, ..Options::default() })
}

/// The slip with this number.
pub(super) fn slip(seed: u64, number: u64) -> (Redemption, [Wanted; 1]) {
    let shelf = bench::shelf(county());
    let id: Id<Redemption> = Id::derived(&[b"fault slip", &seed.to_be_bytes(), &number.to_be_bytes()]);
    let wanted = [Wanted { goods: shelf.goods, quantity: Pieces(1), lot: None, shown: None }];
    (bench::slip(&shelf, (number % HOUSEHOLDS) as usize, id), wanted)
}

/// What is left after a fault.
pub(super) struct Left {
    /// Numbers of the slips that are there.
    pub(super) there: BTreeSet<u64>,
    /// Pieces the book says were handed out: one per slip.
    pub(super) pieces: i64,
    /// What does not fit, in words.
    pub(super) unfit: Vec<String>,
}

/// Opens the book, recounts it, looks for the slips 0 to `upto`, and hands over one more to see that work goes on.
pub(super) fn survey(folder: &Path, seed: u64, upto: u64) -> Result<Left, String> {
    let file_faults = file_faults(&database(folder))?;
    let db = open(folder, true).map_err(|error| error.to_string())?;
    let mut left = survey_db(&db, seed, upto)?;
    db.close();
    left.unfit.extend(file_faults);
    Ok(left)
}

/// The same of a database that is open.
pub(super) fn survey_db(db: &Db, seed: u64, upto: u64) -> Result<Left, String> {
    let broken = |error: DatabaseError| error.to_string();
    let progress = ledger::Progress::default();
    let report = db.read_now(move |tx| ledger::verify_book(tx, county(), None, &progress)).map_err(broken)?;
    let mut unfit: Vec<String> = report.misfits.iter().map(ToString::to_string).collect();
    let there = db.read_now(move |tx| slips(tx, seed, upto)).map_err(broken)?;
    let pieces = db.read_now(|tx| bench::handed_out(tx, &bench::shelf(county()))).map_err(broken)?;
    let (next, wanted) = slip(seed, upto + 1);
    let gone_on = db.write_now(move |tx| redemption::redeem(tx, &next, &wanted, next.at));
    if let Err(refused) = gone_on {
        unfit.push(format!("work did not go on: {refused:?}"));
    }
    Ok(Left { there, pieces, unfit })
}

fn slips(tx: &mut database::Tx<'_>, seed: u64, upto: u64) -> Result<BTreeSet<u64>, DatabaseError> {
    let mut there = BTreeSet::new();
    for number in 0..=upto {
        if redemption::find(tx, county(), slip(seed, number).0.id)?.is_some() {
            there.insert(number);
        }
    }
    Ok(there)
}

/// SQLite's own opinion of the file.
fn file_faults(path: &Path) -> Result<Vec<String>, String> {
    let connection = rusqlite::Connection::open(path).map_err(|error| error.to_string())?;
    let mut check = connection.prepare("PRAGMA integrity_check").map_err(|error| error.to_string())?;
    let lines = check.query_map([], |row| row.get::<_, String>(0)).and_then(Iterator::collect::<rusqlite::Result<Vec<String>>>);
    let lines = lines.map_err(|error| error.to_string())?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

/// Hands a slip over.
pub(super) fn redeem(db: &Db, seed: u64, number: u64, before_commit: impl Fn() + Send + 'static) -> Result<(), RedeemRefused> {
    let (slip, wanted) = slip(seed, number);
    db.write_now(move |tx| {
        redemption::redeem(tx, &slip, &wanted, slip.at)?;
        before_commit();
        Ok(())
    })
}

/// SQLite's log beside the file.
pub(super) fn log_of(database: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", database.display()))
}

/// The index of the log, which is made anew whenever it is missing.
pub(super) fn index_of(database: &Path) -> PathBuf {
    PathBuf::from(format!("{}-shm", database.display()))
}

/// The arguments with which this program becomes the child.
pub(super) fn arguments(folder: &Path, seed: u64, (redemptions, callers): (u64, u64), sabotage: Option<Sabotage>) -> Vec<String> {
    let mut arguments: Vec<String> = ["fault", "child", "--data"].map(str::to_owned).into();
    arguments.push(folder.display().to_string());
    for (name, number) in [("--seed", seed), ("--redemptions", redemptions), ("--callers", callers)] {
        arguments.extend([name.to_owned(), number.to_string()]);
    }
    if let Some(sabotage) = sabotage {
        arguments.extend(["--sabotage".to_owned(), sabotage.word().to_owned()]);
    }
    arguments
}
