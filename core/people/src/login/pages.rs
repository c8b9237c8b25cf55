//! Managing sign-ins within one's own subtree: make, give and end roles, lift a wait, set a new password, shut off.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id, Subject};
use database::{Change, DatabaseError, Tx};
use divisions::{Divisions, is_within};
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use serde_json::json;

use super::{Login, NewGrant, NewLogin, RoleRefused, THREE_PEOPLE, clean_name, may_give, store, suits};
use crate::contract::Contract;
use crate::crypto::{hash_in_turn, random_word};
use crate::deputy::noted_end;
use crate::grant::{self, Deputy, Grant, GrantRow, Place, Target};
use crate::history::pages::{PageQuery, history_page};
use crate::role::{MANAGE_LOGINS, Permission, PlaceKind, Role};
use crate::routes::{RouteAccess, Routes};
use crate::visitor::Visitor;
use crate::{session, throttle};

pub(crate) fn routes(routes: Routes) -> Routes {
    let needs = RouteAccess::Needs(MANAGE_LOGINS, "county-part");
    routes
        .get("/c/{county}/logins", needs, list)
        .get("/c/{county}/logins/new", needs, new)
        .post("/c/{county}/logins", needs, create)
        .get("/c/{county}/logins/{login}", RouteAccess::Needs(MANAGE_LOGINS, "login"), show)
        .get("/c/{county}/logins/{login}/history", RouteAccess::Needs(MANAGE_LOGINS, "login"), history)
        .post("/c/{county}/logins/{login}/grants", RouteAccess::Needs(MANAGE_LOGINS, "login"), give)
        .post("/c/{county}/logins/{login}/grants/{grant}/end", RouteAccess::Needs(MANAGE_LOGINS, "login"), end_grant)
        .post("/c/{county}/logins/{login}/lift", RouteAccess::Needs(MANAGE_LOGINS, "login"), lift)
        .post("/c/{county}/logins/{login}/password", RouteAccess::Needs(MANAGE_LOGINS, "login"), new_password)
        .post("/c/{county}/logins/{login}/disable", RouteAccess::Needs(MANAGE_LOGINS, "login"), disable)
}

/// `超市管理员 · 翠屏村爱心公益超市`.
pub(crate) fn grant_words(frame: &Frame, grant: &Grant, on: BusinessDate) -> String {
    let place = match &grant.place {
        Place::Everywhere => String::new(),
        Place::Division(code) => division_name(code, on),
        Place::Kept { label, .. } => label.clone(),
    };
    [frame.say(&role_key(&grant.role)), place].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn role_key(role: &str) -> String {
    format!("role-{}", role.replace('_', "-"))
}

fn division_name(code: &str, on: BusinessDate) -> String {
    Divisions::built_in().full_name(code, on.date()).unwrap_or_else(|| code.to_owned())
}

struct LoginRow {
    id: Id<Login>,
    name: String,
    display_name: String,
    roles: Vec<String>,
    disabled: bool,
    waiting: bool,
}

#[derive(Template)]
#[template(path = "logins.html")]
struct ListPage {
    frame: Frame,
    county: County,
    county_name: String,
    rows: Vec<LoginRow>,
}

async fn list(visitor: Visitor, Path(county): Path<County>) -> PageResult {
    let (asker, contract, on, now) =
        (visitor.clone(), visitor.guest.contract.clone(), visitor.site().today(), visitor.site().machine_now());
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let mut found = Vec::new();
            for login in store::of_book(tx, county)? {
                let managed_by = grant::grants_managed_by(tx, &contract, login.id, on)?;
                if is_managed_by(&asker, county, &managed_by) {
                    let grants = grant::grants_in_force(tx, &contract, login.id, on)?;
                    let waiting = throttle::is_waiting(tx, &login.name, now)?;
                    found.push((login, grants, waiting));
                }
            }
            Ok::<_, DatabaseError>(found)
        })
        .await?;
    let frame = visitor.frame();
    let rows = found.into_iter().map(|(login, grants, waiting)| LoginRow {
        id: login.id,
        roles: grants.iter().map(|grant| grant_words(&frame, grant, on)).collect(),
        name: login.name,
        display_name: login.display_name,
        disabled: login.disabled_at.is_some(),
        waiting,
    });
    let rows = rows.collect();
    page(&ListPage { frame, county, county_name: division_name(&county.to_string(), on), rows })
}

