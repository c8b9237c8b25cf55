//! What the logins behind ids are called, for pages that show who did something.

use std::collections::BTreeMap;

use basics::Id;
use database::{DatabaseError, Tx};

/// Names by login; what the program did by itself has none.
pub(crate) fn names(tx: &mut Tx<'_>, logins: impl IntoIterator<Item = Id>) -> Result<BTreeMap<Id, String>, DatabaseError> {
    let mut names = BTreeMap::new();
    for id in logins {
        if !names.contains_key(&id)
            && let Some((login, _)) = people::login::find(tx, id.of())?
        {
            names.insert(id, login.display_name);
        }
    }
    Ok(names)
}
