//! The pages of points, cards, opening balances and reversals, as each role sees them, in both languages.

mod browser;
mod village;

use std::fs;
use std::path::Path;

use axum::http::StatusCode;
use basics::Id;
use browser::{Answer, Browser, hash, pages_over};
use database::Engine;
use registry::household::Household;
use testkit::{NOW, Scratch, daguan, id, scratch};
use village::{CUIPING, HUANGLIANHE, TIANBA, award, brought, redeem, schemas, settle_with};

fn village() -> Scratch {
    let db = scratch(Engine::Sqlite, &schemas());
    settle_with(&db, hash());
    db
}

fn household(word: &str) -> String {
    format!("/c/530624/households/{}", id::<Household>(word))
}

fn shop() -> String {
    format!("/c/530624/shops/{}", id::<()>("shop"))
}

/// The page as it was, kept to be looked at in `target/tmp/pages`.
fn shown(name: &str, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text());
    kept(name, answer)
}

fn kept(name: &str, answer: &Answer) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).expect("a folder for pages");
    fs::write(folder.join(format!("{name}.html")), &answer.body).expect("a page is kept");
    answer.text()
}

#[track_caller]
fn paper(answer: &Answer) {
    assert_eq!((answer.status, answer.kind.as_str()), (StatusCode::OK, "application/pdf"), "{}", String::from_utf8_lossy(&answer.body));
}

#[track_caller]
fn sent_on(answer: &Answer, to: &str) {
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, to), "{}", answer.text());
}

#[test]
fn the_township_enters_a_paper_passbook() {
    let db = village();
    let pages = pages_over(&db, db.folder.path());
    let mut township = Browser::signed_in(&pages, "other-township", "zh-Hans");
    let (chen, opening) = (household("chen"), format!("{}/opening", household("chen")));
    assert!(shown("points-empty", &township.get(&format!("{chen}/points"))).contains("还没有记录"));
    assert!(shown("opening", &township.get(&opening)).contains("额度还剩"));
    let refused = township.post(&opening, &opening, &[("points", "77.3"), ("reason", ""), ("signer", "陈家福"), ("paper", "")]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = kept("opening-refused", &refused);
    assert!(text.contains("只能写到 0.5 分") && text.contains("value=\"77.3\""));
    let dear = township.post(&opening, &opening, &[("points", "500.5"), ("reason", "存折"), ("signer", "陈家福"), ("paper", "K-1")]);
    assert!(kept("opening-short", &dear).contains("只剩 500 分"));
    let good = [("points", "77.5"), ("reason", "2019 年存折"), ("signer", "陈家福"), ("paper", "K-1")];
    let form = township.get(&opening).hidden("id");
    let mut good = good.to_vec();
    good.push(("id", &form));
    sent_on(&township.post(&opening, &opening, &good), &format!("{chen}/points?done=opening-awarded"));
    sent_on(&township.post(&opening, &opening, &good), &format!("{chen}/points?done=opening-awarded"));
    let text = shown("points-brought", &township.get(&format!("{chen}/points?done=opening-awarded")));
    assert!(text.contains("77.5<span class=\"unit\">") && text.contains("存折上带来的积分：2019 年存折"));
    let again = township.post(&format!("{chen}/points"), &opening, &[("points", "1"), ("reason", "x"), ("signer", "y"), ("paper", "z")]);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept("opening-already", &again).contains("已经记过了"));
    paper(&township.get(&format!("{chen}/points.pdf")));

    // No shop serves Tianba.
    let wang = format!("{}/opening", household("wang"));
    assert!(shown("opening-no-shop", &township.get(&wang)).contains("还没有超市服务这个村"));
    let mut own = Browser::signed_in(&pages, "township", "en");
    assert!(shown("opening-concerned", &own.get(&format!("{}/opening", household("zhao")))).contains("own household"));
}

