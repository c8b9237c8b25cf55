//! A month of a village on both engines: listed, appraised, on notice, objected to, confirmed; points arise in no other way.

mod village;

use basics::{BusinessDate, Id};
use money::TenthPoints;
use points_shop::appraisal::{self, Amendment, DecideRefused, Decision, MONTH};
use points_shop::award::{self, ConfirmRefused};
use points_shop::deed::{self, Deed, State};
use points_shop::point_rule;
use testkit::{NOW, Scratch, both_engines, daguan, id, today};
use trust::entry::{self, State as EntryState};
use trust::list_type::StepKind;
use trust::notice::{self, Kind, NewNotice};
use trust::objection::{self, Answer, NewObjection};
use trust::roster::{self, Actor, RosterRefused, Taking};
use village::list::{acting, balance, budget, checked, confirmed, decided, entry_of, hung, in_order, listed, schemas, state, taking};
use village::{login, rules_in_force, settle};

/// A batch of whatever is confirmed and not entered yet, as the jobs do it; answers how many deeds.
fn booked(db: &Scratch) -> usize {
    db.write_now(|tx| {
        for award in award::of_roster(tx, daguan(), id("month"))? {
            match award::book(tx, daguan(), award.id, NOW)? {
                0 => {}
                some => return Ok(some),
            }
        }
        Ok::<_, database::DatabaseError>(0)
    })
    .expect("booked")
}