/// Whether all roles of a login lie within what the visitor manages; one that never had a role belongs to whoever manages the book.
fn is_managed_by(visitor: &Visitor, county: County, grants: &[Grant]) -> bool {
    reaches_all(visitor, MANAGE_LOGINS, county, grants)
}

/// The same for another permission.
pub(crate) fn reaches_all(visitor: &Visitor, permission: Permission, county: County, grants: &[Grant]) -> bool {
    let reached = |target: &Target| visitor.may(permission, target);
    if grants.is_empty() {
        return reached(&Target::division(county.to_string()));
    }
    grants.iter().all(|grant| match &grant.place {
        Place::Everywhere => visitor.grants.iter().any(|own| own.place == Place::Everywhere),
        Place::Division(code) => reached(&Target::division(code)),
        Place::Kept { divisions, .. } => reached(&Target { divisions: divisions.clone(), kept: None }),
    })
}

#[derive(Template)]
#[template(path = "login_new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    county: County,
    roles: Vec<Choice>,
    places: Vec<Choice>,
}

/// Somewhere a role can be given: value in the form, label, and what it stands for.
struct PlaceChoice {
    value: String,
    label: String,
    division: String,
    kind: &'static str,
    id: Option<Id>,
    target: Target,
}

/// All places of a book that the visitor manages.
fn places(tx: &mut Tx<'_>, visitor: &Visitor, county: County, on: BusinessDate) -> Result<Vec<PlaceChoice>, DatabaseError> {
    let divisions = Divisions::built_in();
    let code = county.to_string();
    let mut places: Vec<PlaceChoice> = divisions
        .valid_on(on.date())
        .filter(|division| is_within(&division.code, &code))
        .map(|division| PlaceChoice {
            value: format!("division:{}", division.code),
            label: division_name(&division.code, on),
            division: division.code.clone(),
            kind: "",
            id: None,
            target: Target::division(&division.code),
        })
        .collect();
    for role in &visitor.guest.contract.roles {
        let PlaceKind::Kept(kind) = role.place else { continue };
        let Some(list) = visitor.guest.contract.place_list(kind) else { continue };
        if places.iter().any(|place| place.kind == kind) {
            continue;
        }
        for option in (list.list)(tx, county, on)? {
            places.push(PlaceChoice {
                value: format!("{kind}:{}", option.id),
                label: option.label,
                division: String::new(),
                kind,
                id: Some(option.id),
                target: Target { divisions: option.divisions, kept: None },
            });
        }
    }
    places.retain(|place| visitor.may(MANAGE_LOGINS, &place.target));
    // What areas keep comes first: most logins are for a shop.
    places.sort_by_key(|place| (place.kind.is_empty(), place.division.len()));
    Ok(places)
}

fn role_choices(frame: &Frame, visitor: &Visitor, places: &[PlaceChoice]) -> Vec<Choice> {
    let contract = &visitor.guest.contract;
    // Only what can be given somewhere: a township does not see the county's roles.
    let can = |role: &&Role| {
        places.iter().any(|place| suits(role, &place.division, place.kind) && may_give(visitor, contract, role, &place.target))
    };
    let roles = contract.roles.iter().filter(|role| role.place != PlaceKind::Everywhere).filter(can);
    roles.map(|role| Choice::new(role.name, frame.say(&role_key(role.name)))).collect()
}

/// Roles and places to choose from.
async fn choices(visitor: &Visitor, frame: &Frame, county: County) -> Result<(Vec<Choice>, Vec<Choice>), PageError> {
    let (asker, on) = (visitor.clone(), visitor.site().today());
    let places = visitor.site().db.read(move |tx| places(tx, &asker, county, on)).await?;
    let roles = role_choices(frame, visitor, &places);
    Ok((roles, places.into_iter().map(|place| Choice::new(place.value, place.label)).collect()))
}

async fn new_page(visitor: &Visitor, county: County, form: Form) -> Result<NewPage, PageError> {
    let frame = visitor.frame();
    let (roles, places) = choices(visitor, &frame, county).await?;
    Ok(NewPage { roles, places, frame, form, county })
}

