//! The pages of a donor: all that was given with where it went, and one lot of it. Counts and villages, never a name.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id};
use database::DatabaseError;
use divisions::Divisions;
use money::Pieces;
use pages::{Frame, PageError, PageResult, page};
use people::{Grant, Place, RouteAccess, Routes, Visitor};
use registry::body::Body;

use super::{DONOR, Given, Kind, Village, given, kinds, reached, store, villages};
use crate::area::SEE_GIFTS;
use crate::receipt::Lot;
use crate::shop::village_name;

/// Lots on a page.
const PAGE: usize = 40;

pub(crate) fn routes(routes: Routes) -> Routes {
    let see = RouteAccess::Needs(SEE_GIFTS, "donor");
    routes.get("/c/{county}/gifts/{donor}", see, show).get("/c/{county}/gifts/{donor}/lots/{lot}", see, show_lot)
}

/// The page of the donor a visitor stands for.
pub(crate) fn own_page(grants: &[Grant]) -> Option<String> {
    grants.iter().filter(|grant| grant.permissions.contains(&SEE_GIFTS)).find_map(|grant| match &grant.place {
        Place::Kept { kind, id, .. } if kind == DONOR => Some(format!("/c/{}/gifts/{id}", grant.county)),
        _ => None,
    })
}

/// A village as a row names it.
struct VillageRow {
    township: String,
    village: String,
    households: String,
    slips: String,
}

fn row(village: &Village, on: BusinessDate) -> VillageRow {
    let township = Divisions::built_in().township_of(&village.code, on.date());
    VillageRow {
        township: township.map(|township| township.short_name()).unwrap_or_default(),
        village: village_name(&village.code, on),
        households: Pieces(village.households as i64).to_string(),
        slips: Pieces(village.slips).to_string(),
    }
}

#[derive(Template)]
#[template(path = "gift/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    donor: Id<Body>,
    name: String,
    place: String,
    kinds: Vec<Kind>,
    villages: Vec<VillageRow>,
    households: String,
    slips: String,
    /// All there are, and those of this page.
    all: usize,
    lots: Vec<Given>,
    page: usize,
    more: bool,
}

#[derive(serde::Deserialize, Default)]
struct PageQuery {
    #[serde(default)]
    page: usize,
}

async fn show(
    visitor: Visitor,
    Path((county, donor)): Path<(County, Id<Body>)>,
    Query(PageQuery { page: at }): Query<PageQuery>,
) -> PageResult {
    let (on, at) = (visitor.site().today(), at.min(1_000));
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let name = store::name(tx, county, donor)?;
            Ok::<_, DatabaseError>((name, given(tx, county, donor)?, reached(tx, county, donor, None)?))
        })
        .await?;
    let (Some(name), lots, reached) = found else { return Err(PageError::NotFound) };
    let (villages, households) = villages(&reached);
    page(&ShowPage {
        frame: visitor.frame(),
        place: Divisions::built_in().full_name(&county.to_string(), on.date()).unwrap_or_default(),
        kinds: kinds(&lots),
        households: Pieces(households as i64).to_string(),
        slips: Pieces(villages.iter().map(|village| village.slips).sum()).to_string(),
        villages: villages.iter().map(|village| row(village, on)).collect(),
        all: lots.len(),
        more: lots.len() > (at + 1) * PAGE,
        lots: lots.into_iter().skip(at * PAGE).take(PAGE).collect(),
        page: at,
        county,
        donor,
        name,
    })
}

#[derive(Template)]
#[template(path = "gift/lot.html")]
struct LotPage {
    frame: Frame,
    county: County,
    donor: Id<Body>,
    name: String,
    lot: Given,
    villages: Vec<VillageRow>,
    households: String,
}

async fn show_lot(visitor: Visitor, Path((county, donor, id)): Path<(County, Id<Body>, Id<Lot>)>) -> PageResult {
    let on = visitor.site().today();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let lot = given(tx, county, donor)?.into_iter().find(|lot| lot.lot == id);
            Ok::<_, DatabaseError>((store::name(tx, county, donor)?, lot, reached(tx, county, donor, Some(id))?))
        })
        .await?;
    let (Some(name), Some(lot), reached) = found else { return Err(PageError::NotFound) };
    let (villages, households) = villages(&reached);
    page(&LotPage {
        frame: visitor.frame(),
        villages: villages.iter().map(|village| row(village, on)).collect(),
        households: Pieces(households as i64).to_string(),
        county,
        donor,
        name,
        lot,
    })
}
