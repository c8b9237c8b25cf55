//! Cases of what stands against the end of a household.

use basics::BusinessDate;

use super::{Facts, Refused, plan};

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
