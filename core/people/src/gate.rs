//! The gate every request passes: session, form token, permission, place; and the pages for what is refused here.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use basics::{BusinessDate, Id};
use pages::{Frame, Lang, Message, PageError, SentForm, Site, Submitted, render_error, render_error_with};

use crate::body;
use crate::contract::{Contract, PathParams};
use crate::crypto::random_bytes;
use crate::grant::{Grant, Target, grants_in_force};
use crate::kept_form::{self, Kept};
use crate::login::{self, Login};
use crate::role::Permission;
use crate::routes::{RouteAccess, RouteInfo};
use crate::session::{self, Session, TOUCH_MS, cookie, cookie_bytes, cookie_name, form_token};
use crate::subject;
use crate::visitor::{Guest, Visitor};

/// Largest form without files, in bytes.
const FORM_BYTES_MAX: usize = 256 * 1024;
/// Largest form with a photo. More than a photo may have, so that too large a one is refused at its field and the rest is kept.
const UPLOAD_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Who came and what they came for.
struct Known {
    session: Option<Session>,
    login: Option<Login>,
    grants: Vec<Grant>,
    /// Where the thing in the path lies; none when there is no such thing or the route asks for no place.
    target: Option<Target>,
    /// What the kind of record in the path asks for beside the route's own permission.
    beside: Option<Permission>,
    set_up: bool,
    after_period: Option<BusinessDate>,
}

/// Middleware over all routes.
pub async fn gate(site: Arc<Site>, contract: Arc<Contract>, request: Request, next: Next) -> Response {
    let (guest, new_visit) = guest_of(&site, &contract, &request);
    let mut sent = None;
    let (response, came) = match passed(&site, &contract, guest.clone(), request).await {
        Ok(Passed::On(request, came)) => {
            sent = request.extensions().get::<Submitted>().cloned();
            (next.run(*request).await, came)
        }
        Ok(Passed::Elsewhere(response)) => (response, Came::Guest(guest.clone())),
        Err(error) => (error.into_response(), Came::Guest(guest.clone())),
    };
    let again = sent.as_ref().and_then(|sent| SentForm::of(&guest.path, sent));
    let mut response = finished(response, &came, again);
    if sent.is_some_and(|sent| !sent.value(kept_form::SENT_AGAIN).is_empty()) {
        kept_form::settled(&guest, &mut response).await;
    }
    keep_private(&site, &mut response);
    if let Some(visit) = new_visit {
        add_cookie(&mut response, &session::set_cookie(site.options.https, "visit", &hex::encode(visit), 24 * 3600));
    }
    response
}

enum Passed {
    On(Box<Request>, Came),
    Elsewhere(Response),
}

/// Who came, as far as is known: for the frame of an error page.
enum Came {
    Guest(Guest),
    Visitor(Box<Visitor>),
}

impl Came {
    fn frame(&self) -> Frame {
        match self {
            Came::Guest(guest) => guest.frame(),
            Came::Visitor(visitor) => visitor.frame(),
        }
    }

    fn site(&self) -> &Site {
        match self {
            Came::Guest(guest) => &guest.site,
            Came::Visitor(visitor) => visitor.site(),
        }
    }
}

/// Renders errors that handlers handed up, with the frame of whoever came.
fn finished(mut response: Response, came: &Came, again: Option<SentForm>) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let missing = response.status() == StatusCode::NOT_FOUND && kind.is_none();
    // An address or a query the router could not read: its own answer is bare English text, and what it names is not there.
    let unread = response.status() == StatusCode::BAD_REQUEST && kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let error = response.extensions_mut().remove::<PageError>().or((missing || unread).then_some(PageError::NotFound));
    match error {
        None => response,
        Some(error) => {
            let frame = came.frame();
            if let PageError::Database(database::DatabaseError::Full(_)) = &error {
                came.site().set_full(true);
            }
            render_error_with(&frame, &error, again)
        }
    }
}

/// A refused form may stay in the browser for its way back. Where nothing can clear it at signing out, it may not: browsers obey
/// `Clear-Site-Data` only over https and on the machine itself.
fn keep_private(site: &Site, response: &mut Response) {
    if site.options.insecure_lan {
        response.headers_mut().remove(header::CACHE_CONTROL);
    }
}

/// Tells the browser to forget the pages it kept: whoever comes next must not leaf back into them.
pub(crate) fn forget_pages(response: &mut Response) {
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
}

/// Adds a `Set-Cookie`; our own cookies are plain ASCII.
pub(crate) fn add_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Who came, and the cookie to give them: guests get one before they see a form, so that the form's token is theirs alone.
fn guest_of(site: &Arc<Site>, contract: &Arc<Contract>, request: &Request) -> (Guest, Option<[u8; 32]>) {
    let headers = request.headers();
    let https = site.options.https;
    let session = cookie_bytes(headers, &cookie_name(https, "xieshou"));
    let visit = cookie_bytes(headers, &cookie_name(https, "visit"));
    let new_visit = (session.is_none() && visit.is_none() && request.method() == Method::GET).then(random_bytes::<32>);
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or_else(String::new, |peer| peer.0.ip().to_string());
    let guest = Guest {
        site: site.clone(),
        contract: contract.clone(),
        lang: language(headers),
        csrf: session.or(visit).or(new_visit).as_ref().map(form_token).unwrap_or_default(),
        path: request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        done: query_value(request.uri(), "done"),
        address,
        device: headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().chars().take(200).collect(),
        kept_secret: cookie_bytes(headers, &cookie_name(https, "kept")),
        session: session.as_ref().map(session::id_of),
    };
    (guest, new_visit)
}

