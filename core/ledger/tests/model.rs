//! Random sequences against a small model: what the ledger answers and where every account stands.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};

use basics::{County, Id, Subject};
use common::SCHEMAS;
use database::{Db, Engine};
use ledger::{Account, Decision, Hold, Line, NewHold, Posting, Progress, Refused, ReversalRefused, cancel, post};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use testkit::{NOW, id, scratch, today};

/// One thing somebody does, with an id out of few, so that the same and other content come under one id.
#[derive(Clone, Debug)]
enum Step {
    Award { id: u8, household: u8, amount: i64 },
    Redeem { id: u8, household: u8, amount: i64 },
    Hold { id: u8, household: u8, amount: i64 },
    Commit { id: u8, hold: u8, amount: i64 },
    Release { id: u8, hold: u8 },
    Reverse { id: u8, of: u8 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    New,
    Again,
    OtherContent,
    Short,
    NotReversed,
}

const HOUSEHOLDS: [&str; 3] = ["chen", "li", "wang"];
const IDS: std::ops::Range<u8> = 0..14;

type Moves = Vec<(String, i64, Option<u8>)>;

/// Balances by name, what is posted under which id, holds with household and rest.
#[derive(Default)]
struct Model {
    balances: BTreeMap<String, i64>,
    posted: BTreeMap<u8, Moves>,
    reversed: BTreeSet<u8>,
    holds: BTreeMap<u8, (String, i64)>,
}

impl Model {
    /// The ten lines: posted once, nothing below nothing, no hold overdrawn.
    fn post(&mut self, id: u8, moves: Moves) -> Answer {
        if let Some(there) = self.posted.get(&id) {
            return if *there == moves { Answer::Again } else { Answer::OtherContent };
        }
        let (mut balances, mut holds) = (self.balances.clone(), self.holds.clone());
        for (account, amount, hold) in &moves {
            *balances.entry(account.clone()).or_default() += amount;
            if let Some(hold) = hold {
                holds.entry(*hold).or_insert_with(|| (account.replace(" held", ""), 0)).1 += amount;
            }
        }
        if balances.iter().any(|(account, balance)| *balance < 0 && floored(account)) || holds.values().any(|(_, left)| *left < 0) {
            return Answer::Short;
        }
        (self.balances, self.holds) = (balances, holds);
        self.posted.insert(id, moves);
        Answer::New
    }

