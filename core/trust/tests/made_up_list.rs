//! A list type that no area has: two reviews, a notice, a decision, an announcement, a signature; one entry returned and mended, one
//! objected to, one put off. On both engines.

use std::sync::Mutex;

use basics::{BusinessDate, Id, Subject};
use database::{DatabaseError, Schema, open_book};
use people::Permission;
use settings::Setting;
use testkit::{NOW, Scratch, both_engines, daguan, id, today};
use trust::entry::{self, Act, Counts, Entry, NewEntry, Shown, State};
use trust::list_type::{ListType, Settled, StepKind, StepType};
use trust::meeting::{self, Attendee, Meeting, MeetingRefused, Way};
use trust::notice::{self, Kind, Line, NewNotice, NoticeRefused};
use trust::objection::{self, Answer, AnswerRefused, NewObjection, Objection, ObjectionState};
use trust::roster::{self, Actor, NewRoster, Roster, RosterRefused, Taking};
use trust::signing::{self, SignedFor};

const MEET: Permission = Permission::general("made-up-meet");
const TOWNSHIP: Permission = Permission::general("made-up-township");
const COUNTY: Permission = Permission::general("made-up-county");
const MAYOR: Permission = Permission::general("made-up-mayor");
const STORE_KEEPER: Permission = Permission::general("made-up-store-keeper");
const DAYS: Setting = Setting { name: "made-up-days", default: 3, min: 1, max: 30, scoped: true };
const QUORUM: Setting = Setting { name: "made-up-quorum", default: 50, min: 1, max: 100, scoped: true };

static SETTLED: Mutex<Vec<(Id<Entry>, State)>> = Mutex::new(Vec::new());

fn settled(_: &mut database::Tx<'_>, told: &Settled) -> Result<(), DatabaseError> {
    SETTLED.lock().expect("no test panics while holding it").push((told.entry.id, told.state));
    Ok(())
}

const WASHERS: ListType = ListType {
    name: "made-up-washers",
    title: "made-up-washers-title",
    steps: &[
        StepType { quorum_percent: Some(QUORUM), ..StepType::new(StepKind::Appraise, MEET) },
        StepType::new(StepKind::Review, TOWNSHIP),
        StepType::new(StepKind::Review, COUNTY),
        StepType { days: Some(DAYS), ..StepType::new(StepKind::Notice, MEET) },
        StepType::new(StepKind::Decide, MAYOR),
        StepType { days: Some(DAYS), ..StepType::new(StepKind::Announce, MEET) },
        StepType::new(StepKind::Sign, STORE_KEEPER),
    ],
    columns: &[],
    settled,
    taken_back: |_, _| Ok(true),
    involved: |_, entry| Ok(vec![id::<()>(entry.shown.fact("recorder"))]),
    change_href: |entry| format!("/change/{}", entry.id),
    sheet_href: |notice| format!("/sheet/{}", notice.id),
    board_href: |notice| format!("/board/{}", notice.id),
};

const SLOW: &str = "530624101201";

fn schemas() -> Vec<Schema> {
    vec![database::schema(), settings::schema(), people::schema(), registry::schema(), trust::schema()]
}

fn roster_id() -> Id<Roster> {
    id("roster")
}

fn actor(word: &str, on: BusinessDate) -> Actor {
    Actor { login: id::<()>(word).any(), concerned: Vec::new(), on, at: NOW.plus_ms(i64::from(on.days_since(today())) * 86_400_000) }
}

fn taking(word: &str, action: &str, on: BusinessDate) -> Taking {
    Taking { county: daguan(), roster: roster_id(), action: id(action), actor: actor(word, on), reason: format!("因为 {action}") }
}

/// Entry by its number, `w1` to `w6`; the household of the same word.
fn new_entry(word: &str, doubts: &[&str]) -> NewEntry {
    let shown = Shown {
        title: "洗衣机".to_owned(),
        claimed: 10,
        counts: 10,
        on: today().number(),
        facts: [("recorder".to_owned(), "liaison".to_owned())].into(),
        ..Shown::default()
    };
    NewEntry {
        id: id(word),
        subject: Subject::new(daguan(), "washer", id::<()>(word)),
        party: id::<()>(&format!("household of {word}")).any(),
        label: format!("户主 {word}"),
        group_label: "二".to_owned(),
        shown,
        doubts: doubts.iter().map(|doubt| (*doubt).to_owned()).collect(),
    }
}

