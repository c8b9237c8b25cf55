//! Signing in and out, the own list of open browsers, the own password, the language.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect};
use basics::{Id, Moment};
use database::{DatabaseError, Tx};
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, go, page};

use super::{COOKIE_SECONDS, SESSION_HOURS, Session, id_of, set_cookie};
use crate::crypto::{self, PasswordProblem, check_password, hash_in_turn, random_bytes};
use crate::deputy::pages::Section;
use crate::gate::{add_cookie, forget_pages};
use crate::kept_form::{self, Kept};
use crate::kept_words::{Words, words};
use crate::login::{self, Login};
use crate::routes::{RouteAccess, Routes};
use crate::sign_in::{self, Outcome, SignIn};
use crate::visitor::{Guest, Visitor};
use crate::{deputy, session, throttle};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/login", RouteAccess::Public, show_login)
        .post("/login", RouteAccess::Public, sign_in)
        .post("/logout", RouteAccess::SignedIn, sign_out)
        .get("/language", RouteAccess::Public, change_language)
        .get("/me", RouteAccess::SignedIn, show_me)
        .post("/me/sessions/{session}/end", RouteAccess::SignedIn, end_session)
        .get("/password", RouteAccess::SignedIn, show_password)
        .post("/password", RouteAccess::SignedIn, change_password)
        .get("/kept", RouteAccess::SignedIn, show_kept)
        .post("/kept/forget", RouteAccess::SignedIn, forget_kept)
}

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    frame: Frame,
    form: Form,
    to: String,
    kept: bool,
    /// A form came whose sign-in is no longer known.
    lost: bool,
}

#[derive(serde::Deserialize, Default)]
struct LoginQuery {
    #[serde(default)]
    to: String,
    kept: Option<String>,
    lost: Option<String>,
}

async fn show_login(guest: Guest, Query(query): Query<LoginQuery>) -> PageResult {
    page(&LoginPage {
        frame: guest.frame(),
        form: Form::default(),
        to: own_path(&query.to),
        kept: query.kept.is_some(),
        lost: query.lost.is_some(),
    })
}

/// Only a path on this site, so that a link cannot send people elsewhere after signing in.
pub fn own_path(path: &str) -> String {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control);
    if own { path.to_owned() } else { "/".to_owned() }
}

type Tried = (Option<i64>, Option<(Login, String)>);

/// Seconds still to wait, else counts this try as failed until it has succeeded; and the login of the name.
fn tried(tx: &mut Tx<'_>, name: &str, address: &str, now: Moment) -> Result<Tried, DatabaseError> {
    let wait = throttle::waiting_seconds(tx, name, address, now)?;
    if wait.is_none() {
        throttle::failed(tx, name, address, now)?;
    }
    Ok((wait, login::by_name(tx, name)?))
}

async fn sign_in(guest: Guest, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let to = own_path(form.value("to"));
    let again =
        |form: Form| form_again(&LoginPage { frame: guest.frame(), form, to: to.clone(), kept: guest.kept_secret.is_some(), lost: false });
    let (Some(name), Some(password)) = (form.text("name", 64), form.text("password", 200)) else { return again(form) };
    let (name, address, now) = (name.to_lowercase(), guest.address.clone(), guest.site.machine_now());

    // Counted before the password is looked at: many tries sent at once are many tries.
    let asked = (name.clone(), address.clone());
    let (wait, found) = guest.site.db.write(move |tx| tried(tx, &asked.0, &asked.1, now)).await?;
    if let Some(seconds) = wait {
        form.refuse_all(Message::new("login-wait").with("seconds", seconds));
        return again(form);
    }
    let (login, hash) = found.unzip();
    let fits = crypto::verify_password(hash, password).await;
    let outcome = match &login {
        Some(login) if fits && login.disabled_at.is_none() => return open_session(&guest, login, &to).await,
        Some(_) if fits => Outcome::ShutOff,
        _ => Outcome::WrongPassword,
    };
    if let Some(login) = login {
        let tried = tried_by(&guest, &login, outcome);
        guest.site.db.write(move |tx| sign_in::note(tx, &tried)).await?;
    }
    form.refuse_all(Message::new("login-wrong"));
    again(form)
}

