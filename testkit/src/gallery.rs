//! Every page in both languages, as somebody sees it who may; for snapshots and for what must hold of all of them.

use std::io::Write as _;

use axum::http::{Method, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use pages::Lang;
use people::{PlaceKind, RouteAccess, RouteInfo};

use crate::permissions::{Place, Sample};
use crate::{Answer, Caller, TestApp, html};

/// Most that a page may weigh on the wire with everything it loads, in bytes.
const WEIGHT_MAX: usize = 50_000;

/// A page with its name in the gallery.
pub struct Shot {
    /// `shops.shop.goods`, and ` refused` for a form sent empty.
    pub name: String,
    /// In Chinese and in English.
    pub pages: [Answer; 2],
}

/// Whoever may look: roles in the order in which they are asked, with the name of a login for each.
pub type Lookers<'a> = &'a [(&'static str, &'a str)];

/// All pages that can be opened, and then all forms as they come back when they are sent empty.
pub fn shots(app: &TestApp, samples: &[Sample], own: &Place, lookers: Lookers<'_>) -> Vec<Shot> {
    let callers: Vec<(&str, [Caller<'_>; 2])> =
        lookers.iter().map(|(role, login)| (*role, in_both_languages(&app.sign_in(login)))).collect();
    let guest = in_both_languages(&app.guest());
    let mut shots = Vec::new();
    for route in app.contract.routes.iter().filter(|route| route.method == Method::GET && route.path != "/language") {
        let sample =
            samples.iter().find(|sample| !sample.post && sample.path == route.path).copied().unwrap_or(Sample::get(route.path, &[]));
        // The first search stands for all of them.
        let queries = sample.bare.then_some("").into_iter().chain(sample.queries.first().copied());
        for query in queries {
            let mark = if query.is_empty() { "" } else { "?" };
            let Some(path) = own.fill(&format!("{}{mark}{query}", route.path)) else { continue };
            let pages = eyes(app, route, &callers, &guest).each_ref().map(|caller| caller.get(&path));
            if pages[0].is_html() {
                shots.push(Shot { name: name_of(route, if query.is_empty() { "" } else { " searched" }), pages });
            }
        }
    }
    for route in app
        .contract
        .routes
        .iter()
        .filter(|route| route.method == Method::POST && !matches!(route.path, "/logout" | "/demo/next-day" | "/demo/end-of-period"))
    {
        let Some(path) = own.fill(route.path) else { continue };
        let pages = eyes(app, route, &callers, &guest).each_ref().map(|caller| caller.post(&path, &[]));
        if pages[0].status == StatusCode::UNPROCESSABLE_ENTITY {
            shots.push(Shot { name: name_of(route, " refused"), pages });
        }
    }
    shots
}

fn in_both_languages<'a>(caller: &Caller<'a>) -> [Caller<'a>; 2] {
    [Lang::ZhHans, Lang::En].map(|lang| caller.also_speaking(lang))
}

fn name_of(route: &RouteInfo, suffix: &str) -> String {
    let path = route.path.trim_start_matches("/c/{county}").trim_matches('/').replace('/', ".");
    format!("{}{suffix}", if path.is_empty() { "home".to_owned() } else { path.replace(['{', '}'], "") })
}

/// The first of the lookers who may; on public pages a guest.
fn eyes<'c, 'a>(
    app: &TestApp,
    route: &RouteInfo,
    callers: &'c [(&str, [Caller<'a>; 2])],
    guest: &'c [Caller<'a>; 2],
) -> &'c [Caller<'a>; 2] {
    if route.access == RouteAccess::Public {
        return guest;
    }
    let may = |role: &str| match route.access {
        RouteAccess::Needs(permission, scope) => {
            let wide = app.contract.role(role).is_some_and(|role| matches!(role.place, PlaceKind::County | PlaceKind::Everywhere));
            app.contract.permissions(role).contains(&permission) && (wide || scope != "county")
        }
        _ => true,
    };
    let found = callers.iter().find(|(role, _)| may(role)).or(callers.first());
    &found.expect("somebody looks").1
}

impl Shot {
    /// Both languages for a snapshot: of a page its main part, of a refused form what it says about the mistakes.
    pub fn text(&self) -> String {
        let refused = self.name.ends_with(" refused");
        let of = |answer: &Answer| {
            let main = html::steady(&answer.main());
            if refused { html::errors(&main).join("\n") } else { html::in_lines(&main) }
        };
        let [chinese, english] = self.pages.each_ref().map(of);
        format!("{}\n--- zh-Hans\n{chinese}\n--- en\n{english}\n", self.pages[0].status)
    }

    /// Texts that are missing, markup that is not sound, and too much to load.
    pub fn faults(&self, app: &TestApp) -> Vec<String> {
        let mut faults = Vec::new();
        for (language, answer) in ["zh-Hans", "en"].into_iter().zip(&self.pages) {
            let text = answer.text();
            let mut found = html::faults(&text);
            let weight = weight(app, &text);
            if weight > WEIGHT_MAX {
                found.push(format!("weighs {weight} bytes on the wire"));
            }
            if !text.contains(&format!("<html lang=\"{language}\">")) {
                found.push(format!("is not in {language}"));
            }
            faults.extend(found.into_iter().map(|fault| format!("{} ({language}, {}): {fault}", self.name, answer.path)));
        }
        faults
    }
}

/// Bytes on the wire of a page with its styles, scripts and pictures.
pub fn weight(app: &TestApp, page: &str) -> usize {
    zipped(page.as_bytes()) + html::assets(page).into_iter().map(|address| zipped(&app.asset(address))).sum::<usize>()
}

fn zipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(usize::MAX, |zipped| zipped.len())
}
