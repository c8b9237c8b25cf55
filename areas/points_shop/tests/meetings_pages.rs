//! What a meeting's pages and minutes say: what stands in the way of a correction, entries by state, group and name, who stepped aside at
//! which meeting; and refusals of changing nothing and of taking back a merger into somebody else's township.

mod village;

use std::io::Write as _;
use std::process::{Command, Stdio};

use registry::household::ending::Ending;
use registry::household::{self, Household, NewHousehold, NewMember, Person};
use testkit::{Answer, Caller, RolePlace, TestApp, daguan, id, on_both_engines, today};
use village::month::{
    asked, at_work, checked, decided, deed_path, done, hung, is_silent, names, opened, passer_by, path_of, refuses, says, settled,
};

/// Notes a meeting of so many representatives and these besides; answers what was said.
fn met(clerk: &Caller<'_>, roster: &str, representatives: usize, besides: &str) -> Answer {
    let (form, day) = (basics::Id::<()>::fresh().to_string(), today().to_string());
    let came = format!("{}\n{besides}", names(representatives));
    let fields =
        [("id", form.as_str()), ("held-on", &day), ("chair", "高敏"), ("expected", "31"), ("names-site", &came), ("names-paper", "")];
    clerk.post(&format!("{roster}/meetings"), &fields)
}

/// The paths of the minutes that the page offers, the first meeting's in front.
fn minutes(page: &Answer) -> Vec<String> {
    let text = page.text();
    let (_, aside) = text.split_once("<aside>").expect("an aside");
    let hrefs = aside.split("href=\"").filter_map(|rest| rest.split('"').next());
    hrefs.filter(|href| href.ends_with("/minutes.pdf")).map(str::to_owned).collect()
}

fn words_of(pdf: &[u8]) -> String {
    let mut child =
        Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("poppler-utils");
    let (mut input, pdf) = (child.stdin.take().expect("piped"), pdf.to_vec());
    let written = std::thread::spawn(move || input.write_all(&pdf).expect("it is read"));
    let output = child.wait_with_output().expect("it ends");
    written.join().expect("all is written");
    String::from_utf8_lossy(&output.stdout).replace([' ', '\n'], "")
}

/// What stands on the minutes before the sheet to sign on.
fn above_sheet(words: &str) -> &str {
    words.split("签到").next().unwrap_or_default()
}

/// Somebody of the county.
fn officer(app: &TestApp) -> Caller<'_> {
    app.db()
        .write_now(|tx| {
            let login = testkit::add_login(tx, daguan(), "officer", "高志远", None)?;
            testkit::give_role(tx, login, "county_officer", daguan(), RolePlace::Division("530624"), None)
        })
        .expect("there is somebody of the county");
    at_work(app, "officer")
}

