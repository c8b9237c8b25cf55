//! The page with everything that changed on a record, newest first.

use std::collections::BTreeMap;

use ::pages::{Frame, PageError, PageResult, page};
use askama::Template;
use axum::extract::{Path, Query};
use basics::{County, Id, Subject};
use database::{DatabaseError, RecordedChange, Tx, changes_page};

use super::{FieldChange, in_words, logins_in};
use crate::login::{self, Login};
use crate::role::SEE_HISTORY;
use crate::routes::{RouteAccess, Routes};
use crate::subject;
use crate::visitor::Visitor;

/// Changes on a page.
const ROWS: i64 = 30;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/c/{county}/history/{kind}/{id}", RouteAccess::Needs(SEE_HISTORY, subject::SCOPE), show)
}

/// A change as it is read.
pub(crate) struct ChangeRow {
    pub at: String,
    pub who: String,
    pub what: String,
    pub fields: Vec<FieldChange>,
}

#[derive(Template)]
#[template(path = "history.html")]
struct HistoryPage {
    frame: Frame,
    title: String,
    /// The record's own page.
    href: Option<String>,
    /// This page without its number.
    path: String,
    rows: Vec<ChangeRow>,
    page: i64,
    more: bool,
}

/// Which page of a list.
#[derive(serde::Deserialize, Default)]
pub(crate) struct PageQuery {
    #[serde(default)]
    pub page: String,
}

impl PageQuery {
    /// Counted from 0; what is no number is the first.
    pub fn number(&self) -> i64 {
        self.page.parse().unwrap_or(0).clamp(0, 10_000)
    }
}

async fn show(visitor: Visitor, Path((county, kind, id)): Path<(County, String, Id)>, Query(query): Query<PageQuery>) -> PageResult {
    let kind = visitor.guest.contract.subject(&kind).copied().ok_or(PageError::NotFound)?;
    let href = visitor.site().db.read(move |tx| (kind.href)(tx, county, id)).await?;
    let subject = Subject { county, kind: kind.kind.into(), id };
    let path = format!("/c/{county}/history/{}/{id}", kind.kind);
    let title = visitor.frame().say(kind.title);
    history_page(&visitor, subject, (title, href, path), query.number()).await
}

/// The page for a record that the visitor may see; also for records whose place takes more than a kind can ask.
pub(crate) async fn history_page(
    visitor: &Visitor,
    subject: Subject,
    (title, href, path): (String, Option<String>, String),
    number: i64,
) -> PageResult {
    let kind = subject.kind.clone();
    let (mut changes, names) = visitor
        .site()
        .db
        .read(move |tx| {
            // One more than is shown tells whether there is another page.
            let changes = changes_page(tx, &subject, ROWS + 1, number * ROWS)?;
            let told = changes.iter().flat_map(|change| logins_in(change.before.as_deref(), change.after.as_deref()));
            let names = names(tx, changes.iter().filter_map(|change| change.actor).chain(told))?;
            Ok::<_, DatabaseError>((changes, names))
        })
        .await?;
    let more = changes.len() as i64 > ROWS;
    changes.truncate(ROWS as usize);
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let row = |change: RecordedChange| ChangeRow {
        at: frame.moment(&change.at),
        who: change.actor.and_then(|actor| names.get(&actor).cloned()).unwrap_or_else(|| frame.say("history-by-program")),
        what: verb_words(&frame, &kind, &change.verb),
        fields: in_words(&frame, &kind, (change.before.as_deref(), change.after.as_deref()), (&names, on)),
    };
    let rows = changes.into_iter().map(row).collect();
    page(&HistoryPage { rows, frame, title, href, path, page: number, more })
}

/// What the logins among these actors are called.
pub(crate) fn names(tx: &mut Tx<'_>, actors: impl Iterator<Item = Id>) -> Result<BTreeMap<Id, String>, DatabaseError> {
    let mut names = BTreeMap::new();
    for actor in actors {
        if !names.contains_key(&actor)
            && let Some((login, _)) = login::find(tx, actor.of::<Login>())?
        {
            names.insert(actor, login.display_name);
        }
    }
    Ok(names)
}

/// `did-goods-changed`, else `did-changed`, else the verb as it is kept.
fn verb_words(frame: &Frame, kind: &str, verb: &str) -> String {
    let (own, common) = (format!("did-{kind}-{verb}"), format!("did-{verb}"));
    [own, common].into_iter().find(|key| frame.has(key)).map_or_else(|| verb.to_owned(), |key| frame.say(&key))
}
