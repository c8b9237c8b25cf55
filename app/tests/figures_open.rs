//! Every figure of a county's year, in the small demo: page, spreadsheet, paper and terminal say the same, and by links alone each number
//! opens to its rows, each row to its document, each document to its posting and back; on both engines.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};
use std::process::{Command, Stdio};

use calamine::{Data, Reader as _, Xlsx};
use common::{code, err, out, run};
use database::{Engine, open_book};
use pages::Lang;
use people::{Figure, FigureUnit};
use points_shop::demo::{self, Size};
use points_shop::figure::FIGURES;
use testkit::{Answer, Caller, TestApp, html, on_both_engines};

const YEAR: &str = "/c/530624/figures?year=2019";

/// How many documents of a kind are opened; they are all made by the same hand.
const OF_A_KIND: usize = 4;

fn filled(engine: Engine) -> TestApp {
    let app = TestApp::demo(engine, xieshou::areas::areas());
    app.db().write_now(|tx| open_book(tx, demo::county(), "大关县", demo::opening_day())).expect("the book opens");
    demo::fill(app.db(), &Size::Small, 1, &|_| {}).expect("the demo fills");
    app
}

/// The auditor sees all of the county and changes nothing.
fn auditor(app: &TestApp) -> Caller<'_> {
    let caller = app.guest();
    let answer = caller.post("/login", &[("name", "sunji"), ("password", demo::PASSWORD)]);
    assert!(answer.status.is_redirection(), "{}", answer.text());
    caller.speaking(Lang::ZhHans)
}

/// A page that opens; its addresses come from links.
fn opened(caller: &Caller<'_>, href: &str) -> Answer {
    let answer = caller.get(href);
    assert_eq!(answer.status.as_u16(), 200, "{href}");
    assert_eq!(html::faults(&answer.text()), [""; 0], "{href}");
    answer
}