fn opened(db: &Scratch) {
    db.write_now(|tx| {
        open_book(tx, daguan(), "大关县", today())?;
        for word in ["clerk", "liaison", "township", "county", "mayor", "keeper"] {
            testkit::add_login(tx, daguan(), word, word, None)?;
        }
        Ok::<_, DatabaseError>(())
    })
    .expect("logins");
    let new = NewRoster { county: daguan(), id: roster_id(), place: SLOW.to_owned(), period: 202_001 };
    db.write_now(move |tx| roster::open(tx, &WASHERS, &new, &actor("clerk", today()))).expect("a roster opens");
    let entries: Vec<NewEntry> = [("w1", &[][..]), ("w2", &[]), ("w3", &[]), ("w4", &["evidence"]), ("w5", &["evidence"]), ("w6", &[])]
        .map(|(word, doubts)| new_entry(word, doubts))
        .into();
    for _ in 0..2 {
        let entries = entries.clone();
        db.write_now(move |tx| roster::add(tx, daguan(), roster_id(), &entries)).expect("entries are added once");
    }
    db.write_now(|tx| roster::begin(tx, daguan(), roster_id())).expect("it begins");
}

/// A meeting of the day, noted today.
fn sat(db: &Scratch, word: &str, present: usize, on: BusinessDate) -> Result<(), MeetingRefused> {
    let attendees: Vec<Attendee> = (0..present)
        .map(|number| Attendee {
            name: format!("代表 {number}"),
            way: Way::Site,
            who: None,
            // The first one lives in the household of w6.
            concerned: if number == 0 { vec![id::<()>("household of w6").any()] } else { Vec::new() },
        })
        .collect();
    let meeting = Meeting {
        county: daguan(),
        id: id(word),
        roster: roster_id(),
        number: 0,
        held_on: on,
        chair: "马国强".to_owned(),
        expected: 7,
        present: 0,
        quorum_percent: 50,
        recorded_by: id::<()>("clerk").any(),
        recorded_at: NOW,
    };
    db.write_now(move |tx| meeting::hold(tx, &meeting, &attendees, &actor("clerk", today())))
}

fn counted(db: &Scratch) -> Counts {
    db.read_now(|tx| entry::counts(tx, daguan(), roster_id(), id::<()>("nobody").any())).expect("counts")
}

fn pass(db: &Scratch, word: &str, action: &str, step: (StepKind, Permission), on: BusinessDate) -> Result<u64, RosterRefused> {
    let taking = taking(word, action, on);
    let meeting = (step.0 == StepKind::Appraise).then(|| id("meeting"));
    db.write_now(move |tx| roster::pass_all(tx, &taking, (step.0, step.1.name), meeting)).map(|moved| moved.entries)
}

fn moved(db: &Scratch, word: &str, action: &str, entry: &str, act: Act, on: BusinessDate) -> Result<u64, RosterRefused> {
    let (taking, entry) = (taking(word, action, on), id(entry));
    let meeting = matches!(act, Act::Pass | Act::Fail | Act::Defer).then(|| id("meeting"));
    let at = if act == Act::Return { (StepKind::Review, TOWNSHIP.name) } else { (StepKind::Appraise, MEET.name) };
    db.write_now(move |tx| roster::move_entry(tx, &WASHERS, &taking, Some(at), (entry, act), meeting)).map(|moved| moved.entries)
}

fn standing(db: &Scratch, word: &str) -> (usize, State) {
    let id = id(word);
    let entry = db.read_now(move |tx| entry::find(tx, daguan(), id)).expect("read").expect("an entry");
    (entry.standing.step, entry.standing.state)
}

