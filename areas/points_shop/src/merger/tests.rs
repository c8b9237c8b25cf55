//! Cases of what stands against the end of a household.

use basics::BusinessDate;
use money::TenthPoints;

use super::{Carried, Facts, Refused, plan};

fn day(number: i64) -> BusinessDate {
    BusinessDate::from_number(number).expect("a day")
}

#[test]
fn nothing_later_may_stand_in_the_book_and_nothing_set_aside_when_merged() {
    let none = Facts::default();
    let deed = Facts { last_deed: Some(day(20_200_106)), ..none };
    let slip = Facts { last_slip: Some(day(20_200_106)), ..none };
    let kept = Facts { set_aside: Some(day(20_200_118)), ..none };
    let cases = [
        (none, 20_200_105, true, Ok(())),
        (deed, 20_200_105, false, Err(Refused::DeedAfter { day: day(20_200_106) })),
        (deed, 20_200_106, false, Ok(())),
        (slip, 20_200_105, false, Err(Refused::SlipAfter { day: day(20_200_106) })),
        (slip, 20_200_106, true, Ok(())),
        (kept, 20_200_105, true, Err(Refused::SetAside { day: day(20_200_118) })),
        (kept, 20_200_105, false, Ok(())),
    ];
    for (number, (facts, from, merged, expected)) in cases.into_iter().enumerate() {
        assert_eq!(plan(facts, day(from), merged), expected, "case {number}");
    }
}

#[test]
fn debts_of_either_are_paid_out_of_the_points_that_move() {
    // Points and debt of the one that goes, debt of the other, whether there is a shop: paid here, moved, owed on, paid there.
    let cases = [
        ((120, 0, 0, true), (0, 120, 0, 0)),
        ((120, 50, 0, true), (50, 70, 0, 0)),
        ((120, 50, 30, true), (50, 70, 0, 30)),
        ((30, 50, 40, true), (30, 0, 20, 0)),
        ((0, 50, 0, true), (0, 0, 50, 0)),
        ((100, 0, 150, true), (0, 100, 0, 100)),
        ((120, 50, 30, false), (0, 120, 50, 0)),
        ((0, 0, 30, true), (0, 0, 0, 0)),
    ];
    for ((points, owed, owed_there, has_shop), (paid, moves, goes, paid_there)) in cases {
        let carried = Carried::of(TenthPoints(points), TenthPoints(owed), TenthPoints(owed_there), has_shop);
        let [paid, moves, goes, paid_there] = [paid, moves, goes, paid_there].map(TenthPoints);
        assert_eq!(carried, Carried { paid, points: moves, owed: goes, paid_there }, "{points} {owed} {owed_there} {has_shop}");
    }
}
