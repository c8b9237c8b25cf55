//! Every paper in both languages, from its sample and from the awkward cases. The PDFs stay in `target/tmp/papers` to be looked at.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use paper::{Paper, Pdf, typeset};
use serde_json::{Value, json};

const COMMON: &str = include_str!("../papers/common.typ");
const WORDS: [(&str, &str); 2] =
    [("zh-Hans", include_str!("../papers/papers.zh-Hans.ftl")), ("en", include_str!("../papers/papers.en.ftl"))];
const LONG_NAME: &str = "吉克·阿依史布莫·尔古日哈";

/// A PNG of one black pixel, in place of a signature.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a,
    0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0,
    b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

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

const SLIP: Kind = kind!("slip");
const CARD: Kind = kind!("card");
const PASSBOOK: Kind = kind!("passbook");
const PRICE_LIST: Kind = kind!("price_list");
const TODAY: Kind = kind!("today");
const REGISTER: Kind = kind!("register");
const NOTICE: Kind = kind!("notice");
const MINUTES: Kind = kind!("minutes");
const KINDS: [Kind; 8] = [SLIP, CARD, PASSBOOK, PRICE_LIST, TODAY, REGISTER, NOTICE, MINUTES];

/// The words of one paper: what stands behind `paper-<name>-` is the label.
fn words(kind: &Kind, texts: &str) -> BTreeMap<String, String> {
    let prefix = format!("paper-{}-", kind.name.replace('_', "-"));
    let pairs = texts.lines().filter_map(|line| line.split_once(" = "));
    pairs.filter_map(|(key, text)| Some((key.strip_prefix(&prefix)?.to_owned(), text.to_owned()))).collect()
}

fn sample(kind: &Kind) -> Value {
    serde_json::from_str(kind.sample).expect("the sample is JSON")
}

/// Sets the paper in both languages and keeps the files; returns the Chinese one.
fn set(kind: &Kind, case: &str, data: &Value) -> Pdf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers");
    fs::create_dir_all(&folder).expect("a folder for the papers");
    let mut set = Vec::new();
    for (language, texts) in WORDS {
        let mut data = data.clone();
        data["t"] = json!(words(kind, texts));
        let images = vec![("signature.png".to_owned(), PIXEL.to_vec())];
        let paper = Paper { template: kind.template, library: &[("common.typ", COMMON)], data: &data, images, today: (2020, 1, 8) };
        let pdf = typeset(&paper).unwrap_or_else(|error| panic!("{} {case} {language}: {error}", kind.name));
        fs::write(folder.join(format!("{}-{case}.{language}.pdf", kind.name)), &pdf.bytes).expect("a paper to look at");
        set.push(pdf);
    }
    set.swap_remove(0)
}

fn repeated(rows: &Value, count: usize) -> Value {
    rows.as_array().expect("rows").iter().cycle().take(count).cloned().collect()
}

#[test]
fn every_sample_is_set_in_both_languages() {
    for (kind, pages) in KINDS.iter().zip([1, 2, 1, 1, 1, 2, 1, 1]) {
        assert_eq!(set(kind, "sample", &sample(kind)).pages, pages, "{}", kind.name);
    }
}

#[test]
fn both_languages_have_the_same_labels_and_no_label_is_idle() {
    for kind in &KINDS {
        let [chinese, english] = WORDS.map(|(_, texts)| words(kind, texts));
        assert!(chinese.keys().eq(english.keys()), "{}", kind.name);
        for label in chinese.keys() {
            let mention = format!("t.{label}");
            let uses = kind.template.match_indices(&mention).chain(COMMON.match_indices(&mention)).count();
            assert!(uses > 0, "{}: {label} is never printed", kind.name);
        }
    }
}

#[test]
fn a_price_list_that_nearly_fits_hangs_on_one_sheet() {
    let mut data = sample(&PRICE_LIST);
    let goods = repeated(&data["categories"][0]["goods"], 4);
    let part = |name: &str| json!({ "name": name, "goods": goods });
    data["categories"] = json!([part("米面粮油"), part("洗护"), part("文具"), part("日用"), part("家电")]);
    data["categories"][0]["goods"][0]["gone"] = json!(true);
    data["rules"] = json!(["只换货，不换现金。", "本户的人凭卡或报姓名来换。", "点清再走。", "烟酒不上架。"]);
    data["demo"] = json!(true);
    assert_eq!(set(&PRICE_LIST, "nearly-fits", &data).pages, 1);
}

