//! Append-only guards: triggers that refuse UPDATE, DELETE and TRUNCATE, made for every table that declares itself so; on SQLite also
//! INSERT of a key that is there, because REPLACE from a connection without `recursive_triggers` fires no delete trigger.

use crate::{DatabaseError, Engine, Sql, Table, Tx, args};

/// Name of one guard of a table; `what` is `update`, `delete`, `insert` or `truncate`.
pub fn guard_name(table: &str, what: &str) -> String {
    format!("{table}_no_{what}")
}

/// What a guard of SQLite says after its name.
fn refusal(tx: &mut Tx<'_>, table: &str, what: &str) -> Result<String, DatabaseError> {
    let when = if what == "insert" { format!(" WHEN {}", is_there(tx, table)?) } else { String::new() };
    Ok(format!("BEFORE {what} ON {table}{when} BEGIN SELECT raise(abort, '{table} is append-only'); END"))
}

/// Whether a row with the new one's key is there, by any of the keys that REPLACE would clear.
fn is_there(tx: &mut Tx<'_>, table: &str) -> Result<String, DatabaseError> {
    const KEYS: Sql = Sql {
        name: "guards::KEYS",
        text: "SELECT l.name, i.name FROM pragma_index_list($1) l JOIN pragma_index_info(l.name) i WHERE l.\"unique\" = 1 AND l.partial = 0
               ORDER BY l.name, i.seqno",
    };
    let columns: Vec<(String, String)> = tx.rows(KEYS, args![table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let there = columns.chunk_by(|one, next| one.0 == next.0).map(|key| {
        let same = key.iter().map(|(_, column)| format!("{column} = NEW.{column}")).collect::<Vec<_>>().join(" AND ");
        format!("EXISTS (SELECT 1 FROM {table} WHERE {same})")
    });
    Ok(there.collect::<Vec<_>>().join(" OR "))
}

const SQLITE_KINDS: &[&str] = &["update", "delete", "insert"];

/// Makes the guards of a table if they are not there. INSERT OR REPLACE and upserts fire the same triggers.
pub(crate) fn install(tx: &mut Tx<'_>, table: &Table) -> Result<(), DatabaseError> {
    let name = table.name;
    let text = match tx.engine() {
        Engine::Sqlite => {
            let mut text = String::new();
            for what in SQLITE_KINDS {
                text += &format!("CREATE TRIGGER IF NOT EXISTS {} {};", guard_name(name, what), refusal(tx, name, what)?);
            }
            text
        }
        Engine::Postgres => {
            let rows = ["update", "delete"].map(|what| {
                format!(
                    "CREATE OR REPLACE TRIGGER {} BEFORE {what} ON {name} FOR EACH ROW EXECUTE FUNCTION refuse_change();",
                    guard_name(name, what)
                )
            });
            format!(
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
                 {} CREATE OR REPLACE TRIGGER {} BEFORE TRUNCATE ON {name} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();",
                rows.concat(),
                guard_name(name, "truncate")
            )
        }
    };
    tx.batch(&text)
}

const SQLITE_GUARD: Sql = Sql {
    name: "guards::SQLITE_GUARD",
    text: "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = $1 AND name = $2 AND sql LIKE '%' || $3",
};
// A disabled trigger guards nothing, hence tgenabled; nor does one that calls another function, or this one with another body.
const POSTGRES_GUARD: Sql = Sql {
    name: "guards::POSTGRES_GUARD",
    text: "SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = to_regclass($1) AND t.tgname = $2
           AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND p.proname = 'refuse_change' AND p.prosrc LIKE '%' || $3 || '%'",
};

/// Guards that should be there and are not, or are switched off: `(table, update | delete | insert | truncate)`.
pub fn missing_guards(tx: &mut Tx<'_>, tables: &[Table]) -> Result<Vec<(&'static str, &'static str)>, DatabaseError> {
    let (statement, kinds): (Sql, &[&'static str]) = match tx.engine() {
        Engine::Sqlite => (SQLITE_GUARD, SQLITE_KINDS),
        Engine::Postgres => (POSTGRES_GUARD, &["update", "delete", "truncate"]),
    };
    let mut missing = Vec::new();
    for table in tables.iter().filter(|table| table.append_only) {
        for what in kinds {
            let body = match tx.engine() {
                Engine::Sqlite => refusal(tx, table.name, what)?,
                Engine::Postgres => "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END".to_owned(),
            };
            let there: i64 = tx.one(statement, args![table.name, guard_name(table.name, what), body], |row| row.get(0))?;
            if there == 0 {
                missing.push((table.name, *what));
            }
        }
    }
    Ok(missing)
}
