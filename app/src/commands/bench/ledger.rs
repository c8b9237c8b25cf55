//! `bench ledger`: redemptions a second through the door, beside a bare prepared loop that writes the same rows and a transfer function
//! of PostgreSQL, all in one run.

use std::time::Duration;

use database::Location;

use super::through_door::{Accounts, Scene};
use super::{HOUSEHOLDS, bare, by_hand, bytes, function};
use crate::commands::Called;
use crate::commands::measured::Report;
use crate::commands::scratch::Scratch;
use crate::exit::{Exit, Failure};
use crate::terminal;

const CALLERS: [usize; 4] = [1, 16, 64, 512];
/// Books of the second scene.
const BOOKS: u32 = 16;

/// Measures the engine `--database` names; of a PostgreSQL server one empty database is made and dropped for each scene.
pub(super) fn run(called: &Called, seconds: Duration, server: Option<&str>) -> Result<Exit, Failure> {
    let scratch = Scratch::take(&called.read.config.data)?;
    let folder = scratch.folder("ledger")?;
    let mut report = match server {
        Some(_) => Report::begin(
            &folder,
            0,
            "SQLite WAL, synchronous=FULL; PostgreSQL, synchronous_commit=on, fsync as the server has it",
            called.json,
        )?,
        None => Report::begin(&folder, 0, "SQLite WAL, synchronous=FULL", called.json)?,
    };
    let cold = sqlite(&folder, seconds, &mut report)?;
    if let Some(server) = server {
        function::measure(server, seconds, &cold, &mut report)?;
        postgres(server, seconds, &mut report)?;
    } else {
        terminal::note("Not measured: PostgreSQL. Give a server on which databases can be made with --postgres postgres://USER@HOST:PORT.");
    }
    scratch.clear("ledger");
    Ok(report.end())
}

/// The figures others are compared with: at 64 callers, cold and hot.
pub(super) struct Reached {
    pub(super) cold: f64,
    pub(super) hot: f64,
}

fn sqlite(folder: &std::path::Path, seconds: Duration, report: &mut Report) -> Result<Reached, Failure> {
    let mut bare_64 = 0.0;
    for per_commit in [1, 64, 1000] {
        let measured = bare::measure(&folder.join(format!("bare-{per_commit}.db")), per_commit, seconds)?;
        if per_commit == 64 {
            bare_64 = measured.per_second;
        }
        report.add(measured.row("SQLite ", &[]));
    }
    let path = folder.join("door.db");
    let scene = Scene::open(&Location::Sqlite(path.clone()), 1, HOUSEHOLDS)?;
    let before = bytes::grown(&path)?;
    let (mut cold, mut most) = (0.0, 0.0_f64);
    for callers in CALLERS {
        let measured = scene.measure("door, cold accounts,", callers, Accounts::Cold, seconds);
        let of_bare = measured.per_second / bare_64;
        let mut row = measured.row("SQLite ", &[("of_bare_64", of_bare)]);
        if callers == 64 {
            cold = measured.per_second;
            row = row.aims("at 64 callers at least 0.6 of the bare loop with 64 per commit", of_bare >= 0.6);
        } else if callers > 64 {
            row = row.aims("more callers not slower than fewer, within a twentieth", measured.per_second >= most * 0.95);
        }
        most = most.max(measured.per_second);
        report.add(row);
    }
    let hot = scene.measure("door, one hot account,", 64, Accounts::Hot, seconds);
    report.add(hot.row("SQLite ", &[("of_bare_64", hot.per_second / bare_64)]));
    bytes::report(&path, before, scene.done(), report)?;
    scene.db.close();
    let books = Scene::open(&Location::Sqlite(folder.join("books.db")), BOOKS, HOUSEHOLDS / BOOKS as usize)?;
    let sixteen = books.measure("door, sixteen books,", 64, Accounts::Cold, seconds);
    report.add(sixteen.row("SQLite ", &[("of_bare_64", sixteen.per_second / bare_64)]));
    books.db.close();
    Ok(Reached { cold, hot: hot.per_second })
}

fn postgres(server: &str, seconds: Duration, report: &mut Report) -> Result<(), Failure> {
    let one = function::OwnDatabase::make(server, "one_book")?;
    let scene = Scene::open(&Location::Postgres(one.url.clone()), 1, HOUSEHOLDS)?;
    let by_hand = by_hand::measure(&one.url, seconds)?;
    report.add(by_hand.row("PostgreSQL ", &[]));
    let mut one_book = 0.0;
    for callers in CALLERS {
        let measured = scene.measure("door, one book,", callers, Accounts::Cold, seconds);
        let of_hand = measured.per_second / by_hand.per_second;
        let mut row = measured.row("PostgreSQL ", &[("of_by_hand", of_hand)]);
        if callers == 64 {
            one_book = measured.per_second;
            row = row.aims("one book at least 0.7 of the same statements by hand", of_hand >= 0.7);
        }
        report.add(row);
    }
    scene.db.close();
    drop(one);
    let sixteen = function::OwnDatabase::make(server, "sixteen_books")?;
    let scene = Scene::open(&Location::Postgres(sixteen.url.clone()), BOOKS, HOUSEHOLDS / BOOKS as usize)?;
    let measured = scene.measure("door, sixteen books,", 64, Accounts::Cold, seconds);
    let of_one = measured.per_second / one_book;
    report.add(measured.row("PostgreSQL ", &[("of_one_book", of_one)]).aims("sixteen books at least 3 times one", of_one >= 3.0));
    scene.db.close();
    Ok(())
}
