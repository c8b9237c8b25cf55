//! Figures that areas register: a number is a question with an answer, a unit, a printed definition, and rows it opens to.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use divisions::is_within;
use pages::Message;

use crate::grant::Target;
use crate::role::Permission;

/// What a figure counts. Figures of different units are never added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureUnit {
    /// A hundredth of a yuan.
    Fen,
    /// A tenth of a point.
    TenthPoint,
    Households,
    /// A household that comes three times counts three.
    HouseholdTimes,
    Pieces,
}

impl FigureUnit {
    /// As it stands in JSON.
    pub fn word(self) -> &'static str {
        match self {
            FigureUnit::Fen => "fen",
            FigureUnit::TenthPoint => "tenth_point",
            FigureUnit::Households => "households",
            FigureUnit::HouseholdTimes => "household_times",
            FigureUnit::Pieces => "pieces",
        }
    }
}

/// Of where a figure is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigurePlace {
    /// The whole book.
    County,
    /// A township or village, by the code it has in the time asked about.
    Division(String),
    /// Something an area keeps, such as a shop.
    Kept(Id),
}

impl FigurePlace {
    /// Reads the number of the book, the code of a township or village in it, or an id.
    pub fn parse(text: &str, county: County) -> Option<FigurePlace> {
        let code = county.to_string();
        match text.len() {
            6 => (text == code).then_some(FigurePlace::County),
            9 | 12 => is_code(text).then(|| FigurePlace::Division(text.to_owned())),
            _ => text.parse().ok().map(FigurePlace::Kept),
        }
    }

    /// As it stands in addresses and records.
    pub fn text(&self, county: County) -> String {
        match self {
            FigurePlace::County => county.to_string(),
            FigurePlace::Division(code) => code.clone(),
            FigurePlace::Kept(id) => id.to_string(),
        }
    }

    /// Whether a division lies in it, judged by digits alone.
    pub fn holds(&self, code: &str) -> bool {
        match self {
            FigurePlace::County => true,
            FigurePlace::Division(place) => is_within(code, place),
            FigurePlace::Kept(_) => false,
        }
    }
}

fn is_code(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Of where and of when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub county: County,
    pub place: FigurePlace,
    pub from: BusinessDate,
    /// The last day, and the day as of which standing figures are taken.
    pub to: BusinessDate,
}

/// A part of a figure's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowsAsked {
    pub skip: i64,
    pub limit: i64,
}

/// Where a row leads, and what it takes to follow.
#[derive(Clone, Debug)]
pub struct RowLink {
    pub href: String,
    pub permission: Permission,
    pub place: Target,
}

/// A row behind a figure.
#[derive(Clone, Debug)]
pub struct FigureRow {
    /// None for what is counted as of a day.
    pub on: Option<BusinessDate>,
    pub what: Message,
    pub place: String,
    pub who: String,
    /// What the row adds to the figure, in its unit.
    pub amount: i64,
    pub link: Option<RowLink>,
}

/// The answer in the figure's unit.
pub type FigureValue = fn(&mut Tx<'_>, &Question) -> Result<i64, DatabaseError>;

/// The rows behind it; their amounts add up to the value.
pub type FigureRows = fn(&mut Tx<'_>, &Question, RowsAsked) -> Result<Vec<FigureRow>, DatabaseError>;

/// A figure. Its label is the text `figure-<id>`, its definition `figure-<id>-definition`.
#[derive(Clone, Copy)]
pub struct Figure {
    pub id: &'static str,
    pub unit: FigureUnit,
    /// Key of where its numbers come from.
    pub source: &'static str,
    pub value: FigureValue,
    pub rows: FigureRows,
}

impl Figure {
    /// Key of what people call it.
    pub fn label(&self) -> String {
        format!("figure-{}", self.id)
    }

    /// Key of what exactly it counts.
    pub fn definition(&self) -> String {
        format!("figure-{}-definition", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_book_a_code_in_it_or_an_id() {
        let county = County::try_new(530_624).expect("six digits");
        let id = Id::derived(&[b"shop"]);
        for (text, place) in [
            ("530624", Some(FigurePlace::County)),
            ("530624101", Some(FigurePlace::Division("530624101".to_owned()))),
            ("530624101201", Some(FigurePlace::Division("530624101201".to_owned()))),
            (id.to_string().as_str(), Some(FigurePlace::Kept(id))),
            ("530625", None),
            ("53062410a", None),
            ("", None),
            ("shop", None),
        ] {
            assert_eq!(FigurePlace::parse(text, county), place, "{text}");
        }
        assert_eq!(FigurePlace::Kept(id).text(county), id.to_string());
        assert!(FigurePlace::Division("530624101".to_owned()).holds("530624101201"));
    }
}
