//! `bench start`: how soon the first page comes on a database of article scale, and what the server holds in memory.

use std::collections::BTreeMap;
use std::time::Duration;

use super::served::{Filled, Served};
use super::visitor::Visitor;
use super::{drop_from_cache, pages};
use crate::commands::Called;
use crate::commands::measured::{Report, Row};
use crate::commands::scratch::Scratch;
use crate::exit::{Exit, Failure};
use crate::{demo, server};

const AFTER_START: Duration = Duration::from_secs(60);
const REQUESTS: usize = 20;

pub(super) fn run(called: &Called) -> Result<Exit, Failure> {
    let scratch = Scratch::take(&called.read.config.data)?;
    let filled = Filled::take(&scratch)?;
    let mut report = Report::begin(&called.read.config.data, 1, "SQLite WAL, synchronous=FULL", called.json)?;
    let db = filled.open()?;
    let on = server::demo_date(&db)?.unwrap_or_else(demo::first_day);
    let scene = pages::scene(&db, on)?;
    db.close();
    for cache in ["cold", "warm"] {
        if cache == "cold" {
            drop_from_cache(&filled.folder)?;
        }
        let served = Served::start(&filled.folder)?;
        let seconds = served.first_page.as_secs_f64();
        let row = Row::new(format!("start to first page, {cache} cache"), vec![("ms", seconds * 1000.0)]).memory(served.memory_kib());
        report.add(row.aims("below a second", seconds < 1.0));
    }
    let served = Served::start(&filled.folder)?;
    std::thread::sleep(AFTER_START);
    let held = served.memory_kib();
    report.add(
        Row::new("memory 60 s after the start", vec![("mib", held as f64 / 1024.0)]).memory(held).aims("below 64 MiB", held < 64 * 1024),
    );
    let mut visitors: BTreeMap<&str, Visitor> = BTreeMap::new();
    for page in &scene.pages {
        if !visitors.contains_key(page.login) {
            visitors.insert(page.login, served.visitor(&filled, page.login)?);
        }
    }
    for page in &scene.pages {
        let Some(visitor) = visitors.get_mut(page.login) else { continue };
        for _ in 0..REQUESTS {
            visitor.get(&page.path)?;
        }
    }
    let held = served.memory_kib();
    let after = Row::new("memory after 20 requests to each", vec![("mib", held as f64 / 1024.0)]);
    report.add(after.memory(held).aims("below 96 MiB", held < 96 * 1024));
    let program = std::env::current_exe().and_then(std::fs::metadata).map_or(0, |program| program.len());
    report.add(Row::new("program", vec![("bytes", program as f64)]));
    Ok(report.end())
}
