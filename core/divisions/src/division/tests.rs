//! The extract says what the lists of the statistics bureau say, on the dates our cases use.

use super::*;
use jiff::civil::date;

const ARTICLE: Date = date(2020, 6, 30);
const NEXT_YEAR: Date = date(2021, 6, 30);
const LIST_2023: Date = date(2023, 12, 31);
const BOOKS: [&str; 12] =
    ["442000", "530602", "530621", "530622", "530623", "530624", "530625", "530626", "530627", "530628", "530629", "530681"];

fn known() -> &'static Divisions {
    Divisions::built_in()
}

fn townships(book: &str, on: Date) -> usize {
    let children = known().children(book, on);
    assert!(children.iter().all(|child| child.level == Level::Township));
    children.len()
}

fn villages(book: &str, on: Date) -> usize {
    known().children(book, on).iter().map(|township| known().children(&township.code, on).len()).sum()
}

fn names(divisions: &[&Division]) -> Vec<String> {
    divisions.iter().map(|division| division.name.clone()).collect()
}

#[test]
fn townships_of_each_book_in_both_lists() {
    let expected = [
        ("442000", 24, 23),
        ("530602", 20, 20),
        ("530621", 12, 13),
        ("530622", 16, 17),
        ("530623", 10, 10),
        ("530624", 9, 9),
        ("530625", 15, 16),
        ("530626", 5, 5),
        ("530627", 30, 30),
        ("530628", 15, 16),
        ("530629", 10, 10),
        ("530681", 4, 4),
    ];
    for (book, in_2020, in_2023) in expected {
        assert_eq!(townships(book, ARTICLE), in_2020, "{book} on {ARTICLE}");
        assert_eq!(townships(book, NEXT_YEAR), in_2023, "{book} on {NEXT_YEAR}");
        assert_eq!(townships(book, LIST_2023), in_2023, "{book} on {LIST_2023}");
    }
}

#[test]
fn villages_of_the_four_counties() {
    for (book, expected) in [("530623", 99), ("530624", 88), ("530625", 143), ("530626", 43)] {
        println!("{book}: {} villages and communities", villages(book, ARTICLE));
        assert_eq!(villages(book, ARTICLE), expected, "{book}");
        assert_eq!(villages(book, LIST_2023), expected, "{book}");
    }
}

#[test]
fn no_village_is_lost_on_any_date() {
    let all = known().rows.iter().filter(|row| row.level == Level::Village).count();
    assert_eq!(all, 1689);
    for on in [date(2016, 1, 1), date(2020, 6, 30), date(2020, 12, 31), date(2021, 1, 1), LIST_2023] {
        let mut reached: Vec<String> = Vec::new();
        for city in ["530600", "442000"] {
            let books = if city == "442000" { vec![city] } else { codes(&known().children(city, on)) };
            for township in books.into_iter().flat_map(|book| known().children(book, on)) {
                reached.extend(known().children(&township.code, on).into_iter().map(|village| village.code.clone()));
            }
        }
        let count = reached.len();
        reached.sort();
        reached.dedup();
        assert_eq!((reached.len(), count), (all, all), "on {on}");
        for code in reached {
            let levels: Vec<Level> = known().path(&code, on).iter().map(|division| division.level).collect();
            assert_eq!(levels[0], Level::Province, "{code} on {on}");
            assert_eq!(levels.len(), if code.starts_with("4420") { 4 } else { 5 }, "{code} on {on}");
        }
    }
}

fn codes<'a>(divisions: &[&'a Division]) -> Vec<&'a str> {
    divisions.iter().map(|division| division.code.as_str()).collect()
}

#[test]
fn every_parent_exists_and_validity_does_not_overlap() {
    for row in &known().rows {
        match &row.parent {
            None => assert_eq!(row.level, Level::Province, "{}", row.code),
            Some(parent) => assert!(known().rows.iter().any(|other| &other.code == parent), "{}", row.code),
        }
    }
    for pair in known().rows.windows(2).filter(|pair| pair[0].code == pair[1].code) {
        assert!(pair[0].valid_to.is_some() && pair[0].valid_to <= pair[1].valid_from, "{}", pair[0].code);
    }
}

