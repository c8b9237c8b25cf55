//! Pieces that went bad and leave the shelf: expired, broken, spoiled or lost, seen by two.

mod carry_out;
pub(crate) mod pages;
mod store;

use basics::{BusinessDate, County, Id, Moment};
use money::Pieces;

use crate::goods::Goods;
use crate::receipt::Lot;
use crate::shop::Shop;
use crate::signature::Signed;

pub use carry_out::{ScrapRefused, scrap};
pub(crate) use store::STATEMENTS;
pub use store::{ScrapRow, find, of_shop};

/// Why pieces leave the shelf; each is the text `scrap-reason-…`.
pub const REASONS: &[&str] = &[EXPIRED, "broken", "spoiled", "lost", "sent-back"];

/// The reason of what is past its last day; nothing else goes under it.
pub const EXPIRED: &str = "expired";

/// The reason of what came back with a slip and was no good any more.
pub const RETURNED: &str = "returned";

/// Pieces of one lot that went bad.
#[derive(Clone, Debug)]
pub struct Scrap {
    pub county: County,
    pub id: Id<Scrap>,
    pub shop: Id<Shop>,
    pub goods: Id<Goods>,
    pub lot: Id<Lot>,
    pub quantity: Pieces,
    /// One of [`REASONS`], or [`RETURNED`].
    pub reason: String,
    pub note: String,
    pub on: BusinessDate,
    pub at: Moment,
    pub by: Id,
    /// The second person, who saw it too.
    pub witness: String,
    pub signed: Signed,
}
