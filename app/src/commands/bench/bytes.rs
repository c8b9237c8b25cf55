//! What an entry costs on the disk: pages of the ledger's tables and indexes beside the bytes of their columns.

use std::path::Path;

use rusqlite::Connection;

use crate::commands::measured::{Report, Row};
use crate::exit::Failure;

/// Pages of the ledger's tables and their indexes.
const PAGES: &str = "SELECT coalesce(sum(s.pgsize), 0) FROM dbstat s JOIN sqlite_schema m ON m.name = s.name
    WHERE m.tbl_name IN ('ledger_posting', 'ledger_line', 'ledger_month', 'ledger_account', 'ledger_head')";
const WHOLE: &str = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
const LINES: &str = "SELECT count(*) FROM ledger_line";
/// Bytes of the values, a number as eight.
const COLUMNS: [&str; 4] = [
    "SELECT coalesce(sum(8 + length(id) + 8 + length(digest) + 8 + 8 + length(actor) + length(cause_kind) + length(cause)
     + coalesce(length(reverses), 0) + coalesce(length(text_digest), 0) + length(leaf)), 0) FROM ledger_posting",
    "SELECT coalesce(sum(8 + 8 + 8 + length(account) + 8 + 8 + coalesce(length(hold), 0)), 0) FROM ledger_line",
    "SELECT coalesce(sum(8 + length(account) + 8 + 8 + 8), 0) FROM ledger_month",
    "SELECT coalesce(sum(8 + length(id) + length(owner_kind) + length(owner) + length(purpose) + length(unit) + 8 + 8), 0) FROM ledger_account",
];

/// Sizes at a moment, in bytes.
#[derive(Clone, Copy)]
pub(super) struct Grown {
    pages: i64,
    whole: i64,
    columns: i64,
    lines: i64,
}

fn failed(error: rusqlite::Error) -> Failure {
    Failure::cannot_open(format!("the sizes cannot be read: {error}"))
}

/// Sizes of this SQLite file now.
pub(super) fn grown(path: &Path) -> Result<Grown, Failure> {
    let connection = Connection::open(path).map_err(failed)?;
    let number = |text: &str| connection.query_row(text, [], |row| row.get::<_, i64>(0)).map_err(failed);
    let columns = COLUMNS.iter().map(|text| number(text)).sum::<Result<i64, Failure>>()?;
    Ok(Grown { pages: number(PAGES)?, whole: number(WHOLE)?, columns, lines: number(LINES)? })
}

/// Lines of the ledger in this SQLite file.
pub(super) fn lines(path: &Path) -> Result<i64, Failure> {
    let connection = Connection::open(path).map_err(failed)?;
    connection.query_row(LINES, [], |row| row.get(0)).map_err(failed)
}

/// What was added since, by redemption and by line.
pub(super) fn report(path: &Path, before: Grown, redemptions: usize, report: &mut Report) -> Result<(), Failure> {
    let now = grown(path)?;
    let lines = (now.lines - before.lines).max(1) as f64;
    let pages = (now.pages - before.pages) as f64 / lines;
    let columns = (now.columns - before.columns) as f64 / lines;
    let whole = (now.whole - before.whole) as f64 / redemptions.max(1) as f64;
    let figures = vec![
        ("ledger_bytes_per_line", pages),
        ("column_bytes_per_line", columns),
        ("times", pages / columns),
        ("file_bytes_per_redemption", whole),
        ("redemptions", redemptions as f64),
    ];
    let row = Row::new("SQLite bytes, four lines each", figures);
    report.add(row.aims("at most 2.5 times the columns' bytes, indexes included", pages <= 2.5 * columns));
    Ok(())
}