/// The machine-readable value beside a mark, such as `data-answer="household-times"`.
fn value_of(page: &str, mark: &str, figure: &Figure) -> i64 {
    let mark = format!("{mark}=\"{}\" value=\"", figure.id);
    let at = page.find(&mark).unwrap_or_else(|| panic!("{mark} is not on the page")) + mark.len();
    page[at..].split('"').next().expect("a value").parse().expect("a whole number")
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

/// The words of a paper, without spaces.
fn words_of(pdf: &[u8]) -> String {
    let mut child =
        Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("poppler-utils");
    let (mut input, pdf) = (child.stdin.take().expect("piped"), pdf.to_vec());
    let written = std::thread::spawn(move || input.write_all(&pdf).expect("it is read"));
    let output = child.wait_with_output().expect("it ends");
    written.join().expect("all is written");
    String::from_utf8_lossy(&output.stdout).replace(' ', "")
}

/// What the terminal says.
fn said(app: &TestApp, figure: &Figure) -> i64 {
    let url = app.database_url();
    let asked = ["figure", figure.id, "--county", "530624", "--from", "2019-01-01", "--to", "2019-12-31", "--json", "--database", &url];
    let output = run(&asked);
    assert_eq!(code(&output), 0, "{}: {}", figure.id, err(&output));
    let answer: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    assert_eq!(answer["id"], figure.id);
    assert_eq!(answer["unit"], figure.unit.word());
    answer["value"].as_i64().expect("a whole number")
}

/// Addresses of links on a page that begin so.
fn links(page: &str, beginning: &str) -> Vec<String> {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found.filter(|href| href.starts_with(beginning)).map(|href| href.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

/// How the address of the rows behind the county's number begins.
fn rows_of(figure: &Figure) -> String {
    format!("/c/530624/figures/{}/rows?place=530624&", figure.id)
}

/// A row behind a number: what it is called, its number, where it leads.
struct Row {
    what: String,
    amount: i64,
    href: Option<String>,
}

/// All rows behind a number, page after page.
fn rows(caller: &Caller<'_>, figure: &Figure, href: &str) -> Vec<Row> {
    let (mut all, mut next) = (Vec::new(), Some(href.to_owned()));
    while let Some(href) = next {
        let page = opened(caller, &href).main();
        for row in page.split("<tr><th scope=\"row\"").skip(1).map(|rest| rest.split("</tr>").next().unwrap_or_default()) {
            let shown = row.split("data-figure=\"row.amount\">").nth(1).and_then(|rest| rest.split('<').next()).expect("an amount");
            all.push(Row {
                what: row.split('>').nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default().to_owned(),
                amount: read(figure, shown),
                href: links(row, "/c/530624/").into_iter().next(),
            });
        }
        next = links(page.split("rel=\"next\"").nth(1).unwrap_or_default(), "/c/530624/").into_iter().next();
    }
    all
}

/// A number as people read it, in the figure's own unit.
fn read(figure: &Figure, shown: &str) -> i64 {
    let plain = shown.replace([',', '\u{a0}', '\u{202f}', ' '], "").replace('−', "-");
    let (places, (whole, part)) = match figure.unit {
        FigureUnit::Fen => (2, plain.split_once('.').unwrap_or((&plain, ""))),
        FigureUnit::TenthPoint => (1, plain.split_once('.').unwrap_or((&plain, ""))),
        _ => (0, (plain.as_str(), "")),
    };
    format!("{whole}{part:0<places$}").parse().unwrap_or_else(|_| panic!("{shown} is no number"))
}

/// The address with its ids left out: documents of one kind have the same.
fn kind_of(href: &str) -> String {
    let is_word = |part: &&str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
    href.split('/').filter(is_word).filter(|part| part.len() < 30).collect::<Vec<_>>().join("/")
}

/// From a document to a posting of it, and from there back to a page about the same; answers what stands in the book.
fn walk_on(caller: &Caller<'_>, document: &str) -> String {
    let page = opened(caller, document);
    let posting = links(&page.main(), "/c/530624/postings/").into_iter().next().unwrap_or_else(|| panic!("{document} names no posting"));
    let posting = opened(caller, &posting);
    let text = posting.main();
    assert!(text.contains("xieshou verify --head 530624:"), "{document}: {text}");
    let back = text.split("class=\"back\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a way back to the document");
    assert!(opened(caller, back).main().contains("/postings/"), "{back} names no posting");
    text
}

/// Page, spreadsheet, paper and terminal say the same of every figure.
fn all_say_the_same(app: &TestApp, caller: &Caller<'_>) {
    let page = opened(caller, YEAR).text();
    let (sheet, paper) = (caller.get("/c/530624/figures.xlsx?year=2019"), caller.get("/c/530624/figures.pdf?year=2019"));
    assert_eq!(sheet.header("content-disposition"), "attachment; filename=\"figures-2019.xlsx\"");
    let printed = words_of(&paper.bytes);
    for figure in FIGURES {
        let value = said(app, figure);
        let rows = links(&page, &rows_of(figure)).remove(0);
        assert_eq!(value_of(&page, "data-answer", figure), value, "{} on the page", figure.id);
        assert_eq!(value_of(&opened(caller, &rows).text(), "data-figure", figure), value, "{} above its rows", figure.id);
        assert_eq!(in_sheet(&sheet, figure), value, "{} in the spreadsheet", figure.id);
        let label = app.site.texts.say(Lang::ZhHans, &figure.label(), &[]).replace(' ', "");
        let line = format!("{label}{}", figures::shown(figure.unit, value));
        assert!(printed.contains(&line), "{line} is not on paper: {printed}");
    }
    let large: Vec<&Figure> = FIGURES.iter().filter(|figure| page.contains(&format!("data-figure=\"{}\"", figure.id))).collect();
    for figure in &large {
        assert_eq!(value_of(&page, "data-figure", figure), said(app, figure), "{} in large type", figure.id);
    }
    assert_eq!(large.len(), 4, "numbers in large type");
}

/// Rows add up to their number, and each leads to its document, posting and back.
fn numbers_open(caller: &Caller<'_>) {
    let page = opened(caller, YEAR).main();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for figure in FIGURES {
        let href = links(&page, &rows_of(figure)).into_iter().next().expect("the number opens");
        let rows = rows(caller, figure, &href);
        assert_eq!(rows.iter().map(|row| row.amount).sum::<i64>(), value_of(&page, "data-answer", figure), "rows of {}", figure.id);
        for row in rows {
            let document = row.href.unwrap_or_else(|| panic!("{}: {} has no document", figure.id, row.what));
            let seen = kinds.entry(format!("{} {}", figure.id, kind_of(&document))).or_default();
            *seen += 1;
            if *seen <= OF_A_KIND {
                walk_on(caller, &document);
            }
        }
    }
    let documents: BTreeSet<&str> = kinds.keys().filter_map(|kind| kind.split(' ').nth(1)).collect();
    let wanted = ["c/appraisals/entries", "c/households/points", "c/shops/funds", "c/shops/receipts", "c/shops/redemptions"];
    assert_eq!(documents.into_iter().collect::<Vec<_>>(), wanted, "kinds of documents behind the numbers");
    // The table of shops opens like the large numbers.
    for figure in ["households-redeemed", "points-issued", "points-redeemed", "budget-left"] {
        let of_shops = links(&page, &format!("/c/530624/figures/{figure}/rows?place="));
        let of_shops: Vec<&String> = of_shops.iter().filter(|href| !href.contains("place=530624&")).collect();
        assert!(!of_shops.is_empty(), "{figure} of a shop opens");
        for href in of_shops {
            opened(caller, href);
        }
    }
}

/// What moves no figure stands in the book as well.
fn the_rest_opens(caller: &Caller<'_>) {
    // From the county's shops on: stock-takes, pieces scrapped, lots, what meetings set apart, deeds, reversals.
    let shop = links(&opened(caller, "/c/530624/shops").main(), "/c/530624/shops/").into_iter().next().expect("there is a shop");
    for (list, word) in [("stock-takes", "盘点"), ("scraps", "报损")] {
        let page = opened(caller, &format!("{shop}/{list}")).main();
        for one in links(&page, &format!("{shop}/{list}/")).into_iter().filter(|href| !href.contains("/new")).take(OF_A_KIND) {
            if opened(caller, &one).main().contains("/postings/") {
                assert!(walk_on(caller, &one).contains(word), "{one}");
            }
        }
    }
    let receipts = opened(caller, &format!("{shop}/receipts")).main();
    let receipt = links(&receipts, &format!("{shop}/receipts/")).into_iter().find(|href| !href.contains("/new")).expect("goods came");
    let lot = links(&opened(caller, &receipt).main(), "/c/530624/lots/").into_iter().next().expect("a lot");
    walk_on(caller, &lot);
    let appraisals = opened(caller, "/c/530624/appraisals").main();
    let confirmed = links(&appraisals, "/c/530624/appraisals/").into_iter().find(|href| opened(caller, href).main().contains("/postings/"));
    let confirmed = confirmed.expect("a month was confirmed");
    assert!(walk_on(caller, &confirmed).contains("评议确认"), "{confirmed}");
    let entries = opened(caller, &format!("{confirmed}/entries")).main();
    let deed = links(&entries, "/c/530624/deeds/").into_iter().find(|href| opened(caller, href).main().contains("/postings/"));
    assert!(walk_on(caller, &deed.expect("a deed was entered")).contains("好事"));
}

on_both_engines! {
    fn every_figure_is_the_same_everywhere_and_opens_down_to_its_posting(engine) {
        let app = filled(engine);
        let caller = auditor(&app);
        all_say_the_same(&app, &caller);
        numbers_open(&caller);
        the_rest_opens(&caller);
    }
}
