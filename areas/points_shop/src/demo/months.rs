//! The demo's last months: November confirmed, a few of it put off and ready; December in every village at another step; January begun.
//!
//! So whoever signs in finds something of their own to do, and one village's month can be walked to its end.

use basics::Id;
use database::{DatabaseError, Db, Tx};
use money::TenthPoints;
use people::login::Login;
use registry::household::{self, Household};
use trust::entry::{self, Entry};
use trust::list_type::StepKind;
use trust::notice;
use trust::objection::{self, NewObjection};
use trust::roster::{self, Actor, Taking};

use super::appraise::{On, broken, confirm, day, decide, hang, list, notice_id, roster_id, taking};
use super::people_of::id_of;
use super::{at, county, staff};
use crate::appraisal::{self, Decision, MONTH};
use crate::area::REVIEW_APPRAISAL;
use crate::deed::{self, Deed, State, Step};
use crate::point_rule::{self, PointRule};
use crate::{award, reversal};

/// How far a village's month has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Upto {
    /// Recorded and checked, nobody met.
    Checked,
    /// The meeting decided.
    Appraised,
    /// Hung out.
    Hung,
    /// Its points are in the book.
    Confirmed,
}

/// A month of a village: yyyymm, how far, the day of the meeting, and whether something special happened.
struct Month {
    village: &'static str,
    period: i64,
    upto: Upto,
    met_on: i64,
}

const fn month(village: &'static str, period: i64, upto: Upto, met_on: i64) -> Month {
    Month { village, period, upto, met_on }
}

/// The villages' months in the order they happened.
const MONTHS: &[Month] = &[
    month("530624101201", 201_911, Upto::Confirmed, 20_191_128),
    month("530624101202", 201_911, Upto::Confirmed, 20_191_127),
    month("530624101001", 201_911, Upto::Confirmed, 20_191_127),
    month("530624101204", 201_912, Upto::Confirmed, 20_191_225),
    month("530624101201", 201_912, Upto::Hung, 20_200_103),
    month("530624101202", 201_912, Upto::Checked, 20_200_103),
    month("530624101203", 201_912, Upto::Appraised, 20_200_106),
    month("530624101001", 201_912, Upto::Hung, 20_191_230),
    month("530624101002", 201_912, Upto::Appraised, 20_200_105),
];

/// Villages whose appraisals the township reviews before they hang out, and from when until when.
const REVIEWED: &[(&str, i64, i64)] = &[("530624101203", 20_191_001, 99_999_999), ("530624101201", 20_191_205, 20_191_225)];

/// The village of liaison and clerk of the demo.
const OWN: &str = "530624101201";

/// Walks those of these months through the doors a clerk's click uses.
pub(super) fn walk(db: &Db, from: i64, until: i64) -> Result<(), DatabaseError> {
    for month in MONTHS.iter().filter(|month| (from..=until).contains(&month.period)) {
        let households = db.read_now(|tx| household::in_village(tx, county(), month.village))?;
        record(db, month, &households)?;
        if month.upto >= Upto::Appraised {
            appraise(db, month)?;
        }
    }
    Ok(())
}

/// What is under way on the demo's day.
pub(super) fn leave_under_way(db: &Db) -> Result<(), DatabaseError> {
    put_off_from_november(db)?;
    object_in_december(db)?;
    take_back(db)
}

/// Whether a village's month is one of the story's.
pub(super) fn tells_of(village: &str, period: i64) -> bool {
    MONTHS.iter().any(|month| month.village == village && month.period == period)
}

/// The township's review is a setting of some villages.
pub(super) fn settings(db: &Db) -> Result<(), DatabaseError> {
    for (village, from, until) in REVIEWED {
        for (value, from) in [(1, *from), (0, *until)] {
            let Ok(valid_from) = day(from) else { continue };
            let new = settings::NewValue {
                setting: appraisal::TOWNSHIP_REVIEW,
                scope: (*village).to_owned(),
                value,
                valid_from,
                reason: if value == 1 { "新选的代表，先由镇里审" } else { "已经熟悉，不再先审" }.to_owned(),
                by: id_of("zhouxiang").any(),
            };
            db.write_now(move |tx| settings::set(tx, county(), &new, at(valid_from, 10)).map_err(broken))?;
        }
    }
    Ok(())
}

