//! The settings of an installation: defaults, then DATA/xieshou.toml, then the environment, then flags.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use figment::providers::{Format as _, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};
use serde::Deserialize;

use crate::command_line::Common;
use crate::exit::Failure;

/// Shorter ones can be guessed.
const TOKEN_LENGTH_MIN: usize = 16;

/// What the installation is told from outside.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub data: PathBuf,
    pub database: String,
    pub listen: String,
    pub insecure_lan: bool,
    pub public_url: String,
    pub tls_cert: String,
    pub tls_key: String,
    pub trusted_proxies: Vec<IpAddr>,
    pub metrics_token: String,
}

impl Config {
    /// Whether the program itself encrypts.
    pub fn tls(&self) -> bool {
        !self.tls_cert.is_empty()
    }
}

/// A key with its environment variable and what it is for.
pub struct Key {
    pub name: &'static str,
    variable: &'static str,
    pub sentence: &'static str,
}

/// Every key, in the order they are explained.
pub const KEYS: &[Key] = &[
    Key {
        name: "data",
        variable: "XIESHOU_DATA",
        sentence: "Folder of the database file, the kept files and xieshou.toml; only a flag or the environment can set it.",
    },
    Key {
        name: "database",
        variable: "XIESHOU_DATABASE_URL",
        sentence: "Where the records are: sqlite:PATH or postgres://USER@HOST/NAME.",
    },
    Key {
        name: "listen",
        variable: "XIESHOU_LISTEN",
        sentence: "Address and port the pages are served on; port 0 takes a free one and prints it.",
    },
    Key {
        name: "insecure_lan",
        variable: "XIESHOU_INSECURE_LAN",
        sentence: "Whether pages may go unencrypted beyond this machine; every page then warns.",
    },
    Key {
        name: "public_url",
        variable: "XIESHOU_PUBLIC_URL",
        sentence: "Address printed into QR codes, such as https://xieshou.example.cn; empty means the address served on.",
    },
    Key {
        name: "tls_cert",
        variable: "XIESHOU_TLS_CERT",
        sentence: "File with the certificate chain in PEM; with it pages go encrypted, empty means they do not.",
    },
    Key { name: "tls_key", variable: "XIESHOU_TLS_KEY", sentence: "File with the private key of the certificate in PEM." },
    Key {
        name: "trusted_proxies",
        variable: "XIESHOU_TRUSTED_PROXIES",
        sentence: "Addresses of proxies in front, such as [\"127.0.0.1\"]; only they may say in X-Forwarded-For who asks.",
    },
    Key {
        name: "metrics_token",
        variable: "XIESHOU_METRICS_TOKEN",
        sentence: "Word of 16 letters or more with which /metrics may be read from elsewhere; empty means from this machine only.",
    },
];

/// The settings with where each came from.
pub struct Read {
    pub config: Config,
    figment: Figment,
}

