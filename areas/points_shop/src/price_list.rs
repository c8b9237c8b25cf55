//! The price list: as a page, and as paper for the shop's wall.

mod pages;

pub(crate) use pages::routes;
