//! A lot's way: from whom it came, what moved it since, and to how many households it went.

pub(crate) mod pages;
mod store;

use basics::{BusinessDate, Id, Moment};
use ledger::Posting;
use money::{Fen, Pieces};
use registry::household::Household;

use registry::body::Body;

use crate::goods::Goods;
use crate::receipt::{Lot, Receipt};
use crate::shop::Shop;

pub(crate) use store::STATEMENTS;
pub use store::{find, moves, reached, shop_of, sums};

/// A lot with where it came from and what is left of it.
#[derive(Clone, Debug)]
pub struct LotFound {
    pub id: Id<Lot>,
    pub shop: Id<Shop>,
    pub goods: Id<Goods>,
    pub name: String,
    pub spec: String,
    pub piece_unit: String,
    pub quantity: Pieces,
    pub received_on: BusinessDate,
    pub expires_on: Option<BusinessDate>,
    pub serial: Option<String>,
    /// Of one piece.
    pub cost: Option<Fen>,
    /// `invoice`, `appraised` or `none`.
    pub cost_basis: String,
    pub receipt: Id<Receipt>,
    pub source: String,
    /// Who gave it; none for what was bought.
    pub donor: Option<Id<Body>>,
    pub bought: bool,
    pub on_shelf: Pieces,
    pub held: Pieces,
}

impl LotFound {
    /// `大米 5 千克`.
    pub fn full_name(&self) -> String {
        if self.spec.is_empty() { self.name.clone() } else { format!("{} {}", self.name, self.spec) }
    }
}

/// Pieces of a lot by what became of them; together they make what is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub came_in: Pieces,
    /// Handed out, without what was taken back.
    pub handed_out: Pieces,
    pub scrapped: Pieces,
    /// Found too many by stock-takes, too few below zero.
    pub difference: Pieces,
}

impl Sums {
    /// What must be on the shelf and held.
    pub fn left(&self) -> Pieces {
        self.came_in - self.handed_out - self.scrapped + self.difference
    }
}

/// What one posting did to a lot.
#[derive(Clone, Debug)]
pub struct Move {
    pub seq: i64,
    pub posting: Id<Posting>,
    pub on: BusinessDate,
    pub at: Moment,
    pub kind: String,
    pub cause: Id,
    /// The earlier posting it takes back.
    pub reverses: Option<Id>,
    pub shelf: Pieces,
    pub held: Pieces,
    /// On the shelf afterwards, when the shelf moved.
    pub shelf_after: Option<Pieces>,
    /// The slip's day and number, its household and the head's name.
    pub slip: Option<(BusinessDate, i64, Id<Household>, String)>,
}
