//! `doctor`: looks for what is wrong with the installation and says it in plain words.

use std::net::TcpListener;

use database::{Db, FolderLock, Held, Location, SchemaState};
use serde_json::json;

use super::{Called, verify};
use crate::config::Config;
use crate::exit::{ASK_DOCTOR, Exit, Failure};
use crate::{areas, opening, terminal};

/// Below this much free room a till's day may not fit with its photos.
const FREE_BYTES_MIN: u64 = 500 * 1024 * 1024;
/// 2019-01-01; a clock before it has never been set.
const CLOCK_MIN_MS: i64 = 1_546_300_800_000;

/// One finding: good or not, with what to do about it.
struct Finding {
    what: &'static str,
    good: bool,
    sentence: String,
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn good(&mut self, what: &'static str, sentence: impl Into<String>) {
        self.0.push(Finding { what, good: true, sentence: sentence.into() });
    }

    fn bad(&mut self, what: &'static str, sentence: impl Into<String>) {
        self.0.push(Finding { what, good: false, sentence: sentence.into() });
    }
}

/// Runs every examination, also after one has found something.
pub fn run(called: &Called) -> Result<Exit, Failure> {
    let config = &called.read.config;
    let mut findings = Findings::default();
    folder(config, &mut findings);
    let served = served(config);
    port(config, served.as_deref(), &mut findings);
    clock(&mut findings);
    match database(config) {
        Ok(None) => findings.good("database", "There is none yet; xieshou serve makes it."),
        Ok(Some(db)) => {
            schema(&db, config, &mut findings);
            db.close();
        }
        Err(failure) => findings.bad("database", unsent(failure.sentence)),
    }
    say(called, &findings.0);
    Ok(if findings.0.iter().all(|finding| finding.good) { Exit::Good } else { Exit::Found })
}

/// What an error says; whoever asks the doctor is not sent to the doctor.
fn said(error: impl Into<Failure>) -> String {
    unsent(error.into().sentence)
}

fn unsent(sentence: String) -> String {
    sentence.replace(ASK_DOCTOR, "Look into the log of the program or of PostgreSQL, or restore the latest backup into another folder.")
}

fn say(called: &Called, findings: &[Finding]) {
    if called.json {
        let list: Vec<_> =
            findings.iter().map(|finding| json!({ "what": finding.what, "good": finding.good, "sentence": finding.sentence })).collect();
        terminal::result(&serde_json::Value::Array(list).to_string());
        return;
    }
    for Finding { what, good, sentence } in findings {
        terminal::result(&format!("{} {what}: {sentence}", if *good { "good" } else { "BAD " }));
    }
}

fn folder(config: &Config, findings: &mut Findings) {
    let folder = &config.data;
    if !folder.exists() {
        findings.good("data folder", format!("{} is not there yet; xieshou serve makes it.", folder.display()));
        return;
    }
    match tempfile::tempfile_in(folder) {
        Ok(_) => findings.good("data folder", format!("{} can be written.", folder.display())),
        Err(error) => findings.bad(
            "data folder",
            format!("{} cannot be written: {error}. Give the account that runs this program the right to write it.", folder.display()),
        ),
    }
    match rustix::fs::statvfs(folder) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let sentence = format!("{} MB free.", free / (1024 * 1024));
            if free < FREE_BYTES_MIN {
                findings.bad("disk", format!("{sentence} Make room: below 500 MB a day with photos may not fit."));
            } else {
                findings.good("disk", sentence);
            }
        }
        Err(error) => findings.bad("disk", format!("The free room cannot be asked for: {error}.")),
    }
}

/// Who holds the folder now.
fn served(config: &Config) -> Option<String> {
    if !config.data.exists() {
        return None;
    }
    match FolderLock::take(&config.data, "doctor") {
        Err(Held::By { by }) => Some(by),
        _ => None,
    }
}

fn port(config: &Config, served: Option<&str>, findings: &mut Findings) {
    let listen = config.listen.strip_prefix(':').map_or_else(|| config.listen.clone(), |port| format!("127.0.0.1:{port}"));
    match (TcpListener::bind(&listen), served) {
        (Ok(_), _) => findings.good("port", format!("{listen} is free.")),
        (Err(_), Some(by)) => findings.good("port", format!("{listen} is in use, and the data folder is held by: {by}.")),
        (Err(error), None) => findings.bad("port", format!("{listen} cannot be used: {error}. Choose another with --listen.")),
    }
}

