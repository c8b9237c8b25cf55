//! The days of a notice.

use super::*;

fn day(number: i64) -> BusinessDate {
    BusinessDate::from_number(number).expect("a day")
}

#[test]
fn full_days_begin_with_the_next_morning() {
    assert_eq!(full_days(day(20_191_025), 5), (day(20_191_026), day(20_191_030)));
    assert_eq!(full_days(day(20_191_230), 3), (day(20_191_231), day(20_200_102)));
    assert_eq!(full_days(day(20_191_025), 0), (day(20_191_026), day(20_191_026)), "never less than a day");
}

#[test]
fn a_notice_is_up_to_the_evening_of_its_last_day() {
    let county = County::try_new(530_624).expect("six digits");
    let (from, until) = full_days(day(20_191_025), 5);
    let notice = Notice {
        county,
        id: Id::derived(&[b"notice"]),
        roster: Id::derived(&[b"roster"]),
        number: 1,
        kind: Kind::Notice,
        from,
        until,
        board: "村委会".to_owned(),
        masked: true,
        put_up_by: Id::derived(&[b"clerk"]),
        put_up_at: Moment(0),
        earlier: 0,
    };
    for (on, up, left) in
        [(20_191_025, true, 6), (20_191_029, true, 2), (20_191_030, true, 1), (20_191_031, false, 0), (20_200_101, false, 0)]
    {
        assert_eq!((notice.is_up(day(on)), notice.days_left(day(on))), (up, left), "{on}");
    }
}
