//! What a line of the passbook says, on the page and on paper.

use std::collections::BTreeMap;

use basics::{BusinessDate, Id};
use divisions::Divisions;
use money::TenthPoints;
use pages::{Frame, Message};
use registry::household::Household;

use super::{Entry, GoodsTaken, Undone, Why};
use crate::redemption::pages::number_words;

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
        Why::Deed { item, done_on, .. } => {
            let done = frame.say2("passbook-deed", "item", item, "day", frame.day(done_on));
            // What earned points was owed from before pays it in a line of its own.
            if entry.amount > TenthPoints::ZERO { done } else { owed_with(frame, entry, done) }
        }
        Why::OwedTaken => frame.say("passbook-owed-taken"),
        Why::SetAside { for_day, goods, .. } => {
            frame.say2("passbook-set-aside", "day", frame.day(for_day), "goods", goods_words(frame, goods))
        }
        Why::GivenBack { for_day, .. } => frame.say1("passbook-given-back", "day", frame.day(for_day)),
        Why::Reversed { what, reason, by_two } => {
            let key = if *by_two { "passbook-reversed" } else { "passbook-cancelled" };
            owed_with(frame, entry, frame.message(&Message::new(key).with("what", undone(frame, what)).with("reason", reason)))
        }
        Why::Merged { other, away, back } => {
            let key = match (away, back) {
                (true, false) => "passbook-merged-to",
                (false, false) => "passbook-merged-from",
                (true, true) => "passbook-merged-back-to",
                (false, true) => "passbook-merged-back-from",
            };
            merged_with(frame, entry, frame.message(&Message::new(key).with("name", other)), (*away, *back))
        }
        Why::MergedPaid { other } => merged_paid(frame, entry, other),
        Why::Other { kind } => frame.say1("passbook-other", "kind", kind),
    }
}

/// `兑换小票 20200108-001（1 月 8 日）`.
fn undone(frame: &Frame, what: &Undone) -> String {
    match what {
        Undone::Slip { number, on, .. } => frame.say2("passbook-undone-slip", "number", number_words(*on, *number), "day", frame.day(on)),
        Undone::Brought { on } => frame.say1("passbook-undone-brought", "day", frame.day(on)),
        Undone::Deed { item, done_on, .. } => frame.say2("passbook-deed", "item", item, "day", frame.day(done_on)),
        Undone::Other => frame.say("passbook-undone-other"),
    }
}

/// The sentence, and what it made the household owe or owe no longer.
pub(crate) fn owed_with(frame: &Frame, entry: &Entry, what: String) -> String {
    match entry.owed {
        TenthPoints::ZERO => what,
        owed if owed.is_negative() => frame.say2("passbook-owes-struck", "what", what, "points", owed.abs()),
        owed => frame.say2("passbook-owes", "what", what, "points", owed),
    }
}

/// What is owed goes with the points, but for what was paid of it in a line of its own.
fn merged_with(frame: &Frame, entry: &Entry, what: String, (away, back): (bool, bool)) -> String {
    let with = |key: &'static str| frame.message(&Message::new(key).with("what", &what).with("points", entry.owed.abs()));
    match entry.owed {
        TenthPoints::ZERO => what,
        owed if away && back && owed > TenthPoints::ZERO => with("passbook-owes-again"),
        owed if away == owed.is_negative() => with("passbook-merged-owed"),
        _ => what,
    }
}

/// What was paid of a debt, and what of it is left for the other household to pay.
fn merged_paid(frame: &Frame, entry: &Entry, other: &str) -> String {
    let paid = frame.say1("passbook-merged-paid", "points", entry.amount.abs());
    let rest = entry.owed.abs() - entry.amount.abs();
    if !entry.owed.is_negative() || rest == TenthPoints::ZERO {
        return paid;
    }
    frame.message(&Message::new("passbook-merged-owed-rest").with("what", paid).with("points", rest).with("name", other))
}

/// `欠 5`, beside what is left; nothing when nothing is owed.
pub(crate) fn owed_after(frame: &Frame, entry: &Entry) -> Option<String> {
    (entry.owed_after != TenthPoints::ZERO).then(|| frame.say1("passbook-line-owed", "points", entry.owed_after))
}

/// `+5`, `-3`; nothing is neither.
pub(crate) fn change(entry: &Entry) -> String {
    if entry.amount > TenthPoints::ZERO { format!("+{}", entry.amount) } else { entry.amount.to_string() }
}

/// `刘云、马国强`; what the program did by itself says so.
pub(super) fn by(frame: &Frame, entry: &Entry, names: &BTreeMap<Id, String>) -> String {
    let program = || frame.say("passbook-by-program");
    let called = entry.by.iter().map(|id| names.get(id).cloned().unwrap_or_else(program));
    called.collect::<Vec<_>>().join(&frame.say("passbook-between"))
}
