//! What a donor finds at home: how many households were reached, and the latest lots that arrived, with the way to each.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use money::Pieces;
use pages::Message;
use people::{HomePanel, PanelFigure, PanelRow, Place, Visitor};
use registry::body::Body;

use super::{DONOR, given, reached, store, villages};
use crate::area::SEE_GIFTS;

/// Lots named.
const LATEST: usize = 5;

/// One panel for each donor the visitor stands for.
pub(crate) fn panels(tx: &mut Tx<'_>, visitor: &Visitor, _: BusinessDate) -> Result<Vec<HomePanel>, DatabaseError> {
    let mut panels = Vec::new();
    for grant in visitor.grants.iter().filter(|grant| grant.permissions.contains(&SEE_GIFTS)) {
        if let Place::Kept { kind, id, .. } = &grant.place
            && kind == DONOR
            && let Some(name) = store::name(tx, grant.county, id.of())?
        {
            panels.push(panel(tx, grant.county, (id.of(), &name))?);
        }
    }
    Ok(panels)
}

fn panel(tx: &mut Tx<'_>, county: County, (donor, name): (Id<Body>, &str)) -> Result<HomePanel, DatabaseError> {
    let page = format!("/c/{county}/gifts/{donor}");
    let (mut lots, (_, households)) = (given(tx, county, donor)?, villages(&reached(tx, county, donor, None)?));
    // What nobody took yet comes after what arrived somewhere.
    lots.sort_by_key(|lot| lot.handed_out() == Pieces::ZERO);
    let row = |lot: &super::Given| PanelRow {
        name: "gift-lot",
        label: Message::new("gift-home-lot").with("day", lot.on).with("goods", lot.goods.as_str()).with("shop", lot.shop.as_str()),
        value: Message::new("gift-home-left")
            .with("out", lot.handed_out().to_string())
            .with("left", lot.left.to_string())
            .with("unit", lot.piece_unit.as_str()),
        href: Some(format!("{page}/lots/{}", lot.lot)),
    };
    Ok(HomePanel {
        title: Message::new("gift-home-title").with("donor", name),
        figure: Some(PanelFigure {
            name: "gift-households",
            value: Pieces(households as i64).to_string(),
            unit: "gift-unit-households",
            href: Some(page.clone()),
        }),
        rows: lots.iter().take(LATEST).map(row).collect(),
    })
}
