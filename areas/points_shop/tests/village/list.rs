//! A village's list step by step through the doors of the area, without pages: deeds checked, listed, decided, hung out, confirmed.

use basics::{BusinessDate, Subject};
use database::{DatabaseError, Schema};
use money::TenthPoints;
use points_shop::appraisal::{self, Chosen, DecideRefused, Decision, Said};
use points_shop::award::{self, Award, ConfirmRefused};
use points_shop::deed::{self, Deed, State, Step};
use points_shop::{point_rule, posting};
use testkit::{NOW, Scratch, daguan, id, today};
use trust::entry;
use trust::list_type::StepKind;
use trust::meeting::{self, Attendee, Meeting, Way};
use trust::notice::{self, Kind, NewNotice};
use trust::roster::{self, Actor, NewRoster, Taking};

use super::{CUIPING, login};

pub fn schemas() -> Vec<Schema> {
    let mut all = vec![database::schema(), settings::schema(), jobs::schema(), ledger::schema()];
    all.extend([people::schema(), registry::schema(), trust::schema()]);
    all.extend(points_shop::area().schemas);
    all
}

/// A deed recorded by the liaison and checked by the clerk.
pub fn checked(db: &Scratch, word: &str, household: &str, item: &str, days_ago: i32) {
    recorded(db, word, household, item, days_ago);
    looked_at(db, word);
}

/// A deed recorded by the liaison.
pub fn recorded(db: &Scratch, word: &str, household: &str, item: &str, days_ago: i32) {
    let by = login(db, "liaison");
    let (deed_id, household, item, word) = (id(word), id(household), item.to_owned(), word.to_owned());
    db.write_now(move |tx| {
        let broken = |refused: &dyn std::fmt::Debug| DatabaseError::Broken(format!("{word}: {refused:?}"));
        let all = point_rule::rules(tx, daguan(), id("rules"))?;
        let rule = all.iter().find(|rule| rule.item.starts_with(&item)).ok_or_else(|| broken(&"no such rule"))?.id;
        let deed = Deed {
            county: daguan(),
            id: deed_id,
            household,
            person: None,
            rule,
            done_on: today().plus_days(-days_ago),
            place: "水沟".to_owned(),
            witness: "罗开文".to_owned(),
            note: String::new(),
            points: TenthPoints(100),
            recorder: by.id.any(),
            recorded_at: NOW,
            state: State::Submitted,
        };
        deed::record(tx, &deed, &by, today()).map_err(|refused| broken(&refused))
    })
    .expect("a deed is recorded");
}

/// The clerk checks it.
pub fn looked_at(db: &Scratch, word: &str) {
    let (deed_id, checker) = (id::<Deed>(word), login(db, "clerk"));
    db.write_now(move |tx| {
        let broken = |refused: &dyn std::fmt::Debug| DatabaseError::Broken(format!("{deed_id}: {refused:?}"));
        deed::step(tx, (daguan(), deed_id), Step::Check, "", &checker, (today(), NOW)).map_err(|refused| broken(&refused))
    })
    .expect("it is checked");
}

pub fn acting(db: &Scratch, word: &str, on: BusinessDate) -> Actor {
    let login = login(db, word);
    let concerned = {
        let login = login.clone();
        db.read_now(move |tx| registry::household::concerns(tx, &login, daguan(), on)).expect("read")
    };
    Actor { login: login.id.any(), concerned, on, at: NOW.plus_ms(i64::from(on.days_since(today())) * 86_400_000) }
}

pub fn taking(db: &Scratch, word: &str, action: &str, on: BusinessDate) -> Taking {
    Taking { county: daguan(), roster: id("month"), action: id(action), actor: acting(db, word, on), reason: String::new() }
}

