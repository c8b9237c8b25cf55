//! The commands, one file each.

mod backup;
mod bench;
mod config;
mod demo;
mod doctor;
mod export_book;
mod fault;
mod figure;
mod measured;
mod migrate;
mod restore;
mod routes;
mod scratch;
mod serve;
mod user;
pub mod verify;

use crate::command_line::{Command, CommandLine};
use crate::config::Read;
use crate::exit::{Exit, Failure};
use crate::logging;

/// What every command gets.
pub struct Called {
    pub read: Read,
    pub json: bool,
}

/// Runs the command.
pub fn run(line: CommandLine) -> Result<Exit, Failure> {
    let called = Called { read: Read::gather(&line.common, line.command.settings())?, json: line.common.json };
    let serves = matches!(line.command, Command::Serve(_) | Command::Demo(_));
    logging::start(if serves { "info" } else { "warn,database::task=error" }, serves && called.json);
    match line.command {
        Command::Serve(_) => serve::run(&called),
        Command::Demo(demo) => demo::run(&called, &demo),
        Command::Migrate(wanted) => migrate::run(&called, &wanted),
        Command::Verify(verify) => verify::run(&called, verify),
        Command::ExportBook { county } => export_book::run(&called, county),
        Command::Figure(asked) => figure::run(&called, &asked),
        Command::Routes => routes::run(&called),
        Command::Config { explain } => config::run(&called, explain),
        Command::User { command } => user::run(&called, command),
        Command::Backup { file } => backup::run(&called, &file),
        Command::Restore { file } => restore::run(&called, &file),
        Command::Doctor => doctor::run(&called),
        Command::Fault(fault) => fault::run(&called, &fault),
        Command::Bench(wanted) => bench::run(&called, &wanted),
    }
}
