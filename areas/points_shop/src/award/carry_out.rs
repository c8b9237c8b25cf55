//! Confirms in one transaction, with the points set apart from the budget; enters the deeds in small batches that may be cut off anywhere.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use money::TenthPoints;
use serde_json::json;
use trust::entry::{self, State as EntryState};
use trust::list_type::StepKind;
use trust::notice;
use trust::roster::{self, Actor, Roster, RosterRefused, Taking};

use super::{Award, BATCH, BOOK, posting_id, store};
use crate::area::CONFIRM_POINTS;
use crate::deed::{self, State};
use crate::merger;
use crate::posting::{self, Cause};
use crate::shop;

/// The click itself enters the points; the job looks after it a while later.
const BOOK_AFTER_MS: i64 = 20_000;

/// Two who had the same page open are not told of what was left behind, but of what the other one did.
const JUST_NOW_MS: i64 = 10 * 60_000;

/// Why nothing was confirmed. Every case has a text `confirm-refused-…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfirmRefused {
    Unknown,
    /// The notice still hangs.
    NoticeRuns {
        until: BusinessDate,
    },
    /// All that is left waits for the answer to an objection.
    Objected,
    /// All that is left is about the own household or a relative's.
    OnlyOwn,
    /// There is nothing that passed every step and is not confirmed yet.
    Nothing,
    /// No shop serves the village.
    NoShop,
    /// The budget cannot cover all of it, so nothing is confirmed.
    BudgetShort {
        needed: TenthPoints,
        left: TenthPoints,
    },
    /// Somebody else confirmed all that was ready a moment ago.
    JustNow,
    /// The form's id was used for something else.
    OtherContent,
    Database(DatabaseError),
}

impl From<DatabaseError> for ConfirmRefused {
    fn from(error: DatabaseError) -> Self {
        ConfirmRefused::Database(error)
    }
}

/// The program itself, for what happens by date.
fn program(on: BusinessDate, at: Moment) -> Actor {
    Actor { login: Id::derived(&[b"xieshou"]), concerned: Vec::new(), on, at }
}

/// Confirms all of a roster that passed every step, but for the own household's and relatives'; the same click again finds what it
/// did. The points are set apart now and entered by [`book`].
pub fn confirm(tx: &mut Tx<'_>, taking: &Taking) -> Result<Award, ConfirmRefused> {
    let Taking { county, roster, action, actor, .. } = taking;
    let (county, id): (County, Id<Award>) = (*county, action.of());
    tx.lock_book(county)?;
    if let Some(there) = store::find(tx, county, id)? {
        return if there.roster == *roster { Ok(there) } else { Err(ConfirmRefused::OtherContent) };
    }
    let of = roster::find(tx, county, *roster)?.ok_or(ConfirmRefused::Unknown)?;
    notice::end_due(tx, county, &program(actor.on, actor.at))?;
    match roster::pass_all(tx, taking, (StepKind::Decide, CONFIRM_POINTS.name), None) {
        Ok(moved) if moved.new => {}
        // The id stands for something else: a confirmation of it would have been found.
        Ok(_) => return Err(ConfirmRefused::OtherContent),
        Err(RosterRefused::Nothing) => return Err(why_nothing(tx, &of, actor)?),
        Err(RosterRefused::Database(error)) => return Err(error.into()),
        Err(RosterRefused::OtherContent) => return Err(ConfirmRefused::OtherContent),
        Err(_) => return Err(ConfirmRefused::Unknown),
    }
    store::mark(tx, county, *action, id)?;
    let (plus, minus, entries) = store::sums(tx, county, id)?;
    let shop = shop::serving(tx, county, &of.place, actor.on)?.ok_or(ConfirmRefused::NoShop)?;
    let award = Award { county, id, roster: of.id, shop: shop.id, entries, plus, minus, on: actor.on, at: actor.at, by: actor.login };
    store::insert(tx, &award)?;
    if plus > TenthPoints::ZERO {
        set_apart(tx, &award)?;
    }
    jobs::enqueue(tx, county, BOOK, &id.to_string(), "", actor.at.plus_ms(BOOK_AFTER_MS))?;
    let after = Some(json!({ "entries": entries, "plus": plus.to_string(), "minus": minus.to_string() }));
    tx.changed(Change { subject: of.subject(), actor: Some(actor.login), verb: "confirmed", at: actor.at, before: None, after })?;
    Ok(award)
}

