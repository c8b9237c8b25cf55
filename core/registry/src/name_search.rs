//! Tokens by which a name is found: its characters, its spelling and its initials, from every character on.
//!
//! Tokens are plain rows searched by a range of bytes, so both stores find the same names without a full-text index.

use std::collections::BTreeSet;

use pinyin::ToPinyin;

mod readings;

/// Names and queries are cut at the same length, so a query longer than any token still finds its name.
const TOKEN_CHARACTERS_MAX: usize = 40;
/// Every character of two readings doubles the spellings; more than this help nobody.
const SPELLINGS_MAX: usize = 8;

/// Everything by which `name` can be found when the clerk types its beginning or, of the rest, any end of it.
pub fn tokens(name: &str) -> BTreeSet<String> {
    let name: Vec<char> = fold(name).chars().take(TOKEN_CHARACTERS_MAX).collect();
    let units = units(&name);
    let mut tokens: BTreeSet<String> = (0..name.len()).map(|start| name[start..].iter().collect()).collect();
    for start in 0..units.len() {
        for spelling in spellings(&units[start..]) {
            if units.len() - start > 1 {
                tokens.insert(cut(&spelling.initials));
            }
            tokens.insert(cut(&spelling.letters));
        }
    }
    tokens
}

/// What the clerk typed, folded as the tokens are; nothing to search for when nothing is left.
pub fn query(text: &str) -> Option<String> {
    let folded = cut(&fold(text));
    (!folded.is_empty()).then_some(folded)
}

/// Whether two people wrote the same name: blanks, dots and widths aside.
pub fn same(one: &str, other: &str) -> bool {
    let one = query(one);
    one.is_some() && one == query(other)
}

/// The first token that starts with `token`, and the first after it that does not; without an end there is none.
pub fn prefix_range(token: &str) -> (Vec<u8>, Option<Vec<u8>>) {
    let first = token.as_bytes().to_vec();
    let mut end = first.clone();
    // UTF-8 has no byte 255, so the last byte can always be raised.
    let end = match end.last_mut() {
        Some(last) => {
            *last += 1;
            Some(end)
        }
        None => None,
    };
    (first, end)
}

/// Half-width, lower case, without blanks, apostrophes, hyphens and dots, and ü as keyboards have it: v.
fn fold(text: &str) -> String {
    let folded: String = text
        .chars()
        .filter_map(half_width)
        .filter(|character| !is_ignored(*character))
        .flat_map(char::to_lowercase)
        .map(|character| if character == 'ü' { 'v' } else { character })
        .collect();
    // Passports write 吕 as LYU; no other spelling has these letters together.
    folded.replace("lyu", "lv")
}

fn half_width(character: char) -> Option<char> {
    const OFFSET: u32 = '！' as u32 - '!' as u32;
    match character {
        '！'..='～' => char::from_u32(character as u32 - OFFSET),
        _ => Some(character),
    }
}

/// Characters that one person types and the next does not. Private-use characters stay: old files hold names in them.
fn is_ignored(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || character.is_ascii_punctuation()
        || matches!(character, '·' | '•' | '‧' | '∙' | '・' | '･' | '、' | '，' | '。' | '‘' | '’' | 'ʼ' | '“' | '”')
        || matches!(character, '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        || matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What is read as one piece: a character with its readings, or a run of letters and digits.
struct Unit {
    readings: Vec<String>,
}

struct Spelling {
    letters: String,
    initials: String,
}

fn units(name: &[char]) -> Vec<Unit> {
    let surname = readings::surname(name);
    let mut units: Vec<Unit> = Vec::new();
    let mut start = 0;
    while start < name.len() {
        let run = name[start..].iter().take_while(|character| character.is_ascii_alphanumeric()).count();
        if run > 0 {
            units.push(Unit { readings: vec![name[start..start + run].iter().collect()] });
        } else {
            units.push(Unit { readings: character_readings(name[start], surname.get(start).copied()) });
        }
        start += run.max(1);
    }
    units
}

/// The reading as a surname first, then the usual one, then others; a character without any stands for itself.
fn character_readings(character: char, surname: Option<&'static str>) -> Vec<String> {
    let usual = character.to_pinyin().map(|found| found.plain());
    let others = readings::others(character);
    let mut readings = Vec::new();
    for reading in surname.into_iter().chain(usual).chain(others) {
        // 吕 is typed as lv by those who know the keyboard and as lu by those who do not.
        for typed in [reading.replace('ü', "v"), reading.replace('ü', "u")] {
            if !readings.contains(&typed) {
                readings.push(typed);
            }
        }
    }
    if readings.is_empty() {
        readings.push(character.to_string());
    }
    readings
}

fn spellings(units: &[Unit]) -> Vec<Spelling> {
    let mut spellings = vec![Spelling { letters: String::new(), initials: String::new() }];
    for unit in units {
        let longer = spellings.iter().flat_map(|spelling| unit.readings.iter().map(|reading| spelling.with(reading)));
        spellings = longer.take(SPELLINGS_MAX).collect();
    }
    spellings
}

impl Spelling {
    fn with(&self, reading: &str) -> Self {
        let initial = reading.chars().next();
        Self { letters: self.letters.clone() + reading, initials: self.initials.chars().chain(initial).collect() }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(TOKEN_CHARACTERS_MAX).collect()
}

#[cfg(test)]
mod tests;
