//! Vectors computed for birth years before 1900, so that none can be the number of a living person.

use super::*;
use jiff::civil::date;

const REAL: Rules = Rules { allow_demo: false, today: date(2020, 6, 30) };
const DEMO: Rules = Rules { allow_demo: true, today: date(2020, 6, 30) };

#[test]
fn good_numbers() {
    let cases = [
        ("530624189602290017", date(1896, 2, 29), Sex::Male),
        ("530624189602290025", date(1896, 2, 29), Sex::Female),
        ("442000189912310139", date(1899, 12, 31), Sex::Male),
        ("530625189601011203", date(1896, 1, 1), Sex::Female),
        ("53062418960301003X", date(1896, 3, 1), Sex::Male),
        ("53062418960301003x", date(1896, 3, 1), Sex::Male),
        ("53062418960301003Ｘ", date(1896, 3, 1), Sex::Male),
        ("53062418960301003ｘ", date(1896, 3, 1), Sex::Male),
        (" ５３０６２４１８９６０３０１００３Ｘ ", date(1896, 3, 1), Sex::Male),
    ];
    for (text, birth, sex) in cases {
        let number = IdNumber::parse(text, REAL).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        assert_eq!((number.birth_date(), number.sex(), number.is_demo()), (birth, sex, false), "{text}");
        assert_eq!(number.reveal().len(), DIGITS);
        assert!(number.reveal().bytes().all(|byte| byte.is_ascii_digit() || byte == b'X'), "{text}");
    }
}

#[test]
fn each_problem_is_named() {
    let before = Rules { allow_demo: false, today: date(1896, 2, 28) };
    let cases = [
        ("", REAL, IdNumberProblem::Length { found: 0 }),
        ("53062418960229001", REAL, IdNumberProblem::Length { found: 17 }),
        ("5306241896022900177", REAL, IdNumberProblem::Length { found: 19 }),
        ("530624960229001", REAL, IdNumberProblem::Length { found: 15 }),
        ("53062A189602290017", REAL, IdNumberProblem::NotDigits { position: 6 }),
        ("X30624189602290017", REAL, IdNumberProblem::NotDigits { position: 1 }),
        ("53062418960229001Y", REAL, IdNumberProblem::NotDigits { position: 18 }),
        ("5306 4189602290017", REAL, IdNumberProblem::NotDigits { position: 5 }),
        ("福30624189602290017", REAL, IdNumberProblem::NotDigits { position: 1 }),
        ("000624189602290017", REAL, IdNumberProblem::Area),
        ("160624189602290017", REAL, IdNumberProblem::Area),
        ("980624189602290017", DEMO, IdNumberProblem::Area),
        ("530624189702290014", REAL, IdNumberProblem::BirthDate),
        ("530624189613010017", REAL, IdNumberProblem::BirthDate),
        ("530624189600010017", REAL, IdNumberProblem::BirthDate),
        ("530624000101010017", REAL, IdNumberProblem::BirthDate),
        ("530624189602290017", before, IdNumberProblem::Future),
        ("530624189602290018", REAL, IdNumberProblem::CheckDigit { expected: '7' }),
        ("53062418960229001X", REAL, IdNumberProblem::CheckDigit { expected: '7' }),
        ("530624189603010030", REAL, IdNumberProblem::CheckDigit { expected: 'X' }),
        ("990000189601010003", REAL, IdNumberProblem::DemoNotAllowed),
    ];
    for (text, rules, expected) in cases {
        assert_eq!(IdNumber::parse(text, rules), Err(expected), "{text}");
        assert!(!expected.to_string().is_empty());
    }
}

#[test]
fn two_neighbouring_digits_changed_over_are_noticed() {
    let good = "530624189602290017";
    for index in 0..good.len() - 1 {
        let mut digits: Vec<char> = good.chars().collect();
        digits.swap(index, index + 1);
        let changed: String = digits.into_iter().collect();
        assert!(changed == good || IdNumber::parse(&changed, REAL).is_err(), "{changed}");
    }
}

#[test]
fn demonstration_numbers() {
    let cases = [
        (0, true, "990000189601010003"),
        (0, false, "990000189601010011"),
        (500, true, "99000118960101000X"),
        (4_999_999, false, "999999189601019998"),
        (5_000_000, true, "990000189601010003"),
    ];
    for (sequence, female, expected) in cases {
        let number = IdNumber::build_demo(sequence, date(1896, 1, 1), female);
        assert_eq!(number.reveal(), expected, "{sequence}");
    }
    let mut seen = std::collections::BTreeSet::new();
    for sequence in 0..3_000 {
        for female in [true, false] {
            let number = IdNumber::build_demo(sequence, date(1896, 2, 29), female);
            assert!(number.is_demo());
            assert_eq!(number.sex(), if female { Sex::Female } else { Sex::Male });
            assert_eq!(IdNumber::parse(number.reveal(), DEMO).as_ref(), Ok(&number));
            assert_eq!(IdNumber::parse(number.reveal(), REAL), Err(IdNumberProblem::DemoNotAllowed));
            assert!(seen.insert(number.reveal().to_owned()), "{sequence}");
        }
    }
}

#[test]
fn digits_do_not_leak() {
    let number = IdNumber::parse("53062418960301003X", REAL).expect("a good number");
    assert_eq!(number.masked(), "**************003X");
    assert_eq!(format!("{number:?}"), "IdNumber(**************003X)");
}

proptest::proptest! {
    #[test]
    fn any_text_is_refused_or_read_as_it_is_revealed(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..40),
        nearly in "[ 0-9０-９xXｘＸ]{16,20}",
        day in 0..40_000i32,
        order in proptest::prelude::any::<u32>(),
    ) {
        let rules = Rules { allow_demo: true, today: jiff::civil::date(2026, 11, 25) };
        let birth = jiff::civil::date(1900, 1, 1).saturating_add(jiff::Span::new().days(day));
        let built = IdNumber::build_demo(order, birth, order % 2 == 0).reveal().to_owned();
        for text in [String::from_utf8_lossy(&bytes).into_owned(), nearly, built] {
            if let Ok(number) = IdNumber::parse(&text, rules) {
                let revealed = number.reveal().to_owned();
                proptest::prop_assert_eq!(IdNumber::parse(&revealed, rules), Ok(number.clone()));
                proptest::prop_assert!(!format!("{number:?}{}", number.masked()).contains(&revealed), "it prints masked");
            }
            // What is looked for is folded once and for all.
            if let Some(query) = crate::name_search::query(&text) {
                proptest::prop_assert_eq!(crate::name_search::query(&query), Some(query));
            }
        }
    }
}