/// The line for the log of sign-ins.
fn tried_by(guest: &Guest, login: &Login, outcome: Outcome) -> SignIn {
    let (address, device) = (guest.address.clone(), guest.device.clone());
    SignIn { county: login.home, id: Id::fresh(), login: login.id, at: guest.site.now(), outcome, address, device }
}

/// Opens a session and goes on: to the form that was kept for this login, if there is one, else to where the visitor wanted to go.
async fn open_session(guest: &Guest, login: &Login, to: &str) -> PageResult {
    let (token, now) = (random_bytes::<32>(), guest.site.machine_now());
    let opened = Session {
        id: id_of(&token),
        login: login.id,
        created_at: now,
        seen_at: now,
        expires_at: now,
        device: guest.device.clone(),
        address: guest.address.clone(),
        ended_at: None,
    };
    let (name, kept_secret, id) = (login.name.clone(), guest.kept_secret, login.id);
    let (signed_in, home, today) = (tried_by(guest, login, Outcome::SignedIn), login.home, guest.site.today());
    let kept = guest
        .site
        .db
        .write(move |tx| {
            session::forget_old(tx, now)?;
            kept_form::forget_old_forms(tx, now)?;
            let hours = settings::value(tx, home, "", SESSION_HOURS, today)?;
            session::open(tx, &Session { expires_at: now.plus_ms(hours * 3_600_000), ..opened.clone() })?;
            sign_in::note(tx, &signed_in)?;
            throttle::lift(tx, &name)?;
            match &kept_secret {
                Some(secret) => kept_form::find(tx, secret, id, now),
                None => Ok(None),
            }
        })
        .await?;
    let mut response = Redirect::to(if kept.is_some() { "/kept" } else { to }).into_response();
    add_cookie(&mut response, &set_cookie(guest.site.options.https, "xieshou", &hex::encode(token), COOKIE_SECONDS));
    Ok(response)
}

async fn sign_out(visitor: Visitor) -> PageResult {
    let (login, id, now) = (visitor.login.id, visitor.guest.session.unwrap_or_default(), visitor.site().machine_now());
    visitor.site().db.write(move |tx| session::end(tx, &id, login, now)).await?;
    let mut response = Redirect::to("/login").into_response();
    forget_pages(&mut response);
    add_cookie(&mut response, &set_cookie(visitor.site().options.https, "xieshou", "", 0));
    Ok(response)
}

#[derive(serde::Deserialize)]
struct LanguageQuery {
    to: String,
    #[serde(default)]
    back: String,
}

async fn change_language(Query(query): Query<LanguageQuery>) -> PageResult {
    let tag = pages::Lang::from_tag(&query.to).tag();
    let mut response = Redirect::to(&own_path(&query.back)).into_response();
    add_cookie(&mut response, &format!("language={tag}; Path=/; SameSite=Lax; Max-Age=31536000"));
    Ok(response)
}

struct SessionRow {
    id: String,
    device: String,
    address: String,
    seen_at: Moment,
    this_one: bool,
}

#[derive(Template)]
#[template(path = "me.html")]
pub(crate) struct MePage {
    frame: Frame,
    form: Form,
    deputies: Section,
    login: Login,
    roles: Vec<String>,
    sessions: Vec<SessionRow>,
}

async fn show_me(visitor: Visitor) -> PageResult {
    page(&me_page(&visitor, Form::filled(&[("id", Id::<()>::fresh().to_string())])).await?)
}

/// One's own page; the form is the one that names a deputy.
pub(crate) async fn me_page(visitor: &Visitor, form: Form) -> Result<MePage, PageError> {
    let (login, now, this) = (visitor.login.id, visitor.site().machine_now(), visitor.guest.session);
    let sessions = visitor.site().db.read(move |tx| session::of_login(tx, login, now)).await?;
    let sessions = sessions.into_iter().map(|session| SessionRow {
        id: hex::encode(&session.id[..8]),
        device: short_device(&session.device),
        address: session.address,
        seen_at: session.seen_at,
        this_one: Some(session.id) == this,
    });
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let roles = visitor.grants.iter().map(|grant| crate::login::pages::grant_words(&frame, grant, on)).collect();
    let deputies = deputy::pages::section(visitor, &form).await?;
    Ok(MePage { frame, form, deputies, login: visitor.login.clone(), roles, sessions: sessions.collect() })
}

