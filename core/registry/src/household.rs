//! A household: its code, village and group, its head and dated members; who is concerned by it.

pub mod ending;
mod form;
mod group;
mod member_pages;
pub mod pages;
mod relative_pages;
mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use basics::{BusinessDate, County, Id};

use crate::name_search;

pub use group::group_number;
pub(crate) use store::STATEMENTS;
pub use store::{
    add, add_member, by_code, called, concerned, concerns, concerns_of_person, end_member, find, in_village, members, named_in_village,
    next_code, of_person, person, search, villages_with_counts,
};

/// All pages about households.
pub(crate) fn routes(routes: people::Routes) -> people::Routes {
    ending::pages::routes(relative_pages::routes(member_pages::routes(pages::routes(routes))))
}

/// A natural person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: Id<Person>,
    pub name: String,
    /// 18 characters; masked wherever it is shown.
    pub id_number: Option<String>,
    pub phone: Option<String>,
}

/// A household as lists and the counter show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    pub county: County,
    pub id: Id<Household>,
    pub code: String,
    /// Twelve-digit code of the village.
    pub village: String,
    pub village_group: String,
    pub head: Id<Person>,
    pub head_name: String,
    /// Filed and carded in the national poverty registry.
    pub registered: bool,
    pub since: BusinessDate,
    /// The first day it is no longer there.
    pub until: Option<BusinessDate>,
    /// Present members.
    pub member_count: i64,
    /// Whom it was merged into.
    pub successor: Option<Successor>,
}

/// The household another one was merged into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    pub id: Id<Household>,
    pub code: String,
    pub head_name: String,
}

impl Household {
    /// Whether it exists on the day.
    pub fn is_there(&self, on: BusinessDate) -> bool {
        self.since <= on && self.until.is_none_or(|until| on < until)
    }
}

/// A member as the collecting page offers them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub person: Person,
    /// A key of the text `relation-…`.
    pub relation: String,
    pub since: BusinessDate,
    pub until: Option<BusinessDate>,
}

/// Relations to the head, in the order lists offer them.
pub const RELATIONS: &[&str] = &[
    "head",
    "spouse",
    "son",
    "daughter",
    "father",
    "mother",
    "son-in-law",
    "daughter-in-law",
    "grandchild",
    "grandparent",
    "sibling",
    "other",
];

/// A household to be entered.
#[derive(Clone, Debug)]
pub struct NewHousehold {
    pub county: County,
    pub id: Id<Household>,
    /// Empty: the next free one of the township is taken.
    pub code: String,
    pub village: String,
    pub village_group: String,
    pub registered: bool,
    pub since: BusinessDate,
    /// The first one is the head.
    pub members: Vec<NewMember>,
}

/// A member to be entered.
#[derive(Clone, Debug)]
pub struct NewMember {
    pub person: Person,
    pub relation: &'static str,
}

/// Everything a household is found by.
pub fn tokens_of(new: &NewHousehold, code: &str) -> BTreeSet<String> {
    let mut tokens: BTreeSet<String> = new.members.iter().flat_map(|member| name_search::tokens(&member.person.name)).collect();
    let digits: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    // The last digits are what people say aloud.
    if digits.len() > 4 {
        tokens.insert(digits[digits.len() - 4..].to_owned());
    }
    tokens.insert(digits);
    tokens
}

/// The next household code of a township: `530624-101-0312`.
pub fn code_after(county: County, village: &str, last: i64) -> String {
    let township = village.get(6..9).unwrap_or("000");
    format!("{county}-{township}-{:04}", last + 1)
}
