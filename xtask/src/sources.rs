//! The files of the workspace, read once.

use std::fs;
use std::path::{Path, PathBuf};

use crate::rust::Masked;

/// A source file with its path from the root.
#[derive(Clone, Debug)]
pub struct Source {
    /// With forward slashes: `core/ledger/src/store.rs`.
    pub path: String,
    pub text: String,
}

/// A Rust file, also with strings and comments blanked out.
#[derive(Clone, Debug)]
pub struct RustSource {
    pub path: String,
    pub text: String,
    pub masked: Masked,
}

/// Everything the checks look at.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub rust: Vec<RustSource>,
    pub manifests: Vec<Source>,
    pub templates: Vec<Source>,
    pub texts: Vec<Source>,
}

const FOLDERS: &[&str] = &["foundation", "core", "areas", "app", "testkit", "journeys", "xtask"];

impl Sources {
    /// Reads the workspace this crate stands in.
    pub fn read() -> Sources {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut files = Vec::new();
        for folder in FOLDERS {
            gather(&root.join(folder), &mut files);
        }
        files.sort();
        let mut sources = Sources::default();
        for file in files {
            let path = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let Some(ending) = path.rsplit_once('.').map(|(_, ending)| ending.to_owned()) else { continue };
            if !matches!(ending.as_str(), "rs" | "toml" | "html" | "ftl") {
                continue;
            }
            let Ok(text) = fs::read_to_string(&file) else { continue };
            match ending.as_str() {
                "rs" => sources.rust.push(RustSource { masked: Masked::new(&text), path, text }),
                "html" => sources.templates.push(Source { path, text }),
                "ftl" => sources.texts.push(Source { path, text }),
                _ if path.ends_with("/Cargo.toml") => sources.manifests.push(Source { path, text }),
                _ => {}
            }
        }
        sources
    }
}

fn gather(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "target" && name != "snapshots") {
                gather(&path, into);
            }
        } else {
            into.push(path);
        }
    }
}

impl RustSource {
    /// `core/ledger` of `core/ledger/src/store.rs`.
    pub fn crate_folder(&self) -> &str {
        self.path.split_once("/src/").or_else(|| self.path.split_once("/tests/")).map_or("", |(folder, _)| folder)
    }

    /// Whether it is compiled into the program: not a test.
    pub fn is_shipped(&self) -> bool {
        self.path.contains("/src/")
            && !self.is_tests_module()
            && !["testkit/", "journeys/", "xtask/"].iter().any(|folder| self.path.starts_with(folder))
    }

    /// A module of tests beside the rules.
    pub fn is_tests_module(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/src/") && self.path.contains("/tests/")
    }

    /// Line number of a place in the text, from 1.
    pub fn line_of(&self, at: usize) -> usize {
        self.text[..at.min(self.text.len())].matches('\n').count() + 1
    }
}
