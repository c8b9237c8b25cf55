//! What was noted wrongly at a meeting is mended with a click until the list hangs out; what is to give more goes back to a meeting;
//! a notice that was overtaken says so.

mod village;

use basics::BusinessDate;
use points_shop::appraisal::{self, Amendment, DecideRefused, Decision};
use points_shop::deed::State;
use testkit::{NOW, Scratch, both_engines, daguan, id, today};
use trust::entry::State as EntryState;
use trust::meeting::{self, Attendee, Correction, Meeting, MeetingRefused, Way};
use trust::notice;
use trust::objection::{self, Answer, NewObjection, ObjectRefused, Objection};
use trust::roster::RosterRefused;
use village::list::{acting, balance, checked, confirmed, decided, entry_of, hung, in_order, listed, schemas, state, taking};
use village::{rules_in_force, settle};

fn begun(db: &Scratch) {
    settle(db);
    rules_in_force(db, 30);
}

fn back(db: &Scratch, deed: &'static str, action: &'static str) -> Result<u64, RosterRefused> {
    let (entry, taking) = (entry_of(db, deed).id, taking(db, "clerk", action, today()));
    db.write_now(move |tx| appraisal::take_back(tx, &taking, entry)).map(|moved| moved.entries)
}

fn corrected(db: &Scratch, click: &'static str, added: &[&str], struck: &[i64]) -> Result<i64, MeetingRefused> {
    let added =
        added.iter().map(|name| Attendee { name: (*name).to_owned(), way: Way::Site, who: None, concerned: vec![id::<()>("chen").any()] });
    let correction =
        Correction { county: daguan(), meeting: id("meeting"), click: id(click), added: added.collect(), struck: struck.to_vec() };
    let actor = acting(db, "clerk", today());
    db.write_now(move |tx| meeting::correct(tx, &correction, &actor))?;
    let met = db.read_now(|tx| meeting::find(tx, daguan(), id("meeting"))).expect("read").expect("a meeting");
    Ok(met.present)
}

/// Somebody objects to a line; answers what it made.
fn objected(
    db: &Scratch,
    word: &'static str,
    notice: &'static str,
    deed: &'static str,
    on: BusinessDate,
) -> Result<Objection, ObjectRefused> {
    let party = entry_of(db, deed).party;
    let new = move |line| NewObjection {
        county: daguan(),
        id: id(word),
        notice: id(notice),
        line,
        entry: None,
        what: "不对".to_owned(),
        name: String::new(),
        phone: String::new(),
        way: "web".to_owned(),
        receipt: word.to_owned(),
        received_on: on,
        entered_by: None,
    };
    let actor = acting(db, "served-clerk", on);
    db.write_now(move |tx| {
        let lines = notice::lines(tx, daguan(), id(notice))?;
        let line = lines.iter().find(|hung| hung.line.party == party).expect("the household hangs").line.number;
        objection::object(tx, &new(line), &actor)
    })
}

fn changed(db: &Scratch, deed: &'static str, action: &'static str, points: i64, on: BusinessDate) {
    let rule = village::list::entry_of(db, deed).shown.fact("rule-id").parse().expect("its rule");
    let taking = taking(db, "other-township", action, on);
    let amendment = Amendment {
        rule,
        points: Some(money::TenthPoints(points)),
        witness: "王顺".to_owned(),
        note: String::new(),
        public_title: "好人好事".to_owned(),
    };
    db.write_now(move |tx| appraisal::amend(tx, &taking, id(deed), &amendment)).expect("changed");
}

fn answered(db: &Scratch, word: &'static str, struck: Vec<basics::Id<trust::entry::Entry>>, on: BusinessDate) {
    let answer = Answer { county: daguan(), objection: id(word), struck, reply: "查过了".to_owned() };
    let actor = acting(db, "other-township", on);
    db.write_now(move |tx| objection::answer(tx, &points_shop::MONTH, &answer, &actor)).expect("answered");
}

/// Struck, changed, of the household's line.
fn marks(db: &Scratch, notice: &'static str, household: &str) -> (bool, bool) {
    let party = id::<()>(household).any();
    let lines = db.read_now(move |tx| notice::lines(tx, daguan(), id(notice))).expect("read");
    let hung = lines.iter().find(|hung| hung.line.party == party).expect("the household hangs");
    (hung.struck, hung.changed)
}

