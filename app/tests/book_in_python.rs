//! `docs/verify_book.py` on what `export-book` writes: it agrees with `verify`, and finds whatever is changed in a copy.

mod common;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use common::{code, err, out, run, text, url};
use database::{Db, Engine, Location, open_book};
use points_shop::demo;
use serde_json::{Value, json};
use testkit::{Scratch, scratch};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs the verifier on a text; on its standard input, as behind a pipe.
fn checked(export: &str) -> Output {
    let mut child = Command::new("python3")
        .args(["-I", text(&repository().join("docs/verify_book.py"))])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 is there");
    // It may end at the first misfit and hear no more.
    drop(child.stdin.take().expect("piped").write_all(export.as_bytes()));
    child.wait_with_output().expect("it ends")
}

fn filled(engine: Engine) -> Scratch {
    let db = scratch(engine, &xieshou::areas::schemas());
    db.write_now(|tx| open_book(tx, demo::county(), "大关县", demo::opening_day())).expect("the book opens");
    demo::fill(&db, &demo::Size::Small, 1, &|_| {}).expect("the demo fills");
    // The demo has no free text.
    common::fill(&db, 3);
    db
}

fn exported(location: &Location, db: &Db) -> String {
    // The command wants the SQLite file to itself no more than any reader does, but let nothing be under way.
    let output = run(&["export-book", "--county", "530624", "--database", &url(location)]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!(out(&output).lines().count() as i64, db.read_now(|tx| ledger::head(tx, demo::county())).expect("a head").0);
    out(&output)
}

/// Line `seq` of the export after a change to it.
fn with(export: &str, seq: usize, change: impl Fn(&mut Value)) -> String {
    let lines = export.lines().enumerate().map(|(at, line)| {
        if at + 1 != seq {
            return format!("{line}\n");
        }
        let mut posting: Value = serde_json::from_str(line).expect("JSON");
        change(&mut posting);
        format!("{posting}\n")
    });
    lines.collect()
}

#[test]
fn it_agrees_with_verify_on_both_engines() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let db = filled(engine);
        let export = exported(&db.location, &db);
        let output = checked(&export);
        assert_eq!((code(&output), err(&output).as_str()), (0, ""), "{}", out(&output));
        let report = db.read_now(|tx| ledger::verify_book(tx, demo::county(), None, &ledger::Progress::default())).expect("recounted");
        assert_eq!(out(&output), format!("530624 {} {}\n", report.postings, hex::encode(report.head)));
        if engine == Engine::Sqlite {
            finds_what_was_changed(&export);
        }
    }
}

