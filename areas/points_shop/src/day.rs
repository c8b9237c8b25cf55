//! A shop's day: today's sheet, signed at closing.

pub mod pages;
mod store;

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use money::{Pieces, TenthPoints};
use serde_json::json;

use crate::redemption;
use crate::shop::Shop;
use crate::signature::Signed;

pub(crate) use store::STATEMENTS;
pub use store::{Closed, GoodsOfDay, closed, goods_of_day, unsigned};

/// Signing a day off.
#[derive(Clone, Debug)]
pub struct Closing {
    pub county: County,
    pub shop: Id<Shop>,
    pub day: BusinessDate,
    /// The second person at the closing.
    pub witness: String,
    pub signed: Signed,
    pub by: Id,
}

/// Sums of a day without what was cancelled or taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DaySums {
    pub slips: i64,
    pub points: TenthPoints,
    pub pieces: Pieces,
    pub cancelled: i64,
    /// Taken back later, by two.
    pub reversed: i64,
    /// Entered later, from slips written by hand.
    pub late: i64,
}

/// The sums of these slips.
pub fn sums(slips: &[redemption::DaySlip]) -> DaySums {
    let mut sums = DaySums::default();
    for slip in slips {
        if slip.cancelled.is_some() {
            sums.cancelled += 1;
        } else if slip.reversed {
            sums.reversed += 1;
        } else {
            sums.late += i64::from(slip.late);
            sums.slips += 1;
            sums.points += slip.points;
            sums.pieces += slip.pieces;
        }
    }
    sums
}

/// Signs a day off; false when it was already.
pub fn close(tx: &mut Tx<'_>, closing: &Closing, now: Moment) -> Result<bool, DatabaseError> {
    let Closing { county, shop, day, by, .. } = closing.clone();
    tx.lock_book(county)?;
    if closed(tx, county, shop, day)?.is_some() {
        return Ok(false);
    }
    let sums = sums(&redemption::of_day(tx, county, shop, day)?);
    store::insert(tx, closing, &sums, now)?;
    let after = Some(json!({ "day": day.to_string(), "slips": sums.slips, "points": sums.points.to_string(), "witness": closing.witness }));
    tx.changed(Change { subject: Subject::new(county, "shop", shop), actor: Some(by), verb: "day-closed", at: now, before: None, after })?;
    Ok(true)
}
