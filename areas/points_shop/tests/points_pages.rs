//! The pages of points, cards, opening balances and reversals, as each role sees them, in both languages.

mod village;

use std::fs;
use std::path::Path;

use axum::http::StatusCode;
use basics::Id;
use database::Engine;
use pages::Lang;
use points_shop::redemption::{self, Cancellation};
use registry::household::Household;
use testkit::{Answer, Caller, NOW, TestApp, daguan, id, today};
use village::{CUIPING, HUANGLIANHE, TIANBA, award, brought, redeem, settle};

fn settled() -> TestApp {
    let app =
        TestApp::new(Engine::Sqlite, vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), points_shop::area()]);
    settle(app.db());
    app
}

fn household(word: &str) -> String {
    format!("/c/530624/households/{}", id::<Household>(word))
}

fn shop() -> String {
    format!("/c/530624/shops/{}", id::<()>("shop"))
}

fn keep(file: &str, answer: &Answer) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).expect("a folder for pages");
    fs::write(folder.join(file), &answer.bytes).expect("a page is kept");
}

/// The page as it is, kept to be looked at in `target/tmp/pages`; one with a missing text fails.
#[track_caller]
fn kept(name: &str, answer: &Answer) -> String {
    keep(&format!("{name}.html"), answer);
    let text = answer.text();
    assert!(!text.contains('⟦'), "{name} lacks a text: {}", text.split('⟦').nth(1).unwrap_or_default());
    text
}

#[track_caller]
fn shown(name: &str, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.main());
    kept(name, answer)
}

#[track_caller]
fn refused(name: &str, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.main());
    kept(name, answer)
}

#[track_caller]
fn paper(name: &str, answer: &Answer) {
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/pdf"), "{}", answer.main());
    keep(&format!("{name}.pdf"), answer);
}

#[track_caller]
fn sent_on(answer: &Answer, to: &str) {
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, to), "{}", answer.main());
}

#[track_caller]
fn missing(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.path);
}

/// Opens the form and sends it, with the id it was shown with.
fn fill(caller: &Caller<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let form = caller.get(path).hidden("id");
    caller.post(path, &[fields, &[("id", form.as_str())]].concat())
}

#[test]
fn the_township_enters_a_paper_passbook() {
    let app = settled();
    let township = app.sign_in("other-township").speaking(Lang::ZhHans);
    let (chen, opening) = (household("chen"), format!("{}/opening", household("chen")));
    assert!(shown("points-empty", &township.get(&format!("{chen}/points"))).contains("还没有记录"));
    assert!(shown("opening", &township.get(&opening)).contains("额度还剩"));
    let text =
        refused("opening-refused", &fill(&township, &opening, &[("points", "77.3"), ("reason", ""), ("signer", "陈家福"), ("paper", "")]));
    assert!(text.contains("只能写到 0.5 分") && text.contains("value=\"77.3\""));
    let dear = [("points", "500.5"), ("reason", "存折"), ("signer", "陈家福"), ("paper", "K-1")];
    assert!(refused("opening-short", &fill(&township, &opening, &dear)).contains("只剩 500 分"));

    let form = township.get(&opening).hidden("id");
    let good = [("points", "77.5"), ("reason", "2019 年存折"), ("signer", "陈家福"), ("paper", "K-1"), ("id", form.as_str())];
    for _ in ["a click", "a second click"] {
        sent_on(&township.post(&opening, &good), &format!("{chen}/points?done=opening-awarded"));
    }
    let text = shown("points-brought", &township.get(&format!("{chen}/points?done=opening-awarded")));
    assert!(text.contains("77.5<span class=\"unit\">") && text.contains("存折上带来的积分：2019 年存折"));
    let again = township.post(&opening, &[("points", "1"), ("reason", "存折"), ("signer", "陈家福"), ("paper", "K-2")]);
    assert!(refused("opening-already", &again).contains("已经记过了"));
    paper("passbook-brought", &township.get(&format!("{chen}/points.pdf")));

    assert!(shown("opening-no-shop", &township.get(&format!("{}/opening", household("wang")))).contains("还没有超市服务这个村"));
    let own = app.sign_in("township").speaking(Lang::En);
    assert!(shown("opening-concerned", &own.get(&format!("{}/opening", household("zhao")))).contains("own household"));
}

