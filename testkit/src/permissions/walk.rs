//! One role on its way through all routes.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use people::{PlaceKind, RouteAccess, RouteInfo};

use super::variant::{Asked, Pair, difference, field_pairs, pairs};
use super::{Place, Sample, sample_of};
use crate::catalogue::sql;
use crate::{Answer, Caller, TestApp};

/// A role and what lies within and without its reach.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    pub role: &'static str,
    /// Name of a login with the role in the own place.
    pub login: &'a str,
    /// Name of a login whose role there has run out.
    pub expired_login: &'a str,
    pub own: &'a Place,
    /// Places outside the role's reach.
    pub foreign: Vec<&'a Place>,
    /// Another village of the same book.
    pub neighbour: &'a Place,
    /// Values in order that name nothing.
    pub nowhere: &'a Place,
}

impl Walk<'_> {
    /// Everything of a neighbour's is as unknown as what does not exist, and nothing is written on the way.
    pub fn neighbour_faults(&self, app: &TestApp, samples: &[Sample]) -> Vec<String> {
        let (caller, before) = (app.sign_in(self.login), written(app));
        let mut faults = Vec::new();
        for (route, sample) in routes(app, samples).filter(|(route, _)| route.access != RouteAccess::Public) {
            for pair in pairs(sample, self.own, &self.foreign, self.neighbour, self.nowhere) {
                let answer = self.compare(&caller, &pair, &mut faults);
                if answer.is_done() || answer.status.is_server_error() {
                    faults.push(format!("{}: {} {}", pair.what, answer.path, answer.status));
                }
                if self.may(app, route) && matches!(route.access, RouteAccess::Needs(..)) && answer.status != StatusCode::NOT_FOUND {
                    faults.push(format!("{}: {} {} where a page that is not there was expected", pair.what, answer.path, answer.status));
                }
            }
            if self.may(app, route) && self.reaches(app, route) {
                for pair in field_pairs(sample, self.own, &self.foreign, self.nowhere) {
                    let answer = self.compare(&caller, &pair, &mut faults);
                    // A search may well answer that there is nothing; a form may not be taken.
                    let taken = if sample.post { answer.is_done() } else { answer.status.is_redirection() };
                    if taken || answer.status.is_server_error() {
                        faults.push(format!("{} was taken: {} {} {}", pair.what, answer.path, answer.status, answer.location()));
                    }
                }
            }
        }
        if written(app) != before {
            faults.push("something was written".to_owned());
        }
        self.named(faults)
    }

    /// The first answer of a pair; a difference to the second is noted.
    fn compare(&self, caller: &Caller<'_>, pair: &Pair, faults: &mut Vec<String>) -> Answer {
        let (elsewhere, nowhere) = (pair.elsewhere.send(caller), pair.nowhere.send(caller));
        let places: Vec<&Place> =
            self.foreign.iter().copied().chain([self.neighbour]).filter(|place| pair.what.ends_with(place.word)).collect();
        let place = places.first().copied().unwrap_or(self.neighbour);
        faults.extend(difference(pair, &elsewhere, &nowhere, [place, self.nowhere]));
        elsewhere
    }

    /// What is one's own opens where the role allows it; no page shows a word of a place outside the reach. Answers the paths
    /// of forms that went through, too.
    pub fn own_faults(&self, app: &TestApp, samples: &[Sample]) -> (Vec<String>, BTreeSet<&'static str>) {
        let (caller, mut faults, mut done) = (app.sign_in(self.login), Vec::new(), BTreeSet::new());
        // Pages first: forms change what they show.
        let (pages, forms): (Vec<_>, Vec<_>) = routes(app, samples).partition(|(route, _)| route.method == Method::GET);
        for (route, sample) in pages {
            for query in sample.all_queries() {
                if let Some(asked) = Asked::of(sample, query, self.own) {
                    self.look(app, (route, sample), &asked.send(&caller), &mut faults);
                }
            }
        }
        for (route, sample) in forms.into_iter().filter(|(route, _)| route.access != RouteAccess::Public) {
            // What concerns the login itself may sign it out.
            let again = (route.access == RouteAccess::SignedIn).then(|| app.sign_in(self.login));
            if let Some(asked) = Asked::of(sample, "", self.own) {
                let answer = asked.send(again.as_ref().unwrap_or(&caller));
                self.look(app, (route, sample), &answer, &mut faults);
                if answer.is_done() || route.path == "/logout" {
                    done.insert(route.path);
                }
            }
        }
        (self.named(faults), done)
    }

    /// Whether an answer about what is one's own is as it should be.
    fn look(&self, app: &TestApp, (route, sample): (&RouteInfo, Sample), answer: &Answer, faults: &mut Vec<String>) {
        let mut fault = |what: &str| faults.push(format!("{} {}: {} {what}", route.method, answer.path, answer.status));
        let (refused, open) = (matches!(answer.status.as_u16(), 400 | 403 | 404), self.may(app, route) && self.reaches(app, route));
        if answer.status.is_server_error() {
            fault("is broken");
        } else if open
            && sample.never_done.is_none()
            && (refused || (!answer.is_done() && route.method == Method::GET && answer.status != StatusCode::CONFLICT))
        {
            fault("though the role allows it");
        } else if !open && !matches!(answer.status.as_u16(), 403 | 404) {
            fault("though the role does not allow it");
        }
        let text = answer.text();
        for secret in self.foreign.iter().flat_map(|place| place.secrets()).filter(|secret| text.contains(*secret)) {
            fault(&format!("shows {secret}, which lies elsewhere"));
        }
    }

    /// With a role that has run out, the own is as unknown as what does not exist.
    pub fn expired_faults(&self, app: &TestApp, samples: &[Sample]) -> Vec<String> {
        let (caller, before, mut faults) = (app.sign_in(self.expired_login), written(app), Vec::new());
        for (route, sample) in routes(app, samples).filter(|(route, _)| matches!(route.access, RouteAccess::Needs(..))) {
            let (Some(elsewhere), Some(nowhere)) = (Asked::of(sample, "", self.own), Asked::of(sample, "", self.nowhere)) else { continue };
            let what = format!("{} with a role run out", route.path);
            let pair = Pair { what, elsewhere, nowhere };
            let (own, unknown) = (pair.elsewhere.send(&caller), pair.nowhere.send(&caller));
            faults.extend(difference(&pair, &own, &unknown, [self.own, self.nowhere]));
            if !matches!(own.status.as_u16(), 403 | 404) {
                faults.push(format!("{}: {} {}", pair.what, own.path, own.status));
            }
        }
        if written(app) != before {
            faults.push("something was written".to_owned());
        }
        self.named(faults)
    }

    /// Whether the role's permissions open the route somewhere.
    fn may(&self, app: &TestApp, route: &RouteInfo) -> bool {
        match route.access {
            RouteAccess::Needs(permission, _) => app.contract.permissions(self.role).contains(&permission),
            RouteAccess::Public | RouteAccess::SignedIn => true,
        }
    }

    /// Whether the route asks for no more than the place the role is held at.
    fn reaches(&self, app: &TestApp, route: &RouteInfo) -> bool {
        let wide = app.contract.role(self.role).is_some_and(|role| matches!(role.place, PlaceKind::County | PlaceKind::Everywhere));
        wide || !matches!(route.access, RouteAccess::Needs(_, "county"))
    }

    fn named(&self, faults: Vec<String>) -> Vec<String> {
        faults.into_iter().map(|fault| format!("{}: {fault}", self.role)).collect()
    }
}

