//! Who may depend on whom, read from the manifests.

use std::collections::BTreeMap;

use crate::Sources;

/// Crates below the areas, each with the crates of ours it may use. What is missing here may use nothing.
const BELOW: &[(&str, &[&str])] = &[
    ("basics", &[]),
    ("money", &["basics"]),
    ("database", &["basics", "money"]),
    ("settings", &["basics", "money", "database"]),
    ("jobs", &["basics", "money", "database"]),
    ("files", &["basics"]),
    ("paper", &["basics"]),
    ("sheets", &["basics"]),
    ("pages", &["basics", "money", "database", "files"]),
    ("divisions", &["basics"]),
    // The ledger knows nobody: neither who acts nor what a household is.
    ("ledger", &["basics", "money", "database"]),
    ("people", &["basics", "money", "database", "settings", "jobs", "pages", "files", "divisions"]),
    ("registry", &["basics", "money", "database", "settings", "jobs", "pages", "files", "divisions", "people"]),
    // Lists of whatever an area lists; it knows no points and no shop.
    ("trust", &["basics", "money", "database", "settings", "jobs", "pages", "files", "divisions", "people", "registry"]),
    // Questions and answers of any area; it knows no household and no shop.
    ("figures", &["basics", "money", "database", "pages", "sheets", "divisions", "people"]),
    // It mounts areas that are handed to it, and knows none.
    ("testkit", &["basics", "money", "database", "settings", "jobs", "pages", "files", "ledger", "divisions", "people"]),
    ("xtask", &[]),
    ("journeys", &["basics", "testkit"]),
];

/// Complaints about dependencies that point the wrong way. Tests of a crate may use `testkit` beside what the crate itself may.
pub fn arrows(sources: &Sources) -> Vec<String> {
    let crates: BTreeMap<String, (&str, Vec<Needed>)> =
        sources.manifests.iter().map(|manifest| (name_of(&manifest.text), (tier(&manifest.path), needs(&manifest.text)))).collect();
    let mut complaints = Vec::new();
    for (name, (tier, needs)) in &crates {
        let ours = needs.iter().filter(|need| crates.contains_key(&need.name));
        for need in ours.filter(|need| !(need.in_tests && need.name == "testkit")) {
            let needed_tier = crates[&need.name].0;
            let allowed = match *tier {
                "app" => need.name != "xtask" && need.name != "testkit" && need.name != "journeys",
                "areas" => matches!(needed_tier, "foundation" | "core"),
                _ => BELOW.iter().find(|(below, _)| below == name).is_some_and(|(_, may)| may.contains(&need.name.as_str())),
            };
            if !allowed {
                complaints.push(format!("{name} ({tier}) must not use {} ({needed_tier})", need.name));
            }
        }
    }
    for (name, may) in BELOW {
        let missing = std::iter::once(name).chain(*may).find(|name| !crates.contains_key(**name));
        complaints.extend(missing.map(|missing| format!("the table of arrows names {missing}, which is no crate")));
    }
    complaints
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Needed {
    name: String,
    in_tests: bool,
}

fn tier(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

fn name_of(manifest: &str) -> String {
    let line = manifest.lines().find_map(|line| line.strip_prefix("name = "));
    line.unwrap_or_default().trim_matches('"').to_owned()
}

fn needs(manifest: &str) -> Vec<Needed> {
    let mut section = "";
    let mut needs = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if section.contains("dependencies")
            && let Some(name) = line.split(['.', ' ', '=']).next().filter(|name| !name.is_empty() && !name.starts_with('#'))
        {
            needs.push(Needed { name: name.to_owned(), in_tests: section.contains("dev-") });
        }
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Source;

    fn sources(manifests: &[(&str, &str, &str)]) -> Sources {
        let manifests = manifests.iter().map(|(folder, name, needs)| Source {
            path: format!("{folder}/Cargo.toml"),
            text: format!("[package]\nname = \"{name}\"\n[dependencies]\n{needs}\n[lints]\nworkspace = true\n"),
        });
        Sources { manifests: manifests.collect(), ..Sources::default() }
    }

    #[test]
    fn arrows_point_one_way() {
        let world = |area: &str, ledger: &str| {
            let all = sources(&[
                ("foundation/basics", "basics", ""),
                ("core/ledger", "ledger", ledger),
                ("core/people", "people", "basics.workspace = true"),
                ("areas/giving", "giving", ""),
                ("areas/clinic", "clinic", area),
            ]);
            arrows(&all).into_iter().filter(|complaint| complaint.contains("must not")).collect::<Vec<_>>()
        };
        assert_eq!(world("people.workspace = true", "basics.workspace = true"), [""; 0]);
        assert_eq!(world("giving = { workspace = true }", ""), ["clinic (areas) must not use giving (areas)"]);
        assert_eq!(world("", "people.workspace = true"), ["ledger (core) must not use people (core)"]);
    }
}
