//! Carries out naming and ending deputies, in one transaction with the history of both logins.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use serde_json::json;

use super::{latest, may_hand_on};
use crate::contract::Contract;
use crate::grant::{self, Deputy, Grant, NewGrant, Place, Target};
use crate::login::{self, Login, pages::holds_another};
use crate::role::PlaceKind;

/// Who is to stand in for whom, for which roles, until when.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// Chosen when the form was shown.
    pub id: Id<Wanted>,
    pub of: Login,
    pub grants: Vec<Id<Grant>>,
    /// Name of the deputy's login.
    pub deputy: String,
    pub until: BusinessDate,
}

/// Why nobody was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DeputyRefused {
    /// A role that is not one's own to hand over.
    NotOwn,
    /// No such login in the county, or oneself.
    Unknown,
    /// The day has passed or is too far away.
    Until {
        latest: BusinessDate,
    },
    /// Manager, supervisor and reviewer of one shop are three people.
    SamePerson,
    Database(DatabaseError),
}

impl From<DatabaseError> for DeputyRefused {
    fn from(error: DatabaseError) -> Self {
        DeputyRefused::Database(error)
    }
}

/// Names a deputy; the same form again does nothing.
pub(crate) fn name(tx: &mut Tx<'_>, contract: &Contract, wanted: &Wanted, (on, now): (BusinessDate, Moment)) -> Result<(), DeputyRefused> {
    let home = wanted.of.home;
    // Two at once could each give one of the three roles to the same person.
    tx.lock_book(home)?;
    let deputy = login::by_name(tx, &wanted.deputy)?.map(|(login, _)| login);
    let deputy = deputy.filter(|login| login.home == home && login.id != wanted.of.id && login.disabled_at.is_none());
    let deputy = deputy.ok_or(DeputyRefused::Unknown)?;
    let own = grant::grants_in_force(tx, contract, wanted.of.id, on)?;
    for id in &wanted.grants {
        let grant = own.iter().find(|grant| grant.id == *id && may_hand_on(grant, home)).ok_or(DeputyRefused::NotOwn)?;
        let latest = latest(grant, on);
        if wanted.until < on || wanted.until > latest {
            return Err(DeputyRefused::Until { latest });
        }
        hand_over(tx, contract, wanted, grant, &deputy, (on, now))?;
    }
    Ok(())
}

fn hand_over(
    tx: &mut Tx<'_>,
    contract: &Contract,
    wanted: &Wanted,
    grant: &Grant,
    deputy: &Login,
    (on, now): (BusinessDate, Moment),
) -> Result<(), DeputyRefused> {
    let role = contract.role(&grant.role).ok_or(DeputyRefused::NotOwn)?;
    let kind = if let PlaceKind::Kept(kind) = role.place { kind } else { "" };
    let (target, division, kept, place) = match &grant.place {
        Place::Everywhere => return Err(DeputyRefused::NotOwn),
        Place::Division(code) => (Target::division(code), code.clone(), None, format!("division:{code}")),
        Place::Kept { id, divisions, label, .. } => {
            (Target { divisions: divisions.clone(), kept: None }, String::new(), Some(*id), label.clone())
        }
    };
    let id = Id::derived(&[b"deputy", wanted.id.as_bytes(), grant.id.as_bytes()]);
    if holds_another(tx, contract, (deputy.id, on), role, &target)? {
        return Err(DeputyRefused::SamePerson);
    }
    let (by, until) = (Some(wanted.of.id.any()), Some(wanted.until));
    let new = NewGrant { id, login: deputy.id, role: role.name, county: grant.county, division, kind, place: kept, until, by };
    if !grant::deputise(tx, &new, grant.id, now)? {
        return Ok(());
    }
    let after = |word: &str, name: &str| json!({ "role": role.name, "place": place, "until": wanted.until.to_string(), word: name });
    let (to_deputy, to_holder) = (after("for", &wanted.of.display_name), after("deputy", &deputy.display_name));
    noted(tx, grant.county, (deputy.id, "deputy-given", to_deputy), wanted.of.id, now)?;
    noted(tx, grant.county, (wanted.of.id, "deputy-named", to_holder), wanted.of.id, now)?;
    Ok(())
}

/// Ends a deputy's time for either of the two; false when it is neither's.
pub(crate) fn end(tx: &mut Tx<'_>, id: Id<Grant>, by: Id<Login>, now: Moment) -> Result<bool, DatabaseError> {
    let Some(deputy) = grant::deputy(tx, id)?.filter(|deputy| deputy.login == by || deputy.holder == by) else { return Ok(false) };
    tx.enter(deputy.county)?;
    if grant::end(tx, id, now)? {
        noted_end(tx, &deputy, by, now)?;
    }
    Ok(true)
}

/// The end of a deputy's time, in the history of both.
pub(crate) fn noted_end(tx: &mut Tx<'_>, deputy: &Deputy, by: Id<Login>, now: Moment) -> Result<(), DatabaseError> {
    let role = json!({ "role": deputy.role });
    noted(tx, deputy.county, (deputy.login, "deputy-ended", role.clone()), by, now)?;
    noted(tx, deputy.county, (deputy.holder, "deputy-ended", role), by, now)
}

fn noted(
    tx: &mut Tx<'_>,
    county: County,
    (login, verb, after): (Id<Login>, &'static str, serde_json::Value),
    by: Id<Login>,
    now: Moment,
) -> Result<(), DatabaseError> {
    let subject = Subject::new(county, "login", login);
    tx.changed(Change { subject, actor: Some(by.any()), verb, at: now, before: None, after: Some(after) })
}
