//! Freezing a year: looked at first, by whom and when on page, spreadsheet and paper, and afterwards what changed and by which record.

mod village;

use std::io::{Cursor, Write as _};
use std::process::{Command, Stdio};

use basics::Moment;
use calamine::{Reader as _, Xlsx};
use database::{DatabaseError, Engine};
use ledger::{Decision, Proposal};
use money::Pieces;
use pages::Lang;
use points_shop::redemption::{Redemption, Wanted};
use points_shop::{redemption, reversal};
use testkit::{Answer, Caller, NOW, RolePlace, TestApp, daguan, id, on_both_engines, today};
use village::month::{is_silent, refuses, says};
use village::{award, brought, login, redeem, settle, slip};

const YEAR: &str = "/c/530624/figures?year=2020";
const FREEZE: &str = "/c/530624/figures/freeze";

/// A year later than the village's first day.
fn later() -> Moment {
    NOW.plus_ms(400 * 86_400_000)
}

fn opened(engine: Engine) -> TestApp {
    let areas = vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), figures::area(), points_shop::area()];
    let app = TestApp::new(engine, areas);
    settle(app.db());
    award(app.db(), brought("chen brought", "chen", 1_005), "other-township").expect("points are brought along");
    redeem(app.db(), "one", "chen", &[("salt", 1)]);
    redeem(app.db(), "two", "chen", &[("salt", 2)]);
    app.db()
        .write_now(|tx| {
            let officer = testkit::add_login(tx, daguan(), "officer", "高志远", None)?;
            testkit::give_role(tx, officer, "county_officer", daguan(), RolePlace::Division("530624"), None)
        })
        .expect("there is somebody of the county");
    app.set_clock(later());
    app
}

fn officer(app: &TestApp) -> Caller<'_> {
    app.sign_in("officer").speaking(Lang::ZhHans)
}

/// Sends the form of the second look as it stands.
fn frozen(officer: &Caller<'_>) -> Answer {
    let look = officer.get(&format!("{FREEZE}?year=2020"));
    officer.post(FREEZE, &[("year", &look.hidden("year")), ("shown", &look.hidden("shown"))])
}

/// A slip of the first day, entered at the moment.
fn entered_late(app: &TestApp, word: &str, at: Moment) {
    let slip = Redemption { at, ..slip(word, "chen") };
    let wanted = vec![Wanted { goods: id("salt"), quantity: Pieces(1), lot: None, shown: None }];
    app.db().write_now(move |tx| redemption::redeem(tx, &slip, &wanted, at)).expect("the goods are handed over");
}

/// The slip is taken back by two at the moment.
fn reversed(app: &TestApp, word: &str, at: Moment) {
    let (one, other) = (login(app.db(), "manager"), login(app.db(), "supervisor"));
    let proposal = Proposal { id: id("reversal"), posting: id(word), reason: "发错了".to_owned(), by: one.id.any() };
    let decision = Decision {
        confirmed: true,
        by: other.id.any(),
        posting: id("reversing"),
        business_date: today().plus_days(400),
        salt: [3; 16],
        answer: String::new(),
    };
    app.db()
        .write_now(move |tx| {
            let broken = |refused: &dyn std::fmt::Debug| DatabaseError::Broken(format!("{refused:?}"));
            reversal::propose(tx, daguan(), &proposal, &one, today().plus_days(400), at).map_err(|refused| broken(&refused))?;
            reversal::decide(tx, daguan(), proposal.id, &decision, &other, at).map_err(|refused| broken(&refused))
        })
        .expect("it is taken back");
}

fn words_of(pdf: &[u8]) -> String {
    let mut child =
        Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("poppler-utils");
    let (mut input, pdf) = (child.stdin.take().expect("piped"), pdf.to_vec());
    let written = std::thread::spawn(move || input.write_all(&pdf).expect("it is read"));
    let output = child.wait_with_output().expect("it ends");
    written.join().expect("all is written");
    String::from_utf8_lossy(&output.stdout).replace([' ', '\n'], "")
}

fn cells_of(sheet: &Answer) -> String {
    let mut book = Xlsx::new(Cursor::new(sheet.bytes.clone())).expect("a spreadsheet");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("it is read");
    range.rows().flatten().map(ToString::to_string).collect::<Vec<_>>().join("|")
}