fn routes<'a>(app: &'a TestApp, samples: &[Sample]) -> impl Iterator<Item = (&'a RouteInfo, Sample)> {
    app.contract.routes.iter().filter_map(|route| Some((route, sample_of(samples, route)?))).collect::<Vec<_>>().into_iter()
}

/// How much stands in the records that every change leaves a line in.
fn written(app: &TestApp) -> i64 {
    let text = "SELECT (SELECT count(*) FROM change) + (SELECT count(*) FROM ledger_posting) + (SELECT count(*) FROM access_log)";
    let statement = sql(text.to_owned());
    app.db().read_now(move |tx| tx.one(statement, &[], |row| row.get(0))).unwrap_or_else(|error: database::DatabaseError| panic!("{error}"))
}

/// Guests are sent to sign in, whatever they ask for, and learn nothing of what is there.
pub fn guest_faults(app: &TestApp, samples: &[Sample], own: &Place, nowhere: &Place) -> Vec<String> {
    let mut faults = Vec::new();
    for (route, sample) in routes(app, samples) {
        let (Some(elsewhere), Some(nowhere_asked)) = (Asked::of(sample, "", own), Asked::of(sample, "", nowhere)) else { continue };
        let pair = Pair { what: route.path.to_owned(), elsewhere, nowhere: nowhere_asked };
        let answer = pair.elsewhere.send(&app.guest());
        if route.access == RouteAccess::Public {
            if answer.status.is_server_error() || answer.status == StatusCode::FORBIDDEN {
                faults.push(format!("{} {}: {}", route.method, answer.path, answer.status));
            }
            continue;
        }
        if !answer.status.is_redirection() || !answer.location().starts_with("/login") {
            faults.push(format!("{} {}: {} {}", route.method, answer.path, answer.status, answer.location()));
        }
        faults.extend(difference(&pair, &answer, &pair.nowhere.send(&app.guest()), [own, nowhere]));
    }
    faults
}

/// A form without its token, or with another browser's, is refused everywhere.
pub fn tokenless_faults(app: &TestApp, samples: &[Sample], login: &str, own: &Place) -> Vec<String> {
    let (caller, before, mut faults) = (app.sign_in(login), written(app), Vec::new());
    let stranger = app.guest().form_token();
    for (route, sample) in routes(app, samples).filter(|(_, sample)| sample.post) {
        let Some(asked) = Asked::of(sample, "", own) else { continue };
        for token in ["", stranger.as_str()] {
            let answer = caller.post_without_token(&asked.path, &[("csrf", token)]);
            if answer.status != StatusCode::BAD_REQUEST {
                faults.push(format!("{} {}: {} with the token {token:?}", route.method, answer.path, answer.status));
            }
        }
    }
    if written(app) != before {
        faults.push("something was written".to_owned());
    }
    faults
}
