//! One's own sessions and password, which the walk through all routes cannot try without losing its way.

use axum::http::StatusCode;
use database::Engine;
use testkit::{NOW, PASSWORD, html};

use crate::common::World;

#[test]
fn another_browser_of_ones_own_can_be_signed_out_and_nobody_elses() {
    let world = World::new(Engine::Sqlite);
    let (here, there) = (world.app.sign_in("cuiping.manager"), world.app.sign_in("cuiping.manager"));
    let neighbour = world.app.sign_in("huanglian.manager");
    let page = here.get("/me").main();
    let path = page
        .split("action=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|path| path.starts_with("/me/sessions/"))
        .expect("the other browser");
    assert_eq!(neighbour.post(path, &[]).status, StatusCode::NOT_FOUND);
    assert_eq!(there.get("/me").status, StatusCode::OK);
    assert_eq!(here.post(path, &[]).location(), "/me?done=session-ended");
    assert!(there.get("/me").location().starts_with("/login"));
    assert_eq!(here.get("/me").status, StatusCode::OK);
}

#[test]
fn a_new_password_signs_all_other_browsers_out() {
    let world = World::new(Engine::Sqlite);
    let (here, there) = (world.app.sign_in("cuiping.clerk"), world.app.sign_in("cuiping.clerk"));
    let new = "yellow-lotus-62";
    let change = |old: &str, again: &str| here.post("/password", &[("password", old), ("password-new", new), ("password-again", again)]);
    for (old, again) in [("wrong", new), (PASSWORD, "other")] {
        let answer = change(old, again);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(html::faults(&answer.text()), [""; 0]);
        assert!(!answer.text().contains(new), "no password is sent back");
    }
    assert_eq!(change(PASSWORD, new).location(), "/me?done=password-changed");
    assert!(there.get("/me").location().starts_with("/login"));
    let again = world.app.guest();
    assert_eq!(again.post("/login", &[("name", "cuiping.clerk"), ("password", PASSWORD)]).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.post("/login", &[("name", "cuiping.clerk"), ("password", new)]).location(), "/");
}

#[test]
fn a_form_that_came_too_late_is_kept_for_its_own_login_alone() {
    let world = World::new(Engine::Sqlite);
    let late = world.app.sign_in("cuiping.manager");
    let county = "/c/530624/shops";
    let shop =
        late.get(county).main().split("/shops/").nth(1).and_then(|rest| rest.split(['"', '/']).next()).expect("the own shop").to_owned();
    let fields = [("id", "00000000-0000-7000-8000-000000000009"), ("number", "77"), ("name", "搪瓷盆")];
    world.app.set_clock(NOW.plus_ms(13 * 3_600_000));
    let answer = late.post(&format!("{county}/{shop}/goods"), &fields);
    assert_eq!(answer.location(), "/login?kept=1");
    assert!(late.get("/login?kept=1").text().contains("_kept") || late.cookie("kept").is_some(), "the browser holds the key to the form");
    let back = late.post("/login", &[("name", "cuiping.manager"), ("password", PASSWORD)]);
    assert_eq!(back.location(), "/kept");
    assert!(late.get("/kept").text().contains("搪瓷盆"));
    // Somebody else at the same browser gets a page of their own.
    let other = late.post("/login", &[("name", "cuiping.clerk"), ("password", PASSWORD)]);
    assert_ne!(other.location(), "/kept");
    assert!(!late.get("/kept").text().contains("搪瓷盆"));
}

#[test]
fn the_browser_keeps_its_cookie_longer_than_the_session_lives() {
    let world = World::new(Engine::Sqlite);
    let guest = world.app.guest();
    let answer = guest.post("/login", &[("name", "cuiping.clerk"), ("password", PASSWORD)]);
    let cookie = answer.header("set-cookie").to_owned();
    let seconds: i64 = cookie.split("Max-Age=").nth(1).and_then(|rest| rest.split(';').next()?.parse().ok()).expect("a Max-Age");
    assert!(seconds > 24 * 3600, "a session lives half a day after its last use: {cookie}");
}

#[test]
fn tries_sent_at_once_are_many_tries() {
    let world = World::new(Engine::Sqlite);
    let statuses: Vec<String> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..12)
            .map(|_| scope.spawn(|| world.app.guest().post("/login", &[("name", "cuiping.officer"), ("password", "wrong")]).text()))
            .collect();
        tries.into_iter().map(|one| one.join().expect("an answer")).collect()
    });
    let waiting = statuses.iter().filter(|text| text.contains("秒") || text.contains("seconds")).count();
    assert_eq!(waiting, 7, "five are tried, the others wait");
}

#[test]
fn a_login_whose_role_has_run_out_is_not_the_townships_to_take() {
    let world = World::new(Engine::Sqlite);
    let reviewer = world.app.sign_in("cuiping.reviewer");
    let officer = world
        .app
        .db()
        .read_now(|tx| people::login::by_name(tx, "cuiping.officer.expired"))
        .expect("it can be read")
        .expect("it is there")
        .0
        .id;
    assert_eq!(reviewer.get(&format!("/c/530624/logins/{officer}")).status, StatusCode::NOT_FOUND);
    assert_eq!(reviewer.post(&format!("/c/530624/logins/{officer}/password"), &[]).status, StatusCode::NOT_FOUND);
}
