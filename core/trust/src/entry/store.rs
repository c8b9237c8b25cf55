//! SQL about entries, what acts did to them, and who steps aside for which.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{DatabaseError, Row, Tx, args, statements};

use super::{Entry, NewEntry, Shown, Standing, State};
use crate::meeting::Meeting;
use crate::notice::{Kind, Notice};
use crate::roster::{Action, Roster};

statements! {
    INSERT = "INSERT INTO roster_entry (county, id, roster, number, subject_kind, subject, party, label, group_label, shown, doubts, doubtful,
              quorate, step, state, turn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, TRUE, 0, 'open', 0)
              ON CONFLICT (county, id) DO NOTHING";
    LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM roster_entry WHERE county = $1 AND roster = $2";
    FIND = "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label, e.shown, e.before, e.doubts,
            e.quorate, e.step, e.state, e.turn, e.notice FROM roster_entry e WHERE e.county = $1 AND e.id = $2";
    OF_SUBJECT = "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label, e.shown, e.before, e.doubts,
            e.quorate, e.step, e.state, e.turn, e.notice FROM roster_entry e JOIN roster r ON r.county = e.county AND r.id = e.roster
            WHERE e.county = $1 AND e.subject_kind = $2 AND e.subject = $3 ORDER BY r.opened_at DESC, e.number DESC LIMIT 1";
    // Looked at one by one: doubtful, or with too few left to decide, or somebody steps aside who is asking.
    PAGE = "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label, e.shown, e.before, e.doubts,
            e.quorate, e.step, e.state, e.turn, e.notice FROM roster_entry e
            WHERE e.county = $1 AND e.roster = $2 AND e.step = $3 AND e.state = $4
            AND (e.doubtful OR e.quorate = FALSE OR EXISTS (SELECT 1 FROM recusal q WHERE q.county = e.county AND q.entry = e.id AND q.who = $7)) = $5
            AND e.number > $6 ORDER BY e.number LIMIT $8";
    SEARCH = "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label, e.shown, e.before, e.doubts,
            e.quorate, e.step, e.state, e.turn, e.notice FROM roster_entry e
            WHERE e.county = $1 AND e.roster = $2 AND e.number > $3 ORDER BY e.number LIMIT $4";
    OF_ACT = "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label, e.shown, e.before, e.doubts,
            e.quorate, e.step, e.state, e.turn, e.notice FROM roster_outcome o JOIN roster_entry e ON e.county = o.county AND e.id = o.entry
            WHERE o.county = $1 AND o.act = $2 ORDER BY e.number LIMIT $3";
    OF_LINE = "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label, e.shown, e.before, e.doubts,
            e.quorate, e.step, e.state, e.turn, e.notice FROM roster_entry e
            WHERE e.county = $1 AND e.notice = $2 AND e.party = $3 ORDER BY e.number LIMIT 500";
    OF_PARTY = "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label, e.shown, e.before, e.doubts,
            e.quorate, e.step, e.state, e.turn, e.notice FROM roster_entry e
            WHERE e.county = $1 AND e.roster = $2 AND e.party = $3 ORDER BY e.number LIMIT 500";
    OBJECTED = "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label, e.shown, e.before, e.doubts,
            e.quorate, e.step, e.state, e.turn, e.notice FROM objection_entry o JOIN roster_entry e ON e.county = o.county AND e.id = o.entry
            WHERE o.county = $1 AND o.objection = $2 ORDER BY e.number";
    COUNTS = "SELECT step, state, (doubtful OR quorate = FALSE OR EXISTS (SELECT 1 FROM recusal q WHERE q.county = e.county AND q.entry = e.id AND q.who = $3)),
              count(*) FROM roster_entry e WHERE county = $1 AND roster = $2
              GROUP BY step, state, (doubtful OR quorate = FALSE OR EXISTS (SELECT 1 FROM recusal q WHERE q.county = e.county AND q.entry = e.id AND q.who = $3))";
    WRITE_ONE = "INSERT INTO roster_outcome (county, entry, turn, act, step, outcome, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    // All that wait at the step and may go together; whoever acts has stepped aside for none of them.
    WRITE_ALL = "INSERT INTO roster_outcome (county, entry, turn, act, step, outcome, reason)
                 SELECT e.county, e.id, e.turn + 1, a.id, e.step, a.kind, '' FROM roster_entry e
                 JOIN roster_act a ON a.county = e.county AND a.roster = e.roster AND a.id = $3
                 WHERE e.county = $1 AND e.roster = $2 AND e.step = $4 AND e.state = 'open' AND (e.doubtful = FALSE OR $5) AND (e.quorate OR $5)
                 AND (e.notice = $6 OR $7)
                 AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.county = e.county AND q.entry = e.id AND q.who = a.actor)";
    MOVE_ALL = "UPDATE roster_entry SET step = $3, state = $4, turn = turn + 1 WHERE county = $1 AND step = $5 AND state = 'open'
                AND id IN (SELECT o.entry FROM roster_outcome o WHERE o.county = $1 AND o.act = $2)";
    MOVE_ONE = "UPDATE roster_entry SET step = $3, state = $4, turn = $5 WHERE county = $1 AND id = $2 AND turn = $6";
    KEEP = "INSERT INTO entry_version (county, entry, turn, shown, doubts) VALUES ($1, $2, $3, $4, $5)";
    // What changed hangs on no notice until it is put up again.
    REWRITE = "UPDATE roster_entry SET before = shown, shown = $3, doubts = $4, doubtful = $5, notice = NULL WHERE county = $1 AND id = $2";
    RESHOW = "UPDATE roster_entry SET shown = $3 WHERE county = $1 AND id = $2";
    ON_NOTICE = "UPDATE roster_entry SET notice = $3 WHERE county = $1 AND roster = $2 AND step = $4 AND state = 'open'
                 AND NOT EXISTS (SELECT 1 FROM public_notice n WHERE n.county = roster_entry.county AND n.id = roster_entry.notice AND n.kind = $5)";
    TO_HANG = "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label, e.shown, e.before, e.doubts,
            e.quorate, e.step, e.state, e.turn, e.notice FROM roster_entry e
            WHERE e.county = $1 AND e.roster = $2 AND e.step = $3 AND e.state = 'open'
            AND NOT EXISTS (SELECT 1 FROM public_notice n WHERE n.county = e.county AND n.id = e.notice AND n.kind = $4) ORDER BY e.number";
    RECUSE = "INSERT INTO recusal (county, entry, who, name, attends) SELECT e.county, e.id, n.id, n.display_name, FALSE FROM roster_entry e
              JOIN login n ON n.id = $3 WHERE e.county = $1 AND e.roster = $2 AND e.party = $4 ON CONFLICT (county, entry, who) DO NOTHING";
    RECUSE_ATTENDEE = "INSERT INTO recusal (county, entry, who, name, attends) SELECT e.county, e.id, n.who, n.name, TRUE FROM roster_entry e
              JOIN meeting_attendee n ON n.county = e.county AND n.meeting = $3 AND n.number = $4
              WHERE e.county = $1 AND e.roster = $2 AND e.party = $5 ON CONFLICT (county, entry, who) DO UPDATE SET attends = TRUE";
    RISE = "UPDATE recusal SET attends = FALSE WHERE county = $1 AND entry IN (SELECT e.id FROM roster_entry e WHERE e.county = $1 AND e.roster = $2)";
    RECUSED = "SELECT q.name, e.label, q.attends FROM recusal q JOIN roster_entry e ON e.county = q.county AND e.id = q.entry
               WHERE q.county = $1 AND e.roster = $2 GROUP BY q.name, e.label, q.attends ORDER BY q.name, e.label LIMIT 200";
    NOT_QUORATE = "UPDATE roster_entry SET quorate = ((SELECT count(DISTINCT q.name) FROM recusal q WHERE q.county = roster_entry.county
                   AND q.entry = roster_entry.id AND q.attends) <= $3) WHERE county = $1 AND roster = $2 AND state = 'open'
                   AND (quorate = FALSE OR EXISTS (SELECT 1 FROM recusal q WHERE q.county = roster_entry.county AND q.entry = roster_entry.id AND q.attends))";
