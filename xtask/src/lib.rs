//! Rules about the source itself, as ordinary tests: who may use whom, what may stand where, how long things are, which texts exist.
//!
//! Every check answers with complaints, one line each; an exception stands in the table of its check with its reason.

mod arrows;
mod closures;
mod contents;
mod dependencies;
mod exceptions;
mod rust;
mod sizes;
mod sources;
mod statements;
mod texts;

pub use arrows::arrows;
pub use closures::closures;
pub use contents::{clocks, floats, rules_without_io, sql_in_stores, unfinished};
pub use dependencies::{allowed_licences, foreign_sources, is_allowed, unreasoned};
pub use sizes::{first_lines, long_files, sizes};
pub use sources::Sources;
pub use statements::statements;
pub use texts::{texts_in_both_languages, texts_that_are_missing, texts_that_nobody_uses};
