//! Years of a filled demo's shops gone on with, day by day, until the book has so many postings.

use basics::{BusinessDate, County, Id, Subject};
use database::{DatabaseError, Db, Tx};
use money::{Fen, Pieces, TenthPoints};
use registry::body::Body;
use registry::household;

use super::{broken, signed};
use crate::day::{self, Closing};
use crate::demo::at;
use crate::fund::{self, BudgetGrant};
use crate::goods::{self, Goods};
use crate::posting::{self, Cause};
use crate::receipt::{self, NewLot, Receipt};
use crate::redemption::{Redemption, Wanted, redeem};
use crate::shop::{self, Shop};

/// Slips of a shop's day: the busiest day of the demo's year has about as many.
const SLIPS: usize = 400;
/// Days for which a lot is bought, as a shop of this pace would.
const LOT_DAYS: i64 = 30;
/// Slips of one commit.
const BATCH: usize = 200;
/// Points each household gets to spend, more than any measurement takes.
const POINTS: TenthPoints = TenthPoints(1_000_000);

/// Somebody who redeems: the household and who collects for it.
#[derive(Clone, Debug)]
pub struct Customer {
    pub household: Id<household::Household>,
    pub head: Id<household::Person>,
    pub name: String,
}

/// A shop with what does not run out, and whom it serves.
#[derive(Clone, Debug)]
pub struct Place {
    pub shop: Id<Shop>,
    pub name: String,
    pub goods: Id<Goods>,
    pub price: TenthPoints,
    pub customers: Vec<Customer>,
}

/// The county's shops, each with goods and points that no measurement uses up; made at the first call.
pub fn places(db: &Db, county: County, on: BusinessDate) -> Result<Vec<Place>, DatabaseError> {
    let shops = db.read_now(move |tx| shop::all(tx, county))?;
    let mut places = Vec::new();
    for shop in shops {
        let place = db.read_now(move |tx| place(tx, &shop, on))?;
        let (known, id) = (place.goods, place.shop);
        if db.read_now(move |tx| goods::find(tx, county, known))?.is_none() {
            let stocked = place.clone();
            db.write_now(move |tx| stock_up(tx, county, &stocked, on))?;
            for customers in place.customers.chunks(BATCH) {
                let customers = customers.to_vec();
                db.write_now(move |tx| customers.iter().try_for_each(|customer| give_points(tx, county, id, customer, on)))?;
            }
        }
        places.push(place);
    }
    Ok(places)
}

fn place(tx: &mut Tx<'_>, shop: &Shop, on: BusinessDate) -> Result<Place, DatabaseError> {
    let mut customers = Vec::new();
    for village in shop::villages(tx, shop.county, shop.id, on)? {
        let there = household::in_village(tx, shop.county, &village)?.into_iter().filter(|household| household.is_there(on));
        customers.extend(there.map(|one| Customer { household: one.id, head: one.head, name: one.head_name }));
    }
    let id = |what: &[u8]| Id::<()>::derived(&[b"bench", what, shop.id.as_bytes()]);
    Ok(Place { shop: shop.id, name: shop.name.clone(), goods: id(b"goods").of(), price: TenthPoints(5), customers })
}

fn stock_up(tx: &mut Tx<'_>, county: County, place: &Place, on: BusinessDate) -> Result<(), DatabaseError> {
    let (now, by, shop) = (at(on, 0), Id::derived(&[b"bench"]), place.shop);
    let reserve: Id<Goods> = Id::derived(&[b"bench reserve", shop.as_bytes()]);
    // One kind is handed out; the other stands behind the points and is not on the list.
    for (id, name, offered) in [(place.goods, "火柴", true), (reserve, "储备", false)] {
        let goods = Goods {
            county,
            id,
            shop,
            number: goods::next_goods_number(tx, county, shop)?,
            name: name.to_owned(),
            spec: "1 盒".to_owned(),
            piece_unit: "盒".to_owned(),
            category: "daily".to_owned(),
            price: place.price,
            minimum: Pieces(1),
            offered,
        };
        goods::add(tx, &goods, by, now)?;
    }
    take_in(tx, county, shop, (reserve, Pieces(1_000_000_000)), on)?;
    let points = TenthPoints(POINTS.0 * place.customers.len() as i64);
    let budget = BudgetGrant { county, id: Id::derived(&[b"bench budget", shop.as_bytes()]), shop, on, points, reason: String::new(), by };
    fund::set_budget(tx, &budget, now).map_err(broken)
}

