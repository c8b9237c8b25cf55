//! SQL about some of a roster's entries: those asked for by state, group or name, and those a meeting had before it.

use std::collections::BTreeSet;

use basics::{County, Id};
use database::{DatabaseError, Tx, args, statements};
use registry::household::group_number;
use registry::name_search;

use super::super::Entry;
use super::super::store::read;
use super::Narrow;
use crate::meeting::Meeting;
use crate::roster::Roster;

/// Entries read at once where a name is looked for among them.
const NAMES_READ: i64 = 500;

/// Entries with the columns that [`read`] reads.
macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label, e.shown, e.before,
             e.doubts, e.quorate, e.step, e.state, e.turn, e.notice FROM roster_entry e ",
            $rest
        )
    };
}

statements! {
    NARROWED = entries!("WHERE e.county = $1 AND e.roster = $2 AND e.number > $3 AND ($4 = '' OR e.state = $4) AND ($5 < 0 OR e.step = $5)
                         AND ($6 = '' OR e.group_label = $6) ORDER BY e.number LIMIT $7");
    LABELS = "SELECT DISTINCT label FROM roster_entry WHERE county = $1 AND roster = $2";
    GROUPS = "SELECT DISTINCT group_label FROM roster_entry WHERE county = $1 AND roster = $2 ORDER BY group_label";
    // Passed by a meeting, and now without enough who may decide about them.
    PASSED_WITHOUT = entries!("WHERE e.county = $1 AND e.roster = $2 AND e.step > $3 AND e.state = 'open' AND e.quorate = FALSE ORDER BY e.number");
    // Who sat in the meeting and steps aside for what no earlier one had decided.
    RECUSED_AT = "SELECT q.name, e.label, q.attends FROM meeting m JOIN meeting_attendee n ON n.county = m.county AND n.meeting = m.id
                  JOIN roster_entry e ON e.county = m.county AND e.roster = m.roster
                  JOIN recusal q ON q.county = e.county AND q.entry = e.id AND q.who = n.who
                  WHERE m.county = $1 AND m.id = $2 AND NOT EXISTS (SELECT 1 FROM attendance_correction c WHERE c.county = n.county
                  AND c.meeting = n.meeting AND c.attendee = n.number AND c.change = -1)
                  AND (EXISTS (SELECT 1 FROM roster_outcome o JOIN roster_act a ON a.county = o.county AND a.id = o.act
                  WHERE o.county = e.county AND o.entry = e.id AND a.meeting = m.id)
                  OR NOT EXISTS (SELECT 1 FROM roster_outcome o JOIN roster_act a ON a.county = o.county AND a.id = o.act
                  JOIN meeting b ON b.county = a.county AND b.id = a.meeting
                  WHERE o.county = e.county AND o.entry = e.id AND o.outcome IN ('passed', 'failed', 'deferred') AND b.number < m.number))
                  GROUP BY q.name, e.label, q.attends ORDER BY q.name, e.label LIMIT 200";
    // What neither the meeting nor an earlier one decided; what was taken back counts as not decided.
    LEFT_AT = "SELECT count(*) FROM meeting m JOIN roster_entry e ON e.county = m.county AND e.roster = m.roster
               WHERE m.county = $1 AND m.id = $2
               AND NOT EXISTS (SELECT 1 FROM roster_outcome o JOIN roster_act a ON a.county = o.county AND a.id = o.act
               JOIN meeting b ON b.county = a.county AND b.id = a.meeting
               WHERE o.county = e.county AND o.entry = e.id AND o.outcome IN ('passed', 'failed', 'deferred') AND b.number <= m.number
               AND NOT EXISTS (SELECT 1 FROM roster_outcome t WHERE t.county = o.county AND t.entry = o.entry AND t.turn = o.turn + 1
               AND t.outcome = 'taken-back'))";
}

/// Entries of a roster behind a number that are as asked for, in order.
pub fn narrowed(
    tx: &mut Tx<'_>,
    (county, roster): (County, Id<Roster>),
    narrow: &Narrow,
    (above, limit): (i64, i64),
) -> Result<Vec<Entry>, DatabaseError> {
    let state = narrow.state.map_or_else(String::new, |state| state.to_string());
    let step = narrow.step.map_or(-1, |step| step as i64);
    let read_on =
        |tx: &mut Tx<'_>, above: i64, limit: i64| tx.rows(NARROWED, args![county, roster, above, state, step, narrow.group, limit], read);
    if narrow.name.is_empty() {
        return read_on(tx, above, limit);
    }
    let called = called(tx, (county, roster), &narrow.name)?;
    let (mut found, mut behind) = (Vec::new(), above);
    while !called.is_empty() && (found.len() as i64) < limit {
        let entries = read_on(tx, behind, NAMES_READ)?;
        let Some(last) = entries.last() else { break };
        behind = last.number;
        found.extend(entries.into_iter().filter(|entry| called.contains(&entry.label)));
    }
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}

/// The names of a roster that are found by what was typed: characters, spelling or initials, as in every other search.
fn called(tx: &mut Tx<'_>, (county, roster): (County, Id<Roster>), typed: &str) -> Result<BTreeSet<String>, DatabaseError> {
    let Some(query) = name_search::query(typed) else { return Ok(BTreeSet::new()) };
    let labels: Vec<String> = tx.rows(LABELS, args![county, roster], |row| row.get(0))?;
    let is_called = |label: &String| name_search::tokens(label).iter().any(|token| token.starts_with(&query));
    Ok(labels.into_iter().filter(is_called).collect())
}

/// The groups a roster's parties live in, in the order they are counted in.
pub fn groups(tx: &mut Tx<'_>, county: County, roster: Id<Roster>) -> Result<Vec<String>, DatabaseError> {
    let mut groups: Vec<String> = tx.rows(GROUPS, args![county, roster], |row| row.get(0))?;
    groups.sort_by_key(|group| group_number(group));
    Ok(groups)
}

/// Entries a meeting passed for which too few are left who may decide.
pub(crate) fn passed_without_quorum(
    tx: &mut Tx<'_>,
    county: County,
    roster: Id<Roster>,
    appraise: usize,
) -> Result<Vec<Entry>, DatabaseError> {
    tx.rows(PASSED_WITHOUT, args![county, roster, appraise as i64], read)
}

/// Who stepped aside at a meeting, and for whom: name, party's label, whether they count for a meeting now.
pub fn recused_at(tx: &mut Tx<'_>, county: County, meeting: Id<Meeting>) -> Result<Vec<(String, String, bool)>, DatabaseError> {
    tx.rows(RECUSED_AT, args![county, meeting], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// How many entries a meeting had before it and left undecided.
pub fn left_at(tx: &mut Tx<'_>, county: County, meeting: Id<Meeting>) -> Result<i64, DatabaseError> {
    tx.one(LEFT_AT, args![county, meeting], |row| row.get(0))
}
