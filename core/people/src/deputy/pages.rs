//! The forms on one's own page that name a deputy and end its time.

use ::pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again};
use axum::extract::Path;
use basics::{BusinessDate, Id};

use super::{DAYS_MAX, DeputyRefused, Wanted, end, may_hand_on, name};
use crate::grant::{self, Deputy, Grant};
use crate::login::pages::grant_words;
use crate::routes::{RouteAccess, Routes};
use crate::session::pages::me_page;
use crate::visitor::Visitor;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.post("/me/deputies", RouteAccess::SignedIn, create).post("/me/deputies/{grant}/end", RouteAccess::SignedIn, end_early)
}

/// A role that may be handed over, as a box to tick.
pub(crate) struct Offered {
    pub id: Id<Grant>,
    pub words: String,
    pub ticked: bool,
}

/// A deputy's time, with what is said about it.
pub(crate) struct Standing {
    pub id: Id<Grant>,
    pub words: String,
    pub until: String,
}

/// What one's own page says about deputies.
pub(crate) struct Section {
    pub offered: Vec<Offered>,
    /// Both those who stand in for the visitor and those the visitor stands in for.
    pub standing: Vec<Standing>,
}

/// `替 王红 代班` or `陈丽 替你代班`, with role and day.
pub(crate) async fn section(visitor: &Visitor, form: &Form) -> Result<Section, PageError> {
    let (login, on, frame) = (visitor.login.id, visitor.site().today(), visitor.frame());
    let named = visitor.site().db.read(move |tx| grant::deputies_of(tx, login, on)).await?;
    let own = visitor.grants.iter().filter(|grant| may_hand_on(grant, visitor.login.home));
    let ticked: Vec<&str> = form.values("grant").collect();
    let offered = own.map(|grant| Offered {
        id: grant.id,
        words: grant_words(&frame, grant, on),
        ticked: ticked.contains(&grant.id.to_string().as_str()),
    });
    let standing_in = visitor.grants.iter().filter_map(|grant| {
        let deputised = grant.deputy.as_ref()?;
        let words = format!("{} · {}", frame.say1("deputy-for", "name", deputised.name.as_str()), grant_words(&frame, grant, on));
        Some(Standing { id: grant.id, words, until: day(&frame, grant.until) })
    });
    let named = named.into_iter().map(|deputy| named_words(&frame, &deputy));
    Ok(Section { offered: offered.collect(), standing: standing_in.chain(named).collect() })
}

fn named_words(frame: &Frame, deputy: &Deputy) -> Standing {
    let role = frame.say(&format!("role-{}", deputy.role.replace('_', "-")));
    let words = format!("{} · {role}", frame.say1("deputy-stands-in", "name", deputy.name.as_str()));
    Standing { id: deputy.id, words, until: day(frame, deputy.until) }
}

fn day(frame: &Frame, until: Option<BusinessDate>) -> String {
    until.map(|until| frame.say1("login-until", "date", until)).unwrap_or_default()
}

async fn create(visitor: Visitor, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    if let Some(wanted) = read(&visitor, &mut form) {
        let (contract, on, now) = (visitor.guest.contract.clone(), visitor.site().today(), visitor.site().now());
        match visitor.site().db.write(move |tx| name(tx, &contract, &wanted, (on, now))).await {
            Ok(()) => return done("/me", "deputy-named"),
            Err(DeputyRefused::Database(error)) => return Err(error.into()),
            Err(DeputyRefused::NotOwn) => form.refuse("grant", Message::new("deputy-not-own")),
            Err(DeputyRefused::Unknown) => form.refuse("deputy", Message::new("deputy-unknown")),
            Err(DeputyRefused::SamePerson) => form.refuse("deputy", Message::new("login-three-people")),
            Err(DeputyRefused::Until { latest }) => form.refuse("until", Message::new("deputy-until-wrong").with("latest", latest)),
        }
    }
    form_again(&me_page(&visitor, form).await?)
}

fn read(visitor: &Visitor, form: &mut Form) -> Option<Wanted> {
    let grants: Vec<Id<Grant>> = form.values("grant").filter_map(|value| value.parse().ok()).collect();
    if grants.is_empty() {
        form.refuse("grant", Message::new("deputy-no-role"));
    }
    let (deputy, until) = (form.text("deputy", 32), form.date("until"));
    let latest = visitor.site().today().plus_days(DAYS_MAX);
    if until.is_some_and(|until| until > latest) {
        form.refuse("until", Message::new("deputy-until-wrong").with("latest", latest));
    }
    let id = form.id("id");
    let (Some(deputy), Some(until), Some(id), true) = (deputy, until, id, form.is_good()) else { return None };
    Some(Wanted { id, of: visitor.login.clone(), grants, deputy: deputy.to_lowercase(), until })
}

async fn end_early(visitor: Visitor, Path(id): Path<Id<Grant>>) -> PageResult {
    let (login, now) = (visitor.login.id, visitor.site().now());
    let ended = visitor.site().db.write(move |tx| end(tx, id, login, now)).await?;
    if ended { done("/me", "deputy-ended") } else { Err(PageError::NotFound) }
}
