//! SQL about the deed register.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use money::TenthPoints;

statements! {
    OF_MONTH = "SELECT d.village_group, d.done_on, p.name, h.code, r.item, r.number, r.evidence, d.points, d.recorder, d.witness, coalesce(w.name, ''), d.place,
                d.note, d.late_reason, d.state, (SELECT count(*) FROM deed_photo f WHERE f.county = d.county AND f.deed = d.id)
                FROM deed d JOIN household h ON h.county = d.county AND h.id = d.household JOIN person p ON p.county = h.county AND p.id = h.head
                JOIN point_rule r ON r.county = d.county AND r.id = d.rule LEFT JOIN person w ON w.county = d.county AND w.id = d.person
                WHERE d.county = $1 AND d.village = $2 AND d.month = $3 AND d.state NOT IN ('draft', 'withdrawn')
                ORDER BY d.village_group, d.done_on, d.recorded_at, d.id LIMIT 5000";
}

/// A deed as the register lists it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub group: String,
    pub done_on: BusinessDate,
    pub head_name: String,
    pub code: String,
    pub item: String,
    pub rule_number: i64,
    pub evidence: String,
    pub points: TenthPoints,
    pub recorder: Id,
    pub witness: String,
    pub person_name: String,
    pub place: String,
    pub note: String,
    pub late_reason: String,
    pub state: String,
    pub photos: i64,
}

/// Deeds of a village and month (yyyymm) that were handed in, by group and day.
pub(super) fn of_month(tx: &mut Tx<'_>, county: County, village: &str, month: i64) -> Result<Vec<Entry>, DatabaseError> {
    tx.rows(OF_MONTH, args![county, village, month], |row| {
        Ok(Entry {
            group: row.get(0)?,
            done_on: row.get(1)?,
            head_name: row.get(2)?,
            code: row.get(3)?,
            item: row.get(4)?,
            rule_number: row.get(5)?,
            evidence: row.get(6)?,
            points: row.get(7)?,
            recorder: row.get(8)?,
            witness: row.get(9)?,
            person_name: row.get(10)?,
            place: row.get(11)?,
            note: row.get(12)?,
            late_reason: row.get(13)?,
            state: row.get(14)?,
            photos: row.get(15)?,
        })
    })
}
