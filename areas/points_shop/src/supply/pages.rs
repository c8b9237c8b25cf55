//! The page and the paper of what to see to: expiring lots, how long goods last, what to ask for.

use askama::Template;
use axum::extract::Path;
use basics::{County, Id};
use database::DatabaseError;
use money::Pieces;
use pages::{Frame, PageError, PageResult, page};
use people::{RouteAccess, Routes, Visitor};
use serde_json::{Value, json};

use super::{Expiring, Supplies, Supply, supplies};
use crate::area::{KEEP_GOODS, SEE_SHOP, place_of};
use crate::goods::Stock;
use crate::papers::SUPPLY;
use crate::shop::{self, Shop};

pub(crate) fn routes(routes: Routes) -> Routes {
    let see = RouteAccess::Needs(SEE_SHOP, "shop");
    routes.get("/c/{county}/shops/{shop}/supply", see, show).get("/c/{county}/shops/{shop}/supply.pdf", see, print)
}

#[derive(Template)]
#[template(path = "supply/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    shop: Shop,
    supplies: Supplies,
    may_keep: bool,
}

impl ShowPage {
    fn wanted(&self) -> Vec<(&Supply, Pieces)> {
        self.supplies.wanted()
    }

    /// How near a lot's last day is, in words, and the class of its chip.
    fn near(&self, one: &Expiring) -> (String, &'static str) {
        match one.days {
            ..0 => (self.frame.say1("supply-expired", "days", -one.days), "stop"),
            0 => (self.frame.say("supply-last-day"), "stop"),
            days => (self.frame.say1("supply-days", "days", days), "wait"),
        }
    }

    fn lasts(&self, one: &Supply) -> String {
        lasts(&self.frame, one)
    }
}

/// `够 12 天`, that nothing went, or that there is none and since when: the same words wherever it stands.
fn lasts(frame: &Frame, one: &Supply) -> String {
    if one.stock() == Stock::Gone {
        return one.gone_since.map_or_else(|| frame.say("goods-gone"), |day| frame.say1("supply-gone-since", "day", day));
    }
    one.lasts().map_or_else(|| frame.say("supply-no-pace"), |days| frame.say1("supply-lasts", "days", days))
}

async fn found(visitor: &Visitor, county: County, id: Id<Shop>) -> Result<(Shop, Supplies), PageError> {
    let on = visitor.site().today();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(shop) = shop::find(tx, county, id)? else { return Ok::<_, DatabaseError>(None) };
            let supplies = supplies(tx, &shop, on)?;
            Ok(Some((shop, supplies)))
        })
        .await?;
    found.ok_or(PageError::NotFound)
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let (shop, supplies) = found(&visitor, county, id).await?;
    let may_keep = visitor.may(KEEP_GOODS, &place_of(&shop));
    page(&ShowPage { frame: visitor.frame(), county, shop, supplies, may_keep })
}

async fn print(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let (shop, supplies) = found(&visitor, county, id).await?;
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let row = |(one, pieces): (&Supply, Pieces)| {
        json!({ "number": one.goods.number_text(), "goods": one.goods.full_name(), "unit": one.goods.piece_unit, "left": one.left.0,
                "minimum": one.goods.minimum.0, "handed_out": one.handed_out.0, "lasts": lasts(&frame, one), "wanted": pieces.0 })
    };
    let goods: Vec<Value> = supplies.wanted().into_iter().map(row).collect();
    let expiring: Vec<Value> = supplies
        .expiring
        .iter()
        .map(|one| {
            json!({ "number": one.goods.number_text(), "goods": one.goods.full_name(), "unit": one.goods.piece_unit,
                    "left": one.lot.left.0, "expires": one.expires_on.to_string() })
        })
        .collect();
    let data = json!({
        "shop": shop.name, "phone": shop.phone, "date": on.to_string(), "pace_days": supplies.pace_days, "cover_days": supplies.cover_days,
        "goods": goods, "expiring": expiring, "clerk": visitor.login.display_name,
        "printed_at": visitor.site().now().to_string(), "demo": visitor.site().options.demo,
    });
    SUPPLY.answer(&frame, data, Vec::new(), on.parts()).await
}
