//! SQL about rosters and acts.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};

use super::{Action, Actor, Roster};
use crate::meeting::Meeting;

statements! {
    INSERT = "INSERT INTO roster (county, id, list_type, place, period, version, steps, state, opened_on, opened_by, opened_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, 'gathering', $8, $9, $10)";
    OPEN = "UPDATE roster SET state = 'open' WHERE county = $1 AND id = $2";
    FIND = "SELECT county, id, list_type, place, period, version, steps, state, opened_on, opened_by, opened_at FROM roster WHERE county = $1 AND id = $2";
    LATEST = "SELECT county, id, list_type, place, period, version, steps, state, opened_on, opened_by, opened_at FROM roster
              WHERE county = $1 AND list_type = $2 AND place = $3 AND period = $4 ORDER BY version DESC LIMIT 1";
    LAST_OF_PLACE = "SELECT county, id, list_type, place, period, version, steps, state, opened_on, opened_by, opened_at FROM roster
              WHERE county = $1 AND list_type = $2 AND place = $3 ORDER BY period DESC, version DESC LIMIT 1";
    // With what waits where: what has not come to rest is counted once for all rosters.
    IN_PLACES = "SELECT r.county, r.id, r.list_type, r.place, r.period, r.version, r.steps, r.state, r.opened_on, r.opened_by, r.opened_at,
                 (SELECT count(*) FROM roster_entry e WHERE e.county = r.county AND e.roster = r.id),
                 coalesce(m.moving, 0), coalesce(m.step, -1), coalesce(m.objected, 0), coalesce(m.last_step, -1),
                 (SELECT coalesce(max(n.until_on), 0) FROM public_notice n WHERE n.county = r.county AND n.roster = r.id AND n.kind = 'notice')
                 FROM roster r LEFT JOIN (SELECT e.roster, count(*) AS moving, min(CASE WHEN e.state = 'open' THEN e.step END) AS step,
                 max(CASE WHEN e.state = 'open' THEN e.step END) AS last_step,
                 CAST(sum(CASE WHEN e.state = 'objected' THEN 1 ELSE 0 END) AS BIGINT) AS objected FROM roster_entry e
                 WHERE e.county = $1 AND e.state IN ('open', 'objected', 'returned') GROUP BY e.roster) m ON m.roster = r.id
                 WHERE r.county = $1 AND r.list_type = $2 AND r.place >= $3 AND r.place < $4 AND r.period >= $5 AND r.period <= $6
                 ORDER BY r.period DESC, r.place, r.version DESC LIMIT 1000";
    PERIODS = "SELECT DISTINCT period FROM roster WHERE county = $1 AND list_type = $2 AND place >= $3 AND place < $4 ORDER BY period DESC";
    WRITE_ACTION = "INSERT INTO roster_act (county, id, roster, kind, actor, on_day, at, meeting, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    ON CONFLICT (county, id) DO NOTHING";
    ACTION = "SELECT kind, roster FROM roster_act WHERE county = $1 AND id = $2";
    TOOK_STEP = "SELECT count(*) FROM (SELECT 1 FROM roster_outcome WHERE county = $1 AND act = $2 AND step = $3 LIMIT 1) there";
}

/// A roster with where its entries stand, for lists.
#[derive(Clone, Debug)]
pub struct RosterRow {
    pub roster: Roster,
    pub entries: i64,
    /// Entries that are not at rest.
    pub moving: i64,
    /// The earliest step at which an entry waits, and the last one.
    pub step: Option<usize>,
    pub last_step: Option<usize>,
    pub objected: i64,
    /// Last day of its latest notice.
    pub notice_until: Option<BusinessDate>,
}

pub(super) fn insert(tx: &mut Tx<'_>, roster: &Roster) -> Result<(), DatabaseError> {
    let Roster { county, id, list_type, place, period, version, steps, opened_on, opened_by, opened_at, .. } = roster;
    let steps = serde_json::to_string(steps).map_err(|error| DatabaseError::Broken(error.to_string()))?;
    tx.execute(INSERT, args![county, id, list_type, place, period, version, steps, opened_on, opened_by, opened_at]).map(drop)
}

