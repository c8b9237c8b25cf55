//! What a donor gave and where it went, in counts and villages: whoever gave sees no household, no name, and nothing another one gave.

mod home;
pub(crate) mod pages;
mod store;

use std::collections::{BTreeMap, BTreeSet};

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use money::Pieces;
use people::{PathParams, PlaceOption, Target};
use registry::body::Body;

use crate::receipt::Lot;

pub(crate) use home::panels;
pub(crate) use store::STATEMENTS;
pub use store::{Reached, donors, given, reached};

/// The kind of place a donor's role is held at.
pub const DONOR: &str = "donor";

/// A lot that was given, by what became of its pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub lot: Id<Lot>,
    pub goods: String,
    pub piece_unit: String,
    pub shop: String,
    pub on: BusinessDate,
    pub came_in: Pieces,
    pub scrapped: Pieces,
    /// Found too many by stock-takes, too few below zero.
    pub difference: Pieces,
    /// On the shelf, and held for somebody.
    pub left: Pieces,
}

impl Given {
    /// Pieces that households took home.
    pub fn handed_out(&self) -> Pieces {
        self.came_in + self.difference - self.scrapped - self.left
    }

    /// Pieces that went bad or are missing; below zero where more were found than had come.
    pub fn lost(&self) -> Pieces {
        self.scrapped - self.difference
    }
}

/// A kind of goods with all its pieces; kinds of several shops that are called and counted alike stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    pub goods: String,
    pub piece_unit: String,
    pub came_in: Pieces,
    pub handed_out: Pieces,
    pub lost: Pieces,
    pub left: Pieces,
}

/// The lots by kinds of goods, in the order of their names.
pub fn kinds(given: &[Given]) -> Vec<Kind> {
    let mut kinds: BTreeMap<(&str, &str), Kind> = BTreeMap::new();
    for lot in given {
        let kind = kinds.entry((&lot.goods, &lot.piece_unit)).or_insert_with(|| Kind {
            goods: lot.goods.clone(),
            piece_unit: lot.piece_unit.clone(),
            came_in: Pieces::ZERO,
            handed_out: Pieces::ZERO,
            lost: Pieces::ZERO,
            left: Pieces::ZERO,
        });
        kind.came_in += lot.came_in;
        kind.handed_out += lot.handed_out();
        kind.lost += lot.lost();
        kind.left += lot.left;
    }
    kinds.into_values().collect()
}

/// Households and slips of a village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    pub code: String,
    pub households: usize,
    pub slips: i64,
}

/// Where things went: each village with its households and slips, and how many households there are in all.
pub fn villages(reached: &[Reached]) -> (Vec<Village>, usize) {
    let mut villages: BTreeMap<&str, Village> = BTreeMap::new();
    let mut households = BTreeSet::new();
    for one in reached {
        let new = || Village { code: one.village.clone(), households: 0, slips: 0 };
        let village = villages.entry(&one.village).or_insert_with(new);
        village.households += 1;
        village.slips += one.slips;
        households.insert(one.household);
    }
    (villages.into_values().collect(), households.len())
}

/// Everybody who gave goods to the county, for roles to be given to them by whoever manages the whole book.
pub(crate) fn options(tx: &mut Tx<'_>, county: County, _: BusinessDate) -> Result<Vec<PlaceOption>, DatabaseError> {
    let option = |(id, label): (Id<Body>, String)| PlaceOption { id: id.any(), label, divisions: vec![county.to_string()] };
    Ok(store::donors(tx, county)?.into_iter().map(option).collect())
}

/// What a donor gave lies with the donor, and with whoever is there for the whole county.
pub(crate) fn place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(donor)) = (params.county(), params.id::<Body>("donor")) else { return Ok(None) };
    Ok(store::name(tx, county, donor)?.map(|_| target(county, donor)))
}

pub(crate) fn target(county: County, donor: Id<Body>) -> Target {
    Target { divisions: vec![county.to_string()], kept: Some((DONOR.to_owned(), donor.any())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(goods: &str, came_in: i64, scrapped: i64, difference: i64, left: i64) -> Given {
        Given {
            lot: Id::derived(&[goods.as_bytes(), &came_in.to_be_bytes()]),
            goods: goods.to_owned(),
            piece_unit: "袋".to_owned(),
            shop: "翠屏村爱心公益超市".to_owned(),
            on: BusinessDate::from_number(20_200_108).expect("a day"),
            came_in: Pieces(came_in),
            scrapped: Pieces(scrapped),
            difference: Pieces(difference),
            left: Pieces(left),
        }
    }

    #[test]
    fn what_came_in_is_handed_out_lost_or_left() {
        for (lot, handed_out, lost) in
            [(lot("大米", 40, 0, 0, 40), 0, 0), (lot("大米", 40, 3, -1, 20), 16, 4), (lot("大米", 40, 0, 2, 2), 40, -2)]
        {
            assert_eq!((lot.handed_out().0, lot.lost().0), (handed_out, lost), "{lot:?}");
            assert_eq!(lot.came_in, lot.handed_out() + lot.lost() + lot.left);
        }
    }

    #[test]
    fn kinds_called_alike_stand_together_and_a_household_of_two_villages_counts_once() {
        let all = kinds(&[lot("大米", 40, 0, 0, 30), lot("食盐", 5, 0, 0, 5), lot("大米", 10, 1, 0, 0)]);
        let sums: Vec<_> =
            all.iter().map(|kind| (kind.goods.as_str(), kind.came_in.0, kind.handed_out.0, kind.lost.0, kind.left.0)).collect();
        assert_eq!(sums, [("大米", 50, 19, 1, 30), ("食盐", 5, 0, 0, 5)]);
        let reached = |village: &str, household: &str, slips| Reached {
            village: village.to_owned(),
            household: Id::derived(&[household.as_bytes()]),
            slips,
        };
        let (villages, households) = villages(&[reached("1", "chen", 2), reached("2", "chen", 1), reached("1", "luo", 1)]);
        assert_eq!(villages.iter().map(|one| (one.households, one.slips)).collect::<Vec<_>>(), [(2, 3), (1, 1)]);
        assert_eq!(households, 2);
    }
}
