//! Damage done behind the door: the recount names the first thing that does not fit, whatever was touched.

mod common;

use common::{SCHEMAS, account, cause, open, run, set_aside};
use database::{Db, Engine, Location, Options};
use ledger::{Line, Posting, Progress, post};
use rusqlite::Connection;
use tempfile::TempDir;
use testkit::{NOW, daguan, id, scratch, today};

/// A book of seven postings with a hold half used up, at the head of which the recount has nothing to say.
fn template() -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("xieshou.db");
    let db = Db::open(&Location::Sqlite(file.clone()), &Options::default()).expect("it opens");
    db.migrate(&SCHEMAS(), NOW).expect("migrated");
    open(&db);
    run(&db, "budget", &[("issue", "budget", 1000)]).expect("1");
    run(&db, "award", &[("budget", "chen", 500), ("budget", "li", 200)]).expect("2");
    run(&db, "goods", &[("donor", "lot", 40)]).expect("3");
    let held = set_aside("hold", "chen", 300);
    db.write_now(move |tx| post(tx, &held, NOW)).expect("4");
    let lines = vec![
        Line { account: account("chen held"), amount: -200, hold: Some(id("hold")) },
        Line { account: account("redeemed"), amount: 200, hold: None },
    ];
    let taken = Posting::try_new(id("taken"), today(), id("clerk"), cause("hold"), lines).expect("balanced");
    db.write_now(move |tx| post(tx, &taken, NOW)).expect("5");
    let told = common::posting("told", &[("li", "redeemed", 10), ("lot", "handed_out", 1)]).with_text("一袋米", [9; 16]);
    db.write_now(move |tx| post(tx, &told, NOW)).expect("6");
    run(&db, "last", &[("li", "redeemed", 20)]).expect("7");
    db.close();
    (folder, file)
}

/// What the recount says after these statements were run on a copy with its guards taken away.
fn told_after(template: &std::path::Path, damage: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("xieshou.db");
    std::fs::copy(template, &file).expect("copied");
    let raw = Connection::open(&file).expect("it opens");
    for table in ["ledger_posting", "ledger_line"] {
        raw.execute_batch(&format!("DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete;")).expect("the guards are there");
    }
    raw.execute_batch("PRAGMA ignore_check_constraints = ON").expect("a pragma");
    raw.execute_batch(damage).expect("the damage is done");
    assert!(damage.is_empty() || raw.changes() > 0, "{damage} touched nothing");
    drop(raw);
    let db = Db::open(&Location::Sqlite(file), &Options::default()).expect("it opens");
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &Progress::default())).expect("the recount goes through");
    db.close();
    report.misfits.iter().map(ToString::to_string).collect()
}