    /// The other way round, account by account; what is no longer there is owed, and so much less goes back.
    fn reversal(&self, of: u8) -> Option<Moves> {
        let old = self.posted.get(&of).filter(|_| !self.reversed.contains(&of))?;
        if old.iter().any(|(_, amount, hold)| hold.is_some() && *amount > 0) {
            return None;
        }
        let mut nets: Vec<(String, i64)> = Vec::new();
        for (account, amount, _) in old {
            let account = account.replace(" held", "");
            match nets.iter_mut().find(|(there, _)| *there == account) {
                Some((_, net)) => *net += amount,
                None => nets.push((account, *amount)),
            }
        }
        nets.retain(|(_, net)| *net != 0);
        let (mut moves, mut short) = (Vec::new(), 0);
        for (account, net) in nets.iter().filter(|(_, net)| *net > 0) {
            let there = if floored(account) { self.balances.get(account).copied().unwrap_or(0) } else { i64::MAX };
            let (taken, missing) = (*net.min(&there), net - net.min(&there));
            short += missing;
            let owner = if HOUSEHOLDS.iter().any(|household| account.starts_with(household)) {
                &account[..account.find(' ').unwrap_or(account.len())]
            } else {
                "shop"
            };
            moves.extend([
                (account.clone(), -taken, None),
                (format!("{owner} owed"), missing, None),
                (format!("{owner} owed counter"), -missing, None),
            ]);
        }
        for (account, net) in nets.iter().filter(|(_, net)| *net < 0) {
            let kept = short.min(-net);
            short -= kept;
            moves.push((account.clone(), -net - kept, None));
        }
        moves.retain(|(_, amount, _)| *amount != 0);
        (!moves.is_empty()).then_some(moves)
    }
}

fn floored(account: &str) -> bool {
    account != "issue" && !account.ends_with("counter")
}

/// The ledger's account of the model's name.
fn account(name: &str) -> Account {
    match name.split_once(' ') {
        Some(("shop", rest)) => account(&format!("budget {rest}")),
        Some((owner, "held")) => common::account(owner).held(),
        Some((owner, "owed")) => common::account(owner).owed(),
        Some((owner, _)) => common::account(owner).owed_counter(),
        None => common::account(name),
    }
}

fn to_move(from: &str, to: &str, amount: i64) -> Moves {
    vec![(from.to_owned(), -amount, None), (to.to_owned(), amount, None)]
}

/// The lines of a step as things stand; none when there is nothing to do, such as giving back an empty hold.
fn moves_of(step: &Step, model: &Model) -> Option<(u8, Moves)> {
    let household = |number: u8| HOUSEHOLDS[usize::from(number)];
    let held = |hold: u8| model.holds.get(&hold).map(|(household, left)| (household.clone(), *left));
    Some(match *step {
        Step::Award { id, household: number, amount } => (id, to_move("budget", household(number), amount)),
        Step::Redeem { id, household: number, amount } => (id, to_move(household(number), "redeemed", amount)),
        Step::Hold { id, household: number, amount } => {
            let name = household(number);
            (id, vec![(name.to_owned(), -amount, None), (format!("{name} held"), amount, Some(id))])
        }
        Step::Commit { id, hold, amount } => {
            let (name, _) = held(hold)?;
            (id, vec![(format!("{name} held"), -amount, Some(hold)), ("redeemed".to_owned(), amount, None)])
        }
        Step::Release { id, hold } => {
            let (name, left) = held(hold).filter(|(_, left)| *left > 0)?;
            (id, vec![(format!("{name} held"), -left, Some(hold)), (name, left, None)])
        }
        Step::Reverse { .. } => return None,
    })
}

fn name_of<Of>(county: County, id: u8) -> Id<Of> {
    Id::derived(&[b"model", &county.code().to_be_bytes(), &[id]])
}

/// The same step at the ledger.
fn at_the_ledger(db: &Db, county: County, id: u8, moves: &Moves) -> Answer {
    let cause = Subject::new(county, "model", name_of::<()>(county, 99));
    let lines = moves
        .iter()
        .map(|(name, amount, hold)| Line { account: account(name), amount: *amount, hold: hold.map(|hold| name_of(county, hold)) })
        .collect();
    let opens = moves.iter().filter(|(_, amount, hold)| hold.is_some() && *amount > 0).map(|(name, _, hold)| NewHold {
        id: name_of::<Hold>(county, hold.unwrap_or_default()),
        from: account(&name.replace(" held", "")),
        holder: cause.clone(),
        expires_on: today(),
        grace_days: 0,
    });
    let opens = opens.collect();
    let posting =
        Posting::try_new(name_of(county, id), today(), testkit::id("clerk"), cause, lines).expect("the model balances").opening(opens);
    match db.write_now(move |tx| post(tx, &posting, NOW)) {
        Ok(posted) if posted.new => Answer::New,
        Ok(_) => Answer::Again,
        Err(Refused::OtherContent) => Answer::OtherContent,
        Err(Refused::BelowFloor { .. } | Refused::HoldGone { .. }) => Answer::Short,
        Err(Refused::Database(error)) => panic!("{error}"),
    }
}

fn reversed_at_the_ledger(db: &Db, county: County, new: u8, of: u8) -> Answer {
    let decision = Decision {
        by: id("clerk"),
        confirmed: true,
        answer: String::new(),
        posting: name_of(county, new),
        business_date: today(),
        salt: [7; 16],
    };
    match db.write_now(move |tx| cancel(tx, county, name_of(county, of), &decision, "wrong", NOW)) {
        Ok(_) => Answer::New,
        Err(ReversalRefused::Unknown | ReversalRefused::Already | ReversalRefused::Holds) => Answer::NotReversed,
        Err(ReversalRefused::Posting(Refused::OtherContent)) => Answer::OtherContent,
        Err(other) => panic!("{other}"),
    }
}

/// Plays the steps in a book of their own.
fn play(db: &Db, county: County, steps: &[Step]) -> TestCaseResult {
    let mut model = Model::default();
    let budget = to_move("issue", "budget", 1500);
    prop_assert_eq!(model.post(200, budget.clone()), at_the_ledger(db, county, 200, &budget));
    for (number, step) in steps.iter().enumerate() {
        let (expected, found) = match step {
            Step::Reverse { id, of } => {
                let expected = match model.reversal(*of) {
                    None => Answer::NotReversed,
                    Some(_) if model.posted.contains_key(id) => Answer::OtherContent,
                    Some(moves) => {
                        model.reversed.insert(*of);
                        model.post(*id, moves)
                    }
                };
                (expected, reversed_at_the_ledger(db, county, *id, *of))
            }
            step => match moves_of(step, &model) {
                None => continue,
                Some((id, moves)) => (model.post(id, moves.clone()), at_the_ledger(db, county, id, &moves)),
            },
        };
        prop_assert_eq!(expected, found, "step {}: {:?}", number, step);
    }
    for (name, expected) in &model.balances {
        let account = account(name);
        let found = db.read_now(move |tx| ledger::balance(tx, county, &account)).expect("a balance");
        prop_assert_eq!(*expected, found, "{}", name);
    }
    for (hold, (_, left)) in &model.holds {
        let hold = name_of(county, *hold);
        prop_assert_eq!(Some(*left), db.read_now(move |tx| ledger::hold_left(tx, county, hold)).expect("a hold"));
    }
    let report = db.read_now(move |tx| ledger::verify_book(tx, county, None, &Progress::default())).expect("recounted");
    prop_assert_eq!((report.postings, report.misfits), (model.posted.len() as i64, vec![]));
    Ok(())
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (household, amount) = (0..3_u8, 1..400_i64);
    let step = prop_oneof![
        4 => (IDS, household.clone(), amount.clone()).prop_map(|(id, household, amount)| Step::Award { id, household, amount }),
        3 => (IDS, household.clone(), amount.clone()).prop_map(|(id, household, amount)| Step::Redeem { id, household, amount }),
        3 => (IDS, household, amount.clone()).prop_map(|(id, household, amount)| Step::Hold { id, household, amount }),
        2 => (IDS, IDS, amount).prop_map(|(id, hold, amount)| Step::Commit { id, hold, amount }),
        2 => (IDS, IDS).prop_map(|(id, hold)| Step::Release { id, hold }),
        3 => (IDS, IDS).prop_map(|(id, of)| Step::Reverse { id, of }),
    ];
    // Now and then the step before comes once more, as after a double click.
    prop::collection::vec((step, prop::bool::weighted(0.15)), 1..40)
        .prop_map(|steps| steps.into_iter().flat_map(|(step, twice)| std::iter::repeat_n(step, 1 + usize::from(twice))).collect())
}

fn against_the_model(engine: Engine, cases: u32) {
    let db = scratch(engine, &SCHEMAS());
    let next = AtomicI64::new(100_000);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let run = runner.run(&steps(), |steps| {
        let county = County::try_new(next.fetch_add(1, Ordering::Relaxed)).expect("six digits");
        play(&db, county, &steps)
    });
    run.unwrap_or_else(|failed| panic!("{failed}"));
}

#[test]
fn the_ledger_is_the_model_on_sqlite() {
    against_the_model(Engine::Sqlite, 64);
}

#[test]
fn the_ledger_is_the_model_on_postgres() {
    against_the_model(Engine::Postgres, 8);
}
