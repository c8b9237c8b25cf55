//! SQL about deeds.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Row, Tx, args, statements};
use divisions::is_within;
use money::TenthPoints;
use registry::household::Household;
use serde_json::json;

use super::{Deed, State};
use crate::point_rule::{CapPer, PointRule, Used};

statements! {
    INSERT = "INSERT INTO deed (county, id, household, village, village_group, person, rule, done_on, month, place, witness, note, points, recorder,
              recorded_at, state, late_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    LATE_REASON = "SELECT late_reason FROM deed WHERE county = $1 AND id = $2";
    IS_CLOSED = "SELECT count(*) FROM roster WHERE county = $1 AND list_type = 'points-month' AND place = $2 AND period >= $3 AND opened_on >= $4";
    CLOSED_UNTIL = "SELECT coalesce(max(period), 0) FROM roster WHERE county = $1 AND list_type = 'points-month' AND place >= $2 AND place < $3";
    FIND = "SELECT d.county, d.id, d.household, d.person, d.rule, d.done_on, d.place, d.witness, d.note, d.points, d.recorder, d.recorded_at, d.state,
            d.village, d.village_group, p.name, r.number, r.item, coalesce(w.name, ''), d.decided_by, coalesce(d.reason, '')
            FROM deed d JOIN household h ON h.county = d.county AND h.id = d.household JOIN person p ON p.county = h.county AND p.id = h.head
            JOIN point_rule r ON r.county = d.county AND r.id = d.rule LEFT JOIN person w ON w.county = d.county AND w.id = d.person
            WHERE d.county = $1 AND d.id = $2";
    IN_STATE = "SELECT d.county, d.id, d.household, d.person, d.rule, d.done_on, d.place, d.witness, d.note, d.points, d.recorder, d.recorded_at, d.state,
            d.village, d.village_group, p.name, r.number, r.item, coalesce(w.name, ''), d.decided_by, coalesce(d.reason, '')
            FROM deed d JOIN household h ON h.county = d.county AND h.id = d.household JOIN person p ON p.county = h.county AND p.id = h.head
            JOIN point_rule r ON r.county = d.county AND r.id = d.rule LEFT JOIN person w ON w.county = d.county AND w.id = d.person
            WHERE d.county = $1 AND d.state = $2 AND d.village >= $3 AND d.village < $4 AND (d.state <> 'draft' OR d.recorder = $5)
            ORDER BY d.done_on DESC, d.recorded_at DESC, d.id LIMIT $6 OFFSET $7";
    // The first half is read from an index alone; drafts are few and their recorder's.
    COUNT = "SELECT state, count(*) FROM deed WHERE county = $1 AND village >= $2 AND village < $3 AND state <> 'draft' GROUP BY state
             UNION ALL SELECT state, count(*) FROM deed WHERE county = $1 AND recorder = $4 AND state = 'draft' AND village >= $2 AND village < $3 GROUP BY state";
    SET_STATE = "UPDATE deed SET state = $3, decided_by = $4, decided_at = $5, reason = $6 WHERE county = $1 AND id = $2";
    // An item's cap binds whatever version of the table a deed was recorded under.
    USED_BY_HOUSEHOLD = "SELECT CAST(coalesce(sum(points), 0) AS BIGINT), count(*) FROM deed WHERE county = $1 AND rule IN (SELECT s.id FROM point_rule r JOIN point_rule s ON s.county = r.county AND s.item = r.item WHERE r.county = $1 AND r.id = $2) AND household = $3 AND (recorded_at < $7 OR (recorded_at = $7 AND id < $4))
                         AND done_on >= $5 AND done_on < $6 AND state NOT IN ('rejected', 'withdrawn', 'reversed')";
    USED_BY_PERSON = "SELECT CAST(coalesce(sum(points), 0) AS BIGINT), count(*) FROM deed WHERE county = $1 AND rule IN (SELECT s.id FROM point_rule r JOIN point_rule s ON s.county = r.county AND s.item = r.item WHERE r.county = $1 AND r.id = $2) AND household = $3 AND (recorded_at < $7 OR (recorded_at = $7 AND id < $4))
                      AND done_on >= $5 AND done_on < $6 AND state NOT IN ('rejected', 'withdrawn', 'reversed') AND person = $8";
    USED_BY_VILLAGE = "SELECT CAST(coalesce(sum(points), 0) AS BIGINT), count(*) FROM deed WHERE county = $1 AND rule IN (SELECT s.id FROM point_rule r JOIN point_rule s ON s.county = r.county AND s.item = r.item WHERE r.county = $1 AND r.id = $2) AND village = $3 AND (recorded_at < $7 OR (recorded_at = $7 AND id < $4))
                       AND done_on >= $5 AND done_on < $6 AND state NOT IN ('rejected', 'withdrawn', 'reversed')";
    // The same item for the same household and day, recorded before.
    TWIN = "SELECT d.id FROM deed d WHERE d.county = $1 AND d.household = $2 AND d.done_on = $3 AND d.id <> $4
            AND d.rule IN (SELECT s.id FROM point_rule r JOIN point_rule s ON s.county = r.county AND s.item = r.item WHERE r.county = $1 AND r.id = $5)
            AND d.state NOT IN ('draft', 'rejected', 'withdrawn', 'reversed') AND (d.recorded_at < $6 OR (d.recorded_at = $6 AND d.id < $4))
            ORDER BY d.recorded_at, d.id LIMIT 1";
    IN_MONTH = "SELECT household FROM deed WHERE county = $1 AND rule = $2 AND village = $3 AND month = $4 AND state NOT IN ('rejected', 'withdrawn', 'reversed')";
}