// As each was when it was decided about.
        APPRAISED = "SELECT e.county, e.id, e.roster, e.number, e.subject_kind, e.subject, e.party, e.label, e.group_label,
            coalesce((SELECT v.shown FROM entry_version v WHERE v.county = o.county AND v.entry = o.entry AND v.turn >= o.turn ORDER BY v.turn LIMIT 1), e.shown), e.before,
            coalesce((SELECT v.doubts FROM entry_version v WHERE v.county = o.county AND v.entry = o.entry AND v.turn >= o.turn ORDER BY v.turn LIMIT 1), e.doubts),
            e.quorate, e.step, e.state, e.turn, e.notice, o.outcome, o.step, o.reason, a.reason, a.actor, a.on_day, a.at, a.meeting, a.id,
            (coalesce((SELECT v.doubts FROM entry_version v WHERE v.county = o.county AND v.entry = o.entry AND v.turn >= o.turn ORDER BY v.turn LIMIT 1), e.doubts) <> '' OR e.quorate = FALSE OR o.outcome <> 'passed')
            FROM roster_entry e JOIN roster_outcome o ON o.county = e.county AND o.entry = e.id JOIN roster_act a ON a.county = o.county AND a.id = o.act
            WHERE e.county = $1 AND e.roster = $2 AND o.outcome IN ('passed', 'failed', 'deferred') AND a.meeting = $4
            AND NOT EXISTS (SELECT 1 FROM roster_outcome b WHERE b.county = o.county AND b.entry = o.entry AND b.turn = o.turn + 1
            AND b.outcome = 'taken-back') ORDER BY e.number, o.turn LIMIT $3";
    // Changed after an objection so that a meeting has to decide again, later than the moment.
    CHANGED_SINCE = "SELECT count(*) FROM roster_outcome o JOIN roster_act a ON a.county = o.county AND a.id = o.act
                     WHERE o.county = $1 AND o.entry = $2 AND o.outcome = 'reconsidered' AND a.at > $3";
    // The same of any entry that waits at the first step; those have been changed last, so few are looked at.
    WAITS_FOR_ANOTHER = "SELECT count(*) FROM roster_entry e WHERE e.county = $1 AND e.roster = $2 AND e.step = 0 AND e.state = 'open'
                     AND EXISTS (SELECT 1 FROM roster_outcome o JOIN roster_act a ON a.county = o.county AND a.id = o.act
                     WHERE o.county = e.county AND o.entry = e.id AND o.outcome = 'reconsidered' AND a.at > $3)";
    STAYED_AWAY = "UPDATE recusal SET attends = FALSE WHERE county = $1 AND who IN (SELECT n.who FROM meeting_attendee n WHERE n.county = $1
                   AND n.meeting = $3 AND n.number = $4) AND entry IN (SELECT e.id FROM roster_entry e WHERE e.county = $1 AND e.roster = $2)";
    HISTORY = "SELECT o.outcome, o.step, o.reason, a.reason, a.actor, a.on_day, a.at, a.meeting, a.id FROM roster_outcome o
               JOIN roster_act a ON a.county = o.county AND a.id = o.act WHERE o.county = $1 AND o.entry = $2 ORDER BY o.turn";
}

