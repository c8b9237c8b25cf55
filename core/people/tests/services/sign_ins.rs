//! Every try of a known login is noted, and read by whoever oversees it.

use axum::http::StatusCode;
use testkit::{NOW, on_both_engines};

use crate::app;

const LIST: &str = "/c/530624/sign-ins";

on_both_engines! {
    fn what_worked_and_what_failed_is_noted(engine) {
        let app = app(engine);
        let guest = app.guest();
        for (name, password) in [("clerk", "wrong"), ("nobody-here", "wrong")] {
            assert_eq!(guest.post("/login", &[("name", name), ("password", password)]).status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        app.sign_in("clerk");
        let page = app.sign_in("officer").get(LIST).main();
        assert_eq!((page.matches("密码不对").count(), page.matches("登上了").count()), (1, 2), "{page}");
        assert!(!page.contains("nobody-here"), "who does not exist leaves no line");
    }

    fn a_township_sees_its_own_people_and_the_county_all(engine) {
        let app = app(engine);
        for name in ["clerk", "far-clerk", "manager", "helper"] {
            app.sign_in(name);
        }
        let seen = |word: &str, query: &str| {
            let page = app.sign_in(word).get(&format!("{LIST}{query}")).main();
            ["王红", "卯开审", "刘云", "陈丽"].map(|name| page.contains(name))
        };
        assert_eq!(seen("reviewer", ""), [true, false, true, false]);
        assert_eq!(seen("far-reviewer", ""), [false, true, false, false]);
        assert_eq!(seen("officer", ""), [true; 4]);
        assert_eq!(seen("auditor", "?login=clerk"), [true, false, false, false]);
        assert_eq!(seen("reviewer", "?login=far-clerk"), [false; 4]);
        assert_eq!(seen("officer", "?from=2020-01-08&until=2020-01-08"), [true; 4]);
        assert_eq!(seen("officer", "?from=2020-01-09"), [false; 4]);
        assert_eq!(seen("officer", "?until=2020-01-07"), [false; 4]);
        for word in ["clerk", "manager", "helper"] {
            assert_eq!(app.sign_in(word).get(LIST).status, StatusCode::FORBIDDEN, "{word}");
        }
        assert!(app.sign_in("officer").get(&format!("{LIST}?from=yesterday")).main().contains("日期这样写"));
    }

    fn the_list_comes_in_pages(engine) {
        let app = app(engine);
        for minute in 0..45 {
            app.set_clock(NOW.plus_ms(minute * 60_000));
            app.sign_in("clerk");
        }
        app.set_clock(NOW.plus_ms(3_600_000));
        for word in ["officer", "reviewer"] {
            let caller = app.sign_in(word);
            let (first, second) = (caller.get(&format!("{LIST}?login=clerk")).main(), caller.get(&format!("{LIST}?login=clerk&page=1")).main());
            let rows = |page: &str| page.matches("<tr><th scope=\"row\"").count();
            assert_eq!((rows(&first), rows(&second)), (40, 5), "{word}");
            assert!(first.contains("09:44") && !first.contains("09:04") && second.contains("09:00"), "newest first");
            assert!(first.contains("login=clerk&amp;from=&amp;until=&amp;page=1") || first.contains("login=clerk&#38;from=&#38;until=&#38;page=1"), "{first}");
        }
    }
}
