//! What `bench` and `fault` print: rows with the machine, the commit, the seed, the durability and the price of one fsync beside them.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use serde_json::{Map, Value, json};

use crate::exit::{Exit, Failure};
use crate::terminal;

/// Writes whose fsync is timed.
const FSYNCS: usize = 400;

/// One row: what was measured, its figures by name, and whether it is what it should be.
pub struct Row {
    what: String,
    figures: Vec<(&'static str, f64)>,
    memory_kib: u64,
    goal: Option<(String, bool)>,
}

impl Row {
    /// A row; memory is that of this program at this moment.
    pub fn new(what: impl Into<String>, figures: Vec<(&'static str, f64)>) -> Row {
        Row { what: what.into(), figures, memory_kib: resident_kib(), goal: None }
    }

    /// The same with a goal in words, and whether it was met.
    pub fn aims(self, goal: impl Into<String>, met: bool) -> Row {
        Row { goal: Some((goal.into(), met)), ..self }
    }

    /// With one figure more.
    pub fn and(mut self, figure: (&'static str, f64)) -> Row {
        self.figures.push(figure);
        self
    }

    /// Memory of another process than this one, in KiB.
    pub fn memory(self, kib: u64) -> Row {
        Row { memory_kib: kib, ..self }
    }
}

/// All rows of one run, and what they were measured on.
pub struct Report {
    about: Vec<(&'static str, Value)>,
    rows: Vec<Row>,
    fsync_p99_us: u64,
    json: bool,
}

impl Report {
    /// Times the fsync of this folder and says what the rows stand for.
    pub fn begin(folder: &Path, seed: u64, durability: &str, json: bool) -> Result<Report, Failure> {
        let [p50, p99] = fsync_us(folder).map_err(|error| Failure::cannot_open(format!("{}: {error}.", folder.display())))?;
        let about = vec![
            ("machine", Value::from(machine())),
            ("commit", Value::from(env!("XIESHOU_COMMIT"))),
            ("build", Value::from(if cfg!(debug_assertions) { "debug" } else { "release" })),
            ("seed", Value::from(seed)),
            ("durability", Value::from(durability)),
            ("fsync_p50_us", Value::from(p50)),
            ("fsync_p99_us", Value::from(p99)),
        ];
        if !json {
            let words: Vec<String> = about.iter().map(|(name, value)| format!("{name} {}", plain(value))).collect();
            terminal::result(&words.join(" · "));
        }
        Ok(Report { about, rows: Vec::new(), fsync_p99_us: p99, json })
    }

    /// All but one in a hundred of the fsyncs were faster than so many microseconds.
    pub fn fsync_p99_us(&self) -> u64 {
        self.fsync_p99_us
    }

    /// Adds a row and, unless JSON is wanted, prints it at once.
    pub fn add(&mut self, row: Row) {
        if !self.json {
            terminal::result(&line(&row));
        }
        self.rows.push(row);
    }

    /// Prints JSON where it is wanted; answers 1 when a goal was missed.
    pub fn end(self) -> Exit {
        let good = self.rows.iter().all(|row| row.goal.as_ref().is_none_or(|(_, met)| *met));
        if self.json {
            let rows: Vec<Value> = self.rows.iter().map(|row| self.as_json(row)).collect();
            terminal::result(&json!({ "good": good, "rows": rows }).to_string());
        }
        if good { Exit::Good } else { Exit::Found }
    }

    fn as_json(&self, row: &Row) -> Value {
        let mut object = Map::new();
        object.insert("what".to_owned(), Value::from(row.what.clone()));
        for (name, figure) in &row.figures {
            object.insert((*name).to_owned(), Value::from(*figure));
        }
        object.insert("memory_kib".to_owned(), Value::from(row.memory_kib));
        if let Some((goal, met)) = &row.goal {
            object.insert("goal".to_owned(), Value::from(goal.clone()));
            object.insert("met".to_owned(), Value::from(*met));
        }
        for (name, value) in &self.about {
            object.insert((*name).to_owned(), value.clone());
        }
        Value::Object(object)
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn line(row: &Row) -> String {
    let figures: Vec<String> = row.figures.iter().map(|(name, figure)| format!("{name} {}", rounded(*figure))).collect();
    let goal = row.goal.as_ref().map_or_else(String::new, |(goal, met)| format!("  [{} {goal}]", if *met { "met:" } else { "MISSED:" }));
    format!("{:<34} {}  memory {} MiB{goal}", row.what, figures.join("  "), row.memory_kib / 1024)
}

/// Whole numbers as such, small ones with what matters of them.
fn rounded(figure: f64) -> String {
    if figure.fract() == 0.0 || figure.abs() >= 1000.0 { format!("{figure:.0}") } else { format!("{figure:.2}") }
}

/// Processor, cores and system.
fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown processor", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{model}, {cores} cores, {} {}", std::env::consts::OS, read("/proc/sys/kernel/osrelease").trim())
}

/// Microseconds of writing 4 KiB to the end of a file and waiting for the disk: half of them faster, and all but one in a hundred.
fn fsync_us(folder: &Path) -> std::io::Result<[u64; 2]> {
    let path = folder.join("fsync");
    let mut file = File::create(&path)?;
    let mut took = Vec::with_capacity(FSYNCS);
    for _ in 0..FSYNCS {
        file.write_all(&[7; 4096])?;
        let began = Instant::now();
        file.sync_data()?;
        took.push(u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    std::fs::remove_file(path)?;
    took.sort_unstable();
    Ok([took[FSYNCS / 2], took[FSYNCS * 99 / 100]])
}

/// Memory this process holds now, in KiB; 0 where the system does not tell.
pub fn resident_kib() -> u64 {
    resident_kib_of(std::process::id())
}

/// The same of another process.
pub fn resident_kib_of(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|size| size.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// The value below which this share of the sorted ones lies.
pub fn at_share(sorted: &[f64], share: f64) -> f64 {
    sorted.get(((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}