fn clock(findings: &mut Findings) {
    let now = areas::clock().now();
    if now.0 < CLOCK_MIN_MS {
        findings.bad("clock", format!("The machine's clock says {now}. Set it; every posting carries it."));
    } else {
        findings.good("clock", format!("{now} in Asia/Shanghai."));
    }
}

fn database(config: &Config) -> Result<Option<Db>, Failure> {
    let location = opening::location(config)?;
    match &location {
        Location::Sqlite(path) if !path.exists() => Ok(None),
        _ => opening::open(&location).map(Some),
    }
}

fn schema(db: &Db, config: &Config, findings: &mut Findings) {
    match db.schema_state(&areas::schemas()) {
        Err(error) => findings.bad("database", said(error)),
        Ok(SchemaState::Empty) => findings.good("schema", "The database is empty; xieshou serve sets it up."),
        Ok(SchemaState::Behind(steps)) => {
            findings.bad("schema", format!("{steps} steps are missing. Make a backup and run xieshou migrate."))
        }
        Ok(SchemaState::Newer { unknown }) => findings.bad("schema", crate::exit::newer(&unknown).sentence),
        Ok(SchemaState::Current) => {
            findings
                .good("database", format!("{} opens.", opening::location(config).map(|location| location.to_string()).unwrap_or_default()));
            findings.good("schema", "Current.");
            if let Err(error) = db.write_now(crate::store::may_write) {
                findings.bad("database", said(error));
            }
            restored(db, findings);
            guards(db, findings);
            failed_jobs(db, findings);
            clock_of_books(db, findings);
        }
    }
    collation(db, findings);
}

fn restored(db: &Db, findings: &mut Findings) {
    if let Ok(Some(archive)) = db.mark(crate::backup::RESTORING)
        && !archive.is_empty()
    {
        findings.bad("restore", "A restore was cut off and the records are not complete. Run xieshou restore with the same archive again.");
    }
}

fn guards(db: &Db, findings: &mut Findings) {
    match verify::missing_guards(db) {
        Err(error) => findings.bad("guards", said(error)),
        Ok(missing) if missing.is_empty() => findings.good("guards", "Every append-only table refuses changes."),
        Ok(missing) => {
            let list = missing.iter().map(|(table, what)| format!("{table} against {what}")).collect::<Vec<_>>().join(", ");
            findings.bad("guards", format!("Missing: {list}. Find out who took them away; xieshou migrate sets them up again."));
        }
    }
}

/// What happens by itself and did not.
fn failed_jobs(db: &Db, findings: &mut Findings) {
    match db.read_now(jobs::failed) {
        Err(error) => findings.bad("jobs", Failure::from(error).sentence),
        Ok(failed) if failed.is_empty() => findings.good("jobs", "None was given up."),
        Ok(failed) => {
            let list = failed.iter().map(|job| format!("{} {} {} ({})", job.kind, job.county, job.key, job.error)).collect::<Vec<_>>();
            findings.bad("jobs", format!("Given up: {}. Mend the cause and start the program anew; it tries them again.", list.join("; ")));
        }
    }
}

/// A clock put back makes later postings look earlier; the ledger then keeps the last moment it had.
fn clock_of_books(db: &Db, findings: &mut Findings) {
    let now = areas::clock().now();
    match db.read_now(crate::store::last_recorded) {
        Err(error) => findings.bad("clock", said(error)),
        // A demo's moments lie on its own day, which may be moved past today.
        Ok(Some(last)) if last.0 > now.0 + 60_000 && !matches!(db.mark(crate::demo::MARK), Ok(Some(_))) => {
            findings.bad(
                "clock",
                format!("The last posting was recorded at {last}, which the machine's clock ({now}) has not reached. Set the clock."),
            );
        }
        Ok(_) => {}
    }
}

fn collation(db: &Db, findings: &mut Findings) {
    match db.read_now(crate::store::collation) {
        Ok(Some(found)) if !crate::store::sorts_by_code_point(&found) => findings.bad("collation", opening::other_sorting(&found)),
        Ok(Some(found)) => findings.good("collation", format!("PostgreSQL sorts by {found}.")),
        Ok(None) => {}
        Err(error) => findings.bad("collation", said(error)),
    }
}
