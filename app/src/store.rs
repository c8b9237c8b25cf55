//! The few things the app itself asks a database, none of which belongs to an area.

use basics::Moment;
use database::{DatabaseError, Db, Engine, Sql, Tx, statements};

use crate::areas;

statements! {
    // Touches no row, but asks for the right to write.
    MAY_WRITE = "UPDATE mark SET value = value WHERE name = ''";
    LAST_RECORDED = "SELECT max(recorded_at) FROM ledger_head";
}

/// Fails at once on a database that can only be read, which SQLite otherwise says at the first write.
pub fn may_write(tx: &mut Tx<'_>) -> Result<(), DatabaseError> {
    tx.execute(MAY_WRITE, &[]).map(drop)
}

/// When the latest posting of any book was recorded.
pub fn last_recorded(tx: &mut Tx<'_>) -> Result<Option<Moment>, DatabaseError> {
    tx.one(LAST_RECORDED, &[], |row| row.get(0))
}

/// Whether texts are sorted code point by code point, as ranges of codes need it: `C` by its bytes, `C.UTF-8` in the same order.
pub fn sorts_by_code_point(collation: &str) -> bool {
    let plain = collation.to_ascii_lowercase().replace('-', "");
    matches!(plain.as_str(), "c" | "posix" | "c.utf8")
}

/// How PostgreSQL sorts texts in this database; nothing on SQLite, which sorts by bytes.
pub fn collation(tx: &mut Tx<'_>) -> Result<Option<String>, DatabaseError> {
    // With ICU the name beside it says nothing; PostgreSQL's own provider knows only code points.
    const COLLATION: Sql = Sql {
        name: "store::COLLATION",
        text: "SELECT CASE CAST(datlocprovider AS TEXT) WHEN 'i' THEN 'ICU' WHEN 'b' THEN 'C' ELSE CAST(datcollate AS TEXT) END
               FROM pg_database WHERE datname = current_database()",
    };
    match tx.engine() {
        Engine::Sqlite => Ok(None),
        Engine::Postgres => tx.row(COLLATION, &[], |row| row.get(0)),
    }
}

/// Drops every table of ours: only a demo is thrown away like this.
pub fn drop_tables(db: &Db) -> Result<(), DatabaseError> {
    let tables: Vec<&str> = areas::schemas().iter().flat_map(|schema| schema.tables).map(|table| table.name).collect();
    db.write_now(move |tx| {
        tables.iter().rev().try_for_each(|table| {
            let text = format!("DROP TABLE IF EXISTS {table}");
            tx.execute(leaked("store::DROP", text), &[]).map(drop)
        })
    })
}

/// A statement made at run time for a table known only by its name. The text is never freed, so these are for commands alone.
pub fn leaked(name: &'static str, text: String) -> Sql {
    Sql { name, text: Box::leak(text.into_boxed_str()) }
}
