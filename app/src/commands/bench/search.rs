//! How soon a clerk has the household on the screen: the queries of the counter, over every county's own households.

use std::time::Instant;

use basics::County;
use database::{DatabaseError, Db};
use points_shop::card;
use registry::household::{self, Household};
use registry::name_search;

use crate::commands::Called;
use crate::exit::{Exit, Failure};
use crate::{opening, terminal};

/// Households looked for, spread over the book.
const SAMPLE: usize = 300;
/// Households shown at once.
const SHOWN: usize = 30;

/// Measures each way of looking in the book with the most households.
pub fn run(called: &Called) -> Result<Exit, Failure> {
    let db = opening::open_current(&called.read.config)?;
    let books = db.read_now(database::books)?;
    let mut largest: Option<(County, Vec<Household>)> = None;
    for book in books {
        let households = all(&db, book.county)?;
        if largest.as_ref().is_none_or(|(_, known)| known.len() < households.len()) {
            largest = Some((book.county, households));
        }
    }
    let Some((county, households)) = largest.filter(|(_, households)| !households.is_empty()) else {
        return Err(Failure::cannot_open(
            "No household is registered yet. Fill a demo with xieshou demo, or begin with xieshou serve.".to_owned(),
        ));
    };
    terminal::result(&format!("{county}: {} households, {:?}", households.len(), db.engine()));
    terminal::result(&format!("{:<24}{:>8}{:>10}{:>10}{:>10}", "", "looks", "p50 ms", "p99 ms", "found"));
    let sample: Vec<&Household> = households.iter().step_by((households.len() / SAMPLE).max(1)).collect();
    for (what, typed) in ways(&sample) {
        print(what, &measured(&db, county, &typed)?);
    }
    let numbers: Vec<i64> = (1..=SAMPLE as i64).map(|part| part * households.len() as i64 / SAMPLE as i64).collect();
    print("card number", &by_card(&db, county, &numbers)?);
    db.close();
    Ok(Exit::Good)
}

fn all(db: &Db, county: County) -> Result<Vec<Household>, DatabaseError> {
    db.read_now(move |tx| {
        let mut all = Vec::new();
        for (village, _) in household::villages_with_counts(tx, county)? {
            all.extend(household::in_village(tx, county, &village)?);
        }
        Ok(all)
    })
}

/// What is typed, by the way of looking.
fn ways(sample: &[&Household]) -> Vec<(&'static str, Vec<String>)> {
    let of = |typed: &dyn Fn(&Household) -> Option<String>| sample.iter().filter_map(|household| typed(household)).collect::<Vec<String>>();
    let first = |name: &str, count: usize| name.chars().take(count).collect::<String>();
    vec![
        ("whole name", of(&|household| Some(household.head_name.clone()))),
        ("surname", of(&|household| Some(first(&household.head_name, 1)))),
        ("initials", of(&|household| initials(&household.head_name))),
        ("two initials", of(&|household| initials(&household.head_name).map(|letters| first(&letters, 2)))),
        ("one letter", of(&|household| initials(&household.head_name).map(|letters| first(&letters, 1)))),
        ("last digits of the code", of(&|household| household.code.get(household.code.len() - 4..).map(str::to_owned))),
        ("whole code", of(&|household| Some(household.code.clone()))),
    ]
}

/// A letter for each character, as clerks type them.
fn initials(name: &str) -> Option<String> {
    let length = name.chars().count();
    name_search::tokens(name).into_iter().find(|token| token.is_ascii() && token.len() == length)
}

/// Milliseconds of each look, and how many it found.
type Looks = Vec<(f64, usize)>;

fn measured(db: &Db, county: County, typed: &[String]) -> Result<Looks, DatabaseError> {
    let within = vec![county.to_string()];
    let look = |typed: &String| {
        let (typed, within) = (typed.clone(), within.clone());
        let began = Instant::now();
        let found = db.read_now(move |tx| household::search(tx, county, &typed, &within, SHOWN))?;
        Ok((began.elapsed().as_secs_f64() * 1_000.0, found.len()))
    };
    typed.iter().map(look).collect()
}

fn by_card(db: &Db, county: County, numbers: &[i64]) -> Result<Looks, DatabaseError> {
    let look = |number: &i64| {
        let number = *number;
        let began = Instant::now();
        let found = db.read_now(move |tx| match card::by_number(tx, county, number)? {
            Some(card) => household::find(tx, county, card.household),
            None => Ok(None),
        })?;
        Ok((began.elapsed().as_secs_f64() * 1_000.0, usize::from(found.is_some())))
    };
    numbers.iter().map(look).collect()
}

fn print(what: &str, looks: &Looks) {
    let mut times: Vec<f64> = looks.iter().map(|(time, _)| *time).collect();
    times.sort_by(f64::total_cmp);
    let at = |hundredths: usize| times.get((times.len() * hundredths / 100).min(times.len().saturating_sub(1))).copied().unwrap_or(0.0);
    let found: usize = looks.iter().map(|(_, found)| found).sum();
    terminal::result(&format!("{what:<24}{:>8}{:>10.2}{:>10.2}{found:>10}", looks.len(), at(50), at(99)));
}
