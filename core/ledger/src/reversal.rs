//! Corrections: a new posting names the old one. Proposed by one login and confirmed by another, with a reason.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{DatabaseError, Row, Tx, args, statements};

use crate::account::{Account, Owner, Unit};
use crate::posting::{Line, Posting, Refused, post};
use crate::{Posted, history};

statements! {
    INSERT = "INSERT INTO ledger_reversal (county, id, posting, reason, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6)";
    OPEN_FOR = "SELECT count(*) FROM ledger_reversal WHERE county = $1 AND posting = $2 AND decided_by IS NULL";
    FIND = "SELECT id, posting, reason, proposed_by, proposed_at, decided_by, decided_at, outcome, answer FROM ledger_reversal WHERE county = $1 AND id = $2";
    OPEN = "SELECT id, posting, reason, proposed_by, proposed_at, decided_by, decided_at, outcome, answer FROM ledger_reversal
            WHERE county = $1 AND decided_by IS NULL ORDER BY proposed_at LIMIT 500";
    BEFORE = "SELECT id, posting, reason, proposed_by, proposed_at, decided_by, decided_at, outcome, answer FROM ledger_reversal
               WHERE county = $1 AND proposed_at < $2 ORDER BY proposed_at DESC, id DESC LIMIT $3";
    FOR_POSTING = "SELECT id, posting, reason, proposed_by, proposed_at, decided_by, decided_at, outcome, answer FROM ledger_reversal
                   WHERE county = $1 AND posting = $2 ORDER BY proposed_at DESC, id DESC";
    DECIDE = "UPDATE ledger_reversal SET decided_by = $3, decided_at = $4, outcome = $5, answer = $6 WHERE county = $1 AND id = $2 AND decided_by IS NULL";
    REVERSED = "SELECT id FROM ledger_posting WHERE county = $1 AND reverses = $2";
    LINES = "SELECT a.owner_kind, a.owner, a.purpose, a.unit, a.floor, l.amount, l.hold, a.balance FROM ledger_line l
             LEFT JOIN ledger_hold h ON h.county = l.county AND h.id = l.hold
             JOIN ledger_account a ON a.county = l.county AND a.id = coalesce(h.account, l.account)
             WHERE l.county = $1 AND l.seq = $2 ORDER BY l.line";
}

/// A wish to reverse a posting.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub id: Id<Reversal>,
    pub posting: Id<Posting>,
    pub reason: String,
    pub by: Id,
}

/// A proposed reversal as it stands.
#[derive(Clone, Debug)]
pub struct Reversal {
    pub id: Id<Reversal>,
    pub posting: Id<Posting>,
    pub reason: String,
    pub proposed_by: Id,
    pub proposed_at: Moment,
    pub decided_by: Option<Id>,
    pub decided_at: Option<Moment>,
    pub outcome: Option<String>,
    /// What the second login said to it; why, when it was declined.
    pub answer: String,
}

/// The second login's word.
#[derive(Clone, Debug)]
pub struct Decision {
    pub by: Id,
    pub confirmed: bool,
    /// Why it is declined; nothing need be said to confirm.
    pub answer: String,
    /// Id of the reversing posting, chosen when the form was shown.
    pub posting: Id<Posting>,
    pub business_date: BusinessDate,
    pub salt: [u8; 16],
}

/// Why a reversal was turned down.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReversalRefused {
    #[error("there is no such posting or proposal")]
    Unknown,
    #[error("it was reversed already")]
    Already,
    #[error("a reversal of it is proposed already")]
    Proposed,
    #[error("whoever proposed a reversal cannot confirm it")]
    SameLogin,
    #[error("whoever declines a reversal says why")]
    NoReason,
    #[error("a posting that holds something is given back, not reversed")]
    Holds,
    #[error(transparent)]
    Posting(#[from] Refused),
}

impl From<DatabaseError> for ReversalRefused {
    fn from(error: DatabaseError) -> Self {
        ReversalRefused::Posting(Refused::Database(error))
    }
}

/// Proposes to reverse a posting.
pub fn propose_reversal(tx: &mut Tx<'_>, county: County, proposal: &Proposal, now: Moment) -> Result<(), ReversalRefused> {
    tx.lock_book(county)?;
    history::posting_by_id(tx, county, proposal.posting)?.ok_or(ReversalRefused::Unknown)?;
    if reversal_of(tx, county, proposal.posting)?.is_some() {
        return Err(ReversalRefused::Already);
    }
    if tx.one(OPEN_FOR, args![county, proposal.posting], |row| row.get::<i64>(0))? > 0 {
        return Err(ReversalRefused::Proposed);
    }
    tx.execute(INSERT, args![county, proposal.id, proposal.posting, proposal.reason, proposal.by, now])?;
    Ok(())
}

