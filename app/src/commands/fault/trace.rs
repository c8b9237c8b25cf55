//! What a program did to its files, in order, as strace saw it.

use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;
use std::process::{Command, Stdio};

use super::child::HEARD;
use crate::exit::Failure;

/// System calls that change files, wait for the disk, or answer.
const CALLS: &str = "trace=pwrite64,write,fdatasync,fsync,ftruncate";

/// One thing that happened; files are named by their place in the list given.
pub(super) enum Event {
    Write {
        file: usize,
        at: usize,
        bytes: Vec<u8>,
    },
    Length {
        file: usize,
        length: usize,
    },
    /// A thread asks for the file to be on the disk.
    SyncBegan {
        file: usize,
        thread: u32,
    },
    /// The disk has answered.
    SyncEnded {
        thread: u32,
    },
    /// Somebody was told that this slip is through.
    Heard(u64),
}

/// This program under strace: `options` before its own arguments.
pub(super) fn straced(options: &[&str], arguments: &[String]) -> Result<Command, Failure> {
    let program = std::env::current_exe().map_err(|error| Failure::cannot_open(format!("This program cannot find itself: {error}.")))?;
    let found = Command::new("strace").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !found.is_ok_and(|status| status.success()) {
        return Err(Failure::cannot_open("strace is not installed. On Debian: apt-get install strace."));
    }
    let mut command = Command::new("strace");
    command.args(["-f", "--signal=none"]).args(options).arg(program).args(arguments);
    Ok(command)
}

/// Runs the program and writes down what it did.
pub(super) fn record(arguments: &[String], log: &Path) -> Result<(), Failure> {
    let path = log.display().to_string();
    let mut command = straced(&["-y", "-xx", "-s", "70000", "-e", CALLS, "-o", &path], arguments)?;
    let output = command.output().map_err(|error| Failure::cannot_open(format!("strace could not be started: {error}.")))?;
    if output.status.success() {
        return Ok(());
    }
    Err(Failure::cannot_open(format!("The program under strace failed: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

/// Reads the log; of the files only those named.
pub(super) fn read(log: &Path, files: &[&Path]) -> Result<Vec<Event>, Failure> {
    let unread = |error: std::io::Error| Failure::cannot_open(format!("{} cannot be read: {error}.", log.display()));
    let reader = std::io::BufReader::new(std::fs::File::open(log).map_err(unread)?);
    let mut names = HashMap::new();
    for (place, file) in files.iter().enumerate() {
        names.insert(file.as_os_str().as_encoded_bytes().to_vec(), place);
    }
    let mut events = Vec::new();
    for line in reader.lines() {
        let line = line.map_err(unread)?;
        let Some(event) = event(&line, &names) else { continue };
        let at_once = match &event {
            Event::SyncBegan { thread, .. } if line.ends_with("= 0") => Some(Event::SyncEnded { thread: *thread }),
            _ => None,
        };
        events.push(event);
        events.extend(at_once);
    }
    Ok(events)
}

/// A line is `THREAD call(FD<path>, "bytes", …) = result`, or its beginning, or its end when other threads came between.
fn event(line: &str, files: &HashMap<Vec<u8>, usize>) -> Option<Event> {
    let (thread, rest) = line.split_once(' ')?;
    let (thread, rest) = (thread.parse().ok()?, rest.trim_start());
    if let Some(call) = rest.strip_prefix("<... ") {
        let synced = call.starts_with("fdatasync resumed") || call.starts_with("fsync resumed");
        return (synced && rest.ends_with("= 0")).then_some(Event::SyncEnded { thread });
    }
    let (call, arguments) = rest.split_once('(')?;
    if call == "write" {
        let bytes = quoted(arguments)?;
        let number = std::str::from_utf8(&bytes).ok()?.strip_prefix(HEARD)?.trim_end().parse().ok()?;
        return Some(Event::Heard(number));
    }
    let name = bytes_of(arguments.split_once('<')?.1.split_once('>')?.0);
    let file = *files.get(&name)?;
    match call {
        "pwrite64" => {
            let at = arguments.rsplit_once("\", ")?.1.split(", ").nth(1)?;
            let at = at.split([')', ' ']).next()?.parse().ok()?;
            Some(Event::Write { file, at, bytes: quoted(arguments)? })
        }
        "ftruncate" => Some(Event::Length { file, length: arguments.rsplit_once(">, ")?.1.split([')', ' ']).next()?.parse().ok()? }),
        "fdatasync" | "fsync" => Some(Event::SyncBegan { file, thread }),
        _ => None,
    }
}

/// The bytes between the quotes, told as `\x00\x01…`.
fn quoted(arguments: &str) -> Option<Vec<u8>> {
    Some(bytes_of(arguments.split_once('"')?.1.split_once('"')?.0))
}

fn bytes_of(told: &str) -> Vec<u8> {
    told.split("\\x").skip(1).filter_map(|pair| u8::from_str_radix(pair.get(..2)?, 16).ok()).collect()
}
