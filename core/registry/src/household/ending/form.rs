//! The form with which a household ends, and what is said when it cannot.

use basics::{BusinessDate, Id};
use pages::{Form, Frame, Message, PageError};

use super::{BackRefused, EndRefused, Ending, Reason, Refused, Relations};
use crate::household::{Household, Member, RELATIONS};

/// What the form says.
pub(super) struct Read {
    pub id: Id<Ending>,
    pub household: Id<Household>,
    pub reason: Reason,
    pub from: BusinessDate,
    pub note: String,
    /// Chosen among several, or settled on the page before.
    pub successor: Option<Id<Household>>,
    /// Name, initials or code of the other household, as typed.
    pub other: String,
}

/// Reads the form; errors are noted per field.
pub(super) fn read(form: &mut Form, household: Id<Household>) -> Option<Read> {
    let (id, words) = (form.id("id"), Reason::ENDS.map(|reason| reason.to_string()));
    let words = words.iter().map(String::as_str).collect::<Vec<_>>();
    let reason: Option<Reason> = form.choice("reason", &words).and_then(|word| word.parse().ok());
    let (from, note) = (form.date("from"), form.optional_text("note", 200));
    let merged = reason == Some(Reason::Merged);
    let successor = form.value("successor").parse().ok().filter(|_| merged);
    let other = match successor {
        // What was chosen goes before what was typed.
        None if merged => form.text("other", 40),
        _ => Some(String::new()),
    };
    Some(Read { id: id?, household, reason: reason?, from: from?, note: note?, successor, other: other? })
}

/// What each member is to the other head, as chosen.
pub(super) fn relations(form: &Form, members: &[Member]) -> Relations {
    let said = |member: &Member| {
        let word = form.value(&format!("relation.{}", member.person.id)).to_owned();
        let known = RELATIONS.iter().skip(1).copied().find(|relation| *relation == word);
        known.map(|relation| (member.person.id, relation))
    };
    members.iter().filter_map(said).collect()
}

/// Notes why the household did not end on the field it concerns.
pub(super) fn refuse(form: &mut Form, refused: EndRefused) -> Result<(), PageError> {
    let (field, message) = match refused {
        EndRefused::Database(error) => return Err(error.into()),
        EndRefused::Unknown => return Err(PageError::NotFound),
        EndRefused::Area(message) => ("", message),
        EndRefused::OtherContent => ("", Message::new("end-refused-other-content")),
        EndRefused::Rule(Refused::Already { until }) => ("", Message::new("end-refused-already").with("day", until)),
        EndRefused::Rule(Refused::Concerned) => ("", Message::new("end-refused-concerned")),
        EndRefused::Rule(Refused::Ahead) => ("from", Message::new("end-refused-ahead")),
        EndRefused::Rule(Refused::BeforeItBegan { since }) => ("from", Message::new("end-refused-before").with("day", since)),
        EndRefused::Rule(Refused::NoSuccessor) => ("other", Message::new("end-refused-no-successor")),
        EndRefused::Rule(Refused::IntoItself) => ("other", Message::new("end-refused-itself")),
        EndRefused::Rule(Refused::SuccessorNotThere { name }) => ("other", Message::new("end-refused-not-there").with("name", name)),
    };
    if field.is_empty() {
        form.refuse_all(message)
    } else {
        form.refuse(field, message)
    }
    Ok(())
}

/// Why the end was not taken back, in words.
pub(super) fn back_refused(refused: BackRefused) -> Result<Message, PageError> {
    Ok(match refused {
        BackRefused::Database(error) => return Err(error.into()),
        BackRefused::Unknown => return Err(PageError::NotFound),
        BackRefused::Area(message) => message,
        BackRefused::OtherContent => Message::new("end-refused-other-content"),
        BackRefused::NotEnded => Message::new("back-refused-not-ended"),
        BackRefused::Concerned => Message::new("end-refused-concerned"),
        BackRefused::SuccessorEnded { name } => Message::new("back-refused-successor-ended").with("name", name),
        BackRefused::HeadElsewhere { name, code } => Message::new("back-refused-head-elsewhere").with("name", name).with("code", code),
    })
}

/// `已于 2020-01-05 并入 陈家福 户`; nothing for a household that is there.
pub(in crate::household) fn ending_words(frame: &Frame, household: &Household, ending: &Ending) -> Option<String> {
    household.until?;
    Some(match (&household.successor, ending.reason) {
        (Some(other), _) => {
            let message = Message::new("ended-merged").with("day", ending.from).with("name", &other.head_name);
            frame.message(&message.with("code", &other.code))
        }
        (None, Reason::DiedOut) => frame.say1("ended-died-out", "day", ending.from),
        (None, _) => frame.say1("ended-moved", "day", ending.from),
    })
}
