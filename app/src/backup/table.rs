//! SQL about tables known only by name: their rows page by page, and rows put back.

use database::{Column, ColumnKind, DatabaseError, OwnedValue, Sql, ToValue, Tx, Value, columns};
use serde_json::{Map, Value as Json, json};

use super::RESTORING;
use crate::store::leaked;

/// Rows read at once.
const PAGE: usize = 500;

/// How many rows a table has, without the mark of a restore.
pub fn count(tx: &mut Tx<'_>, table: &str) -> Result<i64, DatabaseError> {
    let but = if table == "mark" { format!(" WHERE name <> '{RESTORING}'") } else { String::new() };
    tx.one(leaked("backup::COUNT", format!("SELECT count(*) FROM {table}{but}")), &[], |row| row.get(0))
}

/// Gives the rows of a table as lines of JSON, some hundred at a time, in the order of its key.
pub fn lines(tx: &mut Tx<'_>, table: &str, mut give: impl FnMut(Vec<u8>, i64) -> Result<(), DatabaseError>) -> Result<(), DatabaseError> {
    let columns = columns(tx, table)?;
    let (first, following, keys) = selects(table, &columns);
    let mut last: Option<Vec<OwnedValue>> = None;
    loop {
        let read = |row: &database::Row<'_>| {
            let cells = columns.iter().enumerate();
            cells.map(|(position, column)| row.dynamic(position, column.kind)).collect::<Result<Vec<_>, _>>()
        };
        let rows = match &last {
            None => tx.rows(first, &[], read)?,
            Some(last) => {
                let args: Vec<Value<'_>> = keys.iter().map(|key| last[*key].to_value()).collect();
                tx.rows(following, &args, read)?
            }
        };
        let mut text = Vec::new();
        let mut given = 0;
        for row in rows.iter().filter(|row| !is_own_mark(table, row)) {
            text.extend(line(&columns, row).to_string().as_bytes());
            text.push(b'\n');
            given += 1;
        }
        give(text, given)?;
        if rows.len() < PAGE {
            return Ok(());
        }
        last = rows.into_iter().next_back();
    }
}

/// The first page, the pages after a key, and where in a row the key stands.
fn selects(table: &str, columns: &[Column]) -> (Sql, Sql, Vec<usize>) {
    let mut keys: Vec<usize> = (0..columns.len()).filter(|position| columns[*position].key > 0).collect();
    keys.sort_by_key(|position| columns[*position].key);
    let names = joined(columns.iter());
    let key = joined(keys.iter().map(|position| &columns[*position]));
    let marks = (1..=keys.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let first = format!("SELECT {names} FROM {table} ORDER BY {key} LIMIT {PAGE}");
    let following = format!("SELECT {names} FROM {table} WHERE ({key}) > ({marks}) ORDER BY {key} LIMIT {PAGE}");
    (leaked("backup::FIRST", first), leaked("backup::FOLLOWING", following), keys)
}

fn joined<'c>(columns: impl Iterator<Item = &'c Column>) -> String {
    columns.map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
}

fn is_own_mark(table: &str, row: &[OwnedValue]) -> bool {
    table == "mark" && row.iter().any(|cell| *cell == OwnedValue::Text(RESTORING.to_owned()))
}

fn line(columns: &[Column], row: &[OwnedValue]) -> Json {
    let cells = columns.iter().zip(row).map(|(column, cell)| {
        let cell = match cell {
            OwnedValue::Int(number) => json!(number),
            OwnedValue::Text(text) => json!(text),
            OwnedValue::Blob(bytes) => json!({ "hex": hex::encode(bytes) }),
            OwnedValue::Bool(yes) => json!(yes),
            OwnedValue::Null => Json::Null,
        };
        (column.name.clone(), cell)
    });
    Json::Object(cells.collect::<Map<_, _>>())
}

/// How rows go into a table of the target.
#[derive(Clone)]
pub struct Insert {
    statement: Sql,
    columns: Vec<Column>,
}

impl Insert {
    /// Into this table; a row that is there already stays, so that an interrupted restore can go on.
    pub fn into(tx: &mut Tx<'_>, table: &str) -> Result<Insert, DatabaseError> {
        let columns = columns(tx, table)?;
        let names = joined(columns.iter());
        let marks = (1..=columns.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
        let text = format!("INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING");
        Ok(Insert { statement: leaked("backup::INSERT", text), columns })
    }

    /// The cells of a line in the order of the target's columns, each as the target keeps it.
    pub fn cells(&self, line: &str) -> Result<Vec<OwnedValue>, String> {
        let Json::Object(mut found) = serde_json::from_str(line).map_err(|error| error.to_string())? else {
            return Err("a line is not a row".to_owned());
        };
        let cells = self.columns.iter().map(|column| {
            let cell = found.remove(&column.name).ok_or_else(|| format!("column {} is missing", column.name))?;
            cell_of(column.kind, cell).ok_or_else(|| format!("column {} holds something else", column.name))
        });
        let cells = cells.collect::<Result<Vec<_>, _>>()?;
        match found.keys().next() {
            Some(unknown) => Err(format!("column {unknown} is unknown")),
            None => Ok(cells),
        }
    }

    /// Puts one row in.
    pub fn row(&self, tx: &mut Tx<'_>, cells: &[OwnedValue]) -> Result<(), DatabaseError> {
        let args: Vec<Value<'_>> = cells.iter().map(ToValue::to_value).collect();
        tx.execute(self.statement, &args).map(drop)
    }
}

fn cell_of(kind: ColumnKind, cell: Json) -> Option<OwnedValue> {
    Some(match (kind, cell) {
        (_, Json::Null) => OwnedValue::Null,
        (ColumnKind::Int, Json::Number(number)) => OwnedValue::Int(number.as_i64()?),
        (ColumnKind::Text, Json::String(text)) => OwnedValue::Text(text),
        (ColumnKind::Bool, Json::Bool(yes)) => OwnedValue::Bool(yes),
        (ColumnKind::Blob, Json::Object(bytes)) => OwnedValue::Blob(hex::decode(bytes.get("hex")?.as_str()?).ok()?),
        _ => return None,
    })
}
