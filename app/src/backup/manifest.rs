//! What an archive says about itself.

use basics::{County, Moment};
use database::{Class, DatabaseError, Table, Tx};
use serde::{Deserialize, Serialize};

use super::table;
use crate::areas;

/// The format this program writes and reads.
pub const FORMAT: u32 = 1;

/// The first entry of an archive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub program: String,
    /// Milliseconds since 1970-01-01 UTC, and the same to read.
    pub created_ms: i64,
    pub created: String,
    /// Schema steps that were applied, as area and name.
    pub schema: Vec<(String, String)>,
    /// Whether the people in it are invented.
    pub demo: bool,
    pub heads: Vec<Head>,
    /// The tables in the archive's order.
    pub tables: Vec<TableRows>,
}

/// Last number and head of a book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub county: County,
    pub seq: i64,
    pub head: String,
}

/// A table with how many rows the archive has of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TableRows {
    pub name: String,
    pub rows: i64,
}

/// Tables that go into an archive. Applied steps are in the manifest; local tables belong to one installation.
pub fn carried_tables() -> Vec<Table> {
    let schemas = areas::schemas();
    let tables = schemas.iter().flat_map(|schema| schema.tables).copied();
    tables.filter(|table| table.class != Class::Local && table.name != "migration").collect()
}

impl Manifest {
    /// Describes the database as this snapshot has it.
    pub fn of(tx: &mut Tx<'_>, now: Moment, demo: bool) -> Result<Manifest, DatabaseError> {
        let mut heads = Vec::new();
        for book in database::books(tx)? {
            let (seq, head) = ledger::head(tx, book.county)?;
            heads.push(Head { county: book.county, seq, head: hex::encode(head) });
        }
        let mut tables = Vec::new();
        for table in carried_tables() {
            tables.push(TableRows { name: table.name.to_owned(), rows: table::count(tx, table.name)? });
        }
        Ok(Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            created_ms: now.0,
            created: now.to_string(),
            schema: database::applied_steps(tx)?,
            demo,
            heads,
            tables,
        })
    }

    /// Rows in all tables.
    pub fn rows(&self) -> i64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}
