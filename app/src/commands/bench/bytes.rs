//! What an entry costs on the disk: pages of the ledger's tables and indexes beside the bytes of their columns.

use basics::County;
use database::{DatabaseError, Db, Tx, args, statements};

use crate::commands::measured::{Report, Row};
use crate::exit::Failure;

statements! {
    PAGES = "SELECT coalesce(sum(s.pgsize), 0) FROM dbstat s JOIN sqlite_schema m ON m.name = s.name WHERE m.tbl_name IN ('ledger_posting', 'ledger_line', 'ledger_month', 'ledger_account', 'ledger_head')";
    WHOLE = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    LINES = "SELECT count(*) FROM ledger_line";
    LINES_OF_BOOK = "SELECT count(*) FROM ledger_line WHERE county = $1";
    POSTING_BYTES = "SELECT coalesce(sum(8 + length(id) + 8 + length(digest) + 8 + 8 + length(actor) + length(cause_kind) + length(cause) + coalesce(length(reverses), 0) + coalesce(length(text_digest), 0) + length(leaf)), 0) FROM ledger_posting";
    LINE_BYTES = "SELECT coalesce(sum(8 + 8 + 8 + length(account) + 8 + 8 + coalesce(length(hold), 0)), 0) FROM ledger_line";
    MONTH_BYTES = "SELECT coalesce(sum(8 + length(account) + 8 + 8 + 8), 0) FROM ledger_month";
    ACCOUNT_BYTES = "SELECT coalesce(sum(8 + length(id) + length(owner_kind) + length(owner) + length(purpose) + length(unit) + 8 + 8), 0) FROM ledger_account";
}

/// Sizes at a moment.
#[derive(Clone, Copy)]
pub(super) struct Grown {
    /// Pages of the ledger's tables and their indexes.
    pages: i64,
    /// The whole file.
    whole: i64,
    /// Bytes of the values in the ledger's columns, a number as eight.
    columns: i64,
    lines: i64,
}

/// Sizes now; SQLite only.
pub(super) fn grown(db: &Db) -> Result<Grown, Failure> {
    Ok(db.read_now(sizes)?)
}

fn sizes(tx: &mut Tx<'_>) -> Result<Grown, DatabaseError> {
    let mut number = |sql| tx.one(sql, args![], |row| row.get::<i64>(0));
    let columns = number(POSTING_BYTES)? + number(LINE_BYTES)? + number(MONTH_BYTES)? + number(ACCOUNT_BYTES)?;
    Ok(Grown { pages: number(PAGES)?, whole: number(WHOLE)?, columns, lines: number(LINES)? })
}

/// Lines of a book; on both engines.
pub(super) fn lines(tx: &mut Tx<'_>, county: County) -> Result<i64, DatabaseError> {
    tx.one(LINES_OF_BOOK, args![county], |row| row.get(0))
}

/// What was added since, by redemption and by line.
pub(super) fn report(db: &Db, before: Grown, redemptions: usize, report: &mut Report) -> Result<(), Failure> {
    let now = grown(db)?;
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
    report.add(
        Row::new("SQLite bytes, four lines each", figures)
            .aims("at most 2.5 times the columns' bytes, indexes included", pages <= 2.5 * columns),
    );
    Ok(())
}
