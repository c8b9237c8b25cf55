//! SQL about how far a book has come on its way to the first redemption, and when a shop was last open.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use money::TenthPoints;
use people::login::Login;

use crate::shop::Shop;

statements! {
    BEGUN = "SELECT EXISTS (SELECT 1 FROM shop WHERE county = $1), EXISTS (SELECT 1 FROM goods WHERE county = $1),
             EXISTS (SELECT 1 FROM goods_receipt WHERE county = $1), EXISTS (SELECT 1 FROM budget_grant WHERE county = $1),
             EXISTS (SELECT 1 FROM card WHERE county = $1), EXISTS (SELECT 1 FROM opening_balance WHERE county = $1),
             EXISTS (SELECT 1 FROM redemption WHERE county = $1)";
    // A day on which all slips were taken back was no opening; the latest one that was is found from the end.
    LAST_DAY = "SELECT r.handed_on, count(DISTINCT r.household) FROM redemption r WHERE r.county = $1 AND r.shop = $2
                AND r.handed_on = (SELECT m.handed_on FROM redemption m WHERE m.county = $1 AND m.shop = $2 AND m.handed_on < $3
                AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = m.county AND p.reverses = m.id) ORDER BY m.handed_on DESC LIMIT 1)
                AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = r.county AND p.reverses = r.id) GROUP BY r.handed_on";
    // Slips taken back the same day or later do not count.
    REDEEMED = "SELECT CAST(coalesce(sum(r.points), 0) AS BIGINT), count(DISTINCT r.household), count(*) FROM redemption r
                WHERE r.county = $1 AND r.shop = $2 AND r.handed_on >= $3 AND r.handed_on < $4
                AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = r.county AND p.reverses = r.id)";
    GIVEN = "SELECT CAST(coalesce(sum(plus), 0) AS BIGINT) FROM award WHERE county = $1 AND shop = $2 AND confirmed_on >= $3 AND confirmed_on < $4";
    STAFF = "SELECT DISTINCT g.login FROM role_grant g JOIN login n ON n.id = g.login WHERE g.county = $1 AND g.division = $2
             AND g.role IN ('village_clerk', 'village_supervisor') AND g.ended_at IS NULL AND (g.until_on IS NULL OR g.until_on >= $3) AND n.disabled_at IS NULL";
    OWN_DEEDS = "SELECT count(CASE WHEN state = 'draft' THEN 1 END), count(CASE WHEN state = 'returned' THEN 1 END) FROM deed
                 WHERE county = $1 AND recorder = $2 AND state IN ('draft', 'returned')";
    // Houses that this month's check by a team has not been to, in villages whose rules have such a check.
    NOT_IN_ROUND = "SELECT count(*) FROM household h WHERE h.county = $1 AND h.village >= $2 AND h.village < $3 AND h.until_on IS NULL
                    AND NOT EXISTS (SELECT 1 FROM deed d JOIN point_rule r ON r.county = d.county AND r.id = d.rule WHERE d.county = h.county
                    AND d.household = h.id AND d.month = $4 AND r.recorder = 'check-team' AND d.state NOT IN ('rejected', 'withdrawn', 'reversed'))";
    TO_CHECK = "SELECT count(*) FROM deed WHERE county = $1 AND village >= $2 AND village < $3 AND state = 'submitted' AND recorder <> $4";
    OLDEST_TO_CHECK = "SELECT done_on, village_group FROM deed WHERE county = $1 AND village >= $2 AND village < $3 AND state = 'submitted'
                       AND recorder <> $4 ORDER BY done_on, id LIMIT 1";
    UNCONFIRMED = "SELECT DISTINCT r.place FROM roster r WHERE r.county = $1 AND r.list_type = 'points-month' AND r.place >= $2 AND r.place < $3
                   AND r.period = $4 AND EXISTS (SELECT 1 FROM roster_entry e WHERE e.county = r.county AND e.roster = r.id
                   AND e.state IN ('open', 'objected', 'returned')) ORDER BY r.place";
    SPENT = "SELECT s.id, s.name, CAST(sum(a.plus) AS BIGINT) FROM shop s JOIN award a ON a.county = s.county AND a.shop = s.id
             WHERE s.county = $1 AND s.village >= $2 AND s.village < $3 AND a.confirmed_on >= $4 GROUP BY s.id, s.name ORDER BY s.name";
}

