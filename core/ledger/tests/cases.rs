//! Ledger cases as tables an accountant can read, on both engines.

use basics::{Id, Subject};
use database::Schema;
use ledger::{Account, Decision, Hold, Line, NewHold, Posting, Progress, Proposal, Refused, ReversalRefused, Unbalanced, Unit, moved, post};
use testkit::{NOW, Scratch, both_engines, daguan, id, today};

const SCHEMAS: fn() -> [Schema; 2] = || [database::schema(), ledger::schema()];

fn account(name: &str) -> Account {
    match name {
        "issue" => Account::without_floor("county", id::<()>("county"), "issue", Unit::TenthPoint),
        "budget" => Account::new("shop", id::<()>("shop"), "budget", Unit::TenthPoint),
        "redeemed" => Account::new("shop", id::<()>("shop"), "redeemed", Unit::TenthPoint),
        "donor" => Account::without_floor("outside", id::<()>("donor"), "donor", Unit::Item(id("rice"))),
        "lot" => Account::new("lot", id::<()>("lot"), "shelf", Unit::Item(id("rice"))),
        "handed_out" => Account::new("shop", id::<()>("shop"), "handed_out", Unit::Item(id("rice"))),
        "chen held" => account("chen").held(),
        "lot held" => account("lot").held(),
        "chen owed" => account("chen").owed(),
        household => Account::new("household", id::<()>(household), "points", Unit::TenthPoint),
    }
}

fn cause(word: &str) -> Subject {
    Subject::new(daguan(), "case", id::<()>(word))
}

fn posting(word: &str, moves: &[(&str, &str, i64)]) -> Posting {
    let lines = moves.iter().flat_map(|(from, to, amount)| moved(account(from), account(to), *amount)).collect();
    Posting::try_new(id(word), today(), id("clerk"), cause(word), lines).expect("the case balances")
}

fn run(db: &Scratch, word: &str, moves: &[(&str, &str, i64)]) -> Result<i64, Refused> {
    let posting = posting(word, moves);
    db.write_now(move |tx| post(tx, &posting, NOW)).map(|posted| posted.seq)
}

fn balance(db: &Scratch, name: &str) -> i64 {
    let account = account(name);
    db.read_now(move |tx| ledger::balance(tx, daguan(), &account)).expect("a balance can be read")
}

fn misfits(db: &Scratch) -> Vec<String> {
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &Progress::default())).expect("the recount runs");
    report.misfits.iter().map(ToString::to_string).collect()
}

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
            let decision = Decision { by: id(by), confirmed: true, posting: id("reversal"), business_date: today(), salt: [7; 16] };
            db.write_now(move |tx| ledger::decide_reversal(tx, daguan(), id("wrong"), &decision, NOW))
        };
        assert_eq!(decide("first"), Err(ReversalRefused::SameLogin));
        decide("second").expect("a second login confirms");
        assert_eq!(decide("third"), Err(ReversalRefused::Already));
        assert_eq!((balance(db, "chen"), balance(db, "chen owed"), balance(db, "budget")), (0, 70, 930));
        assert_eq!(misfits(db), Vec::<String>::new());
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
