//! Whole amounts that cannot be mixed: fen, tenths of a point, pieces.

mod amount;
#[cfg(test)]
mod tests;

pub use amount::{Fen, NotAnAmount, Pieces, TenthPoints};
