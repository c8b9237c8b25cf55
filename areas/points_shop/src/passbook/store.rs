//! SQL about the slips behind a household's lines.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use registry::household::Household;

use super::{GoodsTaken, SlipAt};
use crate::redemption::Redemption;
use crate::set_aside::SetAside;

statements! {
    SLIPS = "SELECT r.id, r.shop, g.name, g.piece_unit, CAST(sum(l.quantity) AS BIGINT) FROM redemption r
             JOIN redemption_line l ON l.county = r.county AND l.redemption = r.id
             JOIN goods g ON g.county = l.county AND g.id = l.goods
             WHERE r.county = $1 AND r.household = $2 AND r.handed_on >= $3 AND r.handed_on <= $4
             GROUP BY r.id, r.shop, g.id, g.name, g.piece_unit ORDER BY r.id, min(l.line)";
    COLLECTED = "SELECT id, shop FROM redemption WHERE county = $1 AND household = $2 AND set_aside = $3";
}

/// Slips of a household by id, with what was handed over on each.
pub(super) type Slips = BTreeMap<Id<Redemption>, (SlipAt, Vec<GoodsTaken>)>;

/// Slips of the days from the first to the last.
pub(super) fn slips(
    tx: &mut Tx<'_>,
    county: County,
    household: Id<Household>,
    days: (BusinessDate, BusinessDate),
) -> Result<Slips, DatabaseError> {
    let mut slips = Slips::new();
    let found = tx.rows(SLIPS, args![county, household, days.0, days.1], |row| {
        let slip = SlipAt { id: row.get(0)?, shop: row.get(1)? };
        Ok((slip, GoodsTaken { name: row.get(2)?, piece_unit: row.get(3)?, pieces: row.get(4)? }))
    })?;
    for (slip, goods) in found {
        slips.entry(slip.id).or_insert_with(|| (slip, Vec::new())).1.push(goods);
    }
    Ok(slips)
}

/// The slip with which a household collected what was set aside.
pub(super) fn collected(
    tx: &mut Tx<'_>,
    county: County,
    household: Id<Household>,
    set_aside: Id<SetAside>,
) -> Result<Option<SlipAt>, DatabaseError> {
    tx.row(COLLECTED, args![county, household, set_aside], |row| Ok(SlipAt { id: row.get(0)?, shop: row.get(1)? }))
}
