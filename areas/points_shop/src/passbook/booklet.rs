//! The printed passbook as a booklet: page after page of ten lines, counted from the household's first line.
//!
//! A page never changes which lines it has, so the booklet goes on where it ended: the last page is printed again until it is full.
//! Nothing has to be remembered about what was printed.

use basics::{County, Id};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use registry::household::Household;

use super::Entry;
use super::entries::explained;
use crate::posting;

/// Lines of a page: page 1 has lines 1 to 10, page 2 has 11 to 20. More would not fit in type that an elder reads.
pub const PRINTED: i64 = 10;

/// A page of the booklet.
#[derive(Clone, Debug)]
pub struct BookletPage {
    pub number: i64,
    /// What was left at the end of the page before.
    pub carried: TenthPoints,
    /// What was owed there.
    pub carried_owed: TenthPoints,
    /// Oldest first.
    pub list: Vec<Entry>,
}

/// Pages that so many lines take; an empty passbook has its first one.
pub fn booklet_pages(lines: i64) -> i64 {
    ((lines + PRINTED - 1) / PRINTED).max(1)
}

/// The page of this number; the last one when none is asked for, or one that is not there.
pub fn booklet_page(tx: &mut Tx<'_>, county: County, household: Id<Household>, asked: Option<i64>) -> Result<BookletPage, DatabaseError> {
    let account = posting::points(household);
    let last = booklet_pages(ledger::account_line_count(tx, county, &account)?);
    let number = asked.filter(|asked| (1..=last).contains(asked)).unwrap_or(last);
    let lines = ledger::account_lines_from(tx, county, &account, (number - 1) * PRINTED, PRINTED)?;
    let list = explained(tx, county, household, &lines)?;
    let before = list.first().map(|oldest| (oldest.balance - oldest.amount, oldest.owed_after - oldest.owed));
    let (carried, carried_owed) = before.unwrap_or_default();
    Ok(BookletPage { number, carried, carried_owed, list })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_when_the_one_before_is_full() {
        let pages: Vec<i64> = [0, 1, 9, 10, 11, 20, 21].into_iter().map(booklet_pages).collect();
        assert_eq!(pages, [1, 1, 1, 1, 2, 2, 3]);
    }
}