#[test]
fn a_slip_of_twelve_lines_with_every_mark_fits_one_sheet() {
    let mut data = sample(&SLIP);
    data["lines"] = repeated(&data["lines"], 12);
    data["reprint"] = json!({ "number": 2, "date": "2020-01-09", "time": "09:20" });
    data["cancelled"] = json!({ "reason": "发错货，农户当场退回", "by": "刘云 马国强", "at": "2020-01-08 16:02" });
    data["demo"] = json!(true);
    assert_eq!(set(&SLIP, "twelve-marked", &data).pages, 1);
}

#[test]
fn a_slip_with_long_names_still_fits_one_sheet() {
    let mut data = sample(&SLIP);
    data["lines"] = repeated(&data["lines"], 12);
    data["lines"][3]["goods"] = json!("家庭装加厚抽取式面巾纸（三层，可湿水，母婴适用）");
    data["household"]["head"] = json!(LONG_NAME);
    data["collector"] = json!({ "name": LONG_NAME, "relation": "户主弟弟的配偶（受托）" });
    data["signature"] = json!({ "kind": "paper", "paper_number": "A-00317" });
    assert_eq!(set(&SLIP, "long-names", &data).pages, 1);
}

#[test]
fn a_name_in_yi_is_printed_and_not_boxed() {
    let data: Value = serde_json::from_str(&SLIP.sample.replace("陈家福", "ꆈꌠꉙ")).expect("the sample is JSON");
    set(&SLIP, "yi", &data);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers/slip-yi.zh-Hans.pdf");
    let fonts = Command::new("pdffonts").arg(file).output().expect("pdffonts is there");
    assert!(String::from_utf8_lossy(&fonts.stdout).contains("NotoSansYi"), "{}", String::from_utf8_lossy(&fonts.stdout));
}

#[test]
fn a_slip_too_long_for_half_a_sheet_gives_each_copy_its_own_sheets() {
    let mut data = sample(&SLIP);
    data["lines"] = repeated(&data["lines"], 60);
    data["signature"] = json!({ "kind": "photo" });
    assert_eq!(set(&SLIP, "sixty", &data).pages, 4);
}

#[test]
fn nothing_to_print_is_said_and_fits_one_sheet() {
    let emptied = [
        (SLIP, json!({ "lines": [] })),
        (CARD, json!({ "cards": [] })),
        (PASSBOOK, json!({ "lines": [], "qr": [] })),
        (PRICE_LIST, json!({ "categories": [], "rules": [], "complaint_phone": "" })),
        (TODAY, json!({ "slips": [], "goods": [] })),
        (NOTICE, json!({ "lines": [], "met": "" })),
        (MINUTES, json!({ "held_on": "", "chair": "", "present": 0, "entries": [], "recused": [], "attendees": [] })),
        (REGISTER, json!({ "groups": [{ "group": "", "plus": "0", "minus": "0", "lines": [] }] })),
    ];
    for (kind, nothing) in emptied {
        let mut data = sample(&kind);
        data.as_object_mut().expect("an object").extend(nothing.as_object().expect("an object").clone());
        assert_eq!(set(&kind, "empty", &data).pages, 1, "{}", kind.name);
    }
}

#[test]
fn a_full_page_of_the_passbook_fits_one_sheet_in_large_type() {
    let mut data = sample(&PASSBOOK);
    data["lines"] = repeated(&data["lines"], 10);
    data["head"] = json!(LONG_NAME);
    for line in data["lines"].as_array_mut().expect("lines") {
        line["why"] = json!("兑换：大米 1 袋、洗洁精 1 瓶、食盐 2 袋、作业本 1 本");
    }
    data["demo"] = json!(true);
    assert_eq!(set(&PASSBOOK, "full", &data).pages, 1);
}

#[test]
fn long_papers_flow_over_several_sheets() {
    let mut passbook = sample(&PASSBOOK);
    passbook["lines"] = repeated(&passbook["lines"], 60);
    passbook["head"] = json!(LONG_NAME);
    assert_eq!(set(&PASSBOOK, "sixty", &passbook).pages, 4);

    let mut prices = sample(&PRICE_LIST);
    for category in prices["categories"].as_array_mut().expect("categories") {
        category["goods"] = repeated(&category["goods"], 15);
    }
    assert_eq!(set(&PRICE_LIST, "sixty", &prices).pages, 3);

    let mut today = sample(&TODAY);
    today["slips"] = repeated(&today["slips"], 60);
    today["goods"] = repeated(&today["goods"], 40);
    today["demo"] = json!(true);
    assert_eq!(set(&TODAY, "sixty", &today).pages, 4);

    let mut register = sample(&REGISTER);
    let lines = repeated(&register["groups"][0]["lines"], 60);
    for group in register["groups"].as_array_mut().expect("groups") {
        group["lines"] = lines.clone();
    }
    register["demo"] = json!(true);
    assert_eq!(set(&REGISTER, "sixty", &register).pages, 10);
}
