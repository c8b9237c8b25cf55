//! What people bring to every area: histories, sign-ins, settings, deputies, reminders, the date of a demo; with an area of the test's own.

mod deputies;
mod history;
mod reminders;
mod settings_pages;
mod sign_ins;

use basics::{BusinessDate, County, Id, Subject};
use database::{Change, DatabaseError, Engine, Tx, open_book};
use pages::{Arg, TextSource};
use people::login::{self, Login};
use people::{Area, NewReminder, Permission, PlaceKind, PlaceList, PlaceOption, Role, SubjectKind, Target};
use serde_json::json;
use settings::Setting;
use testkit::{NOW, RolePlace, TestApp, add_login, daguan, give_role, id, today};

pub const VILLAGE: &str = "530624101201";
const OTHER_VILLAGE: &str = "530624101202";
pub const TOWNSHIP: &str = "530624101";
pub const FAR_TOWNSHIP: &str = "530624102";
const FAR_VILLAGE: &str = "530624102201";

/// May see the test's own records; clerks and officers do, auditors do not.
const SEE_THINGS: Permission = Permission::general("see-things");
/// Days a township may set for itself.
pub const DAYS: Setting = Setting { name: "test-days", default: 5, min: 1, max: 30, scoped: true };
/// A question of yes or no.
const OPEN: Setting = Setting { name: "test-open", default: 0, min: 0, max: 1, scoped: false };

/// Everything up to new year is closed in one township.
fn closed_until(_: &mut Tx<'_>, _: County, scope: &str) -> Result<Option<BusinessDate>, DatabaseError> {
    Ok(scope.starts_with(TOWNSHIP).then(|| today().plus_days(-8)))
}

/// A notice hangs from the 6th to the 10th.
fn periods(_: &mut Tx<'_>, _: County, on: BusinessDate) -> Result<Option<BusinessDate>, DatabaseError> {
    let after = today().plus_days(3);
    Ok((on < after).then_some(after))
}

fn reminders(_: &mut Tx<'_>, county: County, on: BusinessDate) -> Result<Vec<NewReminder>, DatabaseError> {
    let reminder = |about: &str| NewReminder {
        login: id("clerk"),
        key: "test-reminder",
        args: vec![("count", Arg::Number(3)), ("name", Arg::Text("三组".to_owned()))],
        href: format!("/c/{county}/things"),
        about: about.to_owned(),
    };
    Ok(if on < today().plus_days(2) { vec![reminder("meeting"), reminder("meeting")] } else { Vec::new() })
}

/// Two records: one in the village, one in the far one.
fn place(_: &mut Tx<'_>, _: County, thing: Id) -> Result<Option<Target>, DatabaseError> {
    let places = [("thing", VILLAGE), ("far thing", FAR_VILLAGE)];
    Ok(places.into_iter().find(|(word, _)| id::<()>(word) == thing).map(|(_, village)| Target::division(village)))
}

fn stalls(_: &mut Tx<'_>, _: County, _: BusinessDate) -> Result<Vec<PlaceOption>, DatabaseError> {
    Ok(vec![PlaceOption { id: id("stall"), label: "小摊".to_owned(), divisions: vec![VILLAGE.to_owned()] }])
}

const TEXTS: TextSource = TextSource {
    zh_hans: "role-shop-manager = 管理员\nrole-shop-supervisor = 监督员\nsubject-thing = 东西\nsetting-test-days = 天数\nsetting-test-days-unit = 天\n\
              setting-test-open = 开不开\ntest-reminder = { $name } 还有 { $count } 件\noversight-title = 监督\n",
    en: "role-shop-manager = Manager\nrole-shop-supervisor = Supervisor\nsubject-thing = Thing\nsetting-test-days = Days\nsetting-test-days-unit = days\n\
         setting-test-open = Open\ntest-reminder = { $count } left in { $name }\noversight-title = Oversight\n",
};

