//! A posting: balanced in each unit, posted once, refused when it would take an account below its floor.
//!
//! Order of work, the same for every writer: is it there already → accounts in id order, each move checked as it is made →
//! holds → the book's head, numbering, hash → posting, lines and month sums. On PostgreSQL the account rows are locked by their
//! own guarded updates and the head last, so two writers meet only for the few statements after the head.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Digest, Id, Moment, Subject, sha256};
use database::{DatabaseError, Tx};

use crate::chain::{Leaf, LeafLine, next_head, text_digest};
use crate::{Account, Unit, store};

/// Marker of hold ids: value set aside for somebody until a day.
#[derive(Debug)]
pub struct Hold;

/// One movement: what an account gains, or loses when negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub account: Account,
    pub amount: i64,
    /// The hold this line opens or uses up; only on the `held` account.
    pub hold: Option<Id<Hold>>,
}

/// A hold opened by a posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHold {
    pub id: Id<Hold>,
    /// The account it is taken from.
    pub from: Account,
    pub holder: Subject,
    pub expires_on: BusinessDate,
    pub grace_days: i64,
}

/// A balanced set of lines with its cause. Built by [`Posting::try_new`], so that an unbalanced one cannot exist.
#[derive(Clone, Debug)]
pub struct Posting {
    pub id: Id<Posting>,
    pub business_date: BusinessDate,
    pub actor: Id,
    pub cause: Subject,
    /// Free text with a salt of 16 random bytes; empty text has neither.
    pub text: Option<(String, [u8; 16])>,
    pub reverses: Option<Id<Posting>>,
    lines: Vec<Line>,
    opens: Vec<NewHold>,
}

/// Why lines are not a posting. A bug of the caller, never a visitor's mistake.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbalanced {
    #[error("a posting needs lines")]
    Empty,
    #[error("a line moves nothing")]
    Zero,
    #[error("the lines in {unit} come to {sum}, not to nothing")]
    Sum { unit: String, sum: i64 },
}

/// Why a posting was turned down.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// An account would fall below its floor.
    #[error("{} of {} has {balance} above its floor, {wanted} wanted", .account.purpose, .account.owner.kind)]
    BelowFloor { account: Box<Account>, balance: i64, wanted: i64 },
    /// The id was used for something else.
    #[error("this id was posted with other content")]
    OtherContent,
    /// The hold is used up, given back, or smaller than wanted; or its id was taken when it was to be opened.
    #[error("the hold has less left than wanted")]
    HoldGone { hold: Id<Hold> },
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// What stands in the book after posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    pub seq: i64,
    pub recorded_at: Moment,
    /// False when the same posting was there already: nothing moved this time.
    pub new: bool,
}

impl Posting {
    /// A posting of these lines, if they balance in each unit.
    pub fn try_new(
        id: Id<Posting>,
        business_date: BusinessDate,
        actor: Id,
        cause: Subject,
        lines: Vec<Line>,
    ) -> Result<Posting, Unbalanced> {
        if lines.is_empty() {
            return Err(Unbalanced::Empty);
        }
        let mut sums: BTreeMap<Unit, i128> = BTreeMap::new();
        for line in &lines {
            if line.amount == 0 {
                return Err(Unbalanced::Zero);
            }
            *sums.entry(line.account.unit).or_default() += i128::from(line.amount);
        }
        match sums.into_iter().find(|(_, sum)| *sum != 0) {
            Some((unit, sum)) => Err(Unbalanced::Sum { unit: unit.to_string(), sum: sum as i64 }),
            None => Ok(Posting { id, business_date, actor, cause, text: None, reverses: None, lines, opens: Vec::new() }),
        }
    }

    /// With a free text and its salt.
    pub fn with_text(mut self, text: &str, salt: [u8; 16]) -> Self {
        self.text = (!text.is_empty()).then(|| (text.to_owned(), salt));
        self
    }

    /// Names the posting that this one reverses.
    pub fn reversing(mut self, old: Id<Posting>) -> Self {
        self.reverses = Some(old);
        self
    }

    /// Opens holds; a line on each `held` account names its hold.
    pub fn opening(mut self, holds: Vec<NewHold>) -> Self {
        self.opens = holds;
        self
    }

    /// The lines, in the order they were given.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Digest of the content, by which the same posting is told from another with the same id. Moments and salts are not content.
    fn digest(&self) -> Digest {
        let mut bytes = Vec::with_capacity(64 + self.lines.len() * 56);
        bytes.extend(self.business_date.number().to_be_bytes());
        bytes.extend(self.actor.as_bytes());
        bytes.extend(self.cause.kind.as_bytes());
        bytes.extend(self.cause.id.as_bytes());
        bytes.extend(self.reverses.map_or([0; 16], |id| *id.as_bytes()));
        for line in &self.lines {
            bytes.extend(line.account.id(self.cause.county).as_bytes());
            bytes.extend(line.amount.to_be_bytes());
            bytes.extend(line.hold.map_or([0; 16], |id| *id.as_bytes()));
        }
        let text = self.text.as_ref().map_or("", |(text, _)| text.as_str());
        sha256(&[&bytes, text.as_bytes()])
    }
}

