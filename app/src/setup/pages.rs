//! The set-up page: on an empty installation a form for the first administrator, afterwards the steps per book.

use std::sync::Arc;

use askama::Template;
use axum::extract::Extension;
use basics::{County, Id};
use database::DatabaseError;
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, go, page};
use people::login::{self, NewGrant, NewLogin};
use people::{Guest, MANAGE_LOGINS, RouteAccess, Routes, Visitor, hash_in_turn, new_password_problem};

use super::code::{SetupCode, Tried};
use super::steps::{BookSteps, StepState, managed_books, steps};
use crate::books::{self, Offered};
use crate::terminal;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/setup", RouteAccess::Public, show).post("/setup", RouteAccess::Public, create)
}

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    frame: Frame,
    form: Form,
    offered: Vec<Offered>,
}

impl SetupPage {
    fn is_chosen(&self, book: &Offered) -> bool {
        self.form.values("book").any(|chosen| chosen == book.county.to_string())
    }
}

#[derive(Template)]
#[template(path = "checklist.html")]
struct ChecklistPage {
    frame: Frame,
    books: Vec<BookSteps>,
}

async fn show(guest: Guest, visitor: Option<Extension<Visitor>>) -> PageResult {
    if let Some(Extension(visitor)) = visitor {
        return show_steps(visitor).await;
    }
    if is_set_up(&guest).await? {
        return go("/login?to=%2Fsetup");
    }
    page(&setup_page(&guest, Form::default()))
}

async fn is_set_up(guest: &Guest) -> Result<bool, DatabaseError> {
    guest.site.db.read(login::any).await
}

fn setup_page(guest: &Guest, form: Form) -> SetupPage {
    SetupPage { frame: guest.frame(), form, offered: books::offered(guest.site.today()) }
}

async fn show_steps(visitor: Visitor) -> PageResult {
    if !visitor.has(MANAGE_LOGINS) {
        return Err(PageError::Forbidden { permission: MANAGE_LOGINS.name });
    }
    let asker = visitor.clone();
    let books: Vec<BookSteps> = visitor
        .site()
        .db
        .read(move |tx| managed_books(tx, &asker)?.into_iter().map(|book| steps(tx, &asker, book)).collect::<Result<_, DatabaseError>>())
        .await?;
    page(&ChecklistPage { frame: visitor.frame(), books })
}

/// What the form asks for, once it is in order.
struct Wanted {
    name: String,
    display_name: String,
    password: String,
    books: Vec<Offered>,
}

async fn create(guest: Guest, Extension(code): Extension<Arc<SetupCode>>, submitted: Submitted) -> PageResult {
    if is_set_up(&guest).await? {
        return go("/login");
    }
    let mut form = Form::from(submitted);
    let wanted = wanted(&guest, &mut form);
    match code.matches(form.value("code")) {
        Tried::Right => {}
        Tried::Wrong => form.refuse("code", Message::new("setup-code-wrong")),
        Tried::Renewed => {
            terminal::result(&format!("setup code  {}", code.shown()));
            form.refuse("code", Message::new("setup-code-renewed"));
        }
    }
    let Some(wanted) = wanted.filter(|_| form.is_good()) else { return form_again(&setup_page(&guest, form)) };
    if set_up(&guest, wanted).await? { done("/login", "set-up") } else { go("/login") }
}

fn wanted(guest: &Guest, form: &mut Form) -> Option<Wanted> {
    let name = form.text("name", 32).and_then(|typed| {
        let clean = login::clean_name(&typed);
        if clean.is_none() {
            form.refuse("name", Message::new("login-name-odd"));
        }
        clean
    });
    let display_name = form.text("display", 20);
    let password = form.text("password-new", 200);
    if let Some(password) = &password {
        if let Some(problem) = new_password_problem(password, name.as_deref().unwrap_or("\n")) {
            form.refuse("password-new", problem);
        }
        if form.value("password-again") != password {
            form.refuse("password-again", Message::new("password-differs"));
        }
    }
    let chosen: Vec<County> = form.values("book").filter_map(|value| value.parse().ok()).collect();
    let books: Vec<Offered> = books::offered(guest.site.today()).into_iter().filter(|book| chosen.contains(&book.county)).collect();
    if books.is_empty() {
        form.refuse("book", Message::new("setup-book-needed"));
    }
    Some(Wanted { name: name?, display_name: display_name?, password: password?, books })
}

/// Opens the books, then makes the administrator, which ends set-up; false when somebody else was first.
async fn set_up(guest: &Guest, wanted: Wanted) -> Result<bool, PageError> {
    let Wanted { name, display_name, password, books } = wanted;
    let (on, now) = (guest.site.today(), guest.site.now());
    let home = books.first().map(|book| book.county).ok_or(PageError::NotFound)?;
    books::open(&guest.site.db, books, on).await?;
    let password_hash = hash_in_turn(password).await;
    let new = NewLogin { id: Id::fresh(), name, display_name, password_hash, must_change: false, home, person: None };
    let grant = administrator_grant(&new);
    Ok(guest
        .site
        .db
        .write(move |tx| {
            tx.lock_book(home)?;
            if login::any(tx)? || !login::create(tx, &new, None, now)? {
                return Ok::<_, DatabaseError>(false);
            }
            login::give(tx, &grant, now)?;
            Ok(true)
        })
        .await?)
}

/// The role of an administrator for a login.
pub fn administrator_grant(login: &NewLogin) -> NewGrant {
    NewGrant {
        id: Id::fresh(),
        login: login.id,
        role: "administrator",
        county: login.home,
        division: String::new(),
        kind: "",
        place: None,
        until: None,
        by: None,
    }
}
