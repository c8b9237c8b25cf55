//! The slips of a shop that were entered late, for whoever supervises it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use basics::{County, Id};
use database::DatabaseError;
use pages::{Frame, PageError, PageResult, page};
use people::Visitor;

use super::{LateInList, since};
use crate::names::names;
use crate::redemption::pages::number_words;
use crate::shop::{self, Shop};

/// How far back the list reaches, in days.
const DAYS: i32 = 366;

#[derive(Template)]
#[template(path = "late_slip/list.html")]
struct ListPage {
    frame: Frame,
    county: County,
    shop: Shop,
    rows: Vec<LateInList>,
    names: BTreeMap<Id, String>,
}

impl ListPage {
    fn who(&self, row: &LateInList) -> &str {
        self.names.get(&row.clerk).map_or("", String::as_str)
    }

    fn number(&self, row: &LateInList) -> String {
        number_words(row.on, row.number)
    }
}

pub(super) async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let day = visitor.site().today().plus_days(-DAYS);
    let (shop, rows, names) = visitor
        .site()
        .db
        .read(move |tx| {
            let rows = since(tx, county, id, day)?;
            let names = names(tx, rows.iter().map(|row| row.clerk))?;
            Ok::<_, DatabaseError>((shop::find(tx, county, id)?, rows, names))
        })
        .await?;
    page(&ListPage { frame: visitor.frame(), county, shop: shop.ok_or(PageError::NotFound)?, rows, names })
}
