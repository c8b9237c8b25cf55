//! kill -9 in the middle of redemptions: whoever heard "done" finds it there, the book recounts, and work goes on.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use basics::Subject;
use database::{DatabaseError, Db, Engine, Location, Options, open_book};
use ledger::{Account, Posting, Progress, Unit, moved, post};
use testkit::{NOW, daguan, id, scratch, today};

const LOCATION: &str = "XIESHOU_KILLED_LOCATION";
const CALLERS: usize = 6;
const REDEMPTIONS: usize = 200_000;
const HEARD_BEFORE_THE_KILL: usize = 300;

/// A redemption of a point for a bag of rice, or the stock and the points it needs.
fn posting(word: &str) -> Posting {
    let points = |purpose| Account::new("household", id::<()>("chen"), purpose, Unit::TenthPoint);
    let rice = |purpose| Account::new("shop", id::<()>("shop"), purpose, Unit::Item(id("rice")));
    let lines = if word == "stock" {
        let issue = Account::without_floor("county", id::<()>("county"), "issue", Unit::TenthPoint);
        let donor = Account::without_floor("outside", id::<()>("donor"), "donor", Unit::Item(id("rice")));
        [moved(issue, points("points"), 100_000_000), moved(donor, rice("shelf"), 10_000_000)]
    } else {
        let redeemed = Account::new("shop", id::<()>("shop"), "redeemed", Unit::TenthPoint);
        [moved(points("points"), redeemed, 10), moved(rice("shelf"), rice("handed_out"), 1)]
    };
    let cause = Subject::new(daguan(), "redemption", id::<()>(word));
    Posting::try_new(id(word), today(), id("clerk"), cause, lines.concat()).expect("balanced")
}

fn redeem(db: &Db, word: &str) -> bool {
    let posting = posting(word);
    db.write_now(move |tx| post(tx, &posting, NOW)).expect("it is posted").new
}

/// Not a test by itself: what the parents below start and kill.
#[test]
fn child_redeems() {
    let Ok(location) = std::env::var(LOCATION) else { return };
    let db = Db::open(&location.parse().expect("a location"), &Options::default()).expect("it opens");
    let out = Mutex::new(std::io::stdout());
    std::thread::scope(|scope| {
        for caller in 0..CALLERS {
            let (db, out) = (&db, &out);
            scope.spawn(move || {
                for number in 0..REDEMPTIONS {
                    let word = format!("{caller}-{number}");
                    redeem(db, &word);
                    let mut out = out.lock().expect("no panic while held");
                    writeln!(out, "\nheard {word}.").and_then(|()| out.flush()).expect("the parent listens");
                }
            });
        }
    });
}

/// Starts the child on the database, kills it after so many answers, and tells which it heard.
fn redeemed_until_killed(location: &str) -> BTreeSet<String> {
    let mut child = Command::new(std::env::current_exe().expect("this very program"))
        .args(["--exact", "child_redeems", "--nocapture", "--test-threads=1"])
        .env(LOCATION, location)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut heard = BTreeSet::new();
    for line in BufReader::new(child.stdout.take().expect("piped")).lines() {
        // The very last line may be cut off by the kill, hence the full stop.
        if let Some(word) = line.expect("text").strip_prefix("heard ").and_then(|word| word.strip_suffix('.')) {
            heard.insert(word.to_owned());
        }
        if heard.len() == HEARD_BEFORE_THE_KILL {
            child.kill().expect("SIGKILL");
        }
    }
    let end = child.wait().expect("it is gone");
    assert!(!end.success(), "it was killed in the middle: {end}");
    heard
}

fn set_up(db: &Db) {
    db.write_now(|tx| open_book(tx, daguan(), "大关县", today())).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
    assert!(redeem(db, "stock"));
}

fn recounted(db: &Db) -> i64 {
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &Progress::default())).expect("the recount runs");
    assert_eq!(report.misfits, []);
    report.postings
}

fn all_heard_is_there_and_work_goes_on(db: &Db, heard: &BTreeSet<String>) {
    let postings = recounted(db);
    assert!(heard.len() >= HEARD_BEFORE_THE_KILL && postings > heard.len() as i64, "{} heard, {postings} there", heard.len());
    for word in heard {
        let wanted = id::<Posting>(word);
        assert!(
            db.read_now(move |tx| ledger::posting_by_id(tx, daguan(), wanted)).expect("it reads").is_some(),
            "{word} was heard and is gone"
        );
    }
    // At most one of each caller was done without its answer being heard.
    assert!(postings <= (heard.len() + 1 + CALLERS) as i64, "{} heard, {postings} there", heard.len());
    for word in heard.iter().take(20) {
        assert!(!redeem(db, word), "{word} moves nothing a second time");
    }
    assert!(redeem(db, "afterwards"));
    assert_eq!(recounted(db), postings + 1);
}

#[test]
fn killed_on_sqlite_nothing_heard_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("xieshou.db"));
    let db = Db::open(&location, &Options::default()).expect("it opens");
    db.migrate(&xieshou::areas::schemas(), NOW).expect("migrated");
    set_up(&db);
    db.close();
    let heard = redeemed_until_killed(&format!("sqlite:{}", folder.path().join("xieshou.db").display()));
    let db = Db::open(&location, &Options::default()).expect("it opens after the kill");
    all_heard_is_there_and_work_goes_on(&db, &heard);
    db.close();
}

#[test]
fn killed_on_postgres_nothing_heard_is_lost() {
    let db = scratch(Engine::Postgres, &xieshou::areas::schemas());
    set_up(&db);
    let Location::Postgres(location) = &db.location else { panic!("it is PostgreSQL") };
    let heard = redeemed_until_killed(location);
    // The server may still be finishing what the killed program had sent.
    std::thread::sleep(std::time::Duration::from_millis(500));
    all_heard_is_there_and_work_goes_on(&db, &heard);
}