fn area() -> Area {
    Area {
        texts: vec![TEXTS],
        roles: &[
            Role { name: "shop_manager", place: PlaceKind::Kept("stall") },
            Role { name: "shop_supervisor", place: PlaceKind::Kept("stall") },
        ],
        allows: &[("village_clerk", &[SEE_THINGS]), ("county_officer", &[SEE_THINGS])],
        places: &[PlaceList { kind: "stall", list: stalls }],
        subjects: &[SubjectKind {
            kind: "thing",
            title: "subject-thing",
            permission: SEE_THINGS,
            place,
            href: |_, county, id| Ok(Some(format!("/c/{county}/things/{id}"))),
        }],
        settings: &[DAYS, OPEN],
        reminders: Some(reminders),
        periods: Some(periods),
        closed_until: Some(closed_until),
        ..Area::named("test")
    }
}

/// Word, name, role, place; no role for an empty one.
const LOGINS: &[(&str, &str, &str, &str)] = &[
    ("clerk", "王红", "village_clerk", VILLAGE),
    ("other-clerk", "段正书", "village_clerk", OTHER_VILLAGE),
    ("far-clerk", "卯开审", "village_clerk", FAR_VILLAGE),
    ("reviewer", "周翔", "township_reviewer", TOWNSHIP),
    ("far-reviewer", "何平", "township_reviewer", FAR_TOWNSHIP),
    ("officer", "高敏", "county_officer", "530624"),
    ("auditor", "孙纪", "auditor", "530624"),
    ("manager", "刘云", "shop_manager", "stall"),
    ("supervisor", "马国强", "shop_supervisor", "stall"),
    ("helper", "陈丽", "", ""),
];

/// A county with its people behind the gate.
pub fn app(engine: Engine) -> TestApp {
    settled(TestApp::new(engine, vec![people::area(), area()]))
}

/// The same as a demo.
pub fn demo(engine: Engine) -> TestApp {
    settled(TestApp::demo(engine, vec![people::area(), area()]))
}

fn settled(app: TestApp) -> TestApp {
    app.db()
        .write_now(|tx| {
            open_book(tx, daguan(), "大关县", today())?;
            for (word, name, role, place) in LOGINS {
                let login = add_login(tx, daguan(), word, name, None)?;
                let place = if *place == "stall" { RolePlace::Kept("stall", id("stall")) } else { RolePlace::Division(place) };
                if !role.is_empty() {
                    give_role(tx, login, role, daguan(), place, None)?;
                }
            }
            Ok::<_, DatabaseError>(())
        })
        .expect("the county is settled");
    app
}

/// A role's grant as the helpers of tests name it.
pub fn grant(login: &str, role: &str) -> Id<people::Grant> {
    Id::derived(&[b"test grant", id::<Login>(login).as_bytes(), role.as_bytes()])
}

/// Notes a change to a thing.
pub fn change(app: &TestApp, word: &str, before: serde_json::Value, after: serde_json::Value) {
    let subject = Subject::new(daguan(), "thing", id::<()>(word));
    app.db()
        .write_now(move |tx| {
            tx.changed(Change {
                subject: subject.clone(),
                actor: Some(id("clerk")),
                verb: "set",
                at: NOW,
                before: Some(before.clone()),
                after: Some(after.clone()),
            })
        })
        .unwrap_or_else(|error: DatabaseError| panic!("{error}"));
}

/// Roles a login holds on a day.
pub fn roles(app: &TestApp, word: &str, on: BusinessDate) -> Vec<String> {
    let login = id(word);
    let rows = app.db().read_now(move |tx| login::grants_of(tx, login)).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
    let in_force = rows.into_iter().filter(|row| !row.ended && row.until.is_none_or(|until| until >= on));
    in_force.map(|row| row.role).collect()
}

/// How many changes of a login the history has.
pub fn changes(app: &TestApp, kind: &'static str, id: Id) -> Vec<String> {
    let subject = Subject::new(daguan(), kind, id);
    let found = app.db().read_now(move |tx| database::changes_of(tx, &subject)).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
    found.into_iter().map(|change| change.verb).collect()
}

#[test]
fn the_world_says_what_it_changes() {
    let app = app(Engine::Sqlite);
    change(&app, "thing", json!({ "a": 1 }), json!({ "a": 2 }));
    assert_eq!(changes(&app, "thing", id("thing")), ["set"]);
}
