//! A SQLite connection with its prepared statements, found by the address of their text instead of by hashing it.

use std::cell::RefCell;
use std::collections::HashMap;

use rusqlite::{Connection, Statement};

use crate::sql::Address;
use crate::{DatabaseError, Row, Sql, Value};

/// Statements kept; more than the program has for its busy pages. Beyond it all are let go, which happens once in a long while.
const KEPT: usize = 512;

/// What a transaction needs of SQLite. A trait, so that the statements' borrow of their connection stays out of `Tx`.
pub(crate) trait Lite {
    fn execute(&self, sql: Sql, args: &[Value<'_>]) -> Result<u64, DatabaseError>;
    fn rows(&self, sql: Sql, args: &[Value<'_>], read: ReadRow<'_>) -> Result<(), DatabaseError>;
    fn connection(&self) -> &Connection;
}

/// Takes a row of an answer.
pub(crate) type ReadRow<'r> = &'r mut dyn FnMut(&Row<'_>) -> Result<(), DatabaseError>;

pub(crate) struct Prepared<'c> {
    connection: &'c Connection,
    statements: RefCell<HashMap<Address, Statement<'c>>>,
}

impl<'c> Prepared<'c> {
    pub(crate) fn over(connection: &'c Connection) -> Self {
        Prepared { connection, statements: RefCell::new(HashMap::new()) }
    }

    /// Runs `work` with the statement, prepared at its first use.
    fn with<T>(&self, sql: Sql, work: impl FnOnce(&mut Statement<'c>) -> Result<T, DatabaseError>) -> Result<T, DatabaseError> {
        let mut statements = self.statements.borrow_mut();
        if let Some(statement) = statements.get_mut(&sql.address()) {
            return work(statement);
        }
        if statements.len() >= KEPT {
            statements.clear();
        }
        let statement = self.connection.prepare(&sql.for_sqlite())?;
        work(statements.entry(sql.address()).or_insert(statement))
    }
}

impl Lite for Prepared<'_> {
    fn execute(&self, sql: Sql, args: &[Value<'_>]) -> Result<u64, DatabaseError> {
        self.with(sql, |statement| Ok(statement.execute(rusqlite::params_from_iter(args))? as u64))
    }

    fn rows(&self, sql: Sql, args: &[Value<'_>], read: ReadRow<'_>) -> Result<(), DatabaseError> {
        self.with(sql, |statement| {
            let mut rows = statement.query(rusqlite::params_from_iter(args))?;
            while let Some(row) = rows.next()? {
                read(&Row::Lite(row))?;
            }
            Ok(())
        })
    }

    fn connection(&self) -> &Connection {
        self.connection
    }
}
