//! The page behind a card's QR code: what anybody with the card reads, and what nobody learns from it.

mod village;

use axum::http::StatusCode;
use basics::{Moment, Subject};
use database::Engine;
use money::TenthPoints;
use pages::{Lang, PER_MINUTE};
use points_shop::card::{self, Card};
use points_shop::deed::{self, Deed, State};
use points_shop::passbook;
use points_shop::point_rule::{self, Adoption};
use points_shop::posting::{self, Cause};
use testkit::{Answer, NOW, TestApp, daguan, html, id, today};
use village::{award, brought, login, redeem, settle};

/// The village in which Chen has points, has taken rice and holds a card; answers the card's secret.
fn settled(engine: Engine) -> (TestApp, String) {
    let app = TestApp::new(engine, vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), points_shop::area()]);
    settle(app.db());
    award(app.db(), brought("opening", "chen", 775), "other-township").expect("points are brought along");
    redeem(app.db(), "slip", "chen", &[("rice", 1)]);
    let secret = "abcdefghjkmnpqrstuvwxyz23456789z".to_owned();
    hand_out(&app, "card", &secret, None);
    (app, secret)
}

fn hand_out(app: &TestApp, word: &str, secret: &str, reason: Option<&'static str>) {
    let card = Card {
        county: daguan(),
        id: id(word),
        household: id("chen"),
        number: 0,
        secret: secret.to_owned(),
        issued_on: today(),
        dead_on: None,
    };
    app.db().write_now(move |tx| card::hand_out(tx, &card, reason, id("clerk"), NOW)).expect("the card is handed out");
}

/// Records a deed of Chen's under the shipped table and enters its points, as a confirmation does.
fn confirmed(app: &TestApp, item: &'static str) {
    let liaison = login(app.db(), "liaison");
    app.db()
        .write_now(move |tx| {
            let table = match point_rule::in_force(tx, daguan(), "530624101", today())? {
                Some(table) => table,
                None => {
                    let on = today().plus_days(-30);
                    let table = point_rule::draft(tx, daguan(), "530624101", id("table"), (id("county"), NOW), on)?;
                    let meeting = "代表会".to_owned();
                    let adoption = Adoption { on, valid_from: on, meeting, attended: 31, minutes: "会-001".to_owned(), by: id("county") };
                    point_rule::adopt(tx, daguan(), table.id, &adoption, on, NOW).expect("it is adopted");
                    table
                }
            };
            let rules = point_rule::rules(tx, daguan(), table.id)?;
            let deed = Deed {
                county: daguan(),
                id: id(item),
                household: id("chen"),
                person: None,
                rule: rules.iter().find(|rule| rule.item.starts_with(item)).expect("a row of the shipped table").id,
                done_on: today(),
                place: String::new(),
                witness: String::new(),
                note: String::new(),
                points: TenthPoints::ZERO,
                recorder: liaison.id.any(),
                recorded_at: NOW,
                state: State::Submitted,
            };
            deed::record(tx, &deed, &liaison, today()).expect("it is recorded");
            let cause = Cause {
                id: id(&format!("{item} posted")),
                on: today(),
                actor: id("clerk"),
                subject: Subject::new(daguan(), "deed", deed.id),
            };
            let standing = passbook::standing(tx, daguan(), deed.household)?;
            let posting = if item == "烧秸秆" {
                posting::deducted(&cause, id("shop"), deed.household, TenthPoints(50), standing.balance)
            } else {
                posting::awarded(&cause, id("shop"), deed.household, TenthPoints(50), standing.owed)
            };
            ledger::post(tx, &posting, NOW).map(drop).map_err(|refused| database::DatabaseError::Broken(refused.to_string()))
        })
        .expect("the points are entered");
}

#[track_caller]
fn says(answer: &Answer, words: &[&str]) {
    assert_eq!(html::faults(&answer.text()), [""; 0], "{}", answer.path);
    for words in words {
        assert!(answer.text().contains(words), "{words} is not on {}: {}", answer.path, answer.main());
    }
}

