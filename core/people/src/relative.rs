//! Declared relatives: whoever is one of a household does not decide about it.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};

statements! {
    INSERT = "INSERT INTO declared_relative (county, id, person, household, from_on, until_on) VALUES ($1, $2, $3, $4, $5, $6)";
    END = "UPDATE declared_relative SET until_on = $4 WHERE county = $1 AND person = $2 AND household = $3 AND (until_on IS NULL OR until_on > $4)";
    IS = "SELECT count(*) FROM declared_relative WHERE county = $1 AND person = $2 AND household = $3 AND from_on <= $4 AND (until_on IS NULL OR until_on >= $4)";
    HOUSEHOLDS = "SELECT DISTINCT household FROM declared_relative WHERE county = $1 AND person = $2 AND from_on <= $3 AND (until_on IS NULL OR until_on >= $3)";
}

/// A person declared a relative of a household.
#[derive(Clone, Debug)]
pub struct Relative {
    pub id: Id<Relative>,
    pub person: Id,
    pub household: Id,
    pub from: BusinessDate,
    pub until: Option<BusinessDate>,
}

/// Declares a relative.
pub fn set_relative(tx: &mut Tx<'_>, county: County, relative: &Relative) -> Result<(), DatabaseError> {
    tx.enter(county)?;
    let Relative { id, person, household, from, until } = relative;
    tx.execute(INSERT, args![county, id, person, household, from, until]).map(drop)
}

/// From this day on the person is no relative of the household any more; answers whether they were.
pub fn end_relative(tx: &mut Tx<'_>, county: County, person: Id, household: Id, from: BusinessDate) -> Result<bool, DatabaseError> {
    tx.enter(county)?;
    Ok(tx.execute(END, args![county, person, household, from.plus_days(-1)])? > 0)
}

/// Whether the person is a declared relative of the household on the day.
pub fn is_relative(tx: &mut Tx<'_>, county: County, person: Id, household: Id, on: BusinessDate) -> Result<bool, DatabaseError> {
    Ok(tx.one(IS, args![county, person, household, on], |row| row.get::<i64>(0))? > 0)
}

/// Households the person is a declared relative of on the day.
pub fn related_households(tx: &mut Tx<'_>, county: County, person: Id, on: BusinessDate) -> Result<Vec<Id>, DatabaseError> {
    tx.rows(HOUSEHOLDS, args![county, person, on], |row| row.get(0))
}
