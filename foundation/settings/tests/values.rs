//! The value of a business date, by scope.

use basics::BusinessDate;
use settings::{NewValue, Setting, SettingRefused};
use testkit::{NOW, both_engines, daguan, id};

const DAYS: Setting = Setting { name: "notice-days", default: 5, min: 1, max: 30, scoped: true };

fn day(number: i64) -> BusinessDate {
    BusinessDate::from_number(number).expect("a day of the calendar")
}

both_engines! {
    fn the_value_of_the_day_and_scope_is_read(db in &[database::schema(), settings::schema()]) {
        let put = |scope: &str, value: i64, from: i64| {
            let new = NewValue { setting: DAYS, scope: scope.to_owned(), value, valid_from: day(from), reason: "乡镇会议".to_owned(), by: id("officer") };
            db.write_now(move |tx| settings::set(tx, daguan(), &new, NOW))
        };
        put("", 7, 20_200_101).expect("within limits");
        put("shop", 3, 20_200_201).expect("within limits");
        assert_eq!(put("", 31, 20_200_101), Err(SettingRefused::OutOfLimits { min: 1, max: 30 }));
        for (scope, on, expected) in
            [("", 20_191_231, 5), ("", 20_200_101, 7), ("shop", 20_200_131, 7), ("shop", 20_200_201, 3), ("other", 20_200_301, 7)]
        {
            let scope_name = scope.to_owned();
            let value = db.read_now(move |tx| settings::value(tx, daguan(), &scope_name, DAYS, day(on)));
            assert_eq!(value, Ok(expected), "{scope} {on}");
        }
    }

    fn the_narrower_place_wins(db in &[database::schema(), settings::schema()]) {
        let put = |scope: &str, value: i64| {
            let new = NewValue { setting: DAYS, scope: scope.to_owned(), value, valid_from: day(20_200_101), reason: "会".to_owned(), by: id("officer") };
            db.write_now(move |tx| settings::set(tx, daguan(), &new, NOW)).expect("within limits");
        };
        let value = |scope: &str| {
            let scope = scope.to_owned();
            db.read_now(move |tx| settings::value(tx, daguan(), &scope, DAYS, day(20_200_201))).expect("it can be read")
        };
        let all = || ["530624101201", "530624101202", "530624101", "530624102201", ""].map(value);
        assert_eq!(all(), [5, 5, 5, 5, 5]);
        put("", 4);
        assert_eq!(all(), [4, 4, 4, 4, 4]);
        put("530624101", 7);
        assert_eq!(all(), [7, 7, 7, 4, 4]);
        put("530624101201", 3);
        assert_eq!(all(), [3, 7, 7, 4, 4]);
        let history = db.read_now(|tx| settings::history(tx, daguan(), DAYS)).expect("it can be read");
        assert_eq!(history.len(), 3);
    }
}