fn language(headers: &HeaderMap) -> Lang {
    let chosen = cookie(headers, "language").map(Lang::from_tag);
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Lang::from_tag);
    chosen.or_else(accepted).unwrap_or(Lang::ZhHans)
}

fn query_value(uri: &Uri, name: &str) -> Option<String> {
    let submitted = Submitted::url_encoded(uri.query()?.as_bytes());
    Some(submitted.value(name).to_owned()).filter(|value| !value.is_empty())
}

async fn passed(site: &Arc<Site>, contract: &Arc<Contract>, guest: Guest, request: Request) -> Result<Passed, PageError> {
    let path = request.uri().path().to_owned();
    if path.starts_with("/assets/") || path == "/healthz" {
        return Ok(Passed::On(Box::new(request), Came::Guest(guest)));
    }
    let pattern = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let Some(route) = contract.route(request.method(), &pattern).cloned() else { return nowhere(site, contract, guest).await };
    let known = known(site, contract, &guest, route.access, params_of(&pattern, &path)).await?;
    if !known.set_up && !route.path.starts_with("/setup") && route.path != "/language" {
        return Ok(Passed::Elsewhere(Redirect::to("/setup").into_response()));
    }
    let posted = request.method() != Method::GET && request.method() != Method::HEAD;
    // Of somebody nobody knows nothing is read into memory but what a public page asks for.
    if posted && route.access != RouteAccess::Public && known.session.is_none() {
        return to_sign_in(site, &guest, None, Some(Submitted::default())).await.map(Passed::Elsewhere);
    }
    let mut request = if posted { read_form(request, &route).await? } else { request };
    let open = known.session.as_ref().is_some_and(|session| session.is_open(site.machine_now()));
    let login = known.login.filter(|login| open && login.disabled_at.is_none());
    if route.access != RouteAccess::Public && login.is_none() {
        let submitted = posted.then(|| request.extensions().get::<Submitted>().cloned().unwrap_or_default());
        return to_sign_in(site, &guest, known.session, submitted).await.map(Passed::Elsewhere);
    }
    if posted {
        check_token(&guest, &request)?;
    }
    request.extensions_mut().insert(guest.clone());
    let Some(login) = login else { return Ok(Passed::On(Box::new(request), Came::Guest(guest))) };
    let visitor = Visitor { guest, login, grants: Arc::new(known.grants), after_period: known.after_period };
    touch(site, known.session.as_ref(), &visitor.login).await?;
    if visitor.login.must_change && !matches!(route.path, "/password" | "/logout" | "/language") {
        return Ok(Passed::Elsewhere(Redirect::to("/password").into_response()));
    }
    request.extensions_mut().insert(visitor.clone());
    match check_permission(&visitor, &route, known.target.as_ref(), known.beside) {
        Ok(()) => Ok(Passed::On(Box::new(request), Came::Visitor(Box::new(visitor)))),
        // With the visitor's own bar around it, the page shows where else to go.
        Err(error) => Ok(Passed::Elsewhere(render_error(&visitor.frame(), &error))),
    }
}

/// No such page, with the bar of whoever is signed in: it shows where else to go.
async fn nowhere(site: &Arc<Site>, contract: &Arc<Contract>, guest: Guest) -> Result<Passed, PageError> {
    let known = known(site, contract, &guest, RouteAccess::Public, PathParams::default()).await?;
    let open = known.session.as_ref().is_some_and(|session| session.is_open(site.machine_now()));
    let Some(login) = known.login.filter(|login| open && login.disabled_at.is_none()) else { return Err(PageError::NotFound) };
    let visitor = Visitor { guest, login, grants: Arc::new(known.grants), after_period: known.after_period };
    Ok(Passed::Elsewhere(render_error(&visitor.frame(), &PageError::NotFound)))
}

