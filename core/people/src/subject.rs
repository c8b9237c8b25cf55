//! Kinds of records that areas register, so that one page can show the history of any of them.

use basics::{County, Id};
use database::{DatabaseError, Tx};

use crate::contract::PathParams;
use crate::grant::Target;
use crate::role::Permission;

/// A kind of record: what it is called, who may see it, where it lies, where its page is.
#[derive(Clone, Copy)]
pub struct SubjectKind {
    pub kind: &'static str,
    /// Key of what people call such a record.
    pub title: &'static str,
    /// What it takes to see it, beside the permission to see histories.
    pub permission: Permission,
    /// Where the record lies; none when there is no such one.
    pub place: fn(&mut Tx<'_>, County, Id) -> Result<Option<Target>, DatabaseError>,
    /// Its page.
    pub href: fn(&mut Tx<'_>, County, Id) -> Result<Option<String>, DatabaseError>,
}

/// Name of the scope that asks the registered kind of the path.
pub(crate) const SCOPE: &str = "subject";

/// Kind, book and id that a path names.
pub(crate) fn named<'k>(kinds: &'k [SubjectKind], params: &PathParams) -> Option<(&'k SubjectKind, County, Id)> {
    let wanted = params.0.get("kind")?;
    let kind = kinds.iter().find(|kind| kind.kind == wanted)?;
    Some((kind, params.county()?, params.id("id")?))
}
