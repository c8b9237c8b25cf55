//! How every page looks in both languages, and what must hold of all of them.
//!
//! After a change on purpose: `INSTA_UPDATE=always cargo test -p points_shop --test pages snapshots`, and read the difference.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use database::Engine;
use pages::SiteOptions;
use testkit::gallery::{Lookers, shots};
use testkit::{html, on_both_engines};

use crate::common::World;
use crate::samples::SAMPLES;

const LOOKERS: Lookers<'_> = &[
    ("shop_manager", "cuiping.manager"),
    ("township_reviewer", "cuiping.reviewer"),
    ("county_officer", "cuiping.officer"),
    ("village_clerk", "cuiping.clerk"),
];

const FOLDER: &str = "../snapshots/pages";

on_both_engines! {
    fn every_page_looks_as_it_did(engine) {
        let world = World::new(engine);
        let (mut changed, mut names) = (Vec::new(), BTreeSet::new());
        for shot in shots(&world.app, SAMPLES, &world.own, LOOKERS) {
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(FOLDER);
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let (name, text) = (shot.name.replace(' ', "-"), shot.text());
            let compared = catch_unwind(AssertUnwindSafe(|| settings.bind(|| insta::assert_snapshot!(name.clone(), text))));
            if compared.is_err() {
                changed.push(name.clone());
            }
            names.insert(format!("{name}.snap"));
        }
        assert_eq!(changed, [""; 0], "these pages look different");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/pages");
        let kept = std::fs::read_dir(folder).expect("snapshots are kept").flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let orphans: Vec<String> = kept.filter(|file| file.ends_with(".snap") && !names.contains(file)).collect();
        assert_eq!(orphans, [""; 0], "no page has these snapshots any more");
    }
}

#[test]
fn every_page_is_sound_and_light_in_both_languages() {
    // As a demo there is most to say: the bar with the date stands above everything.
    let world = World::with(Engine::Sqlite, SiteOptions { demo: true, insecure_lan: true, ..SiteOptions::default() });
    let faults: Vec<String> = shots(&world.app, SAMPLES, &world.own, LOOKERS).iter().flat_map(|shot| shot.faults(&world.app)).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn pages_about_what_went_wrong_are_sound_and_show_a_way_out() {
    let world = World::new(Engine::Sqlite);
    let manager = world.app.sign_in("cuiping.manager");
    let elsewhere = world.neighbour.fill("/c/{county}/shops/{shop}").expect("the place has a shop");
    let not_allowed = world.own.fill("/c/{county}/logins").expect("the place has a county");
    let answers = [
        manager.get("/there/is/no/such/page"),
        manager.get(&elsewhere),
        manager.get(&not_allowed),
        manager.post_without_token("/logout", &[("csrf", "of another browser")]),
        world.app.guest().get("/there/is/no/such/page"),
        world.app.guest().get("/login"),
    ];
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses, [404, 404, 403, 400, 404, 200]);
    for answer in answers {
        assert_eq!(html::faults(&answer.text()), [""; 0], "{}", answer.path);
        assert!(answer.text().contains("href=\"/\""), "{} shows the way home", answer.path);
        assert_eq!(answer.header("cache-control"), "no-store", "{}", answer.path);
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{}", answer.path);
    }
}
