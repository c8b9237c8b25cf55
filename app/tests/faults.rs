//! What was acknowledged survives power cuts, kills and broken disks; and the cuts notice when the promise is broken.

mod common;

use common::{code, err, out, run};
use serde_json::Value;

/// The rows of a fault, and the exit code.
fn faults(arguments: &[&str]) -> (i32, Vec<Value>) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("scratch");
    let output = run(&[&["fault", "--json", "--data", data.to_str().expect("UTF-8")], arguments].concat());
    let report: Value = serde_json::from_str(&out(&output)).unwrap_or_else(|error| panic!("{error}: {}", err(&output)));
    (code(&output), report["rows"].as_array().expect("rows").clone())
}

fn count(row: &Value, what: &str) -> u64 {
    row[what].as_f64().expect("a number") as u64
}

#[test]
fn power_cuts_lose_nothing_that_was_acknowledged() {
    let (code, rows) = faults(&["power-cut", "--cuts", "400", "--seed", "5"]);
    let row = &rows[0];
    assert_eq!(code, 0, "{row}");
    assert_eq!((count(row, "lost"), count(row, "doubled"), count(row, "unfit")), (0, 0, 0));
    assert_eq!(count(row, "faults"), 400);
    assert!(count(row, "acknowledged") > 10_000, "{row}");
}

#[test]
fn power_cuts_notice_a_disk_that_is_not_waited_for() {
    let (code, rows) = faults(&["power-cut", "--cuts", "80", "--sabotage", "no-sync"]);
    assert_eq!(code, 1);
    assert!(count(&rows[0], "lost") > 0, "{}", rows[0]);
}

#[test]
fn power_cuts_notice_an_answer_before_the_commit() {
    let (code, rows) = faults(&["power-cut", "--cuts", "80", "--sabotage", "early-answer"]);
    assert_eq!(code, 1);
    assert!(count(&rows[0], "lost") > 0, "{}", rows[0]);
}

#[test]
fn kills_and_broken_disks_lose_nothing_that_was_acknowledged() {
    let (code, rows) = faults(&["kill", "--every", "9"]);
    assert_eq!(code, 0, "{rows:?}");
    let names: Vec<&str> = rows.iter().filter_map(|row| row["what"].as_str()).collect();
    let wanted =
        ["redemption killed", "redemption disk full", "redemption disk broken", "backup killed", "backup disk full", "backup disk broken"];
    assert_eq!(names, wanted);
    assert!(rows.iter().all(|row| count(row, "faults") >= 5), "{rows:?}");
}

#[test]
fn jumping_clocks_full_files_slow_readers_and_torn_archives_do_no_harm() {
    let (code, rows) = faults(&["weather"]);
    assert_eq!(code, 0, "{rows:?}");
    assert_eq!(rows.len(), 5);
    assert!(count(&rows[1], "acknowledged") > 0 && count(&rows[1], "acknowledged") < 4 * 200, "some fit into the file: {}", rows[1]);
    assert_eq!(count(&rows[3], "log_bytes_after"), 0, "{}", rows[3]);
}

#[test]
fn a_broken_postgresql_loses_nothing_that_was_acknowledged() {
    let (code, rows) = faults(&["postgres"]);
    assert_eq!(code, 0, "{rows:?}");
    // The fourth, a full disk, needs the right to mount one.
    assert!(rows.len() >= 3, "{rows:?}");
    assert!(rows.iter().all(|row| count(row, "faults") > 0), "{rows:?}");
}

#[test]
fn a_folder_with_records_is_no_scratch_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("xieshou.db"), "records").expect("written");
    let output = run(&["fault", "kill", "--data", folder.path().to_str().expect("UTF-8")]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("no scratch folder"), "{}", err(&output));
    assert_eq!(std::fs::read_to_string(folder.path().join("xieshou.db")).expect("still there"), "records");
}
