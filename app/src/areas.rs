//! Everything the program is made of, in order: the one list of areas.

use basics::Clock;
use database::{Schema, Sql};
use pages::{Assets, Texts};
use people::{Area, Routes};

/// The areas. A new one is a crate and a line here.
pub fn areas() -> Vec<Area> {
    vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), figures::area(), points_shop::area(), own()]
}

/// What the app itself brings: set-up, the home page, the demo's date, assets and probes.
fn own() -> Area {
    let routes = crate::probes::routes(crate::home::pages::routes(crate::setup::pages::routes(Routes::default())));
    Area {
        routes,
        texts: vec![pages::TextSource { zh_hans: include_str!("../texts/zh-Hans.ftl"), en: include_str!("../texts/en.ftl") }],
        ..Area::named("app")
    }
}

/// All tables, in an order in which each finds what it refers to.
pub fn schemas() -> Vec<Schema> {
    schemas_of(&areas())
}

fn schemas_of(areas: &[Area]) -> Vec<Schema> {
    let below = [database::schema(), settings::schema(), jobs::schema(), ledger::schema()];
    below.into_iter().chain(areas.iter().flat_map(|area| area.schemas.iter().copied())).collect()
}

/// All statements, for the test that prepares each on both engines.
pub fn statements() -> Vec<&'static [Sql]> {
    let below =
        [database::STATEMENTS, settings::ALL_STATEMENTS, jobs::ALL_STATEMENTS, ledger::STATEMENTS, &[crate::store::STATEMENTS]].concat();
    below.into_iter().chain(areas().into_iter().flat_map(|area| area.statements)).collect()
}

/// All texts, or what is wrong with them.
pub fn texts(areas: &[Area]) -> Result<Texts, String> {
    let sources: Vec<_> = std::iter::once(pages::TEXTS).chain(areas.iter().flat_map(|area| area.texts.iter().copied())).collect();
    Texts::build(&sources)
}

/// All styles and scripts.
pub fn assets(areas: &[Area]) -> Assets {
    Assets::build(pages::ASSETS.iter().copied().chain(areas.iter().flat_map(|area| area.assets.iter().copied())))
}

/// The machine's clock: the only one outside tests.
pub fn clock() -> Clock {
    Clock::System
}