#[test]
fn cards_are_made_replaced_and_printed() {
    let app = settled();
    let manager = app.sign_in("manager").speaking(Lang::ZhHans);
    let card = format!("{}/card", household("chen"));
    assert!(shown("card-none", &manager.get(&card)).contains("发一张卡"));
    assert_eq!(manager.get(&format!("{card}.pdf")).status, StatusCode::CONFLICT);
    sent_on(&fill(&manager, &card, &[]), &format!("{card}?done=card-issued"));
    assert!(refused("card-refused", &fill(&manager, &card, &[])).contains("0001 还在用"));
    sent_on(&fill(&manager, &card, &[("reason", "lost")]), &format!("{card}?done=card-issued"));
    let text = shown("card", &manager.get(&format!("{card}?done=card-issued")));
    assert!(text.contains(">0002</span>") && text.contains("丢了"));
    paper("card", &manager.get(&format!("{card}.pdf")));
    paper("passbook-with-card", &manager.get(&format!("{}/points.pdf", household("chen"))));
}

#[test]
fn a_villages_cards_are_made_and_printed_at_once() {
    let app = settled();
    let manager = app.sign_in("manager").speaking(Lang::ZhHans);
    let (list, issue) = (format!("{}/cards", shop()), format!("{}/cards/issue", shop()));
    assert!(shown("cards", &manager.get(&list)).contains("给 2 户发卡"));
    for _ in ["a click", "a second click"] {
        sent_on(&manager.post(&issue, &[("village", CUIPING)]), &format!("{list}?done=cards-issued"));
    }
    assert!(shown("cards-done", &manager.get(&format!("{list}?done=cards-issued"))).contains("打印 2 张卡"));
    paper("cards", &manager.get(&format!("{list}.pdf?village={CUIPING}")));
    paper("cards-none", &manager.get(&format!("{list}.pdf?village={HUANGLIANHE}")));
    for village in [TIANBA, "", "53"] {
        missing(&manager.get(&format!("{list}.pdf?village={village}")));
        missing(&manager.post(&issue, &[("village", village)]));
    }
    // The clerk of Cuiping makes cards for Cuiping alone.
    let clerk = app.sign_in("clerk").speaking(Lang::En);
    let text = shown("cards-clerk", &clerk.get(&list));
    assert!(text.contains("翠屏村") && !text.contains("黄连河村"));
    missing(&clerk.get(&format!("{list}.pdf?village={HUANGLIANHE}")));
    missing(&clerk.post(&issue, &[("village", HUANGLIANHE)]));
}