/// What happened to an entry, by whom and when.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub outcome: String,
    pub step: i64,
    pub reason: String,
    pub by: Id,
    pub on: BusinessDate,
    pub at: Moment,
    pub meeting: Option<Id>,
    pub act: Id<Action>,
}

/// How many entries stand at which step in which state; those to be looked at one by one apart.
#[derive(Clone, Debug, Default)]
pub struct Counts(pub BTreeMap<(i64, State, bool), i64>);

impl Counts {
    /// At a step in a state, looked at one by one or not.
    pub fn of(&self, step: usize, state: State) -> i64 {
        self.together(step, state) + self.one_by_one(step, state)
    }

    /// Those that may go together.
    pub fn together(&self, step: usize, state: State) -> i64 {
        self.0.get(&(step as i64, state, false)).copied().unwrap_or(0)
    }

    /// Those that are looked at one by one.
    pub fn one_by_one(&self, step: usize, state: State) -> i64 {
        self.0.get(&(step as i64, state, true)).copied().unwrap_or(0)
    }

    /// All in a state, at whatever step.
    pub fn in_state(&self, state: State) -> i64 {
        self.0.iter().filter(|((_, at, _), _)| *at == state).map(|(_, count)| count).sum()
    }

    /// All there are.
    pub fn all(&self) -> i64 {
        self.0.values().sum()
    }
}

