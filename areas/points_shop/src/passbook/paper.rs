//! A page of the passbook as the paper prints it: oldest line first, carried forward, checked against the book's head.

use basics::{County, Digest, Id};
use database::{DatabaseError, Tx};
use money::TenthPoints;
use pages::{Frame, PageError, Site};
use registry::household::{self, Household};
use serde_json::{Value, json};

use super::{BookletPage, booklet_page, words};
use crate::card::{self, Card};
use crate::names::names;
use crate::papers::qr_rows;
use crate::shop;

/// What is read for the paper in one snapshot.
pub(super) struct Printed {
    pub(super) household: Household,
    shop: String,
    card: Option<Card>,
    page: BookletPage,
    names: std::collections::BTreeMap<Id, String>,
    head: (i64, Digest),
}

/// Reads what the paper shows: the page of this number, or the last one.
pub(super) fn read(
    tx: &mut Tx<'_>,
    county: County,
    id: Id<Household>,
    number: Option<i64>,
    on: basics::BusinessDate,
) -> Result<Option<Printed>, DatabaseError> {
    let Some(household) = household::find(tx, county, id)? else { return Ok(None) };
    let shop = shop::serving(tx, county, &household.village, on)?.map(|shop| shop.name).unwrap_or_default();
    let page = booklet_page(tx, county, id, number)?;
    let names = names(tx, page.list.iter().flat_map(|entry| entry.by.iter().copied()))?;
    Ok(Some(Printed { household, shop, card: card::alive_of(tx, county, id)?, page, names, head: ledger::head(tx, county)? }))
}

/// What the template reads.
pub(super) fn data(site: &Site, frame: &Frame, printed: &Printed) -> Result<Value, PageError> {
    let household = &printed.household;
    let lines: Vec<Value> = printed
        .page
        .list
        .iter()
        .map(|entry| {
            let (change, owed) = (words::change(entry).replace('-', "−"), words::owed_after(frame, entry).unwrap_or_default());
            let by = words::by(frame, entry, &printed.names);
            json!({ "date": entry.on.to_string(), "why": words::why(frame, entry), "change": change, "balance": entry.balance.to_string(),
                    "owed": owed, "by": by })
        })
        .collect();
    let qr = match &printed.card {
        Some(card) => qr_rows(&card::pages::card_address(site, card))?,
        None => Vec::new(),
    };
    let (seq, head) = printed.head;
    Ok(json!({
        "shop": printed.shop,
        "head": household.head_name,
        "household_code": household.code,
        "address": words::address_of(frame, household, site.today()),
        "opened": household.since.to_string(),
        "page_number": printed.page.number,
        "carried_forward": printed.page.carried.to_string(),
        "carried_owed": match printed.page.carried_owed {
            TenthPoints::ZERO => String::new(),
            owed => frame.say1("passbook-line-owed", "points", owed),
        },
        "qr": qr,
        "lines": lines,
        "printed_at": format!("{} {}", site.today(), site.now().hour_minute()),
        "check": { "seq": seq, "head_short": &hex::encode(head)[..12] },
        "demo": site.options.demo,
    }))
}
