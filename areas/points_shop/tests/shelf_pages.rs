//! The shelf as its keepers and the county meet it: late slips against counts, corrections by two, what stands behind the points,
//! goods past their day, papers entered twice, days signed late.

mod village;

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use basics::BusinessDate;
use database::{DatabaseError, Engine};
use money::{Fen, Pieces, TenthPoints};
use pages::{Lang, PageResult};
use people::{Area, FigurePlace, Question, RouteAccess, Routes, Visitor};
use points_shop::figure::{BACKING, STOCK};
use points_shop::fund::{self, BudgetGrant};
use points_shop::receipt::{self, Lot, NewLot, Receipt};
use points_shop::redemption::{RedeemRefused, Redemption, Refused, Wanted};
use points_shop::scrap::{Scrap, ScrapRefused};
use points_shop::set_aside::{self, CollectRefused, SetAside};
use points_shop::{scrap, shop, supply};
use testkit::{Answer, Caller, NOW, RolePlace, TestApp, daguan, id, on_both_engines, today};
use village::{CUIPING, award, brought, met_about, paper, redeem, rules_in_force, settle, slip};

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

fn opened(engine: Engine) -> TestApp {
    let home = Area { routes: Routes::default().get("/waiting", RouteAccess::SignedIn, waiting), ..Area::named("test") };
    let areas = vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), figures::area(), points_shop::area(), home];
    let app = TestApp::new(engine, areas);
    settle(app.db());
    award(app.db(), brought("brought", "chen", 900), "other-township").expect("points are brought");
    app.db()
        .write_now(|tx| {
            let login = testkit::add_login(tx, daguan(), "officer", "高敏", None)?;
            testkit::give_role(tx, login, "county_officer", daguan(), RolePlace::Division("530624"), None)?;
            Ok::<_, DatabaseError>(())
        })
        .expect("there are people of the county");
    app
}

fn at_work<'a>(app: &'a TestApp, name: &str) -> Caller<'a> {
    app.sign_in(name).speaking(Lang::ZhHans)
}

fn shop_path() -> String {
    format!("/c/530624/shops/{}", id::<shop::Shop>("shop"))
}

#[track_caller]
fn says(answer: &Answer, words: &str) {
    assert!(answer.text().contains(words), "{words} is not on {}: {}", answer.path, answer.main());
}

#[track_caller]
fn refused(answer: &Answer, words: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.main());
    says(answer, words);
}

#[track_caller]
fn done(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.main());
    answer.location().split('?').next().unwrap_or_default().to_owned()
}

/// Rice of a lot: pieces, days until the last one, days since it came, cost of a piece in fen.
fn rice_came(app: &TestApp, word: &str, (pieces, last, ago): (i64, Option<i32>, i32), cost: Option<i64>) {
    let lot = NewLot {
        id: id(word),
        goods: id("rice"),
        quantity: Pieces(pieces),
        expires_on: last.map(|days| today().plus_days(days)),
        serial: None,
        cost: cost.map(Fen),
    };
    let receipt = Receipt { id: id(&format!("{word} receipt")), on: today().plus_days(-ago), lots: vec![lot], ..village::goods_in() };
    app.db().write_now(move |tx| receipt::receive(tx, &receipt, NOW)).expect("goods come in");
}

fn rice(pieces: i64) -> Vec<Wanted> {
    vec![Wanted { goods: id("rice"), quantity: Pieces(pieces), lot: None, shown: None }]
}

fn kept(word: &str, for_day: BusinessDate) -> SetAside {
    let (asked_by, note) = ("本人".to_owned(), String::new());
    SetAside {
        county: daguan(),
        id: id(word),
        shop: id("shop"),
        household: id("chen"),
        asked_by,
        note,
        for_day,
        on: today(),
        by: id("manager"),
    }
}

