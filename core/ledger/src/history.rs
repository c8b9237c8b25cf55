//! Reading the book: balances, the lines of an account, the postings of a cause.

use basics::{BusinessDate, County, Digest, Id, Moment, Subject};
use database::{DatabaseError, Row, Tx, args, statements};

use crate::{Account, Hold, Posting, Unit, chain};

/// A line of the account, or one of what stands owed beside it in a posting that did nothing to the account itself.
macro_rules! statement_line {
    () => {
        "l.county = $1 AND l.account IN ($2, $3) AND (l.account = $2 OR NOT EXISTS
         (SELECT 1 FROM ledger_line m WHERE m.county = l.county AND m.seq = l.seq AND (m.account = $2 OR (m.account = $3 AND m.line < l.line))))"
    };
}

/// Lines of an account with what their postings did to what is owed: once in each posting, with its first line.
macro_rules! lines {
    ($rest:literal) => {
        concat!(
            "SELECT p.seq, p.id, p.business_date, p.recorded_at, p.actor, p.cause_kind, p.cause, p.reverses, t.text,
             CASE WHEN l.account = $2 THEN l.amount ELSE 0 END,
             CASE WHEN l.account = $2 THEN l.balance_after ELSE coalesce((SELECT b.balance_after FROM ledger_line b
             WHERE b.county = l.county AND b.account = $2 AND b.seq < l.seq ORDER BY b.seq DESC, b.line DESC LIMIT 1), 0) END,
             CASE WHEN EXISTS (SELECT 1 FROM ledger_line f WHERE f.county = l.county AND f.seq = l.seq AND f.account = l.account AND f.line < l.line)
             THEN 0 ELSE coalesce((SELECT CAST(sum(o.amount) AS BIGINT) FROM ledger_line o
             WHERE o.county = l.county AND o.account = $3 AND o.seq = l.seq), 0) END,
             coalesce((SELECT o.balance_after FROM ledger_line o WHERE o.county = l.county AND o.account = $3 AND o.seq <= l.seq
             ORDER BY o.seq DESC, o.line DESC LIMIT 1), 0)
             FROM ledger_line l JOIN ledger_posting p ON p.county = l.county AND p.seq = l.seq
             LEFT JOIN ledger_text t ON t.county = p.county AND t.posting = p.id WHERE ",
            statement_line!(),
            " ",
            $rest
        )
    };
}

statements! {
    BALANCE = "SELECT balance FROM ledger_account WHERE county = $1 AND id = $2";
    OF_OWNER = "SELECT purpose, unit, balance FROM ledger_account WHERE county = $1 AND owner_kind = $2 AND owner = $3 ORDER BY purpose, unit";
    LINES = lines!("AND l.seq < $4 ORDER BY l.seq DESC, l.line DESC LIMIT $5");
    LINES_FROM = lines!("ORDER BY l.seq, l.line LIMIT $5 OFFSET $4");
    LINE_COUNT = concat!("SELECT count(*) FROM ledger_line l WHERE ", statement_line!());
    BY_ID = "SELECT id, seq, business_date, recorded_at, actor, cause_kind, cause, reverses, leaf FROM ledger_posting WHERE county = $1 AND id = $2";
    OF_CAUSE = "SELECT id, seq, business_date, recorded_at, actor, cause_kind, cause, reverses, leaf FROM ledger_posting
                WHERE county = $1 AND cause_kind = $2 AND cause = $3 ORDER BY seq";
    LINES_OF = "SELECT a.owner_kind, a.owner, a.purpose, a.unit, l.amount, l.balance_after, l.hold FROM ledger_line l
                JOIN ledger_account a ON a.county = l.county AND a.id = l.account WHERE l.county = $1 AND l.seq = $2 ORDER BY l.line";
    LAST_BY = "SELECT seq FROM ledger_posting WHERE county = $1 AND recorded_at <= $2 ORDER BY seq DESC LIMIT 1";
    // The later ones that lie in the time, or take back what lies in it.
    AFTERWARDS = "SELECT p.id, p.seq, p.business_date, p.recorded_at, p.actor, p.cause_kind, p.cause, p.reverses, p.leaf FROM ledger_posting p
                  LEFT JOIN ledger_posting q ON q.county = p.county AND q.id = p.reverses
                  WHERE p.county = $1 AND p.seq > $2 AND p.seq < $3 AND (p.business_date <= $5 OR (q.business_date >= $4 AND q.business_date <= $5))
                  ORDER BY p.seq DESC LIMIT $6";
    MONTHS = "SELECT month, came_in, went_out FROM ledger_month WHERE county = $1 AND account = $2 ORDER BY month";
    HEAD = "SELECT seq, head FROM ledger_head WHERE county = $1";
}

/// One line of an account with the posting it belongs to.
#[derive(Clone, Debug)]
pub struct AccountLine {
    pub seq: i64,
    pub posting: Id<Posting>,
    pub business_date: BusinessDate,
    pub recorded_at: Moment,
    pub actor: Id,
    pub cause_kind: String,
    pub cause: Id,
    pub reverses: Option<Id<Posting>>,
    pub text: Option<String>,
    /// Nothing when the posting only changed what is owed.
    pub amount: i64,
    pub balance_after: i64,
    /// What came to be owed with the posting, below zero when it was paid or struck; said once, with the posting's first line.
    pub owed: i64,
    /// What stands owed after the posting.
    pub owed_after: i64,
}

/// A posting without its lines.
#[derive(Clone, Debug)]
pub struct PostingOf {
    pub id: Id<Posting>,
    pub seq: i64,
    pub business_date: BusinessDate,
    pub recorded_at: Moment,
    pub actor: Id,
    pub cause_kind: String,
    pub cause: Id,
    pub reverses: Option<Id<Posting>>,
    pub leaf: Digest,
}

