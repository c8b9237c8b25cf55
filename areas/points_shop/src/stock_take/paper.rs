//! The stock-take as a paper: every lot with what the book had, what was counted, why they differ, and both signatures.

use axum::extract::Path;
use pages::{PageError, PageResult};
use people::Visitor;
use serde_json::{Value, json};

use super::pages::{OfShop, counters, found, told_words};
use super::signature_of;
use crate::papers::STOCK_TAKE;
use crate::redemption::pages::reversal_words;
use crate::reversal::Outcome;
use crate::signature;

/// The sheet of one that was signed; what is still counted has no paper.
pub(super) async fn print(visitor: Visitor, Path(path): Path<OfShop>) -> PageResult {
    let facts = found(&visitor, path).await?;
    let (frame, county) = (visitor.frame(), path.0);
    let Some((ended, (witness, signed))) = facts.taking.ended.zip(facts.taking.signed.clone()) else { return Err(PageError::NotFound) };
    let posting = visitor.site().db.read(move |tx| ledger::posting_by_id(tx, county, path.2.of())).await?;
    let lines: Vec<Value> = facts
        .lines
        .iter()
        .map(|(lot, settled)| {
            json!({ "number": format!("{:02}", lot.number), "goods": lot.full_name(), "unit": lot.piece_unit, "source": lot.source,
                    "expires": lot.expires_on.map(|day| day.to_string()), "book": settled.count.book.0, "held": settled.held.0,
                    "counted": settled.count.counted.0, "difference": settled.count.difference().0, "moved": settled.moved.0,
                    "explanation": settled.count.explanation })
        })
        .collect();
    let drawing = signature_of(&facts.taking).and_then(|signed| signature::drawing(&visitor.site().files, signed.kind, &signed.what));
    let signature = match signed.kind {
        "drawn" if drawing.is_some() => json!({ "kind": "drawn", "image": "signature.png" }),
        _ => json!({ "kind": "paper", "paper_number": signed.what }),
    };
    let check = posting.map(|posting| json!({ "seq": posting.seq, "head_short": hex::encode(&posting.leaf[..6]) }));
    // What became of it since it was signed: taken back by two, or told of by slips that came late.
    let reversed =
        facts.reversal.as_ref().filter(|state| state.outcome == Outcome::Confirmed).map(|state| frame.message(&reversal_words(state)));
    let since: Vec<String> = reversed.into_iter().chain(facts.told.iter().map(|one| told_words(&frame, &facts, one))).collect();
    let data = json!({
        "since": since,
        "shop": facts.shop.name, "begun": facts.taking.begun_on.to_string(), "date": ended.on.to_string(), "at": ended.at.hour_minute(),
        "counter": counters(&frame, &facts), "witness": witness, "signature": signature, "lines": lines, "check": check,
        "printed_at": visitor.site().now().to_string(), "demo": visitor.site().options.demo,
    });
    STOCK_TAKE.answer(&frame, data, drawing.map(|png| ("signature.png".to_owned(), png)).into_iter().collect(), ended.on.parts()).await
}
