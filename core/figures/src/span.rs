//! Then-boundaries: which codes of villages made up a division, and in which part of the time asked about.

use basics::{BusinessDate, County};
use divisions::{Division, Divisions, Level, is_within};
use jiff::civil::Date;

/// Facts of villages from `low` on and before `high`, from a day to a day, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub low: String,
    pub high: String,
    pub from: BusinessDate,
    pub to: BusinessDate,
}

impl Span {
    /// All codes that begin so.
    fn of(code: &str, from: BusinessDate, to: BusinessDate) -> Span {
        // The character after the digits.
        Span { low: code.to_owned(), high: format!("{code}:"), from, to }
    }

    /// Every code there is.
    pub fn everywhere(from: BusinessDate, to: BusinessDate) -> Span {
        Span { low: String::new(), high: ":".to_owned(), from, to }
    }
}

/// The spans of a township or village of the book. One for most; more where a village belonged to the township for a part of the
/// time only, or under a code that begins otherwise.
pub fn spans(county: County, code: &str, from: BusinessDate, to: BusinessDate) -> Vec<Span> {
    let divisions = Divisions::built_in();
    if code.len() != TOWNSHIP_DIGITS {
        return vec![Span::of(code, from, to)];
    }
    let inside = of_book(divisions, county);
    let villages: Vec<&str> = {
        let mut codes: Vec<&str> = divisions.codes().filter(|code| code.len() > TOWNSHIP_DIGITS && within_any(code, &inside)).collect();
        codes.dedup();
        codes
    };
    let mut spans: Vec<Span> = Vec::new();
    for (from, to) in parts(divisions, &inside, from, to) {
        let belongs = |village: &&&str| divisions.township_of(village, from.date()).is_some_and(|township| township.code == code);
        let now: Vec<&str> = villages.iter().filter(belongs).copied().collect();
        let so_coded = villages.iter().filter(|village| village.starts_with(code)).count();
        let here = if divisions.find(code, from.date()).is_none() {
            Vec::new()
        } else if now.iter().all(|village| village.starts_with(code)) && now.len() == so_coded {
            vec![Span::of(code, from, to)]
        } else {
            now.iter().map(|village| Span::of(village, from, to)).collect()
        };
        for span in here {
            match spans.iter_mut().find(|known| known.low == span.low && known.to.plus_days(1) == span.from) {
                Some(known) => known.to = span.to,
                None => spans.push(span),
            }
        }
    }
    spans
}

const TOWNSHIP_DIGITS: usize = 9;

/// The code of the book and what it became.
fn of_book(divisions: &Divisions, county: County) -> Vec<String> {
    let code = county.to_string();
    let later = divisions.successors(&code).into_iter().map(|became| became.new.clone());
    std::iter::once(code.clone()).chain(later).collect()
}

fn within_any(code: &str, inside: &[String]) -> bool {
    inside.iter().any(|county| is_within(code, county))
}

/// The time in parts within which no township of the book began or ended.
fn parts(divisions: &Divisions, inside: &[String], from: BusinessDate, to: BusinessDate) -> Vec<(BusinessDate, BusinessDate)> {
    let mut begins: Vec<BusinessDate> = vec![from];
    let mut turns = |day: Date| {
        let day = BusinessDate::from(day);
        if from < day && day <= to {
            begins.push(day);
        }
    };
    for row in divisions.codes().filter(|code| code.len() == TOWNSHIP_DIGITS && within_any(code, inside)) {
        // A code stands once for each of its rows; looking at both ends of the time finds what is valid within it.
        for division in [divisions.find(row, from.date()), divisions.find(row, to.date())].into_iter().flatten() {
            let Division { valid_from, valid_to, level: Level::Township, .. } = division else { continue };
            valid_from.iter().chain(valid_to).for_each(|day| turns(*day));
        }
    }
    begins.sort();
    begins.dedup();
    let ends = begins.iter().skip(1).map(|next| next.plus_days(-1)).chain(std::iter::once(to));
    begins.iter().copied().zip(ends.collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> BusinessDate {
        BusinessDate::try_new(year, month, day).expect("a day of the calendar")
    }

    fn county(code: i64) -> County {
        County::try_new(code).expect("six digits")
    }

    #[test]
    fn a_township_that_never_changed_is_one_span() {
        let (from, to) = (day(2019, 1, 1), day(2019, 12, 31));
        assert_eq!(
            spans(county(530_624), "530624101", from, to),
            [Span { low: "530624101".to_owned(), high: "530624101:".to_owned(), from, to }]
        );
        assert_eq!(spans(county(530_624), "530624101201", from, to).len(), 1);
        assert!(Span::everywhere(from, to).high.as_str() > "999999999999");
    }

    #[test]
    fn a_township_that_was_split_had_the_villages_of_its_parts() {
        let old = "530625101";
        let before = spans(county(530_625), old, day(2019, 1, 1), day(2019, 12, 31));
        assert!(before.len() > 1, "its villages are listed under the codes of its parts");
        assert!(before.iter().all(|span| span.low.starts_with("530625001") || span.low.starts_with("530625002")), "{before:?}");
        let after = spans(county(530_625), old, day(2023, 1, 1), day(2023, 12, 31));
        assert_eq!(after, [], "it is no more");
        let part = spans(county(530_625), "530625001", day(2023, 1, 1), day(2023, 12, 31));
        assert_eq!(part.len(), 1, "{part:?}");
    }

    #[test]
    fn a_time_over_the_split_is_cut_at_it() {
        let (from, to) = (day(2019, 1, 1), day(2023, 12, 31));
        let old = spans(county(530_625), "530625101", from, to);
        let new = spans(county(530_625), "530625001", from, to);
        assert!(old.iter().all(|span| span.from == from && span.to < to), "{old:?}");
        assert!(new.iter().all(|span| span.from > from && span.to == to), "{new:?}");
        assert_eq!(old[0].to.plus_days(1), new[0].from);
    }
}
