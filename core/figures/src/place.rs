//! What a place that figures are asked of is called, and where it lies for those who may look.

use std::collections::BTreeMap;

use basics::{BusinessDate, County};
use database::{DatabaseError, Tx};
use divisions::{Divisions, Level};
use people::{Contract, FigurePlace, PathParams, Target};

/// A place with its name.
#[derive(Clone, Debug)]
pub struct Named {
    pub target: Target,
    pub name: String,
    /// None for what an area keeps.
    pub level: Option<Level>,
}

/// The place as it was called on the day; none when there was no such one in the book.
pub fn named(
    tx: &mut Tx<'_>,
    contract: &Contract,
    county: County,
    place: &FigurePlace,
    on: BusinessDate,
) -> Result<Option<Named>, DatabaseError> {
    let code = match place {
        FigurePlace::County => county.to_string(),
        FigurePlace::Division(code) => code.clone(),
        FigurePlace::Kept(id) => return kept(tx, contract, county, id.to_string(), on),
    };
    let path = Divisions::built_in().path(&code, on.date());
    let Some(division) = path.last() else { return Ok(None) };
    let (book, successors) = (county.to_string(), Divisions::built_in().successors(&county.to_string()));
    let within = path.iter().any(|above| above.code == book || successors.iter().any(|became| became.new == above.code));
    Ok(within.then(|| Named { target: Target::division(code), name: division.short_name(), level: Some(division.level) }))
}

fn kept(tx: &mut Tx<'_>, contract: &Contract, county: County, id: String, on: BusinessDate) -> Result<Option<Named>, DatabaseError> {
    for places in contract.place_lists() {
        let Some(option) = (places.list)(tx, county, on)?.into_iter().find(|option| option.id.to_string() == id) else { continue };
        let Some(scope) = contract.scope(places.kind) else { continue };
        let params = PathParams(BTreeMap::from([("county".to_owned(), county.to_string()), (places.kind.to_owned(), id.clone())]));
        return Ok((scope.find)(tx, &params)?.map(|target| Named { target, name: option.label, level: None }));
    }
    Ok(None)
}
