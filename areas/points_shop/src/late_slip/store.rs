//! SQL about slips entered late.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use money::TenthPoints;

use super::LateSlip;
use crate::redemption::Redemption;
use crate::shop::Shop;

statements! {
    INSERT = "INSERT INTO redemption_late (county, redemption, shop, paper_number, reason, entered_on) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT paper_number, reason, entered_on FROM redemption_late WHERE county = $1 AND redemption = $2";
    OF_PAPER = "SELECT redemption FROM redemption_late WHERE county = $1 AND shop = $2 AND paper_number = $3";
    SINCE = "SELECT r.id, r.number, r.handed_on, p.name, r.points, r.clerk, x.paper_number, x.reason, x.entered_on
             FROM redemption_late x JOIN redemption r ON r.county = x.county AND r.id = x.redemption
             JOIN household h ON h.county = r.county AND h.id = r.household JOIN person p ON p.county = h.county AND p.id = h.head
             WHERE x.county = $1 AND x.shop = $2 AND x.entered_on >= $3 ORDER BY x.entered_on DESC, r.handed_on DESC, r.number DESC LIMIT 200";
}

/// A slip entered late, in a list.
#[derive(Clone, Debug)]
pub struct LateInList {
    pub id: Id<Redemption>,
    pub number: i64,
    pub on: BusinessDate,
    pub head_name: String,
    pub points: TenthPoints,
    pub clerk: Id,
    pub late: LateRow,
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

/// Slips of a shop entered late since a day, the latest first.
pub fn since(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, day: BusinessDate) -> Result<Vec<LateInList>, DatabaseError> {
    tx.rows(SINCE, args![county, shop, day], |row| {
        let late = LateRow { paper_number: row.get(6)?, reason: row.get(7)?, entered_on: row.get(8)? };
        Ok(LateInList {
            id: row.get(0)?,
            number: row.get(1)?,
            on: row.get(2)?,
            head_name: row.get(3)?,
            points: row.get(4)?,
            clerk: row.get(5)?,
            late,
        })
    })
}

/// The slip that was entered under this number of a paper.
pub(super) fn of_paper(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, number: &str) -> Result<Option<Id<Redemption>>, DatabaseError> {
    tx.row(OF_PAPER, args![county, shop, number], |row| row.get(0))
}
