//! From areas to a running server: site, contract, router and its layers, the listener, the graceful stop.

use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Extension, MatchedPath, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use basics::BusinessDate;
use database::{DatabaseError, Db};
use pages::{Lang, PageError, Site, SiteOptions};
use people::{Area, Contract};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::areas;
use crate::config::Config;
use crate::exit::Failure;
use crate::interrupt::Signals;
use crate::meters;
use crate::runner::Runner;
use crate::setup::SetupCode;

/// Longest wait for the head of a request, also on a connection that stays open between two.
const HEAD_WAIT: Duration = Duration::from_secs(15);
/// Headers a browser sends are twenty, and a few kilobytes.
const HEADERS_MAX: usize = 64;
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// Longest wait for requests that are under way when the program is told to stop.
const STOP_WAIT: Duration = Duration::from_secs(10);

/// Mark of the day a demo stands at, as the number yyyymmdd.
pub const BUSINESS_DATE: &str = "business_date";

/// The site over this database.
pub fn site(db: Db, files: files::FileStore, options: SiteOptions, areas: &[Area]) -> Result<Site, Failure> {
    let texts = areas::texts(areas).map_err(|error| Failure::cannot_open(format!("The texts of this build are broken: {error}")))?;
    let day = demo_date(&db)?;
    let site = Site::new(db, areas::clock(), Arc::new(texts), Arc::new(areas::assets(areas)), files, options);
    if let Some(day) = day {
        site.set_demo_date(day);
    }
    Ok(site)
}

/// The day a demo stands at.
pub fn demo_date(db: &Db) -> Result<Option<BusinessDate>, DatabaseError> {
    Ok(db.mark(BUSINESS_DATE)?.and_then(|day| day.parse().ok()).and_then(|number| BusinessDate::from_number(number).ok()))
}

/// All routes behind their layers.
pub fn router(site: &Arc<Site>, areas: Vec<Area>, code: Arc<SetupCode>) -> Router {
    let contract = Arc::new(Contract::of(&areas));
    let routes = areas.into_iter().fold(Router::new(), |router, area| router.merge(area.routes.router));
    let (gate_site, panic_site) = (site.clone(), site.clone());
    let gate = move |request: Request, next: Next| people::gate(gate_site.clone(), contract.clone(), request, next);
    routes
        .fallback(async || PageError::NotFound)
        .with_state(site.clone())
        .layer(Extension(code))
        .layer(from_fn(gate))
        .layer(CompressionLayer::new())
        .layer(from_fn(pages::secure))
        .layer(CatchPanicLayer::custom(move |_: Box<dyn std::any::Any + Send>| apology(&panic_site)))
        .layer(from_fn(logged))
}

/// Both languages, because nothing is known here about who asked.
fn apology(site: &Site) -> Response {
    tracing::error!("a handler panicked; the line before says where");
    let words = [Lang::ZhHans, Lang::En].map(|lang| site.texts.say(lang, "error-broken", &[]));
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], words.join("\n\n")).into_response()
}

/// One line per request. The path alone: what people search for stays out of the log.
async fn logged(request: Request, next: Next) -> Response {
    let (method, path, began) = (request.method().clone(), told(request.uri().path()), Instant::now());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    meters::answered(&method, route.as_ref().map(MatchedPath::as_str), status, took);
    let took_ms = took.as_millis() as u64;
    tracing::info!(%method, path, status, took_ms, "request");
    response
}

/// The path as the log keeps it: the secret of a card's page stays out.
fn told(path: &str) -> String {
    match path.strip_prefix("/q/").and_then(|rest| rest.split_once('/')) {
        Some((county, _)) => format!("/q/{county}/…"),
        None => path.to_owned(),
    }
}

