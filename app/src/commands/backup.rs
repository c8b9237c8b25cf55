//! `backup`: everything into one archive, beside a running server.

use std::path::Path;

use super::Called;
use crate::exit::{Exit, Failure};
use crate::interrupt::Interrupt;
use crate::{areas, backup, opening, terminal};

/// Writes the archive and prints its heads.
pub fn run(called: &Called, file: &Path) -> Result<Exit, Failure> {
    let config = &called.read.config;
    let db = opening::open_current(config)?;
    let manifest = backup::write(&db, &opening::files(config)?, file, areas::clock().now(), &Interrupt::listen())?;
    db.close();
    super::restore::say_heads(called, &manifest);
    terminal::note(&format!("{} rows written to {}. Keep a copy on another machine.", manifest.rows(), file.display()));
    Ok(Exit::Good)
}
