//! Organisations: who gives, who sells, who belongs to whom.

use basics::Id;
use database::{DatabaseError, Row, Tx, args, statements};

statements! {
    INSERT = "INSERT INTO body (id, name, kind, division, note) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name, division) DO NOTHING";
    BY_NAME = "SELECT id, name, kind, division, note FROM body WHERE name = $1 ORDER BY division LIMIT 1";
    FIND = "SELECT id, name, kind, division, note FROM body WHERE id = $1";
    ALL = "SELECT id, name, kind, division, note FROM body ORDER BY name LIMIT 2000";
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    pub id: Id<Body>,
    pub name: String,
    /// `donor_town`, `supplier`, `zone`, …
    pub kind: String,
    pub division: String,
    pub note: String,
}

/// Adds a body, unless one of this name is in that division already.
pub fn add(tx: &mut Tx<'_>, body: &Body) -> Result<(), DatabaseError> {
    let Body { id, name, kind, division, note } = body;
    tx.execute(INSERT, args![id, name, kind, division, note]).map(drop)
}

/// The body of this name.
pub fn by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<Body>, DatabaseError> {
    tx.row(BY_NAME, args![name], read)
}

/// The body of this id.
pub fn find(tx: &mut Tx<'_>, id: Id<Body>) -> Result<Option<Body>, DatabaseError> {
    tx.row(FIND, args![id], read)
}

/// All bodies by name, at most 2000.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Body>, DatabaseError> {
    tx.rows(ALL, &[], read)
}

fn read(row: &Row<'_>) -> Result<Body, DatabaseError> {
    Ok(Body { id: row.get(0)?, name: row.get(1)?, kind: row.get(2)?, division: row.get(3)?, note: row.get(4)? })
}
