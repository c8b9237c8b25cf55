//! The given areas behind the gate, as the app mounts them: the router is called directly, no port is opened.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use basics::{BusinessDate, Clock, Moment};
use database::{Db, Engine, Schema, Sql};
use files::FileStore;
use pages::{Assets, PageError, Site, SiteOptions, Texts};
use people::{Area, Contract};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

use crate::{Answer, Caller, NOW, PASSWORD, Scratch, scratch};

/// An installation for one test, gone afterwards. Its clock stands at [`NOW`] until told otherwise.
pub struct TestApp {
    pub site: Arc<Site>,
    pub contract: Arc<Contract>,
    pub schemas: Vec<Schema>,
    pub statements: Vec<&'static [Sql]>,
    router: Router,
    runtime: Runtime,
    scratch: Scratch,
}

impl TestApp {
    /// These areas over a fresh database of the engine.
    pub fn new(engine: Engine, areas: Vec<Area>) -> TestApp {
        TestApp::with(engine, areas, SiteOptions::default())
    }

    /// The same as a demo: invented people, a date that may be moved.
    pub fn demo(engine: Engine, areas: Vec<Area>) -> TestApp {
        TestApp::with(engine, areas, SiteOptions { demo: true, ..SiteOptions::default() })
    }

    /// The same with these options.
    pub fn with(engine: Engine, areas: Vec<Area>, options: SiteOptions) -> TestApp {
        let schemas: Vec<Schema> = [database::schema(), settings::schema(), jobs::schema(), ledger::schema()]
            .into_iter()
            .chain(areas.iter().flat_map(|area| area.schemas.clone()))
            .collect();
        let below = [database::STATEMENTS, settings::ALL_STATEMENTS, jobs::ALL_STATEMENTS, ledger::STATEMENTS].concat();
        let statements = below.into_iter().chain(areas.iter().flat_map(|area| area.statements.clone())).collect();
        let scratch = scratch(engine, &schemas);
        let texts = std::iter::once(pages::TEXTS).chain(areas.iter().flat_map(|area| area.texts.clone())).collect::<Vec<_>>();
        let assets = pages::ASSETS.iter().copied().chain(areas.iter().flat_map(|area| area.assets.clone()));
        let site = Arc::new(Site::new(
            scratch.db.clone(),
            Clock::fixed(NOW),
            Arc::new(Texts::build(&texts).expect("the texts of these areas fit together")),
            Arc::new(Assets::build(assets)),
            FileStore::open(&scratch.folder.path().join("files")).expect("a folder for files can be made"),
            options,
        ));
        let contract = Arc::new(Contract::of(&areas));
        let router = mounted(areas, &site, &contract);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        TestApp { site, contract, schemas, statements, router, runtime, scratch }
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.scratch.db
    }

    /// The database's address, for a program that is asked about it beside this one.
    pub fn database_url(&self) -> String {
        match &self.scratch.location {
            database::Location::Sqlite(file) => format!("sqlite:{}", file.display()),
            database::Location::Postgres(url) => url.clone(),
        }
    }

    /// Puts the clock at another moment.
    pub fn set_clock(&self, at: Moment) {
        self.site.clock.set(at);
    }

    /// The business date pages go by.
    pub fn today(&self) -> BusinessDate {
        self.site.today()
    }

    /// Somebody who is not signed in.
    pub fn guest(&self) -> Caller<'_> {
        Caller::new(self)
    }

    /// Signs in through the page, with the password all test logins have.
    ///
    /// # Panics
    /// When the login is not let in.
    pub fn sign_in(&self, name: &str) -> Caller<'_> {
        let caller = self.guest();
        let answer = caller.post("/login", &[("name", name), ("password", PASSWORD)]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name} signs in: {}", answer.text());
        caller
    }

    /// Does something while another program holds the database file locked; SQLite only.
    ///
    /// # Panics
    /// When the file cannot be locked.
    pub fn while_locked<R>(&self, work: impl FnOnce() -> R) -> R {
        let database::Location::Sqlite(file) = &self.scratch.location else { panic!("only SQLite has a file to lock") };
        let other = rusqlite::Connection::open(file).expect("the file opens");
        other.execute_batch("BEGIN IMMEDIATE").expect("the file can be locked");
        let done = work();
        other.execute_batch("ROLLBACK").expect("the lock is given back");
        done
    }

    /// One request through the gate.
    pub(crate) fn call(&self, request: Request<Body>) -> Answer {
        let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("a router has no error of its own");
            Answer::read(path, response).await
        })
    }

    /// A style, script or picture by its address; empty when there is none.
    pub fn asset(&self, address: &str) -> Vec<u8> {
        let answer = self.runtime.block_on(Answer::read(address.to_owned(), self.site.assets.answer(address)));
        if answer.status.is_success() { answer.bytes } else { Vec::new() }
    }

    /// Runs all jobs that are due on this day.
    ///
    /// # Panics
    /// When one of them fails.
    pub fn run_jobs(&self, on: BusinessDate) {
        let ran = jobs::run_due(self.db(), &self.contract.jobs, on, &self.site.clock).expect("jobs can be run");
        assert_eq!(ran.failures, 0, "no job fails");
    }

    /// Runs a future, for what is asynchronous outside of pages.
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }
}

/// Routes, fallback, gate and headers in the order of the app's server.
fn mounted(areas: Vec<Area>, site: &Arc<Site>, contract: &Arc<Contract>) -> Router {
    let routes = areas.into_iter().fold(Router::new(), |router, area| router.merge(area.routes.router));
    let (gate_site, gate_contract) = (site.clone(), contract.clone());
    let gate = move |request: Request, next: Next| -> std::pin::Pin<Box<dyn Future<Output = Response> + Send>> {
        Box::pin(people::gate(gate_site.clone(), gate_contract.clone(), request, next))
    };
    routes.fallback(async || PageError::NotFound).with_state(site.clone()).layer(from_fn(gate)).layer(from_fn(pages::secure))
}
