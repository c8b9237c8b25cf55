//! A browser without a window: the shop's pages behind the gate, cookies, form tokens.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use basics::Clock;
use database::Db;
use files::FileStore;
use pages::{Assets, PageError, Site, SiteOptions, Texts};
use people::Contract;
use testkit::NOW;
use tower::ServiceExt as _;

const PASSWORD: &str = "a long secret word";

/// The hash of everybody's password, made once because it takes a while.
pub fn hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| people::hash_password(PASSWORD))
}

/// The pages of people, registry and shop over a database.
pub fn pages_over(db: &Db, folder: &std::path::Path) -> Router {
    let areas = [people::area(), registry::area(), points_shop::area()];
    let sources: Vec<_> = std::iter::once(pages::TEXTS).chain(areas.iter().flat_map(|area| area.texts.iter().copied())).collect();
    let texts = Texts::build(&sources).expect("the texts are whole");
    let assets = Assets::build(pages::ASSETS.iter().copied().chain(areas.iter().flat_map(|area| area.assets.iter().copied())));
    let files = FileStore::open(&folder.join("files")).expect("a folder for files");
    let site = Arc::new(Site::new(db.clone(), Clock::fixed(NOW), Arc::new(texts), Arc::new(assets), files, SiteOptions::default()));
    let contract = Arc::new(Contract::of(&areas));
    let routes = areas.into_iter().fold(Router::new(), |router, area| router.merge(area.routes.router));
    let gate_site = site.clone();
    let gate = move |request: Request, next: Next| people::gate(gate_site.clone(), contract.clone(), request, next);
    routes.fallback(async || PageError::NotFound).with_state(site).layer(from_fn(gate))
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub kind: String,
    pub location: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The page; one with a missing text fails the test.
    pub fn text(&self) -> String {
        let text = String::from_utf8_lossy(&self.body).into_owned();
        assert!(!text.contains('⟦'), "a text is missing: {}", text.split('⟦').nth(1).unwrap_or_default().split('⟧').next().unwrap_or_default());
        text
    }

    /// Hidden value of the page's first form that has this field.
    pub fn hidden(&self, name: &str) -> String {
        let text = self.text();
        let mark = format!("name=\"{name}\" value=\"");
        text.split(&mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }
}

/// Somebody's browser.
pub struct Browser {
    pages: Router,
    cookies: BTreeMap<String, String>,
    runtime: tokio::runtime::Runtime,
}

impl Browser {
    /// A browser in which this login is signed in.
    pub fn signed_in(pages: &Router, login: &str, language: &str) -> Browser {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let cookies = BTreeMap::from([("language".to_owned(), language.to_owned())]);
        let mut browser = Browser { pages: pages.clone(), cookies, runtime };
        let answer = browser.post("/login", "/login", &[("name", login), ("password", PASSWORD)]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login} signs in: {}", answer.text());
        browser
    }

    /// Opens a page.
    pub fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty())
    }

    /// Opens the page `from` for its form's token and sends the fields to `path`, with the hidden `id` of the page unless one is given.
    pub fn post(&mut self, from: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(from);
        let (csrf, id) = (page.hidden("csrf"), page.hidden("id"));
        let mut all = vec![("csrf", csrf.as_str())];
        if !fields.iter().any(|(name, _)| *name == "id") {
            all.push(("id", id.as_str()));
        }
        all.extend(fields);
        let body: Vec<String> = all.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body.join("&")))
    }

    fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).body(body).expect("a request");
        let pages = self.pages.clone();
        let (parts, body) = self.runtime.block_on(async {
            let response = pages.oneshot(request).await.expect("routers do not fail");
            let (parts, body) = response.into_parts();
            (parts, axum::body::to_bytes(body, usize::MAX).await.expect("a body"))
        });
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap_or_default();
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        Answer { status: parts.status, kind: text(header::CONTENT_TYPE), location: text(header::LOCATION), body: body.to_vec() }
    }
}

fn encoded(value: &str) -> String {
    value.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