on_both_engines! {
    fn what_stands_in_the_way_of_a_correction_is_named_with_the_way_to_it(engine) {
        let app = settled(engine);
        checked(&app, &[done("ditch", "chen", "出工", 3), done("elders", "luo", "老人", 2)]);
        let clerk = at_work(&app, "clerk");
        let roster = opened(&clerk);
        path_of(&met(&clerk, &roster, 16, "陈家福"));
        path_of(&decided(&clerk, &roster, &[], true));
        let page = clerk.get(&roster);
        let sheet = page.text().split("action=\"").filter_map(|rest| rest.split('"').next()).find(|path| path.ends_with("/attendance")).expect("the form to correct who came").to_owned();
        let click = page.hidden("click");
        let refused = clerk.post(&sheet, &[("click", &click), ("late-site", ""), ("late-paper", ""), ("absent", "1")]);
        let way = format!("{roster}/entries?above=0#entry-1");
        refuses(&refused, &["有 1 条回避的人太多", "陈家福 户 · 二组 · 出工修路", &format!("href=\"{way}\"")]);
        is_silent(&refused, &["罗开文 户 · 二组"]);
        let entries = clerk.get(way.split('#').next().unwrap_or_default());
        says(&entries, &["id=\"entry-1\"", "撤回决定"]);
        // Once it is taken back, the correction goes through.
        let back = entries.text().split("action=\"").filter_map(|rest| rest.split('"').next()).find(|path| path.ends_with("/decision-back")).expect("a way back").to_owned();
        path_of(&clerk.post(&back, &[("action", &entries.hidden("action"))]));
        path_of(&clerk.post(&sheet, &[("click", &click), ("late-site", ""), ("late-paper", ""), ("absent", "1")]));
    }

    fn entries_are_found_by_state_group_and_name_and_pages_keep_it(engine) {
        let app = settled(engine);
        // All of one month, so that one meeting is about all of them.
        let mut all = vec![done("burnt", "luo", "烧秸秆", 9)];
        all.extend((9..=29).map(|day| done(&format!("road {day}"), "luo", "出工", day)));
        for item in ["出工", "参加", "帮邻居", "老人"] {
            all.extend((9..=29).map(|day| done(&format!("{item} {day}"), "chen", item, day)));
        }
        checked(&app, &all);
        let clerk = at_work(&app, "clerk");
        let roster = opened(&clerk);
        path_of(&met(&clerk, &roster, 20, ""));
        let pages = ["", "?above=50", "?above=100"].map(|above| asked(&clerk.get(&format!("{roster}{above}"))));
        let burnt = pages.into_iter().flatten().find(|(_, words)| words.contains("烧秸秆")).expect("it is asked about").0;
        path_of(&decided(&clerk, &roster, &[(&format!("decision.{burnt}"), "fail")], false));
        let entries = |query: &str| clerk.get(&format!("{roster}/entries?{query}"));
        let failed = entries("state=failed");
        says(&failed, &["罗开文 户", "没有通过", "value=\"failed\" selected"]);
        is_silent(&failed, &["陈家福"]);
        is_silent(&entries("name=%E9%99%88%E5%AE%B6"), &["罗开文 户"]);
        says(&entries("group=%E4%BA%8C&name=%E7%BD%97"), &["罗开文 户", "value=\"二\" selected", "value=\"罗\""]);
        says(&entries("group=%E4%B9%9D"), &["没有这样的", "看全部"]);
        says(&entries("name=%25"), &["没有这样的"]);
        is_silent(&entries("state=appraise"), &["没有通过</span>"]);
        let first = entries("group=%E4%BA%8C&state=appraise");
        is_silent(&first, &["没有通过</span>"]);
        let hrefs = first.text();
        let next = hrefs.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|href| href.contains("above=")).expect("there are more");
        let next = next.replace("&amp;", "&").replace("&#38;", "&");
        assert!(next.contains("state=appraise&group=%E4%BA%8C&name=&above="), "{next}");
        let second = clerk.get(&next);
        says(&second, &["罗开文 户", "value=\"appraise\" selected", "value=\"二\" selected", "从头看"]);
        is_silent(&second, &["没有通过</span>", "陈家福 户"]);
    }

    fn minutes_say_who_stepped_aside_at_this_meeting_and_what_it_left(engine) {
        let app = settled(engine);
        checked(&app, &[done("ditch", "chen", "出工", 3), done("rescue", "luo", "报告险情", 2)]);
        let clerk = at_work(&app, "clerk");
        let roster = opened(&clerk);
        path_of(&met(&clerk, &roster, 20, "陈家福"));
        let rescue = asked(&clerk.get(&roster)).remove(0).0;
        path_of(&decided(&clerk, &roster, &[], true));
        let first = words_of(&clerk.get(&minutes(&clerk.get(&roster))[0]).bytes);
        assert!(first.contains("还有1条这次会上没有决定") && !first.contains("没有要逐条议的"), "{first}");
        assert!(above_sheet(&first).contains("回避") && above_sheet(&first).contains("陈家福"), "{first}");
        path_of(&met(&clerk, &roster, 20, "罗开文"));
        let fields = [(format!("decision.{rescue}"), "pass"), (format!("points.{rescue}"), "10")];
        path_of(&decided(&clerk, &roster, &fields.each_ref().map(|(name, value)| (name.as_str(), *value)), false));
        let both = minutes(&clerk.get(&roster));
        assert_eq!(both.len(), 2, "{both:?}");
        let [first, second] = [0, 1].map(|at| words_of(&clerk.get(&both[at]).bytes));
        assert!(above_sheet(&first).contains("陈家福") && !above_sheet(&first).contains("罗开文"), "{first}");
        assert!(first.contains("还有1条这次会上没有决定"), "what the second meeting decided does not fill the first one's minutes: {first}");
        // He decided about his own household's deed no more than the first one did about his.
        let recused = above_sheet(&second).rsplit("回避").next().unwrap_or_default().to_owned();
        assert!(recused.contains("罗开文") && !recused.contains("陈家福"), "{second}");
        assert!(!second.contains("没有决定") && !second.contains("没有要逐条议的"), "{second}");
    }

    fn a_change_that_changes_nothing_is_refused_and_kept(engine) {
        let app = settled(engine);
        let (_, notice) = hung(&app, &[done("elders", "luo", "老人", 2)]);
        let (guest, path) = (passer_by(&app), format!("/n/530624/{notice}/objection"));
        let form = guest.get(&path).hidden("id");
        path_of(&guest.post(&path, &[("id", form.as_str()), ("line", "1"), ("what", "不对"), ("name", ""), ("phone", "")]));
        let township = at_work(&app, "other-township");
        let change = format!("{}/amend", deed_path("elders"));
        let page = township.get(&change);
        let rule = page.text().split("<option value=\"").find(|rest| rest.get(36..).is_some_and(|behind| behind.starts_with("\" selected"))).expect("its row")[..36].to_owned();
        let action = page.hidden("action");
        let same = [("action", action.as_str()), ("rule", &rule), ("points", ""), ("witness", "王顺"), ("note", ""), ("why", "没有要改的")];
        refuses(&township.post(&change, &same), &["什么都没有改", "没有要改的"]);
        says(&passer_by(&app).get(&format!("/n/530624/{notice}")), &["有异议", "罗*文"]);
    }

    fn a_merger_into_another_township_is_taken_back_by_the_county_alone(engine) {
        let app = settled(engine);
        let head = Person { id: id("far head"), name: "孙朝云".to_owned(), id_number: None, phone: None };
        let far = NewHousehold {
            county: daguan(),
            id: id("far"),
            code: String::new(),
            village: "530624102201".to_owned(),
            village_group: "一".to_owned(),
            registered: false,
            since: today().plus_days(-400),
            members: vec![NewMember { person: head, relation: "head" }],
        };
        app.db().write_now(move |tx| household::add(tx, &far, None, testkit::NOW)).expect("a household is added");
        let county = officer(&app);
        let page = |rest: &str| format!("/c/530624/households/{}{rest}", id::<Household>("luo"));
        let (form, day, successor) = (id::<Ending>("merger").to_string(), today().to_string(), id::<Household>("far").to_string());
        let fields = [("id", form.as_str()), ("reason", "merged"), ("from", &day), ("go", "confirm"), ("successor", &successor)];
        path_of(&county.post(&page("/end"), &fields));
        // The township's reviewer is in charge of where the household was, and not of where it went.
        let (back, reviewer) = (id::<Ending>("back").to_string(), at_work(&app, "township"));
        refuses(&reviewer.post(&page("/back"), &[("id", back.as_str()), ("why", "登错了户")]), &["并入的那一户不在你负责的范围里", "请县里经办人来撤回", "登错了户"]);
        says(&reviewer.get(&page("")), &["并入"]);
        path_of(&county.post(&page("/back"), &[("id", back.as_str()), ("why", "登错了户")]));
    }
}
