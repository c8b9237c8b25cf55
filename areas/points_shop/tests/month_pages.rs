//! A month of a village through its pages: the meeting, the notice, objections, the confirmation; and what everybody may read of it.

mod village;

use axum::http::StatusCode;
use basics::Id;
use pages::Lang;
use registry::household::{self, NewHousehold, NewMember, Person};
use testkit::gallery::weight;
use testkit::{Answer, RolePlace, TestApp, daguan, html, id, on_both_engines, today};
use village::month::{
    Done, asked, at_work, checked, confirmed, days_later, decided, deed_path, done, hung, is_silent, meeting, opened, passbook, passer_by,
    path_of, put_up, refuses, related, says, settled,
};
use village::{CUIPING, award, brought};

/// Addresses under which a notice hangs for everybody.
fn public(notice: &str) -> [String; 4] {
    ["", "/lines/1", "/objection", "/sheet.pdf"].map(|part| format!("/n/530624/{notice}{part}"))
}

#[track_caller]
fn is_unlisted(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.path);
    for (header, value) in [("x-robots-tag", "noindex, nofollow"), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
        assert_eq!(answer.header(header), value, "{} {header}", answer.path);
    }
}

/// A role given besides those a login has.
fn also(app: &TestApp, login: &str, role: &'static str, division: &'static str) {
    let login = id(login);
    app.db()
        .write_now(move |tx| testkit::give_role(tx, login, role, daguan(), RolePlace::Division(division), None))
        .expect("a role is given");
}

/// What is sent on the public page; answers the receipt's page.
fn objected(app: &TestApp, notice: &str, line: &str, name: &str) -> Answer {
    let (guest, path) = (passer_by(app), format!("/n/530624/{notice}/objection"));
    let form = guest.get(&path).hidden("id");
    let fields = [("id", form.as_str()), ("line", line), ("what", "那天没有出工"), ("name", name), ("phone", "")];
    let receipt = path_of(&guest.post(&path, &fields));
    assert_eq!(path_of(&guest.post(&path, &fields)), receipt, "the same form twice is one objection");
    guest.get(&receipt)
}

/// The page of the one objection that waits.
fn objection_page(app: &TestApp) -> String {
    let list = at_work(app, "other-township").get("/c/530624/objections").text();
    let found = list.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|path| path.starts_with("/c/530624/objections/"));
    found.expect("an objection waits").to_owned()
}

