//! Every route as every role: the own opens, the neighbour's is as unknown as what does not exist.

use std::collections::BTreeSet;

use testkit::on_both_engines;
use testkit::permissions::{Walk, guest_faults, missing_samples, tokenless_faults};

use crate::common::World;
use crate::common::logins::{ADMINISTRATOR, ROLES};
use crate::samples::SAMPLES;

fn good(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Names of the logins of a role: in force and run out.
fn logins() -> Vec<(&'static str, String, String)> {
    ROLES.iter().map(|role| (role.role, format!("cuiping.{}", role.word), format!("cuiping.{}.expired", role.word))).collect()
}

/// What the role does not reach. The administrator reaches everything and has no neighbour.
fn walk<'a>(world: &'a World, (role, login, expired_login): &'a (&'static str, String, String)) -> Walk<'a> {
    let foreign = match *role {
        "administrator" => vec![],
        "county_officer" | "auditor" => vec![&world.other_county],
        "township_reviewer" => vec![&world.other_township, &world.other_county],
        _ => vec![&world.neighbour, &world.other_township, &world.other_county],
    };
    Walk { role, login, expired_login, own: &world.own, foreign, neighbour: &world.neighbour, nowhere: &world.nowhere }
}

fn administrator() -> (&'static str, String, String) {
    ("administrator", ADMINISTRATOR.to_owned(), String::new())
}

#[test]
fn every_route_has_a_sample() {
    let world = World::new(database::Engine::Sqlite);
    for place in [&world.own, &world.neighbour, &world.other_township, &world.other_county, &world.nowhere] {
        good(missing_samples(&world.app, SAMPLES, place));
    }
}

on_both_engines! {
    fn what_is_a_neighbours_is_as_unknown_as_what_does_not_exist(engine) {
        let world = World::new(engine);
        let logins = [logins(), vec![administrator()]].concat();
        good(logins.iter().flat_map(|login| walk(&world, login).neighbour_faults(&world.app, SAMPLES)).collect());
    }

    fn everybody_reaches_what_is_their_own(engine) {
        let (mut faults, mut done) = (Vec::new(), BTreeSet::new());
        for login in [logins(), vec![administrator()]].concat() {
            // Forms change the world, so each role gets a new one.
            let world = World::new(engine);
            let (found, through) = walk(&world, &login).own_faults(&world.app, SAMPLES);
            faults.extend(found);
            done.extend(through);
        }
        let stuck = SAMPLES.iter().filter(|sample| sample.post && sample.path != "/login" && !done.contains(sample.path));
        faults.extend(stuck.filter(|sample| sample.never_done.is_none()).map(|sample| format!("nobody gets through with {}", sample.path)));
        let through = SAMPLES.iter().filter(|sample| sample.never_done.is_some() && done.contains(sample.path));
        faults.extend(through.map(|sample| format!("somebody gets through with {} after all", sample.path)));
        good(faults);
    }

    fn a_role_that_has_run_out_opens_nothing(engine) {
        let world = World::new(engine);
        good(logins().iter().flat_map(|login| walk(&world, login).expired_faults(&world.app, SAMPLES)).collect());
    }

    fn guests_are_asked_to_sign_in_and_learn_nothing(engine) {
        let world = World::new(engine);
        good(guest_faults(&world.app, SAMPLES, &world.own, &world.nowhere));
    }
}

#[test]
fn a_form_without_its_token_is_not_taken() {
    let world = World::new(database::Engine::Sqlite);
    good(tokenless_faults(&world.app, SAMPLES, "cuiping.manager", &world.own));
}
