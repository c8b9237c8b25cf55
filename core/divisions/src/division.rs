//! Provinces down to villages, each with the dates it was valid, from the extract kept in `data/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;

const DIVISIONS: &str = include_str!("../data/divisions.tsv");
const BECAME: &str = include_str!("../data/became.tsv");

static BUILT_IN: LazyLock<Divisions> =
    LazyLock::new(|| Divisions::parse(DIVISIONS, BECAME).expect("the extract is part of the program and a test parses it"));

/// How far down a division stands.
///
/// A city without counties (中山 442000) has one row, at city level: its townships hang on it directly and it owns a
/// book as a county does. Inventing a county row would give it a code that no official list knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Province,
    City,
    County,
    Township,
    Village,
}

impl Level {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
        }
    }

    fn read(text: &str) -> Option<Self> {
        [Self::Province, Self::City, Self::County, Self::Township, Self::Village].into_iter().find(|level| level.as_str() == text)
    }
}

/// One division under one name, from `valid_from` until the day before `valid_to`; `None` leaves that end open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    pub code: String,
    pub level: Level,
    pub parent: Option<String>,
    pub name: String,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
}

impl Division {
    pub fn is_valid(&self, on: Date) -> bool {
        self.valid_from.is_none_or(|first| first <= on) && self.valid_to.is_none_or(|end| on < end)
    }

    /// The name as people say it: 笔山社区居民委员会 is 笔山社区, 翠屏村民委员会 is 翠屏村.
    pub fn short_name(&self) -> String {
        if self.level == Level::Village { short_village_name(&self.name) } else { self.name.clone() }
    }
}

/// Whether the whole of the old division went into the new one, or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    Whole,
    Part,
}

/// What a division that ended became.
///
/// `new` may be a village when a township came out of several: then the row says which of them had that village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Became {
    pub old: String,
    pub new: String,
    pub on: Date,
    pub share: Share,
}

/// A line of the extract that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractProblem {
    pub line: usize,
    pub text: String,
}

impl fmt::Display for ExtractProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {} of the extract cannot be read: {}", self.line, self.text)
    }
}

impl std::error::Error for ExtractProblem {}

/// Every division known, found by code and date.
#[derive(Debug)]
pub struct Divisions {
    /// Sorted by code, so that the rows of one code are neighbours.
    rows: Vec<Division>,
    became: Vec<Became>,
    by_parent: BTreeMap<String, BTreeSet<String>>,
}

impl Divisions {
    /// The extract compiled into the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads two tables with a heading line each: see `data/README.md` for their columns.
    pub fn parse(divisions: &str, became: &str) -> Result<Self, ExtractProblem> {
        let mut rows = read_table(divisions, read_division)?;
        rows.sort_by(|one, other| (&one.code, one.valid_from).cmp(&(&other.code, other.valid_from)));
        let became = read_table(became, read_became)?;
        let mut by_parent = BTreeMap::<String, BTreeSet<String>>::new();
        for row in &rows {
            if let Some(parent) = &row.parent {
                by_parent.entry(parent.clone()).or_default().insert(row.code.clone());
            }
        }
        Ok(Self { rows, became, by_parent })
    }

    pub fn find(&self, code: &str, on: Date) -> Option<&Division> {
        let first = self.rows.partition_point(|row| row.code.as_str() < code);
        self.rows[first..].iter().take_while(|row| row.code == code).find(|row| row.is_valid(on))
    }

