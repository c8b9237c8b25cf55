//! Some of a roster's entries: those asked for by state, group or name, and those a meeting had before it.

mod store;

use super::State;

pub(crate) use store::{STATEMENTS, passed_without_quorum};
pub use store::{groups, left_at, narrowed, recused_at};

/// Which entries of a roster are asked for; what is left out asks for all.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    pub state: Option<State>,
    pub step: Option<usize>,
    pub group: String,
    /// A part of the party's name, its spelling or its initials.
    pub name: String,
}