/// A deed with the words it is shown with.
#[derive(Clone, Debug)]
pub struct DeedRow {
    pub deed: Deed,
    pub village: String,
    pub village_group: String,
    pub head_name: String,
    pub rule_number: i64,
    pub item: String,
    /// Who did it, or nothing.
    pub person_name: String,
    pub decided_by: Option<Id>,
    pub reason: String,
}

/// Whether the meeting that could have appraised a deed of this day has begun in the village: what is recorded for it now is late.
pub fn month_closed(tx: &mut Tx<'_>, county: County, village: &str, on: BusinessDate) -> Result<bool, DatabaseError> {
    Ok(tx.one(IS_CLOSED, args![county, village, on.month_number(), on], |row| row.get::<i64>(0))? > 0)
}

/// The last day of the latest month that any village within a place has met about.
pub(crate) fn closed_until(tx: &mut Tx<'_>, county: County, within: &str) -> Result<Option<BusinessDate>, DatabaseError> {
    let within = if within.is_empty() { county.to_string() } else { within.to_owned() };
    let month: i64 = tx.one(CLOSED_UNTIL, args![county, within, format!("{within}:")], |row| row.get(0))?;
    Ok(BusinessDate::from_number(month * 100 + 1).ok().map(|first| first.next_month().plus_days(-1)))
}

/// Why a deed was recorded after its month was closed; nothing where it was not late.
pub fn late_reason(tx: &mut Tx<'_>, county: County, id: Id<Deed>) -> Result<String, DatabaseError> {
    Ok(tx.row(LATE_REASON, args![county, id], |row| row.get(0))?.unwrap_or_default())
}

/// Writes a new deed down.
pub(super) fn insert(tx: &mut Tx<'_>, deed: &Deed, household: &Household, late_reason: &str) -> Result<(), DatabaseError> {
    let Deed { county, id, person, rule, done_on, place, witness, note, points, recorder, recorded_at, state, .. } = deed;
    let (village, group) = (&household.village, &household.village_group);
    tx.execute(
        INSERT,
        args![
            county,
            id,
            deed.household,
            village,
            group,
            person,
            rule,
            done_on,
            done_on.month_number(),
            place,
            witness,
            note,
            points,
            recorder,
            recorded_at,
            state.to_string(),
            late_reason
        ],
    )?;
    let after = Some(json!({ "done_on": done_on.to_string(), "points": points.to_string(), "state": state.to_string(), "note": note }));
    tx.changed(Change { subject: subject(deed), actor: Some(*recorder), verb: "recorded", at: *recorded_at, before: None, after })
}

fn subject(deed: &Deed) -> Subject {
    Subject::new(deed.county, "deed", deed.id)
}

/// The deed of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Deed>) -> Result<Option<DeedRow>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// The same item for the same household and day that was recorded before this one: perhaps the same deed twice.
pub(super) fn twin(tx: &mut Tx<'_>, deed: &Deed) -> Result<Option<Id<Deed>>, DatabaseError> {
    tx.row(TWIN, args![deed.county, deed.household, deed.done_on, deed.id, deed.rule, deed.recorded_at], |row| row.get(0))
}

