//! Pages about stock as a browser sends them: a stock-take saved half done and signed, scrapping, a slip entered late, another lot.

mod village;

use axum::http::StatusCode;
use basics::Id;
use pages::Lang;
use points_shop::posting;
use points_shop::receipt::{self, Lot, NewLot, Receipt};
use testkit::{Answer, Caller, NOW, TestApp, daguan, id, on_both_engines, today};
use village::{award, brought, redeem, settle};

fn settled(engine: database::Engine) -> TestApp {
    let app = TestApp::new(engine, vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), points_shop::area()]);
    settle(app.db());
    award(app.db(), brought("brought", "chen", 900), "other-township").expect("points are brought");
    app
}

fn manager(app: &TestApp) -> Caller<'_> {
    app.sign_in("manager").speaking(Lang::ZhHans)
}

fn shop() -> String {
    format!("/c/530624/shops/{}", id::<()>("shop"))
}

fn of(name: &str, lot: &str) -> String {
    format!("{name}.{}", id::<Lot>(lot))
}

fn on_shelf(app: &TestApp, lot: &str, goods: &str) -> i64 {
    let account = posting::shelf(id(lot), id(goods));
    app.db().read_now(move |tx| ledger::balance(tx, daguan(), &account)).expect("balances are read")
}

/// Begins a stock-take and answers its address.
fn begun(manager: &Caller<'_>) -> String {
    let list = manager.get(&format!("{}/stock-takes", shop()));
    let begun = manager.post(&format!("{}/stock-takes", shop()), &[("id", &list.hidden("id"))]);
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    begun.location().to_owned()
}

