//! The recount: every balance, month sum and hold from the lines, every leaf and head from the bytes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use basics::{County, Digest, Id, Moment};
use database::{DatabaseError, Tx, args, statements};

use crate::chain::{Leaf, LeafLine, genesis, next_head};
use crate::export::{ExportedPosting, export_page_with};
use crate::{Account, Hold, Unit, history};

/// Postings read at once.
const PAGE: i64 = 2000;
/// Pages that may be read before they are counted.
const PAGES_AHEAD: usize = 4;

statements! {
    ACCOUNTS = "SELECT id, unit, balance, floor FROM ledger_account WHERE county = $1";
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

/// Accounts are named by hashes, so that any eight of their bytes are as good as a hash of them.
#[derive(Default)]
struct OwnBytes(u64);

impl Hasher for OwnBytes {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        if let Some(last) = bytes.last_chunk::<8>() {
            self.0 ^= u64::from_be_bytes(*last);
        }
    }

    fn write_usize(&mut self, _length: usize) {}
}

type ByAccount<T> = HashMap<Id<Account>, T, BuildHasherDefault<OwnBytes>>;

/// An account as stored.
struct Stored {
    account: Id<Account>,
    balance: i64,
    floor: Option<i64>,
}

/// What the lines of an account come to.
#[derive(Default)]
struct Recounted {
    balance: i64,
    /// In and out by month, in the order in which the months were met.
    months: Vec<(i64, (i64, i64))>,
    /// Its account is there.
    stored: bool,
}

#[derive(Default)]
struct Recount {
    accounts: ByAccount<Recounted>,
    holds: HashMap<Id<Hold>, i64>,
    misfits: Vec<Misfit>,
    recorded_at: Option<Moment>,
    seq: i64,
    head: Digest,
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
    let (stored, units) = accounts(tx, county)?;
    let mut recount = Recount { head: genesis(county), ..Recount::default() };
    recount.check_given(given, 0, (&genesis(county), &genesis(county)));
    // One thread reads while the other counts.
    std::thread::scope(|scope| {
        let (pages, read) = std::sync::mpsc::sync_channel::<Page>(PAGES_AHEAD);
        let counting = &mut recount;
        let counter = scope.spawn(move || read.iter().for_each(|page| counting.page(page, given, progress)));
        let mut after = 0;
        while after < last {
            let upto = (after + PAGE).min(last);
            let page = readable(tx, county, (after, upto), &units)?;
            if pages.send(page).is_err() {
                break;
            }
            after = upto;
        }
        drop(pages);
        counter.join().map_err(|_| DatabaseError::Broken("the recount failed".to_owned()))
    })?;
    if let Some(outside) = tx.one(OUTSIDE, args![county, last], |row| row.get::<Option<i64>>(0))? {
        recount.misfits.push(Misfit::Posting { seq: outside, what: format!("stands outside the book, which ends at {last}") });
    }
    if recount.head != stored_head {
        recount.misfits.push(Misfit::Head);
    }
    if given.is_some_and(|(wanted, _)| *wanted > last) {
        recount.misfits.push(Misfit::Shorter { last });
    }
    compare(tx, county, stored, &mut recount)?;
    let corrected_texts = check_texts(tx, county)?;
    Ok(BookReport { county, postings: last, head: recount.head, misfits: recount.misfits, corrected_texts })
}

fn accounts(tx: &mut Tx<'_>, county: County) -> Result<(Vec<Stored>, ByAccount<Unit>), DatabaseError> {
    let mut units = ByAccount::default();
    let stored = tx.rows(ACCOUNTS, args![county], |row| {
        let stored = Stored { account: row.get(0)?, balance: row.get(2)?, floor: row.get(3)? };
        if let Ok(unit) = row.get::<String>(1)?.parse() {
            units.insert(stored.account, unit);
        }
        Ok(stored)
    })?;
    Ok((stored, units))
}

/// Postings read together, up to and including a number; and what could not be read of them.
struct Page {
    upto: i64,
    postings: Vec<ExportedPosting>,
    unreadable: Vec<Misfit>,
}

/// The postings above the first number up to the second. One that cannot even be read is a misfit, not the end of the recount.
fn readable(tx: &mut Tx<'_>, county: County, (after, upto): (i64, i64), units: &ByAccount<Unit>) -> Result<Page, DatabaseError> {
    match export_page_with(tx, county, (after, upto), units) {
        Err(DatabaseError::Broken(_)) => {}
        postings => return Ok(Page { upto, postings: postings?, unreadable: Vec::new() }),
    }
    let mut page = Page { upto, postings: Vec::new(), unreadable: Vec::new() };
    for seq in after + 1..=upto {
        match export_page_with(tx, county, (seq - 1, seq), units) {
            Ok(postings) => page.postings.extend(postings),
            Err(DatabaseError::Broken(why)) => page.unreadable.push(Misfit::Posting { seq, what: format!("cannot be read: {why}") }),
            Err(error) => return Err(error),
        }
    }
    Ok(page)
}