#[test]
fn cards_are_made_replaced_and_printed() {
    let db = village();
    let pages = pages_over(&db, db.folder.path());
    let mut manager = Browser::signed_in(&pages, "manager", "zh-Hans");
    let card = format!("{}/card", household("chen"));
    assert!(shown("card-none", &manager.get(&card)).contains("发一张卡"));
    assert_eq!(manager.get(&format!("{card}.pdf")).status, StatusCode::CONFLICT);
    sent_on(&manager.post(&card, &card, &[]), &format!("{card}?done=card-issued"));
    let refused = manager.post(&card, &card, &[]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept("card-refused", &refused).contains("0001 还在用"));
    sent_on(&manager.post(&card, &card, &[("reason", "lost")]), &format!("{card}?done=card-issued"));
    let text = shown("card", &manager.get(&format!("{card}?done=card-issued")));
    assert!(text.contains(">0002</span>") && text.contains("丢了"));
    paper(&manager.get(&format!("{card}.pdf")));
    paper(&manager.get(&format!("{}/points.pdf", household("chen"))));

    let (list, issue) = (format!("{}/cards", shop()), format!("{}/cards/issue", shop()));
    assert!(shown("cards", &manager.get(&list)).contains("给 1 户发卡"));
    sent_on(&manager.post(&list, &issue, &[("village", CUIPING)]), &format!("{list}?done=cards-issued"));
    assert!(shown("cards-done", &manager.get(&format!("{list}?done=cards-issued"))).contains("打印 2 张卡"));
    paper(&manager.get(&format!("{list}.pdf?village={CUIPING}")));
    paper(&manager.get(&format!("{list}.pdf?village={HUANGLIANHE}")));
    for village in [TIANBA, "", "53"] {
        assert_eq!(manager.get(&format!("{list}.pdf?village={village}")).status, StatusCode::NOT_FOUND, "{village}");
        assert_eq!(manager.post(&list, &issue, &[("village", village)]).status, StatusCode::NOT_FOUND, "{village}");
    }

    // The clerk of Cuiping makes cards for Cuiping alone.
    let mut clerk = Browser::signed_in(&pages, "clerk", "en");
    let text = shown("cards-clerk", &clerk.get(&list));
    assert!(text.contains("翠屏村") && !text.contains("黄连河村"));
    assert_eq!(clerk.get(&format!("{list}.pdf?village={HUANGLIANHE}")).status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.post(&list, &issue, &[("village", HUANGLIANHE)]).status, StatusCode::NOT_FOUND);
}

