//! The door: group commit, refusals, a full disk, changes numbered densely.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use basics::{Id, Subject};
use database::{Change, DatabaseError, Engine, Migration, Options, Schema, SchemaState, Sql, Table, Text, args};
use testkit::{NOW, Scratch, both_engines, daguan, id, scratch, scratch_with};

const SCHEMA: &[Schema] = &[Schema {
    area: "test",
    tables: &[Table::local("note"), Table::book("stone").append_only()],
    migrations: &[Migration {
        name: "20260101_0000_note",
        text: Text::Both(
            "CREATE TABLE note (word TEXT NOT NULL, PRIMARY KEY (word));
                 CREATE TABLE stone (county BIGINT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (county, word));",
        ),
    }],
}];

const ADD: Sql = Sql { name: "ADD", text: "INSERT INTO note (word) VALUES ($1)" };
const COUNT: Sql = Sql { name: "COUNT", text: "SELECT count(*) FROM note" };
const BOOK: Sql = Sql { name: "BOOK", text: "INSERT INTO book (county, opened_on, label, change_number) VALUES ($1, 20200101, '', 0)" };
const NUMBERS: Sql = Sql { name: "NUMBERS", text: "SELECT number FROM change WHERE county = $1 ORDER BY number" };

fn count(db: &Scratch) -> i64 {
    db.read_now(|tx| tx.one(COUNT, &[], |row| row.get(0))).unwrap_or_else(|error: DatabaseError| panic!("{error}"))
}

fn with_books() -> Vec<Schema> {
    [vec![database::schema()], SCHEMA.to_vec()].concat()
}

/// Holds the writer thread until told, so that what is sent meanwhile forms one group.
fn held_writer(db: &Scratch) -> (mpsc::Sender<()>, std::thread::JoinHandle<()>) {
    let (release, wait) = mpsc::channel::<()>();
    let (entered, inside) = mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let database = db.db.clone();
    let thread = std::thread::spawn(move || {
        let done: Result<(), DatabaseError> = database.write_now(move |_| {
            let _ = entered.send(());
            let _ = wait.lock().expect("one thread only").recv();
            Ok(())
        });
        done.expect("holding writes nothing");
    });
    inside.recv().expect("the writer came in");
    (release, thread)
}

#[test]
fn of_a_group_of_three_the_second_fails_after_writing_and_the_others_stay() {
    let db = scratch(Engine::Sqlite, SCHEMA);
    let (release, thread) = held_writer(&db);
    let runs = Arc::new(AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let handles: Vec<_> = ["first", "second", "third"]
            .into_iter()
            .map(|word| {
                let runs = runs.clone();
                let db = &db;
                let handle = scope.spawn(move || {
                    db.write_now(move |tx| -> Result<(), DatabaseError> {
                        runs.fetch_add(1, Ordering::SeqCst);
                        tx.execute(ADD, args![word])?;
                        if word == "second" { Err(DatabaseError::Broken("changed its mind".to_owned())) } else { Ok(()) }
                    })
                });
                // The queue keeps the order in which they come; give each the time to come.
                std::thread::sleep(std::time::Duration::from_millis(30));
                handle
            })
            .collect();
        release.send(()).expect("the writer waits");
        let ends: Vec<bool> = handles.into_iter().map(|handle| handle.join().expect("no panic").is_ok()).collect();
        assert_eq!(ends, [true, false, true]);
    });
    thread.join().expect("no panic");
    assert_eq!(count(&db), 2);
    // first, second, then first and third again without the second.
    assert_eq!(runs.load(Ordering::SeqCst), 4);
}

#[test]
fn a_refusal_before_any_write_costs_the_others_nothing() {
    let db = scratch(Engine::Sqlite, SCHEMA);
    let refused: Result<(), DatabaseError> = db.write_now(|_| Err(DatabaseError::Conflict("no".to_owned())));
    assert_eq!(refused, Err(DatabaseError::Conflict("no".to_owned())));
    assert_eq!(count(&db), 0);
}

#[test]
fn a_panic_in_a_closure_fails_only_its_caller() {
    let db = scratch(Engine::Sqlite, SCHEMA);
    let failed: Result<(), DatabaseError> = db.write_now(|tx| {
        tx.execute(ADD, args!["half"])?;
        panic!("a bug")
    });
    assert!(matches!(failed, Err(DatabaseError::Broken(_))));
    let fine: Result<u64, DatabaseError> = db.write_now(|tx| tx.execute(ADD, args!["whole"]));
    assert_eq!((fine, count(&db)), (Ok(1), 1));
}

#[test]
fn on_a_full_disk_reading_goes_on_and_writing_says_so() {
    let db = scratch_with(Engine::Sqlite, SCHEMA, &Options { page_count_max: Some(24), ..Options::default() });
    let mut outcome = Ok(0);
    for n in 0..200 {
        let word = format!("{n} {}", "x".repeat(3000));
        outcome = db.write_now(move |tx| tx.execute(ADD, args![word]));
        if outcome.is_err() {
            break;
        }
    }
    assert!(matches!(outcome, Err(DatabaseError::Full(_))), "{outcome:?}");
    let before = count(&db);
    assert!(before > 0);
    // A smaller one still fits or is refused; in no case is anything half-written.
    drop(db.write_now(|tx| tx.execute(ADD, args!["small"])));
    assert!(count(&db) >= before);
}

