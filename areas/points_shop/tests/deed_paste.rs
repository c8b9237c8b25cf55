//! A list pasted in from a school: looked up, chosen among, recorded once however often it is sent, on both engines.

mod village;

use axum::http::StatusCode;
use basics::Id;
use database::{Engine, args};
use pages::Lang;
use points_shop::deed::{self, State};
use points_shop::point_rule::PointRule;
use registry::household::{Household, NewHousehold, NewMember, Person};
use testkit::{Answer, Caller, NOW, TestApp, daguan, html, id, today};
use village::{CUIPING, TIANBA, rules_in_force, settle};

const PATH: &str = "/c/530624/deeds/paste";

/// The village with the shipped table in force, and a second 陈家福 in another group.
fn settled(engine: Engine) -> (TestApp, Vec<PointRule>) {
    let app = TestApp::new(engine, vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), points_shop::area()]);
    settle(app.db());
    enter(&app, "second chen", &["陈家福", "陈小雨"], "五");
    let rules = rules_in_force(app.db(), 60);
    (app, rules)
}

fn enter(app: &TestApp, word: &str, names: &[&str], group: &str) {
    let household = household(word, names, group);
    app.db().write_now(move |tx| registry::household::add(tx, &household, None, NOW)).expect("it is entered");
}

fn household(word: &str, names: &[&str], group: &str) -> NewHousehold {
    let person = |name: &str| Person { id: id(&format!("{word} {name}")), name: name.to_owned(), id_number: None, phone: None };
    let relations = ["head", "son", "daughter"];
    NewHousehold {
        county: daguan(),
        id: id(word),
        code: String::new(),
        village: CUIPING.to_owned(),
        village_group: group.to_owned(),
        registered: false,
        since: today().plus_days(-400),
        members: names.iter().zip(relations).map(|(name, relation)| NewMember { person: person(name), relation }).collect(),
    }
}

fn rule(rules: &[PointRule], item: &str) -> String {
    rules.iter().find(|rule| rule.item.starts_with(item)).expect("a row of the shipped table").id.to_string()
}

/// Sends the list as a step of the page.
fn sent(caller: &Caller<'_>, rule: &str, lines: &str, go: &str, more: &[(&str, &str)]) -> Answer {
    let day = today().to_string();
    let fields = [("place", CUIPING), ("done-on", day.as_str()), ("rule", rule), ("source", "翠屏小学"), ("lines", lines), ("go", go)];
    caller.post(PATH, &[more, &fields].concat())
}

#[track_caller]
fn shown(answer: &Answer, words: &str) {
    assert_eq!(html::faults(&answer.text()), [""; 0], "{}", answer.path);
    assert!(answer.text().contains(words), "{words} is not on {}: {}", answer.path, answer.main());
}

fn handed_in(app: &TestApp) -> i64 {
    let counts = app.db().read_now(|tx| deed::counts(tx, daguan(), "530624", id("nobody"))).expect("they are counted");
    counts.into_iter().filter(|(state, _)| *state == State::Submitted).map(|(_, count)| count).sum()
}

