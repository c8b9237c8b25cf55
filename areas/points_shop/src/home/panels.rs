//! Figures beside the tasks of whoever keeps a shop: what stands on the shelf, and the day so far.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::Message;
use people::{HomePanel, PanelFigure, PanelRow, Visitor};

use super::{shops_kept, stock, store};
use crate::area::SEE_SHOP;
use crate::shop::Shop;
use crate::{day, fund, gift, redemption, shop};

/// The panels for this visitor.
pub(crate) fn panels(tx: &mut Tx<'_>, visitor: &Visitor, on: BusinessDate) -> Result<Vec<HomePanel>, DatabaseError> {
    let mut panels = Vec::new();
    for (county, shop) in shops_kept(&visitor.grants, SEE_SHOP) {
        panels.push(backing(tx, county, shop, on)?);
        if let Some(shop) = shop::find(tx, county, shop)? {
            panels.push(stock::panel(tx, &shop, on)?);
        }
        panels.push(so_far(tx, county, shop, on)?);
        panels.push(last_month(tx, county, shop, on)?);
    }
    panels.extend(gift::panels(tx, visitor, on)?);
    Ok(panels)
}

/// What the shop may still give out first, and below it what stands behind the points.
fn backing(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<HomePanel, DatabaseError> {
    let backing = fund::backing(tx, county, shop, on)?;
    let at = |page: &str| Some(format!("/c/{county}/shops/{shop}{page}"));
    let yuan = |name, label, value: String, page| PanelRow {
        name,
        label: Message::new(label),
        value: Message::new("home-yuan-value").with("value", value),
        href: at(page),
    };
    Ok(HomePanel {
        title: Message::new("home-budget-left"),
        figure: Some(PanelFigure { name: "shop-budget", value: backing.budget.to_string(), unit: "unit-points", href: at("/funds") }),
        rows: vec![
            PanelRow {
                name: "shop-outstanding",
                label: Message::new("shop-figure-outstanding"),
                value: Message::new("home-points-value").with("value", backing.outstanding),
                href: at("/funds"),
            },
            yuan("shop-stock", "figure-stock-at-cost", backing.stock.cost.to_string(), "/goods"),
            yuan("shop-fund", "home-fund", backing.fund.to_string(), "/funds"),
        ],
    })
}

/// The last whole month: points given and redeemed, households and how often they came.
fn last_month(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<HomePanel, DatabaseError> {
    let last = BusinessDate::from_number(on.month_number() * 100 + 1).unwrap_or(on).plus_days(-1);
    let month = store::month(tx, county, shop, last.month_number())?;
    let row = |name, label, value| PanelRow { name, label: Message::new(label), value, href: None };
    Ok(HomePanel {
        title: Message::new("home-month").with("month", i64::from(last.parts().1)),
        figure: None,
        rows: vec![
            row("month-given", "home-given", Message::new("home-points-value").with("value", month.given)),
            row("month-redeemed", "home-points-redeemed", Message::new("home-points-value").with("value", month.redeemed)),
            row("month-households", "home-households", Message::new("home-households-value").with("count", month.households)),
            row("month-times", "home-times", Message::new("home-times-value").with("count", month.times)),
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
