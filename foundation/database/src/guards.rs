//! Append-only guards: triggers that refuse UPDATE, DELETE and TRUNCATE, made for every table that declares itself so.

use crate::{DatabaseError, Engine, Sql, Table, Tx, args};

/// Name of one guard of a table; `what` is `update`, `delete` or `truncate`.
pub fn guard_name(table: &str, what: &str) -> String {
    format!("{table}_no_{what}")
}

/// What a guard of SQLite says after its name.
fn refusal(table: &str, what: &str) -> String {
    format!("BEFORE {what} ON {table} BEGIN SELECT raise(abort, '{table} is append-only'); END")
}

/// Makes the guards of a table if they are not there. INSERT OR REPLACE and upserts fire the same triggers.
pub(crate) fn install(tx: &mut Tx<'_>, table: &Table) -> Result<(), DatabaseError> {
    let name = table.name;
    let text = match tx.engine() {
        Engine::Sqlite => ["update", "delete"]
            .map(|what| format!("CREATE TRIGGER IF NOT EXISTS {} {};", guard_name(name, what), refusal(name, what)))
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

// Whoever may not change the table needs no guard: where tables are spread over several servers there can be none.
const POSTGRES_RIGHT: Sql = Sql {
    name: "guards::POSTGRES_RIGHT",
    text: "SELECT CASE WHEN has_table_privilege(CAST($1 AS TEXT), CAST($2 AS TEXT)) THEN CAST(1 AS BIGINT) ELSE 0 END",
};

/// Whether this login may do that to a table at all.
fn may(tx: &mut Tx<'_>, table: &str, what: &str) -> Result<bool, DatabaseError> {
    match tx.engine() {
        Engine::Sqlite => Ok(true),
        Engine::Postgres => Ok(tx.one(POSTGRES_RIGHT, args![table, what], |row| row.get::<i64>(0))? > 0),
    }
}

/// Mark of a database in which rights stand in for guards.
pub const GUARDED_BY: &str = "guarded_by";

/// Guards that should be there and are not, or are switched off, while this login may do what they refuse: `(table, update | delete | truncate)`.
pub fn missing_guards(tx: &mut Tx<'_>, tables: &[Table]) -> Result<Vec<(&'static str, &'static str)>, DatabaseError> {
    let (statement, kinds): (Sql, &[&'static str]) = match tx.engine() {
        Engine::Sqlite => (SQLITE_GUARD, &["update", "delete"]),
        Engine::Postgres => (POSTGRES_GUARD, &["update", "delete", "truncate"]),
    };
    let mut missing = Vec::new();
    for table in tables.iter().filter(|table| table.append_only) {
        for what in kinds {
            let body = match tx.engine() {
                Engine::Sqlite => refusal(table.name, what),
                Engine::Postgres => "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END".to_owned(),
            };
            let there: i64 = tx.one(statement, args![table.name, guard_name(table.name, what), body], |row| row.get(0))?;
            if there == 0 && may(tx, table.name, what)? {
                missing.push((table.name, *what));
            }
        }
    }
    Ok(missing)
}
