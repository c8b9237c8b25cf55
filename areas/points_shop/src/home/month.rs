//! What of a month waits for whom: deeds to check, meetings due, notices that end, objections with days left, points to confirm.

use std::collections::BTreeSet;

use basics::{BusinessDate, County};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use pages::Message;
use people::{NewReminder, Permission, Todo, Visitor};
use settings::Setting;
use trust::entry;
use trust::list_type::StepKind;
use trust::notice;
use trust::objection;
use trust::roster::{self, RosterRow};
use trust::{ANSWER_OBJECTIONS, SEE_ROSTERS};

use super::store;
use crate::appraisal::{self, MONTH};
use crate::area::{CHECK_DEEDS, CONFIRM_POINTS, GRANT_FUNDS, HOLD_APPRAISAL, RECORD_DEEDS, REVIEW_APPRAISAL};
use crate::fund;
use crate::shop::village_name;

/// Weeks a budget should still last; below it the county is told.
pub const BUDGET_WEEKS: Setting = Setting { name: "points-shop-budget-weeks", default: 6, min: 1, max: 52, scoped: false };

/// Names said on one line.
const NAMED: usize = 3;
/// Months looked back for what is still under way.
const MONTHS_BACK: i32 = 3;

/// The month's entries of the home page.
pub(super) fn todos(tx: &mut Tx<'_>, visitor: &Visitor, on: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    let mut todos = Vec::new();
    for county in visitor.counties() {
        todos.extend(recording(tx, visitor, county, on)?);
        todos.extend(checking(tx, visitor, county)?);
        todos.extend(meetings(tx, visitor, county, on)?);
        todos.extend(under_way(tx, visitor, county, on)?);
        todos.extend(objections(tx, visitor, county, on)?);
        todos.extend(not_met(tx, visitor, county, on)?);
        todos.extend(budgets(tx, visitor, county, on)?);
    }
    Ok(todos)
}

fn todo(count: usize, what: &'static str, detail: Option<Message>, urgent: bool, href: String, button: &'static str) -> Todo {
    Todo { count: count.to_string(), what: Message::new(what).with("count", count), detail, urgent, href, button }
}

fn named(names: &[String]) -> Option<Message> {
    let shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let key = if names.len() > NAMED { "home-named-first" } else { "home-named" };
    (!shown.is_empty()).then(|| Message::new(key).with("names", shown.join(" · ")))
}

/// Own drafts, what was sent back, and the houses this month's check has not been to.
fn recording(tx: &mut Tx<'_>, visitor: &Visitor, county: County, on: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    let mut todos = Vec::new();
    if !visitor.has(RECORD_DEEDS) {
        return Ok(todos);
    }
    let own = store::own_deeds(tx, county, visitor.actor())?;
    if own.drafts > 0 {
        let href = format!("/c/{county}/deeds?state=draft");
        todos.push(todo(own.drafts, "home-drafts", None, false, href, "home-drafts-button"));
    }
    if own.returned > 0 {
        let href = format!("/c/{county}/deeds?state=returned");
        todos.push(todo(own.returned, "home-returned", None, true, href, "home-returned-button"));
    }
    if visitor.has(CHECK_DEEDS) || visitor.has(REVIEW_APPRAISAL) {
        return Ok(todos);
    }
    for place in visitor.divisions(RECORD_DEEDS, county) {
        let left = store::not_in_round(tx, county, &place, on.month_number())?;
        if left > 0 {
            let detail = Message::new("home-round-of").with("month", i64::from(on.parts().1));
            todos.push(todo(left, "home-round", Some(detail), false, format!("/c/{county}/deeds/round"), "home-round-button"));
        }
    }
    Ok(todos)
}

