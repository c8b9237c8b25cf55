//! What is said where more is found than is shown, and how a county's many appraisals are narrowed.

mod village;

use divisions::{Divisions, is_within};
use registry::household::{self, NewHousehold, NewMember, Person};
use testkit::{NOW, RolePlace, TestApp, daguan, html, id, on_both_engines, today};
use trust::roster::{self, Actor, NewRoster};
use village::CUIPING;
use village::month::{at_work, is_silent, says, settled};

const MORE: &str = "还有更多，请多打几个字";

/// Households of one surname, by their numbers.
fn neighbours(app: &TestApp, numbers: std::ops::Range<usize>) {
    app.db()
        .write_now(move |tx| {
            for number in numbers.clone() {
                let word = format!("mou {number}");
                let head = Person { id: id(&format!("{word} head")), name: format!("牟家{number}"), id_number: None, phone: None };
                let new = NewHousehold {
                    county: daguan(),
                    id: id(&word),
                    code: String::new(),
                    village: CUIPING.to_owned(),
                    village_group: "三".to_owned(),
                    registered: false,
                    since: today().plus_days(-400),
                    members: vec![NewMember { person: head, relation: "head" }],
                };
                household::add(tx, &new, None, NOW).map_err(|refused| database::DatabaseError::Broken(format!("{refused:?}")))?;
            }
            Ok::<_, database::DatabaseError>(())
        })
        .expect("households are added");
}

/// Lists of these months in every village of the county; answers how many villages there are.
fn met_everywhere(app: &TestApp, periods: &[i64]) -> usize {
    let on = today().date();
    let divisions = Divisions::built_in();
    let mut villages: Vec<String> =
        divisions.codes().filter(|code| code.len() == 12 && is_within(code, "530624")).map(str::to_owned).collect();
    villages.retain(|code| divisions.find(code, on).is_some());
    villages.dedup();
    let (count, periods) = (villages.len(), periods.to_vec());
    app.db()
        .write_now(move |tx| {
            let actor = Actor { login: id::<()>("clerk"), concerned: Vec::new(), on: today(), at: NOW };
            for village in &villages {
                for period in &periods {
                    let new =
                        NewRoster { county: daguan(), id: id(&format!("{village} {period}")), place: village.clone(), period: *period };
                    roster::open(tx, &points_shop::MONTH, &new, &actor)?;
                    roster::begin(tx, daguan(), new.id)?;
                }
            }
            let officer = testkit::add_login(tx, daguan(), "officer", "高志远", None)?;
            testkit::give_role(tx, officer, "county_officer", daguan(), RolePlace::Division("530624"), None)?;
            Ok::<_, database::DatabaseError>(())
        })
        .expect("lists are opened");
    count
}

on_both_engines! {
    fn a_search_that_finds_more_than_it_shows_says_so(engine) {
        let app = settled(engine);
        let counter = format!("/c/530624/shops/{}/counter?q=%E7%89%9F", id::<points_shop::shop::Shop>("shop"));
        neighbours(&app, 0..30);
        says(&at_work(&app, "manager").get(&counter), &["牟家29 户"]);
        is_silent(&at_work(&app, "manager").get(&counter), &[MORE]);
        says(&at_work(&app, "liaison").get("/c/530624/deeds?q=%E7%89%9F"), &[MORE]);
        is_silent(&at_work(&app, "liaison").get("/c/530624/deeds?q=%E9%99%88"), &[MORE]);
        neighbours(&app, 30..52);
        let page = at_work(&app, "manager").get(&counter);
        says(&page, &[MORE]);
        assert_eq!(page.text().matches("<li class=\"go\">").count(), 30);
        let registry = at_work(&app, "clerk").get("/c/530624/households?q=%E7%89%9F");
        says(&registry, &[MORE]);
        is_silent(&at_work(&app, "clerk").get("/c/530624/households?q=%E7%89%9F%E5%AE%B65"), &[MORE]);
    }

    fn a_countys_appraisals_begin_with_the_newest_month_and_are_narrowed(engine) {
        let app = settled(engine);
        let villages = met_everywhere(&app, &[201_911, 201_912]);
        assert!(villages > 60, "{villages}");
        let officer = at_work(&app, "officer");
        let list = |query: &str| officer.get(&format!("/c/530624/appraisals{query}"));
        let first = list("");
        says(&first, &["<h2>2019 年 12 月</h2>", "value=\"201912\" selected", "翠华镇", "第 1 页"]);
        is_silent(&first, &["· 2019 年 11 月"]);
        assert!(first.text().len() < 30_000, "{} bytes", first.text().len());
        let rows = |page: &testkit::Answer| page.text().matches("<li class=\"go\">").count();
        assert_eq!(rows(&first), 30);
        let pages = villages.div_ceil(30);
        let last = list(&format!("?month=201912&township=&page={}", pages - 1));
        assert_eq!(rows(&last), villages - 30 * (pages - 1));
        is_silent(&last, &["等着开会的"]);
        let township = list("?month=201911&township=530624101");
        says(&township, &["翠屏村 · 2019 年 11 月", "value=\"530624101\" selected"]);
        is_silent(&township, &["玉碗村", "· 2019 年 12 月"]);
        says(&list("?month=all&township=530624101"), &["· 2019 年 11 月", "· 2019 年 12 月"]);
        // Somebody of one village sees its few lists together, and is told that another township is not there.
        let clerk = at_work(&app, "clerk");
        says(&clerk.get("/c/530624/appraisals"), &["翠屏村 · 2019 年 11 月", "翠屏村 · 2019 年 12 月"]);
        is_silent(&clerk.get("/c/530624/appraisals"), &["id=\"township\""]);
        let elsewhere = clerk.get("/c/530624/appraisals?month=all&township=530624102");
        says(&elsewhere, &["没有代码是“530624102”的乡镇", "翠屏村 · 2019 年 12 月"]);
        is_silent(&elsewhere, &["玉碗村"]);
        assert_eq!(html::faults(&list("?month=nonsense&township=%27&page=7").text()), [""; 0]);
    }
}