both_engines! {
    fn a_decision_noted_wrongly_is_taken_back_and_decided_again(db in &schemas()) {
        begun(db);
        for (word, household, item) in [("ditch", "chen", "出工"), ("burnt", "luo", "烧秸秆"), ("meeting-deed", "luo", "参加")] {
            checked(db, word, household, item, 3);
        }
        listed(db);
        let said = [("burnt", Decision::Fail, None), ("meeting-deed", Decision::Defer, None)];
        assert_eq!(decided(db, "clerk", "said", &said, true), Ok(3));
        assert_eq!((state(db, "burnt"), state(db, "meeting-deed")), (State::Rejected, State::Checked));
        for (deed, action) in [("ditch", "b1"), ("burnt", "b2"), ("meeting-deed", "b3")] {
            assert_eq!(back(db, deed, action), Ok(1), "{deed}");
            assert_eq!(back(db, deed, action), Ok(0), "the same click does it once");
            assert_eq!((entry_of(db, deed).standing.step, state(db, deed)), (0, State::Listed), "{deed}");
        }
        assert!(matches!(back(db, "ditch", "b4"), Err(RosterRefused::Elsewhere { state: EntryState::Open })), "it waits already");
        assert_eq!(decided(db, "clerk", "again", &[("burnt", Decision::Pass, None), ("meeting-deed", Decision::Fail, None)], true), Ok(3));
        let appraised = db.read_now(|tx| trust::entry::appraised(tx, (daguan(), id("month")), id("meeting"), 100)).expect("read");
        assert_eq!(appraised.len(), 3, "minutes have what stands, not what was taken back");
        let after = hung(db, "notice", today()).until.plus_days(1);
        assert!(matches!(back(db, "ditch", "too late"), Err(RosterRefused::Elsewhere { .. })), "it hangs out");
        confirmed(db, "clerk", "confirmed", after).expect("confirmed");
        assert_eq!((balance(db, "chen"), balance(db, "luo")), ((50, 0), (0, 50)), "each once");
        in_order(db);
    }

    fn a_deed_that_was_put_off_and_listed_again_stays_there(db in &schemas()) {
        begun(db);
        checked(db, "ditch", "chen", "出工", 3);
        listed(db);
        decided(db, "clerk", "said", &[("ditch", Decision::Defer, None)], false).expect("put off");
        let entry = entry_of(db, "ditch").id;
        db.write_now(|tx| {
            let gathered = appraisal::candidates(tx, daguan(), village::CUIPING, today().month_number())?;
            let entries = appraisal::entries_of(daguan(), id("next"), &gathered, &|topic| topic.to_owned());
            let new = trust::roster::NewRoster { county: daguan(), id: id("next"), place: village::CUIPING.to_owned(), period: today().month_number() };
            let actor = trust::roster::Actor { login: id::<()>("clerk"), concerned: Vec::new(), on: today(), at: NOW.plus_ms(1) };
            appraisal::open(tx, &new, &actor)?;
            appraisal::list(tx, daguan(), id("next"), &entries).map_err(|refused| database::DatabaseError::Broken(format!("{refused:?}")))
        })
        .expect("listed anew");
        let taking = taking(db, "clerk", "back", today());
        let refused = db.write_now(move |tx| appraisal::take_back(tx, &taking, entry));
        assert!(matches!(refused, Err(RosterRefused::Elsewhere { state: EntryState::Deferred })), "{refused:?}");
        assert_eq!(state(db, "ditch"), State::Listed);
    }

    fn who_came_is_corrected_until_the_list_hangs(db in &schemas()) {
        begun(db);
        checked(db, "ditch", "chen", "出工", 3);
        listed(db);
        assert_eq!(corrected(db, "c1", &["王国富", "代表 0"], &[]), Ok(24), "who is on the sheet already is not added");
        assert_eq!(corrected(db, "c1", &["王国富"], &[]), Ok(24), "the same form does it once");
        let recused = db.read_now(|tx| trust::entry::recused(tx, daguan(), id("month"))).expect("read");
        assert!(recused.iter().any(|(name, _, attends)| name == "王国富" && *attends), "{recused:?}");
        assert_eq!(corrected(db, "c2", &[], &[1, 2]), Ok(22));
        assert_eq!(corrected(db, "c2b", &[], &[1]), Ok(22), "a line that is struck already is not struck twice");
        let all: Vec<i64> = (1..=10).collect();
        assert_eq!(corrected(db, "c3", &[], &all), Err(MeetingRefused::NoQuorum { present: 14, least: 16 }));
        let sheet = db.read_now(|tx| meeting::attendees(tx, daguan(), id("meeting"))).expect("read");
        assert_eq!((sheet.len(), sheet[0].name.as_str()), (22, "代表 2"), "a refusal leaves nothing half done");
        // Six of sixteen may step aside: nobody, when sixteen are left.
        assert_eq!(decided(db, "clerk", "said", &[("ditch", Decision::Pass, None)], false), Ok(1));
        let too_few = corrected(db, "c4", &[], &[3, 4, 5, 6, 7, 8]);
        let Err(MeetingRefused::TooFewFor { entries }) = too_few else { panic!("{too_few:?}") };
        assert_eq!(entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [entry_of(db, "ditch").id]);
        hung(db, "notice", today());
        assert_eq!(corrected(db, "c5", &["李明"], &[]), Err(MeetingRefused::TooLate));
    }

    fn more_points_after_an_objection_go_back_to_a_meeting(db in &schemas()) {
        begun(db);
        checked(db, "rescue", "luo", "报告险情", 2);
        listed(db);
        decided(db, "clerk", "decided", &[("rescue", Decision::Pass, Some(50))], false).expect("passed");
        let first = hung(db, "notice", today());
        objected(db, "too little", "notice", "rescue", first.from).expect("taken");
        assert_eq!(marks(db, "notice", "luo"), (false, false));
        changed(db, "rescue", "changed", 150, first.from);
        answered(db, "too little", Vec::new(), first.from);
        let entry = entry_of(db, "rescue");
        assert_eq!((entry.standing.step, entry.standing.state, entry.shown.counts), (0, EntryState::Open, 150));
        assert_eq!(marks(db, "notice", "luo"), (false, true), "the old notice says that it was changed");
        let old = decided(db, "clerk", "old meeting", &[("rescue", Decision::Pass, Some(150))], false);
        assert!(matches!(old, Err(DecideRefused::Roster { refused: RosterRefused::NoQuorum, .. })), "{old:?}");
        let day = first.from.plus_days(1);
        let attendees: Vec<Attendee> =
            (0..20).map(|number| Attendee { name: format!("代表 {number}"), way: Way::Site, who: None, concerned: Vec::new() }).collect();
        let actor = acting(db, "clerk", day);
        let again = Meeting {
            county: daguan(),
            id: id("second meeting"),
            roster: id("month"),
            number: 0,
            held_on: day,
            chair: "高敏".to_owned(),
            expected: 31,
            present: 0,
            quorum_percent: 50,
            recorded_by: actor.login,
            recorded_at: actor.at,
        };
        db.write_now(move |tx| meeting::hold(tx, &again, &attendees, &actor)).expect("enough came");
        let (taking, entry) = (taking(db, "clerk", "second", day), entry.id);
        let chosen = vec![appraisal::Chosen { entry, decision: Decision::Pass, points: Some(money::TenthPoints(150)) }];
        let said = appraisal::Said { meeting: id("second meeting"), chosen, all_good: false };
        db.write_now(move |tx| appraisal::decide(tx, &taking, &said)).expect("the second meeting passes it");
        let second = hung(db, "second notice", day);
        assert_eq!((second.number, marks(db, "second notice", "luo")), (2, (false, false)));
        let of_each = ["meeting", "second meeting"]
            .map(|met| db.read_now(move |tx| trust::entry::appraised(tx, (daguan(), id("month")), id(met), 100)).expect("read").len());
        assert_eq!(of_each, [1, 1], "each meeting's minutes have its own decision");
        let first = db.read_now(|tx| trust::entry::appraised(tx, (daguan(), id("month")), id("meeting"), 100)).expect("read");
        assert_eq!(first[0].0.shown.counts, 50, "and what it decided about, whatever became of it");
        confirmed(db, "clerk", "confirmed", second.until.plus_days(1)).expect("confirmed");
        assert_eq!(balance(db, "luo"), (150, 0));
        in_order(db);
    }

    fn fewer_points_hang_out_again_at_once_and_what_is_struck_is_marked(db in &schemas()) {
        begun(db);
        checked(db, "rescue", "luo", "报告险情", 2);
        checked(db, "ditch", "chen", "出工", 2);
        listed(db);
        decided(db, "clerk", "decided", &[("rescue", Decision::Pass, Some(150))], true).expect("passed");
        let first = hung(db, "notice", today());
        objected(db, "too much", "notice", "rescue", first.from).expect("taken");
        objected(db, "never", "notice", "ditch", first.from).expect("taken");
        changed(db, "rescue", "changed", 60, first.from);
        answered(db, "too much", Vec::new(), first.from);
        let entry = entry_of(db, "ditch").id;
        answered(db, "never", vec![entry], first.from);
        assert_eq!(entry_of(db, "rescue").standing.step, 1, "it only has to hang out again");
        assert_eq!((marks(db, "notice", "luo"), marks(db, "notice", "chen")), ((false, true), (true, false)));
        let second = hung(db, "second notice", first.from.plus_days(1));
        assert_eq!(marks(db, "second notice", "luo"), (false, false));
        confirmed(db, "clerk", "confirmed", second.until.plus_days(1)).expect("confirmed");
        assert_eq!((balance(db, "luo"), balance(db, "chen")), ((60, 0), (0, 0)));
        // Long after, it is no longer taken here; within a year it is a complaint.
        let late = objected(db, "a complaint", "notice", "rescue", first.until.plus_days(365)).expect("taken");
        assert!(late.is_complaint);
        let too_late = objected(db, "too late", "notice", "rescue", first.until.plus_days(366));
        assert_eq!(too_late.map(|taken| taken.receipt), Err(ObjectRefused::TooLate { days: 365 }));
    }
}
