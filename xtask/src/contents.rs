//! What may stand in which file: SQL, clocks, floats, input and output, things left undone.

use crate::Sources;
use crate::exceptions::{Exception, except, without_exceptions};
use crate::rust::word_places;
use crate::sources::RustSource;

const SQL_BEGINNINGS: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "INSERT OR ",
    "UPDATE ",
    "DELETE FROM ",
    "WITH ",
    "MERGE INTO ",
    "TRUNCATE ",
    "CREATE ",
    "DROP ",
    "ALTER ",
    "PRAGMA ",
    "GRANT ",
    "REVOKE ",
];

const SQL_ELSEWHERE: &[Exception] = &[
    except("app/src/commands/bench/", "the bare loop the door is measured against has statements of its own"),
    except("app/src/commands/fault/", "asks SQLite about its own file, and drops the connections of a server of its own"),
    except("foundation/database/src/", "the door itself: books, changes, marks, guards, what the engines say about themselves"),
    except("foundation/settings/src/lib.rs", "one table, one file"),
    except("core/ledger/src/history.rs", "looking back is what it is for"),
    except("core/ledger/src/export.rs", "reads the book page by page"),
    except("core/ledger/src/verify.rs", "recounts from the rows themselves"),
    except("core/ledger/src/reversal.rs", "one small table, one file"),
    except("core/people/src/access_log.rs", "one small table, one file"),
    except("core/people/src/grant.rs", "one small table, one file"),
    except("core/people/src/kept_form.rs", "one small table, one file"),
    except("core/people/src/relative.rs", "one small table, one file"),
    except("core/people/src/throttle.rs", "one small table, one file"),
    except("core/registry/src/body.rs", "one small table, one file"),
    except("app/src/commands/migrate/citus.rs", "writes a script for psql and asks nothing"),
    except("app/src/backup/table.rs", "carries every table there is, by the names the catalogue gives"),
];

/// SQL outside of stores.
pub fn sql_in_stores(sources: &Sources) -> Vec<String> {
    let mut found = Vec::new();
    for file in sources.rust.iter().filter(|file| file.is_shipped() && !file.path.ends_with("/store.rs")) {
        for literal in &file.masked.literals {
            let text = literal.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\\' || c == 'n');
            if SQL_BEGINNINGS.iter().any(|beginning| text.starts_with(beginning)) {
                found.push((file.path.clone(), format!(":{}: SQL belongs into store.rs", file.line_of(literal.at))));
            }
        }
    }
    without_exceptions(found, SQL_ELSEWHERE)
}

const CLOCKS: &[&str] = &["Timestamp::now", "Zoned::now", "SystemTime::now", "Instant::now", "Clock::System"];

const CLOCKS_ALLOWED: &[Exception] = &[
    except("foundation/basics/src/time.rs", "the one clock"),
    except("foundation/database/src/task.rs", "measures how long a closure held the database; decides nothing"),
    except("foundation/database/src/lite.rs", "decides when a group is committed, nothing of what is written"),
    except("foundation/database/src/postgres_door.rs", "measures how long a commit took; decides nothing"),
    except("app/", "the program's edge: it hands the clock to everything else and measures its own work"),
];

/// Clocks outside the edge: time arrives as a parameter.
pub fn clocks(sources: &Sources) -> Vec<String> {
    let shipped = sources.rust.iter().filter(|file| file.is_shipped());
    let found = shipped.flat_map(|file| places(file, CLOCKS, "reads a clock")).collect();
    without_exceptions(found, CLOCKS_ALLOWED)
}

const MONEY_CRATES: &[&str] = &["foundation/money/", "foundation/settings/", "core/ledger/", "core/figures/", "areas/points_shop/"];

/// Floating-point numbers near money, points and counts.
pub fn floats(sources: &Sources) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in sources.rust.iter().filter(|file| file.is_shipped() && MONEY_CRATES.iter().any(|folder| file.path.starts_with(folder))) {
        complaints.extend(places(file, &["f32", "f64"], "is no whole number").into_iter().map(|(path, what)| path + &what));
        let code = file.masked.code.as_str();
        complaints.extend(float_literals(code).map(|at| format!("{}:{}: a number with a point", file.path, file.line_of(at))));
    }
    complaints
}

