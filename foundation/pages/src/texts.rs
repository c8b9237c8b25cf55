//! Texts by key in two languages (Fluent); every word a person reads comes from here.

use std::fmt;

use basics::{BusinessDate, Moment};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use money::{Fen, Pieces, TenthPoints};

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    ZhHans,
    En,
}

impl Lang {
    /// As HTML and the language cookie have it.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::ZhHans => "zh-Hans",
            Lang::En => "en",
        }
    }

    /// From a tag such as a browser sends; anything but English is Chinese.
    pub fn from_tag(tag: &str) -> Lang {
        if tag.trim().to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::ZhHans }
    }
}

/// A crate's texts, one Fluent file per language.
#[derive(Clone, Copy, Debug)]
pub struct TextSource {
    pub zh_hans: &'static str,
    pub en: &'static str,
}

/// A value inside a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    Text(String),
    /// A count, which may choose a plural form.
    Number(i64),
}

/// A text to be said later, when the language is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub key: &'static str,
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A text without values.
    pub fn new(key: &'static str) -> Message {
        Message { key, args: Vec::new() }
    }

    /// With a value inside.
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Message {
        self.args.push((name, value.into()));
        self
    }
}

macro_rules! text_arg {
    ($($kind:ty),+) => { $(impl From<$kind> for Arg { fn from(it: $kind) -> Arg { Arg::Text(it.to_string()) } })+ };
}
text_arg!(&str, String, Fen, TenthPoints, BusinessDate, Moment);

impl From<Pieces> for Arg {
    fn from(pieces: Pieces) -> Arg {
        Arg::Number(pieces.0)
    }
}

macro_rules! number_arg {
    ($($kind:ty),+) => { $(impl From<$kind> for Arg { fn from(it: $kind) -> Arg { Arg::Number(i64::try_from(it).unwrap_or(i64::MAX)) } })+ };
}
number_arg!(i64, usize, i32, u32);

impl<T: Clone> From<&T> for Arg
where
    Arg: From<T>,
{
    fn from(it: &T) -> Arg {
        Arg::from(it.clone())
    }
}

/// All texts of the program.
pub struct Texts {
    zh_hans: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Texts")
    }
}

impl Texts {
    /// Joins the crates' texts; a broken file or a key used twice is an error of the build, found by any test.
    pub fn build(sources: &[TextSource]) -> Result<Texts, String> {
        let mut texts = Texts { zh_hans: bundle("zh-Hans")?, en: bundle("en")? };
        for source in sources {
            add(&mut texts.zh_hans, source.zh_hans)?;
            add(&mut texts.en, source.en)?;
        }
        Ok(texts)
    }

    /// Whether the language has this key.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundle(lang).has_message(key)
    }

    /// The text; a missing one shows its key in brackets, which a test looks for.
    pub fn say(&self, lang: Lang, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.said(lang, key, args.iter().map(|(name, arg)| (*name, arg)))
    }

    /// The text of a key and values that were kept somewhere.
    pub fn say_kept(&self, lang: Lang, key: &str, args: &[(String, Arg)]) -> String {
        self.said(lang, key, args.iter().map(|(name, arg)| (name.as_str(), arg)))
    }

    fn said<'a>(&self, lang: Lang, key: &str, args: impl Iterator<Item = (&'a str, &'a Arg)>) -> String {
        let bundle = self.bundle(lang);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, lang = lang.tag(), "a text is missing");
            return format!("⟦{key}⟧");
        };
        let mut values = FluentArgs::new();
        for (name, arg) in args {
            values.set(
                name,
                match arg {
                    Arg::Text(text) => FluentValue::from(text.as_str()),
                    Arg::Number(number) => FluentValue::from(*number),
                },
            );
        }
        let mut errors = Vec::new();
        let said = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        if errors.is_empty() { said } else { format!("⟦{key}: {errors:?}⟧") }
    }

    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        match lang {
            Lang::ZhHans => &self.zh_hans,
            Lang::En => &self.en,
        }
    }
}

fn bundle(tag: &str) -> Result<FluentBundle<FluentResource>, String> {
    let language = tag.parse().map_err(|error| format!("{tag}: {error}"))?;
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks are for mixed writing directions; here they would only spoil copies and PDFs.
    bundle.set_use_isolating(false);
    Ok(bundle)
}

fn add(bundle: &mut FluentBundle<FluentResource>, source: &str) -> Result<(), String> {
    let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| format!("{errors:?}"))?;
    bundle.add_resource(resource).map_err(|errors| format!("{errors:?}"))
}
