//! How long files and functions are, and that each module says what it is for.

use crate::Sources;
use crate::exceptions::{Exception, without_exceptions};
use crate::rust::functions;

const FILE_LINES_MAX: usize = 800;
/// From here on a file is looked at: could it be two?
const FILE_LINES_QUESTIONED: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;
const TEMPLATE_LINES_MAX: usize = 150;

const LONG_FUNCTIONS: &[Exception] = &[];

/// Files and functions that are too long.
pub fn sizes(sources: &Sources) -> Vec<String> {
    let mut found = Vec::new();
    for file in &sources.rust {
        let lines = file.text.lines().count();
        if lines > FILE_LINES_MAX {
            found.push((file.path.clone(), format!(": {lines} lines")));
        }
        for function in functions(&file.masked.code) {
            let lines = file.text[function.start..function.end].lines().count();
            if lines > FUNCTION_LINES_MAX {
                found.push((file.path.clone(), format!(":{}: {} has {lines} lines", file.line_of(function.start), function.name)));
            }
        }
    }
    for file in &sources.templates {
        let lines = file.text.lines().count();
        if lines > TEMPLATE_LINES_MAX {
            found.push((file.path.clone(), format!(": {lines} lines")));
        }
    }
    without_exceptions(found, LONG_FUNCTIONS)
}

/// Files to be looked at, longest first.
pub fn long_files(sources: &Sources) -> Vec<String> {
    let mut long: Vec<(usize, &str)> = sources.rust.iter().map(|file| (file.text.lines().count(), file.path.as_str())).collect();
    long.retain(|(lines, _)| *lines > FILE_LINES_QUESTIONED);
    long.sort_unstable_by(|one, other| other.cmp(one));
    long.into_iter().map(|(lines, path)| format!("{lines} {path}")).collect()
}

/// Modules whose first line does not say what they are for.
pub fn first_lines(sources: &Sources) -> Vec<String> {
    let says = |text: &str| {
        text.lines().next().and_then(|line| line.strip_prefix("//! ")).is_some_and(|line| line.len() > 10 && line != "placeholder")
    };
    sources
        .rust
        .iter()
        .filter(|file| !says(&file.text))
        .map(|file| format!("{}: the first line says what the module is for", file.path))
        .collect()
}
