//! Who reads the history of what, and what stays hidden in it.

use axum::http::StatusCode;
use pages::Lang;
use serde_json::json;
use testkit::{id, on_both_engines};

use crate::{app, change};

fn path(kind: &str, word: &str) -> String {
    format!("/c/530624/history/{kind}/{}", id::<()>(word))
}

on_both_engines! {
    fn a_history_is_open_to_whoever_may_see_the_record_there(engine) {
        let app = app(engine);
        change(&app, "thing", json!({ "price": "2", "offered": true }), json!({ "price": "2.5", "offered": false }));
        let statuses = |word: &str| {
            let caller = app.sign_in(word);
            [("thing", "thing"), ("thing", "far thing"), ("thing", "nothing"), ("no-such-kind", "thing")].map(|(kind, thing)| caller.get(&path(kind, thing)).status.as_u16())
        };
        assert_eq!(statuses("clerk"), [200, 404, 404, 404]);
        assert_eq!(statuses("far-clerk"), [404, 200, 404, 404]);
        assert_eq!(statuses("officer"), [200, 200, 404, 404]);
        // Reads histories, but not of things.
        assert_eq!(statuses("auditor"), [404; 4]);
        assert_eq!(statuses("helper"), [403; 4]);
        let page = app.sign_in("clerk").get(&path("thing", "thing")).main();
        for words in ["修改记录：东西", "王红", "2 → 2.5", "是 → 否", "price"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let english = app.sign_in("clerk").speaking(Lang::En).get(&path("thing", "thing")).main();
        assert!(english.contains("yes → no"), "{english}");
    }

    fn numbers_and_secrets_stay_hidden(engine) {
        let app = app(engine);
        let number = "990101198001011234";
        change(&app, "thing", json!({ "id_number": number, "phone": "13800001234" }), json!({ "id_number": null, "note": format!("身份证 {number}"), "secret": "open sesame", "village": "530624101201" }));
        let page = app.sign_in("officer").get(&path("thing", "thing")).main();
        for hidden in [number, "13800001234", "open sesame", "530624101201"] {
            assert!(!page.contains(hidden), "{hidden}: {page}");
        }
        assert!(page.contains("**************1234") && page.contains("大关县翠华镇翠屏村"), "{page}");
    }

    fn a_long_history_comes_in_pages(engine) {
        let app = app(engine);
        for number in 1..=35 {
            change(&app, "thing", json!({}), json!({ "number": number }));
        }
        let clerk = app.sign_in("clerk");
        let (first, second) = (clerk.get(&path("thing", "thing")).main(), clerk.get(&format!("{}?page=1", path("thing", "thing"))).main());
        assert!(first.contains("<dd>35</dd>") && first.contains("<dd>6</dd>") && !first.contains("<dd>5</dd>") && first.contains("page=1"));
        assert!(second.contains("<dd>5</dd>") && second.contains("<dd>1</dd>") && !second.contains("<dd>6</dd>") && second.contains("page=0"));
        assert_eq!(clerk.get(&format!("{}?page=nonsense", path("thing", "thing"))).status, StatusCode::OK);
    }

    fn a_logins_history_goes_with_managing_the_login(engine) {
        let app = app(engine);
        let (own, generic) = (format!("/c/530624/logins/{}/history", id::<()>("clerk")), path("login", "clerk"));
        for (word, on_its_page, by_kind) in [("reviewer", 200, 404), ("officer", 200, 200), ("far-reviewer", 404, 404), ("clerk", 403, 404), ("auditor", 403, 404)] {
            let caller = app.sign_in(word);
            assert_eq!((caller.get(&own).status.as_u16(), caller.get(&generic).status.as_u16()), (on_its_page, by_kind), "{word}");
        }
        assert!(app.sign_in("reviewer").get(&own).main().contains("建账号"));
    }
}
