//! What notices are called when several hang for one month, what their lines say after an objection, and what is read when one is gone.

mod village;

use axum::http::StatusCode;
use pages::Lang;
use testkit::{Answer, TestApp, on_both_engines};
use village::month::{at_work, days_later, deed_path, done, hung, is_silent, passer_by, path_of, put_up, says, settled};

/// Somebody passing by objects to a line.
fn objected(app: &TestApp, notice: &str, line: &str) {
    let (guest, path) = (passer_by(app), format!("/n/530624/{notice}/objection"));
    let form = guest.get(&path).hidden("id");
    path_of(&guest.post(&path, &[("id", form.as_str()), ("line", line), ("what", "不对"), ("name", ""), ("phone", "")]));
}

/// The township changes the deed to a row of the table that is called so, then answers the one objection that waits.
fn changed(app: &TestApp, deed: &str, item: &str, note: &str) {
    let township = at_work(app, "other-township");
    let change = format!("{}/amend", deed_path(deed));
    let page = township.get(&change);
    let rule = page
        .text()
        .split("<option value=\"")
        .skip(1)
        .find(|rest| rest.split("</option>").next().is_some_and(|row| row.contains(item)))
        .expect("a row of the table")[..36]
        .to_owned();
    let action = page.hidden("action");
    let fields = [("action", action.as_str()), ("rule", &rule), ("points", ""), ("witness", "王顺"), ("note", note), ("why", "查过了")];
    path_of(&township.post(&change, &fields));
    let list = township.get("/c/530624/objections").text();
    let objection = list.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|path| path.starts_with("/c/530624/objections/"));
    path_of(&township.post(objection.expect("an objection waits"), &[("reply", "查过了")]));
}

fn heading(answer: &Answer) -> String {
    let text = answer.text();
    let (_, rest) = text.split_once("<h1>").expect("a heading");
    rest.split("</h1>").next().unwrap_or_default().to_owned()
}

on_both_engines! {
    fn every_addition_of_a_month_has_a_title_of_its_own(engine) {
        let app = settled(engine);
        let (roster, first) = hung(&app, &[done("ditch", "chen", "出工", 3), done("elders", "luo", "老人", 2)]);
        objected(&app, &first, "2");
        changed(&app, "elders", "月检：比较清洁", "");
        let second = put_up(&at_work(&app, "clerk"), &roster);
        days_later(&app, 1);
        objected(&app, &second, "1");
        changed(&app, "elders", "烧秸秆", "");
        let third = put_up(&at_work(&app, "clerk"), &roster);
        let headings = [&first, &second, &third].map(|notice| heading(&passer_by(&app).get(&format!("/n/530624/{notice}"))));
        assert_eq!(headings[1], format!("{}（补充一）", headings[0]));
        assert_eq!(headings[2], format!("{}（补充二）", headings[0]));
        let list = at_work(&app, "clerk").get("/c/530624/notices");
        says(&list, &["（补充一）", "（补充二）"]);
        let english = app.guest().speaking(Lang::En).get(&format!("/n/530624/{third}"));
        says(&english, &["(addition 2)"]);
    }

    fn a_line_that_says_the_same_as_before_is_not_called_corrected(engine) {
        let app = settled(engine);
        let (roster, first) = hung(&app, &[done("ditch", "chen", "出工", 3), done("elders", "luo", "老人", 2), done("more", "luo", "出工", 2)]);
        objected(&app, &first, "1");
        // Only what stands behind it is mended: everybody reads what they read before.
        changed(&app, "ditch", "出工", "签到表补上了");
        let page = passer_by(&app).get(&format!("/n/530624/{first}"));
        says(&page, &["查过，重新公示"]);
        is_silent(&page, &["有更正"]);
        says(&at_work(&app, "clerk").get(&format!("/c/530624/notices/{first}")), &["查过，重新公示"]);
        put_up(&at_work(&app, "clerk"), &roster);
        objected(&app, &first, "2");
        changed(&app, "elders", "月检：比较清洁", "");
        let page = passer_by(&app).get(&format!("/n/530624/{first}"));
        says(&page, &["查过，重新公示", "有更正，另行公示"]);
        assert_eq!(page.text().matches("有更正").count(), 1, "only the household whose entry changed is marked");
    }

    fn whoever_comes_after_the_last_day_reads_words_of_the_village(engine) {
        let app = settled(engine);
        let (_, notice) = hung(&app, &[done("ditch", "chen", "出工", 3)]);
        let paths = ["", "/lines/1", "/objection", "/sheet.pdf"].map(|part| format!("/n/530624/{notice}{part}"));
        let page = passer_by(&app).get(&paths[0]);
        // The last column stays in sight on a phone: headings and names may break, and so may the marks.
        says(&page, &["class=\"list board\"", "原有"]);
        assert!(!page.text().contains("chip nb") && !page.text().contains("chip stop nb"));
        days_later(&app, 6);
        for path in &paths {
            let gone = passer_by(&app).get(path);
            assert_eq!(gone.status, StatusCode::NOT_FOUND, "{path}");
            says(&gone, &["这张榜已经撤下了", "请到村委会说", "看存折"]);
            is_silent(&gone, &["负责的范围"]);
            assert_eq!(gone.header("x-robots-tag"), "noindex, nofollow");
            says(&app.guest().speaking(Lang::En).get(path), &["This sheet has been taken down"]);
        }
    }
}
