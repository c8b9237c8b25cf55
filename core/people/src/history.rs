//! What changed on a record, in words: fields by name, values as people say them, numbers of people masked.

pub(crate) mod pages;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ::pages::Frame;
use basics::{BusinessDate, Id};
use divisions::Divisions;
use serde_json::{Map, Value};

/// One field of a change: before and after, as people read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldChange {
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Fields whose values nobody reads in a history.
const SECRETS: &[&str] = &["secret", "password", "hash", "token", "password_hash"];
/// Fields that hold codes of divisions.
const PLACES: &[&str] = &["village", "villages", "township", "division", "place", "scope"];

/// What differs between two states of a record; of one state alone, all that it says.
pub(crate) fn differences(before: Option<&str>, after: Option<&str>) -> Vec<(String, Option<Value>, Option<Value>)> {
    let read = |text: Option<&str>| -> Map<String, Value> { text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default() };
    let (before, mut after) = (read(before), read(after));
    let mut fields: Vec<(String, Option<Value>, Option<Value>)> = Vec::new();
    for (name, was) in before {
        let is = after.remove(&name);
        if is.as_ref() != Some(&was) {
            fields.push((name, Some(was), is));
        }
    }
    fields.extend(after.into_iter().map(|(name, is)| (name, None, Some(is))));
    let says = |value: &Option<Value>| value.as_ref().is_some_and(|value| !value.is_null() && value.as_str() != Some(""));
    fields.retain(|(_, was, is)| says(was) || says(is));
    fields
}

/// The differences in words.
pub(crate) fn in_words(
    frame: &Frame,
    kind: &str,
    (before, after): (Option<&str>, Option<&str>),
    (names, on): (&BTreeMap<Id, String>, BusinessDate),
) -> Vec<FieldChange> {
    let words = |(field, was, is): (String, Option<Value>, Option<Value>)| {
        let key = format!("field-{}", field.replace('_', "-"));
        let by_name = |value: &Value| login_in(&field, value).and_then(|login| names.get(&login).cloned());
        let words = |value: Value| by_name(&value).unwrap_or_else(|| value_words(frame, (kind, &field), &value, on));
        let said = |value: Option<Value>| value.map(words).filter(|words| !words.is_empty());
        FieldChange { name: if frame.has(&key) { frame.say(&key) } else { field.clone() }, before: said(was), after: said(is) }
    };
    differences(before, after).into_iter().map(words).collect()
}

/// The login that a field such as `proposed_by` names by its id.
fn login_in(field: &str, value: &Value) -> Option<Id> {
    value.as_str().filter(|_| field.ends_with("by"))?.parse().ok()
}

/// All logins that a change names in its fields.
pub(crate) fn logins_in(before: Option<&str>, after: Option<&str>) -> Vec<Id> {
    let of = |(field, was, is): (String, Option<Value>, Option<Value>)| [was, is].map(|value| login_in(&field, &value?));
    differences(before, after).into_iter().flat_map(of).flatten().collect()
}

fn value_words(frame: &Frame, field: (&str, &str), value: &Value, on: BusinessDate) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => frame.say(if *yes { "value-yes" } else { "value-no" }),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.iter().map(|value| value_words(frame, field, value, on)).collect::<Vec<_>>().join("、"),
        Value::Object(fields) => {
            let said = fields.iter().map(|(name, value)| format!("{name} {}", value_words(frame, (field.0, name), value, on)));
            said.collect::<Vec<_>>().join("，")
        }
        Value::String(text) => text_words(frame, field, text, on),
    }
}

fn text_words(frame: &Frame, (kind, field): (&str, &str), text: &str, on: BusinessDate) -> String {
    if SECRETS.contains(&field) {
        return "••••".to_owned();
    }
    if field == "role" {
        let key = format!("role-{}", text.replace('_', "-"));
        return if frame.has(&key) { frame.say(&key) } else { text.to_owned() };
    }
    if PLACES.contains(&field) {
        let code = text.strip_prefix("division:").unwrap_or(text);
        return Divisions::built_in().full_name(code, on.date()).unwrap_or_else(|| masked(text));
    }
    // Most words of a list have a text already, such as `relation-head` or `deed-state-checked`.
    let keys = [format!("value-{field}-{text}"), format!("{field}-{text}"), format!("{kind}-{field}-{text}")];
    keys.into_iter().find(|key| frame.has(key)).map_or_else(|| masked(text), |key| frame.say(&key))
}

/// Hides what looks like an ID number or a mobile phone in the middle of any text; all but the last four characters.
pub(crate) fn masked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut run: Vec<char> = Vec::new();
    for c in text.chars() {
        if c.is_ascii_digit() || (matches!(c, 'x' | 'X') && run.len() == 17) {
            run.push(c);
        } else {
            flush(&mut run, &mut shown);
            shown.push(c);
        }
    }
    flush(&mut run, &mut shown);
    shown
}

/// Eighteen or fifteen characters are an ID number, eleven that begin with 1 a mobile phone. Numbers of offices stay readable.
fn flush(run: &mut Vec<char>, into: &mut String) {
    let of_a_person = matches!(run.len(), 15 | 18) || run.len() == 11 && run[0] == '1';
    let hidden = if of_a_person { run.len() - 4 } else { 0 };
    into.extend(run.iter().enumerate().map(|(at, c)| if at < hidden { '*' } else { *c }));
    run.clear();
}
