//! Texts: the same keys with the same variables in both languages, none missing, none that nobody says.

mod fluent;
mod used;

use std::collections::{BTreeMap, BTreeSet};

use crate::Sources;
use fluent::Language;
use used::Used;

/// Beginnings of keys that are put together where the program cannot be read for them.
const PUT_TOGETHER: &[&str] = &["error-", "paper-", "setting-", "shop-way-"];
/// Chooses a plural form, which Chinese has none of; the number itself may stand beside the text.
const CHOOSES_PLURAL: &str = "count";

/// Keys that one language lacks or that take other variables there.
pub fn texts_in_both_languages(sources: &Sources) -> Vec<String> {
    let (chinese, english) = languages(sources);
    let mut complaints = [chinese.complaints.clone(), english.complaints.clone()].concat();
    complaints.extend(chinese.lacking(&english).map(|key| format!("{key} is not there in English")));
    complaints.extend(english.lacking(&chinese).map(|key| format!("{key} is not there in Chinese")));
    for (key, variables) in &chinese.keys {
        let told = |variables: &BTreeSet<String>| variables.iter().filter(|name| *name != CHOOSES_PLURAL).cloned().collect::<BTreeSet<_>>();
        if let Some(others) = english.keys.get(key).filter(|others| told(others) != told(variables)) {
            complaints.push(format!("{key} takes {variables:?} in Chinese and {others:?} in English"));
        }
    }
    complaints
}

/// Keys the program says that have no text.
pub fn texts_that_are_missing(sources: &Sources) -> Vec<String> {
    let (chinese, _) = languages(sources);
    let used = Used::of(sources);
    used.wanted
        .iter()
        .filter(|(key, _)| !chinese.keys.contains_key(*key))
        .map(|(key, place)| format!("{place}: no text for {key}"))
        .collect()
}

/// Texts that nothing in the program says.
pub fn texts_that_nobody_uses(sources: &Sources) -> Vec<String> {
    let (chinese, _) = languages(sources);
    let used = Used::of(sources);
    let keys: Vec<&String> = chinese.keys.keys().filter(|key| !is_used(key, &used)).collect();
    keys.into_iter().map(|key| format!("nobody says {key}")).collect()
}

fn is_used(key: &str, used: &Used) -> bool {
    let said = |key: &str| {
        used.wanted.contains_key(key)
            || used.literals.contains(key)
            || PUT_TOGETHER.iter().any(|beginning| key.starts_with(beginning))
            || used.beginnings.iter().any(|beginning| key.starts_with(beginning.as_str()))
    };
    said(key) || key.strip_suffix("-hint").is_some_and(said)
}

fn languages(sources: &Sources) -> (Language, Language) {
    let of = |tag: &str| {
        let files: BTreeMap<&str, &str> = sources
            .texts
            .iter()
            .filter(|file| file.path.ends_with(&format!("{tag}.ftl")))
            .map(|file| (file.path.as_str(), file.text.as_str()))
            .collect();
        Language::read(files)
    };
    (of("zh-Hans"), of("en"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::Masked;
    use crate::sources::{RustSource, Source};

    fn sources(chinese: &str, english: &str, rust: &str, template: &str) -> Sources {
        let file = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        Sources {
            rust: vec![RustSource { path: "areas/giving/src/gift/pages.rs".to_owned(), text: rust.to_owned(), masked: Masked::new(rust) }],
            templates: vec![file("areas/giving/src/gift/list.html", template)],
            texts: vec![file("areas/giving/texts/zh-Hans.ftl", chinese), file("areas/giving/texts/en.ftl", english)],
            ..Sources::default()
        }
    }

    #[test]
    fn both_languages_take_the_same_variables() {
        let all = sources(
            "gift-count = { $count } 件\ngift-new = 登记",
            "gift-count = { $number ->\n    [one] one\n   *[other] { $number }\n }",
            "",
            "",
        );
        assert_eq!(texts_in_both_languages(&all).len(), 2, "{:?}", texts_in_both_languages(&all));
    }

    #[test]
    fn what_is_said_has_a_text_and_what_has_a_text_is_said() {
        let chinese = "gift-name = 名\ngift-name-hint = 如\ngift-old = 旧\ndone-gift-saved = 好\nstate-open = 开\nrole-gift-keeper = 管";
        let rust = "fn a() { frame.say(\"gift-missing\"); done(\"/gifts\", \"gift-saved\"); format!(\"state-{state}\"); Message::new(\"gift-gone\") }\n\
                    const R: Role = Role { name: \"gift_keeper\", place };";
        let all = sources(chinese, "", rust, "{{ form.field(frame, \"gift\", \"name\", \"text\") }}{{ frame.say(\"gift-also\") }}");
        let missing = texts_that_are_missing(&all);
        assert_eq!(missing.len(), 3, "{missing:?}");
        assert_eq!(texts_that_nobody_uses(&all), ["nobody says gift-old"]);
    }
}
