//! Pages that must agree with each other: the home page with the list behind its button, filters with what is shown, a name with its
//! spelling, the order of a village's groups.

mod village;

use axum::response::IntoResponse as _;
use database::{DatabaseError, Engine};
use pages::PageResult;
use people::{Area, RouteAccess, Routes, Visitor};
use registry::household::{self, NewHousehold, NewMember, Person};
use testkit::{Answer, NOW, RolePlace, TestApp, daguan, id, on_both_engines, today};
use village::month::{APPRAISALS, at_work, checked, days_later, done, is_silent, opened, path_of, says};
use village::{CUIPING, award, brought, redeem, rules_in_force, settle};

/// What waits for the visitor, a line each: how the home page reads it.
async fn waiting(visitor: Visitor) -> PageResult {
    let (contract, asker, on) = (visitor.guest.contract.clone(), visitor.clone(), visitor.site().today());
    let read = move |tx: &mut database::Tx<'_>| {
        let mut todos = Vec::new();
        for find in &contract.todos {
            todos.extend(find(tx, &asker, on)?);
        }
        Ok::<_, DatabaseError>(todos)
    };
    let (todos, frame) = (visitor.site().db.read(read).await?, visitor.frame());
    let line = |todo: &people::Todo| {
        let detail = todo.detail.as_ref().map(|detail| frame.message(detail)).unwrap_or_default();
        format!("{} {}: {detail} {}", todo.count, frame.message(&todo.what), todo.href)
    };
    Ok(todos.iter().map(line).collect::<Vec<_>>().join("\n").into_response())
}

/// The village with the shipped table in force, somebody of the county, and what waits to be read.
fn settled(engine: Engine) -> TestApp {
    let home = Area { routes: Routes::default().get("/waiting", RouteAccess::SignedIn, waiting), ..Area::named("test") };
    let areas = vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), points_shop::area(), home];
    let app = TestApp::new(engine, areas);
    settle(app.db());
    rules_in_force(app.db(), 30);
    app.db()
        .write_now(|tx| {
            let login = testkit::add_login(tx, daguan(), "officer", "高志远", None)?;
            testkit::give_role(tx, login, "county_officer", daguan(), RolePlace::Division("530624"), None)
        })
        .expect("there is somebody of the county");
    app
}

#[track_caller]
fn reads(answer: &Answer, words: &str) {
    assert!(answer.text().contains(words), "“{words}” is not in {}", answer.text());
}

/// A household in each of these groups, entered in this order.
fn neighbours(app: &TestApp, groups: &'static [&'static str]) {
    app.db()
        .write_now(move |tx| {
            for group in groups {
                let head = Person { id: id(&format!("{group} head")), name: format!("牟家{group}"), id_number: None, phone: None };
                let new = NewHousehold {
                    county: daguan(),
                    id: id(group),
                    code: String::new(),
                    village: CUIPING.to_owned(),
                    village_group: (*group).to_owned(),
                    registered: false,
                    since: today().plus_days(-400),
                    members: vec![NewMember { person: head, relation: "head" }],
                };
                household::add(tx, &new, None, NOW).map_err(|refused| DatabaseError::Broken(format!("{refused:?}")))?;
            }
            Ok::<_, DatabaseError>(())
        })
        .expect("households are added");
}

/// The words stand on the page one behind the other.
#[track_caller]
fn in_order(answer: &Answer, words: &[String]) {
    let text = answer.text();
    let places: Vec<Option<usize>> = words.iter().map(|word| text.find(word.as_str())).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{words:?} stand at {places:?} of {}", answer.path);
}

