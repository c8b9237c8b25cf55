//! A form in the making: keeps what was typed, gathers an error per field, and reads typed values.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

use basics::{BusinessDate, Id};
use money::{Fen, NotAnAmount, TenthPoints};

use crate::{Message, Submitted};

/// What was typed and what is wrong with it. Readers answer nothing and note an error when a field does not do;
/// all are asked before the first refusal, so that every error is shown at once.
#[derive(Clone, Debug, Default)]
pub struct Form {
    submitted: Submitted,
    errors: BTreeMap<String, Vec<Message>>,
    /// What is wrong with the form as a whole.
    pub refused: Vec<Message>,
}

impl From<Submitted> for Form {
    fn from(submitted: Submitted) -> Self {
        Form { submitted, ..Form::default() }
    }
}

/// What nobody types on purpose: control characters, and those that turn the direction of what follows, so that a name reads otherwise
/// than it is stored.
fn is_odd(letter: char) -> bool {
    let turns = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (letter.is_control() && letter != '\n' && letter != '\r')
}

impl Form {
    /// An empty form with some fields filled in.
    pub fn filled(fields: &[(&str, String)]) -> Form {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Form::from(Submitted { fields, files: Vec::new() })
    }

    /// What was typed, trimmed of nothing.
    pub fn value(&self, name: &str) -> &str {
        self.submitted.value(name)
    }

    /// All values of a field that may come several times.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.submitted.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Fields whose name starts with this, with the rest of the name.
    pub fn starting<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.submitted.fields.iter().filter_map(move |(field, value)| field.strip_prefix(prefix).map(|rest| (rest, value.as_str())))
    }

    /// The file sent in this field.
    pub fn file<'a>(&'a self, name: &'a str) -> Option<&'a crate::Upload> {
        self.files(name).next()
    }

    /// All files sent in a field that takes several.
    pub fn files<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a crate::Upload> {
        self.submitted.files.iter().filter(move |upload| upload.field == name)
    }

    /// Puts a value into a field, for a page shown again with something changed.
    pub fn set(&mut self, name: &str, value: String) {
        self.submitted.fields.retain(|(field, _)| field != name);
        self.submitted.fields.push((name.to_owned(), value));
    }

    /// Notes what is wrong with a field.
    pub fn refuse(&mut self, name: &str, message: Message) {
        self.errors.entry(name.to_owned()).or_default().push(message);
    }

    /// Notes what is wrong with the whole.
    pub fn refuse_all(&mut self, message: Message) {
        self.refused.push(message);
    }

    /// Errors of a field.
    pub fn errors(&self, name: &str) -> &[Message] {
        self.errors.get(name).map_or(&[], Vec::as_slice)
    }

    /// Fields with errors, in alphabetical order.
    pub fn faulty(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.errors.iter().flat_map(|(name, messages)| messages.iter().map(move |message| (name.as_str(), message)))
    }

    /// Whether nothing is wrong so far.
    pub fn is_good(&self) -> bool {
        self.errors.is_empty() && self.refused.is_empty()
    }

    /// A text of 1 to `max` characters, trimmed.
    pub fn text(&mut self, name: &str, max: usize) -> Option<String> {
        let text = self.optional_text(name, max)?;
        if text.is_empty() {
            self.refuse(name, Message::new("form-empty"));
            return None;
        }
        Some(text)
    }

    /// A text of up to `max` characters, trimmed; may be empty.
    pub fn optional_text(&mut self, name: &str, max: usize) -> Option<String> {
        let text = self.value(name).trim().to_owned();
        if text.chars().count() > max {
            self.refuse(name, Message::new("form-too-long").with("max", max).with("has", text.chars().count()));
            return None;
        }
        if text.chars().any(is_odd) {
            self.refuse(name, Message::new("form-odd-characters"));
            return None;
        }
        Some(text)
    }

    /// A whole number within a range.
    pub fn whole(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let typed = self.text(name, 20)?;
        match money::Pieces::parse(&typed) {
            Ok(number) if range.contains(&number.0) => Some(number.0),
            Ok(_) | Err(NotAnAmount::TooLarge) => {
                self.refuse(
                    name,
                    Message::new("form-out-of-range").with("min", range.start().to_string()).with("max", range.end().to_string()),
                );
                None
            }
            Err(_) => {
                self.refuse(name, Message::new("form-not-a-whole-number"));
                None
            }
        }
    }

    /// Points within a range.
    pub fn points(&mut self, name: &str, range: RangeInclusive<TenthPoints>) -> Option<TenthPoints> {
        let typed = self.text(name, 20)?;
        self.amount(name, TenthPoints::parse(&typed), range, "form-points-too-fine")
    }

    /// Money in yuan within a range.
    pub fn yuan(&mut self, name: &str, range: RangeInclusive<Fen>) -> Option<Fen> {
        let typed = self.text(name, 20)?;
        self.amount(name, Fen::parse(&typed), range, "form-yuan-too-fine")
    }

    fn amount<T: PartialOrd + ToString>(
        &mut self,
        name: &str,
        parsed: Result<T, NotAnAmount>,
        range: RangeInclusive<T>,
        too_fine: &'static str,
    ) -> Option<T> {
        match parsed {
            Ok(amount) if range.contains(&amount) => return Some(amount),
            Ok(_) | Err(NotAnAmount::TooLarge) => {
                self.refuse(
                    name,
                    Message::new("form-out-of-range").with("min", range.start().to_string()).with("max", range.end().to_string()),
                );
            }
            Err(NotAnAmount::TooFine) => self.refuse(name, Message::new(too_fine)),
            Err(_) => self.refuse(name, Message::new("form-not-a-number")),
        }
        None
    }

    /// A date `2020-01-08`.
    pub fn date(&mut self, name: &str) -> Option<BusinessDate> {
        let typed = self.text(name, 20)?;
        let date = BusinessDate::from_str(&typed).ok();
        if date.is_none() {
            self.refuse(name, Message::new("form-not-a-date"));
        }
        date
    }

    /// A date, or none when nothing was written. The outer option is empty when what was written is no date.
    pub fn optional_date(&mut self, name: &str) -> Option<Option<BusinessDate>> {
        if self.value(name).trim().is_empty() { Some(None) } else { self.date(name).map(Some) }
    }

    /// An id chosen from a list; a made-up one is as unknown as a missing one.
    pub fn id<Of>(&mut self, name: &str) -> Option<Id<Of>> {
        let id = Id::from_str(self.value(name)).ok();
        if id.is_none() {
            self.refuse(name, Message::new("form-choose"));
        }
        id
    }

    /// One of the given words.
    pub fn choice<'w>(&mut self, name: &str, words: &[&'w str]) -> Option<&'w str> {
        let typed = self.value(name).to_owned();
        let word = words.iter().copied().find(|word| *word == typed);
        if word.is_none() {
            self.refuse(name, Message::new("form-choose"));
        }
        word
    }

    /// Whether the form was sent again after a warning about just this; else the next time it will have been.
    /// The page carries the hidden field `sure`.
    pub fn is_sure_about(&mut self, what: &str) -> bool {
        let sure = self.value("sure") == what;
        self.set("sure", what.to_owned());
        sure
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }
}
