//! Adds photos to a deed that was recorded before.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Tx};
use files::FileId;
use people::login::Login;
use registry::household;

use super::{MOST, may_add, store};
use crate::deed::{self, Deed, State};

/// Why no photo was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddRefused {
    Unknown,
    /// Photos are the recorder's to add.
    NotRecorder,
    /// The own household or a relative's.
    Concerned,
    /// It was appraised, or does not count any more.
    Elsewhere {
        state: State,
    },
    /// There are as many as there may be, or would be more.
    Enough,
    Database(DatabaseError),
}

impl From<DatabaseError> for AddRefused {
    fn from(error: DatabaseError) -> Self {
        AddRefused::Database(error)
    }
}

/// Adds these photos; the same ones again do nothing.
pub fn add(
    tx: &mut Tx<'_>,
    (county, id): (County, Id<Deed>),
    photos: &[FileId],
    login: &Login,
    (today, now): (BusinessDate, Moment),
) -> Result<(), AddRefused> {
    tx.lock_book(county)?;
    let deed = deed::find(tx, county, id)?.ok_or(AddRefused::Unknown)?.deed;
    if deed.recorder != login.id.any() {
        return Err(AddRefused::NotRecorder);
    }
    if household::concerned(tx, login, county, deed.household, today)? {
        return Err(AddRefused::Concerned);
    }
    let there = store::of_deed(tx, county, id)?;
    let new = photos.iter().filter(|photo| there.iter().all(|(_, known)| *known != photo.to_string())).count();
    if new == 0 {
        return Ok(());
    }
    if !may_add(deed.state, 0) {
        return Err(AddRefused::Elsewhere { state: deed.state });
    }
    if there.len() + new > MOST {
        return Err(AddRefused::Enough);
    }
    Ok(store::attach(tx, county, id, photos, (login.id.any(), now))?)
}
