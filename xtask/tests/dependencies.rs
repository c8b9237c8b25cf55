//! What comes from elsewhere, held against deny.toml without cargo-deny, and the reasons in the manifests.

use std::path::Path;
use std::process::Command;

use xtask::Sources;

fn file(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)).expect("it is there")
}

/// What a command prints.
fn printed(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn licences_and_sources_are_those_of_deny_toml() {
    // Only what this machine builds with: the rest need not have been fetched.
    let about = printed("rustc", &["--version", "--verbose"]);
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc says what it builds for");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let metadata = printed(&cargo, &["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("JSON");
    assert!(metadata["packages"].as_array().is_some_and(|packages| packages.len() > 100), "all packages are listed");
    let deny = file("deny.toml");
    let allowed = xtask::allowed_licences(&deny);
    assert!(allowed.contains(&"MIT"), "the list is found");
    assert_eq!(xtask::foreign_sources(&metadata, &allowed), [""; 0]);
    assert!(deny.contains("allow-registry = [\"https://github.com/rust-lang/crates.io-index\"]") && deny.contains("allow-git = []"));
}

#[test]
fn every_dependency_says_what_it_saves_us() {
    let mut complaints = xtask::unreasoned("Cargo.toml", &file("Cargo.toml"));
    for manifest in &Sources::read().manifests {
        complaints.extend(xtask::unreasoned(&manifest.path, &manifest.text));
    }
    assert_eq!(complaints, [""; 0]);
}