fn finds_what_was_changed(export: &str) {
    let with_text = export.lines().position(|line| line.contains(r#""text_digest":""#)).expect("three have a text") + 1;
    let zeros = "0".repeat(64);
    let add =
        |key: &'static str, more: i64| move |posting: &mut Value| posting[key] = json!(posting[key].as_i64().expect("a number") + more);
    let line_add = |key: &'static str| {
        move |posting: &mut Value| posting["lines"][0][key] = json!(posting["lines"][0][key].as_i64().expect("a number") + 1)
    };
    let without =
        |gone: usize| export.lines().enumerate().filter(|(at, _)| at + 1 != gone).map(|(_, line)| format!("{line}\n")).collect::<String>();
    let hashed = "its content is not what was hashed";
    for (what, changed, expected) in [
        ("an amount", with(export, 120, line_add("amount")), format!("posting 120: {hashed}")),
        ("a balance", with(export, 121, line_add("balance_after")), format!("posting 121: {hashed}")),
        ("a date", with(export, 122, add("business_date", 1)), format!("posting 122: {hashed}")),
        ("a moment", with(export, 123, add("recorded_at", -1)), format!("posting 123: {hashed}")),
        ("an actor", with(export, 124, |posting| posting["actor"] = posting["cause"].clone()), format!("posting 124: {hashed}")),
        (
            "a text's digest",
            with(export, with_text, |posting| posting["text_digest"] = json!(zeros)),
            format!("posting {with_text}: {hashed}"),
        ),
        ("no digest", with(export, with_text, |posting| posting["text_digest"] = Value::Null), format!("posting {with_text}: {hashed}")),
        (
            "a line dropped",
            with(export, 125, |posting| drop(posting["lines"].as_array_mut().map(|lines| lines.pop()))),
            format!("posting 125: {hashed}"),
        ),
        ("a leaf", with(export, 126, |posting| posting["leaf"] = json!(zeros)), format!("posting 126: {hashed}")),
        (
            "a head",
            with(export, 127, |posting| posting["head"] = json!(zeros)),
            "posting 127: does not follow on the head before it".to_owned(),
        ),
        ("a posting dropped", without(128), "posting 129: comes where 128 should be".to_owned()),
        ("the first dropped", without(1), "posting 2: comes where 1 should be".to_owned()),
        ("another book", with(export, 130, add("county", 1)), "posting 130: belongs to another book".to_owned()),
        ("half a line", export[..export.len() / 2].to_owned(), "posting ".to_owned()),
        (
            "a number as text",
            with(export, 131, |posting| posting["lines"][0]["amount"] = json!("5")),
            "posting 131: '5' is not a whole number".to_owned(),
        ),
        (
            "a field gone",
            with(export, 132, |posting| drop(posting.as_object_mut().map(|posting| posting.remove("cause")))),
            "posting 132: KeyError('cause')".to_owned(),
        ),
        ("nothing at all", String::new(), "there is no posting".to_owned()),
    ] {
        let output = checked(&changed);
        assert_eq!((code(&output), err(&output).as_str()), (1, ""), "{what}: {}", out(&output));
        assert!(out(&output).starts_with(&expected) && out(&output).lines().count() == 1, "{what}: {}", out(&output));
    }
}

/// The bytes of a posting whose hashes are made to fit again after a change, so that the other rules have their turn: the verifier's own functions do it.
const FORGE: &str = "
import sys, json; sys.path.insert(0, sys.argv[1])
from verify_book import leaf_bytes, sha256, big
head = None
for line in sys.stdin:
    p = json.loads(line)
    head = head or sha256(b'xieshou ledger 1' + big(p['county'], 4)).digest()
    leaf = sha256(leaf_bytes(p)).digest(); head = sha256(head + leaf).digest()
    p['leaf'], p['head'] = leaf.hex(), head.hex()
    print(json.dumps(p))
";

fn forged(export: &str) -> String {
    let mut child = Command::new("python3")
        .args(["-B", "-c", FORGE, text(&repository().join("docs"))])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is there");
    let mut stdin = child.stdin.take().expect("piped");
    let export = export.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(export.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("it reads all");
    out(&output)
}

#[test]
fn a_forger_who_hashes_anew_still_has_to_balance() {
    let page = std::fs::read_to_string(repository().join("docs/chain.md")).expect("the page is there");
    let export: String = page.lines().filter(|line| line.starts_with("{\"county\"")).map(|line| format!("{line}\n")).collect();
    let output = checked(&export);
    assert_eq!((code(&output), out(&output).split(' ').next()), (0, Some("530624")), "the worked postings are a book: {}", out(&output));
    assert_eq!(
        forged(&export).lines().last().map(|line| line.replace(": ", ":").replace(", ", ",")),
        export.lines().last().map(str::to_owned)
    );
    let line = |posting: usize, line: usize, key: &'static str, value: Value| {
        with(&export, posting, move |posting| posting["lines"][line][key] = value.clone())
    };
    for (changed, expected) in [
        (line(1, 1, "amount", json!(776)), "posting 1: account a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2 did not stand where the line says"),
        (line(2, 1, "hold", Value::Null), "530624 3 "),
        (line(3, 1, "hold", json!("f1".repeat(16))), "posting 3: finds hold f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1 on another account"),
        (line(2, 0, "hold", json!("f2".repeat(16))), "posting 2: takes more out of hold f2f2f2f2f2f2f2f2f2f2f2f2f2f2f2f2 than was in it"),
        (line(1, 1, "unit", json!("fen")), "posting 1: does not balance"),
        (with(&export, 1, |posting| posting["lines"] = json!([])), "posting 1: does not balance"),
        (with(&export, 2, |posting| posting["recorded_at"] = json!(0)), "posting 2: was recorded before the one in front of it"),
        (with(&export, 3, |posting| posting["reverses"] = posting["actor"].clone()), "posting 3: reverses what is not there"),
        (with(&export, 3, |posting| posting["id"] = json!("01".repeat(16))), "posting 3: has the id of an earlier one"),
    ] {
        let output = checked(&forged(&changed));
        assert!(out(&output).starts_with(expected), "expected {expected}, found {}", out(&output));
        assert_eq!(code(&output), i32::from(!expected.starts_with("530624")));
    }
}