testkit::on_both_engines! {
    fn a_list_is_looked_up_first_and_recorded_once(engine) {
        let (app, rules) = settled(engine);
        let clerk = app.sign_in("clerk").speaking(Lang::ZhHans);
        shown(&clerk.get(&format!("{PATH}?place={CUIPING}")), "一行一人");
        let school = rule(&rules, "适龄孩子");
        let list = "姓名\t户主\t备注\n1、李秀英\t陈家福\t三年级\n周德芬，罗开文户\n陈家福\n查无此人 陈家福\n王顺\n罗开文 9999\n李秀英\n陈小雨 530624-101-0001";
        let looked = sent(&clerk, &school, list, "look", &[]);
        assert_eq!(looked.status, StatusCode::OK);
        for words in ["8 行里有 2 行对上了", "有 2 个同名的", "五组", "没有找到", "和第 1 行是同一个人", "没有叫这个名字的人"] {
            shown(&looked, words);
        }
        shown(&sent(&clerk, &school, "陈家福\t五组", "look", &[]), "1 行里有 1 行对上了");
        assert_eq!(handed_in(&app), 0, "nothing is recorded yet");
        assert!(!looked.text().contains("id_number") && looked.text().contains("三年级"));

        let recorded = sent(&clerk, &school, list, "record", &[]);
        shown(&recorded, "记下了 2 条。");
        shown(&recorded, "还有 5 行没有记");
        assert_eq!(handed_in(&app), 2);
        let left = recorded.text().split("</textarea>").next().and_then(|page| page.rsplit('>').next()).unwrap_or_default().to_owned();
        assert_eq!(left.trim(), "陈家福\n查无此人 陈家福\n王顺\n罗开文 9999\n陈小雨 530624-101-0001", "what is left stays in the box");

        // The same list again, with a choice made: only that one is new.
        let pick = format!("{}.{}", id::<Household>("second chen"), id::<Person>("second chen 陈家福"));
        let again = sent(&clerk, &school, list, "record", &[("pick.3", pick.as_str())]);
        shown(&again, "记下了 1 条。");
        assert_eq!(handed_in(&app), 3);
        shown(&sent(&clerk, &school, list, "look", &[("pick.3", pick.as_str())]), "已经记过");
        shown(&sent(&clerk, &school, "李秀英", "record", &[]), "名单都办完了");
        shown(&clerk.get("/c/530624/deeds?state=submitted"), "适龄孩子");
        // Back to the list keeps it.
        shown(&sent(&clerk, &school, list, "edit", &[]), "1、李秀英\t陈家福\t三年级");
    }

    fn lines_that_cannot_be_say_why(engine) {
        let (app, rules) = settled(engine);
        let concerned = app.sign_in("chen-liaison").speaking(Lang::ZhHans);
        let work = rule(&rules, "参加村民会");
        shown(&sent(&concerned, &work, "李秀英", "look", &[]), "是你自己家或亲属家");
        let gone = testkit::catalogue::sql("UPDATE household SET until_on = 20191201 WHERE county = $1 AND id = $2".to_owned());
        app.db().write_now(move |tx| tx.execute(gone, args![daguan(), id::<Household>("luo")]).map(drop)).expect("Luo has moved away");
        shown(&sent(&concerned, &work, "周德芬", "look", &[]), "这户 2019-12-01 已经迁走");
        let clerk = app.sign_in("clerk").speaking(Lang::ZhHans);
        let tomorrow = today().plus_days(1).to_string();
        for (more, rule, lines, words) in [
            (&[("done-on", tomorrow.as_str())][..], work.as_str(), "李秀英", "这一天还没有到"),
            (&[], "", "李秀英", "请从列表里选一个"),
            (&[], &rule(&rules, "按期搬迁"), "李秀英", "归乡镇记"),
            (&[], &rule(&rules, "帮邻居"), "李秀英", "那天没有这条细则"),
            (&[], &work, " \n\n", "还没有粘贴名单"),
            (&[("source", "")], &work, "李秀英", "这里要填"),
            (&[], &work, &"李秀英\n".repeat(501), "一次最多 500 行，这里有 501 行"),
        ] {
            let answer = sent(&clerk, rule, lines, "record", more);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            shown(&answer, words);
        }
        assert_eq!(handed_in(&app), 0);
        assert_eq!(clerk.get(&format!("{PATH}?place={TIANBA}")).status, StatusCode::NOT_FOUND);
        // A closed month wants a reason, for the whole list.
        app.db().write_now(|tx| village::met_about(tx, CUIPING, 201_912)).expect("December is closed");
        let december = [("done-on", "2019-12-30")];
        shown(&sent(&clerk, &work, "李秀英", "record", &december), "这一天所在的月份已经评议过了，请写明为什么晚");
        shown(&sent(&clerk, &work, "李秀英", "record", &[&december[..], &[("late-reason", "名单送晚了")]].concat()), "记下了 1 条。");
    }

    fn five_hundred_lines_of_a_whole_township_go_in_one_go(engine) {
        let (app, rules) = settled(engine);
        // Entering so many households takes PostgreSQL half a minute, and it would show nothing more.
        let count = if engine == Engine::Sqlite { 500 } else { 60 };
        let names: Vec<String> = (0..count).map(|number| format!("田{}", char::from_u32(0x4e00 + number).expect("a character"))).collect();
        let many: Vec<NewHousehold> = names.iter().zip(0..).map(|(name, at)| household(&format!("many {at}"), &[name], "六")).collect();
        app.db()
            .write_now(move |tx| many.iter().try_for_each(|one| registry::household::add(tx, one, None, NOW).map(drop)))
            .expect("they are entered");
        let township = app.sign_in("other-township").speaking(Lang::ZhHans);
        let (work, list) = (rule(&rules, "按期搬迁"), names.join("\n"));
        let whole = [("place", "530624101")];
        let looked = sent(&township, &work, &list, "look", &whole);
        shown(&looked, &format!("{count} 行里有 {count} 行对上了"));
        let recorded = sent(&township, &work, &list, "record", &whole);
        shown(&recorded, &format!("记下了 {count} 条。"));
        shown(&sent(&township, &work, &list, "record", &whole), "记下了 0 条。");
        assert_eq!(handed_in(&app), i64::from(count));
        let one: Id<Household> = id("many 7");
        let deeds = app.db().read_now(|tx| deed::listed(tx, (daguan(), CUIPING), State::Submitted, id("nobody"), (1000, 0))).expect("listed");
        let note = deeds.iter().find(|row| row.deed.household == one).map(|row| row.deed.note.clone());
        assert_eq!(note.as_deref(), Some("翠屏小学"));
    }
}
