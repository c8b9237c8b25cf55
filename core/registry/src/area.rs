//! What the registry brings: household pages, their permissions and the scope of one household.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::{Message, TextSource};
use people::{
    Area, ChecklistStep, Grant, HomeLead, HomeSearch, Link, NavEntry, PathParams, Permission, Routes, Scope, SubjectKind, Target, Todo,
    Visitor,
};

use crate::{access_log, household};

/// Look households up; numbers stay masked.
pub const SEE_HOUSEHOLDS: Permission = Permission::general("see-households");
/// Enter households and their members.
pub const ENTER_HOUSEHOLDS: Permission = Permission::general("enter-households");
/// Say that a household moved away, is empty or was merged into another, and take that back.
pub const END_HOUSEHOLDS: Permission = Permission::general("end-households");

/// Read who looked at what is masked, and for what.
pub const SEE_ACCESS_LOG: Permission = Permission::general("see-access-log");

/// The area of the registry.
pub fn area() -> Area {
    Area {
        schemas: vec![crate::schema()],
        statements: crate::STATEMENTS.to_vec(),
        texts: vec![
            TextSource { zh_hans: include_str!("../texts/zh-Hans.ftl"), en: include_str!("../texts/en.ftl") },
            TextSource { zh_hans: include_str!("../texts/endings.zh-Hans.ftl"), en: include_str!("../texts/endings.en.ftl") },
        ],
        routes: access_log::pages::routes(household::routes(Routes::default())),
        allows: &[
            ("village_clerk", &[SEE_HOUSEHOLDS, ENTER_HOUSEHOLDS]),
            ("village_supervisor", &[SEE_HOUSEHOLDS, SEE_ACCESS_LOG]),
            ("township_reviewer", &[SEE_HOUSEHOLDS, ENTER_HOUSEHOLDS, END_HOUSEHOLDS, SEE_ACCESS_LOG]),
            ("county_officer", &[SEE_HOUSEHOLDS, ENTER_HOUSEHOLDS, END_HOUSEHOLDS, SEE_ACCESS_LOG]),
            ("auditor", &[SEE_HOUSEHOLDS, SEE_ACCESS_LOG]),
        ],
        scopes: &[Scope { name: "household", find: household_place }],
        nav: &[NavEntry { text: "nav-households", permission: SEE_HOUSEHOLDS, href: households_of }],
        nav_last: &[NavEntry { text: "nav-oversight", permission: SEE_ACCESS_LOG, href: oversight_of }],
        links: &[Link { kind: "oversight", text: "access-log-title", suffix: "/access-log", permission: SEE_ACCESS_LOG }],
        subjects: &[
            SubjectKind {
                kind: "household",
                title: "subject-household",
                permission: SEE_HOUSEHOLDS,
                place: place_of_household,
                href: household_page,
            },
            SubjectKind {
                kind: "household-end",
                title: "subject-household-end",
                permission: SEE_HOUSEHOLDS,
                place: place_of_end,
                href: end_page,
            },
        ],
        checklist: Some(checklist),
        todos: Some(oversight_todos),
        lead: Some(lead),
        ..Area::named("registry")
    }
}

/// Days that an auditor's home page looks back.
const OVERSIGHT_DAYS: i64 = 31;

/// What an auditor looks at: who asked for masked numbers, and who signed in.
fn oversight_todos(tx: &mut Tx<'_>, visitor: &Visitor, _: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    let since = visitor.site().now().plus_ms(-OVERSIGHT_DAYS * 86_400_000);
    let mut todos = Vec::new();
    for grant in visitor.grants.iter().filter(|grant| grant.role == "auditor") {
        let county = grant.county;
        let looks = access_log::looks_since(tx, county, since)?;
        let (sign_ins, failed) = people::sign_ins_since(tx, county, since)?;
        todos.push(Todo {
            count: looks.to_string(),
            what: Message::new("home-looks").with("count", looks),
            detail: None,
            urgent: false,
            href: format!("/c/{county}/access-log"),
            button: "home-looks-button",
        });
        todos.push(Todo {
            count: sign_ins.to_string(),
            what: Message::new("home-sign-ins").with("count", sign_ins),
            detail: (failed > 0).then(|| Message::new("home-sign-ins-failed").with("count", failed)),
            urgent: failed > 0,
            href: format!("/c/{county}/sign-ins"),
            button: "home-looks-button",
        });
    }
    Ok(todos)
}

fn household_place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id("household")) else { return Ok(None) };
    place_of_household(tx, county, id)
}

fn place_of_household(tx: &mut Tx<'_>, county: County, id: Id) -> Result<Option<Target>, DatabaseError> {
    Ok(household::find(tx, county, id.of())?.map(|household| Target::division(household.village)))
}

fn household_page(_: &mut Tx<'_>, county: County, id: Id) -> Result<Option<String>, DatabaseError> {
    Ok(Some(format!("/c/{county}/households/{id}")))
}

/// The record of an end lies where its household does, and is read on its page.
fn place_of_end(tx: &mut Tx<'_>, county: County, id: Id) -> Result<Option<Target>, DatabaseError> {
    match household::ending::find(tx, county, id.of())? {
        Some(ending) => place_of_household(tx, county, ending.household.any()),
        None => Ok(None),
    }
}

fn end_page(tx: &mut Tx<'_>, county: County, id: Id) -> Result<Option<String>, DatabaseError> {
    Ok(household::ending::find(tx, county, id.of())?.map(|ending| format!("/c/{county}/households/{}", ending.household)))
}

fn households_of(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&SEE_HOUSEHOLDS))?;
    Some(format!("/c/{}/households", grant.county))
}

fn oversight_of(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&SEE_ACCESS_LOG))?;
    Some(format!("/c/{}/oversight", grant.county))
}

/// Whoever may see households finds one first.
fn lead(_: &mut Tx<'_>, visitor: &Visitor, _: BusinessDate) -> Result<Option<HomeLead>, DatabaseError> {
    let search = households_of(&visitor.grants).map(|action| HomeSearch {
        action,
        label: "households-search",
        hint: "households-search-hint",
        button: "households-search-button",
    });
    Ok(search.map(|search| HomeLead { search: Some(search), ..HomeLead::default() }))
}

fn checklist(tx: &mut Tx<'_>, county: County) -> Result<Vec<ChecklistStep>, DatabaseError> {
    let done = !household::villages_with_counts(tx, county)?.is_empty();
    let href = format!("/c/{county}/households/new");
    Ok(vec![ChecklistStep { text: "checklist-households", done, href, permission: ENTER_HOUSEHOLDS }])
}
