//! SQL about the photos of deeds.

use std::collections::BTreeMap;

use basics::{County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx, args, statements};
use files::FileId;
use serde_json::json;

use crate::deed::Deed;

statements! {
    OF_DEED = "SELECT number, file FROM deed_photo WHERE county = $1 AND deed = $2 ORDER BY number";
    ATTACH = "INSERT INTO deed_photo (county, deed, number, file, at, actor) VALUES ($1, $2, $3, $4, $5, $6)";
    COUNTS = "SELECT f.deed, count(*) FROM deed_photo f JOIN deed d ON d.county = f.county AND d.id = f.deed
              WHERE f.county = $1 AND d.village = $2 AND d.month = $3 GROUP BY f.deed";
}

/// The photos of a deed, in the order they came.
pub fn of_deed(tx: &mut Tx<'_>, county: County, deed: Id<Deed>) -> Result<Vec<(i64, String)>, DatabaseError> {
    tx.rows(OF_DEED, args![county, deed], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// How many photos the deeds of a village and month have; those without any are left out.
pub fn counts(tx: &mut Tx<'_>, county: County, village: &str, month: i64) -> Result<BTreeMap<Id<Deed>, usize>, DatabaseError> {
    let rows = tx.rows(COUNTS, args![county, village, month], |row| Ok((row.get::<Id<Deed>>(0)?, row.get::<i64>(1)?)))?;
    Ok(rows.into_iter().map(|(deed, count)| (deed, usize::try_from(count).unwrap_or(usize::MAX))).collect())
}

/// Adds photos behind those that are there; one that is there already stays as it is.
pub(in crate::deed) fn attach(
    tx: &mut Tx<'_>,
    county: County,
    deed: Id<Deed>,
    photos: &[FileId],
    (by, now): (Id, Moment),
) -> Result<(), DatabaseError> {
    let there = of_deed(tx, county, deed)?;
    let new: Vec<String> = photos.iter().map(ToString::to_string).filter(|file| there.iter().all(|(_, known)| known != file)).collect();
    for (file, number) in new.iter().zip(there.len() as i64 + 1..) {
        tx.execute(ATTACH, args![county, deed, number, file, now, by])?;
    }
    if new.is_empty() {
        return Ok(());
    }
    let after = Some(json!({ "photos": there.len() + new.len() }));
    tx.changed(Change { subject: Subject::new(county, "deed", deed), actor: Some(by), verb: "photo-added", at: now, before: None, after })
}