#[test]
fn the_recount_names_the_first_that_does_not_fit() {
    let (_folder, file) = template();
    assert_eq!(told_after(&file, ""), Vec::<String>::new());
    let account_id = |name: &str| account(name).id(daguan()).to_string();
    let (chen, li) = (account_id("chen"), account_id("li"));
    let of = |name: &str| format!("X'{}'", hex::encode(account(name).id(daguan()).as_bytes()));
    let hashed = "its content is not what was hashed";
    for (damage, first) in [
        // A posting's own rows.
        ("UPDATE ledger_line SET amount = 501 WHERE seq = 2 AND line = 1".to_owned(), format!("posting 2: {hashed}")),
        ("UPDATE ledger_line SET balance_after = 1 WHERE seq = 6 AND line = 0".to_owned(), format!("posting 6: {hashed}")),
        ("UPDATE ledger_line SET hold = NULL WHERE seq = 5 AND line = 0".to_owned(), format!("posting 5: {hashed}")),
        (format!("UPDATE ledger_line SET account = {} WHERE seq = 7 AND line = 0", of("chen")), format!("posting 7: {hashed}")),
        ("UPDATE ledger_posting SET business_date = 20200107 WHERE seq = 3".to_owned(), format!("posting 3: {hashed}")),
        ("UPDATE ledger_posting SET business_date = 20201340 WHERE seq = 3".to_owned(), "posting 3: cannot be read".to_owned()),
        ("UPDATE ledger_posting SET actor = X'00' WHERE seq = 6".to_owned(), "posting 6: cannot be read".to_owned()),
        ("UPDATE ledger_posting SET recorded_at = recorded_at - 1 WHERE seq = 4".to_owned(), format!("posting 4: {hashed}")),
        ("UPDATE ledger_posting SET cause_kind = 'gift' WHERE seq = 1".to_owned(), format!("posting 1: {hashed}")),
        ("UPDATE ledger_posting SET text_digest = zeroblob(32) WHERE seq = 6".to_owned(), format!("posting 6: {hashed}")),
        ("UPDATE ledger_posting SET leaf = zeroblob(32) WHERE seq = 5".to_owned(), format!("posting 5: {hashed}")),
        ("DELETE FROM ledger_line WHERE seq = 2 AND line = 3".to_owned(), format!("posting 2: {hashed}")),
        ("DELETE FROM ledger_line WHERE seq = 7".to_owned(), format!("posting 7: {hashed}")),
        ("INSERT INTO ledger_line SELECT county, seq, 9, account, amount, balance_after, hold FROM ledger_line WHERE seq = 4 AND line = 0".to_owned(), format!("posting 4: {hashed}")),
        ("UPDATE ledger_line SET line = line + 9 WHERE seq = 3 AND line = 0".to_owned(), format!("posting 3: {hashed}")),
        // Two at once: the earlier one is named.
        ("UPDATE ledger_line SET amount = 1 WHERE seq = 6 AND line = 0; UPDATE ledger_posting SET business_date = 20200107 WHERE seq = 3".to_owned(), format!("posting 3: {hashed}")),
        // Whole postings.
        ("DELETE FROM ledger_posting WHERE seq = 4".to_owned(), "posting 5: comes where 4 should be".to_owned()),
        ("DELETE FROM ledger_posting WHERE seq = 7".to_owned(), "posting 7: is missing".to_owned()),
        ("DELETE FROM ledger_posting".to_owned(), "posting 1: is missing".to_owned()),
        ("INSERT INTO ledger_line VALUES (530624, 8, 0, zeroblob(16), 5, 5, NULL)".to_owned(), "posting 8: stands outside the book, which ends at 7".to_owned()),
        // What is derived from them.
        ("UPDATE ledger_account SET balance = balance + 10 WHERE purpose = 'points' AND balance = 170".to_owned(), format!("account {li}: balance is 180, its lines come to 170")),
        (format!("DELETE FROM ledger_account WHERE id = {}", of("budget")), format!("posting 1: {hashed}")),
        (format!("UPDATE ledger_account SET floor = 201 WHERE id = {}", of("chen")), format!("account {chen} stands below its floor")),
        (format!("UPDATE ledger_account SET unit = 'fen' WHERE id = {}", of("li")), format!("posting 2: {hashed}")),
        (format!("UPDATE ledger_month SET came_in = came_in + 1 WHERE account = {}", of("chen")), format!("account {chen}, month 202001: the sums differ from the lines")),
        (format!("DELETE FROM ledger_month WHERE account = {}", of("li")), format!("account {li}, month 202001: the sums differ from the lines")),
        (format!("INSERT INTO ledger_month VALUES (530624, {}, 202002, 1, 0)", of("li")), format!("account {li}, month 202002: the sums differ from the lines")),
        ("UPDATE ledger_hold SET left_over = 99".to_owned(), format!("hold {}: 99 left, its lines come to 100", id::<()>("hold"))),
        ("DELETE FROM ledger_hold".to_owned(), format!("hold {}: 0 left, its lines come to 100", id::<()>("hold"))),
        // The head's own row.
        ("UPDATE ledger_head SET head = zeroblob(32)".to_owned(), "the head stored for the book is not the head of its last posting".to_owned()),
        ("UPDATE ledger_head SET seq = 6".to_owned(), "posting 7: stands outside the book, which ends at 6".to_owned()),
        ("UPDATE ledger_head SET seq = 9".to_owned(), "posting 8: is missing".to_owned()),
        ("DELETE FROM ledger_head".to_owned(), "posting 1: stands outside the book, which ends at 0".to_owned()),
    ] {
        let told = told_after(&file, &damage);
        assert!(told.first().is_some_and(|found| found.starts_with(&first)), "{damage}\n  expected {first}\n  found {told:#?}");
    }
}

#[test]
fn a_corrected_text_is_said_and_fits() {
    let (_folder, file) = template();
    for correction in ["UPDATE ledger_text SET text = '两袋米'", "DELETE FROM ledger_text"] {
        assert_eq!(told_after(&file, correction), Vec::<String>::new());
    }
    let db = scratch(Engine::Sqlite, &SCHEMAS());
    let told = common::posting("told", &[("issue", "budget", 10)]).with_text("一袋米", [9; 16]);
    db.write_now(move |tx| post(tx, &told, NOW)).expect("posted");
    let Location::Sqlite(file) = &db.location else { panic!("it is a file") };
    Connection::open(file).expect("it opens").execute_batch("UPDATE ledger_text SET text = '两袋米'").expect("corrected");
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &Progress::default())).expect("recounted");
    assert_eq!((report.misfits, report.corrected_texts), (vec![], vec![1]));
}