/// Confirms or declines a proposed reversal; confirming posts it. Whether either login is concerned is for the caller to check first.
pub fn decide_reversal(
    tx: &mut Tx<'_>,
    county: County,
    id: Id<Reversal>,
    decision: &Decision,
    now: Moment,
) -> Result<Option<Posted>, ReversalRefused> {
    decide_reversal_with(tx, county, id, decision, &[], now)
}

/// [`decide_reversal`] with lines that go with it, balanced among themselves: what the old posting brought about later, such as a debt
/// that was paid meanwhile.
pub fn decide_reversal_with(
    tx: &mut Tx<'_>,
    county: County,
    id: Id<Reversal>,
    decision: &Decision,
    besides: &[Line],
    now: Moment,
) -> Result<Option<Posted>, ReversalRefused> {
    let proposed = reversal(tx, county, id)?.ok_or(ReversalRefused::Unknown)?;
    if proposed.proposed_by == decision.by {
        return Err(ReversalRefused::SameLogin);
    }
    if proposed.decided_by.is_some() {
        return Err(ReversalRefused::Already);
    }
    if !decision.confirmed && decision.answer.trim().is_empty() {
        return Err(ReversalRefused::NoReason);
    }
    let outcome = if decision.confirmed { "confirmed" } else { "declined" };
    if tx.execute(DECIDE, args![county, id, decision.by, now, outcome, decision.answer])? == 0 {
        return Err(ReversalRefused::Already);
    }
    if !decision.confirmed {
        return Ok(None);
    }
    Ok(Some(take_back(tx, county, proposed.posting, (decision, besides), &proposed.reason, now)?))
}

/// The posting that takes back an old one: each line the other way. What an account no longer has stands in its owner's `owed`.
fn reversing(
    tx: &mut Tx<'_>,
    county: County,
    old: Id<Posting>,
    (decision, besides): (&Decision, &[Line]),
) -> Result<Posting, ReversalRefused> {
    let posting = history::posting_by_id(tx, county, old)?.ok_or(ReversalRefused::Unknown)?;
    if reversal_of(tx, county, old)?.is_some() {
        return Err(ReversalRefused::Already);
    }
    let lines = tx.rows(LINES, args![county, posting.seq], read_line)?;
    if lines.iter().any(|line| line.opens_hold) {
        return Err(ReversalRefused::Holds);
    }
    let cause = Subject { county, kind: posting.cause_kind.into(), id: posting.cause };
    let lines = netted(lines);
    if lines.is_empty() {
        // A hold given back: the value is where it came from.
        return Err(ReversalRefused::Holds);
    }
    let mut lines = backwards(&lines);
    lines.extend_from_slice(besides);
    let posting = Posting::try_new(decision.posting, decision.business_date, decision.by, cause, lines)
        .map_err(|unbalanced| DatabaseError::Broken(format!("the reversal of {old} {unbalanced}")))?;
    Ok(posting.reversing(old))
}

struct OldLine {
    account: Account,
    amount: i64,
    balance: i64,
    opens_hold: bool,
}

fn read_line(row: &Row<'_>) -> Result<OldLine, DatabaseError> {
    let unit: Unit = row.get::<String>(3)?.parse().map_err(|()| DatabaseError::Broken("an account of unknown unit".to_owned()))?;
    let owner = Owner { kind: known(row.get(0)?), id: row.get(1)? };
    let account = Account { owner, purpose: known(row.get(2)?), unit, floor: row.get(4)? };
    // What came out of a hold goes back to the account the hold was taken from, which is the one read here.
    let amount = row.get(5)?;
    let opens_hold = row.get::<Option<Id>>(6)?.is_some() && amount > 0;
    Ok(OldLine { account, amount, balance: row.get(7)?, opens_hold })
}

/// Kinds and purposes are a few dozen words, so that keeping each once for the program's life costs nothing.
fn known(word: String) -> &'static str {
    use std::sync::Mutex;
    static WORDS: Mutex<BTreeMap<String, &'static str>> = Mutex::new(BTreeMap::new());
    let mut words = WORDS.lock().expect("no holder of this lock can panic");
    words.entry(word).or_insert_with_key(|word| Box::leak(word.clone().into_boxed_str()))
}

/// One line per account, in the order they first appear: an account is asked once what it still has.
fn netted(lines: Vec<OldLine>) -> Vec<OldLine> {
    let mut nets: Vec<OldLine> = Vec::new();
    for line in lines {
        match nets.iter_mut().find(|net| net.account == line.account) {
            Some(net) => net.amount += line.amount,
            None => nets.push(line),
        }
    }
    nets.retain(|net| net.amount != 0);
    nets
}

