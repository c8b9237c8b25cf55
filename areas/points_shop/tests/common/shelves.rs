//! What a shop has: money, two kinds of goods given and bought, points to give out, a day signed off.

use basics::Id;
use database::{DatabaseError, Tx};
use money::{Fen, Pieces, TenthPoints};
use points_shop::day::Closing;
use points_shop::fund::{BudgetGrant, FEN_PER_POINT, MoneyGrant};
use points_shop::goods::Goods;
use points_shop::receipt::{NewLot, Receipt};
use points_shop::scrap::{self, Scrap};
use points_shop::signature::Signed;
use points_shop::stock_take::{self, Beginning, Finishing, NewCount};
use points_shop::{day, fund, goods, receipt};
use registry::body::Body;
use testkit::permissions::Place;
use testkit::{NOW, today};

use super::logins::Staff;
use super::{Note as _, Spot, granted};

pub(super) struct Shelf {
    pub rice: Id<Goods>,
    pub soap: Id<Goods>,
}

pub(super) fn fill(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, picture: &str, place: &mut Place) -> Result<Shelf, DatabaseError> {
    let (rice, soap) = (spot.id("goods"), spot.id("other_goods"));
    listed(tx, spot, staff, (rice, 1, "大米", "5 kg", "袋", "grain-oil"), TenthPoints(200))?;
    listed(tx, spot, staff, (soap, 2, "肥皂", "226 g", "块", "washing"), TenthPoints(35))?;
    place.note("goods", rice);
    place.note("other_goods", soap);
    grant_money(tx, spot, staff)?;
    receive(tx, spot, staff, ("receipt", false, rice, 20), Some(picture), place);
    receive(tx, spot, staff, ("bought_receipt", true, soap, 40), None, place);
    give_points(tx, spot, staff)?;
    counted(tx, spot, staff, picture, place)?;
    scrapped(tx, spot, staff, picture, place);
    let closing = Closing {
        county: spot.county(),
        shop: spot.id("shop"),
        day: today().plus_days(-1),
        witness: "监督员".to_owned(),
        signed: on_paper("日-0107"),
        by: staff.manager.id.any(),
    };
    assert!(day::close(tx, &closing, NOW)?);
    Ok(Shelf { rice, soap })
}

pub(super) fn on_paper(number: &str) -> Signed {
    Signed { kind: "paper", what: number.to_owned() }
}

type Words = (Id<Goods>, i64, &'static str, &'static str, &'static str, &'static str);

fn listed(
    tx: &mut Tx<'_>,
    spot: Spot,
    staff: &Staff,
    (id, number, name, spec, piece_unit, category): Words,
    price: TenthPoints,
) -> Result<(), DatabaseError> {
    let goods = Goods {
        county: spot.county(),
        id,
        shop: spot.id("shop"),
        number,
        name: name.to_owned(),
        spec: spec.to_owned(),
        piece_unit: piece_unit.to_owned(),
        category: category.to_owned(),
        price,
        minimum: Pieces(5),
        offered: true,
    };
    assert!(goods::add(tx, &goods, staff.manager.id.any(), NOW)?);
    Ok(())
}

fn body(name: &str, kind: &str) -> Body {
    Body { id: testkit::id(name), name: name.to_owned(), kind: kind.to_owned(), division: "442000".to_owned(), note: String::new() }
}

fn grant_money(tx: &mut Tx<'_>, spot: Spot, staff: &Staff) -> Result<(), DatabaseError> {
    let grant = MoneyGrant {
        county: spot.county(),
        id: spot.id("fund_grant"),
        shop: spot.id("shop"),
        on: today().plus_days(-30),
        source: body(spot.donor, "donor_town"),
        amount: Fen(2_000_000),
        note: "2019 年结对帮扶".to_owned(),
        by: staff.officer,
    };
    fund::grant_money(tx, &grant, NOW)
}

