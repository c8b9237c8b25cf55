//! Opening what a command works on: the data folder, its lock, the database; each failure a sentence with a way out.

use basics::Moment;
use database::{Db, FolderLock, Held, Location, Options, SchemaState};
use files::FileStore;

use crate::areas;
use crate::config::Config;
use crate::exit::{Failure, newer};

/// Where the database is.
pub fn location(config: &Config) -> Result<Location, Failure> {
    config.database.parse().map_err(|error| Failure::usage(format!("--database {}: {error}.", config.database)))
}

/// Takes the data folder for this process.
pub fn lock(config: &Config, what: &str) -> Result<FolderLock, Failure> {
    let holder = format!("{what}, process {}, since {}", std::process::id(), areas::clock().now());
    FolderLock::take(&config.data, &holder).map_err(|held| match held {
        Held::By { by } => Failure::cannot_open(format!(
            "The data folder {} is in use by: {}. Stop that one first, or choose another folder with --data.",
            config.data.display(),
            if by.is_empty() { "another xieshou" } else { &by }
        )),
        Held::Io(error) => Failure::cannot_open(format!(
            "The data folder {} cannot be written: {error}. Give the account that runs this program the right to write it, or choose another with --data.",
            config.data.display()
        )),
    })
}

/// Opens the database, made if it is not there, and brings it to this program's schema.
pub fn open_and_migrate(config: &Config, now: Moment) -> Result<(Db, usize), Failure> {
    migrated(config, &Options::default(), now)
}

/// The same for a database that is filled in one go; to be opened anew before it is served.
pub fn open_to_fill(config: &Config, now: Moment) -> Result<Db, Failure> {
    Ok(migrated(config, &Options::to_fill(), now)?.0)
}

fn migrated(config: &Config, options: &Options, now: Moment) -> Result<(Db, usize), Failure> {
    let location = location(config)?;
    let db = open_with(&location, options)?;
    refuse_other_sorting(&db, &location)?;
    refuse_half_restored(&db, &location)?;
    let taken = db.migrate(&areas::schemas(), now).map_err(|error| match error {
        database::MigrateError::Database(error) => unopened(&location, error),
        other => other.into(),
    })?;
    db.write_now(crate::store::may_write).map_err(|error| unopened(&location, error))?;
    Ok((db, taken))
}

/// Opens a database that is there and current.
pub fn open_current(config: &Config) -> Result<Db, Failure> {
    let location = location(config)?;
    if let Location::Sqlite(path) = &location
        && !path.exists()
    {
        return Err(Failure::cannot_open(format!(
            "There is no database at {}. Give its place with --data or --database, or make one with xieshou serve.",
            path.display()
        )));
    }
    let db = open(&location)?;
    match db.schema_state(&areas::schemas()).map_err(|error| unopened(&location, error))? {
        SchemaState::Current => refuse_half_restored(&db, &location).map(|()| db),
        SchemaState::Newer { unknown } => Err(newer(&unknown)),
        SchemaState::Empty => {
            Err(Failure::cannot_open(format!("The database {location} is empty. Begin with xieshou serve, demo or restore.")))
        }
        SchemaState::Behind(steps) => Err(Failure::cannot_open(format!(
            "The database {location} lacks {steps} schema steps of this program. Make a backup with the program that wrote it, then run xieshou migrate."
        ))),
    }
}

/// Opens the database as it is.
pub fn open(location: &Location) -> Result<Db, Failure> {
    open_with(location, &Options::default())
}

fn open_with(location: &Location, options: &Options) -> Result<Db, Failure> {
    Db::open(location, options).map_err(|error| unopened(location, error))
}

/// The kept files of the data folder.
pub fn files(config: &Config) -> Result<FileStore, Failure> {
    Ok(FileStore::open(&config.data.join("files"))?)
}

/// Where the database is belongs into the sentence.
pub fn unopened(location: &Location, error: database::DatabaseError) -> Failure {
    let failure = Failure::from(error);
    Failure { sentence: format!("{location}: {}", failure.sentence), ..failure }
}

/// Codes are looked for by ranges; a database that sorts by the rules of a language would answer some of them wrongly.
pub fn refuse_other_sorting(db: &Db, location: &Location) -> Result<(), Failure> {
    match db.read_now(crate::store::collation).map_err(|error| unopened(location, error))? {
        Some(found) if !crate::store::sorts_by_code_point(&found) => {
            Err(Failure::cannot_open(format!("{location}: {}", other_sorting(&found))))
        }
        _ => Ok(()),
    }
}

/// What is wrong with a collation, and the command that makes a right database.
pub fn other_sorting(found: &str) -> String {
    format!(
        "PostgreSQL sorts texts by {found} here, and codes are looked for by ranges that need C or C.UTF-8. Make another database with \
         createdb --template=template0 --encoding=UTF8 --lc-collate=C --lc-ctype=C.UTF-8 NAME and give it with --database; records that are \
         here already move with xieshou backup and xieshou restore."
    )
}

/// A restore that was cut off has only part of the records; nobody may add to them.
fn refuse_half_restored(db: &Db, location: &Location) -> Result<(), Failure> {
    let marked = match db.schema_state(&[]) {
        Ok(SchemaState::Empty) => None,
        _ => db.mark(crate::backup::RESTORING).map_err(|error| unopened(location, error))?,
    };
    match marked.as_deref() {
        None | Some("") => Ok(()),
        Some(_) => Err(Failure::cannot_open(format!(
            "The database {location} was being restored and is not complete. Run xieshou restore with the same archive again; it goes on where it stopped."
        ))),
    }
}
