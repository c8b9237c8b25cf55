//! Provinces down to villages with the dates they were valid; a small extract of the public lists, see `data/README.md`.

mod division;

pub use division::{Became, Division, Divisions, ExtractProblem, Level, Share, is_within};
