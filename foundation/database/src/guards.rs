//! Append-only guards: triggers that refuse UPDATE, DELETE and TRUNCATE, made for every table that declares itself so.

use crate::{DatabaseError, Engine, Sql, Table, Tx, args};

/// Name of one guard of a table; `what` is `update`, `delete` or `truncate`.
pub fn guard_name(table: &str, what: &str) -> String {
    format!("{table}_no_{what}")
}

/// Makes the guards of a table if they are not there. INSERT OR REPLACE and upserts fire the same triggers.
pub(crate) fn install(tx: &mut Tx<'_>, table: &Table) -> Result<(), DatabaseError> {
    let name = table.name;
    let text = match tx.engine() {
        Engine::Sqlite => ["update", "delete"]
            .map(|what| {
                let guard = guard_name(name, what);
                format!(
                    "CREATE TRIGGER IF NOT EXISTS {guard} BEFORE {what} ON {name} BEGIN SELECT raise(abort, '{name} is append-only'); END;"
                )
            })
            .concat(),
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

const SQLITE_GUARD: Sql =
    Sql { name: "guards::SQLITE_GUARD", text: "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = $1 AND name = $2" };
// A disabled trigger guards nothing, hence tgenabled.
const POSTGRES_GUARD: Sql = Sql {
    name: "guards::POSTGRES_GUARD",
    text: "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass($1) AND tgname = $2 AND tgenabled IN ('O', 'A')",
};

/// Guards that should be there and are not, or are switched off: `(table, update | delete | truncate)`.
pub fn missing_guards(tx: &mut Tx<'_>, tables: &[Table]) -> Result<Vec<(&'static str, &'static str)>, DatabaseError> {
    let (statement, kinds): (Sql, &[&'static str]) = match tx.engine() {
        Engine::Sqlite => (SQLITE_GUARD, &["update", "delete"]),
        Engine::Postgres => (POSTGRES_GUARD, &["update", "delete", "truncate"]),
    };
    let mut missing = Vec::new();
    for table in tables.iter().filter(|table| table.append_only) {
        for what in kinds {
            let there: i64 = tx.one(statement, args![table.name, guard_name(table.name, what)], |row| row.get(0))?;
            if there == 0 {
                missing.push((table.name, *what));
            }
        }
    }
    Ok(missing)
}