on_both_engines! {
    fn a_meeting_is_noted_decides_and_its_result_hangs_out(engine) {
        let app = settled(engine);
        let all = [done("ditch", "chen", "出工", 3), done("burnt", "luo", "烧秸秆", 2), done("rescue", "luo", "报告险情", 2)];
        checked(&app, &all);
        let clerk = at_work(&app, "clerk");
        let roster = opened(&clerk);
        says(&clerk.get(&roster), &["3 条，1 条已核实无疑问", "2 条要逐条议", "谁到会了", "打印签到表"]);
        let few = meeting(&clerk, &roster, 15);
        refuses(&few, &["到会 15 人，至少要 16 人，不能评议", "代表1\n代表2", "代表15"]);
        let kept = few.hidden("id");
        assert_eq!(kept.len(), 36, "the form keeps its id");
        path_of(&meeting(&clerk, &roster, 16));

        let page = clerk.get(&roster);
        says(&page, &["<b data-figure=\"meeting.present\">16</b> 人，应到 31 人", "由会定分", "扣分", "1 条一起通过"]);
        // With a keyboard alone: every choice is a control with a label, and nothing waits for a pointer.
        is_silent(&page, &["onclick", "onchange", "<a role=\"button\""]);
        let ones = asked(&page);
        assert_eq!(ones.len(), 2, "{ones:?}");
        refuses(&decided(&clerk, &roster, &[], false), &["还没有点决定"]);
        let field = |words: &str| {
            let found = ones.iter().find(|(_, said)| said.contains(words)).expect("an entry that is asked about");
            (format!("decision.{}", found.0), format!("points.{}", found.0))
        };
        let ((burnt, _), (rescue, points)) = (field("烧秸秆"), field("报告险情"));
        let outside = decided(&clerk, &roster, &[(&burnt, "pass"), (&rescue, "pass"), (&points, "25")], true);
        refuses(&outside, &["5 到 20 分之间", "value=\"25\"", "value=\"pass\" checked"]);
        path_of(&decided(&clerk, &roster, &[(&burnt, "pass"), (&rescue, "pass"), (&points, "12.5")], true));

        refuses(&clerk.post(&format!("{roster}/notice"), &[("board", " ")]), &["这里要填"]);
        let notice = put_up(&clerk, &roster);
        says(&clerk.get(&format!("/c/530624/notices/{notice}")), &["陈家福", "罗开文", "+7.5", "还有 6 天", "打印公示"]);
        everybody_reads(&app, &notice);
    }

    fn a_notice_is_gone_after_its_last_day(engine) {
        let app = settled(engine);
        let (roster, notice) = hung(&app, &[done("ditch", "chen", "出工", 3)]);
        refuses(&confirmed(&at_work(&app, "clerk"), &roster), &["还在公示，2020-01-13 晚上才满，第二天起可以入账"]);
        days_later(&app, 5);
        for path in public(&notice) {
            assert_eq!(passer_by(&app).get(&path).status, StatusCode::OK, "{path} on its last day");
        }
        is_silent(&at_work(&app, "clerk").get(&roster), &["确认入账"]);
        days_later(&app, 6);
        let guest = passer_by(&app);
        let unknown = html::steady(&guest.get("/n/530624/00000000-0000-7000-8000-000000000001").main());
        for path in public(&notice) {
            let gone = guest.get(&path);
            assert_eq!((gone.status, html::steady(&gone.main())), (StatusCode::NOT_FOUND, unknown.clone()), "{path}");
        }
        says(&at_work(&app, "clerk").get(&format!("/c/530624/notices/{notice}")), &["公示期满，网上已经撤下", "陈家福"]);
    }

    fn points_are_confirmed_once_however_often_and_by_whomever(engine) {
        let app = settled(engine);
        let (roster, _) = hung(&app, &[done("ditch", "chen", "出工", 3), done("elders", "luo", "老人", 3)]);
        days_later(&app, 6);
        let people = ["clerk", "other-township"];
        let page = at_work(&app, "clerk").get(&roster);
        says(&page, &["可以入账了", "加 10 分，减 0 分", "2 户 2 条"]);
        let actions = people.map(|name| at_work(&app, name).get(&roster).hidden("action"));
        let (app, confirmation) = (&app, format!("{roster}/confirmation"));
        let click = |at: usize| at_work(app, people[at]).post(&confirmation, &[("action", &actions[at])]);
        let clicks: Vec<Answer> = std::thread::scope(|scope| {
            let both = [0, 1].map(|at| scope.spawn(move || click(at)));
            both.into_iter().map(|one| one.join().expect("an answer")).collect()
        });
        let through: Vec<usize> = (0..2).filter(|at| clicks[*at].status.is_redirection()).collect();
        assert_eq!(through.len(), 1, "one of the two confirms");
        refuses(&clicks[1 - through[0]], &["刚才已经有人确认入账了，没有重复入"]);
        path_of(&click(through[0]));
        let clerk = at_work(app, "clerk");
        says(&clerk.get(&roster), &["已经入账", "加 10 分"]);
        for (household, item) in [("chen", "出工修路"), ("luo", "老人同住")] {
            says(&passbook(app, household), &[item, "+5", "2020-01-14"]);
        }
    }

    fn an_objection_is_taken_from_anybody_and_answered_by_somebody_else(engine) {
        let app = settled(engine);
        // The clerk recorded this one; the supervisor checked it.
        let by_clerk = Done { by: "clerk", checked_by: "luo-overseer", ..done("ditch", "chen", "出工", 3) };
        let (_, notice) = hung(&app, &[by_clerk, done("elders", "luo", "老人", 3)]);
        also(&app, "other-manager", "village_clerk", CUIPING);
        also(&app, "chen-liaison", "village_supervisor", CUIPING);
        let receipt = objected(&app, &notice, "1", "");
        says(&receipt, &["意见收到了", "最迟答复", "2020-01-11", "等答复", "那天没有出工"]);
        is_unlisted(&receipt);
        says(&passer_by(&app).get(&format!("/n/530624/{notice}")), &["有异议"]);
        let path = objection_page(&app);
        says(&at_work(&app, "other-township").get(&path), &["没有留名"]);
        let answered = at_work(&app, "other-township").post(&path, &[("reply", "看了签到表，那天他家出了工")]);
        assert_eq!(path_of(&answered), path);
        says(&passer_by(&app).get(&receipt.path), &["查过，没有改", "看了签到表"]);
        is_silent(&passer_by(&app).get(&format!("/n/530624/{notice}")), &["有异议"]);

        let named = objected(&app, &notice, "1", "牟提意");
        is_silent(&named, &["牟提意"]);
        let path = objection_page(&app);
        says(&at_work(&app, "other-township").get(&path), &["牟提意"]);
        // Whoever recorded it, whoever keeps the shop, and whose household it is: none of them learns who it was, on any page.
        let history = path.replace("/objections/", "/history/objection/");
        for name in ["clerk", "other-manager", "chen-liaison"] {
            let who = at_work(&app, name);
            says(&who.get(&path), &["提意见的人，经手的人看不到", "要请别人答复"]);
            refuses(&who.post(&path, &[("reply", "没有这回事")]), &["要请别人答复"]);
            for page in [path.as_str(), "/c/530624/objections", &history, &format!("/c/530624/notices/{notice}"), &deed_path("ditch"), "/"] {
                is_silent(&who.get(page), &["牟提意"]);
            }
        }
        assert_eq!(at_work(&app, "manager").get(&path).status, StatusCode::FORBIDDEN);
        path_of(&at_work(&app, "luo-overseer").post(&path, &[("reply", "又查了一遍")]));
        refuses(&at_work(&app, "other-township").post(&path, &[("reply", "我也查了")]), &["刚才有人答复过了"]);
    }

    fn what_comes_after_the_last_day_is_a_complaint_and_said_so(engine) {
        let app = settled(engine);
        let (roster, notice) = hung(&app, &[done("ditch", "chen", "出工", 3)]);
        days_later(&app, 5);
        let (guest, path) = (passer_by(&app), format!("/n/530624/{notice}/objection"));
        let form = guest.get(&path).hidden("id");
        refuses(&guest.post(&path, &[("id", &form), ("line", "7"), ("what", "")]), &["这里要填"]);
        refuses(&guest.post(&path, &[("id", &form), ("line", "7"), ("what", "分算错了")]), &["分算错了"]);
        days_later(&app, 6);
        let late = path_of(&guest.post(&path, &[("id", &form), ("line", "1"), ("what", "分算错了")]));
        says(&guest.get(&late), &["公示期已满，这一条按投诉办理", "最迟答复"]);
        // On paper within the days and entered after them it is an objection; nothing may be entered for a day to come.
        let clerk = at_work(&app, "luo-overseer");
        let enter = format!("/c/530624/notices/{notice}/objections");
        let entered = |way: &str, received: i32| {
            let (form, day) = (clerk.get(&format!("{enter}/new")).hidden("id"), today().plus_days(received).to_string());
            clerk.post(&enter, &[("id", &form), ("line", "1"), ("what", "他家没人"), ("way", way), ("received-on", &day), ("name", "王顺")])
        };
        refuses(&entered("paper", 7), &["要在贴出公示之后、今天以前"]);
        refuses(&entered("pigeon", 5), &["请从列表里选一个"]);
        let in_time = clerk.get(&path_of(&entered("paper", 5)));
        says(&in_time, &["意见收到了"]);
        is_silent(&in_time, &["按投诉办理"]);
        says(&clerk.get(&path_of(&entered("phone", 6))), &["按投诉办理"]);
        refuses(&confirmed(&clerk, &roster), &["剩下的都有异议，要先答复"]);
    }

    fn what_an_objection_changed_hangs_again_while_the_others_are_confirmed(engine) {
        let app = settled(engine);
        let (roster, notice) = hung(&app, &[done("ditch", "chen", "出工", 3), done("elders", "luo", "老人", 2)]);
        let receipt = objected(&app, &notice, "2", "").path;
        days_later(&app, 3);
        let township = at_work(&app, "other-township");
        let objection = objection_page(&app);
        let change = format!("{}/amend", deed_path("elders"));
        says(&township.get(&objection), &["老人", "+5", &change]);
        let page = township.get(&change);
        says(&page, &["改好再交", "罗开文"]);
        let rule = page.text().split("<option value=\"").find(|rest| rest.contains("月检：比较清洁")).expect("a rule")[..36].to_owned();
        let action = page.hidden("action");
        let fields = [("action", action.as_str()), ("rule", &rule), ("points", ""), ("witness", ""), ("note", "老人住在大儿子家")];
        refuses(&township.post(&change, &fields), &["这里要填", "老人住在大儿子家"]);
        path_of(&township.post(&change, &[&fields[..], &[("why", "查过，老人不住他家")]].concat()));
        path_of(&township.post(&objection, &[("reply", "改了，重新公示")]));
        says(&passer_by(&app).get(&receipt), &["改了，重新公示"]);
        let again = put_up(&at_work(&app, "clerk"), &roster);
        says(&passer_by(&app).get(&format!("/n/530624/{again}")), &["罗*文", "+2", "1 月 12 日 — 1 月 16 日"]);
        is_silent(&passer_by(&app).get(&format!("/n/530624/{again}")), &["陈*福"]);

        days_later(&app, 6);
        let clerk = at_work(&app, "clerk");
        says(&clerk.get(&roster), &["确认入账", "加 5 分，减 0 分", "1 户 1 条", "正在公示，到 1 月 16 日晚上"]);
        path_of(&confirmed(&clerk, &roster));
        says(&passbook(&app, "chen"), &["出工修路"]);
        is_silent(&passbook(&app, "luo"), &["月检"]);
        refuses(&confirmed(&clerk, &roster), &["2020-01-16 晚上才满"]);
        days_later(&app, 9);
        path_of(&confirmed(&at_work(&app, "clerk"), &roster));
        says(&passbook(&app, "luo"), &["月检：比较清洁", "+2"]);
        is_silent(&passbook(&app, "luo"), &["老人"]);
    }

    fn a_wrong_click_at_the_meeting_is_taken_back(engine) {
        let app = settled(engine);
        checked(&app, &[done("ditch", "chen", "出工", 3), done("burnt", "luo", "烧秸秆", 2)]);
        let clerk = at_work(&app, "clerk");
        let roster = opened(&clerk);
        path_of(&meeting(&clerk, &roster, 20));
        let click = clerk.get(&roster).hidden("click");
        let sheet = format!("{}/attendance", clerk.get(&roster).text().split("/meetings/").find_map(|rest| rest.split_once("/attendance")).map(|(id, _)| format!("{roster}/meetings/{id}")).expect("the form to correct who came"));
        refuses(&clerk.post(&sheet, &[("click", &click), ("late-site", ""), ("late-paper", "")]), &["写上漏记的人，或者勾上没有来的人"]);
        path_of(&clerk.post(&sheet, &[("click", &click), ("late-site", "王国富"), ("late-paper", ""), ("absent", "1"), ("absent", "2")]));
        says(&clerk.get(&roster), &["<b data-figure=\"meeting.present\">19</b>", "王国富"]);
        let burnt = asked(&clerk.get(&roster))[0].0.clone();
        path_of(&decided(&clerk, &roster, &[(&format!("decision.{burnt}"), "fail")], true));
        let all = format!("{roster}/entries");
        says(&clerk.get(&all), &["没有通过", "等贴公示", "撤回决定"]);
        let back = format!("{roster}/entries/{burnt}/decision-back");
        path_of(&clerk.post(&back, &[("action", &clerk.get(&all).hidden("action"))]));
        says(&clerk.get(&roster), &["1 条要逐条议", "烧秸秆"]);
        path_of(&decided(&clerk, &roster, &[(&format!("decision.{burnt}"), "pass")], false));
        put_up(&clerk, &roster);
        is_silent(&clerk.get(&all), &["撤回决定"]);
        is_silent(&clerk.get(&roster), &["到会的人记错了"]);
        refuses(&clerk.post(&back, &[("action", "00000000-0000-7000-8000-000000000001")]), &["刚才有人办过了"]);
        refuses(&clerk.post(&sheet, &[("click", "00000000-0000-7000-8000-000000000002"), ("absent", "3")]), &["不能再改"]);
    }

    fn a_short_budget_is_said_and_confirms_nothing(engine) {
        let app = settled(engine);
        award(app.db(), brought("brought", "zhao", 4_950), "other-township").expect("most of the budget is given");
        let (roster, _) = hung(&app, &[done("ditch", "chen", "出工", 3), done("elders", "luo", "老人", 3)]);
        says(&at_work(&app, "clerk").get(&roster), &["通过后发出 10 分，预算还有 5 分", "差 5 分，入不了账"]);
        days_later(&app, 6);
        let clerk = at_work(&app, "clerk");
        refuses(&confirmed(&clerk, &roster), &["要发 10 分，超市预算只剩 5 分，还差 5 分。一条也没有入账；请县里加预算以后再点一次"]);
        is_silent(&passbook(&app, "chen"), &["出工修路"]);
        says(&clerk.get(&roster), &["确认入账"]);
    }

    fn nobody_does_anything_for_the_own_household_or_a_relatives(engine) {
        let app = settled(engine);
        related(&app, "luo head", "chen");
        also(&app, "luo-overseer", "village_clerk", CUIPING);
        also(&app, "luo-overseer", "township_reviewer", "530624101");
        let who = at_work(&app, "luo-overseer");
        let rule = rule_of(&app, "出工");
        for household in ["luo", "chen"] {
            let path = format!("/c/530624/households/{}/deeds", id::<()>(household));
            let sent = who.post(&path, &[("rule", &rule), ("done-on", &today().to_string())]);
            refuses(&sent, &["要请别人来记"]);
        }
        submitted(&app, &["luo", "chen"]);
        for household in ["luo", "chen"] {
            refuses(&who.post(&format!("{}/check", deed_path(&format!("{household} waits"))), &[]), &["你自己家或亲属家"]);
        }
        checked(&app, &[done("ditch", "luo", "出工", 3), done("rescue", "chen", "报告险情", 2)]);
        let clerk = at_work(&app, "clerk");
        let roster = opened(&clerk);
        path_of(&meeting(&clerk, &roster, 20));
        let page = clerk.get(&roster);
        let (rescue, _) = asked(&page).into_iter().next().expect("the rescue is asked about");
        let (decision, points) = (format!("decision.{rescue}"), format!("points.{rescue}"));
        refuses(&decided(&who, &roster, &[(&decision, "pass"), (&points, "10")], false), &["是你自己家或亲属家的，请回避"]);
        refuses(&decided(&who, &roster, &[], true), &["没有要办的了"]);
        says(&who.get(&roster), &["请回避。由 高敏 主持这一条"]);
        path_of(&decided(&clerk, &roster, &[(&decision, "pass"), (&points, "10")], true));
        put_up(&clerk, &roster);
        days_later(&app, 6);
        let who = at_work(&app, "luo-overseer");
        refuses(&confirmed(&who, &roster), &["剩下的是你自己家或亲属家的，要请别人来确认"]);
        path_of(&confirmed(&at_work(&app, "clerk"), &roster));
        for word in ["ditch", "rescue"] {
            let path = format!("{}/reversal", deed_path(word));
            refuses(&who.post(&path, &[("id", &Id::<()>::fresh().to_string()), ("reason", "查无此事")]), &["自己家或亲戚家"]);
        }
        // Somebody else proposes it, a third one confirms, and the passbook says both; never the one whose household it is.
        let proposal = format!("{}/reversal", deed_path("ditch"));
        path_of(&at_work(&app, "manager").post(&proposal, &[("id", &Id::<()>::fresh().to_string()), ("reason", "查无此事")]));
        is_silent(&who.get("/c/530624/reversals"), &["/confirm\""]);
        let township = at_work(&app, "other-township");
        let waiting = township.get("/c/530624/reversals");
        let confirm = waiting.text().split("action=\"").filter_map(|rest| rest.split('"').next()).find(|path| path.ends_with("/confirm")).expect("it waits").to_owned();
        refuses(&who.post(&confirm, &[("posting", &Id::<()>::fresh().to_string())]), &["自己家或亲戚家"]);
        path_of(&township.post(&confirm, &[("posting", &waiting.hidden("posting"))]));
        says(&passbook(&app, "luo"), &["冲正"]);
    }

    fn names_of_every_kind_stand_on_a_notice_as_they_are(engine) {
        let app = settled(engine);
        let long = "欧阳".repeat(20);
        let names = ["<script>alert(1)</script>", long.as_str(), "ꆈꌠꉙꂷ", "阿·木呷"];
        let deeds: Vec<Done> = names.iter().map(|name| {
            household_of(&app, name);
            done(&format!("of {name}"), name, "出工", 3)
        }).collect();
        let (roster, notice) = hung(&app, &deeds);
        let clerk = at_work(&app, "clerk");
        let full = clerk.get(&format!("/c/530624/notices/{notice}"));
        says(&full, &["&#60;script&#62;alert(1)", &long, "ꆈꌠꉙꂷ", "阿·木呷"]);
        let shown = passer_by(&app).get(&format!("/n/530624/{notice}"));
        says(&shown, &["欧**阳", "ꆈ**ꂷ", "*·木*", "共 4 户"]);
        is_silent(&shown, &[&long, "ꆈꌠꉙꂷ", "阿·木呷", "alert(1)"]);
        for page in [&clerk.get(&format!("{roster}/entries")), &clerk.get(&roster), &full, &shown] {
            is_silent(page, &["<script>alert"]);
        }
        for name in ["<script>alert(1)</script>", &long, "ꆈꌠꉙꂷ", "阿·木呷"] {
            let own: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
            says(&passer_by(&app).get(&format!("/n/530624/{notice}?name={own}")), &["共 1 户"]);
        }
        for paper in [format!("/c/530624/notices/{notice}/board.pdf"), format!("/n/530624/{notice}/sheet.pdf"), format!("{roster}/minutes.pdf")] {
            assert_eq!(clerk.get(&paper).header("content-type"), "application/pdf", "{paper}");
        }
    }

    fn two_thousand_entries_are_decided_in_a_few_clicks(engine) {
        let app = settled(engine);
        let mut deeds = Vec::new();
        for number in 0..286 {
            let name = format!("农户{number}");
            household_of(&app, &name);
            deeds.extend((1..=7).map(|day| Done { household: id(&name), ..done(&format!("{name} {day}"), "chen", "出工", day) }));
        }
        deeds.truncate(1_940);
        deeds.extend((0..60).map(|number| Done { household: id(&format!("农户{number}")), ..done(&format!("burnt {number}"), "chen", "烧秸秆", 2) }));
        enough_budget(&app);
        let began = std::time::Instant::now();
        checked(&app, &deeds);
        let told = |what: &str| println!("{engine:?}: {what} after {} ms", began.elapsed().as_millis());
        told("2000 deeds recorded and checked");
        let clerk = at_work(&app, "clerk");
        let roster = opened(&clerk);
        told("list opened");
        path_of(&meeting(&clerk, &roster, 20));
        let page = clerk.get(&roster);
        says(&page, &["2000 条，1940 条已核实无疑问", "60 条要逐条议", "1940 条一起通过"]);
        told("meeting noted, page shown");
        // All good ones with the first click, and the doubtful ones fifty to a page.
        let mut clicks = 0;
        loop {
            let ones: Vec<String> = asked(&clerk.get(&roster)).into_iter().map(|(entry, _)| format!("decision.{entry}")).collect();
            if ones.is_empty() {
                break;
            }
            let fields: Vec<(&str, &str)> = ones.iter().map(|name| (name.as_str(), "pass")).collect();
            path_of(&decided(&clerk, &roster, &fields, clicks == 0));
            clicks += 1;
        }
        assert_eq!(clicks, 2);
        told("all decided");
        let notice = put_up(&clerk, &roster);
        told("put up");
        for page in [page, clerk.get(&roster), clerk.get(&format!("{roster}/entries")), clerk.get(&format!("/c/530624/notices/{notice}")), passer_by(&app).get(&format!("/n/530624/{notice}"))] {
            let (raw, wire) = (page.bytes.len(), weight(&app, &page.text()));
            println!("{engine:?}: {} is {raw} bytes, {wire} on the wire", page.path);
            assert!(raw <= 300_000 && wire <= 50_000, "{} is {raw} bytes, {wire} on the wire", page.path);
        }
        days_later(&app, 6);
        let clerk = at_work(&app, "clerk");
        let began = std::time::Instant::now();
        path_of(&confirmed(&clerk, &roster));
        println!("{engine:?}: 2000 entries confirmed and in the book after {} ms", began.elapsed().as_millis());
        says(&passbook(&app, "农户0"), &["出工修路", "烧秸秆"]);
    }
}

