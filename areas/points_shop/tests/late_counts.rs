//! Slips entered late beside stock-takes signed since, and stock-takes and scrapping taken back: each lot adds up at every step.

mod village;

use basics::{BusinessDate, Id, Moment};
use database::{Db, Schema};
use ledger::{Decision, Proposal};
use money::{Pieces, TenthPoints};
use points_shop::late_slip::{self, Doubt, LateRefused, LateSlip};
use points_shop::lot::{self, Sums};
use points_shop::receipt::{self, Lot, NewLot, Receipt};
use points_shop::redemption::{self, Redemption, Wanted};
use points_shop::reversal::{self, DecideRefused, Hindrance, ProposeRefused};
use points_shop::scrap::{self, Scrap};
use points_shop::stock_take::{self, Beginning, Finishing, NewCount};
use points_shop::{goods, posting};
use testkit::{NOW, both_engines, daguan, id, today};
use village::{award, brought, login, paper, redeem, settle, slip};

fn schemas() -> Vec<Schema> {
    let mut schemas = vec![database::schema(), settings::schema(), ledger::schema(), people::schema(), registry::schema(), trust::schema()];
    schemas.extend(points_shop::area().schemas);
    schemas
}

/// The moment so many hours after the tests' own; what is counted later is counted later.
fn later(hours: i64) -> Moment {
    NOW.plus_ms(hours * 3_600_000)
}

/// Rice that stood there for days, beside that of today.
fn opened(db: &Db) {
    settle(db);
    award(db, brought("brought", "chen", 3_000), "other-township").expect("points are brought");
    let lot = NewLot { id: id("old rice"), goods: id("rice"), quantity: Pieces(20), expires_on: None, serial: None, cost: None };
    let receipt = Receipt { id: id("old receipt"), on: today().plus_days(-9), lots: vec![lot], ..village::goods_in() };
    db.write_now(move |tx| receipt::receive(tx, &receipt, NOW)).expect("goods come in");
}

/// Counts the old rice so much off, everything else as the book has it, without signing.
fn counted(db: &Db, take: &str, old_rice_off: i64, at: Moment) {
    let on = at.day();
    let new = Beginning { county: daguan(), id: id(take), shop: id("shop"), on, by: id("manager") };
    db.write_now(move |tx| stock_take::begin(tx, new, at)).expect("it begins");
    let lots = db.read_now(|tx| stock_take::lots_to_count(tx, daguan(), id("shop"))).expect("lots are read");
    let old: Id<Lot> = id("old rice");
    let counts: Vec<NewCount> = lots
        .iter()
        .map(|lot| NewCount {
            lot: lot.lot,
            counted: Some(Pieces(lot.book.0 + if lot.lot == old { old_rice_off } else { 0 })),
            shown: lot.book,
            explanation: "数出来的".to_owned(),
        })
        .collect();
    let take: Id<stock_take::StockTake> = id(take);
    let saved = db.write_now(move |tx| stock_take::save(tx, daguan(), (id("shop"), take), &counts, (id("manager"), at)));
    assert_eq!(saved, Ok(Some(Vec::new())));
}

fn signed(db: &Db, take: &str, at: Moment) {
    let (witness, signed) = ("周明芳".to_owned(), paper("盘-1"));
    let finishing = Finishing { county: daguan(), shop: id("shop"), id: id(take), on: at.day(), witness, signed, by: id("manager") };
    assert_eq!(db.write_now(move |tx| stock_take::finish(tx, &finishing, at)), Ok(()));
}

fn taken(db: &Db, take: &str, old_rice_off: i64, at: Moment) {
    counted(db, take, old_rice_off, at);
    signed(db, take, at);
}

fn late(db: &Db, word: &str, on: BusinessDate, pieces: i64, sure: bool) -> Result<(), LateRefused> {
    let redemption = Redemption { on, signed: paper(word), ..slip(word, "chen") };
    let slip =
        LateSlip { redemption, paper_number: word.to_owned(), reason: "那天停电".to_owned(), entered_on: today().plus_days(1), sure };
    let login = login(db, "manager");
    let wanted = vec![Wanted { goods: id("rice"), quantity: Pieces(pieces), lot: None, shown: None }];
    db.write_now(move |tx| late_slip::enter(tx, &slip, &wanted, &login, later(30)))
}

