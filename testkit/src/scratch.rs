//! A database of its own for each test, gone afterwards.

use std::ops::Deref;

use basics::Id;
use database::{Db, Engine, Location, Options, Schema};
use postgres::{Client, NoTls};
use tempfile::TempDir;

/// A fresh database with its tables made; dropped with this value.
pub struct Scratch {
    pub db: Db,
    pub location: Location,
    pub folder: TempDir,
    /// Server address and name of the PostgreSQL database to drop.
    drop_with: Option<(String, String)>,
}

impl Deref for Scratch {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// A fresh database of the engine with these schemas applied.
///
/// # Panics
/// When PostgreSQL is wanted and `XIESHOU_TEST_POSTGRES` does not name a server: `./test` starts one.
pub fn scratch(engine: Engine, schemas: &[Schema]) -> Scratch {
    scratch_with(engine, schemas, &Options::default())
}

/// As [`scratch`], with other sizes of the door.
pub fn scratch_with(engine: Engine, schemas: &[Schema], options: &Options) -> Scratch {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (location, drop_with) = match engine {
        Engine::Sqlite => (Location::Sqlite(folder.path().join("xieshou.db")), None),
        Engine::Postgres => {
            let server = std::env::var("XIESHOU_TEST_POSTGRES")
                .expect("XIESHOU_TEST_POSTGRES names a PostgreSQL server, such as postgres://postgres@127.0.0.1:54321; ./test starts one and sets it");
            let name = format!("t_{}", Id::<()>::fresh().to_string().replace('-', ""));
            let mut client = Client::connect(&format!("{server}/postgres"), NoTls).expect("the test server answers");
            client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database can be made");
            (Location::Postgres(format!("{server}/{name}")), Some((server, name)))
        }
    };
    let db = Db::open(&location, options).expect("the scratch database opens");
    db.migrate(schemas, crate::NOW).expect("the migrations apply");
    Scratch { db, location, folder, drop_with }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.db.close();
        if let Some((server, name)) = &self.drop_with
            && let Ok(mut client) = Client::connect(&format!("{server}/postgres"), NoTls)
        {
            drop(client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        }
    }
}
