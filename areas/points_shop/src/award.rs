//! Points arise here and only here: a named person confirms what passed every step, and each deed's points are entered in the book.

mod carry_out;
mod store;

use basics::{BusinessDate, County, Id, Moment};
use money::TenthPoints;
use trust::roster::Roster;

use crate::deed::Deed;
use crate::shop::Shop;

pub use carry_out::{ConfirmRefused, book, confirm};
pub(crate) use store::STATEMENTS;
pub use store::{counted, find, of_deed, of_roster};

/// The job that enters what a click did not come to.
pub const BOOK: &str = "award-book";

/// Deeds entered in one transaction, so that no till waits long.
pub const BATCH: i64 = 50;

/// A confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    pub county: County,
    pub id: Id<Award>,
    pub roster: Id<Roster>,
    pub shop: Id<Shop>,
    pub entries: i64,
    pub plus: TenthPoints,
    pub minus: TenthPoints,
    pub on: BusinessDate,
    pub at: Moment,
    pub by: Id,
}

/// The posting that brings a deed's points.
pub(crate) fn posting_id(deed: Id<Deed>, award: Id<Award>) -> Id<ledger::Posting> {
    Id::derived(&[b"award", deed.as_bytes(), award.as_bytes()])
}
