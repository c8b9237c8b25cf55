//! The one program: see `xieshou --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    xieshou::run()
}
