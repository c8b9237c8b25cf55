//! The accounts of the cases, and the short words for posting and recounting.

#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]

use basics::Subject;
use database::{DatabaseError, Db, Schema, open_book};
use ledger::{Account, Hold, Line, NewHold, Posting, Progress, Refused, Unit, moved, post};
use testkit::{NOW, daguan, id, today};

pub const SCHEMAS: fn() -> [Schema; 2] = || [database::schema(), ledger::schema()];

pub fn account(name: &str) -> Account {
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
        "chen owed counter" => account("chen").owed_counter(),
        household => Account::new("household", id::<()>(household), "points", Unit::TenthPoint),
    }
}

pub fn cause(word: &str) -> Subject {
    Subject::new(daguan(), "case", id::<()>(word))
}

pub fn posting(word: &str, moves: &[(&str, &str, i64)]) -> Posting {
    let lines = moves.iter().flat_map(|(from, to, amount)| moved(account(from), account(to), *amount)).collect();
    Posting::try_new(id(word), today(), id("clerk"), cause(word), lines).expect("the case balances")
}

pub fn run(db: &Db, word: &str, moves: &[(&str, &str, i64)]) -> Result<i64, Refused> {
    let posting = posting(word, moves);
    db.write_now(move |tx| post(tx, &posting, NOW)).map(|posted| posted.seq)
}

pub fn balance(db: &Db, name: &str) -> i64 {
    let account = account(name);
    db.read_now(move |tx| ledger::balance(tx, daguan(), &account)).expect("a balance can be read")
}

pub fn misfits(db: &Db) -> Vec<String> {
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &Progress::default())).expect("the recount runs");
    report.misfits.iter().map(ToString::to_string).collect()
}

/// Opens the book, as the program does before anything is posted.
pub fn open(db: &Db) {
    db.write_now(|tx| open_book(tx, daguan(), "大关县", today())).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
}

/// Sets `amount` of an account aside under a hold named by the word.
pub fn set_aside(word: &str, from: &str, amount: i64) -> Posting {
    let hold: basics::Id<Hold> = id(word);
    let lines = vec![
        Line { account: account(from), amount: -amount, hold: None },
        Line { account: account(from).held(), amount, hold: Some(hold) },
    ];
    let opens = NewHold { id: hold, from: account(from), holder: cause(word), expires_on: today(), grace_days: 3 };
    Posting::try_new(id(word), today(), id("clerk"), cause(word), lines).expect("balanced").opening(vec![opens])
}

/// Number of postings in the book.
pub fn posted(db: &Db) -> i64 {
    db.read_now(|tx| ledger::head(tx, daguan())).expect("a head can be read").0
}
