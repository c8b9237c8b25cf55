//! What settles and what hinders a stock-take.

use std::collections::BTreeMap;

use basics::{BusinessDate, Id};
use money::Pieces;

use super::{Count, LotInBook, Unsettled, same_person, settle};

pub(super) fn rice(book: i64, held: i64) -> LotInBook {
    LotInBook {
        lot: Id::derived(&[b"lot"]),
        goods: Id::derived(&[b"rice"]),
        number: 1,
        name: "大米".to_owned(),
        spec: "5 千克".to_owned(),
        piece_unit: "袋".to_owned(),
        source: "中山市东凤镇".to_owned(),
        expires_on: None,
        received_on: BusinessDate::from_number(20_200_101).expect("a day"),
        book: Pieces(book),
        held: Pieces(held),
    }
}

fn count(counted: i64, book: i64, explanation: &str) -> Count {
    Count { counted: Pieces(counted), book: Pieces(book), explanation: explanation.to_owned(), by: Id::derived(&[b"liuyun"]) }
}

#[test]
fn a_lot_differs_from_the_book_of_the_moment_it_was_counted() {
    let lot = rice(0, 0).lot;
    // Book now, the count with its book, and: what hinders, or difference and what moved since.
    for (now, counted, settled) in [
        (42, Some(count(42, 42, "")), Ok((0, 0))),
        (42, Some(count(40, 42, "老鼠咬了两袋")), Ok((-2, 0))),
        (42, Some(count(43, 42, "上月多记了一袋")), Ok((1, 0))),
        // Two were sold after the count: said, and no difference.
        (40, Some(count(42, 42, "")), Ok((0, -2))),
        (40, Some(count(41, 42, "破了一袋")), Ok((-1, -2))),
        // Something came in after it.
        (62, Some(count(42, 42, "")), Ok((0, 20))),
        (42, Some(count(40, 42, "")), Err(Unsettled::Unexplained(lot))),
        (42, None, Err(Unsettled::NotCounted(lot))),
        // One was counted and two left since: that cannot be.
        (40, Some(count(1, 42, "不知道")), Err(Unsettled::CountAgain(lot))),
    ] {
        let counts: BTreeMap<_, _> = counted.iter().map(|count| (lot, count.clone())).collect();
        let found = settle(&[rice(now, 3)], &counts);
        let found = found.map(|lines| (lines[0].count.difference().0, lines[0].moved.0)).map_err(|hindered| hindered[0]);
        assert_eq!(found, settled, "{now} {counted:?}");
    }
}

#[test]
fn an_empty_lot_need_not_be_counted_but_may_be() {
    let lot = rice(0, 0).lot;
    assert_eq!(settle(&[rice(0, 0)], &BTreeMap::new()), Ok(Vec::new()));
    let found = settle(&[rice(0, 0)], &BTreeMap::from([(lot, count(2, 0, "柜子后面找到"))])).expect("settled");
    assert_eq!(found[0].taken().quantity, Pieces(2));
}

#[test]
fn blanks_make_no_other_person() {
    assert!(same_person("刘 云", "刘云"));
    assert!(!same_person("刘云", "刘芸"));
}
