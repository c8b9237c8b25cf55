//! `bench http`: a counter under open load. Requests come by the clock whether or not the ones before were answered, and each is timed
//! from the moment it was due.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use basics::Id;
use fastrand::Rng;
use money::Pieces;
use points_shop::bench::{Place, take_in};

use super::served::{Filled, Served, cpu_seconds_of};
use super::visitor::Visitor;
use super::{Measured, pages};
use crate::commands::Called;
use crate::commands::measured::{Report, Row, at_share};
use crate::commands::scratch::Scratch;
use crate::exit::{Exit, Failure};
use crate::{demo, server};

/// Postings of ten years like the article's.
const POSTINGS: i64 = 1_700_000;
/// Connections at once; a browser of its own each.
const BROWSERS: usize = 64;
/// Requests a second that must be answered soon.
const ARRIVALS: f64 = 200.0;

pub(super) fn run(called: &Called, time: Duration) -> Result<Exit, Failure> {
    let scratch = Scratch::take(&called.read.config.data)?;
    let filled = Filled::take(&scratch)?;
    filled.grow(POSTINGS)?;
    let mut report = Report::begin(&called.read.config.data, 1, "SQLite WAL, synchronous=FULL", called.json)?;
    let db = filled.open()?;
    let on = server::demo_date(&db)?.unwrap_or_else(demo::first_day);
    let scene = pages::scene(&db, on)?;
    let (shop, goods) = (scene.place.shop, scene.place.goods);
    db.write_now(move |tx| take_in(tx, points_shop::demo::county(), shop, (goods, Pieces(10_000_000)), on))?;
    db.close();
    let served = Served::start(&filled.folder)?;
    let clerk = served.visitor(&filled, "liuyun")?;
    let load = Load { clerk, place: Arc::new(scene.place), served: &served, time };
    load.run(Kind::Reading, ARRIVALS)?; // to warm up
    let reading = load.run(Kind::Reading, ARRIVALS)?;
    let p99 = reading.p99_ms;
    report.add(reading.row("readings, 200 a second").aims("p99 below 10 ms", p99 < 10.0));
    for arrivals in [20.0, 100.0, ARRIVALS] {
        let redemptions = load.run(Kind::Redemption, arrivals)?;
        let above_fsync = redemptions.p99_ms - report.fsync_p99_us() as f64 / 1000.0;
        report.add(redemptions.row_with(&format!("redemptions, {arrivals} a second"), ("p99_minus_fsync_p99_ms", above_fsync)));
    }
    for (kind, name) in [(Kind::Reading, "readings, as many as it can"), (Kind::Redemption, "redemptions, as many as it can")] {
        report.add(load.run(kind, f64::INFINITY)?.row(name));
    }
    Ok(report.end())
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// The counter's page of a household.
    Reading,
    /// A household's goods handed over.
    Redemption,
}

struct Load<'a> {
    clerk: Visitor,
    place: Arc<Place>,
    served: &'a Served,
    time: Duration,
}

/// What came of a load.
struct Outcome {
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    p999_ms: f64,
    failed: usize,
    generator_cpu: f64,
    server_cpu: f64,
    memory_kib: u64,
}

impl Load<'_> {
    /// So many arrivals a second, at random moments; with infinitely many each browser asks as soon as it was answered.
    fn run(&self, kind: Kind, arrivals: f64) -> Result<Outcome, Failure> {
        let due = Arc::new(self.moments(arrivals));
        let (next, began) = (Arc::new(AtomicUsize::new(0)), Instant::now());
        let (own, theirs) = (cpu_seconds_of(std::process::id()), self.served.cpu_seconds());
        let browsers: Vec<_> = (0..BROWSERS)
            .map(|_| {
                let (due, next, mut browser, place, time) = (due.clone(), next.clone(), self.clerk.again(), self.place.clone(), self.time);
                std::thread::spawn(move || {
                    let (mut took_ms, mut failed) = (Vec::new(), 0);
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let due = match due.get(number) {
                            Some(moment) => *moment,
                            None if due.is_empty() && began.elapsed() < time => began.elapsed(),
                            None => return (took_ms, failed),
                        };
                        std::thread::sleep(due.saturating_sub(began.elapsed()));
                        if !ask(&mut browser, &place, kind, number) {
                            failed += 1;
                        }
                        took_ms.push((began.elapsed() - due).as_secs_f64() * 1000.0);
                    }
                })
            })
            .collect();
        let (mut took_ms, mut failed) = (Vec::new(), 0);
        for browser in browsers {
            let (own, own_failed) = browser.join().map_err(|_| Failure::cannot_open("A browser of the load failed."))?;
            took_ms.extend(own);
            failed += own_failed;
        }
        let over = began.elapsed();
        took_ms.sort_by(f64::total_cmp);
        let p999_ms = at_share(&took_ms, 0.999);
        let Measured { per_second, p50_ms, p99_ms, .. } = Measured::of(String::new(), took_ms, over);
        let generator_cpu = (cpu_seconds_of(std::process::id()) - own) / over.as_secs_f64();
        let server_cpu = (self.served.cpu_seconds() - theirs) / over.as_secs_f64();
        Ok(Outcome { per_second, p50_ms, p99_ms, p999_ms, failed, generator_cpu, server_cpu, memory_kib: self.served.memory_kib() })
    }

    /// Moments of arrival, as strangers come: the time between two of them is exponential.
    fn moments(&self, arrivals: f64) -> Vec<Duration> {
        let (mut moments, mut at, mut chance) = (Vec::new(), 0.0, Rng::with_seed(1));
        while arrivals.is_finite() {
            at -= (1.0 - chance.f64()).ln() / arrivals;
            if at >= self.time.as_secs_f64() {
                break;
            }
            moments.push(Duration::from_secs_f64(at));
        }
        moments
    }
}

fn ask(browser: &mut Visitor, place: &Place, kind: Kind, number: usize) -> bool {
    let customer = &place.customers[number * 31 % place.customers.len()];
    let (county, shop, household) = (points_shop::demo::county(), place.shop, customer.household);
    let path = format!("/c/{county}/shops/{shop}/counter/{household}");
    match kind {
        Kind::Reading => browser.get(&path).is_ok_and(|answer| answer.status == 200),
        Kind::Redemption => {
            let (id, head) = (Id::<()>::fresh().to_string(), customer.head.to_string());
            let (quantity, price) = (format!("quantity.{}", place.goods), format!("price.{}", place.goods));
            let (points, paper) = (place.price.to_string(), format!("bench-{number}"));
            let fields = [("id", id.as_str()), (&quantity, "1"), (&price, &points), ("collector", &head), ("paper", &paper)];
            browser.post(&format!("{path}/collect"), &fields).is_ok_and(|answer| answer.status == 303)
        }
    }
}

impl Outcome {
    fn row(&self, what: &str) -> Row {
        let figures = vec![
            ("per_second", self.per_second),
            ("p50_ms", self.p50_ms),
            ("p99_ms", self.p99_ms),
            ("p999_ms", self.p999_ms),
            ("failed", self.failed as f64),
            ("generator_cpus", self.generator_cpu),
            ("server_cpus", self.server_cpu),
        ];
        let row = Row::new(what, figures).memory(self.memory_kib);
        if self.failed > 0 { row.aims("no request fails", false) } else { row }
    }

    fn row_with(&self, what: &str, more: (&'static str, f64)) -> Row {
        self.row(what).and(more)
    }
}
