//! The form of an objection: which line, what is wrong, and who says so if they want to.

use basics::Id;
use pages::{Choice, Form, Frame, Message};

use super::{Objection, WAYS};

/// What was written.
pub(crate) struct Written {
    pub id: Id<Objection>,
    pub line: i64,
    pub what: String,
    pub name: String,
    pub phone: String,
}

/// Reads it; errors are noted per field. Name and phone may stay empty.
pub(crate) fn read(form: &mut Form) -> Option<Written> {
    let line = form.value("line").parse().ok();
    if line.is_none() {
        form.refuse("line", Message::new("form-choose"));
    }
    let (what, name, phone) = (form.text("what", 500), form.optional_text("name", 40), form.optional_text("phone", 20));
    let id = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    let written = Written { id, line: line?, what: what?, name: name?, phone: phone? };
    form.is_good().then_some(written)
}

/// How it reached the village, as choices.
pub(crate) fn ways(frame: &Frame) -> Vec<Choice> {
    WAYS.iter().map(|way| Choice::new(way, frame.say(&format!("objection-way-{way}")))).collect()
}
