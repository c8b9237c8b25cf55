//! The built program: started on a free port with a fresh folder, stopped as a person stops it.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use tempfile::TempDir;

/// A demo is filled in some seconds; a busy machine takes its time.
const START_WAIT: Duration = Duration::from_secs(240);
const STOP_WAIT: Duration = Duration::from_secs(20);

/// A running program with its own data folder; both go when it is dropped.
pub struct Program {
    child: Child,
    folder: TempDir,
    /// What it printed as its address, such as `http://localhost:40123`.
    pub address: String,
    /// The one-time code for setting up, when nothing is set up yet.
    pub setup_code: String,
}

impl Program {
    /// `xieshou serve` on an empty folder.
    pub fn serve() -> Result<Program> {
        let program = Program::start(&["serve"], |line| line.strip_prefix("setup code ").map(|code| code.trim().to_owned()))?;
        ensure!(!program.setup_code.is_empty(), "no set-up code was printed");
        Ok(program)
    }

    /// `xieshou demo`: invented people, a shop that opens today.
    pub fn demo() -> Result<Program> {
        Program::start(&["demo", "--size", "small"], |line| line.starts_with("http").then(String::new))
    }

    /// Starts it and reads what it prints until `last` finds its line.
    fn start(command: &[&str], last: impl Fn(&str) -> Option<String>) -> Result<Program> {
        let folder = tempfile::tempdir().context("a data folder")?;
        let log = std::fs::File::create(folder.path().join("log"))?;
        let arguments = [command, &["--listen", "127.0.0.1:0"]].concat();
        let command = command.join(" ");
        let mut child = away_from_here(&arguments, folder.path())?.stdout(Stdio::piped()).stderr(log).spawn()?;
        let lines = lines_of(&mut child)?;
        let mut program = Program { child, folder, address: String::new(), setup_code: String::new() };
        let began = Instant::now();
        loop {
            let line = match lines.recv_timeout(START_WAIT.saturating_sub(began.elapsed())) {
                Ok(line) => line,
                Err(RecvTimeoutError::Disconnected) => bail!("xieshou {command} ended at once: {}", program.log()),
                Err(RecvTimeoutError::Timeout) => bail!("xieshou {command} printed no address: {}", program.log()),
            };
            if line.starts_with("http") {
                program.address.clone_from(&line);
            }
            if let Some(code) = last(&line) {
                program.setup_code = code;
                return Ok(program);
            }
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder().join("log")).unwrap_or_default()
    }

    /// Stops it as Ctrl-C does, and waits until it has let go of the database.
    pub fn stop(mut self) -> Result<TempDir> {
        Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().context("kill")?;
        let began = Instant::now();
        while self.child.try_wait()?.is_none() {
            ensure!(began.elapsed() < STOP_WAIT, "it did not stop: {}", self.log());
            thread::sleep(Duration::from_millis(50));
        }
        let status = self.child.wait()?;
        ensure!(status.success(), "it ended with {status}: {}", self.log());
        Ok(std::mem::replace(&mut self.folder, tempfile::tempdir()?))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// `xieshou verify` on a folder that nothing serves.
pub fn verify(folder: &Path) -> Result<Output> {
    away_from_here(&["verify"], folder)?.output().context("xieshou verify")
}

/// Any other command on a folder, also while it is served.
pub fn ask(folder: &Path, arguments: &[&str]) -> Result<Output> {
    away_from_here(arguments, folder)?.output().with_context(|| format!("xieshou {}", arguments.join(" ")))
}

/// The program on this folder, whatever the caller's environment says.
fn away_from_here(arguments: &[&str], folder: &Path) -> Result<Command> {
    let mut command = Command::new(binary()?);
    for variable in ["XIESHOU_DATA", "XIESHOU_DATABASE_URL", "XIESHOU_LISTEN", "RUST_LOG"] {
        command.env_remove(variable);
    }
    command.args(arguments).arg("--data").arg(folder);
    Ok(command)
}

/// The program that ./test built, or the one beside this test.
fn binary() -> Result<PathBuf> {
    let path = match env::var_os("XIESHOU_TEST_BINARY") {
        Some(path) => PathBuf::from(path),
        None => profile_folder()?.join("xieshou"),
    };
    ensure!(path.exists(), "{} is not there: cargo build -p xieshou first", path.display());
    Ok(path)
}

/// `target/debug` of the running test, which lies in `target/debug/deps`.
pub(crate) fn profile_folder() -> Result<PathBuf> {
    let test = env::current_exe()?;
    Ok(test.ancestors().nth(2).context("a test lies in a target folder")?.to_owned())
}

/// What the program prints, read on a thread of its own so that it never waits for us.
fn lines_of(child: &mut Child) -> Result<Receiver<String>> {
    let stdout = child.stdout.take().context("stdout is piped")?;
    let (send, lines) = mpsc::channel();
    thread::spawn(move || BufReader::new(stdout).lines().map_while(|line| line.ok()).for_each(|line| drop(send.send(line))));
    Ok(lines)
}