fn reverse(db: &Db, posting: &str) -> Result<Result<(), DecideRefused>, ProposeRefused> {
    let reversal: Id<ledger::Reversal> = id(&format!("{posting} reversal"));
    let proposal = Proposal { id: reversal, posting: id(posting), reason: "记错了".to_owned(), by: id("manager") };
    let (first, second) = (login(db, "manager"), login(db, "supervisor"));
    db.write_now(move |tx| reversal::propose(tx, daguan(), &proposal, &first, today(), later(31)))?;
    let posting = id(&format!("{posting} reversing"));
    let decision = Decision {
        by: second.id.any(),
        confirmed: true,
        answer: String::new(),
        posting,
        business_date: today().plus_days(1),
        salt: [7; 16],
    };
    Ok(db.write_now(move |tx| {
        // A second click does nothing.
        reversal::decide(tx, daguan(), reversal, &decision, &second, later(32))?;
        reversal::decide(tx, daguan(), reversal, &decision, &second, later(32))
    }))
}

/// What is on the shelf, after asking whether the lot adds up and the book is whole.
fn shelf(db: &Db) -> (i64, Sums) {
    let account = posting::shelf(id("old rice"), id("rice"));
    let on_shelf = db.read_now(move |tx| ledger::balance(tx, daguan(), &account)).expect("balances are read");
    let sums = db.read_now(|tx| lot::sums(tx, daguan(), id("old rice"))).expect("summed up");
    assert_eq!(sums.left().0, on_shelf, "{sums:?}");
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &ledger::Progress::default())).expect("the recount runs");
    assert_eq!(report.misfits.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    (on_shelf, sums)
}

fn sums(handed_out: i64, scrapped: i64, difference: i64) -> Sums {
    Sums { came_in: Pieces(20), handed_out: Pieces(handed_out), scrapped: Pieces(scrapped), difference: Pieces(difference) }
}

fn days_ago(days: i32) -> BusinessDate {
    today().plus_days(-days)
}

