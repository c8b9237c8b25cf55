//! Which keys the program says, as far as its source tells.

use std::collections::{BTreeMap, BTreeSet};

use crate::Sources;
use crate::rust::{Literal, Masked, closing};
use crate::sources::{RustSource, Source};

/// Keys by how surely they are said.
#[derive(Clone, Debug, Default)]
pub struct Used {
    /// Said for certain, with the place that says them.
    pub wanted: BTreeMap<String, String>,
    /// Every string of the program; one that is a key may be said.
    pub literals: BTreeSet<String>,
    /// Beginnings of keys put together with `format!`.
    pub beginnings: BTreeSet<String>,
}

/// Calls whose first string is a key.
const SAYING: &[&str] = &["say", "say1", "say2", "new", "signature"];
/// Lists of words for each of which there is a text with this beginning.
const FAMILIES: &[(&str, &str)] = &[("RELATIONS", "relation-"), ("CATEGORIES", "category-")];

impl Used {
    pub fn of(sources: &Sources) -> Used {
        let mut used = Used::default();
        for file in sources.rust.iter().filter(|file| file.is_shipped()) {
            for literal in &file.masked.literals {
                used.literal(&literal.text);
                for key in keys_in_rust(file, literal) {
                    used.wanted.insert(key, format!("{}:{}", file.path, file.line_of(literal.at)));
                }
            }
        }
        for template in &sources.templates {
            used.template(template);
        }
        used
    }

    fn literal(&mut self, text: &str) {
        self.literals.insert(text.to_owned());
        if let Some((beginning, _)) =
            text.split_once('{').filter(|(beginning, _)| beginning.ends_with('-') && is_key_like(beginning.trim_end_matches('-')))
        {
            self.beginnings.insert(beginning.to_owned());
        }
    }

    /// Templates are read as if they were Rust: their expressions are.
    fn template(&mut self, template: &Source) {
        for expression in expressions(&template.text) {
            let masked = Masked::new(expression);
            for literal in &masked.literals {
                self.literal(&literal.text);
                if let Some(key) = said(&masked.code, literal, &masked.literals) {
                    self.wanted.insert(key, template.path.clone());
                }
            }
        }
    }
}

/// What stands within `{{ }}` and `{% %}`.
fn expressions(template: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        let mut rest = template;
        while let Some(start) = rest.find(open) {
            let inside = &rest[start + 2..];
            let end = inside.find(close).unwrap_or(inside.len());
            found.push(&inside[..end]);
            rest = &inside[end..];
        }
    }
    found
}

fn keys_in_rust(file: &RustSource, literal: &Literal) -> Vec<String> {
    let (code, text) = (file.masked.code.as_str(), literal.text.as_str());
    let before = code[..literal.at].trim_end();
    let mut keys: Vec<String> = said(code, literal, &file.masked.literals).into_iter().collect();
    if before.ends_with("Permission::general(") {
        keys.push(format!("permission-{text}"));
    }
    if before.ends_with("Role { name:") {
        keys.push(format!("role-{}", text.replace('_', "-")));
    }
    if before.ends_with("Setting { name:") {
        keys.push(format!("setting-{text}"));
    }
    if is_key_like(text) && text.contains('-') && ["text:", "button:", "unit:"].iter().any(|field| before.ends_with(field)) {
        keys.push(text.to_owned());
    }
    for (list, beginning) in FAMILIES {
        let within = code.find(&format!("const {list}: ")).and_then(|at| {
            let open = at + code[at..].find('=')? + code[at + code[at..].find('=')?..].find('[')?;
            Some(open..closing(code, open))
        });
        if within.is_some_and(|within| within.contains(&literal.at)) {
            keys.push(format!("{beginning}{text}"));
        }
    }
    keys
}

/// The key a string stands for in the call around it.
fn said(code: &str, literal: &Literal, literals: &[Literal]) -> Option<String> {
    let (open, place) = call_around(code, literal.at)?;
    let callee = code[..open].trim_end();
    let name = callee.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    match name {
        "new" if !callee.ends_with("Message::new") => None,
        name if SAYING.contains(&name) => {
            let first = literals.iter().find(|other| other.at > open)?.at == literal.at;
            (first && is_key_like(&literal.text)).then(|| literal.text.clone())
        }
        "done" if place >= 1 && is_key_like(&literal.text) => Some(format!("done-{}", literal.text)),
        "field" | "select" | "radios" => {
            let end = closing(code, open);
            let mut within = literals.iter().filter(|other| (open..end).contains(&other.at));
            let (prefix, field) = (within.next()?, within.next()?);
            let field_name = field.text.split('.').next().filter(|name| is_key_like(&name.replace('_', "-")))?;
            (prefix.at == literal.at && code[open + 1..prefix.at].matches(',').count() == 1)
                .then(|| format!("{}-{field_name}", prefix.text))
        }
        _ => None,
    }
}

/// Where the call opens whose argument stands here, and which argument it is. Braces between, as of an `if`, are looked through.
fn call_around(code: &str, at: usize) -> Option<(usize, usize)> {
    let (mut depth, mut commas) = (0, 0);
    for (place, c) in code[..at].char_indices().rev() {
        match c {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' if depth > 0 => depth -= 1,
            '(' => return Some((place, commas)),
            '{' => commas = 0,
            '[' | ';' if depth == 0 => return None,
            ',' if depth == 0 => commas += 1,
            _ => {}
        }
    }
    None
}

fn is_key_like(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}