fn backwards(lines: &[OldLine]) -> Vec<Line> {
    let mut new: Vec<Line> = Vec::new();
    let mut short: BTreeMap<Unit, i64> = BTreeMap::new();
    // Of what came to be owed only what is still owed is struck, on both sides; what was paid is not owed a second time.
    let (debts, lines): (Vec<&OldLine>, Vec<&OldLine>) = lines.iter().partition(|line| is_debt(line));
    for line in debts.iter().filter(|line| line.amount > 0) {
        let struck = line.amount.min(line.balance.max(0));
        push(&mut new, line.account, -struck);
        push(&mut new, line.account.owed_counter(), struck);
    }
    // First what is taken back, so that we know what cannot be.
    for line in lines.iter().filter(|line| line.amount > 0) {
        let room = line.account.floor.map_or(i64::MAX, |floor| (line.balance - floor).max(0));
        let taken = line.amount.min(room);
        let missing = line.amount - taken;
        push(&mut new, line.account, -taken);
        push(&mut new, line.account.owed(), missing);
        push(&mut new, line.account.owed_counter(), -missing);
        *short.entry(line.account.unit).or_default() += missing;
    }
    for line in lines.iter().filter(|line| line.amount < 0) {
        let short = short.entry(line.account.unit).or_default();
        let kept_back = (*short).min(-line.amount);
        *short -= kept_back;
        push(&mut new, line.account, -line.amount - kept_back);
    }
    new
}

/// Whether the line, or its counterpart, says that something came to be owed.
fn is_debt(line: &OldLine) -> bool {
    (line.account == line.account.owed() && line.amount > 0) || (line.account == line.account.owed_counter() && line.amount < 0)
}

fn push(lines: &mut Vec<Line>, account: Account, amount: i64) {
    if amount != 0 {
        lines.push(Line { account, amount, hold: None });
    }
}

/// The lines of a posting; what came out of a hold names the account the hold was taken from.
pub fn posting_lines(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Vec<Line>, DatabaseError> {
    let Some(there) = history::posting_by_id(tx, county, posting)? else { return Ok(Vec::new()) };
    let lines = tx.rows(LINES, args![county, there.seq], read_line)?;
    Ok(lines.into_iter().map(|line| Line { account: line.account, amount: line.amount, hold: None }).collect())
}

/// The posting that reverses this one, if there is one.
pub fn reversal_of(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Option<Id<Posting>>, DatabaseError> {
    tx.row(REVERSED, args![county, posting], |row| row.get(0))
}

/// A proposed reversal.
pub fn reversal(tx: &mut Tx<'_>, county: County, id: Id<Reversal>) -> Result<Option<Reversal>, DatabaseError> {
    tx.row(FIND, args![county, id], read_reversal)
}

/// Reversals that wait for a second login, oldest first, at most 500.
pub fn reversals_open(tx: &mut Tx<'_>, county: County) -> Result<Vec<Reversal>, DatabaseError> {
    tx.rows(OPEN, args![county], read_reversal)
}

/// Everything that was ever proposed to be reversed before a moment, decided or not, the latest first.
pub fn reversals_before(tx: &mut Tx<'_>, county: County, before: Moment, limit: i64) -> Result<Vec<Reversal>, DatabaseError> {
    tx.rows(BEFORE, args![county, before, limit], read_reversal)
}

/// All that was ever proposed to reverse this posting, newest first.
pub fn reversals_for(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Vec<Reversal>, DatabaseError> {
    tx.rows(FOR_POSTING, args![county, posting], read_reversal)
}

fn read_reversal(row: &Row<'_>) -> Result<Reversal, DatabaseError> {
    Ok(Reversal {
        id: row.get(0)?,
        posting: row.get(1)?,
        reason: row.get(2)?,
        proposed_by: row.get(3)?,
        proposed_at: row.get(4)?,
        decided_by: row.get(5)?,
        decided_at: row.get(6)?,
        outcome: row.get(7)?,
        answer: row.get(8)?,
    })
}

/// Takes back a posting at once, with one login: only for what the area allows, such as a slip cancelled the same day by the same clerk.
pub fn cancel(
    tx: &mut Tx<'_>,
    county: County,
    old: Id<Posting>,
    decision: &Decision,
    reason: &str,
    now: Moment,
) -> Result<Posted, ReversalRefused> {
    take_back(tx, county, old, (decision, &[]), reason, now)
}

fn take_back(
    tx: &mut Tx<'_>,
    county: County,
    old: Id<Posting>,
    (decision, besides): (&Decision, &[Line]),
    reason: &str,
    now: Moment,
) -> Result<Posted, ReversalRefused> {
    // Two reversals of one posting meet here and not at the unique key.
    tx.lock_book(county)?;
    let posting = reversing(tx, county, old, (decision, besides))?.with_text(reason, decision.salt);
    match post(tx, &posting, now) {
        // It takes no more than there was; so it was spent between the look and the taking.
        Err(Refused::BelowFloor { .. }) => Err(tx.run_again("spent meanwhile").into()),
        posted => Ok(posted?),
    }
}
