//! The villages' months of a year: recorded and checked, appraised, hung out, now and then objected to, confirmed.

use basics::{BusinessDate, Id};
use database::{DatabaseError, Db, Tx};
use money::TenthPoints;
use people::login::Login;
use trust::entry::Entry;
use trust::list_type::StepKind;
use trust::notice;
use trust::objection::{self, Answer, NewObjection};
use trust::roster;

use super::super::appraise::{On, Rules, actor, award_id, broken, confirm, decide, hang, list, notice_id, roster_id, taking};
use super::super::households::Customer;
use super::super::people_of::id_of;
use super::super::scene::REVIEWERS;
use super::super::{Dice, Told, at, county, staff};
use super::counter::take_back;
use super::did::{Did, OfMonth};
use crate::appraisal::{Decision, MONTH};
use crate::area::REVIEW_APPRAISAL;
use crate::award;
use crate::deed::{self, Deed, State, Step};
use crate::point_rule::PointRule;

/// Deeds recorded in one transaction, so that a till would not wait.
const BATCH: usize = 400;
/// Villages whose lists are made, or confirmed, in one transaction.
const VILLAGES: usize = 3;
/// One notice of so many is objected to.
const OBJECTED: u64 = 8;

/// A deed as it is recorded, with who does it and who looks at it.
#[derive(Clone)]
struct Recorded {
    deed: Deed,
    recorder: &'static str,
    checker: &'static str,
    untrue: bool,
}

