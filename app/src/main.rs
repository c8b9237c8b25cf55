//! The one program: see `xieshou --help`.

use std::process::ExitCode;

/// Papers and password hashes take tens of megabytes for a moment; this gives them back where the C library keeps them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    xieshou::run()
}
