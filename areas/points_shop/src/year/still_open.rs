//! What of a year is not at its end when it is to be frozen: it may still change the numbers, so whoever freezes is told first.

use basics::Moment;
use database::{DatabaseError, Tx};
use pages::Message;
use people::Question;

use super::facts::standing_in;
use crate::{day, home};

/// Proposals looked at.
const PROPOSALS: i64 = 500;

/// A sentence and the page where it is dealt with.
pub(super) struct StillOpen {
    pub what: Message,
    pub href: String,
}

/// Days nobody signed, lists of the last month, reversals nobody has decided.
pub(super) fn still_open(tx: &mut Tx<'_>, question: &Question) -> Result<Vec<StillOpen>, DatabaseError> {
    let (county, mut open) = (question.county, Vec::new());
    for shop in standing_in(tx, question)? {
        let days = day::unsigned(tx, county, shop.id, (question.from, question.to.plus_days(1)))?;
        if let Some(first) = days.first() {
            let what = Message::new("freeze-open-days").with("shop", &shop.name).with("count", days.len()).with("day", *first);
            open.push(StillOpen { what, href: format!("/c/{county}/shops/{}", shop.id) });
        }
    }
    let month = question.to.month_number();
    let lists = home::unconfirmed(tx, county, &county.to_string(), month)?.len();
    if lists > 0 {
        let what = Message::new("freeze-open-lists").with("count", lists);
        open.push(StillOpen { what, href: format!("/c/{county}/appraisals?month={month}") });
    }
    let proposals = ledger::reversals_before(tx, county, Moment(i64::MAX), PROPOSALS)?;
    let waiting = proposals.iter().filter(|proposal| proposal.outcome.is_none()).count();
    if waiting > 0 {
        let what = Message::new("freeze-open-reversals").with("count", waiting);
        open.push(StillOpen { what, href: format!("/c/{county}/reversals/all") });
    }
    Ok(open)
}