/// Moves the value of one line from an account to another: two balanced lines.
pub fn moved(from: Account, to: Account, amount: i64) -> [Line; 2] {
    [Line { account: from, amount: -amount, hold: None }, Line { account: to, amount, hold: None }]
}

/// Posts once, in the caller's transaction. The book is the cause's.
pub fn post(tx: &mut Tx<'_>, posting: &Posting, now: Moment) -> Result<Posted, Refused> {
    let county = posting.cause.county;
    tx.enter(county)?;
    let digest = posting.digest();
    if let Some(there) = store::posted(tx, county, posting.id)? {
        return if there.digest == digest {
            Ok(Posted { seq: there.seq, recorded_at: there.recorded_at, new: false })
        } else {
            Err(Refused::OtherContent)
        };
    }
    let after = match move_accounts(tx, county, &posting.lines).and_then(|after| move_holds(tx, county, posting).map(|()| after)) {
        // While this one waited for a lock, the same posting may have come through another connection and taken what was there.
        Err(Refused::BelowFloor { .. } | Refused::HoldGone { .. }) if store::posted(tx, county, posting.id)?.is_some() => {
            return Err(tx.run_again("the same posting came meanwhile").into());
        }
        moved => moved?,
    };

    let previous = store::take_number(tx, county)?;
    let leaf = Leaf {
        county,
        seq: previous.seq,
        id: posting.id,
        business_date: posting.business_date,
        recorded_at: now.max(previous.recorded_at),
        actor: posting.actor,
        cause_kind: posting.cause.kind.clone(),
        cause: posting.cause.id,
        reverses: posting.reverses,
        lines: hashed_lines(county, &posting.lines, after),
        text_digest: posting.text.as_ref().map(|(text, salt)| text_digest(salt, text)),
    };
    let hash = leaf.hash();
    store::insert_posting(tx, &leaf, &digest, &hash)?;
    store::insert_lines(tx, &leaf)?;
    store::add_to_months(tx, &leaf)?;
    if let Some((text, salt)) = &posting.text {
        store::insert_text(tx, county, posting.id, salt, text)?;
    }
    store::set_head(tx, county, &next_head(&previous.head, &hash), leaf.recorded_at)?;
    Ok(Posted { seq: leaf.seq, recorded_at: leaf.recorded_at, new: true })
}

/// Moves each account once by the sum of its lines, in id order; answers the balances reached.
fn move_accounts(tx: &mut Tx<'_>, county: County, lines: &[Line]) -> Result<BTreeMap<Id<Account>, (i64, i64)>, Refused> {
    let mut sums: BTreeMap<Id<Account>, (Account, i64)> = BTreeMap::new();
    for line in lines {
        sums.entry(line.account.id(county)).or_insert((line.account, 0)).1 += line.amount;
    }
    let mut after = BTreeMap::new();
    for (id, (account, sum)) in sums {
        after.insert(id, (store::move_account(tx, county, id, &account, sum)?, sum));
    }
    Ok(after)
}

fn move_holds(tx: &mut Tx<'_>, county: County, posting: &Posting) -> Result<(), Refused> {
    for hold in &posting.opens {
        if !store::insert_hold(tx, county, hold)? {
            return Err(Refused::HoldGone { hold: hold.id });
        }
    }
    let mut sums: BTreeMap<Id<Hold>, i64> = BTreeMap::new();
    for line in &posting.lines {
        if let Some(hold) = line.hold {
            *sums.entry(hold).or_default() += line.amount;
        }
    }
    for (hold, sum) in sums {
        if !store::move_hold(tx, county, hold, sum)? {
            return Err(Refused::HoldGone { hold });
        }
    }
    Ok(())
}

/// Lines with the balance after each, counted up from the balance before the posting.
fn hashed_lines(county: County, lines: &[Line], after: BTreeMap<Id<Account>, (i64, i64)>) -> Vec<LeafLine> {
    let mut running: BTreeMap<Id<Account>, i64> = after.into_iter().map(|(id, (balance, sum))| (id, balance - sum)).collect();
    lines
        .iter()
        .map(|line| {
            let account = line.account.id(county);
            let balance = running.entry(account).or_default();
            *balance += line.amount;
            LeafLine { account, unit: line.account.unit, amount: line.amount, balance_after: *balance, hold: line.hold }
        })
        .collect()
}

/// What a hold has left, or nothing when there is no such hold.
pub fn hold_left(tx: &mut Tx<'_>, county: County, hold: Id<Hold>) -> Result<Option<i64>, DatabaseError> {
    store::hold_left(tx, county, hold)
}
