//! The ledger's statements on the way of a posting.

use std::fmt::Write as _;
use std::sync::OnceLock;

use basics::{County, Digest, Id, Moment};
use database::{DatabaseError, Sql, ToValue, Tx, Value, args, statements};

use crate::chain::{Leaf, genesis};
use crate::posting::{Hold, NewHold};
use crate::{Account, Posting, Refused};

statements! {
    POSTED = "SELECT seq, digest, recorded_at FROM ledger_posting WHERE county = $1 AND id = $2";
    MOVE = "UPDATE ledger_account SET balance = balance + $3
            WHERE county = $1 AND id = $2 AND (floor IS NULL OR balance + $3 >= floor) RETURNING balance";
    BALANCE = "SELECT balance, floor FROM ledger_account WHERE county = $1 AND id = $2";
    OPEN = "INSERT INTO ledger_account (county, id, owner_kind, owner, purpose, unit, floor, balance)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (county, id) DO NOTHING";
    NUMBER = "UPDATE ledger_head SET seq = seq + 1 WHERE county = $1 RETURNING seq, head, recorded_at";
    FIRST_HEAD = "INSERT INTO ledger_head (county, seq, head, recorded_at) VALUES ($1, 0, $2, 0) ON CONFLICT (county) DO NOTHING";
    HEAD = "UPDATE ledger_head SET head = $2, recorded_at = $3 WHERE county = $1";
    POSTING = "INSERT INTO ledger_posting (county, id, seq, digest, business_date, recorded_at, actor, cause_kind, cause, reverses, text_digest, leaf)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (county, id) DO NOTHING";
    TEXT = "INSERT INTO ledger_text (county, posting, salt, text) VALUES ($1, $2, $3, $4)";
    HOLD = "INSERT INTO ledger_hold (county, id, account, held, holder_kind, holder, left_over, expires_on, grace_days)
            VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8) ON CONFLICT (county, id) DO NOTHING";
    MOVE_HOLD = "UPDATE ledger_hold SET left_over = left_over + $3 WHERE county = $1 AND id = $2 AND left_over + $3 >= 0";
    HOLDS_OUT = "SELECT count(*) FROM ledger_hold WHERE left_over > 0";
    HOLD_LEFT = "SELECT left_over FROM ledger_hold WHERE county = $1 AND id = $2";
}

/// A posting that is there already.
pub(crate) struct There {
    pub seq: i64,
    pub digest: Digest,
    pub recorded_at: Moment,
}

/// The head before a new posting, with the number the posting takes.
pub(crate) struct Previous {
    pub seq: i64,
    pub head: Digest,
    pub recorded_at: Moment,
}

pub(crate) fn posted(tx: &mut Tx<'_>, county: County, id: Id<Posting>) -> Result<Option<There>, DatabaseError> {
    tx.row(POSTED, args![county, id], |row| Ok(There { seq: row.get(0)?, digest: row.get(1)?, recorded_at: row.get(2)? }))
}

/// Moves a balance and checks its floor in the same statement; opens the account at its first use.
pub(crate) fn move_account(tx: &mut Tx<'_>, county: County, id: Id<Account>, account: &Account, sum: i64) -> Result<i64, Refused> {
    if let Some(balance) = tx.row(MOVE, args![county, id, sum], |row| row.get(0))? {
        return Ok(balance);
    }
    let below = |balance: i64| Refused::BelowFloor { account: Box::new(*account), balance, wanted: -sum };
    match tx.row(BALANCE, args![county, id], |row| Ok((row.get::<i64>(0)?, row.get::<Option<i64>>(1)?)))? {
        Some((balance, Some(floor))) if balance.saturating_add(sum) < floor => return Err(below(balance - floor)),
        // Another writer opened or filled it between the two statements.
        Some(_) => return Err(tx.run_again("account moved meanwhile").into()),
        None if account.floor.is_some_and(|floor| sum < floor) => return Err(below(-account.floor.unwrap_or(0))),
        None => {}
    }
    let unit = account.unit.to_string();
    let owner = account.owner;
    let opened = tx.execute(OPEN, args![county, id, owner.kind, owner.id, account.purpose, unit, account.floor, sum])?;
    // Another writer opened it between the two statements: run the whole closure again on what it left.
    if opened == 0 { Err(tx.run_again("account opened meanwhile").into()) } else { Ok(sum) }
}

pub(crate) fn take_number(tx: &mut Tx<'_>, county: County) -> Result<Previous, DatabaseError> {
    for _ in 0..2 {
        let previous =
            tx.row(NUMBER, args![county], |row| Ok(Previous { seq: row.get(0)?, head: row.get(1)?, recorded_at: row.get(2)? }))?;
        match previous {
            Some(previous) => return Ok(previous),
            None => tx.execute(FIRST_HEAD, args![county, genesis(county)])?,
        };
    }
    Err(tx.run_again("head opened meanwhile"))
}

pub(crate) fn set_head(tx: &mut Tx<'_>, county: County, head: &Digest, recorded_at: Moment) -> Result<(), DatabaseError> {
    tx.execute(HEAD, args![county, head, recorded_at]).map(drop)
}