/// Records and checks a month's deeds.
pub(super) fn record(
    db: &Db,
    of_month: &OfMonth,
    (period, customers, rules): (i64, &[Customer], &Rules),
    told: &dyn Fn(Told<'_>),
) -> Result<(), DatabaseError> {
    let mut all: Vec<Recorded> = Vec::new();
    for (village, did) in of_month {
        let rules = rules.get(&village[..9]).ok_or_else(|| broken("no rules"))?;
        for did in did {
            all.push(recorded(village, did, (period, &customers[did.customer]), rules)?);
        }
    }
    for batch in all.chunks(BATCH) {
        let batch = batch.to_vec();
        let done = batch.len();
        db.write_now(move |tx| {
            let mut known: Vec<(&'static str, Login)> = Vec::new();
            let (along, mut shared) = (deed::Along::default(), deed::Shared::default());
            for one in &batch {
                let recorder = login(tx, &mut known, one.recorder)?;
                deed::record_among(tx, &one.deed, (&along, &mut shared), &recorder, one.deed.done_on).map_err(broken)?;
                let checker = login(tx, &mut known, one.checker)?;
                let (step, why) = if one.untrue { (Step::Reject, "问过邻居，没有这回事") } else { (Step::Check, "") };
                let now = (one.deed.done_on, one.deed.recorded_at.plus_ms(3_600_000));
                deed::step(tx, (county(), one.deed.id), step, why, &checker, now).map_err(broken)?;
            }
            Ok::<_, DatabaseError>(())
        })?;
        told(Told::done(done));
    }
    Ok(())
}

fn login(tx: &mut Tx<'_>, known: &mut Vec<(&'static str, Login)>, name: &'static str) -> Result<Login, DatabaseError> {
    if let Some((_, login)) = known.iter().find(|(known, _)| *known == name) {
        return Ok(login.clone());
    }
    let login = staff::login(tx, name)?;
    known.push((name, login.clone()));
    Ok(login)
}

fn deed_id(customer: &Customer, item: &str, on: BusinessDate) -> Id<Deed> {
    Id::derived_at(at(on, 400), &[b"demo year deed", customer.id.as_bytes(), item.as_bytes()])
}

fn recorded(
    village: &'static str,
    did: &Did,
    (period, customer): (i64, &Customer),
    rules: &[PointRule],
) -> Result<Recorded, DatabaseError> {
    let done_on = BusinessDate::from_number(period * 100 + did.day).map_err(broken)?;
    let rule = rules.iter().find(|rule| rule.item.starts_with(did.item)).ok_or_else(|| broken(did.item))?;
    let by_liaison = matches!(rule.recorder.as_str(), "liaison" | "check-team" | "helper");
    let (recorder, checker) =
        if by_liaison { (staff::liaison(village), staff::clerk(village)) } else { (staff::clerk(village), staff::supervisor(village)) };
    let deed = Deed {
        county: county(),
        id: deed_id(customer, did.item, done_on),
        household: customer.id,
        person: matches!(rule.unit.as_str(), "person-time" | "person-day" | "person-year" | "class").then_some(customer.head),
        rule: rule.id,
        done_on,
        place: did.place.to_owned(),
        witness: did.witness.to_owned(),
        note: did.note.to_owned(),
        points: TenthPoints(did.points),
        recorder: id_of(recorder).any(),
        recorded_at: at(done_on, 400),
        state: State::Submitted,
    };
    Ok(Recorded { deed, recorder, checker, untrue: did.untrue })
}

/// A village before its month's meeting.
#[derive(Clone, Copy)]
pub(super) struct Sitting {
    pub village: &'static str,
    pub period: i64,
    pub met_on: BusinessDate,
    /// Of the shop whose township reviews.
    pub township: usize,
}

impl Sitting {
    fn on(&self, days: i32) -> On {
        On { roster: roster_id(self.village, self.period, 1), village: self.village, day: self.met_on.plus_days(days) }
    }

    fn dice(&self) -> Dice {
        Dice::new(7, &format!("{} {}", self.village, self.period))
    }
}

/// Meetings sit and their lists go up.
pub(super) fn meet(db: &Db, sittings: &[Sitting]) -> Result<(), DatabaseError> {
    for some in sittings.chunks(VILLAGES) {
        let some = some.to_vec();
        db.write_now(move |tx| some.iter().try_for_each(|sitting| meet_one(tx, sitting)))?;
    }
    Ok(())
}

fn meet_one(tx: &mut Tx<'_>, sitting: &Sitting) -> Result<(), DatabaseError> {
    let on = sitting.on(0);
    list(tx, on, sitting.period)?;
    decide(tx, on, &[staff::clerk(on.village)], &says)?;
    let of = roster::find(tx, county(), on.roster)?.ok_or_else(|| broken("no roster"))?;
    if of.step_of(StepKind::Review).is_some() {
        let taking = taking(tx, on, REVIEWERS[sitting.township % REVIEWERS.len()].0, "reviewed", 400)?;
        roster::pass_all(tx, &taking, (StepKind::Review, REVIEW_APPRAISAL.name), None).map_err(broken)?;
    }
    hang(tx, on)?;
    if sitting.dice().below(OBJECTED) == 0 { object(tx, sitting) } else { Ok(()) }
}

/// One of six doubtful entries does not pass.
fn says(entry: &Entry) -> Decision {
    if entry.id.as_bytes()[0].is_multiple_of(6) { Decision::Fail } else { Decision::Pass }
}

/// Somebody objects on the second day; the village's supervisor answers the day after.
fn object(tx: &mut Tx<'_>, sitting: &Sitting) -> Result<(), DatabaseError> {
    let (on, mut dice) = (sitting.on(2), sitting.dice());
    let notice = notice_id(on.roster);
    let lines = notice::lines(tx, county(), notice)?;
    let Some(line) = lines.get(dice.below(lines.len() as u64)) else { return Ok(()) };
    let id = Id::derived(&[b"demo objection", notice.as_bytes()]);
    let new = NewObjection {
        county: county(),
        id,
        notice,
        line: line.line.number,
        entry: None,
        what: (*dice.one_of(&["检查那天他家没有人", "这家的分记多了", "我家隔壁，没有看到他出工"])).to_owned(),
        name: String::new(),
        phone: String::new(),
        way: "web".to_owned(),
        receipt: hex::encode(&basics::sha256(&[b"demo receipt", id.as_bytes()])[..5]),
        received_on: on.day,
        entered_by: None,
    };
    let public = roster::Actor { login: Id::derived(&[b"public"]), concerned: Vec::new(), on: on.day, at: at(on.day, 500) };
    objection::object(tx, &new, &public).map_err(broken)?;
    answer(tx, sitting, id, dice.below(2) == 0)
}

fn answer(tx: &mut Tx<'_>, sitting: &Sitting, id: Id<objection::Objection>, is_right: bool) -> Result<(), DatabaseError> {
    let on = sitting.on(3);
    let held = trust::entry::search(tx, county(), on.roster, 0, 2_000)?;
    let held: Vec<_> =
        held.into_iter().filter(|entry| entry.standing.state == trust::entry::State::Objected).map(|entry| entry.id).collect();
    let reply = if is_right { "去看过，不是他家的，撤下" } else { "查过登记和照片，分没有记错" };
    let given = Answer { county: county(), objection: id, struck: if is_right { held } else { Vec::new() }, reply: reply.to_owned() };
    // Whoever recorded it keeps out; of what the clerk recorded the supervisor answers, of all else either.
    let supervisor = actor(tx, staff::supervisor(on.village), on.day, 120)?;
    objection::answer(tx, &MONTH, &given, &supervisor).map_err(broken)
}

/// The morning after the last day: what nobody objects to goes on, as the daily job has it, and points are confirmed.
pub(super) fn confirm_all(db: &Db, sittings: &[Sitting], told: &dyn Fn(Told<'_>)) -> Result<(), DatabaseError> {
    let Some(on) = sittings.first().map(|sitting| sitting.on(6).day) else { return Ok(()) };
    db.write_now(move |tx| {
        let program = roster::Actor { login: Id::derived(&[b"xieshou"]), concerned: Vec::new(), on, at: at(on, 0) };
        notice::end_due(tx, county(), &program).map(drop)
    })?;
    for some in sittings.chunks(VILLAGES) {
        let some = some.to_vec();
        db.write_now(move |tx| some.iter().try_for_each(|sitting| confirm(tx, sitting.on(6), &[staff::clerk(sitting.village)])))?;
        told(Told::done(0));
    }
    Ok(())
}

/// A confirmed deed turns out to be somebody else's: the clerk proposes, the township confirms.
pub(super) fn take_one_back(db: &Db, sitting: Sitting, (did, customers): (&[Did], &[Customer])) -> Result<(), DatabaseError> {
    let of_month = did.iter().filter(|did| did.points > 0 && !did.untrue).take(40);
    let deeds: Vec<(Id<Deed>, &str)> = of_month
        .filter_map(|did| {
            let on = BusinessDate::from_number(sitting.period * 100 + did.day).ok()?;
            Some((deed_id(&customers[did.customer], did.item, on), did.item))
        })
        .collect();
    let ids: Vec<Id<Deed>> = deeds.into_iter().map(|(id, _)| id).collect();
    db.write_now(move |tx| {
        let on = sitting.on(6);
        let award = award_id(on.roster, staff::clerk(on.village));
        for id in &ids {
            let confirmed = deed::find(tx, county(), *id)?.is_some_and(|row| row.deed.state == State::Confirmed);
            let counted = award::counted(tx, county(), *id)?.is_some_and(|points| points > TenthPoints::ZERO);
            if confirmed && counted && award::of_deed(tx, county(), *id)?.is_some_and(|there| there.id == award) {
                let (clerk, township) =
                    (staff::login(tx, staff::clerk(on.village))?, staff::login(tx, REVIEWERS[sitting.township % REVIEWERS.len()].0)?);
                let posting = award::posting_id(*id, award);
                return take_back(tx, posting, "同名，记错了户", (&clerk, &township), on.day);
            }
        }
        Ok(())
    })
}
