//! The form for a slip written by hand: its day and number, why it comes late, what was taken.

use std::collections::BTreeMap;

use basics::{BusinessDate, Id};
use money::Pieces;
use pages::{Form, Message};

use crate::goods::Goods;
use crate::redemption::Wanted;

/// Rows offered for goods.
pub(super) const ROWS: usize = 6;

/// Most pieces of one kind on a slip.
const PIECES_MAX: i64 = 999;

/// A slip as typed; who collected is read apart.
pub(super) struct Typed {
    pub day: BusinessDate,
    pub paper_number: String,
    pub reason: String,
    pub wanted: Vec<Wanted>,
}

/// Reads the form; errors are noted per field.
pub(super) fn read(form: &mut Form, goods: &[Goods]) -> Option<Typed> {
    let (day, paper_number, reason) = (form.date("day"), form.text("paper-number", 40), form.text("reason", 100));
    let used = |form: &Form, row: usize| ["goods", "quantity"].iter().any(|field| !form.value(&format!("{field}.{row}")).trim().is_empty());
    let rows: Vec<usize> = (0..ROWS).filter(|row| used(form, *row)).collect();
    if rows.is_empty() {
        form.refuse("goods.0", Message::new("late-nothing"));
    }
    let mut pieces: BTreeMap<Id<Goods>, Pieces> = BTreeMap::new();
    for row in rows {
        let field = format!("goods.{row}");
        let chosen: Option<Id<Goods>> = form.id(&field);
        let known = chosen.filter(|chosen| goods.iter().any(|goods| goods.id == *chosen));
        if chosen.is_some() && known.is_none() {
            form.refuse(&field, Message::new("form-choose"));
        }
        let quantity = form.whole(&format!("quantity.{row}"), 1..=PIECES_MAX);
        if let (Some(goods), Some(quantity)) = (known, quantity) {
            *pieces.entry(goods).or_default() += Pieces(quantity);
        }
    }
    let wanted = pieces.into_iter().map(|(goods, quantity)| Wanted { goods, quantity, lot: None, shown: None }).collect();
    let (day, paper_number, reason) = (day?, paper_number?, reason?);
    form.is_good().then_some(Typed { day, paper_number, reason, wanted })
}
