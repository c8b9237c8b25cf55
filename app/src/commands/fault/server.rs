//! A PostgreSQL server of our own that may be broken: made, started, crashed and thrown away in the scratch folder.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use postgres::{Client, NoTls};

use crate::exit::Failure;

/// A server; stopped when dropped.
pub(super) struct OwnServer {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

fn failed(what: &str, error: impl std::fmt::Display) -> Failure {
    Failure::cannot_open(format!("PostgreSQL, {what}: {error}."))
}

impl OwnServer {
    /// Makes a cluster in this folder, which must be empty, and starts it.
    pub(super) fn start(folder: &Path) -> Result<OwnServer, Failure> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).map_err(|error| failed("port", error))?.port();
        let folder = folder.canonicalize().map_err(|error| failed("folder", error))?;
        let server = OwnServer { programs: programs()?, folder, port };
        if is_root() {
            // PostgreSQL refuses to run as root.
            let given = Command::new("chown").arg("postgres").arg(&server.folder).status();
            given.map_err(|error| failed("chown", error))?;
        }
        let data = server.data();
        server.run("initdb", &["-D", &data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])?;
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\nfsync = on\nmax_wal_size = 32MB\nmin_wal_size = 32MB\nmax_connections = 60\n"
        );
        fs::write(server.folder.join("data/postgresql.conf"), settings).map_err(|error| failed("settings", error))?;
        server.control("start")?;
        Ok(server)
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    /// Starts or restarts it and waits until it answers.
    pub(super) fn control(&self, what: &str) -> Result<(), Failure> {
        let (data, log) = (self.data(), self.folder.join("log").display().to_string());
        // Immediately: as in a crash, so that the next start recovers from the log.
        self.run("pg_ctl", &["-D", &data, "-l", &log, "-w", "-s", "-m", "immediate", what]).map(drop)
    }

    /// Address of one of its databases.
    pub(super) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes a database.
    pub(super) fn make(&self, database: &str) -> Result<(), Failure> {
        let mut client = Client::connect(&self.url("postgres"), NoTls).map_err(|error| failed("connection", error))?;
        let made = format!("CREATE DATABASE {database} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'");
        client.batch_execute(&made).map_err(|error| failed("database", error))
    }

    /// Drops all connections of the program, in whatever they are doing; answers how many.
    pub(super) fn drop_connections(&self) -> usize {
        let Ok(mut client) = Client::connect(&self.url("postgres"), NoTls) else { return 0 };
        let dropped = client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'xieshou'", &[]);
        dropped.map_or(0, |rows| rows.len())
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<Output, Failure> {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(&path);
            command
        } else {
            Command::new(&path)
        };
        // The server outlives the command that starts it and must not keep its pipes open.
        let status = command.args(arguments).current_dir(&self.folder).stdout(Stdio::null()).stderr(Stdio::null()).output();
        match status {
            Ok(output) if output.status.success() => Ok(output),
            Ok(output) => Err(failed(program, format!("{}; see {}", output.status, self.folder.join("log").display()))),
            Err(error) => Err(failed(program, error)),
        }
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        drop(self.control("stop"));
    }
}

fn is_root() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| status.lines().any(|line| line.starts_with("Uid:\t0\t")))
}

/// Folder of the newest server that is installed, as Debian has them.
fn programs() -> Result<PathBuf, Failure> {
    let versions = fs::read_dir("/usr/lib/postgresql").map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path().join("bin"))));
    let mut found: Vec<PathBuf> = versions.map(|versions| versions.filter(|bin| bin.join("initdb").exists()).collect()).unwrap_or_default();
    found.sort();
    found.pop().ok_or_else(|| failed("server", "none is installed; on Debian: apt-get install postgresql"))
}