both_engines! {
    fn a_month_from_deed_to_point(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "ditch", "chen", "出工", 3);
        checked(db, "meeting 1", "chen", "参加村民会", 4);
        checked(db, "meeting 2", "chen", "参加村民会", 3);
        checked(db, "meeting 3", "chen", "参加村民会", 2);
        checked(db, "burnt", "luo", "烧秸秆", 2);
        checked(db, "rescue", "luo", "报告险情", 2);
        listed(db);
        let third = entry_of(db, "meeting 3");
        assert_eq!((third.shown.claimed, third.shown.counts, third.doubts.join(" ")), (20, 0, "cap".to_owned()), "the excess stays visible with 0");
        assert_eq!(entry_of(db, "burnt").doubts.join(" "), "deduction evidence");
        assert_eq!(state(db, "ditch"), State::Listed);

        let rescue = entry_of(db, "rescue").id;
        let outside = decided(db, "clerk", "outside", &[("rescue", Decision::Pass, Some(205))], true);
        assert_eq!(outside, Err(DecideRefused::OutOfRange { entry: rescue, least: TenthPoints(50), most: TenthPoints(200) }));
        assert_eq!(entry_of(db, "ditch").standing.step, 0, "nothing half-done remains");
        let said: &[(&str, Decision, Option<i64>)] =
            &[("rescue", Decision::Pass, Some(150)), ("burnt", Decision::Pass, None), ("meeting 3", Decision::Pass, None)];
        assert_eq!(decided(db, "clerk", "decided", said, true), Ok(6));
        assert_eq!(decided(db, "clerk", "decided", said, true), Ok(0), "the same click again");
        assert_eq!(confirmed(db, "clerk", "too early", today()), Err(ConfirmRefused::Nothing));

        let notice = hung(db, "notice", today());
        assert_eq!(confirmed(db, "clerk", "early", notice.until), Err(ConfirmRefused::NoticeRuns { until: notice.until }));
        let after = notice.until.plus_days(1);
        assert_eq!((balance(db, "chen"), balance(db, "luo"), budget(db)), ((0, 0), (0, 0), 5_000), "points arise only when confirmed");
        let award = confirmed(db, "clerk", "confirmed", after).expect("confirmed");
        assert_eq!((award.entries, award.plus, award.minus), (6, TenthPoints(50 + 40 + 150), TenthPoints(50)));
        assert_eq!(confirmed(db, "clerk", "confirmed", after), Ok(award), "one click, however often it is sent");
        assert_eq!(confirmed(db, "other-clerk", "another click", after), Err(ConfirmRefused::JustNow), "two people at once");
        assert_eq!(balance(db, "chen"), (90, 0));
        assert_eq!(balance(db, "luo"), (100, 0));
        assert_eq!(budget(db), 5_000 - 240 + 50);
        assert_eq!((state(db, "ditch"), state(db, "meeting 3")), (State::Confirmed, State::Confirmed));
        in_order(db);
    }

    fn a_budget_that_cannot_cover_all_confirms_nothing(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "ditch", "chen", "出工", 3);
        checked(db, "ditch too", "luo", "出工", 3);
        listed(db);
        decided(db, "clerk", "all", &[], true).expect("passed");
        let after = hung(db, "notice", today()).until.plus_days(1);
        village::award(db, village::brought("brought", "zhao", 4_950), "other-township").expect("most of the budget is given");
        let short = ConfirmRefused::BudgetShort { needed: TenthPoints(100), left: TenthPoints(50) };
        assert_eq!(confirmed(db, "clerk", "short", after), Err(short));
        assert_eq!((balance(db, "chen"), state(db, "ditch"), budget(db)), ((0, 0), State::Listed, 50));
        let more = points_shop::fund::BudgetGrant {
            county: daguan(),
            id: id("more"),
            shop: id("shop"),
            on: after,
            points: TenthPoints(50),
            reason: "追加".to_owned(),
            by: id("county"),
        };
        db.write_now(move |tx| points_shop::fund::set_budget(tx, &more, NOW)).expect("the county adds");
        assert!(confirmed(db, "clerk", "short", after).is_ok(), "the same click works when there is enough");
        assert_eq!((balance(db, "chen"), balance(db, "luo"), budget(db)), ((50, 0), (50, 0), 0));
        in_order(db);
    }

    fn a_deduction_takes_what_is_there_and_the_rest_is_owed(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        village::award(db, village::brought("brought", "luo", 20), "other-township").expect("two points");
        checked(db, "burnt", "luo", "烧秸秆", 2);
        listed(db);
        decided(db, "clerk", "decided", &[("burnt", Decision::Pass, None)], false).expect("passed");
        let after = hung(db, "notice", today()).until.plus_days(1);
        confirmed(db, "clerk", "confirmed", after).expect("confirmed");
        assert_eq!(balance(db, "luo"), (0, 30), "two points taken, three owed");
        in_order(db);
    }

    fn whoever_is_concerned_leaves_the_own_to_others(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "own", "luo", "出工", 3);
        checked(db, "other", "chen", "出工", 3);
        listed(db);
        // The supervisor lives in the household of Luo.
        let alone = decided(db, "luo-overseer", "own one", &[("own", Decision::Pass, None)], false);
        assert!(matches!(alone, Err(DecideRefused::Roster { refused: RosterRefused::Concerned, .. })), "{alone:?}");
        assert_eq!(decided(db, "luo-overseer", "all", &[], true), Ok(1));
        assert_eq!(decided(db, "clerk", "the rest", &[], true), Ok(1));
        let after = hung(db, "notice", today()).until.plus_days(1);
        let award = confirmed(db, "luo-overseer", "confirmed", after).expect("all but the own");
        assert_eq!(award.entries, 1);
        assert_eq!((balance(db, "chen"), balance(db, "luo")), ((50, 0), (0, 0)));
        assert_eq!(confirmed(db, "luo-overseer", "again", after), Err(ConfirmRefused::OnlyOwn));
        assert_eq!(confirmed(db, "clerk", "by another", after).map(|award| award.entries), Ok(1));
        assert_eq!(balance(db, "luo"), (50, 0));
        in_order(db);
    }

    fn an_objection_holds_one_back_and_what_it_changes_hangs_again(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "ditch", "chen", "出工", 3);
        checked(db, "elders", "luo", "老人", 2);
        listed(db);
        decided(db, "clerk", "decided", &[], true).expect("passed");
        let notice = hung(db, "notice", today());
        let line = |label: &str| {
            let (label, id) = (label.to_owned(), notice.id);
            db.read_now(move |tx| notice::lines(tx, daguan(), id)).expect("read").into_iter().find(|hung| hung.line.label == label).expect("a line").line
        };
        assert_eq!(line("罗开文").values, [50, 0, 50, 0]);
        let new = NewObjection {
            county: daguan(),
            id: id("objection"),
            notice: notice.id,
            line: line("罗开文").number,
            entry: None,
            what: "老人不住他家".to_owned(),
            name: "赵大顺".to_owned(),
            phone: String::new(),
            way: "web".to_owned(),
            receipt: "abcdefghij".to_owned(),
            received_on: today().plus_days(2),
            entered_by: None,
        };
        let public = Actor { login: id::<()>("public"), concerned: Vec::new(), on: today().plus_days(2), at: NOW };
        db.write_now(move |tx| objection::object(tx, &new, &public)).expect("taken");
        let after = notice.until.plus_days(1);
        assert_eq!(confirmed(db, "clerk", "first", after).map(|award| award.entries), Ok(1), "the others go on");
        assert_eq!((balance(db, "chen"), balance(db, "luo")), ((50, 0), (0, 0)));
        assert_eq!(confirmed(db, "clerk", "held back", after), Err(ConfirmRefused::Objected));

        let other_rule = {
            let all = db.read_now(|tx| point_rule::rules(tx, daguan(), id("rules"))).expect("read");
            all.into_iter().find(|rule| rule.item.starts_with("月检：比较清洁")).expect("a rule")
        };
        let amendment = Amendment { rule: other_rule.id, points: None, witness: String::new(), note: "查过，老人住在大儿子家".to_owned(), public_title: "人居环境".to_owned() };
        // The liaison recorded it and so keeps out of it.
        let (by_recorder, same) = (taking(db, "liaison", "by the recorder", after), amendment.clone());
        let refused = db.write_now(move |tx| appraisal::amend(tx, &by_recorder, id("elders"), &same));
        assert_eq!(refused, Err(appraisal::AmendRefused::Roster(RosterRefused::Concerned)));
        let by_township = taking(db, "other-township", "changed", after);
        db.write_now(move |tx| appraisal::amend(tx, &by_township, id("elders"), &amendment)).expect("changed");
        let (answer, own) = (Answer { county: daguan(), objection: id("objection"), struck: Vec::new(), reply: "改了".to_owned() }, acting(db, "clerk", after));
        let by_checker = {
            let answer = answer.clone();
            db.write_now(move |tx| objection::answer(tx, &MONTH, &answer, &own))
        };
        assert_eq!(by_checker, Ok(()), "the clerk checked another one's record and may answer");
        assert_eq!(confirmed(db, "clerk", "not yet", after), Err(ConfirmRefused::Nothing), "it hangs on no notice yet");
        let again = hung(db, "second notice", after);
        assert_eq!(again.until, after.plus_days(5), "again for the full days");
        assert_eq!(confirmed(db, "clerk", "second", again.until.plus_days(1)).map(|award| award.plus), Ok(TenthPoints(20)));
        assert_eq!(balance(db, "luo"), (20, 0));
        in_order(db);
    }

    fn what_the_township_returns_is_mended_and_shows_what_changed(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        db.write_now(|tx| {
            let value = settings::NewValue {
                setting: appraisal::TOWNSHIP_REVIEW,
                scope: String::new(),
                value: 1,
                valid_from: today().plus_days(-9),
                reason: "先报乡镇".to_owned(),
                by: id("county"),
            };
            settings::set(tx, daguan(), &value, NOW)
        })
        .expect("a setting");
        checked(db, "ditch", "chen", "出工", 3);
        checked(db, "help", "luo", "帮邻居", 3);
        listed(db);
        assert_eq!(decided(db, "clerk", "all", &[], true), Ok(2));
        let back = Taking { reason: "证明人不是本村的".to_owned(), ..taking(db, "township", "back", today()) };
        let help = entry_of(db, "help").id;
        db.write_now(move |tx| roster::return_entry(tx, &MONTH, &back, "review-appraisal", help)).expect("returned");
        assert_eq!(state(db, "help"), State::Returned);
        let review = taking(db, "township", "reviewed", today());
        let passed = db.write_now(move |tx| roster::pass_all(tx, &review, (StepKind::Review, "review-appraisal"), None));
        assert_eq!(passed.map(|moved| moved.entries), Ok(1));
        let rule = db.read_now(|tx| deed::find(tx, daguan(), id("help"))).expect("read").expect("a deed").deed.rule;
        let amendment = Amendment { rule, points: None, witness: "王顺".to_owned(), note: "换了证明人".to_owned(), public_title: "政策知晓".to_owned() };
        let mended = taking(db, "liaison", "mended", today());
        db.write_now(move |tx| appraisal::amend(tx, &mended, id("help"), &amendment)).expect("mended");
        let entry = entry_of(db, "help");
        assert_eq!((entry.standing.step, entry.standing.state, state(db, "help")), (0, EntryState::Open, State::Listed));
        assert_eq!(entry.before.map(|before| before.fact("witness").to_owned()), Some("罗开文".to_owned()));
        assert_eq!((entry.shown.fact("witness"), entry.doubts.join(" ")), ("王顺", "returned".to_owned()));
    }

    fn the_points_of_one_deed_are_taken_back_by_two(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "ditch", "chen", "出工", 3);
        listed(db);
        decided(db, "clerk", "all", &[], true).expect("passed");
        let after = hung(db, "notice", today()).until.plus_days(1);
        let award = confirmed(db, "clerk", "confirmed", after).expect("confirmed");
        let posting = Id::derived(&[b"award", id::<Deed>("ditch").as_bytes(), award.id.as_bytes()]);
        let (one, other) = (login(db, "manager"), login(db, "township"));
        db.write_now(move |tx| {
            let proposal = ledger::Proposal { id: id("reversal"), posting, reason: "查无此事".to_owned(), by: one.id.any() };
            points_shop::reversal::propose(tx, daguan(), &proposal, &one, after, NOW)
        })
        .expect("proposed");
        db.write_now(move |tx| {
            let decision = ledger::Decision { by: other.id.any(), confirmed: true, answer: String::new(), posting: id("taken back"), business_date: after, salt: [7; 16] };
            points_shop::reversal::decide(tx, daguan(), id("reversal"), &decision, &other, NOW)
        })
        .expect("confirmed by another");
        assert_eq!((balance(db, "chen"), budget(db), state(db, "ditch")), ((0, 0), 5_000, State::Reversed));
        in_order(db);
    }

    fn two_programs_cut_off_anywhere_enter_each_deed_once(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        for number in 0..60 {
            checked(db, &format!("ditch {number}"), if number % 2 == 0 { "chen" } else { "luo" }, "出工", 3);
        }
        listed(db);
        decided(db, "clerk", "all", &[], true).expect("passed");
        let after = hung(db, "notice", today()).until.plus_days(1);
        let taking = taking(db, "clerk", "confirmed", after);
        let award = db.write_now(move |tx| award::confirm(tx, &taking)).expect("confirmed");
        let id = award.id;
        // The first batch, and then the program is gone; the one that starts next enters what is left.
        assert_eq!(db.write_now(move |tx| award::book(tx, daguan(), id, NOW)), Ok(50));
        assert_eq!(balance(db, "chen").0 + balance(db, "luo").0, 2_500);
        assert_eq!(db.write_now(move |tx| award::book(tx, daguan(), id, NOW)), Ok(10));
        assert_eq!(db.write_now(move |tx| award::book(tx, daguan(), id, NOW)), Ok(0));
        assert_eq!((balance(db, "chen"), balance(db, "luo"), budget(db)), ((1_500, 0), (1_500, 0), 2_000));
        in_order(db);
    }
}

