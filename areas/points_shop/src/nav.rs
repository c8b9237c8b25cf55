//! Where the entries of the bar lead, for what somebody may do.

use people::{Grant, Permission, Place};
use registry::SEE_ACCESS_LOG;

use crate::area::{CONFIRM_REVERSAL, SEE_DEEDS, SEE_RULES, SEE_SHOP};

/// A page of the one shop somebody keeps.
pub(crate) fn shop_page(grants: &[Grant], permission: Permission, page: &str) -> Option<String> {
    grants.iter().filter(|grant| grant.permissions.contains(&permission)).find_map(|grant| match &grant.place {
        Place::Kept { kind, id, .. } if kind == "shop" => Some(format!("/c/{}/shops/{id}{page}", grant.county)),
        _ => None,
    })
}

/// The list of shops, or the own shop's page.
pub(crate) fn shops_page(grants: &[Grant]) -> Option<String> {
    let own = shop_page(grants, SEE_SHOP, "");
    own.or_else(|| grants.iter().find(|grant| grant.permissions.contains(&SEE_SHOP)).map(|grant| format!("/c/{}/shops", grant.county)))
}

/// Deeds of the visitor's part of the book.
pub(crate) fn deeds_page(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&SEE_DEEDS))?;
    Some(format!("/c/{}/deeds", grant.county))
}

/// Appraisals of the visitor's part of the book.
pub(crate) fn appraisals_page(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&trust::SEE_ROSTERS))?;
    Some(format!("/c/{}/appraisals", grant.county))
}

/// The rule tables of the book.
pub(crate) fn rules_page(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&SEE_RULES))?;
    Some(format!("/c/{}/rules", grant.county))
}

/// Reversals that wait for a second login; whoever oversees more finds them there.
pub(crate) fn reversals_page(grants: &[Grant]) -> Option<String> {
    let grant = grants.iter().find(|grant| grant.permissions.contains(&CONFIRM_REVERSAL))?;
    let oversees = grants.iter().any(|grant| grant.permissions.contains(&SEE_ACCESS_LOG));
    (!oversees).then(|| format!("/c/{}/reversals", grant.county))
}
