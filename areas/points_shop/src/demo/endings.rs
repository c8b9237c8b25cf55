//! Two households of the demo that are no longer there: one moved to the county town, one was merged into a son's.

use basics::Id;
use database::{DatabaseError, Db};
use registry::household::ending::{self, By, EndRefused, Ending, Reason};
use registry::household::{self, Household};

use super::{at, county, opening_day};
use crate::merger;

/// The village in which it happens; its month is told nowhere else.
const VILLAGE: &str = "530624101203";

pub(super) fn end_two(db: &Db) -> Result<(), DatabaseError> {
    let households = db.read_now(|tx| household::in_village(tx, county(), VILLAGE))?;
    let by = db.read_now(|tx| people::login::by_name(tx, "zhouxiang"))?;
    let login = by.ok_or_else(|| DatabaseError::Broken("the demo has no zhouxiang".to_owned()))?.0;
    let by = By { login, today: opening_day(), at: at(opening_day(), 50) };
    let from = opening_day().plus_days(-3);
    let ended = |reason: Reason, household: &Household, successor: Option<Id<Household>>, note: &str| Ending {
        county: county(),
        id: Id::derived(&[b"demo ending", household.id.as_bytes()]),
        household: household.id,
        reason,
        from,
        successor,
        note: note.to_owned(),
    };
    // The last of the list first; whoever has done or taken something since that day stays.
    let mut candidates = households.iter().rev();
    first_that_may(db, &by, candidates.by_ref().map(|one| ended(Reason::Moved, one, None, "全家搬到县城")))?;
    let into = households.first().map(|one| one.id);
    first_that_may(db, &by, candidates.map(|one| ended(Reason::Merged, one, into, "与儿子家并成一户")))
}

/// Ends the first of these that may end.
fn first_that_may(db: &Db, by: &By, endings: impl Iterator<Item = Ending>) -> Result<(), DatabaseError> {
    for ending in endings {
        let by = by.clone();
        match db.write_now(move |tx| ending::end(tx, &ending, &Vec::new(), &by, &[merger::HOOKS])) {
            Ok(()) => return Ok(()),
            Err(EndRefused::Area(_) | EndRefused::Rule(_)) => {}
            Err(EndRefused::Database(error)) => return Err(error),
            Err(other) => return Err(DatabaseError::Broken(format!("demo household that ended: {other:?}"))),
        }
    }
    Err(DatabaseError::Broken("no household of the demo may end".to_owned()))
}
