//! The head of the shop manager's home page: when the shop was last open and for how many households, without slips taken back since.

use database::{Engine, open_book};
use pages::Lang;
use points_shop::demo::{self, Size};
use testkit::{Caller, TestApp, on_both_engines};

fn filled(engine: Engine) -> TestApp {
    let app = TestApp::demo(engine, xieshou::areas::areas());
    app.db().write_now(|tx| open_book(tx, demo::county(), "大关县", demo::opening_day())).expect("the book opens");
    demo::fill(app.db(), &Size::Small, 1, &|_| {}).expect("the demo fills");
    app
}

fn signed_in<'a>(app: &'a TestApp, name: &str) -> Caller<'a> {
    let caller = app.guest();
    assert!(caller.post("/login", &[("name", name), ("password", demo::PASSWORD)]).status.is_redirection());
    caller.speaking(Lang::ZhHans)
}

/// Where the links of a page lead.
fn links(page: &str) -> Vec<String> {
    page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Households of the last opening, as the home page says.
fn households(manager: &Caller<'_>) -> i64 {
    let home = manager.get("/").main();
    let said = home.split("上次开门").nth(1).and_then(|rest| rest.split("兑换").nth(1)).unwrap_or_else(|| panic!("{home}"));
    said.trim().split(' ').next().expect("a number").parse().unwrap_or_else(|_| panic!("{said}"))
}

on_both_engines! {
    fn a_slip_taken_back_is_no_household_of_the_last_opening(engine) {
        let app = filled(engine);
        let (manager, supervisor) = (signed_in(&app, "liuyun"), signed_in(&app, "mayun"));
        let before = households(&manager);
        let counter = links(&manager.get("/").text()).into_iter().find(|href| href.ends_with("/counter")).expect("a way to the counter");
        let shop = counter.trim_end_matches("/counter");
        let slips = (1..20).flat_map(|days| {
            let day = demo::opening_day().plus_days(-days);
            links(&manager.get(&format!("{shop}/today?day={day}")).main()).into_iter().filter(|href| href.contains("/redemptions/"))
        });
        let slip = slips.take(1).last().expect("there was an open day");
        let form = manager.get(&format!("{slip}/reversal")).hidden("id");
        assert!(manager.post(&format!("{slip}/reversal"), &[("id", &form), ("reason", "发错了货")]).is_done());
        let list = supervisor.get("/c/530624/reversals");
        let posting = list.hidden("posting");
        assert!(supervisor.post(&format!("/c/530624/reversals/{form}/confirm"), &[("posting", &posting)]).is_done());
        assert_eq!(households(&manager), before - 1);
    }
}
