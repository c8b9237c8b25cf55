//! `/metrics`: what is counted and timed, as Prometheus reads it; for this machine alone, or with the token of the settings.
//!
//! Labels are routes, methods, classes of answers, states: never a name, an id or a number of anybody.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use database::{DatabaseError, meters as door};
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use pages::Site;
use subtle::ConstantTimeEq as _;

use crate::config::Config;
use crate::exit::Failure;

const REQUESTS: &str = "xieshou_requests_total";
const REQUEST_SECONDS: &str = "xieshou_request_seconds";
const REFUSALS: &str = "xieshou_refusals_total";
const WAITING: &str = "xieshou_queue_depth";
const JOBS: &str = "xieshou_jobs";
const HOLDS: &str = "xieshou_holds_out";
const ANSWERS: &str = "xieshou_database_answers";

const REQUEST_BUCKETS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
const COMMIT_BUCKETS: &[f64] = &[0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0];
const GROUP_BUCKETS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1000.0];

/// What was timed is put into its buckets this often, so that it takes no room when nobody reads.
const UPKEEP: Duration = Duration::from_secs(5);
/// Whoever reads does not wait longer for a database that is stuck.
const PATIENCE: Duration = Duration::from_secs(2);

static REGISTER: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count.
pub fn begin() -> Result<(), Failure> {
    let broken = |error: &dyn std::fmt::Display| Failure::cannot_open(format!("The meters of this program cannot be set up: {error}."));
    let full = |name: &str| Matcher::Full(name.to_owned());
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(full(REQUEST_SECONDS), REQUEST_BUCKETS)
        .and_then(|builder| builder.set_buckets_for_metric(full(door::COMMIT_SECONDS), COMMIT_BUCKETS))
        .and_then(|builder| builder.set_buckets_for_metric(full(door::WRITE_GROUP_SIZE), GROUP_BUCKETS))
        .map_err(|error| broken(&error))?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).map_err(|error| broken(&error))?;
    describe();
    // There is one program in a process, hence one register.
    drop(REGISTER.set(handle));
    Ok(())
}

fn describe() {
    describe_counter!(REQUESTS, "Requests by route, method and class of answer");
    describe_histogram!(REQUEST_SECONDS, Unit::Seconds, "Time until an answer began, by route and method");
    describe_counter!(REFUSALS, "Requests that were refused, by route and kind");
    describe_gauge!(WAITING, "Closures that wait for the database, by queue");
    describe_gauge!(JOBS, "Jobs by state: due, waiting for their moment, failed for good, done within a month");
    describe_gauge!(HOLDS, "Holds that are neither collected nor put back");
    describe_gauge!(ANSWERS, "Whether the database answered when this was read");
    describe_histogram!(door::WRITE_GROUP_SIZE, "Closures that shared one commit of SQLite");
    describe_histogram!(door::COMMIT_SECONDS, Unit::Seconds, "Time a commit took until it was on the disk");
    describe_counter!(door::RUN_AGAIN, "Closures run again because another failed in their group or came between");
    describe_counter!(door::COMMIT_FAILED, "Transactions that failed with all that was in them");
    describe_gauge!(door::CONNECTIONS_AT_WORK, "PostgreSQL connections at work");
}

/// Keeps the register small until the program stops.
pub async fn upkeep() {
    loop {
        tokio::time::sleep(UPKEEP).await;
        if let Some(register) = REGISTER.get() {
            register.run_upkeep();
        }
    }
}

/// Counts an answer. `route` is the pattern of the address, so what people look for stays out.
pub fn answered(method: &Method, route: Option<&str>, status: u16, took: Duration) {
    let (method, route) = (known(method), route.unwrap_or("unknown").to_owned());
    histogram!(REQUEST_SECONDS, "method" => method, "route" => route.clone()).record(took.as_secs_f64());
    if let Some(kind) = refusal(status) {
        counter!(REFUSALS, "route" => route.clone(), "kind" => kind).increment(1);
    }
    counter!(REQUESTS, "method" => method, "route" => route, "status" => class(status)).increment(1);
}

/// Only what we serve: a stranger's methods would each make a row.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

fn class(status: u16) -> &'static str {
    match status {
        ..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

fn refusal(status: u16) -> Option<&'static str> {
    Some(match status {
        400 => "not-understood",
        403 => "forbidden",
        404 => "not-found",
        409 => "refused",
        422 => "form",
        429 => "too-often",
        status if class(status) == "4xx" => "other",
        _ => return None,
    })
}

/// What is read, and by whom.
pub struct Reading {
    site: Arc<Site>,
    readers: Readers,
}

impl Reading {
    /// As the settings have it. A public address that the program does not encrypt for itself means a proxy as well.
    pub fn of(config: &Config, site: Arc<Site>) -> Reading {
        let alone = config.trusted_proxies.is_empty() && (config.public_url.is_empty() || config.tls());
        Reading { site, readers: Readers { token: config.metrics_token.clone(), local: alone } }
    }
}

/// Who may read.
struct Readers {
    token: String,
    /// Whether a connection from this machine is somebody on it: with a proxy in front it may be anybody.
    local: bool,
}