impl Read {
    /// Gathers the settings for these flags.
    pub fn gather(flags: &Common, own: Vec<(&'static str, String)>) -> Result<Read, Failure> {
        let data =
            flags.data.clone().or_else(|| std::env::var_os("XIESHOU_DATA").map(PathBuf::from)).unwrap_or_else(|| PathBuf::from("data"));
        let file = data.join("xieshou.toml");
        let mut figment = Figment::new().merge(defaults(&data));
        if file.exists() {
            figment = figment.merge(Toml::file_exact(&file));
        }
        let figment = with_flags(with_environment(figment), flags, own);
        let config: Config = figment.extract().map_err(|error| mistaken(&file, &error))?;
        if config.data != data {
            return Err(Failure::usage(format!(
                "{} sets data, but it lies in the data folder itself. Take that line out.",
                file.display()
            )));
        }
        if config.tls_cert.is_empty() != config.tls_key.is_empty() {
            return Err(Failure::usage("tls_cert and tls_key belong together: give both files or neither."));
        }
        if !config.metrics_token.is_empty() && config.metrics_token.len() < TOKEN_LENGTH_MIN {
            return Err(Failure::usage(format!(
                "metrics_token has {} letters; give it {TOKEN_LENGTH_MIN} or more, such as openssl rand -hex 16 prints, or none.",
                config.metrics_token.len()
            )));
        }
        Ok(Read { config, figment })
    }

    /// Where the value of a key came from.
    pub fn origin(&self, key: &str) -> String {
        let Some(metadata) = self.figment.find_metadata(key) else { return "default".to_owned() };
        match &metadata.source {
            Some(figment::Source::File(path)) => path.display().to_string(),
            _ => metadata.name.to_string(),
        }
    }

    /// The value of a key as it is shown; a database's password and a token are not.
    pub fn shown(&self, key: &str) -> String {
        let config = &self.config;
        match key {
            "data" => config.data.display().to_string(),
            "database" => {
                config.database.parse::<database::Location>().map_or_else(|_| config.database.clone(), |location| location.to_string())
            }
            "listen" => config.listen.clone(),
            "insecure_lan" => config.insecure_lan.to_string(),
            "tls_cert" => config.tls_cert.clone(),
            "tls_key" => config.tls_key.clone(),
            "trusted_proxies" => config.trusted_proxies.iter().map(IpAddr::to_string).collect::<Vec<_>>().join(", "),
            "metrics_token" if config.metrics_token.is_empty() => String::new(),
            "metrics_token" => "(set, not shown)".to_owned(),
            _ => config.public_url.clone(),
        }
    }
}

fn mistaken(file: &Path, error: &figment::Error) -> Failure {
    let known: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
    Failure::usage(format!("A setting in {} or the environment is wrong: {error}. The keys are {}.", file.display(), known.join(", ")))
}

/// One value with the name of where it stands, so that it can be told later.
struct Named {
    origin: String,
    values: Dict,
}

impl Provider for Named {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.origin.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(self.values.clone()))
    }
}

fn one(origin: String, key: &str, value: impl Into<Value>) -> Named {
    Named { origin, values: Dict::from([(key.to_owned(), value.into())]) }
}

fn defaults(data: &Path) -> Named {
    let values = Dict::from([
        ("data".to_owned(), Value::from(data.display().to_string())),
        ("database".to_owned(), Value::from(format!("sqlite:{}", data.join("xieshou.db").display()))),
        ("listen".to_owned(), Value::from("127.0.0.1:8080")),
        ("insecure_lan".to_owned(), Value::from(false)),
        ("public_url".to_owned(), Value::from("")),
        ("tls_cert".to_owned(), Value::from("")),
        ("tls_key".to_owned(), Value::from("")),
        ("trusted_proxies".to_owned(), Value::from(Vec::<String>::new())),
        ("metrics_token".to_owned(), Value::from("")),
    ]);
    Named { origin: "default".to_owned(), values }
}

fn with_environment(mut figment: Figment) -> Figment {
    for key in KEYS {
        let Ok(value) = std::env::var(key.variable) else { continue };
        let origin = format!("environment variable {}", key.variable);
        figment = match (key.name, value.as_str()) {
            ("insecure_lan", "true" | "1") => figment.merge(one(origin, key.name, true)),
            ("insecure_lan", "false" | "0" | "") => figment.merge(one(origin, key.name, false)),
            ("trusted_proxies", list) => {
                let listed: Vec<&str> = list.split(',').map(str::trim).filter(|address| !address.is_empty()).collect();
                figment.merge(one(origin, key.name, listed))
            }
            _ => figment.merge(one(origin, key.name, value)),
        };
    }
    figment
}

fn with_flags(figment: Figment, flags: &Common, own: Vec<(&'static str, String)>) -> Figment {
    let data = flags.data.as_ref().map(|data| data.display().to_string());
    let common = [("data", data), ("database", flags.database.clone()), ("listen", flags.listen.clone())];
    let given = common.into_iter().filter_map(|(key, value)| Some((key, value?)));
    given.chain(own).fold(figment, |figment, (key, value)| figment.merge(one(format!("flag --{}", key.replace('_', "-")), key, value)))
}