impl Recount {
    fn check_given(&mut self, given: Option<&(i64, Vec<u8>)>, seq: i64, (head, hash): (&Digest, &Digest)) {
        if given.is_some_and(|(wanted, noted)| *wanted == seq && !head.starts_with(noted) && !hash.starts_with(noted)) {
            self.misfits.push(Misfit::GivenHead { seq, found: hex::encode(head) });
        }
    }

    fn page(&mut self, page: Page, given: Option<&(i64, Vec<u8>)>, progress: &Progress) {
        self.misfits.extend(page.unreadable);
        for posting in page.postings {
            let hash = posting.leaf.hash();
            self.take(&posting.leaf, &hash, &posting.stored);
            self.seq = posting.leaf.seq;
            self.head = next_head(&self.head, &hash);
            let head = self.head;
            self.check_given(given, self.seq, (&head, &hash));
        }
        if self.seq < page.upto {
            self.misfits.push(Misfit::Posting { seq: self.seq + 1, what: "is missing".to_owned() });
            self.seq = page.upto;
        }
        progress.done.store(self.seq, Ordering::Relaxed);
    }

    fn take(&mut self, leaf: &Leaf, hash: &Digest, stored: &Digest) {
        let expected = self.seq + 1;
        let mut misfit = |what: String| self.misfits.push(Misfit::Posting { seq: leaf.seq, what });
        if leaf.seq != expected {
            misfit(format!("comes where {expected} should be"));
        }
        if hash != stored {
            misfit("its content is not what was hashed".to_owned());
        }
        if self.recorded_at.replace(leaf.recorded_at).is_some_and(|before| leaf.recorded_at < before) {
            misfit("was recorded before the one in front of it".to_owned());
        }
        if leaf.lines.is_empty() || !balances(&leaf.lines) {
            misfit("does not balance".to_owned());
        }
        let month = leaf.business_date.month_number();
        for line in &leaf.lines {
            let account = self.accounts.entry(line.account).or_default();
            account.balance += line.amount;
            if account.balance != line.balance_after {
                self.misfits
                    .push(Misfit::Posting { seq: leaf.seq, what: format!("account {} did not stand where the line says", line.account) });
                account.balance = line.balance_after;
            }
            account.add_to_month(month, line.amount);
            if let Some(hold) = line.hold {
                *self.holds.entry(hold).or_default() += line.amount;
            }
        }
    }
}

impl Recounted {
    fn add_to_month(&mut self, month: i64, amount: i64) {
        // Nearly always the month of the line before.
        let place = self.months.iter().rposition(|(known, _)| *known == month).unwrap_or_else(|| {
            self.months.push((month, (0, 0)));
            self.months.len() - 1
        });
        let (came_in, went_out) = &mut self.months[place].1;
        if amount > 0 {
            *came_in += amount;
        } else {
            *went_out -= amount;
        }
    }
}

/// Whether the lines come to nothing in each unit.
fn balances(lines: &[LeafLine]) -> bool {
    let sum = |unit: Unit| lines.iter().filter(|line| line.unit == unit).map(|line| i128::from(line.amount)).sum::<i128>();
    lines.iter().all(|line| sum(line.unit) == 0)
}

/// Compares what is stored with the recount; what one side lacks counts as nothing.
fn compare(tx: &mut Tx<'_>, county: County, stored: Vec<Stored>, recount: &mut Recount) -> Result<(), DatabaseError> {
    for Stored { account, balance, floor } in stored {
        let recounted = recount.accounts.entry(account).or_default();
        recounted.stored = true;
        let recounted = recounted.balance;
        if balance != recounted {
            recount.misfits.push(Misfit::Balance { account, stored: balance, recounted });
        }
        if floor.is_some_and(|floor| balance < floor) {
            recount.misfits.push(Misfit::Floor { account });
        }
    }
    let months = tx.rows(MONTHS, args![county], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))))?;
    for ((account, month), stored) in months {
        let months = recount.accounts.get_mut(&account).map(|recounted| &mut recounted.months);
        let recounted = months.and_then(|months| Some(months.swap_remove(months.iter().position(|(known, _)| *known == month)?).1));
        if recounted.unwrap_or_default() != stored {
            recount.misfits.push(Misfit::Month { account, month });
        }
    }
    for (account, Recounted { balance, months, stored }) in std::mem::take(&mut recount.accounts) {
        if !stored {
            recount.misfits.push(Misfit::Balance { account, stored: 0, recounted: balance });
        }
        recount.misfits.extend(months.into_iter().map(|(month, _)| Misfit::Month { account, month }));
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
