//! SQL about the ends of households.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};

use super::{Ending, Reason};
use crate::household::{Household, Person};

statements! {
    INSERT = "INSERT INTO household_end (county, id, household, number, reason, from_on, successor, note, at, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    FIND = "SELECT county, id, household, reason, from_on, successor, note FROM household_end WHERE county = $1 AND id = $2";
    LATEST = "SELECT county, id, household, reason, from_on, successor, note FROM household_end
              WHERE county = $1 AND household = $2 ORDER BY number DESC LIMIT 1";
    LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM household_end WHERE county = $1 AND household = $2";
    SET = "UPDATE household SET until_on = $3, successor = $4 WHERE county = $1 AND id = $2";
    SUCCESSOR = "SELECT successor FROM household WHERE county = $1 AND id = $2";
    MERGED_INTO = "SELECT id FROM household WHERE county = $1 AND successor = $2 ORDER BY code";
    RECENT = "SELECT p.name, h.until_on FROM household h JOIN person p ON p.county = h.county AND p.id = h.head
              WHERE h.county = $1 AND h.village = $2 AND h.village_group = $3 AND h.until_on >= $4 ORDER BY h.until_on, h.code LIMIT 50";
    MOVE_OUT = "UPDATE household_member SET until_on = $3 WHERE county = $1 AND household = $2 AND until_on IS NULL";
    MOVE_IN = "INSERT INTO household_member (county, household, person, since_on, relation) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (county, household, person, since_on) DO UPDATE SET until_on = NULL, relation = excluded.relation";
    // Of those who went over with the merge, whoever is still there comes back.
    COME_BACK = "UPDATE household_member SET until_on = NULL WHERE county = $1 AND household = $2 AND until_on = $4 AND person IN
                 (SELECT m.person FROM household_member m WHERE m.county = $1 AND m.household = $3 AND m.since_on = $4 AND m.until_on IS NULL)";
    // As if they had never come: from a day to the same day.
    GO_BACK = "UPDATE household_member SET until_on = since_on WHERE county = $1 AND household = $3 AND since_on = $4 AND until_on IS NULL AND person IN
               (SELECT m.person FROM household_member m WHERE m.county = $1 AND m.household = $2 AND m.until_on IS NULL)";
    // Whoever lives elsewhere meanwhile left this household when it ended.
    ELSEWHERE = "UPDATE household_member SET until_on = $3 WHERE county = $1 AND household = $2 AND until_on IS NULL AND relation <> 'head' AND person IN
                 (SELECT m.person FROM household_member m JOIN household h ON h.county = m.county AND h.id = m.household
                  WHERE m.county = $1 AND m.household <> $2 AND m.until_on IS NULL AND h.until_on IS NULL)";
    TAKE_TOKENS = "INSERT INTO household_token (county, token, household) SELECT t.county, t.token, h.id FROM household_token t
                   JOIN household h ON h.county = t.county AND h.id = $3 WHERE t.county = $1 AND t.household = $2
                   ON CONFLICT (county, token, household) DO NOTHING";
}

/// No household is merged further than this; a circle cannot arise, since whoever takes in is present.
const HOPS_MAX: usize = 50;

/// The record of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Ending>) -> Result<Option<Ending>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// The latest record of a household: why it is no longer there, or that it is back.
pub fn latest(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Option<Ending>, DatabaseError> {
    tx.row(LATEST, args![county, household], read)
}

/// The household that stands for this one today: itself, or whom it was merged into, however often.
pub fn heir(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Id<Household>, DatabaseError> {
    let mut at = household;
    for _ in 0..HOPS_MAX {
        match tx.row(SUCCESSOR, args![county, at], |row| row.get::<Option<Id<Household>>>(0))?.flatten() {
            Some(next) => at = next,
            None => return Ok(at),
        }
    }
    Err(DatabaseError::Broken(format!("household {household} is merged in a circle")))
}

/// Households merged into this one and not taken back.
pub fn merged_into(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Vec<Id<Household>>, DatabaseError> {
    tx.rows(MERGED_INTO, args![county, household], |row| row.get(0))
}

/// All that are one household today, this one among them.
pub fn one_with(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Vec<Id<Household>>, DatabaseError> {
    let mut all = vec![heir(tx, county, household)?];
    let mut at = 0;
    while let Some(one) = all.get(at).copied() {
        all.extend(merged_into(tx, county, one)?);
        at += 1;
    }
    Ok(all)
}

/// Households of a village group that ended since the day: name of the head, and when.
pub fn recent_in_village(
    tx: &mut Tx<'_>,
    county: County,
    (village, group): (&str, &str),
    since: BusinessDate,
) -> Result<Vec<(String, BusinessDate)>, DatabaseError> {
    tx.rows(RECENT, args![county, village, group, since], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Writes the record down and what it comes to; the book is locked.
pub(super) fn insert(tx: &mut Tx<'_>, ending: &Ending, by: Id, at: Moment) -> Result<(), DatabaseError> {
    let Ending { county, id, household, reason, from, successor, note } = ending;
    let last: i64 = tx.one(LAST_NUMBER, args![county, household], |row| row.get(0))?;
    tx.execute(INSERT, args![county, id, household, last + 1, reason.to_string(), from, successor, note, at, by])?;
    let until = (*reason != Reason::Back).then_some(*from);
    let successor = successor.filter(|_| *reason == Reason::Merged);
    tx.execute(SET, args![county, household, until, successor]).map(drop)
}

/// All present members leave on the day.
pub(super) fn move_out(tx: &mut Tx<'_>, ending: &Ending) -> Result<(), DatabaseError> {
    tx.execute(MOVE_OUT, args![ending.county, ending.household, ending.from]).map(drop)
}

/// A member comes to the other household on the day.
pub(super) fn move_in(
    tx: &mut Tx<'_>,
    ending: &Ending,
    successor: Id<Household>,
    (person, relation): (Id<Person>, &str),
) -> Result<(), DatabaseError> {
    tx.execute(MOVE_IN, args![ending.county, successor, person, ending.from, relation]).map(drop)
}

/// The other household is found by the names of this one from now on.
pub(super) fn take_tokens(tx: &mut Tx<'_>, ending: &Ending, successor: Id<Household>) -> Result<(), DatabaseError> {
    tx.execute(TAKE_TOKENS, args![ending.county, ending.household, successor]).map(drop)
}

/// Those who went over with a merge come back, as far as they are still there.
pub(super) fn come_back(tx: &mut Tx<'_>, ended: &Ending, successor: Id<Household>) -> Result<(), DatabaseError> {
    let Ending { county, household, from, .. } = ended;
    tx.execute(COME_BACK, args![county, household, successor, from])?;
    tx.execute(GO_BACK, args![county, household, successor, from]).map(drop)
}

/// Whoever lives in another household by now does not come back to this one.
pub(super) fn leave_elsewhere(tx: &mut Tx<'_>, ended: &Ending) -> Result<(), DatabaseError> {
    tx.execute(ELSEWHERE, args![ended.county, ended.household, ended.from]).map(drop)
}

fn read(row: &Row<'_>) -> Result<Ending, DatabaseError> {
    let word: String = row.get(3)?;
    let reason = word.parse().map_err(|_| DatabaseError::Broken(format!("no household ends for {word}")))?;
    Ok(Ending {
        county: row.get(0)?,
        id: row.get(1)?,
        household: row.get(2)?,
        reason,
        from: row.get(4)?,
        successor: row.get(5)?,
        note: row.get(6)?,
    })
}
