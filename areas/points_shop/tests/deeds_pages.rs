//! Deeds as a liaison records them and another one checks them: one at a time, house by house, and never for the own household.

mod village;

use axum::http::StatusCode;
use basics::Id;
use database::Engine;
use pages::Lang;
use people::Relative;
use points_shop::point_rule::PointRule;
use registry::household::Household;
use testkit::{Answer, Caller, TestApp, daguan, id, today};
use village::{rules_in_force, settle};

/// The village with the shipped table in force.
fn settled(engine: Engine) -> (TestApp, Vec<PointRule>) {
    let app = TestApp::new(engine, vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), points_shop::area()]);
    settle(app.db());
    let rules = rules_in_force(app.db(), 30);
    (app, rules)
}

fn rule(rules: &[PointRule], item: &str) -> String {
    rules.iter().find(|rule| rule.item.starts_with(item)).expect("a row of the shipped table").id.to_string()
}

fn household(word: &str) -> Id<Household> {
    id(word)
}

/// Opens the form and sends it, with the id it was shown with.
fn fill(caller: &Caller<'_>, word: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/c/530624/households/{}/deeds", household(word));
    let form = caller.get(&format!("{path}/new")).hidden("id");
    caller.post(&path, &[fields, &[("id", form.as_str())]].concat())
}

#[track_caller]
fn path_of(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.main());
    answer.location().split('?').next().unwrap_or_default().to_owned()
}

#[track_caller]
fn shown(answer: &Answer, words: &str) {
    assert!(answer.text().contains(words), "{words} is not on {}: {}", answer.path, answer.main());
}

