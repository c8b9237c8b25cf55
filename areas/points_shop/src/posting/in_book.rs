//! The postings with which a record stands in the book, as the record's own page shows them: the number, and a link to the posting.

use basics::{County, Id, Subject};
use database::{DatabaseError, Tx};
use ledger::{Posting, PostingOf};

/// A posting as a page names it; `posting/in_book.html` shows those of the field or variable `in_book`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InBook {
    pub posting: Id<Posting>,
    pub seq: i64,
    /// Key of the word for one that takes an earlier one back.
    pub takes_back: Option<&'static str>,
}

impl InBook {
    /// One that takes nothing back.
    pub fn plain(posting: Id<Posting>, seq: i64) -> InBook {
        InBook { posting, seq, takes_back: None }
    }
}

/// All postings a record caused, in the order of the book.
pub(crate) fn of<Record>(tx: &mut Tx<'_>, county: County, kind: &'static str, id: Id<Record>) -> Result<Vec<InBook>, DatabaseError> {
    let caused = ledger::posting_of_cause(tx, &Subject::new(county, kind, id))?;
    caused.into_iter().map(|posting| in_book(tx, county, &posting)).collect()
}

/// The posting that takes this one back, if there is one.
pub(crate) fn taking_back(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Option<InBook>, DatabaseError> {
    let Some(reversing) = ledger::reversal_of(tx, county, posting)? else { return Ok(None) };
    match ledger::posting_by_id(tx, county, reversing)? {
        Some(reversing) => Ok(Some(in_book(tx, county, &reversing)?)),
        None => Ok(None),
    }
}

fn in_book(tx: &mut Tx<'_>, county: County, posting: &PostingOf) -> Result<InBook, DatabaseError> {
    let takes_back = match posting.reverses {
        Some(old) if by_two(tx, county, old)? => Some("in-book-reversal"),
        Some(_) => Some("in-book-cancel"),
        None => None,
    };
    Ok(InBook { posting: posting.id, seq: posting.seq, takes_back })
}

/// Whether a posting was reversed by two; what was cancelled on its own day was taken back by one.
pub(crate) fn by_two(tx: &mut Tx<'_>, county: County, old: Id<Posting>) -> Result<bool, DatabaseError> {
    let proposals = ledger::reversals_for(tx, county, old)?;
    Ok(proposals.iter().any(|proposal| proposal.outcome.as_deref() == Some("confirmed")))
}
