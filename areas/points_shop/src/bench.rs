//! A book to measure with: many households with points and one kind of goods that does not run out.

mod grow;
mod store;

use basics::{County, Id};
use database::{DatabaseError, Db, Tx};
use money::{Fen, Pieces, TenthPoints};
use registry::body::Body;
use registry::household::{self, Household, NewHousehold, NewMember, Person};

use crate::demo::{at, opening_day};
use crate::fund::{self, BudgetGrant, MoneyGrant};
use crate::goods::{self, Goods};
use crate::opening_balance::{self, OpeningBalance};
use crate::posting;
use crate::receipt::{self, NewLot, Receipt};
use crate::redemption::Redemption;
use crate::shop::{self, OpenDays, Shop};
use crate::signature::Signed;

pub use grow::{Customer, Place, grow, places, take_in};
pub(crate) use store::STATEMENTS;
pub use store::traced_lot;

const BATCH: usize = 100;

/// Where everybody of a book redeems.
#[derive(Clone, Copy, Debug)]
pub struct Shelf {
    pub county: County,
    pub shop: Id<Shop>,
    pub goods: Id<Goods>,
}

fn household(county: County, number: usize) -> Id<Household> {
    Id::derived(&[b"bench household", county.to_string().as_bytes(), &number.to_be_bytes()])
}

/// The one village, which the shop serves.
fn village(county: County) -> String {
    format!("{county}101201")
}

fn signed() -> Signed {
    Signed { kind: "paper", what: "1".to_owned() }
}

fn broken(refused: impl std::fmt::Debug) -> DatabaseError {
    DatabaseError::Broken(format!("the bench's book: {refused:?}"))
}

/// The one shop of a book and its one kind of goods.
pub fn shelf(county: County) -> Shelf {
    let book = county.to_string();
    Shelf { county, shop: Id::derived(&[b"bench shop", book.as_bytes()]), goods: Id::derived(&[b"bench goods", book.as_bytes()]) }
}

/// Pieces handed out over the counter so far.
pub fn handed_out(tx: &mut Tx<'_>, shelf: &Shelf) -> Result<i64, DatabaseError> {
    ledger::balance(tx, shelf.county, &posting::handed_out(shelf.shop, shelf.goods))
}

/// Fills an open book.
pub fn prepare(db: &Db, county: County, households: usize) -> Result<Shelf, DatabaseError> {
    let shelf = shelf(county);
    db.write_now(move |tx| {
        open(tx, &shelf)?;
        stock_up(tx, &shelf)
    })?;
    for first in (0..households).step_by(BATCH) {
        let last = (first + BATCH).min(households);
        db.write_now(move |tx| (first..last).try_for_each(|number| enter(tx, &shelf, number)))?;
    }
    Ok(shelf)
}

/// A shop with one kind of goods on its list.
fn open(tx: &mut Tx<'_>, shelf: &Shelf) -> Result<(), DatabaseError> {
    let (now, on, by) = (at(opening_day(), 0), opening_day(), Id::derived(&[b"bench"]));
    let county = shelf.county;
    let shop = Shop {
        county,
        id: shelf.shop,
        name: "bench".to_owned(),
        village: village(county),
        phone: String::new(),
        open_days: OpenDays::default(),
        opened_on: on,
        closed_on: None,
    };
    shop::open(tx, &shop, None, now)?;
    shop::serve(tx, county, shop.id, &village(county), on)?;
    let goods = Goods {
        county,
        id: shelf.goods,
        shop: shop.id,
        number: 1,
        name: "大米".to_owned(),
        spec: "5 千克".to_owned(),
        piece_unit: "袋".to_owned(),
        category: "grain-oil".to_owned(),
        price: TenthPoints(5),
        minimum: Pieces(1),
        offered: true,
    };
    goods::add(tx, &goods, by, now).map(drop)
}

/// Money, goods and a budget that no measurement uses up.
fn stock_up(tx: &mut Tx<'_>, shelf: &Shelf) -> Result<(), DatabaseError> {
    let (now, on, by) = (at(opening_day(), 0), opening_day(), Id::derived(&[b"bench"]));
    let (county, shop) = (shelf.county, shelf.shop);
    let source = Body {
        id: Id::derived(&[b"bench body"]),
        name: "bench".to_owned(),
        kind: "donor_town".to_owned(),
        division: String::new(),
        note: String::new(),
    };
    let id = Id::derived(&[b"bench money"]);
    let money = MoneyGrant { county, id, shop, on, source: source.clone(), amount: Fen(1_000_000_000_000), note: String::new(), by };
    fund::grant_money(tx, &money, now)?;
    let id = Id::derived(&[b"bench lot"]);
    let lot = NewLot { id, goods: shelf.goods, quantity: Pieces(1_000_000_000), expires_on: None, serial: None, cost: Some(Fen(1)) };
    let receipt = Receipt {
        county,
        id: Id::derived(&[b"bench receipt"]),
        shop,
        on,
        at: now,
        bought: false,
        source,
        by,
        witness: "bench".to_owned(),
        signed: signed(),
        photo: None,
        lots: vec![lot],
    };
    receipt::receive(tx, &receipt, now).map_err(broken)?;
    let id = Id::derived(&[b"bench budget"]);
    let budget = BudgetGrant { county, id, shop, on, points: TenthPoints(10_000_000_000), reason: String::new(), by };
    fund::set_budget(tx, &budget, now).map_err(broken)
}

fn enter(tx: &mut Tx<'_>, shelf: &Shelf, number: usize) -> Result<(), DatabaseError> {
    let (now, on, county) = (at(opening_day(), 0), opening_day(), shelf.county);
    let person =
        Person { id: Id::derived(&[b"bench person", &number.to_be_bytes()]), name: "陈家福".to_owned(), id_number: None, phone: None };
    let members = vec![NewMember { person, relation: "head" }];
    let code = format!("bench-{number:06}");
    let new = NewHousehold {
        county,
        id: household(county, number),
        code,
        village: village(county),
        village_group: "一".to_owned(),
        registered: true,
        since: on,
        members,
    };
    household::add(tx, &new, None, now).map_err(broken)?;
    let balance = OpeningBalance {
        county,
        id: Id::derived(&[b"bench opening", new.id.as_bytes()]),
        shop: shelf.shop,
        household: new.id,
        on,
        // The first is the hot one, which a fast machine asks tens of thousands of times.
        points: TenthPoints(if number == 0 { 1_000_000_000 } else { 100_000 }),
        reason: "bench".to_owned(),
        signer: "bench".to_owned(),
        signed: signed(),
        by: Id::derived(&[b"bench"]),
    };
    opening_balance::award(tx, &balance, None, now).map_err(broken)
}

/// A redemption of this household.
pub fn slip(shelf: &Shelf, number: usize, id: Id<Redemption>) -> Redemption {
    Redemption {
        county: shelf.county,
        id,
        shop: shelf.shop,
        household: household(shelf.county, number),
        on: opening_day(),
        at: at(opening_day(), 60),
        clerk: Id::derived(&[b"bench"]),
        collector: "陈家福".to_owned(),
        relation: "head".to_owned(),
        signed: signed(),
        set_aside: None,
    }
}
