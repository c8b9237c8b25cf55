//! Logins with roles, made the way the program makes them.

use std::sync::OnceLock;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use people::login::{self, Login, NewGrant, NewLogin};

use crate::{NOW, id};

/// The password of every login in tests.
pub const PASSWORD: &str = "bamboo-raft-27";

/// Where a role is given.
#[derive(Clone, Copy, Debug)]
pub enum RolePlace<'a> {
    Everywhere,
    /// Code of a county, township or village.
    Division(&'a str),
    /// Something an area keeps: its kind and id.
    Kept(&'static str, Id),
}

/// A login of this name; it is its own display name unless one is given.
pub fn add_login(tx: &mut Tx<'_>, home: County, name: &str, display_name: &str, person: Option<Id>) -> Result<Id<Login>, DatabaseError> {
    // One hash for all: hashing is made to be slow.
    static HASH: OnceLock<String> = OnceLock::new();
    let password_hash = HASH.get_or_init(|| people::hash_password(PASSWORD)).clone();
    let new = NewLogin {
        id: id(name),
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        password_hash,
        must_change: false,
        home,
        person,
    };
    assert!(login::create(tx, &new, None, NOW)?, "the name {name} is free");
    Ok(new.id)
}

/// Gives a login a role; answers the grant's id.
pub fn give_role(
    tx: &mut Tx<'_>,
    login: Id<Login>,
    role: &'static str,
    county: County,
    place: RolePlace<'_>,
    until: Option<BusinessDate>,
) -> Result<Id<people::Grant>, DatabaseError> {
    let (division, kind, kept) = match place {
        RolePlace::Everywhere => (String::new(), "", None),
        RolePlace::Division(code) => (code.to_owned(), "", None),
        RolePlace::Kept(kind, id) => (String::new(), kind, Some(id)),
    };
    let id = Id::derived(&[b"test grant", login.as_bytes(), role.as_bytes()]);
    login::give(tx, &NewGrant { id, login, role, county, division, kind, place: kept, until, by: None }, NOW)?;
    Ok(id)
}
