//! SQL about slips entered late.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};

use super::LateSlip;
use crate::redemption::Redemption;
use crate::shop::Shop;

statements! {
    INSERT = "INSERT INTO redemption_late (county, redemption, shop, paper_number, reason, entered_on) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT paper_number, reason, entered_on FROM redemption_late WHERE county = $1 AND redemption = $2";
    OF_PAPER = "SELECT redemption FROM redemption_late WHERE county = $1 AND shop = $2 AND paper_number = $3";
}

/// How a slip came late.
#[derive(Clone, Debug)]
pub struct LateRow {
    pub paper_number: String,
    pub reason: String,
    pub entered_on: BusinessDate,
}

pub(super) fn insert(tx: &mut Tx<'_>, slip: &LateSlip) -> Result<(), DatabaseError> {
    let Redemption { county, id, shop, .. } = slip.redemption;
    tx.execute(INSERT, args![county, id, shop, slip.paper_number, slip.reason, slip.entered_on]).map(drop)
}

/// How this slip came late; none for one of the counter.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Redemption>) -> Result<Option<LateRow>, DatabaseError> {
    tx.row(FIND, args![county, id], |row| Ok(LateRow { paper_number: row.get(0)?, reason: row.get(1)?, entered_on: row.get(2)? }))
}

/// The slip that was entered under this number of a paper.
pub(super) fn of_paper(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, number: &str) -> Result<Option<Id<Redemption>>, DatabaseError> {
    tx.row(OF_PAPER, args![county, shop, number], |row| row.get(0))
}
