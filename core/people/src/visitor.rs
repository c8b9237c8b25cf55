//! Who is looking: every handler gets a `Visitor`, or on public pages a `Guest`, from the gate.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use basics::{BusinessDate, County, Id};
use pages::{DemoStrip, Frame, Lang, NavItem, PageError, Place as FramePlace, Site};

use crate::contract::Contract;
use crate::grant::{Grant, Place, Target};
use crate::login::Login;
use crate::role::Permission;

/// Somebody looking, signed in or not.
#[derive(Clone)]
pub struct Guest {
    pub site: Arc<Site>,
    pub contract: Arc<Contract>,
    pub lang: Lang,
    pub csrf: String,
    /// Path and query of the request.
    pub path: String,
    pub done: Option<String>,
    /// Where the request came from, for the throttle.
    pub address: String,
    /// What the browser says it is, cut short.
    pub device: String,
    pub(crate) kept_secret: Option<[u8; 32]>,
    pub(crate) session: Option<[u8; 32]>,
}

/// Somebody signed in.
#[derive(Clone)]
pub struct Visitor {
    pub guest: Guest,
    pub login: Login,
    pub grants: Arc<Vec<Grant>>,
    /// In a demo: the first day after a period that runs.
    pub after_period: Option<BusinessDate>,
}

impl Guest {
    /// Counts one more page opened by a stranger from this address; too many, and it is refused with the time to come back.
    /// `what` names the public pages that are counted together.
    pub fn limited(&self, what: &'static str) -> Result<(), PageError> {
        self.site.limits.ask(what, &self.address).map_err(|seconds| PageError::TooMany { seconds })
    }

    /// The frame of a page.
    pub fn frame(&self) -> Frame {
        Frame {
            lang: self.lang,
            texts: self.site.texts.clone(),
            assets: self.site.assets.clone(),
            nav: Vec::new(),
            county: String::new(),
            place: None,
            csrf: self.csrf.clone(),
            path: self.path.clone(),
            done: self.done.clone(),
            demo: self.site.options.demo.then(|| DemoStrip { today: self.site.today(), may_move: false, after_period: None }),
            insecure: self.site.options.insecure_lan,
            private: true,
        }
    }
}

impl Visitor {
    /// The running installation.
    pub fn site(&self) -> &Arc<Site> {
        &self.guest.site
    }

    /// The id that stands as actor on what this visitor does.
    pub fn actor(&self) -> Id {
        self.login.id.any()
    }

    /// The frame of a page, with bar and name.
    pub fn frame(&self) -> Frame {
        let mut frame = self.guest.frame();
        frame.nav = self.nav();
        frame.county = self.county_name();
        frame.demo = frame.demo.map(|strip| DemoStrip { may_move: true, after_period: self.after_period, ..strip });
        let role = self.grants.first().map(|grant| frame.say(&format!("role-{}", grant.role.replace('_', "-"))));
        frame.place = Some(FramePlace { who: self.login.display_name.clone(), role: role.unwrap_or_default() });
        frame
    }

    /// Whether the visitor may do this there.
    pub fn may(&self, permission: Permission, target: &Target) -> bool {
        self.grants.iter().any(|grant| grant.allows(permission, target))
    }

    /// The same, as an answer: what lies outside is not there.
    pub fn must(&self, permission: Permission, target: &Target) -> Result<(), PageError> {
        if self.may(permission, target) { Ok(()) } else { Err(PageError::NotFound) }
    }

    /// Whether the visitor has the permission anywhere.
    pub fn has(&self, permission: Permission) -> bool {
        self.grants.iter().any(|grant| grant.permissions.contains(&permission))
    }

    /// Codes of the divisions of a book in which the visitor has the permission; each stands for all below it.
    pub fn divisions(&self, permission: Permission, county: County) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for grant in self.grants.iter().filter(|grant| grant.permissions.contains(&permission)) {
            match &grant.place {
                Place::Everywhere => codes.push(county.to_string()),
                Place::Division(code) => codes.push(code.clone()),
                Place::Kept { divisions, .. } => codes.extend(divisions.iter().cloned()),
            }
        }
        codes.retain(|code| divisions::is_within(code, &county.to_string()) || divisions::is_within(&county.to_string(), code));
        codes.sort();
        codes.dedup();
        codes
    }

    /// Books in which the visitor holds any role.
    pub fn counties(&self) -> Vec<County> {
        let mut counties: Vec<County> = self.grants.iter().map(|grant| grant.county).collect();
        counties.sort();
        counties.dedup();
        counties
    }

    /// Ways on from a record of this kind: text key and what follows the record's path.
    pub fn links(&self, kind: &str) -> Vec<(&'static str, &'static str)> {
        let links = self.guest.contract.links.iter();
        links.filter(|link| link.kind == kind && self.has(link.permission)).map(|link| (link.text, link.suffix)).collect()
    }

    /// What the county of the first role is called.
    fn county_name(&self) -> String {
        let county = self.grants.first().map(|grant| grant.county.to_string()).unwrap_or_default();
        let found = divisions::Divisions::built_in().find(&county, self.site().today().date());
        found.map(|division| division.short_name()).unwrap_or_default()
    }

    fn nav(&self) -> Vec<NavItem> {
        let here = self.guest.path.split('?').next().unwrap_or_default();
        let entries = self.guest.contract.nav.iter().filter(|entry| self.has(entry.permission));
        let hrefs: Vec<(&'static str, String)> = entries.filter_map(|entry| Some((entry.text, (entry.href)(&self.grants)?))).collect();
        // Of several that the path lies under, the most particular one is where we are.
        let here_under = |href: &str| here == href || here.starts_with(&format!("{href}/"));
        let current = hrefs.iter().map(|(_, href)| href).filter(|href| here_under(href)).max_by_key(|href| href.len()).cloned();
        let mut items: Vec<NavItem> =
            hrefs.into_iter().map(|(text, href)| NavItem { text, current: current.as_ref() == Some(&href), href }).collect();
        items.insert(0, NavItem { text: "nav-today", href: "/".to_owned(), current: here == "/" });
        items
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Visitor>().cloned().ok_or_else(|| PageError::Broken("a page for visitors was opened to guests".to_owned()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Guest {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Guest>().cloned().ok_or_else(|| PageError::Broken("a request went past the gate".to_owned()))
    }
}
