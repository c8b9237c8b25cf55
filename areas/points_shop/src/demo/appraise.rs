//! A village's month through the doors a clerk's click uses: listed, appraised, hung out, confirmed.

use std::collections::BTreeMap;

use basics::{BusinessDate, Id};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use registry::household::{self, Household};
use trust::entry::{self, Entry};
use trust::list_type::StepKind;
use trust::meeting::{self, Attendee, Meeting, Way};
use trust::notice::{self, Kind, NewNotice, Notice};
use trust::roster::{self, Actor, NewRoster, Roster, Taking};

use super::{at, county, staff};
use crate::appraisal::{self, Chosen, Decision, Said};
use crate::award::{self, Award};

/// Representatives of a village, and how many of them the meetings of a demo sit with.
const EXPECTED: i64 = 31;
const HEADS: usize = 17;
const OTHERS: usize = 8;

/// What is wrong where nothing can be.
pub(super) fn broken(refused: impl std::fmt::Debug) -> DatabaseError {
    DatabaseError::Broken(format!("the demo's months: {refused:?}"))
}

pub(super) fn day(number: i64) -> Result<BusinessDate, DatabaseError> {
    BusinessDate::from_number(number).map_err(|_| DatabaseError::Broken(format!("{number} is no day")))
}

/// One who acts on a roster of the demo.
#[derive(Clone, Copy)]
pub(super) struct On {
    pub roster: Id<Roster>,
    pub village: &'static str,
    pub day: BusinessDate,
}

pub(super) fn roster_id(village: &str, period: i64, version: i64) -> Id<Roster> {
    Id::derived(&[b"demo roster", village.as_bytes(), &period.to_be_bytes(), &version.to_be_bytes()])
}

pub(super) fn notice_id(roster: Id<Roster>) -> Id<Notice> {
    Id::derived(&[b"demo notice", roster.as_bytes()])
}

/// The confirmation somebody's click made.
pub(super) fn award_id(roster: Id<Roster>, login: &str) -> Id<Award> {
    act_id(roster, &format!("confirmed by {login}")).of()
}

fn act_id(roster: Id<Roster>, word: &str) -> Id {
    Id::derived(&[b"demo act", roster.as_bytes(), word.as_bytes()])
}

pub(super) fn actor(tx: &mut Tx<'_>, login: &str, on: BusinessDate, minutes: i64) -> Result<Actor, DatabaseError> {
    let login = staff::login(tx, login)?;
    Ok(Actor { login: login.id.any(), concerned: household::concerns(tx, &login, county(), on)?, on, at: at(on, minutes) })
}

pub(super) fn taking(tx: &mut Tx<'_>, on: On, login: &str, word: &str, minutes: i64) -> Result<Taking, DatabaseError> {
    let action = act_id(on.roster, word).of();
    Ok(Taking { county: county(), roster: on.roster, action, actor: actor(tx, login, on.day, minutes)?, reason: String::new() })
}

/// Lists what is checked and lets a meeting sit over it.
pub(super) fn list(tx: &mut Tx<'_>, on: On, period: i64) -> Result<(), DatabaseError> {
    let gathered = appraisal::candidates(tx, county(), on.village, period)?;
    let topic = |topic: &str| staff::topic(topic).to_owned();
    let entries = appraisal::entries_of(county(), on.roster, &gathered, &topic);
    let new = NewRoster { county: county(), id: on.roster, place: on.village.to_owned(), period };
    let clerk = actor(tx, staff::clerk(on.village), on.day, 300)?;
    appraisal::open(tx, &new, &clerk)?;
    appraisal::list(tx, county(), on.roster, &entries).map_err(broken)?;
    roster::begin(tx, county(), on.roster)?;
    sit(tx, on)
}

