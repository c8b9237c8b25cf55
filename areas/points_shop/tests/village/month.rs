//! The month of Cuiping, walked through its pages as its people do.

use basics::{BusinessDate, Id};
use database::{DatabaseError, Engine};
use money::TenthPoints;
use pages::Lang;
use people::Relative;
use points_shop::deed::{self, Deed, State, Step};
use points_shop::point_rule;
use registry::household::Household;
use testkit::{Answer, Caller, NOW, TestApp, daguan, html, id, today};

use super::{CUIPING, login, rules_in_force, settle};

pub const APPRAISALS: &str = "/c/530624/appraisals";

/// The village with the shipped table in force.
pub fn settled(engine: Engine) -> TestApp {
    let app = TestApp::new(engine, vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), points_shop::area()]);
    settle(app.db());
    rules_in_force(app.db(), 30);
    app
}

/// The shop's people at their browsers, in Chinese.
pub fn at_work<'a>(app: &'a TestApp, name: &str) -> Caller<'a> {
    app.sign_in(name).speaking(Lang::ZhHans)
}

/// Somebody passing by, in Chinese.
pub fn passer_by(app: &TestApp) -> Caller<'_> {
    app.guest().speaking(Lang::ZhHans)
}

/// So many days later, with everything done that is due by date.
pub fn days_later(app: &TestApp, days: i64) {
    app.set_clock(NOW.plus_ms(days * 86_400_000));
    app.run_jobs(app.today());
}

/// A deed of a household on a day, recorded by one login and checked by another.
#[derive(Clone, Debug)]
pub struct Done {
    pub word: String,
    pub household: Id<Household>,
    pub item: &'static str,
    pub on: BusinessDate,
    pub by: &'static str,
    pub checked_by: &'static str,
}

/// A deed that the liaison recorded and the clerk checked.
pub fn done(word: &str, household: &str, item: &'static str, days_ago: i32) -> Done {
    let on = today().plus_days(-days_ago);
    Done { word: word.to_owned(), household: id(household), item, on, by: "liaison", checked_by: "clerk" }
}

/// Records and checks them, a batch in each transaction.
pub fn checked(app: &TestApp, all: &[Done]) {
    let rules = app.db().read_now(|tx| point_rule::rules(tx, daguan(), id("rules"))).expect("rules are read");
    for batch in all.chunks(100) {
        let (batch, rules) = (batch.to_vec(), rules.clone());
        let logins: Vec<_> = batch.iter().map(|done| (login(app.db(), done.by), login(app.db(), done.checked_by))).collect();
        app.db()
            .write_now(move |tx| {
                for (done, (by, checked_by)) in batch.iter().zip(&logins) {
                    let deed = deed_of(done, &rules, by.id.any());
                    let broken = |refused: &dyn std::fmt::Debug| DatabaseError::Broken(format!("{}: {refused:?}", done.word));
                    deed::record(tx, &deed, by, today()).map_err(|refused| broken(&refused))?;
                    deed::step(tx, (daguan(), deed.id), Step::Check, "", checked_by, (today(), NOW)).map_err(|refused| broken(&refused))?;
                }
                Ok::<_, DatabaseError>(())
            })
            .expect("deeds are recorded and checked");
    }
}

fn deed_of(done: &Done, rules: &[point_rule::PointRule], recorder: Id) -> Deed {
    Deed {
        county: daguan(),
        id: id(&done.word),
        household: done.household,
        person: None,
        rule: rules.iter().find(|rule| rule.item.starts_with(done.item)).expect("a row of the shipped table").id,
        done_on: done.on,
        place: "水沟".to_owned(),
        witness: "王顺".to_owned(),
        note: String::new(),
        points: TenthPoints(100),
        recorder,
        recorded_at: NOW,
        state: State::Submitted,
    }
}

pub fn deed_path(word: &str) -> String {
    format!("/c/530624/deeds/{}", id::<Deed>(word))
}

/// Somebody of this person's declared to be a relative of a household.
pub fn related(app: &TestApp, person: &str, household: &str) {
    let relative = Relative { id: id("relative"), person: id(person), household: id(household), from: today().plus_days(-9), until: None };
    app.db().write_now(move |tx| people::set_relative(tx, daguan(), &relative)).expect("a relative is declared");
}

/// A redirect's path without what it says.
#[track_caller]
pub fn path_of(answer: &Answer) -> String {
    assert!(answer.status.is_redirection(), "{}: {} {}", answer.path, answer.status, answer.main());
    answer.location().split('?').next().unwrap_or_default().to_owned()
}