/// A lot of these goods comes in; once a day.
pub fn take_in(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    (goods, quantity): (Id<Goods>, Pieces),
    on: BusinessDate,
) -> Result<(), DatabaseError> {
    let source = Body {
        id: Id::derived(&[b"bench body"]),
        name: "bench".to_owned(),
        kind: "supplier".to_owned(),
        division: String::new(),
        note: String::new(),
    };
    let day = on.number().to_be_bytes();
    let lot = NewLot {
        id: Id::derived(&[b"bench lot", goods.as_bytes(), &day]),
        goods,
        quantity,
        expires_on: None,
        serial: None,
        cost: Some(Fen(100)),
    };
    let receipt = Receipt {
        county,
        id: Id::derived(&[b"bench receipt", goods.as_bytes(), &day]),
        shop,
        on,
        at: at(on, 0),
        bought: false,
        source,
        by: Id::derived(&[b"bench"]),
        witness: "bench".to_owned(),
        signed: signed(),
        photo: None,
        lots: vec![lot],
    };
    receipt::receive(tx, &receipt, at(on, 0)).map_err(broken)
}

fn give_points(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, customer: &Customer, on: BusinessDate) -> Result<(), DatabaseError> {
    let id: Id = Id::derived(&[b"bench points", customer.household.as_bytes()]);
    let cause = Cause { id: id.of(), on, actor: Id::derived(&[b"bench"]), subject: Subject::new(county, "opening-balance", id) };
    let posting = posting::awarded(&cause, shop, customer.household, POINTS, TenthPoints::ZERO);
    ledger::post(tx, &posting, at(on, 0)).map(drop).map_err(crate::broken)
}

/// Goes on from this day until the book has so many postings; answers the last day. Each day is signed off.
pub fn grow(db: &Db, county: County, mut day: BusinessDate, upto: i64, told: &dyn Fn(i64)) -> Result<BusinessDate, DatabaseError> {
    let places = places(db, county, day)?;
    let mut postings = db.read_now(move |tx| ledger::head(tx, county))?.0;
    let mut turn = 0;
    while postings < upto {
        day = day.plus_days(1);
        let comes = (turn / SLIPS).is_multiple_of(LOT_DAYS as usize);
        for place in &places {
            if comes {
                let (shop, goods) = (place.shop, place.goods);
                db.write_now(move |tx| take_in(tx, county, shop, (goods, Pieces(SLIPS as i64 * LOT_DAYS)), day))?;
            }
            let slips: Vec<(Redemption, [Wanted; 1])> = (0..SLIPS).map(|row| slip(county, place, day, (turn + row, row))).collect();
            for slips in slips.chunks(BATCH) {
                let slips = slips.to_vec();
                db.write_now(move |tx| slips.iter().try_for_each(|(slip, wanted)| redeem(tx, slip, wanted, slip.at).map_err(broken)))?;
            }
            sign(db, county, place.shop, day)?;
            postings += SLIPS as i64;
        }
        turn += SLIPS;
        told(postings);
    }
    Ok(day)
}

/// A slip of this customer in turn, the so many-th of the day.
pub fn slip(county: County, place: &Place, day: BusinessDate, (turn, row): (usize, usize)) -> (Redemption, [Wanted; 1]) {
    let customer = &place.customers[turn % place.customers.len().max(1)];
    let moment = at(day, row as i64);
    let redemption = Redemption {
        county,
        id: Id::derived_at(moment, &[b"bench slip", place.shop.as_bytes(), &day.number().to_be_bytes(), &row.to_be_bytes()]),
        shop: place.shop,
        household: customer.household,
        on: day,
        at: moment,
        clerk: Id::derived(&[b"bench"]),
        collector: customer.name.clone(),
        relation: "head".to_owned(),
        signed: signed(),
        set_aside: None,
    };
    (redemption, [Wanted { goods: place.goods, quantity: Pieces(1), lot: None, shown: None }])
}

fn sign(db: &Db, county: County, shop: Id<Shop>, day: BusinessDate) -> Result<(), DatabaseError> {
    let closing = Closing { county, shop, day, witness: "bench".to_owned(), signed: signed(), by: Id::derived(&[b"bench"]) };
    db.write_now(move |tx| day::close(tx, &closing, at(closing.day, 600)).map(drop))
}
