//! The one small type through which rules' plans and stores' texts reach the database.

use std::collections::HashMap;

use basics::County;

use crate::prepared::{Lite, ReadRow};
use crate::sql::Address;
use crate::{Change, DatabaseError, Engine, Row, Sql, Value, change};

/// A transaction in progress. Any [`DatabaseError`] must end the closure: PostgreSQL refuses to go on after one.
pub struct Tx<'c> {
    inner: Inner<'c>,
    wrote: bool,
    failure: Option<DatabaseError>,
    book: Option<County>,
    changes: Vec<Change>,
}

/// Prepared statements of one PostgreSQL connection, by the address of their text, and how often each was used.
pub(crate) type StatementCache = HashMap<Address, (postgres::Statement, u32)>;

pub(crate) enum Inner<'c> {
    Lite(&'c dyn Lite),
    Postgres(postgres::Transaction<'c>, &'c mut StatementCache),
}

impl<'c> Tx<'c> {
    pub(crate) fn new(inner: Inner<'c>) -> Self {
        Tx { inner, wrote: false, failure: None, book: None, changes: Vec::new() }
    }

    /// Which engine answers; only search and guards ask.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Lite(_) => Engine::Sqlite,
            Inner::Postgres(..) => Engine::Postgres,
        }
    }

    /// Runs a statement; answers how many rows it touched.
    pub fn execute(&mut self, sql: Sql, args: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let done = match &mut self.inner {
            Inner::Lite(lite) => lite.execute(sql, args),
            Inner::Postgres(transaction, cache) => postgres_execute(transaction, cache, sql, args),
        };
        if matches!(done, Ok(touched) if touched > 0) {
            self.wrote = true;
        }
        self.noted(done, sql)
    }

    /// All rows of a statement, each read by `read`.
    pub fn rows<T>(
        &mut self,
        sql: Sql,
        args: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, DatabaseError>,
    ) -> Result<Vec<T>, DatabaseError> {
        let mut found = Vec::new();
        let done = match &mut self.inner {
            Inner::Lite(lite) => lite.rows(sql, args, &mut |row| {
                found.push(read(row)?);
                Ok(())
            }),
            Inner::Postgres(transaction, cache) => postgres_rows(transaction, cache, sql, args, &mut |row| {
                found.push(read(row)?);
                Ok(())
            }),
        };
        // `UPDATE .. RETURNING` comes through here too; a plain SELECT noted as a write only costs a needless rollback.
        if !found.is_empty() && !sql.text.trim_start().starts_with("SELECT") {
            self.wrote = true;
        }
        self.noted(done.map(|()| found), sql)
    }

    /// The first row of a statement, if there is one.
    pub fn row<T>(
        &mut self,
        sql: Sql,
        args: &[Value<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T, DatabaseError>,
    ) -> Result<Option<T>, DatabaseError> {
        Ok(self.rows(sql, args, read)?.into_iter().next())
    }

    /// The only row of a statement that always has one, such as a count.
    pub fn one<T>(
        &mut self,
        sql: Sql,
        args: &[Value<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        self.row(sql, args, read)?.ok_or_else(|| DatabaseError::Broken(format!("{} found no row", sql.name)))
    }

    /// Says that this transaction writes into the book; a second book is refused.
    pub fn enter(&mut self, county: County) -> Result<(), DatabaseError> {
        match self.book {
            Some(book) if book != county => Err(DatabaseError::TwoBooks(book.code(), county.code())),
            _ => {
                self.book = Some(county);
                Ok(())
            }
        }
    }

    /// Notes a change to a record; it is written last, numbered densely within the book.
    pub fn changed(&mut self, change: Change) -> Result<(), DatabaseError> {
        self.enter(change.subject.county)?;
        self.changes.push(change);
        Ok(())
    }

    /// Makes every other writer of this book wait until the commit: for checks that no key can make, such as
    /// "a village has one shop". On SQLite there is one writer anyway.
    pub fn lock_book(&mut self, county: County) -> Result<(), DatabaseError> {
        self.enter(county)?;
        change::lock(self, county)
    }

    /// Says that another writer came between, so that the door runs the closure again; to be returned at once.
    pub fn run_again(&mut self, why: &str) -> DatabaseError {
        let error = DatabaseError::Busy(why.to_owned());
        self.failure = Some(error.clone());
        error
    }

    pub(crate) fn write_changes(&mut self) -> Result<(), DatabaseError> {
        let changes = std::mem::take(&mut self.changes);
        if changes.is_empty() { Ok(()) } else { change::write(self, &changes) }
    }

    pub(crate) fn wrote(&self) -> bool {
        self.wrote
    }

    pub(crate) fn failure(&self) -> Option<&DatabaseError> {
        self.failure.as_ref()
    }

    pub(crate) fn into_inner(self) -> Inner<'c> {
        self.inner
    }

    /// Runs several statements without arguments; only migrations do.
    pub(crate) fn batch(&mut self, text: &str) -> Result<(), DatabaseError> {
        self.wrote = true;
        match &mut self.inner {
            Inner::Lite(lite) => Ok(lite.connection().execute_batch(text)?),
            Inner::Postgres(transaction, _) => Ok(transaction.batch_execute(text)?),
        }
    }

    /// Checks that the engine accepts the text; for the test that prepares every statement.
    pub fn prepare(&mut self, sql: Sql) -> Result<(), DatabaseError> {
        match &mut self.inner {
            Inner::Lite(lite) => drop(lite.connection().prepare(&sql.for_sqlite())?),
            Inner::Postgres(transaction, _) => drop(transaction.prepare(sql.text)?),
        }
        Ok(())
    }

    fn noted<T>(&mut self, done: Result<T, DatabaseError>, sql: Sql) -> Result<T, DatabaseError> {
        done.inspect_err(|error| {
            tracing::debug!(statement = sql.name, %error, "statement failed");
            self.failure = Some(error.clone());
        })
    }
}

