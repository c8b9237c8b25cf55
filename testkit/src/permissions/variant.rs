//! Requests that differ only in whether what they name lies elsewhere or nowhere.

use super::{Place, Sample, filled, placeholders};
use crate::{Answer, Caller, html};

/// Path, fields and file of one request.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub path: String,
    pub fields: Vec<(String, String)>,
    pub sample: Sample,
}

impl Asked {
    /// Filled with the values that `value` gives for each name, first in the path, then in the fields.
    fn with(
        sample: Sample,
        query: &str,
        in_path: impl Fn(&str) -> Option<String>,
        in_fields: impl Fn(&str) -> Option<String>,
    ) -> Option<Asked> {
        let mark = if query.is_empty() { "" } else { "?" };
        let path = filled(&format!("{}{mark}{query}", sample.path), in_path)?;
        let fields = sample.fields.iter().map(|(name, value)| Some((filled(name, &in_fields)?, filled(value, &in_fields)?)));
        Some(Asked { path, fields: fields.collect::<Option<_>>()?, sample })
    }

    /// All of one place.
    pub fn of(sample: Sample, query: &str, place: &Place) -> Option<Asked> {
        let value = |name: &str| place.values.get(name).cloned();
        Asked::with(sample, query, value, value)
    }

    pub fn send(&self, caller: &Caller<'_>) -> Answer {
        let fields: Vec<(&str, &str)> = self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        match self.sample.file {
            _ if !self.sample.post => caller.get(&self.path),
            Some(file) => caller.upload(&self.path, &fields, file),
            None => caller.post(&self.path, &fields),
        }
    }
}

/// The same request for something elsewhere and for something that does not exist.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub what: String,
    pub elsewhere: Asked,
    pub nowhere: Asked,
}

/// All pairs for a route: `foreign` are places outside the role's reach, `neighbour` is another shop's village of the same book.
pub(super) fn pairs(sample: Sample, own: &Place, foreign: &[&Place], neighbour: &Place, nowhere: &Place) -> Vec<Pair> {
    let names: Vec<&str> = placeholders(sample.path).collect();
    let things: Vec<&str> = names.iter().copied().filter(|name| *name != "county").collect();
    let mut pairs = Vec::new();
    for query in sample.all_queries() {
        for place in foreign {
            let differing: Vec<&str> = things.iter().copied().filter(|name| place.values.get(name) != own.values.get(name)).collect();
            if !differing.is_empty() {
                pairs.extend(swapped(sample, query, place, nowhere, &differing, place));
                // The same thing asked for under the own county.
                pairs.extend(swapped(sample, query, own, nowhere, &differing, place));
            } else if things.is_empty() && place.values.get("county") != own.values.get("county") && names.contains(&"county") {
                pairs.extend(swapped(sample, query, place, nowhere, &["county"], place));
            }
        }
        // Below what is one's own, something of a neighbour. Nothing lies below a word, such as a kind of record.
        let is_id = |name: &&&str| own.values.get(**name).is_some_and(|value| value.len() >= 32);
        for name in things.iter().filter(is_id).skip(1).filter(|name| neighbour.values.get(*name) != own.values.get(*name)) {
            pairs.extend(swapped(sample, query, own, nowhere, &[name], neighbour));
        }
    }
    pairs
}

/// `names` from elsewhere against `names` from nowhere, everything else of the base.
fn swapped(sample: Sample, query: &str, base: &Place, nowhere: &Place, names: &[&str], elsewhere: &Place) -> Option<Pair> {
    let from = |place: &Place| {
        let place = place.clone();
        let (base, names) = (base.clone(), names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        move |name: &str| if names.iter().any(|swapped| swapped == name) { &place } else { &base }.values.get(name).cloned()
    };
    Some(Pair {
        what: format!("{} with {} of {}", sample.path, names.join(", "), elsewhere.word),
        elsewhere: Asked::with(sample, query, from(elsewhere), from(elsewhere))?,
        nowhere: Asked::with(sample, query, from(nowhere), from(nowhere))?,
    })
}

/// Pairs in which only one field of the form, or what is searched for, names something elsewhere.
pub(super) fn field_pairs(sample: Sample, own: &Place, foreign: &[&Place], nowhere: &Place) -> Vec<Pair> {
    let in_path: Vec<&str> = placeholders(sample.path).collect();
    let mut pairs = Vec::new();
    for query in sample.all_queries() {
        let in_fields = sample.fields.iter().flat_map(|(name, value)| placeholders(name).chain(placeholders(value)));
        let mut names: Vec<&str> = in_fields.chain(placeholders(query)).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| *name != "new" && !in_path.contains(name));
        for place in foreign {
            for name in names.iter().filter(|name| place.values.get(*name) != own.values.get(*name)) {
                pairs.extend(swapped(sample, query, own, nowhere, &[name], place));
            }
        }
    }
    pairs
}

/// What differs between the two answers, apart from the values that were asked for.
pub(super) fn difference(pair: &Pair, elsewhere: &Answer, nowhere: &Answer, places: [&Place; 2]) -> Option<String> {
    let masked = |answer: &Answer| {
        let mut text =
            format!("{} {} {}\n{}", answer.status, answer.header("content-type"), answer.location(), html::steady(&answer.text()));
        let mut values: Vec<(&&str, &String)> = places.iter().flat_map(|place| &place.values).collect();
        values.sort_by_key(|(_, value)| std::cmp::Reverse(value.len()));
        for (name, value) in values.into_iter().filter(|(_, value)| value.len() >= 4) {
            text = text.replace(value.as_str(), &format!("{{{name}}}"));
        }
        text
    };
    let (one, other) = (masked(elsewhere), masked(nowhere));
    if one == other {
        return None;
    }
    let at =
        one.char_indices().zip(other.chars()).find(|((_, one), other)| one != other).map_or(one.len().min(other.len()), |((at, _), _)| at);
    Some(format!(
        "{}: what lies elsewhere shows\n      {}\n    what is nowhere shows\n      {}",
        pair.what,
        around(&one, at),
        around(&other, at)
    ))
}

/// What stands around a place, in one line.
fn around(text: &str, at: usize) -> String {
    let start = text.char_indices().map(|(place, _)| place).rfind(|place| *place + 100 <= at).unwrap_or(0);
    text[start..].chars().take(260).collect::<String>().replace('\n', " ")
}
