//! The button that puts a reminder away.

use ::pages::{PageError, PageResult, go};
use axum::extract::Path;
use basics::{County, Id};

use super::{Reminder, store};
use crate::routes::{RouteAccess, Routes};
use crate::visitor::Visitor;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.post("/c/{county}/reminders/{reminder}/seen", RouteAccess::SignedIn, seen)
}

async fn seen(visitor: Visitor, Path((county, id)): Path<(County, Id<Reminder>)>) -> PageResult {
    let (login, now) = (visitor.login.id, visitor.site().now());
    let own = visitor.site().db.write(move |tx| store::seen(tx, county, id, login, now)).await?;
    if own { go("/") } else { Err(PageError::NotFound) }
}
