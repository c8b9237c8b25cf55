//! SQL about what is listed for a meeting and what waits for one.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Row, Tx, args, statements};
use money::TenthPoints;
use registry::household::Household;
use trust::roster::Roster;

use super::caps::Claim;
use super::gather::Candidate;
use crate::deed::Deed;
use crate::point_rule::{Cap, CapAmount, PointRule};
use crate::posting::in_book::InBook;

statements! {
    CANDIDATES = "SELECT d.id, d.household, d.person, d.rule, d.done_on, d.points, d.recorder, d.recorded_at, d.place, d.witness, d.note, d.village_group,
                  h.code, p.name, coalesce(w.name, ''), n.display_name,
                  (SELECT count(*) FROM roster_entry e WHERE e.county = d.county AND e.subject_kind = 'deed' AND e.subject = d.id),
                  (SELECT count(*) FROM deed_photo f WHERE f.county = d.county AND f.deed = d.id), d.late_reason
                  FROM deed d JOIN household h ON h.county = d.county AND h.id = d.household JOIN person p ON p.county = h.county AND p.id = h.head
                  LEFT JOIN person w ON w.county = d.county AND w.id = d.person LEFT JOIN login n ON n.id = d.recorder
                  WHERE d.county = $1 AND d.village = $2 AND d.state = 'checked' AND d.month <= $3
                  ORDER BY d.village_group, h.code, d.done_on, d.id LIMIT 10000";
    // What counts already under rules with a cap, whatever version of the table they stand in.
    COUNTED = "SELECT r.item, r.cap_amount, r.cap_counts, r.cap_per, r.cap_period, d.household, d.person, d.done_on, d.counts FROM deed d
               JOIN point_rule r ON r.county = d.county AND r.id = d.rule
               WHERE d.county = $1 AND d.village = $2 AND d.state IN ('listed', 'returned', 'confirmed') AND r.cap_amount IS NOT NULL
               AND d.counts IS NOT NULL AND d.counts <> 0 ORDER BY d.done_on, d.id";
    LIST = "UPDATE deed SET state = 'listed', counts = $3 WHERE county = $1 AND id = $2 AND state = 'checked'";
    SET_POINTS = "UPDATE deed SET points = $3, counts = $4 WHERE county = $1 AND id = $2 AND state = 'listed'";
    AMEND = "UPDATE deed SET rule = $3, points = $4, witness = $5, note = $6, counts = NULL, state = 'listed' WHERE county = $1 AND id = $2
             AND state IN ('listed', 'returned')";
    SUMS_OF_STEP = "SELECT CAST(coalesce(sum(CASE WHEN d.counts > 0 THEN d.counts ELSE 0 END), 0) AS BIGINT),
                    CAST(coalesce(sum(CASE WHEN d.counts < 0 THEN -d.counts ELSE 0 END), 0) AS BIGINT), count(*), count(DISTINCT d.household)
                    FROM roster_entry e JOIN deed d ON d.county = e.county AND d.id = e.subject
                    WHERE e.county = $1 AND e.roster = $2 AND e.step >= $3 AND e.state IN ('open', 'objected')";
    IN_BOOK = "SELECT e.subject, p.id, p.seq, p.reverses FROM roster_entry e JOIN ledger_posting p ON p.county = e.county AND p.cause_kind = e.subject_kind
               AND p.cause = e.subject WHERE e.county = $1 AND e.roster = $2 AND e.number > $3 AND e.number <= $4 ORDER BY p.seq";
    WAITING = "SELECT village, month, count(*) FROM deed WHERE county = $1 AND village >= $2 AND village < $3 AND state = 'checked'
               GROUP BY village, month ORDER BY village, month";
    UNMET = "SELECT v.village FROM shop_village v WHERE v.county = $1 AND v.village >= $2 AND v.village < $3 AND v.until_on IS NULL
             AND NOT EXISTS (SELECT 1 FROM roster r WHERE r.county = v.county AND r.list_type = 'points-month' AND r.place = v.village AND r.period = $4)
             ORDER BY v.village";
    // Others who may decide in the village: its clerks and supervisors, by name.
    OTHERS = "SELECT DISTINCT n.display_name FROM role_grant g JOIN login n ON n.id = g.login WHERE g.county = $1 AND g.division = $2
              AND g.role IN ('village_clerk', 'village_supervisor') AND g.ended_at IS NULL AND (g.until_on IS NULL OR g.until_on >= $4)
              AND n.disabled_at IS NULL AND g.login <> $3 ORDER BY n.display_name LIMIT 5";
    KEEPERS = "SELECT g.login FROM role_grant g JOIN shop_village v ON v.county = g.county AND v.shop = g.place
               WHERE g.county = $1 AND v.village = $2 AND v.until_on IS NULL AND g.ended_at IS NULL AND g.role = 'shop_manager'";
}

/// Postings of a list's deeds, for the entries behind a number up to another.
pub(super) fn in_book(
    tx: &mut Tx<'_>,
    county: County,
    roster: Id<Roster>,
    (above, last): (i64, i64),
) -> Result<BTreeMap<Id, Vec<InBook>>, DatabaseError> {
    let found = tx.rows(IN_BOOK, args![county, roster, above, last], |row| {
        // A deed's posting is taken back by two, never by one.
        let takes_back = row.get::<Option<Id>>(3)?.map(|_| "in-book-reversal");
        Ok((row.get::<Id>(0)?, InBook { posting: row.get(1)?, seq: row.get(2)?, takes_back }))
    })?;
    let mut all: BTreeMap<Id, Vec<InBook>> = BTreeMap::new();
    for (deed, one) in found {
        all.entry(deed).or_default().push(one);
    }
    Ok(all)
}

