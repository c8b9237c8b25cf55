//! Figures on both engines, against a slow recount from slips and the lines of the book.

mod village;

use std::collections::{BTreeMap, BTreeSet};

use basics::{BusinessDate, Id};
use database::{DatabaseError, Db, Schema};
use figures::frozen::{self, FreezeRefused};
use ledger::{Decision, Proposal};
use people::{Figure, FigurePlace, Question, RowsAsked};
use points_shop::figure::{BUDGET, FIGURES, HELD, HOUSEHOLDS, ISSUED, POINTS, STOCK, TIMES, VALUE};
use points_shop::fund::FEN_PER_POINT;
use points_shop::redemption::{self, Cancellation, Wanted};
use points_shop::reversal;
use testkit::{NOW, both_engines, daguan, id, today};
use village::list::{checked, confirmed, decided, hung, listed};
use village::{CUIPING, HUANGLIANHE, award, brought, login, rules_in_force, settle, slip};

fn schemas() -> Vec<Schema> {
    let mut all = village::list::schemas();
    all.push(figures::schema());
    all
}

fn january() -> (BusinessDate, BusinessDate) {
    (BusinessDate::try_new(2020, 1, 1).expect("a day"), BusinessDate::try_new(2020, 1, 31).expect("a day"))
}

fn asked(place: FigurePlace) -> Question {
    let (from, to) = january();
    Question { county: daguan(), place, from, to }
}

fn county() -> Question {
    asked(FigurePlace::County)
}

fn division(code: &str) -> Question {
    asked(FigurePlace::Division(code.to_owned()))
}

fn value(db: &Db, figure: &Figure, question: &Question) -> i64 {
    let (ask, question) = (figure.value, question.clone());
    db.read_now(move |tx| ask(tx, &question)).expect("the figure is answered")
}

/// A slip on a day, of goods with their pieces.
fn redeem(db: &Db, word: &str, household: &str, on: BusinessDate, wanted: &[(&str, i64)]) {
    let mut slip = slip(word, household);
    slip.on = on;
    let wanted: Vec<Wanted> = wanted
        .iter()
        .map(|(goods, pieces)| Wanted { goods: id(goods), quantity: money::Pieces(*pieces), lot: None, shown: None })
        .collect();
    db.write_now(move |tx| redemption::redeem(tx, &slip, &wanted, NOW)).expect("goods are handed over");
}

/// Points brought along, three households' slips over two weeks, one cancelled.
fn some_weeks(db: &Db) {
    settle(db);
    for (word, household, points) in [("chen brought", "chen", 1_000), ("luo brought", "luo", 800), ("zhao brought", "zhao", 605)] {
        award(db, brought(word, household, points), "other-township").expect("points are brought along");
    }
    redeem(db, "one", "chen", today(), &[("rice", 1), ("salt", 1)]);
    redeem(db, "two", "chen", today().plus_days(3), &[("salt", 3)]);
    redeem(db, "three", "luo", today().plus_days(4), &[("rice", 2)]);
    redeem(db, "four", "zhao", today().plus_days(12), &[("salt", 5)]);
    redeem(db, "mistaken", "zhao", today(), &[("rice", 1)]);
    let cancellation = Cancellation {
        county: daguan(),
        shop: id("shop"),
        redemption: id("mistaken"),
        reason: "拿错了".to_owned(),
        on: today(),
        salt: [7; 16],
    };
    let manager = login(db, "manager");
    db.write_now(move |tx| redemption::cancel(tx, &cancellation, &manager, NOW)).expect("the slip is cancelled");
}

/// Takes a slip back with two logins.
fn reverse(db: &Db, posting: &str, on: BusinessDate) {
    let proposal = Proposal { id: id(&format!("{posting} back")), posting: id(posting), reason: "写错了".to_owned(), by: id("manager") };
    let (by, second) = (login(db, "manager"), login(db, "supervisor"));
    let decision = Decision {
        by: id("supervisor"),
        confirmed: true,
        answer: String::new(),
        posting: id(&format!("{posting} reversing")),
        business_date: on,
        salt: [7; 16],
    };
    db.write_now(move |tx| {
        reversal::propose(tx, daguan(), &proposal, &by, on, NOW).map_err(|refused| DatabaseError::Broken(format!("{refused:?}")))?;
        reversal::decide(tx, daguan(), proposal.id, &decision, &second, NOW)
            .map_err(|refused| DatabaseError::Broken(format!("{refused:?}")))
    })
    .expect("it is reversed");
}

