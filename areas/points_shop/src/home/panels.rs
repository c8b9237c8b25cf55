//! Figures beside the tasks of whoever keeps a shop: what stands on the shelf, and the day so far.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::Message;
use people::{HomePanel, PanelFigure, PanelRow, Visitor};

use super::shops_kept;
use crate::area::SEE_SHOP;
use crate::shop::Shop;
use crate::{day, fund, redemption};

/// The panels for this visitor.
pub(crate) fn panels(tx: &mut Tx<'_>, visitor: &Visitor, on: BusinessDate) -> Result<Vec<HomePanel>, DatabaseError> {
    let mut panels = Vec::new();
    for (county, shop) in shops_kept(&visitor.grants, SEE_SHOP) {
        panels.push(stock(tx, county, shop, on)?);
        panels.push(so_far(tx, county, shop, on)?);
    }
    Ok(panels)
}

fn stock(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<HomePanel, DatabaseError> {
    let backing = fund::backing(tx, county, shop, on)?;
    let at = |page: &str| Some(format!("/c/{county}/shops/{shop}{page}"));
    let row = |name, label, points| PanelRow {
        name,
        label: Message::new(label),
        value: Message::new("home-points-value").with("value", points),
        href: at("/funds"),
    };
    Ok(HomePanel {
        title: Message::new("shop-figure-stock"),
        figure: Some(PanelFigure { name: "shop-stock", value: backing.stock.to_string(), unit: "shop-unit-yuan", href: at("/goods") }),
        rows: vec![
            row("shop-outstanding", "shop-figure-outstanding", backing.outstanding),
            row("shop-budget", "shop-figure-budget", backing.budget),
        ],
    })
}

fn so_far(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<HomePanel, DatabaseError> {
    let sums = day::sums(&redemption::of_day(tx, county, shop, on)?);
    let today = Some(format!("/c/{county}/shops/{shop}/today"));
    let row = |name, label, value| PanelRow { name, label: Message::new(label), value, href: today.clone() };
    Ok(HomePanel {
        title: Message::new("home-so-far"),
        figure: None,
        rows: vec![
            row("day-slips", "home-slips", Message::new("home-slips-value").with("count", sums.slips)),
            row("day-points", "home-points-redeemed", Message::new("home-points-value").with("value", sums.points)),
            row("day-pieces", "home-pieces", Message::new("home-pieces-value").with("count", sums.pieces)),
        ],
    })
}
