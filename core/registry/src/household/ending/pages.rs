//! The page on which a household ends: what happened, what will come of it, confirm; and the way back when it was a mistake.

use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Target, Visitor};

use super::form::{Read, back_refused, ending_words, read, refuse, relations};
use super::{By, EndRefused, end, foretell, take_back};
use super::{Ending, Reason, store};
use crate::area::END_HOUSEHOLDS;
use crate::household::{self, Household, Member, RELATIONS};

pub(crate) fn routes(routes: Routes) -> Routes {
    let needs = RouteAccess::Needs(END_HOUSEHOLDS, "household");
    routes.get("/c/{county}/households/{household}/end", needs, show).post("/c/{county}/households/{household}/end", needs, send).post(
        "/c/{county}/households/{household}/back",
        needs,
        back,
    )
}

/// Households offered when several are called as typed.
const OFFERED: usize = 20;

/// Households looked through for them.
const LOOKED_AT: usize = 400;

#[derive(Template)]
#[template(path = "household_end.html")]
struct EndPage {
    frame: Frame,
    form: Form,
    county: County,
    household: Household,
    reasons: Vec<Choice>,
    /// Households of the name that was typed, to choose from.
    found: Vec<Choice>,
    /// What will happen; then only the confirmation is left.
    foretold: Vec<String>,
    /// Who goes over, to be said what they are to the other head.
    members: Vec<Member>,
    relations: Vec<Choice>,
    /// It has ended already: when and why; what is left is the way back.
    ended: Option<String>,
}

impl EndPage {
    fn reason_key(&self) -> String {
        format!("end-reason-{}", self.form.value("reason"))
    }

    fn is_merge(&self) -> bool {
        self.form.value("reason") == Reason::Merged.to_string()
    }
}

struct Facts {
    household: Household,
    members: Vec<Member>,
    latest: Option<Ending>,
}

async fn facts(visitor: &Visitor, county: County, id: Id<Household>) -> Result<Facts, PageError> {
    let read = move |tx: &mut Tx<'_>| {
        let Some(household) = household::find(tx, county, id)? else { return Ok::<_, DatabaseError>(None) };
        let mut members = household::members(tx, county, id)?;
        members.retain(|member| member.until.is_none());
        Ok(Some(Facts { household, members, latest: store::latest(tx, county, id)? }))
    };
    visitor.site().db.read(read).await?.ok_or(PageError::NotFound)
}

fn end_page(visitor: &Visitor, facts: Facts, form: Form) -> EndPage {
    let frame = visitor.frame();
    let said = |relation: &&str| Choice::new(relation, frame.say(&format!("relation-{relation}")));
    let ended = facts.latest.as_ref().and_then(|ending| ending_words(&frame, &facts.household, ending));
    EndPage {
        reasons: Reason::ENDS.iter().map(|reason| Choice::new(reason, frame.say(&format!("end-reason-{reason}")))).collect(),
        relations: RELATIONS.iter().skip(1).rev().map(said).collect(),
        found: Vec::new(),
        foretold: Vec::new(),
        county: facts.household.county,
        household: facts.household,
        members: facts.members,
        ended,
        frame,
        form,
    }
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>) -> PageResult {
    let form = Form::filled(&[("id", Id::<Ending>::fresh().to_string()), ("from", visitor.site().today().to_string())]);
    page(&end_page(&visitor, facts(&visitor, county, id).await?, form))
}

fn by(visitor: &Visitor) -> By {
    By { login: visitor.login.clone(), today: visitor.site().today(), at: visitor.site().now() }
}

/// Whom a household can be merged into: the one chosen, or those called as typed; only where the visitor may keep households.
async fn successors(visitor: &Visitor, county: County, read: &Read) -> Result<Vec<Household>, PageError> {
    if read.reason != Reason::Merged {
        return Ok(Vec::new());
    }
    let (within, chosen, typed) = (visitor.divisions(END_HOUSEHOLDS, county), read.successor, read.other.clone());
    let mut found = visitor
        .site()
        .db
        .read(move |tx| match chosen {
            Some(id) => Ok::<_, DatabaseError>(household::find(tx, county, id)?.into_iter().collect::<Vec<_>>()),
            None => household::search(tx, county, &typed, &within, LOOKED_AT),
        })
        .await?;
    found.retain(|one| one.id != read.household && one.until.is_none());
    found.retain(|one| visitor.may(END_HOUSEHOLDS, &Target::division(&one.village)));
    Ok(found)
}

