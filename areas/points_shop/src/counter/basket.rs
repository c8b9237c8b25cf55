//! What lies in the basket, line by line, with the sentence why no more can be added.

use money::{Pieces, TenthPoints};
use pages::{Form, Message};

use crate::goods::Goods;
use crate::receipt::LotOnShelf;
use crate::redemption::Wanted;

/// Most pieces of one kind in a basket; the field takes three digits.
const PIECES_MAX: i64 = 999;

/// One kind of goods at the counter.
#[derive(Clone, Debug)]
pub(crate) struct BasketLine {
    pub goods: Goods,
    pub stock: Pieces,
    pub quantity: Pieces,
    /// Why no further piece can be added.
    pub obstacle: Option<Message>,
}

/// All goods on offer with what is chosen of them.
#[derive(Clone, Debug)]
pub(crate) struct Basket {
    pub lines: Vec<BasketLine>,
    pub balance: TenthPoints,
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
}

impl Basket {
    /// The basket as the form has it; what cannot be read counts as none chosen.
    pub fn read(form: &Form, goods: Vec<Goods>, shelf: &[LotOnShelf], balance: TenthPoints) -> Basket {
        let step = form.value("step").rsplit_once(':').map(|(goods, by)| (goods.to_owned(), by.parse::<i64>().unwrap_or(0)));
        let typed = form.value("code").trim().parse::<i64>().ok();
        let lines = goods
            .into_iter()
            .filter(|goods| goods.offered)
            .map(|goods| {
                let id = goods.id.to_string();
                let stock: Pieces = shelf.iter().filter(|lot| lot.goods == goods.id).map(|lot| lot.left).sum();
                let chosen = Pieces::parse(form.value(&format!("quantity.{id}"))).map_or(0, |pieces| pieces.0);
                let stepped = step.as_ref().filter(|(goods, _)| *goods == id).map_or(0, |(_, by)| *by);
                let added = i64::from(typed == Some(goods.number));
                let quantity = Pieces((chosen + stepped + added).clamp(0, PIECES_MAX));
                BasketLine { goods, stock, quantity, obstacle: None }
            })
            .collect();
        let mut basket = Basket { lines, balance };
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
        self.chosen().map(|line| Wanted { goods: line.goods.id, quantity: line.quantity, lot: None }).collect()
    }

    /// The same sentences, in the same order, as the script on the page has.
    fn find_obstacles(&mut self) {
        let (left, balance) = (self.left(), self.balance);
        for line in &mut self.lines {
            let price = line.goods.price;
            line.obstacle = if line.quantity > line.stock {
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