#[test]
fn what_ended_and_what_began_agree_with_became() {
    for row in &known().became {
        let ended = known().rows.iter().find(|division| division.code == row.old).expect("old is listed");
        let began = known().rows.iter().find(|division| division.code == row.new).expect("new is listed");
        assert_eq!(ended.valid_to, Some(row.on), "{}", row.old);
        assert!(began.level == Level::Village || began.valid_from == Some(row.on), "{}", row.new);
        assert!(known().became.iter().all(|other| other.old != row.new), "{} became twice", row.new);
    }
    for row in &known().rows {
        assert!(row.valid_to.is_none() || !known().successors(&row.code).is_empty(), "{} became nothing", row.code);
    }
}

#[test]
fn a_split_township_keeps_its_villages_before_the_split() {
    let before = known().township_of("530625001001", ARTICLE).expect("it belonged somewhere");
    assert_eq!((before.code.as_str(), before.name.as_str()), ("530625101", "溪洛渡镇"));
    let after = known().township_of("530625001001", NEXT_YEAR).expect("it belongs somewhere");
    assert_eq!(after.name, "溪洛渡街道");
    assert_eq!(known().children("530625101", ARTICLE).len(), 29);
    assert!(known().children("530625101", NEXT_YEAR).is_empty());
    let successors: Vec<&str> = known().successors("530625101").iter().map(|row| row.new.as_str()).collect();
    assert_eq!(successors, ["530625001", "530625002"]);
    assert!(known().successors("530625101").iter().all(|row| row.share == Share::Part));
}

#[test]
fn a_merged_township_gives_each_village_back_to_the_right_one() {
    let township = |village, on| known().township_of(village, on).map(|found| found.code.as_str());
    assert_eq!(township("442000118001", ARTICLE), Some("442000100"), "新市社区 was in 小榄镇");
    assert_eq!(township("442000118016", ARTICLE), Some("442000104"), "东升社区 was in 东升镇");
    assert_eq!(township("442000118016", NEXT_YEAR), Some("442000118"));
    assert_eq!(known().children("442000100", ARTICLE).len(), 15);
    assert_eq!(known().children("442000104", ARTICLE).len(), 14);
    let successors = known().successors("442000104");
    assert_eq!((successors.len(), successors[0].share), (1, Share::Whole));
}

#[test]
fn a_county_that_became_a_city_has_one_code_a_day() {
    assert_eq!(known().find("530630", date(2017, 12, 31)).map(|found| found.name.as_str()), Some("水富县"));
    assert!(known().find("530681", date(2017, 12, 31)).is_none());
    assert_eq!(known().find("530681", date(2018, 1, 1)).map(|found| found.name.as_str()), Some("水富市"));
    assert_eq!(names(&known().path("530681101", date(2017, 6, 1))), ["云南省", "昭通市", "水富县", "向家坝镇"]);
    assert_eq!(known().full_name("530681101", date(2017, 6, 1)).as_deref(), Some("水富县向家坝镇"));
    assert_eq!(known().children("530600", date(2017, 6, 1)).len(), 11);
    assert_eq!(known().children("530600", LIST_2023).len(), 11);
    assert_eq!(townships("530630", date(2017, 6, 1)), 4);
}

