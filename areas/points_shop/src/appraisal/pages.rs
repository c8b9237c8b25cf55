//! Pages about a village's month: which villages have something to appraise, and the list that is opened for a meeting.

mod acts;
mod amend;
mod entries;
mod facts;
mod list;
mod mistakes;
mod papers;
mod show;

use axum::extract::Path;
use basics::{County, Id};
use pages::{Frame, Lang, Message, PageError, PageResult, Submitted, done, go};
use people::{RouteAccess, Routes, Target, Visitor};
use trust::roster::{self, NewRoster, Roster, RosterRow};

use super::{Gathered, MONTH, Waiting, candidates, entries_of, list as list_batch, open};
use crate::area::HOLD_APPRAISAL;

/// Deeds taken up in one transaction, so that no till waits long.
const BATCH: usize = 100;

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = papers::routes(mistakes::routes(amend::routes(acts::routes(entries::routes(show::routes(routes))))));
    list::routes(routes).post("/c/{county}/appraisals", RouteAccess::Needs(HOLD_APPRAISAL, "county-part"), begin)
}

/// `2019 年 12 月`.
pub(crate) fn month_words(frame: &Frame, period: i64) -> String {
    frame.message(&Message::new("appraisal-month").with("year", (period / 100).to_string()).with("month", period % 100))
}

/// A village meets once about all that waits up to a month: the last closed one if anything of it waits, else the running one.
pub(crate) fn together(waiting: Vec<Waiting>, this_month: i64) -> Vec<Waiting> {
    let mut villages: Vec<Waiting> = Vec::new();
    for one in waiting {
        let past = one.month < this_month;
        match villages.iter_mut().find(|known| known.village == one.village) {
            Some(known) if past || known.month >= this_month => {
                known.month = known.month.max(one.month);
                known.deeds += one.deeds;
            }
            // What belongs to the running month waits while an older one is still to be met about.
            Some(_) => {}
            None => villages.push(one),
        }
    }
    villages
}

/// Where a roster stands, in a few words.
fn stage(frame: &Frame, row: &RosterRow) -> String {
    let step = row.step.and_then(|step| row.roster.steps.get(step));
    let key = match step.map(|step| step.kind) {
        _ if !row.roster.is_open => "appraisal-stage-gathering",
        Some(trust::list_type::StepKind::Appraise) => "appraisal-stage-appraise",
        Some(trust::list_type::StepKind::Review) => "appraisal-stage-review",
        Some(trust::list_type::StepKind::Notice) if row.notice_until.is_none() => "appraisal-stage-to-hang",
        Some(trust::list_type::StepKind::Notice) => "appraisal-stage-notice",
        Some(_) => "appraisal-stage-decide",
        None if row.objected > 0 => "appraisal-stage-objected",
        None if row.moving > 0 => "appraisal-stage-returned",
        None => "appraisal-stage-done",
    };
    frame.say(key)
}

async fn begin(visitor: Visitor, Path(county): Path<County>, submitted: Submitted) -> PageResult {
    let village = submitted.value("village").to_owned();
    visitor.must(HOLD_APPRAISAL, &Target::division(&village))?;
    let today = visitor.site().today();
    let month: i64 = submitted.value("month").parse().unwrap_or(0);
    if month > today.month_number() || !(1..=12).contains(&(month % 100)) || month < 200_000 {
        return Err(PageError::Refused(Message::new("appraisal-odd-month")));
    }
    let id = submitted.value("id").parse().unwrap_or_else(|_| Id::fresh());
    match gather(&visitor, county, &village, month, id).await? {
        Some(roster) => go(&format!("/c/{county}/appraisals/{roster}")),
        None => done(&format!("/c/{county}/appraisals"), "appraisal-nothing"),
    }
}

/// Lists all checked deeds up to the month, batch by batch; called again it goes on where it was cut off.
async fn gather(visitor: &Visitor, county: County, village: &str, month: i64, id: Id<Roster>) -> Result<Option<Id<Roster>>, PageError> {
    let (site, place) = (visitor.site().clone(), village.to_owned());
    let gathered: Gathered = site.db.read(move |tx| candidates(tx, county, &place, month)).await?;
    let (asker, now) = (visitor.clone(), site.now());
    let new = NewRoster { county, id, place: village.to_owned(), period: month };
    if gathered.candidates.is_empty() {
        let place = village.to_owned();
        let there = site.db.read(move |tx| roster::latest(tx, county, MONTH.name, &place, month)).await?;
        return Ok(there.map(|there| there.id));
    }
    let opened = site
        .db
        .write(move |tx| {
            let actor = trust::actor(tx, &asker, county, now)?;
            open(tx, &new, &actor)
        })
        .await?;
    let texts = site.texts.clone();
    let topic = move |topic: &str| texts.say(Lang::ZhHans, &format!("topic-{topic}"), &[]);
    let entries = entries_of(county, opened.id, &gathered, &topic);
    let roster = opened.id;
    for batch in entries.chunks(BATCH) {
        let batch = batch.to_vec();
        site.db.write(move |tx| list_batch(tx, county, roster, &batch)).await.map_err(refused)?;
    }
    site.db.write(move |tx| roster::begin(tx, county, roster)).await?;
    Ok(Some(roster))
}

/// A refusal that only a program's fault can bring here.
fn refused(refused: roster::RosterRefused) -> PageError {
    match refused {
        roster::RosterRefused::Database(error) => error.into(),
        roster::RosterRefused::Unknown => PageError::NotFound,
        other => PageError::Broken(format!("a list could not be gathered: {other:?}")),
    }
}
