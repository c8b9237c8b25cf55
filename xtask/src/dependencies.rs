//! What comes from elsewhere: under which licence, from which place, and for what reason.

use serde_json::Value;

/// Lines of the workspace's manifest one comment may stand for.
const GROUP_MAX: usize = 7;

/// The licences `deny.toml` allows.
pub fn allowed_licences(deny: &str) -> Vec<&str> {
    let list = deny.split("allow = [").nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
    list.split('"').skip(1).step_by(2).collect()
}

/// Whether a licence expression, such as `(MIT OR Apache-2.0) AND Unicode-3.0`, can be met by these. The older `MIT/Apache-2.0` is a choice.
pub fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let met = any(&words, &mut at, allowed);
    met && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut met = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        // Both sides are read, whatever the first says.
        met |= all(words, at, allowed);
    }
    met
}

fn all(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let word = words.get(*at).copied().unwrap_or_default();
    *at += 1;
    if word == "(" {
        let met = any(words, at, allowed);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return met && closed;
    }
    if words.get(*at) != Some(&"WITH") {
        return allowed.contains(&word);
    }
    let with = format!("{word} WITH {}", words.get(*at + 1).copied().unwrap_or_default());
    *at += 2;
    allowed.contains(&with.as_str()) || allowed.contains(&word)
}

/// Packages, as `cargo metadata` lists them, that have another licence or come from another place than they may.
pub fn foreign_sources(metadata: &Value, allowed: &[&str]) -> Vec<String> {
    const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";
    let mut complaints = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or("a package without a name");
        if let Some(source) = package["source"].as_str().filter(|source| *source != CRATES_IO) {
            complaints.push(format!("{name} comes from {source}, not from crates.io"));
        }
        let licence = package["license"].as_str().unwrap_or("no licence that is named");
        if !is_allowed(licence, allowed) {
            complaints.push(format!("{name} is under {licence}, which deny.toml does not allow"));
        }
    }
    complaints
}

/// Dependencies from elsewhere without a reason above them or above their group, and those that would take any version.
pub fn unreasoned(path: &str, manifest: &str) -> Vec<String> {
    let (mut section, mut under) = ("", None);
    let mut complaints = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            (section, under) = (line, None);
        } else if line.starts_with('#') {
            under = Some(0);
        } else if line.is_empty() {
            under = None;
        } else if section.contains("dependencies") && !line.contains("path = ") && !line.contains("workspace = true") {
            let name = line.split([' ', '=']).next().unwrap_or_default();
            under = under.map(|lines| lines + 1);
            if under.is_none_or(|lines| lines > GROUP_MAX) {
                complaints.push(format!("{path}: {name} does not say what it saves us"));
            }
            if line.contains('*') || line.contains("git = ") || !line.contains(|letter: char| letter.is_ascii_digit()) {
                complaints.push(format!("{path}: {name} names no version"));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_chosen_as_their_expressions_say() {
        let allowed = ["MIT", "Apache-2.0", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"];
        for (expression, expected) in [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("GPL-3.0-only OR MIT", true),
            ("MIT/GPL-2.0", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("(MIT OR Apache-2.0) AND GPL-3.0-only", false),
            ("MIT AND GPL-3.0-only OR Apache-2.0", true),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("GPL-3.0-only WITH Classpath-exception-2.0", false),
            ("", false),
            ("(MIT", false),
            ("MIT Apache-2.0", false),
        ] {
            assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
        }
        assert_eq!(allowed_licences("x\nallow = [\n  \"MIT\",\n  \"ISC\",\n]\nallow-git = []"), ["MIT", "ISC"]);
    }

    #[test]
    fn reasons_and_versions_are_missed() {
        let complaints = |lines: &str| unreasoned("Cargo.toml", &format!("[workspace.dependencies]\n{lines}")).len();
        assert_eq!(complaints("# Why.\na = \"1\"\nb = { version = \"2.1\" }\nours = { path = \"x\" }"), 0);
        assert_eq!(complaints("a = \"1\""), 1);
        assert_eq!(complaints("# Why.\na = \"*\""), 1);
        assert_eq!(complaints("# Why.\na = { git = \"https://example.org\" }"), 1);
        assert_eq!(complaints("# Why.\na = \"1\"\n\nb = \"1\""), 1);
        assert_eq!(complaints(&format!("# Why.\n{}", "a = \"1\"\n".repeat(GROUP_MAX + 1))), 1);
        let outside = serde_json::json!({ "packages": [
            { "name": "a", "source": "git+https://example.org", "license": "MIT" },
            { "name": "b", "source": null, "license": null },
        ] });
        assert_eq!(foreign_sources(&outside, &["MIT"]).len(), 2);
    }
}
