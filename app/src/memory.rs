//! Has the C library give memory back: a server that set a paper or checked a password is as small afterwards as before.

/// What the C library reads when a program starts (docs/decisions/0007-memory.md): two arenas, and blocks from 256 KiB on taken from
/// the system one by one and given back at once. Left alone it raises that limit with the first large block it sees freed, a password
/// hash of 19 MiB, and keeps those from then on.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const SETTINGS: [(&str, &str); 3] = [("MALLOC_ARENA_MAX", "2"), ("MALLOC_MMAP_THRESHOLD_", "262144"), ("MALLOC_TRIM_THRESHOLD_", "262144")];

/// Starts the program over, in the same process, with these settings; whoever has set any of them is left in peace. Where that
/// cannot be done the program goes on as it is and is merely larger.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back() {
    use std::os::unix::process::CommandExt as _;

    let mut arguments = std::env::args_os();
    let (Some(name), Ok(program)) = (arguments.next(), std::env::current_exe()) else { return };
    if SETTINGS.iter().any(|(setting, _)| std::env::var_os(setting).is_some()) {
        return;
    }
    let error = std::process::Command::new(program).arg0(name).args(arguments).envs(SETTINGS).exec();
    tracing::debug!(%error, "the program could not be started over; it goes on as it is");
}

/// Other C libraries have no such settings.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}
