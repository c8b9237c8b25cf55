//! What both engines say about the schema, and whether it keeps the rules of table classes.

use std::collections::{BTreeMap, BTreeSet};

use database::{Class, DatabaseError, Db, Engine, Schema, Sql, Table, Tx};

/// Everything of a table that must be the same on both engines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableShape {
    /// Name, type and whether it may be empty, in order.
    pub columns: Vec<(String, String, bool)>,
    pub primary: Vec<String>,
    /// Columns of unique constraints and unique indexes.
    pub unique: BTreeSet<Vec<String>>,
    /// Columns, table they refer to, columns there.
    pub foreign: BTreeSet<(Vec<String>, String, Vec<String>)>,
    /// Columns of the other indexes.
    pub indexes: BTreeSet<Vec<String>>,
}

/// A statement put together at run time; a test's process is short.
pub fn sql(text: String) -> Sql {
    Sql { name: "test", text: Box::leak(text.into_boxed_str()) }
}

/// All tables of the database by name.
pub fn shapes(db: &Db) -> BTreeMap<String, TableShape> {
    db.read_now(|tx| {
        let mut shapes = BTreeMap::new();
        for table in names(tx)? {
            shapes.insert(table.clone(), shape(tx, &table)?);
        }
        Ok::<_, DatabaseError>(shapes)
    })
    .expect("the catalogue can be read")
}

fn names(tx: &mut Tx<'_>) -> Result<Vec<String>, DatabaseError> {
    let text = match tx.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
        Engine::Postgres => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
    };
    tx.rows(sql(text.to_owned()), &[], |row| row.get(0))
}

fn shape(tx: &mut Tx<'_>, table: &str) -> Result<TableShape, DatabaseError> {
    match tx.engine() {
        Engine::Sqlite => lite_shape(tx, table),
        Engine::Postgres => postgres_shape(tx, table),
    }
}