/// Adds entries; one that is there already is left as it is. Numbers go on from the last.
pub(crate) fn insert(tx: &mut Tx<'_>, county: County, roster: Id<Roster>, entries: &[NewEntry]) -> Result<(), DatabaseError> {
    let mut number: i64 = tx.one(LAST_NUMBER, args![county, roster], |row| row.get(0))?;
    for entry in entries {
        let NewEntry { id, subject, party, label, group_label, shown, doubts } = entry;
        let (kind, shown, words) = (subject.kind.as_ref(), shown.text()?, doubts.join(","));
        let doubtful = !doubts.is_empty();
        let next = number + 1;
        let new =
            tx.execute(INSERT, args![county, id, roster, next, kind, subject.id, party, label, group_label, shown, words, doubtful])?;
        number += new as i64;
    }
    Ok(())
}

/// The entry of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Entry>) -> Result<Option<Entry>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// Where a record is listed, in the latest roster.
pub fn of_subject(tx: &mut Tx<'_>, subject: &Subject) -> Result<Option<Entry>, DatabaseError> {
    tx.row(OF_SUBJECT, args![subject.county, subject.kind.as_ref(), subject.id], read)
}

/// Entries at a step in a state behind a number: `one_by_one` those that are doubtful or the asking login steps aside for.
pub fn page(
    tx: &mut Tx<'_>,
    (county, roster): (County, Id<Roster>),
    standing: Standing,
    one_by_one: bool,
    (asker, above, limit): (Id, i64, i64),
) -> Result<Vec<Entry>, DatabaseError> {
    let step = standing.step as i64;
    tx.rows(PAGE, args![county, roster, step, standing.state.to_string(), one_by_one, above, asker, limit], read)
}

/// All entries of a roster behind a number, in order.
pub fn search(tx: &mut Tx<'_>, county: County, roster: Id<Roster>, above: i64, limit: i64) -> Result<Vec<Entry>, DatabaseError> {
    tx.rows(SEARCH, args![county, roster, above, limit], read)
}

/// Entries an act was about.
pub fn of_act(tx: &mut Tx<'_>, county: County, act: Id<Action>, limit: i64) -> Result<Vec<Entry>, DatabaseError> {
    tx.rows(OF_ACT, args![county, act, limit], read)
}

/// Entries of a party on a notice.
pub(crate) fn of_notice_line(tx: &mut Tx<'_>, county: County, notice: Id<Notice>, party: Id) -> Result<Vec<Entry>, DatabaseError> {
    tx.rows(OF_LINE, args![county, notice, party], read)
}

/// All entries of a party in a roster, wherever they stand.
pub(crate) fn of_party(tx: &mut Tx<'_>, county: County, roster: Id<Roster>, party: Id) -> Result<Vec<Entry>, DatabaseError> {
    tx.rows(OF_PARTY, args![county, roster, party], read)
}

/// Entries an objection holds back.
pub(crate) fn objected_of<Of>(tx: &mut Tx<'_>, county: County, objection: Id<Of>) -> Result<Vec<Entry>, DatabaseError> {
    tx.rows(OBJECTED, args![county, objection], read)
}

/// How many stand where, as the asking login sees it.
pub fn counts(tx: &mut Tx<'_>, county: County, roster: Id<Roster>, asker: Id) -> Result<Counts, DatabaseError> {
    let rows = tx.rows(COUNTS, args![county, roster, asker], |row| {
        let word: String = row.get(1)?;
        Ok(((row.get(0)?, state(&word)?, row.get(2)?), row.get(3)?))
    })?;
    Ok(Counts(rows.into_iter().collect()))
}

/// Writes the outcome of an act for every entry that waits at the step; `forced` takes doubtful ones along, `notice` only those
/// that hang on it. Answers how many.
pub(crate) fn write_outcomes(
    tx: &mut Tx<'_>,
    (county, roster, act): (County, Id<Roster>, Id<Action>),
    step: usize,
    forced: bool,
    notice: Option<Id<Notice>>,
) -> Result<u64, DatabaseError> {
    let any = notice.is_none();
    let notice = notice.map_or_else(|| roster.any(), |notice| notice.any());
    tx.execute(WRITE_ALL, args![county, roster, act, step as i64, forced, notice, any])
}

