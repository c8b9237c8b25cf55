//! The basket as a table: what was typed, stepped and coded, and what it says.

use basics::{BusinessDate, County, Id};
use money::{Pieces, TenthPoints};
use pages::Form;

use super::Basket;
use crate::goods::Goods;
use crate::receipt::LotOnShelf;

fn goods(word: &str, number: i64, price: i64) -> Goods {
    Goods {
        county: County::try_new(530_624).expect("six digits"),
        id: Id::derived(&[word.as_bytes()]),
        shop: Id::derived(&[b"shop"]),
        number,
        name: word.to_owned(),
        spec: String::new(),
        piece_unit: "袋".to_owned(),
        category: "daily".to_owned(),
        price: TenthPoints(price),
        minimum: Pieces(2),
        offered: true,
    }
}

fn basket(fields: &[(&str, &str)]) -> Basket {
    let all = vec![goods("rice", 1, 300), goods("salt", 4, 25), goods("kettle", 20, 6800)];
    let received_on = BusinessDate::try_new(2020, 1, 1).expect("a day");
    let shelf: Vec<LotOnShelf> = all
        .iter()
        .map(|goods| LotOnShelf {
            goods: goods.id,
            lot: Id::derived(&[b"lot", goods.name.as_bytes()]),
            left: Pieces(3),
            expires_on: None,
            received_on,
            cost: None,
        })
        .collect();
    let named: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| {
            let id = |word: &str| Id::<Goods>::derived(&[word.as_bytes()]).to_string();
            let name = name.split_once('.').map_or_else(|| (*name).to_owned(), |(field, word)| format!("{field}.{}", id(word)));
            let value = value.split_once(':').map_or_else(|| (*value).to_owned(), |(word, by)| format!("{}:{by}", id(word)));
            (name, value)
        })
        .collect();
    let fields: Vec<(&str, String)> = named.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    Basket::read(&Form::filled(&fields), all, &shelf, TenthPoints(775))
}

#[test]
fn what_is_typed_stepped_and_coded_adds_up() {
    for (fields, points, pieces, left) in [
        (&[][..], 0, 0, 775),
        (&[("quantity.rice", "1"), ("quantity.salt", "2")], 350, 3, 425),
        (&[("quantity.rice", "1"), ("step", "rice:1")], 600, 2, 175),
        (&[("quantity.rice", "1"), ("step", "rice:-1")], 0, 0, 775),
        (&[("quantity.rice", "0"), ("step", "rice:-1")], 0, 0, 775),
        (&[("code", "4")], 25, 1, 750),
        (&[("code", "99")], 0, 0, 775),
        (&[("quantity.rice", " ")], 0, 0, 775),
        (&[("quantity.rice", "3")], 900, 3, -125),
    ] {
        let basket = basket(fields);
        assert_eq!((basket.points().0, basket.pieces().0, basket.left().0), (points, pieces, left), "{fields:?}");
    }
}

#[test]
fn what_is_no_number_of_pieces_stays_as_it_was_typed() {
    for typed in ["many", "-3", "1.5", "1000", "一"] {
        let basket = basket(&[("quantity.rice", typed), ("quantity.salt", "2")]);
        let rice = &basket.lines[0];
        assert_eq!((rice.field().as_str(), rice.obstacle.as_ref().map(|message| message.key)), (typed, Some("counter-unreadable")));
        assert_eq!(basket.points().0, 50, "{typed}");
    }
    assert_eq!(basket(&[("quantity.rice", "many"), ("step", "rice:-1")]).lines[0].field(), "0");
}

#[test]
fn nothing_chosen_falls_out_of_the_basket() {
    let unknown = |fields: &[(&str, &str)]| basket(fields).unknown;
    assert!(unknown(&[("quantity.never", "1")]) && !unknown(&[("quantity.never", "0"), ("quantity.rice", "1")]));
    let mut withdrawn = goods("soap", 5, 50);
    withdrawn.offered = false;
    for (quantity, there) in [("2", true), ("0", false), ("x", true)] {
        let form = Form::filled(&[(&format!("quantity.{}", withdrawn.id), quantity.to_owned())]);
        let basket = Basket::read(&form, vec![withdrawn.clone()], &[], TenthPoints(775));
        assert_eq!(basket.lines.len(), usize::from(there), "{quantity}");
    }
}

#[test]
fn a_price_that_changed_since_the_page_is_seen() {
    let repriced = |price: &str| basket(&[("quantity.rice", "1"), ("price.rice", price)]).lines[0].is_repriced();
    assert!(repriced("20") && !repriced("30") && !repriced(""));
}

#[test]
fn each_row_says_why_no_more_can_be_added() {
    let basket = basket(&[("quantity.rice", "2"), ("quantity.salt", "3")]);
    let said: Vec<Option<&str>> = basket.lines.iter().map(|line| line.obstacle.as_ref().map(|message| message.key)).collect();
    assert_eq!(said, [Some("counter-over"), Some("counter-all"), Some("counter-short")]);
}
