//! Walks every route as every role: what is one's own opens, what is a neighbour's looks just like what does not exist.
//!
//! The routes come from the contract; a test brings the places of its world and samples for forms and searches. A route
//! that they do not cover is a fault.

mod variant;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use people::RouteInfo;

use crate::TestApp;

pub use walk::{Walk, guest_faults, tokenless_faults};

/// A village with its shop, or whatever else a route may name, and what nobody outside may read.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub word: &'static str,
    /// What stands for `{name}` in paths, searches and forms.
    pub values: BTreeMap<&'static str, String>,
    /// Names and codes that show on no page of somebody without a role there. Ids among the values are added by themselves.
    pub secrets: Vec<String>,
}

impl Place {
    /// Fills `{name}` in; `{new}` is an id made just now. None when the place has no such value.
    pub fn fill(&self, template: &str) -> Option<String> {
        filled(template, |name| self.values.get(name).cloned())
    }

    /// Everything that gives the place away.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        let ids = self.values.values().filter(|value| value.len() >= 32).map(String::as_str);
        self.secrets.iter().map(String::as_str).chain(ids)
    }
}

/// What is asked on one route beside its path.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    pub post: bool,
    pub path: &'static str,
    /// Searches and further pages: `q=cjf`.
    pub queries: &'static [&'static str],
    /// Whether the page also opens without any of them.
    pub bare: bool,
    pub fields: &'static [(&'static str, &'static str)],
    pub file: Option<(&'static str, &'static [u8])>,
    /// Why nobody gets through with this sample; otherwise some role must.
    pub never_done: Option<&'static str>,
}

impl Sample {
    /// A page with searches to try on it.
    pub const fn get(path: &'static str, queries: &'static [&'static str]) -> Sample {
        Sample { post: false, path, queries, bare: true, fields: &[], file: None, never_done: None }
    }

    /// A page that must be told what to show.
    pub const fn get_with(path: &'static str, queries: &'static [&'static str]) -> Sample {
        Sample { bare: false, ..Sample::get(path, queries) }
    }

    /// A form as a person would fill it in; values may hold `{name}` of the place and `{new}`.
    pub const fn post(path: &'static str, fields: &'static [(&'static str, &'static str)]) -> Sample {
        Sample { post: true, path, queries: &[], bare: true, fields, file: None, never_done: None }
    }

    /// What may stand behind the path, nothing first.
    fn all_queries(&self) -> impl Iterator<Item = &'static str> {
        self.bare.then_some("").into_iter().chain(self.queries.iter().copied())
    }

    /// With a file in this field.
    pub const fn with_file(self, field: &'static str, bytes: &'static [u8]) -> Sample {
        Sample { file: Some((field, bytes)), ..self }
    }

    /// Nobody gets through, for this reason.
    pub const fn never_done(self, why: &'static str) -> Sample {
        Sample { never_done: Some(why), ..self }
    }
}

/// The sample of a route; a page without searches needs none of its own.
fn sample_of(samples: &[Sample], route: &RouteInfo) -> Option<Sample> {
    let post = route.method == Method::POST;
    let found = samples.iter().find(|sample| sample.post == post && sample.path == route.path).copied();
    found.or((!post).then_some(Sample::get(route.path, &[])))
}

/// Routes nobody gave a sample for, samples of routes that are gone, and values the place lacks.
pub fn missing_samples(app: &TestApp, samples: &[Sample], place: &Place) -> Vec<String> {
    let mut faults = Vec::new();
    for route in &app.contract.routes {
        let Some(sample) = sample_of(samples, route) else {
            faults.push(format!("{} {} has no sample", route.method, route.path));
            continue;
        };
        let templates =
            std::iter::once(sample.path).chain(sample.queries.iter().copied()).chain(sample.fields.iter().map(|(_, value)| *value));
        for name in templates.flat_map(placeholders).collect::<BTreeSet<_>>() {
            if name != "new" && !place.values.contains_key(name) {
                faults.push(format!("{} {}: the places of the test have no {{{name}}}", route.method, route.path));
            }
        }
    }
    for sample in samples {
        let method = if sample.post { Method::POST } else { Method::GET };
        if app.contract.route(&method, sample.path).is_none() {
            faults.push(format!("{method} {} has a sample and is no route", sample.path));
        }
    }
    faults
}

/// Names in braces.
fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

fn filled(template: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut pieces = template.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}')?;
        text += &if name == "new" { basics::Id::<()>::fresh().to_string() } else { value(name)? };
        text += rest;
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_fill_templates() {
        let place = Place { values: [("shop", "7".to_owned())].into(), ..Place::default() };
        assert_eq!(place.fill("/shops/{shop}/x"), Some("/shops/7/x".to_owned()));
        assert_eq!(place.fill("/goods/{goods}"), None);
        assert_eq!(place.fill("{new}").map(|id| id.len()), Some(36));
        assert_eq!(placeholders("/a/{b}/{c}").collect::<Vec<_>>(), ["b", "c"]);
    }
}
