//! What trust brings: public notices, objections and their answers, for every list type the areas hand over.

use std::sync::Arc;

use axum::Extension;
use basics::{County, Id};
use database::{DatabaseError, Tx};
use pages::TextSource;
use people::{Area, Grant, NavEntry, PathParams, Permission, Routes, Scope, SubjectKind, Target, Visitor};
use registry::household;

use crate::list_type::ListType;
use crate::roster::Actor;
use crate::{notice, objection, roster};

/// See rosters, notices in full and what became of them.
pub const SEE_ROSTERS: Permission = Permission::general("see-rosters");
/// Enter an objection for a villager from paper, phone or word of mouth.
pub const ENTER_OBJECTIONS: Permission = Permission::general("enter-objections");
/// Answer objections and complaints; see who made them.
pub const ANSWER_OBJECTIONS: Permission = Permission::general("answer-objections");

/// The list types of all areas.
#[derive(Clone, Debug)]
pub struct ListTypes(pub Vec<ListType>);

impl ListTypes {
    /// The type of this name.
    pub fn find(&self, name: &str) -> Result<&ListType, DatabaseError> {
        let found = self.0.iter().find(|list_type| list_type.name == name);
        found.ok_or_else(|| DatabaseError::Broken(format!("no list type is called {name}")))
    }
}

/// The area of trust over the areas' list types.
pub fn area(list_types: Vec<ListType>) -> Area {
    let routes = objection::pages::routes(notice::pages::routes(notice::public_routes(Routes::default())));
    let router = routes.router.layer(Extension(Arc::new(ListTypes(list_types))));
    Area {
        schemas: vec![crate::schema()],
        statements: crate::STATEMENTS.to_vec(),
        texts: vec![TextSource { zh_hans: include_str!("../texts/zh-Hans.ftl"), en: include_str!("../texts/en.ftl") }],
        routes: Routes { router, infos: routes.infos },
        allows: &[
            ("group_liaison", &[SEE_ROSTERS, ENTER_OBJECTIONS]),
            ("village_clerk", &[SEE_ROSTERS, ENTER_OBJECTIONS, ANSWER_OBJECTIONS]),
            ("village_supervisor", &[SEE_ROSTERS, ENTER_OBJECTIONS, ANSWER_OBJECTIONS]),
            ("township_reviewer", &[SEE_ROSTERS, ENTER_OBJECTIONS, ANSWER_OBJECTIONS]),
            ("county_officer", &[SEE_ROSTERS]),
            ("auditor", &[SEE_ROSTERS]),
        ],
        scopes: &[
            Scope { name: "roster", find: roster_place },
            Scope { name: "notice", find: notice_place },
            Scope { name: "objection", find: objection_place },
        ],
        nav: &[NavEntry { text: "nav-notices", permission: SEE_ROSTERS, href: notices_page }],
        subjects: SUBJECTS,
        periods: Some(notice::next_after),
        settings: &[notice::MASKED_ON_THE_WEB, notice::FULL_ON_THE_BOARD, objection::DAYS_TO_REPLY, objection::COMPLAINT_DAYS],
        ..Area::named("trust")
    }
}

/// Records with a history of their own.
const SUBJECTS: &[SubjectKind] = &[
    SubjectKind { kind: "roster", title: "subject-roster", permission: SEE_ROSTERS, place: of_roster, href: roster_page },
    SubjectKind { kind: "objection", title: "subject-objection", permission: ANSWER_OBJECTIONS, place: of_objection, href: objection_page },
];

fn of_roster(tx: &mut Tx<'_>, county: County, id: Id) -> Result<Option<Target>, DatabaseError> {
    Ok(roster::find(tx, county, id.of())?.map(|roster| Target::division(roster.place)))
}

fn roster_page(_: &mut Tx<'_>, county: County, id: Id) -> Result<Option<String>, DatabaseError> {
    Ok(Some(format!("/c/{county}/appraisals/{id}")))
}

fn of_objection(tx: &mut Tx<'_>, county: County, id: Id) -> Result<Option<Target>, DatabaseError> {
    let Some(objection) = objection::find(tx, county, id.of())? else { return Ok(None) };
    Ok(roster::find(tx, county, objection.roster)?.map(|roster| Target::division(roster.place)))
}

fn objection_page(_: &mut Tx<'_>, county: County, id: Id) -> Result<Option<String>, DatabaseError> {
    Ok(Some(format!("/c/{county}/objections/{id}")))
}

/// The visitor as one who acts, with the parties they step aside for.
pub fn actor(tx: &mut Tx<'_>, visitor: &Visitor, county: County, at: basics::Moment) -> Result<Actor, DatabaseError> {
    let on = visitor.site().today();
    let concerned = household::concerns(tx, &visitor.login, county, on)?;
    Ok(Actor { login: visitor.actor(), concerned, on, at })
}

fn roster_place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id("roster")) else { return Ok(None) };
    Ok(roster::find(tx, county, id)?.map(|roster| Target::division(roster.place)))
}

fn notice_place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id("notice")) else { return Ok(None) };
    let Some(notice) = notice::find(tx, county, id)? else { return Ok(None) };
    Ok(roster::find(tx, county, notice.roster)?.map(|roster| Target::division(roster.place)))
}

fn objection_place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id("objection")) else { return Ok(None) };
    let Some(objection) = objection::find(tx, county, id)? else { return Ok(None) };
    Ok(roster::find(tx, county, objection.roster)?.map(|roster| Target::division(roster.place)))
}

/// The notices of the book.
fn notices_page(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&SEE_ROSTERS))?;
    Some(format!("/c/{}/notices", grant.county))
}
