//! What another worth of a point would change of the value redeemed: said month by month before it is put into force.

use basics::{BusinessDate, County};
use database::{DatabaseError, Tx};
use money::Fen;
use pages::Message;
use people::{FigurePlace, Question};
use settings::NewValue;

use super::reach::Reach;
use super::{redeemed, store};
use crate::fund::FEN_PER_POINT;

/// Months whose value would be another, up to the day or the next change of the setting.
pub(crate) fn asked(tx: &mut Tx<'_>, county: County, new: &NewValue, today: BusinessDate) -> Result<Vec<Message>, DatabaseError> {
    let mut months = Vec::new();
    if new.setting.name != FEN_PER_POINT.name || !new.scope.is_empty() || new.valid_from > today {
        return Ok(months);
    }
    let history = settings::history(tx, county, FEN_PER_POINT)?;
    let next = history.iter().filter(|one| one.scope.is_empty()).map(|one| one.valid_from).filter(|day| *day > new.valid_from).min();
    let last = next.map_or(today, |next| next.plus_days(-1)).min(today);
    let mut from = new.valid_from;
    while from <= last {
        let to = from.next_month().plus_days(-1).min(last);
        let question = Question { county, place: FigurePlace::County, from, to };
        let (mut slips, mut after) = (0, 0);
        for reach in Reach::of(&question) {
            slips += store::sums(tx, &reach)?.0;
            after += store::value(tx, &reach, new.value)?;
        }
        let before = redeemed::value(tx, &question)?;
        if before != after {
            let (year, month, _) = from.parts();
            let said = Message::new("setting-repriced").with("year", year.to_string()).with("month", i64::from(month));
            months.push(said.with("slips", slips).with("before", Fen(before)).with("after", Fen(after)));
        }
        from = from.next_month();
    }
    Ok(months)
}
