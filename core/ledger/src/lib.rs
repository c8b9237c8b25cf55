//! One append-only book per county: accounts, postings, holds, reversals, and the chain that proves them.
//!
//! Value moves only through [`post`]; nothing else writes these tables.

mod account;
mod chain;
mod export;
mod history;
mod posting;
mod reversal;
mod store;
mod verify;

pub use account::{Account, Owner, Unit};
pub use chain::{Leaf, LeafLine, genesis, next_head};
pub use export::{ExportedPosting, export_page};
pub use history::{
    AccountLine, LineOf, PostingOf, account_line_count, account_lines, account_lines_from, balance, balances_of_owner, head, lines_of,
    month_sums, number_at, posted_afterwards, posting_by_id, posting_of_cause,
};
pub use posting::{Hold, Line, NewHold, Posted, Posting, Refused, Unbalanced, hold_left, moved, post};
pub use reversal::{
    Decision, Proposal, Reversal, ReversalRefused, cancel, decide_reversal, decide_reversal_with, posting_lines, propose_reversal,
    reversal, reversal_of, reversals_before, reversals_for, reversals_open,
};
pub use store::holds_out;
pub use verify::{BookReport, Misfit, Progress, verify_book};

use database::{Migration, Schema, Sql, Table, Text};

const TABLES: &[Table] = &[
    Table::book("ledger_account"),
    Table::book("ledger_head"),
    Table::book("ledger_posting").append_only(),
    Table::book("ledger_text"),
    Table::book("ledger_line").append_only(),
    Table::book("ledger_hold"),
    Table::book("ledger_month"),
    Table::book("ledger_reversal"),
];

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260901_1000_ledger", text: Text::Both(include_str!("../migrations/20260901_1000_ledger.sql")) },
    Migration { name: "20261125_1650_posting_days", text: Text::Both(include_str!("../migrations/20261125_1650_posting_days.sql")) },
    Migration { name: "20261125_1950_reversal_answer", text: Text::Both(include_str!("../migrations/20261125_1950_reversal_answer.sql")) },
    Migration { name: "20261125_2100_holds_out", text: Text::Both(include_str!("../migrations/20261125_2100_holds_out.sql")) },
];

/// The ledger's tables.
pub fn schema() -> Schema {
    Schema { area: "ledger", tables: TABLES, migrations: MIGRATIONS }
}

/// The ledger's statements.
pub const STATEMENTS: &[&[Sql]] = &[store::STATEMENTS, history::STATEMENTS, reversal::STATEMENTS, verify::STATEMENTS, export::STATEMENTS];
