//! What the journeys share: the built program on a fresh folder, and a browser walked by words a person sees.

mod browser;
mod hands;
mod keys;
mod pictures;
mod program;
mod words;

pub use browser::Browser;
pub use program::{Program, ask, verify};
pub use words::has_chinese;

/// What everybody in the demo signs in with.
pub const DEMO_PASSWORD: &str = "xieshou-demo";

/// The result of a journey: an error says where it stopped and what the page showed.
pub type Walked = anyhow::Result<()>;
