//! The recount: every balance, month sum and hold from the lines, every leaf and head from the bytes.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use basics::{County, Digest, Id, Moment};
use database::{DatabaseError, Tx, args, statements};

use crate::chain::{Leaf, genesis, next_head};
use crate::export::{ExportedPosting, export_page};
use crate::{Account, Hold, Unit, history};

/// Postings read at once.
const PAGE: i64 = 2000;

statements! {
    ACCOUNTS = "SELECT id, balance, floor FROM ledger_account WHERE county = $1";
    MONTHS = "SELECT account, month, came_in, went_out FROM ledger_month WHERE county = $1";
    HOLDS = "SELECT id, left_over, held FROM ledger_hold WHERE county = $1";
    OUTSIDE = "SELECT min(seq) FROM (SELECT seq FROM ledger_posting WHERE county = $1 AND (seq < 1 OR seq > $2)
               UNION ALL SELECT seq FROM ledger_line WHERE county = $1 AND (seq < 1 OR seq > $2)) AS outside";
    TEXTS = "SELECT p.seq, p.text_digest, t.salt, t.text FROM ledger_posting p
             LEFT JOIN ledger_text t ON t.county = p.county AND t.posting = p.id
             WHERE p.county = $1 AND p.text_digest IS NOT NULL ORDER BY p.seq";
}

/// How far a recount has come; shared with whoever shows it.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Postings recounted so far.
    pub done: Arc<AtomicI64>,
    /// Postings in the book.
    pub of: Arc<AtomicI64>,
}

/// What does not fit, with the posting or account at which it was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    #[error("posting {seq}: {what}")]
    Posting { seq: i64, what: String },
    #[error("account {account}: balance is {stored}, its lines come to {recounted}")]
    Balance { account: Id<Account>, stored: i64, recounted: i64 },
    #[error("account {account} stands below its floor")]
    Floor { account: Id<Account> },
    #[error("account {account}, month {month}: the sums differ from the lines")]
    Month { account: Id<Account>, month: i64 },
    #[error("hold {hold}: {stored} left, its lines come to {recounted}")]
    Hold { hold: Id<Hold>, stored: i64, recounted: i64 },
    #[error("the head stored for the book is not the head of its last posting")]
    Head,
    #[error("posting {seq} has the head {found}, not the one given")]
    GivenHead { seq: i64, found: String },
    #[error("the book ends at posting {last}, before the one given")]
    Shorter { last: i64 },
}

/// Result of the recount of one book.
#[derive(Clone, Debug)]
pub struct BookReport {
    pub county: County,
    pub postings: i64,
    pub head: Digest,
    /// In the order found: the first one is where to look.
    pub misfits: Vec<Misfit>,
    /// Postings whose text was corrected since: allowed, but said.
    pub corrected_texts: Vec<i64>,
}

#[derive(Default)]
struct Recount {
    balances: HashMap<Id<Account>, i64>,
    months: HashMap<(Id<Account>, i64), (i64, i64)>,
    holds: HashMap<Id<Hold>, i64>,
    misfits: Vec<Misfit>,
    recorded_at: Option<Moment>,
}

/// Recounts a book within one snapshot, so that writers may go on meanwhile. `given` is what was noted earlier of a posting: its number, and
/// the beginning of the head behind it or of its own hash, as papers have it.
pub fn verify_book(
    tx: &mut Tx<'_>,
    county: County,
    given: Option<&(i64, Vec<u8>)>,
    progress: &Progress,
) -> Result<BookReport, DatabaseError> {
    let (last, stored_head) = history::head(tx, county)?;
    progress.of.store(last, Ordering::Relaxed);
    progress.done.store(0, Ordering::Relaxed);
    let mut recount = Recount::default();
    let mut head = genesis(county);
    let mut seq = 0;
    check_given(given, seq, (&head, &head), &mut recount);
    while seq < last {
        let upto = (seq + PAGE).min(last);
        let page = readable(tx, county, (seq, upto), &mut recount)?;
        for posting in page {
            seq += 1;
            recount.take(&posting.leaf, seq, &posting.stored);
            seq = posting.leaf.seq;
            let hash = posting.leaf.hash();
            head = next_head(&head, &hash);
            check_given(given, seq, (&head, &hash), &mut recount);
        }
        if seq < upto {
            recount.misfits.push(Misfit::Posting { seq: seq + 1, what: "is missing".to_owned() });
            seq = upto;
        }
        progress.done.store(seq, Ordering::Relaxed);
    }
    if let Some(outside) = tx.one(OUTSIDE, args![county, last], |row| row.get::<Option<i64>>(0))? {
        recount.misfits.push(Misfit::Posting { seq: outside, what: format!("stands outside the book, which ends at {last}") });
    }
    if head != stored_head {
        recount.misfits.push(Misfit::Head);
    }
    if given.is_some_and(|(wanted, _)| *wanted > last) {
        recount.misfits.push(Misfit::Shorter { last });
    }
    compare(tx, county, &mut recount)?;
    let corrected_texts = check_texts(tx, county)?;
    Ok(BookReport { county, postings: last, head, misfits: recount.misfits, corrected_texts })
}

