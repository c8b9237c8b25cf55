//! What the page of a year shows: answers to the figures, the months, the shops.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use divisions::{Divisions, Level};
use figures::frozen::{self, Frozen};
use money::{Fen, TenthPoints};
use people::{Figure, FigurePlace, Question};

use crate::figure::{self, BACKING, BUDGET, HELD, HOUSEHOLDS, ISSUED, POINTS, STOCK};
use crate::fund::FEN_PER_POINT;
use crate::home::BUDGET_WEEKS;
use crate::shop::{self, Shop};

/// The pace at which points are given is that of so many days before.
const PACE_DAYS: i32 = 56;

/// An answer with what it was when frozen.
#[derive(Clone)]
pub(crate) struct Answer {
    pub figure: Figure,
    pub value: i64,
    pub frozen: Option<Frozen>,
}

impl Answer {
    /// What was frozen, where it is another number now.
    pub fn changed(&self) -> Option<i64> {
        self.frozen.as_ref().map(|frozen| frozen.value).filter(|value| *value != self.value)
    }
}

/// A shop in the table.
#[derive(Clone, Debug)]
pub(crate) struct ShopLine {
    pub id: Id<Shop>,
    pub name: String,
    pub township: String,
    pub township_code: String,
    pub households: i64,
    pub issued: i64,
    pub redeemed: i64,
    pub left: i64,
    /// What there was to give: at the beginning and granted since.
    pub of: i64,
    /// Days the budget lasts at the pace of late, when they are few.
    pub days: Option<i64>,
}

impl ShopLine {
    /// Whether its name says no more than the township's.
    pub fn is_called_after_township(&self) -> bool {
        self.name.starts_with(&self.township)
    }

    /// Of a hundred parts of what there was to give.
    pub fn percent(&self) -> i64 {
        if self.of > 0 { (self.left * 100 / self.of).clamp(0, 100) } else { 0 }
    }
}

/// No record is older.
const FIRST_YEAR: i16 = 1949;

/// A year from its first to its last day.
pub(crate) fn whole_year(county: County, place: FigurePlace, year: i16) -> Option<Question> {
    if year < FIRST_YEAR {
        return None;
    }
    let (from, to) = (BusinessDate::try_new(year, 1, 1).ok()?, BusinessDate::try_new(year, 12, 31).ok()?);
    Some(Question { county, place, from, to })
}

/// The same as far as it has come; none when it has not begun.
pub(crate) fn of_year(county: County, place: FigurePlace, year: i16, today: BusinessDate) -> Option<Question> {
    let whole = whole_year(county, place, year)?;
    (whole.from <= today).then(|| Question { to: whole.to.min(today), ..whole })
}

/// The answer to one figure.
pub(crate) fn answer(tx: &mut Tx<'_>, figure: &Figure, question: &Question) -> Result<Answer, DatabaseError> {
    let frozen = frozen::of(tx, question)?.remove(figure.id);
    Ok(Answer { figure: *figure, value: (figure.value)(tx, question)?, frozen })
}

/// What the points out and those to be given stand for beyond the money and goods behind them.
pub(crate) struct Unbacked {
    pub held: TenthPoints,
    pub budget: TenthPoints,
    pub worth: Fen,
    pub behind: Fen,
}

/// Whether money and goods fall short of the points; asked of answers that are there already.
pub(crate) fn unbacked(tx: &mut Tx<'_>, question: &Question, answers: &[Answer]) -> Result<Option<Unbacked>, DatabaseError> {
    let of = |figure: &Figure| answers.iter().find(|answer| answer.figure.id == figure.id).map(|answer| answer.value);
    let (Some(held), Some(budget), Some(behind)) = (of(&HELD), of(&BUDGET), of(&BACKING)) else { return Ok(None) };
    let fen = settings::value(tx, question.county, "", FEN_PER_POINT, question.to)?;
    let (held, budget) = (TenthPoints(held), TenthPoints(budget));
    let (worth, behind) = (Fen((held + budget).0 * fen / 10), Fen(behind));
    Ok((worth > behind).then_some(Unbacked { held, budget, worth, behind }))
}

