//! Closures for the database may be run again, and the writer waits for them: no file, network, clock, chance or hash inside.

use crate::Sources;
use crate::rust::closing;

const DOORS: &[&str] = &[".read(", ".write(", ".read_now(", ".write_now("];

/// What a closure must not do, and why.
const FORBIDDEN: &[(&str, &str)] = &[
    ("std::fs", "touches files"),
    (" fs::", "touches files"),
    ("File::", "touches files"),
    (".files", "touches files"),
    ("reqwest", "uses the network"),
    ("TcpStream", "uses the network"),
    ("spawn_blocking", "starts work elsewhere"),
    (".await", "waits"),
    ("typeset", "sets a paper"),
    ("qrcode", "draws"),
    ("hash_password", "hashes a password"),
    ("hash_in_turn", "hashes a password"),
    ("verify_password", "hashes a password"),
    ("prepare(", "prepares a picture"),
    (".now()", "reads the clock: take the moment before"),
    ("Id::fresh", "chooses an id: choose it before, so that running again is the same"),
    ("random_", "throws dice: do it before, so that running again is the same"),
];

/// Complaints about closures given to the database.
pub fn closures(sources: &Sources) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in sources.rust.iter().filter(|file| file.is_shipped()) {
        let code = file.masked.code.as_str();
        for (at, door) in DOORS.iter().flat_map(|door| code.match_indices(door)) {
            let open = at + door.len() - 1;
            let inside = &code[open..closing(code, open)];
            if !is_closure(inside) {
                continue;
            }
            for (word, why) in FORBIDDEN {
                if let Some(place) = inside.find(word) {
                    complaints.push(format!("{}:{}: a closure for the database {why} ({word})", file.path, file.line_of(open + place)));
                }
            }
        }
    }
    complaints
}

fn is_closure(inside: &str) -> bool {
    let inside = inside[1..].trim_start();
    inside.starts_with("move |") || inside.starts_with('|')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::Masked;
    use crate::sources::RustSource;

    #[test]
    fn what_a_closure_does_is_seen_and_what_stands_around_it_is_not() {
        let text = "let now = site.now(); db.write(move |tx| { add(tx, Id::fresh())?; log(tx, site.now()) }).await; file.read(&mut bytes); Id::fresh()";
        let rust = vec![RustSource { path: "core/people/src/x.rs".to_owned(), text: text.to_owned(), masked: Masked::new(text) }];
        assert_eq!(closures(&Sources { rust, ..Sources::default() }).len(), 2);
    }
}