/// Anything a village could do, in any order.
#[derive(Clone, Copy, Debug)]
enum Doing {
    PassAll,
    Pass(usize),
    Fail(usize),
    Defer(usize),
    Hang,
    NextDay,
    End,
    Object,
    Keep,
    Strike,
    Confirm,
    Book,
}

const WORDS: [&str; 4] = ["a", "b", "c", "d"];

mod sequences {
    use proptest::prelude::*;

    use super::*;

    fn doing() -> impl Strategy<Value = Doing> {
        prop_oneof![
            1 => Just(Doing::PassAll),
            1 => (0..4usize).prop_map(Doing::Pass),
            1 => (0..4usize).prop_map(Doing::Fail),
            1 => (0..4usize).prop_map(Doing::Defer),
            2 => Just(Doing::Hang),
            3 => Just(Doing::NextDay),
            1 => Just(Doing::End),
            1 => Just(Doing::Object),
            1 => Just(Doing::Keep),
            1 => Just(Doing::Strike),
            2 => Just(Doing::Confirm),
            1 => Just(Doing::Book),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

        /// However a village goes about it: points in the book are those of the entries confirmed, and each of those passed
        /// the meeting, hung its days and was confirmed by somebody.
        #[test]
        fn points_are_those_of_entries_that_passed_everything(doings in proptest::collection::vec(doing(), 4..28)) {
            let db = testkit::scratch(database::Engine::Sqlite, &schemas());
            settle(&db);
            rules_in_force(&db, 30);
            for (word, household) in WORDS.iter().zip(["chen", "luo", "chen", "luo"]) {
                checked(&db, word, household, "出工", 3);
            }
            listed(&db);
            let mut on = today();
            for (number, doing) in doings.into_iter().enumerate() {
                done(&db, doing, number, &mut on);
            }
            while booked(&db) > 0 {}
            let mut confirmed_sum = 0;
            for word in WORDS {
                let entry = entry_of(&db, word);
                let outcomes: Vec<String> = {
                    let id = entry.id;
                    db.read_now(move |tx| entry::history(tx, daguan(), id)).expect("read").into_iter().map(|it| it.outcome).collect()
                };
                if state(&db, word) == State::Confirmed {
                    confirmed_sum += entry.shown.counts;
                    prop_assert_eq!(entry.standing.state, EntryState::Done);
                    prop_assert_eq!(outcomes.iter().filter(|it| *it == "passed").count(), 2, "{:?}", outcomes);
                    prop_assert!(outcomes.iter().any(|it| it == "ended"), "{:?}", outcomes);
                    prop_assert!(!outcomes.iter().any(|it| it == "struck" || it == "failed"), "{:?}", outcomes);
                }
            }
            prop_assert_eq!(balance(&db, "chen").0 + balance(&db, "luo").0, confirmed_sum);
            prop_assert_eq!(budget(&db), 5_000 - confirmed_sum);
            in_order(&db);
        }
    }

    /// Whatever is refused is refused; what matters is what stands in the book afterwards.
    fn done(db: &Scratch, doing: Doing, number: usize, on: &mut BusinessDate) {
        let click = format!("click {number}");
        let decide = |at: usize, decision| drop(decided(db, "clerk", &click, &[(WORDS[at], decision, None)], false));
        match doing {
            Doing::PassAll => drop(decided(db, "clerk", &click, &[], true)),
            Doing::Pass(at) => decide(at, Decision::Pass),
            Doing::Fail(at) => decide(at, Decision::Fail),
            Doing::Defer(at) => decide(at, Decision::Defer),
            Doing::Hang => hang(db, &click, *on),
            Doing::NextDay => *on = on.plus_days(1),
            Doing::End => {
                let program = Actor { login: id::<()>("program"), concerned: Vec::new(), on: *on, at: NOW.plus_ms(number as i64) };
                db.write_now(move |tx| notice::end_due(tx, daguan(), &program)).expect("by date");
            }
            Doing::Object => object(db, &click, *on),
            Doing::Keep => answer_first(db, false, *on),
            Doing::Strike => answer_first(db, true, *on),
            Doing::Confirm => {
                let taking = taking(db, "clerk", &click, *on);
                drop(db.write_now(move |tx| award::confirm(tx, &taking)));
            }
            Doing::Book => drop(booked(db)),
        }
    }

    fn hang(db: &Scratch, word: &str, on: BusinessDate) {
        let (actor, new) = (
            acting(db, "clerk", on),
            NewNotice { county: daguan(), id: id(word), roster: id("month"), kind: Kind::Notice, board: "村委会".to_owned() },
        );
        drop(db.write_now(move |tx| {
            let lines = appraisal::lines(tx, daguan(), id("month"), 1)?;
            notice::put_up(tx, &new, &lines, &actor)
        }));
    }

    fn object(db: &Scratch, word: &str, on: BusinessDate) {
        let notices = db.read_now(|tx| notice::of_roster(tx, daguan(), id("month"))).expect("read");
        let Some(notice) = notices.first() else { return };
        let new = NewObjection {
            county: daguan(),
            id: id(word),
            notice: notice.id,
            line: 1,
            entry: None,
            what: "不对".to_owned(),
            name: String::new(),
            phone: String::new(),
            way: "web".to_owned(),
            receipt: word.to_owned(),
            received_on: on,
            entered_by: None,
        };
        let public = Actor { login: id::<()>("public"), concerned: Vec::new(), on, at: NOW };
        drop(db.write_now(move |tx| objection::object(tx, &new, &public)));
    }

    fn answer_first(db: &Scratch, strike: bool, on: BusinessDate) {
        let open = db.read_now(|tx| objection::open_of_roster(tx, daguan(), id("month"))).expect("read");
        let Some(first) = open.first() else { return };
        let struck = if strike { WORDS.iter().map(|word| entry_of(db, word).id).collect() } else { Vec::new() };
        let (answer, actor) =
            (Answer { county: daguan(), objection: first.id, struck, reply: "查了".to_owned() }, acting(db, "other-township", on));
        drop(db.write_now(move |tx| objection::answer(tx, &MONTH, &answer, &actor)));
    }
}
