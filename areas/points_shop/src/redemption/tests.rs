//! The rule as a table.

use basics::{BusinessDate, County, Id};
use money::{Pieces, TenthPoints};

use super::{Facts, Plan, Refused, Wanted, plan};
use crate::goods::Goods;
use crate::receipt::LotOnShelf;

fn id<Of>(word: &str) -> Id<Of> {
    Id::derived(&[word.as_bytes()])
}

fn day(number: i64) -> BusinessDate {
    BusinessDate::from_number(number).expect("a day")
}

fn county() -> County {
    County::try_new(530_624).expect("six digits")
}

fn goods(name: &str, price: i64, offered: bool) -> Goods {
    Goods {
        county: county(),
        id: id(name),
        shop: id("shop"),
        number: 1,
        name: name.to_owned(),
        spec: String::new(),
        piece_unit: "袋".to_owned(),
        category: "grain-oil".to_owned(),
        price: TenthPoints(price),
        minimum: Pieces(3),
        offered,
    }
}

fn lot(name: &str, goods: &str, left: i64, expires: Option<i64>, received: i64) -> LotOnShelf {
    LotOnShelf { goods: id(goods), lot: id(name), left: Pieces(left), expires_on: expires.map(day), received_on: day(received), cost: None }
}

fn facts(balance: i64) -> Facts {
    Facts {
        served: true,
        gone: None,
        balance: TenthPoints(balance),
        goods: vec![goods("rice", 300, true), goods("salt", 25, true), goods("kettle", 6800, true), goods("gone", 10, false)],
        shelf: vec![
            lot("rice new", "rice", 40, Some(20_210_101), 20_200_101),
            lot("rice old", "rice", 2, Some(20_200_301), 20_191_201),
            lot("salt a", "salt", 5, None, 20_191_001),
            lot("salt b", "salt", 90, None, 20_191_101),
            lot("kettle", "kettle", 1, None, 20_191_101),
        ],
    }
}

fn want(goods: &str, quantity: i64) -> Wanted {
    Wanted { goods: id(goods), quantity: Pieces(quantity), lot: None, shown: None }
}

/// One piece, with the price that stood on the page.
fn seen(goods: &str, shown: i64) -> Wanted {
    Wanted { shown: Some(TenthPoints(shown)), ..want(goods, 1) }
}

fn taken(plan: &Plan) -> Vec<(Id, i64)> {
    plan.lines.iter().map(|line| (line.taken.lot.any(), line.taken.quantity.0)).collect()
}

#[test]
fn a_redemption_needs_goods_points_and_a_household_of_the_shop() {
    for (wanted, expected) in [
        (vec![], Err(Refused::Empty)),
        (vec![want("rice", 0)], Err(Refused::Empty)),
        (vec![want("rice", 1), want("salt", 2)], Ok(350)),
        (vec![want("rice", 2), want("salt", 7)], Ok(775)),
        (vec![want("rice", 2), want("salt", 8)], Err(Refused::TooFewPoints { missing: TenthPoints(25) })),
        (vec![want("kettle", 1)], Err(Refused::TooFewPoints { missing: TenthPoints(6025) })),
        (vec![want("kettle", 2)], Err(Refused::TooMany { goods: id("kettle"), left: Pieces(1) })),
        (vec![want("gone", 1)], Err(Refused::NotOffered { goods: id("gone") })),
        (vec![want("never", 1)], Err(Refused::NotOffered { goods: id("never") })),
        (vec![seen("salt", 25)], Ok(25)),
        (vec![seen("salt", 20)], Err(Refused::Repriced { goods: id("salt"), shown: TenthPoints(20), price: TenthPoints(25) })),
        // The same goods in two lines count together.
        (vec![want("kettle", 1), want("kettle", 1)], Err(Refused::TooMany { goods: id("kettle"), left: Pieces(0) })),
    ] {
        assert_eq!(plan(&facts(775), &wanted).map(|plan| plan.points.0), expected, "{wanted:?}");
    }
    assert_eq!(plan(&Facts { served: false, ..facts(775) }, &[want("rice", 1)]), Err(Refused::NotServed));
}

#[test]
fn what_expires_first_goes_first_and_else_what_came_first() {
    let all = facts(100_000);
    let plan_of = |wanted: Wanted| plan(&all, &[wanted]).expect("enough of everything");
    assert_eq!(taken(&plan_of(want("rice", 3))), [(id("rice old"), 2), (id("rice new"), 1)]);
    assert_eq!(taken(&plan_of(want("salt", 6))), [(id("salt a"), 5), (id("salt b"), 1)]);
    let chosen = Wanted { lot: Some(id("rice new")), ..want("rice", 3) };
    assert_eq!(taken(&plan_of(chosen)), [(id("rice new"), 3)]);
}
