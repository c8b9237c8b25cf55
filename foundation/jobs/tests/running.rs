//! Jobs on both engines: once however often enqueued, again after a failure, whole or not at all, one program at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use basics::{BusinessDate, Clock, Moment};
use database::{DatabaseError, Sql, Tx, args, open_book};
use jobs::{Job, Kind, Ran, Step, Work, run_due};
use testkit::{NOW, Scratch, both_engines, catalogue::sql, daguan, today};

fn schemas() -> [database::Schema; 2] {
    [database::schema(), jobs::schema()]
}

/// A line of the test's own, so that what a job wrote can be counted: marks are a table of the door.
const NOTE: Sql = Sql { name: "test::NOTE", text: "INSERT INTO mark (name, value) VALUES ($1, $2)" };

fn note(tx: &mut Tx<'_>, word: &str) -> Result<(), DatabaseError> {
    tx.execute(NOTE, args![word, ""]).map(drop)
}

fn notes(db: &Scratch) -> Vec<String> {
    let statement = sql("SELECT name FROM mark ORDER BY name".to_owned());
    db.read_now(move |tx| tx.rows(statement, &[], |row| row.get(0))).unwrap_or_else(|error: DatabaseError| panic!("{error}"))
}

fn state(db: &Scratch, kind: &'static str) -> Vec<(String, i64, i64)> {
    let statement = sql("SELECT state, attempts, due_at FROM job WHERE kind = $1 ORDER BY key".to_owned());
    db.read_now(move |tx| tx.rows(statement, args![kind], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))))
        .unwrap_or_else(|error: DatabaseError| panic!("{error}"))
}

fn put(db: &Scratch, kind: &'static str, key: &'static str) {
    db.write_now(move |tx| jobs::enqueue(tx, daguan(), kind, key, "payload", NOW)).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
}

fn ran(db: &Scratch, kinds: &[Work], clock: &Clock) -> Ran {
    run_due(db, kinds, today(), clock).expect("jobs can be run")
}

fn writes(tx: &mut Tx<'_>, job: &Job, _: BusinessDate, _: Moment) -> Result<Step, DatabaseError> {
    note(tx, &format!("{} {}", job.key, job.payload))?;
    Ok(Step::Done)
}

fn writes_and_fails(tx: &mut Tx<'_>, job: &Job, _: BusinessDate, _: Moment) -> Result<Step, DatabaseError> {
    note(tx, &format!("half of {}", job.key))?;
    Err(DatabaseError::Broken("no such luck".to_owned()))
}

fn panics(_: &mut Tx<'_>, _: &Job, _: BusinessDate, _: Moment) -> Result<Step, DatabaseError> {
    panic!("a bug")
}

/// Three batches, counted by what is there already.
fn in_batches(tx: &mut Tx<'_>, job: &Job, _: BusinessDate, _: Moment) -> Result<Step, DatabaseError> {
    const COUNT: Sql = Sql { name: "test::COUNT", text: "SELECT count(*) FROM mark" };
    let before: i64 = tx.one(COUNT, &[], |row| row.get(0))?;
    note(tx, &format!("{} batch {before}", job.key))?;
    Ok(if before < 2 { Step::Again } else { Step::Done })
}

fn kind(name: &'static str, run: fn(&mut Tx<'_>, &Job, BusinessDate, Moment) -> Result<Step, DatabaseError>) -> Vec<Work> {
    vec![Kind { name, run, daily: false }.into()]
}

