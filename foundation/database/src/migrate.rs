//! Migrations and table classes: each crate declares its own, the app gathers them in order.

use std::collections::HashMap;

use basics::{Moment, sha256};

use crate::{DatabaseError, Db, Engine, Tx, args, guards, missing_guards, planner, statements};

/// Where a table's rows belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// In a county's book: `county` leads every key.
    Book,
    /// Small and the same everywhere.
    Reference,
    /// Belongs to one running installation and is not carried in a backup.
    Local,
}

/// A table and its class.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub name: &'static str,
    pub class: Class,
    pub append_only: bool,
}

impl Table {
    /// A table of class `book`.
    pub const fn book(name: &'static str) -> Table {
        Table { name, class: Class::Book, append_only: false }
    }

    /// A table of class `reference`.
    pub const fn reference(name: &'static str) -> Table {
        Table { name, class: Class::Reference, append_only: false }
    }

    /// A table of class `local`.
    pub const fn local(name: &'static str) -> Table {
        Table { name, class: Class::Local, append_only: false }
    }

    /// Guarded against UPDATE, DELETE and TRUNCATE.
    pub const fn append_only(self) -> Table {
        Table { append_only: true, ..self }
    }
}

/// The SQL of a migration: one text, or a pair where the engines truly differ.
#[derive(Clone, Copy, Debug)]
pub enum Text {
    Both(&'static str),
    Pair { sqlite: &'static str, postgres: &'static str },
}

/// One step of the schema, named by time and noun; never edited after release.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub name: &'static str,
    pub text: Text,
}

/// What one crate brings to the schema.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    pub area: &'static str,
    pub tables: &'static [Table],
    pub migrations: &'static [Migration],
}

/// How the database stands to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaState {
    /// No table of ours yet.
    Empty,
    /// So many migrations are still to be applied.
    Behind(usize),
    Current,
    /// Has a migration this program does not know.
    Newer {
        unknown: String,
    },
}

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database was written by a later program.
    #[error("the database is newer than this program: it knows the step {unknown}")]
    Newer { unknown: String },
    /// A released migration was edited.
    #[error("the step {name} is not the one that was applied to this database")]
    Edited { name: String },
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

statements! {
    APPLIED = "SELECT area, name, checksum FROM migration ORDER BY area, name";
    RECORD = "INSERT INTO migration (area, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
    LATEST = "SELECT max(name) FROM migration";
    MARK = "SELECT value FROM mark WHERE name = $1";
    SET_MARK = "INSERT INTO mark (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
}

const BOOTSTRAP: &str = "
    CREATE TABLE IF NOT EXISTS migration (area TEXT NOT NULL, name TEXT NOT NULL, checksum BYTEA NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (area, name));
    CREATE TABLE IF NOT EXISTS mark (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name));";

impl Db {
    /// How the database stands to these schemas.
    pub fn schema_state(&self, schemas: &[Schema]) -> Result<SchemaState, DatabaseError> {
        let schemas = schemas.to_vec();
        self.read_now(move |tx| {
            if !table_exists(tx, "migration")? {
                return Ok(SchemaState::Empty);
            }
            let applied = applied(tx)?;
            if let Some(unknown) = unknown_step(&applied, &schemas) {
                return Ok(SchemaState::Newer { unknown });
            }
            let all: usize = schemas.iter().map(|schema| schema.migrations.len()).sum();
            Ok(if applied.len() == all { SchemaState::Current } else { SchemaState::Behind(all - applied.len()) })
        })
    }