/// Visits of each month of the time, months without any with them.
pub(crate) fn months(tx: &mut Tx<'_>, question: &Question) -> Result<Vec<(BusinessDate, i64)>, DatabaseError> {
    let counted: BTreeMap<i64, i64> = figure::months(tx, question)?;
    let mut all = Vec::new();
    let mut month = question.from;
    while month <= question.to {
        all.push((month, counted.get(&month.month_number()).copied().unwrap_or(0)));
        month = month.next_month();
    }
    Ok(all)
}

/// One shop of the table.
pub(crate) fn line(tx: &mut Tx<'_>, shop: &Shop, question: &Question) -> Result<ShopLine, DatabaseError> {
    let weeks = settings::value(tx, question.county, "", BUDGET_WEEKS, question.to)?;
    let of = Question { place: FigurePlace::Kept(shop.id.any()), ..question.clone() };
    let before = Question { to: of.from.plus_days(-1), ..of.clone() };
    let late = Question { from: of.to.plus_days(1 - PACE_DAYS), ..of.clone() };
    let left = (BUDGET.value)(tx, &of)?;
    let given = (ISSUED.value)(tx, &late)?;
    let days = (given > 0).then(|| left * i64::from(PACE_DAYS) / given);
    Ok(ShopLine {
        id: shop.id,
        township: township(shop, of.to),
        township_code: Divisions::built_in().township_of(&shop.village, of.to.date()).map(|one| one.code.clone()).unwrap_or_default(),
        name: shop.name.clone(),
        households: (HOUSEHOLDS.value)(tx, &of)?,
        issued: (ISSUED.value)(tx, &of)?,
        redeemed: (POINTS.value)(tx, &of)?,
        left,
        of: (BUDGET.value)(tx, &before)? + figure::granted(tx, &of, shop.id)?,
        days: days.filter(|days| *days < weeks * 7),
    })
}

fn township(shop: &Shop, on: BusinessDate) -> String {
    Divisions::built_in().township_of(&shop.village, on.date()).map(|township| township.short_name()).unwrap_or_default()
}

/// A village has households and no budget or shelf of its own: those are its shop's, for several villages.
pub(crate) fn is_village(place: &FigurePlace) -> bool {
    matches!(place, FigurePlace::Division(code) if code.len() == 12)
}

/// Whether a figure says something about the place.
pub(crate) fn applies(figure: &Figure, place: &FigurePlace) -> bool {
    let of_shops = [BUDGET.id, STOCK.id, BACKING.id, "stock-pieces-without-cost"];
    !is_village(place) || !of_shops.contains(&figure.id)
}

/// Shops open at the end of the time whose village then lay in the place.
pub(crate) fn standing_in(tx: &mut Tx<'_>, question: &Question) -> Result<Vec<Shop>, DatabaseError> {
    let within = |shop: &Shop| match &question.place {
        FigurePlace::County => true,
        FigurePlace::Division(code) => {
            Divisions::built_in().path(&shop.village, question.to.date()).iter().any(|division| division.code == *code)
        }
        FigurePlace::Kept(id) => shop.id.any() == *id,
    };
    let there = |shop: &Shop| shop.opened_on <= question.to && shop.closed_on.is_none_or(|closed| closed > question.from);
    Ok(shop::all(tx, question.county)?.into_iter().filter(|shop| there(shop) && within(shop)).collect())
}

/// Townships of the book on the day.
pub(crate) fn townships(county: County, on: BusinessDate) -> Vec<String> {
    let divisions = Divisions::built_in();
    let code = county.to_string();
    let below = |code: &str| divisions.children(code, on.date()).into_iter().filter(|child| child.level == Level::Township);
    let mut codes: Vec<String> = below(&code).map(|township| township.code.clone()).collect();
    for became in divisions.successors(&code) {
        codes.extend(below(&became.new).map(|township| township.code.clone()));
    }
    codes.sort();
    codes.dedup();
    codes
}
