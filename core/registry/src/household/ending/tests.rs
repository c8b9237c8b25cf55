//! Cases of the rule about the end of a household.

use basics::{BusinessDate, County, Id};

use super::{Facts, Reason, Refused, plan};
use crate::household::Household;

fn day(number: i64) -> BusinessDate {
    BusinessDate::from_number(number).expect("a day")
}

fn household(word: &str, until: Option<i64>) -> Household {
    Household {
        county: County::try_new(530_624).expect("six digits"),
        id: Id::derived(&[word.as_bytes()]),
        code: format!("530624-101-{word}"),
        village: "530624101201".to_owned(),
        village_group: "2".to_owned(),
        head: Id::derived(&[word.as_bytes(), b"head"]),
        head_name: word.to_owned(),
        registered: false,
        since: day(20_180_901),
        until: until.map(day),
        member_count: 3,
        successor: None,
    }
}

#[test]
fn a_household_ends_on_a_day_it_was_there_and_goes_to_one_that_is_there() {
    let facts = Facts { today: day(20_200_108), household: household("liu", None), successor: None, concerned: false };
    let into = |other: Household| Facts { successor: Some(other), ..facts.clone() };
    let gone = Facts { household: household("liu", Some(20_200_101)), ..facts.clone() };
    let late = Household { since: day(20_200_106), ..household("chen", None) };
    let own = Facts { concerned: true, ..facts.clone() };
    let not_there = |name: &str| Err(Refused::SuccessorNotThere { name: name.to_owned() });
    let cases = [
        (&facts, Reason::Moved, 20_200_108, Ok(())),
        (&facts, Reason::DiedOut, 20_180_902, Ok(())),
        (&facts, Reason::Moved, 20_200_109, Err(Refused::Ahead)),
        (&facts, Reason::Moved, 20_180_901, Err(Refused::BeforeItBegan { since: day(20_180_901) })),
        (&own, Reason::Moved, 20_200_105, Err(Refused::Concerned)),
        (&gone, Reason::Moved, 20_200_105, Err(Refused::Already { until: day(20_200_101) })),
        (&facts, Reason::Merged, 20_200_105, Err(Refused::NoSuccessor)),
        (&into(household("liu", None)), Reason::Merged, 20_200_105, Err(Refused::IntoItself)),
        (&into(household("chen", None)), Reason::Merged, 20_200_105, Ok(())),
        (&into(household("chen", Some(20_200_107))), Reason::Merged, 20_200_105, not_there("chen")),
        (&into(late), Reason::Merged, 20_200_105, not_there("chen")),
    ];
    for (number, (facts, reason, from, expected)) in cases.into_iter().enumerate() {
        assert_eq!(plan(facts, reason, day(from)), expected, "case {number}");
    }
}

#[test]
fn every_reason_is_read_as_it_is_written() {
    for reason in [Reason::Moved, Reason::DiedOut, Reason::Merged, Reason::Back] {
        assert_eq!(reason.to_string().parse(), Ok(reason));
    }
}
