//! SQL about notices and their lines.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Row, Tx, args, statements};

use super::{Kind, Line, Notice};
use crate::entry::Shown;
use crate::roster::Roster;

/// The columns of a notice; the last one counts what hung out for the same list and month before it.
macro_rules! notices {
    ($more:literal, $rest:literal) => {
        concat!(
            "SELECT n.county, n.id, n.roster, n.number, n.kind, n.from_on, n.until_on, n.board, n.masked, n.put_up_by, n.put_up_at,
             (SELECT count(*) FROM roster t
              JOIN roster s ON s.county = t.county AND s.list_type = t.list_type AND s.place = t.place AND s.period = t.period
              JOIN public_notice m ON m.county = s.county AND m.roster = s.id
              WHERE t.county = n.county AND t.id = n.roster AND (m.put_up_at < n.put_up_at OR (m.put_up_at = n.put_up_at
              AND (s.version < t.version OR (s.version = t.version AND m.number < n.number)))))",
            $more,
            " FROM public_notice n ",
            $rest
        )
    };
}

statements! {
    INSERT = "INSERT INTO public_notice (county, id, roster, number, kind, from_on, until_on, board, masked, put_up_by, put_up_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    INSERT_LINE = "INSERT INTO notice_line (county, notice, number, party, label, group_label, shown) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND = notices!("", "WHERE n.county = $1 AND n.id = $2");
    OF_ROSTER = notices!("", "WHERE n.county = $1 AND n.roster = $2 ORDER BY n.number DESC");
    // Over, with entries that still hang there.
    ENDING = notices!("", "WHERE n.county = $1 AND n.until_on < $2 AND n.id IN (SELECT e.notice FROM roster_entry e WHERE e.county = $1
                      AND e.step = $3 AND e.state = 'open' AND e.notice IS NOT NULL) ORDER BY n.until_on LIMIT 200");
    NEXT_AFTER = "SELECT min(until_on) FROM public_notice WHERE county = $1 AND until_on >= $2";
    IN_PLACES = notices!(", r.place, r.period, r.list_type, (SELECT count(*) FROM notice_line l WHERE l.county = n.county AND l.notice = n.id),
                          (SELECT count(*) FROM objection o WHERE o.county = n.county AND o.notice = n.id AND o.state = 'open')",
                         "JOIN roster r ON r.county = n.county AND r.id = n.roster
                          WHERE n.county = $1 AND r.place >= $2 AND r.place < $3 ORDER BY n.until_on DESC, r.place, n.number DESC LIMIT $4");
    LINES = "SELECT l.number, l.party, l.label, l.group_label, l.shown,
             (SELECT count(*) FROM roster_entry e WHERE e.county = l.county AND e.notice = l.notice AND e.party = l.party AND e.state = 'objected'),
             (SELECT count(*) FROM roster_entry e WHERE e.county = l.county AND e.notice = l.notice AND e.party = l.party AND e.state = 'struck'),
             (SELECT count(*) FROM objection b JOIN objection_entry h ON h.county = b.county AND h.objection = b.id
              JOIN roster_outcome o ON o.county = h.county AND o.entry = h.entry AND o.outcome IN ('changed', 'reconsidered')
              JOIN roster_act a ON a.county = o.county AND a.id = o.act AND a.at >= b.received_at
              WHERE b.county = l.county AND b.notice = l.notice AND b.line = l.number)
             FROM notice_line l WHERE l.county = $1 AND l.notice = $2 ORDER BY l.number";
    LINE = "SELECT l.number, l.party, l.label, l.group_label, l.shown,
            (SELECT count(*) FROM roster_entry e WHERE e.county = l.county AND e.notice = l.notice AND e.party = l.party AND e.state = 'objected'),
            (SELECT count(*) FROM roster_entry e WHERE e.county = l.county AND e.notice = l.notice AND e.party = l.party AND e.state = 'struck'),
            (SELECT count(*) FROM objection b JOIN objection_entry h ON h.county = b.county AND h.objection = b.id
             JOIN roster_outcome o ON o.county = h.county AND o.entry = h.entry AND o.outcome IN ('changed', 'reconsidered')
             JOIN roster_act a ON a.county = o.county AND a.id = o.act AND a.at >= b.received_at
             WHERE b.county = l.county AND b.notice = l.notice AND b.line = l.number)
            FROM notice_line l WHERE l.county = $1 AND l.notice = $2 AND l.number = $3";
    // What hung on a line and was changed after an objection to it, with what it was changed into.
    CHANGED_INTO = "SELECT v.shown, coalesce((SELECT w.shown FROM entry_version w WHERE w.county = v.county AND w.entry = v.entry AND w.turn > v.turn
                    ORDER BY w.turn LIMIT 1), e.shown)
                    FROM objection b JOIN objection_entry h ON h.county = b.county AND h.objection = b.id
                    JOIN roster_outcome o ON o.county = h.county AND o.entry = h.entry AND o.outcome IN ('changed', 'reconsidered')
                    JOIN roster_act a ON a.county = o.county AND a.id = o.act AND a.at >= b.received_at
                    JOIN entry_version v ON v.county = o.county AND v.entry = o.entry AND v.turn = o.turn - 1
                    JOIN roster_entry e ON e.county = v.county AND e.id = v.entry
                    WHERE b.county = $1 AND b.notice = $2 AND b.line = $3";
    ROSTER_STEPS = "SELECT DISTINCT e.step FROM roster_entry e WHERE e.county = $1 AND e.state = 'open' AND e.notice IS NOT NULL";
}

/// A line as it hangs, with whether somebody objects to it.
#[derive(Clone, Debug)]
pub struct Hung {
    pub line: Line,
    pub objected: bool,
    /// Since it was hung out an entry of it was taken off, or changed so that it hangs out anew.
    pub struck: bool,
    pub changed: bool,
    /// One of it hangs out anew, but shows everybody what it showed before: only its proof was mended.
    pub again: bool,
}

