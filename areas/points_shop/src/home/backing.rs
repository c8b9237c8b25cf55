//! What the county is told of shops whose points have too little money and goods behind them.

use basics::{BusinessDate, County};
use database::{DatabaseError, Tx};
use money::{Fen, TenthPoints};
use pages::Message;
use people::{Todo, Visitor};

use super::NAMED;
use crate::area::{GRANT_FUNDS, place_of};
use crate::fund::{self, Backing, FEN_PER_POINT};
use crate::posting;
use crate::shop::{self, Shop};

/// One entry for all of them, the one that lacks most in front.
pub(super) fn todos(tx: &mut Tx<'_>, visitor: &Visitor, on: BusinessDate) -> Result<Vec<Todo>, DatabaseError> {
    let mut todos = Vec::new();
    for county in visitor.counties().into_iter().filter(|_| visitor.has(GRANT_FUNDS)) {
        let mut short: Vec<(TenthPoints, Shop)> = unbacked(tx, county, on)?;
        short.retain(|(_, shop)| visitor.may(GRANT_FUNDS, &place_of(shop)));
        let Some((points, worst)) = short.first() else { continue };
        let names: Vec<&str> = short.iter().take(NAMED).map(|(_, shop)| shop.name.as_str()).collect();
        let detail = Message::new("home-unbacked-worst").with("names", names.join(" · ")).with("points", *points);
        todos.push(Todo {
            count: short.len().to_string(),
            what: Message::new("home-unbacked").with("count", short.len()),
            detail: Some(detail),
            urgent: true,
            href: format!("/c/{county}/shops/{}/funds", worst.id),
            button: "home-unbacked-button",
        });
    }
    Ok(todos)
}

/// Shops that lack something behind their points, with how many points it lacks for.
fn unbacked(tx: &mut Tx<'_>, county: County, on: BusinessDate) -> Result<Vec<(TenthPoints, Shop)>, DatabaseError> {
    let (out, fen_per_point) = (fund::out_by_shop(tx, county)?, settings::value(tx, county, "", FEN_PER_POINT, on)?);
    let mut short = Vec::new();
    for shop in shop::all(tx, county)?.into_iter().filter(|shop| shop.closed_on.is_none_or(|closed| closed > on)) {
        let backing = Backing {
            fund: Fen(ledger::balance(tx, county, &posting::fund(shop.id))?),
            stock: fund::shelf_value(&fund::lot_values(tx, county, shop.id)?, on),
            budget: TenthPoints(ledger::balance(tx, county, &posting::budget(shop.id))?),
            outstanding: out.get(&shop.id).copied().unwrap_or_default(),
            fen_per_point,
            ..Backing::default()
        };
        if backing.room().is_negative() {
            short.push((-backing.room(), shop));
        }
    }
    short.sort_by_key(|(points, _)| -points.0);
    Ok(short)
}
