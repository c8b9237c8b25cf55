//! Villages by township, as the pages of a shop offer and name them.

use basics::{BusinessDate, County};
use divisions::{Divisions, Level, is_within};

/// A township with those of its villages that are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Township {
    pub code: String,
    pub name: String,
    /// Code and name as people say it.
    pub villages: Vec<(String, String)>,
}

/// Villages of the book within these divisions, by township.
pub fn townships(county: County, within: &[String], on: BusinessDate) -> Vec<Township> {
    let divisions = Divisions::built_in();
    let book = county.to_string();
    let asked = |code: &str| is_within(code, &book) && within.iter().any(|place| is_within(code, place));
    let mut townships: Vec<Township> = Vec::new();
    for village in divisions.valid_on(on.date()).filter(|division| division.level == Level::Village && asked(&division.code)) {
        let Some(township) = divisions.township_of(&village.code, on.date()) else { continue };
        let entry = (village.code.clone(), village.short_name());
        match townships.iter_mut().find(|known| known.code == township.code) {
            Some(known) => known.villages.push(entry),
            None => townships.push(Township { code: township.code.clone(), name: township.short_name(), villages: vec![entry] }),
        }
    }
    townships
}

/// What people call a village: 翠屏村. A code nobody knows stays a code.
pub fn village_name(code: &str, on: BusinessDate) -> String {
    Divisions::built_in().find(code, on.date()).map_or_else(|| code.to_owned(), |division| division.short_name())
}

/// From the county down: 大关县翠华镇翠屏村.
pub fn full_name(code: &str, on: BusinessDate) -> String {
    Divisions::built_in().full_name(code, on.date()).unwrap_or_else(|| code.to_owned())
}
