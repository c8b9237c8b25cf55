//! Points cards: a short number to type or say, a secret in the QR code; a lost one dies when the new one is made.

mod carry_out;
pub(crate) mod pages;
mod paper;
pub(crate) mod qr_page;
mod store;

use basics::{BusinessDate, County, Id};
use registry::household::Household;

pub use carry_out::{HandOutRefused, hand_out, issue_missing};
pub(crate) use store::STATEMENTS;
pub use store::{Held, VillageCards, alive_in_village, alive_of, by_number, by_secret, in_village, issue, of_household, without};

/// A points card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub county: County,
    pub id: Id<Card>,
    pub household: Id<Household>,
    pub number: i64,
    /// 32 letters and digits, 160 bits.
    pub secret: String,
    pub issued_on: BusinessDate,
    pub dead_on: Option<BusinessDate>,
}

/// Why a card is replaced.
pub const REASONS: &[&str] = &["lost", "damaged"];

/// Cards made in one transaction at most, so that no till waits long.
pub const BATCH: usize = 100;

/// Cards made with one click at most.
pub const ISSUED_AT_ONCE_MAX: i64 = 500;

/// Letters of a card's secret; at 5 bits each they are 160 bits.
pub const SECRET_LENGTH: usize = 32;

/// `0312`.
pub fn shown_number(number: i64) -> String {
    format!("{number:04}")
}

/// What the QR code holds: an address that opens the household's own page.
pub fn address(public_url: &str, county: County, secret: &str) -> String {
    format!("{public_url}/q/{county}/{secret}")
}

/// The secret in what a scanner typed, if it is one of our addresses.
pub fn secret_in(typed: &str) -> Option<(County, String)> {
    let (_, rest) = typed.trim().split_once("/q/")?;
    let (county, secret) = rest.split_once('/')?;
    let good = secret.len() == SECRET_LENGTH && secret.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    good.then_some((county.parse().ok()?, secret.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scanned_address_gives_back_county_and_secret() {
        let secret = "abcdefghjkmnpqrstuvwxyz23456789z";
        let county: County = "530624".parse().expect("six digits");
        assert_eq!(secret_in(&address("https://example.cn", county, secret)), Some((county, secret.to_owned())));
        for typed in
            ["0312", "cjf", "https://example.cn/q/530624/short", "https://example.cn/q/53062/abcdefghjkmnpqrstuvwxyz23456789z", "/q//"]
        {
            assert_eq!(secret_in(typed), None, "{typed}");
        }
    }
}
