//! December of a village, in the middle of everything: some of it waits for the meeting, some for the township, some hangs out,
//! somebody objects, some is ready to be confirmed.

use basics::{BusinessDate, Id};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use points_shop::appraisal::{self, Chosen, Decision, MONTH, Said};
use points_shop::award;
use points_shop::deed::{self, Deed, State, Step};
use points_shop::point_rule;
use testkit::permissions::Place;
use testkit::{NOW, today};
use trust::entry::{Act, Entry};
use trust::list_type::StepKind;
use trust::meeting::{self, Attendee, Correction, Meeting, Way};
use trust::notice::{self, Kind, NewNotice, Notice};
use trust::objection::{self, NewObjection};
use trust::roster::{self, Actor, NewRoster, Roster, Taking};

use super::households::Households;
use super::logins::Staff;
use super::{Note as _, Spot, granted};

/// How far a deed has come.
#[derive(Clone, Copy, PartialEq)]
enum Upto {
    /// Waits for the meeting.
    Listed,
    /// Waits for the township.
    Appraised,
    /// Waits to be hung out.
    Reviewed,
    /// Hangs out.
    Hung,
    /// Its notice is over; it waits to be confirmed.
    Ready,
    /// Its points are in the book.
    Confirmed,
}

/// Day of December, item, whether it is the first household's, and how far it has come. Two of them are doubtful: a burnt field
/// without a photo, a rescue for which the meeting says how much.
const DEEDS: &[(i32, &str, bool, Upto)] = &[
    (3, "出工", true, Upto::Listed),
    (4, "烧秸秆", false, Upto::Listed),
    (5, "报告险情", true, Upto::Listed),
    (6, "出工", true, Upto::Appraised),
    (7, "出工", false, Upto::Appraised),
    (8, "出工", true, Upto::Reviewed),
    (9, "出工", true, Upto::Hung),
    (10, "出工", false, Upto::Hung),
    (11, "出工", false, Upto::Ready),
    (12, "出工", true, Upto::Confirmed),
];

fn day(of: i32) -> BusinessDate {
    BusinessDate::try_new(2019, 12, 1).expect("a day").plus_days(of - 1)
}

fn deed_id(spot: Spot, of: i32) -> Id<Deed> {
    spot.id(&format!("december {of}"))
}

fn entry_id(tx: &mut Tx<'_>, spot: Spot, of: i32) -> Result<Id<Entry>, DatabaseError> {
    let subject = basics::Subject::new(spot.county(), "deed", deed_id(spot, of));
    Ok(trust::entry::of_subject(tx, &subject)?.expect("the deed is listed").id)
}

fn actor(staff: &Staff, on: BusinessDate) -> Actor {
    Actor { login: staff.clerk.id.any(), concerned: Vec::new(), on, at: NOW.plus_ms(i64::from(on.days_since(today())) * 86_400_000) }
}

fn taking(spot: Spot, staff: &Staff, word: &str, on: BusinessDate) -> Taking {
    Taking { county: spot.county(), roster: spot.id("december"), action: spot.id(word), actor: actor(staff, on), reason: String::new() }
}

pub(super) fn december(
    tx: &mut Tx<'_>,
    spot: Spot,
    staff: &Staff,
    households: &Households,
    place: &mut Place,
) -> Result<(), DatabaseError> {
    place.values.insert("line", "1".to_owned());
    the_township_looks_through(tx, spot, staff)?;
    recorded_and_checked(tx, spot, staff, households)?;
    let roster = listed(tx, spot, staff)?;
    place.note("roster", roster);
    let meeting = sat(tx, spot, staff, roster)?;
    place.note("meeting", meeting);
    appraised(tx, spot, staff, meeting)?;
    reviewed(tx, spot, staff, Upto::Confirmed)?;
    hung(tx, spot, staff, ("first notice", day(24)))?;
    confirmed(tx, spot, staff)?;
    reviewed(tx, spot, staff, Upto::Ready)?;
    hung(tx, spot, staff, ("second notice", day(26)))?;
    notice::end_due(tx, spot.county(), &actor(staff, today().plus_days(-1)))?;
    reviewed(tx, spot, staff, Upto::Hung)?;
    let notice = hung(tx, spot, staff, ("notice", today().plus_days(-2)))?;
    place.note("notice", notice);
    reviewed(tx, spot, staff, Upto::Reviewed)?;
    place.note("entry", entry_id(tx, spot, 6)?);
    somebody_objects(tx, spot, notice, place);
    Ok(())
}

fn the_township_looks_through(tx: &mut Tx<'_>, spot: Spot, staff: &Staff) -> Result<(), DatabaseError> {
    let value = settings::NewValue {
        setting: appraisal::TOWNSHIP_REVIEW,
        scope: String::new(),
        value: 1,
        valid_from: today().plus_days(-90),
        reason: "先报乡镇看".to_owned(),
        by: staff.officer,
    };
    // Two places share a county.
    if settings::value(tx, spot.county(), spot.village, appraisal::TOWNSHIP_REVIEW, today())? == 0 {
        granted(settings::set(tx, spot.county(), &value, NOW));
    }
    Ok(())
}