testkit::on_both_engines! {
    fn whoever_holds_the_card_reads_its_balance_and_no_name_in_full(engine) {
        let (app, secret) = settled(engine);
        let page = app.guest().speaking(Lang::ZhHans).get(&format!("/q/530624/{secret}"));
        assert_eq!(page.status, StatusCode::OK);
        says(&page, &["陈*福 户的积分", "57.5", "2020-01-08", "兑换", "带来的积分", "+77.5", "0001", "翠屏村爱心公益超市"]);
        says(&app.guest().speaking(Lang::En).get(&format!("/q/530624/{secret}")), &["陈*福", "Goods for points", "card number 0001"]);
        for secret in ["陈家福", "李秀英", "大米", "2019 年存折", "刘云", "530624-101"] {
            assert!(!page.text().contains(secret), "{secret} is on the page");
        }
        for (header, value) in [("x-robots-tag", "noindex, nofollow"), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
            assert_eq!(page.header(header), value, "{header}");
        }
        assert!(page.text().contains("<meta name=\"robots\" content=\"noindex, nofollow\">"));
        // Nothing new is learnt from pages further back.
        says(&app.guest().speaking(Lang::ZhHans).get(&format!("/q/530624/{secret}?below=1")), &["前面没有更早的记录了"]);
    }

    fn points_of_deeds_show_their_topic_and_not_what_was_done(engine) {
        let (app, secret) = settled(engine);
        for (item, topic) in [("烧秸秆", "人居环境"), ("出工", "配合脱贫攻坚")] {
            confirmed(&app, item);
            let page = app.guest().speaking(Lang::ZhHans).get(&format!("/q/530624/{secret}"));
            says(&page, &[topic]);
            assert!(!page.text().contains(item), "{item} is on the page");
            let points = app.sign_in("clerk").speaking(Lang::ZhHans).get(&format!("/c/530624/households/{}/points", id::<()>("chen")));
            says(&points, &[item, "/c/530624/deeds/"]);
        }
        says(&app.guest().speaking(Lang::ZhHans).get(&format!("/q/530624/{secret}")), &["−5", "+5", "57.5", "52.5"]);
    }

    fn a_dead_card_says_so_and_shows_nothing(engine) {
        let (app, secret) = settled(engine);
        hand_out(&app, "new card", "zyxwvutsrqpnmkjhgfedcba98765432z", Some("lost"));
        let page = app.guest().speaking(Lang::ZhHans).get(&format!("/q/530624/{secret}"));
        says(&page, &["这张卡已经作废", "2020-01-08"]);
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        for data in ["陈", "57.5", "0001", "0002", "兑换 "] {
            assert!(!page.main().contains(data), "{data} is on a dead card's page");
        }
    }

    fn what_is_no_card_is_as_unknown_as_any_page(engine) {
        let (app, secret) = settled(engine);
        let guest = app.guest().speaking(Lang::ZhHans);
        let unknown = html::steady(&guest.get("/there/is/no/such/page").main());
        let upper = secret.to_uppercase();
        for path in ["/q/530624/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "/q/530699/abcdefghjkmnpqrstuvwxyz23456789z", "/q/x/y", &format!("/q/530624/{upper}")] {
            let answer = guest.get(path);
            assert_eq!((answer.status, html::steady(&answer.main())), (StatusCode::NOT_FOUND, unknown.clone()), "{path}");
        }
    }

    fn an_address_that_asks_too_often_is_told_when_to_come_back(engine) {
        let (app, secret) = settled(engine);
        let (guest, path) = (app.guest().speaking(Lang::ZhHans), format!("/q/530624/{secret}"));
        for _ in 0..PER_MINUTE.get() {
            assert_eq!(guest.get(&path).status, StatusCode::OK);
        }
        let refused = guest.get(&path);
        assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "1"));
        says(&refused, &["请过 1 秒再打开", "什么都没有丢"]);
        says(&app.guest().speaking(Lang::En).get(&path), &["come back in", "1 second"]);
        assert_eq!(guest.get("/login").status, StatusCode::OK, "only these pages rest");
        app.set_clock(Moment(NOW.0 + 1_000));
        assert_eq!(guest.get(&path).status, StatusCode::OK);
    }
}
