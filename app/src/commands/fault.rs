//! `fault …`: breaks the program on purpose in a scratch folder and counts what of the acknowledged work is lost, doubled or does not fit.

mod child;
mod disk;
mod kill;
mod postgres;
mod power_cut;
mod scene;
mod server;
mod trace;
mod weather;

use super::Called;
use super::measured::{Report, Row};
use super::scratch::Scratch;
use crate::command_line::{Fault, FaultWhat};
use crate::exit::{Exit, Failure};

/// Runs the wanted fault; 1 when something acknowledged was lost, doubled or does not fit.
pub fn run(called: &Called, wanted: &Fault) -> Result<Exit, Failure> {
    if let FaultWhat::Child(child) = &wanted.what {
        return child::run(called, child, wanted.seed);
    }
    let scratch = Scratch::take(&called.read.config.data)?;
    let durability = "SQLite WAL, synchronous=FULL";
    match &wanted.what {
        FaultWhat::PowerCut { cuts, sabotage } => {
            let durability = sabotage.map_or(durability.to_owned(), |sabotage| format!("{durability}, broken by {}", sabotage.word()));
            let mut report = Report::begin(&called.read.config.data, wanted.seed, &durability, called.json)?;
            report.add(power_cut::run(&scratch, wanted.seed, *cuts, *sabotage)?);
            Ok(report.end())
        }
        FaultWhat::Kill { every } => {
            let mut report = Report::begin(&called.read.config.data, wanted.seed, durability, called.json)?;
            kill::run(&scratch, wanted.seed, (*every).max(1), &mut |row| report.add(row))?;
            Ok(report.end())
        }
        FaultWhat::Weather => {
            let mut report = Report::begin(&called.read.config.data, wanted.seed, durability, called.json)?;
            weather::run(&scratch, wanted.seed, &mut |row| report.add(row))?;
            Ok(report.end())
        }
        FaultWhat::Postgres => {
            let durability = "PostgreSQL, fsync=on, synchronous_commit=on";
            let mut report = Report::begin(&called.read.config.data, wanted.seed, durability, called.json)?;
            postgres::run(&scratch, wanted.seed, &mut |row| report.add(row))?;
            Ok(report.end())
        }
        FaultWhat::Child(_) => Ok(Exit::Good),
    }
}

/// What was found after the faults of one kind.
#[derive(Clone, Debug, Default)]
struct Tally {
    faults: usize,
    heard: usize,
    lost: usize,
    doubled: usize,
    unfit: usize,
    /// The first thing that was wrong.
    first: Option<String>,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.faults += other.faults;
        self.heard += other.heard;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.unfit += other.unfit;
        self.first = self.first.take().or(other.first);
    }

    fn row(self, what: String) -> Row {
        let good = self.lost + self.doubled + self.unfit == 0;
        if let Some(first) = &self.first {
            crate::terminal::note(&format!("{what}: {first}"));
        }
        let count = |number: usize| number as f64;
        let figures = vec![
            ("faults", count(self.faults)),
            ("acknowledged", count(self.heard)),
            ("lost", count(self.lost)),
            ("doubled", count(self.doubled)),
            ("unfit", count(self.unfit)),
        ];
        Row::new(what, figures).aims("nothing lost, doubled or unfit", good)
    }
}
