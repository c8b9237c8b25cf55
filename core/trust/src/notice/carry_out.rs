//! Puts notices up and, when their last day is over, lets the entries that nobody objected to go on.

use basics::{County, Id};
use database::{Change, DatabaseError, Tx};
use serde_json::json;

use super::{Kind, Line, MASKED_ON_THE_WEB, Notice, full_days, store};
use crate::entry::{self, Act, Standing, State, after};
use crate::list_type::StepKind;
use crate::roster::{self, Actor, Roster};

/// A notice to be put up.
#[derive(Clone, Debug)]
pub struct NewNotice {
    pub county: County,
    pub id: Id<Notice>,
    pub roster: Id<Roster>,
    pub kind: Kind,
    pub board: String,
}

/// Why a notice was not put up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeRefused {
    Unknown,
    /// Nothing waits to be hung out.
    Nothing,
    Database(DatabaseError),
}

impl From<DatabaseError> for NoticeRefused {
    fn from(error: DatabaseError) -> Self {
        NoticeRefused::Database(error)
    }
}

/// Hangs all entries that wait for it out with these lines, for the full days of the step; the same form again does nothing.
pub fn put_up(tx: &mut Tx<'_>, new: &NewNotice, lines: &[Line], actor: &Actor) -> Result<Notice, NoticeRefused> {
    let NewNotice { county, id, roster, kind, board } = new;
    tx.lock_book(*county)?;
    if let Some(there) = store::find(tx, *county, *id)? {
        return Ok(there);
    }
    let of = roster::find(tx, *county, *roster)?.filter(|roster| roster.is_open).ok_or(NoticeRefused::Unknown)?;
    let wanted = if *kind == Kind::Notice { StepKind::Notice } else { StepKind::Announce };
    let step = of.step_of(wanted).ok_or(NoticeRefused::Unknown)?;
    if entry::put_on_notice(tx, (*county, *roster), (*id, *kind), step)? == 0 || lines.is_empty() {
        return Err(NoticeRefused::Nothing);
    }
    let (from, until) = full_days(actor.on, of.steps[step].days);
    let notice = Notice {
        county: *county,
        id: *id,
        roster: *roster,
        number: store::of_roster(tx, *county, *roster)?.len() as i64 + 1,
        kind: *kind,
        from,
        until,
        board: board.clone(),
        masked: settings::value(tx, *county, &of.place, MASKED_ON_THE_WEB, actor.on)? == 1,
        put_up_by: actor.login,
        put_up_at: actor.at,
        earlier: 0,
    };
    store::insert(tx, &notice)?;
    lines.iter().try_for_each(|line| store::insert_line(tx, &notice, line))?;
    let after = Some(json!({ "from": from.to_string(), "until": until.to_string(), "board": board, "lines": lines.len() }));
    tx.changed(Change { subject: of.subject(), actor: Some(actor.login), verb: "put-up", at: actor.at, before: None, after })?;
    // With what hung out before it.
    store::find(tx, *county, *id)?.ok_or(NoticeRefused::Unknown)
}

/// Entries whose notice is over and to which nobody objects go on to their next step. By date alone: run twice it does nothing more.
/// Answers how many.
pub fn end_due(tx: &mut Tx<'_>, county: County, actor: &Actor) -> Result<u64, DatabaseError> {
    let mut ended = 0;
    for notice in store::ending(tx, county, actor.on)? {
        let Some(of) = roster::find(tx, county, notice.roster)? else { continue };
        let wanted = if notice.kind == Kind::Notice { StepKind::Notice } else { StepKind::Announce };
        let Some(step) = of.step_of(wanted) else { continue };
        let Some(to) = after(&of.steps, Standing { step, state: State::Open }, Act::End) else { continue };
        let action = Id::derived(&[b"notice ended", notice.id.as_bytes(), &actor.at.0.to_be_bytes()]);
        tx.lock_book(county)?;
        if roster::write_action(tx, (county, of.id, action), Act::End.outcome(), actor, (None, ""))? {
            ended += entry::write_outcomes(tx, (county, of.id, action), step, true, Some(notice.id))?;
            entry::move_all(tx, county, action, step, to)?;
        }
    }
    Ok(ended)
}