/// Moves every entry an act wrote an outcome for.
pub(crate) fn move_all(tx: &mut Tx<'_>, county: County, act: Id<Action>, from: usize, to: Standing) -> Result<(), DatabaseError> {
    tx.execute(MOVE_ALL, args![county, act, to.step as i64, to.state.to_string(), from as i64]).map(drop)
}

/// Writes an outcome and moves one entry; false when it moved meanwhile.
pub(crate) fn move_one(
    tx: &mut Tx<'_>,
    entry: &Entry,
    (act, outcome, reason): (Id<Action>, &str, &str),
    to: Standing,
) -> Result<bool, DatabaseError> {
    let Entry { county, id, turn, standing, .. } = entry;
    let next = turn + 1;
    if tx.execute(MOVE_ONE, args![county, id, to.step as i64, to.state.to_string(), next, turn])? == 0 {
        return Ok(false);
    }
    tx.execute(WRITE_ONE, args![county, id, next, act, standing.step as i64, outcome, reason])?;
    Ok(true)
}

/// Writes new columns; the old ones are kept beside them, and as a version for what was decided about them.
pub(crate) fn rewrite(tx: &mut Tx<'_>, entry: &Entry, shown: &Shown, doubts: &[String]) -> Result<(), DatabaseError> {
    tx.execute(KEEP, args![entry.county, entry.id, entry.turn, entry.shown.text()?, entry.doubts.join(",")])?;
    let (shown, words, doubtful) = (shown.text()?, doubts.join(","), !doubts.is_empty());
    tx.execute(REWRITE, args![entry.county, entry.id, shown, words, doubtful]).map(drop)
}

/// Writes columns that the deciding itself filled in, such as the amount a meeting set.
pub fn reshow(tx: &mut Tx<'_>, entry: &Entry, shown: &Shown) -> Result<(), DatabaseError> {
    tx.execute(RESHOW, args![entry.county, entry.id, shown.text()?]).map(drop)
}

/// Hangs all that wait at the step and hang nowhere on the notice; answers how many.
pub(crate) fn put_on_notice(
    tx: &mut Tx<'_>,
    (county, roster): (County, Id<Roster>),
    (notice, kind): (Id<Notice>, Kind),
    step: usize,
) -> Result<u64, DatabaseError> {
    tx.execute(ON_NOTICE, args![county, roster, notice, step as i64, kind.word()])
}

/// Entries that wait at the step and hang on no notice of this kind.
pub fn to_hang(tx: &mut Tx<'_>, county: County, roster: Id<Roster>, step: usize, kind: Kind) -> Result<Vec<Entry>, DatabaseError> {
    tx.rows(TO_HANG, args![county, roster, step as i64, kind.word()], read)
}

/// Whoever sat in an earlier meeting of the roster is not counted for this one.
pub(crate) fn rise(tx: &mut Tx<'_>, county: County, roster: Id<Roster>) -> Result<(), DatabaseError> {
    tx.execute(RISE, args![county, roster]).map(drop)
}

/// Notes that a login steps aside for all entries of these parties.
pub(crate) fn recuse_login(
    tx: &mut Tx<'_>,
    (county, roster): (County, Id<Roster>),
    login: Id,
    parties: &[Id],
) -> Result<(), DatabaseError> {
    parties.iter().try_for_each(|party| tx.execute(RECUSE, args![county, roster, login, party]).map(drop))
}

/// Notes that somebody in a meeting steps aside for all entries of a party.
pub(crate) fn recuse_attendee(
    tx: &mut Tx<'_>,
    (county, roster): (County, Id<Roster>),
    (meeting, number): (Id<Meeting>, i64),
    party: Id,
) -> Result<(), DatabaseError> {
    tx.execute(RECUSE_ATTENDEE, args![county, roster, meeting, number, party]).map(drop)
}

