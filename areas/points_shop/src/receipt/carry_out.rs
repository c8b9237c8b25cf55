//! Carries a receipt out: rows, lots and the posting in one transaction.

use basics::{Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use money::Fen;
use serde_json::json;

use super::{Receipt, store};
use crate::posting::{self, Cause};

/// Why goods were not received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiveRefused {
    /// The fund cannot pay for what was bought.
    FundShort {
        has: Fen,
        wanted: Fen,
    },
    /// The form's id was used for something else.
    OtherContent,
    Database(DatabaseError),
}

impl From<DatabaseError> for ReceiveRefused {
    fn from(error: DatabaseError) -> Self {
        ReceiveRefused::Database(error)
    }
}

/// Puts the goods on the shelf; the same receipt again does nothing.
pub fn receive(tx: &mut Tx<'_>, receipt: &Receipt, now: Moment) -> Result<(), ReceiveRefused> {
    tx.enter(receipt.county)?;
    let subject = Subject::new(receipt.county, "goods-receipt", receipt.id);
    let cause = Cause { id: receipt.id.of(), on: receipt.on, actor: receipt.by, subject: subject.clone() };
    let lots: Vec<_> = receipt.lots.iter().map(|lot| (lot.id, lot.goods, lot.quantity)).collect();
    let posting = posting::goods_in(&cause, receipt.shop, receipt.source.id, &lots, receipt.paid());
    // The posting first: it knows the same receipt from another under its id, also when both come at once.
    let posted = ledger::post(tx, &posting, now).map_err(|refused| match refused {
        ledger::Refused::BelowFloor { balance, wanted, .. } => ReceiveRefused::FundShort { has: Fen(balance), wanted: Fen(wanted) },
        ledger::Refused::OtherContent => ReceiveRefused::OtherContent,
        other => ReceiveRefused::Database(crate::broken(other)),
    })?;
    if !posted.new {
        return Ok(());
    }
    registry::body::add(tx, &receipt.source)?;
    store::insert(tx, receipt)?;
    let after = Some(json!({ "source": receipt.source.name, "lots": receipt.lots.len(), "witness": receipt.witness }));
    let actor: Option<Id> = Some(receipt.by);
    tx.changed(Change { subject, actor, verb: "received", at: now, before: None, after })?;
    Ok(())
}
