//! The home page: what needs me today, how far set-up is, figures beside it; and the date of a demo.

pub mod pages;
