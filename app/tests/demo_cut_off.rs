//! A demo whose filling was cut off is thrown away and filled from the start, whatever size is asked for then.

mod common;

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use common::{code, err, run, xieshou};

#[test]
fn a_filling_that_was_killed_begins_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("UTF-8");
    let mut child =
        xieshou(&["demo", "--no-serve", "--data", data]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    let lines = BufReader::new(child.stderr.take().expect("piped")).lines();
    // A county's year is under way: killed in the middle of whatever it does.
    for line in lines {
        if line.expect("text").contains("records: ") {
            break;
        }
    }
    child.kill().expect("SIGKILL");
    assert!(!child.wait().expect("it is gone").success());
    let counted = |query: &str| -> i64 {
        let connection = rusqlite::Connection::open(folder.path().join("xieshou.db")).expect("it opens");
        connection.query_row(query, [], |row| row.get(0)).expect("a number")
    };
    assert!(counted("SELECT count(*) FROM household") > 10_000, "the year had begun");

    let again = run(&["demo", "--size", "small", "--no-serve", "--data", data]);
    assert_eq!(code(&again), 0, "{}", err(&again));
    assert_eq!(counted("SELECT count(*) FROM household"), 238, "nothing of the first filling is left");
    assert_eq!(code(&run(&["verify", "--data", data])), 0);
}