fn sit(tx: &mut Tx<'_>, on: On) -> Result<(), DatabaseError> {
    let heads: Vec<Household> = household::in_village(tx, county(), on.village)?;
    let step = heads.len().div_ceil(HEADS).max(1);
    let mut attendees: Vec<Attendee> = Vec::new();
    let names = heads.into_iter().step_by(step).map(|household| household.head_name);
    for name in names.chain((0..OTHERS).map(|number| format!("代表{}", number + 1))) {
        if attendees.iter().any(|known| known.name == name) {
            continue;
        }
        let mut concerned = Vec::new();
        let persons = household::named_in_village(tx, county(), on.village, &name)?;
        for person in &persons {
            concerned.extend(household::concerns_of_person(tx, county(), person.any(), on.day)?);
        }
        let way = if attendees.len() < 21 { Way::Site } else { Way::Paper };
        attendees.push(Attendee { name, way, who: (persons.len() == 1).then(|| persons[0].any()), concerned });
    }
    let clerk = actor(tx, staff::clerk(on.village), on.day, 330)?;
    let meeting = Meeting {
        county: county(),
        id: meeting_id(on),
        roster: on.roster,
        number: 0,
        held_on: on.day,
        chair: staff::chair(on.village).to_owned(),
        expected: EXPECTED,
        present: 0,
        quorum_percent: 50,
        recorded_by: clerk.login,
        recorded_at: clerk.at,
    };
    meeting::hold(tx, &meeting, &attendees, &clerk).map_err(broken)
}

fn meeting_id(on: On) -> Id<Meeting> {
    Id::derived(&[b"demo meeting", on.roster.as_bytes()])
}

/// What the meeting says of the doubtful entries, and passes all others.
pub(super) fn decide(tx: &mut Tx<'_>, on: On, logins: &[&str], says: &dyn Fn(&Entry) -> Decision) -> Result<(), DatabaseError> {
    for login in logins {
        let taking = taking(tx, on, login, &format!("decided by {login}"), 350)?;
        let standing = entry::Standing { step: 0, state: entry::State::Open };
        let open = entry::page(tx, (county(), on.roster), standing, true, (taking.actor.login, 0, 200))?;
        let said = open.iter().filter(|entry| !taking.actor.concerned.contains(&entry.party)).map(|entry| Chosen {
            entry: entry.id,
            // Too few would be left to decide: it waits for the next meeting.
            decision: if entry.quorate { says(entry) } else { Decision::Defer },
            points: Some(TenthPoints(entry.shown.claimed)),
        });
        let said = Said { meeting: meeting_id(on), chosen: said.collect(), all_good: true };
        match appraisal::decide(tx, &taking, &said) {
            Ok(_) | Err(appraisal::DecideRefused::Roster { refused: roster::RosterRefused::Nothing, .. }) => {}
            Err(refused) => return Err(broken(refused)),
        }
    }
    Ok(())
}

pub(super) fn hang(tx: &mut Tx<'_>, on: On) -> Result<Notice, DatabaseError> {
    let new =
        NewNotice {
            county: county(), id: notice_id(on.roster), roster: on.roster, kind: Kind::Notice, board: "村委会公示栏".to_owned()
        };
    let clerk = actor(tx, staff::clerk(on.village), on.day, 420)?;
    let of = roster::find(tx, county(), on.roster)?.ok_or_else(|| broken("no roster"))?;
    let step = of.step_of(StepKind::Notice).ok_or_else(|| broken("no notice"))?;
    let lines = appraisal::lines(tx, county(), on.roster, step)?;
    notice::put_up(tx, &new, &lines, &clerk).map_err(broken)
}

/// Confirms what passed every step and enters the points.
pub(super) fn confirm(tx: &mut Tx<'_>, on: On, logins: &[&str]) -> Result<(), DatabaseError> {
    for login in logins {
        let taking = taking(tx, on, login, &format!("confirmed by {login}"), 60)?;
        match award::confirm(tx, &taking) {
            Ok(award) => while award::book(tx, county(), award.id, at(on.day, 61))? > 0 {},
            Err(award::ConfirmRefused::Nothing | award::ConfirmRefused::JustNow | award::ConfirmRefused::OnlyOwn) => {}
            Err(refused) => return Err(broken(refused)),
        }
    }
    Ok(())
}

/// The rules in force on a day in each of these townships.
pub(super) type Rules = BTreeMap<&'static str, Vec<crate::point_rule::PointRule>>;