/// Sends the counting page with its hidden fields, these counts and whatever else.
fn sent(manager: &Caller<'_>, address: &str, page: &Answer, counts: &[(&str, &str)], more: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<(String, String)> = Vec::new();
    for lot in ["rice lot", "salt lot"] {
        fields.push((of("shown", lot), page.hidden(&of("shown", lot))));
    }
    fields.extend(counts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    manager.post(address, &fields)
}

on_both_engines! {
    fn a_stock_take_is_saved_half_done_and_signed_later(engine) {
        let app = settled(engine);
        let manager = manager(&app);
        let address = begun(&manager);
        let page = manager.get(&address);
        assert!(page.main().contains("架上 2 批，点了 0 批"), "{}", page.main());
        let (rice, salt, why) = (of("count", "rice lot"), of("count", "salt lot"), of("why", "rice lot"));
        let saved = sent(&manager, &address, &page, &[(&rice, "38")], &[("do", "save")]);
        assert_eq!((saved.status, saved.location().starts_with(&address)), (StatusCode::SEE_OTHER, true), "{}", saved.main());
        let page = manager.get(&address);
        assert!(page.main().contains("少 2 袋") && page.main().contains("value=\"38\"") && page.main().contains("点了 1 批"), "{}", page.main());
        // Another browser finds it where it was left.
        let other = app.sign_in("other-manager").speaking(Lang::ZhHans);
        assert!(other.get(&format!("{}/stock-takes", shop())).main().contains("接着点"));
        // Signing without explaining, and without the salt: both are said, and what was typed stays.
        let refused = sent(&manager, &address, &page, &[(&rice, "38"), (&why, "")], &[("witness", "周明芳"), ("paper", "盘-1"), ("do", "finish")]);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for said in ["大米 5 千克 和账上对不上，写一句为什么", "这一批还没有点", "value=\"周明芳\"", "value=\"盘-1\""] {
            assert!(refused.main().contains(said), "{said}: {}", refused.main());
        }
        let (first, second) = (refused.main().find(&format!("href=\"#{why}\"")), refused.main().find(&format!("href=\"#{salt}\"")));
        assert!(first.is_some() && first < second, "the summary goes down the page: {}", refused.main());
        let with_nonsense = sent(&manager, &address, &page, &[(&rice, "三十八"), (&salt, "40")], &[("do", "save")]);
        assert!(with_nonsense.main().contains("value=\"三十八\"") && with_nonsense.main().contains("点了 2 批"), "what can be read is saved: {}", with_nonsense.main());
        let all: &[(&str, &str)] = &[(&rice, "38"), (&salt, "40"), (&why, "老鼠咬破两袋")];
        for (witness, paper, said) in [("刘 云", "盘-1", "是点货的人"), ("周明芳", "", "签字"), ("", "盘-1", "必填")] {
            let refused = sent(&manager, &address, &page, all, &[("witness", witness), ("paper", paper), ("do", "finish")]);
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{witness} {paper} {said}");
        }
        let done = sent(&manager, &address, &page, all, &[("witness", "周明芳"), ("paper", "盘-1"), ("do", "finish")]);
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.main());
        assert_eq!((on_shelf(&app, "rice lot", "rice"), on_shelf(&app, "salt lot", "salt")), (38, 40));
        let shown = manager.get(&address);
        for said in ["老鼠咬破两袋", "周明芳", "盘-1", "打印盘点表"] {
            assert!(shown.main().contains(said), "{said}: {}", shown.main());
        }
        let again = sent(&manager, &address, &page, all, &[("witness", "周明芳"), ("paper", "盘-1"), ("do", "finish")]);
        assert_eq!(again.status, StatusCode::SEE_OTHER, "a second click does nothing");
        let later = sent(&manager, &address, &page, &[(&rice, "1")], &[("do", "save")]);
        assert!(later.status == StatusCode::UNPROCESSABLE_ENTITY && later.main().contains("已经结束了"), "{}", later.main());
        let stopped = manager.post(&format!("{address}/stop"), &[]);
        assert!(stopped.status == StatusCode::UNPROCESSABLE_ENTITY && stopped.main().contains("已经结束了"));
        assert_eq!(manager.get(&format!("{address}/paper.pdf")).header("content-type"), "application/pdf");
    }

    fn what_was_sold_while_the_page_was_open_is_said(engine) {
        let app = settled(engine);
        let manager = manager(&app);
        let address = begun(&manager);
        let page = manager.get(&address);
        redeem(app.db(), "meanwhile", "chen", &[("rice", 2)]);
        let (rice, salt) = (of("count", "rice lot"), of("count", "salt lot"));
        let asked = sent(&manager, &address, &page, &[(&rice, "40"), (&salt, "40")], &[("do", "save")]);
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.main().contains("出去了 2 袋，账上现在有 38 袋") && asked.main().contains("点了 1 批"), "{}", asked.main());
        let saved = sent(&manager, &address, &asked, &[(&rice, "38"), (&salt, "40")], &[("do", "save")]);
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.main());
        redeem(app.db(), "after", "chen", &[("rice", 1)]);
        assert!(manager.get(&address).main().contains("点过以后出去 1 袋，不算差"));
        let stopped = manager.post(&format!("{address}/stop"), &[]);
        assert_eq!(stopped.status, StatusCode::SEE_OTHER);
        assert_eq!(manager.post(&format!("{address}/stop"), &[]).status, StatusCode::SEE_OTHER, "a second click does nothing");
        assert!(manager.get(&address).main().contains("没有盘完"));
        assert_eq!(manager.get(&format!("{address}/paper.pdf")).status, StatusCode::NOT_FOUND);
        assert_eq!(on_shelf(&app, "rice lot", "rice"), 37);
    }

    fn goods_that_went_bad_are_refused_field_by_field(engine) {
        let app = settled(engine);
        let manager = manager(&app);
        let (lot, unknown) = (id::<Lot>("rice lot").to_string(), id::<Lot>("nowhere").to_string());
        let good = [("lot", lot.as_str()), ("quantity", "2"), ("reason", "broken"), ("note", ""), ("witness", "周明芳"), ("paper", "损-1")];
        let first = id::<()>("scrap").to_string();
        let send = |changed: &str, value: &str| {
            let mut fields = vec![("id", first.as_str())];
            fields.extend(good.iter().map(|(name, was)| (*name, if *name == changed { value } else { *was })));
            manager.post(&format!("{}/scraps", shop()), &fields)
        };
        let long = "长".repeat(101);
        for (changed, value, said) in [
            ("lot", "", "请选"),
            ("lot", unknown.as_str(), "已经没有了"),
            ("lot", "几号", "请选"),
            ("quantity", "", "要填"),
            ("quantity", "0", "1"),
            ("quantity", "41", "只有 40 件"),
            ("quantity", "两袋", "整数"),
            ("reason", "", "请选"),
            ("reason", "eaten", "请选"),
            ("note", long.as_str(), "100"),
            ("witness", "", "要填"),
            ("witness", "刘云", "是点货的人"),
            ("paper", "", "签"),
        ] {
            let refused = send(changed, value);
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{changed} {value}");
            assert!(refused.main().contains(said), "{changed} {value} {said}: {}", refused.main());
        }
        assert_eq!(on_shelf(&app, "rice lot", "rice"), 40);
        let done = send("", "");
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.main());
        assert_eq!(send("", "").status, StatusCode::SEE_OTHER, "a second click does nothing");
        assert!(send("quantity", "3").main().contains("已经报过另一笔"));
        assert_eq!(on_shelf(&app, "rice lot", "rice"), 38);
        let shown = manager.get(done.location());
        assert!(shown.main().contains("破了、碎了") && shown.main().contains("周明芳"), "{}", shown.main());
        let lot = manager.get(&format!("/c/530624/lots/{lot}"));
        assert!(lot.main().contains("报损") && lot.main().contains("中山市东区"), "{}", lot.main());
    }

    fn a_slip_entered_late_says_so_wherever_it_stands(engine) {
        let app = settled(engine);
        let manager = manager(&app);
        let desk = format!("{}/counter/{}", shop(), id::<()>("chen"));
        assert!(manager.get(&desk).main().contains(&format!("{desk}/late")));
        let page = manager.get(&format!("{desk}/late"));
        let (form, head) = (page.hidden("id"), id::<()>("chen second").to_string());
        let yesterday = today().plus_days(-1).to_string();
        let rice = id::<()>("rice").to_string();
        let old = NewLot { id: id("old rice"), goods: id("rice"), quantity: money::Pieces(9), expires_on: None, serial: None, cost: None };
        let receipt = Receipt { id: id("old receipt"), on: today().plus_days(-9), lots: vec![old], ..village::goods_in() };
        app.db().write_now(move |tx| receipt::receive(tx, &receipt, NOW)).expect("goods come in");
        let good = [("day", yesterday.as_str()), ("paper-number", "手-7"), ("reason", "那天停电"), ("goods.0", rice.as_str()), ("quantity.0", "2"), ("collector", head.as_str())];
        let send = |changed: &str, value: &str| {
            let mut fields = vec![("id", form.as_str())];
            fields.extend(good.iter().map(|(name, was)| (*name, if *name == changed { value } else { *was })));
            manager.post(&format!("{desk}/late"), &fields)
        };
        for (changed, value, said) in [
            ("day", "", "要填"),
            ("day", "昨天", "日期"),
            ("day", "2020-01-08", "柜台上换"),
            ("day", "2019-11-01", "才开办"),
            ("paper-number", "", "要填"),
            ("reason", "", "要填"),
            ("goods.0", "", "请选"),
            ("quantity.0", "0", "1"),
            ("quantity.0", "10", "只有 9 袋"),
            ("collector", "", "谁"),
        ] {
            let refused = send(changed, value);
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{changed} {value}");
            assert!(refused.main().contains(said), "{changed} {value} {said}: {}", refused.main());
        }
        let done = send("", "");
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.main());
        assert_eq!(send("", "").status, StatusCode::SEE_OTHER, "a second click does nothing");
        let slip = manager.get(done.location());
        assert!(slip.main().contains("手写单 手-7") && slip.main().contains("那天停电") && slip.main().contains("来自中山市东区"), "{}", slip.main());
        let sheet = manager.get(&format!("{}/today?day={yesterday}", shop()));
        assert!(sheet.main().contains("补录"), "{}", sheet.main());
        assert!(!manager.get(&format!("{}/today", shop())).main().contains("补录"));
    }

    fn the_clerk_may_take_another_lot(engine) {
        let app = settled(engine);
        let manager = manager(&app);
        let early = NewLot { id: id("early rice"), goods: id("rice"), quantity: money::Pieces(9), expires_on: Some(today().plus_days(40)), serial: None, cost: None };
        let receipt = Receipt { id: id("early receipt"), lots: vec![early], ..village::goods_in() };
        app.db().write_now(move |tx| receipt::receive(tx, &receipt, NOW)).expect("goods come in");
        let (rice, head) = (id::<()>("rice").to_string(), id::<()>("chen second").to_string());
        let desk = format!("{}/counter/{}", shop(), id::<()>("chen"));
        let quantity = format!("quantity.{rice}");
        let lot = format!("lot.{rice}");
        let chosen = id::<Lot>("rice lot").to_string();
        for (slip, lot_value, taken) in [("first", "", ("early rice", 8)), ("second", chosen.as_str(), ("rice lot", 39))] {
            let page = manager.get(&format!("{desk}/collect?id={}&{quantity}=1", id::<()>(slip)));
            assert!(page.main().contains("先到期的先拿"), "{}", page.main());
            let slip = id::<()>(slip).to_string();
            let fields = [("id", slip.as_str()), (quantity.as_str(), "1"), (lot.as_str(), lot_value), ("collector", head.as_str()), ("paper", "领-1")];
            let done = manager.post(&format!("{desk}/collect"), &fields);
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.main());
            assert_eq!(on_shelf(&app, taken.0, "rice"), taken.1);
        }
        let supply = manager.get(&format!("{}/supply", shop()));
        assert!(supply.main().contains("还有 40 天"), "{}", supply.main());
        assert_eq!(manager.get(&format!("{}/supply.pdf", shop())).header("content-type"), "application/pdf");
        let list = format!("{}/receipts/{}/list.pdf", shop(), id::<()>("early receipt"));
        assert_eq!(manager.get(&list).header("content-type"), "application/pdf");
        let of_another: Id = id("nowhere");
        assert_eq!(manager.get(&format!("{}/receipts/{of_another}/list.pdf", shop())).status, StatusCode::NOT_FOUND);
    }
}