async fn new(visitor: Visitor, Path(county): Path<County>) -> PageResult {
    page(&new_page(&visitor, county, Form::default()).await?)
}

#[derive(Template)]
#[template(path = "login_made.html")]
struct MadePage {
    frame: Frame,
    county: County,
    id: Id<Login>,
    name: String,
    password: String,
}

/// A role wished for in a form.
#[derive(Clone)]
struct Wish {
    role: Role,
    place: String,
    until: Option<BusinessDate>,
}

fn wish(form: &mut Form, contract: &Contract, on: BusinessDate) -> Option<Wish> {
    let names: Vec<&str> = contract.roles.iter().map(|role| role.name).collect();
    let role = form.choice("role", &names).and_then(|name| contract.role(name).copied());
    let place = form.text("place", 80);
    let until = form.optional_date("until");
    if until.flatten().is_some_and(|until| until < on) {
        form.refuse("until", Message::new("login-until-past"));
        return None;
    }
    Some(Wish { role: role?, place: place?, until: until? })
}

/// Gives the wished role if the visitor may, or says why not.
fn give_wish(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    county: County,
    login: Id<Login>,
    wish: &Wish,
) -> Result<Result<(), RoleRefused>, DatabaseError> {
    let (on, now) = (visitor.site().today(), visitor.site().now());
    let places = places(tx, visitor, county, on)?;
    let Some(place) = places.into_iter().find(|place| place.value == wish.place) else { return Ok(Err(RoleRefused::Place)) };
    if !suits(&wish.role, &place.division, place.kind) || !may_give(visitor, &visitor.guest.contract, &wish.role, &place.target) {
        return Ok(Err(RoleRefused::Place));
    }
    if holds_another(tx, &visitor.guest.contract, (login, on), &wish.role, &place.target)? {
        return Ok(Err(RoleRefused::SamePerson));
    }
    let id = Id::derived(&[b"grant", login.as_bytes(), wish.role.name.as_bytes(), wish.place.as_bytes(), &now.0.to_be_bytes()]);
    let PlaceChoice { division, kind, id: kept, label, .. } = place;
    let told = if kind.is_empty() { wish.place.clone() } else { label };
    let grant =
        NewGrant { id, login, role: wish.role.name, county, division, kind, place: kept, until: wish.until, by: Some(visitor.actor()) };
    grant::give(tx, &grant, now)?;
    let after = Some(json!({ "role": wish.role.name, "place": told, "until": wish.until.map(|until| until.to_string()) }));
    let subject = Subject::new(county, "login", login);
    tx.changed(Change { subject, actor: Some(visitor.actor()), verb: "role-given", at: now, before: None, after })?;
    Ok(Ok(()))
}

/// Whether the role is one of the three and the login holds another of them where their places meet.
pub(crate) fn holds_another(
    tx: &mut Tx<'_>,
    contract: &Contract,
    (login, on): (Id<Login>, BusinessDate),
    role: &Role,
    target: &Target,
) -> Result<bool, DatabaseError> {
    if !THREE_PEOPLE.contains(&role.name) {
        return Ok(false);
    }
    let held = grant::grants_in_force(tx, contract, login, on)?;
    Ok(held.iter().any(|grant| {
        let meets = match &grant.place {
            Place::Everywhere => false,
            Place::Division(code) => target.divisions.iter().any(|division| is_within(division, code) || is_within(code, division)),
            Place::Kept { divisions, .. } => {
                target.divisions.iter().any(|division| divisions.iter().any(|served| is_within(served, division)))
            }
        };
        meets && grant.role != role.name && THREE_PEOPLE.contains(&grant.role.as_str())
    }))
}

fn refuse_role(form: &mut Form, refused: RoleRefused) {
    match refused {
        RoleRefused::Place => form.refuse("place", Message::new("login-place-refused")),
        RoleRefused::SamePerson => form.refuse("role", Message::new("login-three-people")),
    }
}

enum CreateRefused {
    NameTaken,
    Role(RoleRefused),
    Database(DatabaseError),
}

impl From<DatabaseError> for CreateRefused {
    fn from(error: DatabaseError) -> Self {
        CreateRefused::Database(error)
    }
}