/// Lists what is checked, with a meeting of 23 that sat today.
pub fn listed(db: &Scratch) {
    let gathered = db.read_now(|tx| appraisal::candidates(tx, daguan(), CUIPING, today().month_number())).expect("candidates");
    let entries = appraisal::entries_of(daguan(), id("month"), &gathered, &|topic| topic.to_owned());
    let actor = acting(db, "clerk", today());
    let new = NewRoster { county: daguan(), id: id("month"), place: CUIPING.to_owned(), period: today().month_number() };
    db.write_now(move |tx| appraisal::open(tx, &new, &actor)).expect("it opens");
    for _ in 0..2 {
        let entries = entries.clone();
        db.write_now(move |tx| appraisal::list(tx, daguan(), id("month"), &entries)).expect("listed once");
    }
    db.write_now(|tx| roster::begin(tx, daguan(), id("month"))).expect("it begins");
    let meeting = Meeting {
        county: daguan(),
        id: id("meeting"),
        roster: id("month"),
        number: 0,
        held_on: today(),
        chair: "高敏".to_owned(),
        expected: 31,
        present: 0,
        quorum_percent: 50,
        recorded_by: id::<()>("clerk"),
        recorded_at: NOW,
    };
    let attendees: Vec<Attendee> =
        (0..23).map(|number| Attendee { name: format!("代表 {number}"), way: Way::Site, who: None, concerned: Vec::new() }).collect();
    let actor = acting(db, "clerk", today());
    db.write_now(move |tx| meeting::hold(tx, &meeting, &attendees, &actor)).expect("enough came");
}

pub fn entry_of(db: &Scratch, deed: &str) -> entry::Entry {
    let subject = Subject::new(daguan(), "deed", id::<Deed>(deed));
    db.read_now(move |tx| entry::of_subject(tx, &subject)).expect("read").expect("the deed is listed")
}

pub fn decided(
    db: &Scratch,
    word: &str,
    action: &str,
    chosen: &[(&str, Decision, Option<i64>)],
    all_good: bool,
) -> Result<u64, DecideRefused> {
    let chosen = chosen
        .iter()
        .map(|(deed, decision, points)| Chosen { entry: entry_of(db, deed).id, decision: *decision, points: points.map(TenthPoints) })
        .collect();
    let (taking, said) = (taking(db, word, action, today()), Said { meeting: id("meeting"), chosen, all_good });
    db.write_now(move |tx| appraisal::decide(tx, &taking, &said))
}

pub fn hung(db: &Scratch, word: &str, on: BusinessDate) -> notice::Notice {
    let (actor, new) = (
        acting(db, "clerk", on),
        NewNotice { county: daguan(), id: id(word), roster: id("month"), kind: Kind::Notice, board: "村委会".to_owned() },
    );
    db.write_now(move |tx| {
        let of = roster::find(tx, daguan(), id("month"))?.ok_or(notice::NoticeRefused::Unknown)?;
        let lines = appraisal::lines(tx, daguan(), of.id, of.step_of(StepKind::Notice).ok_or(notice::NoticeRefused::Unknown)?)?;
        notice::put_up(tx, &new, &lines, &actor)
    })
    .expect("it hangs")
}

pub fn confirmed(db: &Scratch, word: &str, action: &str, on: BusinessDate) -> Result<Award, ConfirmRefused> {
    let taking = taking(db, word, action, on);
    let award = db.write_now(move |tx| award::confirm(tx, &taking))?;
    let id = award.id;
    while db.write_now(move |tx| award::book(tx, daguan(), id, NOW)).expect("booked") > 0 {}
    Ok(award)
}

pub fn balance(db: &Scratch, household: &str) -> (i64, i64) {
    let account = posting::points(id(household));
    db.read_now(move |tx| {
        Ok::<_, DatabaseError>((ledger::balance(tx, daguan(), &account)?, ledger::balance(tx, daguan(), &account.owed())?))
    })
    .expect("read")
}

pub fn budget(db: &Scratch) -> i64 {
    db.read_now(|tx| ledger::balance(tx, daguan(), &posting::budget(id("shop")))).expect("read")
}

pub fn state(db: &Scratch, deed: &str) -> State {
    let id = id(deed);
    db.read_now(move |tx| deed::find(tx, daguan(), id)).expect("read").expect("a deed").deed.state
}

pub fn in_order(db: &Scratch) {
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &ledger::Progress::default())).expect("the book is walked");
    assert!(report.misfits.is_empty(), "{:?}", report.misfits);
}
