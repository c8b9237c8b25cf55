//! What the command tests share: running the program, and a book with some postings in it.

#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use database::{DatabaseError, Db, Location, open_book};
use ledger::{Account, Line, Posting, Unit, post};
use testkit::{NOW, daguan, id, today};

/// The program with these arguments, away from the caller's environment.
pub fn xieshou(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xieshou"));
    for variable in [
        "XIESHOU_DATA",
        "XIESHOU_DATABASE_URL",
        "XIESHOU_LISTEN",
        "XIESHOU_TLS_CERT",
        "XIESHOU_TLS_KEY",
        "XIESHOU_METRICS_TOKEN",
        "RUST_LOG",
    ] {
        command.env_remove(variable);
    }
    command.args(arguments);
    command
}

/// Runs it to its end.
pub fn run(arguments: &[&str]) -> Output {
    xieshou(arguments).output().expect("the program starts")
}

/// Its exit code.
pub fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

/// What it wrote to stdout.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// What it wrote to stderr.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A running server, killed when dropped.
pub struct Serving(pub Child, pub String);

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Starts it and waits for the first line of its output, which is its address.
pub fn serve(arguments: &[&str]) -> Serving {
    let mut child = xieshou(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("the address comes first");
    Serving(child, line.trim().to_owned())
}

/// The port of a server that was started.
pub fn port(serving: &Serving) -> u16 {
    serving.1.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port")
}

/// Sends these bytes to a server of this machine and reads until it hangs up.
pub fn sent(port: u16, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time");
    // What is refused early may be hung up on before it is written.
    drop(stream.write_all(bytes));
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}

/// Opens a page with these headers, each with its line end.
pub fn opened(port: u16, path: &str, headers: &str) -> String {
    sent(port, format!("GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").as_bytes())
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// The location as `--database` takes it.
pub fn url(location: &Location) -> String {
    match location {
        Location::Sqlite(path) => format!("sqlite:{}", path.display()),
        Location::Postgres(url) => url.clone(),
    }
}

/// Opens the book of Daguan and posts some awards in it, each with a text.
pub fn fill(db: &Db, postings: usize) {
    db.write_now(|tx| open_book(tx, daguan(), "大关县", today())).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
    let account = |name: &str| match name {
        "issue" => Account::without_floor("county", id::<()>("issue"), "issue", Unit::TenthPoint),
        other => Account::new("household", id::<()>(other), "points", Unit::TenthPoint),
    };
    for number in 0..postings {
        let lines = vec![
            Line { account: account("issue"), amount: -15, hold: None },
            Line { account: account(&format!("household {}", number % 7)), amount: 15, hold: None },
        ];
        let cause = basics::Subject::new(daguan(), "test", id::<()>("cause"));
        let posting = Posting::try_new(id(&format!("posting {number}")), today(), id("clerk"), cause, lines).expect("balanced");
        let posting = posting.with_text(&format!("帮邻居“收”玉米 {number}"), [number as u8; 16]);
        db.write_now(move |tx| post(tx, &posting, NOW)).unwrap_or_else(|refused| panic!("{refused:?}"));
    }
}
