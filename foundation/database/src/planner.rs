//! What SQLite's planner is told about every index: a book's number, which leads every key, tells hardly any rows apart.
//!
//! Left alone it takes the first column of an index for a good one and walks a whole county to save itself a sort. Measured counts would
//! make plans depend on the day they were taken; these follow from the columns alone, so that every installation runs the same plans.

use crate::{DatabaseError, Engine, Sql, Tx, args};

const INDEXES: Sql = Sql {
    name: "planner::INDEXES",
    text: r#"SELECT m.name, m.tbl_name, l."unique", l.partial FROM sqlite_master m JOIN pragma_index_list(m.tbl_name) l ON l.name = m.name
             WHERE m.type = 'index' ORDER BY m.name"#,
};
const COLUMNS: Sql = Sql {
    name: "planner::COLUMNS",
    text: "SELECT i.name, lower(t.type) FROM pragma_index_info($1) i JOIN pragma_table_info($2) t ON t.name = i.name ORDER BY i.seqno",
};
const CLEAR: Sql = Sql { name: "planner::CLEAR", text: "DELETE FROM sqlite_stat1" };
const TELL: Sql = Sql { name: "planner::TELL", text: "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)" };

/// Rows of a table as it is thought of.
const ROWS: i64 = 1_000_000;
/// An index over some rows only has so many times fewer.
const PARTIAL: i64 = 50;
/// An id leaves so many rows; a place, a name or a day one in so many; a kind or a state, of which there are few, hardly fewer.
const OF_AN_ID: i64 = 20;
const OF_A_WORD: i64 = 200;
const OF_A_KIND: i64 = 5;
/// How columns end that say which of a few kinds something is.
const KINDS: [&str; 5] = ["kind", "state", "purpose", "type", "step"];

/// Tells the planner anew; PostgreSQL counts by itself.
pub(crate) fn tell(tx: &mut Tx<'_>) -> Result<(), DatabaseError> {
    if tx.engine() != Engine::Sqlite {
        return Ok(());
    }
    // Makes the table it is written to, where there is none, and reads it again.
    tx.batch("ANALYZE sqlite_schema")?;
    tx.execute(CLEAR, &[])?;
    let indexes: Vec<(String, String, bool, bool)> =
        tx.rows(INDEXES, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get::<i64>(2)? == 1, row.get::<i64>(3)? == 1)))?;
    for (index, table, unique, partial) in indexes {
        let columns: Vec<(String, String)> = tx.rows(COLUMNS, args![index, table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let columns: Vec<(&str, &str)> = columns.iter().map(|(name, kind)| (name.as_str(), kind.as_str())).collect();
        tx.execute(TELL, args![table, index, told(&columns, unique, partial)])?;
    }
    tx.batch("ANALYZE sqlite_schema")
}

/// Rows of the index, then how many are left when one, two … of its columns are known.
fn told(columns: &[(&str, &str)], unique: bool, partial: bool) -> String {
    let rows = if partial { ROWS / PARTIAL } else { ROWS };
    let (mut told, mut left) = (vec![rows], rows);
    for (at, (name, kind)) in columns.iter().enumerate() {
        left = match *kind {
            _ if unique && at + 1 == columns.len() => 1,
            _ if *name == "county" => left,
            "bytea" | "blob" => left.min(OF_AN_ID),
            _ if KINDS.iter().any(|kind| name.ends_with(kind)) => (left / OF_A_KIND).max(2),
            _ => (left / OF_A_WORD).max(2),
        };
        told.push(left);
    }
    told.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_county_tells_nothing_apart_and_an_id_nearly_all() {
        let (county, id, word) = (("county", "bigint"), ("id", "bytea"), ("village", "text"));
        for (columns, unique, partial, expected) in [
            (&[county, id][..], true, false, "1000000 1000000 1"),
            (&[county, word, word], false, false, "1000000 1000000 5000 25"),
            (&[county, ("owner_kind", "text"), ("owner", "bytea")], false, false, "1000000 1000000 200000 20"),
            (&[county, ("household", "bytea"), word], false, false, "1000000 1000000 20 2"),
            (&[county, id], true, true, "20000 20000 1"),
        ] {
            assert_eq!(told(columns, unique, partial), expected, "{columns:?}");
        }
    }
}
