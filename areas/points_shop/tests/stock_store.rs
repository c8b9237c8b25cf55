//! Stock-takes, scrapping, the way of a lot, late slips and pace on both engines: book and shelf always agree.

mod village;

use std::collections::BTreeMap;

use basics::{BusinessDate, Id};
use database::{Db, Schema};
use money::{Pieces, TenthPoints};
use points_shop::late_slip::{self, DayRefused, LateRefused, LateSlip};
use points_shop::lot::{self, Sums};
use points_shop::receipt::{self, Lot, NewLot, Receipt};
use points_shop::redemption::{self, RedeemRefused, Redemption, Refused, Wanted};
use points_shop::scrap::{self, Scrap, ScrapRefused};
use points_shop::stock_take::{self, Beginning, FinishRefused, Finishing, Meanwhile, NewCount, Unsettled};
use points_shop::{day, goods, posting, reversal, shop, supply};
use testkit::{NOW, both_engines, daguan, id, today};
use village::{award, brought, login, paper, redeem, settle, slip};

fn schemas() -> Vec<Schema> {
    let mut schemas = vec![database::schema(), settings::schema(), ledger::schema(), people::schema(), registry::schema(), trust::schema()];
    schemas.extend(points_shop::area().schemas);
    schemas
}

fn misfits(db: &Db) -> Vec<String> {
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &ledger::Progress::default())).expect("the recount runs");
    report.misfits.iter().map(ToString::to_string).collect()
}

fn on_shelf(db: &Db, lot: &str, goods: &str) -> i64 {
    let account = posting::shelf(id(lot), id(goods));
    db.read_now(move |tx| ledger::balance(tx, daguan(), &account)).expect("balances are read")
}

fn sums(db: &Db, lot: &str) -> Sums {
    let lot = id(lot);
    db.read_now(move |tx| lot::sums(tx, daguan(), lot)).expect("a lot is summed up")
}

fn begin(db: &Db, word: &str) -> Id<stock_take::StockTake> {
    let new = Beginning { county: daguan(), id: id(word), shop: id("shop"), on: today(), by: id("manager") };
    db.write_now(move |tx| stock_take::begin(tx, new, NOW)).expect("a stock-take begins")
}

/// Saves what was counted of lots: word, what the page showed, pieces, why.
fn count(db: &Db, take: &str, counts: &[(&str, i64, i64, &str)]) -> Vec<Meanwhile> {
    let new: Vec<NewCount> = counts
        .iter()
        .map(|(lot, shown, counted, why)| NewCount {
            lot: id(lot),
            counted: Some(Pieces(*counted)),
            shown: Pieces(*shown),
            explanation: (*why).to_owned(),
        })
        .collect();
    let take = id(take);
    let saved = db.write_now(move |tx| stock_take::save(tx, daguan(), (id("shop"), take), &new, (id("manager"), NOW)));
    saved.expect("counts are saved").expect("it is under way")
}

fn finishing(take: &str, witness: &str) -> Finishing {
    Finishing {
        county: daguan(),
        shop: id("shop"),
        id: id(take),
        on: today(),
        witness: witness.to_owned(),
        signed: paper("盘-1"),
        by: id("manager"),
    }
}

fn finish(db: &Db, finishing: Finishing) -> Result<(), FinishRefused> {
    db.write_now(move |tx| stock_take::finish(tx, &finishing, NOW))
}

fn bad(word: &str, pieces: i64) -> Scrap {
    Scrap {
        county: daguan(),
        id: id(word),
        shop: id("shop"),
        goods: id("rice"),
        lot: id("rice lot"),
        quantity: Pieces(pieces),
        reason: "broken".to_owned(),
        note: String::new(),
        on: today(),
        at: NOW,
        by: id("manager"),
        witness: "周明芳".to_owned(),
        signed: paper("损-1"),
    }
}

fn throw_away(db: &Db, scrap: Scrap) -> Result<(), ScrapRefused> {
    db.write_now(move |tx| scrap::scrap(tx, &scrap, NOW))
}

/// Rice of other lots: word, pieces, days until the last one, days since it came.
fn more_rice(db: &Db, lots: &[(&str, i64, Option<i32>, i32)]) {
    for (word, pieces, last, ago) in lots {
        let lot = NewLot {
            id: id(word),
            goods: id("rice"),
            quantity: Pieces(*pieces),
            expires_on: last.map(|days| today().plus_days(days)),
            serial: None,
            cost: None,
        };
        let receipt = Receipt { id: id(&format!("{word} receipt")), on: today().plus_days(-ago), lots: vec![lot], ..village::goods_in() };
        db.write_now(move |tx| receipt::receive(tx, &receipt, NOW)).expect("goods come in");
    }
}

