//! Helps tests only: a scratch database on each engine, a fixed clock, ids that stay the same.

mod scratch;

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
