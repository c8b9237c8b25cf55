//! What can go wrong at the door, told apart by what a person can do about it.

use std::error::Error as _;

use rusqlite::ErrorCode;

/// A failure of the database, not of a rule. The text is for the log; pages show an incident number or a way out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// The disk has no room. Reading goes on; writing works again once there is room.
    #[error("the disk is full: {0}")]
    Full(String),
    /// The file or its folder cannot be written.
    #[error("the database can only be read: {0}")]
    ReadOnly(String),
    /// Another program holds it, or the same rows were wanted by too many at once.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// No connection, or it broke off.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// A row with this key is there already.
    #[error("already there: {0}")]
    Conflict(String),
    /// A guarded table was to be changed.
    #[error("append-only: {0}")]
    Guarded(String),
    /// A transaction may write one book only.
    #[error("a transaction writes one book, not both {0} and {1}")]
    TwoBooks(i64, i64),
    /// Anything else: a bug or damage.
    #[error("{0}")]
    Broken(String),
}

impl DatabaseError {
    pub(crate) fn wrong_type(wanted: &str, position: usize, found: rusqlite::types::Type) -> Self {
        DatabaseError::Broken(format!("column {position} is {found}, not {wanted}"))
    }

    pub(crate) fn misfit(wanted: &str, position: usize) -> Self {
        DatabaseError::Broken(format!("column {position} does not hold a {wanted}"))
    }

    /// Whether the same closure may well succeed when run again at once.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self, DatabaseError::Busy(_))
    }
}

impl From<rusqlite::Error> for DatabaseError {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        let rusqlite::Error::SqliteFailure(failure, message) = &error else { return DatabaseError::Broken(text) };
        let message = message.as_deref().unwrap_or_default();
        match failure.code {
            ErrorCode::DiskFull => DatabaseError::Full(text),
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => DatabaseError::ReadOnly(text),
            ErrorCode::CannotOpen => DatabaseError::Unreachable(text),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => DatabaseError::Busy(text),
            ErrorCode::ConstraintViolation if message.contains("append-only") => DatabaseError::Guarded(text),
            ErrorCode::ConstraintViolation => DatabaseError::Conflict(text),
            _ => DatabaseError::Broken(text),
        }
    }
}

impl From<postgres::Error> for DatabaseError {
    fn from(error: postgres::Error) -> Self {
        // The driver's own text is only "db error"; the server's words are in the source.
        let text = match error.source() {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        };
        let Some(state) = error.code() else {
            return if error.is_closed()
                || error.as_db_error().is_none() && error.source().is_some_and(|source| source.is::<std::io::Error>())
            {
                DatabaseError::Unreachable(text)
            } else {
                DatabaseError::Broken(text)
            };
        };
        // By code: https://www.postgresql.org/docs/15/errcodes-appendix.html
        match state.code() {
            "40001" | "40P01" | "55P03" => DatabaseError::Busy(text),
            "53100" => DatabaseError::Full(text),
            "25006" | "42501" => DatabaseError::ReadOnly(text),
            "57P01" | "57P02" | "57P03" | "53300" | "3D000" | "28000" | "28P01" => DatabaseError::Unreachable(text),
            "P0001" if text.contains("append-only") => DatabaseError::Guarded(text),
            "23505" | "23503" | "23514" | "23502" => DatabaseError::Conflict(text),
            _ => DatabaseError::Broken(text),
        }
    }
}