fn hang(db: &Scratch, word: &str, kind: Kind, on: BusinessDate) -> Result<notice::Notice, NoticeRefused> {
    let new = NewNotice { county: daguan(), id: id(word), roster: roster_id(), kind, board: "村委会门口".to_owned() };
    db.write_now(move |tx| {
        let of = roster::find(tx, daguan(), roster_id())?.ok_or(NoticeRefused::Unknown)?;
        let step = of.step_of(if kind == Kind::Notice { StepKind::Notice } else { StepKind::Announce }).ok_or(NoticeRefused::Unknown)?;
        let lines: Vec<Line> = entry::to_hang(tx, daguan(), roster_id(), step, kind)?
            .into_iter()
            .zip(1..)
            .map(|(entry, number)| Line {
                number,
                party: entry.party,
                label: entry.label,
                group_label: entry.group_label,
                values: vec![10],
            })
            .collect();
        notice::put_up(tx, &new, &lines, &actor("clerk", on))
    })
}

fn end(db: &Scratch, on: BusinessDate) -> u64 {
    db.write_now(move |tx| notice::end_due(tx, daguan(), &actor("program", on))).expect("notices end by date")
}

fn object(db: &Scratch, word: &str, notice: &str, line: i64, received: BusinessDate, on: BusinessDate) -> Objection {
    let new = NewObjection {
        county: daguan(),
        id: id(word),
        notice: id(notice),
        line,
        entry: None,
        what: "他家不该有".to_owned(),
        name: "王顺".to_owned(),
        phone: String::new(),
        way: "paper".to_owned(),
        receipt: word.to_owned(),
        received_on: received,
        entered_by: None,
    };
    db.write_now(move |tx| objection::object(tx, &new, &actor("clerk", on))).expect("an objection is taken")
}

fn answered(db: &Scratch, word: &str, by: &str, struck: &[&str], on: BusinessDate) -> Result<(), AnswerRefused> {
    let given =
        Answer {
            county: daguan(), objection: id(word), struck: struck.iter().map(|word| id(word)).collect(), reply: "查过了".to_owned()
        };
    let by = actor(by, on);
    db.write_now(move |tx| objection::answer(tx, &WASHERS, &given, &by))
}

/// The meetings: too few, just enough, more.
fn appraised(db: &Scratch) {
    let appraise = (StepKind::Appraise, MEET);
    assert_eq!(pass(db, "clerk", "too early", appraise, today()), Err(RosterRefused::NoQuorum), "nobody met yet");
    assert_eq!(sat(db, "meeting", 3, today()), Err(MeetingRefused::NoQuorum { present: 3, least: 4 }));
    assert_eq!(sat(db, "meeting", 4, today().plus_days(1)), Err(MeetingRefused::NotItsDay));
    assert_eq!(sat(db, "meeting", 4, today()), Ok(()));
    assert_eq!(sat(db, "meeting", 4, today()), Ok(()), "the same form again");
    // Of four just enough, one lives in the household of w6: too few are left for that one.
    let counts = counted(db);
    assert_eq!((counts.together(0, State::Open), counts.one_by_one(0, State::Open)), (3, 3));
    assert_eq!(moved(db, "clerk", "w6 passes", "w6", Act::Pass, today()), Err(RosterRefused::NoQuorum));
    assert_eq!(pass(db, "clerk", "all good", appraise, today()), Ok(3));
    assert_eq!(pass(db, "clerk", "all good", appraise, today()), Ok(0), "the same click again does nothing");
    assert_eq!(pass(db, "clerk", "once more", appraise, today()), Err(RosterRefused::Nothing));
    assert_eq!(moved(db, "clerk", "w4 passes", "w4", Act::Pass, today()), Ok(1));
    assert_eq!(moved(db, "clerk", "w5 put off", "w5", Act::Defer, today()), Ok(1));
    assert_eq!(moved(db, "clerk", "w5 passes", "w5", Act::Pass, today()), Err(RosterRefused::Elsewhere { state: State::Deferred }));
    // A second meeting with more people can decide about w6.
    assert_eq!(sat(db, "second meeting", 6, today()), Ok(()));
    assert_eq!(moved(db, "clerk", "w6 passes", "w6", Act::Pass, today()), Ok(1));
}

