//! Who gave or sold something, by name: a body that is known, or a new one.

use basics::Id;
use database::{DatabaseError, Tx};
use registry::body::{self, Body};

/// The body of this name; a name nobody knows becomes a new one, whose id always belongs to that name.
pub fn named(tx: &mut Tx<'_>, name: &str, kind: &str) -> Result<Body, DatabaseError> {
    let new = || Body { id: id_of(name), name: name.to_owned(), kind: kind.to_owned(), division: String::new(), note: String::new() };
    Ok(body::by_name(tx, name)?.unwrap_or_else(new))
}

fn id_of(name: &str) -> Id<Body> {
    Id::derived(&[b"body", name.as_bytes()])
}
