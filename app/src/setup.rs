//! From nothing: the one-time code that proves who started the program, and the page for the first administrator.

mod code;
pub(crate) mod pages;
mod steps;

pub use code::SetupCode;
pub use pages::administrator_grant;
pub use steps::{BookSteps, managed_books, steps};
