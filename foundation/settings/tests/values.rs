//! The value of a business date, by scope.

use basics::BusinessDate;
use settings::{NewValue, Setting, SettingRefused};
use testkit::{NOW, both_engines, daguan, id};

const DAYS: Setting = Setting { name: "notice-days", default: 5, min: 1, max: 30 };

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
}
