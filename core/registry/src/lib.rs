//! Who is where: households with dated members, persons, bodies; found by name, initials and code.

mod access_log;
pub mod body;
pub mod household;
pub mod id_number;
pub mod masking;
pub mod name_search;

mod area;

pub use area::{END_HOUSEHOLDS, ENTER_HOUSEHOLDS, SEE_ACCESS_LOG, SEE_HOUSEHOLDS, area};

use database::{Migration, Schema, Sql, Table, Text};

const TABLES: &[Table] = &[
    Table::reference("body"),
    Table::book("person"),
    Table::book("household"),
    Table::book("household_member"),
    Table::book("household_token"),
    Table::book("household_end").append_only(),
];

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260901_1200_registry", text: Text::Both(include_str!("../migrations/20260901_1200_registry.sql")) },
    Migration { name: "20261125_1630_household_ends", text: Text::Both(include_str!("../migrations/20261125_1630_household_ends.sql")) },
    Migration { name: "20261125_1660_person_by_name", text: Text::Both(include_str!("../migrations/20261125_1660_person_by_name.sql")) },
];

/// The registry's tables.
pub fn schema() -> Schema {
    Schema { area: "registry", tables: TABLES, migrations: MIGRATIONS }
}

/// The registry's statements.
pub const STATEMENTS: &[&[Sql]] = &[household::STATEMENTS, household::ending::STATEMENTS, body::STATEMENTS, access_log::STATEMENTS];