/// The balance; an account never used stands at nothing.
pub fn balance(tx: &mut Tx<'_>, county: County, account: &Account) -> Result<i64, DatabaseError> {
    Ok(tx.row(BALANCE, args![county, account.id(county)], |row| row.get(0))?.unwrap_or(0))
}

/// All balances of an owner: purpose, unit as text, balance.
pub fn balances_of_owner<Of>(
    tx: &mut Tx<'_>,
    county: County,
    kind: &str,
    owner: Id<Of>,
) -> Result<Vec<(String, String, i64)>, DatabaseError> {
    tx.rows(OF_OWNER, args![county, kind, owner], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Lines of an account below a number, newest first; a posting that only changed what is owed has a line of nothing.
pub fn account_lines(
    tx: &mut Tx<'_>,
    county: County,
    account: &Account,
    below: i64,
    limit: i64,
) -> Result<Vec<AccountLine>, DatabaseError> {
    tx.rows(LINES, args![county, account.id(county), account.owed().id(county), below, limit], read_line)
}

/// Lines of an account behind its first so many, oldest first.
pub fn account_lines_from(
    tx: &mut Tx<'_>,
    county: County,
    account: &Account,
    behind: i64,
    limit: i64,
) -> Result<Vec<AccountLine>, DatabaseError> {
    tx.rows(LINES_FROM, args![county, account.id(county), account.owed().id(county), behind, limit], read_line)
}

/// How many lines an account has.
pub fn account_line_count(tx: &mut Tx<'_>, county: County, account: &Account) -> Result<i64, DatabaseError> {
    tx.one(LINE_COUNT, args![county, account.id(county), account.owed().id(county)], |row| row.get(0))
}

fn read_line(row: &Row<'_>) -> Result<AccountLine, DatabaseError> {
    Ok(AccountLine {
        seq: row.get(0)?,
        posting: row.get(1)?,
        business_date: row.get(2)?,
        recorded_at: row.get(3)?,
        actor: row.get(4)?,
        cause_kind: row.get(5)?,
        cause: row.get(6)?,
        reverses: row.get(7)?,
        text: row.get(8)?,
        amount: row.get(9)?,
        balance_after: row.get(10)?,
        owed: row.get(11)?,
        owed_after: row.get(12)?,
    })
}

/// The posting of this id.
pub fn posting_by_id(tx: &mut Tx<'_>, county: County, id: Id<Posting>) -> Result<Option<PostingOf>, DatabaseError> {
    tx.row(BY_ID, args![county, id], read_posting)
}

/// All postings that a record caused, oldest first.
pub fn posting_of_cause(tx: &mut Tx<'_>, cause: &Subject) -> Result<Vec<PostingOf>, DatabaseError> {
    tx.rows(OF_CAUSE, args![cause.county, cause.kind.as_ref(), cause.id], read_posting)
}

/// The last number of the book by this moment. Moments never go back along the book, so a number stands for the moment.
pub fn number_at(tx: &mut Tx<'_>, county: County, moment: Moment) -> Result<i64, DatabaseError> {
    Ok(tx.row(LAST_BY, args![county, moment], |row| row.get(0))?.unwrap_or(0))
}

/// What stands in the book behind a number and yet tells of days up to the last one of a time, or takes back what does; those below a
/// number, the latest first.
pub fn posted_afterwards(
    tx: &mut Tx<'_>,
    county: County,
    last: i64,
    (from, to): (BusinessDate, BusinessDate),
    (below, limit): (i64, i64),
) -> Result<Vec<PostingOf>, DatabaseError> {
    tx.rows(AFTERWARDS, args![county, last, below, from, to, limit], read_posting)
}

fn read_posting(row: &Row<'_>) -> Result<PostingOf, DatabaseError> {
    Ok(PostingOf {
        id: row.get(0)?,
        seq: row.get(1)?,
        business_date: row.get(2)?,
        recorded_at: row.get(3)?,
        actor: row.get(4)?,
        cause_kind: row.get(5)?,
        cause: row.get(6)?,
        reverses: row.get(7)?,
        leaf: row.get(8)?,
    })
}

/// A line of a posting with its account in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineOf {
    pub owner_kind: String,
    pub owner: Id,
    pub purpose: String,
    pub unit: Unit,
    pub amount: i64,
    pub balance_after: i64,
    pub hold: Option<Id<Hold>>,
}

/// All lines of the posting of this number, as they stand in the book.
pub fn lines_of(tx: &mut Tx<'_>, county: County, seq: i64) -> Result<Vec<LineOf>, DatabaseError> {
    tx.rows(LINES_OF, args![county, seq], |row| {
        let unit: String = row.get(3)?;
        Ok(LineOf {
            owner_kind: row.get(0)?,
            owner: row.get(1)?,
            purpose: row.get(2)?,
            unit: unit.parse().map_err(|()| DatabaseError::Broken(format!("an account counts {unit}")))?,
            amount: row.get(4)?,
            balance_after: row.get(5)?,
            hold: row.get(6)?,
        })
    })
}

/// What came in and went out by month (yyyymm).
pub fn month_sums(tx: &mut Tx<'_>, county: County, account: &Account) -> Result<Vec<(i64, i64, i64)>, DatabaseError> {
    tx.rows(MONTHS, args![county, account.id(county)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Number and head of the book's last posting.
pub fn head(tx: &mut Tx<'_>, county: County) -> Result<(i64, Digest), DatabaseError> {
    Ok(tx.row(HEAD, args![county], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_else(|| (0, chain::genesis(county))))
}