fn recorded_and_checked(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, households: &Households) -> Result<(), DatabaseError> {
    let county = spot.county();
    let table = point_rule::in_force(tx, county, &spot.village[..9], day(1))?.expect("the county's table is in force");
    let rules = point_rule::rules(tx, county, table.id)?;
    for (of, item, first, _) in DEEDS {
        let deed = Deed {
            county,
            id: deed_id(spot, *of),
            household: if *first { households.first } else { households.second },
            person: None,
            rule: rules.iter().find(|rule| rule.item.starts_with(item)).expect("a rule of the table").id,
            done_on: day(*of),
            place: "水沟".to_owned(),
            witness: "见证人".to_owned(),
            note: String::new(),
            points: TenthPoints(100),
            recorder: staff.liaison.id.any(),
            recorded_at: NOW,
            state: State::Submitted,
        };
        granted(deed::record(tx, &deed, &staff.liaison, today()));
        granted(deed::step(tx, (county, deed.id), Step::Check, "", &staff.clerk, (today(), NOW)));
    }
    Ok(())
}

fn listed(tx: &mut Tx<'_>, spot: Spot, staff: &Staff) -> Result<Id<Roster>, DatabaseError> {
    let (county, period) = (spot.county(), 201_912);
    let gathered = appraisal::candidates(tx, county, spot.village, period)?;
    let new = NewRoster { county, id: spot.id("december"), place: spot.village.to_owned(), period };
    let roster = appraisal::open(tx, &new, &actor(staff, day(24)))?;
    let entries = appraisal::entries_of(county, roster.id, &gathered, &|_| "公开的类别".to_owned());
    granted(appraisal::list(tx, county, roster.id, &entries));
    roster::begin(tx, county, roster.id)?;
    Ok(roster.id)
}

/// Thirty-one were expected, twenty came, the last of them written down later; nobody of them lives in the village's households.
fn sat(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, roster: Id<Roster>) -> Result<Id<Meeting>, DatabaseError> {
    let attendee = |number: usize| Attendee { name: format!("代表{number}"), way: Way::Site, who: None, concerned: Vec::new() };
    let attendees: Vec<Attendee> = (1..=19).map(attendee).collect();
    let meeting = Meeting {
        county: spot.county(),
        id: spot.id("meeting"),
        roster,
        number: 0,
        held_on: day(24),
        chair: "代表1".to_owned(),
        expected: 31,
        present: 0,
        quorum_percent: 50,
        recorded_by: staff.clerk.id.any(),
        recorded_at: actor(staff, day(24)).at,
    };
    granted(meeting::hold(tx, &meeting, &attendees, &actor(staff, day(24))));
    let forgotten = Correction {
        county: meeting.county,
        meeting: meeting.id,
        click: spot.id("sheet corrected"),
        added: vec![attendee(20)],
        struck: Vec::new(),
    };
    granted(meeting::correct(tx, &forgotten, &actor(staff, day(24))));
    Ok(meeting.id)
}

fn appraised(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, meeting: Id<Meeting>) -> Result<(), DatabaseError> {
    let mut chosen = Vec::new();
    for (of, ..) in DEEDS.iter().filter(|(.., upto)| *upto != Upto::Listed) {
        chosen.push(Chosen { entry: entry_id(tx, spot, *of)?, decision: Decision::Pass, points: None });
    }
    let said = Said { meeting, chosen, all_good: false };
    granted(appraisal::decide(tx, &taking(spot, staff, "december decided", day(24)), &said));
    Ok(())
}

/// The township lets those pass that come this far.
fn reviewed(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, upto: Upto) -> Result<(), DatabaseError> {
    for (of, ..) in DEEDS.iter().filter(|(.., far)| *far == upto) {
        let entry = entry_id(tx, spot, *of)?;
        let mut taking = taking(spot, staff, &format!("december {of} reviewed"), day(25));
        taking.actor.login = staff.reviewer.id.any();
        granted(roster::move_entry(tx, &MONTH, &taking, Some((StepKind::Review, "review-appraisal")), (entry, Act::Pass), None));
    }
    Ok(())
}

fn hung(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, (word, on): (&str, BusinessDate)) -> Result<Id<Notice>, DatabaseError> {
    let county = spot.county();
    let new =
        NewNotice { county, id: spot.id(word), roster: spot.id("december"), kind: Kind::Notice, board: "村委会公示栏".to_owned() };
    // Behind the meeting and the township.
    let lines = appraisal::lines(tx, county, new.roster, 2)?;
    Ok(granted(notice::put_up(tx, &new, &lines, &actor(staff, on))).id)
}

fn confirmed(tx: &mut Tx<'_>, spot: Spot, staff: &Staff) -> Result<(), DatabaseError> {
    let award = granted(award::confirm(tx, &taking(spot, staff, "december confirmed", day(31))));
    while award::book(tx, spot.county(), award.id, NOW)? > 0 {}
    Ok(())
}

fn somebody_objects(tx: &mut Tx<'_>, spot: Spot, notice: Id<Notice>, place: &mut Place) {
    let receipt = format!("{}2345", spot.word.get(..5).unwrap_or(spot.word));
    let new = NewObjection {
        county: spot.county(),
        id: spot.id("objection"),
        notice,
        line: 1,
        entry: None,
        what: "那天他家没有人出工".to_owned(),
        name: format!("{}乡亲", spot.surname),
        phone: String::new(),
        way: "web".to_owned(),
        receipt: receipt.clone(),
        received_on: today(),
        entered_by: None,
    };
    let public = Actor { login: Id::derived(&[b"public"]), concerned: Vec::new(), on: today(), at: NOW };
    place.note("objection", granted(objection::object(tx, &new, &public)).id);
    place.secrets.push(new.name);
    place.values.insert("objection_receipt", receipt);
}