    /// Codes of all divisions of any date, sorted.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row.code.as_str())
    }

    /// All divisions valid on that date, by code.
    pub fn valid_on(&self, on: Date) -> impl Iterator<Item = &Division> {
        self.rows.iter().filter(move |row| row.is_valid(on))
    }

    /// The divisions directly below `parent` on that date, by code.
    pub fn children(&self, parent: &str, on: Date) -> Vec<&Division> {
        let mut codes = self.listed_below(parent);
        for row in self.became.iter().filter(|row| row.old == parent) {
            codes.insert(&row.new);
            codes.extend(self.listed_below(&row.new));
        }
        codes
            .into_iter()
            .filter_map(|code| self.find(code, on))
            .filter(|child| self.parent_of(child, on).is_some_and(|found| found.code == parent))
            .collect()
    }

    /// From the province down to the division itself; empty when the code is not valid on that date.
    pub fn path(&self, code: &str, on: Date) -> Vec<&Division> {
        let mut path = Vec::new();
        let mut next = self.find(code, on);
        while let Some(division) = next {
            path.push(division);
            next = self.parent_of(division, on);
        }
        path.reverse();
        path
    }

    /// The township a village belonged to on that date; a township is its own.
    pub fn township_of(&self, village: &str, on: Date) -> Option<&Division> {
        self.path(village, on).into_iter().find(|division| division.level == Level::Township)
    }

    /// The name from the county down, as written on papers: 大关县翠华镇翠屏村. Above the county, the own name alone.
    pub fn full_name(&self, code: &str, on: Date) -> Option<String> {
        let path = self.path(code, on);
        let last = path.last()?;
        if last.level < Level::County {
            return Some(last.name.clone());
        }
        let owner = path.iter().position(|division| self.owns_book(&division.code))?;
        Some(path[owner..].iter().map(|division| division.short_name()).collect())
    }

    /// Whether townships hang on this code directly: every county, and a city without counties.
    pub fn owns_book(&self, code: &str) -> bool {
        let below = self.by_parent.get(code).into_iter().flatten();
        let successors = self.successors(code).into_iter().filter_map(|row| self.by_parent.get(&row.new)).flatten();
        below.chain(successors).any(|child| child.len() == TOWNSHIP_DIGITS)
    }

    /// What a code became, on the same level.
    pub fn successors(&self, code: &str) -> Vec<&Became> {
        self.became.iter().filter(|row| row.old == code && row.new.len() == code.len()).collect()
    }

    /// A parent not valid on that date is replaced by the one before it. One step is enough: no successor in the
    /// extract has itself become another, and a test holds that. A parent always stands higher, so a path ends.
    fn parent_of(&self, division: &Division, on: Date) -> Option<&Division> {
        let listed = division.parent.as_deref()?;
        self.find(listed, on)
            .or_else(|| self.predecessor(&division.code, on))
            .or_else(|| self.predecessor(listed, on))
            .filter(|parent| parent.level < division.level)
    }

    fn predecessor(&self, code: &str, on: Date) -> Option<&Division> {
        self.became.iter().filter(|row| row.new == code).find_map(|row| self.find(&row.old, on))
    }

    fn listed_below(&self, parent: &str) -> BTreeSet<&str> {
        self.by_parent.get(parent).into_iter().flatten().map(String::as_str).collect()
    }
}

const TOWNSHIP_DIGITS: usize = 9;

/// Whether `code` is `ancestor` or lies below it, judged by the digits alone: 530624101201 lies within 530624101,
/// 530624, 530600 and 530000. Where boundaries changed, ask [`Divisions::path`] with the date instead.
pub fn is_within(code: &str, ancestor: &str) -> bool {
    let significant = match ancestor.len() {
        6 if ancestor.ends_with("0000") => 2,
        6 if ancestor.ends_with("00") => 4,
        6 | TOWNSHIP_DIGITS | 12 => ancestor.len(),
        _ => return false,
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(ancestor) && all_digits(code) && code.starts_with(&ancestor[..significant])
}

/// A committee's name without the committee. A name that already ends in 村 or 社区 does not get it twice.
fn short_village_name(name: &str) -> String {
    for (committee, kind) in [("居民委员会", "社区"), ("居委会", "社区"), ("村民委员会", "村"), ("村委会", "村")] {
        if let Some(place) = name.strip_suffix(committee) {
            return if place.ends_with(kind) { place.to_owned() } else { format!("{place}{kind}") };
        }
    }
    name.to_owned()
}

fn read_table<Row>(table: &str, read: fn(&[&str]) -> Option<Row>) -> Result<Vec<Row>, ExtractProblem> {
    let numbered = table.lines().enumerate().skip(1);
    numbered
        .map(|(index, line)| {
            let columns: Vec<&str> = line.split('\t').collect();
            read(&columns).ok_or_else(|| ExtractProblem { line: index + 1, text: line.to_owned() })
        })
        .collect()
}

fn read_division(columns: &[&str]) -> Option<Division> {
    let &[code, level, parent, name, valid_from, valid_to] = columns else { return None };
    Some(Division {
        code: read_code(code)?,
        level: Level::read(level)?,
        parent: if parent.is_empty() { None } else { Some(read_code(parent)?) },
        name: name.to_owned(),
        valid_from: read_open_date(valid_from)?,
        valid_to: read_open_date(valid_to)?,
    })
}

fn read_became(columns: &[&str]) -> Option<Became> {
    let &[old, new, on, share] = columns else { return None };
    let share = match share {
        "whole" => Share::Whole,
        "part" => Share::Part,
        _ => return None,
    };
    Some(Became { old: read_code(old)?, new: read_code(new)?, on: on.parse().ok()?, share })
}

fn read_code(text: &str) -> Option<String> {
    let well_formed = matches!(text.len(), 6 | TOWNSHIP_DIGITS | 12) && text.bytes().all(|byte| byte.is_ascii_digit());
    well_formed.then(|| text.to_owned())
}

/// An empty column is an open end; the outer `None` is a date that cannot be read.
fn read_open_date(text: &str) -> Option<Option<Date>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

#[cfg(test)]
mod tests;
