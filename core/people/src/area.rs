//! What people bring: sign-in pages, managing logins, the scopes of a book.

use basics::{County, Id, Subject};
use database::{DatabaseError, Tx, changes_page};
use divisions::Divisions;
use pages::TextSource;

use crate::contract::{Area, Link, NavEntry, PathParams, Scope};
use crate::grant::{Grant, Place, Target};
use crate::home::ChecklistStep;
use crate::role::{KEEP_SETTINGS, MANAGE_LOGINS, Permission, ROLES, SEE_HISTORY, SEE_SETTINGS, SEE_SIGN_INS};
use crate::routes::Routes;
use crate::subject::SubjectKind;
use crate::{deputy, history, login, reminder, session, setting, sign_in};

const ALLOWS: &[(&str, &[Permission])] = &[
    ("administrator", &[MANAGE_LOGINS, SEE_HISTORY]),
    ("county_officer", &[MANAGE_LOGINS, SEE_HISTORY, SEE_SIGN_INS, SEE_SETTINGS, KEEP_SETTINGS]),
    ("township_reviewer", &[MANAGE_LOGINS, SEE_HISTORY, SEE_SIGN_INS, SEE_SETTINGS, KEEP_SETTINGS]),
    ("village_clerk", &[SEE_HISTORY, SEE_SETTINGS]),
    ("village_supervisor", &[SEE_HISTORY]),
    ("group_liaison", &[SEE_HISTORY]),
    ("auditor", &[SEE_HISTORY, SEE_SIGN_INS, SEE_SETTINGS]),
];

/// The area of people, to be mounted first.
pub fn area() -> Area {
    Area {
        schemas: vec![crate::schema()],
        statements: crate::STATEMENTS.to_vec(),
        texts: vec![
            TextSource { zh_hans: include_str!("../texts/zh-Hans.ftl"), en: include_str!("../texts/en.ftl") },
            TextSource { zh_hans: include_str!("../texts/settings.zh-Hans.ftl"), en: include_str!("../texts/settings.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/history.zh-Hans.ftl"), en: include_str!("../texts/history.en.ftl") },
        ],
        routes: routes(),
        roles: ROLES,
        allows: ALLOWS,
        subjects: &[
            SubjectKind { kind: "login", title: "subject-login", permission: MANAGE_LOGINS, place: login_place, href: login_page },
            SubjectKind { kind: "setting", title: "subject-setting", permission: SEE_SETTINGS, place: setting_place, href: settings_page },
        ],
        scopes: &[
            Scope { name: "county", find: county },
            Scope { name: "county-part", find: county_part },
            Scope { name: "login", find: county_part },
        ],
        links: &[Link { kind: "oversight", text: "sign-ins-title", suffix: "/sign-ins", permission: SEE_SIGN_INS }],
        nav_last: &[
            NavEntry { text: "nav-logins", permission: MANAGE_LOGINS, href: logins_of },
            NavEntry { text: "nav-settings", permission: SEE_SETTINGS, href: settings_of },
        ],
        settings: &[session::SESSION_HOURS],
        checklist: Some(checklist),
        ..Area::named("people")
    }
}

/// A login of the book, for whoever manages all of it; who manages a part of it comes by the login's own page, which looks at all
/// its roles.
fn login_place(tx: &mut Tx<'_>, county: County, id: Id) -> Result<Option<Target>, DatabaseError> {
    Ok(login::in_book(tx, county, id.of())?.then(|| Target::division(county.to_string())))
}

fn login_page(_: &mut Tx<'_>, county: County, id: Id) -> Result<Option<String>, DatabaseError> {
    Ok(Some(format!("/c/{county}/logins/{id}")))
}

fn routes() -> Routes {
    let own = deputy::pages::routes(reminder::pages::routes(session::pages::routes(Routes::default())));
    let kept = setting::pages::routes(login::pages::routes(own));
    sign_in::pages::routes(history::pages::routes(kept))
}

/// The whole county: only roles of the county or above reach it.
fn county(_: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    Ok(params.county().map(|county| Target::division(county.to_string())))
}

/// Any part of the county: every role in it reaches the page, which then shows only the visitor's part.
fn county_part(_: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    Ok(params.county().and_then(any_part))
}

fn any_part(county: County) -> Option<Target> {
    let code = county.to_string();
    let inside = |division: &&str| divisions::is_within(division, &code);
    let all = Divisions::built_in().codes().filter(inside).map(str::to_owned).collect::<Vec<_>>();
    (!all.is_empty()).then_some(Target { divisions: all, kept: None })
}

/// A setting that was changed; everybody in the book who may see settings sees all of them.
fn setting_place(tx: &mut Tx<'_>, county: County, id: Id) -> Result<Option<Target>, DatabaseError> {
    let changed = !changes_page(tx, &Subject::new(county, "setting", id), 1, 0)?.is_empty();
    Ok(if changed { any_part(county) } else { None })
}

fn settings_page(_: &mut Tx<'_>, county: County, _: Id) -> Result<Option<String>, DatabaseError> {
    Ok(Some(format!("/c/{county}/settings")))
}

fn settings_of(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&SEE_SETTINGS))?;
    Some(format!("/c/{}/settings", grant.county))
}

fn logins_of(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&MANAGE_LOGINS))?;
    match grant.place {
        Place::Everywhere => Some("/setup".to_owned()),
        _ => Some(format!("/c/{}/logins", grant.county)),
    }
}

fn checklist(tx: &mut Tx<'_>, county: County) -> Result<Vec<ChecklistStep>, DatabaseError> {
    let done = login::anyone_has(tx, county, "county_officer")?;
    Ok(vec![ChecklistStep { text: "checklist-logins", done, href: format!("/c/{county}/logins"), permission: MANAGE_LOGINS }])
}