/// How often a statement was used when its plan is made anew. PostgreSQL keeps a plan that was made while a table was empty until it counts
/// the table's rows, which may be minutes later; a statement that is used more and more is worth another look.
fn wants_another_plan(uses: u32) -> bool {
    uses >= 16 && uses.is_power_of_two() && uses.trailing_zeros().is_multiple_of(2)
}

fn prepared(
    transaction: &mut postgres::Transaction<'_>,
    cache: &mut StatementCache,
    sql: Sql,
) -> Result<postgres::Statement, DatabaseError> {
    if let Some((statement, uses)) = cache.get_mut(&sql.address()) {
        *uses = uses.saturating_add(1);
        if !wants_another_plan(*uses) {
            return Ok(statement.clone());
        }
        let uses = *uses;
        let statement = transaction.prepare(sql.text)?;
        cache.insert(sql.address(), (statement.clone(), uses));
        return Ok(statement);
    }
    let statement = transaction.prepare(sql.text)?;
    cache.insert(sql.address(), (statement.clone(), 1));
    Ok(statement)
}

fn postgres_execute(
    transaction: &mut postgres::Transaction<'_>,
    cache: &mut StatementCache,
    sql: Sql,
    args: &[Value<'_>],
) -> Result<u64, DatabaseError> {
    let statement = prepared(transaction, cache, sql)?;
    Ok(transaction.execute(&statement, &by_reference(args))?)
}

fn postgres_rows(
    transaction: &mut postgres::Transaction<'_>,
    cache: &mut StatementCache,
    sql: Sql,
    args: &[Value<'_>],
    read: ReadRow<'_>,
) -> Result<(), DatabaseError> {
    let statement = prepared(transaction, cache, sql)?;
    for row in transaction.query(&statement, &by_reference(args))? {
        read(&Row::Postgres(&row))?;
    }
    Ok(())
}

fn by_reference<'a>(args: &'a [Value<'a>]) -> Vec<&'a (dyn postgres::types::ToSql + Sync)> {
    args.iter().map(|value| value as &(dyn postgres::types::ToSql + Sync)).collect()
}
