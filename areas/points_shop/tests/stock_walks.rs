//! However goods come and go: for each lot, what came in less what went out, went bad and was found missing is what is there.

mod village;

use basics::Id;
use database::{Db, Engine, Schema};
use ledger::{Decision, Proposal};
use money::Pieces;
use points_shop::late_slip::{self, LateSlip};
use points_shop::receipt::{self, Lot, NewLot, Receipt};
use points_shop::redemption::{self, Cancellation, Redemption, Wanted};
use points_shop::scrap::{self, Scrap};
use points_shop::set_aside::{self, SetAside};
use points_shop::stock_take::{self, Beginning, Finishing, NewCount};
use points_shop::{goods, lot, posting, reversal};
use proptest::prelude::*;
use testkit::{NOW, daguan, id, today};
use village::{award, brought, login, paper, settle, slip};

fn schemas() -> Vec<Schema> {
    let mut schemas = vec![database::schema(), settings::schema(), ledger::schema(), people::schema(), registry::schema(), trust::schema()];
    schemas.extend(points_shop::area().schemas);
    schemas
}

/// One thing that happens to goods; a number out of few, so that the same thing happens twice.
#[derive(Clone, Debug)]
enum Doing {
    Receive { number: u8, pieces: i64 },
    Redeem { number: u8, pieces: i64, chosen: Option<u8> },
    SetAside { number: u8, pieces: i64 },
    Collect { number: u8 },
    PutBack { number: u8 },
    Scrap { number: u8, lot: u8, pieces: i64 },
    StockTake { number: u8, off_by: i64, sold_meanwhile: i64 },
    Reverse { number: u8 },
    Cancel { number: u8 },
    Late { number: u8, pieces: i64 },
    ReverseOf { what: &'static str, number: u8 },
}

const NUMBERS: std::ops::Range<u8> = 0..6;

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        2 => (NUMBERS, 1..9i64).prop_map(|(number, pieces)| Doing::Receive { number, pieces }),
        5 => (NUMBERS, 1..9i64, proptest::option::of(NUMBERS)).prop_map(|(number, pieces, chosen)| Doing::Redeem { number, pieces, chosen }),
        2 => (NUMBERS, 1..5i64).prop_map(|(number, pieces)| Doing::SetAside { number, pieces }),
        2 => NUMBERS.prop_map(|number| Doing::Collect { number }),
        1 => NUMBERS.prop_map(|number| Doing::PutBack { number }),
        2 => (NUMBERS, NUMBERS, 1..4i64).prop_map(|(number, lot, pieces)| Doing::Scrap { number, lot, pieces }),
        2 => (NUMBERS, -3..4i64, 0..3i64).prop_map(|(number, off_by, sold_meanwhile)| Doing::StockTake { number, off_by, sold_meanwhile }),
        2 => NUMBERS.prop_map(|number| Doing::Reverse { number }),
        1 => NUMBERS.prop_map(|number| Doing::Cancel { number }),
        3 => (NUMBERS, 1..6i64).prop_map(|(number, pieces)| Doing::Late { number, pieces }),
        2 => (prop_oneof![Just("take"), Just("scrap"), Just("late")], NUMBERS).prop_map(|(what, number)| Doing::ReverseOf { what, number }),
    ]
}

fn rice(pieces: i64, lot: Option<u8>) -> Vec<Wanted> {
    let lot = lot.map(|number| id::<Lot>(&format!("lot {number}")));
    vec![Wanted { goods: id("rice"), quantity: Pieces(pieces), lot, shown: None }]
}

/// Counts every lot, the last one off by so much, sells some in between, and signs.
fn take_stock(db: &Db, number: u8, off_by: i64, sold_meanwhile: i64) {
    let take = id(&format!("take {number}"));
    let new = Beginning { county: daguan(), id: take, shop: id("shop"), on: today(), by: id("manager") };
    let Ok(take) = db.write_now(move |tx| stock_take::begin(tx, new, NOW)) else { return };
    let lots = db.read_now(|tx| stock_take::lots_to_count(tx, daguan(), id("shop"))).expect("lots are read");
    let last = lots.len().saturating_sub(1);
    let counts: Vec<NewCount> = lots
        .iter()
        .enumerate()
        .map(|(at, lot)| NewCount {
            lot: lot.lot,
            counted: Some(Pieces((lot.book.0 + if at == last { off_by } else { 0 }).max(0))),
            shown: lot.book,
            explanation: "数出来的".to_owned(),
        })
        .collect();
    db.write_now(move |tx| stock_take::save(tx, daguan(), (id("shop"), take), &counts, (id("manager"), NOW))).expect("counts are saved");
    if sold_meanwhile > 0 {
        let slip = slip(&format!("sold while counting {number}"), "chen");
        let _ = db.write_now(move |tx| redemption::redeem(tx, &slip, &rice(sold_meanwhile, None), NOW));
    }
    let signed = paper("盘-1");
    let finishing =
        Finishing { county: daguan(), shop: id("shop"), id: take, on: today(), witness: "周明芳".to_owned(), signed, by: id("manager") };
    let _ = db.write_now(move |tx| stock_take::finish(tx, &finishing, NOW));
}

