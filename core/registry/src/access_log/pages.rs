//! The log of looking and the page of oversight.

use askama::Template;
use axum::extract::{Path, RawQuery};
use basics::County;
use pages::{Frame, PageResult, page};
use people::{LOG_ROWS, LogQuery, RouteAccess, Routes, Visitor};

use super::store::{Looked, Wanted, looked};
use crate::area::SEE_ACCESS_LOG;

pub(crate) fn routes(routes: Routes) -> Routes {
    let needs = RouteAccess::Needs(SEE_ACCESS_LOG, "county-part");
    routes.get("/c/{county}/oversight", needs, oversight).get("/c/{county}/access-log", needs, list)
}

#[derive(Template)]
#[template(path = "oversight.html")]
struct OversightPage {
    frame: Frame,
    county: County,
    links: Vec<(&'static str, &'static str)>,
}

async fn oversight(visitor: Visitor, Path(county): Path<County>) -> PageResult {
    page(&OversightPage { frame: visitor.frame(), county, links: visitor.links("oversight") })
}

struct Row {
    at: String,
    who: String,
    whose: String,
    href: Option<String>,
    what: String,
    purpose: String,
}

#[derive(Template)]
#[template(path = "access_log.html")]
struct ListPage {
    frame: Frame,
    county: County,
    query: LogQuery,
    rows: Vec<Row>,
    more: bool,
}

async fn list(visitor: Visitor, Path(county): Path<County>, RawQuery(typed): RawQuery) -> PageResult {
    let query = LogQuery::read(typed.as_deref().unwrap_or_default());
    let wanted = Wanted {
        login: query.login.clone(),
        from: query.from,
        before: query.before,
        within: visitor.divisions(SEE_ACCESS_LOG, county),
        limit: LOG_ROWS + 1,
        leave_out: query.leave_out(),
    };
    let mut found = visitor.site().db.read(move |tx| looked(tx, county, &wanted)).await?;
    let more = found.len() as i64 > LOG_ROWS;
    found.truncate(LOG_ROWS as usize);
    let rows = found.into_iter().map(|looked| row(&visitor, county, looked)).collect();
    page(&ListPage { frame: visitor.frame(), county, query, rows, more })
}

fn row(visitor: &Visitor, county: County, looked: Looked) -> Row {
    let frame = visitor.frame();
    let title = visitor.guest.contract.subject(&looked.kind).map(|kind| frame.say(kind.title));
    let (whose, href) = match looked.household {
        Some((name, code)) => {
            (format!("{} · {code}", frame.say1("household-head", "name", name)), Some(format!("/c/{county}/households/{}", looked.subject)))
        }
        None => (title.unwrap_or(looked.kind), None),
    };
    let what = looked.what.split(", ").map(|word| {
        let key = format!("access-what-{}", word.replace('_', "-"));
        if frame.has(&key) { frame.say(&key) } else { word.to_owned() }
    });
    let what = what.collect::<Vec<_>>().join("、");
    Row { at: frame.moment(&looked.at), who: looked.who, whose, href, what, purpose: looked.purpose }
}
