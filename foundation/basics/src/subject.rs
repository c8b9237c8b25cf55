//! A Subject names any record of any area, so that a posting, a change or an access can say what it is about.

use std::borrow::Cow;

use crate::{County, Id};

/// What sort of record a Subject is; areas register theirs, e.g. `redemption`.
pub type Kind = Cow<'static, str>;

/// One record in one book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    pub county: County,
    pub kind: Kind,
    pub id: Id,
}

impl Subject {
    /// The record of this kind and id in the county's book.
    pub fn new<Of>(county: County, kind: &'static str, id: Id<Of>) -> Self {
        Subject { county, kind: Cow::Borrowed(kind), id: id.any() }
    }
}

/// A reference out of the book: no foreign key stands behind it, so a label is copied beside it where it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ForeignRef {
    pub book: County,
    pub id: Id,
}
