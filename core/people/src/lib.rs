//! Who may do what: logins, sessions, roles at places, and the gate every request passes.

mod access_log;
mod area;
mod contract;
mod crypto;
mod gate;
mod grant;
mod home;
mod kept_form;
pub mod login;
mod relative;
mod role;
mod routes;
pub mod session;
mod throttle;
mod visitor;

pub use access_log::{Access, log_access};
pub use area::area;
pub use contract::{Area, Chore, Contract, Link, NavEntry, PathParams, PlaceList, PlaceOption, Scope, Todo};
pub use crypto::{PasswordProblem, check_password, hash_in_turn, hash_password, random_bytes, random_word, verify_password};
pub use gate::gate;
pub use grant::{Grant, Place, Target};
pub use home::{Aside, Checklist, ChecklistStep, HomeLead, HomePanel, HomeSearch, Lead, PanelFigure, PanelRow, RecentRow};
pub use kept_form::forget_old_forms;
pub use relative::{Relative, is_relative, related_households, set_relative};
pub use role::{Domain, MANAGE_LOGINS, Permission, PlaceKind, Role};
pub use routes::{RouteAccess, RouteInfo, Routes};
pub use session::pages::{new_password_problem, own_path};
pub use visitor::{Guest, Visitor};

use database::{Migration, Schema, Sql, Table, Text};

const TABLES: &[Table] = &[
    Table::reference("login"),
    Table::reference("role_grant"),
    Table::book("declared_relative"),
    Table::book("access_log").append_only(),
    Table::local("session"),
    Table::local("throttle"),
    Table::local("kept_form"),
];

const MIGRATIONS: &[Migration] =
    &[Migration { name: "20260901_1100_people", text: Text::Both(include_str!("../migrations/20260901_1100_people.sql")) }];

/// The tables of people.
pub fn schema() -> Schema {
    Schema { area: "people", tables: TABLES, migrations: MIGRATIONS }
}

/// The statements of people.
pub const STATEMENTS: &[&[Sql]] = &[
    login::STATEMENTS,
    grant::STATEMENTS,
    session::STATEMENTS,
    throttle::STATEMENTS,
    kept_form::STATEMENTS,
    access_log::STATEMENTS,
    relative::STATEMENTS,
];
