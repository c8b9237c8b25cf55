//! The books kept here: opened once, listed by number.

use basics::{BusinessDate, County};

use crate::{DatabaseError, Tx, args, statements};

/// A county's book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    pub county: County,
    pub label: String,
    pub opened_on: BusinessDate,
}

statements! {
    OPEN = "INSERT INTO book (county, opened_on, label, change_number) VALUES ($1, $2, $3, 0) ON CONFLICT (county) DO NOTHING";
    ALL = "SELECT county, label, opened_on FROM book ORDER BY county";
}

/// Opens a book; false when it is open already.
pub fn open_book(tx: &mut Tx<'_>, county: County, label: &str, on: BusinessDate) -> Result<bool, DatabaseError> {
    tx.enter(county)?;
    Ok(tx.execute(OPEN, args![county, on, label])? == 1)
}

/// Every book by number.
pub fn books(tx: &mut Tx<'_>) -> Result<Vec<Book>, DatabaseError> {
    tx.rows(ALL, &[], |row| Ok(Book { county: row.get(0)?, label: row.get(1)?, opened_on: row.get(2)? }))
}
