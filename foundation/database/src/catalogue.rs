//! What the engine itself says about a table: its columns, their kinds and the primary key.

use crate::{DatabaseError, Engine, Sql, Tx, args};

/// What a column keeps, the same on both engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Int,
    Text,
    Blob,
    Bool,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: ColumnKind,
    /// Place in the primary key, counted from 1; 0 outside it.
    pub key: i64,
}

const SQLITE: Sql = Sql { name: "catalogue::SQLITE", text: "SELECT name, lower(type), pk FROM pragma_table_info($1) ORDER BY cid" };
const POSTGRES: Sql = Sql {
    name: "catalogue::POSTGRES",
    text: "SELECT CAST(c.column_name AS TEXT), CAST(c.data_type AS TEXT), CAST(coalesce(k.ordinal_position, 0) AS BIGINT)
           FROM information_schema.columns c
           LEFT JOIN information_schema.table_constraints t
             ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY'
           LEFT JOIN information_schema.key_column_usage k
             ON k.constraint_schema = t.constraint_schema AND k.constraint_name = t.constraint_name AND k.column_name = c.column_name
           WHERE c.table_schema = current_schema() AND CAST(c.table_name AS TEXT) = $1 ORDER BY c.ordinal_position",
};

/// Columns of a table in order; none when there is no such table.
pub fn columns(tx: &mut Tx<'_>, table: &str) -> Result<Vec<Column>, DatabaseError> {
    let statement = if tx.engine() == Engine::Sqlite { SQLITE } else { POSTGRES };
    tx.rows(statement, args![table], |row| {
        let (name, declared): (String, String) = (row.get(0)?, row.get(1)?);
        let kind =
            kind_of(&declared).ok_or_else(|| DatabaseError::Broken(format!("column {table}.{name} is of an unknown type: {declared}")))?;
        Ok(Column { name, kind, key: row.get(2)? })
    })
}

fn kind_of(declared: &str) -> Option<ColumnKind> {
    Some(match declared {
        "bigint" | "integer" => ColumnKind::Int,
        "text" => ColumnKind::Text,
        "bytea" | "blob" => ColumnKind::Blob,
        "boolean" => ColumnKind::Bool,
        _ => return None,
    })
}