/// `Chrome, Android` out of what a browser calls itself.
pub(crate) fn short_device(agent: &str) -> String {
    let browser = ["Edg", "MicroMessenger", "Firefox", "Chrome", "Safari"].into_iter().find(|name| agent.contains(name));
    let system = ["Android", "iPhone", "Windows", "Mac OS", "Linux"].into_iter().find(|name| agent.contains(name));
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

async fn end_session(visitor: Visitor, Path(short): Path<String>) -> PageResult {
    let (login, now) = (visitor.login.id, visitor.site().machine_now());
    let ended: bool = visitor
        .site()
        .db
        .write(move |tx| {
            let sessions = session::of_login(tx, login, now)?;
            match sessions.iter().find(|session| hex::encode(&session.id[..8]) == short) {
                Some(session) => session::end(tx, &session.id, login, now),
                None => Ok::<_, DatabaseError>(false),
            }
        })
        .await?;
    if ended { done("/me", "session-ended") } else { Err(PageError::NotFound) }
}

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    frame: Frame,
    form: Form,
    must_change: bool,
}

async fn show_password(visitor: Visitor) -> PageResult {
    page(&PasswordPage { frame: visitor.frame(), form: Form::default(), must_change: visitor.login.must_change })
}

async fn change_password(visitor: Visitor, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let login = visitor.login.clone();
    let again = |form: Form| form_again(&PasswordPage { frame: visitor.frame(), form, must_change: visitor.login.must_change });
    let (Some(old), Some(new)) = (form.text("password", 200), form.text("password-new", 200)) else { return again(form) };
    if let Some(problem) = new_password_problem(&new, &login.name) {
        form.refuse("password-new", problem);
    }
    if form.value("password-again") != new {
        form.refuse("password-again", Message::new("password-differs"));
    }
    let id = login.id;
    let hash = visitor.site().db.read(move |tx| login::find(tx, id)).await?.map(|(_, hash)| hash);
    if form.is_good() && !crypto::verify_password(hash, old).await {
        form.refuse("password", Message::new("password-wrong"));
    }
    if !form.is_good() {
        return again(form);
    }
    let hash = hash_in_turn(new).await;
    let (this, now) = (visitor.guest.session.unwrap_or_default(), visitor.site().machine_now());
    visitor
        .site()
        .db
        .write(move |tx| {
            login::set_password(tx, id, &hash, false)?;
            session::end_all_of(tx, id, &this, now)
        })
        .await?;
    done("/me", "password-changed")
}

/// Why a new password will not do, as a message.
pub fn new_password_problem(password: &str, login_name: &str) -> Option<Message> {
    let key = match check_password(password, login_name).err()? {
        PasswordProblem::Short => "password-short",
        PasswordProblem::Long => "password-long",
        PasswordProblem::Guessable => "password-guessable",
    };
    Some(Message::new(key))
}

#[derive(Template)]
#[template(path = "kept.html")]
struct KeptPage {
    frame: Frame,
    kept: Kept,
    words: Words,
}

async fn kept_of(visitor: &Visitor) -> Result<Option<Kept>, PageError> {
    let (Some(secret), login, now) = (visitor.guest.kept_secret, visitor.login.id, visitor.site().machine_now()) else { return Ok(None) };
    Ok(visitor.site().db.read(move |tx| kept_form::find(tx, &secret, login, now)).await?)
}

async fn show_kept(visitor: Visitor) -> PageResult {
    match kept_of(&visitor).await? {
        Some(kept) => page(&KeptPage { words: words(&visitor.frame(), &kept), frame: visitor.frame(), kept }),
        None => go("/"),
    }
}

async fn forget_kept(visitor: Visitor) -> PageResult {
    if let Some(secret) = visitor.guest.kept_secret {
        visitor.site().db.write(move |tx| kept_form::forget(tx, &secret)).await?;
    }
    let mut response = Redirect::to("/").into_response();
    add_cookie(&mut response, &set_cookie(visitor.site().options.https, "kept", "", 0));
    Ok(response)
}
