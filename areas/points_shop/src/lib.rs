//! The points shop: households redeem points, earned by deeds, for goods.

pub mod appraisal;
mod area;
pub mod award;
pub mod bench;
pub mod card;
pub mod counter;
pub mod day;
pub mod deed;
pub mod demo;
pub mod figure;
pub mod fund;
pub mod gift;
pub mod goods;
mod home;
pub mod late_slip;
pub mod lot;
pub mod merger;
mod names;
mod nav;
pub mod opening_balance;
mod papers;
pub mod passbook;
mod photo;
pub mod point_rule;
pub mod posting;
mod price_list;
pub mod receipt;
pub mod redemption;
pub mod reversal;
pub mod scrap;
pub mod set_aside;
pub mod shop;
pub mod signature;
pub mod stock_take;
mod subjects;
pub mod supply;
mod year;

pub use appraisal::MONTH;
pub use area::area;

/// A refusal that no visitor can cause: a bug, or damage.
pub(crate) fn broken(refused: ledger::Refused) -> database::DatabaseError {
    match refused {
        ledger::Refused::Database(error) => error,
        other => database::DatabaseError::Broken(other.to_string()),
    }
}
