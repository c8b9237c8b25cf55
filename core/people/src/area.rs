//! What people bring: sign-in pages, managing logins, the scopes of a book.

use basics::County;
use database::{DatabaseError, Tx};
use divisions::Divisions;
use pages::TextSource;

use crate::contract::{Area, NavEntry, PathParams, Scope};
use crate::grant::{Grant, Place, Target};
use crate::home::ChecklistStep;
use crate::role::{MANAGE_LOGINS, ROLES};
use crate::routes::Routes;
use crate::{login, session};

/// The area of people, to be mounted first.
pub fn area() -> Area {
    Area {
        schemas: vec![crate::schema()],
        statements: crate::STATEMENTS.to_vec(),
        texts: vec![TextSource { zh_hans: include_str!("../texts/zh-Hans.ftl"), en: include_str!("../texts/en.ftl") }],
        routes: login::pages::routes(session::pages::routes(Routes::default())),
        roles: ROLES,
        allows: &[("administrator", &[MANAGE_LOGINS]), ("county_officer", &[MANAGE_LOGINS]), ("township_reviewer", &[MANAGE_LOGINS])],
        scopes: &[
            Scope { name: "county", find: county },
            Scope { name: "county-part", find: county_part },
            Scope { name: "login", find: county_part },
        ],
        nav: &[NavEntry { text: "nav-logins", permission: MANAGE_LOGINS, href: logins_of }],
        settings: &[session::SESSION_HOURS],
        checklist: Some(checklist),
        ..Area::named("people")
    }
}

/// The whole county: only roles of the county or above reach it.
fn county(_: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    Ok(params.county().map(|county| Target::division(county.to_string())))
}

/// Any part of the county: every role in it reaches the page, which then shows only the visitor's part.
fn county_part(_: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let Some(county) = params.county() else { return Ok(None) };
    let code = county.to_string();
    let inside = |division: &&str| divisions::is_within(division, &code);
    let all = Divisions::built_in().codes().filter(inside).map(str::to_owned).collect::<Vec<_>>();
    Ok((!all.is_empty()).then_some(Target { divisions: all, kept: None }))
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
