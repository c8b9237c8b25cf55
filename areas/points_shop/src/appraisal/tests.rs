//! Caps and doubts as tables.

use basics::{BusinessDate, County, Id};
use money::TenthPoints;

use super::caps::{Claim, counted};
use super::doubts::{Asked, doubts};
use crate::point_rule::{Cap, CapAmount, CapPer, CapPeriod, PointRule, default_rules};

fn day(number: i64) -> BusinessDate {
    BusinessDate::from_number(number).expect("a day")
}

fn rule(item: &str) -> PointRule {
    let county = County::try_new(530_624).expect("six digits");
    default_rules(county, Id::derived(&[b"table"])).into_iter().find(|rule| rule.item.starts_with(item)).expect("a shipped rule")
}

fn claim(household: &str, on: i64, points: i64, cap: Cap) -> Claim {
    Claim {
        item: "参加村民会、夜校".to_owned(),
        cap: Some(cap),
        household: Id::derived(&[household.as_bytes()]),
        person: None,
        done_on: day(on),
        points: TenthPoints(points),
    }
}

#[test]
fn caps_bind_in_the_order_of_the_days_and_the_rest_counts_nothing() {
    let four_points = Cap { amount: CapAmount::Points(TenthPoints(40)), per: CapPer::Household, period: CapPeriod::Month };
    let claims = [
        claim("wu", 20_191_027, 20, four_points),
        claim("wu", 20_191_003, 20, four_points),
        claim("wu", 20_191_010, 20, four_points),
        claim("chen", 20_191_010, 20, four_points),
        claim("wu", 20_191_102, 20, four_points),
    ];
    let tenths = |before: &[Claim], claims: &[Claim]| counted(before, claims).into_iter().map(|counts| counts.0).collect::<Vec<_>>();
    assert_eq!(tenths(&[], &claims), [0, 20, 20, 20, 20], "the third of October comes too late, November begins anew");
    assert_eq!(tenths(&claims[1..2], &claims[..1]), [20]);
    assert_eq!(tenths(&claims[1..3], &claims[..1]), [0], "what an earlier meeting passed counts first");
    let thirty = claim("wu", 20_191_028, 30, four_points);
    assert_eq!(tenths(&claims[1..2], &[thirty]), [20], "what is left of the cap counts");

    let ten_homes = Cap { amount: CapAmount::Times(2), per: CapPer::Village, period: CapPeriod::Month };
    let homes = ["a", "b", "c"].map(|household| claim(household, 20_191_020, 50, ten_homes));
    assert_eq!(tenths(&[], &homes), [50, 50, 0]);
    let once = Cap { amount: CapAmount::Times(1), per: CapPer::Household, period: CapPeriod::Once };
    assert_eq!(tenths(&[claim("a", 20_150_101, 100, once)], &[claim("a", 20_191_020, 100, once)]), [0], "once and for all");
    let minus = Cap { amount: CapAmount::Points(TenthPoints(100)), per: CapPer::Household, period: CapPeriod::Year };
    let deductions = [claim("a", 20_191_001, -50, minus), claim("a", 20_191_002, -50, minus), claim("a", 20_191_003, -50, minus)];
    assert_eq!(tenths(&[], &deductions), [-50, -50, 0], "deductions are capped alike");
}

#[test]
fn a_deed_without_doubt_passes_with_the_others() {
    let asked = |rule: &PointRule, points: i64, counts: i64, witness: &str, late: &str, again: bool| {
        let asked = Asked {
            rule,
            points: TenthPoints(points),
            counts: TenthPoints(counts),
            witness,
            note: "",
            photos: 0,
            late_reason: late,
            again,
        };
        doubts(&asked).join(" ")
    };
    for (item, points, counts, witness, late, again, expected) in [
        ("出工", 50, 50, "", "", false, ""),
        ("参加村民会", 20, 0, "", "", false, "cap"),
        ("帮邻居", 30, 30, "罗开文", "", false, ""),
        ("帮邻居", 30, 30, "", "", false, "evidence"),
        ("烧秸秆", -50, -50, "", "", false, "deduction evidence"),
        ("报告险情", 100, 100, "罗开文", "", false, "range"),
        ("孩子辍学", 0, 0, "", "", false, "veto"),
        ("三次合适", 0, 0, "", "", false, "note"),
        ("出工", 50, 50, "", "记工本上周才找到", false, "late"),
        ("出工", 50, 50, "", "", true, "again"),
    ] {
        assert_eq!(asked(&rule(item), points, counts, witness, late, again), expected, "{item}");
    }
}
