//! A deputy stands in until a day, hands nothing on, and never makes two of the three people one.

use axum::http::StatusCode;
use basics::Id;
use testkit::{Answer, TestApp, html, id, on_both_engines, today};

use crate::{VILLAGE, app, changes, grant, roles};

fn name(app: &TestApp, who: &str, role: &str, deputy: &str, until: &str) -> Answer {
    let (form, own) = (id::<()>(&format!("form of {who} for {deputy}")).to_string(), grant(who, role).to_string());
    app.sign_in(who).post("/me/deputies", &[("id", &form), ("grant", &own), ("deputy", deputy), ("until", until)])
}

/// The grant a deputy got from the form.
fn deputys(who: &str, role: &str, deputy: &str) -> Id<people::Grant> {
    let form = id::<()>(&format!("form of {who} for {deputy}"));
    Id::derived(&[b"deputy", form.as_bytes(), grant(who, role).as_bytes()])
}

fn refused(answer: &Answer, words: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(html::faults(&answer.text()), [""; 0]);
    assert!(answer.text().contains(words), "{words}: {}", answer.main());
}

on_both_engines! {
    fn a_deputy_has_the_role_until_the_day(engine) {
        let app = app(engine);
        for _ in 0..2 {
            assert_eq!(name(&app, "clerk", "village_clerk", "helper", "2020-01-20").location(), "/me?done=deputy-named");
        }
        assert_eq!(roles(&app, "helper", today()), ["village_clerk"], "the same form twice is one deputy");
        let page = app.sign_in("helper").get("/me").main();
        assert!(page.contains("替 王红 代班 · 村文书") && page.contains("到 2020-01-20 为止"), "{page}");
        assert!(app.sign_in("clerk").get("/me").main().contains("陈丽 替你代班"));
        let officer = app.sign_in("officer");
        assert!(officer.get(&format!("/c/530624/logins/{}", id::<()>("helper"))).main().contains("替 王红 代班"));
        assert!(officer.get(&format!("/c/530624/logins/{}", id::<()>("clerk"))).main().contains("陈丽 在代班"));
        assert_eq!(changes(&app, "login", id("helper")), ["deputy-given", "made"]);
        assert_eq!(changes(&app, "login", id("clerk")), ["deputy-named", "made"]);
        let day = |number: i64| basics::BusinessDate::from_number(number).expect("a day");
        assert_eq!(roles(&app, "helper", day(20_200_120)).len(), 1);
        assert_eq!(roles(&app, "helper", day(20_200_121)).len(), 0, "it ends by itself");
        // At the gate, too.
        assert_eq!(app.sign_in("helper").get("/c/530624/settings").status, StatusCode::OK);
        app.set_clock(testkit::NOW.plus_ms(13 * 24 * 3_600_000));
        assert_eq!(app.sign_in("helper").get("/c/530624/settings").status, StatusCode::FORBIDDEN);
    }

    fn what_was_handed_over_cannot_be_handed_on(engine) {
        let app = app(engine);
        name(&app, "clerk", "village_clerk", "helper", "2020-01-20");
        let (form, got) = (id::<()>("second form").to_string(), deputys("clerk", "village_clerk", "helper").to_string());
        let helper = app.sign_in("helper");
        assert!(!helper.get("/me").main().contains("action=\"/me/deputies\""), "nothing is offered");
        let answer = helper.post("/me/deputies", &[("id", &form), ("grant", &got), ("deputy", "other-clerk"), ("until", "2020-01-15")]);
        refused(&answer, "不能再转给别人");
        // Somebody else's role is no more one's own.
        let foreign = grant("officer", "county_officer").to_string();
        let answer = app.sign_in("clerk").post("/me/deputies", &[("id", &form), ("grant", &foreign), ("deputy", "helper"), ("until", "2020-01-15")]);
        refused(&answer, "只能请人代自己的角色");
        assert_eq!(roles(&app, "other-clerk", today()), ["village_clerk"]);
    }

    fn manager_supervisor_and_reviewer_stay_three_people(engine) {
        let app = app(engine);
        for (who, role, deputy) in [
            ("manager", "shop_manager", "supervisor"),
            ("supervisor", "shop_supervisor", "manager"),
            ("reviewer", "township_reviewer", "manager"),
            ("manager", "shop_manager", "reviewer"),
        ] {
            refused(&name(&app, who, role, deputy, "2020-01-20"), "必须是三个不同的人");
        }
        assert_eq!(name(&app, "manager", "shop_manager", "helper", "2020-01-20").status, StatusCode::SEE_OTHER);
        // Who stands in for one of the three is not the deputy of another, nor given its role.
        refused(&name(&app, "supervisor", "shop_supervisor", "helper", "2020-01-20"), "必须是三个不同的人");
        let given = app.sign_in("officer").post(
            &format!("/c/530624/logins/{}/grants", id::<()>("helper")),
            &[("role", "township_reviewer"), ("place", "division:530624101"), ("until", "")],
        );
        refused(&given, "必须是三个不同的人");
        // A reviewer of another township has nothing to do with this shop.
        assert_eq!(name(&app, "far-reviewer", "township_reviewer", "helper", "2020-01-20").status, StatusCode::SEE_OTHER);
    }

    fn it_ends_early_by_either_by_the_manager_of_logins_and_with_the_role(engine) {
        let app = app(engine);
        let deputy = deputys("clerk", "village_clerk", "helper");
        name(&app, "clerk", "village_clerk", "helper", "2020-01-20");
        let end = format!("/me/deputies/{deputy}/end");
        for stranger in ["officer", "other-clerk"] {
            assert_eq!(app.sign_in(stranger).post(&end, &[]).status, StatusCode::NOT_FOUND, "{stranger}");
        }
        let own = format!("/me/deputies/{}/end", grant("clerk", "village_clerk"));
        assert_eq!(app.sign_in("clerk").post(&own, &[]).status, StatusCode::NOT_FOUND, "an own role is no deputy's");
        assert_eq!(app.sign_in("helper").post(&end, &[]).location(), "/me?done=deputy-ended");
        assert_eq!(roles(&app, "helper", today()), [""; 0]);
        assert_eq!(changes(&app, "login", id("clerk")), ["deputy-ended", "deputy-named", "made"]);

        name(&app, "far-clerk", "village_clerk", "helper", "2020-01-20");
        assert_eq!(app.sign_in("far-clerk").post(&format!("/me/deputies/{}/end", deputys("far-clerk", "village_clerk", "helper")), &[]).status, StatusCode::SEE_OTHER);
        name(&app, "other-clerk", "village_clerk", "helper", "2020-01-20");
        let got = deputys("other-clerk", "village_clerk", "helper");
        let by_reviewer = app.sign_in("reviewer").post(&format!("/c/530624/logins/{}/grants/{got}/end", id::<()>("helper")), &[]);
        assert_eq!(by_reviewer.status, StatusCode::SEE_OTHER);
        assert_eq!(roles(&app, "helper", today()), [""; 0]);

        // Who has the role no more has no deputy in it.
        name(&app, "manager", "shop_manager", "helper", "2020-01-20");
        assert_eq!(roles(&app, "helper", today()), ["shop_manager"]);
        let ended = app.sign_in("officer").post(&format!("/c/530624/logins/{}/grants/{}/end", id::<()>("manager"), grant("manager", "shop_manager")), &[]);
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        assert_eq!(roles(&app, "helper", today()), [""; 0]);
    }

    fn the_form_says_what_is_wrong_and_keeps_what_was_typed(engine) {
        let app = app(engine);
        for (deputy, until, words) in [
            ("nobody", "2020-01-20", "本县没有这个账号"),
            ("clerk", "2020-01-20", "也不能是自己"),
            ("helper", "2020-01-07", "2020-04-09"),
            ("helper", "2020-04-10", "2020-04-09"),
            ("helper", "soon", "日期这样写"),
            ("", "2020-01-20", "这里要填"),
        ] {
            let answer = name(&app, "clerk", "village_clerk", deputy, until);
            refused(&answer, words);
            assert!(answer.text().contains(&format!("value=\"{until}\"")) && answer.main().contains("checked"), "{deputy} {until}");
        }
        let no_role = app.sign_in("clerk").post("/me/deputies", &[("id", &id::<()>("form").to_string()), ("deputy", "helper"), ("until", "2020-01-20")]);
        refused(&no_role, "请至少勾一个角色");
        assert_eq!(name(&app, "clerk", "village_clerk", "helper", "2020-04-09").status, StatusCode::SEE_OTHER);
        assert_eq!(roles(&app, "helper", today()), ["village_clerk"], "{VILLAGE}");
    }
}
