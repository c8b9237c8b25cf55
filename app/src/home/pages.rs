//! The page at `/` and the form that moves a demo to its next day.

use askama::Template;
use basics::BusinessDate;
use database::DatabaseError;
use pages::{Frame, PageError, PageResult, Submitted, go, page};
use people::{Deputy, HomeLead, HomePanel, Reminder, RouteAccess, Routes, Todo, Visitor, deputies_of, own_path, unseen_reminders};

use crate::runner;
use crate::server::BUSINESS_DATE;
use crate::setup::{BookSteps, managed_books, steps};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/", RouteAccess::SignedIn, show).post("/demo/next-day", RouteAccess::SignedIn, next_day).post(
        "/demo/end-of-period",
        RouteAccess::SignedIn,
        end_of_period,
    )
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    today: String,
    reminders: Vec<Reminder>,
    /// Who stands in for whom today.
    deputies: Vec<String>,
    todos: Vec<Todo>,
    /// Books the visitor sets up and that still lack something.
    unfinished: Vec<BookSteps>,
    panels: Vec<HomePanel>,
    lead: HomeLead,
    no_role: bool,
}

async fn show(visitor: Visitor) -> PageResult {
    let (asker, on) = (visitor.clone(), visitor.site().today());
    let (named, reminders, todos, unfinished, panels, lead) = visitor
        .site()
        .db
        .read(move |tx| {
            let contract = &asker.guest.contract;
            let (mut todos, mut unfinished, mut panels) = (Vec::new(), Vec::new(), Vec::new());
            let named = deputies_of(tx, asker.login.id, on)?;
            let mut reminders = Vec::new();
            for county in asker.counties() {
                reminders.extend(unseen_reminders(tx, county, asker.login.id, on)?);
            }
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
            Ok::<_, DatabaseError>((named, reminders, todos, unfinished, panels, lead.unwrap_or_default()))
        })
        .await?;
    let frame = visitor.frame();
    let deputies = deputy_lines(&frame, &visitor, &named);
    page(&HomePage {
        today: frame.day(&on),
        frame,
        deputies,
        reminders,
        todos,
        unfinished,
        panels,
        lead,
        no_role: visitor.grants.is_empty(),
    })
}

/// `替 王红 代班到 1 月 20 日`, and the other way round.
fn deputy_lines(frame: &Frame, visitor: &Visitor, named: &[Deputy]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for grant in visitor.grants.iter() {
        if let (Some(deputised), Some(until)) = (&grant.deputy, grant.until) {
            lines.push(frame.say2("home-deputy-for", "name", deputised.name.as_str(), "day", frame.day(&until)));
        }
    }
    for (name, until) in named.iter().filter_map(|deputy| Some((deputy.name.as_str(), deputy.until?))) {
        lines.push(frame.say2("home-deputy-stands-in", "name", name, "day", frame.day(&until)));
    }
    // Several roles handed over together are one absence.
    lines.dedup();
    lines
}

async fn next_day(visitor: Visitor, submitted: Submitted) -> PageResult {
    let day = visitor.site().today().plus_days(1);
    move_to(&visitor, day).await?;
    go(&own_path(submitted.value("back")))
}

async fn end_of_period(visitor: Visitor, submitted: Submitted) -> PageResult {
    match visitor.after_period {
        Some(day) => move_to(&visitor, day).await?,
        // Somebody else was faster, or the period has ended: nothing to wait for.
        None if visitor.site().options.demo => {}
        None => return Err(PageError::NotFound),
    }
    go(&own_path(submitted.value("back")))
}

/// Moves a demo on, day by day, and runs the jobs of each before it answers.
async fn move_to(visitor: &Visitor, day: BusinessDate) -> Result<(), PageError> {
    let site = visitor.site();
    if !site.options.demo {
        return Err(PageError::NotFound);
    }
    while site.today() < day {
        let next = site.today().plus_days(1);
        let (db, number) = (site.db.clone(), next.number().to_string());
        // The mark's own call waits for the writer, so it stays off the threads that serve pages.
        let set = tokio::task::spawn_blocking(move || db.set_mark(BUSINESS_DATE, &number)).await;
        set.map_err(|error| PageError::Broken(error.to_string()))??;
        site.set_demo_date(next);
        runner::run_for(site, &visitor.guest.contract.jobs, next).await?;
    }
    Ok(())
}