/// The postings above the first number up to the second. One that cannot even be read is a misfit, not the end of the recount.
fn readable(
    tx: &mut Tx<'_>,
    county: County,
    (after, upto): (i64, i64),
    recount: &mut Recount,
) -> Result<Vec<ExportedPosting>, DatabaseError> {
    match export_page(tx, county, after, upto) {
        Err(DatabaseError::Broken(_)) => {}
        page => return page,
    }
    let mut page = Vec::new();
    for seq in after + 1..=upto {
        match export_page(tx, county, seq - 1, seq) {
            Ok(postings) => page.extend(postings),
            Err(DatabaseError::Broken(why)) => recount.misfits.push(Misfit::Posting { seq, what: format!("cannot be read: {why}") }),
            Err(error) => return Err(error),
        }
    }
    Ok(page)
}

fn check_given(given: Option<&(i64, Vec<u8>)>, seq: i64, (head, hash): (&Digest, &Digest), recount: &mut Recount) {
    if given.is_some_and(|(wanted, noted)| *wanted == seq && !head.starts_with(noted) && !hash.starts_with(noted)) {
        recount.misfits.push(Misfit::GivenHead { seq, found: hex::encode(head) });
    }
}

impl Recount {
    fn take(&mut self, leaf: &Leaf, expected: i64, stored: &Digest) {
        let mut misfit = |what: String| self.misfits.push(Misfit::Posting { seq: leaf.seq, what });
        if leaf.seq != expected {
            misfit(format!("comes where {expected} should be"));
        }
        if leaf.hash() != *stored {
            misfit("its content is not what was hashed".to_owned());
        }
        if self.recorded_at.replace(leaf.recorded_at).is_some_and(|before| leaf.recorded_at < before) {
            misfit("was recorded before the one in front of it".to_owned());
        }
        let mut sums: HashMap<Unit, i64> = HashMap::new();
        for line in &leaf.lines {
            *sums.entry(line.unit).or_default() += line.amount;
        }
        if leaf.lines.is_empty() || sums.values().any(|sum| *sum != 0) {
            misfit("does not balance".to_owned());
        }
        for line in &leaf.lines {
            let balance = self.balances.entry(line.account).or_default();
            *balance += line.amount;
            if *balance != line.balance_after {
                self.misfits
                    .push(Misfit::Posting { seq: leaf.seq, what: format!("account {} did not stand where the line says", line.account) });
                *balance = line.balance_after;
            }
            let month = self.months.entry((line.account, leaf.business_date.month_number())).or_default();
            if line.amount > 0 {
                month.0 += line.amount
            } else {
                month.1 -= line.amount
            }
            if let Some(hold) = line.hold {
                *self.holds.entry(hold).or_default() += line.amount;
            }
        }
    }
}

/// Compares what is stored with the recount; what one side lacks counts as nothing.
fn compare(tx: &mut Tx<'_>, county: County, recount: &mut Recount) -> Result<(), DatabaseError> {
    let accounts: Vec<(Id<Account>, i64, Option<i64>)> =
        tx.rows(ACCOUNTS, args![county], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (account, stored, floor) in accounts {
        let recounted = recount.balances.remove(&account).unwrap_or(0);
        if stored != recounted {
            recount.misfits.push(Misfit::Balance { account, stored, recounted });
        }
        if floor.is_some_and(|floor| stored < floor) {
            recount.misfits.push(Misfit::Floor { account });
        }
    }
    for (account, recounted) in std::mem::take(&mut recount.balances) {
        recount.misfits.push(Misfit::Balance { account, stored: 0, recounted });
    }
    let months = tx.rows(MONTHS, args![county], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))))?;
    for ((account, month), stored) in months {
        if recount.months.remove(&(account, month)).unwrap_or_default() != stored {
            recount.misfits.push(Misfit::Month { account, month });
        }
    }
    for (account, month) in std::mem::take(&mut recount.months).into_keys() {
        recount.misfits.push(Misfit::Month { account, month });
    }
    let holds: Vec<(Id<Hold>, i64)> = tx.rows(HOLDS, args![county], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (hold, stored) in holds {
        let recounted = recount.holds.remove(&hold).unwrap_or(0);
        if stored != recounted {
            recount.misfits.push(Misfit::Hold { hold, stored, recounted });
        }
    }
    for (hold, recounted) in std::mem::take(&mut recount.holds) {
        recount.misfits.push(Misfit::Hold { hold, stored: 0, recounted });
    }
    Ok(())
}

fn check_texts(tx: &mut Tx<'_>, county: County) -> Result<Vec<i64>, DatabaseError> {
    let texts = tx.rows(TEXTS, args![county], |row| {
        let (digest, salt, text): (Digest, Option<Vec<u8>>, Option<String>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let fits = salt.zip(text).is_some_and(|(salt, text)| crate::chain::text_digest(&salt, &text) == digest);
        Ok((row.get::<i64>(0)?, fits))
    })?;
    Ok(texts.into_iter().filter(|(_, fits)| !fits).map(|(seq, _)| seq).collect())
}
