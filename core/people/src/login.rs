//! Sign-ins: their names, who made them, and who may give which role.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;

use basics::{County, Id, Moment};

use crate::contract::Contract;
use crate::grant::{Place, Target};
use crate::role::{MANAGE_LOGINS, PlaceKind, Role};
use crate::visitor::Visitor;

pub use crate::grant::{GrantRow, NewGrant, anyone_has, end as end_grant, give, grants_of, holders};
pub(crate) use store::STATEMENTS;
pub use store::{any, by_name, create, display_names, find, in_book, of_book, set_disabled, set_password, set_person};

/// A sign-in.
#[derive(Clone, Debug)]
pub struct Login {
    pub id: Id<Login>,
    pub name: String,
    pub display_name: String,
    /// Book in which changes to it are recorded, and in which its person lives.
    pub home: County,
    pub person: Option<Id>,
    /// The password was set by somebody else and must be changed first.
    pub must_change: bool,
    pub disabled_at: Option<Moment>,
}

/// A sign-in to be made.
#[derive(Clone, Debug)]
pub struct NewLogin {
    pub id: Id<Login>,
    pub name: String,
    pub display_name: String,
    pub password_hash: String,
    pub must_change: bool,
    pub home: County,
    pub person: Option<Id>,
}

/// Why a role was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleRefused {
    /// The place lies outside what the giver looks after, or does not suit the role.
    Place,
    /// Manager, supervisor and approver of one shop are three people.
    SamePerson,
}

/// A login name: 3 to 32 letters, digits, dots or hyphens; letters may be Chinese. Kept in lower case.
pub fn clean_name(typed: &str) -> Option<String> {
    let name = typed.trim().to_lowercase();
    let length = name.chars().count();
    let good = name.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
    (good && (2..=32).contains(&length)).then_some(name)
}

/// Whether a role suits a place of this level of code length: six digits a county, nine a township, twelve a village.
pub fn suits(role: &Role, division: &str, kind: &str) -> bool {
    match role.place {
        PlaceKind::Everywhere => false,
        PlaceKind::County => kind.is_empty() && division.len() == 6,
        PlaceKind::Township => kind.is_empty() && division.len() == 9,
        PlaceKind::Village => kind.is_empty() && division.len() == 12,
        PlaceKind::Kept(kept) => kept == kind,
    }
}

/// Roles that one person may not hold together for one shop, by any combination.
pub const THREE_PEOPLE: &[&str] = &["shop_manager", "shop_supervisor", "township_reviewer"];

/// Whether somebody who manages logins may give this role for this target.
pub fn may_give(visitor: &Visitor, contract: &Contract, role: &Role, target: &Target) -> bool {
    let everywhere = visitor.grants.iter().any(|grant| grant.place == Place::Everywhere && grant.permissions.contains(&MANAGE_LOGINS));
    match role.place {
        PlaceKind::Everywhere => everywhere,
        _ => contract.role(role.name).is_some() && visitor.may(MANAGE_LOGINS, target),
    }
}
