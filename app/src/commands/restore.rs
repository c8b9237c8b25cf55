//! `restore`: an archive into an empty database; prints the heads.

use std::path::Path;

use super::Called;
use crate::backup::{self, Archive, Head, Manifest};
use crate::exit::{Exit, Failure};
use crate::interrupt::Interrupt;
use crate::{areas, opening, terminal};

/// Checks the archive, fills the target, compares the heads.
pub fn run(called: &Called, file: &Path) -> Result<Exit, Failure> {
    let config = &called.read.config;
    let archive = Archive::check(file)?;
    let _lock = opening::lock(config, "restore")?;
    let location = opening::location(config)?;
    let db = opening::open(&location)?;
    opening::refuse_other_sorting(&db, &location)?;
    let misfits = backup::restore(&archive, &db, &opening::files(config)?, areas::clock().now(), &Interrupt::listen())?;
    db.close();
    say_heads(called, &archive.manifest);
    for misfit in &misfits {
        terminal::note(&format!("The restored records do not fit: {misfit}."));
    }
    Ok(if misfits.is_empty() { Exit::Good } else { Exit::Found })
}

/// One line per book: number, last posting, head.
pub fn say_heads(called: &Called, manifest: &Manifest) {
    if called.json {
        terminal::result(&serde_json::json!({ "heads": manifest.heads, "rows": manifest.rows() }).to_string());
        return;
    }
    for Head { county, seq, head } in &manifest.heads {
        terminal::result(&format!("{county} {seq} {head}"));
    }
}
