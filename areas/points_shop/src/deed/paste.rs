//! A list pasted in, as a school or the HR station sends it: a person on each line, found by name and household.

mod carry_out;
pub(super) mod pages;
mod store;
#[cfg(test)]
mod tests;

use basics::{BusinessDate, Id};
use registry::household::{Household, Person, Successor};
use registry::name_search;

pub(crate) use store::STATEMENTS;

/// Lines taken in one go.
pub(super) const LINES_MAX: usize = 500;

/// A line as it was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// As it stands in the box, so that it can stay there.
    pub text: String,
    pub name: String,
    /// Head or code of the household, or nothing.
    pub household: String,
    pub note: String,
}

impl Line {
    /// The line as it was understood, without its number.
    pub fn read(&self) -> String {
        let cells = [self.name.as_str(), self.household.as_str(), self.note.as_str()];
        cells.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// The village group, if that is what stands in the household's place: `一组`.
    pub fn group(&self) -> Option<&str> {
        self.household.strip_suffix('组').map(str::trim).filter(|group| !group.is_empty())
    }

    /// The household's code, whole or its end, if that is what was written.
    pub fn code(&self) -> Option<String> {
        name_search::query(&self.household).filter(|digits| digits.len() >= 4 && digits.chars().all(|digit| digit.is_ascii_digit()))
    }
}

/// The lines of a list: name, household, note. Columns of a spreadsheet come with tabs; what people type has commas or blanks.
pub(super) fn lines(typed: &str) -> Vec<Line> {
    typed.lines().filter_map(line).collect()
}

fn line(text: &str) -> Option<Line> {
    let is_comma = |letter: char| matches!(letter, ',' | '，' | ';' | '；' | '|' | '｜');
    let cells: Vec<&str> = if text.contains('\t') {
        text.split('\t').collect()
    } else if text.contains(is_comma) {
        text.split(is_comma).collect()
    } else {
        text.split_whitespace().collect()
    };
    let mut cells: Vec<&str> = cells.into_iter().map(str::trim).skip_while(|cell| cell.is_empty()).collect();
    // A column that counts the lines, or the number written before the name.
    if cells.len() > 1 && cells[0].chars().count() <= 5 && without_number(cells[0]).is_empty() && code_digits(cells[0]) < 4 {
        cells.remove(0);
    }
    if cells.len() > 1 && code_digits(cells[0]) >= 4 {
        cells.swap(0, 1);
    }
    let name = without_number(cells.first()?);
    if name.is_empty() || name == "姓名" || name.eq_ignore_ascii_case("name") {
        return None;
    }
    let household = cells.get(1).copied().unwrap_or_default();
    let household = household.strip_suffix('户').filter(|head| !head.is_empty()).unwrap_or(household);
    let note = cells.get(2..).unwrap_or_default().iter().filter(|cell| !cell.is_empty()).copied().collect::<Vec<_>>().join(" ");
    // A tab at the end stays: without it a name with a blank in it would be read as two columns.
    let kept = text.trim_end_matches(|letter: char| letter.is_whitespace() && letter != '\t');
    Some(Line { text: kept.to_owned(), name: name.to_owned(), household: household.trim().to_owned(), note })
}

/// Digits of what is nothing but a code.
fn code_digits(cell: &str) -> usize {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    if cell.chars().all(|letter| letter.is_ascii_digit() || letter == '-') { digits } else { 0 }
}

/// `1、陈晓军`, `(1) 陈晓军`, `１．陈晓军` and `①陈晓军` are 陈晓军.
fn without_number(cell: &str) -> &str {
    let opens = |letter: char| matches!(letter, '(' | '（' | '第' | '[' | '【');
    let counts = |letter: char| letter.is_ascii_digit() || ('０'..='９').contains(&letter) || ('①'..='⑳').contains(&letter);
    let closes = |letter: char| matches!(letter, '.' | '．' | '、' | ')' | '）' | ']' | '】' | ':' | '：' | '。') || letter.is_whitespace();
    let rest = cell.trim_start_matches(opens);
    let after = rest.trim_start_matches(counts);
    if after.len() == rest.len() { cell.trim() } else { after.trim_start_matches(closes).trim() }
}

/// Somebody a line may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub household: Household,
    pub person: Id<Person>,
    /// The same is written down already.
    pub recorded: bool,
    /// The recorder's own household or a relative's.
    pub concerned: bool,
}

impl Candidate {
    /// What a person's choice among several sends.
    pub fn value(&self) -> String {
        format!("{}.{}", self.household.id, self.person)
    }
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Found(Candidate),
    /// Of one name; a person chooses.
    Several(Vec<Candidate>),
    NotFound,
    /// The household is there, and nobody in it is called so.
    NotInHousehold,
    Recorded(Candidate),
    Concerned,
    NotYet {
        since: BusinessDate,
    },
    Gone {
        until: BusinessDate,
        into: Option<Successor>,
    },
}

/// Decides about a line; `picked` is what a person chose among several.
pub(super) fn judge(candidates: Vec<Candidate>, done_on: BusinessDate, picked: &str) -> Outcome {
    let Some(first) = candidates.first().cloned() else { return Outcome::NotFound };
    let there: Vec<Candidate> = candidates.into_iter().filter(|one| one.household.is_there(done_on)).collect();
    let chosen = there.iter().find(|one| one.value() == picked).or(there.first().filter(|_| there.len() == 1)).cloned();
    match (chosen, first.household.until) {
        (Some(one), _) if one.concerned => Outcome::Concerned,
        (Some(one), _) if one.recorded => Outcome::Recorded(one),
        (Some(one), _) => Outcome::Found(one),
        (None, _) if !there.is_empty() => Outcome::Several(there),
        (None, Some(until)) if until <= done_on => Outcome::Gone { until, into: first.household.successor },
        (None, _) => Outcome::NotYet { since: first.household.since },
    }
}
