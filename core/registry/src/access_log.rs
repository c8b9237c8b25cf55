//! Who looked at what is masked, for those who oversee; and the page that leads to every list of oversight.

pub(crate) mod pages;
mod store;

pub(crate) use store::{STATEMENTS, looks_since};
