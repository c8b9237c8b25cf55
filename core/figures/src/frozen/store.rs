//! SQL about frozen figures.

use std::collections::BTreeMap;

use basics::{BusinessDate, County};
use database::{DatabaseError, Tx, args, statements};
use people::Question;

use super::Frozen;

statements! {
    INSERT = "INSERT INTO figure_frozen (county, figure, place, from_on, to_on, value, at, actor, book_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
              ON CONFLICT (county, figure, place, from_on, to_on) DO NOTHING";
    UNTIL = "SELECT max(to_on) FROM figure_frozen WHERE county = $1";
    OF_PLACE = "SELECT figure, value, at, actor, book_number FROM figure_frozen WHERE county = $1 AND place = $2 AND from_on = $3 AND to_on = $4";
}

pub(super) fn insert(tx: &mut Tx<'_>, question: &Question, figure: &str, frozen: &Frozen) -> Result<(), DatabaseError> {
    let Question { county, place, from, to } = question;
    tx.execute(INSERT, args![county, figure, place.text(*county), from, to, frozen.value, frozen.at, frozen.by, frozen.book_number])
        .map(drop)
}

pub(super) fn of_place(tx: &mut Tx<'_>, question: &Question) -> Result<BTreeMap<String, Frozen>, DatabaseError> {
    let Question { county, place, from, to } = question;
    let rows = tx.rows(OF_PLACE, args![county, place.text(*county), from, to], |row| {
        Ok((row.get(0)?, Frozen { value: row.get(1)?, at: row.get(2)?, by: row.get(3)?, book_number: row.get(4)? }))
    })?;
    Ok(rows.into_iter().collect())
}

pub(super) fn until(tx: &mut Tx<'_>, county: County) -> Result<Option<BusinessDate>, DatabaseError> {
    tx.one(UNTIL, args![county], |row| row.get(0))
}