/// What the book's postings of January say, read one by one: visits and points of each household, points given, points left.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    visits: i64,
    households: BTreeSet<Id>,
    redeemed: i64,
    given: i64,
    held: i64,
}

fn tally(db: &Db) -> Tally {
    db.read_now(|tx| {
        let mut tally = Tally::default();
        let (from, to) = january();
        let (last, _) = ledger::head(tx, daguan())?;
        let postings = ledger::export_page(tx, daguan(), 0, last)?;
        let back: BTreeSet<_> = postings.iter().filter_map(|posting| posting.leaf.reverses).collect();
        for posting in &postings {
            let leaf = &posting.leaf;
            let counts = !back.contains(&leaf.id) && leaf.reverses.is_none() && (from..=to).contains(&leaf.business_date);
            for line in ledger::lines_of(tx, daguan(), leaf.seq)?.iter().filter(|line| line.owner_kind == "household") {
                let in_hand = matches!(line.purpose.as_str(), "points" | "points_held");
                tally.held += if in_hand && leaf.business_date <= to { line.amount } else { 0 };
                match leaf.cause_kind.as_ref() {
                    "redemption" if counts && line.purpose == "points" => {
                        tally.visits += 1;
                        tally.households.insert(line.owner);
                        tally.redeemed -= line.amount;
                    }
                    "deed" | "opening-balance" if counts && line.purpose == "points" && line.amount > 0 => tally.given += line.amount,
                    _ => {}
                }
            }
        }
        Ok::<_, DatabaseError>(tally)
    })
    .expect("the book is read")
}

/// The rows of a figure in parts of so many; their amounts make up the value and no part repeats another.
fn rows_add_up(db: &Db, figure: &Figure, question: &Question, at_once: i64) {
    let (mut sum, mut skip) = (0, 0);
    loop {
        let (ask, of, part) = (figure.rows, question.clone(), RowsAsked { skip, limit: at_once });
        let rows = db.read_now(move |tx| ask(tx, &of, part)).expect("rows are read");
        sum += rows.iter().map(|row| row.amount).sum::<i64>();
        skip += rows.len() as i64;
        if (rows.len() as i64) < at_once {
            break;
        }
    }
    assert_eq!(sum, value(db, figure, question), "{} of {:?} in parts of {at_once}", figure.id, question.place);
}

fn all_rows_add_up(db: &Db) {
    let shop = asked(FigurePlace::Kept(id("shop")));
    for question in [county(), division("530624101"), division(CUIPING), division(HUANGLIANHE), shop] {
        for figure in FIGURES {
            rows_add_up(db, figure, &question, 2);
            rows_add_up(db, figure, &question, 100);
        }
    }
}

fn agree(db: &Db) {
    let tally = tally(db);
    assert_eq!(value(db, &TIMES, &county()), tally.visits);
    assert_eq!(value(db, &HOUSEHOLDS, &county()), tally.households.len() as i64);
    assert_eq!(value(db, &POINTS, &county()), tally.redeemed);
    assert_eq!(value(db, &ISSUED, &county()), tally.given);
    assert_eq!(value(db, &HELD, &county()), tally.held);
    assert_eq!(value(db, &HELD, &division("530624101")), tally.held, "all households live in one township");
}