/// What others recorded and nobody looked at.
fn checking(tx: &mut Tx<'_>, visitor: &Visitor, county: County) -> Result<Option<Todo>, DatabaseError> {
    let (mut count, mut oldest): (usize, Option<(BusinessDate, String)>) = (0, None);
    for place in visitor.divisions(CHECK_DEEDS, county) {
        let waiting = store::to_check(tx, county, &place, visitor.actor())?;
        count += waiting.count;
        oldest = oldest.or(waiting.oldest);
    }
    let detail =
        oldest.map(|(day, group)| Message::new("home-to-check-oldest").with("day", visitor.frame().day(&day)).with("group", group));
    Ok((count > 0)
        .then(|| todo(count, "home-to-check", detail, false, format!("/c/{county}/deeds?state=submitted"), "home-to-check-button")))
}

/// Villages whose checked deeds of a past month wait for a meeting, or of this month from the 25th on.
fn meetings(tx: &mut Tx<'_>, visitor: &Visitor, county: County, on: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    let mut todos = Vec::new();
    for place in visitor.divisions(HOLD_APPRAISAL, county) {
        let waiting = appraisal::waiting_by_village(tx, county, &place)?;
        let due = waiting.iter().filter(|waiting| waiting.month < on.month_number() || on.parts().2 >= 25);
        let (mut deeds, mut villages): (i64, Vec<String>) = (0, Vec::new());
        for waiting in due {
            deeds += waiting.deeds;
            let name = village_name(&waiting.village, on);
            if !villages.contains(&name) {
                villages.push(name);
            }
        }
        if deeds > 0 {
            let count = usize::try_from(deeds).unwrap_or(usize::MAX);
            todos.push(todo(
                count,
                "home-meeting-due",
                named(&villages),
                true,
                format!("/c/{county}/appraisals"),
                "home-meeting-due-button",
            ));
        }
    }
    Ok(todos)
}

/// Rosters of the visitor's places that have not come to rest, with what has to happen next.
fn under_way(tx: &mut Tx<'_>, visitor: &Visitor, county: County, on: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    if ![HOLD_APPRAISAL, REVIEW_APPRAISAL, CONFIRM_POINTS].into_iter().any(|permission| visitor.has(permission)) {
        return Ok(Vec::new());
    }
    let since = on.plus_days(-31 * MONTHS_BACK).month_number();
    let mut rows: Vec<RosterRow> = Vec::new();
    for place in visitor.divisions(SEE_ROSTERS, county) {
        rows.extend(roster::in_places(tx, county, MONTH.name, &place, (since, i64::MAX))?.into_iter().filter(|row| row.moving > 0));
    }
    let at = |kind: StepKind| {
        rows.iter().filter(move |row| {
            row.roster.is_open && row.step.and_then(|step| row.roster.steps.get(step)).is_some_and(|step| step.kind == kind)
        })
    };
    // Some are through with everything, whatever the others wait for.
    let some_ready = |row: &&RosterRow| {
        let last = row.last_step.and_then(|step| row.roster.steps.get(step));
        row.roster.is_open && last.is_some_and(|step| step.kind == StepKind::Decide)
    };
    let over = |row: &&RosterRow| row.notice_until.is_some_and(|until| until < on);
    let sitting: Vec<&RosterRow> = at(StepKind::Appraise).collect();
    let review: Vec<&RosterRow> = at(StepKind::Review).collect();
    // What an objection changed hangs nowhere until it is put up again.
    let mut unhung = BTreeSet::new();
    for row in at(StepKind::Notice).filter(|row| row.notice_until.is_some()) {
        let step = row.step.unwrap_or_default();
        if !entry::to_hang(tx, county, row.roster.id, step, notice::Kind::Notice)?.is_empty() {
            unhung.insert(row.roster.id);
        }
    }
    let again = |row: &&RosterRow| unhung.contains(&row.roster.id);
    let to_hang: Vec<&RosterRow> = at(StepKind::Notice).filter(|row| row.notice_until.is_none() || again(row)).collect();
    let ending: Vec<&RosterRow> =
        at(StepKind::Notice).filter(|row| row.notice_until.is_some_and(|until| until >= on && until.days_since(on) <= 1)).collect();
    let by_date = at(StepKind::Notice).filter(|row| over(row) && !again(row) && !some_ready(row));
    let ready: Vec<&RosterRow> = rows.iter().filter(some_ready).chain(by_date).collect();
    let mut todos = Vec::new();
    for (wanted, found, what, urgent, button) in [
        (HOLD_APPRAISAL, &sitting, "home-sitting", false, "home-sitting-button"),
        (REVIEW_APPRAISAL, &review, "home-review", true, "home-review-button"),
        (HOLD_APPRAISAL, &to_hang, "home-to-hang", true, "home-to-hang-button"),
        (HOLD_APPRAISAL, &ending, "home-notice-ending", false, "home-notice-ending-button"),
        (CONFIRM_POINTS, &ready, "home-ready", true, "home-ready-button"),
    ] {
        todos.extend(of_rosters(visitor, county, found, on, (wanted, what, urgent, button)));
    }
    // The township asks the village for what is the village's to do.
    if visitor.has(REVIEW_APPRAISAL) {
        todos.extend(of_rosters(visitor, county, &to_hang, on, (REVIEW_APPRAISAL, "home-not-put-up", false, "home-not-put-up-button")));
    }
    Ok(todos)
}

