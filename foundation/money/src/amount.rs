//! The three amounts, each a whole number of its smallest part.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// Largest amount anybody may type; sums of a county for a century stay far below 64 bits.
const TYPED_MAX: i64 = 1_000_000_000_000;

/// Why a typed amount was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAmount {
    #[error("nothing was written")]
    Empty,
    #[error("not a number")]
    NotANumber,
    #[error("too many decimals")]
    TooFine,
    #[error("too large")]
    TooLarge,
}

macro_rules! amount {
    ($(#[$about:meta])* $name:ident, $decimals:expr) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(pub i64);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = $name(0);

            /// Reads what a person typed, such as `2.5`; full-width digits and a leading minus are understood.
            pub fn parse(text: &str) -> Result<Self, NotAnAmount> {
                parse(text, $decimals).map($name)
            }

            /// Times a count, or nothing when 64 bits cannot hold it.
            pub fn checked_times(self, count: i64) -> Option<Self> {
                self.0.checked_mul(count).map($name)
            }

            /// Without its sign.
            pub fn abs(self) -> Self {
                $name(self.0.abs())
            }

            /// Whether it is less than nothing.
            pub fn is_negative(self) -> bool {
                self.0 < 0
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                $name(self.0.checked_add(other.0).expect("amounts are bounded far below 64 bits"))
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                $name(self.0.checked_sub(other.0).expect("amounts are bounded far below 64 bits"))
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                $name(-self.0)
            }
        }

        impl Mul<i64> for $name {
            type Output = Self;
            fn mul(self, count: i64) -> Self {
                self.checked_times(count).expect("amounts are bounded far below 64 bits")
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
                amounts.fold(Self::ZERO, |sum, one| sum + one)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&show(self.0, $decimals))
            }
        }
    };
}

amount!(
    /// Money in fen, a hundredth of a yuan; shown in yuan: `10,548.00`.
    Fen, 2
);
amount!(
    /// Points in tenths; shown as points: `77.5`, `45`.
    TenthPoints, 1
);
amount!(
    /// Pieces of one kind of goods.
    Pieces, 0
);

/// Grouped by thousands. A tenth that is zero is left out, fen never are.
fn show(amount: i64, decimals: u32) -> String {
    let scale = 10_i64.pow(decimals).unsigned_abs();
    let magnitude = amount.unsigned_abs();
    let mut digits = (magnitude / scale).to_string();
    let mut place = digits.len();
    while place > 3 {
        place -= 3;
        digits.insert(place, ',');
    }
    let rest = magnitude % scale;
    // U+2212 is as wide as a plus sign, so that columns of figures stand straight.
    let sign = if amount < 0 { "\u{2212}" } else { "" };
    match decimals {
        0 => format!("{sign}{digits}"),
        1 if rest == 0 => format!("{sign}{digits}"),
        _ => format!("{sign}{digits}.{rest:0width$}", width = decimals as usize),
    }
}

fn parse(text: &str, decimals: u32) -> Result<i64, NotAnAmount> {
    let plain: String = text.trim().chars().filter(|c| *c != ',').map(half_width).collect();
    let (sign, digits) = match plain.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1, rest),
        None => (1, plain.as_str()),
    };
    if digits.is_empty() {
        return Err(NotAnAmount::Empty);
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return Err(NotAnAmount::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals as usize {
        return Err(NotAnAmount::TooFine);
    }
    let padded = format!("{whole}{fraction:0<width$}", width = decimals as usize);
    let amount: i64 = padded.parse().map_err(|_| NotAnAmount::TooLarge)?;
    if amount > TYPED_MAX { Err(NotAnAmount::TooLarge) } else { Ok(sign * amount) }
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '．' | '。' => '.',
        '－' => '-',
        other => other,
    }
}
