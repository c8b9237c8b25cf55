//! The book in its hashed form, page by page: what `export-book` writes and `verify` recounts.

use std::collections::HashMap;

use basics::{County, Digest, Id, Kind};
use database::{DatabaseError, Tx, args, statements};

use crate::chain::{Leaf, LeafLine};
use crate::{Account, Hold, Unit};

statements! {
    POSTINGS = "SELECT seq, id, business_date, recorded_at, actor, cause_kind, cause, reverses, text_digest, leaf
                FROM ledger_posting WHERE county = $1 AND seq > $2 AND seq <= $3 ORDER BY seq";
    LINES = "SELECT l.seq, l.account, a.unit, l.amount, l.balance_after, l.hold
             FROM ledger_line l LEFT JOIN ledger_account a ON a.county = l.county AND a.id = l.account
             WHERE l.county = $1 AND l.seq > $2 AND l.seq <= $3 ORDER BY l.seq, l.line";
    // For whoever knows the units: the join costs as much as all the rest.
    BARE_LINES = "SELECT seq, account, amount, balance_after, hold FROM ledger_line
                  WHERE county = $1 AND seq > $2 AND seq <= $3 ORDER BY seq, line";
}

/// What stands for the unit of a line without its account: damage. The leaf's hash differs then, and verify names the posting.
const NO_UNIT: [u8; 16] = [0; 16];

/// A posting in its hashed form with the leaf's hash as stored.
#[derive(Clone, Debug)]
pub struct ExportedPosting {
    pub leaf: Leaf,
    pub stored: Digest,
}

/// Postings with numbers above `after` up to and including `last`, in order.
pub fn export_page(tx: &mut Tx<'_>, county: County, after: i64, last: i64) -> Result<Vec<ExportedPosting>, DatabaseError> {
    let mut page = postings(tx, county, after, last)?;
    let lines = tx.rows(LINES, args![county, after, last], |row| {
        let unit = row.get::<Option<String>>(2)?.and_then(|unit| unit.parse().ok()).unwrap_or(Unit::Item(Id::from_bytes(NO_UNIT)));
        Ok((row.get(0)?, LeafLine { account: row.get(1)?, unit, amount: row.get(3)?, balance_after: row.get(4)?, hold: row.get(5)? }))
    })?;
    give_lines(&mut page, lines);
    Ok(page)
}

/// The same for a caller who knows the unit of each account.
pub(crate) fn export_page_with<S: std::hash::BuildHasher>(
    tx: &mut Tx<'_>,
    county: County,
    (after, last): (i64, i64),
    units: &HashMap<Id<Account>, Unit, S>,
) -> Result<Vec<ExportedPosting>, DatabaseError> {
    let mut page = postings(tx, county, after, last)?;
    let lines = tx.rows(BARE_LINES, args![county, after, last], |row| {
        let (account, hold): (Id<Account>, Option<Id<Hold>>) = (row.get(1)?, row.get(4)?);
        let unit = units.get(&account).copied().unwrap_or(Unit::Item(Id::from_bytes(NO_UNIT)));
        Ok((row.get(0)?, LeafLine { account, unit, amount: row.get(2)?, balance_after: row.get(3)?, hold }))
    })?;
    give_lines(&mut page, lines);
    Ok(page)
}

fn postings(tx: &mut Tx<'_>, county: County, after: i64, last: i64) -> Result<Vec<ExportedPosting>, DatabaseError> {
    tx.rows(POSTINGS, args![county, after, last], |row| {
        let leaf = Leaf {
            county,
            seq: row.get(0)?,
            id: row.get(1)?,
            business_date: row.get(2)?,
            recorded_at: row.get(3)?,
            actor: row.get(4)?,
            cause_kind: Kind::Owned(row.get(5)?),
            cause: row.get(6)?,
            reverses: row.get(7)?,
            lines: Vec::new(),
            text_digest: row.get(8)?,
        };
        Ok(ExportedPosting { leaf, stored: row.get(9)? })
    })
}

/// Both in the order of their numbers.
fn give_lines(postings: &mut [ExportedPosting], lines: Vec<(i64, LeafLine)>) {
    let mut at = 0;
    for (seq, line) in lines {
        while at < postings.len() && postings[at].leaf.seq < seq {
            at += 1;
        }
        if let Some(posting) = postings.get_mut(at).filter(|posting| posting.leaf.seq == seq) {
            posting.leaf.lines.push(line);
        }
    }
}

impl ExportedPosting {
    /// One line of JSON: numbers as numbers, ids and hashes as lower-case hexadecimal.
    pub fn json(&self, head: &Digest) -> serde_json::Value {
        let leaf = &self.leaf;
        let lines: Vec<_> = leaf
            .lines
            .iter()
            .map(|line| {
                serde_json::json!({
                    "account": hex::encode(line.account.as_bytes()), "unit": line.unit.to_string(), "amount": line.amount,
                    "balance_after": line.balance_after, "hold": line.hold.map(|id| hex::encode(id.as_bytes())),
                })
            })
            .collect();
        serde_json::json!({
            "county": leaf.county.code(), "seq": leaf.seq, "id": hex::encode(leaf.id.as_bytes()),
            "business_date": leaf.business_date.number(), "recorded_at": leaf.recorded_at.0,
            "actor": hex::encode(leaf.actor.as_bytes()),
            "cause_kind": leaf.cause_kind, "cause": hex::encode(leaf.cause.as_bytes()),
            "reverses": leaf.reverses.map(|id| hex::encode(id.as_bytes())), "lines": lines,
            "text_digest": leaf.text_digest.map(hex::encode), "leaf": hex::encode(self.stored), "head": hex::encode(head),
        })
    }
}