/// A notice for lists.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    pub notice: Notice,
    pub place: String,
    pub period: i64,
    pub list_type: String,
    pub lines: i64,
    pub open_objections: i64,
}

pub(super) fn insert(tx: &mut Tx<'_>, notice: &Notice) -> Result<(), DatabaseError> {
    let Notice { county, id, roster, number, kind, from, until, board, masked, put_up_by, put_up_at, .. } = notice;
    tx.execute(INSERT, args![county, id, roster, number, kind.word(), from, until, board, masked, put_up_by, put_up_at]).map(drop)
}

pub(super) fn insert_line(tx: &mut Tx<'_>, notice: &Notice, line: &Line) -> Result<(), DatabaseError> {
    let values = serde_json::to_string(&line.values).map_err(|error| DatabaseError::Broken(error.to_string()))?;
    let Line { number, party, label, group_label, .. } = line;
    tx.execute(INSERT_LINE, args![notice.county, notice.id, number, party, label, group_label, values]).map(drop)
}

/// The notice of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Notice>) -> Result<Option<Notice>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// Notices of a roster, the latest first.
pub fn of_roster(tx: &mut Tx<'_>, county: County, roster: Id<Roster>) -> Result<Vec<Notice>, DatabaseError> {
    tx.rows(OF_ROSTER, args![county, roster], read)
}

/// Notices whose last day is over while entries still hang there.
pub fn ending(tx: &mut Tx<'_>, county: County, on: BusinessDate) -> Result<Vec<Notice>, DatabaseError> {
    let steps: Vec<i64> = tx.rows(ROSTER_STEPS, args![county], |row| row.get(0))?;
    let mut all = Vec::new();
    for step in steps {
        all.extend(tx.rows(ENDING, args![county, on, step], read)?);
    }
    Ok(all)
}

/// The first day after the earliest notice that still hangs.
pub fn next_after(tx: &mut Tx<'_>, county: County, on: BusinessDate) -> Result<Option<BusinessDate>, DatabaseError> {
    let last: Option<BusinessDate> = tx.one(NEXT_AFTER, args![county, on], |row| row.get(0))?;
    Ok(last.map(|last| last.plus_days(1)))
}

/// Notices within a place, the latest first.
pub fn in_places(tx: &mut Tx<'_>, county: County, within: &str, limit: i64) -> Result<Vec<NoticeRow>, DatabaseError> {
    tx.rows(IN_PLACES, args![county, within, format!("{within}:"), limit], |row| {
        Ok(NoticeRow {
            notice: read(row)?,
            place: row.get(12)?,
            period: row.get(13)?,
            list_type: row.get(14)?,
            lines: row.get(15)?,
            open_objections: row.get(16)?,
        })
    })
}

/// The lines as they hang.
pub fn lines(tx: &mut Tx<'_>, county: County, notice: Id<Notice>) -> Result<Vec<Hung>, DatabaseError> {
    let mut lines = tx.rows(LINES, args![county, notice], read_line)?;
    for hung in lines.iter_mut().filter(|hung| hung.changed) {
        look_again(tx, (county, notice), hung)?;
    }
    Ok(lines)
}

/// Tells a line whose words are others now from one that hangs out anew with the same.
fn look_again(tx: &mut Tx<'_>, (county, notice): (County, Id<Notice>), hung: &mut Hung) -> Result<(), DatabaseError> {
    let number = hung.line.number;
    let pairs: Vec<(String, String)> = tx.rows(CHANGED_INTO, args![county, notice, number], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut same = !pairs.is_empty();
    for (before, after) in &pairs {
        let read = |text: &str| {
            let shown: Shown =
                serde_json::from_str(text).map_err(|error| DatabaseError::Broken(format!("the columns of an entry: {error}")))?;
            Ok::<_, DatabaseError>((shown.public_title, shown.on, shown.counts))
        };
        same &= read(before)? == read(after)?;
    }
    if same {
        (hung.changed, hung.again) = (false, true);
    }
    Ok(())
}

/// One line.
pub fn line(tx: &mut Tx<'_>, county: County, notice: Id<Notice>, number: i64) -> Result<Option<Hung>, DatabaseError> {
    let mut line = tx.row(LINE, args![county, notice, number], read_line)?;
    if let Some(hung) = line.as_mut().filter(|hung| hung.changed) {
        look_again(tx, (county, notice), hung)?;
    }
    Ok(line)
}

fn read_line(row: &Row<'_>) -> Result<Hung, DatabaseError> {
    let shown: String = row.get(4)?;
    let values = serde_json::from_str(&shown).map_err(|error| DatabaseError::Broken(format!("the values of a line: {error}")))?;
    let line = Line { number: row.get(0)?, party: row.get(1)?, label: row.get(2)?, group_label: row.get(3)?, values };
    let some = |at: usize| Ok::<_, DatabaseError>(row.get::<i64>(at)? > 0);
    Ok(Hung { line, objected: some(5)?, struck: some(6)?, changed: some(7)?, again: false })
}

fn read(row: &Row<'_>) -> Result<Notice, DatabaseError> {
    let kind: String = row.get(4)?;
    Ok(Notice {
        county: row.get(0)?,
        id: row.get(1)?,
        roster: row.get(2)?,
        number: row.get(3)?,
        kind: if kind == Kind::Announcement.word() { Kind::Announcement } else { Kind::Notice },
        from: row.get(5)?,
        until: row.get(6)?,
        board: row.get(7)?,
        masked: row.get(8)?,
        put_up_by: row.get(9)?,
        put_up_at: row.get(10)?,
        earlier: row.get(11)?,
    })
}
