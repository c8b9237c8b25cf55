//! The demo fills on both engines, its book recounts, and the same seed gives the same head.

use database::{Schema, open_book};
use points_shop::demo;
use testkit::{Scratch, both_engines};

fn schemas() -> Vec<Schema> {
    let mut all = vec![database::schema(), settings::schema(), jobs::schema(), ledger::schema()];
    all.extend([people::schema(), registry::schema(), trust::schema()]);
    all.extend(points_shop::area().schemas);
    all
}

fn filled(db: &Scratch) -> String {
    db.write_now(|tx| open_book(tx, demo::county(), "大关县", demo::opening_day())).expect("the book opens");
    demo::fill(db, &demo::Size::Small, 1, &|_| {}).expect("the demo fills");
    let report = db.read_now(|tx| ledger::verify_book(tx, demo::county(), None, &ledger::Progress::default())).expect("the recount runs");
    assert_eq!(report.misfits, []);
    assert!(report.postings > 350, "{}", report.postings);
    report.head.iter().map(|byte| format!("{byte:02x}")).collect()
}

both_engines! {
    fn the_demo_fills_and_recounts(db in &schemas()) {
        // Written down so that both engines, and every later change of the demo, are compared with it.
        insta::assert_snapshot!("demo_head", filled(db));
    }
}
