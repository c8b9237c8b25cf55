//! Carries a scrapping out: row and posting in one transaction.

use basics::{BusinessDate, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use money::Pieces;
use serde_json::json;

use super::{EXPIRED, Scrap, store};
use crate::lot;
use crate::names::names;
use crate::posting::{self, Cause, Taken};
use crate::stock_take::same_person;

/// Why nothing was scrapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScrapRefused {
    /// More than stands on the shelf of this lot.
    TooMany {
        left: Pieces,
    },
    /// Its last day is not past, or it has none.
    NotExpired {
        last: Option<BusinessDate>,
    },
    /// The second person is the first.
    SamePerson {
        name: String,
    },
    /// The form's id was used for something else.
    OtherContent,
    Database(DatabaseError),
}

impl From<DatabaseError> for ScrapRefused {
    fn from(error: DatabaseError) -> Self {
        ScrapRefused::Database(error)
    }
}

/// Takes pieces that went bad off the shelf; the same form again does nothing.
pub fn scrap(tx: &mut Tx<'_>, scrap: &Scrap, now: Moment) -> Result<(), ScrapRefused> {
    let Scrap { county, id, shop, goods, lot, quantity, on, by, .. } = scrap.clone();
    tx.enter(county)?;
    if let Some(name) = names(tx, [by])?.into_values().find(|name| same_person(name, &scrap.witness)) {
        return Err(ScrapRefused::SamePerson { name });
    }
    if scrap.reason == EXPIRED {
        let last = lot::find(tx, county, lot)?.and_then(|found| found.expires_on);
        if last.is_none_or(|last| last >= on) {
            return Err(ScrapRefused::NotExpired { last });
        }
    }
    let subject = Subject::new(county, "scrap", id);
    let cause = Cause { id: id.of(), on, actor: by, subject: subject.clone() };
    let posting = posting::scrap(&cause, shop, Taken { goods, lot, quantity });
    // The posting first: it knows the same form from another under its id, also when both come at once.
    let posted = ledger::post(tx, &posting, now).map_err(|refused| match refused {
        ledger::Refused::BelowFloor { balance, .. } => ScrapRefused::TooMany { left: Pieces(balance) },
        ledger::Refused::OtherContent => ScrapRefused::OtherContent,
        other => ScrapRefused::Database(crate::broken(other)),
    })?;
    if !posted.new {
        return Ok(());
    }
    store::insert(tx, scrap)?;
    let after = Some(json!({ "pieces": quantity.0, "reason": scrap.reason, "witness": scrap.witness }));
    tx.changed(Change { subject, actor: Some(by), verb: "scrapped", at: now, before: None, after })?;
    Ok(())
}