fn of_rosters(
    visitor: &Visitor,
    county: County,
    rows: &[&RosterRow],
    on: BusinessDate,
    (wanted, what, urgent, button): (Permission, &'static str, bool, &'static str),
) -> Option<Todo> {
    let own: Vec<&&RosterRow> = rows.iter().filter(|row| visitor.may(wanted, &people::Target::division(&row.roster.place))).collect();
    let mut names: Vec<String> = own.iter().map(|row| village_name(&row.roster.place, on)).collect();
    names.sort_unstable();
    names.dedup();
    let href = match own.as_slice() {
        [] => return None,
        [one] => format!("/c/{county}/appraisals/{}", one.roster.id),
        _ => format!("/c/{county}/appraisals"),
    };
    Some(todo(names.len(), what, named(&names), urgent, href, button))
}

/// Objections to be answered, the one due first with its days.
fn objections(tx: &mut Tx<'_>, visitor: &Visitor, county: County, on: BusinessDate) -> Result<Option<Todo>, DatabaseError> {
    let mut open = Vec::new();
    for place in visitor.divisions(ANSWER_OBJECTIONS, county) {
        open.extend(objection::in_places(tx, county, &place, true, 100)?);
    }
    open.sort_by_key(|(one, _)| one.reply_by);
    let Some((first, _)) = open.first() else { return Ok(None) };
    let days = first.days_left(on).max(-1);
    let what: String = first.what.chars().take(24).collect();
    let detail = Message::new("home-objection-first").with("what", what).with("days", days);
    let href = if open.len() == 1 { format!("/c/{county}/objections/{}", first.id) } else { format!("/c/{county}/objections") };
    Ok(Some(todo(open.len(), "home-objections", Some(detail), days <= 1, href, "home-objections-button")))
}

/// Served villages without an appraisal of the last month: for the township and the county.
fn not_met(tx: &mut Tx<'_>, visitor: &Visitor, county: County, on: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    let watched = [REVIEW_APPRAISAL, GRANT_FUNDS].into_iter().find(|permission| visitor.has(*permission));
    let Some(permission) = watched else { return Ok(Vec::new()) };
    let (year, month, _) = on.parts();
    let last_month = if month == 1 { (i64::from(year) - 1) * 100 + 12 } else { i64::from(year) * 100 + i64::from(month) - 1 };
    let mut todos = Vec::new();
    for place in visitor.divisions(permission, county) {
        let unmet: Vec<String> =
            appraisal::unmet(tx, county, &place, last_month)?.iter().map(|village| village_name(village, on)).collect();
        if !unmet.is_empty() {
            let href = format!("/c/{county}/appraisals?month={last_month}");
            todos.push(todo(unmet.len(), "home-not-met", named(&unmet), false, href, "home-not-met-button"));
        }
        let unconfirmed: Vec<String> =
            store::unconfirmed(tx, county, &place, last_month)?.iter().map(|village| village_name(village, on)).collect();
        if !unconfirmed.is_empty() {
            let href = format!("/c/{county}/appraisals");
            todos.push(todo(unconfirmed.len(), "home-not-confirmed", named(&unconfirmed), false, href, "home-not-met-button"));
        }
    }
    Ok(todos)
}

