//! What stands behind a year's points: money and goods at the beginning of each quarter, and the budgets they back.

use basics::{BusinessDate, Id};
use database::{DatabaseError, Db, Tx};
use money::{Fen, Pieces, TenthPoints};
use registry::body::Body;

use super::super::appraise::broken;
use super::super::people_of::id_of;
use super::super::scene::{LEFT, MANAGERS, SUPERVISORS};
use super::super::story::{GOODS, body, goods_of};
use super::super::{at, opening_day};
use crate::fund::{self, BudgetGrant, MoneyGrant};
use crate::goods;
use crate::receipt::{self, NewLot, Receipt};
use crate::shop::Shop;
use crate::signature::Signed;

/// Of a thousand points so many go into each kind of goods.
pub(super) const SHARE: [i64; KINDS] = [250, 180, 40, 70, 35, 50, 80, 50, 35, 40, 25, 25, 30, 25, 30, 20, 15];
/// Kinds of goods in a shop.
pub(super) const KINDS: usize = 17;

/// Towns of the group that stands by the county; the first gives the most.
const DONORS: [(&str, &str); 7] = [
    ("中山火炬开发区", "442000003"),
    ("中山市民众镇", "442000102"),
    ("中山市三角镇", "442000109"),
    ("中山市黄圃镇", "442000101"),
    ("中山市南朗镇", "442000113"),
    ("中山市港口镇", "442000108"),
    ("中山市阜沙镇", "442000112"),
];

/// A shop's quarter.
#[derive(Clone, Debug)]
pub(super) struct Quarter {
    pub shop: Shop,
    pub number: usize,
    pub on: BusinessDate,
    /// 0, 1, … of the year.
    pub quarter: usize,
    /// Points it may give out from now on.
    pub budget: TenthPoints,
    /// Pieces to come in, by kind.
    pub pieces: [i64; KINDS],
}

/// What a shop may give out in the year if its people do what is planned and so much is left that the drawing says.
pub(super) fn budget_of_year(number: usize, given: i64) -> i64 {
    given * 100 / (100 - LEFT[number % LEFT.len()])
}

/// Pieces by kind that last for so many points, beside what is on the shelf.
pub(super) fn pieces_for(points: i64, on_shelf: &[i64; KINDS]) -> [i64; KINDS] {
    let mut pieces = [0; KINDS];
    for (row, (share, (.., price, minimum, _, _))) in SHARE.iter().zip(GOODS).enumerate() {
        pieces[row] = (points * share * 5 / (price * 4_000) + minimum * 2 - on_shelf[row]).max(0);
    }
    pieces
}

/// Lists the shop's goods, once.
pub(super) fn list_goods(tx: &mut Tx<'_>, shop: &Shop, number: usize) -> Result<(), DatabaseError> {
    let manager = id_of(MANAGERS[number % MANAGERS.len()].0).any();
    goods_of(shop).iter().try_for_each(|goods| goods::add(tx, goods, manager, at(shop.opened_on, 30)).map(drop))
}

/// Given goods come in, money as far as it is needed, then what is bought, and the budget that both back.
pub(super) fn begin(db: &Db, quarter: Quarter) -> Result<(), DatabaseError> {
    db.write_now(move |tx| {
        let [given, bought] = [true, false].map(|given| receipts(&quarter, given));
        for receipt in &given {
            receipt::receive(tx, receipt, receipt.at).map_err(broken)?;
        }
        let to_pay: Fen = bought.iter().map(Receipt::paid).sum();
        let amount = needed(tx, &quarter, to_pay)?;
        if amount > Fen::ZERO {
            fund::grant_money(tx, &money(&quarter, amount), at(quarter.on, 20))?;
        }
        for receipt in &bought {
            receipt::receive(tx, receipt, receipt.at).map_err(broken)?;
        }
        fund::set_budget(tx, &budget(&quarter), at(quarter.on, 50)).map_err(broken)
    })
}

/// Money the budget still lacks to be backed, or the purchase to be paid, in whole thousands of yuan.
fn needed(tx: &mut Tx<'_>, quarter: &Quarter, to_pay: Fen) -> Result<Fen, DatabaseError> {
    const STEP: i64 = 100_000;
    let backing = fund::backing(tx, quarter.shop.county, quarter.shop.id, quarter.on)?;
    let unbacked = (quarter.budget - backing.room()).0 * backing.fen_per_point / 10;
    let short = unbacked.max((to_pay - backing.fund).0);
    Ok(Fen(if short > 0 { (short + STEP - 1) / STEP * STEP } else { 0 }))
}

