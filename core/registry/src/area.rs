//! What the registry brings: household pages, their permissions and the scope of one household.

use basics::{BusinessDate, County};
use database::{DatabaseError, Tx};
use pages::TextSource;
use people::{Area, ChecklistStep, Grant, HomeLead, HomeSearch, NavEntry, PathParams, Permission, Routes, Scope, Target, Visitor};

use crate::household;

/// Look households up; numbers stay masked.
pub const SEE_HOUSEHOLDS: Permission = Permission::general("see-households");
/// Enter households and their members.
pub const ENTER_HOUSEHOLDS: Permission = Permission::general("enter-households");

/// The area of the registry.
pub fn area() -> Area {
    Area {
        schemas: vec![crate::schema()],
        statements: crate::STATEMENTS.to_vec(),
        texts: vec![TextSource { zh_hans: include_str!("../texts/zh-Hans.ftl"), en: include_str!("../texts/en.ftl") }],
        routes: household::routes(Routes::default()),
        allows: &[
            ("village_clerk", &[SEE_HOUSEHOLDS, ENTER_HOUSEHOLDS]),
            ("village_supervisor", &[SEE_HOUSEHOLDS]),
            ("township_reviewer", &[SEE_HOUSEHOLDS, ENTER_HOUSEHOLDS]),
            ("county_officer", &[SEE_HOUSEHOLDS, ENTER_HOUSEHOLDS]),
            ("auditor", &[SEE_HOUSEHOLDS]),
        ],
        scopes: &[Scope { name: "household", find: household_place }],
        nav: &[NavEntry { text: "nav-households", permission: SEE_HOUSEHOLDS, href: households_of }],
        checklist: Some(checklist),
        lead: Some(lead),
        ..Area::named("registry")
    }
}

fn household_place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id("household")) else { return Ok(None) };
    Ok(household::find(tx, county, id)?.map(|household| Target::division(household.village)))
}

fn households_of(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&SEE_HOUSEHOLDS))?;
    Some(format!("/c/{}/households", grant.county))
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
