//! Figures beside the tasks: what the shop may still give out, what stands behind it, and this month.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::Message;
use people::{HomePanel, PanelFigure, PanelRow, Visitor};

use super::shops_kept;
use crate::area::SEE_SHOP;
use crate::shop::Shop;
use crate::{fund, redemption};

/// The panels of each shop the visitor keeps or watches.
pub(crate) fn figures(tx: &mut Tx<'_>, visitor: &Visitor, on: BusinessDate) -> Result<Vec<HomePanel>, DatabaseError> {
    let mut panels = Vec::new();
    for (county, shop) in shops_kept(&visitor.grants, SEE_SHOP) {
        panels.push(standing(tx, county, shop, on)?);
        panels.push(month(tx, county, shop, on)?);
    }
    Ok(panels)
}

fn row(name: &'static str, label: &'static str, value: Message, href: Option<String>) -> PanelRow {
    PanelRow { name, label: Message::new(label), value, href }
}

fn standing(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<HomePanel, DatabaseError> {
    let backing = fund::backing(tx, county, shop, on)?;
    let href = format!("/c/{county}/shops/{shop}/funds");
    let figure = PanelFigure { name: "shop.budget", value: backing.budget.to_string(), unit: "unit-points", href: Some(href) };
    let rows = vec![
        row("shop.outstanding", "home-outstanding", Message::new("home-points").with("n", backing.outstanding), None),
        row("shop.stock", "home-stock", Message::new("home-yuan").with("n", backing.stock), Some(format!("/c/{county}/shops/{shop}/goods"))),
        row("shop.fund", "home-fund", Message::new("home-yuan").with("n", backing.fund), None),
    ];
    Ok(HomePanel { title: Message::new("home-budget"), figure: Some(figure), rows })
}

fn month(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<HomePanel, DatabaseError> {
    let first = BusinessDate::from_number(on.month_number() * 100 + 1).unwrap_or(on);
    let (households, times, points) = redemption::counts_between(tx, county, shop, first, on)?;
    let (.., month, _) = on.parts();
    let rows = vec![
        row("month.redeemed", "home-redeemed", Message::new("home-points").with("n", points), None),
        row("month.households", "home-households", Message::new("home-count-households").with("n", households.to_string()), None),
        row("month.times", "home-times", Message::new("home-count-times").with("n", times.to_string()), Some(format!("/c/{county}/shops/{shop}/today"))),
    ];
    Ok(HomePanel { title: Message::new(MONTHS[usize::try_from(month - 1).unwrap_or(0)]), figure: None, rows })
}

const MONTHS: [&str; 12] =
    ["month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10", "month-11", "month-12"];