testkit::on_both_engines! {
    fn a_deed_is_recorded_by_one_and_checked_by_another(engine) {
        let (app, rules) = settled(engine);
        let liaison = app.sign_in("liaison").speaking(Lang::ZhHans);
        let clerk = app.sign_in("clerk").speaking(Lang::ZhHans);
        let fields = [("rule", rule(&rules, "出工")), ("done-on", today().to_string()), ("place", "三组水沟".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let draft = path_of(&fill(&liaison, "chen", &[&fields[..], &[("keep", "draft")]].concat()));
        shown(&liaison.get(&draft), "交上去");
        assert_eq!(clerk.get(&draft).status, StatusCode::NOT_FOUND, "a draft is its recorder's alone");
        path_of(&liaison.post(&format!("{draft}/submit"), &[]));
        shown(&liaison.get(&draft), "等另一个人核实");
        let own = liaison.post(&format!("{draft}/check"), &[]);
        assert!(matches!(own.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "a liaison does not check: {}", own.status);
        path_of(&clerk.post(&format!("{draft}/check"), &[]));
        path_of(&clerk.post(&format!("{draft}/check"), &[]));
        shown(&clerk.get(&draft), "已核实");
        let late = liaison.post(&format!("{draft}/withdraw"), &[]);
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        shown(&late, "刚才有人办过了");

        let clerks = path_of(&fill(&clerk, "luo", &fields));
        let refused = clerk.post(&format!("{clerks}/check"), &[]);
        shown(&refused, "自己记的，要请别人核实");
        path_of(&clerk.post(&format!("{clerks}/withdraw"), &[]));
        let again = path_of(&fill(&liaison, "luo", &fields));
        shown(&clerk.post(&format!("{again}/reject"), &[("reason", "")]), "这里要填");
        path_of(&clerk.post(&format!("{again}/reject"), &[("reason", "那天没有出工")]));
        shown(&liaison.get(&again), "那天没有出工");
        shown(&clerk.get("/c/530624/deeds?state=checked"), "出工修路");
    }

    fn nobody_records_or_checks_for_the_own_household(engine) {
        let (app, rules) = settled(engine);
        let fields = [("rule", rule(&rules, "出工")), ("done-on", today().to_string())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let concerned = app.sign_in("chen-liaison").speaking(Lang::ZhHans);
        let sent = |word: &str| concerned.post(&format!("/c/530624/households/{}/deeds", household(word)), &fields);
        shown(&concerned.get(&format!("/c/530624/households/{}/deeds/new", household("chen"))), "要请别人来记");
        shown(&sent("chen"), "要请别人来记");
        path_of(&fill(&concerned, "luo", &fields));
        let relative =
            Relative { id: id("relative"), person: id("chen head"), household: household("luo").any(), from: today().plus_days(-9), until: None };
        app.db().write_now(move |tx| people::set_relative(tx, daguan(), &relative)).expect("a relative is declared");
        shown(&sent("luo"), "要请别人来记");
        // The one whose household it is does not check it either.
        let deed = path_of(&fill(&app.sign_in("liaison").speaking(Lang::ZhHans), "luo", &fields));
        let supervisor = app.sign_in("luo-overseer").speaking(Lang::ZhHans);
        for verb in ["check", "reject"] {
            let refused = supervisor.post(&format!("{deed}/{verb}"), &[("reason", "不是这样")]);
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            shown(&refused, "你自己家或亲属家");
        }
        let round = "/c/530624/deeds/round?village=530624101201&group=%E4%BA%8C";
        shown(&concerned.get(round), "要回避");
    }

    fn what_cannot_be_is_refused_with_the_way_out(engine) {
        let (app, rules) = settled(engine);
        // Some of these rules are the village's to record.
        let liaison = app.sign_in("clerk").speaking(Lang::ZhHans);
        let (work, help, rescue) = (rule(&rules, "出工"), rule(&rules, "帮邻居"), rule(&rules, "报告险情"));
        let day = |days: i32| today().plus_days(days).to_string();
        for (rule, done_on, points, witness, words) in [
            (work.as_str(), day(1), "", "", "这一天还没有到"),
            (work.as_str(), day(-401), "", "", "那天还没有这户"),
            (work.as_str(), day(-31), "", "", "那天没有这条细则"),
            (help.as_str(), day(0), "", "", "这一条要有见证人"),
            (rescue.as_str(), day(0), "", "罗开文", "这里要填"),
            (rescue.as_str(), day(0), "25", "罗开文", "5 到 20 分之间"),
            ("", day(0), "", "", "请从列表里选一个"),
            ("nonsense", day(0), "", "", "请从列表里选一个"),
            (work.as_str(), "昨天".to_owned(), "", "", "日期这样写"),
        ] {
            let answer = fill(&liaison, "chen", &[("rule", rule), ("done-on", &done_on), ("points", points), ("witness", witness)]);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            shown(&answer, words);
        }
        // What goes beyond a cap stays visible and counts nothing.
        let quiz = rule(&rules, "入户问政策");
        let first = path_of(&fill(&liaison, "chen", &[("rule", &quiz), ("done-on", &day(0))]));
        let second = path_of(&fill(&liaison, "chen", &[("rule", &quiz), ("done-on", &day(-1))]));
        assert!(!liaison.get(&first).text().contains("超过上限"), "what was recorded first counts");
        shown(&liaison.get(&second), "这一条只算 0 分");
        let odd = fill(&liaison, "chen", &[("rule", &work), ("done-on", &day(0)), ("note", "<script>alert(1)</script>·ꆈꌠ")]);
        assert!(!liaison.get(&path_of(&odd)).text().contains("<script>alert"));
    }

    fn the_same_twice_is_pointed_out_and_points_of_a_fixed_rule_are_not_typed(engine) {
        let (app, rules) = settled(engine);
        let liaison = app.sign_in("liaison").speaking(Lang::ZhHans);
        let (ditch, today) = (rule(&rules, "出工"), today().to_string());
        let fields = [("rule", ditch.as_str()), ("done-on", today.as_str())];
        let refused = fill(&liaison, "chen", &[&fields[..], &[("points", "50")]].concat());
        shown(&refused, "这一条按细则就是 5 分，不用填");
        let refused = fill(&liaison, "chen", &[&fields[..], &[("person", "somebody")]].concat());
        shown(&refused, "这个人不在这一户");
        let first = path_of(&fill(&liaison, "chen", &[&fields[..], &[("points", "5")]].concat()));
        assert!(!liaison.get(&first).text().contains("前面已经记过一次"));
        let second = path_of(&fill(&liaison, "chen", &fields));
        shown(&liaison.get(&second), "前面已经记过一次");
        shown(&liaison.get(&second), &first);
        path_of(&liaison.post(&format!("{second}/withdraw"), &[]));
        assert!(!liaison.get(&second).text().contains("前面已经记过一次"), "taken back, it is no question any more");
    }

    fn a_round_takes_a_tap_per_household(engine) {
        let (app, rules) = settled(engine);
        let liaison = app.sign_in("liaison").speaking(Lang::ZhHans);
        let round = "/c/530624/deeds/round";
        let group = format!("{round}?village=530624101201&group=%E4%BA%8C");
        shown(&liaison.get(&group), "还有 2 户没记");
        let (clean, fairly) = (rule(&rules, "月检：清洁"), rule(&rules, "月检：比较清洁"));
        let (chen, luo) = (format!("home.{}", household("chen")), format!("home.{}", household("luo")));
        let place = [("village", "530624101201"), ("group", "二")];
        shown(&liaison.post(round, &place), "一户也没有点");
        let taps = [&place[..], &[(chen.as_str(), clean.as_str())]].concat();
        path_of(&liaison.post(round, &taps));
        path_of(&liaison.post(round, &[&place[..], &[(luo.as_str(), fairly.as_str())]].concat()));
        let page = liaison.get(&group);
        shown(&page, "还有 0 户没记");
        shown(&page, "本月已记");
        shown(&liaison.post(round, &taps), "一户也没有点");
        let elsewhere = liaison.get(&format!("{round}?village=530624101203&group=%E4%BA%8C"));
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    }
}
