//! Who looked at full numbers is read by those who oversee the household's place, and by nobody else.

use axum::http::StatusCode;
use basics::Id;
use database::{DatabaseError, Engine, open_book};
use registry::household::{self, Household, NewHousehold, NewMember, Person};
use testkit::{NOW, RolePlace, TestApp, add_login, daguan, give_role, id, on_both_engines, today};

const LIST: &str = "/c/530624/access-log";

const LOGINS: &[(&str, &str, &str, &str)] = &[
    ("clerk", "王红", "village_clerk", "530624101201"),
    ("far-clerk", "卯开审", "village_clerk", "530624102201"),
    ("overseer", "赵林", "village_supervisor", "530624101201"),
    ("other-overseer", "段守民", "village_supervisor", "530624101202"),
    ("reviewer", "周翔", "township_reviewer", "530624101"),
    ("officer", "高敏", "county_officer", "530624"),
    ("auditor", "孙纪", "auditor", "530624"),
];

fn app(engine: Engine) -> TestApp {
    let app = TestApp::new(engine, vec![people::area(), registry::area()]);
    app.db()
        .write_now(|tx| {
            open_book(tx, daguan(), "大关县", today())?;
            for (word, name, role, place) in LOGINS {
                let login = add_login(tx, daguan(), word, name, None)?;
                give_role(tx, login, role, daguan(), RolePlace::Division(place), None)?;
            }
            for (word, head, village) in [("chen", "陈家福", "530624101201"), ("sun", "孙朝云", "530624102201")] {
                let person = Person {
                    id: id(&format!("{word} head")),
                    name: head.to_owned(),
                    id_number: None,
                    phone: Some("13887040000".to_owned()),
                };
                let household = NewHousehold {
                    county: daguan(),
                    id: id(word),
                    code: String::new(),
                    village: village.to_owned(),
                    village_group: "二".to_owned(),
                    registered: true,
                    since: today().plus_days(-400),
                    members: vec![NewMember { person, relation: "head" }],
                };
                household::add(tx, &household, None, NOW).map_err(|refused| DatabaseError::Broken(format!("{refused:?}")))?;
            }
            Ok::<_, DatabaseError>(())
        })
        .expect("the county is settled");
    app
}

fn look(app: &TestApp, who: &str, household: &str, purpose: &str) {
    let household: Id<Household> = id(household);
    let answer = app.sign_in(who).post(&format!("/c/530624/households/{household}/unmask"), &[("purpose", purpose)]);
    assert_eq!(answer.status, StatusCode::OK);
}

on_both_engines! {
    fn looks_are_read_where_the_household_lives(engine) {
        let app = app(engine);
        look(&app, "clerk", "chen", "核对补卡人");
        look(&app, "far-clerk", "sun", "登记低保");
        let seen = |who: &str, query: &str| {
            let page = app.sign_in(who).get(&format!("{LIST}{query}")).main();
            ["核对补卡人", "登记低保"].map(|purpose| page.contains(purpose))
        };
        assert_eq!(seen("overseer", ""), [true, false]);
        assert_eq!(seen("other-overseer", ""), [false, false]);
        assert_eq!(seen("reviewer", ""), [true, false]);
        assert_eq!(seen("officer", ""), [true, true]);
        assert_eq!(seen("auditor", ""), [true, true]);
        assert_eq!(seen("auditor", "?login=far-clerk"), [false, true]);
        assert_eq!(seen("overseer", "?login=far-clerk"), [false, false]);
        assert_eq!(seen("officer", "?from=2020-01-08&until=2020-01-08"), [true, true]);
        assert_eq!(seen("officer", "?from=2020-01-09"), [false, false]);
        for who in ["clerk", "far-clerk"] {
            assert_eq!(app.sign_in(who).get(LIST).status, StatusCode::FORBIDDEN, "{who}");
        }
        assert_eq!(app.sign_in("officer").get("/c/530625/access-log").status, StatusCode::NOT_FOUND);
    }

    fn a_line_says_who_whose_what_and_why_and_never_the_number(engine) {
        let app = app(engine);
        look(&app, "clerk", "chen", "核对 <b>补卡人</b>");
        let page = app.sign_in("overseer").get(LIST).main();
        for words in ["王红", "陈家福", "530624-101-0001", "身份证号、电话", "2020-01-08 09:00", "核对"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("13887040000") && !page.contains("<b>补卡人"));
    }

    fn the_log_comes_in_pages_and_oversight_leads_to_it(engine) {
        let app = app(engine);
        for minute in 0..42 {
            app.set_clock(NOW.plus_ms(minute * 60_000));
            look(&app, "clerk", "chen", "核对");
        }
        let overseer = app.sign_in("overseer");
        let rows = |page: &str| page.matches("<tr><th scope=\"row\"").count();
        let (first, second) = (overseer.get(LIST).main(), overseer.get(&format!("{LIST}?page=1")).main());
        assert_eq!((rows(&first), rows(&second)), (40, 2));
        assert!(first.contains("09:41") && second.contains("09:00"));
        let links = |who: &str| {
            let page = app.sign_in(who).get("/c/530624/oversight").main();
            ["/access-log\"", "/sign-ins\""].map(|link| page.contains(link))
        };
        assert_eq!((links("overseer"), links("reviewer")), ([true, false], [true, true]));
    }
}