both_engines! {
    fn a_late_slip_comes_off_what_the_count_since_found_missing(db in &schemas()) {
        opened(db);
        taken(db, "take", -3, NOW);
        assert_eq!(shelf(db), (17, sums(0, 0, -3)));
        assert_eq!(late(db, "手-1", days_ago(2), 2, false), Ok(()));
        assert_eq!(late(db, "手-1", days_ago(2), 2, false), Ok(()), "the same form again does nothing");
        assert_eq!(shelf(db), (17, sums(2, 0, -1)), "two of the three went with the slip; the shelf is as it was counted");
        let told = db.read_now(|tx| late_slip::told_of(tx, daguan(), id("take"))).expect("read");
        assert_eq!(told.iter().map(|one| (one.slip, one.quantity.0)).collect::<Vec<_>>(), [(id("手-1"), 2)]);
        let off = db.read_now(move |tx| ledger::posting_by_id(tx, daguan(), id("手-1"))).expect("read").expect("posted");
        assert_eq!(off.business_date, days_ago(2), "the slip counts on its own day");
        let (moves, _) = db.read_now(|tx| lot::moves(tx, daguan(), id("old rice"), i64::MAX, 100)).expect("moves are read");
        let moved: Vec<_> = moves.iter().map(|one| (one.kind.as_str(), one.on, one.shelf.0, one.posting.any() == one.cause)).collect();
        assert_eq!(moved[..2], [("redemption", days_ago(2), -2, true), ("stock-take", today(), 2, false)]);
        // More than was missing: the count found it on the shelf, so it is asked about.
        let doubt = Doubt::Counted { goods: id("rice"), signed_on: today() };
        assert_eq!(late(db, "手-2", days_ago(3), 2, false), Err(LateRefused::Doubts(vec![doubt])));
        assert_eq!(shelf(db), (17, sums(2, 0, -1)), "nothing half done");
        assert_eq!(late(db, "手-2", days_ago(3), 2, true), Ok(()));
        assert_eq!(shelf(db), (17, sums(4, 0, 1)), "one missing, one found too many: the shelf stays as counted");
    }

    fn what_was_told_of_a_count_goes_back_with_the_slip(db in &schemas()) {
        opened(db);
        taken(db, "take", -3, NOW);
        assert_eq!(late(db, "手-1", days_ago(2), 2, false), Ok(()));
        assert_eq!(reverse(db, "手-1"), Ok(Ok(())));
        assert_eq!(shelf(db), (17, sums(0, 0, -3)), "the shelf was counted without them, and they stand as missing again");
        assert_eq!(late(db, "手-3", days_ago(2), 3, false), Ok(()), "a slip taken back leaves the shortage to another");
        assert_eq!(shelf(db), (17, sums(3, 0, 0)));
    }

    fn a_late_slip_while_somebody_counts_is_no_second_loss(db in &schemas()) {
        opened(db);
        counted(db, "take", -1, NOW);
        assert_eq!(late(db, "手-1", days_ago(2), 1, false), Ok(()));
        signed(db, "take", later(31));
        assert_eq!(shelf(db), (19, sums(1, 0, 0)), "the count was right, the book of that moment was not");
    }

    fn a_count_of_the_same_day_may_have_been_before_or_after(db in &schemas()) {
        opened(db);
        taken(db, "take", -1, NOW);
        // Entered tomorrow for the very day of the count: first what was missing, then the shelf.
        assert_eq!(late(db, "手-1", today(), 3, false), Ok(()));
        assert_eq!(shelf(db), (17, sums(3, 0, 0)));
    }

    fn what_was_counted_before_the_slips_day_is_no_answer_to_it(db in &schemas()) {
        opened(db);
        counted(db, "take", -2, NOW.plus_ms(-2 * 86_400_000));
        signed(db, "take", NOW);
        // It left the shelf after it was counted and before the signatures.
        assert_eq!(late(db, "手-1", days_ago(1), 3, false), Ok(()));
        assert_eq!(shelf(db), (15, sums(3, 0, -2)));
    }

    fn prices_of_its_own_day_and_days_the_shop_was_shut(db in &schemas()) {
        opened(db);
        let before = db.read_now(|tx| goods::find(tx, daguan(), id("rice"))).expect("read").expect("listed");
        let dearer = goods::Goods { price: TenthPoints(350), offered: false, ..before.clone() };
        db.write_now(move |tx| goods::change(tx, &before, &dearer, id("manager"), later(24))).expect("changed");
        db.write_now(|tx| open_on(tx, "8,20")).expect("changed");
        assert_eq!(late(db, "手-1", days_ago(1), 1, false), Err(LateRefused::Doubts(vec![Doubt::NotOpen])));
        assert_eq!(late(db, "手-1", days_ago(1), 1, true), Ok(()));
        assert_eq!(late(db, "手-2", today(), 1, false), Ok(()), "the eighth is an open day");
        for (word, points) in [("手-1", 200), ("手-2", 200)] {
            let slip: Id<Redemption> = id(word);
            let found = db.read_now(move |tx| redemption::find(tx, daguan(), slip)).expect("read").expect("entered");
            assert_eq!(found.points, TenthPoints(points), "{word}: the price of its day, though it changed and went off the list since");
        }
        let rice = db.read_now(|tx| goods::find(tx, daguan(), id("rice"))).expect("read").expect("listed");
        let price = |day: BusinessDate| db.read_now({ let rice = rice.clone(); move |tx| goods::price_on(tx, &rice, day) }).expect("read").0;
        assert_eq!((price(days_ago(99)), price(today()), price(today().plus_days(1))), (200, 200, 350));
    }

    fn a_signed_stock_take_is_taken_back_by_two(db in &schemas()) {
        opened(db);
        taken(db, "take", -3, NOW);
        assert_eq!(late(db, "手-1", days_ago(2), 2, false), Ok(()));
        assert_eq!(reverse(db, "take"), Ok(Ok(())));
        assert_eq!(shelf(db), (18, sums(2, 0, 0)), "what the slip took off the difference leaves the shelf with it");
        let last = db.read_now(|tx| stock_take::of_shop(tx, daguan(), id("shop"))).expect("read");
        assert!(last[0].is_reversed);
        assert_eq!(reverse(db, "take"), Ok(Ok(())), "the same proposal and decision again do nothing");
        // With no count left that knows better, the next slip is from the shelf again.
        assert_eq!(late(db, "手-2", days_ago(2), 1, false), Ok(()));
        assert_eq!(shelf(db), (17, sums(3, 0, 0)));
    }

    fn a_stock_take_others_lean_on_stays(db in &schemas()) {
        opened(db);
        taken(db, "more", 2, NOW);
        assert_eq!(shelf(db), (22, sums(0, 0, 2)));
        // What was found too many is handed out: it cannot go back.
        let slip = slip("all", "chen");
        let wanted = vec![Wanted { goods: id("rice"), quantity: Pieces(14), lot: Some(id("old rice")), shown: None }];
        db.write_now(move |tx| redemption::redeem(tx, &slip, &wanted, NOW)).expect("handed out");
        let bad = scrapped(db, "bad", 7);
        assert_eq!(bad, Ok(()));
        let gone = Hindrance::GoneSince { goods: "大米 5 千克".to_owned(), wanted: Pieces(2), left: Pieces(1) };
        assert_eq!(reverse(db, "more"), Err(ProposeRefused::Hindered(gone)));
        assert_eq!(reverse(db, "bad"), Ok(Ok(())));
        assert_eq!(shelf(db), (8, sums(14, 0, 2)));
        counted(db, "second", 0, later(5));
        let again = scrapped(db, "again", 1);
        assert_eq!(again, Ok(()));
        assert_eq!(reverse(db, "again"), Err(ProposeRefused::Hindered(Hindrance::CountingNow)));
        signed(db, "second", later(6));
        let counted = Hindrance::CountedSince { goods: "大米 5 千克".to_owned(), on: later(6).day() };
        assert_eq!(reverse(db, "more"), Err(ProposeRefused::Hindered(counted.clone())));
        assert_eq!(reverse(db, "again"), Err(ProposeRefused::Hindered(counted)), "the count goes by what was on the shelf then");
        assert_eq!(shelf(db), (7, sums(14, 1, 2)));
    }

    fn slips_taken_back_bring_only_what_left_the_shelf(db in &schemas()) {
        opened(db);
        taken(db, "take", -1, NOW);
        assert_eq!(late(db, "手-1", today(), 3, false), Ok(()));
        assert_eq!(reverse(db, "手-1"), Ok(Ok(())));
        let decision = Decision { by: id("supervisor"), confirmed: true, answer: String::new(), posting: id("手-1 reversing"), business_date: today(), salt: [7; 16] };
        db.write_now(move |tx| reversal::scrap_returned(tx, daguan(), id("手-1 reversal"), &decision, later(33))).expect("scrapped");
        // Three back, one of them missing again, two scrapped.
        assert_eq!(shelf(db), (17, sums(0, 2, -1)));
        redeem(db, "after", "chen", &[("salt", 1)]);
    }
}

fn scrapped(db: &Db, word: &str, pieces: i64) -> Result<(), scrap::ScrapRefused> {
    let bad = Scrap {
        county: daguan(),
        id: id(word),
        shop: id("shop"),
        goods: id("rice"),
        lot: id("old rice"),
        quantity: Pieces(pieces),
        reason: "broken".to_owned(),
        note: String::new(),
        on: today(),
        at: NOW,
        by: id("manager"),
        witness: "周明芳".to_owned(),
        signed: paper("损-1"),
    };
    db.write_now(move |tx| scrap::scrap(tx, &bad, NOW))
}

fn open_on(tx: &mut database::Tx<'_>, days: &str) -> Result<(), database::DatabaseError> {
    let statement = testkit::catalogue::sql("UPDATE shop SET open_days = $2 WHERE county = $1".to_owned());
    tx.execute(statement, database::args![daguan(), days]).map(drop)
}
