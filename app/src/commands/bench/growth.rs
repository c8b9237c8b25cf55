//! `bench growth`: the same pages and the recount at a hundred thousand, a million and ten million postings, cold and warm.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Instant;

use super::served::{Filled, Served};
use super::visitor::Visitor;
use super::{bytes, drop_from_cache, pages};
use crate::commands::Called;
use crate::commands::measured::{Report, Row};
use crate::commands::scratch::Scratch;
use crate::exit::{Exit, Failure};
use crate::{demo, server, terminal};

/// Lines a second the recount should reach.
const RECOUNT: f64 = 1_000_000.0;
/// How much slower the largest book may be than the first.
const SLOWER: f64 = 1.3;
/// What is lost in the noise of a millisecond is no slowness.
const NOISE_MS: f64 = 1.0;

/// Goes through the sizes in order; the demo's own year is the first.
pub(super) fn run(called: &Called, postings: &[i64]) -> Result<Exit, Failure> {
    let scratch = Scratch::take(&called.read.config.data)?;
    let filled = Filled::take(&scratch)?;
    let mut report = Report::begin(&called.read.config.data, 1, "SQLite WAL, synchronous=FULL", called.json)?;
    let mut first: BTreeMap<&'static str, f64> = BTreeMap::new();
    for upto in postings {
        filled.grow(*upto)?;
        let db = filled.open()?;
        let on = server::demo_date(&db)?.unwrap_or_else(demo::first_day);
        let scene = pages::scene(&db, on)?;
        let there = db.read_now(|tx| ledger::head(tx, points_shop::demo::county()))?.0;
        report.add(recount(&db, there, bytes::lines(&filled.database())?)?);
        db.close();
        drop_from_cache(&filled.folder)?;
        let served = Served::start(&filled.folder)?;
        let mut visitors: BTreeMap<&str, Visitor> = BTreeMap::new();
        for page in &scene.pages {
            if !visitors.contains_key(page.login) {
                visitors.insert(page.login, served.visitor(&filled, page.login)?);
            }
            let Some(visitor) = visitors.get_mut(page.login) else { continue };
            let (cold, warm) = pages::timed(visitor, page)?;
            let base = *first.entry(page.name).or_insert(warm);
            let figures = vec![("postings", there as f64), ("cold_ms", cold), ("warm_ms", warm), ("of_smallest", warm / base)];
            let row = Row::new(format!("page {}", page.name), figures).memory(served.memory_kib());
            let met = warm <= base * SLOWER + NOISE_MS;
            report.add(if page.steady { row.aims("warm at most 1.3 times the smallest book's", met) } else { row });
        }
    }
    Ok(report.end())
}

fn recount(db: &database::Db, postings: i64, lines: i64) -> Result<Row, Failure> {
    terminal::note(&format!("{postings} postings are recounted …"));
    let county = points_shop::demo::county();
    let progress = ledger::Progress { done: Arc::new(AtomicI64::new(0)), of: Arc::new(AtomicI64::new(0)) };
    let began = Instant::now();
    let report = db.read_now(move |tx| ledger::verify_book(tx, county, None, &progress))?;
    let seconds = began.elapsed().as_secs_f64();
    let rate = lines as f64 / seconds;
    let figures = vec![("postings", postings as f64), ("lines", lines as f64), ("seconds", seconds), ("lines_per_second", rate)];
    let row = Row::new("verify", figures);
    Ok(row.aims("a million lines a second, and all of it fits", rate >= RECOUNT && report.misfits.is_empty()))
}