/// A deed to be recorded: item of the rule, day of the month, where, witness, points where the meeting sets them.
type Row = (&'static str, i64, &'static str, &'static str, i64);

/// What the household of this number did in a month.
fn deeds_of(number: usize) -> Vec<Row> {
    let mut rows = vec![if number % 3 == 1 { ("月检：比较清洁", 20, "", "", 0) } else { ("月检：清洁", 20, "", "", 0) }];
    let extra: &[(usize, &[Row])] =
        &[(4, &[("参加村民会", 6, "村委会", "", 0)]), (5, &[("出工修路", 12, "二组水沟", "", 0)]), (9, &[("适龄孩子", 23, "", "", 0)])];
    for (every, more) in extra {
        if number.is_multiple_of(*every) {
            rows.extend(*more);
        }
    }
    match number {
        3 => rows.extend([("报告险情", 9, "村口塌方", "罗开文", 100)]),
        7 => rows.extend([("烧秸秆", 12, "河边地里", "朱世友", 0)]),
        11 => rows.extend([("参加村民会", 13, "夜校", "", 0), ("参加村民会", 14, "夜校", "", 0), ("参加村民会", 15, "夜校", "", 0)]),
        13 => rows.extend([("帮邻居", 16, "", "朱世友", 0)]),
        17 => rows.extend([("孩子升入职业学校", 10, "", "", 0)]),
        _ => {}
    }
    rows
}

fn record(db: &Db, month: &Month, households: &[Household]) -> Result<(), DatabaseError> {
    let (recorder, checker) = (staff::liaison(month.village), staff::clerk(month.village));
    let mut all: Vec<(Id<Household>, Row)> = Vec::new();
    for (number, household) in households.iter().enumerate() {
        all.extend(deeds_of(number).into_iter().map(|row| (household.id, row)));
    }
    for batch in all.chunks(60) {
        let (batch, period) = (batch.to_vec(), month.period);
        db.write_now(move |tx| {
            let (by, checked_by) = (staff::login(tx, recorder)?, staff::login(tx, checker)?);
            let rules = rules(tx, period)?;
            batch.iter().try_for_each(|(household, row)| record_one(tx, (*household, *row), period, &rules, (&by, &checked_by)))
        })?;
    }
    Ok(())
}

fn rules(tx: &mut Tx<'_>, period: i64) -> Result<Vec<PointRule>, DatabaseError> {
    let table = point_rule::in_force(tx, county(), "530624101", day(period * 100 + 1)?)?.ok_or_else(|| broken("no rules"))?;
    point_rule::rules(tx, county(), table.id)
}

fn record_one(
    tx: &mut Tx<'_>,
    (household, (item, on, place, witness, points)): (Id<Household>, Row),
    period: i64,
    rules: &[PointRule],
    (by, checked_by): (&Login, &Login),
) -> Result<(), DatabaseError> {
    let done_on = day(period * 100 + on)?;
    let rule = rules.iter().find(|rule| rule.item.starts_with(item)).ok_or_else(|| broken(item))?.id;
    let deed = Deed {
        county: county(),
        id: Id::derived(&[b"demo month deed", household.as_bytes(), item.as_bytes(), &done_on.number().to_be_bytes()]),
        household,
        person: None,
        rule,
        done_on,
        place: place.to_owned(),
        witness: witness.to_owned(),
        note: String::new(),
        points: TenthPoints(points),
        recorder: by.id.any(),
        recorded_at: at(done_on, 400),
        state: State::Submitted,
    };
    // A household that came to the village later has no deed of an earlier day.
    let along = deed::Along { late_reason: "表彰名单月底才发下来".to_owned(), ..deed::Along::default() };
    match deed::record_with(tx, &deed, &along, by, done_on) {
        Ok(()) => deed::step(tx, (county(), deed.id), Step::Check, "", checked_by, (done_on, at(done_on, 460))).map_err(broken),
        Err(deed::RecordRefused::Rule(deed::Refused::BeforeHousehold { .. })) => Ok(()),
        Err(refused) => Err(broken(refused)),
    }
}

/// Clerk and supervisor, each for what the other steps aside for.
fn both(village: &'static str) -> [&'static str; 2] {
    [staff::clerk(village), staff::supervisor(village)]
}

fn passed(_: &Entry) -> Decision {
    Decision::Pass
}

/// In November's own village the child's school is put off for its certificate.
fn put_off(entry: &Entry) -> Decision {
    if entry.shown.title.starts_with("孩子升入") { Decision::Defer } else { Decision::Pass }
}

fn appraise(db: &Db, month: &Month) -> Result<(), DatabaseError> {
    let on = On { roster: roster_id(month.village, month.period, 1), village: month.village, day: day(month.met_on)? };
    let (period, upto) = (month.period, month.upto);
    db.write_now(move |tx| list(tx, on, period))?;
    let says = if month.village == OWN && month.period == 201_911 { put_off } else { passed };
    db.write_now(move |tx| decide(tx, on, &both(on.village), &says))?;
    if upto >= Upto::Hung {
        db.write_now(move |tx| hang(tx, on).map(drop))?;
    }
    if upto >= Upto::Confirmed {
        let on = On { day: on.day.plus_days(6), ..on };
        db.write_now(move |tx| confirm(tx, on, &both(on.village)))?;
    }
    Ok(())
}

/// What November's meeting put off came before another one, the township returned one of it, and the rest is ready.
fn put_off_from_november(db: &Db) -> Result<(), DatabaseError> {
    let on = On { roster: roster_id(OWN, 201_911, 2), village: OWN, day: day(20_191_220)? };
    let households = db.read_now(|tx| household::in_village(tx, county(), OWN))?;
    let late: Vec<(Id<Household>, Row)> =
        households.iter().skip(20).take(5).map(|household| (household.id, ("孩子得学校表彰", 15, "镇中学", "", 0))).collect();
    db.write_now(move |tx| {
        let (by, checked_by) = (staff::login(tx, staff::liaison(OWN))?, staff::login(tx, staff::clerk(OWN))?);
        let rules = rules(tx, 201_911)?;
        late.iter().try_for_each(|(household, row)| record_one(tx, (*household, *row), 201_911, &rules, (&by, &checked_by)))
    })?;
    db.write_now(move |tx| list(tx, on, 201_911))?;
    db.write_now(move |tx| decide(tx, on, &both(on.village), &passed))?;
    db.write_now(move |tx| {
        let all = entry::search(tx, county(), on.roster, 0, 20)?;
        let back = all.iter().find(|entry| entry.standing.step == 1).ok_or_else(|| broken("nothing to return"))?.id;
        let township = On { day: on.day.plus_days(2), ..on };
        let taking = Taking {
            reason: "表彰证书的照片看不清，请补一张".to_owned(), ..taking(tx, township, "zhouxiang", "returned", 90)?
        };
        roster::return_entry(tx, &MONTH, &taking, REVIEW_APPRAISAL.name, back).map_err(broken)?;
        let taking = self::taking(tx, township, "zhouxiang", "reviewed", 100)?;
        roster::pass_all(tx, &taking, (StepKind::Review, REVIEW_APPRAISAL.name), None).map_err(broken).map(drop)
    })?;
    let on = On { day: on.day.plus_days(3), ..on };
    db.write_now(move |tx| hang(tx, on).map(drop))
}

/// Somebody objects to the deduction on December's sheet; it is due tomorrow.
fn object_in_december(db: &Db) -> Result<(), DatabaseError> {
    let notice = notice_id(roster_id(OWN, 201_912, 1));
    let received = day(20_200_106)?;
    db.write_now(move |tx| {
        let hung = notice::lines(tx, county(), notice)?;
        let line =
            hung.iter().find(|hung| hung.line.values.get(1).is_some_and(|minus| *minus > 0)).ok_or_else(|| broken("no deduction"))?;
        let new = NewObjection {
            county: county(),
            id: Id::derived(&[b"demo objection"]),
            notice,
            line: line.line.number,
            entry: None,
            what: "扣分有误，烧的是邻村地里的".to_owned(),
            name: String::new(),
            phone: String::new(),
            way: "web".to_owned(),
            receipt: "k7m2p9x4aa".to_owned(),
            received_on: received,
            entered_by: None,
        };
        let public = Actor { login: Id::derived(&[b"public"]), concerned: Vec::new(), on: received, at: at(received, 500) };
        objection::object(tx, &new, &public).map_err(broken).map(drop)
    })
}

/// A deed of November turned out to be somebody else's: one proposed it, another has still to confirm.
fn take_back(db: &Db) -> Result<(), DatabaseError> {
    let on = day(20_200_107)?;
    db.write_now(move |tx| {
        let awards = award::of_roster(tx, county(), roster_id(OWN, 201_911, 1))?;
        let first = awards.first().ok_or_else(|| broken("no confirmation"))?;
        let all = entry::search(tx, county(), first.roster, 0, 200)?;
        let burnt = all.iter().find(|entry| entry.shown.counts < 0).ok_or_else(|| broken("no deduction"))?;
        let posting = award::posting_id(burnt.subject.id.of(), first.id);
        let by = staff::login(tx, "liuyun")?;
        let reason = "查无此事，烧的是邻村的地".to_owned();
        let proposal = ledger::Proposal { id: Id::derived(&[b"demo reversal"]), posting, reason, by: by.id.any() };
        reversal::propose(tx, county(), &proposal, &by, on, at(on, 200)).map_err(broken)?;
        // The township looked at a number to check who asked for a new card; the auditor sees that it did.
        let township = staff::login(tx, "zhouxiang")?;
        let subject = basics::Subject { county: county(), kind: "household".into(), id: burnt.party };
        people::log_access(tx, Id::derived(&[b"demo look"]), township.id.any(), &subject, ("id_number", "核对补卡人的身份"), at(on, 210))
    })
}