#[test]
fn paths_and_full_names() {
    let path = known().path("530624101201", ARTICLE);
    assert_eq!(names(&path), ["云南省", "昭通市", "大关县", "翠华镇", "翠屏村民委员会"]);
    let cases = [
        ("530000", ARTICLE, Some("云南省")),
        ("530600", ARTICLE, Some("昭通市")),
        ("442000", ARTICLE, Some("中山市")),
        ("530624", ARTICLE, Some("大关县")),
        ("530624101001", ARTICLE, Some("大关县翠华镇笔山社区")),
        ("530624101201", ARTICLE, Some("大关县翠华镇翠屏村")),
        ("530625001001", ARTICLE, Some("永善县溪洛渡镇玉泉社区")),
        ("530625001001", NEXT_YEAR, Some("永善县溪洛渡街道玉泉社区")),
        ("442000118001", ARTICLE, Some("中山市小榄镇新市社区")),
        ("442000007201", ARTICLE, Some("中山市民众镇新伦村")),
        ("442000007201", NEXT_YEAR, Some("中山市民众街道新伦村")),
        ("530625001", ARTICLE, None),
        ("530625101", NEXT_YEAR, None),
        ("990000", ARTICLE, None),
    ];
    for (code, on, expected) in cases {
        assert_eq!(known().full_name(code, on).as_deref(), expected, "{code} on {on}");
    }
}

#[test]
fn books_are_owned_by_counties_and_by_the_city_without_counties() {
    let owners: Vec<&str> = known().valid_on(ARTICLE).map(|row| row.code.as_str()).filter(|code| known().owns_book(code)).collect();
    assert_eq!(owners, BOOKS);
    assert!(known().owns_book("530630"), "水富县 owned one before it became a city");
}

#[test]
fn codes_within_codes() {
    let cases = [
        ("530624101201", "530624101", true),
        ("530624101201", "530624", true),
        ("530624101201", "530600", true),
        ("530624101201", "530000", true),
        ("530624", "530624", true),
        ("530600", "530624", false),
        ("530624101", "530625", false),
        ("442000118001", "442000", true),
        ("442000118", "440000", true),
        ("442000118", "530000", false),
        ("530625001001", "530625101", false),
        ("530624", "", false),
        ("530624", "53", false),
        ("大关", "530000", false),
    ];
    for (code, ancestor, expected) in cases {
        assert_eq!(is_within(code, ancestor), expected, "{code} within {ancestor}");
    }
}

#[test]
fn short_names() {
    let cases = [
        ("翠华社区居委会", "翠华社区"),
        ("翠华社区居民委员会", "翠华社区"),
        ("翠华居委会", "翠华社区"),
        ("翠华村委会", "翠华村"),
        ("翠华村村委会", "翠华村"),
        ("翠华村民委员会", "翠华村"),
        ("翠华村村民委员会", "翠华村"),
        ("大村村民委员会", "大村"),
        ("翠华村", "翠华村"),
    ];
    for (name, expected) in cases {
        assert_eq!(short_village_name(name), expected, "{name}");
    }
    for row in known().valid_on(LIST_2023).filter(|row| row.level == Level::Village) {
        let short = row.short_name();
        assert!(short.ends_with('村') || short.ends_with("社区"), "{short}");
    }
    assert_eq!(known().find("530624101", ARTICLE).map(Division::short_name).as_deref(), Some("翠华镇"));
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    const DIVISION_HEAD: &str = "code\tlevel\tparent\tname\tvalid_from\tvalid_to\n";
    const BECAME_HEAD: &str = "old\tnew\ton\tpart\n";
    for line in [
        "53000\tprovince\t\t云南省\t\t",
        "530000\tland\t\t云南省\t\t",
        "530000\tprovince\t\t云南省\t2020-13-01\t",
        "530000\tprovince\t\t云南省\t",
    ] {
        let problem = Divisions::parse(&format!("{DIVISION_HEAD}{line}\n"), BECAME_HEAD).expect_err(line);
        assert_eq!((problem.line, problem.text.as_str()), (2, line));
    }
    assert!(Divisions::parse(DIVISION_HEAD, &format!("{BECAME_HEAD}530630\t530681\t2018-01-01\tall\n")).is_err());
    assert!(Divisions::parse(DIVISION_HEAD, BECAME_HEAD).is_ok());
}