fn receive(
    tx: &mut Tx<'_>,
    spot: Spot,
    staff: &Staff,
    (word, bought, goods, quantity): (&'static str, bool, Id<Goods>, i64),
    picture: Option<&str>,
    place: &mut Place,
) {
    let lot = NewLot {
        id: spot.id(&format!("{word}.lot")),
        goods,
        quantity: Pieces(quantity),
        expires_on: Some(today().plus_days(60)),
        serial: None,
        cost: bought.then_some(Fen(250)),
    };
    let new = Receipt {
        county: spot.county(),
        id: spot.id(word),
        shop: spot.id("shop"),
        on: today().plus_days(-20),
        at: NOW,
        bought,
        source: if bought { body("昭通好又多商贸", "supplier") } else { body(spot.donor, "donor_town") },
        by: staff.manager.id.any(),
        witness: "监督员".to_owned(),
        signed: picture.map_or_else(|| on_paper("收-0001"), |picture| Signed { kind: "drawn", what: picture.to_owned() }),
        photo: picture.map(str::to_owned),
        lots: vec![lot],
    };
    if word == "receipt" {
        place.note("receipt", new.id);
    }
    granted(receipt::receive(tx, &new, NOW));
}

/// The shelf was counted three days ago, and a piece of soap was missing.
fn counted(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, picture: &str, place: &mut Place) -> Result<(), DatabaseError> {
    let (county, shop, by, on) = (spot.county(), spot.id("shop"), staff.manager.id.any(), today().plus_days(-3));
    let id = stock_take::begin(tx, Beginning { county, id: spot.id("stock_take"), shop, on, by }, NOW)?;
    let count = |word: &str, shown: i64, counted: i64, why: &str| NewCount {
        lot: spot.id(&format!("{word}.lot")),
        counted: Some(Pieces(counted)),
        shown: Pieces(shown),
        explanation: why.to_owned(),
    };
    let counts = [count("receipt", 20, 20, ""), count("bought_receipt", 40, 39, "老鼠咬坏一块")];
    assert_eq!(stock_take::save(tx, county, (shop, id), &counts, (by, NOW))?, Some(Vec::new()));
    let signed = Signed { kind: "drawn", what: picture.to_owned() };
    granted(stock_take::finish(tx, &Finishing { county, shop, id, on, witness: "监督员".to_owned(), signed, by }, NOW));
    place.note("stock_take", id);
    place.note::<receipt::Lot>("lot", spot.id("receipt.lot"));
    Ok(())
}

/// A piece of soap broke.
fn scrapped(tx: &mut Tx<'_>, spot: Spot, staff: &Staff, picture: &str, place: &mut Place) {
    let bad = Scrap {
        county: spot.county(),
        id: spot.id("scrap"),
        shop: spot.id("shop"),
        goods: spot.id("other_goods"),
        lot: spot.id("bought_receipt.lot"),
        quantity: Pieces(1),
        reason: "broken".to_owned(),
        note: "搬的时候碎了".to_owned(),
        on: today().plus_days(-2),
        at: NOW,
        by: staff.manager.id.any(),
        witness: "监督员".to_owned(),
        signed: Signed { kind: "drawn", what: picture.to_owned() },
    };
    granted(scrap::scrap(tx, &bad, NOW));
    place.note("scrap", bad.id);
}

fn give_points(tx: &mut Tx<'_>, spot: Spot, staff: &Staff) -> Result<(), DatabaseError> {
    let value = settings::NewValue {
        setting: FEN_PER_POINT,
        scope: spot.id::<()>("shop").to_string(),
        value: 90,
        valid_from: today().plus_days(-40),
        reason: "按本县市价".to_owned(),
        by: staff.officer,
    };
    granted(settings::set(tx, spot.county(), &value, NOW));
    let grant = BudgetGrant {
        county: spot.county(),
        id: spot.id("budget_grant"),
        shop: spot.id("shop"),
        on: today().plus_days(-10),
        points: TenthPoints(50_000),
        reason: "一季度预算".to_owned(),
        by: staff.officer,
    };
    granted(fund::set_budget(tx, &grant, NOW));
    Ok(())
}