async fn send(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let facts = facts(&visitor, county, id).await?;
    if form.value("go") == "change" {
        return page(&end_page(&visitor, facts, form));
    }
    let Some(asked) = read(&mut form, id) else { return form_again(&end_page(&visitor, facts, form)) };
    let mut found = successors(&visitor, county, &asked).await?;
    // Neighbours first.
    found.sort_by_key(|one| (one.village != facts.household.village, one.village_group != facts.household.village_group));
    found.truncate(OFFERED);
    if asked.reason == Reason::Merged && found.len() != 1 {
        return choose_again(&visitor, facts, form, &asked, found);
    }
    let successor = found.first().map(|one| one.id);
    form.set("successor", successor.map(|id| id.to_string()).unwrap_or_default());
    let Read { id: ending, reason, from, note, .. } = asked;
    let ending = Ending { county, id: ending, household: id, reason, from, successor, note };
    let (by, hooks) = (by(&visitor), visitor.guest.contract.households.clone());
    if form.value("go") != "confirm" {
        let told = visitor.site().db.read(move |tx| foretell(tx, &ending, &by, &hooks)).await;
        return foretold(&visitor, facts, form, told);
    }
    let relations = relations(&form, &facts.members);
    match visitor.site().db.write(move |tx| end(tx, &ending, &relations, &by, &hooks)).await {
        Ok(()) => done(&format!("/c/{county}/households/{id}"), "household-ended"),
        Err(refused) => {
            refuse(&mut form, refused)?;
            form_again(&end_page(&visitor, facts, form))
        }
    }
}

/// Nobody is called so, or several are.
fn choose_again(visitor: &Visitor, facts: Facts, mut form: Form, asked: &Read, found: Vec<Household>) -> PageResult {
    if found.is_empty() {
        form.refuse("other", Message::new("end-refused-none-found").with("typed", &asked.other));
        return form_again(&end_page(visitor, facts, form));
    }
    let (frame, on): (Frame, BusinessDate) = (visitor.frame(), visitor.site().today());
    let label = |one: &Household| {
        let head = frame.say1("household-head", "name", &one.head_name);
        format!("{head} · {} · {}", household::pages::short_place(&frame, one, on), one.code)
    };
    let found: Vec<Choice> = found.iter().map(|one| Choice::new(one.id, label(one))).collect();
    form.refuse("successor", Message::new("end-refused-several"));
    form_again(&EndPage { found, ..end_page(visitor, facts, form) })
}

fn foretold(visitor: &Visitor, facts: Facts, mut form: Form, told: Result<Vec<Message>, EndRefused>) -> PageResult {
    match told {
        Ok(told) => {
            let frame = visitor.frame();
            let foretold = told.iter().map(|message| frame.message(message)).collect();
            page(&EndPage { foretold, ..end_page(visitor, facts, form) })
        }
        Err(refused) => {
            refuse(&mut form, refused)?;
            form_again(&end_page(visitor, facts, form))
        }
    }
}

/// Where the household lies that this one was merged into, if it was.
fn joined_village(tx: &mut Tx<'_>, county: County, id: Id<Household>) -> Result<Option<String>, DatabaseError> {
    let Some(successor) = store::latest(tx, county, id)?.and_then(|latest| latest.successor) else { return Ok(None) };
    Ok(household::find(tx, county, successor)?.map(|household| household.village))
}

async fn back(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (ending, reason) = (form.id("id"), form.text("why", 200));
    let joined = visitor.site().db.read(move |tx| joined_village(tx, county, id)).await?;
    // Points come back out of the other household: whoever takes it back has to be in charge there too.
    let outside = joined.is_some_and(|place| !visitor.may(END_HOUSEHOLDS, &Target::division(&place)));
    if outside {
        form.refuse_all(Message::new("end-back-elsewhere"));
    }
    if let (Some(ending), Some(reason), false) = (ending, reason, outside) {
        let (by, hooks) = (by(&visitor), visitor.guest.contract.households.clone());
        match visitor.site().db.write(move |tx| take_back(tx, (county, ending, id), &reason, &by, &hooks)).await {
            Ok(()) => return done(&format!("/c/{county}/households/{id}"), "household-back"),
            Err(refused) => form.refuse_all(back_refused(refused)?),
        }
    }
    form_again(&end_page(&visitor, facts(&visitor, county, id).await?, form))
}
