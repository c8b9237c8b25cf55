//! A year of the county, of a township, a village or a shop: its figures on a page, in a spreadsheet, on paper, and frozen.

mod changed;
pub(crate) mod facts;
mod freeze;
pub(crate) mod pages;
mod sheet;
mod still_open;
mod store;

pub(crate) use store::STATEMENTS;