/// Who steps aside for whom in a roster: name, party's label, whether they sit in the meeting.
pub fn recused(tx: &mut Tx<'_>, county: County, roster: Id<Roster>) -> Result<Vec<(String, String, bool)>, DatabaseError> {
    tx.rows(RECUSED, args![county, roster], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Marks entries for which more would step aside than the meeting can spare.
pub(crate) fn note_quorum(tx: &mut Tx<'_>, county: County, roster: Id<Roster>, spare: i64) -> Result<(), DatabaseError> {
    tx.execute(NOT_QUORATE, args![county, roster, spare]).map(drop)
}

/// Whether an objection changed the entry so that it needs a meeting later than the moment.
pub(crate) fn changed_since(tx: &mut Tx<'_>, entry: &Entry, at: Moment) -> Result<bool, DatabaseError> {
    Ok(tx.one(CHANGED_SINCE, args![entry.county, entry.id, at], |row| row.get::<i64>(0))? > 0)
}

/// Whether an entry waits for a meeting later than the one recorded at the moment.
pub fn waits_for_another(tx: &mut Tx<'_>, county: County, roster: Id<Roster>, at: Moment) -> Result<bool, DatabaseError> {
    Ok(tx.one(WAITS_FOR_ANOTHER, args![county, roster, at], |row| row.get::<i64>(0))? > 0)
}

/// Somebody noted as present was not there, and so is not counted among those who step aside.
pub(crate) fn stayed_away(
    tx: &mut Tx<'_>,
    (county, roster): (County, Id<Roster>),
    (meeting, number): (Id<Meeting>, i64),
) -> Result<(), DatabaseError> {
    tx.execute(STAYED_AWAY, args![county, roster, meeting, number]).map(drop)
}

/// What happened to an entry, from the first outcome on.
pub fn history(tx: &mut Tx<'_>, county: County, id: Id<Entry>) -> Result<Vec<Outcome>, DatabaseError> {
    tx.rows(HISTORY, args![county, id], |row| read_outcome(row, 0))
}

/// What a meeting decided about its roster's entries and did not take back, and whether each was looked at by itself.
pub fn appraised(
    tx: &mut Tx<'_>,
    (county, roster): (County, Id<Roster>),
    meeting: Id<Meeting>,
    limit: i64,
) -> Result<Vec<(Entry, Outcome, bool)>, DatabaseError> {
    tx.rows(APPRAISED, args![county, roster, limit, meeting], |row| Ok((read(row)?, read_outcome(row, 17)?, row.get(26)?)))
}

/// An outcome whose columns begin here.
fn read_outcome(row: &Row<'_>, at: usize) -> Result<Outcome, DatabaseError> {
    let (own, of_act): (String, String) = (row.get(at + 2)?, row.get(at + 3)?);
    Ok(Outcome {
        outcome: row.get(at)?,
        step: row.get(at + 1)?,
        reason: if own.is_empty() { of_act } else { own },
        by: row.get(at + 4)?,
        on: row.get(at + 5)?,
        at: row.get(at + 6)?,
        meeting: row.get(at + 7)?,
        act: row.get(at + 8)?,
    })
}

fn state(word: &str) -> Result<State, DatabaseError> {
    word.parse().map_err(|_| DatabaseError::Broken(format!("no entry stands at {word}")))
}

fn json(text: &str) -> Result<Shown, DatabaseError> {
    serde_json::from_str(text).map_err(|error| DatabaseError::Broken(format!("the columns of an entry: {error}")))
}

pub(super) fn read(row: &Row<'_>) -> Result<Entry, DatabaseError> {
    let county: County = row.get(0)?;
    let (shown, doubts, word): (String, String, String) = (row.get(9)?, row.get(11)?, row.get(14)?);
    let step: i64 = row.get(13)?;
    let before: Option<String> = row.get(10)?;
    Ok(Entry {
        county,
        id: row.get(1)?,
        roster: row.get(2)?,
        number: row.get(3)?,
        subject: Subject { county, kind: row.get::<String>(4)?.into(), id: row.get(5)? },
        party: row.get(6)?,
        label: row.get(7)?,
        group_label: row.get(8)?,
        shown: json(&shown)?,
        before: before.as_deref().map(json).transpose()?,
        doubts: doubts.split(',').filter(|doubt| !doubt.is_empty()).map(str::to_owned).collect(),
        quorate: row.get(12)?,
        standing: Standing { step: usize::try_from(step).unwrap_or(0), state: state(&word)? },
        turn: row.get(15)?,
        notice: row.get(16)?,
    })
}
