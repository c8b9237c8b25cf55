//! An objection: what anybody has against entries on a notice, with or without a name; it holds them back until it is answered.

mod carry_out;
mod form;
pub mod pages;
mod store;

use basics::{BusinessDate, County, Id, Moment, Subject};
use settings::Setting;

use crate::notice::Notice;
use crate::roster::Roster;

pub use carry_out::{Answer, AnswerRefused, NewObjection, ObjectRefused, answer, change, object};
pub(crate) use form::{read as read_form, ways};
pub(crate) use store::STATEMENTS;
pub use store::{by_receipt, find, in_places, open_of_notice, open_of_roster};

/// Days within which an objection is answered.
pub const DAYS_TO_REPLY: Setting = Setting { name: "trust-objection-days-to-reply", default: 3, min: 1, max: 30, scoped: true };

/// Days after its last within which a complaint about a notice is taken here.
pub const COMPLAINT_DAYS: Setting = Setting { name: "trust-complaint-days", default: 365, min: 1, max: 3_650, scoped: true };

/// Letters and digits of a receipt.
pub const RECEIPT_LENGTH: usize = 10;

/// How it reached the village.
pub const WAYS: &[&str] = &["paper", "phone", "spoken"];

/// An objection, or a complaint where it came after the last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    pub county: County,
    pub id: Id<Objection>,
    pub roster: Id<Roster>,
    pub notice: Id<Notice>,
    pub is_complaint: bool,
    /// Number of the line it is about.
    pub line: i64,
    pub what: String,
    /// Who it was; empty when they left no name.
    pub name: String,
    pub phone: String,
    /// `web`, or one of [`WAYS`].
    pub way: String,
    pub receipt: String,
    pub received_on: BusinessDate,
    pub received_at: Moment,
    /// The login that entered it for a villager.
    pub entered_by: Option<Id>,
    pub reply_by: BusinessDate,
    pub state: ObjectionState,
    pub reply: String,
    pub answered_by: Option<Id>,
    pub answered_on: Option<BusinessDate>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectionState {
    Open,
    /// The entries stay as they were.
    Kept,
    /// Some of them changed and hang out again.
    Changed,
    /// Some of them were taken off.
    Struck,
    /// A complaint that was answered.
    Answered,
}

impl ObjectionState {
    /// As stored, and in the text `objection-state-…`.
    pub fn word(self) -> &'static str {
        match self {
            ObjectionState::Open => "open",
            ObjectionState::Kept => "kept",
            ObjectionState::Changed => "changed",
            ObjectionState::Struck => "struck",
            ObjectionState::Answered => "answered",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<ObjectionState> {
        use ObjectionState::{Answered, Changed, Kept, Open, Struck};
        [Open, Kept, Changed, Struck, Answered].into_iter().find(|state| state.word() == word)
    }
}

impl Objection {
    /// Days until it must be answered: none when that is today, below that when it is late.
    pub fn days_left(&self, on: BusinessDate) -> i32 {
        self.reply_by.days_since(on)
    }

    /// As a document with a history.
    pub fn subject(&self) -> Subject {
        Subject::new(self.county, "objection", self.id)
    }
}
