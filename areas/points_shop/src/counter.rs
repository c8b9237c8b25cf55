//! The counter: find a household, fill the basket, say who collects.

mod basket;
pub(crate) mod collect;
pub mod pages;
#[cfg(test)]
mod tests;

pub(crate) use basket::{Basket, BasketLine};
pub(crate) use collect::{Collector, collector, collectors};
