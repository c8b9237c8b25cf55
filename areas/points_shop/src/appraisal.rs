//! The month of a village on its way to points: checked deeds are listed, appraised by a meeting, hung out, and confirmed.

mod amend;
mod caps;
mod carry_out;
mod decision_form;
mod doubts;
mod gather;
mod meeting_form;
pub(crate) mod pages;
mod put_up;
mod store;
#[cfg(test)]
mod tests;

use basics::{County, Id};
use database::{DatabaseError, Tx};
use settings::Setting;
use trust::entry::{Entry, State as EntryState};
use trust::list_type::{Column, ColumnKind, ListType, Settled, StepKind, StepType};

use crate::area::{CONFIRM_POINTS, HOLD_APPRAISAL, REVIEW_APPRAISAL};
use crate::deed::{self, Deed};

pub use amend::{AmendRefused, Amendment, amend, can_be_mended};
pub use carry_out::{Chosen, DecideRefused, Decision, Said, decide, take_back};
pub use gather::{Candidate, Gathered, candidates, entries_of, list, open};
pub use put_up::lines;
pub(crate) use store::STATEMENTS;
pub use store::{Waiting, unmet, waiting_by_village};

/// More than so many of a hundred representatives must be there.
pub const QUORUM_PERCENT: Setting = Setting { name: "points-shop-quorum-percent", default: 50, min: 1, max: 99, scoped: true };
/// How many representatives a village has.
pub const REPRESENTATIVES: Setting = Setting { name: "points-shop-representatives", default: 31, min: 1, max: 500, scoped: true };
/// Full days a month's points hang out.
pub const NOTICE_DAYS: Setting = Setting { name: "points-shop-notice-days", default: 5, min: 1, max: 30, scoped: true };
/// 1: the township looks the appraisal through before it hangs out.
pub const TOWNSHIP_REVIEW: Setting = Setting { name: "points-shop-township-review", default: 0, min: 0, max: 1, scoped: true };

/// The month's list of deeds.
pub const MONTH: ListType = ListType {
    name: "points-month",
    title: "list-points-month-title",
    steps: &[
        StepType { quorum_percent: Some(QUORUM_PERCENT), ..StepType::new(StepKind::Appraise, HOLD_APPRAISAL) },
        StepType { only_if: Some(TOWNSHIP_REVIEW), ..StepType::new(StepKind::Review, REVIEW_APPRAISAL) },
        StepType { days: Some(NOTICE_DAYS), ..StepType::new(StepKind::Notice, HOLD_APPRAISAL) },
        StepType::new(StepKind::Decide, CONFIRM_POINTS),
    ],
    columns: &[
        Column { name: "points-plus", kind: ColumnKind::Tenths { signed: false }, summed: true, opens: false },
        Column { name: "points-minus", kind: ColumnKind::Tenths { signed: false }, summed: true, opens: false },
        Column { name: "points-net", kind: ColumnKind::Tenths { signed: true }, summed: false, opens: true },
        Column { name: "points-balance", kind: ColumnKind::Tenths { signed: false }, summed: false, opens: false },
    ],
    settled,
    taken_back,
    involved,
    change_href: |entry| format!("/c/{}/deeds/{}/amend", entry.county, entry.subject.id),
    sheet_href: |notice| format!("/n/{}/{}/sheet.pdf", notice.county, notice.id),
    board_href: |notice| format!("/c/{}/notices/{}/board.pdf", notice.county, notice.id),
};

/// Where a deed goes when its entry comes to rest: off, back to the next meeting, or back to be mended.
fn settled(tx: &mut Tx<'_>, told: &Settled) -> Result<(), DatabaseError> {
    let (state, verb) = match told.state {
        EntryState::Failed => (deed::State::Rejected, "not-passed"),
        EntryState::Struck => (deed::State::Rejected, "struck"),
        EntryState::Deferred => (deed::State::Checked, "put-off"),
        EntryState::Returned => (deed::State::Returned, "returned"),
        EntryState::Open | EntryState::Objected | EntryState::Done => return Ok(()),
    };
    let (county, id): (County, Id<Deed>) = (told.entry.county, told.entry.subject.id.of());
    deed::set_state(tx, (county, id), state, verb, (&told.reason, told.by, told.at))
}

/// A deed that was not passed or put off by mistake is on the list again, unless another list took it up meanwhile.
fn taken_back(tx: &mut Tx<'_>, told: &Settled) -> Result<bool, DatabaseError> {
    let (county, id): (County, Id<Deed>) = (told.entry.county, told.entry.subject.id.of());
    let from = match told.state {
        EntryState::Failed => deed::State::Rejected,
        EntryState::Deferred => deed::State::Checked,
        _ => return Ok(true),
    };
    let latest = trust::entry::of_subject(tx, &told.entry.subject)?;
    let there = deed::find(tx, county, id)?.is_some_and(|row| row.deed.state == from);
    if !there || latest.is_none_or(|latest| latest.id != told.entry.id) {
        return Ok(false);
    }
    deed::set_state(tx, (county, id), deed::State::Listed, "taken-back", (&told.reason, told.by, told.at))?;
    carry_out::count_again(tx, &told.entry)?;
    Ok(true)
}

/// Whoever recorded the deed, and whoever keeps the shop that gives its points.
fn involved(tx: &mut Tx<'_>, entry: &Entry) -> Result<Vec<Id>, DatabaseError> {
    let (county, deed): (County, Id<Deed>) = (entry.county, entry.subject.id.of());
    let Some(row) = deed::find(tx, county, deed)? else { return Ok(Vec::new()) };
    let mut involved = vec![row.deed.recorder];
    involved.extend(store::keepers(tx, county, &row.village)?);
    Ok(involved)
}
