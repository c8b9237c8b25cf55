//! `fault kill`: at each write and sync of a redemption and of a backup the program is killed, its disk is full, or its disk fails.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::measured::Row;
use super::super::scratch::Scratch;
use super::child::heard_in;
use super::power_cut::counted;
use super::{Tally, scene, trace};
use crate::backup::Archive;
use crate::exit::Failure;
use crate::terminal;

/// Slips handed over in each run.
const REDEMPTIONS: u64 = 3;
/// System calls that change files or wait for the disk.
const CALLS: [&str; 7] = ["pwrite64", "write", "fdatasync", "fsync", "ftruncate", "linkat", "renameat2"];
/// What is done to them, as strace is told.
const FAULTS: [(&str, &str); 3] = [("killed", "signal=KILL"), ("disk full", "error=ENOSPC"), ("disk broken", "error=EIO")];

/// What is disturbed.
#[derive(Clone, Copy, PartialEq)]
enum Work {
    Redemption,
    Backup,
}

/// Runs through all places, one row for each work and fault.
pub(super) fn run(scratch: &Scratch, seed: u64, every: usize, told: &mut dyn FnMut(Row)) -> Result<(), Failure> {
    let folder = scratch.folder("kill")?;
    scene::prepare(&folder)?;
    let scene = Scene { before: fs::read(scene::database(&folder)).map_err(unusable)?, folder, seed };
    for (work, name) in [(Work::Redemption, "redemption"), (Work::Backup, "backup")] {
        let places = scene.places(work)?;
        for (fault, inject) in FAULTS {
            let mut tally = Tally::default();
            for (call, count) in &places {
                terminal::note(&format!("{name} {fault} at each of {count} {call}"));
                for place in (1..=*count).step_by(every) {
                    tally.add(scene.disturb(work, call, &format!("inject={call}:{inject}:when={place}"))?);
                }
            }
            told(tally.row(format!("{name} {fault}")));
        }
    }
    scratch.clear("kill");
    Ok(())
}

fn unusable(error: std::io::Error) -> Failure {
    Failure::cannot_open(format!("The scratch folder cannot be used: {error}."))
}

struct Scene {
    before: Vec<u8>,
    folder: PathBuf,
    seed: u64,
}

impl Scene {
    /// The book as it was, with nothing beside it.
    fn fresh(&self) -> Result<PathBuf, Failure> {
        let data = self.folder.join("data");
        let made = if data.exists() { fs::remove_dir_all(&data) } else { Ok(()) };
        made.and_then(|()| fs::create_dir_all(&data)).and_then(|()| fs::write(scene::database(&data), &self.before)).map_err(unusable)?;
        Ok(data)
    }

    fn arguments(&self, work: Work, data: &Path) -> Vec<String> {
        match work {
            Work::Redemption => scene::arguments(data, self.seed, (REDEMPTIONS, 1), None),
            Work::Backup => {
                let data = data.display().to_string();
                ["backup", "--data", &data, &format!("{data}/backup.tar.gz")].map(str::to_owned).into()
            }
        }
    }

    /// How often one thread makes each call when nothing disturbs it: strace counts by thread.
    fn places(&self, work: Work) -> Result<Vec<(&'static str, usize)>, Failure> {
        let data = self.fresh()?;
        let log = self.folder.join("strace.txt");
        let wanted = format!("trace={}", CALLS.join(","));
        let mut command = trace::straced(&["-s", "0", "-e", &wanted, "-o", &log.display().to_string()], &self.arguments(work, &data))?;
        let output = command.output().map_err(unusable)?;
        if !output.status.success() {
            return Err(Failure::cannot_open(format!("Undisturbed it failed too: {}", String::from_utf8_lossy(&output.stderr).trim())));
        }
        let mut counted: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for line in fs::read_to_string(&log).map_err(unusable)?.lines() {
            let Some((thread, rest)) = line.split_once(' ') else { continue };
            if let Some(call) = CALLS.iter().find(|call| rest.trim_start().starts_with(&format!("{call}("))) {
                *counted.entry((call, thread.to_owned())).or_default() += 1;
            }
        }
        let most = |call: &'static str| counted.iter().filter(|((of, _), _)| *of == call).map(|(_, count)| *count).max();
        Ok(CALLS.iter().filter_map(|call| Some((*call, most(call)?))).collect())
    }

    /// Disturbs one place and looks at what is left.
    fn disturb(&self, work: Work, call: &str, inject: &str) -> Result<Tally, Failure> {
        let data = self.fresh()?;
        let trace = format!("trace={call}");
        let mut command = trace::straced(&["-qqq", "-o", "/dev/null", "-e", &trace, "-e", inject], &self.arguments(work, &data))?;
        let output = command.output().map_err(unusable)?;
        let heard = heard_in(&output.stdout);
        let mut tally = Tally::default();
        if work == Work::Backup {
            self.look_at_backup(&data, output.status.success(), &mut tally, inject);
        }
        tally.add(counted(&data, self.seed, &heard, inject));
        Ok(tally)
    }

    /// An archive under its name is whole; one that was said to be written is there.
    fn look_at_backup(&self, data: &Path, said_good: bool, tally: &mut Tally, inject: &str) {
        let path = data.join("backup.tar.gz");
        let wrong = match (path.exists(), Archive::check(&path)) {
            (false, _) if said_good => Some("it was said to be written and is not there".to_owned()),
            (true, Err(failure)) => Some(failure.sentence),
            _ => None,
        };
        if let Some(wrong) = wrong {
            tally.unfit += 1;
            tally.first = tally.first.take().or(Some(format!("{inject}: {wrong}")));
        }
    }
}
