//! A household's passbook: what it has, and each line of its points with the reason behind it.

mod booklet;
mod entries;
pub(crate) mod pages;
mod paper;
mod store;
mod words;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use money::{Pieces, TenthPoints};
use registry::household::Household;

use crate::deed::Deed;
use crate::opening_balance::OpeningBalance;
use crate::posting;
use crate::redemption::Redemption;
use crate::shop::Shop;

pub use booklet::{BookletPage, PRINTED, booklet_page, booklet_pages};
pub use entries::entries;
pub(crate) use store::STATEMENTS;
pub(crate) use words::{address_of, change, owed_after, owed_with};

/// Lines of a page.
pub const PAGE: usize = 50;

/// What a household has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Points it may spend.
    pub balance: TenthPoints,
    /// Points set aside for goods not collected yet.
    pub held: TenthPoints,
    /// What a reversal found spent already; taken from the next points it gets.
    pub owed: TenthPoints,
}

/// What a household has now.
pub fn standing(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Standing, DatabaseError> {
    let account = posting::points(household);
    Ok(Standing {
        balance: TenthPoints(ledger::balance(tx, county, &account)?),
        held: TenthPoints(ledger::balance(tx, county, &account.held())?),
        owed: TenthPoints(ledger::balance(tx, county, &account.owed())?),
    })
}

/// One line: how much, why, by whose hand.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Number of the posting in the book.
    pub seq: i64,
    pub posting: Id<ledger::Posting>,
    pub on: BusinessDate,
    /// Below zero when points went out.
    pub amount: TenthPoints,
    pub balance: TenthPoints,
    /// What came to be owed with it, below zero when it was paid, struck or went to another household.
    pub owed: TenthPoints,
    /// What stood owed afterwards.
    pub owed_after: TenthPoints,
    pub why: Why,
    /// Whoever did it; two for a reversal by proposal.
    pub by: Vec<Id>,
}

/// Lines of a household, newest first.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    pub list: Vec<Entry>,
    /// Older lines stand below this number; none when these are the last.
    pub below: Option<i64>,
}

/// Why points came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Goods for points.
    Redeemed { slip: SlipAt, goods: Vec<GoodsTaken> },
    /// Points from the paper passbook.
    Brought { id: Id<OpeningBalance>, reason: String, reversed: bool },
    /// A deed that passed every step; the topic is what anybody may read, the rest is the household's.
    Deed { id: Id<Deed>, topic: String, item: String, done_on: BusinessDate },
    /// What was owed from a reversal went off the points just awarded.
    OwedTaken,
    /// Held for goods to be collected; with the slip once they were.
    SetAside { for_day: BusinessDate, goods: Vec<GoodsTaken>, slip: Option<SlipAt>, shop: Id<Shop> },
    /// Not collected, so given back.
    GivenBack { for_day: BusinessDate, shop: Id<Shop> },
    /// Taken back: the same day by one, later by two.
    Reversed { what: Undone, reason: String, by_two: bool },
    /// Went to another household by a merger or came from it; or the other way round, when the merger was taken back.
    Merged { other: String, away: bool, back: bool },
    /// What was owed went off the points that a merger moved.
    MergedPaid { other: String },
    /// A kind of record that this page has no words of its own for.
    Other { kind: String },
}

/// What a line took back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undone {
    Slip { slip: SlipAt, number: i64, on: BusinessDate },
    Brought { on: BusinessDate },
    Deed { id: Id<Deed>, topic: String, item: String, done_on: BusinessDate },
    Other,
}

/// A slip and the shop it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlipAt {
    pub id: Id<Redemption>,
    pub shop: Id<Shop>,
}

/// Pieces of one kind of goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsTaken {
    pub name: String,
    pub piece_unit: String,
    pub pieces: Pieces,
}
