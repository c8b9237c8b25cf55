//! Permissions with their domain, and roles that bundle them at a kind of place.

/// What sort of data a permission opens; clinical data opens to nobody but its hospital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    General,
    Minors,
    Health,
    Clinical,
}

/// One thing a person may do. Its sentence is the text `permission-<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    pub name: &'static str,
    pub domain: Domain,
}

impl Permission {
    /// A permission over general data.
    pub const fn general(name: &'static str) -> Permission {
        Permission { name, domain: Domain::General }
    }
}

/// Where a role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// The whole installation.
    Everywhere,
    County,
    Township,
    Village,
    /// Something an area keeps, such as `shop`.
    Kept(&'static str),
}

/// A role as people call it. Its name is the text `role-<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    pub name: &'static str,
    pub place: PlaceKind,
}

/// Signs people in and gives roles.
pub const MANAGE_LOGINS: Permission = Permission::general("manage-logins");

/// Read who changed what on a record; each kind of record asks for its own permission beside.
pub const SEE_HISTORY: Permission = Permission::general("see-history");

/// Read who signed in and who failed to.
pub const SEE_SIGN_INS: Permission = Permission::general("see-sign-ins");

/// Read the settings of a book.
pub const SEE_SETTINGS: Permission = Permission::general("see-settings");

/// Put values of settings into force: for the whole county, or for a township one is there for.
pub const KEEP_SETTINGS: Permission = Permission::general("keep-settings");

/// The roles that every area may give permissions to.
pub const ROLES: &[Role] = &[
    Role { name: "group_liaison", place: PlaceKind::Village },
    Role { name: "village_clerk", place: PlaceKind::Village },
    Role { name: "village_supervisor", place: PlaceKind::Village },
    Role { name: "township_reviewer", place: PlaceKind::Township },
    Role { name: "county_officer", place: PlaceKind::County },
    Role { name: "auditor", place: PlaceKind::County },
    Role { name: "administrator", place: PlaceKind::Everywhere },
];
