//! Papers that come out, papers that cannot, and the same bytes twice.

use serde_json::{Value, json};

use crate::{PAGES_MAX, Paper, PaperError, Pdf, typeset};

/// A PNG of one black pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a,
    0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0,
    b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

const LETTER: &str = r#"#import "head.typ": head
#let letter = json("data.json")
#head(letter.name)
#set text(font: "Noto Sans SC", lang: "zh", region: "cn")
余额 #letter.balance 分，#datetime.today().display()。"#;

fn paper<'a>(template: &'static str, data: &'a Value) -> Paper<'a> {
    Paper { template, library: &[("head.typ", "#let head(name) = [= #name]")], data, images: Vec::new(), today: (2020, 1, 8) }
}

fn set(paper: &Paper) -> Pdf {
    typeset(paper).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_letter_is_a_pdf_of_one_page() {
    let data = json!({ "name": "阿苏·木呷", "balance": "77.5" });
    let pdf = set(&paper(LETTER, &data));
    assert!(pdf.bytes.starts_with(b"%PDF"));
    assert_eq!(pdf.pages, 1);
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    let data = json!({ "name": "陈家福", "balance": "55.5" });
    let first = set(&paper(LETTER, &data));
    typst::comemo::evict(0);
    assert_eq!(set(&paper(LETTER, &data)), first);
}

#[test]
fn another_day_is_another_paper() {
    let data = json!({ "name": "陈家福", "balance": "55.5" });
    let later = Paper { today: (2020, 1, 9), ..paper(LETTER, &data) };
    assert_ne!(set(&later).bytes, set(&paper(LETTER, &data)).bytes);
}

#[test]
fn a_picture_is_found_by_its_name() {
    let data = json!({});
    let signed = Paper { images: vec![("signature.png".into(), PIXEL.to_vec())], ..paper("#image(\"signature.png\")", &data) };
    assert_eq!(set(&signed).pages, 1);
}

#[test]
fn a_missing_field_names_file_and_line() {
    let data = json!({ "name": "陈家福" });
    let Err(PaperError::Template(told)) = typeset(&paper(LETTER, &data)) else { panic!("a letter without its balance was set") };
    assert!(told.starts_with("paper.typ:5: ") && told.contains("balance"), "{told}");
}

#[test]
fn a_bad_template_is_refused() {
    for template in ["#let x = ", "#nothing()", "#import \"absent.typ\": *", "#image(\"absent.png\")", "#import \"@preview/cetz:0.3.0\""] {
        let outcome = typeset(&paper(template, &Value::Null));
        assert!(matches!(outcome, Err(PaperError::Template(_))), "{template}: {outcome:?}");
    }
}

#[test]
fn neither_the_disk_nor_a_path_upwards_is_read() {
    for template in ["#read(\"/etc/hostname\")", "#read(\"../Cargo.toml\")", "#read(\"Cargo.toml\")"] {
        assert!(matches!(typeset(&paper(template, &Value::Null)), Err(PaperError::Template(_))), "{template}");
    }
}

#[test]
fn pages_are_counted_and_limited() {
    let template = "#for i in range(json(\"data.json\")) { pagebreak(weak: false) }";
    assert_eq!(set(&paper(template, &json!(PAGES_MAX - 1))).pages, PAGES_MAX);
    assert_eq!(typeset(&paper(template, &json!(PAGES_MAX))), Err(PaperError::TooManyPages(PAGES_MAX + 1)));
}

#[test]
fn a_day_that_is_none_is_refused() {
    for today in [(2021, 2, 29), (2020, 13, 1), (2020, 1, 0), (0, 1, 1), (10_000, 1, 1)] {
        let outcome = typeset(&Paper { today, ..paper("", &Value::Null) });
        assert_eq!(outcome, Err(PaperError::NoSuchDay(today.0, today.1, today.2)));
    }
}

#[test]
fn a_name_that_is_taken_or_none_is_refused() {
    for name in ["data.json", "paper.typ", "head.typ", "", "..", "../signature.png"] {
        let images = vec![(name.to_owned(), PIXEL.to_vec())];
        assert_eq!(typeset(&Paper { images, ..paper("", &Value::Null) }), Err(PaperError::FileName(name.to_owned())));
    }
}
