//! `serve`: opens everything, prints where, and serves until told to stop.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::middleware::from_fn_with_state;
use database::Db;
use pages::SiteOptions;
use people::Contract;
use serde_json::json;

use super::Called;
use crate::config::Config;
use crate::exit::{Exit, Failure};
use crate::meters::{self, Reading};
use crate::setup::SetupCode;
use crate::{areas, opening, proxies, runner, server, terminal};

/// Serves the database of the settings.
pub fn run(called: &Called) -> Result<Exit, Failure> {
    let config = &called.read.config;
    let _lock = opening::lock(config, "serve")?;
    let (db, taken) = opening::open_and_migrate(config, areas::clock().now())?;
    if taken > 0 {
        tracing::info!(taken, "the schema was brought up to date");
    }
    serve(called, &db)
}

/// Serves an open database; also `demo` ends here.
pub fn serve(called: &Called, db: &Db) -> Result<Exit, Failure> {
    let config = &called.read.config;
    let demo = db.mark(crate::demo::MARK)?.is_some();
    let tls = server::certificate(config)?;
    let listener = server::listen(config, demo)?;
    let address = listener
        .local_addr()
        .map_err(|error| Failure::cannot_open(format!("The port cannot be read: {error}. Choose another with --listen.")))?;
    let areas = areas::areas();
    let site = Arc::new(server::site(db.clone(), opening::files(config)?, options(config, address, demo), &areas)?);
    let code = Arc::new(SetupCode::default());
    let set_up = db.read_now(people::login::any)?;
    let kinds = Contract::of(&areas).jobs;
    runner::begin(db)?;
    meters::begin()?;
    let trusted = Arc::new(config.trusted_proxies.clone());
    // Outside of what proxies say: who may read the meters goes by who is connected.
    let router = server::router(&site, areas, code.clone())
        .layer(from_fn_with_state(trusted, proxies::believed))
        .layer(from_fn_with_state(Arc::new(Reading::of(config, site.clone())), meters::offered));
    let announced = || announce(called, &url(config, address), (!set_up).then(|| code.shown()));
    server::serve(listener, tls, router, (site, kinds), announced)?;
    Ok(Exit::Good)
}

fn options(config: &Config, address: SocketAddr, demo: bool) -> SiteOptions {
    let public_url = if config.public_url.is_empty() { url(config, address) } else { config.public_url.trim_end_matches('/').to_owned() };
    SiteOptions {
        demo,
        https: public_url.starts_with("https://"),
        insecure_lan: !address.ip().to_canonical().is_loopback() && config.insecure_lan && !config.tls(),
        public_url,
    }
}

/// People type a name more readily than numbers.
fn url(config: &Config, address: SocketAddr) -> String {
    let scheme = if config.tls() { "https" } else { "http" };
    if address.ip().is_loopback() { format!("{scheme}://localhost:{}", address.port()) } else { format!("{scheme}://{address}") }
}

/// The address, and while nothing is set up the code.
fn announce(called: &Called, address: &str, code: Option<String>) {
    if called.json {
        terminal::result(&json!({ "address": address, "setup_code": code, "process": std::process::id() }).to_string());
        return;
    }
    terminal::result(address);
    if let Some(code) = code {
        terminal::result(&format!("setup code  {code}"));
        terminal::note("Nothing is set up yet: open the address in a browser and type the code.");
    }
}
