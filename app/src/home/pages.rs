//! The page at `/` and the form that moves a demo to its next day.

use askama::Template;
use database::DatabaseError;
use pages::{Frame, PageError, PageResult, Submitted, go, page};
use people::{HomeLead, HomePanel, RouteAccess, Routes, Todo, Visitor, own_path};

use crate::server::BUSINESS_DATE;
use crate::setup::{BookSteps, managed_books, steps};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/", RouteAccess::SignedIn, show).post("/demo/next-day", RouteAccess::SignedIn, next_day)
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    today: String,
    todos: Vec<Todo>,
    /// Books the visitor sets up and that still lack something.
    unfinished: Vec<BookSteps>,
    panels: Vec<HomePanel>,
    lead: HomeLead,
    no_role: bool,
}

async fn show(visitor: Visitor) -> PageResult {
    let (asker, on) = (visitor.clone(), visitor.site().today());
    let (todos, unfinished, panels, lead) = visitor
        .site()
        .db
        .read(move |tx| {
            let contract = &asker.guest.contract;
            let (mut todos, mut unfinished, mut panels) = (Vec::new(), Vec::new(), Vec::new());
            for find in &contract.todos {
                todos.extend(find(tx, &asker, on)?);
            }
            for book in managed_books(tx, &asker)? {
                unfinished.extend(Some(steps(tx, &asker, book)?).filter(|book| book.left() > 0));
            }
            for find in &contract.asides {
                panels.extend(find(tx, &asker, on)?);
            }
            let mut lead = None;
            for find in contract.leads.iter().rev() {
                lead = if lead.is_none() { find(tx, &asker, on)? } else { lead };
            }
            Ok::<_, DatabaseError>((todos, unfinished, panels, lead.unwrap_or_default()))
        })
        .await?;
    let frame = visitor.frame();
    page(&HomePage { today: frame.day(&on), frame, todos, unfinished, panels, lead, no_role: visitor.grants.is_empty() })
}

async fn next_day(visitor: Visitor, submitted: Submitted) -> PageResult {
    let site = visitor.site();
    if !site.options.demo {
        return Err(PageError::NotFound);
    }
    let next = site.today().plus_days(1);
    let (db, number) = (site.db.clone(), next.number().to_string());
    // The mark's own call waits for the writer, so it stays off the threads that serve pages.
    let set = tokio::task::spawn_blocking(move || db.set_mark(BUSINESS_DATE, &number)).await;
    set.map_err(|error| PageError::Broken(error.to_string()))??;
    site.set_demo_date(next);
    crate::chores::run(site, &visitor.guest.contract.chores).await?;
    go(&own_path(submitted.value("back")))
}