fn why_nothing(tx: &mut Tx<'_>, of: &Roster, actor: &Actor) -> Result<ConfirmRefused, DatabaseError> {
    let (county, counts) = (of.county, entry::counts(tx, of.county, of.id, actor.login)?);
    let decide = of.steps.len() - 1;
    if counts.of(decide, EntryState::Open) > 0 {
        return Ok(ConfirmRefused::OnlyOwn);
    }
    let just_now = |award: &Award| award.by != actor.login && actor.at.0 - award.at.0 <= JUST_NOW_MS;
    if store::of_roster(tx, county, of.id)?.iter().any(just_now) {
        return Ok(ConfirmRefused::JustNow);
    }
    let hanging = of.step_of(StepKind::Notice).is_some_and(|step| counts.of(step, EntryState::Open) > 0);
    let until = notice::of_roster(tx, county, of.id)?.iter().map(|notice| notice.until).max();
    Ok(match until.filter(|until| hanging && *until >= actor.on) {
        Some(until) => ConfirmRefused::NoticeRuns { until },
        None if counts.in_state(EntryState::Objected) > 0 => ConfirmRefused::Objected,
        None => ConfirmRefused::Nothing,
    })
}

/// The points of a confirmation leave the budget at once, so that two confirmations never share the same ones.
fn set_apart(tx: &mut Tx<'_>, award: &Award) -> Result<(), ConfirmRefused> {
    let cause = cause(award, Id::derived(&[b"award set apart", award.id.as_bytes()]), Subject::new(award.county, "award", award.id));
    let posted = ledger::post(tx, &posting::award_set_apart(&cause, award.shop, award.plus), award.at);
    posted.map(drop).map_err(|refused| match refused {
        ledger::Refused::BelowFloor { balance, .. } => ConfirmRefused::BudgetShort { needed: award.plus, left: TenthPoints(balance) },
        other => ConfirmRefused::Database(crate::broken(other)),
    })
}

fn cause(award: &Award, id: Id<ledger::Posting>, subject: Subject) -> Cause {
    Cause { id, on: award.on, actor: award.by, subject }
}

/// Enters up to [`BATCH`] deeds of a confirmation; answers how many. None are left when it answers nothing.
pub fn book(tx: &mut Tx<'_>, county: County, id: Id<Award>, now: Moment) -> Result<usize, DatabaseError> {
    tx.lock_book(county)?;
    let award =
        store::find(tx, county, id)?.ok_or_else(|| DatabaseError::Broken("a deed of a confirmation that is not there".to_owned()))?;
    let deeds = store::to_book(tx, county, id, BATCH)?;
    for to_book in &deeds {
        // What was done before a merger is confirmed all the same, and its points go where the household's others went.
        let household = merger::heir_of(tx, county, to_book.household)?;
        let subject = Subject::new(county, "deed", to_book.deed);
        let cause = cause(&award, posting_id(to_book.deed, award.id), subject);
        let posting = match to_book.counts {
            TenthPoints::ZERO => None,
            counts if counts.is_negative() => {
                let balance = TenthPoints(ledger::balance(tx, county, &posting::points(household))?);
                Some(posting::deducted(&cause, award.shop, household, counts.abs(), balance))
            }
            counts => {
                let owed = TenthPoints(ledger::balance(tx, county, &posting::points(household).owed())?);
                Some(posting::awarded_from_hold(&cause, award.shop, household, counts, owed, award.id.any()))
            }
        };
        if let Some(posting) = posting {
            match ledger::post(tx, &posting, now) {
                Ok(_) => {}
                // A till took points between our look and our posting; the next run sees what is left.
                Err(ledger::Refused::BelowFloor { .. }) => return Err(tx.run_again("a balance fell while points were deducted")),
                Err(other) => return Err(crate::broken(other)),
            }
        }
        deed::set_state(tx, (county, to_book.deed), State::Confirmed, "confirmed", ("", award.by, now))?;
    }
    Ok(deeds.len())
}
