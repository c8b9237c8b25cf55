//! The number of a book: the GB/T 2260 code its county-level body had when the book was opened.

use std::fmt;
use std::str::FromStr;

/// Number of a county's book, six digits. It leads every key of a book table and never changes,
/// even when the county's division code does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct County(i64);

/// The text is not a six-digit county code.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a county is six digits, such as 530624")]
pub struct NotACounty;

impl County {
    /// A county from its six-digit code.
    pub fn try_new(code: i64) -> Result<Self, NotACounty> {
        if (100_000..=999_999).contains(&code) { Ok(County(code)) } else { Err(NotACounty) }
    }

    /// The six-digit code as a number.
    pub fn code(self) -> i64 {
        self.0
    }
}

impl fmt::Display for County {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for County {
    type Err = NotACounty;

    fn from_str(text: &str) -> Result<Self, NotACounty> {
        if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotACounty);
        }
        County::try_new(text.parse().map_err(|_| NotACounty)?)
    }
}