async fn create(visitor: Visitor, Path(county): Path<County>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let name = form.text("name", 32).and_then(|typed| {
        let clean = clean_name(&typed);
        if clean.is_none() {
            form.refuse("name", Message::new("login-name-odd"));
        }
        clean
    });
    let (display_name, wish) = (form.text("display", 20), wish(&mut form, &visitor.guest.contract, visitor.site().today()));
    let (Some(name), Some(display_name), Some(wish)) = (name, display_name, wish) else {
        return form_again(&new_page(&visitor, county, form).await?);
    };
    let (password, id) = (random_word(10), Id::fresh());
    let password_hash = hash_in_turn(password.clone()).await;
    let new = NewLogin { id, name: name.clone(), display_name, password_hash, must_change: true, home: county, person: None };
    let (asker, now) = (visitor.clone(), visitor.site().now());
    let created = visitor
        .site()
        .db
        .write(move |tx| {
            if !store::create(tx, &new, Some(asker.actor()), now)? {
                return Err(CreateRefused::NameTaken);
            }
            give_wish(tx, &asker, county, new.id, &wish)?.map_err(CreateRefused::Role)
        })
        .await;
    match created {
        Ok(()) => return page(&MadePage { frame: visitor.frame(), county, id, name, password }),
        Err(CreateRefused::Database(error)) => return Err(error.into()),
        Err(CreateRefused::NameTaken) => form.refuse("name", Message::new("login-name-taken")),
        Err(CreateRefused::Role(refused)) => refuse_role(&mut form, refused),
    }
    form_again(&new_page(&visitor, county, form).await?)
}

struct GrantLine {
    id: Id<Grant>,
    /// Who is stood in for.
    deputy_for: Option<String>,
    words: String,
    until: Option<BusinessDate>,
    ended: bool,
}

#[derive(Template)]
#[template(path = "login_show.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    county: County,
    login: Login,
    grants: Vec<GrantLine>,
    deputies: Vec<Deputy>,
    roles: Vec<Choice>,
    places: Vec<Choice>,
    waiting: bool,
}

/// The login of the path with its grants, if the visitor manages all of them.
async fn managed(visitor: &Visitor, county: County, id: Id<Login>) -> Result<(Login, Vec<Grant>, Vec<GrantRow>), PageError> {
    let (contract, on) = (visitor.guest.contract.clone(), visitor.site().today());
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some((login, _)) = store::find(tx, id)? else { return Ok::<_, DatabaseError>(None) };
            let managed_by = grant::grants_managed_by(tx, &contract, id, on)?;
            Ok(Some((login, managed_by, grant::grants_in_force(tx, &contract, id, on)?, grant::grants_of(tx, id)?)))
        })
        .await?;
    let (login, managed_by, grants, rows) = found.ok_or(PageError::NotFound)?;
    let in_book = login.home == county || rows.iter().any(|row| row.county == county);
    if in_book && is_managed_by(visitor, county, &managed_by) { Ok((login, grants, rows)) } else { Err(PageError::NotFound) }
}

async fn show_page(visitor: &Visitor, county: County, id: Id<Login>, form: Form) -> Result<ShowPage, PageError> {
    let (login, grants, rows) = managed(visitor, county, id).await?;
    let (frame, on, now, name) = (visitor.frame(), visitor.site().today(), visitor.site().machine_now(), login.name.clone());
    let read = move |tx: &mut Tx<'_>| Ok::<_, DatabaseError>((throttle::is_waiting(tx, &name, now)?, grant::deputies_of(tx, id, on)?));
    let (waiting, deputies) = visitor.site().db.read(read).await?;
    let grants = rows
        .into_iter()
        .map(|row| {
            let in_force = grants.iter().find(|grant| grant.id == row.id);
            let words = in_force.map_or_else(|| frame.say(&role_key(&row.role)), |grant| grant_words(&frame, grant, on));
            GrantLine {
                id: row.id,
                deputy_for: row.deputy.map(|deputised| deputised.name),
                words,
                until: row.until,
                ended: in_force.is_none(),
            }
        })
        .collect();
    let (roles, places) = choices(visitor, &frame, county).await?;
    Ok(ShowPage { roles, places, frame, form, county, login, grants, deputies, waiting })
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Login>)>) -> PageResult {
    page(&show_page(&visitor, county, id, Form::default()).await?)
}

