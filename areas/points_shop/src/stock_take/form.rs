//! The form of a stock-take: a number for each lot, and why where it differs.

use basics::Id;
use money::Pieces;
use pages::Form;

use super::{COUNTED_MAX, Count, LotInBook, NewCount};
use crate::receipt::Lot;

/// Name of the field in which a lot's pieces are typed.
pub(super) fn count_field(lot: Id<Lot>) -> String {
    format!("count.{lot}")
}

/// Name of the field that says why.
pub(super) fn why_field(lot: Id<Lot>) -> String {
    format!("why.{lot}")
}

/// Name of the field that holds what the page said the book had.
pub(super) fn shown_field(lot: Id<Lot>) -> String {
    format!("shown.{lot}")
}

/// What was counted so far, as fields.
pub(super) fn filled(lots: &[LotInBook], counts: &std::collections::BTreeMap<Id<Lot>, Count>) -> Form {
    let mut form = Form::default();
    for lot in lots {
        if let Some(count) = counts.get(&lot.lot) {
            form.set(&count_field(lot.lot), count.counted.to_string());
            form.set(&why_field(lot.lot), count.explanation.clone());
        }
    }
    form
}

/// Reads what was typed for the lots; what cannot be read is noted and left out, so that the rest can be saved.
pub(super) fn read(form: &mut Form, lots: &[LotInBook]) -> Vec<NewCount> {
    let mut read = Vec::new();
    for lot in lots.iter().map(|lot| lot.lot) {
        let counted = if form.value(&count_field(lot)).trim().is_empty() {
            None
        } else {
            match form.whole(&count_field(lot), 0..=COUNTED_MAX.0) {
                Some(pieces) => Some(Pieces(pieces)),
                None => continue,
            }
        };
        let Some(explanation) = form.optional_text(&why_field(lot), 100) else { continue };
        // A page that said nothing about the lot is an old one: what it came from is unknown, so it is asked about again.
        let shown = Pieces::parse(form.value(&shown_field(lot))).unwrap_or(Pieces(-1));
        read.push(NewCount { lot, counted, shown, explanation });
    }
    read
}

#[cfg(test)]
mod tests {
    use super::super::tests::rice;
    use super::*;

    #[test]
    fn what_can_be_read_is_read_and_the_rest_is_noted() {
        for (typed, counted, error) in [
            ("40", Some(Some(40)), None),
            ("４０", Some(Some(40)), None),
            ("0", Some(Some(0)), None),
            ("", Some(None), None),
            ("-1", None, Some("form-out-of-range")),
            ("4.5", None, Some("form-not-a-whole-number")),
            ("几袋", None, Some("form-not-a-whole-number")),
            ("100001", None, Some("form-out-of-range")),
        ] {
            let lot = rice(42, 0);
            let mut form = Form::filled(&[(&count_field(lot.lot), typed.to_owned()), (&shown_field(lot.lot), "42".to_owned())]);
            let new = read(&mut form, std::slice::from_ref(&lot));
            assert_eq!(new.first().map(|new| new.counted.map(|pieces| pieces.0)), counted, "{typed}");
            assert_eq!(form.errors(&count_field(lot.lot)).first().map(|error| error.key), error, "{typed}");
        }
    }
}
