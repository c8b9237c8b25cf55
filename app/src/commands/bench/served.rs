//! The demo of article scale, served by a process of its own, so that its memory and time are its own.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use basics::BusinessDate;
use database::{Db, Location, Options};

use super::visitor::Visitor;
use crate::commands::measured::resident_kib_of;
use crate::commands::scratch::Scratch;
use crate::demo::{self, DemoLogin};
use crate::exit::Failure;
use crate::{server, terminal};

fn unstarted(error: std::io::Error) -> Failure {
    Failure::cannot_open(format!("The program cannot be started a second time: {error}."))
}

fn program() -> Result<Command, Failure> {
    let mut command = Command::new(std::env::current_exe().map_err(unstarted)?);
    command.env_remove("XIESHOU_DATABASE_URL").env_remove("XIESHOU_DATA").env_remove("XIESHOU_LISTEN").stderr(Stdio::null());
    Ok(command)
}

fn unread(what: &str) -> Failure {
    Failure::cannot_open(format!("The demo's logins cannot be read: {what}."))
}

/// A filled demo in the scratch folder, kept from one run to the next because filling it takes a minute.
pub(super) struct Filled {
    pub(super) folder: PathBuf,
}

impl Filled {
    /// Fills it unless it is there.
    pub(super) fn take(scratch: &Scratch) -> Result<Filled, Failure> {
        let folder = scratch.kept("demo");
        terminal::note("The demo of article scale is filled, unless it is there already …");
        let mut command = program()?;
        let filled = command.args(["demo", "--no-serve", "--data"]).arg(&folder).stdout(Stdio::null()).status().map_err(unstarted)?;
        if !filled.success() {
            return Err(Failure::cannot_open(format!("The demo in {} could not be filled.", folder.display())));
        }
        Ok(Filled { folder })
    }

    /// Where its database is.
    pub(super) fn database(&self) -> PathBuf {
        self.folder.join("xieshou.db")
    }

    /// Its database.
    pub(super) fn open(&self) -> Result<Db, Failure> {
        Ok(Db::open(&Location::Sqlite(self.database()), &Options::to_fill())?)
    }

    /// Goes on with it until it has so many postings, and moves its date along.
    pub(super) fn grow(&self, upto: i64) -> Result<(), Failure> {
        let db = self.open()?;
        let from = server::demo_date(&db)?.unwrap_or_else(demo::first_day);
        let (done, of) = (std::sync::Arc::default(), std::sync::Arc::new(std::sync::atomic::AtomicI64::new(upto)));
        let shown = terminal::Progress::show("postings", std::sync::Arc::clone(&done), of);
        let told = |postings| done.store(postings, std::sync::atomic::Ordering::Relaxed);
        let last: BusinessDate = points_shop::bench::grow(&db, points_shop::demo::county(), from, upto, &told)?;
        drop(shown);
        // The days that were gone on with are signed off; the next one is open.
        let last = if last == from { last } else { last.plus_days(1) };
        db.set_mark(server::BUSINESS_DATE, &last.number().to_string())?;
        db.close();
        Ok(())
    }

    /// The logins of the demo.
    pub(super) fn logins(&self) -> Result<Vec<DemoLogin>, Failure> {
        let text = std::fs::read_to_string(self.folder.join(demo::LOGINS_FILE)).map_err(|error| unread(&error.to_string()))?;
        serde_json::from_str(&text).map_err(|error| unread(&error.to_string()))
    }

    /// The one with this name.
    pub(super) fn login(&self, name: &str) -> Result<DemoLogin, Failure> {
        self.logins()?.into_iter().find(|login| login.login == name).ok_or_else(|| unread(&format!("{name} is not among them")))
    }
}

/// A server, stopped when dropped.
pub(super) struct Served {
    child: Child,
    pub(super) base: String,
    /// From the start of the process to the first page.
    pub(super) first_page: Duration,
}

impl Served {
    /// Starts it and asks for a page.
    pub(super) fn start(folder: &Path) -> Result<Served, Failure> {
        let began = Instant::now();
        let mut command = program()?;
        command.args(["demo", "--listen", "127.0.0.1:0", "--data"]).arg(folder).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(unstarted)?;
        let lines = child.stdout.take().map(BufReader::new).into_iter().flat_map(|out| out.lines().map_while(Result::ok));
        let base = lines.filter_map(|line| line.split_whitespace().find(|word| word.starts_with("http://")).map(str::to_owned)).next();
        let mut served = Served { child, base: base.unwrap_or_default().trim_end_matches('/').to_owned(), first_page: Duration::ZERO };
        if served.base.is_empty() {
            return Err(Failure::cannot_open(format!("The demo in {} does not start.", folder.display())));
        }
        let status = ureq::get(format!("{}/login", served.base)).call().map_err(|error| Failure::cannot_open(error.to_string()))?.status();
        served.first_page = began.elapsed();
        if status.is_success() { Ok(served) } else { Err(Failure::cannot_open(format!("The first page answers {status}."))) }
    }

    /// Signs in as a login of the demo.
    pub(super) fn visitor(&self, filled: &Filled, login: &str) -> Result<Visitor, Failure> {
        let DemoLogin { login, password, .. } = filled.login(login)?;
        Visitor::sign_in(&self.base, &login, &password)
    }

    /// Memory it holds now, in KiB.
    pub(super) fn memory_kib(&self) -> u64 {
        resident_kib_of(self.child.id())
    }

    /// Processor time it has used, in seconds.
    pub(super) fn cpu_seconds(&self) -> f64 {
        cpu_seconds_of(self.child.id())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Processor time of a process, in seconds; ticks are hundredths on Linux.
pub(super) fn cpu_seconds_of(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}