    /// Applies what is missing, each step in a transaction of its own, then makes the guards and tells SQLite's planner. Answers how many steps it took.
    pub fn migrate(&self, schemas: &[Schema], now: Moment) -> Result<usize, MigrateError> {
        let begin = |tx: &mut Tx<'_>| -> Result<_, DatabaseError> {
            // A login that may not make tables can still serve a database that has them.
            if !table_exists(tx, "migration")? {
                tx.batch(BOOTSTRAP)?;
            }
            applied(tx)
        };
        let applied = self.write_now(begin)?;
        if let Some(unknown) = unknown_step(&applied, schemas) {
            return Err(MigrateError::Newer { unknown });
        }
        let mut taken = 0;
        for schema in schemas {
            for migration in schema.migrations {
                match applied.get(&(schema.area.to_owned(), migration.name.to_owned())) {
                    Some(checksum) if *checksum == checksum_of(migration) => {}
                    Some(_) => return Err(MigrateError::Edited { name: migration.name.to_owned() }),
                    None => taken += usize::from(self.take_step(schema.area, *migration, now)?),
                }
            }
        }
        let tables: Vec<Table> = schemas.iter().flat_map(|schema| schema.tables).copied().collect();
        self.write_now(move |tx| guard(tx, &tables))?;
        self.write_now(planner::tell)?;
        Ok(taken)
    }

    /// Applies one step unless another process did so meanwhile.
    fn take_step(&self, area: &'static str, migration: Migration, now: Moment) -> Result<bool, DatabaseError> {
        self.write_now(move |tx| {
            if tx.engine() == Engine::Postgres {
                tx.batch("LOCK TABLE migration IN EXCLUSIVE MODE")?;
            }
            if applied(tx)?.contains_key(&(area.to_owned(), migration.name.to_owned())) {
                return Ok(false);
            }
            tx.batch(text_for(tx.engine(), &migration))?;
            tx.execute(RECORD, args![area, migration.name, checksum_of(&migration), now])?;
            Ok(true)
        })
    }

    /// A mark of the installation, such as `demo`.
    pub fn mark(&self, name: &'static str) -> Result<Option<String>, DatabaseError> {
        self.read_now(move |tx| tx.row(MARK, args![name], |row| row.get(0)))
    }

    /// Sets a mark of the installation.
    pub fn set_mark(&self, name: &'static str, value: &str) -> Result<(), DatabaseError> {
        let value = value.to_owned();
        self.write_now(move |tx| tx.execute(SET_MARK, args![name, value]).map(drop))
    }
}

/// Makes the guards that are not there, unless rights stand in for them.
fn guard(tx: &mut Tx<'_>, tables: &[Table]) -> Result<(), DatabaseError> {
    let by_rights: Option<String> = tx.row(MARK, args![guards::GUARDED_BY], |row| row.get(0))?;
    if by_rights.is_some() || missing_guards(tx, tables)?.is_empty() {
        return Ok(());
    }
    tables.iter().filter(|table| table.append_only).try_for_each(|table| guards::install(tx, table))
}

/// Name of the latest step applied, the schema's version.
pub fn schema_version(tx: &mut Tx<'_>) -> Result<String, DatabaseError> {
    tx.one(LATEST, &[], |row| Ok(row.get::<Option<String>>(0)?.unwrap_or_default()))
}

/// The steps applied, as area and name, in that order.
pub fn applied_steps(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, DatabaseError> {
    tx.rows(APPLIED, &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn text_for(engine: Engine, migration: &Migration) -> &'static str {
    match (migration.text, engine) {
        (Text::Both(text), _)
        | (Text::Pair { sqlite: text, .. }, Engine::Sqlite)
        | (Text::Pair { postgres: text, .. }, Engine::Postgres) => text,
    }
}

/// Over both texts of a pair, so that a database may move from one engine to the other.
fn checksum_of(migration: &Migration) -> [u8; 32] {
    match migration.text {
        Text::Both(text) => sha256(&[text.as_bytes()]),
        Text::Pair { sqlite, postgres } => sha256(&[sqlite.as_bytes(), postgres.as_bytes()]),
    }
}

fn applied(tx: &mut Tx<'_>) -> Result<HashMap<(String, String), [u8; 32]>, DatabaseError> {
    Ok(tx.rows(APPLIED, &[], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?.into_iter().collect())
}

fn unknown_step(applied: &HashMap<(String, String), [u8; 32]>, schemas: &[Schema]) -> Option<String> {
    let known = |area: &str, name: &str| {
        schemas.iter().any(|schema| schema.area == area && schema.migrations.iter().any(|migration| migration.name == name))
    };
    applied.keys().filter(|(area, name)| !known(area, name)).map(|(area, name)| format!("{area}/{name}")).min()
}

fn table_exists(tx: &mut Tx<'_>, table: &str) -> Result<bool, DatabaseError> {
    const SQLITE: crate::Sql =
        crate::Sql { name: "migrate::SQLITE", text: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1" };
    const POSTGRES: crate::Sql =
        crate::Sql { name: "migrate::POSTGRES", text: "SELECT count(*) FROM pg_class WHERE oid = to_regclass($1)" };
    let statement = if tx.engine() == Engine::Sqlite { SQLITE } else { POSTGRES };
    Ok(tx.one(statement, args![table], |row| row.get::<i64>(0))? > 0)
}
