//! The one door to the database: plain synchronous closures over SQLite and PostgreSQL with one SQL text.
//!
//! `db.read(|tx| ..)` and `db.write(|tx| ..)` run a repeatable closure; an answer leaves only after the commit.

mod book;
mod catalogue;
mod change;
mod door;
mod error;
mod guards;
mod lite;
mod location;
mod lock;
pub mod meters;
mod migrate;
mod planner;
mod postgres_door;
mod prepared;
mod row;
mod sql;
mod task;
mod tx;
mod value;

pub use book::{Book, books, open_book};
pub use catalogue::{Column, ColumnKind, columns};
pub use change::{Change, PageOfChanges, RecordedChange, changes_of, changes_page};
pub use door::{Db, Engine, Options};
pub use error::DatabaseError;
pub use guards::{GUARDED_BY, guard_name, missing_guards};
pub use location::{Location, NotALocation};
pub use lock::{FolderLock, Held};
pub use migrate::{Class, MigrateError, Migration, Schema, SchemaState, Table, Text, applied_steps, schema_version};
pub use row::{FromValue, Row};
pub use sql::Sql;
pub use tx::Tx;
pub use value::{OwnedValue, ToValue, Value};

/// Tables of the door itself: books and the record of changes, marks of the installation, applied migrations.
pub fn schema() -> Schema {
    Schema { area: "database", tables: TABLES, migrations: MIGRATIONS }
}

const MIGRATIONS: &[Migration] =
    &[Migration { name: "20260901_0900_books", text: Text::Both(include_str!("../migrations/20260901_0900_books.sql")) }];

const TABLES: &[Table] =
    &[Table::reference("migration"), Table::reference("mark"), Table::book("book"), Table::book("change").append_only()];

/// The statements of the door itself.
pub const STATEMENTS: &[&[Sql]] = &[book::STATEMENTS, change::STATEMENTS, migrate::STATEMENTS];
