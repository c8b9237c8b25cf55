//! A kept form in words: what its own page calls the fields, as far as the texts say; ids and what nobody typed stay out of sight.

use basics::Id;
use pages::Frame;

use crate::kept_form::Kept;

/// What is shown of a kept form.
pub(crate) struct Words {
    /// Label and value.
    pub lines: Vec<(String, String)>,
    /// Filled in as well, without words for it.
    pub others: usize,
}

/// Texts that several pages share, beside those named like the page.
const SHARED: &[&str] = &["counter", "signature"];
/// Boxes that are ticked or not.
const TICKS: &[&str] = &["offered", "registered", "set-aside"];
/// Families of texts for what is chosen from a list.
const CHOICES: &[&str] = &["relation", "category", "role"];

/// The kept form in the frame's language.
pub(crate) fn words(frame: &Frame, kept: &Kept) -> Words {
    let prefixes = prefixes(&kept.path);
    let (mut lines, mut others) = (Vec::new(), 0);
    for (name, value) in kept.fields.iter().filter(|(name, value)| is_typed(name, value)) {
        let base = name.split('.').next().unwrap_or(name);
        let found = prefixes.iter().map(|prefix| (prefix, format!("{prefix}-{base}"))).find(|(_, key)| frame.has(key));
        match found.and_then(|(_, key)| Some((frame.say(&key), shown(frame, &key, base, value)?))) {
            Some(line) => lines.push(line),
            None => others += 1,
        }
    }
    Words { lines, others }
}

/// `/c/530624/shops/…/goods` speaks with the texts `goods-…`, `shop-…`; the last word of the address first.
fn prefixes(path: &str) -> Vec<String> {
    let path = path.split('?').next().unwrap_or(path);
    let nouns = path
        .rsplit('/')
        .filter(|part| part.len() > 1 && part.parse::<Id<()>>().is_err() && part.bytes().all(|byte| !byte.is_ascii_digit()));
    let named = nouns.flat_map(|noun| {
        let one = noun.strip_suffix('s').unwrap_or(noun);
        [noun.to_owned(), one.to_owned(), format!("{one}-new")]
    });
    named.chain(SHARED.iter().map(|shared| (*shared).to_owned())).collect()
}

/// Whether somebody typed or chose it: not an id, a drawing, a button or an empty field.
fn is_typed(name: &str, value: &str) -> bool {
    let hidden = name == "id" || name.starts_with("price.") || matches!(name, "signature" | "confirm" | "step" | "next" | "back" | "to");
    !hidden && !value.trim().is_empty()
}

/// The value as people read it; nothing when it is a code without a word.
fn shown(frame: &Frame, key: &str, base: &str, value: &str) -> Option<String> {
    if TICKS.contains(&base) {
        return Some(frame.say("kept-yes"));
    }
    let families = [key, base].into_iter().chain(CHOICES.iter().copied());
    if let Some(word) = families.map(|family| format!("{family}-{}", value.replace('_', "-"))).find(|word| frame.has(word)) {
        return Some(frame.say(&word));
    }
    let code = value.parse::<Id<()>>().is_ok() || value.contains(':');
    (!code && value.chars().count() < 200).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_whose_texts_a_form_speaks() {
        let path = "/c/530624/shops/018f0000-0000-7000-8000-000000000001/set-asides?x=1";
        assert_eq!(prefixes(path)[..5], ["set-asides", "set-aside", "set-aside-new", "shops", "shop"]);
    }

    #[test]
    fn what_nobody_typed_is_not_shown() {
        for (name, value, typed) in
            [("name", "搪瓷盆", true), ("name", " ", false), ("id", "x", false), ("signature", "data:", false), ("price.x", "2", false)]
        {
            assert_eq!(is_typed(name, value), typed, "{name}");
        }
    }
}
