//! Helps tests only: a scratch database on each engine, the areas behind their gate, a fixed clock, ids that stay the same.

mod answer;
mod app;
mod caller;
pub mod catalogue;
pub mod gallery;
pub mod html;
mod people_of;
pub mod permissions;
mod scratch;
pub mod shards;

pub use answer::Answer;
pub use app::TestApp;
pub use caller::Caller;
pub use people_of::{PASSWORD, RolePlace, add_login, give_role};
pub use scratch::{Scratch, scratch, scratch_with};

use basics::{BusinessDate, County, Id, Moment};

/// 大关县, where the examples play.
pub fn daguan() -> County {
    County::try_new(530_624).expect("six digits")
}

/// 2020-01-08 09:00 in Asia/Shanghai.
pub const NOW: Moment = Moment(1_578_445_200_000);

/// 2020-01-08.
pub fn today() -> BusinessDate {
    BusinessDate::try_new(2020, 1, 8).expect("a day of the calendar")
}

/// The same id for the same word, in every run.
pub fn id<Of>(word: &str) -> Id<Of> {
    Id::derived(&[b"test", word.as_bytes()])
}

/// Writes a test once and runs it on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! both_engines {
    ($(fn $name:ident($db:ident in $schemas:expr) $body:block)+) => {
        $(mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "each test uses what it needs of the file's imports")]
            use super::*;
            fn test($db: &$crate::Scratch) $body
            #[test]
            fn sqlite() {
                test(&$crate::scratch(database::Engine::Sqlite, $schemas));
            }
            #[test]
            fn postgres() {
                test(&$crate::scratch(database::Engine::Postgres, $schemas));
            }
        })+
    };
}

/// The same for tests that make their own world out of the engine.
#[macro_export]
macro_rules! on_both_engines {
    ($(fn $name:ident($engine:ident) $body:block)+) => {
        $(mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "each test uses what it needs of the file's imports")]
            use super::*;
            fn test($engine: database::Engine) $body
            #[test]
            fn sqlite() {
                test(database::Engine::Sqlite);
            }
            #[test]
            fn postgres() {
                test(database::Engine::Postgres);
            }
        })+
    };
}