both_engines! {
    fn figures_agree_with_a_recount_of_the_book(db in &schemas()) {
        some_weeks(db);
        agree(db);
        assert_eq!(value(db, &TIMES, &county()), 4, "the cancelled slip does not count");
        assert_eq!(value(db, &HOUSEHOLDS, &county()), 3);
        assert_eq!(value(db, &POINTS, &county()), 225 + 75 + 400 + 125);
        assert_eq!(value(db, &VALUE, &county()), 8_250, "a point is a yuan where nobody said otherwise");
        assert_eq!(value(db, &BUDGET, &county()), 5_000 - 2_405);
        all_rows_add_up(db);
        reverse(db, "two", today().plus_days(20));
        agree(db);
        assert_eq!(value(db, &TIMES, &county()), 3, "what two took back is taken out of its own day");
        all_rows_add_up(db);
    }

    fn a_month_of_deeds_counts_as_given(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "ditch", "chen", "出工", 3);
        checked(db, "burnt", "luo", "烧秸秆", 2);
        listed(db);
        decided(db, "clerk", "decided", &[("burnt", points_shop::appraisal::Decision::Pass, None)], true).expect("the meeting decides");
        hung(db, "notice", today());
        confirmed(db, "clerk", "confirmed", today().plus_days(8)).expect("confirmed");
        assert!(value(db, &ISSUED, &county()) > 0);
        agree(db);
        assert_eq!(value(db, &ISSUED, &division(CUIPING)), value(db, &ISSUED, &county()));
        assert_eq!(value(db, &ISSUED, &division(HUANGLIANHE)), 0);
        all_rows_add_up(db);
    }

    fn places_divide_what_the_county_has(db in &schemas()) {
        some_weeks(db);
        for figure in [&TIMES, &POINTS, &VALUE, &ISSUED, &HELD] {
            let parts: i64 = [CUIPING, HUANGLIANHE].iter().map(|village| value(db, figure, &division(village))).sum();
            assert_eq!(parts, value(db, figure, &county()), "{}", figure.id);
            assert_eq!(value(db, figure, &asked(FigurePlace::Kept(id("shop")))), parts, "{}", figure.id);
            assert_eq!(value(db, figure, &division("530624102")), 0, "{}", figure.id);
        }
        // A household that moves takes its past slips nowhere.
        let moved = testkit::catalogue::sql(format!("UPDATE household SET village = '{HUANGLIANHE}' WHERE county = $1 AND id = $2"));
        db.write_now(move |tx| tx.execute(moved, database::args![daguan(), id::<()>("luo")]).map(drop)).unwrap_or_else(|error: DatabaseError| panic!("{error}"));
        assert_eq!(value(db, &TIMES, &division(CUIPING)), 3);
        assert_eq!(value(db, &TIMES, &division(HUANGLIANHE)), 1);
        all_rows_add_up(db);
    }

    fn a_point_stands_for_what_it_stood_for_on_its_day(db in &schemas()) {
        some_weeks(db);
        let dearer = settings::NewValue {
            setting: FEN_PER_POINT,
            scope: String::new(),
            value: 101,
            valid_from: today().plus_days(4),
            reason: "县里 5 号文件".to_owned(),
            by: id("county"),
        };
        db.write_now(move |tx| settings::set(tx, daguan(), &dearer, NOW)).expect("the value is in force");
        // 22.5 and 7.5 points at 100 fen; 40 and 12.5 at 101: 4040 and 1262.5, half a fen up.
        assert_eq!(value(db, &VALUE, &county()), 2_250 + 750 + 4_040 + 1_263);
        for at_once in [1, 2, 3, 100] {
            rows_add_up(db, &VALUE, &county(), at_once);
        }
    }

    fn standing_figures_are_those_of_the_evening(db in &schemas()) {
        some_weeks(db);
        let of = |days: i32| Question { to: today().plus_days(days), ..county() };
        let held: Vec<i64> = [-1, 0, 3, 4, 12].into_iter().map(|days| value(db, &HELD, &of(days))).collect();
        assert_eq!(held, [0, 2_180, 2_105, 1_705, 1_580]);
        let village: Vec<i64> = [-1, 0, 12].into_iter().map(|days| value(db, &HELD, &Question { place: FigurePlace::Division(CUIPING.to_owned()), ..of(days) })).collect();
        assert_eq!(village, [0, 1_575, 1_100]);
        assert_eq!(value(db, &STOCK, &county()), 0, "nobody put a value on these goods");
        let pieces = FIGURES.iter().find(|figure| figure.id == "stock-pieces-without-cost").expect("registered");
        assert_eq!([-1, 0, 3, 12].map(|days| value(db, pieces, &of(days))), [0, 78, 75, 68]);
    }

    fn what_was_frozen_stays_and_a_change_is_seen(db in &schemas()) {
        some_weeks(db);
        let question = county();
        let (of, on) = (question.clone(), question.to);
        let refused = db.read_now(move |tx| frozen::may_freeze(tx, &of, &[], on));
        assert_eq!(refused, Err(FreezeRefused::NotOver { to: on }));
        for _ in 0..2 {
            let of = question.clone();
            db.write_now(move |tx| {
                let values = frozen::answers(tx, FIGURES, &of)?;
                frozen::keep(tx, &of, &values, id("officer"), (NOW, 0))
            })
            .unwrap_or_else(|error: DatabaseError| panic!("{error}"));
        }
        reverse(db, "two", today().plus_days(20));
        let of = question.clone();
        let kept: BTreeMap<String, frozen::Frozen> = db.read_now(move |tx| frozen::of(tx, &of)).expect("read");
        assert_eq!(kept.len(), FIGURES.len());
        assert_eq!((kept[TIMES.id].value, value(db, &TIMES, &question)), (4, 3));
        let (of, later) = (question.clone(), on.plus_days(1));
        assert_eq!(db.read_now(move |tx| frozen::may_freeze(tx, &of, &[], later)), Err(FreezeRefused::Already { at: NOW }));
        for change in ["UPDATE figure_frozen SET value = 0", "DELETE FROM figure_frozen"] {
            let statement = testkit::catalogue::sql(change.to_owned());
            let done: Result<u64, DatabaseError> = db.write_now(move |tx| tx.execute(statement, &[]));
            assert!(done.is_err(), "{change} is refused");
        }
    }
}