on_both_engines! {
    fn the_list_behind_the_home_page_names_the_villages_it_counts(engine) {
        let app = settled(engine);
        checked(&app, &[done("road", "chen", "出工", 9)]);
        let township = at_work(&app, "other-township");
        let behind = "/c/530624/appraisals?month=201912";
        reads(&township.get("/waiting"), &format!("2 个村上个月还没有开评议会: 翠屏村 · 黄连河村 {behind}"));
        let without = |village: &str| format!("<span class=\"grow name\">{village}</span><span class=\"chip wait\">还没有列名单</span>");
        says(&township.get(behind), &["<h2>2019 年 12 月</h2>", &without("翠屏村"), &without("黄连河村")]);
        opened(&at_work(&app, "clerk"));
        reads(&township.get("/waiting"), &format!("1 个村上个月还没有开评议会: 黄连河村 {behind}"));
        let page = township.get(behind);
        says(&page, &["翠屏村 · 2019 年 12 月", &without("黄连河村")]);
        is_silent(&page, &[&without("翠屏村")]);
    }

    fn the_filter_of_appraisals_keeps_what_was_chosen_and_names_what_there_is_not(engine) {
        let app = settled(engine);
        checked(&app, &[done("road", "chen", "出工", 9), done("january", "luo", "出工", 2)]);
        let officer = at_work(&app, "officer");
        let list = |query: &str| officer.get(&format!("{APPRAISALS}?{query}"));
        let empty = list("month=201912&township=530624102");
        let chosen = ["<h2>2019 年 12 月</h2>", "value=\"201912\" selected", "value=\"530624102\" selected"];
        says(&empty, &[&chosen[..], &["这个月没有名单", "value=\"202001\""]].concat());
        is_silent(&empty, &["翠屏村", "下面不分月份"]);
        let december = list("month=201912");
        says(&december, &["翠屏村：到 2019 年 12 月"]);
        is_silent(&december, &["到 2020 年 1 月"]);
        let january = list("month=202001");
        says(&january, &["更早的月份还等着的，先开那个月的", "翠屏村</span><span class=\"chip wait\">还没有列名单"]);
        is_silent(&january, &["到 2019 年 12 月"]);
        let nowhere = list("month=203013&township=99");
        says(&nowhere, &["没有“203013”这个月可看", "没有代码是“99”的乡镇", "<h2>近半年</h2>", "翠屏村：到 2019 年 12 月"]);
    }

    fn groups_stand_in_the_order_they_are_counted_in_and_a_name_is_found_by_its_spelling(engine) {
        let app = settled(engine);
        neighbours(&app, &["三", "五", "一", "十", "四"]);
        let names = ["一", "三", "四", "五", "十"].map(|group| format!("牟家{group}"));
        in_order(&at_work(&app, "clerk").get("/c/530624/households?q=mou"), &names);
        let counter = format!("/c/530624/shops/{}/counter?q=mou", id::<points_shop::shop::Shop>("shop"));
        in_order(&at_work(&app, "manager").get(&counter), &names);
        let all = ["三", "五", "一", "十", "四", "chen", "luo"].map(|household| done(&format!("of {household}"), household, "出工", 9));
        checked(&app, &all);
        let clerk = at_work(&app, "clerk");
        let roster = opened(&clerk);
        let entries = |query: &str| clerk.get(&format!("{roster}/entries?{query}"));
        in_order(&entries(""), &["一", "二", "三", "四", "五", "十"].map(|group| format!("<option value=\"{group}\"")));
        for typed in ["chen", "cjf", "jiafu", "%E9%99%88"] {
            let found = entries(&format!("name={typed}"));
            says(&found, &["陈家福 户"]);
            is_silent(&found, &["罗开文 户", "牟家"]);
        }
        for typed in ["%25", "-", "zhang"] {
            says(&entries(&format!("name={typed}")), &["没有这样的"]);
        }
    }

    fn whoever_proposed_a_reversal_is_told_for_a_week_that_it_was_declined_and_why(engine) {
        let app = settled(engine);
        award(app.db(), brought("opening", "chen", 500), "other-township").expect("points are brought along");
        redeem(app.db(), "slip", "chen", &[("rice", 1)]);
        let slip = format!("/c/530624/shops/{}/redemptions/{}", id::<()>("shop"), id::<()>("slip"));
        let (manager, supervisor) = (at_work(&app, "manager"), at_work(&app, "supervisor"));
        let form = manager.get(&format!("{slip}/reversal")).hidden("id");
        path_of(&manager.post(&format!("{slip}/reversal"), &[("reason", "数量写错"), ("id", &form)]));
        let told = format!("1 次冲正没有同意，是你申请的: 小票 20200108-001：当面数过，没有写错 {slip}");
        is_silent(&manager.get("/waiting"), &["没有同意"]);
        path_of(&supervisor.post(&format!("/c/530624/reversals/{form}/decline"), &[(&format!("answer.{form}"), "当面数过，没有写错")]));
        reads(&manager.get("/waiting"), &told);
        for other in ["other-manager", "other-township"] {
            is_silent(&at_work(&app, other).get("/waiting"), &["没有同意"]);
        }
        days_later(&app, 6);
        reads(&at_work(&app, "manager").get("/waiting"), &told);
        days_later(&app, 7);
        is_silent(&at_work(&app, "manager").get("/waiting"), &["没有同意"]);
    }
}
