//! The frame around every page: language, who is looking, where one can go, what was just done.

use std::sync::Arc;

use basics::{BusinessDate, Moment};

use crate::{Arg, Assets, Lang, Message, Texts};

/// One entry of the bar at the top.
#[derive(Clone, Debug)]
pub struct NavItem {
    pub text: &'static str,
    pub href: String,
    pub current: bool,
}

/// Where a visitor stands: shown in the bar.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub who: String,
    pub role: String,
}

/// The strip above the bar of a demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoStrip {
    /// The date the demo stands at.
    pub today: BusinessDate,
    /// Whether this visitor may move it.
    pub may_move: bool,
    /// The first day after a period that runs, such as a public notice.
    pub after_period: Option<BusinessDate>,
}

/// What the base layout shows; every page struct has one as `frame`.
#[derive(Clone, Debug)]
pub struct Frame {
    pub lang: Lang,
    pub texts: Arc<Texts>,
    pub assets: Arc<Assets>,
    pub nav: Vec<NavItem>,
    /// What the bar's text may call the part of the country the visitor works for.
    pub county: String,
    pub place: Option<Place>,
    pub csrf: String,
    /// Path and query of this page, for coming back after a change of language.
    pub path: String,
    /// Key of the text `done-…`, when something was just done.
    pub done: Option<String>,
    pub demo: Option<DemoStrip>,
    /// Plain http outside this machine: said on every page.
    pub insecure: bool,
    /// Search engines and caches keep away.
    pub private: bool,
}

impl Frame {
    /// The text of this key.
    pub fn say(&self, key: &str) -> String {
        self.texts.say(self.lang, key, &[])
    }

    /// The text with one value inside.
    pub fn say1(&self, key: &str, name: &'static str, value: impl Into<Arg>) -> String {
        self.texts.say(self.lang, key, &[(name, value.into())])
    }

    /// The text with two values inside.
    pub fn say2(&self, key: &str, name: &'static str, value: impl Into<Arg>, other: &'static str, second: impl Into<Arg>) -> String {
        self.texts.say(self.lang, key, &[(name, value.into()), (other, second.into())])
    }

    /// What an entry of the bar is called; it may name the county.
    pub fn entry(&self, item: &NavItem) -> String {
        self.texts.say(self.lang, item.text, &[("county", Arg::Text(self.county.clone()))])
    }

    /// A message that waited for its language.
    pub fn message(&self, message: &Message) -> String {
        self.texts.say(self.lang, message.key, &message.args)
    }

    /// A text whose key and values were kept somewhere.
    pub fn kept(&self, key: &str, args: &[(String, Arg)]) -> String {
        self.texts.say_kept(self.lang, key, args)
    }

    /// Whether this key has a text, for hints that only some fields have.
    pub fn has(&self, key: &str) -> bool {
        self.texts.has(self.lang, key)
    }

    /// `1 月 8 日` or `8 January`.
    pub fn day(&self, date: &BusinessDate) -> String {
        let (_, month, day) = date.parts();
        let month = self.say(&format!("month-{month}"));
        self.texts.say(self.lang, "date-day", &[("month", Arg::Text(month)), ("day", Arg::Number(i64::from(day)))])
    }

    /// `2020-01-08 09:41`.
    pub fn moment(&self, moment: &Moment) -> String {
        moment.to_string()
    }

    /// Address of a style or script, with its content's hash in it.
    pub fn asset(&self, name: &str) -> String {
        self.assets.path(name)
    }

    /// The text of what was just done, if it is one of ours.
    pub fn done_text(&self) -> Option<String> {
        let key = format!("done-{}", self.done.as_deref()?);
        self.has(&key).then(|| self.say(&key))
    }

    /// The other language and what it calls itself.
    pub fn other_language(&self) -> (&'static str, &'static str) {
        match self.lang {
            Lang::ZhHans => ("en", "English"),
            Lang::En => ("zh-Hans", "中文"),
        }
    }
}
