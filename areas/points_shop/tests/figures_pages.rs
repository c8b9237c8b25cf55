//! The page of a year with its spreadsheet and paper, rows behind a number, the posting behind a slip, on both engines.

mod village;

use std::io::Cursor;
use std::io::Write as _;
use std::process::{Command, Stdio};

use calamine::{Data, Reader as _, Xlsx};
use database::Engine;
use pages::Lang;
use people::{Figure, FigurePlace, FigureUnit, Question};
use points_shop::figure::{FIGURES, HELD, HOUSEHOLDS, TIMES, VALUE};
use testkit::{Answer, Caller, RolePlace, TestApp, daguan, html, id, on_both_engines, today};
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

/// The machine-readable value beside a mark, such as `data-figure="household-times"`.
fn value_of(page: &str, mark: &str, figure: &Figure) -> i64 {
    let mark = format!("{mark}=\"{}\" value=\"", figure.id);
    let at = page.find(&mark).unwrap_or_else(|| panic!("{mark} is not on the page")) + mark.len();
    page[at..].split('"').next().expect("a value").parse().expect("a whole number")
}

fn asked(app: &TestApp, figure: &Figure) -> i64 {
    let question = Question { county: daguan(), place: FigurePlace::County, from: today().plus_days(-7), to: today() };
    let ask = figure.value;
    app.db().read_now(move |tx| ask(tx, &question)).expect("answered")
}

/// The column of a row of the first sheet, found by the id in its fifth column.
fn in_sheet(answer: &Answer, figure: &Figure) -> i64 {
    let mut book = Xlsx::new(Cursor::new(answer.bytes.clone())).expect("a spreadsheet");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("it is read");
    let row = range.rows().find(|row| row.get(4) == Some(&Data::String(figure.id.to_owned()))).expect("the figure has a row");
    let Some(Data::Float(number)) = row.get(1) else { panic!("no number in {row:?}") };
    let parts = match figure.unit {
        FigureUnit::Fen => 100.0,
        FigureUnit::TenthPoint => 10.0,
        _ => 1.0,
    };
    (number * parts).round() as i64
}

fn words_of(pdf: &[u8]) -> String {
    let mut child =
        Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("poppler-utils");
    let (mut input, pdf) = (child.stdin.take().expect("piped"), pdf.to_vec());
    let written = std::thread::spawn(move || input.write_all(&pdf).expect("it is read"));
    let output = child.wait_with_output().expect("it ends");
    written.join().expect("all is written");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Addresses of links on a page that begin so.
fn links(page: &str, beginning: &str) -> Vec<String> {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found.filter(|href| href.starts_with(beginning)).map(|href| href.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

on_both_engines! {
    fn page_spreadsheet_and_paper_say_the_same(engine) {
        let app = opened(engine);
        let officer = at_work(&app, "officer");
        let page = officer.get(YEAR);
        says(&page, &["大关县 爱心公益超市", "2020 年 · 按当时区划 9 个乡镇 · 数字截至 2020-01-08", "aria-current=\"page\">大关县</a>"]);
        let (sheet, paper) = (officer.get("/c/530624/figures.xlsx?year=2020"), officer.get("/c/530624/figures.pdf?year=2020"));
        let printed = words_of(&paper.bytes).replace(' ', "");
        for figure in [HOUSEHOLDS, TIMES, VALUE, HELD] {
            let value = asked(&app, &figure);
            assert_eq!(value_of(&page.text(), "data-figure", &figure), value, "{}", figure.id);
            assert_eq!(in_sheet(&sheet, &figure), value, "{}", figure.id);
            assert!(printed.contains(&figures::shown(figure.unit, value)), "{} {value} is not in {printed}", figure.id);
        }
        for figure in FIGURES {
            assert_eq!(value_of(&page.text(), "data-answer", figure), asked(&app, figure), "{}", figure.id);
            assert_eq!(in_sheet(&sheet, figure), asked(&app, figure), "{}", figure.id);
        }
        assert!(printed.contains("兑换汇总表") && printed.contains("翠屏村爱心公益超市"), "{printed}");
        assert_eq!(sheet.header("content-disposition"), "attachment; filename=\"figures-2020.xlsx\"");
    }

    fn every_number_opens_down_to_its_posting(engine) {
        let app = opened(engine);
        let auditor = at_work(&app, "auditor");
        let page = auditor.get(YEAR);
        let rows = links(&page.text(), "/c/530624/figures/household-times/rows").into_iter().next().expect("the number opens");
        let rows = auditor.get(&rows);
        says(&rows, &["小票 20200108-001", "陈家福", "期间内的兑换小票张数"]);
        let slip = links(&rows.text(), "/c/530624/shops/").into_iter().next().expect("a row opens");
        let slip = auditor.get(&slip);
        let posting = links(&slip.text(), "/c/530624/postings/").into_iter().next().expect("a slip opens");
        let posting = auditor.get(&posting);
        let (seq, head) = app.db().read_now(|tx| ledger::head(tx, daguan())).expect("there is a head");
        let verify = format!("xieshou verify --head 530624:{seq}:{}", hex::encode(head));
        says(&posting, &["农户的积分", "换回来的积分", "换出去的货", "架上的货", &verify]);
        for figure in FIGURES {
            let rows = links(&page.text(), &format!("/c/530624/figures/{}/rows", figure.id)).remove(0);
            let rows = auditor.get(&rows);
            assert_eq!(rows.status.as_u16(), 200, "{}", figure.id);
            assert_eq!(html::faults(&rows.text()), [""; 0], "{}", figure.id);
            assert_eq!(value_of(&rows.text(), "data-figure", figure), asked(&app, figure), "{}", figure.id);
            for href in links(&rows.text(), "/c/530624/").into_iter().filter(|href| !href.contains("/figures")) {
                assert_eq!(auditor.get(&href).status.as_u16(), 200, "{href}");
            }
        }
    }

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
