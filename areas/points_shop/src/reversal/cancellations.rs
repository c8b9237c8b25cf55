//! The list of slips cancelled on their own day, for the supervisor.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use basics::{County, Id};
use database::DatabaseError;
use pages::{Frame, PageError, PageResult, page};
use people::Visitor;

use crate::names::names;
use crate::redemption::pages::number_words;
use crate::redemption::{self, DaySlip};
use crate::shop::{self, Shop};

/// How far back the list reaches, in days.
const CANCELLED_DAYS: i32 = 92;

struct CancelledRow {
    slip: DaySlip,
    number: String,
    reason: String,
    clerk: String,
}

#[derive(Template)]
#[template(path = "reversal/cancellations.html")]
struct CancellationsPage {
    frame: Frame,
    county: County,
    shop: Shop,
    rows: Vec<CancelledRow>,
}

pub(super) async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let since = visitor.site().today().plus_days(-CANCELLED_DAYS);
    let (shop, slips, names) = visitor
        .site()
        .db
        .read(move |tx| {
            let slips = redemption::cancelled_since(tx, county, id, since)?;
            let names: BTreeMap<Id, String> = names(tx, slips.iter().map(|slip| slip.clerk))?;
            Ok::<_, DatabaseError>((shop::find(tx, county, id)?, slips, names))
        })
        .await?;
    let rows = slips.into_iter().map(|slip| CancelledRow {
        number: number_words(slip.on, slip.number),
        reason: slip.cancelled.clone().unwrap_or_default(),
        clerk: names.get(&slip.clerk).cloned().unwrap_or_default(),
        slip,
    });
    page(&CancellationsPage { rows: rows.collect(), frame: visitor.frame(), county, shop: shop.ok_or(PageError::NotFound)? })
}
