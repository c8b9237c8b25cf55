//! Where the database is: a SQLite file or a PostgreSQL address.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// A database as `--database` names it: `sqlite:PATH` or `postgres://…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    Sqlite(PathBuf),
    Postgres(String),
}

/// The text names neither a SQLite file nor a PostgreSQL address.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a database is written sqlite:PATH or postgres://USER@HOST/NAME")]
pub struct NotALocation;

impl FromStr for Location {
    type Err = NotALocation;

    fn from_str(text: &str) -> Result<Self, NotALocation> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return if path.is_empty() { Err(NotALocation) } else { Ok(Location::Sqlite(path.into())) };
        }
        if text.starts_with("postgres:") || text.starts_with("postgresql:") {
            Ok(Location::Postgres(text.to_owned()))
        } else {
            Err(NotALocation)
        }
    }
}

impl fmt::Display for Location {
    /// Without a password, so that it can be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Location::Postgres(url) => match (url.find("://"), url.rfind('@')) {
                (Some(scheme), Some(at)) if scheme + 3 < at => write!(f, "{}…{}", &url[..scheme + 3], &url[at..]),
                _ => f.write_str(url),
            },
        }
    }
}
