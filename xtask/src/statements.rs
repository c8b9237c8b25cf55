//! Every list of statements is in its crate's list, so that the test that prepares all of them misses none.

use std::collections::BTreeMap;

use crate::Sources;
use crate::exceptions::{Exception, except, without_exceptions};
use crate::rust::{closing, word_places};

/// Statements put together beside the lists.
const LOOSE: &[Exception] = &[
    except("foundation/database/src/", "differs by engine: guards, catalogue, whether a table is there"),
    except("core/ledger/src/store.rs", "the same statement for 1, 2, 3 … rows"),
    except("app/src/store.rs", "asks an engine about itself, and carries tables known only by name"),
];

/// Stores whose statements no list names, and statements outside of `statements!`.
pub fn statements(sources: &Sources) -> Vec<String> {
    let mut crates: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut loose = Vec::new();
    for file in sources.rust.iter().filter(|file| file.is_shipped()) {
        let code = file.masked.code.as_str();
        let counts = crates.entry(file.crate_folder()).or_default();
        counts.0 += code.match_indices("statements! {").filter(|(at, _)| !code[..*at].trim_end().ends_with("macro_rules!")).count();
        counts.1 += listed(code);
        let made = |at: &usize| !["->", "struct", "impl", "for", "enum"].iter().any(|before| code[..*at].trim_end().ends_with(before));
        let outside = word_places(code, "Sql {").filter(made);
        loose.extend(outside.map(|at| (file.path.clone(), format!(":{}: a statement outside of statements!", file.line_of(at)))));
    }
    let mut complaints: Vec<String> = crates
        .into_iter()
        .filter(|(_, (stores, listed))| stores != listed)
        .map(|(folder, (stores, listed))| format!("{folder} has {stores} lists of statements and names {listed} in its STATEMENTS"))
        .collect();
    complaints.extend(without_exceptions(loose, LOOSE));
    complaints
}

/// Entries of `const …STATEMENTS: &[&[Sql]] = &[…]`, and those added to other crates' in passing: `&[crate::store::STATEMENTS]`.
fn listed(code: &str) -> usize {
    let in_passing = code.match_indices("&[crate::").filter(|(at, _)| code[*at..closing(code, at + 1)].ends_with("::STATEMENTS]")).count();
    let declarations = code.match_indices("STATEMENTS: &[&[").filter_map(|(at, _)| {
        let equals = at + code[at..].find('=')?;
        let open = equals + code[equals..].find('[')?;
        let inside = &code[open + 1..closing(code, open) - 1];
        Some(inside.split(',').filter(|entry| !entry.trim().is_empty()).count())
    });
    declarations.sum::<usize>() + in_passing
}
