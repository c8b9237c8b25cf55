//! Resident identity numbers by GB 11643-1999: read, judged, masked; and numbers for demonstrations that nobody holds.

use std::fmt;

use jiff::civil::Date;

const DIGITS: usize = 18;
const BIRTH: std::ops::Range<usize> = 6..14;
/// The order code within area and birthday; its last digit is odd for a man.
const SEX_DIGIT: usize = 16;
const WEIGHTS: [u32; DIGITS - 1] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS: [u8; 11] = *b"10X98765432";
/// Provinces of GB/T 2260, and 81 to 83 for the residence permits of Hong Kong, Macau and Taiwan.
const AREAS: [&[u8; 2]; 35] = [
    b"11", b"12", b"13", b"14", b"15", b"21", b"22", b"23", b"31", b"32", b"33", b"34", b"35", b"36", b"37", b"41", b"42", b"43", b"44",
    b"45", b"46", b"50", b"51", b"52", b"53", b"54", b"61", b"62", b"63", b"64", b"65", b"71", b"81", b"82", b"83",
];
/// No area begins with 99, so such a number can never be anybody's.
const DEMO_AREA: &[u8; 2] = b"99";
/// Numbers have been issued since 1984; nobody then alive was born before this year.
const BIRTH_YEAR_MIN: i16 = 1850;
const DEMO_ORDERS: u32 = 500;
const DEMO_AREAS: u32 = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Only a database marked as demonstration takes numbers of area 99.
    pub allow_demo: bool,
    pub today: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
}

/// What is wrong with the text, first problem first; positions count from 1 as a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdNumberProblem {
    Length { found: usize },
    NotDigits { position: usize },
    Area,
    DemoNotAllowed,
    BirthDate,
    Future,
    CheckDigit { expected: char },
}

impl fmt::Display for IdNumberProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { found } => write!(formatter, "{found} characters instead of {DIGITS}"),
            Self::NotDigits { position } => write!(formatter, "character {position} is not a digit"),
            Self::Area => formatter.write_str("no area begins with these digits"),
            Self::DemoNotAllowed => formatter.write_str("a number for demonstrations in a register of real persons"),
            Self::BirthDate => formatter.write_str("digits 7 to 14 are no date of birth"),
            Self::Future => formatter.write_str("the date of birth has not come yet"),
            Self::CheckDigit { expected } => write!(formatter, "the check digit would be {expected}"),
        }
    }
}

impl std::error::Error for IdNumberProblem {}

/// A number that passed every check. It prints masked; the digits come out only through [`IdNumber::reveal`].
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdNumber {
    digits: String,
    birth: Date,
}

impl IdNumber {
    /// Takes what a clerk types: blanks around it, full-width digits, and the X small, large or full-width.
    pub fn parse(text: &str, rules: Rules) -> Result<Self, IdNumberProblem> {
        let digits = read_digits(text)?;
        judge_area(&digits, rules.allow_demo)?;
        let birth = read_birth(&digits).ok_or(IdNumberProblem::BirthDate)?;
        if birth > rules.today {
            return Err(IdNumberProblem::Future);
        }
        let expected = check_digit(&digits);
        if digits[DIGITS - 1] != expected {
            return Err(IdNumberProblem::CheckDigit { expected: char::from(expected) });
        }
        Ok(Self { digits: digits.iter().copied().map(char::from).collect(), birth })
    }

    /// A well-formed number of area 99. One birthday and sex has 5 000 000 of them; the sequence starts over after that.
    pub fn build_demo(sequence: u32, birth: Date, female: bool) -> Self {
        let area = sequence / DEMO_ORDERS % DEMO_AREAS;
        let order = sequence % DEMO_ORDERS * 2 + u32::from(!female);
        let year = birth.year().rem_euclid(10_000);
        let mut digits = format!("99{area:04}{year:04}{:02}{:02}{order:03}", birth.month(), birth.day());
        digits.push(char::from(check_digit(digits.as_bytes())));
        Self { digits, birth }
    }

    /// All eighteen characters. Whoever calls this has asked for them with a purpose, and that is logged.
    pub fn reveal(&self) -> &str {
        &self.digits
    }

    /// The last four characters are enough for a clerk to tell two people apart.
    pub fn masked(&self) -> String {
        crate::masking::middle(&self.digits, 0, 4)
    }

    pub fn birth_date(&self) -> Date {
        self.birth
    }

    pub fn sex(&self) -> Sex {
        if (self.digits.as_bytes()[SEX_DIGIT] - b'0').is_multiple_of(2) { Sex::Female } else { Sex::Male }
    }

    pub fn is_demo(&self) -> bool {
        self.digits.as_bytes().starts_with(DEMO_AREA)
    }
}

/// Logs and failed assertions print values this way, so the digits must not be in it.
impl fmt::Debug for IdNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IdNumber({})", self.masked())
    }
}

fn read_digits(text: &str) -> Result<[u8; DIGITS], IdNumberProblem> {
    let text = text.trim();
    let found = text.chars().count();
    if found != DIGITS {
        return Err(IdNumberProblem::Length { found });
    }
    let mut digits = [0; DIGITS];
    for (index, character) in text.chars().enumerate() {
        digits[index] = match half_width(character) {
            digit @ '0'..='9' => digit as u8,
            'x' | 'X' if index == DIGITS - 1 => b'X',
            _ => return Err(IdNumberProblem::NotDigits { position: index + 1 }),
        };
    }
    Ok(digits)
}

fn half_width(character: char) -> char {
    const OFFSET: u32 = '０' as u32 - '0' as u32;
    match character {
        '０'..='９' | 'Ｘ' | 'ｘ' => char::from_u32(character as u32 - OFFSET).unwrap_or(character),
        _ => character,
    }
}

fn judge_area(digits: &[u8; DIGITS], allow_demo: bool) -> Result<(), IdNumberProblem> {
    if digits.starts_with(DEMO_AREA) {
        return if allow_demo { Ok(()) } else { Err(IdNumberProblem::DemoNotAllowed) };
    }
    if AREAS.iter().any(|area| digits.starts_with(*area)) { Ok(()) } else { Err(IdNumberProblem::Area) }
}

fn read_birth(digits: &[u8; DIGITS]) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| digits[range].iter().fold(0, |sum, digit| sum * 10 + i16::from(digit - b'0'));
    let year = number(BIRTH.start..BIRTH.start + 4);
    let month = i8::try_from(number(BIRTH.start + 4..BIRTH.start + 6)).ok()?;
    let day = i8::try_from(number(BIRTH.start + 6..BIRTH.end)).ok()?;
    (year >= BIRTH_YEAR_MIN).then(|| Date::new(year, month, day).ok()).flatten()
}

/// MOD 11-2 of ISO 7064 over the first seventeen digits.
fn check_digit(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK_DIGITS[(sum % 11) as usize]
}

#[cfg(test)]
mod tests;
