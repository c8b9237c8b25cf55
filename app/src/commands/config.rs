//! `config`: every setting, and with `--explain` where it came from and what it is for.

use serde_json::json;

use super::Called;
use crate::config::KEYS;
use crate::exit::{Exit, Failure};
use crate::terminal;

/// Prints the settings in force.
pub fn run(called: &Called, explain: bool) -> Result<Exit, Failure> {
    let read = &called.read;
    if called.json {
        let keys: Vec<_> = KEYS
            .iter()
            .map(|key| json!({ "key": key.name, "value": read.shown(key.name), "from": read.origin(key.name), "what": key.sentence }))
            .collect();
        terminal::result(&serde_json::Value::Array(keys).to_string());
        return Ok(Exit::Good);
    }
    for key in KEYS {
        terminal::result(&format!("{} = {}", key.name, read.shown(key.name)));
        if explain {
            terminal::result(&format!("    from: {}", read.origin(key.name)));
            terminal::result(&format!("    {}", key.sentence));
        }
    }
    Ok(Exit::Good)
}
