//! Who has no say over a household: the logins that live in it or are relatives, declared here and checked by the program.

use askama::Template;
use axum::extract::Path;
use basics::{County, Id, Subject};
use database::{Change, DatabaseError, Tx};
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::login::{self, Login};
use people::{MANAGE_LOGINS, Relative, RouteAccess, Routes, Visitor};
use serde_json::json;

use super::member_pages::still_there;
use super::{Household, Person, store};

pub(crate) fn routes(routes: Routes) -> Routes {
    let needs = RouteAccess::Needs(MANAGE_LOGINS, "household");
    routes
        .get("/c/{county}/households/{household}/relatives", needs, show)
        .post("/c/{county}/households/{household}/relatives", needs, declare)
        .post("/c/{county}/households/{household}/relatives/end", needs, end)
}

/// A login without a say, with what it is to the household.
struct ConcernedRow {
    login: String,
    name: String,
    what: String,
    /// Declared by somebody, so that it can come to an end; whoever lives there has no say as long as they do.
    declared: bool,
}

#[derive(Template)]
#[template(path = "relatives.html")]
struct RelativesPage {
    frame: Frame,
    form: Form,
    county: County,
    household: Household,
    concerned: Vec<ConcernedRow>,
    choices: Vec<Choice>,
}

async fn relatives_page(visitor: &Visitor, county: County, id: Id<Household>, form: Form) -> Result<RelativesPage, PageError> {
    let on = visitor.site().today();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(household) = store::find(tx, county, id)? else { return Ok::<_, DatabaseError>(None) };
            let mut concerned = Vec::new();
            for login in login::of_book(tx, county)? {
                if store::concerned(tx, &login, county, id, on)? {
                    let own = match login.person {
                        Some(person) => store::of_person(tx, county, person)?.contains(&id),
                        None => false,
                    };
                    concerned.push((login.name, login.display_name, own));
                }
            }
            Ok(Some((household, store::members(tx, county, id)?, concerned)))
        })
        .await?;
    let (household, members, concerned) = found.ok_or(PageError::NotFound)?;
    let frame = visitor.frame();
    let row = |(login, name, own): (String, String, bool)| ConcernedRow {
        login,
        name,
        what: frame.say(if own { "relative-member" } else { "relative-kin" }),
        declared: !own,
    };
    let concerned = concerned.into_iter().map(row).collect();
    let mut choices = vec![Choice::new("kin", frame.say("relative-kin"))];
    let present = members.into_iter().filter(|member| member.until.is_none());
    choices.extend(present.map(|member| Choice::new(member.person.id, frame.say1("relative-is", "name", member.person.name))));
    Ok(RelativesPage { frame, form, county, household, concerned, choices })
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>) -> PageResult {
    still_there(&visitor, county, id).await?;
    page(&relatives_page(&visitor, county, id, Form::default()).await?)
}

async fn declare(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    still_there(&visitor, county, id).await?;
    if let (Some(name), Some(what)) = (form.text("login", 32), form.text("what", 40)) {
        let (by, on, now, entry) = (visitor.actor(), visitor.site().today(), visitor.site().now(), Id::<Relative>::fresh());
        let declared = visitor
            .site()
            .db
            .write(move |tx| {
                let Some((login, _)) = login::by_name(tx, &name.to_lowercase())?.filter(|(login, _)| login.home == county) else {
                    return Ok(false);
                };
                let told = match what.as_str() {
                    "kin" => Some(kin(tx, county, &login, (entry, id), on)?),
                    person => lives_there(tx, county, &login, id, person)?,
                };
                let Some(told) = told else { return Ok(false) };
                let after = Some(json!({ "login": login.name, "what": told }));
                let subject = Subject::new(county, "household", id);
                tx.changed(Change { subject, actor: Some(by), verb: "relative-declared", at: now, before: None, after })?;
                Ok::<_, DatabaseError>(true)
            })
            .await?;
        if declared {
            return done(&format!("/c/{county}/households/{id}/relatives"), "relative-declared");
        }
        form.refuse("login", Message::new("relative-unknown"));
    }
    form_again(&relatives_page(&visitor, county, id, form).await?)
}

async fn end(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    if let (Some(name), Some(reason)) = (form.text("ended", 32), form.text("reason", 100)) {
        let (by, on, now) = (visitor.actor(), visitor.site().today(), visitor.site().now());
        let own = name.to_lowercase() == visitor.login.name;
        let ended = visitor
            .site()
            .db
            .write(move |tx| {
                let found = login::by_name(tx, &name.to_lowercase())?.filter(|(login, _)| login.home == county && !own);
                let Some((login, person)) = found.and_then(|(login, _)| login.person.map(|person| (login, person))) else {
                    return Ok(false);
                };
                if !people::end_relative(tx, county, person, id.any(), on)? {
                    return Ok(false);
                }
                let after = Some(json!({ "login": login.name, "reason": reason }));
                let subject = Subject::new(county, "household", id);
                tx.changed(Change { subject, actor: Some(by), verb: "relative-ended", at: now, before: None, after })?;
                Ok::<_, DatabaseError>(true)
            })
            .await?;
        if ended {
            return done(&format!("/c/{county}/households/{id}/relatives"), "relative-ended");
        }
        // Nobody gives themselves a say over a relative's household.
        form.refuse_all(Message::new(if own { "relative-own" } else { "relative-not-declared" }));
    }
    form_again(&relatives_page(&visitor, county, id, form).await?)
}

/// Somebody who lives elsewhere or is not in the register is a person of the login's own id.
fn kin(
    tx: &mut Tx<'_>,
    county: County,
    login: &Login,
    (entry, household): (Id<Relative>, Id<Household>),
    on: basics::BusinessDate,
) -> Result<String, DatabaseError> {
    let person = login.person.unwrap_or(login.id.any());
    if login.person.is_none() {
        login::set_person(tx, login.id, person)?;
    }
    people::set_relative(tx, county, &Relative { id: entry, person, household: household.any(), from: on, until: None })?;
    Ok("kin".to_owned())
}

/// The name of the member the login is, if there is such a member.
fn lives_there(
    tx: &mut Tx<'_>,
    county: County,
    login: &Login,
    household: Id<Household>,
    person: &str,
) -> Result<Option<String>, DatabaseError> {
    let members = store::members(tx, county, household)?;
    let Some(member) = members.iter().find(|member| member.person.id.to_string() == person) else { return Ok(None) };
    let person: Id<Person> = member.person.id;
    login::set_person(tx, login.id, person.any())?;
    Ok(Some(member.person.name.clone()))
}
