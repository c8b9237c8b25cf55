//! `fault postgres`: connections dropped in the middle, a server that crashes, a full disk, two programs on one database.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use database::{Db, Location, Options};

use super::child::heard_in;
use super::power_cut::compared;
use super::server::OwnServer;
use super::{Tally, scene};
use crate::commands::measured::Row;
use crate::commands::scratch::Scratch;
use crate::exit::Failure;
use crate::terminal;

const REDEMPTIONS: u64 = 600;
const CALLERS: u64 = 8;
/// Time between two disturbances.
const EVERY: Duration = Duration::from_millis(250);
const CRASHES: usize = 4;
/// Bytes left on the disk that fills up.
const LEFT: usize = 600_000;

/// One row for each.
pub(super) fn run(scratch: &Scratch, seed: u64, told: &mut dyn FnMut(Row)) -> Result<(), Failure> {
    let folder = scratch.folder("postgres")?;
    let server = OwnServer::start(&folder)?;
    told(dropped(&server, seed)?.row("PostgreSQL connections dropped".to_owned()));
    told(crashed(&server, seed)?.row("PostgreSQL server crashed".to_owned()));
    told(together(&server, seed)?.row("PostgreSQL two programs at once".to_owned()));
    drop(server);
    scratch.clear("postgres");
    match full(&scratch.folder("postgres")?, seed) {
        Ok(tally) => told(tally.row("PostgreSQL disk full".to_owned())),
        Err(failure) => terminal::note(&format!("Not measured: a full disk under PostgreSQL. {}", failure.sentence)),
    }
    scratch.clear("postgres");
    Ok(())
}

/// A program that redeems on this database; what it says is read at its end.
struct Redeeming(Child);

impl Redeeming {
    fn start(url: &str, seed: u64, tries: &str) -> Result<Redeeming, Failure> {
        let started = std::env::current_exe().and_then(|program| {
            let arguments = scene::arguments(Path::new("."), seed, (REDEMPTIONS, CALLERS), None);
            Command::new(program)
                .args(arguments)
                .args(["--database", url, "--tries", tries])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
        });
        started.map(Redeeming).map_err(|error| Failure::cannot_open(format!("The program cannot be started: {error}.")))
    }

    fn is_over(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }

    fn heard(mut self) -> BTreeSet<u64> {
        let mut out = Vec::new();
        drop(self.0.stdout.take().map(|mut pipe| pipe.read_to_end(&mut out)));
        drop(self.0.wait());
        heard_in(&out)
    }
}

fn prepared(server: &OwnServer, database: &str) -> Result<Location, Failure> {
    server.make(database)?;
    let location = Location::Postgres(server.url(database));
    scene::prepare_at(&location)?;
    Ok(location)
}

fn surveyed(location: &Location, seed: u64, heard: &BTreeSet<u64>, what: &str) -> Result<Tally, Failure> {
    let db = Db::open(location, &Options::default())?;
    let tally = compared(scene::survey_db(&db, seed, REDEMPTIONS), heard, what);
    db.close();
    Ok(tally)
}

fn dropped(server: &OwnServer, seed: u64) -> Result<Tally, Failure> {
    let location = prepared(server, "dropped")?;
    let mut program = Redeeming::start(&server.url("dropped"), seed, "20")?;
    let mut dropped = 0;
    while !program.is_over() {
        std::thread::sleep(EVERY);
        dropped += server.drop_connections();
    }
    let tally = surveyed(&location, seed, &program.heard(), "connections dropped")?;
    Ok(Tally { faults: dropped, ..tally })
}

fn crashed(server: &OwnServer, seed: u64) -> Result<Tally, Failure> {
    let location = prepared(server, "crashed")?;
    let mut program = Redeeming::start(&server.url("crashed"), seed, "40")?;
    let mut crashes = 0;
    while crashes < CRASHES && !program.is_over() {
        std::thread::sleep(EVERY);
        server.control("restart")?;
        crashes += 1;
    }
    let tally = surveyed(&location, seed, &program.heard(), "server crashed")?;
    Ok(Tally { faults: crashes, ..tally })
}

/// Two programs send the same slips at the same time: each is handed over once, and both hear of it.
fn together(server: &OwnServer, seed: u64) -> Result<Tally, Failure> {
    let location = prepared(server, "together")?;
    let url = server.url("together");
    let programs = [Redeeming::start(&url, seed, "1")?, Redeeming::start(&url, seed, "1")?];
    let heard: Vec<BTreeSet<u64>> = programs.into_iter().map(Redeeming::heard).collect();
    let together = heard.iter().flatten().copied().collect();
    let mut tally = surveyed(&location, seed, &together, "two programs")?;
    if heard.iter().any(|one| one.len() as u64 != REDEMPTIONS) {
        tally.unfit += 1;
        tally.first = tally.first.take().or(Some("a program did not hear of all its slips".to_owned()));
    }
    Ok(tally)
}

/// A disk of 96 MiB: what was answered before it filled is there once it has room again.
fn full(folder: &Path, seed: u64) -> Result<Tally, Failure> {
    let mount = |size: &str, how: &str| {
        let status = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("{how}size={size}"), "tmpfs"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        match status {
            Ok(status) if status.success() => Ok(()),
            _ => Err(Failure::cannot_open("A disk in memory cannot be mounted here.")),
        }
    };
    mount("96m", "")?;
    let result = (|| {
        let server = OwnServer::start(folder)?;
        let location = prepared(&server, "filled")?;
        let filler = folder.join("filler");
        let free = rustix::fs::statvfs(folder).map(|disk| disk.f_bavail * disk.f_frsize).unwrap_or(0);
        let filling = usize::try_from(free).unwrap_or(0).saturating_sub(LEFT);
        std::fs::write(&filler, vec![0_u8; filling]).map_err(|error| Failure::cannot_open(error.to_string()))?;
        let heard = Redeeming::start(&server.url("filled"), seed, "1")?.heard();
        std::fs::remove_file(&filler).ok();
        mount("256m", "remount,")?;
        server.control("restart")?;
        surveyed(&location, seed, &heard, "disk full")
    })();
    drop(Command::new("umount").arg("-l").arg(folder).status());
    result
}