/// Budgets that run dry soon at the pace of the last eight weeks.
fn budgets(tx: &mut Tx<'_>, visitor: &Visitor, county: County, on: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    let mut todos = Vec::new();
    if !visitor.has(GRANT_FUNDS) {
        return Ok(todos);
    }
    let weeks = settings::value(tx, county, "", BUDGET_WEEKS, on)?;
    for place in visitor.divisions(GRANT_FUNDS, county) {
        for spent in store::spent_lately(tx, county, &place, on.plus_days(-56))? {
            let budget = ledger::balance(tx, county, &crate::posting::budget(spent.shop))?;
            let left = fund::weeks_left(TenthPoints(budget), spent.plus).unwrap_or(i64::MAX);
            if left < weeks {
                let mut one = todo(
                    usize::try_from(left).unwrap_or(0),
                    "home-budget-dry",
                    None,
                    true,
                    format!("/c/{county}/shops/{}/funds", spent.shop),
                    "home-budget-dry-button",
                );
                one.what = Message::new("home-budget-dry").with("count", left).with("shop", spent.name);
                todos.push(one);
            }
        }
    }
    Ok(todos)
}

/// Day of the month from which on a village is reminded of its meeting.
const MEETING_REMINDER_DAY: i8 = 28;

/// What the people of a village are told in the morning: objections due, notices that end, a meeting nobody held yet.
pub(crate) fn reminders(tx: &mut Tx<'_>, county: County, on: BusinessDate) -> Result<Vec<NewReminder>, DatabaseError> {
    let mut reminders = Vec::new();
    let within = county.to_string();
    for (one, place) in objection::in_places(tx, county, &within, true, 1_000)? {
        if one.days_left(on) <= 1 {
            for login in store::staff_of(tx, county, &place, on)? {
                reminders.push(NewReminder {
                    login,
                    key: "reminder-objection",
                    args: vec![("day", one.reply_by.into())],
                    href: format!("/c/{county}/objections/{}", one.id),
                    about: format!("objection {}", one.id),
                });
            }
        }
    }
    let since = on.plus_days(-31 * MONTHS_BACK).month_number();
    for row in roster::in_places(tx, county, MONTH.name, &within, (since, i64::MAX))? {
        if row.moving > 0 && row.notice_until == Some(on) {
            for login in store::staff_of(tx, county, &row.roster.place, on)? {
                reminders.push(NewReminder {
                    login,
                    key: "reminder-notice-ends",
                    args: vec![("village", village_name(&row.roster.place, on).into())],
                    href: format!("/c/{county}/appraisals/{}", row.roster.id),
                    about: format!("notice of {}", row.roster.id),
                });
            }
        }
    }
    if on.parts().2 >= MEETING_REMINDER_DAY {
        for village in appraisal::unmet(tx, county, &within, on.month_number())? {
            for login in store::staff_of(tx, county, &village, on)? {
                reminders.push(NewReminder {
                    login,
                    key: "reminder-meeting",
                    args: vec![("village", village_name(&village, on).into())],
                    href: format!("/c/{county}/appraisals?month={}", on.month_number()),
                    about: format!("meeting of {village}"),
                });
            }
        }
    }
    Ok(reminders)
}
