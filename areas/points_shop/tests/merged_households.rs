//! Households that moved away or were merged: what is refused for them from then on, and where their points go.

mod village;

use basics::{Id, Subject};
use database::Db;
use money::{Pieces, TenthPoints};
use pages::Lang;
use points_shop::passbook;
use points_shop::posting::{self, Cause};
use points_shop::redemption::{self, RedeemRefused, Refused, Wanted};
use points_shop::set_aside::{self, SetAside};
use registry::household::Household;
use registry::household::ending::Ending;
use testkit::{Answer, Caller, NOW, TestApp, daguan, id, today};
use village::month::{at_work, confirmed, days_later, done, hung, passbook as passbook_page, path_of, refuses, says, settled};
use village::{award, brought, login, redeem, slip};

fn page_of(word: &str, rest: &str) -> String {
    format!("/c/530624/households/{}{rest}", id::<Household>(word))
}

/// The fields of an end from so many days ago.
fn ending(form: &str, reason: &str, other: &str, days_ago: i32, go: &str) -> Vec<(&'static str, String)> {
    let from = today().plus_days(-days_ago).to_string();
    let successor = if other.is_empty() { String::new() } else { id::<Household>(other).to_string() };
    let all = [("id", id::<Ending>(form).to_string()), ("reason", reason.to_owned()), ("from", from), ("go", go.to_owned())];
    all.into_iter().chain([("successor", successor)]).collect()
}

fn sent(caller: &Caller<'_>, path: &str, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    caller.post(path, &fields)
}

/// Merges one household into another, from today.
fn merge(app: &TestApp, form: &str, old: &str, new: &str) -> Answer {
    sent(&at_work(app, "other-township"), &page_of(old, "/end"), &ending(form, "merged", new, 0, "confirm"))
}

fn take_back(app: &TestApp, form: &str, household: &str) -> Answer {
    let form = id::<Ending>(form).to_string();
    at_work(app, "other-township").post(&page_of(household, "/back"), &[("id", form.as_str()), ("why", "登错了户")])
}

fn standing(db: &Db, household: &str) -> (i64, i64) {
    let household = id(household);
    let standing = db.read_now(move |tx| passbook::standing(tx, daguan(), household)).expect("balances are read");
    (standing.balance.0, standing.owed.0)
}

fn misfits(db: &Db) -> Vec<String> {
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &ledger::Progress::default())).expect("the recount runs");
    report.misfits.iter().map(ToString::to_string).collect()
}

/// Points taken off, and what is owed of them, as a deed's deduction leaves it.
fn deducted(db: &Db, household: &str, amount: i64) {
    let (household, balance) = (id(household), TenthPoints(standing(db, household).0));
    let cause =
        Cause { id: id("banquet"), on: today(), actor: id("manager"), subject: Subject::new(daguan(), "opening-balance", id::<()>("k")) };
    let posting = posting::deducted(&cause, id("shop"), household, TenthPoints(amount), balance);
    db.write_now(move |tx| ledger::post(tx, &posting, NOW)).expect("it is posted");
}

fn salt() -> Vec<Wanted> {
    vec![Wanted { goods: id("salt"), quantity: Pieces(1), lot: None, shown: None }]
}

fn kept(household: &str) -> SetAside {
    SetAside {
        county: daguan(),
        id: id("kept"),
        shop: id("shop"),
        household: id(household),
        asked_by: "本人电话".to_owned(),
        note: String::new(),
        for_day: today().plus_days(10),
        on: today(),
        by: id("manager"),
    }
}

