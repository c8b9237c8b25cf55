//! The form for a household: village, group, code, and a row per member.

use basics::{BusinessDate, County, Id};
use pages::{Form, Message};

use super::{NewHousehold, NewMember, Person, RELATIONS};
use crate::id_number::{IdNumber, IdNumberProblem, Rules};

/// Rows offered for members; more households than this are rare and can be entered in two steps.
pub(crate) const ROWS: usize = 8;

/// What the form's check needs to know.
pub(crate) struct Asked {
    pub county: County,
    pub today: BusinessDate,
    pub allow_demo: bool,
    /// Codes of villages the visitor may enter households in.
    pub villages: Vec<String>,
}

/// Reads the form; errors are noted per field.
pub(crate) fn read(form: &mut Form, asked: &Asked) -> Option<NewHousehold> {
    let villages: Vec<&str> = asked.villages.iter().map(String::as_str).collect();
    let village = form.choice("village", &villages).map(str::to_owned);
    let village_group = form.text("group", 20);
    let code = form.optional_text("code", 30);
    let since = form.optional_date("since");
    if let Some(Some(since)) = since
        && since > asked.today
    {
        form.refuse("since", Message::new("household-since-future"));
    }
    let members: Vec<NewMember> = (0..ROWS).filter_map(|row| member(form, row, asked)).collect();
    let (Some(village), Some(village_group), Some(code), Some(since)) = (village, village_group, code, since) else { return None };
    form.is_good().then(|| NewHousehold {
        county: asked.county,
        id: form.value("id").parse().unwrap_or_else(|_| Id::fresh()),
        code,
        village,
        village_group,
        registered: form.ticked("registered"),
        since: since.unwrap_or(asked.today),
        members,
    })
}

/// One more member for a household that is there: the fields are those of row 1.
pub(crate) fn read_member(form: &mut Form, asked: &Asked) -> Option<(NewMember, BusinessDate)> {
    let since = form.optional_date("since");
    if let Some(Some(since)) = since
        && since > asked.today
    {
        form.refuse("since", Message::new("household-since-future"));
    }
    if form.value("name.1").trim().is_empty() {
        form.refuse("name.1", Message::new("form-empty"));
    }
    let mut member = member(form, 1, asked)?;
    member.person.id = form.value("id").parse().unwrap_or(member.person.id);
    form.is_good().then(|| (member, since.flatten().unwrap_or(asked.today)))
}

/// A row of the member list; the first one is the head and has to be there, others may be empty.
fn member(form: &mut Form, row: usize, asked: &Asked) -> Option<NewMember> {
    let (name, relation, number, phone) =
        (format!("name.{row}"), format!("relation.{row}"), format!("number.{row}"), format!("phone.{row}"));
    let empty = [&name, &number, &phone].into_iter().all(|field| form.value(field).trim().is_empty());
    if row > 0 && empty {
        return None;
    }
    let person_name = form.text(&name, 40);
    let relation = if row == 0 { Some("head") } else { form.choice(&relation, RELATIONS) };
    let id_number = id_number(form, &number, asked);
    let phone = phone_number(form, &phone);
    let person = Person { id: Id::fresh(), name: person_name?, id_number: id_number?, phone: phone? };
    let relation = RELATIONS.iter().copied().find(|known| Some(*known) == relation)?;
    Some(NewMember { person, relation })
}

fn id_number(form: &mut Form, field: &str, asked: &Asked) -> Option<Option<String>> {
    let typed = form.optional_text(field, 30)?;
    if typed.is_empty() {
        return Some(None);
    }
    match IdNumber::parse(&typed, Rules { allow_demo: asked.allow_demo, today: asked.today.date() }) {
        Ok(number) => Some(Some(number.reveal().to_owned())),
        Err(problem) => {
            form.refuse(field, problem_message(problem));
            None
        }
    }
}

fn problem_message(problem: IdNumberProblem) -> Message {
    match problem {
        IdNumberProblem::Length { found } => Message::new("id-number-length").with("found", found),
        IdNumberProblem::NotDigits { position } => Message::new("id-number-digit").with("position", position),
        IdNumberProblem::Area => Message::new("id-number-area"),
        IdNumberProblem::DemoNotAllowed => Message::new("id-number-demo"),
        IdNumberProblem::BirthDate | IdNumberProblem::Future => Message::new("id-number-birth"),
        IdNumberProblem::CheckDigit { .. } => Message::new("id-number-check"),
    }
}

fn phone_number(form: &mut Form, field: &str) -> Option<Option<String>> {
    let typed = form.optional_text(field, 20)?;
    let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if digits.is_empty() {
        Some(None)
    } else if digits.bytes().all(|byte| byte.is_ascii_digit()) && (7..=12).contains(&digits.len()) {
        Some(Some(digits))
    } else {
        form.refuse(field, Message::new("phone-odd"));
        None
    }
}
