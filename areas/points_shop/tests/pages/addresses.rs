//! Addresses that nobody can read: whatever stands in them, the answer is the page of what is not there, in the reader's language.

use axum::http::{Method, StatusCode};
use database::Engine;

use crate::common::World;
use crate::common::logins::ADMINISTRATOR;

/// No id, no number, no day; and not even text.
const ODD: &[&str] = &["not-an-id", "%FF", "1%2F2", "-1"];

/// The route's address in the own place with one of its parts odd.
fn odd_addresses(path: &str, fill: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let parts: Vec<&str> = path.split('/').collect();
    let named = parts.iter().enumerate().filter(|(_, part)| part.starts_with('{'));
    named
        .flat_map(|(at, _)| {
            ODD.iter()
                .filter_map(|odd| {
                    parts
                        .iter()
                        .enumerate()
                        .map(|(place, part)| if place == at { Some((*odd).to_owned()) } else { fill(part) })
                        .collect::<Option<Vec<_>>>()
                })
                .collect::<Vec<_>>()
        })
        .map(|parts| parts.join("/"))
        .collect()
}

#[test]
fn an_address_that_cannot_be_read_is_as_unknown_as_any_other() {
    let world = World::new(Engine::Sqlite);
    let mut faults = Vec::new();
    for login in ["cuiping.manager", "cuiping.officer", ADMINISTRATOR] {
        let caller = world.app.sign_in(login);
        for route in world.app.contract.routes.iter().filter(|route| !route.path.contains("{*")) {
            for address in odd_addresses(route.path, |part| world.own.fill(part)) {
                let answer = if route.method == Method::GET { caller.get(&address) } else { caller.post(&address, &[]) };
                let known = matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN);
                if !known || !answer.header("content-type").starts_with("text/html") {
                    faults.push(format!("{login}: {} {address}: {} {}", route.method, answer.status, answer.header("content-type")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn a_query_that_cannot_be_read_is_not_there_either() {
    let world = World::new(Engine::Sqlite);
    let caller = world.app.sign_in("cuiping.manager");
    let path = world.own.fill("/c/{county}/households/{household}/points?below=x").expect("the own household");
    let answer = caller.get(&path);
    assert!(answer.header("content-type").starts_with("text/html"), "{}: {}", answer.status, answer.text());
}
