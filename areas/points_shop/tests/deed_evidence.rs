//! What stands behind a deed: who may record it, photos, a reason when it comes late; on both engines, refused in words.

mod village;

use axum::http::StatusCode;
use basics::{Id, Subject};
use database::Engine;
use pages::Lang;
use points_shop::deed;
use points_shop::point_rule::PointRule;
use registry::household::{Household, NewHousehold, NewMember, Person};
use testkit::{Answer, Caller, NOW, TestApp, daguan, html, id, today};
use village::{CUIPING, rules_in_force, settle};

/// The village with the shipped table in force since two months.
fn settled(engine: Engine) -> (TestApp, Vec<PointRule>) {
    let app = TestApp::new(engine, vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), points_shop::area()]);
    settle(app.db());
    let rules = rules_in_force(app.db(), 60);
    (app, rules)
}

fn rule(rules: &[PointRule], item: &str) -> String {
    rules.iter().find(|rule| rule.item.starts_with(item)).expect("a row of the shipped table").id.to_string()
}

fn form_of(word: &str) -> String {
    format!("/c/530624/households/{}/deeds", id::<Household>(word))
}

/// Opens the form and sends it with a photo, under the id it was shown with.
fn fill(caller: &Caller<'_>, word: &str, fields: &[(&str, &str)], photo: Option<&[u8]>) -> Answer {
    let path = form_of(word);
    let shown = caller.get(&format!("{path}/new")).hidden("id");
    let fields = [fields, &[("id", shown.as_str())]].concat();
    match photo {
        Some(bytes) => caller.upload(&path, &fields, ("photos", bytes)),
        None => caller.post(&path, &fields),
    }
}

#[track_caller]
fn path_of(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.main());
    answer.location().split('?').next().unwrap_or_default().to_owned()
}

#[track_caller]
fn shown(answer: &Answer, words: &str) {
    assert_eq!(html::faults(&answer.text()), [""; 0], "{}", answer.path);
    assert!(answer.text().contains(words), "{words} is not on {}: {}", answer.path, answer.main());
}

/// A picture of one pixel in this grey.
fn picture(grey: u8) -> Vec<u8> {
    let mut bitmap = Vec::new();
    let picture = image::GrayImage::from_pixel(8, 8, image::Luma([grey]));
    picture.write_to(&mut std::io::Cursor::new(&mut bitmap), image::ImageFormat::Png).expect("a picture");
    bitmap
}

