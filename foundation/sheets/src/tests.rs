//! What was written, read back by another library.

use std::io::{Cursor, Read as _};

use basics::{BusinessDate, Moment};
use calamine::{Data, Reader as _, Xlsx};

use super::*;

fn about() -> About {
    About {
        title: "大关县 2019 年".to_owned(), author: "高敏".to_owned(), subject: "530624".to_owned(), at: Moment(1_578_445_200_000)
    }
}

fn table(rows: Vec<Vec<Cell>>) -> Table {
    let columns = vec![("编号".to_owned(), 20), ("数".to_owned(), 12)];
    Table { name: "数字：一/二".to_owned(), columns, rows, notes: vec!["按当时区划".to_owned()] }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn read_back(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("it is a spreadsheet")
}

#[test]
fn texts_stay_texts_and_amounts_are_exact_numbers() {
    let day = BusinessDate::try_new(2019, 12, 31).expect("a day");
    let rows = vec![
        vec![text("530624101201"), Cell::Whole(13_530)],
        vec![text("0012"), Cell::Hundredths(106_241_607)],
        vec![Cell::Empty, Cell::Tenths(-1_894_025)],
        vec![Cell::Day(day), Cell::Empty],
    ];
    let mut book = read_back(write(&about(), &[table(rows)]).expect("it is written"));
    let range = book.worksheet_range_at(0).expect("a sheet").expect("it is read");
    let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!((cell(1, 0), cell(1, 1)), (Data::String("530624101201".to_owned()), Data::Float(13_530.0)));
    assert_eq!((cell(2, 0), cell(2, 1)), (Data::String("0012".to_owned()), Data::Float(1_062_416.07)));
    assert_eq!((cell(3, 0), cell(3, 1)), (Data::Empty, Data::Float(-189_402.5)));
    assert!(matches!(cell(4, 0), Data::DateTime(when) if when.as_f64() == 43_830.0), "{:?}", cell(4, 0));
    assert_eq!(cell(6, 0), Data::String("按当时区划".to_owned()));
}

#[test]
fn what_looks_like_a_formula_is_a_quoted_text() {
    let wicked = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://x\",\"y\")"];
    let rows = wicked.map(|wicked| vec![text(wicked)]).to_vec();
    let bytes = write(&about(), &[table(rows)]).expect("it is written");
    let mut book = read_back(bytes.clone());
    let range = book.worksheet_range_at(0).expect("a sheet").expect("it is read");
    for (row, wicked) in (1..).zip(wicked) {
        assert_eq!(range.get_value((row, 0)), Some(&Data::String(wicked.to_owned())));
    }
    let formulas = book.worksheet_formula("数字：一 二").expect("formulas are read");
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "there is no formula at all");
    assert!(part(bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn the_properties_say_who_and_when_and_two_tabs_may_have_one_name() {
    let tables = [table(Vec::new()), table(Vec::new())];
    let bytes = write(&about(), &tables).expect("it is written");
    assert_eq!(read_back(bytes.clone()).sheet_names(), ["数字：一 二", "2 数字：一 二"]);
    let properties = part(bytes, "docProps/core.xml");
    for words in ["高敏", "大关县 2019 年", "2020-01-08T01:00:00Z"] {
        assert!(properties.contains(words), "{properties}");
    }
}

/// A part of the file, as it stands in the archive.
fn part(bytes: Vec<u8>, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("the part is there").read_to_string(&mut text).expect("it is text");
    text
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 48, ..proptest::prelude::ProptestConfig::default() })]

    #[test]
    fn any_names_and_texts_make_a_spreadsheet_that_reads_back(
        names in proptest::collection::vec(proptest::collection::vec(proptest::prelude::any::<char>(), 0..40), 1..4),
        written in proptest::collection::vec(proptest::prelude::any::<char>(), 0..60),
        same in proptest::prelude::any::<bool>(),
    ) {
        let written: String = written.into_iter().collect();
        let tables: Vec<Table> = names.into_iter().map(|name| {
            let name: String = if same { "Same".to_owned() } else { name.into_iter().collect() };
            Table { name, ..table(vec![vec![text(&written), Cell::Whole(1)]]) }
        }).collect();
        let mut book = read_back(write(&about(), &tables).expect("it is written"));
        proptest::prop_assert_eq!(book.sheet_names().len(), tables.len());
        let range = book.worksheet_range_at(0).expect("a sheet").expect("it is read");
        proptest::prop_assert_eq!(range.get_value((1, 1)), Some(&Data::Float(1.0)));
        // XML turns a lone carriage return into a new line; what else it cannot hold is written by its number.
        let is_plain = |letter: char| !letter.is_control() && !('\u{fffe}'..='\u{ffff}').contains(&letter);
        if written.chars().all(is_plain) && !written.contains("_x") && written.trim() == written && !written.is_empty() {
            proptest::prop_assert_eq!(range.get_value((1, 0)), Some(&Data::String(written)));
        }
    }
}

#[test]
fn rare_characters_count_twice_in_the_name_of_a_tab() {
    let tables = [Table { name: "𠅤".repeat(31), ..table(Vec::new()) }];
    assert_eq!(read_back(write(&about(), &tables).expect("it is written")).sheet_names(), ["𠅤".repeat(15)]);
}

#[test]
fn tabs_that_differ_only_in_large_and_small_letters_are_told_apart() {
    let tables = ["Rice", "RICE", "rice", "2 rice"].map(|name| Table { name: name.to_owned(), ..table(Vec::new()) });
    assert_eq!(read_back(write(&about(), &tables).expect("it is written")).sheet_names().len(), 4);
}
