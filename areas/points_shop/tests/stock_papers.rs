//! The papers about stock in both languages, from their samples and from awkward cases.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use paper::{Paper, typeset};
use serde_json::{Value, json};

const COMMON: &str = include_str!("../papers/common.typ");
const WORDS: [(&str, &str); 2] = [("zh-Hans", include_str!("../papers/stock.zh-Hans.ftl")), ("en", include_str!("../papers/stock.en.ftl"))];
const LONG_NAME: &str = "吉克·阿依史布莫·尔古日哈";

struct Kind {
    name: &'static str,
    template: &'static str,
    sample: &'static str,
}

macro_rules! kind {
    ($name:literal) => {
        Kind {
            name: $name,
            template: include_str!(concat!("../papers/", $name, ".typ")),
            sample: include_str!(concat!("../papers/samples/", $name, ".json")),
        }
    };
}

const KINDS: [Kind; 3] = [kind!("stock_take"), kind!("hand_over"), kind!("supply")];

fn words(kind: &Kind, texts: &str) -> BTreeMap<String, String> {
    let prefix = format!("paper-{}-", kind.name.replace('_', "-"));
    let pairs = texts.lines().filter_map(|line| line.split_once(" = "));
    pairs.filter_map(|(key, text)| Some((key.strip_prefix(&prefix)?.to_owned(), text.to_owned()))).collect()
}

fn sample(kind: &Kind) -> Value {
    serde_json::from_str(kind.sample).expect("the sample is JSON")
}

/// A PNG of one black pixel, in place of a signature.
fn pixel() -> Vec<u8> {
    let mut png = Vec::new();
    let image = image::RgbImage::new(1, 1);
    image.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).expect("a pixel can be written");
    png
}

/// Sets the paper in both languages, keeps the files to be looked at, and answers how many pages each has.
fn pages(kind: &Kind, case: &str, data: &Value) -> Vec<usize> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers");
    fs::create_dir_all(&folder).expect("a folder for the papers");
    let set = |(language, texts): (&str, &str)| {
        let mut data = data.clone();
        data["t"] = json!(words(kind, texts));
        let images = vec![("signature.png".to_owned(), pixel())];
        let paper = Paper { template: kind.template, library: &[("common.typ", COMMON)], data: &data, images, today: (2020, 1, 8) };
        let pdf = typeset(&paper).unwrap_or_else(|error| panic!("{} {case} {language}: {error}", kind.name));
        fs::write(folder.join(format!("{}-{case}.{language}.pdf", kind.name)), &pdf.bytes).expect("a paper to look at");
        pdf.pages
    };
    WORDS.into_iter().map(set).collect()
}

fn repeated(rows: &Value, count: usize) -> Value {
    rows.as_array().expect("rows").iter().cycle().take(count).cloned().collect()
}

#[test]
fn every_sample_is_one_sheet_in_both_languages() {
    for kind in &KINDS {
        assert_eq!(pages(kind, "sample", &sample(kind)), [1, 1], "{}", kind.name);
    }
}

#[test]
fn both_languages_have_the_same_labels_and_no_label_is_idle() {
    for kind in &KINDS {
        let [chinese, english] = WORDS.map(|(_, texts)| words(kind, texts));
        assert!(chinese.keys().eq(english.keys()), "{}", kind.name);
        for label in chinese.keys() {
            let mention = format!("t.{label}");
            assert!(kind.template.contains(&mention) || COMMON.contains(&mention), "{}: {label} is never printed", kind.name);
        }
    }
}

#[test]
fn a_shelf_of_a_hundred_lots_flows_over_sheets() {
    let [take, hand_over, supply] = &KINDS;
    let mut data = sample(take);
    data["lines"] = repeated(&data["lines"], 100);
    data["witness"] = json!(LONG_NAME);
    data["demo"] = json!(true);
    data["signature"] = json!({ "kind": "paper", "paper_number": "盘-0001" });
    assert!(pages(take, "hundred", &data)[0] > 2);
    let mut data = sample(hand_over);
    data["lines"] = repeated(&data["lines"], 8);
    data["demo"] = json!(true);
    assert_eq!(pages(hand_over, "full", &data), [1, 1], "eight kinds, as many as a form takes, fit twice on a sheet");
    data["lines"] = repeated(&data["lines"], 60);
    assert!(pages(hand_over, "long", &data)[0] >= 4, "a long list takes sheets of its own, twice");
    let mut data = sample(supply);
    data["goods"] = json!([]);
    data["expiring"] = json!([]);
    assert_eq!(pages(supply, "nothing", &data), [1, 1]);
}

#[test]
fn an_empty_shelf_is_said() {
    let mut data = sample(&KINDS[0]);
    data["lines"] = json!([]);
    data["check"] = Value::Null;
    assert_eq!(pages(&KINDS[0], "empty", &data), [1, 1]);
}