impl Readers {
    fn allow(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> bool {
        match headers.get(header::AUTHORIZATION) {
            Some(sent) => {
                let sent = sent.as_bytes().strip_prefix(b"Bearer ").unwrap_or_default();
                !self.token.is_empty() && bool::from(sent.ct_eq(self.token.as_bytes()))
            }
            None => self.local && peer.is_some_and(|peer| peer.to_canonical().is_loopback()) && asked_directly(headers),
        }
    }
}

/// Headers of proxies that are not in the settings.
const OF_PROXIES: [&str; 7] =
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-server", "x-real-ip", "via"];

/// Nothing passed this on, and whoever asked called this machine by its own name: a foreign page that had its name lead here does not.
fn asked_directly(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit())).map_or(host, |(name, _)| name);
    let address: Option<IpAddr> = name.trim_start_matches('[').trim_end_matches(']').parse().ok();
    let own = name == "localhost" || address.is_some_and(|address| address.is_loopback());
    own && !OF_PROXIES.iter().any(|name| headers.contains_key(*name))
}

/// Answers whoever may read; for everybody else there is no such page.
pub async fn offered(State(reading): State<Arc<Reading>>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let asked = request.method() == Method::GET && request.uri().path() == "/metrics";
    match REGISTER.get() {
        Some(register) if asked && reading.readers.allow(peer, request.headers()) => {
            look(&reading.site).await;
            let kind = "text/plain; version=0.0.4; charset=utf-8";
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], register.render()).into_response()
        }
        _ => next.run(request).await,
    }
}

/// What is not counted as it happens but looked up when somebody reads.
async fn look(site: &Site) {
    for (queue, waiting) in site.db.waiting() {
        gauge!(WAITING, "queue" => queue).set(waiting as f64);
    }
    let now = site.machine_now();
    let asked = site.db.read(move |tx| Ok::<_, DatabaseError>((jobs::counts(tx, now)?, ledger::holds_out(tx)?)));
    let found = tokio::time::timeout(PATIENCE, asked).await;
    let answers = matches!(found, Ok(Ok(_)));
    gauge!(ANSWERS).set(if answers { 1.0 } else { 0.0 });
    let Ok(Ok((jobs, holds))) = found else { return };
    for state in ["due", "waiting", "failed", "done"] {
        let count = jobs.iter().find(|(found, _)| found == state).map_or(0, |(_, count)| *count);
        gauge!(JOBS, "state" => state).set(count as f64);
    }
    gauge!(HOLDS).set(holds as f64);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(written: &[(&'static str, &str)]) -> HeaderMap {
        written.iter().map(|(name, value)| (header::HeaderName::from_static(name), value.parse().expect("a header"))).collect()
    }

    #[test]
    fn only_somebody_on_this_machine_asks_directly() {
        for (written, expected) in [
            (&[("host", "localhost:8080")][..], true),
            (&[("host", "127.0.0.1")], true),
            (&[("host", "[::1]:80")], true),
            (&[], false),
            (&[("host", "xieshou.example.cn")], false),
            (&[("host", "127.0.0.1.example.cn:80")], false),
            (&[("host", "localhost"), ("x-forwarded-for", "127.0.0.1")], false),
            (&[("host", "localhost"), ("via", "1.1 proxy")], false),
        ] {
            assert_eq!(asked_directly(&headers(written)), expected, "{written:?}");
        }
    }

    #[test]
    fn from_elsewhere_it_takes_the_token() {
        let readers = |token: &str, local: bool| Readers { token: token.to_owned(), local };
        let (here, there) = (Some(IpAddr::from([127, 0, 0, 1])), Some(IpAddr::from([203, 0, 113, 9])));
        let plain = headers(&[("host", "localhost")]);
        let bearing = |token: &str| headers(&[("host", "xieshou.example.cn"), ("authorization", &format!("Bearer {token}"))]);
        assert!(readers("", true).allow(here, &plain));
        assert!(!readers("", true).allow(there, &plain));
        assert!(!readers("", true).allow(None, &plain));
        assert!(!readers("", false).allow(here, &plain), "behind a proxy everybody comes from here");
        assert!(readers("0123456789abcdef", false).allow(there, &bearing("0123456789abcdef")));
        for wrong in ["", "0123456789abcde", "0123456789abcdeg", "0123456789abcdef "] {
            assert!(!readers("0123456789abcdef", true).allow(here, &bearing(wrong)), "{wrong:?}");
        }
        assert!(!readers("", true).allow(there, &bearing("")), "no token is no token");
        assert!(!readers("secret", true).allow(there, &headers(&[("authorization", "Basic secret")])));
    }

    #[test]
    fn answers_have_few_classes_and_kinds() {
        assert_eq!([200, 303, 404, 503].map(class), ["2xx", "3xx", "4xx", "5xx"]);
        assert_eq!([200, 303, 422, 418, 500].map(refusal), [None, None, Some("form"), Some("other"), None]);
        assert_eq!(known(&Method::from_bytes(b"BREW").expect("a method")), "other");
    }
}
