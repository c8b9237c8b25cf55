//! Who may do what: logins, sessions, roles at places, and the gate every request passes.

mod access_log;
mod area;
mod body;
mod contract;
mod crypto;
mod deputy;
mod figure;
mod gate;
mod grant;
mod history;
mod home;
mod household;
mod kept_form;
mod kept_words;
mod log_query;
pub mod login;
mod relative;
mod reminder;
mod role;
mod routes;
pub mod session;
mod setting;
mod sign_in;
mod subject;
mod throttle;
mod visitor;

pub use access_log::{Access, log_access};
pub use area::area;
pub use contract::{Area, ClosedUntil, Contract, Link, NavEntry, PathParams, Periods, PlaceList, PlaceOption, Scope, SettingAsked, Todo};
pub use crypto::{PasswordProblem, check_password, hash_in_turn, hash_password, random_bytes, random_word, verify_password};
pub use figure::{Figure, FigurePlace, FigureRow, FigureRows, FigureUnit, FigureValue, Question, RowLink, RowsAsked};
pub use gate::gate;
pub use grant::{Deputised, Deputy, Grant, Place, Target, deputies_of};
pub use home::{Aside, Checklist, ChecklistStep, HomeLead, HomePanel, HomeSearch, Lead, PanelFigure, PanelRow, RecentRow};
pub use household::{HouseholdEnding, HouseholdHooks, HouseholdRefused};
pub use kept_form::forget_old_forms;
pub use log_query::{LOG_ROWS, LogQuery};
pub use relative::{Relative, end_relative, is_relative, related_households, set_relative};
pub use reminder::{NewReminder, Reminder, Reminders, unseen_reminders};
pub use role::{Domain, KEEP_SETTINGS, MANAGE_LOGINS, Permission, PlaceKind, Role, SEE_HISTORY, SEE_SETTINGS};
pub use routes::{RouteAccess, RouteInfo, Routes};
pub use session::pages::{new_password_problem, own_path};
pub use sign_in::sign_ins_since;
pub use subject::SubjectKind;
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
    Table::book("reminder"),
    Table::book("sign_in").append_only(),
];

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260901_1100_people", text: Text::Both(include_str!("../migrations/20260901_1100_people.sql")) },
    Migration { name: "20261125_1000_reminders", text: Text::Both(include_str!("../migrations/20261125_1000_reminders.sql")) },
    Migration { name: "20261125_1100_sign_ins", text: Text::Both(include_str!("../migrations/20261125_1100_sign_ins.sql")) },
    Migration { name: "20261125_1200_deputies", text: Text::Both(include_str!("../migrations/20261125_1200_deputies.sql")) },
];

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
    reminder::STATEMENTS,
    sign_in::STATEMENTS,
];