/// Session, login, grants and the place of what the path names, in one snapshot.
async fn known(
    site: &Arc<Site>,
    contract: &Arc<Contract>,
    guest: &Guest,
    access: RouteAccess,
    params: PathParams,
) -> Result<Known, PageError> {
    let (id, today, demo, contract) = (guest.session, site.today(), site.options.demo, contract.clone());
    Ok(site
        .db
        .read(move |tx| {
            let session = match &id {
                Some(id) => session::find(tx, id)?,
                None => None,
            };
            let login = match &session {
                Some(session) => login::find(tx, session.login)?.map(|(login, _)| login),
                None => None,
            };
            let grants = match &login {
                Some(login) => grants_in_force(tx, &contract, login.id, today)?,
                None => Vec::new(),
            };
            let (target, beside) = match access {
                RouteAccess::Needs(_, subject::SCOPE) => match subject::named(&contract.subjects, &params) {
                    Some((kind, county, id)) => ((kind.place)(tx, county, id)?, Some(kind.permission)),
                    None => (None, None),
                },
                RouteAccess::Needs(_, name) => match contract.scope(name) {
                    Some(scope) => ((scope.find)(tx, &params)?, None),
                    None => (None, None),
                },
                _ => (None, None),
            };
            let set_up = login.is_some() || login::any(tx)?;
            let after_period = if demo { contract.after_period(tx, today)? } else { None };
            Ok::<_, database::DatabaseError>(Known { session, login, grants, target, beside, set_up, after_period })
        })
        .await?)
}

/// Values of `{name}` segments; the router has matched them already.
fn params_of(pattern: &str, path: &str) -> PathParams {
    let pairs = pattern.split('/').zip(path.split('/')).filter_map(|(pattern, value)| {
        let name = pattern.strip_prefix('{')?.strip_suffix('}')?;
        Some((name.to_owned(), value.to_owned()))
    });
    PathParams(pairs.collect())
}

async fn read_form(request: Request, route: &RouteInfo) -> Result<Request, PageError> {
    let limit = if route.upload { UPLOAD_BYTES_MAX } else { FORM_BYTES_MAX };
    let (mut parts, body) = request.into_parts();
    let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let body = body::gathered(body, limit).await?;
    let submitted = Submitted::read(&content_type, body).await.map_err(|_| PageError::BadRequest(Message::new("error-stale-form")))?;
    parts.extensions.insert(submitted);
    Ok(Request::from_parts(parts, axum::body::Body::empty()))
}

/// A form must carry its browser's token and come from our own pages.
fn check_token(guest: &Guest, request: &Request) -> Result<(), PageError> {
    let foreign = request.headers().get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    let sent = request.extensions().get::<Submitted>().map_or("", |submitted| submitted.value("csrf"));
    if foreign || guest.csrf.is_empty() || sent != guest.csrf {
        Err(PageError::BadRequest(Message::new("error-stale-form")))
    } else {
        Ok(())
    }
}

fn check_permission(visitor: &Visitor, route: &RouteInfo, target: Option<&Target>, beside: Option<Permission>) -> Result<(), PageError> {
    let RouteAccess::Needs(permission, scope) = route.access else { return Ok(()) };
    if !visitor.has(permission) {
        return Err(PageError::Forbidden { permission: permission.name });
    }
    if scope == "anywhere" {
        return Ok(());
    }
    // What lies elsewhere is as unknown as what does not exist.
    let target = target.ok_or(PageError::NotFound)?;
    visitor.must(permission, target)?;
    beside.map_or(Ok(()), |beside| visitor.must(beside, target))
}

async fn touch(site: &Arc<Site>, session: Option<&Session>, login: &Login) -> Result<(), PageError> {
    let now = site.machine_now();
    let Some(session) = session.filter(|session| now.0 - session.seen_at.0 > TOUCH_MS) else { return Ok(()) };
    let (id, home, today) = (session.id, login.home, site.today());
    // A full disk must not stop people from reading.
    let touched: Result<(), database::DatabaseError> = site
        .db
        .write(move |tx| {
            let hours = settings::value(tx, home, "", session::SESSION_HOURS, today)?;
            session::touch(tx, &id, now, now.plus_ms(hours * 3_600_000))
        })
        .await;
    if let Err(error) = touched {
        tracing::warn!(%error, "a session's last use could not be written");
    }
    Ok(())
}

/// To the sign-in page, and back afterwards. A form that came too late is kept for its login.
async fn to_sign_in(
    site: &Arc<Site>,
    guest: &Guest,
    session: Option<Session>,
    submitted: Option<Submitted>,
) -> Result<Response, PageError> {
    let Some(submitted) = submitted else {
        let to = askama::filters::urlencode_strict(&guest.path).map_err(|error| PageError::Broken(error.to_string()))?;
        let mut response = Redirect::to(&format!("/login?to={to}")).into_response();
        if session.is_some() {
            forget_pages(&mut response);
        }
        return Ok(response);
    };
    // Whose it was is no longer known: the page says that it was not taken.
    let Some(session) = session else { return Ok(Redirect::to("/login?lost=1").into_response()) };
    let (secret, now) = (random_bytes::<32>(), site.machine_now());
    let kept = Kept { path: guest.path.clone(), fields: submitted.fields };
    let login: Id<Login> = session.login;
    site.db.write(move |tx| kept_form::keep(tx, &secret, login, &kept, now)).await?;
    let mut response = Redirect::to("/login?kept=1").into_response();
    let cookie = session::set_cookie(site.options.https, "kept", &hex::encode(secret), kept_form::KEEP_MS / 1000);
    add_cookie(&mut response, &cookie);
    forget_pages(&mut response);
    Ok(response)
}