/// Checked deeds of a village that wait for a meeting, by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub village: String,
    pub month: i64,
    pub deeds: i64,
}

/// Checked deeds of a village up to the month, group by group.
pub(super) fn candidates(tx: &mut Tx<'_>, county: County, village: &str, month: i64) -> Result<Vec<Candidate>, DatabaseError> {
    tx.rows(CANDIDATES, args![county, village, month], |row| {
        Ok(Candidate {
            deed: row.get(0)?,
            household: row.get(1)?,
            person: row.get(2)?,
            rule: row.get(3)?,
            done_on: row.get(4)?,
            points: row.get(5)?,
            recorder: row.get(6)?,
            place: row.get(8)?,
            witness: row.get(9)?,
            note: row.get(10)?,
            village_group: row.get(11)?,
            household_code: row.get(12)?,
            head_name: row.get(13)?,
            person_name: row.get(14)?,
            recorder_name: row.get::<Option<String>>(15)?.unwrap_or_default(),
            again: row.get::<i64>(16)? > 0,
            photos: row.get(17)?,
            late_reason: row.get(18)?,
        })
    })
}

/// What counts already in the village under rules with a cap.
pub(super) fn counted(tx: &mut Tx<'_>, county: County, village: &str) -> Result<Vec<Claim>, DatabaseError> {
    tx.rows(COUNTED, args![county, village], |row| {
        let household: Id<Household> = row.get(5)?;
        Ok(Claim {
            item: row.get(0)?,
            cap: Some(read_cap(row)?),
            household,
            person: row.get(6)?,
            done_on: row.get(7)?,
            points: row.get(8)?,
        })
    })
}

fn read_cap(row: &Row<'_>) -> Result<Cap, DatabaseError> {
    let (amount, words): (i64, [String; 3]) = (row.get(1)?, [row.get(2)?, row.get(3)?, row.get(4)?]);
    let [counts, per, period] = &words;
    let broken = |_| DatabaseError::Broken(format!("no cap is written {words:?}"));
    let amount = if counts == "points" { CapAmount::Points(TenthPoints(amount)) } else { CapAmount::Times(amount) };
    Ok(Cap { amount, per: per.parse().map_err(broken)?, period: period.parse().map_err(broken)? })
}

/// Takes a checked deed up into a list; false when it is no longer there to be taken.
pub(super) fn list(tx: &mut Tx<'_>, county: County, deed: Id<Deed>, counts: TenthPoints) -> Result<bool, DatabaseError> {
    Ok(tx.execute(LIST, args![county, deed, counts])? == 1)
}

/// The points a meeting set.
pub(super) fn set_points(
    tx: &mut Tx<'_>,
    county: County,
    deed: Id<Deed>,
    points: TenthPoints,
    counts: TenthPoints,
) -> Result<(), DatabaseError> {
    tx.execute(SET_POINTS, args![county, deed, points, counts]).map(drop)
}

/// Writes a mended deed; what counts of it is reckoned next.
pub(super) fn amend(
    tx: &mut Tx<'_>,
    county: County,
    deed: Id<Deed>,
    (rule, points): (Id<PointRule>, TenthPoints),
    (witness, note): (&str, &str),
) -> Result<(), DatabaseError> {
    tx.execute(AMEND, args![county, deed, rule, points, witness, note]).map(drop)
}

/// What entries at or behind a step bring and take, how many they are, and of how many households.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub plus: TenthPoints,
    pub minus: TenthPoints,
    pub entries: i64,
    pub households: i64,
}

/// The sums of a roster's entries that stand at the step or behind it.
pub(super) fn sums(tx: &mut Tx<'_>, county: County, roster: Id<trust::roster::Roster>, step: usize) -> Result<Sums, DatabaseError> {
    tx.one(SUMS_OF_STEP, args![county, roster, step as i64], |row| {
        Ok(Sums { plus: row.get(0)?, minus: row.get(1)?, entries: row.get(2)?, households: row.get(3)? })
    })
}

/// Villages within a place with checked deeds, by month.
pub fn waiting_by_village(tx: &mut Tx<'_>, county: County, within: &str) -> Result<Vec<Waiting>, DatabaseError> {
    tx.rows(WAITING, args![county, within, format!("{within}:")], |row| {
        Ok(Waiting { village: row.get(0)?, month: row.get(1)?, deeds: row.get(2)? })
    })
}

/// Logins that keep the shop of a village.
pub(super) fn keepers(tx: &mut Tx<'_>, county: County, village: &str) -> Result<Vec<Id>, DatabaseError> {
    tx.rows(KEEPERS, args![county, village], |row| row.get(0))
}

/// Who else may decide in a village, when the one who asks steps aside.
pub(super) fn others_who_hold(
    tx: &mut Tx<'_>,
    county: County,
    village: &str,
    asker: Id,
    on: BusinessDate,
) -> Result<Vec<String>, DatabaseError> {
    tx.rows(OTHERS, args![county, village, asker, on], |row| row.get(0))
}

/// Balances of households by id, for the last column of a notice.
pub(super) fn balances(
    tx: &mut Tx<'_>,
    county: County,
    parties: impl Iterator<Item = Id>,
) -> Result<BTreeMap<Id, TenthPoints>, DatabaseError> {
    let mut balances = BTreeMap::new();
    for party in parties {
        if let std::collections::btree_map::Entry::Vacant(free) = balances.entry(party) {
            free.insert(TenthPoints(ledger::balance(tx, county, &crate::posting::points(party.of()))?));
        }
    }
    Ok(balances)
}

/// Served villages that have no list of the month.
pub fn unmet(tx: &mut Tx<'_>, county: County, within: &str, month: i64) -> Result<Vec<String>, DatabaseError> {
    tx.rows(UNMET, args![county, within, format!("{within}:"), month], |row| row.get(0))
}