async fn history(visitor: Visitor, Path((county, id)): Path<(County, Id<Login>)>, Query(query): Query<PageQuery>) -> PageResult {
    let (login, ..) = managed(&visitor, county, id).await?;
    let own = format!("/c/{county}/logins/{id}");
    let (subject, path) = (Subject::new(county, "login", id), format!("{own}/history"));
    history_page(&visitor, subject, (login.display_name, Some(own), path), query.number()).await
}

async fn give(visitor: Visitor, Path((county, id)): Path<(County, Id<Login>)>, submitted: Submitted) -> PageResult {
    managed(&visitor, county, id).await?;
    let mut form = Form::from(submitted);
    if let Some(wish) = wish(&mut form, &visitor.guest.contract, visitor.site().today()) {
        let asker = visitor.clone();
        match visitor.site().db.write(move |tx| give_wish(tx, &asker, county, id, &wish)).await? {
            Ok(()) => return done(&format!("/c/{county}/logins/{id}"), "role-given"),
            Err(refused) => refuse_role(&mut form, refused),
        }
    }
    form_again(&show_page(&visitor, county, id, form).await?)
}

async fn end_grant(visitor: Visitor, Path((county, id, grant)): Path<(County, Id<Login>, Id<Grant>)>) -> PageResult {
    let (_, _, rows) = managed(&visitor, county, id).await?;
    let role = rows.iter().find(|row| row.id == grant).ok_or(PageError::NotFound)?.role.clone();
    let (change, by) = (changed(&visitor, county, id, "role-ended", json!({ "role": role })), visitor.login.id);
    visitor
        .site()
        .db
        .write(move |tx| {
            let deputy = grant::deputy(tx, grant)?;
            if grant::end(tx, grant, change.at)?
                && let Some(deputy) = deputy
            {
                return noted_end(tx, &deputy, by, change.at);
            }
            tx.changed(change.clone())
        })
        .await?;
    done(&format!("/c/{county}/logins/{id}"), "role-ended")
}

fn changed(visitor: &Visitor, county: County, id: Id<Login>, verb: &'static str, after: serde_json::Value) -> Change {
    let subject = Subject::new(county, "login", id);
    Change { subject, actor: Some(visitor.actor()), verb, at: visitor.site().now(), before: None, after: Some(after) }
}

async fn lift(visitor: Visitor, Path((county, id)): Path<(County, Id<Login>)>) -> PageResult {
    let (login, ..) = managed(&visitor, county, id).await?;
    visitor.site().db.write(move |tx| throttle::lift(tx, &login.name)).await?;
    done(&format!("/c/{county}/logins/{id}"), "wait-lifted")
}

async fn new_password(visitor: Visitor, Path((county, id)): Path<(County, Id<Login>)>) -> PageResult {
    let (login, ..) = managed(&visitor, county, id).await?;
    let password = random_word(10);
    let hash = hash_in_turn(password.clone()).await;
    let change = changed(&visitor, county, id, "password-set", json!({}));
    visitor
        .site()
        .db
        .write(move |tx| {
            store::set_password(tx, id, &hash, true)?;
            session::end_all_of(tx, id, &[0; 32], change.at)?;
            tx.changed(change.clone())
        })
        .await?;
    page(&MadePage { frame: visitor.frame(), county, id, name: login.name, password })
}

async fn disable(visitor: Visitor, Path((county, id)): Path<(County, Id<Login>)>) -> PageResult {
    let (login, ..) = managed(&visitor, county, id).await?;
    if login.id == visitor.login.id {
        return Err(PageError::Refused(Message::new("login-not-oneself")));
    }
    let open_again = login.disabled_at.is_some();
    let change = changed(&visitor, county, id, if open_again { "opened" } else { "shut" }, json!({}));
    visitor
        .site()
        .db
        .write(move |tx| {
            store::set_disabled(tx, id, (!open_again).then_some(change.at))?;
            session::end_all_of(tx, id, &[0; 32], change.at)?;
            tx.changed(change.clone())
        })
        .await?;
    done(&format!("/c/{county}/logins/{id}"), if open_again { "login-opened" } else { "login-shut" })
}