fn receive(db: &Db, number: u8, pieces: i64) {
    let lot = NewLot {
        id: id(&format!("lot {number}")),
        goods: id("rice"),
        quantity: Pieces(pieces),
        expires_on: number.is_multiple_of(2).then(|| today().plus_days(i32::from(number) + 1)),
        serial: None,
        cost: None,
    };
    let on = today().plus_days(-5);
    let receipt = Receipt { id: id(&format!("receipt {number}")), on, lots: vec![lot], ..village::goods_in() };
    let _ = db.write_now(move |tx| receipt::receive(tx, &receipt, NOW));
}

fn throw_away(db: &Db, number: u8, lot: u8, pieces: i64) {
    let bad = Scrap {
        county: daguan(),
        id: id(&format!("scrap {number}")),
        shop: id("shop"),
        goods: id("rice"),
        lot: id(&format!("lot {lot}")),
        quantity: Pieces(pieces),
        reason: "broken".to_owned(),
        note: String::new(),
        on: today(),
        at: NOW,
        by: id("manager"),
        witness: "周明芳".to_owned(),
        signed: paper("损-1"),
    };
    let _ = db.write_now(move |tx| scrap::scrap(tx, &bad, NOW));
}

/// One proposes to take it back, another confirms.
fn reverse(db: &Db, word: &str) {
    let proposal = id(&format!("reversal of {word}"));
    let new = Proposal { id: proposal, posting: id(word), reason: "写错了".to_owned(), by: id("manager") };
    let (first, second) = (login(db, "manager"), login(db, "supervisor"));
    let _ = db.write_now(move |tx| reversal::propose(tx, daguan(), &new, &first, today(), NOW));
    let posting = id(&format!("reversing {word}"));
    let decision = Decision { by: second.id.any(), confirmed: true, answer: String::new(), posting, business_date: today(), salt: [7; 16] };
    let _ = db.write_now(move |tx| reversal::decide(tx, daguan(), proposal, &decision, &second, NOW));
}

/// Does it, or is refused; what must hold afterwards holds either way.
fn done(db: &Db, doing: Doing) {
    let named = |what: &str, number: u8| format!("{what} {number}");
    match doing {
        Doing::Receive { number, pieces } => receive(db, number, pieces),
        Doing::Redeem { number, pieces, chosen } => {
            let slip = slip(&named("slip", number), "chen");
            let _ = db.write_now(move |tx| redemption::redeem(tx, &slip, &rice(pieces, chosen), NOW));
        }
        Doing::SetAside { number, pieces } => {
            let asked = SetAside {
                county: daguan(),
                id: id(&named("kept", number)),
                shop: id("shop"),
                household: id("chen"),
                asked_by: "本人".to_owned(),
                note: String::new(),
                for_day: today().plus_days(1),
                on: today(),
                by: id("manager"),
            };
            let _ = db.write_now(move |tx| set_aside::make(tx, &asked, &rice(pieces, None), NOW));
        }
        Doing::Collect { number } => {
            let (slip, kept) = (slip(&named("collected", number), "chen"), id(&named("kept", number)));
            let slip = Redemption { set_aside: Some(kept), ..slip };
            let _ = db.write_now(move |tx| set_aside::collect(tx, &slip, kept, NOW));
        }
        Doing::PutBack { number } => {
            let kept: Id<SetAside> = id(&named("kept", number));
            let _ = db.write_now(move |tx| set_aside::give_back(tx, daguan(), kept, id("manager"), today(), NOW));
        }
        Doing::Scrap { number, lot, pieces } => throw_away(db, number, lot, pieces),
        Doing::StockTake { number, off_by, sold_meanwhile } => take_stock(db, number, off_by, sold_meanwhile),
        Doing::Reverse { number } => reverse(db, &named("slip", number)),
        Doing::ReverseOf { what, number } => reverse(db, &named(what, number)),
        Doing::Late { number, pieces } => {
            let on = today().plus_days(-1 - i32::from(number % 3));
            let redemption = Redemption { on, ..slip(&named("late", number), "chen") };
            let paper_number = named("手", number);
            let late = LateSlip { redemption, paper_number, reason: "那天停电".to_owned(), entered_on: today(), sure: pieces > 3 };
            let manager = login(db, "manager");
            let _ = db.write_now(move |tx| late_slip::enter(tx, &late, &rice(pieces, None), &manager, NOW));
        }
        Doing::Cancel { number } => {
            let redemption = id(&named("slip", number));
            let asked =
                Cancellation { county: daguan(), shop: id("shop"), redemption, reason: "拿错了".to_owned(), on: today(), salt: [3; 16] };
            let manager = login(db, "manager");
            let _ = db.write_now(move |tx| redemption::cancel(tx, &asked, &manager, NOW));
        }
    }
}