/// Takes the address of the settings, or says how to mend what stands against it.
pub fn listen(config: &Config, demo: bool) -> Result<TcpListener, Failure> {
    let address = address(&config.listen)?;
    if demo && !is_loopback(address.ip()) {
        return Err(Failure::usage(format!(
            "This database is a demo with invented people and open passwords, so it is served on this machine only, not on {address}. Take --listen 127.0.0.1:{}.",
            address.port()
        )));
    }
    if !is_loopback(address.ip()) && !config.insecure_lan && !config.tls() {
        return Err(Failure::usage(format!(
            "On {address} passwords and names would cross the network unencrypted. Give a certificate with --tls-cert and --tls-key, or serve on \
             127.0.0.1 behind a proxy with https, or, on a network you trust, write insecure_lan = true into {}.",
            config.data.join("xieshou.toml").display()
        )));
    }
    TcpListener::bind(address).map_err(|error| {
        let sentence = match error.kind() {
            std::io::ErrorKind::AddrInUse => format!(
                "Port {} on {} is taken by another program. Stop that one, or choose another port with --listen {}; port 0 takes any free one.",
                address.port(),
                address.ip(),
                SocketAddr::new(address.ip(), address.port().wrapping_add(1).max(1024))
            ),
            std::io::ErrorKind::PermissionDenied => {
                format!("Port {} needs special rights on this machine. Choose one above 1023 with --listen {}:8080.", address.port(), address.ip())
            }
            _ => format!("Cannot serve on {address}: {error}. Choose an address of this machine with --listen, such as 127.0.0.1:8080."),
        };
        Failure::cannot_open(sentence)
    })
}

/// `:0` means this machine.
fn address(listen: &str) -> Result<SocketAddr, Failure> {
    let whole = if listen.starts_with(':') { format!("127.0.0.1{listen}") } else { listen.to_owned() };
    let found = whole.to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
    found.ok_or_else(|| Failure::usage(format!("--listen {listen} is not an address of this machine. Write it as 127.0.0.1:8080.")))
}

fn is_loopback(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

/// The certificate of the settings, if pages are to go encrypted.
pub fn certificate(config: &Config) -> Result<Option<RustlsConfig>, Failure> {
    if !config.tls() {
        return Ok(None);
    }
    // Refused only if it was chosen before, and then it is the same one.
    drop(rustls::crypto::ring::default_provider().install_default());
    let read = runtime()?.block_on(RustlsConfig::from_pem_file(&config.tls_cert, &config.tls_key));
    read.map(Some).map_err(|error| {
        Failure::cannot_open(format!(
            "The certificate {} with the key {} cannot be used: {error}. Both are files in PEM form; the key belongs to the first certificate.",
            config.tls_cert, config.tls_key
        ))
    })
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(broken)
}

fn broken(error: std::io::Error) -> Failure {
    Failure::cannot_open(format!("The server failed: {error}. Start it again."))
}

/// Serves until a signal comes, finishes what is under way, and lets go of the database. `ready` says so to whoever
/// started the program, once a signal would be heard.
pub fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    router: Router,
    (site, kinds): (Arc<Site>, Vec<jobs::Work>),
    ready: impl FnOnce(),
) -> Result<(), Failure> {
    let served = runtime()?.block_on(async {
        let mut signals = Signals::listen()?;
        let handle = Handle::new();
        let stopper = handle.clone();
        tokio::spawn(async move {
            signals.first().await;
            tracing::info!("stopping: requests under way are finished");
            stopper.graceful_shutdown(Some(STOP_WAIT));
        });
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let mut server = axum_server::from_tcp(listener)?.handle(handle).first_request_timeout(HEAD_WAIT);
        server.http_builder().http1().header_read_timeout(HEAD_WAIT).max_headers(HEADERS_MAX).max_buf_size(HEAD_BYTES_MAX);
        ready();
        tokio::spawn(meters::upkeep());
        let _runner = Runner::start(site.clone(), kinds)?;
        match tls {
            Some(tls) => server.acceptor(RustlsAcceptor::new(tls)).serve(service).await,
            None => server.serve(service).await,
        }
    });
    site.db.close();
    tracing::info!("stopped");
    served.map_err(broken)
}
