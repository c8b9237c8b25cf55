//! Ends a household or takes its end back, in one transaction with what areas have to do for it.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use pages::Message;
use people::login::Login;
use people::{HouseholdEnding, HouseholdHooks};
use serde_json::json;

use super::{BackRefused, EndRefused, Ending, Facts, Reason, Relations, plan, store};
use crate::household::{self, Household};

/// Who records it, and when.
#[derive(Clone, Debug)]
pub struct By {
    pub login: Login,
    pub today: BusinessDate,
    pub at: Moment,
}

fn told(ending: &Ending, by: &By) -> HouseholdEnding {
    HouseholdEnding {
        county: ending.county,
        id: ending.id.any(),
        household: ending.household.any(),
        successor: ending.successor.map(Id::any),
        from: ending.from,
        today: by.today,
        by: by.login.id.any(),
        at: by.at,
    }
}

fn checked(tx: &mut Tx<'_>, ending: &Ending, by: &By) -> Result<Facts, EndRefused> {
    let county = ending.county;
    let household = household::find(tx, county, ending.household)?.ok_or(EndRefused::Unknown)?;
    let mut concerned = household::concerned(tx, &by.login, county, household.id, by.today)?;
    let successor = match ending.successor {
        Some(other) => {
            concerned |= household::concerned(tx, &by.login, county, other, by.today)?;
            household::find(tx, county, other)?
        }
        None => None,
    };
    let facts = Facts { today: by.today, household, successor, concerned };
    plan(&facts, ending.reason, ending.from).map_err(EndRefused::Rule)?;
    Ok(facts)
}

/// What will happen if the household ends like this, a sentence each; or why it cannot.
pub fn foretell(tx: &mut Tx<'_>, ending: &Ending, by: &By, hooks: &[HouseholdHooks]) -> Result<Vec<Message>, EndRefused> {
    let Facts { household, successor, .. } = checked(tx, ending, by)?;
    let mut said = Vec::new();
    if let Some(other) = &successor {
        let message = Message::new("end-foretold-members").with("count", household.member_count);
        said.push(message.with("name", &other.head_name).with("code", &other.code));
    }
    let known = if successor.is_some() { "end-foretold-merged-lists" } else { "end-foretold-lists" };
    said.push(Message::new(known).with("day", ending.from));
    for hook in hooks {
        said.extend((hook.foretell)(tx, &told(ending, by))?);
    }
    Ok(said)
}

/// Ends the household; the same form again does nothing.
pub fn end(tx: &mut Tx<'_>, ending: &Ending, relations: &Relations, by: &By, hooks: &[HouseholdHooks]) -> Result<(), EndRefused> {
    let county = ending.county;
    tx.lock_book(county)?;
    if let Some(there) = store::find(tx, county, ending.id)? {
        return if there == *ending { Ok(()) } else { Err(EndRefused::OtherContent) };
    }
    let facts = checked(tx, ending, by)?;
    for hook in hooks {
        (hook.ends)(tx, &told(ending, by))?;
    }
    if let Some(other) = &facts.successor {
        hand_over_members(tx, ending, other.id, relations)?;
    }
    store::insert(tx, ending, by.login.id.any(), by.at)?;
    noted(tx, ending, "ended", by)?;
    if let Some(other) = facts.successor {
        let after = Some(json!({ "household": facts.household.code, "from": ending.from.to_string() }));
        changed(tx, county, other.id, "took-in", after, by)?;
    }
    Ok(())
}

fn hand_over_members(tx: &mut Tx<'_>, ending: &Ending, successor: Id<Household>, relations: &Relations) -> Result<(), DatabaseError> {
    let members = household::members(tx, ending.county, ending.household)?;
    store::move_out(tx, ending)?;
    for member in members.into_iter().filter(|member| member.until.is_none()) {
        let said = relations.iter().find(|(person, _)| *person == member.person.id);
        store::move_in(tx, ending, successor, (member.person.id, said.map_or("other", |(_, relation)| relation)))?;
    }
    store::take_tokens(tx, ending, successor)
}

/// Takes an end back by a further record: the household counts as if it had always been there. The same form again does nothing.
pub fn take_back(
    tx: &mut Tx<'_>,
    (county, id, household): (County, Id<Ending>, Id<Household>),
    reason: &str,
    by: &By,
    hooks: &[HouseholdHooks],
) -> Result<(), BackRefused> {
    tx.lock_book(county)?;
    if let Some(there) = store::find(tx, county, id)? {
        let same = there.household == household && there.reason == Reason::Back;
        return if same { Ok(()) } else { Err(BackRefused::OtherContent) };
    }
    let of = household::find(tx, county, household)?.ok_or(BackRefused::Unknown)?;
    let ended = store::latest(tx, county, household)?.filter(|latest| latest.reason != Reason::Back).ok_or(BackRefused::NotEnded)?;
    if household::concerned(tx, &by.login, county, household, by.today)? {
        return Err(BackRefused::Concerned);
    }
    if let Some(other) = ended.successor
        && let Some(other) = household::find(tx, county, other)?.filter(|other| other.until.is_some())
    {
        return Err(BackRefused::SuccessorEnded { name: other.head_name });
    }
    head_is_free(tx, &of, &ended)?;
    for hook in hooks {
        (hook.back)(tx, &told(&ended, by))?;
    }
    match ended.successor {
        Some(successor) => store::come_back(tx, &ended, successor)?,
        None => store::leave_elsewhere(tx, &ended)?,
    }
    let back = Ending { id, reason: Reason::Back, note: reason.to_owned(), ..ended };
    store::insert(tx, &back, by.login.id.any(), by.at)?;
    Ok(noted(tx, &back, "came-back", by)?)
}

/// A household comes back with its head or not at all.
fn head_is_free(tx: &mut Tx<'_>, of: &Household, ended: &Ending) -> Result<(), BackRefused> {
    for lives_in in household::of_person(tx, of.county, of.head.any())? {
        if lives_in == of.id || Some(lives_in) == ended.successor {
            continue;
        }
        if let Some(other) = household::find(tx, of.county, lives_in)?.filter(|other| other.until.is_none()) {
            return Err(BackRefused::HeadElsewhere { name: other.head_name, code: other.code });
        }
    }
    Ok(())
}

fn noted(tx: &mut Tx<'_>, ending: &Ending, verb: &'static str, by: &By) -> Result<(), DatabaseError> {
    let into = match ending.successor {
        Some(other) => household::find(tx, ending.county, other)?.map(|other| other.code),
        None => None,
    };
    let after = json!({ "ending": ending.reason.to_string(), "from": ending.from.to_string(), "into": into, "note": ending.note });
    changed(tx, ending.county, ending.household, verb, Some(after), by)
}

fn changed(
    tx: &mut Tx<'_>,
    county: County,
    household: Id<Household>,
    verb: &'static str,
    after: Option<serde_json::Value>,
    by: &By,
) -> Result<(), DatabaseError> {
    let subject = Subject::new(county, "household", household);
    tx.changed(Change { subject, actor: Some(by.login.id.any()), verb, at: by.at, before: None, after })
}
