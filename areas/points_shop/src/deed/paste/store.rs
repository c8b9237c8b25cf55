//! SQL about pasted lists: what is written down already.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use registry::household::{Household, Person};

use crate::deed::Deed;
use crate::point_rule::PointRule;

statements! {
    RECORDED = "SELECT count(*) FROM deed WHERE county = $1 AND (id = $2 OR (household = $3 AND rule = $4 AND done_on = $5
                AND (person IS NULL OR person = $6) AND state NOT IN ('rejected', 'withdrawn', 'reversed')))";
}

/// Whether the same is written down already: under this id, or for the household or the person on that day by hand.
pub(super) fn recorded(
    tx: &mut Tx<'_>,
    (county, id): (County, Id<Deed>),
    (household, person): (Id<Household>, Id<Person>),
    rule: Id<PointRule>,
    done_on: BusinessDate,
) -> Result<bool, DatabaseError> {
    Ok(tx.one(RECORDED, args![county, id, household, rule, done_on, person], |row| row.get::<i64>(0))? > 0)
}
