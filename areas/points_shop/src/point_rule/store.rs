//! SQL about rule tables and their rows.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Row, Tx, args, statements};
use money::TenthPoints;
use serde_json::json;

use super::{Adopted, Adoption, Cap, CapAmount, Effect, PointRule, RuleTable};

statements! {
    TABLES = "SELECT county, id, place, version, adopted_on, valid_from, meeting, attended, minutes, adopted_by, adopted_at FROM rule_table
              WHERE county = $1 ORDER BY place, version DESC LIMIT 500";
    FIND = "SELECT county, id, place, version, adopted_on, valid_from, meeting, attended, minutes, adopted_by, adopted_at FROM rule_table
            WHERE county = $1 AND id = $2";
    DRAFT = "SELECT county, id, place, version, adopted_on, valid_from, meeting, attended, minutes, adopted_by, adopted_at FROM rule_table
             WHERE county = $1 AND place = $2 AND adopted_on IS NULL";
    // The township's own before the county's; of one place what was adopted last for the day.
    IN_FORCE = "SELECT county, id, place, version, adopted_on, valid_from, meeting, attended, minutes, adopted_by, adopted_at FROM rule_table
                WHERE county = $1 AND place IN ($2, $3) AND adopted_on IS NOT NULL AND valid_from <= $4
                ORDER BY CASE WHEN place = $2 THEN 0 ELSE 1 END, valid_from DESC, version DESC LIMIT 1";
    LAST_VERSION = "SELECT coalesce(max(version), 0) FROM rule_table WHERE county = $1 AND place = $2";
    INSERT = "INSERT INTO rule_table (county, id, place, version, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (county, id) DO NOTHING";
    ADOPT = "UPDATE rule_table SET adopted_on = $3, valid_from = $4, meeting = $5, attended = $6, minutes = $7, adopted_by = $8, adopted_at = $9
             WHERE county = $1 AND id = $2 AND adopted_on IS NULL";
    RULES = "SELECT county, id, rule_table, number, topic, item, effect, least, most, veto_term, unit, cap_amount, cap_counts, cap_per, cap_period,
             recorder, evidence FROM point_rule WHERE county = $1 AND rule_table = $2 ORDER BY number LIMIT 1000";
    RULE = "SELECT county, id, rule_table, number, topic, item, effect, least, most, veto_term, unit, cap_amount, cap_counts, cap_per, cap_period,
            recorder, evidence FROM point_rule WHERE county = $1 AND id = $2";
    PUT = "INSERT INTO point_rule (county, id, rule_table, number, topic, item, effect, least, most, veto_term, unit, cap_amount, cap_counts, cap_per,
           cap_period, recorder, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
           ON CONFLICT (county, id) DO UPDATE SET number = excluded.number, topic = excluded.topic, item = excluded.item, effect = excluded.effect,
           least = excluded.least, most = excluded.most, veto_term = excluded.veto_term, unit = excluded.unit, cap_amount = excluded.cap_amount,
           cap_counts = excluded.cap_counts, cap_per = excluded.cap_per, cap_period = excluded.cap_period, recorder = excluded.recorder,
           evidence = excluded.evidence";
    STRIKE = "DELETE FROM point_rule WHERE county = $1 AND rule_table = $2 AND id = $3";
}

/// A rule with the table it stands in.
#[derive(Clone, Debug)]
pub struct RuleInUse {
    pub table: RuleTable,
    pub rule: PointRule,
}

/// All versions of the book's tables, by place, the newest first.
pub fn tables(tx: &mut Tx<'_>, county: County) -> Result<Vec<RuleTable>, DatabaseError> {
    tx.rows(TABLES, args![county], read_table)
}

/// The version of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<RuleTable>) -> Result<Option<RuleTable>, DatabaseError> {
    tx.row(FIND, args![county, id], read_table)
}

/// The draft of a place.
pub(super) fn draft_of(tx: &mut Tx<'_>, county: County, place: &str) -> Result<Option<RuleTable>, DatabaseError> {
    tx.row(DRAFT, args![county, place], read_table)
}

/// The version in force on the day in a township, or the county's where the township has none.
pub fn in_force(tx: &mut Tx<'_>, county: County, township: &str, on: BusinessDate) -> Result<Option<RuleTable>, DatabaseError> {
    tx.row(IN_FORCE, args![county, township, county.to_string(), on], read_table)
}

pub(super) fn last_version(tx: &mut Tx<'_>, county: County, place: &str) -> Result<i64, DatabaseError> {
    tx.one(LAST_VERSION, args![county, place], |row| row.get(0))
}

pub(super) fn insert(tx: &mut Tx<'_>, table: &RuleTable, by: Id, now: Moment) -> Result<(), DatabaseError> {
    let RuleTable { county, id, place, version, .. } = table;
    tx.execute(INSERT, args![county, id, place, version, by, now])?;
    let after = Some(json!({ "place": place, "version": version }));
    tx.changed(Change { subject: subject(table), actor: Some(by), verb: "drafted", at: now, before: None, after })
}

pub(super) fn adopt(tx: &mut Tx<'_>, table: &RuleTable, adoption: &Adoption, now: Moment) -> Result<bool, DatabaseError> {
    let Adoption { on, valid_from, meeting, attended, minutes, by } = adoption;
    let adopted = tx.execute(ADOPT, args![table.county, table.id, on, valid_from, meeting, attended, minutes, by, now])? == 1;
    let after = Some(
        json!({ "meeting": meeting, "on": on.to_string(), "valid_from": valid_from.to_string(), "attended": attended, "minutes": minutes }),
    );
    tx.changed(Change { subject: subject(table), actor: Some(*by), verb: "adopted", at: now, before: None, after })?;
    Ok(adopted)
}