pub(super) fn set_open(tx: &mut Tx<'_>, county: County, id: Id<Roster>) -> Result<(), DatabaseError> {
    tx.execute(OPEN, args![county, id]).map(drop)
}

/// Whether the act decided about entries at this step.
pub(super) fn took_step(tx: &mut Tx<'_>, county: County, action: Id<Action>, step: usize) -> Result<bool, DatabaseError> {
    Ok(tx.one(TOOK_STEP, args![county, action, step as i64], |row| row.get::<i64>(0))? > 0)
}

/// The roster of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Roster>) -> Result<Option<Roster>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// The latest roster of a type, place and month.
pub fn latest(tx: &mut Tx<'_>, county: County, list_type: &str, place: &str, period: i64) -> Result<Option<Roster>, DatabaseError> {
    tx.row(LATEST, args![county, list_type, place, period], read)
}

/// The latest roster of a type and place, of whatever month.
pub fn last_of_place(tx: &mut Tx<'_>, county: County, list_type: &str, place: &str) -> Result<Option<Roster>, DatabaseError> {
    tx.row(LAST_OF_PLACE, args![county, list_type, place], read)
}

/// Rosters within a place from one month to another, the latest first.
pub fn in_places(
    tx: &mut Tx<'_>,
    county: County,
    list_type: &str,
    within: &str,
    (since, until): (i64, i64),
) -> Result<Vec<RosterRow>, DatabaseError> {
    // `:` follows `9`, so this is the first code that no longer begins with the place's.
    tx.rows(IN_PLACES, args![county, list_type, within, format!("{within}:"), since, until], |row| {
        Ok(RosterRow {
            roster: read(row)?,
            entries: row.get(11)?,
            moving: row.get(12)?,
            step: usize::try_from(row.get::<i64>(13)?).ok(),
            objected: row.get(14)?,
            last_step: usize::try_from(row.get::<i64>(15)?).ok(),
            notice_until: BusinessDate::from_number(row.get(16)?).ok(),
        })
    })
}

/// Months that rosters within a place are about, the latest first.
pub fn periods(tx: &mut Tx<'_>, county: County, list_type: &str, within: &str) -> Result<Vec<i64>, DatabaseError> {
    tx.rows(PERIODS, args![county, list_type, within, format!("{within}:")], |row| row.get(0))
}

/// Notes an act; false when it is there already.
pub(crate) fn write_action(
    tx: &mut Tx<'_>,
    (county, roster, id): (County, Id<Roster>, Id<Action>),
    kind: &str,
    actor: &Actor,
    (meeting, reason): (Option<Id<Meeting>>, &str),
) -> Result<bool, DatabaseError> {
    let Actor { login, on, at, .. } = actor;
    Ok(tx.execute(WRITE_ACTION, args![county, id, roster, kind, login, on, at, meeting, reason])? == 1)
}

/// What an act of this id did, if there is one: its kind and roster.
pub fn action(tx: &mut Tx<'_>, county: County, id: Id<Action>) -> Result<Option<(String, Id<Roster>)>, DatabaseError> {
    tx.row(ACTION, args![county, id], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn read(row: &Row<'_>) -> Result<Roster, DatabaseError> {
    let (steps, state): (String, String) = (row.get(6)?, row.get(7)?);
    let opened_at: Moment = row.get(10)?;
    Ok(Roster {
        county: row.get(0)?,
        id: row.get(1)?,
        list_type: row.get(2)?,
        place: row.get(3)?,
        period: row.get(4)?,
        version: row.get(5)?,
        steps: serde_json::from_str(&steps).map_err(|error| DatabaseError::Broken(format!("the steps of a roster: {error}")))?,
        is_open: state == "open",
        opened_on: row.get(8)?,
        opened_by: row.get(9)?,
        opened_at,
    })
}