/// The page is sound and says all of this.
#[track_caller]
pub fn says(answer: &Answer, words: &[&str]) {
    assert_eq!(html::faults(&answer.text()), [""; 0], "{}", answer.path);
    for words in words {
        assert!(answer.text().contains(words), "“{words}” is not on {}: {}", answer.path, answer.main());
    }
}

/// The page says none of this.
#[track_caller]
pub fn is_silent(answer: &Answer, words: &[&str]) {
    for words in words {
        assert!(!answer.text().contains(words), "“{words}” is on {}", answer.path);
    }
}

/// A refused form that says all of this.
#[track_caller]
pub fn refuses(answer: &Answer, words: &[&str]) {
    assert_eq!(answer.status.as_u16(), 422, "{}: {} {}", answer.path, answer.location(), answer.main());
    says(answer, words);
}

/// Opens the appraisal of what waits with the button of the list; answers its path.
pub fn opened(clerk: &Caller<'_>) -> String {
    let page = clerk.get(APPRAISALS);
    says(&page, &["等着开会的", "开评议会"]);
    let fields = ["id", "village", "month"].map(|name| page.hidden(name));
    let [id, village, month] = fields.each_ref().map(String::as_str);
    assert_eq!(village, CUIPING);
    path_of(&clerk.post(APPRAISALS, &[("id", id), ("village", village), ("month", month)]))
}

/// Names of so many people who live in no household of the village.
pub fn names(count: usize) -> String {
    (1..=count).map(|number| format!("代表{number}")).collect::<Vec<_>>().join("\n")
}

/// Notes a meeting of so many of 31.
pub fn meeting(clerk: &Caller<'_>, roster: &str, present: usize) -> Answer {
    let page = clerk.get(roster);
    let (form, day, came) = (page.hidden("id"), today().to_string(), names(present));
    let fields =
        [("id", form.as_str()), ("held-on", &day), ("chair", "高敏"), ("expected", "31"), ("names-site", &came), ("names-paper", "")];
    clerk.post(&format!("{roster}/meetings"), &fields)
}

/// The entries asked about one by one on a page of an appraisal, with the words before each: name and item.
pub fn asked(page: &Answer) -> Vec<(String, String)> {
    let text = page.text();
    let rows = text.split("<tr").skip(1);
    let row = |row: &str| {
        let (_, rest) = row.split_once("name=\"decision.")?;
        let words = row.split("<legend class=\"sr\">").nth(1)?.split("</legend>").next()?;
        Some((rest.split('"').next()?.to_owned(), words.to_owned()))
    };
    rows.filter_map(row).collect()
}

/// Sends the decisions of the page as it stands: these fields, and whether all others pass together.
pub fn decided(clerk: &Caller<'_>, roster: &str, fields: &[(&str, &str)], all_good: bool) -> Answer {
    let page = clerk.get(roster);
    let (action, sitting) = (page.hidden("action"), page.hidden("meeting"));
    let with = [("action", action.as_str()), ("meeting", sitting.as_str()), ("good", if all_good { "all" } else { "" })];
    clerk.post(&format!("{roster}/decisions"), &[fields, &with].concat())
}

/// Hangs out what was passed; answers the notice's id.
pub fn put_up(clerk: &Caller<'_>, roster: &str) -> String {
    let action = clerk.get(roster).hidden("action");
    let hung = path_of(&clerk.post(&format!("{roster}/notice"), &[("action", &action), ("board", "村委会公示栏")]));
    hung.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Presses the button that confirms.
pub fn confirmed(who: &Caller<'_>, roster: &str) -> Answer {
    let action = basics::Id::<()>::fresh().to_string();
    who.post(&format!("{roster}/confirmation"), &[("action", &action)])
}

/// Everything up to the notice in one go; answers the appraisal's path and the notice's id.
pub fn hung(app: &TestApp, deeds: &[Done]) -> (String, String) {
    checked(app, deeds);
    let clerk = at_work(app, "clerk");
    let roster = opened(&clerk);
    path_of(&meeting(&clerk, &roster, 20));
    let ones = asked(&clerk.get(&roster));
    let decisions: Vec<(String, String)> = ones.iter().map(|(entry, _)| (format!("decision.{entry}"), "pass".to_owned())).collect();
    let fields: Vec<(&str, &str)> = decisions.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    path_of(&decided(&clerk, &roster, &fields, true));
    let notice = put_up(&clerk, &roster);
    (roster, notice)
}

/// What stands in a household's passbook, as the clerk reads it.
pub fn passbook(app: &TestApp, household: &str) -> Answer {
    at_work(app, "clerk").get(&format!("/c/530624/households/{}/points", id::<Household>(household)))
}