#[test]
fn an_answer_leaves_only_after_the_commit() {
    let db = scratch(Engine::Sqlite, SCHEMA);
    std::thread::scope(|scope| {
        for n in 0..50 {
            let db = &db;
            scope.spawn(move || {
                let word = format!("word {n}");
                let written = word.clone();
                db.write_now(move |tx| tx.execute(ADD, args![written])).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
                // Another connection sees it, so it was committed before the answer came.
                let seen: i64 = db
                    .read_now(move |tx| {
                        const FIND: Sql = Sql { name: "FIND", text: "SELECT count(*) FROM note WHERE word = $1" };
                        tx.one(FIND, args![word], |row| row.get(0))
                    })
                    .unwrap_or_else(|error: DatabaseError| panic!("{error}"));
                assert_eq!(seen, 1);
            });
        }
    });
}

both_engines! {
    fn changes_are_numbered_without_gaps(db in &with_books()) {
        db.write_now(|tx| tx.execute(BOOK, args![daguan()])).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
        let change = |word: &str| Change {
            subject: Subject::new(daguan(), "note", id::<()>(word)), actor: None, verb: "opened", at: NOW, before: None, after: None,
        };
        std::thread::scope(|scope| {
            for n in 0..12 {
                let (one, two) = (change(&format!("{n} a")), change(&format!("{n} b")));
                scope.spawn(move || {
                    let outcome: Result<(), DatabaseError> = db.write_now(move |tx| {
                        tx.changed(one.clone())?;
                        tx.changed(two.clone())?;
                        if n % 4 == 3 { Err(DatabaseError::Conflict("refused after noting".to_owned())) } else { Ok(()) }
                    });
                    assert_eq!(outcome.is_ok(), n % 4 != 3);
                });
            }
        });
        let numbers: Vec<i64> = db.read_now(|tx| tx.rows(NUMBERS, args![daguan()], |row| row.get(0))).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
        assert_eq!(numbers, (1..=18).collect::<Vec<_>>());
    }

    fn a_transaction_writes_one_book(db in &with_books()) {
        let outcome: Result<(), DatabaseError> = db.write_now(|tx| {
            tx.enter(daguan())?;
            tx.enter(basics::County::try_new(530_623).expect("six digits"))
        });
        assert_eq!(outcome, Err(DatabaseError::TwoBooks(530_624, 530_623)));
    }

    fn append_only_tables_refuse_every_way_of_changing(db in &with_books()) {
        let run = |text: &'static str| -> Result<u64, DatabaseError> { db.write_now(move |tx| tx.execute(Sql { name: "test", text }, &[])) };
        run("INSERT INTO stone (county, word) VALUES (530624, 'set')").expect("appending is what it is for");
        for text in [
            "UPDATE stone SET word = 'moved' WHERE word = 'set'",
            "DELETE FROM stone WHERE word = 'set'",
            "INSERT INTO stone (county, word) VALUES (530624, 'set') ON CONFLICT (county, word) DO UPDATE SET word = 'moved'",
        ] {
            assert!(matches!(run(text), Err(DatabaseError::Guarded(_))), "{text}: {:?}", run(text));
        }
        if db.engine() == Engine::Sqlite {
            assert!(matches!(run("INSERT OR REPLACE INTO stone (county, word) VALUES (530624, 'set')"), Err(DatabaseError::Guarded(_))));
            assert!(matches!(run("REPLACE INTO stone (county, word) VALUES (530624, 'set')"), Err(DatabaseError::Guarded(_))));
        } else {
            assert!(matches!(run("TRUNCATE stone"), Err(DatabaseError::Guarded(_))));
        }
        let tables = SCHEMA[0].tables;
        let missing = db.read_now(move |tx| database::missing_guards(tx, tables)).expect("guards can be looked up");
        assert!(missing.is_empty());
        run(if db.engine() == Engine::Sqlite { "DROP TRIGGER stone_no_delete" } else { "ALTER TABLE stone DISABLE TRIGGER stone_no_delete" }).expect("an administrator can");
        let missing = db.read_now(move |tx| database::missing_guards(tx, tables)).expect("guards can be looked up");
        assert_eq!(missing, [("stone", "delete")]);
    }

    fn a_newer_database_is_left_alone(db in &with_books()) {
        assert_eq!(db.schema_state(&with_books()), Ok(SchemaState::Current));
        assert_eq!(db.schema_state(&[database::schema()]), Ok(SchemaState::Newer { unknown: "test/20260101_0000_note".to_owned() }));
        assert!(matches!(db.migrate(&[database::schema()], NOW), Err(database::MigrateError::Newer { .. })));
    }

    fn values_come_back_as_they_went_in(db in &with_books()) {
        let word = "彝文 ꆈꌠ 𬭎 <script> ' \u{0001}".to_owned();
        let written = word.clone();
        db.write_now(move |tx| tx.execute(ADD, args![written])).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
        const FIND: Sql = Sql { name: "FIND", text: "SELECT word FROM note WHERE word = $1" };
        let sought = word.clone();
        let found: Option<String> = db.read_now(move |tx| tx.row(FIND, args![sought], |row| row.get(0))).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
        assert_eq!(found, Some(word));
        let _: Id = id("unused");
    }
}
