//! A full disk and a refused commit under postings: whoever heard "done" finds it there, and nothing is half-written.

mod common;

use common::{SCHEMAS, balance, misfits, open, posted, posting, run};
use database::{DatabaseError, Db, Engine, Location, Options, Sql};
use ledger::{Posting, Refused, post};
use testkit::{NOW, Scratch, both_engines, daguan, id, scratch_with};

/// Posts with eight callers until each was refused; answers the postings said to be done and every other answer.
fn fill_up(db: &Db, from: usize) -> (Vec<String>, Vec<Refused>) {
    let answers = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|caller| {
                scope.spawn(move || {
                    let mut done = Vec::new();
                    for n in from..from + 500 {
                        let word = format!("{caller} {n}");
                        let told = posting(&word, &[("issue", &format!("household {word}"), 15)]).with_text(&"玉米".repeat(200), [7; 16]);
                        match db.write_now(move |tx| post(tx, &told, NOW)) {
                            Ok(_) => done.push(word),
                            Err(refused) => return (done, Some(refused)),
                        }
                    }
                    (done, None)
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().expect("no panic")).collect::<Vec<_>>()
    });
    let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().unzip();
    (done.concat(), refused.into_iter().flatten().collect())
}

fn all_there(db: &Db, words: &[String]) -> bool {
    words.iter().all(|word| {
        let wanted = id::<Posting>(word);
        db.read_now(move |tx| ledger::posting_by_id(tx, daguan(), wanted)).expect("reading goes on").is_some()
    })
}

fn small() -> Scratch {
    let db = scratch_with(Engine::Sqlite, &SCHEMAS(), &Options { page_count_max: Some(90), ..Options::default() });
    open(&db);
    db
}

fn assert_full_and_whole(db: &Db, done: &[String], refused: &[Refused]) {
    assert_eq!(refused.len(), 8, "each caller is told");
    assert!(refused.iter().all(|why| matches!(why, Refused::Database(DatabaseError::Full(_)))), "{refused:?}");
    assert!(!done.is_empty() && all_there(db, done));
    assert_eq!(posted(db), done.len() as i64, "what was not answered with done is not there");
    assert_eq!(misfits(db), Vec::<String>::new());
}

#[test]
fn a_full_disk_leaves_nothing_half_written_and_writing_works_again() {
    const MORE: Sql = Sql { name: "MORE", text: "PRAGMA max_page_count = 5000" };
    let db = small();
    let (mut done, refused) = fill_up(&db, 0);
    assert_full_and_whole(&db, &done, &refused);

    // Room is made while the program runs.
    let room: i64 = db.write_now(|tx| tx.one(MORE, &[], |row| row.get(0))).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
    assert_eq!(room, 5000);
    for n in 0..40 {
        let word = format!("after {n}");
        run(&db, &word, &[("issue", &format!("household {word}"), 15)]).expect("writing works again");
        done.push(word);
    }
    assert!(all_there(&db, &done));
    assert_eq!((posted(&db), misfits(&db)), (done.len() as i64, vec![]));
}

#[test]
fn after_a_full_disk_a_program_started_with_more_room_goes_on() {
    let mut db = small();
    let (done, refused) = fill_up(&db, 0);
    assert_full_and_whole(&db, &done, &refused);
    db.close();
    db.db = Db::open(&db.location, &Options::default()).expect("it opens again");
    assert!(all_there(&db, &done));
    // What was refused for want of room is asked again and done.
    for word in (0..8).map(|caller| format!("{caller} {}", done.iter().filter(|word| word.starts_with(&format!("{caller} "))).count())) {
        let told = posting(&word, &[("issue", &format!("household {word}"), 15)]).with_text(&"玉米".repeat(200), [7; 16]);
        assert!(db.write_now(move |tx| post(tx, &told, NOW)).expect("there is room").new, "{word}");
    }
    assert_eq!((posted(&db), misfits(&db)), (done.len() as i64 + 8, vec![]));
}

both_engines! {
    fn a_refused_commit_leaves_nothing_and_says_so(db in &SCHEMAS()) {
        run(db, "before", &[("issue", "budget", 100)]).expect("posted");
        let batch = |text: &str| match &db.location {
            Location::Sqlite(file) => rusqlite::Connection::open(file).expect("it opens").execute_batch(text).expect("done"),
            Location::Postgres(_) => text.split(";;").for_each(|text| {
                let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
                db.write_now(move |tx| tx.execute(Sql { name: "test", text }, &[])).map(drop).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
            }),
        };
        // Both find fault only when the whole transaction is to be committed.
        batch(if db.engine() == Engine::Sqlite {
            "CREATE TABLE fault (id INTEGER REFERENCES nowhere (id) DEFERRABLE INITIALLY DEFERRED); CREATE TABLE nowhere (id INTEGER PRIMARY KEY);
             CREATE TRIGGER refuse AFTER INSERT ON ledger_posting WHEN NEW.seq > 1 BEGIN INSERT INTO fault VALUES (1); END;"
        } else {
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;;
             CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()"
        });
        std::thread::scope(|scope| {
            for n in 0..6 {
                scope.spawn(move || {
                    let end = run(db, &format!("refused {n}"), &[("budget", "chen", 1)]);
                    assert!(matches!(end, Err(Refused::Database(_))), "{end:?}");
                });
            }
        });
        assert_eq!((posted(db), balance(db, "budget"), balance(db, "chen")), (1, 100, 0));
        batch(if db.engine() == Engine::Sqlite { "DROP TRIGGER refuse" } else { "DROP TRIGGER refuse ON ledger_posting" });
        assert_eq!(run(db, "after", &[("budget", "chen", 1)]), Ok(2));
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn a_closure_that_goes_on_after_an_error_has_done_nothing(db in &SCHEMAS()) {
        const WRONG: Sql = Sql { name: "WRONG", text: "INSERT INTO ledger_head (county, seq, head, recorded_at) SELECT county, seq, head, recorded_at FROM ledger_head" };
        run(db, "before", &[("issue", "budget", 100)]).expect("posted");
        let careless = posting("careless", &[("budget", "chen", 1)]);
        let end = db.write_now(move |tx| {
            let posted = post(tx, &careless, NOW)?;
            drop(tx.execute(WRONG, &[]));
            Ok::<_, Refused>(posted)
        });
        assert!(matches!(end, Err(Refused::Database(DatabaseError::Conflict(_)))), "{end:?}");
        assert_eq!((posted(db), balance(db, "chen"), misfits(db)), (1, 0, vec![]));
    }
}