/// The schema as it was before slips kept their village.
fn before_villages_were_kept() -> Vec<Schema> {
    let mut all = schemas();
    for schema in &mut all {
        let earlier: Vec<_> = schema.migrations.iter().copied().filter(|step| step.name != "20261125_1650_figures").collect();
        if schema.area == "points_shop" {
            schema.migrations = Box::leak(earlier.into_boxed_slice());
        }
    }
    all
}

both_engines! {
    fn slips_from_before_get_the_village_their_household_lives_in(db in &before_villages_were_kept()) {
        let run = |text: &str| {
            let statement = testkit::catalogue::sql(text.to_owned());
            db.write_now(move |tx| tx.execute(statement, database::args![daguan(), id::<()>("one")]).map(drop)).unwrap_or_else(|error: DatabaseError| panic!("{text}: {error}"));
        };
        run("INSERT INTO person (county, id, name) VALUES ($1, $2, '陈家福')");
        run(&format!("INSERT INTO household (county, id, code, village, village_group, head, registered, since_on) VALUES ($1, $2, '1', '{CUIPING}', '', $2, true, 20190101)"));
        run(&format!("INSERT INTO shop (county, id, name, village, phone, open_days, opened_on) VALUES ($1, $2, '店', '{CUIPING}', '', '', 20190101)"));
        run("INSERT INTO redemption (county, id, shop, number, household, handed_on, at, clerk, collector, relation, signature_kind, signature, points, pieces,
             balance_before, balance_after) VALUES ($1, $2, $2, 1, $2, 20200108, 0, $2, '', 'self', 'paper', '1', 25, 1, 25, 0)");
        db.migrate(&schemas(), NOW).expect("the step is taken");
        assert_eq!(value(db, &TIMES, &division(CUIPING)), 1);
        let guarded = testkit::catalogue::sql("UPDATE redemption SET village = ''".to_owned());
        assert!(db.write_now(move |tx| tx.execute(guarded, &[])).is_err_and(|_: DatabaseError| true), "the guards are back");
    }
}
