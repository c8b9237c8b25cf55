//! Members who come later, and members who leave.

use askama::Template;
use axum::extract::Path;
use basics::{County, Id};
use database::DatabaseError;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};

use super::form::{Asked, read_member};
use super::store::{self, AddRefused};
use super::{Household, Member, Person, RELATIONS};
use crate::area::ENTER_HOUSEHOLDS;
use crate::masking;

pub(crate) fn routes(routes: Routes) -> Routes {
    let needs = RouteAccess::Needs(ENTER_HOUSEHOLDS, "household");
    routes
        .get("/c/{county}/households/{household}/members", needs, show)
        .post("/c/{county}/households/{household}/members", needs, join)
        .post("/c/{county}/households/{household}/members/{person}/leave", needs, leave)
}

#[derive(Template)]
#[template(path = "members.html")]
struct MembersPage {
    frame: Frame,
    form: Form,
    county: County,
    household: Household,
    members: Vec<(Id<Person>, String, String, bool)>,
    relations: Vec<Choice>,
}

async fn members_page(visitor: &Visitor, county: County, id: Id<Household>, form: Form) -> Result<MembersPage, PageError> {
    let found =
        visitor.site().db.read(move |tx| Ok::<_, DatabaseError>((store::find(tx, county, id)?, store::members(tx, county, id)?))).await?;
    let household = found.0.ok_or(PageError::NotFound)?;
    let frame = visitor.frame();
    let row = |member: Member| {
        let relation = frame.say(&format!("relation-{}", member.relation));
        (member.person.id, member.person.name, relation, member.relation != "head")
    };
    let members = found.1.into_iter().filter(|member| member.until.is_none()).map(row).collect();
    let relations = RELATIONS.iter().skip(1).map(|relation| Choice::new(relation, frame.say(&format!("relation-{relation}")))).collect();
    Ok(MembersPage { frame, form, county, household, members, relations })
}

fn fresh() -> Form {
    Form::filled(&[("id", Id::<Person>::fresh().to_string())])
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>) -> PageResult {
    still_there(&visitor, county, id).await?;
    page(&members_page(&visitor, county, id, fresh()).await?)
}

/// Nobody joins or leaves a household that moved away or was merged.
pub(super) async fn still_there(visitor: &Visitor, county: County, id: Id<Household>) -> Result<(), PageError> {
    let household = visitor.site().db.read(move |tx| store::find(tx, county, id)).await?.ok_or(PageError::NotFound)?;
    match household.until {
        Some(_) => Err(PageError::Refused(Message::new("household-gone-refused"))),
        None => Ok(()),
    }
}

async fn join(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let asked = Asked { county, today: visitor.site().today(), allow_demo: visitor.site().options.demo, villages: Vec::new() };
    let Some((member, since)) = read_member(&mut form, &asked) else { return form_again(&members_page(&visitor, county, id, form).await?) };
    still_there(&visitor, county, id).await?;
    let (by, now) = (visitor.actor(), visitor.site().now());
    match visitor.site().db.write(move |tx| store::add_member(tx, county, id, (&member, since), by, now)).await {
        Ok(()) => return done(&format!("/c/{county}/households/{id}/members"), "member-joined"),
        Err(AddRefused::Database(error)) => return Err(error.into()),
        Err(AddRefused::CodeTaken) => return Err(PageError::NotFound),
        Err(AddRefused::IdNumberTaken { name, code, .. }) => {
            form.refuse("number.1", Message::new("id-number-taken").with("name", masking::name(&name)).with("code", code));
        }
    }
    form_again(&members_page(&visitor, county, id, form).await?)
}

async fn leave(visitor: Visitor, Path((county, id, person)): Path<(County, Id<Household>, Id<Person>)>) -> PageResult {
    still_there(&visitor, county, id).await?;
    let (by, today, now) = (visitor.actor(), visitor.site().today(), visitor.site().now());
    let left = visitor.site().db.write(move |tx| store::end_member(tx, county, id, (person, today), by, now)).await?;
    if left { done(&format!("/c/{county}/households/{id}/members"), "member-left") } else { Err(PageError::NotFound) }
}