fn subject(table: &RuleTable) -> Subject {
    Subject::new(table.county, "rule-table", table.id)
}

/// The rows of a version, by number.
pub fn rules(tx: &mut Tx<'_>, county: County, table: Id<RuleTable>) -> Result<Vec<PointRule>, DatabaseError> {
    tx.rows(RULES, args![county, table], read_rule)
}

/// The row of this id, with its table.
pub fn rule(tx: &mut Tx<'_>, county: County, id: Id<PointRule>) -> Result<Option<RuleInUse>, DatabaseError> {
    let Some(rule) = tx.row(RULE, args![county, id], read_rule)? else { return Ok(None) };
    Ok(find(tx, county, rule.table)?.map(|table| RuleInUse { table, rule }))
}

/// Writes a row of a draft; `by` is none when a whole table is copied.
pub(super) fn put(tx: &mut Tx<'_>, table: &RuleTable, rule: &PointRule, by: Option<(Id, Moment)>) -> Result<(), DatabaseError> {
    let PointRule { county, id, number, topic, item, effect, unit, cap, recorder, evidence, .. } = rule;
    let (least, most, term) = match effect {
        Effect::Fixed(points) => (Some(*points), Some(*points), None),
        Effect::Range { least, most } => (Some(*least), Some(*most), None),
        Effect::Veto { term } => (None, None, Some(term.as_str())),
        Effect::NoteOnly => (None, None, None),
    };
    let (amount, counts, per, period) = match cap {
        Some(Cap { amount: CapAmount::Points(points), per, period }) => {
            (Some(points.0), Some("points"), Some(per.to_string()), Some(period.to_string()))
        }
        Some(Cap { amount: CapAmount::Times(times), per, period }) => {
            (Some(*times), Some("times"), Some(per.to_string()), Some(period.to_string()))
        }
        None => (None, None, None, None),
    };
    tx.execute(
        PUT,
        args![
            county,
            id,
            table.id,
            number,
            topic,
            item,
            effect.kind(),
            least,
            most,
            term,
            unit,
            amount,
            counts,
            per,
            period,
            recorder,
            evidence
        ],
    )?;
    let Some((by, now)) = by else { return Ok(()) };
    let after = Some(
        json!({ "number": number, "item": item, "effect": effect.kind(), "least": least.map(|points| points.to_string()), "most": most.map(|points| points.to_string()) }),
    );
    tx.changed(Change { subject: subject(table), actor: Some(by), verb: "row-written", at: now, before: None, after })
}

pub(super) fn strike(tx: &mut Tx<'_>, table: &RuleTable, rule: &PointRule, by: Id, now: Moment) -> Result<(), DatabaseError> {
    tx.execute(STRIKE, args![table.county, table.id, rule.id])?;
    let before = Some(json!({ "number": rule.number, "item": rule.item }));
    tx.changed(Change { subject: subject(table), actor: Some(by), verb: "row-struck", at: now, before, after: None })
}

fn read_table(row: &Row<'_>) -> Result<RuleTable, DatabaseError> {
    let adopted = match row.get::<Option<BusinessDate>>(4)? {
        Some(on) => Some(Adopted {
            on,
            valid_from: row.get(5)?,
            meeting: row.get(6)?,
            attended: row.get(7)?,
            minutes: row.get(8)?,
            by: row.get(9)?,
            at: row.get(10)?,
        }),
        None => None,
    };
    Ok(RuleTable { county: row.get(0)?, id: row.get(1)?, place: row.get(2)?, version: row.get(3)?, adopted })
}

fn read_rule(row: &Row<'_>) -> Result<PointRule, DatabaseError> {
    Ok(PointRule {
        county: row.get(0)?,
        id: row.get(1)?,
        table: row.get(2)?,
        number: row.get(3)?,
        topic: row.get(4)?,
        item: row.get(5)?,
        effect: read_effect(row)?,
        unit: row.get(10)?,
        cap: read_cap(row)?,
        recorder: row.get(15)?,
        evidence: row.get(16)?,
    })
}

fn read_effect(row: &Row<'_>) -> Result<Effect, DatabaseError> {
    let points = |at: usize| row.get::<Option<TenthPoints>>(at).map(Option::unwrap_or_default);
    Ok(match row.get::<String>(6)?.as_str() {
        "fixed" => Effect::Fixed(points(7)?),
        "range" => Effect::Range { least: points(7)?, most: points(8)? },
        "veto" => Effect::Veto { term: row.get::<Option<String>>(9)?.unwrap_or_default() },
        "note" => Effect::NoteOnly,
        other => return Err(DatabaseError::Broken(format!("no effect of a rule is called {other}"))),
    })
}

fn read_cap(row: &Row<'_>) -> Result<Option<Cap>, DatabaseError> {
    let Some(amount) = row.get::<Option<i64>>(11)? else { return Ok(None) };
    let words = [row.get::<Option<String>>(12)?, row.get(13)?, row.get(14)?].map(Option::unwrap_or_default);
    let [counts, per, period] = &words;
    let broken = |_| DatabaseError::Broken(format!("no cap is written {words:?}"));
    let amount = if counts == "points" { CapAmount::Points(TenthPoints(amount)) } else { CapAmount::Times(amount) };
    Ok(Some(Cap { amount, per: per.parse().map_err(broken)?, period: period.parse().map_err(broken)? }))
}
