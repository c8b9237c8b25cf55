//! What lies in the basket, line by line, with the sentence why no more can be added.

use std::collections::BTreeSet;

use basics::Id;
use money::{Pieces, TenthPoints};
use pages::{Form, Message};

use crate::goods::Goods;
use crate::receipt::{Lot, LotOnShelf};
use crate::redemption::Wanted;

/// Pieces in a field, and what stands there when that is no number of pieces; an empty field is none chosen.
fn pieces_in(field: &str) -> (i64, Option<String>) {
    match Pieces::parse(field) {
        _ if field.trim().is_empty() => (0, None),
        Ok(Pieces(pieces)) if (0..=PIECES_MAX).contains(&pieces) => (pieces, None),
        _ => (0, Some(field.chars().take(20).collect())),
    }
}

/// Most pieces of one kind in a basket; the field takes three digits.
const PIECES_MAX: i64 = 999;

/// One kind of goods at the counter.
#[derive(Clone, Debug)]
pub(crate) struct BasketLine {
    pub goods: Goods,
    pub stock: Pieces,
    pub quantity: Pieces,
    /// What stood in the field, when it is no number of pieces.
    pub unreadable: Option<String>,
    /// Lots it may be taken from, what expires first in front.
    pub lots: Vec<LotOnShelf>,
    /// The lot the clerk chose before the first one.
    pub lot: Option<Id<Lot>>,
    /// The price that stood on the page the form came from.
    pub shown: Option<TenthPoints>,
    /// Why no further piece can be added.
    pub obstacle: Option<Message>,
}

/// All goods on offer with what is chosen of them.
#[derive(Clone, Debug)]
pub(crate) struct Basket {
    pub lines: Vec<BasketLine>,
    pub balance: TenthPoints,
    /// Something was chosen that is not on this shop's list at all.
    pub unknown: bool,
}

impl BasketLine {
    /// Points of what is chosen.
    pub fn points(&self) -> TenthPoints {
        self.goods.price * self.quantity.0
    }

    /// Running low: said on the row.
    pub fn is_low(&self) -> bool {
        self.stock <= self.goods.minimum
    }

    /// What stands in the field: the number, or what was typed instead of one.
    pub fn field(&self) -> String {
        self.unreadable.clone().unwrap_or_else(|| self.quantity.to_string())
    }

    /// Whether the price is another than the one the clerk and the household saw.
    pub fn is_repriced(&self) -> bool {
        self.quantity > Pieces::ZERO && self.shown.is_some_and(|shown| shown != self.goods.price)
    }
}

impl Basket {
    /// The basket as the form has it. What cannot be served stays in it and says why: nothing that was chosen falls out unsaid.
    pub fn read(form: &Form, goods: Vec<Goods>, shelf: &[LotOnShelf], balance: TenthPoints) -> Basket {
        let step = form.value("step").rsplit_once(':').map(|(goods, by)| (goods.to_owned(), by.parse::<i64>().unwrap_or(0)));
        let typed = form.value("code").trim().parse::<i64>().ok();
        let listed: BTreeSet<String> = goods.iter().map(|goods| goods.id.to_string()).collect();
        let unknown = form.starting("quantity.").any(|(id, value)| !listed.contains(id) && !matches!(value.trim(), "" | "0"));
        let lines = goods
            .into_iter()
            .map(|goods| {
                let id = goods.id.to_string();
                let stock: Pieces = shelf.iter().filter(|lot| lot.goods == goods.id).map(|lot| lot.left).sum();
                let (chosen, unreadable) = pieces_in(form.value(&format!("quantity.{id}")));
                let stepped = step.as_ref().filter(|(goods, _)| *goods == id).map_or(0, |(_, by)| *by);
                // A step replaces what could not be read.
                let unreadable = unreadable.filter(|_| stepped == 0);
                let added = i64::from(goods.offered && typed == Some(goods.number));
                let quantity = Pieces((chosen + stepped + added).clamp(0, PIECES_MAX));
                let shown = TenthPoints::parse(form.value(&format!("price.{id}"))).ok();
                let lots: Vec<LotOnShelf> = shelf.iter().filter(|lot| lot.goods == goods.id).cloned().collect();
                let lot: Option<Id<Lot>> = form.value(&format!("lot.{id}")).parse().ok();
                let lot = lot.filter(|chosen| lots.iter().any(|lot| lot.lot == *chosen));
                BasketLine { goods, stock, quantity, unreadable, lots, lot, shown, obstacle: None }
            })
            // What is no longer offered is only shown where somebody still has it in the basket.
            .filter(|line| line.goods.offered || line.quantity > Pieces::ZERO || line.unreadable.is_some())
            .collect();
        let mut basket = Basket { lines, balance, unknown };
        basket.find_obstacles();
        basket
    }

    /// Points of everything chosen.
    pub fn points(&self) -> TenthPoints {
        self.lines.iter().map(BasketLine::points).sum()
    }

    /// Pieces of everything chosen.
    pub fn pieces(&self) -> Pieces {
        self.lines.iter().map(|line| line.quantity).sum()
    }

    /// Kinds of goods chosen.
    pub fn kinds(&self) -> usize {
        self.chosen().count()
    }

    /// What the household would have left; below zero when it is too much.
    pub fn left(&self) -> TenthPoints {
        self.balance - self.points()
    }

    /// Lines with something chosen.
    pub fn chosen(&self) -> impl Iterator<Item = &BasketLine> {
        self.lines.iter().filter(|line| line.quantity > Pieces::ZERO)
    }

    /// What goes to the rule.
    pub fn wanted(&self) -> Vec<Wanted> {
        self.chosen().map(|line| Wanted { goods: line.goods.id, quantity: line.quantity, lot: line.lot, shown: line.shown }).collect()
    }

    /// The same sentences, in the same order, as the script on the page has.
    fn find_obstacles(&mut self) {
        let (left, balance) = (self.left(), self.balance);
        for line in &mut self.lines {
            let price = line.goods.price;
            line.obstacle = if line.unreadable.is_some() {
                Some(Message::new("counter-unreadable"))
            } else if !line.goods.offered {
                Some(Message::new("counter-gone"))
            } else if line.quantity > line.stock {
                Some(Message::new("counter-more").with("n", line.stock.0.to_string()))
            } else if line.stock == Pieces::ZERO {
                Some(Message::new("counter-none"))
            } else if line.quantity == line.stock {
                Some(Message::new("counter-all"))
            } else if price > balance {
                Some(Message::new("counter-short").with("n", price - balance))
            } else if price > left {
                Some(Message::new("counter-over").with("n", price - left.max(TenthPoints::ZERO)))
            } else {
                None
            };
        }
    }
}
