//! `migrate`: brings the database to this program's schema; with `--citus` it prints how to spread it instead.

mod citus;

use serde_json::json;

use super::Called;
use crate::command_line::Migrate;
use crate::exit::{Exit, Failure};
use crate::interrupt::Leaving;
use crate::{areas, opening, terminal};

/// Applies what is missing and says how much it was.
pub fn run(called: &Called, wanted: &Migrate) -> Result<Exit, Failure> {
    if wanted.citus {
        terminal::result(citus::script(&areas::schemas(), &wanted.login).trim_end());
        return Ok(Exit::Good);
    }
    let config = &called.read.config;
    let _leaving = Leaving::at_signal("Interrupted between two steps. Run xieshou migrate again; it goes on.");
    let _lock = opening::lock(config, "migrate")?;
    let (db, taken) = opening::open_and_migrate(config, areas::clock().now())?;
    let schema: String = db.read_now(database::schema_version)?;
    db.close();
    if called.json {
        terminal::result(&json!({ "applied": taken, "schema": schema }).to_string());
    } else {
        terminal::result(&format!("{taken} steps applied, schema {schema}"));
    }
    Ok(Exit::Good)
}