on_both_engines! {
    fn a_year_is_looked_at_before_it_is_frozen_and_says_by_whom(engine) {
        let app = opened(engine);
        let officer = officer(&app);
        let page = officer.get(YEAR);
        says(&page, &["看一遍再冻结 2020 年", "href=\"/c/530624/figures/freeze?year=2020\""]);
        assert!(!page.text().contains("action=\"/c/530624/figures/freeze\""), "the button leads to the look, not past it");
        let look = officer.get(&format!("{FREEZE}?year=2020"));
        says(&look, &["冻结 2020 年的数字吗", "兑换户次", "data-answer=\"household-times\" value=\"2\"", "1 个乡镇、1 个超市", "不能撤回"]);
        // A form that carries other figures than there are freezes nothing.
        refuses(&officer.post(FREEZE, &[("year", "2020"), ("shown", "household-times=1")]), &["再看一遍", "value=\"2\""]);
        refuses(&officer.post(FREEZE, &[("year", "2020")]), &["再看一遍"]);
        is_silent(&officer.get(YEAR), &["已冻结"]);
        let form = [("year", look.hidden("year")), ("shown", look.hidden("shown"))];
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        for _ in 0..2 {
            assert!(officer.post(FREEZE, &form).status.is_redirection(), "the same form twice freezes once");
        }
        let by = "已冻结（高志远，2021-02-11";
        says(&officer.get(YEAR), &[by]);
        says(&officer.get("/c/530624/figures/530624101?year=2020"), &[by]);
        is_silent(&officer.get(YEAR), &["看一遍再冻结"]);
        assert!(cells_of(&officer.get("/c/530624/figures.xlsx?year=2020")).contains(by), "the spreadsheet says who froze it");
        let printed = words_of(&officer.get("/c/530624/figures.pdf?year=2020").bytes);
        assert!(printed.contains(by), "the paper says who froze it: {printed}");
        let rows = officer.get("/c/530624/figures/household-times/rows?place=530624&from=2020-01-01&to=2020-12-31");
        says(&rows, &["高志远 于 2021-02-11"]);
        refuses(&officer.post(FREEZE, &[("year", "2020"), ("shown", "household-times=1")]), &["这一年已经在 2021-02-11", "不再冻结第二次"]);
    }

    fn a_year_without_anything_and_one_that_is_not_over_are_refused(engine) {
        let app = opened(engine);
        let officer = officer(&app);
        for (year, words) in [
            ("2018", "2018 年没有一笔账"),
            ("2021", "这一年要到 2021-12-31 才过完"),
            ("2030", "这一年要到 2030-12-31 才过完"),
            ("1848", "年份这样写：2019"),
            ("去年", "年份这样写：2019"),
        ] {
            let look = officer.get(&format!("{FREEZE}?year={year}"));
            says(&look, &[words]);
            is_silent(&look, &["不能撤回"]);
            refuses(&officer.post(FREEZE, &[("year", year)]), &[words]);
        }
        says(&officer.get("/c/530624/figures?year=2018"), &["数字截至 2018-12-31"]);
        is_silent(&officer.get("/c/530624/figures?year=2018"), &["看一遍再冻结", "已冻结"]);
    }

    fn a_clock_behind_the_book_blames_nothing_that_was_there(engine) {
        let app = opened(engine);
        entered_late(&app, "before", later().plus_ms(3_600_000));
        // Nobody has signed the day of these slips: that is said before anything is frozen.
        says(&officer(&app).get(&format!("{FREEZE}?year=2020")), &["1 天的单子还没有签字"]);
        // The book stands an hour ahead of the clock by which the year is frozen.
        assert!(frozen(&officer(&app)).status.is_redirection());
        is_silent(&officer(&app).get("/c/530624/figures/changed?year=2020"), &["小票"]);
        entered_late(&app, "late", later());
        says(&officer(&app).get("/c/530624/figures/changed?year=2020"), &[&format!("/c/530624/postings/{}", id::<()>("late"))]);
    }

    fn what_changed_since_opens_to_the_records_that_changed_it(engine) {
        let app = opened(engine);
        let officer = officer(&app);
        let changed = "/c/530624/figures/changed?year=2020";
        says(&officer.get(changed), &["这一年还没有冻结"]);
        assert!(frozen(&officer).status.is_redirection());
        let fresh = officer.get(changed);
        says(&fresh, &["每个数都还是冻结时的数"]);
        is_silent(&fresh, &["小票"]);
        entered_late(&app, "late", later().plus_ms(60_000));
        reversed(&app, "one", later().plus_ms(120_000));
        let (shop, township, village) = (id::<points_shop::shop::Shop>("shop").to_string(), "530624101", village::CUIPING);
        for page in [YEAR.to_owned(), format!("/c/530624/figures/{township}?year=2020"), format!("/c/530624/figures/{shop}?year=2020")] {
            says(&officer.get(&page), &["看哪些数变了、因为什么"]);
        }
        for place in ["".to_owned(), format!("{township}/"), format!("{shop}/")] {
            let page = officer.get(&format!("/c/530624/figures/{place}changed?year=2020"));
            // A slip of salt came, another one went: as many visits as before, and other points held.
            says(&page, &["小票 20200108-003", "冲正：小票 20200108-001", "2020-01-08", "刘云", "周明芳", "变了的数"]);
            for slip in ["late", "one"] {
                says(&page, &[&format!("/c/530624/shops/{shop}/redemptions/{}", id::<Redemption>(slip))]);
            }
            says(&page, &[&format!("/c/530624/postings/{}", id::<()>("late")), &format!("/c/530624/postings/{}", id::<()>("reversing"))]);
            is_silent(&page, &["20200108-002"]);
        }
        let elsewhere = officer.get("/c/530624/figures/530624102/changed?year=2020");
        is_silent(&elsewhere, &["小票 20200108"]);
        let rows = officer.get("/c/530624/figures/points-held/rows?place=530624&from=2020-01-01&to=2020-12-31");
        says(&rows, &["/c/530624/figures/changed?year=2020"]);
        // The clerk of the village sees the village's own, and of the whole county nothing.
        let clerk = app.sign_in("clerk").speaking(Lang::ZhHans);
        assert_eq!(clerk.get(changed).status.as_u16(), 404);
        says(&clerk.get(&format!("/c/530624/figures/{village}/changed?year=2020")), &["这一年还没有冻结"]);
    }
}
