//! The arguments: common flags and one command.

use std::path::PathBuf;

use basics::{BusinessDate, County};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// The system of record for points shops of villages: one program, one data folder, SQLite or PostgreSQL.
///
/// Start with `xieshou demo` to look around with invented people, or with `xieshou serve` to set up your own.
#[derive(Debug, Parser)]
#[command(name = "xieshou", version, max_term_width = 100, after_help = AFTER)]
pub struct CommandLine {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "Exit codes: 0 good, 1 a check found something, 2 wrong usage, 3 cannot open or port taken, \
4 database newer than this program, 5 interrupted (run the same command again to go on).\n\
Results go to stdout, progress and logs to stderr. RUST_LOG chooses what is logged.";

impl CommandLine {
    /// Whether this is a server, which stays for weeks and should stay small.
    pub fn keeps_running(&self) -> bool {
        matches!(self.command, Command::Serve(_) | Command::Demo(_))
    }
}

/// Flags that every command understands.
#[derive(Clone, Debug, Default, Args)]
pub struct Common {
    /// Data folder: database file, kept files, xieshou.toml [env: XIESHOU_DATA] [default: ./data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// sqlite:PATH or postgres://USER@HOST/NAME [env: XIESHOU_DATABASE_URL] [default: sqlite:DIR/xieshou.db]
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// Address and port to serve on; port 0 takes a free one and prints it [env: XIESHOU_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDR")]
    pub listen: Option<String>,
    /// Results as JSON; with serve, logs as JSON
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages; on an empty database, begin with set-up
    Serve(Serve),
    /// Fill a demo database with invented people and serve it on this machine only
    Demo(Demo),
    /// Bring the database to this program's schema
    Migrate(Migrate),
    /// Recount every book and prove its chain
    Verify(Verify),
    /// Write a book as JSON Lines in the hashed form
    ExportBook {
        /// Number of the book, such as 530624
        #[arg(long)]
        county: County,
    },
    /// Ask for a figure of a place and time; alone it lists all figures with what they count
    Figure(FigureAsked),
    /// List every page and form with what it takes to reach it
    Routes,
    /// Show the settings of this installation
    Config {
        /// Also say where each value comes from and what it is for
        #[arg(long)]
        explain: bool,
    },
    /// Administrators, from the terminal
    User {
        #[command(subcommand)]
        command: User,
    },
    /// Write everything into one archive, also while the program serves
    Backup {
        /// The archive, such as xieshou-2020-01-08.tar.gz
        file: PathBuf,
    },
    /// Fill an empty database from an archive and print the heads
    Restore {
        /// An archive written by backup
        file: PathBuf,
    },
    /// Look for what is wrong with this installation, in plain words
    Doctor,
    /// Measure the program on this machine
    Bench(Bench),
    /// Break the program on purpose, in a scratch folder, and count what is lost
    Fault(Fault),
}

impl Command {
    /// The settings this command's own flags give.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let Command::Serve(serve) = self else { return Vec::new() };
        let given = [("tls_cert", &serve.tls_cert), ("tls_key", &serve.tls_key)];
        given.into_iter().filter_map(|(key, path)| Some((key, path.as_ref()?.display().to_string()))).collect()
    }
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Certificate chain in PEM; pages then go encrypted [env: XIESHOU_TLS_CERT]
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key of the certificate in PEM [env: XIESHOU_TLS_KEY]
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Migrate {
    /// Touch nothing; print the script that spreads the books over several servers with Citus, and the rights the program needs
    #[arg(long)]
    pub citus: bool,
    /// With --citus: the PostgreSQL login the program will use, which may not change what is append-only
    #[arg(long, value_name = "NAME", requires = "citus", default_value = "xieshou", value_parser = plain_name)]
    pub login: String,
}

/// A name that needs no quotes in SQL.
fn plain_name(text: &str) -> Result<String, String> {
    let plain = text.len() <= 63 && text.starts_with(|first: char| first.is_ascii_lowercase());
    let plain = plain && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    plain.then(|| text.to_owned()).ok_or_else(|| "use small letters, digits and _ only".to_owned())
}

#[derive(Debug, Args)]
pub struct Demo {
    /// The same number makes the same people; 1 when none is given
    #[arg(long)]
    pub seed: Option<u64>,
    /// How much to fill in
    #[arg(long, value_enum, default_value_t = DemoSize::Article)]
    pub size: DemoSize,
    /// Move the demo's date on by so many days, such as 5d, and do what falls due on each
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub advance: Option<i32>,
    /// Throw the demo away first and fill it anew
    #[arg(long)]
    pub reset: bool,
    /// Fill only
    #[arg(long)]
    pub no_serve: bool,
}

/// `5d` or `5`: from a day to a year.
fn days(text: &str) -> Result<i32, String> {
    let days = text.strip_suffix('d').unwrap_or(text).parse().ok().filter(|days| (1..=366).contains(days));
    days.ok_or_else(|| "write the days as 5d, from 1d to 366d".to_owned())
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum DemoSize {
    /// A township and half a year: filled in two seconds
    Small,
    /// A county and its year 2019, as the newspaper told of it: filled in a minute
    Article,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// Only this book
    #[arg(long)]
    pub county: Option<County>,
    /// A head noted earlier, COUNTY:NUMBER:HASH; may be given several times
    #[arg(long = "head", value_name = "C:SEQ:HASH", value_parser = crate::commands::verify::given_head)]
    pub heads: Vec<crate::commands::verify::GivenHead>,
}

#[derive(Debug, Args)]
pub struct FigureAsked {
    /// Which figure, such as households-redeemed
    pub id: Option<String>,
    /// Number of the book, such as 530624
    #[arg(long)]
    pub county: Option<County>,
    /// The first day, such as 2019-01-01
    #[arg(long, value_name = "DAY")]
    pub from: Option<BusinessDate>,
    /// The last day, as of which standing figures are taken
    #[arg(long, value_name = "DAY")]
    pub to: Option<BusinessDate>,
    /// Only a township or village by its code, or a shop by its id
    #[arg(long, value_name = "CODE")]
    pub place: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an administrator and print the first password
    Add {
        /// The login to type
        login: String,
        /// What the person is called
        #[arg(long)]
        name: String,
        /// Book in which the login is recorded; opened when there is none yet [default: the first one]
        #[arg(long)]
        county: Option<County>,
        /// Read the password from the first line of stdin instead of making one
        #[arg(long)]
        password_stdin: bool,
    },
    /// List all logins
    List,
    /// Set a new password, print it, and sign the person out everywhere
    Password {
        login: String,
        /// Read the password from the first line of stdin instead of making one
        #[arg(long)]
        password_stdin: bool,
    },
}

#[derive(Clone, Debug, Args)]
pub struct Bench {
    #[arg(value_enum)]
    pub what: BenchWhat,
    /// How long each figure is measured
    #[arg(long, default_value_t = 3)]
    pub seconds: u64,
    /// For ledger: a PostgreSQL server on which databases may be made and dropped
    #[arg(long, value_name = "URL")]
    pub postgres: Option<String>,
    /// For growth: the sizes to go through; the smallest is the demo's own year
    #[arg(long, value_delimiter = ',', default_value = "100000,1000000")]
    pub postings: Vec<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BenchWhat {
    /// Redemptions a second at 1, 16, 64 and 512 callers, beside a bare prepared loop and PostgreSQL, and what one costs on the disk
    Ledger,
    /// How soon the first page comes on a database of article scale, and what the server holds in memory
    Start,
    /// What every page weighs on the wire
    Weight,
    /// The same pages and the recount as the book grows
    Growth,
    /// The counter under open load, at ten times the article's year
    Http,
    /// How soon a household is found by name, initials, code and card, in the database as it is
    Search,
}

#[derive(Clone, Debug, Args)]
pub struct Fault {
    #[command(subcommand)]
    pub what: FaultWhat,
    /// The same number makes the same faults
    #[arg(long, default_value_t = 1, global = true)]
    pub seed: u64,
}

#[derive(Clone, Debug, Subcommand)]
pub enum FaultWhat {
    /// Cut the power: rebuild the files from recorded writes and syncs as a disk may hold them, open and compare (needs strace)
    PowerCut {
        /// How many cuts
        #[arg(long, default_value_t = 10_000)]
        cuts: usize,
        /// Break the promise of the door, to see that the cuts notice
        #[arg(long, value_enum)]
        sabotage: Option<Sabotage>,
    },
    /// Kill the program, fill its disk or break it at each write and sync of a redemption and of a backup (needs strace)
    Kill {
        /// Only each so many-th place
        #[arg(long, default_value_t = 1)]
        every: usize,
    },
    /// A clock that jumps, a file that may not grow, a reader that holds on, a torn archive (needs prlimit of util-linux)
    Weather,
    /// A PostgreSQL server of its own: connections dropped, the server crashed, its disk full, two programs at once
    Postgres,
    /// Redeem and say so; what the faults are put to
    #[command(hide = true)]
    Child(FaultChild),
}

#[derive(Clone, Debug, Args)]
pub struct FaultChild {
    /// How many redemptions
    #[arg(long)]
    pub redemptions: u64,
    /// How many at once
    #[arg(long)]
    pub callers: u64,
    /// How often the same slip is sent when the database fails, as whoever gets no answer does
    #[arg(long, default_value_t = 1)]
    pub tries: u32,
    #[arg(long, value_enum)]
    pub sabotage: Option<Sabotage>,
}

/// Ways to break the promise that an answer leaves only after the commit is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sabotage {
    /// SQLite does not wait for the disk
    NoSync,
    /// The answer leaves before the commit
    EarlyAnswer,
}

impl Sabotage {
    /// As it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Sabotage::NoSync => "no-sync",
            Sabotage::EarlyAnswer => "early-answer",
        }
    }
}
