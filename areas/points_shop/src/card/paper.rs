//! The face of a card as the paper prints it.

use divisions::Divisions;
use pages::{Frame, PageError, Site};
use registry::household::Household;
use serde_json::{Value, json};

use super::{Card, address, shown_number};
use crate::papers::qr_rows;

/// What one face shows; the QR code is drawn later, because drawing hundreds takes a while.
pub(super) struct Face {
    pub(super) shop: String,
    pub(super) village: String,
    pub(super) group: String,
    pub(super) household: Household,
    pub(super) card: Card,
    pub(super) address: String,
}

/// What the card's QR code holds. Without a public address it leads to this machine, which is enough for a scanner at the till.
pub(crate) fn card_address(site: &Site, card: &Card) -> String {
    let public = site.options.public_url.trim_end_matches('/');
    let public = if public.is_empty() { "http://localhost:8080" } else { public };
    address(public, card.county, &card.secret)
}

/// The face of a household's card.
pub(super) fn face(site: &Site, frame: &Frame, shop: &str, household: Household, card: Card) -> Face {
    Face {
        shop: shop.to_owned(),
        village: township_and_village(site, &household.village),
        group: frame.say1("household-in-group", "group", &household.village_group),
        address: card_address(site, &card),
        household,
        card,
    }
}

/// `翠华镇翠华村`: within the county everybody knows which county it is.
fn township_and_village(site: &Site, village: &str) -> String {
    let (divisions, on) = (Divisions::built_in(), site.today().date());
    let township = divisions.township_of(village, on).map(|township| township.short_name()).unwrap_or_default();
    let village = divisions.find(village, on).map(|village| village.short_name()).unwrap_or_default();
    format!("{township}{village}")
}

/// What the template reads.
pub(super) fn data(faces: &[Face], demo: bool) -> Result<Value, PageError> {
    let mut cards = Vec::with_capacity(faces.len());
    for face in faces {
        cards.push(json!({
            "shop": face.shop,
            "head_masked_or_full": face.household.head_name,
            "household_code": face.household.code,
            "village": face.village,
            "group": face.group,
            "card_number": shown_number(face.card.number),
            "issued": face.card.issued_on.to_string(),
            "qr": qr_rows(&face.address)?,
        }));
    }
    Ok(json!({ "cards": cards, "demo": demo }))
}