/// Both reviews, with one entry sent back and mended.
fn reviewed(db: &Scratch) {
    // The township returns one with a reason; the others go on through both reviews.
    assert_eq!(moved(db, "township", "w2 back", "w2", Act::Return, today()), Ok(1));
    assert_eq!(standing(db, "w2"), (1, State::Returned));
    assert_eq!(pass(db, "township", "reviewed", (StepKind::Review, TOWNSHIP), today()), Ok(4));
    assert_eq!(pass(db, "township", "not theirs", (StepKind::Review, MAYOR), today()), Err(RosterRefused::Unknown));
    assert_eq!(pass(db, "county", "reviewed by the county", (StepKind::Review, COUNTY), today()), Ok(4));
    let mended = Shown { title: "洗衣机（已换新）".to_owned(), counts: 10, ..Shown::default() };
    let again = taking("liaison", "w2 mended", today());
    db.write_now(move |tx| roster::amend(tx, &WASHERS, &again, id("w2"), (&mended, &["returned".to_owned()]))).expect("mended");
    assert_eq!(standing(db, "w2"), (0, State::Open), "what was mended begins again");
    let w2 = db.read_now(|tx| entry::find(tx, daguan(), id("w2"))).expect("read").expect("an entry");
    assert_eq!(w2.before.map(|before| before.title), Some("洗衣机".to_owned()), "next time only what changed is shown");
}

/// Three full days on the board, with objections in time and too late; answers the day after.
fn on_notice(db: &Scratch) -> BusinessDate {
    // On notice for three full days: nobody decides meanwhile.
    let hung = hang(db, "notice", Kind::Notice, today()).expect("it hangs");
    assert_eq!((hung.from, hung.until), (today().plus_days(1), today().plus_days(3)));
    assert_eq!(pass(db, "mayor", "early", (StepKind::Decide, MAYOR), today()), Err(RosterRefused::Nothing));
    let on_time = object(db, "objection", "notice", 2, today().plus_days(2), today().plus_days(2));
    assert!(!on_time.is_complaint);
    assert_eq!(on_time.reply_by, today().plus_days(5));
    assert_eq!(end(db, hung.until), 0, "the last day counts to its evening");
    let after = hung.until.plus_days(1);
    assert_eq!((end(db, after), end(db, after)), (3, 0), "the others go on; twice does nothing");
    // Handed in on paper within the days, entered after them; and one that came too late.
    let late_paper = object(db, "paper", "notice", 1, hung.until, after);
    assert!(!late_paper.is_complaint);
    assert!(object(db, "complaint", "notice", 1, after, after).is_complaint);
    assert_eq!(standing(db, "w1"), (3, State::Objected));
    after
}

/// What was objected to is answered, and what changed hangs out again; answers the day after that.
fn put_up_again(db: &Scratch, after: BusinessDate) -> BusinessDate {
    assert_eq!(answered(db, "objection", "liaison", &[], after), Err(AnswerRefused::Concerned), "whoever recorded it does not answer");
    assert_eq!(answered(db, "objection", "clerk", &["w3"], after), Ok(()));
    assert_eq!(answered(db, "objection", "township", &[], after), Err(AnswerRefused::Already));
    assert_eq!(standing(db, "w3"), (3, State::Struck));
    // What an objection changed hangs out again for the full days.
    let fixed = Shown { title: "洗衣机（小的）".to_owned(), ..Shown::default() };
    let taking_change = taking("clerk", "w1 changed", after);
    db.write_now(move |tx| objection::change(tx, &WASHERS, &taking_change, id("w1"), (&fixed, &[]))).expect("changed");
    assert_eq!(answered(db, "paper", "clerk", &[], after), Ok(()));
    let paper = db.read_now(|tx| objection::find(tx, daguan(), id("paper"))).expect("read").expect("an objection");
    assert_eq!(paper.state, ObjectionState::Changed);
    assert_eq!(end(db, after), 0, "it hangs on no notice yet");
    assert_eq!(pass(db, "mayor", "decided", (StepKind::Decide, MAYOR), after), Ok(2));
    let second = hang(db, "second notice", Kind::Notice, after).expect("it hangs again");
    assert_eq!((second.number, second.until), (2, after.plus_days(3)));
    assert_eq!(end(db, second.until.plus_days(1)), 1);
    assert_eq!(pass(db, "mayor", "decided too", (StepKind::Decide, MAYOR), second.until.plus_days(1)), Ok(1));
    second.until.plus_days(1)
}