/// A stock-take over the pages with the old rice so much off; answers its address.
fn counted(manager: &Caller<'_>, old_rice: i64) -> String {
    let list = manager.get(&format!("{}/stock-takes", shop_path()));
    let address = done(&manager.post(&format!("{}/stock-takes", shop_path()), &[("id", &list.hidden("id"))]));
    let page = manager.get(&address);
    let mut fields: Vec<(String, String)> = Vec::new();
    for lot in ["old rice", "rice lot", "salt lot"] {
        let (shown, lot_id) = (page.hidden(&format!("shown.{}", id::<Lot>(lot))), id::<Lot>(lot));
        let pieces = if lot == "old rice" { old_rice.to_string() } else { shown.clone() };
        fields.extend([
            (format!("shown.{lot_id}"), shown),
            (format!("count.{lot_id}"), pieces),
            (format!("why.{lot_id}"), "数出来的".to_owned()),
        ]);
    }
    fields.extend([("witness", "周明芳"), ("paper", "盘-1"), ("do", "finish")].map(|(name, value)| (name.to_owned(), value.to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    done(&manager.post(&address, &fields))
}

/// Sends a late slip of so many pieces of rice, with what the page before asked to be sure about.
fn late(manager: &Caller<'_>, (paper_number, day, pieces): (&str, BusinessDate, &str), sure: &str) -> Answer {
    let desk = format!("{}/counter/{}/late", shop_path(), id::<()>("chen"));
    let (form, head, rice) = (manager.get(&desk).hidden("id"), id::<()>("chen second").to_string(), id::<()>("rice").to_string());
    let day = day.to_string();
    let fields = [
        ("id", form.as_str()),
        ("sure", sure),
        ("day", &day),
        ("paper-number", paper_number),
        ("reason", "那天停电"),
        ("goods.0", &rice),
        ("quantity.0", pieces),
        ("collector", &head),
    ];
    manager.post(&desk, &fields)
}

/// Proposes at this address and confirms as the supervisor.
fn taken_back(app: &TestApp, address: &str) -> Answer {
    let manager = at_work(app, "manager");
    let page = manager.get(&format!("{address}/reversal"));
    done(&manager.post(&format!("{address}/reversal"), &[("id", &page.hidden("id")), ("reason", "点错了架")]));
    says(&manager.get(address), "等监督员确认");
    let supervisor = at_work(app, "supervisor");
    let list = supervisor.get("/c/530624/reversals");
    let confirm =
        list.text().split("action=\"").find_map(|rest| rest.split('"').next().filter(|to| to.ends_with("/confirm")).map(str::to_owned));
    supervisor.post(&confirm.expect("it waits"), &[("posting", &list.hidden("posting"))])
}

on_both_engines! {
    fn a_late_slip_and_a_signed_count_agree(engine) {
        let app = opened(engine);
        rice_came(&app, "old rice", (20, None, 9), None);
        app.set_clock(NOW.plus_ms(86_400_000));
        let manager = at_work(&app, "manager");
        let take = counted(&manager, 18);
        let path = done(&late(&manager, ("手-1", today().plus_days(-1), "1"), ""));
        let slip = manager.get(&path);
        says(&slip, "其中大米 1 袋，2020-01-09 盘点时架上已经没有");
        says(&slip, "today?day=2020-01-07\">那一天的单子 2020-01-07</a>");
        says(&slip, "2020-01-07 手写，2020-01-09");
        assert!(!slip.main().contains("2020-01-07 09:"), "no time anybody knows: {}", slip.main());
        let sheet = manager.get(&format!("{}/today?day=2020-01-07", shop_path()));
        assert!(!sheet.main().contains("09:00") && sheet.main().contains("补录"), "{}", sheet.main());
        says(&manager.get(&take), "小票 20200107-001：大米 5 千克 1 袋");
        says(&manager.get(&format!("/c/530624/lots/{}", id::<Lot>("old rice"))), "补录的单子，从盘点的差里减");
        // Two more than the count missed: asked, and another number of pieces is asked about anew.
        let asked = late(&manager, ("手-2", today().plus_days(-1), "3"), "");
        refused(&asked, "大米 5 千克 在 2020-01-09 盘点过");
        done(&late(&manager, ("手-2", today().plus_days(-1), "3"), &asked.hidden("sure")));
        let sheet = manager.post(&format!("{path}/print"), &[]);
        assert_eq!(sheet.header("content-type"), "application/pdf");
    }

    fn a_day_the_shop_was_shut_is_asked_about(engine) {
        let app = opened(engine);
        rice_came(&app, "old rice", (20, None, 9), None);
        app.db().write_now(|tx| {
            let statement = testkit::catalogue::sql("UPDATE shop SET open_days = '5,20' WHERE county = $1".to_owned());
            tx.execute(statement, database::args![daguan()]).map(drop)
        }).expect("changed");
        let manager = at_work(&app, "manager");
        let asked = late(&manager, ("手-1", today().plus_days(-1), "1"), "");
        refused(&asked, "那天超市不开门");
        refused(&late(&manager, ("手-1", today().plus_days(-2), "1"), &asked.hidden("sure")), "那天超市不开门");
        done(&late(&manager, ("手-1", today().plus_days(-1), "1"), &asked.hidden("sure")));
        done(&late(&manager, ("手-2", today().plus_days(-3), "1"), ""));
    }

    fn a_stock_take_and_what_was_scrapped_are_taken_back_over_the_pages(engine) {
        let app = opened(engine);
        rice_came(&app, "old rice", (20, None, 9), None);
        let manager = at_work(&app, "manager");
        let take = counted(&manager, 18);
        says(&manager.get(&take), "这次盘点有错，申请冲正");
        done(&taken_back(&app, &take));
        says(&manager.get(&take), "已冲正：点错了架");
        says(&manager.get(&format!("{}/stock-takes", shop_path())), "已冲正");
        let bad = Scrap {
            county: daguan(), id: id("bad"), shop: id("shop"), goods: id("rice"), lot: id("old rice"), quantity: Pieces(3), reason: "broken".to_owned(),
            note: String::new(), on: today(), at: NOW, by: id("manager"), witness: "周明芳".to_owned(), signed: paper("损-1"),
        };
        app.db().write_now(move |tx| scrap::scrap(tx, &bad, NOW)).expect("scrapped");
        let scrapped = format!("{}/scraps/{}", shop_path(), id::<Scrap>("bad"));
        done(&taken_back(&app, &scrapped));
        says(&manager.get(&scrapped), "已冲正");
        says(&manager.get(&format!("{}/scraps", shop_path())), "已冲正");
        says(&at_work(&app, "officer").get("/c/530624/reversals/all"), "少 2 件，多 0 件");
        let lot = manager.get(&format!("/c/530624/lots/{}", id::<Lot>("old rice")));
        for said in ["盘点冲正", "报损冲正", "data-figure=\"lot-left\">20"] {
            says(&lot, said);
        }
        // A count without differences has nothing to take back.
        let even = counted(&manager, 20);
        assert!(!manager.get(&even).main().contains("申请冲正"));
        assert_eq!(manager.get(&format!("{even}/reversal")).status, StatusCode::NOT_FOUND);
        assert_eq!(at_work(&app, "clerk").get(&format!("{take}/reversal")).status, StatusCode::FORBIDDEN);
    }

    fn goods_are_worth_one_sum_everywhere_and_expired_ones_back_nothing(engine) {
        let app = opened(engine);
        rice_came(&app, "good rice", (10, Some(90), 9), Some(2_000));
        rice_came(&app, "expired rice", (5, Some(-1), 9), Some(3_000));
        app.db().write_now(|tx| set_aside::make(tx, &kept("kept", today().plus_days(1)), &rice(2), NOW)).expect("set aside");
        let question = Question { county: daguan(), place: FigurePlace::Kept(id("shop")), from: today(), to: today() };
        let asked = question.clone();
        let (stock, behind) = app.db().read_now(move |tx| Ok::<_, DatabaseError>(((STOCK.value)(tx, &asked)?, (BACKING.value)(tx, &asked)?))).expect("answered");
        // Set-aside pieces with them; what nobody put a value on is in no sum.
        assert_eq!((stock, behind), (35_000, 1_000_000 + 20_000));
        let rows = app.db().read_now(move |tx| (BACKING.rows)(tx, &question, people::RowsAsked { skip: 0, limit: 50 })).expect("answered");
        assert_eq!(rows.iter().map(|row| row.amount).collect::<Vec<_>>(), [1_000_000, 20_000]);
        let backing = app.db().read_now(|tx| fund::backing(tx, daguan(), id("shop"), today())).expect("reckoned");
        assert_eq!((backing.stock.cost, backing.stock.expired, backing.behind(), backing.stock.without), (Fen(35_000), Fen(15_000), Fen(1_020_000), Pieces(80)));
        let manager = at_work(&app, "manager");
        for page in ["", "/goods", "/funds"] {
            let page = manager.get(&format!("{}{page}", shop_path()));
            says(&page, "架上货值");
            says(&page, "350.00");
            says(&page, "另有 80 件没有估价，不算在内");
        }
        says(&manager.get(&shop_path()), &format!("/c/530624/figures/points-backing/rows?place={}", id::<()>("shop")));
        let year = at_work(&app, "officer").get("/c/530624/figures");
        says(&year, "data-answer=\"stock-at-cost\" value=\"35000\"");
        says(&year, "/c/530624/figures/points-backing/rows");
        let rows = at_work(&app, "officer").get("/c/530624/figures/points-backing/rows?place=530624&from=2020-01-01&to=2020-01-08");
        for said in ["账上的钱", "大米 5 千克 10 袋", "过期的、没有估价的不算"] {
            says(&rows, said);
        }
    }

    fn the_county_is_told_of_points_with_too_little_behind_them(engine) {
        let app = opened(engine);
        let officer = at_work(&app, "officer");
        assert!(!officer.get("/waiting").text().contains("撑不住") && !officer.get("/c/530624/figures").text().contains("还差"));
        rice_came(&app, "costly rice", (10, Some(0), 9), Some(400_000));
        let more = BudgetGrant { county: daguan(), id: id("more"), shop: id("shop"), on: today(), points: TenthPoints(400_000), reason: "再拨".to_owned(), by: id("county") };
        app.db().write_now(move |tx| fund::set_budget(tx, &more, NOW)).expect("rice stands behind it");
        assert!(!officer.get("/waiting").text().contains("撑不住"));
        // On the next day the rice is past its last one.
        app.set_clock(NOW.plus_ms(86_400_000));
        let officer = at_work(&app, "officer");
        says(&officer.get("/waiting"), "1 家超市的钱和货撑不住积分: 翠屏村爱心公益超市 · 头一家还差 30,500 分");
        says(&officer.get("/c/530624/figures"), "背后的钱和货只有 10,000.00 元，还差 30,500.00 元");
        assert!(!at_work(&app, "manager").get("/waiting").text().contains("撑不住"), "the shop's own page says it");
        says(&at_work(&app, "manager").get(&shop_path()), "还差 30,500 分");
    }

    fn what_is_past_its_day_is_neither_kept_nor_handed_out(engine) {
        let app = opened(engine);
        let bad = Scrap {
            county: daguan(), id: id("bad"), shop: id("shop"), goods: id("salt"), lot: id("salt lot"), quantity: Pieces(40), reason: "broken".to_owned(),
            note: String::new(), on: today(), at: NOW, by: id("manager"), witness: "周明芳".to_owned(), signed: paper("损-1"),
        };
        app.db().write_now(move |tx| scrap::scrap(tx, &bad, NOW)).expect("all the salt goes");
        let lot = NewLot { id: id("short salt"), goods: id("salt"), quantity: Pieces(3), expires_on: Some(today().plus_days(1)), serial: None, cost: None };
        let receipt = Receipt { id: id("short"), lots: vec![lot], ..village::goods_in() };
        app.db().write_now(move |tx| receipt::receive(tx, &receipt, NOW)).expect("goods come in");
        let salt = |pieces| vec![Wanted { goods: id("salt"), quantity: Pieces(pieces), lot: None, shown: None }];
        let too_late = app.db().write_now(move |tx| set_aside::make(tx, &kept("too late", today().plus_days(2)), &salt(1), NOW));
        assert_eq!(too_late, Err(RedeemRefused::Rule(Refused::TooMany { goods: id("salt"), left: Pieces(0) })), "it goes bad before the day");
        app.db().write_now(move |tx| set_aside::make(tx, &kept("kept", today().plus_days(1)), &salt(1), NOW)).expect("kept for its last day");
        let collecting = Redemption { on: today().plus_days(2), set_aside: Some(id("kept")), ..slip("collected", "chen") };
        assert_eq!(app.db().write_now(move |tx| set_aside::collect(tx, &collecting, id("kept"), NOW)), Err(CollectRefused::Expired));
        let in_time = Redemption { on: today().plus_days(1), set_aside: Some(id("kept")), ..slip("in time", "chen") };
        assert_eq!(app.db().write_now(move |tx| set_aside::collect(tx, &in_time, id("kept"), NOW)), Ok(()));
    }

    fn expired_is_no_reason_before_the_last_day_is_over(engine) {
        let app = opened(engine);
        for (word, last) in [("today", Some(0)), ("yesterday", Some(-1)), ("never", None)] {
            rice_came(&app, word, (5, last, 9), None);
        }
        let bad = |word: &str| Scrap {
            county: daguan(), id: id(&format!("bad {word}")), shop: id("shop"), goods: id("rice"), lot: id(word), quantity: Pieces(1), reason: "expired".to_owned(),
            note: String::new(), on: today(), at: NOW, by: id("manager"), witness: "周明芳".to_owned(), signed: paper("损-1"),
        };
        for (word, outcome) in [
            ("today", Err(ScrapRefused::NotExpired { last: Some(today()) })),
            ("yesterday", Ok(())),
            ("never", Err(ScrapRefused::NotExpired { last: None })),
        ] {
            let bad = bad(word);
            assert_eq!(app.db().write_now(move |tx| scrap::scrap(tx, &bad, NOW)), outcome, "{word}");
        }
        let manager = at_work(&app, "manager");
        let lot = id::<Lot>("today").to_string();
        let form = manager.get(&format!("{}/scraps/new?lot={lot}", shop_path())).hidden("id");
        let fields = [("id", form.as_str()), ("lot", &lot), ("quantity", "1"), ("reason", "expired"), ("witness", "周明芳"), ("paper", "损-2")];
        refused(&manager.post(&format!("{}/scraps", shop_path()), &fields), "2020-01-08 才到期，还没有过期");
    }

    fn a_paper_from_the_same_source_is_asked_about_once(engine) {
        let app = opened(engine);
        let manager = at_work(&app, "manager");
        let rice = id::<()>("rice").to_string();
        let send = |source: &str, number: &str, form: &str, sure: &str| {
            let fields = [
                ("id", form), ("sure", sure), ("way", "given"), ("source", source), ("on", "2020-01-08"), ("goods.0", rice.as_str()), ("quantity.0", "5"),
                ("witness", "周明芳"), ("paper", number),
            ];
            manager.post(&format!("{}/receipts", shop_path()), &fields)
        };
        let [first, second, third] = ["first", "second", "third"].map(|word| id::<Receipt>(word).to_string());
        let asked = send("中山市东区", "R-1", &first, "");
        refused(&asked, "中山市东区 的 R-1 号单子，2020-01-08 在翠屏村爱心公益超市已经收过一次");
        says(&asked, "value=\"R-1\"");
        done(&send("中山市东区", "R-1", &first, &asked.hidden("sure")));
        done(&send("中山市东区", "R-1", &first, ""));
        done(&send("中山市东区", "R-2", &second, ""));
        done(&send("大关县粮油公司", "R-1", &third, ""));
    }

    fn what_ran_out_is_asked_for_as_it_went(engine) {
        let app = opened(engine);
        rice_came(&app, "old rice", (4, None, 9), None);
        app.db().write_now(|tx| {
            // Forty of today go bad at once, so that there is only the old rice.
            let bad = Scrap {
                county: daguan(), id: id("bad"), shop: id("shop"), goods: id("rice"), lot: id("rice lot"), quantity: Pieces(40), reason: "broken".to_owned(),
                note: String::new(), on: today(), at: NOW, by: id("manager"), witness: "周明芳".to_owned(), signed: paper("损-1"),
            };
            scrap::scrap(tx, &bad, NOW)
        }).expect("scrapped");
        redeem(app.db(), "all", "chen", &[("rice", 4)]);
        let rice_on = |days: i32| {
            let shop = app.db().read_now(|tx| shop::find(tx, daguan(), id("shop"))).expect("read").expect("there");
            let supplies = app.db().read_now(move |tx| supply::supplies(tx, &shop, today().plus_days(days))).expect("reckoned");
            supplies.goods.into_iter().find(|one| one.goods.id == id("rice")).expect("on offer")
        };
        // Four in ten days on the shelf: twelve for a month, and five to keep. Two months later nobody has forgotten.
        for days in [0, 1, 60] {
            let rice = rice_on(days);
            let since = Some(today().plus_days(1));
            assert_eq!((rice.handed_out.0, rice.pace_days, rice.wanted(30).0, rice.gone_since), (4, 10, 17, since), "{days}");
        }
        let manager = at_work(&app, "manager");
        let page = manager.get(&format!("{}/supply", shop_path()));
        assert_eq!(page.main().matches("换完了，2020-01-09 起没有").count(), 2, "{}", page.main());
        assert!(!page.main().contains("没有人换</td><td class=\"num key\"><span data-figure=\"goods-left\">0"), "{}", page.main());
    }

    fn a_point_is_not_worth_another_sum_unsaid(engine) {
        let app = opened(engine);
        redeem(app.db(), "one", "chen", &[("rice", 1), ("salt", 2)]);
        let keeper = at_work(&app, "officer");
        let path = "/c/530624/settings/points-shop-fen-per-point";
        let send = |value: &str, from: &str, sure: &str| keeper.post(path, &[("scope", "county"), ("value", value), ("from", from), ("reason", "市价"), ("sure", sure)]);
        let asked = send("120", "2020-01-02", "");
        refused(&asked, "2020 年 1 月的 1 张小票，兑换物资折款从 25.00 元变成 30.00 元");
        says(&asked, "就再按一次");
        refused(&send("130", "2020-01-02", &asked.hidden("sure")), "变成 32.50 元");
        done(&send("120", "2020-01-02", &asked.hidden("sure")));
        done(&send("120", "2020-01-02", ""));
        // From now on it changes nothing that is over.
        done(&send("140", "2020-01-09", ""));
        // A frozen year stays as it is.
        app.set_clock(NOW.plus_ms(400 * 86_400_000));
        let officer = at_work(&app, "officer");
        let look = officer.get("/c/530624/figures/freeze?year=2020");
        done(&officer.post("/c/530624/figures/freeze", &[("year", "2020"), ("shown", &look.hidden("shown"))]));
        let keeper = at_work(&app, "officer");
        let frozen = keeper.post(path, &[("scope", "county"), ("value", "110"), ("from", "2020-12-31"), ("reason", "市价")]);
        refused(&frozen, "2020-12-31 和以前已经结清");
    }

    fn township_and_shop_have_their_paper(engine) {
        let app = opened(engine);
        redeem(app.db(), "one", "chen", &[("salt", 2)]);
        let shop = id::<()>("shop").to_string();
        for (who, place, status) in [
            ("township", "530624101", StatusCode::OK),
            ("officer", "530624101", StatusCode::OK),
            ("manager", shop.as_str(), StatusCode::OK),
            ("clerk", CUIPING, StatusCode::OK),
            ("elsewhere", "530624101", StatusCode::NOT_FOUND),
        ] {
            let paper = at_work(&app, who).get(&format!("/c/530624/figures/{place}/figures.pdf"));
            assert_eq!(paper.status, status, "{who} {place}");
            if status == StatusCode::OK {
                assert_eq!(paper.header("content-type"), "application/pdf");
                says(&at_work(&app, who).get(&format!("/c/530624/figures/{place}")), &format!("/c/530624/figures/{place}/figures.pdf?year=2020"));
            }
        }
    }

    fn a_past_day_is_signed_later_and_asked_for_until_then(engine) {
        let app = opened(engine);
        redeem(app.db(), "one", "chen", &[("salt", 2)]);
        assert!(!at_work(&app, "manager").get("/waiting").text().contains("没有签字"), "today is not over");
        app.set_clock(NOW.plus_ms(2 * 86_400_000));
        let manager = at_work(&app, "manager");
        let waits = manager.get("/waiting");
        says(&waits, "1 天的单子没有签字: 最早一天 2020-01-08");
        says(&waits, &format!("{}/today?day=2020-01-08", shop_path()));
        let sheet = manager.get(&format!("{}/today?day=2020-01-08", shop_path()));
        assert_eq!(sheet.hidden("day"), "2020-01-08");
        for words in ["补签这一天", "1 月 8 日这张单子就定了", ">补签</button>"] {
            says(&sheet, words);
        }
        for words in ["今天的小票", "签字收摊"] {
            assert!(!sheet.main().contains(words), "{words} is said of another day: {}", sheet.main());
        }
        let close = format!("{}/today/close", shop_path());
        let tomorrow = manager.post(&close, &[("day", "2020-01-11"), ("witness", "周明芳"), ("paper", "日-1")]);
        assert_eq!(tomorrow.status, StatusCode::NOT_FOUND);
        let signed = manager.post(&close, &[("day", "2020-01-08"), ("witness", "周明芳"), ("paper", "日-1")]);
        assert_eq!(done(&signed), format!("{}/today", shop_path()));
        assert!(signed.location().contains("day=2020-01-08"), "{}", signed.location());
        says(&manager.get(signed.location()), "周明芳");
        says(&manager.get(signed.location()), "这一天补签好了");
        assert!(!manager.get("/waiting").text().contains("没有签字"));
    }

    fn a_round_in_a_closed_month_asks_why_it_is_late(engine) {
        let app = opened(engine);
        let rules = rules_in_force(app.db(), 30);
        let liaison = at_work(&app, "liaison");
        let round = "/c/530624/deeds/round?village=530624101201&group=%E4%BA%8C";
        assert!(!liaison.get(round).main().contains("late-reason"), "a month nobody met about");
        app.db().write_now(|tx| met_about(tx, CUIPING, 202_001)).expect("they met");
        says(&liaison.get(round), "name=\"late-reason\"");
        let clean = rules.iter().find(|rule| rule.item.starts_with("月检：清洁")).expect("a row of the shipped table").id.to_string();
        let luo = format!("home.{}", id::<()>("luo"));
        let fields = |reason: &'static str| {
            let fields = [("village", "530624101201"), ("group", "二"), (luo.as_str(), clean.as_str()), ("late-reason", reason)];
            liaison.post("/c/530624/deeds/round", &fields)
        };
        let without = fields("");
        refused(&without, "late-reason");
        assert!(without.main().contains("checked"), "what was tapped stays: {}", without.main());
        done(&fields("那天下大雪"));
    }
}
