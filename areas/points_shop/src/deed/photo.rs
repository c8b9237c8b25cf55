//! Photos that prove a deed: at most three, added by its recorder until the meeting has appraised it.

mod carry_out;
pub(super) mod pages;
mod store;
#[cfg(test)]
mod tests;

use super::State;

pub use carry_out::{AddRefused, add};
pub(crate) use store::STATEMENTS;
pub(super) use store::attach;
pub use store::{counts, of_deed};

/// Photos of a deed at most.
pub const MOST: usize = 3;

/// Whether the recorder may still add a photo.
pub fn may_add(state: State, photos: usize) -> bool {
    matches!(state, State::Draft | State::Submitted | State::Checked | State::Returned) && photos < MOST
}

/// Which evidence the rule asks for is still missing. It is said on the deed, for the meeting to judge; nothing is refused for it.
/// A witness was asked for when the deed was recorded.
pub fn missing(evidence: &str, photos: usize) -> Option<&'static str> {
    match evidence {
        _ if photos > 0 => None,
        "photo" => Some("evidence-missing-photo"),
        "certificate" => Some("evidence-missing-certificate"),
        "list" => Some("evidence-missing-list"),
        _ => None,
    }
}
