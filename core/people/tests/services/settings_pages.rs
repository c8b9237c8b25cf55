//! Settings put into force by whoever may, where they may, never from before a closed day.

use axum::http::StatusCode;
use basics::{BusinessDate, Id};
use settings::Setting;
use testkit::{Answer, TestApp, daguan, html, on_both_engines};

use crate::{DAYS, FAR_TOWNSHIP, TOWNSHIP, VILLAGE, app, changes};

const PAGE: &str = "/c/530624/settings/test-days";

fn put(app: &TestApp, who: &str, scope: &str, value: &str, from: &str) -> Answer {
    app.sign_in(who).post(PAGE, &[("scope", scope), ("value", value), ("from", from), ("reason", "县里 3 号文件")])
}

fn value(app: &TestApp, scope: &'static str, on: i64) -> i64 {
    let on = BusinessDate::from_number(on).expect("a day");
    app.db()
        .read_now(move |tx| settings::value(tx, daguan(), scope, DAYS, on))
        .unwrap_or_else(|error: database::DatabaseError| panic!("{error}"))
}

on_both_engines! {
    fn the_officer_sets_the_county_and_the_reviewer_the_own_township(engine) {
        let app = app(engine);
        assert_eq!(put(&app, "officer", "county", "4", "2020-01-08").location(), format!("{PAGE}?done=setting-kept"));
        assert_eq!(put(&app, "reviewer", TOWNSHIP, "7", "2020-01-08").status, StatusCode::SEE_OTHER);
        assert_eq!(put(&app, "officer", VILLAGE, "3", "2020-02-01").status, StatusCode::SEE_OTHER);
        assert_eq!([value(&app, VILLAGE, 20_200_108), value(&app, VILLAGE, 20_200_201)], [7, 3]);
        assert_eq!([value(&app, TOWNSHIP, 20_200_201), value(&app, FAR_TOWNSHIP, 20_200_201), value(&app, "", 20_200_107)], [7, 4, 5]);
        // Elsewhere is as unknown as what does not exist; the county's own value is said to be the officer's.
        for scope in [FAR_TOWNSHIP, "530624109", "530699101", "nonsense"] {
            assert_eq!(put(&app, "reviewer", scope, "9", "2020-02-01").status, StatusCode::NOT_FOUND, "{scope}");
        }
        let refused = put(&app, "reviewer", "county", "9", "2020-02-01");
        assert!(refused.text().contains("全县的值由县级经办人改"), "{}", refused.text());
        for (who, status) in [("clerk", StatusCode::FORBIDDEN), ("auditor", StatusCode::FORBIDDEN), ("helper", StatusCode::FORBIDDEN)] {
            assert_eq!(put(&app, who, "county", "9", "2020-02-01").status, status, "{who}");
        }
        assert_eq!(app.sign_in("officer").get("/c/530624/settings/no-such-key").status, StatusCode::NOT_FOUND);
        let page = app.sign_in("auditor").get(PAGE).main();
        for words in ["4\u{a0}天", "高敏", "县里 3 号文件", "大关县翠华镇", "正在用"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("<form"), "an auditor only reads");
        assert!(app.sign_in("clerk").get("/c/530624/settings").main().contains("2 个地方另有规定") || app.today().number() < 20_200_201);
    }

    fn a_value_to_come_is_announced(engine) {
        let app = app(engine);
        put(&app, "officer", "county", "9", "2020-03-01");
        let officer = app.sign_in("officer");
        let list = officer.get("/c/530624/settings").main();
        assert!(list.contains("<b>5\u{a0}天</b>") && list.contains("2020-03-01 起改为 9\u{a0}天"), "{list}");
        assert!(officer.get(PAGE).main().contains("还没到"));
    }

    fn limits_and_closed_days_hold_and_what_was_typed_is_kept(engine) {
        let app = app(engine);
        let refused = put(&app, "officer", "county", "31", "2020-01-08");
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("要在 1 到 30 之间") && refused.text().contains("value=\"31\"") && refused.text().contains("县里 3 号文件"));
        assert_eq!(html::faults(&refused.text()), [""; 0]);
        // The township is closed up to new year's eve, the rest is not.
        let closed = put(&app, "reviewer", TOWNSHIP, "7", "2019-12-31");
        assert!(closed.status == StatusCode::UNPROCESSABLE_ENTITY && closed.text().contains("2019-12-31 和以前已经结清"), "{}", closed.text());
        assert_eq!(put(&app, "reviewer", TOWNSHIP, "7", "2020-01-01").status, StatusCode::SEE_OTHER);
        assert_eq!(put(&app, "far-reviewer", FAR_TOWNSHIP, "7", "2019-12-01").status, StatusCode::SEE_OTHER);
        for (value, from) in [("", "2020-01-08"), ("4.5", "2020-01-08"), ("4", "tomorrow")] {
            assert_eq!(put(&app, "officer", "county", value, from).status, StatusCode::UNPROCESSABLE_ENTITY, "{value} {from}");
        }
    }

    fn the_same_form_twice_is_one_change_and_the_history_tells_it(engine) {
        let app = app(engine);
        for _ in 0..2 {
            assert_eq!(put(&app, "officer", "county", "4", "2020-01-08").status, StatusCode::SEE_OTHER);
        }
        let subject: Id<Setting> = Id::derived(&[b"setting", DAYS.name.as_bytes()]);
        assert_eq!(changes(&app, "setting", subject.any()), ["set"]);
        app.set_clock(testkit::NOW.plus_ms(60_000));
        put(&app, "officer", "county", "6", "2020-01-08");
        let history = format!("/c/530624/history/setting/{subject}");
        let page = app.sign_in("clerk").get(&history).main();
        assert!(page.contains("4 → 6") && page.contains("5 → 4"), "{page}");
        assert!(app.sign_in("clerk").get(PAGE).main().contains(&history));
    }

    fn yes_and_no_is_a_choice_and_an_unscoped_key_has_one_value(engine) {
        let app = app(engine);
        let path = "/c/530624/settings/test-open";
        let officer = app.sign_in("officer");
        assert!(officer.get(path).main().contains("type=\"radio\""));
        let answer = officer.post(path, &[("scope", "county"), ("value", "1"), ("from", "2020-01-08"), ("reason", "试试")]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(officer.get("/c/530624/settings").main().contains("<b>是</b>"));
        let scoped = officer.post(path, &[("scope", TOWNSHIP), ("value", "1"), ("from", "2020-01-08"), ("reason", "试试")]);
        assert!(scoped.text().contains("全县一个值"), "{}", scoped.text());
    }

    fn the_hours_of_a_session_are_what_the_county_set(engine) {
        let app = app(engine);
        let officer = app.sign_in("officer");
        let answer = officer.post("/c/530624/settings/people-session-hours", &[("scope", "county"), ("value", "2"), ("from", "2020-01-08"), ("reason", "公用电脑")]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let clerk = app.sign_in("clerk");
        app.set_clock(testkit::NOW.plus_ms(119 * 60_000));
        assert_eq!(clerk.get("/me").status, StatusCode::OK);
        app.set_clock(testkit::NOW.plus_ms(119 * 60_000 + 121 * 60_000));
        assert!(clerk.get("/me").location().starts_with("/login"));
    }
}
