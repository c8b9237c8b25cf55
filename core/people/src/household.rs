//! What an area does when the registry ends a household, or takes that back: say what will happen, carry its own part out, or refuse.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Tx};
use pages::Message;

/// A household that ends, or one whose end is taken back.
#[derive(Clone, Debug)]
pub struct HouseholdEnding {
    pub county: County,
    /// The record of the end.
    pub id: Id,
    pub household: Id,
    /// Whom it is merged into; none when it moved away or nobody is left.
    pub successor: Option<Id>,
    /// The first day it is no longer there.
    pub from: BusinessDate,
    pub today: BusinessDate,
    pub by: Id,
    pub at: Moment,
}

/// Why an area cannot go along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HouseholdRefused {
    /// With what to do first.
    Said(Message),
    Database(DatabaseError),
}

impl From<DatabaseError> for HouseholdRefused {
    fn from(error: DatabaseError) -> Self {
        HouseholdRefused::Database(error)
    }
}

/// An area's part in the end of a household, in the registry's own transaction.
#[derive(Clone, Copy)]
pub struct HouseholdHooks {
    /// What will happen, a sentence each; changes nothing.
    pub foretell: fn(&mut Tx<'_>, &HouseholdEnding) -> Result<Vec<Message>, HouseholdRefused>,
    pub ends: fn(&mut Tx<'_>, &HouseholdEnding) -> Result<(), HouseholdRefused>,
    /// The end is taken back; `id` is still that of the end.
    pub back: fn(&mut Tx<'_>, &HouseholdEnding) -> Result<(), HouseholdRefused>,
}
