//! The form of a meeting: when, who was expected, who came; names are looked up in the register, so that those concerned step aside.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use pages::{Form, Message};
use registry::household;
use trust::meeting::{Attendee, Meeting, Way};

/// Names a sheet can hold.
const NAMES_MAX: usize = 500;

/// What was written, before the names were looked up.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub id: Id<Meeting>,
    pub held_on: BusinessDate,
    pub chair: String,
    pub expected: i64,
    pub names: Vec<(String, Way)>,
}

/// Reads it; errors are noted per field. A name written twice counts once.
pub(super) fn read(form: &mut Form) -> Option<Written> {
    let (held_on, chair, expected) = (form.date("held-on"), form.text("chair", 40), form.whole("expected", 1..=2_000));
    let names = names(form, ["names-site", "names-paper"]);
    if names.is_empty() {
        form.refuse("names-site", Message::new("meeting-nobody"));
    }
    let id = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    let written = Written { id, held_on: held_on?, chair: chair?, expected: expected?, names };
    form.is_good().then_some(written)
}

/// Those named, each once; a list nobody can read is refused.
fn names(form: &mut Form, [on_site, on_paper]: [&str; 2]) -> Vec<(String, Way)> {
    let (site, paper) = (split(form.value(on_site)), split(form.value(on_paper)));
    let mut names: Vec<(String, Way)> = Vec::new();
    for (name, way) in site.into_iter().map(|name| (name, Way::Site)).chain(paper.into_iter().map(|name| (name, Way::Paper))) {
        if names.iter().all(|(known, _)| *known != name) {
            names.push((name, way));
        }
    }
    if names.len() > NAMES_MAX || names.iter().any(|(name, _)| name.chars().count() > 40) {
        form.refuse(on_site, Message::new("meeting-names-odd"));
    }
    names
}

/// What is to be corrected about who came.
#[derive(Clone, Debug)]
pub(super) struct Corrected {
    pub click: Id,
    pub names: Vec<(String, Way)>,
    /// Lines of the sheet of those who were not there.
    pub struck: Vec<i64>,
}

/// Reads it; somebody must be added or struck.
pub(super) fn read_correction(form: &mut Form) -> Option<Corrected> {
    let names = names(form, ["late-site", "late-paper"]);
    let struck: Vec<i64> = form.values("absent").filter_map(|line| line.parse().ok()).collect();
    if names.is_empty() && struck.is_empty() {
        form.refuse("late-site", Message::new("attendance-nothing"));
    }
    let click = form.value("click").parse().unwrap_or_else(|_| Id::fresh());
    form.is_good().then_some(Corrected { click, names, struck })
}

/// Names as people write them: one a line, or with commas, stops and numbers between.
fn split(text: &str) -> Vec<String> {
    let between = |c: char| matches!(c, '\n' | '\r' | '\t' | '、' | '，' | ',' | '；' | ';' | '。' | '　');
    let bare =
        |name: &str| name.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '．' | ')' | '）')).trim().to_owned();
    text.split(between).map(bare).filter(|name| !name.is_empty()).collect()
}

/// Who came, with the households each steps aside for: everybody of the name in the village, and whose relative they declared to be.
pub(super) fn attendees(
    tx: &mut Tx<'_>,
    (county, village): (County, &str),
    names: &[(String, Way)],
    on: BusinessDate,
) -> Result<Vec<Attendee>, DatabaseError> {
    let mut attendees = Vec::new();
    for (name, way) in names {
        let persons = household::named_in_village(tx, county, village, name)?;
        let mut concerned = Vec::new();
        for person in &persons {
            concerned.extend(household::concerns_of_person(tx, county, person.any(), on)?);
        }
        let who = (persons.len() == 1).then(|| persons[0].any());
        attendees.push(Attendee { name: name.clone(), way: *way, who, concerned });
    }
    Ok(attendees)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn names_are_read_as_people_write_them() {
        assert_eq!(split("陈家福、李正芬，王顺\n1. 赵德国\n 阿·木呷 ,\n"), ["陈家福", "李正芬", "王顺", "赵德国", "阿·木呷"]);
        assert!(split(" 、，\n").is_empty());
    }
}