testkit::on_both_engines! {
    fn photos_are_made_small_kept_shown_and_added_until_three(engine) {
        let (app, rules) = settled(engine);
        let clerk = app.sign_in("clerk").speaking(Lang::ZhHans);
        let (burning, day) = (rule(&rules, "烧秸秆"), today().to_string());
        let fields = [("rule", burning.as_str()), ("done-on", day.as_str())];
        let bare = path_of(&fill(&clerk, "luo", &fields, None));
        shown(&clerk.get(&bare), "还缺照片");
        let deed = path_of(&fill(&clerk, "chen", &fields, Some(&picture(10))));
        let page = clerk.get(&deed);
        shown(&page, "照片 1");
        assert!(!page.text().contains("还缺照片"));
        let photo = clerk.get(&format!("{deed}/photos/1"));
        assert_eq!((photo.status, photo.header("content-type"), photo.header("cache-control")), (StatusCode::OK, "image/jpeg", "no-store"));
        assert!(photo.bytes.starts_with(b"\xff\xd8\xff"), "a JPEG of our own");

        let photos = format!("{deed}/photos");
        let again = clerk.upload(&photos, &[], ("photos", &picture(10)));
        path_of(&again);
        assert_eq!(clerk.get(&format!("{deed}/photos/2")).status, StatusCode::NOT_FOUND, "the same picture again is the same photo");
        shown(&clerk.post(&photos, &[]), "还没有选照片");
        for grey in [20, 30] {
            path_of(&clerk.upload(&photos, &[], ("photos", &picture(grey))));
        }
        let fourth = clerk.upload(&photos, &[], ("photos", &picture(40)));
        assert_eq!(fourth.status, StatusCode::UNPROCESSABLE_ENTITY);
        shown(&fourth, "最多 3 张照片");
        for number in ["0", "4", "-1"] {
            assert_eq!(clerk.get(&format!("{deed}/photos/{number}")).status, StatusCode::NOT_FOUND, "{number}");
        }
        // Whoever only looks adds none, and a stranger to the village sees none.
        let township = app.sign_in("other-township").speaking(Lang::ZhHans);
        shown(&township.upload(&photos, &[], ("photos", &picture(50))), "要由记这一条的人来加");
        assert_eq!(app.sign_in("other-clerk").get(&format!("{deed}/photos/1")).status, StatusCode::NOT_FOUND);
        let supervisor = app.sign_in("luo-overseer").speaking(Lang::ZhHans);
        path_of(&supervisor.post(&format!("{deed}/check"), &[]));
        path_of(&supervisor.post(&format!("{deed}/check"), &[]));
        let verbs: Vec<String> = {
            let deed: Id<()> = deed.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
            let changes = app.db().read_now(move |tx| database::changes_of(tx, &Subject::new(daguan(), "deed", deed))).expect("changes");
            changes.into_iter().map(|change| change.verb).collect()
        };
        assert_eq!(verbs.iter().filter(|verb| *verb == "photo-added").count(), 3, "{verbs:?}");
    }

    fn what_is_no_photo_is_refused_with_what_to_do_instead(engine) {
        let (app, rules) = settled(engine);
        let clerk = app.sign_in("clerk").speaking(Lang::ZhHans);
        let (burning, day) = (rule(&rules, "烧秸秆"), today().to_string());
        let fields = [("rule", burning.as_str()), ("done-on", day.as_str()), ("note", "风很大")];
        let large = vec![0xff; 20_000_000];
        for (bytes, words) in [
            (&large[..], "有 20 MB，一张照片要小于 20 MB"),
            (b"%PDF-1.7 minutes", "请对着它拍一张照片"),
            (b"\0\0\0\x18ftypheic and more", "HEIC 照片，这里打不开"),
            (b"\0\0\0\x18ftypmp42 and more", "这里只收照片"),
            (b"<script>alert(1)</script>", "不是照片"),
            (b"\xff\xd8\xff\xe0 torn", "可能坏了"),
        ] {
            let answer = fill(&clerk, "chen", &fields, Some(bytes));
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            shown(&answer, words);
            shown(&answer, "请再选一次照片");
            shown(&answer, "风很大");
        }
        shown(&clerk.get("/c/530624/deeds?state=submitted"), "这里一条也没有");
    }

    fn rules_are_recorded_by_those_they_name(engine) {
        let (app, rules) = settled(engine);
        let day = today().to_string();
        let sent = |caller: &Caller<'_>, item: &str| {
            let rule = rule(&rules, item);
            fill(caller, "chen", &[("rule", rule.as_str()), ("done-on", day.as_str()), ("witness", "罗开文")], None)
        };
        let (liaison, clerk) = (app.sign_in("liaison").speaking(Lang::ZhHans), app.sign_in("clerk").speaking(Lang::ZhHans));
        let township = app.sign_in("other-township").speaking(Lang::ZhHans);
        let offered = liaison.get(&format!("{}/new", form_of("chen")));
        assert!(offered.text().contains("出工修路") && !offered.text().contains("烧秸秆"), "only what a liaison records is offered");
        path_of(&sent(&liaison, "出工"));
        for (caller, item, words) in [
            (&liaison, "烧秸秆", "归村委会记，村文书、乡镇审核员可以记"),
            (&liaison, "孩子得学校表彰", "归学校名单记"),
            (&clerk, "按期搬迁", "归乡镇记，乡镇审核员可以记"),
        ] {
            let refused = sent(caller, item);
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{item}");
            shown(&refused, words);
        }
        path_of(&sent(&clerk, "烧秸秆"));
        path_of(&sent(&township, "按期搬迁"));
        path_of(&sent(&township, "烧秸秆"));
    }

    fn a_deed_of_a_closed_month_says_why_it_is_late(engine) {
        let (app, rules) = settled(engine);
        let liaison = app.sign_in("liaison").speaking(Lang::ZhHans);
        for _ in ["once", "twice"] {
            app.db().write_now(|tx| village::met_about(tx, CUIPING, 201_912)).expect("December is closed");
        }
        let closed = app.db().read_now(|tx| {
            Ok::<_, database::DatabaseError>((
                deed::month_closed(tx, daguan(), CUIPING, today().plus_days(-9))?,
                deed::month_closed(tx, daguan(), CUIPING, today())?,
            ))
        });
        assert_eq!(closed.expect("it can be read"), (true, false));
        let (work, december) = (rule(&rules, "出工"), "2019-12-30");
        let fields = [("rule", work.as_str()), ("done-on", december)];
        let refused = fill(&liaison, "chen", &fields, None);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        shown(&refused, "这一天所在的月份已经评议过了，请写明为什么晚");
        let late = path_of(&fill(&liaison, "chen", &[&fields[..], &[("late-reason", "大雪封山，名单才送到")]].concat(), None));
        let page = liaison.get(&late);
        shown(&page, "大雪封山，名单才送到");
        shown(&page, "下次评议会再评");
        // The month that is still open asks for nothing, and keeps no reason.
        let day = today().to_string();
        let open = path_of(&fill(&liaison, "luo", &[("rule", work.as_str()), ("done-on", day.as_str()), ("late-reason", "没有晚")], None));
        assert!(!liaison.get(&open).text().contains("没有晚"));
    }

    fn odd_names_are_shown_as_they_are_and_nothing_is_recorded_before_a_household_was_there(engine) {
        let (app, rules) = settled(engine);
        let names = ["<script>alert(1)</script>", "吉克·阿依史布莫·尔古日哈·吉克·阿依史布莫·尔古日哈·吉克·阿依史布莫·尔古日", "ꆈꌠ·ꑸꏯ", "阿苏•木呷"];
        assert_eq!(names[1].chars().count(), 40);
        let (clerk, work, day) = (app.sign_in("clerk").speaking(Lang::ZhHans), rule(&rules, "出工"), today().to_string());
        for (name, number) in names.into_iter().zip(0..) {
            let word = format!("odd {number}");
            let person = Person { id: id(&format!("{word} head")), name: name.to_owned(), id_number: None, phone: None };
            let household = NewHousehold {
                county: daguan(),
                id: id(&word),
                code: String::new(),
                village: CUIPING.to_owned(),
                village_group: "三".to_owned(),
                registered: false,
                since: today().plus_days(-3),
                members: vec![NewMember { person, relation: "head" }],
            };
            app.db().write_now(move |tx| registry::household::add(tx, &household, None, NOW)).expect("it is entered");
            let deed = path_of(&fill(&clerk, &word, &[("rule", work.as_str()), ("done-on", day.as_str()), ("witness", name)], None));
            let page = clerk.get(&deed);
            shown(&page, if number == 0 { "&#60;script&#62;" } else { name });
            assert!(!page.text().contains("<script>alert"), "{name}");
            let early = fill(&clerk, &word, &[("rule", work.as_str()), ("done-on", "2020-01-04")], None);
            assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
            shown(&early, "这户 2020-01-05 才登记");
        }
    }
}
