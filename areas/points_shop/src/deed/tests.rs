//! Cases of recording: whose deed, on which day, under which rule, for how many points.

use super::*;
use crate::point_rule::default_rules;

fn day(number: i64) -> BusinessDate {
    BusinessDate::from_number(number).expect("a day")
}

fn county() -> County {
    County::try_new(530_624).expect("six digits")
}

fn facts(item: &str) -> Facts {
    let table = RuleTable { county: county(), id: Id::derived(&[b"table"]), place: "530624101".to_owned(), version: 1, adopted: None };
    let rule = default_rules(county(), table.id).into_iter().find(|rule| rule.item.starts_with(item)).expect("a row of the shipped table");
    let household = Household {
        county: county(),
        id: Id::derived(&[b"chen"]),
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
    Facts {
        today: day(20_200_108),
        household: Some(household),
        in_force: Some(table.id),
        rule: Some((table, rule)),
        concerned: false,
        kinds: None,
        month_closed: false,
    }
}

#[test]
fn a_deed_is_recorded_for_its_own_day_under_the_rule_of_that_day() {
    let today = day(20_200_108);
    assert_eq!(plan(&facts("出工"), today, None, ("", "")), Ok(TenthPoints(50)));
    assert_eq!(plan(&facts("烧秸秆"), today, None, ("", "")), Ok(TenthPoints(-50)));
    assert_eq!(plan(&facts("三次合适"), today, None, ("", "")), Ok(TenthPoints::ZERO), "noted without points");
    assert_eq!(plan(&facts("出工"), day(20_200_109), None, ("", "")), Err(Refused::Ahead));
    assert_eq!(plan(&facts("出工"), day(20_180_831), None, ("", "")), Err(Refused::BeforeHousehold { since: day(20_180_901) }));
    let mut moved = facts("出工");
    moved.household = moved.household.map(|household| Household { until: Some(today), ..household });
    assert_eq!(plan(&moved, today, None, ("", "")), Err(Refused::HouseholdGone { until: today, into: None }));
    assert_eq!(plan(&moved, day(20_200_107), None, ("", "")), Ok(TenthPoints(50)), "until the day it left");
    assert_eq!(plan(&Facts { concerned: true, ..facts("出工") }, today, None, ("", "")), Err(Refused::Concerned));
    assert_eq!(plan(&Facts { in_force: None, ..facts("出工") }, today, None, ("", "")), Err(Refused::NotInForce));
    assert_eq!(plan(&Facts { rule: None, ..facts("出工") }, today, None, ("", "")), Err(Refused::NotInForce));
    assert_eq!(plan(&facts("帮邻居"), today, None, ("", "")), Err(Refused::NoWitness));
    assert_eq!(plan(&facts("帮邻居"), today, None, ("罗开文", "")), Ok(TenthPoints(30)));
}

#[test]
fn a_rule_is_used_by_those_it_names_as_recorder() {
    let (liaison, clerk) = (recorder::kinds("group_liaison"), recorder::kinds("village_clerk"));
    let not_theirs = |recorder: &str| Err(Refused::NotTheirs { recorder: recorder.to_owned() });
    for (item, kinds, expected) in [
        ("出工", liaison, Ok(TenthPoints(50))),
        ("月检：清洁", liaison, Ok(TenthPoints(50))),
        ("入户问政策", liaison, Ok(TenthPoints(20))),
        ("烧秸秆", liaison, not_theirs("village")),
        ("孩子得学校表彰", liaison, not_theirs("school")),
        ("烧秸秆", clerk, Ok(TenthPoints(-50))),
        ("按期搬迁", clerk, not_theirs("township")),
        ("按期搬迁", recorder::kinds("township_reviewer"), Ok(TenthPoints(100))),
        ("出工", &[], not_theirs("liaison")),
    ] {
        let facts = Facts { kinds: Some(kinds.to_vec()), ..facts(item) };
        assert_eq!(plan(&facts, day(20_200_108), None, ("", "")), expected, "{item} by {kinds:?}");
    }
}

#[test]
fn a_deed_of_a_closed_month_says_why_it_is_late() {
    let closed = Facts { month_closed: true, ..facts("出工") };
    assert_eq!(plan(&closed, day(20_191_231), None, ("", "")), Err(Refused::LateWithoutReason));
    assert_eq!(plan(&closed, day(20_191_231), None, ("", "大雪封山，名单才送到")), Ok(TenthPoints(50)));
    assert_eq!(plan(&facts("出工"), day(20_191_231), None, ("", "没有必要")), Ok(TenthPoints(50)), "a reason too many does no harm");
}

#[test]
fn where_the_meeting_decides_the_proposal_lies_within_the_range() {
    let range = Refused::OutOfRange { least: TenthPoints(50), most: TenthPoints(200) };
    for (proposed, expected) in [
        (Some(50), Ok(TenthPoints(50))),
        (Some(200), Ok(TenthPoints(200))),
        (Some(125), Ok(TenthPoints(125))),
        (Some(126), Err(range.clone())),
        (Some(45), Err(range.clone())),
        (Some(205), Err(range.clone())),
        (None, Err(range)),
    ] {
        assert_eq!(plan(&facts("报告险情"), day(20_200_108), proposed.map(TenthPoints), ("罗开文", "")), expected, "{proposed:?}");
    }
}

#[test]
fn every_state_is_read_back_from_its_word() {
    for state in State::ALL {
        assert_eq!(state.to_string().parse(), Ok(state));
    }
    assert_eq!("confirmed-by-itself".parse::<State>(), Err(NotAState));
}
