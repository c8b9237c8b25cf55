//! The page of a year: who sees which part of it, and how it is frozen, on both engines. What its numbers are, and that each opens down
//! to its posting, is asked of the whole program in `app/tests/figures_open.rs`.

mod village;

use database::Engine;
use pages::Lang;
use testkit::{Caller, RolePlace, TestApp, daguan, id, on_both_engines};
use village::month::says;
use village::{CUIPING, HUANGLIANHE, award, brought, redeem, settle};

const YEAR: &str = "/c/530624/figures";

fn opened(engine: Engine) -> TestApp {
    let areas = vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), figures::area(), points_shop::area()];
    let app = TestApp::new(engine, areas);
    settle(app.db());
    for (word, household, points) in [("chen brought", "chen", 1_005), ("zhao brought", "zhao", 600)] {
        award(app.db(), brought(word, household, points), "other-township").expect("points are brought along");
    }
    redeem(app.db(), "one", "chen", &[("rice", 1), ("salt", 1)]);
    redeem(app.db(), "two", "chen", &[("salt", 3)]);
    redeem(app.db(), "three", "zhao", &[("rice", 2)]);
    app.db()
        .write_now(|tx| {
            for (word, role) in [("officer", "county_officer"), ("auditor", "auditor")] {
                let login = testkit::add_login(tx, daguan(), word, "高敏", None)?;
                testkit::give_role(tx, login, role, daguan(), RolePlace::Division("530624"), None)?;
            }
            Ok::<_, database::DatabaseError>(())
        })
        .expect("there are people of the county");
    app
}

fn at_work<'a>(app: &'a TestApp, name: &str) -> Caller<'a> {
    app.sign_in(name).speaking(Lang::ZhHans)
}

/// Addresses of links on a page that begin so.
fn links(page: &str, beginning: &str) -> Vec<String> {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found.filter(|href| href.starts_with(beginning)).map(|href| href.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

on_both_engines! {
    fn everybody_sees_the_own_part(engine) {
        let app = opened(engine);
        let shop = id::<points_shop::shop::Shop>("shop");
        let rows = |place: &str| format!("/c/530624/figures/household-times/rows?place={place}&from=2020-01-01&to=2020-01-08");
        for (who, place, status) in [
            ("manager", shop.to_string(), 200),
            ("manager", CUIPING.to_owned(), 200),
            ("manager", "530624101".to_owned(), 404),
            ("clerk", CUIPING.to_owned(), 200),
            ("clerk", HUANGLIANHE.to_owned(), 404),
            ("clerk", "530624".to_owned(), 404),
            ("township", "530624101".to_owned(), 200),
            ("township", "530624102".to_owned(), 404),
            ("elsewhere", "530624101".to_owned(), 404),
            ("officer", "530624999".to_owned(), 404),
            ("officer", "530625101".to_owned(), 404),
        ] {
            let caller = at_work(&app, who);
            assert_eq!(caller.get(&rows(&place)).status.as_u16(), status, "{who} {place}");
            if place != "530624" {
                assert_eq!(caller.get(&format!("{YEAR}/{place}")).status.as_u16(), status, "{who} {place}");
            }
        }
        assert_eq!(at_work(&app, "liaison").get(YEAR).status.as_u16(), 403);
        let bad = at_work(&app, "officer").get("/c/530624/figures/household-times/rows?from=2020-01-08&to=2020-01-01");
        assert_eq!(bad.status.as_u16(), 400);
        assert!(bad.text().contains("日期这样写"), "{}", bad.text());
        // A village sees its own households' slips; the slip itself lies at the shop.
        let village = at_work(&app, "served-clerk").get(&rows(HUANGLIANHE));
        says(&village, &["赵大顺"]);
        assert_eq!(links(&village.text(), "/c/530624/shops/"), [""; 0]);
    }
}
