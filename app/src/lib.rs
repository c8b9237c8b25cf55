//! The program around the areas: command line, server, set-up, home page, backup.

pub mod areas;
mod backup;
mod books;
mod command_line;
mod commands;
mod config;
mod demo;
mod exit;
mod home;
mod interrupt;
mod logging;
mod memory;
mod meters;
mod opening;
mod probes;
mod proxies;
mod runner;
pub mod server;
mod setup;
mod store;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;

use command_line::CommandLine;

pub use exit::{Exit, Failure};
pub use setup::SetupCode;

/// Runs the command the arguments name.
pub fn run() -> ExitCode {
    let line = CommandLine::parse();
    if line.keeps_running() {
        memory::give_back();
    }
    match commands::run(line) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            terminal::note(&failure.sentence);
            failure.exit.into()
        }
    }
}
