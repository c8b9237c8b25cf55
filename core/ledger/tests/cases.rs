//! Ledger cases as tables an accountant can read, on both engines.

mod common;

use basics::{BusinessDate, Id, Moment};
use common::{SCHEMAS, account, balance, cause, misfits, open, posted, posting, run, set_aside};
use database::{Change, DatabaseError, Sql, args};
use ledger::{Decision, Hold, Line, NewHold, Posting, Progress, Proposal, Refused, ReversalRefused, Unbalanced, post};
use testkit::{NOW, Scratch, both_engines, daguan, id, today};

/// `(name, moves, expected: number of the posting or what is short)`, one after the other; then balances.
type Step<'a> = (&'a str, &'a [(&'a str, &'a str, i64)], Result<i64, (&'a str, i64)>);

fn play(db: &Scratch, steps: &[Step<'_>], balances: &[(&str, i64)]) {
    for (name, moves, expected) in steps {
        let done = run(db, name, moves);
        match (&done, expected) {
            (Ok(seq), Ok(expected)) => assert_eq!(seq, expected, "{name}"),
            (Err(Refused::BelowFloor { account: short, balance, .. }), Err((expected, has))) => {
                assert_eq!((short.as_ref(), *balance), (&account(expected), *has), "{name}");
            }
            _ => panic!("{name}: {done:?}, expected {expected:?}"),
        }
    }
    for (name, expected) in balances {
        assert_eq!(balance(db, name), *expected, "{name}");
    }
    assert_eq!(misfits(db), Vec::<String>::new());
}

both_engines! {
    fn points_are_issued_awarded_and_redeemed(db in &SCHEMAS()) {
        play(db, &[
            ("budget",      &[("issue", "budget", 1000)],                          Ok(1)),
            ("award",       &[("budget", "chen", 775)],                            Ok(2)),
            ("award more",  &[("budget", "li", 300)],                              Err(("budget", 225))),
            ("goods",       &[("donor", "lot", 42)],                               Ok(3)),
            ("redeem",      &[("chen", "redeemed", 300), ("lot", "handed_out", 1)], Ok(4)),
            ("too dear",    &[("chen", "redeemed", 476), ("lot", "handed_out", 1)], Err(("chen", 475))),
            ("not so many", &[("chen", "redeemed", 10), ("lot", "handed_out", 42)], Err(("lot", 41))),
            ("unknown",     &[("li", "redeemed", 1)],                              Err(("li", 0))),
        ], &[("issue", -1000), ("budget", 225), ("chen", 475), ("redeemed", 300), ("lot", 41), ("handed_out", 1), ("donor", -42)]);
    }

    fn the_same_id_posts_once(db in &SCHEMAS()) {
        play(db, &[
            ("budget", &[("issue", "budget", 1000)], Ok(1)),
            ("award",  &[("budget", "chen", 100)],   Ok(2)),
            ("award",  &[("budget", "chen", 100)],   Ok(2)),
        ], &[("chen", 100)]);
        let mut other = posting("budget", &[("issue", "budget", 2000)]);
        assert_eq!(db.write_now(move |tx| post(tx, &other, NOW)), Err(Refused::OtherContent));
        other = posting("budget", &[("issue", "budget", 1000)]);
        let again = db.write_now(move |tx| post(tx, &other, NOW)).expect("the same content is answered as before");
        assert!(!again.new);
    }

    fn the_same_id_from_two_threads_posts_once(db in &SCHEMAS()) {
        run(db, "budget", &[("issue", "budget", 1000)]).expect("the budget is set");
        std::thread::scope(|scope| {
            let runs: Vec<_> = (0..8).map(|_| scope.spawn(|| run(db, "award", &[("budget", "chen", 100)]))).collect();
            for run in runs {
                assert_eq!(run.join().expect("no panic"), Ok(2));
            }
        });
        assert_eq!(balance(db, "chen"), 100);
    }

    fn many_writers_never_spend_twice(db in &SCHEMAS()) {
        run(db, "budget", &[("issue", "budget", 1000)]).expect("the budget is set");
        let won = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..40).map(|n| scope.spawn(move || run(db, &format!("award {n}"), &[("budget", "chen", 50)]).is_ok())).collect();
            runs.into_iter().filter(|_| true).map(|run| run.join().expect("no panic")).filter(|won| *won).count()
        });
        assert_eq!((won, balance(db, "budget"), balance(db, "chen")), (20, 0, 1000));
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn a_hold_is_committed_in_part_and_given_back(db in &SCHEMAS()) {
        play(db, &[("budget", &[("issue", "budget", 1000)], Ok(1)), ("award", &[("budget", "chen", 500)], Ok(2))], &[]);
        let hold: Id<Hold> = id("hold");
        let line = |name: &str, amount, hold| Line { account: account(name), amount, hold };
        let make = move |word: &str, lines: Vec<Line>| Posting::try_new(id(word), today(), id("clerk"), cause("set aside"), lines).expect("balanced");
        let opened = make("hold", vec![line("chen", -300, None), line("chen held", 300, Some(hold))])
            .opening(vec![NewHold { id: hold, from: account("chen"), holder: cause("set aside"), expires_on: today(), grace_days: 3 }]);
        db.write_now(move |tx| post(tx, &opened, NOW)).expect("300 of 500 can be held");
        assert_eq!(run(db, "meanwhile", &[("chen", "redeemed", 300)]), Err(Refused::BelowFloor { account: Box::new(account("chen")), balance: 200, wanted: 300 }));
        let taken = make("commit", vec![line("chen held", -200, Some(hold)), line("redeemed", 200, None)]);
        for _ in 0..2 {
            let taken = taken.clone();
            db.write_now(move |tx| post(tx, &taken, NOW)).expect("a part can be committed, twice the same is once");
        }
        let too_much = make("too much", vec![line("chen held", -101, Some(hold)), line("redeemed", 101, None)]);
        db.write_now(move |tx| post(tx, &too_much, NOW)).expect_err("only 100 are left");
        let rest = make("release", vec![line("chen held", -100, Some(hold)), line("chen", 100, None)]);
        db.write_now(move |tx| post(tx, &rest, NOW)).expect("the rest goes back");
        let late = make("late", vec![line("chen held", -1, Some(hold)), line("redeemed", 1, None)]);
        db.write_now(move |tx| post(tx, &late, NOW)).expect_err("nothing is left");
        assert_eq!((balance(db, "chen"), balance(db, "chen held"), balance(db, "redeemed")), (300, 0, 200));
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn a_hold_of_one_never_pays_for_another(db in &SCHEMAS()) {
        play(db, &[("budget", &[("issue", "budget", 1000)], Ok(1)), ("award", &[("budget", "chen", 500)], Ok(2))], &[]);
        let open = |word: &str| {
            let lines = vec![Line { account: account("chen"), amount: -100, hold: None }, Line { account: account("chen held"), amount: 100, hold: Some(id(word)) }];
            Posting::try_new(id(word), today(), id("clerk"), cause(word), lines).expect("balanced")
                .opening(vec![NewHold { id: id(word), from: account("chen"), holder: cause(word), expires_on: today(), grace_days: 0 }])
        };
        for word in ["first", "second"] {
            let opened = open(word);
            db.write_now(move |tx| post(tx, &opened, NOW)).expect("each hold opens");
        }
        let lines = vec![Line { account: account("chen held"), amount: -150, hold: Some(id("first")) }, Line { account: account("redeemed"), amount: 150, hold: None }];
        let greedy = Posting::try_new(id("greedy"), today(), id("clerk"), cause("first"), lines).expect("balanced");
        assert_eq!(db.write_now(move |tx| post(tx, &greedy, NOW)), Err(Refused::HoldGone { hold: id("first") }));
    }

    fn a_reversal_needs_two_logins_and_leaves_the_rest_owed(db in &SCHEMAS()) {
        play(db, &[
            ("budget", &[("issue", "budget", 1000)],  Ok(1)),
            ("award",  &[("budget", "chen", 100)],    Ok(2)),
            ("redeem", &[("chen", "redeemed", 70)],   Ok(3)),
        ], &[]);
        let proposal = Proposal { id: id("wrong"), posting: id("award"), reason: "重复发放".to_owned(), by: id("first") };
        let proposed = proposal.clone();
        db.write_now(move |tx| ledger::propose_reversal(tx, daguan(), &proposed, NOW)).expect("anyone may propose");
        let again = Proposal { id: id("again"), ..proposal };
        assert_eq!(db.write_now(move |tx| ledger::propose_reversal(tx, daguan(), &again, NOW)), Err(ReversalRefused::Proposed));
        let decide = |by: &str| {
            let decision = Decision { by: id(by), confirmed: true, answer: String::new(), posting: id("reversal"), business_date: today(), salt: [7; 16] };
            db.write_now(move |tx| ledger::decide_reversal(tx, daguan(), id("wrong"), &decision, NOW))
        };
        assert_eq!(decide("first"), Err(ReversalRefused::SameLogin));
        decide("second").expect("a second login confirms");
        assert_eq!(decide("third"), Err(ReversalRefused::Already));
        assert_eq!((balance(db, "chen"), balance(db, "chen owed"), balance(db, "budget")), (0, 70, 930));
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn what_is_taken_down_to_the_floor_is_taken(db in &SCHEMAS()) {
        play(db, &[
            ("budget", &[("issue", "budget", 1000)],                                   Ok(1)),
            ("all",    &[("budget", "chen", 1000)],                                    Ok(2)),
            ("goods",  &[("donor", "lot", 3)],                                         Ok(3)),
            ("over",   &[("chen", "redeemed", 1001), ("lot", "handed_out", 3)],        Err(("chen", 1000))),
            ("exact",  &[("chen", "redeemed", 1000), ("lot", "handed_out", 3)],        Ok(4)),
            ("one",    &[("chen", "redeemed", 1)],                                     Err(("chen", 0))),
            ("piece",  &[("lot", "handed_out", 1)],                                    Err(("lot", 0))),
        ], &[("budget", 0), ("chen", 0), ("lot", 0), ("redeemed", 1000), ("handed_out", 3)]);
    }

    fn an_account_may_stand_in_a_posting_twice(db in &SCHEMAS()) {
        play(db, &[
            ("budget", &[("issue", "budget", 100)],                                    Ok(1)),
            // Judged by what is left in the end: 100 go out and 40 come back.
            ("twice",  &[("budget", "chen", 60), ("budget", "li", 40)],                Ok(2)),
            ("round",  &[("chen", "li", 60), ("li", "chen", 100), ("chen", "li", 10)], Ok(3)),
            ("over",   &[("chen", "redeemed", 50), ("chen", "redeemed", 41)],          Err(("chen", 90))),
        ], &[("budget", 0), ("chen", 90), ("li", 10)]);
        let lines = db.read_now(|tx| ledger::account_lines(tx, daguan(), &account("chen"), i64::MAX, 10)).expect("lines");
        let lines: Vec<_> = lines.iter().map(|line| (line.seq, line.amount, line.balance_after)).collect();
        assert_eq!(lines, [(3, -10, 90), (3, 100, 100), (3, -60, 0), (2, 60, 60)]);
    }

    fn a_posting_counts_in_the_month_of_its_business_date(db in &SCHEMAS()) {
        let on = |word: &str, (year, month, day), (from, to, amount)| {
            let date = BusinessDate::try_new(year, month, day).expect("a day");
            let lines = ledger::moved(account(from), account(to), amount).to_vec();
            let posting = Posting::try_new(id(word), date, id("clerk"), cause(word), lines).expect("balanced");
            db.write_now(move |tx| post(tx, &posting, NOW)).expect("posted");
        };
        on("a", (2020, 1, 31), ("issue", "budget", 500));
        on("b", (2020, 2, 1), ("issue", "budget", 70));
        on("c", (2019, 12, 31), ("budget", "chen", 30));
        on("d", (2020, 2, 29), ("budget", "chen", 5));
        on("e", (2020, 2, 2), ("chen", "budget", 1));
        for (name, expected) in [
            ("budget", vec![(201_912, 0, 30), (202_001, 500, 0), (202_002, 71, 5)]),
            ("chen", vec![(201_912, 30, 0), (202_002, 5, 1)]),
            ("li", vec![]),
        ] {
            assert_eq!(db.read_now(move |tx| ledger::month_sums(tx, daguan(), &account(name))), Ok(expected), "{name}");
        }
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn recorded_at_stays_when_the_clock_goes_back(db in &SCHEMAS()) {
        let day = 86_400_000;
        for (word, now, expected) in [
            ("first", NOW, NOW),
            ("later", NOW.plus_ms(5), NOW.plus_ms(5)),
            ("yesterday", NOW.plus_ms(-day), NOW.plus_ms(5)),
            ("no clock at all", Moment(0), NOW.plus_ms(5)),
            ("going again", NOW.plus_ms(6), NOW.plus_ms(6)),
        ] {
            let posting = posting(word, &[("issue", "budget", 1)]);
            let posted = db.write_now(move |tx| post(tx, &posting, now)).expect("posted");
            assert_eq!(posted.recorded_at, expected, "{word}");
        }
        // Asked again, it answers the moment of the first time.
        let again = posting("later", &[("issue", "budget", 1)]);
        assert_eq!(db.write_now(move |tx| post(tx, &again, NOW.plus_ms(day))).map(|posted| (posted.new, posted.recorded_at)), Ok((false, NOW.plus_ms(5))));
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn changes_noted_with_postings_are_numbered_without_gaps(db in &SCHEMAS()) {
        const NUMBERS: Sql = Sql { name: "NUMBERS", text: "SELECT number FROM change WHERE county = $1 ORDER BY number" };
        open(db);
        run(db, "budget", &[("issue", "budget", 100)]).expect("the budget is set");
        let done = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..16)
                .map(|n| {
                    let posting = posting(&format!("award {n}"), &[("budget", "chen", 10)]);
                    scope.spawn(move || db.write_now(move |tx| {
                        let subject = posting.cause.clone();
                        tx.changed(Change { subject, actor: Some(id("clerk")), verb: "awarded", at: NOW, before: None, after: None })?;
                        post(tx, &posting, NOW)
                    }).is_ok())
                })
                .collect();
            runs.into_iter().map(|run| run.join().expect("no panic")).filter(|done| *done).count()
        });
        assert_eq!((done, balance(db, "budget")), (10, 0));
        let numbers: Vec<i64> = db.read_now(|tx| tx.rows(NUMBERS, args![daguan()], |row| row.get(0))).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
        assert_eq!(numbers, (1..=10).collect::<Vec<_>>(), "a refused posting takes no number");
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn a_given_head_is_found_or_not(db in &SCHEMAS()) {
        let mut heads = vec![db.read_now(|tx| ledger::head(tx, daguan())).expect("genesis")];
        for n in 1..=4 {
            run(db, &format!("{n}"), &[("issue", "budget", n)]).expect("posted");
            heads.push(db.read_now(|tx| ledger::head(tx, daguan())).expect("a head"));
        }
        let told = |given: (i64, basics::Digest)| {
            let report = db.read_now(move |tx| ledger::verify_book(tx, daguan(), Some(&(given.0, given.1.to_vec())), &Progress::default())).expect("recounted");
            report.misfits.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let beginning = (3, heads[3].1[..6].to_vec());
        let report = db.read_now(move |tx| ledger::verify_book(tx, daguan(), Some(&beginning), &Progress::default())).expect("recounted");
        assert_eq!(report.misfits.len(), 0, "papers have the beginning of a head");
        for given in &heads {
            assert_eq!(told(*given), Vec::<String>::new(), "{}", given.0);
        }
        assert_eq!(told((3, heads[2].1)), [format!("posting 3 has the head {}, not the one given", hex::encode(heads[3].1))]);
        assert_eq!(told((0, heads[1].1)).len(), 1);
        assert_eq!(told((5, heads[4].1)), ["the book ends at posting 4, before the one given"]);
    }

    fn a_reversal_of_lines_on_one_account_takes_what_is_there(db in &SCHEMAS()) {
        play(db, &[
            ("budget", &[("issue", "budget", 1000)],                         Ok(1)),
            ("award",  &[("budget", "chen", 50), ("budget", "chen", 50)],    Ok(2)),
            ("redeem", &[("chen", "redeemed", 40)],                          Ok(3)),
        ], &[]);
        let decision = Decision { by: id("clerk"), confirmed: true, answer: String::new(), posting: id("back"), business_date: today(), salt: [1; 16] };
        db.write_now(move |tx| ledger::cancel(tx, daguan(), id("award"), &decision, "twice", NOW)).expect("60 are there, 40 are owed");
        assert_eq!((balance(db, "chen"), balance(db, "chen owed"), balance(db, "budget")), (0, 40, 960));
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn a_hold_given_back_is_not_reversed(db in &SCHEMAS()) {
        play(db, &[("budget", &[("issue", "budget", 1000)], Ok(1)), ("award", &[("budget", "chen", 500)], Ok(2))], &[]);
        let opened = set_aside("hold", "chen", 300);
        db.write_now(move |tx| post(tx, &opened, NOW)).expect("held");
        let lines = vec![Line { account: account("chen held"), amount: -300, hold: Some(id("hold")) }, Line { account: account("chen"), amount: 300, hold: None }];
        let back = Posting::try_new(id("back"), today(), id("clerk"), cause("hold"), lines).expect("balanced");
        db.write_now(move |tx| post(tx, &back, NOW)).expect("given back");
        run(db, "redeem", &[("chen", "redeemed", 450)]).expect("all of it can be spent");
        for word in ["hold", "back"] {
            let decision = Decision { by: id("clerk"), confirmed: true, answer: String::new(), posting: id("undo"), business_date: today(), salt: [1; 16] };
            assert_eq!(db.write_now(move |tx| ledger::cancel(tx, daguan(), id(word), &decision, "wrong", NOW)), Err(ReversalRefused::Holds), "{word}");
        }
        assert_eq!((balance(db, "chen"), balance(db, "chen owed"), posted(db)), (50, 0, 5));
    }

    fn a_text_can_be_corrected_and_the_chain_still_fits(db in &SCHEMAS()) {
        let posting = posting("budget", &[("issue", "budget", 1000)]).with_text("给陈家福", [3; 16]);
        db.write_now(move |tx| post(tx, &posting, NOW)).expect("posted");
        let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &Progress::default())).expect("recounted");
        assert_eq!((report.misfits.len(), report.corrected_texts.len()), (0, 0));
    }
}

#[test]
fn unbalanced_lines_are_not_a_posting() {
    let line = |name: &str, amount| Line { account: account(name), amount, hold: None };
    for (lines, expected) in [
        (vec![], Unbalanced::Empty),
        (vec![line("chen", 0)], Unbalanced::Zero),
        (vec![line("chen", 5), line("budget", -4)], Unbalanced::Sum { unit: "tenth_point".to_owned(), sum: 1 }),
        // Points do not pay for rice: each unit balances by itself.
        (vec![line("chen", -1), line("lot", 1)], Unbalanced::Sum { unit: "tenth_point".to_owned(), sum: -1 }),
    ] {
        assert_eq!(Posting::try_new(id("x"), today(), id("clerk"), cause("x"), lines).map(drop), Err(expected));
    }
}
