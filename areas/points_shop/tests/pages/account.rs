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

/// The manager at a shop's form for goods, whose session is ended from elsewhere before it is sent.
fn sent_after_the_end(world: &World) -> (testkit::Caller<'_>, String) {
    let here = world.app.sign_in("cuiping.manager");
    let path = world.own.fill("/c/{county}/shops/{shop}/goods").expect("the own shop");
    here.get(&format!("{path}/new"));
    let login = world.app.db().read_now(|tx| people::login::by_name(tx, "cuiping.manager")).expect("it is read").expect("it is there").0.id;
    world.app.db().write_now(move |tx| people::session::end_all_of(tx, login, &[0; 32], NOW)).expect("the session ends");
    let fields = [
        ("id", "00000000-0000-7000-8000-000000000009"),
        ("number", "77"),
        ("name", "搪瓷盆"),
        ("piece_unit", "个"),
        ("category", "daily"),
        ("price", "12.5"),
        ("minimum", "2"),
        ("offered", "1"),
    ];
    assert_eq!(here.post(&path, &fields).location(), "/login?kept=1");
    (here, path)
}

#[test]
fn a_kept_form_is_shown_in_words_and_gone_once_it_was_taken() {
    let world = World::new(Engine::Sqlite);
    let (here, path) = sent_after_the_end(&world);
    let here = here.speaking(pages::Lang::ZhHans);
    assert_eq!(here.post("/login", &[("name", "cuiping.manager"), ("password", PASSWORD)]).location(), "/kept");
    let page = here.get("/kept");
    let shown = page.main().split("<dl").nth(1).and_then(|rest| rest.split("</dl>").next()).expect("what was filled in").to_owned();
    for word in ["<dt>货名</dt><dd>搪瓷盆</dd>", "<dd>日用</dd>", "<dd>12.5</dd>", "<dt>可以换</dt><dd>是</dd>"] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    for internal in ["000009", "piece_unit", "csrf", "category"] {
        assert!(!shown.contains(internal), "{internal}: {shown}");
    }
    assert_eq!(html::faults(&page.text()), [""; 0]);
    // Sent as the page sends it.
    let fields: Vec<(String, String)> = ["kept-form", "id", "number", "name", "piece_unit", "category", "price", "minimum", "offered"]
        .map(|name| (name.to_owned(), page.hidden(name)))
        .to_vec();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert!(here.post(&path, &fields).location().contains("done="));
    assert_eq!(here.cookie("kept"), None);
    assert_eq!(here.get("/kept").location(), "/");
}

#[test]
fn a_form_whose_sign_in_is_no_longer_known_is_said_to_be_lost() {
    let world = World::new(Engine::Sqlite);
    let guest = world.app.guest().speaking(pages::Lang::ZhHans);
    let path = world.own.fill("/c/{county}/shops/{shop}/goods").expect("the own shop");
    let answer = guest.post(&path, &[("name", "搪瓷盆")]);
    assert_eq!(answer.location(), "/login?lost=1");
    assert!(guest.get("/login?lost=1").main().contains("没有保存"));
}

#[test]
fn signing_out_makes_the_browser_forget_its_pages() {
    let world = World::new(Engine::Sqlite);
    let here = world.app.sign_in("cuiping.manager");
    assert_eq!(here.post("/logout", &[]).header("clear-site-data"), "\"cache\"");
}

#[test]
fn a_form_that_the_database_could_not_take_is_offered_once_more() {
    let world = World::new(Engine::Sqlite);
    let here = world.app.sign_in("cuiping.manager").speaking(pages::Lang::ZhHans);
    let path = world.own.fill("/c/{county}/shops/{shop}/goods").expect("the own shop");
    let fields = [
        ("id", "00000000-0000-7000-8000-000000000009"),
        ("number", "77"),
        ("name", "搪瓷盆"),
        ("piece_unit", "个"),
        ("category", "daily"),
        ("price", "12.5"),
        ("minimum", "2"),
    ];
    here.form_token();
    let answer = world.app.while_locked(|| here.post(&path, &fields));
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(html::faults(&answer.text()), [""; 0]);
    assert!(answer.main().contains(&format!("action=\"{path}\"")) && answer.main().contains("再提交一次"));
    let again: Vec<(&str, String)> = fields.iter().map(|(name, _)| (*name, answer.hidden(name))).collect();
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(again, fields);
    assert!(here.post(&path, &again).location().contains("done="));
}

#[test]
fn a_page_that_is_not_there_keeps_the_bar() {
    let world = World::new(Engine::Sqlite);
    let here = world.app.sign_in("cuiping.manager");
    let answer = here.get("/no/such/page");
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text().contains("<nav") && answer.text().contains("href=\"/me\""));
    assert!(!world.app.guest().get("/no/such/page").text().contains("<nav"));
}

#[test]
fn a_role_ends_today_or_later_and_only_what_can_be_given_is_offered() {
    let world = World::new(Engine::Sqlite);
    let reviewer = world.app.sign_in("cuiping.reviewer").speaking(pages::Lang::ZhHans);
    let form = reviewer.get("/c/530624/logins/new").main();
    assert!(form.contains("value=\"village_clerk\"") && form.contains("value=\"township_reviewer\""));
    assert!(!form.contains("value=\"county_officer\"") && !form.contains("value=\"auditor\""));
    let place = world.own.fill("division:{village}").expect("the own village");
    let with = |until: &str| {
        let fields =
            [("name", "new.liaison"), ("display", "新联络员"), ("role", "group_liaison"), ("place", place.as_str()), ("until", until)];
        reviewer.post("/c/530624/logins", &fields)
    };
    let past = with("2020-01-07");
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.main().contains("到哪天为止：这一天已经过去了"));
    assert_eq!(with("2020-01-08").status, StatusCode::OK);
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
