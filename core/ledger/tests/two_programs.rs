//! Two programs on one PostgreSQL database: the same posting, new accounts and reversals at the same moment.

mod common;

use common::{SCHEMAS, account, balance, misfits, open, posting, run, set_aside};
use database::{Db, Engine, Options};
use ledger::{Decision, Refused, ReversalRefused, post};
use testkit::{NOW, Scratch, daguan, id, scratch, today};

/// A second program on the same PostgreSQL database: a pool of its own.
fn second_program(db: &Scratch) -> Db {
    Db::open(&db.location, &Options::default()).expect("a second program can connect")
}

#[test]
fn two_programs_post_the_same_id_once_on_postgres() {
    let db = scratch(Engine::Postgres, &SCHEMAS());
    let other = second_program(&db);
    for round in 0..10 {
        // The budget is just enough for one, so that whoever comes second finds nothing left and must still hear "done".
        let before = run(&db, &format!("budget {round}"), &[("issue", "budget", 100)]).expect("the budget is set");
        let household = format!("household {round}");
        let award = posting(&format!("award {round}"), &[("budget", &household, 100)]);
        let held = set_aside(&format!("hold {round}"), &household, 60);
        for (asked, number) in [(award, before + 1), (held, before + 2)] {
            let answers: Vec<_> = std::thread::scope(|scope| {
                let runs: Vec<_> = (0..8)
                    .map(|n| {
                        let (program, asked) = (if n % 2 == 0 { &db.db } else { &other }, asked.clone());
                        scope.spawn(move || program.write_now(move |tx| post(tx, &asked, NOW)))
                    })
                    .collect();
                runs.into_iter().map(|run| run.join().expect("no panic").expect("the same posting is answered alike")).collect()
            });
            assert!(answers.iter().all(|answer| answer.seq == number), "round {round}: {answers:?}");
            assert_eq!(answers.iter().filter(|answer| answer.new).count(), 1, "round {round}: it moved once");
        }
    }
    let with_other_content = posting("award 3", &[("budget", "household 3", 99)]);
    assert_eq!(other.write_now(move |tx| post(tx, &with_other_content, NOW)), Err(Refused::OtherContent));
    assert_eq!(misfits(&db), Vec::<String>::new());
    other.close();
}

#[test]
fn two_programs_with_one_id_and_two_contents_post_one_of_them_on_postgres() {
    let db = scratch(Engine::Postgres, &SCHEMAS());
    let other = second_program(&db);
    for round in 0..10 {
        run(&db, &format!("budget {round}"), &[("issue", "budget", 100)]).expect("the budget is set");
        let content = |amount| posting(&format!("award {round}"), &[("budget", "chen", amount)]);
        let (mine, theirs) = (content(100), content(70));
        let ends = std::thread::scope(|scope| {
            let one = scope.spawn(|| db.write_now(move |tx| post(tx, &mine, NOW)));
            let two = scope.spawn(|| other.write_now(move |tx| post(tx, &theirs, NOW)));
            [one.join().expect("no panic"), two.join().expect("no panic")]
        });
        assert_eq!(ends.iter().filter(|end| end.is_ok()).count(), 1, "round {round}: {ends:?}");
        assert!(ends.contains(&Err(Refused::OtherContent)), "round {round}: {ends:?}");
    }
    assert_eq!(misfits(&db), Vec::<String>::new());
    other.close();
}

#[test]
fn two_programs_open_an_account_at_once_on_postgres() {
    let db = scratch(Engine::Postgres, &SCHEMAS());
    let other = second_program(&db);
    // Each household's account and each donor's is new; whoever finds it opened meanwhile adds to it.
    for round in 0..10 {
        let household = format!("household {round}");
        let ends: Vec<_> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..6)
                .map(|n| {
                    let (program, asked) =
                        (if n % 2 == 0 { &db.db } else { &other }, posting(&format!("{round} {n}"), &[("issue", &household, 10)]));
                    scope.spawn(move || program.write_now(move |tx| post(tx, &asked, NOW)))
                })
                .collect();
            runs.into_iter().map(|run| run.join().expect("no panic")).collect()
        });
        assert!(ends.iter().all(Result::is_ok), "round {round}: {ends:?}");
        assert_eq!(balance(&db, &household), 60);
    }
    assert_eq!(misfits(&db), Vec::<String>::new());
    other.close();
}

#[test]
fn two_programs_reverse_a_posting_once_while_it_is_spent_on_postgres() {
    let db = scratch(Engine::Postgres, &SCHEMAS());
    open(&db);
    let other = second_program(&db);
    run(&db, "budget", &[("issue", "budget", 10_000)]).expect("the budget is set");
    for round in 0..10 {
        let (award, household) = (format!("award {round}"), format!("household {round}"));
        run(&db, &award, &[("budget", &household, 100)]).expect("awarded");
        let reverse = |program: &Db, word: &str| {
            let (award, posting) = (id(&award), id(&format!("{word} {round}")));
            let decision =
                Decision { by: id("clerk"), confirmed: true, answer: String::new(), posting, business_date: today(), salt: [1; 16] };
            program.write_now(move |tx| ledger::cancel(tx, daguan(), award, &decision, "wrong", NOW))
        };
        let (one, two, spent) = std::thread::scope(|scope| {
            let one = scope.spawn(|| reverse(&db, "one"));
            let two = scope.spawn(|| reverse(&other, "two"));
            let spent = scope.spawn(|| run(&other, &format!("redeem {round}"), &[(&household, "redeemed", 30)]));
            (one.join().expect("no panic"), two.join().expect("no panic"), spent.join().expect("no panic"))
        });
        assert!(
            matches!((&one, &two), (Ok(_), Err(ReversalRefused::Already)) | (Err(ReversalRefused::Already), Ok(_))),
            "round {round}: {one:?} {two:?}"
        );
        let owed = account(&household).owed();
        let owed = db.read_now(move |tx| ledger::balance(tx, daguan(), &owed)).expect("a balance");
        assert_eq!((balance(&db, &household), owed), (0, if spent.is_ok() { 30 } else { 0 }), "round {round}: {spent:?}");
    }
    assert_eq!(misfits(&db), Vec::<String>::new());
    other.close();
}