#[test]
fn the_neighbour_village_is_not_there() {
    let db = village();
    let pages = pages_over(&db, db.folder.path());
    award(&db, brought("brought", "chen", 500), "other-township").expect("points are brought");
    redeem(&db, "slip", "chen", &[("rice", 1)]);
    let reversal = |shop: &str, slip: &str| format!("/c/530624/shops/{}/redemptions/{}/reversal", id::<()>(shop), id::<()>(slip));
    let of_opening = |household: &str, opening: &str| format!("{}/opening/{}/reversal", self::household(household), id::<()>(opening));
    for language in ["zh-Hans", "en"] {
        let mut manager = Browser::signed_in(&pages, "manager", language);
        for path in ["points", "points.pdf", "points?below=1", "card", "card.pdf"] {
            for word in ["wang", "nobody"] {
                assert_eq!(manager.get(&format!("{}/{path}", household(word))).status, StatusCode::NOT_FOUND, "{word} {path}");
            }
        }
        let card = format!("{}/card", household("chen"));
        assert_eq!(manager.post(&card, &format!("{}/card", household("wang")), &[]).status, StatusCode::NOT_FOUND);
        assert_eq!(manager.get(&reversal("shop", "slip")).status, StatusCode::OK);
        assert_eq!(manager.get(&of_opening("chen", "brought")).status, StatusCode::OK);
        // What the path names must belong together: a slip is no opening balance, and it is Chen's.
        for path in [reversal("another shop", "slip"), reversal("shop", "brought"), reversal("shop", "nothing"), of_opening("luo", "brought"), of_opening("chen", "slip")] {
            assert_eq!(manager.get(&path).status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(manager.post(&card, &path, &[("reason", "x")]).status, StatusCode::NOT_FOUND, "{path}");
        }
        // The township below another one sees nothing; a manager awards nothing.
        let mut elsewhere = Browser::signed_in(&pages, "elsewhere", language);
        for path in ["points", "points.pdf", "card", "opening"] {
            assert_eq!(elsewhere.get(&format!("{}/{path}", household("chen"))).status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(elsewhere.get(&format!("{}/cancellations", shop())).status, StatusCode::NOT_FOUND);
        assert_eq!(manager.get(&format!("{}/opening", household("chen"))).status, StatusCode::FORBIDDEN);
    }
}

#[test]
fn a_slip_is_reversed_by_two_people() {
    let db = village();
    let pages = pages_over(&db, db.folder.path());
    award(&db, brought("brought", "chen", 500), "other-township").expect("points are brought");
    redeem(&db, "slip", "chen", &[("rice", 1), ("salt", 2)]);
    let slip = format!("{}/redemptions/{}", shop(), id::<()>("slip"));
    let (reversal, list) = (format!("{slip}/reversal"), "/c/530624/reversals");
    let mut manager = Browser::signed_in(&pages, "manager", "zh-Hans");
    assert!(shown("reversal-propose", &manager.get(&reversal)).contains("2020-01-08 第 1 号小票"));
    assert_eq!(manager.post(&reversal, &reversal, &[("reason", " ")]).status, StatusCode::UNPROCESSABLE_ENTITY);
    sent_on(&manager.post(&reversal, &reversal, &[("reason", "发错了货")]), &format!("{slip}?done=reversal-proposed"));
    assert!(shown("reversal-proposed", &manager.get(&reversal)).contains("刘云"));
    let brought = format!("{}/opening/{}/reversal", household("chen"), id::<()>("brought"));
    assert!(shown("points-manager", &manager.get(&format!("{}/points", household("chen")))).contains(&brought));
    sent_on(&manager.post(&brought, &brought, &[("reason", "抄错了一位")]), &format!("{}/points?done=reversal-proposed", household("chen")));
    assert!(shown("points-waiting", &manager.get(&format!("{}/points", household("chen")))).contains("已提出撤销"));
    assert_eq!(manager.get(list).status, StatusCode::FORBIDDEN);

    let mut elsewhere = Browser::signed_in(&pages, "elsewhere", "zh-Hans");
    assert!(shown("reversals-empty", &elsewhere.get(list)).contains("没有要确认的撤销"));
    let mut supervisor = Browser::signed_in(&pages, "supervisor", "en");
    let text = shown("reversals", &supervisor.get(list));
    assert!(text.contains("2 reversals to confirm") && text.contains("发错了货") && text.contains("抄错了一位"));
    let first = text.split("/reversals/").nth(1).and_then(|rest| rest.split('/').next()).expect("a proposal").to_owned();
    for outcome in ["confirm", "decline"] {
        assert_eq!(elsewhere.post(list, &format!("{list}/{first}/{outcome}"), &[]).status, StatusCode::BAD_REQUEST, "no form, no token");
        let posted = elsewhere.post(&format!("{list}?"), &format!("{list}/{first}/{outcome}"), &[("csrf", "x")]);
        assert_eq!(posted.status, StatusCode::BAD_REQUEST);
        let unknown = Id::<()>::fresh();
        assert_eq!(supervisor.post(list, &format!("{list}/{unknown}/{outcome}"), &[]).status, StatusCode::NOT_FOUND);
    }
    sent_on(&supervisor.post(list, &format!("{list}/{first}/confirm"), &[]), &format!("{list}?done=reversal-confirmed"));
    let text = shown("reversals-one", &supervisor.get(&format!("{list}?done=reversal-confirmed")));
    assert!(text.contains("1 reversal to confirm"));
    let text = shown("points-reversed", &supervisor.get(&format!("{}/points", household("chen"))));
    assert!(text.contains("Reversed: 发错了货") && text.contains("刘云, 周明芳"), "{text}");
    let again = supervisor.post(list, &format!("{list}/{first}/decline"), &[]);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept("reversals-again", &again).contains("dealt with it just now"));
}

#[test]
fn the_supervisor_sees_what_was_cancelled_and_pages_follow_one_another() {
    let db = village();
    let pages = pages_over(&db, db.folder.path());
    award(&db, brought("brought", "chen", 2000), "other-township").expect("points are brought");
    for number in 0..31 {
        let word = format!("slip {number}");
        redeem(&db, &word, "chen", &[("salt", 1)]);
        let login = village::login(&db, "manager");
        let asked = points_shop::redemption::Cancellation {
            county: daguan(),
            shop: id("shop"),
            redemption: id(&word),
            reason: "拿错了".to_owned(),
            on: testkit::today(),
            salt: [1; 16],
        };
        db.write_now(move |tx| points_shop::redemption::cancel(tx, &asked, &login, NOW)).expect("the clerk cancels");
    }
    for (language, empty) in [("zh-Hans", "发卡"), ("en", "Make a card")] {
        let mut supervisor = Browser::signed_in(&pages, "supervisor", language);
        let text = shown(&format!("cancellations-{language}"), &supervisor.get(&format!("{}/cancellations", shop())));
        assert_eq!(text.matches("拿错了").count(), 31);
        let points = format!("{}/points", household("chen"));
        let first = shown(&format!("points-{language}"), &supervisor.get(&points));
        assert_eq!(first.matches("data-document=\"posting\"").count(), 50);
        assert!(!first.contains(empty), "a supervisor makes no cards");
        let next = first.split("?below=").nth(1).and_then(|rest| rest.split('"').next()).expect("there is a next page");
        let second = shown(&format!("points-older-{language}"), &supervisor.get(&format!("{points}?below={next}")));
        assert_eq!(second.matches("data-document=\"posting\"").count(), 13);
        assert!(second.contains("存折上带来的积分") || second.contains("From the paper passbook"));
        shown(&format!("points-end-{language}"), &supervisor.get(&format!("{points}?below=1")));
        shown(&format!("points-odd-{language}"), &supervisor.get(&format!("{points}?below=x")));
        paper(&supervisor.get(&format!("{points}.pdf")));
    }
}