pub(crate) fn insert_posting(tx: &mut Tx<'_>, leaf: &Leaf, digest: &Digest, hash: &Digest) -> Result<(), DatabaseError> {
    let kind = leaf.cause_kind.as_ref();
    let Leaf { county, id, seq, business_date, recorded_at, actor, cause, reverses, text_digest, .. } = leaf;
    let inserted =
        tx.execute(POSTING, args![county, id, seq, digest, business_date, recorded_at, actor, kind, cause, reverses, text_digest, hash])?;
    // The same posting came through another connection meanwhile: run again and find it there.
    if inserted == 0 { Err(tx.run_again("the same posting came meanwhile")) } else { Ok(()) }
}

pub(crate) fn insert_text(tx: &mut Tx<'_>, county: County, id: Id<Posting>, salt: &[u8; 16], text: &str) -> Result<(), DatabaseError> {
    tx.execute(TEXT, args![county, id, salt, text]).map(drop)
}

/// Opens a hold with nothing in it; false when it is there already.
pub(crate) fn insert_hold(tx: &mut Tx<'_>, county: County, hold: &NewHold) -> Result<bool, DatabaseError> {
    let (account, held) = (hold.from.id(county), hold.from.held().id(county));
    let holder = &hold.holder;
    let opened =
        tx.execute(HOLD, args![county, hold.id, account, held, holder.kind.as_ref(), holder.id, hold.expires_on, hold.grace_days])?;
    Ok(opened == 1)
}

/// Adds to a hold or takes from it; false when it has less left.
pub(crate) fn move_hold(tx: &mut Tx<'_>, county: County, hold: Id<Hold>, sum: i64) -> Result<bool, DatabaseError> {
    Ok(tx.execute(MOVE_HOLD, args![county, hold, sum])? == 1)
}

pub(crate) fn hold_left(tx: &mut Tx<'_>, county: County, hold: Id<Hold>) -> Result<Option<i64>, DatabaseError> {
    tx.row(HOLD_LEFT, args![county, hold], |row| row.get(0))
}

/// How many holds of all books still have something in them.
pub fn holds_out(tx: &mut Tx<'_>) -> Result<i64, DatabaseError> {
    tx.one(HOLDS_OUT, &[], |row| row.get(0))
}

/// Rows written by one statement. Few, because a posting has few lines, and each count of rows is a statement of its own.
const ROWS_MAX: usize = 16;

pub(crate) fn insert_lines(tx: &mut Tx<'_>, leaf: &Leaf) -> Result<(), DatabaseError> {
    static TEXTS: OnceLock<Vec<Sql>> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| {
        many_rows("store::LINES", "INSERT INTO ledger_line (county, seq, line, account, amount, balance_after, hold) VALUES ", 7, "")
    });
    let numbers: Vec<i64> = (0..leaf.lines.len() as i64).collect();
    for (lines, numbers) in leaf.lines.chunks(ROWS_MAX).zip(numbers.chunks(ROWS_MAX)) {
        let mut values: Vec<Value<'_>> = Vec::with_capacity(lines.len() * 7);
        for (line, number) in lines.iter().zip(numbers) {
            values.extend_from_slice(args![leaf.county, leaf.seq, *number]);
            values.extend([line.account.to_value(), line.amount.to_value(), line.balance_after.to_value(), line.hold.to_value()]);
        }
        tx.execute(texts[lines.len() - 1], &values)?;
    }
    Ok(())
}

pub(crate) fn add_to_months(tx: &mut Tx<'_>, leaf: &Leaf) -> Result<(), DatabaseError> {
    static TEXTS: OnceLock<Vec<Sql>> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| {
        many_rows(
            "store::MONTHS",
            "INSERT INTO ledger_month (county, account, month, came_in, went_out) VALUES ",
            5,
            " ON CONFLICT (county, account, month) DO UPDATE SET came_in = ledger_month.came_in + excluded.came_in, went_out = ledger_month.went_out + excluded.went_out",
        )
    });
    let month = leaf.business_date.month_number();
    // One row per account: an upsert may not touch a row twice.
    let mut sums: std::collections::BTreeMap<Id<Account>, (i64, i64)> = std::collections::BTreeMap::new();
    for line in &leaf.lines {
        let sum = sums.entry(line.account).or_default();
        if line.amount > 0 { sum.0 += line.amount } else { sum.1 -= line.amount }
    }
    let sums: Vec<_> = sums.into_iter().collect();
    for rows in sums.chunks(ROWS_MAX) {
        let mut values: Vec<Value<'_>> = Vec::with_capacity(rows.len() * 5);
        for (account, (came_in, went_out)) in rows {
            values.extend([leaf.county.to_value(), account.to_value(), month.to_value(), came_in.to_value(), went_out.to_value()]);
        }
        tx.execute(texts[rows.len() - 1], &values)?;
    }
    Ok(())
}

/// The same INSERT for 1, 2, … [`ROWS_MAX`] rows of so many columns.
fn many_rows(name: &'static str, insert: &str, columns: usize, tail: &str) -> Vec<Sql> {
    (1..=ROWS_MAX)
        .map(|rows| {
            let mut text = insert.to_owned();
            for row in 0..rows {
                text.push_str(if row == 0 { "(" } else { ", (" });
                for column in 1..=columns {
                    let comma = if column == 1 { "" } else { ", " };
                    write!(text, "{comma}${}", row * columns + column).expect("a String takes any text");
                }
                text.push(')');
            }
            text.push_str(tail);
            Sql { name, text: Box::leak(text.into_boxed_str()) }
        })
        .collect()
}
