//! Cases of pasted lines: how they are written, and whom they mean.

use basics::County;

use super::*;

#[test]
fn lines_are_read_as_schools_write_them() {
    for (text, name, household, note) in [
        ("陈晓军\t陈家福\t三年级", "陈晓军", "陈家福", "三年级"),
        ("1\t陈晓军\t530624-101-0312", "陈晓军", "530624-101-0312", ""),
        ("1、陈晓军 陈家福户", "陈晓军", "陈家福", ""),
        ("（1）陈晓军　陈家福　三 年级", "陈晓军", "陈家福", "三 年级"),
        ("１．陈晓军，0312", "陈晓军", "0312", ""),
        ("①陈晓军", "陈晓军", "", ""),
        ("12. 陈晓军", "陈晓军", "", ""),
        ("0312 陈晓军", "陈晓军", "0312", ""),
        ("  陈晓军  ", "陈晓军", "", ""),
        ("陈晓军\t\t请假两天", "陈晓军", "", "请假两天"),
        ("吉克·阿依史布莫 吉克·木呷", "吉克·阿依史布莫", "吉克·木呷", ""),
        ("ꆈꌠ", "ꆈꌠ", "", ""),
        ("<script>|0312", "<script>", "0312", ""),
    ] {
        let read = lines(text);
        assert_eq!(read.len(), 1, "{text}");
        assert_eq!((read[0].name.as_str(), read[0].household.as_str(), read[0].note.as_str()), (name, household, note), "{text}");
    }
    assert_eq!(lines("姓名\t户主\t备注\n\n   \n1\n陈晓军\r\n李正芬").len(), 2, "headings and empty lines are none");
}

#[test]
fn a_code_is_known_by_its_digits() {
    let code =
        |household: &str| Line { text: String::new(), name: String::new(), household: household.to_owned(), note: String::new() }.code();
    assert_eq!(code("530624-101-0312").as_deref(), Some("5306241010312"));
    assert_eq!(code("０３１２").as_deref(), Some("0312"));
    for household in ["陈家福", "12", "", "3组"] {
        assert_eq!(code(household), None, "{household}");
    }
}

fn day(number: i64) -> BusinessDate {
    BusinessDate::from_number(number).expect("a day")
}

fn candidate(word: &str) -> Candidate {
    let household = Household {
        county: County::try_new(530_624).expect("six digits"),
        id: Id::derived(&[word.as_bytes()]),
        code: "530624-101-0312".to_owned(),
        village: "530624101201".to_owned(),
        village_group: "二".to_owned(),
        head: Id::derived(&[b"head"]),
        head_name: "陈家福".to_owned(),
        registered: true,
        since: day(20_180_901),
        until: None,
        successor: None,
        member_count: 5,
    };
    Candidate { household, person: Id::derived(&[b"person", word.as_bytes()]), recorded: false, concerned: false }
}

fn gone(word: &str) -> Candidate {
    let one = candidate(word);
    Candidate { household: Household { until: Some(day(20_191_201)), ..one.household }, ..one }
}

#[test]
fn a_line_means_one_person_or_somebody_has_to_choose() {
    let (one, other) = (candidate("one"), candidate("other"));
    let recorded = Candidate { recorded: true, ..one.clone() };
    let concerned = Candidate { concerned: true, ..one.clone() };
    let both = vec![one.clone(), other.clone()];
    for (candidates, picked, expected) in [
        (vec![], "", Outcome::NotFound),
        (vec![one.clone()], "", Outcome::Found(one.clone())),
        (vec![one.clone()], "nonsense", Outcome::Found(one.clone())),
        (both.clone(), "", Outcome::Several(both.clone())),
        (both.clone(), "nonsense", Outcome::Several(both.clone())),
        (both, &other.value(), Outcome::Found(other.clone())),
        (vec![recorded.clone()], "", Outcome::Recorded(recorded.clone())),
        (vec![recorded.clone(), other.clone()], &recorded.value(), Outcome::Recorded(recorded.clone())),
        (vec![concerned], "", Outcome::Concerned),
        (vec![gone("one")], "", Outcome::Gone { until: day(20_191_201), into: None }),
        (vec![gone("one"), other.clone()], "", Outcome::Found(other)),
    ] {
        assert_eq!(judge(candidates, day(20_200_107), picked), expected, "{picked}");
    }
    assert_eq!(judge(vec![one], day(20_180_831), ""), Outcome::NotYet { since: day(20_180_901) });
}

#[test]
fn a_name_with_a_blank_stays_one_when_the_box_is_shown_again() {
    let read = lines("阿苏 木呷\t\t \r\n");
    assert_eq!((read[0].name.as_str(), read[0].text.as_str()), ("阿苏 木呷", "阿苏 木呷\t\t"));
    assert_eq!(lines(&read[0].text), read);
}

proptest::proptest! {
    #[test]
    fn any_text_is_lines_with_a_name_each(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
        typed in "[0-9①１、(（一二组户陈,，;|\\t\\n .-]{0,80}",
    ) {
        for text in [String::from_utf8_lossy(&bytes).as_ref(), typed.as_str()] {
            let read = lines(text);
            proptest::prop_assert!(read.len() <= text.lines().count());
            for line in &read {
                proptest::prop_assert!(!line.name.is_empty() && text.contains(&line.text));
                proptest::prop_assert_eq!(lines(&line.text), vec![line.clone()], "a line left in the box is read again as it was");
                drop((line.read(), line.group(), line.code()));
            }
            if let Some((county, secret)) = crate::card::secret_in(text) {
                proptest::prop_assert_eq!(crate::card::secret_in(&crate::card::address("", county, &secret)), Some((county, secret)));
            }
            if let Some(days) = crate::shop::OpenDays::parse(text) {
                proptest::prop_assert_eq!(crate::shop::OpenDays::parse(&days.text()), Some(days));
            }
        }
    }

    #[test]
    fn any_address_that_ends_as_a_card_does_is_read(before in "[a-z:/.]{0,20}", county in "[0-9]{5,7}", secret in "[a-z0-9]{31,33}") {
        let read = crate::card::secret_in(&format!("{before}/q/{county}/{secret}"));
        proptest::prop_assert!(read.is_none() || county.len() == 6 && secret.len() == 32 || before.contains("/q/"));
    }
}
