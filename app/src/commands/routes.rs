//! `routes`: every page and form, and what it takes to reach it.

use people::{Contract, RouteAccess, RouteInfo};
use serde_json::json;

use super::Called;
use crate::exit::{Exit, Failure};
use crate::{areas, terminal};

/// Lists the routes by path.
pub fn run(called: &Called) -> Result<Exit, Failure> {
    let mut routes = Contract::of(&areas::areas()).routes;
    routes.sort_by_key(|route| (route.path, route.method.to_string()));
    if called.json {
        let list: Vec<_> = routes
            .iter()
            .map(|route| {
                let (permission, scope) = needs(route);
                json!({ "method": route.method.as_str(), "path": route.path, "permission": permission, "scope": scope })
            })
            .collect();
        terminal::result(&serde_json::Value::Array(list).to_string());
        return Ok(Exit::Good);
    }
    for route in &routes {
        let (permission, scope) = needs(route);
        terminal::result(&format!("{:<5} {:<60} {:<24} {}", route.method.as_str(), route.path, permission, scope.unwrap_or_default()));
    }
    Ok(Exit::Good)
}

fn needs(route: &RouteInfo) -> (&'static str, Option<&'static str>) {
    match route.access {
        RouteAccess::Public => ("public", None),
        RouteAccess::SignedIn => ("signed-in", None),
        RouteAccess::Needs(permission, scope) => (permission.name, Some(scope)),
    }
}
