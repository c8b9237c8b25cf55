//! `figure` at the terminal: the list with definitions, and what it refuses.

mod common;

use common::{code, err, fill, out, run, text};
use database::{Db, Location, Options};
use tempfile::TempDir;
use testkit::NOW;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let db = Db::open(&Location::Sqlite(folder.path().join("xieshou.db")), &Options::default()).expect("it opens");
    db.migrate(&xieshou::areas::schemas(), NOW).expect("the schema applies");
    fill(&db, 3);
    db.close();
    folder
}

#[test]
fn alone_it_lists_every_figure_with_unit_and_definition_in_both_languages() {
    let listed: Vec<serde_json::Value> = serde_json::from_str(&out(&run(&["figure", "--json"]))).expect("JSON");
    assert!(listed.len() >= 12, "{}", listed.len());
    for figure in &listed {
        for (part, lang) in [("label", "zh-Hans"), ("label", "en"), ("definition", "zh-Hans"), ("definition", "en")] {
            let words = figure[part][lang].as_str().unwrap_or_default();
            assert!(!words.is_empty() && !words.contains('⟦'), "{figure}");
        }
    }
    let said = out(&run(&["figure"]));
    assert!(said.contains("value-redeemed (fen)") && said.contains("兑换物资折款"), "{said}");
}

#[test]
fn an_answer_is_one_line_of_json_with_a_whole_number() {
    let folder = folder();
    let asked = ["figure", "points-held", "--county", "530624", "--from", "2020-01-01", "--to", "2020-01-31", "--json", "--data"];
    let output = run(&[&asked[..], &[text(folder.path())]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let answer = r#"{"id":"points-held","county":530624,"from":"2020-01-01","to":"2020-01-31","unit":"tenth_point","value":45}"#;
    assert_eq!(out(&output).trim(), answer);
}

#[test]
fn what_it_cannot_answer_is_wrong_usage_with_a_sentence() {
    let folder = folder();
    let data = text(folder.path());
    let good = ["--county", "530624", "--from", "2020-01-01", "--to", "2020-01-31"];
    for (arguments, words) in [
        ([&["figure", "no-such-figure"][..], &good].concat(), "There is no figure no-such-figure"),
        (["figure", "points-held"].to_vec(), "--county, --from and --to"),
        (["figure", "points-held", "--county", "530624", "--from", "2020-02-01", "--to", "2020-01-01"].to_vec(), "lies after"),
        (["figure", "points-held", "--county", "530624", "--from", "2020-02-30", "--to", "2020-03-01"].to_vec(), "a date is written"),
        (["figure", "points-held", "--county", "530625", "--from", "2020-01-01", "--to", "2020-03-01"].to_vec(), "There is no book 530625"),
        ([&["figure", "points-held", "--place", "530624999"][..], &good].concat(), "530624999 is no place of book 530624"),
        ([&["figure", "points-held", "--place", "here"][..], &good].concat(), "here is no place of book 530624"),
    ] {
        let output = run(&[&arguments[..], &["--data", data]].concat());
        assert_eq!(code(&output), 2, "{arguments:?}: {}", err(&output));
        assert!(err(&output).contains(words), "{arguments:?}: {}", err(&output));
    }
}