testkit::on_both_engines! {
    fn a_deed_after_a_household_moved_away_or_was_merged_is_refused_in_words(engine) {
        let app = settled(engine);
        let township = at_work(&app, "other-township");
        path_of(&sent(&township, &page_of("luo", "/end"), &ending("moved", "moved", "", 1, "confirm")));
        let rules = app.db().read_now(|tx| points_shop::point_rule::rules(tx, daguan(), id("rules"))).expect("rules are read");
        let rule = rules.iter().find(|rule| rule.item.starts_with("出工")).expect("a row of the shipped table").id.to_string();
        let deed = |who: &str, household: &str, days_ago: i32| {
            let (caller, day, form) = (at_work(&app, who), today().plus_days(-days_ago).to_string(), Id::<()>::fresh().to_string());
            caller.post(&page_of(household, "/deeds"), &[("id", &form), ("rule", &rule), ("done-on", &day)])
        };
        refuses(&deed("clerk", "luo", 0), &["2020-01-07", "已经迁走"]);
        refuses(&deed("clerk", "luo", 1), &["已经迁走"]);
        path_of(&deed("clerk", "luo", 2));

        path_of(&sent(&township, &page_of("zhao", "/end"), &ending("merged", "merged", "chen", 1, "confirm")));
        refuses(&deed("served-clerk", "zhao", 0), &["2020-01-07 并入了 陈家福 户（530624-101-"]);
        path_of(&deed("served-clerk", "zhao", 2));
        says(&township.get(&page_of("zhao", "")), &["已于 2020-01-07 并入 陈家福 户", "看 陈家福 户"]);
        says(&township.get(&page_of("luo", "")), &["已于 2020-01-07 迁出"]);
        says(&township.get(&page_of("chen", "")), &["赵大顺", "马国芬", "已并入这一户"]);
        says(&at_work(&app, "clerk").get("/c/530624/deeds/round?village=530624101201&group=%E4%BA%8C"), &["罗开文 户（2020-01-07 起不在）"]);
    }

    fn a_merger_moves_points_and_what_is_owed_and_twice_is_once(engine) {
        let app = settled(engine);
        let db = app.db();
        award(db, brought("chen brought", "chen", 100), "other-township").expect("points are brought");
        award(db, brought("luo brought", "luo", 300), "other-township").expect("points are brought");
        let (roster, _) = hung(&app, &[done("road", "luo", "出工", 3)]);
        deducted(db, "luo", 350);
        assert_eq!(standing(db, "luo"), (0, 50));
        let cause = Cause { id: id("earned"), on: today(), actor: id("manager"), subject: Subject::new(daguan(), "opening-balance", id::<()>("e")) };
        let earned = posting::awarded(&cause, id("shop"), id("luo"), TenthPoints(120), TenthPoints::ZERO);
        db.write_now(move |tx| ledger::post(tx, &earned, NOW)).expect("the budget suffices");

        let township = at_work(&app, "other-township");
        let look = sent(&township, &page_of("luo", "/end"), &ending("merger", "merged", "chen", 0, "look"));
        says(&look, &["2 口人转到 陈家福 户", "这一户欠的 5 分，先从它自己的积分里扣还", "7 分转到那一户", "罗开文"]);
        assert_eq!(standing(db, "luo"), (120, 50), "nothing has happened yet");
        for _ in 0..2 {
            path_of(&merge(&app, "merger", "luo", "chen"));
        }
        assert_eq!((standing(db, "luo"), standing(db, "chen")), ((0, 0), (170, 0)), "what it owed is paid out of the points that move");
        refuses(&merge(&app, "another form", "luo", "chen"), &["这一户 2020-01-08 起已经不在了"]);
        says(&passbook_page(&app, "luo"), &["并户：转到 陈家福 家", "并户：还上欠的 5 分"]);
        says(&passbook_page(&app, "chen"), &["并户：从 罗开文 家转来"]);

        // What was done before is confirmed all the same, for the household it is now.
        days_later(&app, 7);
        path_of(&confirmed(&at_work(&app, "clerk"), &roster));
        assert_eq!(standing(db, "chen"), (220, 0), "five points of the deed");
        assert_eq!(standing(db, "luo"), (0, 0));
        says(&passbook_page(&app, "chen"), &["出工"]);
        assert_eq!(misfits(db), [""; 0]);
    }

    fn nobody_is_merged_while_goods_are_set_aside_and_nobody_gone_takes_goods(engine) {
        let app = settled(engine);
        let db = app.db();
        award(db, brought("luo brought", "luo", 300), "other-township").expect("points are brought");
        db.write_now(|tx| set_aside::make(tx, &kept("luo"), &salt(), NOW)).expect("it is set aside");
        refuses(&merge(&app, "merger", "luo", "chen"), &["还给这一户留着东西", "先领走或者退回"]);
        let township = at_work(&app, "other-township");
        path_of(&sent(&township, &page_of("luo", "/end"), &ending("moved", "moved", "", 0, "confirm")));
        let counter = format!("/c/530624/shops/{}/counter", id::<points_shop::shop::Shop>("shop"));
        let manager = at_work(&app, "manager");
        let refused = manager.get(&format!("{counter}/{}", id::<Household>("luo")));
        assert_eq!(refused.status.as_u16(), 409);
        says(&refused, &["罗开文 户 2020-01-08 起不在册，不能再兑换"]);
        says(&manager.get(&format!("{counter}?q=lkw")), &["罗开文 户 2020-01-08 起不在册"]);
        let asked = slip("slip", "luo");
        let refused = db.write_now(move |tx| redemption::redeem(tx, &asked, &salt(), NOW));
        assert_eq!(refused, Err(RedeemRefused::Rule(Refused::Gone { until: today() })));
        let refused = db.write_now(|tx| set_aside::make(tx, &SetAside { id: id("more"), ..kept("luo") }, &salt(), NOW));
        assert_eq!(refused, Err(RedeemRefused::Rule(Refused::Gone { until: today() })));
        db.write_now(|tx| set_aside::give_back(tx, daguan(), id("kept"), id("manager"), today(), NOW)).expect("it is put back");
        assert_eq!(standing(db, "luo"), (300, 0), "whoever moved away keeps the points");
        assert_eq!(misfits(db), [""; 0]);
    }

    fn a_merger_is_taken_back_with_people_and_points_unless_they_are_spent(engine) {
        let app = settled(engine);
        let db = app.db();
        award(db, brought("luo brought", "luo", 300), "other-township").expect("points are brought");
        path_of(&merge(&app, "merger", "luo", "chen"));
        redeem(db, "slip", "chen", &[("salt", 2)]);
        refuses(&take_back(&app, "back", "luo"), &["陈家福 户的 30 分", "只剩 25 分"]);
        award(db, brought("chen brought", "chen", 100), "other-township").expect("points are brought");
        for _ in 0..2 {
            path_of(&take_back(&app, "back", "luo"));
        }
        assert_eq!((standing(db, "luo"), standing(db, "chen")), ((300, 0), (50, 0)));
        let township = at_work(&app, "other-township").speaking(Lang::ZhHans);
        says(&township.get(&page_of("luo", "")), &["罗开文", "周德芬", "迁出或并户"]);
        assert!(!township.get(&page_of("chen", "")).main().contains("罗开文"));
        refuses(&take_back(&app, "once more", "luo"), &["已经撤回了"]);
        // And once more the other way, on the same day.
        path_of(&merge(&app, "second merger", "luo", "chen"));
        assert_eq!((standing(db, "luo"), standing(db, "chen")), ((0, 0), (350, 0)));
        says(&township.get(&page_of("chen", "")), &["罗开文", "周德芬"]);
        assert_eq!(misfits(db), [""; 0]);
    }

    fn a_slip_taken_back_after_the_merger_gives_its_points_to_the_household_it_is_now(engine) {
        let app = settled(engine);
        let db = app.db();
        award(db, brought("luo brought", "luo", 300), "other-township").expect("points are brought");
        redeem(db, "slip", "luo", &[("salt", 4)]);
        path_of(&merge(&app, "merger", "luo", "chen"));
        let (manager, asked) = (
            login(db, "manager"),
            redemption::Cancellation { county: daguan(), shop: id("shop"), redemption: id("slip"), reason: "拿错了".to_owned(), on: today(), salt: [3; 16] },
        );
        db.write_now(move |tx| redemption::cancel(tx, &asked, &manager, NOW)).expect("the slip is taken back");
        assert_eq!((standing(db, "luo"), standing(db, "chen")), ((0, 0), (300, 0)));
        path_of(&take_back(&app, "back", "luo"));
        assert_eq!((standing(db, "luo"), standing(db, "chen")), ((300, 0), (0, 0)));
        assert_eq!(misfits(db), [""; 0]);
    }

    fn whoever_is_of_either_household_neither_merges_them_nor_takes_it_back(engine) {
        let app = settled(engine);
        let concerned = at_work(&app, "township");
        let merger = |form: &str, old: &str, new: &str| sent(&concerned, &page_of(old, "/end"), &ending(form, "merged", new, 0, "confirm"));
        refuses(&merger("one", "zhao", "chen"), &["自己家或亲戚家"]);
        refuses(&merger("two", "chen", "zhao"), &["自己家或亲戚家"]);
        path_of(&merge(&app, "merger", "zhao", "chen"));
        let reviewer = login(app.db(), "township");
        let all = app.db().read_now(move |tx| registry::household::concerns(tx, &reviewer, daguan(), today())).expect("read");
        let mut both = vec![id::<Household>("zhao").any(), id::<Household>("chen").any()];
        both.sort();
        assert_eq!(all, both, "neither about what it is now nor about what it was");
        let form = id::<Ending>("back").to_string();
        refuses(&concerned.post(&page_of("zhao", "/back"), &[("id", form.as_str()), ("why", "登错了")]), &["自己家或亲戚家"]);
    }
}