/// The public page in both languages, what is behind a line, and the sheet: masked, and for no search engine.
fn everybody_reads(app: &TestApp, notice: &str) {
    let [page, line, objection, sheet] = public(notice);
    let shown = passer_by(app).get(&page);
    says(
        &shown,
        &[
            "陈*福",
            "罗*文",
            "翠屏村 2020 年 1 月积分公示",
            "1 月 9 日 — 1 月 13 日",
            "还有 6 天",
            "评议会 1 月 8 日开，到会 16 人",
            "加 17.5 分。",
            "减 5 分。",
        ],
    );
    says(&app.guest().speaking(Lang::En).get(&page), &["陈*福", "罗*文", "6 days"]);
    says(&passer_by(app).get(&line), &["陈*福", "配合脱贫攻坚", "+5"]);
    let behind = passer_by(app).get(&line.replace("/1", "/2"));
    says(&passer_by(app).get(&objection), &["我有意见", "罗*文"]);
    for answer in [&shown, &behind, &passer_by(app).get(&line), &passer_by(app).get(&objection)] {
        is_silent(answer, &["陈家福", "罗开文", "烧秸秆", "李秀英", "高敏", "朱世友"]);
        is_unlisted(answer);
    }
    let paper = passer_by(app).get(&sheet);
    assert_eq!(paper.header("content-type"), "application/pdf");
    is_unlisted(&paper);
    let own: String = "罗开文".bytes().map(|byte| format!("%{byte:02X}")).collect();
    says(&passer_by(app).get(&format!("{page}?name={own}")), &["只看 罗开文", "共 1 户"]);
}

