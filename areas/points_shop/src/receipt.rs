//! Goods that come in: given or bought, in lots, signed for by a second person.

mod carry_out;
mod evidence;
mod form;
mod hand_over;
pub(crate) mod pages;
mod source;
mod store;

use basics::{BusinessDate, County, Id, Moment};
use money::{Fen, Pieces};
use registry::body::Body;

use crate::goods::Goods;
use crate::shop::Shop;
use crate::signature::Signed;

pub use carry_out::{ReceiveRefused, receive};
pub use source::named;
pub(crate) use store::STATEMENTS;
pub use store::{LotRow, ReceiptFound, ReceiptRow, find, lots, lots_of_goods, of_shop, same_paper};

/// Marker of lots: pieces of one kind from one receipt.
#[derive(Debug)]
pub struct Lot;

/// Pieces of a lot on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotOnShelf {
    pub goods: Id<Goods>,
    pub lot: Id<Lot>,
    pub left: Pieces,
    pub expires_on: Option<BusinessDate>,
    pub received_on: BusinessDate,
    /// Of one piece; none when nobody put a value on it.
    pub cost: Option<Fen>,
}

impl LotOnShelf {
    /// Whether it may still be handed out: its last day is not past.
    pub fn is_good(&self, on: BusinessDate) -> bool {
        self.expires_on.is_none_or(|last| last >= on)
    }
}

/// Goods that came in together.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub county: County,
    pub id: Id<Receipt>,
    pub shop: Id<Shop>,
    pub on: BusinessDate,
    pub at: Moment,
    /// Paid from the shop's fund, else given.
    pub bought: bool,
    pub source: Body,
    pub by: Id,
    /// The second person, who counted too.
    pub witness: String,
    pub signed: Signed,
    /// Digest of a photo of the signed list.
    pub photo: Option<String>,
    pub lots: Vec<NewLot>,
}

/// A lot to be put on the shelf.
#[derive(Clone, Debug)]
pub struct NewLot {
    pub id: Id<Lot>,
    pub goods: Id<Goods>,
    pub quantity: Pieces,
    pub expires_on: Option<BusinessDate>,
    pub serial: Option<String>,
    /// Of one piece.
    pub cost: Option<Fen>,
}

impl Receipt {
    /// What the fund pays: nothing for gifts.
    pub fn paid(&self) -> Fen {
        if self.bought { self.lots.iter().map(|lot| lot.cost.unwrap_or_default() * lot.quantity.0).sum() } else { Fen::ZERO }
    }
}
