//! Lists that go through trust: appraised by a meeting, hung out, objected to, decided by a named person, signed for.
//!
//! It knows nothing of what is listed: an area hands over its list types and is told when an entry comes to rest.

mod area;
pub mod entry;
pub mod list_type;
pub mod meeting;
pub mod notice;
pub mod objection;
pub mod roster;
pub mod signing;

pub use area::{ANSWER_OBJECTIONS, ENTER_OBJECTIONS, ListTypes, SEE_ROSTERS, actor, area};

use database::{DatabaseError, Migration, Schema, Sql, Table, Text};

/// A page of rows that lie in several places, in one order; one row more than it shows tells of a next page.
pub(crate) fn page_of<T, K: Ord>(
    places: &[String],
    (size, at): (usize, usize),
    mut fetch: impl FnMut(&str, i64) -> Result<Vec<T>, DatabaseError>,
    order: impl FnMut(&T) -> K,
) -> Result<Vec<T>, DatabaseError> {
    let reach = (at + 1) * size + 1;
    let mut rows = Vec::new();
    for place in places {
        rows.extend(fetch(place, reach as i64)?);
    }
    rows.sort_by_key(order);
    Ok(rows.into_iter().skip(at * size).take(size + 1).collect())
}

const TABLES: &[Table] = &[
    Table::book("roster"),
    Table::book("roster_entry"),
    Table::book("entry_version").append_only(),
    Table::book("roster_act").append_only(),
    Table::book("roster_outcome").append_only(),
    Table::book("meeting").append_only(),
    Table::book("meeting_attendee").append_only(),
    Table::book("attendance_correction").append_only(),
    Table::book("recusal"),
    Table::book("public_notice").append_only(),
    Table::book("notice_line").append_only(),
    Table::book("objection"),
    Table::book("objection_entry").append_only(),
    Table::book("signed_for").append_only(),
];

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261125_1100_trust", text: Text::Both(include_str!("../migrations/20261125_1100_trust.sql")) },
    Migration { name: "20261125_1620_attendance", text: Text::Both(include_str!("../migrations/20261125_1620_attendance.sql")) },
    Migration { name: "20261125_1660_moving_entries", text: Text::Both(include_str!("../migrations/20261125_1660_moving_entries.sql")) },
    Migration { name: "20261125_1690_entry_version", text: Text::Both(include_str!("../migrations/20261125_1690_entry_version.sql")) },
];

/// The tables of trust.
pub fn schema() -> Schema {
    Schema { area: "trust", tables: TABLES, migrations: MIGRATIONS }
}

/// The statements of trust.
pub const STATEMENTS: &[&[Sql]] = &[
    roster::STATEMENTS,
    entry::STATEMENTS,
    entry::NARROWED_STATEMENTS,
    meeting::STATEMENTS,
    notice::STATEMENTS,
    objection::STATEMENTS,
    signing::STATEMENTS,
];