/// A month of a shop.
pub(super) struct Month {
    pub given: TenthPoints,
    pub redeemed: TenthPoints,
    pub households: i64,
    pub times: i64,
}

/// What a shop gave and handed out in a month, yyyymm.
pub(super) fn month(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, month: i64) -> Result<Month, DatabaseError> {
    let (from, until) = (month * 100, month * 100 + 99);
    let given = tx.one(GIVEN, args![county, shop, from, until], |row| row.get(0))?;
    tx.one(REDEEMED, args![county, shop, from, until], |row| {
        Ok(Month { given, redeemed: row.get(0)?, households: row.get(1)?, times: row.get(2)? })
    })
}

/// Clerks and supervisors of a village.
pub(super) fn staff_of(tx: &mut Tx<'_>, county: County, village: &str, on: BusinessDate) -> Result<Vec<Id<Login>>, DatabaseError> {
    tx.rows(STAFF, args![county, village, on], |row| row.get(0))
}

/// Deeds of a recorder that wait for the recorder.
pub(super) struct Own {
    pub drafts: usize,
    pub returned: usize,
}

pub(super) fn own_deeds(tx: &mut Tx<'_>, county: County, recorder: Id) -> Result<Own, DatabaseError> {
    tx.one(OWN_DEEDS, args![county, recorder], |row| Ok(Own { drafts: count(row.get(0)?), returned: count(row.get(1)?) }))
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// Houses the month's check has not been to.
pub(super) fn not_in_round(tx: &mut Tx<'_>, county: County, within: &str, month: i64) -> Result<usize, DatabaseError> {
    Ok(count(tx.one(NOT_IN_ROUND, args![county, within, format!("{within}:"), month], |row| row.get(0))?))
}

/// Deeds others handed in, with the oldest one's day and group.
pub(super) struct ToCheck {
    pub count: usize,
    pub oldest: Option<(BusinessDate, String)>,
}

pub(super) fn to_check(tx: &mut Tx<'_>, county: County, within: &str, checker: Id) -> Result<ToCheck, DatabaseError> {
    let end = format!("{within}:");
    let waiting = count(tx.one(TO_CHECK, args![county, within, end, checker], |row| row.get(0))?);
    let oldest = tx.row(OLDEST_TO_CHECK, args![county, within, end, checker], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(ToCheck { count: waiting, oldest })
}

/// Villages that met about the month and have not come to its end.
pub(crate) fn unconfirmed(tx: &mut Tx<'_>, county: County, within: &str, month: i64) -> Result<Vec<String>, DatabaseError> {
    tx.rows(UNCONFIRMED, args![county, within, format!("{within}:"), month], |row| row.get(0))
}

/// Points a shop gave since a day.
pub(super) struct Spent {
    pub shop: Id<Shop>,
    pub name: String,
    pub plus: TenthPoints,
}

pub(super) fn spent_lately(tx: &mut Tx<'_>, county: County, within: &str, since: BusinessDate) -> Result<Vec<Spent>, DatabaseError> {
    tx.rows(SPENT, args![county, within, format!("{within}:"), since], |row| {
        Ok(Spent { shop: row.get(0)?, name: row.get(1)?, plus: row.get(2)? })
    })
}

/// What there is at least one of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Begun {
    pub shop: bool,
    pub goods: bool,
    pub receipt: bool,
    pub budget: bool,
    pub card: bool,
    pub points: bool,
    pub redemption: bool,
}

pub(super) fn begun(tx: &mut Tx<'_>, county: County) -> Result<Begun, DatabaseError> {
    tx.one(BEGUN, args![county], |row| {
        Ok(Begun {
            shop: row.get(0)?,
            goods: row.get(1)?,
            receipt: row.get(2)?,
            budget: row.get(3)?,
            card: row.get(4)?,
            points: row.get(5)?,
            redemption: row.get(6)?,
        })
    })
}

/// The last day before this one on which something was handed out, and to how many households.
pub(super) fn last_day(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    before: BusinessDate,
) -> Result<Option<(BusinessDate, i64)>, DatabaseError> {
    tx.row(LAST_DAY, args![county, shop, before], |row| Ok((row.get(0)?, row.get(1)?)))
}