#[test]
fn a_served_village_reaches_its_shop_but_not_the_shops_books() {
    let app = settled();
    let served = app.sign_in("served-clerk").speaking(Lang::ZhHans);
    assert!(shown("shops-served", &served.get("/c/530624/shops")).contains("翠屏村爱心公益超市"));
    let page = shown("shop-served", &served.get(&shop()));
    assert!(page.contains("/cards\"") && !page.contains("/funds\"") && !page.contains("/goods\""));
    shown("prices-served", &served.get(&format!("{}/prices", shop())));
    let cards = shown("cards-served", &served.get(&format!("{}/cards", shop())));
    assert!(cards.contains("黄连河村") && !cards.contains("翠屏村</h2>"));
    for closed in ["goods", "receipts", "funds", "today", "counter"] {
        let answer = served.get(&format!("{}/{closed}", shop()));
        assert!(matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{closed}: {}", answer.status);
    }
    let other = app.sign_in("other-clerk").speaking(Lang::ZhHans);
    for path in ["", "/prices", "/cards"] {
        missing(&other.get(&format!("{}{path}", shop())));
    }
}

#[test]
fn the_neighbour_village_is_not_there() {
    let app = settled();
    award(app.db(), brought("brought", "chen", 500), "other-township").expect("points are brought");
    redeem(app.db(), "slip", "chen", &[("rice", 1)]);
    let of_slip = |shop: &str, slip: &str| format!("/c/530624/shops/{}/redemptions/{}/reversal", id::<()>(shop), id::<()>(slip));
    let of_opening = |word: &str, opening: &str| format!("{}/opening/{}/reversal", household(word), id::<()>(opening));
    let manager = app.sign_in("manager").speaking(Lang::ZhHans);
    for path in ["points", "points.pdf", "points?below=1", "card", "card.pdf"] {
        for word in ["wang", "nobody"] {
            missing(&manager.get(&format!("{}/{path}", household(word))));
        }
    }
    missing(&manager.post(&format!("{}/card", household("wang")), &[]));
    shown("reversal-slip", &manager.get(&of_slip("shop", "slip")));
    shown("reversal-opening", &manager.get(&of_opening("chen", "brought")));
    // What a path names must belong together.
    for path in [
        of_slip("another", "slip"),
        of_slip("shop", "brought"),
        of_slip("shop", "none"),
        of_opening("luo", "brought"),
        of_opening("chen", "slip"),
    ] {
        missing(&manager.get(&path));
        missing(&manager.post(&path, &[("reason", "x")]));
    }
    assert_eq!(manager.get(&format!("{}/opening", household("chen"))).status, StatusCode::FORBIDDEN);
    let elsewhere = app.sign_in("elsewhere").speaking(Lang::En);
    for path in ["points", "points.pdf", "card", "opening"] {
        missing(&elsewhere.get(&format!("{}/{path}", household("chen"))));
    }
    missing(&elsewhere.get(&format!("{}/cancellations", shop())));
}

#[test]
fn a_slip_is_reversed_by_two_people() {
    let app = settled();
    award(app.db(), brought("brought", "chen", 500), "other-township").expect("points are brought");
    redeem(app.db(), "slip", "chen", &[("rice", 1), ("salt", 2)]);
    let slip = format!("{}/redemptions/{}", shop(), id::<()>("slip"));
    let (reversal, list, points) = (format!("{slip}/reversal"), "/c/530624/reversals", format!("{}/points", household("chen")));
    let manager = app.sign_in("manager").speaking(Lang::ZhHans);
    assert!(shown("reversal-propose", &manager.get(&reversal)).contains("小票 20200108-001"));
    refused("reversal-refused", &fill(&manager, &reversal, &[("reason", " ")]));
    let form = manager.get(&reversal).hidden("id");
    for _ in ["a click", "a second click"] {
        sent_on(&manager.post(&reversal, &[("reason", "发错了货"), ("id", &form)]), &format!("{slip}?done=reversal-proposed"));
    }
    assert!(shown("reversal-proposed", &manager.get(&reversal)).contains("刘云"));
    let brought = format!("{}/opening/{}/reversal", household("chen"), id::<()>("brought"));
    assert!(shown("points-manager", &manager.get(&points)).contains(&brought));
    sent_on(&fill(&manager, &brought, &[("reason", "抄错了一位")]), &format!("{points}?done=reversal-proposed"));
    assert!(shown("points-waiting", &manager.get(&points)).contains("已申请冲正"));
    assert_eq!(manager.get(list).status, StatusCode::FORBIDDEN);

    let elsewhere = app.sign_in("elsewhere").speaking(Lang::ZhHans);
    assert!(shown("reversals-empty", &elsewhere.get(list)).contains("没有要确认的冲正"));
    let supervisor = app.sign_in("supervisor").speaking(Lang::En);
    let page = supervisor.get(list);
    let text = shown("reversals", &page);
    assert!(text.contains("2 reversals to confirm") && text.contains("发错了货") && text.contains("抄错了一位"));
    let posting = page.hidden("posting");
    let (first, unknown) = (format!("{list}/{form}"), format!("{list}/{}", Id::<()>::fresh()));
    for outcome in ["confirm", "decline"] {
        missing(&elsewhere.post(&format!("{first}/{outcome}"), &[]));
        missing(&supervisor.post(&format!("{unknown}/{outcome}"), &[]));
    }
    for _ in ["a click", "a second click"] {
        sent_on(&supervisor.post(&format!("{first}/confirm"), &[("posting", &posting)]), &format!("{list}?done=reversal-confirmed"));
    }
    assert!(shown("reversals-one", &supervisor.get(&format!("{list}?done=reversal-confirmed"))).contains("1 reversal to confirm"));
    let text = shown("points-reversed", &supervisor.get(&points));
    assert!(text.contains("Reversal of slip 20200108-001 (") && text.contains("发错了货") && text.contains("刘云, 周明芳"), "{text}");
    assert!(refused("reversals-again", &supervisor.post(&format!("{first}/decline"), &[])).contains("dealt with it just now"));
}

fn cancelled(app: &TestApp, word: &str) {
    redeem(app.db(), word, "chen", &[("salt", 1)]);
    let login = village::login(app.db(), "manager");
    let asked =
        Cancellation {
            county: daguan(), shop: id("shop"), redemption: id(word), reason: "拿错了".to_owned(), on: today(), salt: [1; 16]
        };
    app.db().write_now(move |tx| redemption::cancel(tx, &asked, &login, NOW)).expect("the clerk cancels");
}

#[test]
fn the_supervisor_sees_what_was_cancelled_and_pages_follow_one_another() {
    let app = settled();
    award(app.db(), brought("brought", "chen", 2000), "other-township").expect("points are brought");
    for number in 0..31 {
        cancelled(&app, &format!("slip {number}"));
    }
    let points = format!("{}/points", household("chen"));
    for (lang, make) in [(Lang::ZhHans, "发一张卡"), (Lang::En, "Make a card")] {
        let (supervisor, tag) = (app.sign_in("supervisor").speaking(lang), lang.tag());
        let text = shown(&format!("cancellations-{tag}"), &supervisor.get(&format!("{}/cancellations", shop())));
        assert_eq!(text.matches("拿错了").count(), 31);
        let first = shown(&format!("points-{tag}"), &supervisor.get(&points));
        assert_eq!(first.matches("data-document=\"posting-").count(), 50);
        assert!(!first.contains(make), "a supervisor makes no cards");
        let next = first.split("?below=").nth(1).and_then(|rest| rest.split('"').next()).expect("there is a next page");
        let second = shown(&format!("points-older-{tag}"), &supervisor.get(&format!("{points}?below={next}")));
        assert_eq!(second.matches("data-document=\"posting-").count(), 13);
        shown(&format!("points-end-{tag}"), &supervisor.get(&format!("{points}?below=1")));
        shown(&format!("points-odd-{tag}"), &supervisor.get(&format!("{points}?below=x")));
        paper(&format!("passbook-{tag}"), &supervisor.get(&format!("{points}.pdf")));
    }
}

#[test]
fn the_way_back_from_collecting_keeps_the_basket() {
    let app = settled();
    award(app.db(), brought("brought", "chen", 900), "other-township").expect("points are brought");
    let manager = app.sign_in("manager").speaking(Lang::ZhHans);
    let desk = format!("{}/counter/{}", shop(), id::<Household>("chen"));
    let rice = format!("quantity.{}", id::<()>("rice"));
    let on = manager.post(&desk, &[(rice.as_str(), "2"), ("next", "collect")]);
    let collect = shown("collect", &manager.get(on.location()));
    let back = collect.split("class=\"back\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a way back").to_owned();
    assert!(back.ends_with("=2"), "{back}");
    assert!(shown("basket-again", &manager.get(&back)).contains("data-sum=\"items\">2<"));
}
