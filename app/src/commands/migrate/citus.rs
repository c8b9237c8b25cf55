//! The script that spreads the books over several PostgreSQL servers with Citus, and gives the program's login its rights.

use database::{Class, GUARDED_BY, Schema, Table};

/// What whoever runs it has to know.
const HEAD: &str = "\
-- Spreads the books of Xieshou over the servers of a Citus cluster, each book whole on one of them, and makes the login LOGIN.
--
-- 1. As the owner of an empty database with the extension citus: xieshou migrate, or xieshou restore to bring records along.
-- 2. As the same: psql --set ON_ERROR_STOP=1 --file THIS_FILE. It may be run again, and is to be after each xieshou migrate.
-- 3. Give LOGIN a password, and xieshou serve the address with that login.
--
-- Guards: Citus refuses distributed tables with triggers unless citus.enable_unsafe_triggers is set on every server. So the triggers
-- that keep append-only tables come off, and rights take their place: LOGIN may read and add there, and nothing else. The program
-- takes a missing right for a guard; xieshou verify, run with LOGIN, checks it. Whoever owns the tables can still change them, as
-- whoever can drop a trigger could; what stands in a book is proved by its chain.
--
-- Written from the table classes this program declares. It has run on plain PostgreSQL with the functions of Citus stood in for; on a
-- Citus cluster it has not been tried.
";

/// The whole script.
pub fn script(schemas: &[Schema], login: &str) -> String {
    let tables: Vec<Table> = schemas.iter().flat_map(|schema| schema.tables).copied().collect();
    let of = |class: Class| tables.iter().filter(move |table| table.class == class).map(|table| table.name).collect::<Vec<_>>();
    let (reference, books, local) = (of(Class::Reference), of(Class::Book), of(Class::Local));
    [
        HEAD.replace("LOGIN", login),
        "BEGIN;\n-- Tables that refer to each other are distributed one after the other.\nSET LOCAL citus.multi_shard_modify_mode TO 'sequential';".to_owned(),
        guards_off(&tables),
        format!("-- Small tables that are the same everywhere.\n{}", each(&reference, |table| once(table, &format!("create_reference_table('{table}')")))),
        format!("-- The books. Each table comes after those it refers to, and lies beside the first.\n{}", distributed(&books)),
        format!("-- These belong to one running installation and stay on the coordinator: {}.", local.join(", ")),
        rights(&tables, login),
        "COMMIT;\n".to_owned(),
    ]
    .join("\n\n")
}

fn each(tables: &[&str], line: impl Fn(&str) -> String) -> String {
    tables.iter().map(|table| line(table)).collect::<Vec<_>>().join("\n")
}

/// Only what Citus does not know yet: the script may be run again.
fn once(table: &str, call: &str) -> String {
    format!("SELECT {call} WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = '{table}'::regclass);")
}

fn distributed(books: &[&str]) -> String {
    let first = books.first().copied().unwrap_or_default();
    each(books, |table| {
        let beside = if table == first { "none" } else { first };
        once(table, &format!("create_distributed_table('{table}', 'county', colocate_with => '{beside}')"))
    })
}

fn guards_off(tables: &[Table]) -> String {
    let guarded = tables.iter().filter(|table| table.append_only).map(|table| format!("'{}'", table.name)).collect::<Vec<_>>().join(", ");
    format!(
        "-- Rights stand in for the guards of append-only tables.\n\
         DO $$ DECLARE guard record; BEGIN\n    \
             FOR guard IN SELECT t.tgname, t.tgrelid::regclass AS of FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid\n        \
                 WHERE p.proname = 'refuse_change' AND NOT t.tgisinternal AND t.tgrelid = ANY (ARRAY[{guarded}]::regclass[])\n    \
             LOOP EXECUTE format('DROP TRIGGER %I ON %s', guard.tgname, guard.of); END LOOP;\nEND $$;\n\
         INSERT INTO mark (name, value) VALUES ('{GUARDED_BY}', 'rights') ON CONFLICT (name) DO NOTHING;"
    )
}

fn rights(tables: &[Table], login: &str) -> String {
    let line = |table: &Table| {
        let rights = match table {
            Table { name: "migration", .. } => "SELECT",
            Table { append_only: true, .. } => "SELECT, INSERT",
            _ => "SELECT, INSERT, UPDATE, DELETE",
        };
        format!("REVOKE ALL ON {0} FROM PUBLIC, {login}; GRANT {rights} ON {0} TO {login};", table.name)
    };
    format!(
        "-- What the program may do. It owns nothing: what is append-only cannot be changed, emptied or unlocked with its login.\n\
         DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{login}') THEN CREATE ROLE {login} LOGIN; END IF; END $$;\n\
         DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {login}', current_schema()); END $$;\n{}",
        tables.iter().map(line).collect::<Vec<_>>().join("\n")
    )
}