fn id<Of>(quarter: &Quarter, what: &str) -> Id<Of> {
    Id::derived(&[b"demo year", what.as_bytes(), quarter.shop.id.as_bytes(), &quarter.quarter.to_be_bytes()])
}

fn donor(row: usize) -> Body {
    let (name, division) = DONORS[row % DONORS.len()];
    body(name, "donor_town", division)
}

fn money(quarter: &Quarter, amount: Fen) -> MoneyGrant {
    MoneyGrant {
        county: quarter.shop.county,
        id: id(quarter, "money"),
        shop: quarter.shop.id,
        on: quarter.on,
        source: donor(0),
        amount,
        note: "东西部扶贫协作帮扶资金".to_owned(),
        by: id_of("gaomin").any(),
    }
}

fn budget(quarter: &Quarter) -> BudgetGrant {
    BudgetGrant {
        county: quarter.shop.county,
        id: id(quarter, "budget"),
        shop: quarter.shop.id,
        on: quarter.on,
        points: quarter.budget,
        reason: format!("{} 年第 {} 季度预算", quarter.on.parts().0, (quarter.on.parts().1 + 2) / 3),
        by: id_of("gaomin").any(),
    }
}

/// Whether a kind is given by a town; the others are bought.
fn is_given(row: usize) -> bool {
    row % 3 != 2
}

/// Three papers of goods: two towns' gifts, and a purchase.
fn receipts(quarter: &Quarter, given: bool) -> Vec<Receipt> {
    let sources: Vec<(Body, &str)> = if given {
        let other = 1 + (quarter.number + quarter.quarter) % (DONORS.len() - 1);
        vec![(donor(0), "gift 1"), (donor(other), "gift 2")]
    } else {
        vec![(body("大关县供销社", "supplier", "530624"), "bought")]
    };
    let of = |at: usize, row: usize| is_given(row) == given && (!given || row.is_multiple_of(2) == (at == 0));
    let paper = |(at, (source, what)): (usize, (Body, &str))| {
        let receipt = id(quarter, what);
        let lots: Vec<NewLot> = (0..KINDS).filter(|row| of(at, *row)).filter_map(|row| lot(quarter, receipt, row)).collect();
        (!lots.is_empty()).then(|| signed(quarter, receipt, source, (given, at), lots))
    };
    sources.into_iter().enumerate().filter_map(paper).collect()
}

fn lot(quarter: &Quarter, receipt: Id<Receipt>, row: usize) -> Option<NewLot> {
    let goods = goods_of(&quarter.shop).into_iter().nth(row)?;
    let (.., cost) = GOODS[row];
    // Of some gifts nobody knows what they cost.
    let unknown = is_given(row) && row >= 12 && quarter.quarter % 2 == 1;
    // What came last keeps a year beyond the demo's day; the rest of the spring's rice runs out soon.
    let keeps = if quarter.quarter < 2 { 330 } else { 420 };
    (quarter.pieces[row] > 0).then(|| NewLot {
        id: Id::derived(&[b"demo year lot", receipt.as_bytes(), goods.id.as_bytes()]),
        goods: goods.id,
        quantity: Pieces(quarter.pieces[row]),
        expires_on: goods.category.starts_with("grain").then(|| quarter.on.plus_days(keeps).max(opening_day().plus_days(20))),
        serial: None,
        cost: (!unknown).then_some(Fen(cost)),
    })
}

fn signed(quarter: &Quarter, id: Id<Receipt>, source: Body, (given, at_hand): (bool, usize), lots: Vec<NewLot>) -> Receipt {
    let paper = quarter.quarter * 3 + if given { at_hand + 1 } else { 3 };
    Receipt {
        county: quarter.shop.county,
        id,
        shop: quarter.shop.id,
        on: quarter.on,
        at: at(quarter.on, if given { 10 } else { 30 } + at_hand as i64),
        bought: !given,
        source,
        by: id_of(MANAGERS[quarter.number % MANAGERS.len()].0).any(),
        witness: SUPERVISORS[quarter.number % SUPERVISORS.len()].1.to_owned(),
        signed: Signed { kind: "paper", what: format!("交接单 {}-{paper:02}", quarter.on.parts().0) },
        photo: None,
        lots,
    }
}
