//! How a command ends: an exit code, and where it failed a sentence saying what, where and how to mend it.

use std::process::ExitCode;

use database::{DatabaseError, MigrateError};
use files::FileError;

/// Exit codes, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Good = 0,
    /// A check found something.
    Found = 1,
    /// Wrong usage.
    Usage = 2,
    /// Cannot open, or the port is taken.
    CannotOpen = 3,
    /// The database is newer than the program.
    Newer = 4,
    /// Interrupted; the same command goes on where it stopped.
    Interrupted = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// The way out where nothing better is known.
pub const ASK_DOCTOR: &str = "Run xieshou doctor to see what is wrong.";

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub struct Failure {
    pub exit: Exit,
    pub sentence: String,
}

impl Failure {
    /// The command was called wrongly.
    pub fn usage(sentence: impl Into<String>) -> Failure {
        Failure { exit: Exit::Usage, sentence: sentence.into() }
    }

    /// Something it needs cannot be opened.
    pub fn cannot_open(sentence: impl Into<String>) -> Failure {
        Failure { exit: Exit::CannotOpen, sentence: sentence.into() }
    }

    /// Stopped by a signal between two steps.
    pub fn interrupted(sentence: impl Into<String>) -> Failure {
        Failure { exit: Exit::Interrupted, sentence: sentence.into() }
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Failure {
        let mend = match &error {
            DatabaseError::Full(_) => "Make room on that disk and run the command again.",
            DatabaseError::ReadOnly(_) => "Give the account that runs this program the right to write the database file and its folder.",
            DatabaseError::Busy(_) => "Another program holds the database. End it, or wait and run the command again.",
            DatabaseError::Unreachable(_) => "Check that the path or address after --database is right and that the server is running.",
            _ => ASK_DOCTOR,
        };
        Failure::cannot_open(format!("{}. {mend}", sentence_case(&error.to_string())))
    }
}

impl From<MigrateError> for Failure {
    fn from(error: MigrateError) -> Failure {
        match error {
            MigrateError::Newer { unknown } => newer(&unknown),
            MigrateError::Edited { name } => Failure::cannot_open(format!(
                "The schema step {name} in this database is not the one this program knows. Use the program that made the database."
            )),
            MigrateError::Database(error) => error.into(),
        }
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Failure {
        let mend = match &error {
            FileError::NotFound(_) | FileError::Damaged(_) => "Take the file from a backup.",
            FileError::Full(_) => "Make room on that disk and run the command again.",
            FileError::ReadOnly(_) => "Give the account that runs this program the right to write the files folder in the data folder.",
            FileError::Io(_) => "Check the disk that holds the data folder.",
        };
        Failure::cannot_open(format!("{}. {mend}", sentence_case(&error.to_string())))
    }
}

/// The database has a step this program does not know.
pub fn newer(unknown: &str) -> Failure {
    let sentence = format!(
        "The database was written by a later program: it has the schema step {unknown}, which this one does not know. \
         Nothing was changed. Start the later program again, or restore a backup made before it."
    );
    Failure { exit: Exit::Newer, sentence }
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
