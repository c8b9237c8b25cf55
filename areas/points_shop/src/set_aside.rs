//! Points and goods held for the next open day: committed when collected, given back when not.

mod carry_out;
pub mod pages;
mod store;

use basics::{BusinessDate, County, Id};
use registry::household::Household;
use settings::Setting;

use crate::shop::Shop;

pub use carry_out::{CollectRefused, EXPIRED_AT_ONCE, collect, give_back, give_back_expired, make};
pub(crate) use store::STATEMENTS;
pub use store::{Kept, KeptLine, expired, find, lines, of_household, open_of_shop};

/// Days after the open day before what was not collected goes back by itself.
pub const GRACE_DAYS: Setting = Setting { name: "points-shop-set-aside-grace-days", default: 3, min: 0, max: 30, scoped: false };

/// A set-aside to be made.
#[derive(Clone, Debug)]
pub struct SetAside {
    pub county: County,
    pub id: Id<SetAside>,
    pub shop: Id<Shop>,
    pub household: Id<Household>,
    /// Who asked: the villager on the phone, the liaison.
    pub asked_by: String,
    pub note: String,
    pub for_day: BusinessDate,
    pub on: BusinessDate,
    pub by: Id,
}
