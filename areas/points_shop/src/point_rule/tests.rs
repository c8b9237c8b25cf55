//! Cases of the rule table: what a cap lets through, which days a period covers, which effects can stand in a table.

use super::*;

fn day(number: i64) -> BusinessDate {
    BusinessDate::from_number(number).expect("a day")
}

#[test]
fn a_cap_lets_through_what_is_left_of_it() {
    let points = |tenths| CapAmount::Points(TenthPoints(tenths));
    for (amount, proposed, used_points, used_times, counts) in [
        (points(40), 20, 0, 0, 20),
        (points(40), 20, 20, 1, 20),
        (points(40), 20, 30, 2, 10),
        (points(40), 20, 40, 2, 0),
        (points(40), 20, 60, 3, 0),
        (points(40), -20, -30, 2, -10),
        (points(40), -20, -40, 2, 0),
        (CapAmount::Times(1), 50, 0, 0, 50),
        (CapAmount::Times(1), 50, 50, 1, 0),
        (CapAmount::Times(10), 50, 450, 9, 50),
    ] {
        let cap = Cap { amount, per: CapPer::Household, period: CapPeriod::Month };
        let used = Used { points: TenthPoints(used_points), times: used_times };
        assert_eq!(cap.counts(TenthPoints(proposed), used), TenthPoints(counts), "{amount:?} {proposed} after {used:?}");
    }
}

#[test]
fn a_period_reaches_from_its_first_day_to_the_day_after_its_last() {
    for (period, on, expected) in [
        (CapPeriod::Month, 20_200_108, Some((20_200_101, 20_200_201))),
        (CapPeriod::Month, 20_191_231, Some((20_191_201, 20_200_101))),
        (CapPeriod::Quarter, 20_200_229, Some((20_200_101, 20_200_401))),
        (CapPeriod::Quarter, 20_191_115, Some((20_191_001, 20_200_101))),
        (CapPeriod::Year, 20_200_701, Some((20_200_101, 20_210_101))),
        (CapPeriod::Once, 20_200_701, None),
    ] {
        let expected = expected.map(|(first, after)| (day(first), day(after)));
        assert_eq!(period.around(day(on)), expected, "{period} {on}");
    }
}

#[test]
fn an_effect_is_more_or_less_than_nothing_in_half_points() {
    let range = |least, most| Effect::Range { least: TenthPoints(least), most: TenthPoints(most) };
    for (effect, expected) in [
        (Effect::Fixed(TenthPoints(50)), Ok(())),
        (Effect::Fixed(TenthPoints(-50)), Ok(())),
        (Effect::Fixed(TenthPoints(5)), Ok(())),
        (Effect::Fixed(TenthPoints(0)), Err(NotARule::Zero)),
        (Effect::Fixed(TenthPoints(12)), Err(NotARule::TooFine)),
        (range(50, 200), Ok(())),
        (range(-200, -50), Ok(())),
        (range(200, 50), Err(NotARule::Backwards)),
        (range(-50, 50), Err(NotARule::Backwards)),
        (range(0, 50), Err(NotARule::Zero)),
        (Effect::Veto { term: "this-year".to_owned() }, Ok(())),
        (Effect::NoteOnly, Ok(())),
    ] {
        assert_eq!(check(&effect), expected, "{effect:?}");
    }
}

#[test]
fn every_row_of_the_shipped_table_can_stand_in_one() {
    let county = County::try_new(530_624).expect("six digits");
    let rules = default_rules(county, Id::derived(&[b"table"]));
    let topics: std::collections::BTreeSet<&str> = rules.iter().map(|rule| rule.topic.as_str()).collect();
    assert_eq!(topics.len(), TOPICS.len(), "every topic has a row");
    for (rule, number) in rules.iter().zip(1..) {
        assert_eq!(rule.number, number, "{}", rule.item);
        assert_eq!(check(&rule.effect), Ok(()), "{}", rule.item);
        let known = |words: &[&str], word: &str| words.contains(&word);
        assert!(known(TOPICS, &rule.topic) && known(UNITS, &rule.unit), "{}", rule.item);
        assert!(known(RECORDERS, &rule.recorder) && known(EVIDENCES, &rule.evidence), "{}", rule.item);
    }
}
