//! Open days, as a table.

use basics::BusinessDate;

use super::OpenDays;

fn day(number: i64) -> BusinessDate {
    BusinessDate::from_number(number).expect("a day")
}

#[test]
fn the_next_open_day_is_found_over_the_end_of_a_month() {
    for (open, on, next) in
        [("5, 20", 20_200_108, 20_200_120), ("5，20", 20_200_120, 20_200_205), ("31", 20_200_131, 20_200_229), ("", 20_200_108, 20_200_109)]
    {
        let days = OpenDays::parse(open).expect("days of a month");
        assert_eq!(days.next_after(day(on)), day(next), "{open} after {on}");
    }
    assert_eq!(OpenDays::parse("5, 32"), None);
    assert_eq!(OpenDays::parse("20 5 5").map(|days| days.text()), Some("5,20".to_owned()));
}
