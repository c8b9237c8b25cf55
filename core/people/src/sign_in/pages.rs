//! The list of sign-ins, for those who oversee: their own part of the book only.

use ::pages::{Frame, PageResult, page};
use askama::Template;
use axum::extract::{Path, RawQuery};
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};

use super::store::{Noted, Part, all, of_login};
use crate::contract::Contract;
use crate::grant::{self, Target};
use crate::log_query::{LOG_ROWS, LogQuery};
use crate::login::{self, Login, pages::reaches_all};
use crate::role::SEE_SIGN_INS;
use crate::routes::{RouteAccess, Routes};
use crate::session::pages::short_device;
use crate::visitor::Visitor;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/c/{county}/sign-ins", RouteAccess::Needs(SEE_SIGN_INS, "county-part"), list)
}

struct Row {
    at: String,
    who: String,
    name: String,
    good: bool,
    outcome: String,
    place: String,
}

#[derive(Template)]
#[template(path = "sign_ins.html")]
struct ListPage {
    frame: Frame,
    county: County,
    query: LogQuery,
    rows: Vec<Row>,
    more: bool,
}

async fn list(visitor: Visitor, Path(county): Path<County>, RawQuery(typed): RawQuery) -> PageResult {
    let query = LogQuery::read(typed.as_deref().unwrap_or_default());
    let part = Part { from: query.from, before: query.before, limit: LOG_ROWS + 1, leave_out: query.leave_out() };
    let (asker, name, on) = (visitor.clone(), query.login.clone(), visitor.site().today());
    let mut noted = visitor.site().db.read(move |tx| found(tx, &asker, county, &name, part, on)).await?;
    let more = noted.len() as i64 > LOG_ROWS;
    noted.truncate(LOG_ROWS as usize);
    let frame = visitor.frame();
    let row = |noted: Noted| Row {
        at: frame.moment(&noted.at),
        who: noted.display_name,
        name: noted.name,
        good: noted.outcome == "signed-in",
        outcome: frame.say(&format!("sign-in-{}", noted.outcome)),
        place: [short_device(&noted.device), noted.address].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · "),
    };
    let rows = noted.into_iter().map(row).collect();
    page(&ListPage { rows, frame, county, query, more })
}

/// Of the whole book for whoever oversees it; else of the logins all of whose roles lie within the visitor's part.
fn found(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    county: County,
    name: &str,
    part: Part,
    on: BusinessDate,
) -> Result<Vec<Noted>, DatabaseError> {
    let all_of_it = visitor.may(SEE_SIGN_INS, &Target::division(county.to_string()));
    if all_of_it && name.is_empty() {
        return all(tx, county, part);
    }
    let mut noted = Vec::new();
    let from_the_start = Part { limit: part.leave_out + part.limit, leave_out: 0, ..part };
    for login in overseen(tx, (visitor, &visitor.guest.contract), county, all_of_it, on)? {
        if name.is_empty() || login.1 == name {
            noted.extend(of_login(tx, county, login.0, from_the_start)?);
        }
    }
    noted.sort_by_key(|noted| std::cmp::Reverse(noted.at));
    Ok(noted.into_iter().skip(part.leave_out as usize).take(part.limit as usize).collect())
}

fn overseen(
    tx: &mut Tx<'_>,
    (visitor, contract): (&Visitor, &Contract),
    county: County,
    all_of_it: bool,
    on: BusinessDate,
) -> Result<Vec<(Id<Login>, String)>, DatabaseError> {
    let mut overseen = Vec::new();
    for login in login::of_book(tx, county)?.into_iter().filter(|login| login.home == county) {
        let within = all_of_it || {
            let grants = grant::grants_managed_by(tx, contract, login.id, on)?;
            reaches_all(visitor, SEE_SIGN_INS, county, &grants)
        };
        if within {
            overseen.push((login.id, login.name));
        }
    }
    Ok(overseen)
}
