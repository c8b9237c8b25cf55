//! A donor of the demo signs in and walks from home to a lot: counts and villages, and nobody's name on the way.

use database::{DatabaseError, Engine, open_book};
use pages::Lang;
use points_shop::demo;
use testkit::catalogue::sql;
use testkit::{Answer, Caller, TestApp, html, on_both_engines};

fn filled(engine: Engine) -> TestApp {
    let app = TestApp::demo(engine, xieshou::areas::areas());
    app.db().write_now(|tx| open_book(tx, demo::county(), "大关县", demo::opening_day())).expect("the book opens");
    let logins = demo::fill(app.db(), &demo::Size::Small, 1, &|_| {}).expect("the demo fills");
    for name in ["linhaitao", "zhangqin"] {
        assert!(logins.iter().any(|login| login.name == name && login.password == demo::PASSWORD), "{name} is printed");
    }
    app
}

fn signed_in<'a>(app: &'a TestApp, name: &str) -> Caller<'a> {
    let caller = app.guest().speaking(Lang::ZhHans);
    let answer = caller.post("/login", &[("name", name), ("password", demo::PASSWORD)]);
    assert!(answer.status.is_redirection(), "{name} signs in: {}", answer.text());
    caller
}

/// Names of everybody in the register and of everybody who works there, but for the donor's own login.
fn names(app: &TestApp) -> Vec<String> {
    let statement = sql("SELECT name FROM person UNION SELECT display_name FROM login WHERE name <> 'linhaitao'".to_owned());
    app.db().read_now(move |tx| tx.rows(statement, &[], |row| row.get(0))).unwrap_or_else(|error: DatabaseError| panic!("{error}"))
}

fn links(page: &Answer, part: &str) -> Vec<String> {
    let text = page.main();
    let hrefs = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter(|href| href.contains(part)).map(str::to_owned).collect()
}

on_both_engines! {
    fn a_donor_reaches_the_counts_of_a_lot_from_home(engine) {
        let app = filled(engine);
        let donor = signed_in(&app, "linhaitao");
        let home = donor.get("/");
        let page = links(&home, "/gifts/").into_iter().find(|href| !href.contains("/lots/")).expect("the way to all that was given");
        let lot = links(&home, "/lots/").into_iter().next().expect("the way to a lot");
        let (page, lot) = (donor.get(&page), donor.get(&lot));
        assert!(home.text().contains("中山火炬开发区：领到的农户"), "{}", home.main());
        assert!(page.text().contains("中山火炬开发区 给的东西") && page.text().contains("翠屏村"), "{}", page.main());
        assert!(lot.text().contains("看不到哪一户") && lot.text().contains("data-figure=\"lot-handed-out\""), "{}", lot.main());
        let names = names(&app);
        assert!(names.len() > 200, "{}", names.len());
        for answer in [&home, &page, &lot] {
            assert_eq!(answer.status.as_u16(), 200, "{}", answer.path);
            assert_eq!(html::faults(&answer.text()), [""; 0], "{}", answer.path);
            let text = answer.main();
            let told: Vec<&String> = names.iter().filter(|name| text.contains(name.as_str())).collect();
            assert!(told.is_empty(), "{told:?} on {}", answer.path);
            assert!(!text.contains("530624-101-"), "a household's code is on {}", answer.path);
        }
    }
}
