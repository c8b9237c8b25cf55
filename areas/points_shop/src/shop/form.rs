//! The forms that open a shop and change it.

use basics::{BusinessDate, County, Id};
use pages::{Form, Message};

use super::{OpenDays, Shop, ShopChange};

/// Longest name of a shop, in characters.
const NAME_MAX: usize = 30;

/// Reads the form for a new shop and the villages it is to serve; errors are noted per field.
pub(super) fn read_new(form: &mut Form, county: County, offered: &[String], today: BusinessDate) -> Option<(Shop, Vec<String>)> {
    let codes: Vec<&str> = offered.iter().map(String::as_str).collect();
    let name = form.text("name", NAME_MAX);
    let village = form.choice("village", &codes).map(str::to_owned);
    let (phone, open_days) = (phone(form), open_days(form));
    let serves = serves(form, offered);
    if serves.as_ref().is_some_and(Vec::is_empty) {
        form.refuse("serves", Message::new("shop-serves-none"));
    }
    let (name, village, phone, open_days, serves) = (name?, village?, phone?, open_days?, serves?);
    let id = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    form.is_good().then_some((Shop { county, id, name, village, phone, open_days, opened_on: today, closed_on: None }, serves))
}

/// Reads the form that changes a shop.
pub(super) fn read_change(form: &mut Form, offered: Vec<String>) -> Option<ShopChange> {
    let (phone, open_days, serves) = (phone(form), open_days(form), serves(form, &offered));
    Some(ShopChange { phone: phone?, open_days: open_days?, serves: serves?, offered })
}

/// The villages ticked; one that the visitor may not decide about was never offered.
fn serves(form: &mut Form, offered: &[String]) -> Option<Vec<String>> {
    let mut serves: Vec<String> = form.values("serves").map(str::to_owned).collect();
    serves.sort();
    serves.dedup();
    if serves.iter().any(|code| !offered.contains(code)) {
        form.refuse("serves", Message::new("form-choose"));
        return None;
    }
    Some(serves)
}

fn phone(form: &mut Form) -> Option<String> {
    let typed: String = form.optional_text("phone", 20)?.chars().map(half_width).collect();
    let digits = typed.bytes().filter(u8::is_ascii_digit).count();
    let plain = typed.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    if typed.is_empty() || (plain && (7..=12).contains(&digits)) {
        return Some(typed);
    }
    form.refuse("phone", Message::new("phone-odd"));
    None
}

/// Days such as `5, 20`; a text without any figure must not pass for "every day".
fn open_days(form: &mut Form) -> Option<OpenDays> {
    let typed: String = form.optional_text("open_days", 100)?.chars().map(half_width).collect();
    let plain = typed.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | ',' | '，' | '、' | ';' | '；' | '号' | '日'));
    let days = OpenDays::parse(&typed).filter(|days| plain && days.0.is_empty() == typed.is_empty());
    if days.is_none() {
        form.refuse("open_days", Message::new("shop-open-days-odd"));
    }
    days
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '－' | '—' | '–' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_days_are_days_of_the_month_or_nothing() {
        for (typed, read) in [
            ("5, 20", Some("5,20")),
            ("５日、２０日", Some("5,20")),
            ("", Some("")),
            ("每天", None),
            ("五号", None),
            ("2.5", None),
            ("32", None),
        ] {
            let mut form = Form::filled(&[("open_days", typed.to_owned())]);
            assert_eq!(open_days(&mut form).map(|days| days.text()).as_deref(), read, "{typed}");
            assert_eq!(form.is_good(), read.is_some(), "{typed}");
        }
    }

    #[test]
    fn a_phone_is_seven_to_twelve_digits() {
        for (typed, read) in [
            ("0870-562 0123", Some("0870-562 0123")),
            ("", Some("")),
            ("１２３４５６７", Some("1234567")),
            ("12345", None),
            ("找老王", None),
        ] {
            let mut form = Form::filled(&[("phone", typed.to_owned())]);
            assert_eq!(phone(&mut form).as_deref(), read, "{typed}");
        }
    }
}