fn rule_of(app: &TestApp, item: &str) -> String {
    let rules = app.db().read_now(|tx| points_shop::point_rule::rules(tx, daguan(), id("rules"))).expect("rules are read");
    rules.iter().find(|rule| rule.item.starts_with(item)).expect("a row of the shipped table").id.to_string()
}

/// Deeds of these households that wait to be checked.
fn submitted(app: &TestApp, households: &[&str]) {
    let liaison = at_work(app, "liaison");
    let rule = rule_of(app, "出工");
    for household in households {
        let deed = id::<()>(&format!("{household} waits")).to_string();
        let path = format!("/c/530624/households/{}/deeds", id::<()>(household));
        path_of(&liaison.post(&path, &[("id", &deed), ("rule", &rule), ("done-on", &today().to_string())]));
    }
}

/// One more household of the village; its id is its head's name.
fn household_of(app: &TestApp, name: &str) {
    let head = Person { id: id(&format!("{name} head")), name: name.to_owned(), id_number: None, phone: None };
    let new = NewHousehold {
        county: daguan(),
        id: id(name),
        code: String::new(),
        village: CUIPING.to_owned(),
        village_group: "三".to_owned(),
        registered: false,
        since: today().plus_days(-400),
        members: vec![NewMember { person: head, relation: "head" }],
    };
    app.db().write_now(move |tx| household::add(tx, &new, None, testkit::NOW)).expect("a household is added");
}

/// The county gives money and points for a big month.
fn enough_budget(app: &TestApp) {
    let county = points_shop::fund::BudgetGrant {
        county: daguan(),
        id: id("more"),
        shop: id("shop"),
        on: today(),
        points: money::TenthPoints(100_000),
        reason: "追加".to_owned(),
        by: id("county"),
    };
    let money = points_shop::fund::MoneyGrant {
        county: daguan(),
        id: id("more money"),
        shop: id("shop"),
        on: today(),
        source: registry::body::Body {
            id: id("donor"),
            name: "中山市东区".to_owned(),
            kind: "donor_town".to_owned(),
            division: "442000".to_owned(),
            note: String::new(),
        },
        amount: money::Fen(3_000_000),
        note: String::new(),
        by: id("county"),
    };
    app.db().write_now(move |tx| points_shop::fund::grant_money(tx, &money, testkit::NOW)).expect("money is given");
    app.db().write_now(move |tx| points_shop::fund::set_budget(tx, &county, testkit::NOW)).expect("points are given");
}
