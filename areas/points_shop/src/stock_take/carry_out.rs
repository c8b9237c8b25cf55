//! Carries a stock-take out: begun, counted as often as somebody saves, ended by two or stopped, each in one transaction.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Tx};
use money::Pieces;
use serde_json::json;

use super::{Count, Finishing, StockTake, Unsettled, same_person, settle, store};
use crate::names::names;
use crate::posting::{self, Cause, Taken};
use crate::receipt::Lot;
use crate::shop::Shop;

/// Beginning a stock-take.
#[derive(Clone, Copy, Debug)]
pub struct Beginning {
    pub county: County,
    pub id: Id<StockTake>,
    pub shop: Id<Shop>,
    pub on: BusinessDate,
    pub by: Id,
}

fn subject(county: County, id: Id<StockTake>) -> Subject {
    Subject::new(county, "stock-take", id)
}

/// Begins one, or finds the one that is under way: a shop counts once at a time.
pub fn begin(tx: &mut Tx<'_>, new: Beginning, now: Moment) -> Result<Id<StockTake>, DatabaseError> {
    let Beginning { county, id, shop, on, by } = new;
    tx.lock_book(county)?;
    if let Some(open) = store::open_of_shop(tx, county, shop)? {
        return Ok(open);
    }
    if store::insert(tx, county, id, shop, (on, by, now))? {
        tx.changed(Change { subject: subject(county, id), actor: Some(by), verb: "begun", at: now, before: None, after: None })?;
    }
    Ok(id)
}

/// A count as it was typed, with what the page said the book had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCount {
    pub lot: Id<Lot>,
    /// None takes a count away again.
    pub counted: Option<Pieces>,
    pub shown: Pieces,
    pub explanation: String,
}

/// A lot that came or went while the page was open: whether the count was before or after, only the counter knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meanwhile {
    pub lot: Id<Lot>,
    pub shown: Pieces,
    pub book: Pieces,
}

/// Saves counts. What moved while the page was open is not saved but answered, to be looked at again.
/// None when the stock-take is no longer under way.
pub fn save(
    tx: &mut Tx<'_>,
    county: County,
    (shop, id): (Id<Shop>, Id<StockTake>),
    new: &[NewCount],
    (by, now): (Id, Moment),
) -> Result<Option<Vec<Meanwhile>>, DatabaseError> {
    tx.lock_book(county)?;
    if !store::find(tx, county, id)?.is_some_and(|taking| taking.is_open() && taking.shop == shop) {
        return Ok(None);
    }
    let (lots, there) = (store::lots_to_count(tx, county, shop)?, store::counts(tx, county, id)?);
    let (mut meanwhile, mut saved) = (Vec::new(), 0_i64);
    for one in new {
        let Some(lot) = lots.iter().find(|lot| lot.lot == one.lot) else { continue };
        let before = there.get(&one.lot);
        let Some(counted) = one.counted else {
            if before.is_some() {
                store::uncount(tx, county, id, one.lot)?;
                saved += 1;
            }
            continue;
        };
        // A count that stands keeps the book of its own moment; only its explanation may change.
        let book = match before.filter(|before| before.counted == counted) {
            Some(before) if before.explanation == one.explanation => continue,
            Some(before) => before.book,
            None if one.shown != lot.book => {
                meanwhile.push(Meanwhile { lot: one.lot, shown: one.shown, book: lot.book });
                continue;
            }
            None => lot.book,
        };
        store::count(tx, county, id, (one.lot, &Count { counted, book, explanation: one.explanation.clone(), by }), now)?;
        saved += 1;
    }
    if saved > 0 {
        let after = Some(json!({ "lots": saved }));
        tx.changed(Change { subject: subject(county, id), actor: Some(by), verb: "counted", at: now, before: None, after })?;
    }
    Ok(Some(meanwhile))
}

/// Why a stock-take was not signed off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FinishRefused {
    Unknown,
    /// Finished by somebody else, or stopped.
    Ended,
    /// The second person is one of those who counted.
    SamePerson {
        name: String,
    },
    /// Nothing on the shelf, nothing counted.
    Nothing,
    Lots(Vec<Unsettled>),
    Database(DatabaseError),
}

impl From<DatabaseError> for FinishRefused {
    fn from(error: DatabaseError) -> Self {
        FinishRefused::Database(error)
    }
}

/// Signs the counts off and posts the differences; the same form again does nothing.
pub fn finish(tx: &mut Tx<'_>, finishing: &Finishing, now: Moment) -> Result<(), FinishRefused> {
    let Finishing { county, shop, id, on, by, .. } = finishing.clone();
    // No till moves a lot between our look and our posting.
    tx.lock_book(county)?;
    let taking = store::find(tx, county, id)?.filter(|taking| taking.shop == shop).ok_or(FinishRefused::Unknown)?;
    if !taking.is_open() {
        let same = taking.ended.is_some_and(|ended| ended.by == by)
            && taking.signed.as_ref().is_some_and(|(witness, signed)| *witness == finishing.witness && *signed == finishing.signed);
        return if same { Ok(()) } else { Err(FinishRefused::Ended) };
    }
    let counts = store::counts(tx, county, id)?;
    let counters = names(tx, counts.values().map(|count| count.by).chain([by, taking.begun_by]))?;
    if let Some(name) = counters.into_values().find(|name| same_person(name, &finishing.witness)) {
        return Err(FinishRefused::SamePerson { name });
    }
    let settled = settle(&store::lots_to_count(tx, county, shop)?, &counts).map_err(FinishRefused::Lots)?;
    if settled.is_empty() {
        return Err(FinishRefused::Nothing);
    }
    if !store::finish(tx, finishing, &settled, now)? {
        return Err(tx.run_again("the stock-take ended meanwhile").into());
    }
    let differences: Vec<Taken> = settled.iter().map(super::Settled::taken).filter(|taken| taken.quantity != Pieces::ZERO).collect();
    if !differences.is_empty() {
        let cause = Cause { id: id.of(), on, actor: by, subject: subject(county, id) };
        ledger::post(tx, &posting::counted(&cause, shop, &differences), now).map_err(|refused| match refused {
            // A till that reads no head took the last piece; the next run sees it.
            ledger::Refused::BelowFloor { .. } => tx.run_again("a lot fell while it was signed for"),
            other => crate::broken(other),
        })?;
    }
    let after = Some(json!({ "lots": settled.len(), "differing": differences.len(), "witness": finishing.witness }));
    tx.changed(Change { subject: subject(county, id), actor: Some(by), verb: "finished", at: now, before: None, after })?;
    Ok(())
}

/// Stops a stock-take without posting anything; false when it was not under way.
pub fn stop(
    tx: &mut Tx<'_>,
    county: County,
    (shop, id): (Id<Shop>, Id<StockTake>),
    on: BusinessDate,
    (by, now): (Id, Moment),
) -> Result<bool, DatabaseError> {
    tx.enter(county)?;
    if store::find(tx, county, id)?.is_none_or(|taking| taking.shop != shop) || !store::stop(tx, county, id, (on, by, now))? {
        return Ok(false);
    }
    tx.changed(Change { subject: subject(county, id), actor: Some(by), verb: "stopped", at: now, before: None, after: None })?;
    Ok(true)
}