/// `0.5`, but neither `pair.0.1` nor `0..5`.
fn float_literals(code: &str) -> impl Iterator<Item = usize> + '_ {
    code.match_indices('.').map(|(at, _)| at).filter(|at| {
        let (before, after) = (&code[..*at], &code[at + 1..]);
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_').len();
        let word = before[..before.len() - digits].chars().next_back();
        digits > 0
            && after.starts_with(|c: char| c.is_ascii_digit())
            && !word.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.' || c == ')')
    })
}

/// Files of areas that stand beside the rules and are none.
const NO_RULES: &[Exception] = &[except("areas/points_shop/src/papers.rs", "sets papers in a thread of its own and answers with them")];

/// Rules, stores, forms and postings know no web and wait for nothing.
pub fn rules_without_io(sources: &Sources) -> Vec<String> {
    let mut found = Vec::new();
    for file in sources.rust.iter().filter(|file| file.is_shipped() && is_pure(&file.path)) {
        found.extend(places(file, &["axum", ".await", "async", "tokio"], "in a file of rules"));
    }
    without_exceptions(found, NO_RULES)
}

fn is_pure(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or_default();
    let of_an_area = path.starts_with("areas/") && path.split('/').count() == 4;
    let in_any_crate = matches!(file, "store.rs" | "form.rs" | "posting.rs" | "carry_out.rs") && !path.starts_with("foundation/");
    of_an_area || in_any_crate
}

const UNFINISHED: &[&str] = &["TODO", "FIXME", "XXX", "todo!", "unimplemented!", "#[ignore"];

/// What was left for later.
pub fn unfinished(sources: &Sources) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in &sources.rust {
        for word in UNFINISHED {
            let found = word_places(&file.masked.with_comments, word);
            complaints.extend(found.map(|at| format!("{}:{}: {word}", file.path, file.line_of(at))));
        }
    }
    for file in sources.templates.iter().chain(&sources.texts) {
        complaints
            .extend(["TODO", "FIXME"].into_iter().filter(|word| file.text.contains(word)).map(|word| format!("{}: {word}", file.path)));
    }
    complaints
}

fn places(file: &RustSource, words: &[&str], what: &str) -> Vec<(String, String)> {
    let code = &file.masked.code;
    let found = words.iter().flat_map(|word| word_places(code, word).map(move |at| (at, *word)));
    found.map(|(at, word)| (file.path.clone(), format!(":{}: {word} {what}", file.line_of(at)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::Masked;

    fn sources(path: &str, text: &str) -> Sources {
        let rust = vec![RustSource { path: path.to_owned(), text: text.to_owned(), masked: Masked::new(text) }];
        Sources { rust, ..Sources::default() }
    }

    fn of_file(complaints: Vec<String>) -> usize {
        complaints.iter().filter(|complaint| complaint.starts_with("areas/")).count()
    }

    #[test]
    fn each_rule_sees_what_breaks_it() {
        let rule = "areas/giving/src/gift.rs";
        assert_eq!(of_file(sql_in_stores(&sources(rule, "const A: &str = \"SELECT id FROM gift\";"))), 1);
        assert_eq!(of_file(sql_in_stores(&sources("areas/giving/src/gift/store.rs", "const A: &str = \"SELECT 1\";"))), 0);
        assert_eq!(of_file(clocks(&sources(rule, "let now = Timestamp::now();"))), 1);
        assert_eq!(of_file(rules_without_io(&sources(rule, "use axum::Router; async fn a() { b().await }"))), 3);
        assert_eq!(of_file(rules_without_io(&sources("areas/giving/src/gift/pages.rs", "use axum::Router;"))), 0);
        assert_eq!(of_file(unfinished(&sources(rule, "// TODO later\nfn a() { todo!() }"))), 2);
        assert_eq!(of_file(floats(&sources("areas/points_shop/src/x.rs", "let a: f64 = 0.5; let b = pair.0.1; 0..5"))), 2);
    }
}
