//! One's own sessions and password, which the walk through all routes cannot try without losing its way.

use axum::http::StatusCode;
use database::Engine;
use testkit::{PASSWORD, html};

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
