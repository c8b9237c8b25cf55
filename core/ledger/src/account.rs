//! Accounts and units. An account is known by owner, purpose and unit; its id follows from them.

use std::fmt;
use std::str::FromStr;

use basics::{County, Id};

/// What an account counts. Amounts of different units are never added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A hundredth of a yuan.
    Fen,
    /// A tenth of a point.
    TenthPoint,
    /// Pieces of one kind of goods.
    Item(Id),
}

impl Unit {
    /// Code and item id as they stand in the hashed form; the id is zero except for goods.
    pub(crate) fn hashed(&self) -> (u8, [u8; 16]) {
        match self {
            Unit::Fen => (1, [0; 16]),
            Unit::TenthPoint => (2, [0; 16]),
            Unit::Item(item) => (3, *item.as_bytes()),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unit::Fen => f.write_str("fen"),
            Unit::TenthPoint => f.write_str("tenth_point"),
            Unit::Item(item) => write!(f, "item:{item}"),
        }
    }
}

impl FromStr for Unit {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "fen" => Ok(Unit::Fen),
            "tenth_point" => Ok(Unit::TenthPoint),
            _ => text.strip_prefix("item:").and_then(|id| id.parse().ok()).map(Unit::Item).ok_or(()),
        }
    }
}

/// Whose account it is: a household, a shop, a lot, the county.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner {
    pub kind: &'static str,
    pub id: Id,
}

/// An account as an area names it. Only an area's `posting.rs` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    pub owner: Owner,
    pub purpose: &'static str,
    pub unit: Unit,
    /// No posting may take the balance below it; none for the outside world and counter-accounts.
    pub floor: Option<i64>,
}

impl Account {
    /// An account that cannot go below zero.
    pub fn new<Of>(kind: &'static str, owner: Id<Of>, purpose: &'static str, unit: Unit) -> Self {
        Account { owner: Owner { kind, id: owner.any() }, purpose, unit, floor: Some(0) }
    }

    /// An account that may stand below zero: where value comes from or where it is only remembered.
    pub fn without_floor<Of>(kind: &'static str, owner: Id<Of>, purpose: &'static str, unit: Unit) -> Self {
        Account { floor: None, ..Account::new(kind, owner, purpose, unit) }
    }

    /// Where this account's holds stand.
    pub fn held(&self) -> Account {
        let purpose = match self.purpose {
            "points" => "points_held",
            "shelf" => "shelf_held",
            _ => "held",
        };
        Account { purpose, floor: Some(0), ..*self }
    }

    /// What the owner still owes in this unit after a reversal found too little.
    pub fn owed(&self) -> Account {
        Account { purpose: "owed", floor: Some(0), ..*self }
    }

    /// The counter-account of [`Account::owed`]: the same amount, below zero.
    pub fn owed_counter(&self) -> Account {
        Account { purpose: "owed_counter", floor: None, ..*self }
    }

    /// The id that follows from the book and the account's own words.
    pub fn id(&self, county: County) -> Id<Account> {
        let (unit, item) = self.unit.hashed();
        Id::derived(&[
            b"account",
            &county.code().to_be_bytes(),
            self.owner.kind.as_bytes(),
            self.owner.id.as_bytes(),
            self.purpose.as_bytes(),
            &[unit],
            &item,
        ])
    }
}