/// Announced, signed for, and all of it told.
fn announced(db: &Scratch, on: BusinessDate) {
    // Announced, and signed for.
    let announced = hang(db, "announcement", Kind::Announcement, on).expect("it is announced");
    let signing_day = announced.until.plus_days(1);
    assert!(object(db, "too late", "announcement", 1, announced.until, announced.until).is_complaint, "an announcement is final");
    assert_eq!(end(db, signing_day), 3);
    let signed =
        SignedFor { who: "李秀英".to_owned(), relation: "spouse".to_owned(), kind: "paper".to_owned(), what: "领-7".to_owned() };
    let (sign, kept) = (taking("keeper", "signed", signing_day), signed.clone());
    db.write_now(move |tx| signing::sign(tx, &WASHERS, &sign, STORE_KEEPER.name, (id("w4"), &signed))).expect("signed for");
    assert_eq!(db.read_now(|tx| signing::signed_for(tx, daguan(), id("w4"))).expect("read"), Some(kept));
    assert_eq!(standing(db, "w4"), (7, State::Done));
    let told = SETTLED.lock().expect("no test panics while holding it").clone();
    for told_of in [(id("w5"), State::Deferred), (id("w2"), State::Returned), (id("w3"), State::Struck), (id("w4"), State::Done)] {
        assert!(told.contains(&told_of), "the area is told of {told_of:?}");
    }
    let history: Vec<String> =
        db.read_now(|tx| entry::history(tx, daguan(), id("w1"))).expect("read").into_iter().map(|it| it.outcome).collect();
    assert_eq!(history, ["passed", "passed", "passed", "ended", "objected", "changed", "ended", "passed", "ended"]);
}

both_engines! {
    fn a_made_up_list_goes_through_all_its_steps(db in &schemas()) {
        opened(db);
        appraised(db);
        reviewed(db);
        let after = on_notice(db);
        let on = put_up_again(db, after);
        announced(db, on);
    }

    fn nobody_decides_about_the_own_household(db in &schemas()) {
        opened(db);
        assert_eq!(sat(db, "meeting", 7, today()), Ok(()));
        let mut own = taking("clerk", "all but the own", today());
        own.actor.concerned = vec![id::<()>("household of w1").any()];
        let mut one = taking("clerk", "the own one", today());
        one.actor.concerned = own.actor.concerned.clone();
        let passed = db.write_now(move |tx| roster::pass_all(tx, &own, (StepKind::Appraise, MEET.name), Some(id("meeting"))));
        assert_eq!(passed.map(|moved| moved.entries), Ok(3), "w1 waits for somebody else");
        let (at, act) = (Some((StepKind::Appraise, MEET.name)), (id("w1"), Act::Pass));
        let refused = db.write_now(move |tx| roster::move_entry(tx, &WASHERS, &one, at, act, Some(id("meeting"))));
        assert_eq!(refused, Err(RosterRefused::Concerned));
        assert_eq!(standing(db, "w1"), (0, State::Open));
        assert_eq!(moved(db, "township", "by another", "w1", Act::Pass, today()), Ok(1));
        let recused = db.read_now(|tx| entry::recused(tx, daguan(), roster_id())).expect("read");
        assert!(recused.contains(&("clerk".to_owned(), "户主 w1".to_owned(), false)), "{recused:?}");
        assert!(recused.contains(&("代表 0".to_owned(), "户主 w6".to_owned(), true)), "{recused:?}");
    }

    fn a_click_belongs_to_one_roster(db in &schemas()) {
        opened(db);
        assert_eq!(sat(db, "meeting", 7, today()), Ok(()));
        assert_eq!(pass(db, "clerk", "click", (StepKind::Appraise, MEET), today()), Ok(4));
        let other = NewRoster { county: daguan(), id: id("other"), place: SLOW.to_owned(), period: 202_001 };
        let second = db.write_now(move |tx| roster::open(tx, &WASHERS, &other, &actor("clerk", today()))).expect("a second one");
        assert_eq!(second.version, 2);
        db.write_now(|tx| roster::begin(tx, daguan(), id("other"))).expect("it begins");
        let twice = Taking { roster: id("other"), ..taking("clerk", "click", today()) };
        let refused = db.write_now(move |tx| roster::pass_all(tx, &twice, (StepKind::Appraise, MEET.name), Some(id("meeting"))));
        assert_eq!(refused.map(|moved| moved.entries), Err(RosterRefused::OtherContent));
    }
}