/// What all who gave are told of their lots.
fn gifts(tx: &mut database::Tx<'_>) -> Result<Vec<points_shop::gift::Given>, database::DatabaseError> {
    let mut told = Vec::new();
    for (donor, _) in points_shop::gift::donors(tx, daguan())? {
        told.extend(points_shop::gift::given(tx, daguan(), donor)?);
    }
    Ok(told)
}

/// What must hold of every lot at any time.
fn adds_up(db: &Db) -> Result<(), TestCaseError> {
    let (mut shelf_by_lots, mut donated) = (0, 0);
    let told = db.read_now(gifts).expect("gifts are read");
    let lots = NUMBERS.map(|number| format!("lot {number}")).chain(["rice lot".to_owned()]);
    for word in lots {
        let lot: Id<Lot> = id(&word);
        let Some(found) = db.read_now(move |tx| lot::find(tx, daguan(), lot)).expect("lots are read") else { continue };
        let sums = db.read_now(move |tx| lot::sums(tx, daguan(), lot)).expect("sums are read");
        let account = posting::shelf(lot, found.goods);
        let (shelf, held) = db
            .read_now(move |tx| {
                Ok::<_, database::DatabaseError>((
                    ledger::balance(tx, daguan(), &account)?,
                    ledger::balance(tx, daguan(), &account.held())?,
                ))
            })
            .expect("balances are read");
        prop_assert_eq!(sums.left().0, shelf + held, "{}: {:?}", word, sums);
        prop_assert_eq!((found.on_shelf.0, found.held.0), (shelf, held));
        prop_assert_eq!(sums.came_in, found.quantity);
        // Whoever gave it is told the same as the shop.
        if let Some(told) = told.iter().find(|told| told.lot == lot) {
            donated += 1;
            prop_assert_eq!(
                (told.handed_out(), told.lost(), told.left),
                (sums.handed_out, sums.scrapped - sums.difference, sums.left()),
                "{}",
                word
            );
        }
        shelf_by_lots += shelf;
    }
    let shelf = db.read_now(|tx| goods::shelf_of(tx, daguan(), id("shop"), id("rice"))).expect("the shelf is read");
    prop_assert_eq!(shelf.iter().map(|lot| lot.left.0).sum::<i64>(), shelf_by_lots, "the shelf is the lots on it");
    prop_assert!(donated > 0, "some of it was given");
    Ok(())
}

/// Walks it on one engine and recounts the book at the end.
fn walk(engine: Engine, doings: Vec<Doing>) -> Result<(), TestCaseError> {
    let db = testkit::scratch(engine, &schemas());
    settle(&db);
    award(&db, brought("brought", "chen", 5_000), "other-township").expect("points are brought");
    for doing in doings {
        done(&db, doing);
        adds_up(&db)?;
    }
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &ledger::Progress::default())).expect("the recount runs");
    prop_assert_eq!(report.misfits.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_lot_adds_up_whatever_happens(doings in proptest::collection::vec(doing(), 4..30)) {
        walk(Engine::Sqlite, doings)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 10, ..ProptestConfig::default() })]

    #[test]
    fn and_on_postgres(doings in proptest::collection::vec(doing(), 10..30)) {
        walk(Engine::Postgres, doings)?;
    }
}
