//! Backup and restore: SQLite to PostgreSQL and back give equal heads; what is damaged or filled is left alone.

mod common;

use common::{code, err, fill, out, run, text, url};
use database::{Engine, Location};
use files::{Class, FileStore};
use testkit::{Scratch, scratch};

/// A database with nothing in it but the program's own marks, and a data folder beside it.
fn empty(engine: Engine) -> Scratch {
    let scratch = scratch(engine, &[]);
    scratch.db.close();
    scratch
}

fn filled(engine: Engine) -> Scratch {
    let scratch = scratch(engine, &xieshou::areas::schemas());
    fill(&scratch.db, 300);
    scratch.db.set_mark("business_date", "20200108").expect("marked");
    let kept = FileStore::open(&scratch.folder.path().join("files")).expect("opens").put(Class::Internal, b"a photo");
    kept.expect("kept");
    scratch
}

fn carried(from: &Scratch, to: &Scratch, archive: &std::path::Path) -> (String, String) {
    let backup = run(&["backup", text(archive), "--data", text(from.folder.path()), "--database", &url(&from.location)]);
    assert_eq!(code(&backup), 0, "{}", err(&backup));
    let restore = run(&["restore", text(archive), "--data", text(to.folder.path()), "--database", &url(&to.location)]);
    assert_eq!(code(&restore), 0, "{}", err(&restore));
    (out(&backup), out(&restore))
}

fn verified(of: &Scratch) -> String {
    let output = run(&["verify", "--data", text(of.folder.path()), "--database", &url(&of.location)]);
    assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
    out(&output)
}

#[test]
fn from_sqlite_to_postgres_and_back_the_heads_are_equal() {
    for (first, second) in [(Engine::Sqlite, Engine::Postgres), (Engine::Postgres, Engine::Sqlite)] {
        let (origin, across, home) = (filled(first), empty(second), empty(first));
        let archives = tempfile::tempdir().expect("a temporary folder can be made");
        let (there, arrived) = carried(&origin, &across, &archives.path().join("there.tar.gz"));
        let (back, returned) = carried(&across, &home, &archives.path().join("back.tar.gz"));
        assert!(there.starts_with("530624 300 "), "{there}");
        assert_eq!([&arrived, &back, &returned], [&there; 3]);
        assert_eq!(verified(&origin), verified(&home));
        let kept: Vec<_> = FileStore::open(&home.folder.path().join("files")).expect("opens").list(Class::Internal).collect();
        assert_eq!(kept.len(), 1);
    }
}

#[test]
fn a_backup_is_taken_while_the_records_are_open() {
    // The scratch keeps its own connections to the database open all the while.
    let (origin, target) = (filled(Engine::Sqlite), empty(Engine::Sqlite));
    let archives = tempfile::tempdir().expect("a temporary folder can be made");
    let archive = archives.path().join("live.tar.gz");
    carried(&origin, &target, &archive);
    let again = run(&["backup", text(&archive), "--data", text(origin.folder.path())]);
    assert_eq!(code(&again), 2, "an archive is not overwritten");
}

#[test]
fn a_filled_target_and_a_damaged_archive_change_nothing() {
    let (origin, target) = (filled(Engine::Sqlite), empty(Engine::Sqlite));
    let archives = tempfile::tempdir().expect("a temporary folder can be made");
    let archive = archives.path().join("a.tar.gz");
    carried(&origin, &target, &archive);
    let again = run(&["restore", text(&archive), "--data", text(target.folder.path())]);
    assert_eq!(code(&again), 3);
    assert!(err(&again).contains("not empty"), "{}", err(&again));

    let mut bytes = std::fs::read(&archive).expect("it is there");
    let half = bytes.len() / 2;
    for damaged in [&bytes[..half].to_vec(), &b"nothing of the kind".to_vec(), {
        bytes[half] ^= 1;
        &bytes
    }] {
        let path = archives.path().join("damaged.tar.gz");
        std::fs::write(&path, damaged).expect("written");
        let fresh = archives.path().join("fresh");
        let output = run(&["restore", text(&path), "--data", text(&fresh)]);
        assert_eq!(code(&output), 3, "{}", err(&output));
        assert!(!fresh.join("xieshou.db").exists(), "nothing was begun");
    }
}

#[test]
fn a_restore_that_was_cut_off_goes_on_and_until_then_nobody_serves_it() {
    let (origin, target) = (filled(Engine::Sqlite), empty(Engine::Sqlite));
    let archives = tempfile::tempdir().expect("a temporary folder can be made");
    let archive = archives.path().join("a.tar.gz");
    let (heads, _) = carried(&origin, &target, &archive);
    // As if the program had died before the last lines came.
    let Location::Sqlite(path) = &target.location else { panic!("asked for SQLite") };
    let connection = rusqlite::Connection::open(path).expect("it opens");
    let sum: String = sum_of(&archive);
    let cut = "DROP TRIGGER ledger_line_no_delete; DELETE FROM ledger_line WHERE seq > 170; DELETE FROM ledger_month";
    connection.execute_batch(&format!("UPDATE mark SET value = '{sum}' WHERE name = 'restoring'; {cut}")).expect("the statements run");
    drop(connection);
    let data = text(target.folder.path());
    for command in [&["serve", "--listen", ":0"][..], &["verify"], &["migrate"]] {
        let output = run(&[command, &["--data", data]].concat());
        assert_eq!(code(&output), 3, "{command:?}");
        assert!(err(&output).contains("restore"), "{}", err(&output));
    }
    let output = run(&["restore", text(&archive), "--data", data]);
    assert_eq!((code(&output), out(&output)), (0, heads), "{}", err(&output));
    assert_eq!(verified(&target), verified(&origin));
}

/// How a restore names its archive: the digest of the list of digests.
fn sum_of(archive: &std::path::Path) -> String {
    let list = std::process::Command::new("tar").args(["-xzOf", text(archive), "SHA256SUMS"]).output().expect("tar is there").stdout;
    hex::encode(basics::sha256(&[&list]))
}

#[test]
fn a_demo_with_everything_in_it_arrives_whole() {
    let (folder, across) = (tempfile::tempdir().expect("a temporary folder can be made"), empty(Engine::Postgres));
    let (data, archive) = (text(folder.path()), folder.path().join("demo.tar.gz"));
    assert_eq!(code(&run(&["demo", "--size", "small", "--no-serve", "--data", data])), 0);
    assert_eq!(code(&run(&["backup", text(&archive), "--data", data])), 0);
    let restore = run(&["restore", text(&archive), "--data", text(across.folder.path()), "--database", &url(&across.location)]);
    assert_eq!(code(&restore), 0, "{}", err(&restore));
    assert_eq!(verified(&across), out(&run(&["verify", "--data", data])));
}