both_engines! {
    fn enqueued_twice_is_one_job_and_done_is_done(db in &schemas()) {
        let (kinds, clock) = (kind("writes", writes), Clock::fixed(NOW));
        put(db, "writes", "a");
        put(db, "writes", "a");
        put(db, "writes", "b");
        assert_eq!(ran(db, &kinds, &clock), Ran { batches: 2, done: 2, failures: 0 });
        put(db, "writes", "a");
        assert_eq!(ran(db, &kinds, &clock), Ran::default());
        assert_eq!(notes(db), ["a payload", "b payload"]);
    }

    fn batches_follow_each_other_at_once(db in &schemas()) {
        put(db, "in-batches", "a");
        let ran = ran(db, &kind("in-batches", in_batches), &Clock::fixed(NOW));
        assert_eq!(ran, Ran { batches: 3, done: 1, failures: 0 });
        assert_eq!(notes(db).len(), 3);
    }

    fn a_failure_leaves_nothing_and_is_tried_later_until_it_is_given_up(db in &schemas()) {
        let (kinds, clock) = (kind("fails", writes_and_fails), Clock::fixed(NOW));
        put(db, "fails", "a");
        assert_eq!(ran(db, &kinds, &clock).failures, 1);
        assert_eq!(state(db, "fails"), [("waiting".to_owned(), 1, NOW.0 + 5_000)]);
        assert_eq!(ran(db, &kinds, &clock), Ran::default(), "not before its time");
        for _ in 0..20 {
            clock.set(clock.now().plus_ms(3_600_000));
            ran(db, &kinds, &clock);
        }
        assert_eq!(notes(db), [""; 0], "what failed was rolled back");
        assert_eq!(state(db, "fails")[0].0, "failed");
        let failed = db.read_now(jobs::failed).expect("it can be read");
        assert_eq!((failed[0].attempts, failed[0].error.as_str()), (12, "no such luck"));
        // The program is mended and started anew.
        db.write_now(jobs::try_failed_again).expect("it can be written");
        assert_eq!(ran(db, &kind("fails", writes), &clock).done, 1);
        assert_eq!(notes(db), ["a payload"]);
    }

    fn a_panic_and_an_unknown_kind_are_failures_too(db in &schemas()) {
        put(db, "panics", "a");
        put(db, "unknown", "a");
        assert_eq!(ran(db, &kind("panics", panics), &Clock::fixed(NOW)).failures, 2);
        assert_eq!((state(db, "panics")[0].1, state(db, "unknown")[0].1), (1, 1));
    }

    fn what_a_killed_program_had_begun_waits_and_is_run_by_the_next(db in &schemas()) {
        put(db, "writes", "a");
        // Killed between taking the job and its end: the lease stands, nothing was written.
        let lease = sql("UPDATE job SET leased_until = $1".to_owned());
        db.write_now(move |tx| tx.execute(lease, args![NOW.plus_ms(60_000)])).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
        let (kinds, clock) = (kind("writes", writes), Clock::fixed(NOW.plus_ms(1_000)));
        assert_eq!(ran(db, &kinds, &clock), Ran::default(), "somebody may be at it");
        clock.set(NOW.plus_ms(60_000));
        assert_eq!(ran(db, &kinds, &clock).done, 1);
        // Where nobody else can be running, nobody waits.
        put(db, "writes", "b");
        db.write_now(move |tx| tx.execute(lease, args![NOW.plus_ms(600_000)])).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
        db.write_now(jobs::forget_leases).expect("it can be written");
        assert_eq!(ran(db, &kinds, &clock).done, 1);
    }

    fn two_workers_run_each_job_once(db in &schemas()) {
        static RUNS: AtomicUsize = AtomicUsize::new(0);
        fn slow(tx: &mut Tx<'_>, job: &Job, _: BusinessDate, _: Moment) -> Result<Step, DatabaseError> {
            RUNS.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(10));
            note(tx, &job.key)?;
            Ok(Step::Done)
        }
        const KEYS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
        KEYS.into_iter().for_each(|key| put(db, "slow", key));
        let before = RUNS.load(Ordering::SeqCst);
        let done: usize = std::thread::scope(|scope| {
            let workers = [0, 1].map(|_| scope.spawn(|| ran(db, &kind("slow", slow), &Clock::fixed(NOW)).done));
            workers.map(|worker| worker.join().expect("a worker ends")).into_iter().sum()
        });
        assert_eq!((done, RUNS.load(Ordering::SeqCst) - before), (8, 8));
        assert_eq!(notes(db), KEYS);
    }

    fn a_daily_kind_runs_once_per_book_and_date(db in &schemas()) {
        db.write_now(|tx| open_book(tx, daguan(), "大关县", today())).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
        let kinds = vec![Work::from(Kind { name: "daily", run: writes, daily: true })];
        let clock = Clock::fixed(NOW);
        for (day, expected) in [(today(), 1), (today(), 0), (today().plus_days(1), 1), (today(), 0)] {
            assert_eq!(run_due(db, &kinds, day, &clock).expect("jobs can be run").done, expected, "{day}");
        }
        assert_eq!(notes(db), ["2020-01-08 ", "2020-01-09 "]);
        // After a month what was done is cleared away with the next day's jobs.
        clock.set(NOW.plus_ms(31 * 24 * 3_600_000));
        run_due(db, &kinds, today().plus_days(31), &clock).expect("jobs can be run");
        assert_eq!(state(db, "daily").len(), 1);
    }
}