fn rice(pieces: i64, lot: Option<&str>) -> Vec<Wanted> {
    vec![Wanted { goods: id("rice"), quantity: Pieces(pieces), lot: lot.map(id::<Lot>), shown: None }]
}

fn taken_from(db: &Db, slip: &str) -> Vec<(Id<Lot>, i64, String)> {
    let slip = id(slip);
    let lines = db.read_now(move |tx| redemption::lines(tx, daguan(), slip)).expect("lines are read");
    lines.into_iter().map(|line| (line.lot, line.quantity.0, line.source)).collect()
}

fn late(word: &str, paper_number: &str, on: BusinessDate) -> LateSlip {
    let redemption = Redemption { on, signed: paper(paper_number), ..slip(word, "chen") };
    LateSlip { redemption, paper_number: paper_number.to_owned(), reason: "那天停电".to_owned(), entered_on: today(), sure: false }
}

fn enter(db: &Db, slip: LateSlip, by: &str) -> Result<(), LateRefused> {
    let login = login(db, by);
    db.write_now(move |tx| late_slip::enter(tx, &slip, &rice(1, None), &login, NOW))
}

both_engines! {
    fn what_two_people_count_is_what_the_book_has_afterwards(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 900), "other-township").expect("points are brought");
        assert_eq!(begin(db, "take"), id("take"));
        assert_eq!(begin(db, "another"), id("take"), "a shop counts once at a time");
        assert_eq!(count(db, "take", &[("rice lot", 40, 38, "老鼠咬破两袋")]), []);
        let missing = FinishRefused::Lots(vec![Unsettled::NotCounted(id("salt lot"))]);
        assert_eq!(finish(db, finishing("take", "周明芳")), Err(missing), "half done is kept, not signed");
        // Sold after the rice was counted: gone from the shelf and from the book, so no difference.
        redeem(db, "slip", "chen", &[("rice", 3)]);
        assert_eq!(count(db, "take", &[("rice lot", 37, 38, "老鼠咬破两袋"), ("salt lot", 40, 41, "")]), []);
        assert_eq!(finish(db, finishing("take", "周明芳")), Err(FinishRefused::Lots(vec![Unsettled::Unexplained(id("salt lot"))])));
        assert_eq!(count(db, "take", &[("salt lot", 40, 41, "上月少记一袋")]), []);
        assert_eq!(finish(db, finishing("take", "刘 云")), Err(FinishRefused::SamePerson { name: "刘云".to_owned() }));
        assert_eq!(on_shelf(db, "rice lot", "rice"), 37, "nothing is posted before it is signed");
        assert_eq!(finish(db, finishing("take", "周明芳")), Ok(()));
        assert_eq!(finish(db, finishing("take", "周明芳")), Ok(()), "the same form again does nothing");
        assert_eq!(finish(db, finishing("take", "马国强")), Err(FinishRefused::Ended));
        assert_eq!((on_shelf(db, "rice lot", "rice"), on_shelf(db, "salt lot", "salt")), (35, 41));
        let lines = db.read_now(|tx| stock_take::lines(tx, daguan(), id("take"))).expect("lines are read");
        let said: Vec<_> = lines.iter().map(|(_, line)| (line.count.book.0, line.count.counted.0, line.count.difference().0, line.moved.0)).collect();
        assert_eq!(said, [(40, 38, -2, -3), (40, 41, 1, 0)]);
        let difference = |goods: &str| {
            let account = posting::difference(id("shop"), id(goods));
            db.read_now(move |tx| ledger::balance(tx, daguan(), &account)).expect("balances are read")
        };
        assert_eq!((difference("rice"), difference("salt")), (2, -1));
        assert_eq!(sums(db, "rice lot"), Sums { came_in: Pieces(40), handed_out: Pieces(3), scrapped: Pieces(0), difference: Pieces(-2) });
        assert_eq!(misfits(db), [""; 0]);
    }

    fn what_moved_while_the_page_was_open_is_asked_about(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 900), "other-township").expect("points are brought");
        begin(db, "take");
        redeem(db, "slip", "chen", &[("rice", 2)]);
        let asked = count(db, "take", &[("rice lot", 40, 40, ""), ("salt lot", 40, 40, "")]);
        assert_eq!(asked, [Meanwhile { lot: id("rice lot"), shown: Pieces(40), book: Pieces(38) }]);
        assert_eq!(count(db, "take", &[("rice lot", 38, 38, "")]), []);
        assert_eq!(finish(db, finishing("take", "周明芳")), Ok(()));
        assert_eq!(on_shelf(db, "rice lot", "rice"), 38);
        // None counted and then two sold: somebody counted wrong.
        begin(db, "second");
        count(db, "second", &[("rice lot", 38, 1, "找不到了"), ("salt lot", 40, 40, "")]);
        redeem(db, "second slip", "chen", &[("rice", 2)]);
        assert_eq!(finish(db, finishing("second", "周明芳")), Err(FinishRefused::Lots(vec![Unsettled::CountAgain(id("rice lot"))])));
        let stopped = db.write_now(|tx| stock_take::stop(tx, daguan(), (id("shop"), id("second")), today(), (id("manager"), NOW)));
        assert_eq!(stopped, Ok(true));
        assert_eq!(finish(db, finishing("second", "周明芳")), Err(FinishRefused::Ended));
        assert_eq!(on_shelf(db, "rice lot", "rice"), 36, "what was stopped moved nothing");
        assert_eq!(misfits(db), [""; 0]);
    }

    fn tills_go_on_while_two_sign(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 900), "other-township").expect("points are brought");
        begin(db, "take");
        count(db, "take", &[("rice lot", 40, 38, "老鼠咬破两袋"), ("salt lot", 40, 40, "")]);
        let (finished, sold) = std::thread::scope(|scope| {
            let signing: Vec<_> = (0..4).map(|_| scope.spawn(|| finish(db, finishing("take", "周明芳")))).collect();
            let selling: Vec<_> = (0..4).map(|number| scope.spawn(move || redeem(db, &format!("slip {number}"), "chen", &[("rice", 1)]))).collect();
            let finished: Vec<_> = signing.into_iter().map(|thread| thread.join().expect("a thread does not panic")).collect();
            (finished, selling.into_iter().filter_map(|thread| thread.join().ok()).count())
        });
        assert!(finished.iter().all(Result::is_ok), "{finished:?}");
        assert_eq!((sold, on_shelf(db, "rice lot", "rice")), (4, 34));
        assert_eq!(sums(db, "rice lot").left(), Pieces(34));
        assert_eq!(misfits(db), [""; 0]);
    }

    fn what_went_bad_leaves_the_shelf_by_two(db in &schemas()) {
        settle(db);
        assert_eq!(throw_away(db, bad("scrap", 41)), Err(ScrapRefused::TooMany { left: Pieces(40) }));
        assert_eq!(throw_away(db, Scrap { witness: "刘云".to_owned(), ..bad("scrap", 1) }), Err(ScrapRefused::SamePerson { name: "刘云".to_owned() }));
        assert_eq!(throw_away(db, bad("scrap", 3)), Ok(()));
        assert_eq!(throw_away(db, bad("scrap", 3)), Ok(()), "the same form again does nothing");
        assert_eq!(throw_away(db, bad("scrap", 4)), Err(ScrapRefused::OtherContent));
        assert_eq!(on_shelf(db, "rice lot", "rice"), 37);
        let rows = db.read_now(|tx| scrap::of_shop(tx, daguan(), id("shop"))).expect("rows are read");
        assert_eq!(rows.iter().map(|row| (row.name.as_str(), row.scrap.quantity.0, row.scrap.witness.as_str())).collect::<Vec<_>>(), [("大米", 3, "周明芳")]);
        assert_eq!(misfits(db), [""; 0]);
    }

    fn what_expires_first_goes_first_unless_the_clerk_chooses(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 5_000), "other-township").expect("points are brought");
        more_rice(db, &[("late rice", 5, Some(90), 3), ("early rice", 5, Some(10), 1), ("expired rice", 5, Some(-1), 9)]);
        redeem(db, "first", "chen", &[("rice", 7)]);
        let town = "中山市东区".to_owned();
        assert_eq!(taken_from(db, "first"), [(id("early rice"), 5, town.clone()), (id("late rice"), 2, town.clone())]);
        let chosen = slip("second", "chen");
        db.write_now(move |tx| redemption::redeem(tx, &chosen, &rice(2, Some("rice lot")), NOW)).expect("handed over");
        assert_eq!(taken_from(db, "second"), [(id("rice lot"), 2, town)]);
        // Past its last day: on the shelf, in the book, and not handed out even when it is all there is.
        let rest = slip("third", "chen");
        let refused = db.write_now(move |tx| redemption::redeem(tx, &rest, &rice(42, None), NOW));
        assert_eq!(refused, Err(RedeemRefused::Rule(Refused::TooMany { goods: id("rice"), left: Pieces(41) })));
        let shop = db.read_now(|tx| shop::find(tx, daguan(), id("shop"))).expect("read").expect("there");
        let supplies = db.read_now(move |tx| supply::supplies(tx, &shop, today())).expect("reckoned");
        assert_eq!(supplies.expiring.iter().map(|one| (one.lot.lot, one.days)).collect::<Vec<_>>(), [(id("expired rice"), -1)]);
        let rice = supplies.goods.iter().find(|one| one.goods.id == id("rice")).expect("on offer");
        // Nine in the ten days since the first came, 41 good ones left.
        assert_eq!((rice.handed_out.0, rice.left.0, rice.pace_days, rice.lasts()), (9, 41, 10, Some(45)));
    }

    fn from_a_lot_to_every_slip_and_back(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 900), "other-township").expect("points are brought");
        redeem(db, "first", "chen", &[("rice", 1)]);
        redeem(db, "second", "chen", &[("rice", 2), ("salt", 1)]);
        throw_away(db, bad("scrap", 1)).expect("scrapped");
        let (moves, more) = db.read_now(|tx| lot::moves(tx, daguan(), id("rice lot"), i64::MAX, 100)).expect("moves are read");
        assert!(!more);
        let said: Vec<_> = moves.iter().map(|one| (one.kind.as_str(), one.shelf.0, one.shelf_after.map(|after| after.0), one.slip.as_ref().map(|slip| slip.3.as_str()))).collect();
        assert_eq!(said, [
            ("scrap", -1, Some(36), None),
            ("redemption", -2, Some(37), Some("陈家福")),
            ("redemption", -1, Some(39), Some("陈家福")),
            ("goods-receipt", 40, Some(40), None),
        ]);
        let (page, more) = db.read_now(|tx| lot::moves(tx, daguan(), id("rice lot"), i64::MAX, 3)).expect("moves are read");
        assert!(more && page.len() == 3, "{}", page.len());
        let (rest, more) = db.read_now(move |tx| lot::moves(tx, daguan(), id("rice lot"), page[2].seq, 100)).expect("moves are read");
        assert_eq!((more, rest.len()), (false, 1));
        assert_eq!(db.read_now(|tx| lot::reached(tx, daguan(), id("rice lot"))), Ok(1));
        let found = db.read_now(|tx| lot::find(tx, daguan(), id("rice lot"))).expect("read").expect("there");
        assert_eq!((found.source.as_str(), found.receipt, found.on_shelf, found.bought), ("中山市东区", id("receipt"), Pieces(36), false));
        assert_eq!(sums(db, "rice lot").left(), Pieces(36));
        assert_eq!(taken_from(db, "second"), [(id("rice lot"), 2, "中山市东区".to_owned()), (id("salt lot"), 1, "中山市东区".to_owned())]);
    }

    fn a_slip_written_by_hand_counts_on_its_own_day(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 900), "other-township").expect("points are brought");
        more_rice(db, &[("old rice", 5, None, 9)]);
        let yesterday = today().plus_days(-1);
        let closing = day::Closing { county: daguan(), shop: id("shop"), day: yesterday, witness: "周明芳".to_owned(), signed: paper("日-1"), by: id("manager") };
        assert_eq!(db.write_now(move |tx| day::close(tx, &closing, NOW)), Ok(true));
        assert_eq!(enter(db, late("late", "手-1", yesterday), "manager"), Ok(()));
        assert_eq!(enter(db, late("late", "手-1", yesterday), "manager"), Ok(()), "the same form again does nothing");
        assert_eq!(enter(db, late("again", "手-1", yesterday), "manager"), Err(LateRefused::PaperUsed { slip: id("late") }));
        assert_eq!(enter(db, late("today", "手-2", today()), "manager"), Err(LateRefused::Day(DayRefused::NotEarlier)));
        let opened_on = today().plus_days(-30);
        let before = late("before", "手-3", today().plus_days(-31));
        assert_eq!(enter(db, before, "manager"), Err(LateRefused::Day(DayRefused::BeforeOpening { opened_on })));
        assert_eq!(enter(db, late("own", "手-4", yesterday), "chen-liaison"), Err(LateRefused::Concerned));
        // The rice of today had not come yet, so it is from the older lot.
        assert_eq!(taken_from(db, "late"), [(id("old rice"), 1, "中山市东区".to_owned())]);
        let slips = db.read_now(move |tx| redemption::of_day(tx, daguan(), id("shop"), yesterday)).expect("slips are read");
        let sums = day::sums(&slips);
        assert_eq!((sums.slips, sums.points, sums.late), (1, TenthPoints(200), 1));
        let closed = db.read_now(move |tx| day::closed(tx, daguan(), id("shop"), yesterday)).expect("read").expect("signed off");
        assert_eq!(closed.slips, 0, "what was signed stays as it was");
        let posting = db.read_now(|tx| ledger::posting_by_id(tx, daguan(), id("late"))).expect("read").expect("posted");
        assert_eq!(posting.business_date, yesterday);
        assert_eq!(misfits(db), [""; 0]);
    }

    fn what_comes_back_with_a_slip_is_put_back_or_scrapped(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 900), "other-township").expect("points are brought");
        for (word, scrapped, left) in [("good", false, 40), ("bad", true, 38)] {
            redeem(db, word, "chen", &[("rice", 2)]);
            let proposal = ledger::Proposal { id: id(&format!("{word} reversal")), posting: id(word), reason: "发错了".to_owned(), by: id("manager") };
            let (first, second) = (login(db, "manager"), login(db, "supervisor"));
            let proposed = proposal.clone();
            db.write_now(move |tx| reversal::propose(tx, daguan(), &proposed, &first, today(), NOW)).expect("proposed");
            let posting = id(&format!("{word} reversing"));
            let decision = ledger::Decision { by: second.id.any(), confirmed: true, answer: String::new(), posting, business_date: today(), salt: [7; 16] };
            let decided = db.write_now(move |tx| {
                for _ in 0..2 {
                    reversal::decide(tx, daguan(), proposal.id, &decision, &second, NOW)?;
                    if scrapped {
                        reversal::scrap_returned(tx, daguan(), proposal.id, &decision, NOW)?;
                    }
                }
                Ok::<_, reversal::DecideRefused>(())
            });
            assert_eq!(decided, Ok(()), "{word}");
            assert_eq!(on_shelf(db, "rice lot", "rice"), left, "{word}");
        }
        assert_eq!(sums(db, "rice lot"), Sums { came_in: Pieces(40), handed_out: Pieces(0), scrapped: Pieces(2), difference: Pieces(0) });
        let rows = db.read_now(|tx| scrap::of_shop(tx, daguan(), id("shop"))).expect("rows are read");
        assert_eq!(rows.iter().map(|row| (row.scrap.reason.as_str(), row.scrap.witness.as_str(), row.scrap.signed.kind)).collect::<Vec<_>>(), [("returned", "刘云", "logins")]);
        let slips = db.read_now(|tx| redemption::of_day(tx, daguan(), id("shop"), today())).expect("slips are read");
        let day = day::sums(&slips);
        assert_eq!((day.slips, day.reversed, day.pieces), (0, 2, Pieces(0)), "what was taken back counts no longer");
        assert_eq!(misfits(db), [""; 0]);
    }

    fn what_is_held_is_no_part_of_the_shelf(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 900), "other-township").expect("points are brought");
        let asked = points_shop::set_aside::SetAside {
            county: daguan(), id: id("kept"), shop: id("shop"), household: id("chen"), asked_by: "本人".to_owned(), note: String::new(),
            for_day: today().plus_days(1), on: today(), by: id("manager"),
        };
        db.write_now(move |tx| points_shop::set_aside::make(tx, &asked, &rice(2, None), NOW)).expect("set aside");
        let lots = db.read_now(|tx| stock_take::lots_to_count(tx, daguan(), id("shop"))).expect("lots are read");
        let said: BTreeMap<_, _> = lots.iter().map(|lot| (lot.lot, (lot.book.0, lot.held.0))).collect();
        assert_eq!(said, BTreeMap::from([(id("rice lot"), (38, 2)), (id("salt lot"), (40, 0))]));
        let shelf: Pieces = db.read_now(|tx| goods::shelf(tx, daguan(), id("shop"))).expect("read").iter().map(|lot| lot.left).sum();
        assert_eq!(shelf, Pieces(78), "the shelf is what the book has on it");
    }
}