/// Moves a deed to another state, with who, when and why.
pub fn set_state(
    tx: &mut Tx<'_>,
    (county, id): (County, Id<Deed>),
    to: State,
    verb: &'static str,
    (reason, by, now): (&str, Id, Moment),
) -> Result<(), DatabaseError> {
    tx.execute(SET_STATE, args![county, id, to.to_string(), by, now, reason])?;
    let after = Some(json!({ "state": to.to_string(), "reason": reason }));
    tx.changed(Change { subject: Subject::new(county, "deed", id), actor: Some(by), verb, at: now, before: None, after })
}

/// Deeds of a state within a place, the latest day first; drafts are their recorder's alone.
pub fn listed(
    tx: &mut Tx<'_>,
    (county, within): (County, &str),
    state: State,
    visitor: Id,
    (limit, offset): (i64, i64),
) -> Result<Vec<DeedRow>, DatabaseError> {
    tx.rows(IN_STATE, args![county, state.to_string(), within, after(within), visitor, limit, offset], read)
}

/// How many deeds stand where.
pub type Counts = Vec<(State, i64)>;

/// Deeds within a place by state.
pub fn counts(tx: &mut Tx<'_>, county: County, within: &str, visitor: Id) -> Result<Counts, DatabaseError> {
    tx.rows(COUNT, args![county, within, after(within), visitor], |row| Ok((state(row, 0)?, row.get(1)?)))
}

/// The first code that no longer begins with this one: `:` follows `9`.
fn after(code: &str) -> String {
    debug_assert!(is_within(code, code), "a code lies within itself");
    format!("{code}:")
}

/// What deeds recorded before have used of the rule's cap in its period.
pub fn used(tx: &mut Tx<'_>, row: &DeedRow, rule: &PointRule) -> Result<Used, DatabaseError> {
    let Some(cap) = rule.cap else { return Ok(Used::default()) };
    let Deed { county, id, household, person, done_on, recorded_at: at, .. } = &row.deed;
    let (from, until) = cap.period.around(*done_on).map_or((0, 99_999_999), |(from, until)| (from.number(), until.number()));
    let read = |row: &Row<'_>| Ok(Used { points: row.get::<TenthPoints>(0)?, times: row.get(1)? });
    match cap.per {
        CapPer::Person => tx.one(USED_BY_PERSON, args![county, rule.id, household, id, from, until, at, person], read),
        CapPer::Household => tx.one(USED_BY_HOUSEHOLD, args![county, rule.id, household, id, from, until, at], read),
        CapPer::Village => tx.one(USED_BY_VILLAGE, args![county, rule.id, row.village, id, from, until, at], read),
    }
}

/// Households of a village for which the rule was used in the month.
pub(super) fn in_month(
    tx: &mut Tx<'_>,
    county: County,
    rule: Id<PointRule>,
    village: &str,
    month: i64,
) -> Result<Vec<Id<Household>>, DatabaseError> {
    tx.rows(IN_MONTH, args![county, rule, village, month], |row| row.get(0))
}

fn state(row: &Row<'_>, at: usize) -> Result<State, DatabaseError> {
    let word: String = row.get(at)?;
    word.parse().map_err(|_| DatabaseError::Broken(format!("no deed stands at {word}")))
}

fn read(row: &Row<'_>) -> Result<DeedRow, DatabaseError> {
    Ok(DeedRow {
        deed: Deed {
            county: row.get(0)?,
            id: row.get(1)?,
            household: row.get(2)?,
            person: row.get(3)?,
            rule: row.get(4)?,
            done_on: row.get(5)?,
            place: row.get(6)?,
            witness: row.get(7)?,
            note: row.get(8)?,
            points: row.get(9)?,
            recorder: row.get(10)?,
            recorded_at: row.get(11)?,
            state: state(row, 12)?,
        },
        village: row.get(13)?,
        village_group: row.get(14)?,
        head_name: row.get(15)?,
        rule_number: row.get(16)?,
        item: row.get(17)?,
        person_name: row.get(18)?,
        decided_by: row.get(19)?,
        reason: row.get(20)?,
    })
}
