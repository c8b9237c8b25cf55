//! Which facts a question is about, as ranges of villages, shops and days that one statement understands.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use figures::{Span, spans};
use people::{FigurePlace, Question, RowsAsked};

use crate::fund::FEN_PER_POINT;
use crate::shop::Shop;

/// Facts of households in villages from `low` on and before `high`, at shops from one to another, from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    pub county: County,
    pub low: String,
    pub high: String,
    pub first_shop: Id<Shop>,
    pub last_shop: Id<Shop>,
    pub from: BusinessDate,
    pub to: BusinessDate,
}

impl Reach {
    /// The reaches of a question: one for most, several where boundaries changed. A shop is asked by itself, wherever its
    /// households live.
    pub fn of(question: &Question) -> Vec<Reach> {
        let Question { county, place, from, to } = question;
        let any = (Id::from_bytes([0; 16]), Id::from_bytes([u8::MAX; 16]));
        let (spans, (first_shop, last_shop)) = match place {
            FigurePlace::County => (vec![Span::everywhere(*from, *to)], any),
            FigurePlace::Division(code) => (spans(*county, code, *from, *to), any),
            FigurePlace::Kept(shop) => (vec![Span::everywhere(*from, *to)], (shop.of(), shop.of())),
        };
        let reach = |Span { low, high, from, to }| Reach { county: *county, low, high, first_shop, last_shop, from, to };
        spans.into_iter().map(reach).collect()
    }

    /// As of the last day alone.
    pub fn standing(question: &Question) -> Vec<Reach> {
        Reach::of(&Question { from: question.to, ..question.clone() })
    }

    /// Parts of the time in each of which a point stands for the same money, with how much that is in fen.
    pub fn priced(self, tx: &mut Tx<'_>) -> Result<Vec<(Reach, i64)>, DatabaseError> {
        let mut begins = vec![self.from];
        let changes = settings::history(tx, self.county, FEN_PER_POINT)?.into_iter().filter(|change| change.scope.is_empty());
        begins.extend(changes.map(|change| change.valid_from).filter(|day| self.from < *day && *day <= self.to));
        begins.sort();
        begins.dedup();
        let mut priced = Vec::new();
        for (at, from) in begins.iter().enumerate() {
            let to = begins.get(at + 1).map_or(self.to, |next| next.plus_days(-1));
            let fen = settings::value(tx, self.county, "", FEN_PER_POINT, *from)?;
            priced.push((Reach { from: *from, to, ..self.clone() }, fen));
        }
        Ok(priced)
    }
}

/// A part of rows that come from several sources one after the other; `count` is asked only where rows are skipped.
pub(super) fn over<Source, Row>(
    tx: &mut Tx<'_>,
    sources: &[Source],
    asked: RowsAsked,
    rows: impl Fn(&mut Tx<'_>, &Source, RowsAsked) -> Result<Vec<Row>, DatabaseError>,
    count: impl Fn(&mut Tx<'_>, &Source) -> Result<i64, DatabaseError>,
) -> Result<Vec<Row>, DatabaseError> {
    let (mut found, mut skip) = (Vec::new(), asked.skip);
    for (at, source) in sources.iter().enumerate() {
        let missing = asked.limit - found.len() as i64;
        if missing <= 0 {
            break;
        }
        found.extend(rows(tx, source, RowsAsked { skip, limit: missing })?);
        if skip > 0 && at + 1 < sources.len() {
            skip = (skip - count(tx, source)?).max(0);
        }
    }
    Ok(found)
}
