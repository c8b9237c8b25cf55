//! What a line of the passbook says, on the page and on paper.

use std::collections::BTreeMap;

use basics::{BusinessDate, Id};
use divisions::Divisions;
use pages::{Frame, Message};
use registry::household::Household;

use super::{Entry, GoodsTaken, Why};

/// `大关县翠华镇翠华村二组`.
pub(crate) fn address_of(frame: &Frame, household: &Household, on: BusinessDate) -> String {
    let village = Divisions::built_in().full_name(&household.village, on.date()).unwrap_or_default();
    frame.say2("passbook-address", "village", village, "group", frame.say1("household-in-group", "group", &household.village_group))
}

/// `大米 1 袋、食盐 2 袋`.
fn goods_words(frame: &Frame, goods: &[GoodsTaken]) -> String {
    let pieces = goods.iter().map(|one| {
        let message = Message::new("passbook-goods").with("name", &one.name).with("pieces", one.pieces).with("unit", &one.piece_unit);
        frame.message(&message)
    });
    pieces.collect::<Vec<_>>().join(&frame.say("passbook-between"))
}

/// Why points came or went, in one sentence.
pub(super) fn why(frame: &Frame, entry: &Entry) -> String {
    match &entry.why {
        Why::Redeemed { goods, .. } => frame.say1("passbook-redeemed", "goods", goods_words(frame, goods)),
        Why::Brought { reason, .. } => frame.say1("passbook-brought", "reason", reason),
        Why::Deed { item, done_on, .. } => frame.say2("passbook-deed", "item", item, "day", frame.day(done_on)),
        Why::OwedTaken => frame.say("passbook-owed-taken"),
        Why::SetAside { for_day, goods, .. } => {
            frame.say2("passbook-set-aside", "day", frame.day(for_day), "goods", goods_words(frame, goods))
        }
        Why::GivenBack { for_day } => frame.say1("passbook-given-back", "day", frame.day(for_day)),
        Why::Reversed { reason, .. } => frame.say1("passbook-reversed", "reason", reason),
        Why::Merged { other } if entry.amount.is_negative() => frame.say1("passbook-merged-to", "name", other),
        Why::Merged { other } => frame.say1("passbook-merged-from", "name", other),
        Why::Other { kind } => frame.say1("passbook-other", "kind", kind),
    }
}

/// `刘云、马国强`; what the program did by itself says so.
pub(super) fn by(frame: &Frame, entry: &Entry, names: &BTreeMap<Id, String>) -> String {
    let program = || frame.say("passbook-by-program");
    let called = entry.by.iter().map(|id| names.get(id).cloned().unwrap_or_else(program));
    called.collect::<Vec<_>>().join(&frame.say("passbook-between"))
}