fn lite_shape(tx: &mut Tx<'_>, table: &str) -> Result<TableShape, DatabaseError> {
    let mut shape = TableShape::default();
    let text = format!("SELECT name, lower(type), \"notnull\" = 0, pk FROM pragma_table_info('{table}') ORDER BY cid");
    let columns: Vec<(String, String, bool, i64)> =
        tx.rows(sql(text), &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let mut primary: Vec<(i64, String)> = columns.iter().filter(|column| column.3 > 0).map(|column| (column.3, column.0.clone())).collect();
    primary.sort();
    shape.primary = primary.into_iter().map(|(_, name)| name).collect();
    shape.columns = columns.into_iter().map(|(name, kind, empty, _)| (name, kind, empty)).collect();

    let text = format!("SELECT name, \"unique\", origin FROM pragma_index_list('{table}')");
    let indexes: Vec<(String, bool, String)> = tx.rows(sql(text), &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (index, unique, origin) in indexes {
        let columns: Vec<String> =
            tx.rows(sql(format!("SELECT name FROM pragma_index_info('{index}') ORDER BY seqno")), &[], |row| row.get(0))?;
        match (origin.as_str(), unique) {
            ("pk", _) => {}
            (_, true) => drop(shape.unique.insert(columns)),
            (_, false) => drop(shape.indexes.insert(columns)),
        }
    }

    let text = format!("SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list('{table}') ORDER BY id, seq");
    let parts: Vec<(i64, String, String, String)> =
        tx.rows(sql(text), &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let mut keys: BTreeMap<i64, (Vec<String>, String, Vec<String>)> = BTreeMap::new();
    for (id, to, from_column, to_column) in parts {
        let key = keys.entry(id).or_insert((Vec::new(), to, Vec::new()));
        key.0.push(from_column);
        key.2.push(to_column);
    }
    shape.foreign = keys.into_values().collect();
    Ok(shape)
}

fn postgres_shape(tx: &mut Tx<'_>, table: &str) -> Result<TableShape, DatabaseError> {
    let mut shape = TableShape::default();
    let text = format!(
        "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT), is_nullable = 'YES' FROM information_schema.columns
         WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
    );
    shape.columns = tx.rows(sql(text), &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;

    let text = format!(
        "SELECT string_agg(a.attname, ',' ORDER BY k.place), i.indisprimary, i.indisunique
         FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
         WHERE i.indrelid = to_regclass('{table}') GROUP BY i.indexrelid, i.indisprimary, i.indisunique"
    );
    let indexes: Vec<(String, bool, bool)> = tx.rows(sql(text), &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (columns, primary, unique) in indexes {
        match (primary, unique) {
            (true, _) => shape.primary = list(&columns),
            (_, true) => drop(shape.unique.insert(list(&columns))),
            _ => drop(shape.indexes.insert(list(&columns))),
        }
    }

    let text = format!(
        "SELECT string_agg(a.attname, ',' ORDER BY k.place), CAST(to_table.relname AS TEXT), string_agg(b.attname, ',' ORDER BY k.place)
         FROM pg_constraint c JOIN pg_class to_table ON to_table.oid = c.confrelid
         CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (from_column, to_column, place)
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.from_column
         JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.to_column
         WHERE c.conrelid = to_regclass('{table}') AND c.contype = 'f' GROUP BY c.oid, to_table.relname"
    );
    let keys: Vec<(String, String, String)> = tx.rows(sql(text), &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    shape.foreign = keys.into_iter().map(|(from, to, columns)| (list(&from), to, list(&columns))).collect();
    Ok(shape)
}

fn list(columns: &str) -> Vec<String> {
    columns.split(',').map(str::to_owned).collect()
}

/// Tables declared by these schemas.
pub fn declared(schemas: &[Schema]) -> Vec<Table> {
    schemas.iter().flat_map(|schema| schema.tables).copied().collect()
}

/// Tables that are declared twice, not at all, or not there.
pub fn undeclared(tables: &[Table], shapes: &BTreeMap<String, TableShape>) -> Vec<String> {
    let mut names = BTreeSet::new();
    let mut faults: Vec<String> =
        tables.iter().filter(|table| !names.insert(table.name)).map(|table| format!("{} is declared twice", table.name)).collect();
    faults.extend(shapes.keys().filter(|name| !names.contains(name.as_str())).map(|name| format!("{name} declares no class")));
    faults.extend(names.iter().filter(|name| !shapes.contains_key(**name)).map(|name| format!("{name} is declared and not there")));
    faults
}

/// Where a table of a book breaks its class: `county` leads every primary, unique and foreign key, and no key leaves the book.
pub fn class_faults(tables: &[Table], shapes: &BTreeMap<String, TableShape>) -> Vec<String> {
    let class = |name: &str| tables.iter().find(|table| table.name == name).map(|table| table.class);
    let mut faults = Vec::new();
    for table in tables {
        let Some(shape) = shapes.get(table.name) else { continue };
        let mut fault = |what: String| faults.push(format!("{}: {what}", table.name));
        if shape.primary.is_empty() {
            fault("has no primary key".to_owned());
        }
        for (columns, to, there) in &shape.foreign {
            match (table.class, class(to)) {
                (_, Some(Class::Reference)) => {}
                (Class::Book, Some(Class::Book)) if leads(columns) && leads(there) => {}
                (Class::Local, Some(Class::Local)) => {}
                _ => fault(format!("its key ({}) to {to} leaves the book", columns.join(", "))),
            }
        }
        if table.class == Class::Book {
            for columns in std::iter::once(&shape.primary).chain(&shape.unique).filter(|columns| !leads(columns)) {
                fault(format!("county does not lead its key ({})", columns.join(", ")));
            }
        }
    }
    faults
}

fn leads(columns: &[String]) -> bool {
    columns.first().is_some_and(|column| column == "county")
}

/// Statements the engine does not accept.
pub fn unprepared(db: &Db, statements: &[&'static [Sql]]) -> Vec<String> {
    let all: Vec<Sql> = statements.iter().flat_map(|list| list.iter().copied()).collect();
    // One transaction each: PostgreSQL refuses to go on after an error.
    let tried = all.into_iter().map(|statement| (statement, db.read_now(move |tx| tx.prepare(statement))));
    tried.filter_map(|(statement, done): (_, Result<(), DatabaseError>)| Some(format!("{}: {}", statement.name, done.err()?))).collect()
}

/// Every way to change what stands in an append-only table that is not refused as it should be. The table must have rows,
/// because row triggers sleep where there is nothing to change.
pub fn unguarded(db: &Db, table: &Table, shape: &TableShape) -> Vec<String> {
    let name = table.name;
    let before = content(db, name);
    if before.is_empty() {
        return vec![format!("{name} has no row to try the guards on: let the world fill it")];
    }
    let mut faults = Vec::new();
    for attempt in attempts(db.engine(), name, shape) {
        let statement = sql(attempt.clone());
        match db.write_now(move |tx| tx.execute(statement, &[])) {
            Err(DatabaseError::Guarded(_)) => {}
            other => faults.push(format!("{attempt}: {other:?}")),
        }
    }
    if content(db, name) != before {
        faults.push(format!("{name} is not what it was"));
    }
    faults
}

fn attempts(engine: Engine, name: &str, shape: &TableShape) -> Vec<String> {
    let key = shape.primary.join(", ");
    let last = shape.columns.last().map_or("", |column| column.0.as_str());
    let mut attempts = vec![
        format!("UPDATE {name} SET {last} = {last}"),
        format!("DELETE FROM {name}"),
        format!("INSERT INTO {name} SELECT * FROM {name} WHERE true ON CONFLICT ({key}) DO UPDATE SET {last} = excluded.{last}"),
    ];
    match engine {
        Engine::Sqlite => attempts.extend([
            format!("INSERT OR REPLACE INTO {name} SELECT * FROM {name}"),
            format!("UPDATE OR IGNORE {name} SET {last} = {last}"),
            format!("UPDATE OR REPLACE {name} SET {last} = {last}"),
        ]),
        Engine::Postgres => {
            let same = shape.primary.iter().map(|column| format!("t.{column} = s.{column}")).collect::<Vec<_>>().join(" AND ");
            attempts.extend([
                format!("TRUNCATE {name} CASCADE"),
                format!("MERGE INTO {name} t USING {name} s ON {same} WHEN MATCHED THEN UPDATE SET {last} = s.{last}"),
                format!("MERGE INTO {name} t USING {name} s ON {same} WHEN MATCHED THEN DELETE"),
            ]);
        }
    }
    attempts
}

/// The rows as text, in order.
fn content(db: &Db, table: &str) -> Vec<String> {
    let text = match db.engine() {
        Engine::Postgres => format!("SELECT CAST(t AS TEXT) FROM {table} t ORDER BY 1"),
        Engine::Sqlite => {
            let columns =
                database_columns(db, table).into_iter().map(|column| format!("quote({column})")).collect::<Vec<_>>().join(" || ',' || ");
            format!("SELECT {columns} FROM {table} ORDER BY 1")
        }
    };
    let statement = sql(text);
    db.read_now(move |tx| tx.rows(statement, &[], |row| row.get::<String>(0)))
        .unwrap_or_else(|error: DatabaseError| panic!("{table}: {error}"))
}

fn database_columns(db: &Db, table: &str) -> Vec<String> {
    let table = table.to_owned();
    let columns: Result<_, DatabaseError> = db.read_now(move |tx| database::columns(tx, &table));
    columns.expect("the catalogue can be read").into_iter().map(|column| column.name).collect()
}
