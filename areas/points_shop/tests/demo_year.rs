//! A county's year fills on both engines at a smaller scale: its figures come out as planned, counted again the slow way from the tables;
//! the same seed gives the same head, and what was cut off can be filled anew.

use std::cell::Cell;

use database::{DatabaseError, Db, Schema, args, open_book};
use money::TenthPoints;
use points_shop::demo::{self, Scale, Size, Told};
use testkit::{Scratch, both_engines};

fn schemas() -> Vec<Schema> {
    let mut all = vec![database::schema(), settings::schema(), jobs::schema(), ledger::schema()];
    all.extend([people::schema(), registry::schema(), trust::schema()]);
    all.extend(points_shop::area().schemas);
    all
}

const REDEEMERS: i64 = 290;
const POINTS: TenthPoints = TenthPoints(180_000);

/// Two townships, a quarter of a year.
fn scale() -> Scale {
    Scale {
        townships: 2,
        villages: 7,
        households: 460,
        without_card: 10,
        redeemers: 290,
        visits: 560,
        points: POINTS,
        first_month: 201_910,
        neighbours: false,
    }
}

fn fill(db: &Db, told: &dyn Fn(Told<'_>)) -> Result<String, DatabaseError> {
    let size = Size::Year(scale());
    for county in demo::books(&size) {
        db.write_now(move |tx| open_book(tx, county, "大关县", demo::opening_day()))?;
    }
    demo::fill(db, &size, 1, told)?;
    let report = db.read_now(|tx| ledger::verify_book(tx, demo::county(), None, &ledger::Progress::default()))?;
    assert_eq!(report.misfits, []);
    Ok(report.head.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A number counted from the tables, without any of the program's own queries.
fn counted(db: &Scratch, text: &'static str) -> i64 {
    let statement = database::Sql { name: "demo_year", text };
    db.read_now(move |tx| tx.one(statement, args![demo::county()], |row| row.get(0))).expect("a number")
}

both_engines! {
    fn a_year_comes_out_as_planned(db in &schemas()) {
        let done = Cell::new(0);
        let head = fill(db, &|told| done.set(done.get() + told.done)).expect("the year fills");
        assert!(done.get() > 1_000, "it said how far it was: {}", done.get());
        // Both engines make the same book, and so does every later run.
        insta::assert_snapshot!("demo_year_head", head);

        let redeemers = counted(db, "SELECT count(DISTINCT r.household) FROM redemption r LEFT JOIN ledger_posting p ON p.county = r.county
            AND p.reverses = r.id WHERE r.county = $1 AND r.handed_on BETWEEN 20190101 AND 20191231 AND p.id IS NULL");
        assert_eq!(redeemers, REDEEMERS);
        let points = counted(db, "SELECT CAST(sum(l.quantity * l.price) AS BIGINT) FROM redemption r JOIN redemption_line l ON l.county = r.county
            AND l.redemption = r.id LEFT JOIN ledger_posting p ON p.county = r.county AND p.reverses = r.id
            WHERE r.county = $1 AND r.handed_on BETWEEN 20190101 AND 20191231 AND p.id IS NULL");
        assert!((points - POINTS.0).abs() <= POINTS.0 / 100, "{points} tenths of a point");
        assert_eq!(counted(db, "SELECT count(*) FROM card WHERE county = $1 AND dead_on IS NULL"), 450);
        // Every village met about October; December's of the story is still under way.
        assert_eq!(counted(db, "SELECT count(DISTINCT place) FROM roster WHERE county = $1 AND period = 201910"), 12);
        assert_eq!(counted(db, "SELECT count(DISTINCT place) FROM roster WHERE county = $1 AND period = 201912"), 11);
        for (what, text) in [
            ("refused at the check", "SELECT count(*) FROM deed WHERE county = $1 AND state = 'rejected'"),
            ("objected to", "SELECT count(*) FROM objection WHERE county = $1"),
            ("taken back by two", "SELECT count(*) FROM deed WHERE county = $1 AND state = 'reversed'"),
            ("cancelled on its day", "SELECT count(*) FROM redemption_cancel WHERE county = $1"),
            ("given by a town", "SELECT count(*) FROM lot WHERE county = $1 AND donor IS NOT NULL"),
            ("bought", "SELECT count(*) FROM lot WHERE county = $1 AND donor IS NULL"),
            ("still to be checked", "SELECT count(*) FROM deed WHERE county = $1 AND state = 'submitted'"),
            ("hangs out", "SELECT count(*) FROM public_notice WHERE county = $1 AND until_on >= 20200108"),
        ] {
            assert!(counted(db, text) > 0, "nothing is {what}");
        }
        // The household of the drawings waits for the newcomer.
        assert_eq!(counted(db, "SELECT count(*) FROM redemption r JOIN household h ON h.county = r.county AND h.id = r.household
            JOIN person p ON p.county = h.county AND p.id = h.head WHERE r.county = $1 AND p.name = '陈家福'"), 0);
    }

    fn no_balance_and_no_shelf_says_other_than_its_lines(db in &schemas()) {
        fill(db, &|_| {}).expect("the year fills");
        let shelf = counted(db, "SELECT count(*) FROM lot t WHERE t.county = $1 AND t.quantity <> (SELECT coalesce(CAST(sum(a.balance) AS BIGINT), 0)
            FROM ledger_account a WHERE a.county = t.county AND a.owner_kind = 'lot' AND a.owner = t.id) + (SELECT coalesce(CAST(sum(l.quantity) AS BIGINT), 0)
            FROM redemption_line l LEFT JOIN ledger_posting p ON p.county = l.county AND p.reverses = l.redemption
            WHERE l.county = t.county AND l.lot = t.id AND p.id IS NULL)");
        assert_eq!(shelf, 0, "lots whose pieces are neither on the shelf nor on a slip");
        // The planned part of the year is over before the story of the new year begins: nothing of it was entered out of its order.
        assert_eq!(counted(db, "SELECT count(*) FROM deed d LEFT JOIN ledger_posting p ON p.county = d.county AND p.cause_kind = 'deed' AND p.cause = d.id
            WHERE d.county = $1 AND d.state = 'confirmed' AND d.counts <> 0 AND p.id IS NULL"), 0, "confirmed without points");
    }
}
