//! Cards, opening balances, the passbook's lines and reversals, on both engines.

mod village;

use basics::{BusinessDate, Id, Subject};
use database::{Db, Schema};
use ledger::{Decision, Posting, Proposal};
use money::{Pieces, TenthPoints};
use people::{Relative, Target};
use points_shop::card::{self, Card, HandOutRefused};
use points_shop::opening_balance::AwardRefused;
use points_shop::passbook::{self, Entries, Undone, Why};
use points_shop::posting::{self, Cause};
use points_shop::redemption::{CancelRefused, Cancellation, Wanted};
use points_shop::reversal::{self, DecideRefused, Outcome, ProposeRefused};
use points_shop::set_aside::{self, SetAside};
use points_shop::{opening_balance, redemption};
use registry::household::Household;
use testkit::{NOW, both_engines, daguan, id, today};
use village::{award, brought, login, redeem, settle, slip};

/// All tables a shop stands on.
fn schemas() -> Vec<Schema> {
    let mut schemas = vec![database::schema(), settings::schema(), ledger::schema(), people::schema(), registry::schema(), trust::schema()];
    schemas.extend(points_shop::area().schemas);
    schemas
}

/// A second login's word on a proposal.
fn decision(by: &str, confirmed: bool, posting: &str) -> Decision {
    let answer = if confirmed { "" } else { "小票没有写错" }.to_owned();
    Decision { by: id(by), confirmed, answer, posting: id(posting), business_date: today().plus_days(1), salt: [7; 16] }
}

/// What the book's own recount finds wrong.
fn misfits(db: &Db) -> Vec<String> {
    let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &ledger::Progress::default())).expect("the recount runs");
    report.misfits.iter().map(ToString::to_string).collect()
}

/// Verbs in the record of changes about a household, newest first.
fn verbs(db: &Db, kind: &'static str, word: &str) -> Vec<String> {
    let subject = Subject::new(daguan(), kind, id::<Household>(word));
    let changes = db.read_now(move |tx| database::changes_of(tx, &subject)).expect("changes are read");
    changes.into_iter().map(|change| change.verb).collect()
}

fn new_card(word: &str, household: &str) -> Card {
    let secret = format!("{:a<32}", word.chars().filter(char::is_ascii_lowercase).collect::<String>());
    Card { county: daguan(), id: id(word), household: id(household), number: 0, secret, issued_on: today(), dead_on: None }
}

fn hand_out(db: &Db, word: &str, household: &str, reason: Option<&'static str>) -> Result<i64, HandOutRefused> {
    let card = new_card(word, household);
    db.write_now(move |tx| card::hand_out(tx, &card, reason, id("clerk"), NOW)).map(|card| card.number)
}

fn standing(db: &Db, household: &str) -> (i64, i64, i64) {
    let household = id(household);
    let standing = db.read_now(move |tx| passbook::standing(tx, daguan(), household)).expect("balances are read");
    (standing.balance.0, standing.held.0, standing.owed.0)
}

fn budget(db: &Db) -> i64 {
    db.read_now(|tx| opening_balance::budget_left(tx, daguan(), id("shop"))).expect("the budget is read").0
}

fn lines(db: &Db, household: &str, below: i64, limit: usize) -> Entries {
    let household = id(household);
    db.read_now(move |tx| passbook::entries(tx, daguan(), household, below, limit)).expect("lines are read")
}

fn propose(db: &Db, word: &str, posting: Id<Posting>, by: &str) -> Result<(), ProposeRefused> {
    let proposal = Proposal { id: id(word), posting, reason: "发错了".to_owned(), by: id(by) };
    let login = login(db, by);
    db.write_now(move |tx| reversal::propose(tx, daguan(), &proposal, &login, today(), NOW))
}

fn decide(db: &Db, word: &str, by: &str, confirmed: bool) -> Result<(), DecideRefused> {
    let (proposal, login, decision) = (id(word), login(db, by), decision(by, confirmed, &format!("{word} reversing")));
    db.write_now(move |tx| reversal::decide(tx, daguan(), proposal, &decision, &login, NOW))
}

fn cancel(db: &Db, slip: &str, by: &str, on: BusinessDate) -> Result<(), CancelRefused> {
    let (login, asked) = (
        login(db, by),
        Cancellation { county: daguan(), shop: id("shop"), redemption: id(slip), reason: "拿错了".to_owned(), on, salt: [3; 16] },
    );
    db.write_now(move |tx| redemption::cancel(tx, &asked, &login, NOW))
}

/// Runs the same from eight threads at once.
fn eight_times<T: Send>(work: impl Fn() -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(&work)).collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread does not panic")).collect()
    })
}

/// Chen calls and asks for something.
fn set_aside_asked(word: &str) -> SetAside {
    SetAside {
        county: daguan(),
        id: id(word),
        shop: id("shop"),
        household: id("chen"),
        asked_by: "本人电话".to_owned(),
        note: String::new(),
        for_day: today().plus_days(12),
        on: today(),
        by: id("manager"),
    }
}

fn wanted(pieces: i64) -> Vec<Wanted> {
    vec![Wanted { goods: id("rice"), quantity: Pieces(pieces), lot: None, shown: None }]
}

both_engines! {
    fn the_printed_passbook_goes_on_page_by_page(db in &schemas()) {
        settle(db);
        let page = |asked: Option<i64>| {
            let page = db.read_now(move |tx| passbook::booklet_page(tx, daguan(), id("chen"), asked)).expect("the page is read");
            (page.number, page.carried.0, page.list.iter().map(|entry| entry.balance.0).collect::<Vec<_>>())
        };
        assert_eq!(page(None), (1, 0, vec![]), "an empty passbook has its first page");
        award(db, brought("brought", "chen", 900), "other-township").expect("points are brought");
        for word in 1..=9 {
            redeem(db, &format!("slip {word}"), "chen", &[("salt", 1)]);
        }
        let first = (1, 0, vec![900, 875, 850, 825, 800, 775, 750, 725, 700, 675]);
        assert_eq!(page(None), first, "full, and nothing behind it yet");
        redeem(db, "slip 10", "chen", &[("salt", 2)]);
        assert_eq!(page(None), (2, 675, vec![625]), "goes on where the first page ended");
        redeem(db, "slip 11", "chen", &[("salt", 1)]);
        assert_eq!(page(None), (2, 675, vec![625, 600]), "the page that is not full is printed again");
        assert_eq!(page(Some(1)), first, "a full page stays as it was");
        for asked in [-1, 0, 3, i64::MAX] {
            assert_eq!(page(Some(asked)).0, 2, "{asked} is no page");
        }
    }

    fn the_same_form_from_many_threads_is_one_deed(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 900), "other-township").expect("points are brought");
        let handed_over = eight_times(|| {
            let slip = slip("slip", "chen");
            db.write_now(move |tx| redemption::redeem(tx, &slip, &wanted(1), NOW))
        });
        assert!(handed_over.iter().all(Result::is_ok), "{handed_over:?}");
        assert_eq!(standing(db, "chen"), (700, 0, 0), "one bag of rice at 20 points");
        let received = eight_times(|| {
            let mut receipt = points_shop::receipt::Receipt { id: id("more rice"), ..village::goods_in() };
            for lot in &mut receipt.lots {
                lot.id = Id::derived(&[b"more", lot.id.as_bytes()]);
            }
            db.write_now(move |tx| points_shop::receipt::receive(tx, &receipt, NOW))
        });
        assert!(received.iter().all(Result::is_ok), "{received:?}");
        let set_aside = eight_times(|| {
            let asked = set_aside_asked("kept");
            db.write_now(move |tx| set_aside::make(tx, &asked, &wanted(1), NOW))
        });
        assert!(set_aside.iter().all(Result::is_ok), "{set_aside:?}");
        assert_eq!(standing(db, "chen"), (500, 200, 0));
        assert_eq!(misfits(db), [""; 0]);
    }

    fn a_deduction_takes_what_is_there_and_the_rest_from_the_next_points(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 80), "other-township").expect("points are brought");
        let deduct = |word: &'static str, amount: i64| {
            let balance = TenthPoints(standing(db, "chen").0);
            let cause = Cause { id: id(word), on: today(), actor: id("manager"), subject: Subject::new(daguan(), "deed", id::<()>(word)) };
            let posting = posting::deducted(&cause, id("shop"), id("chen"), TenthPoints(amount), balance);
            db.write_now(move |tx| ledger::post(tx, &posting, NOW)).expect("nothing goes below nothing");
        };
        deduct("burning straw", 50);
        assert_eq!(standing(db, "chen"), (30, 0, 0));
        deduct("a banquet", 100);
        assert_eq!(standing(db, "chen"), (0, 0, 70), "three points were there, seven are owed");
        deduct("another banquet", 20);
        assert_eq!(standing(db, "chen"), (0, 0, 90));
        let cause = Cause { id: id("earned"), on: today(), actor: id("manager"), subject: Subject::new(daguan(), "deed", id::<()>("road")) };
        let earned = posting::awarded(&cause, id("shop"), id("chen"), TenthPoints(120), TenthPoints(90));
        db.write_now(move |tx| ledger::post(tx, &earned, NOW)).expect("the budget suffices");
        assert_eq!(standing(db, "chen"), (30, 0, 0), "what was owed is taken first");
        assert_eq!(misfits(db), [""; 0]);
    }

    fn the_same_form_with_other_content_is_refused(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 900), "other-township").expect("points are brought");
        redeem(db, "slip", "chen", &[("rice", 1)]);
        let other = redemption::Redemption { collector: "罗开文".to_owned(), ..slip("slip", "chen") };
        for (slip, wanted) in [(slip("slip", "chen"), wanted(2)), (other, wanted(1)), (slip("slip", "luo"), wanted(1))] {
            let refused = db.write_now(move |tx| redemption::redeem(tx, &slip, &wanted, NOW));
            assert_eq!(refused, Err(redemption::RedeemRefused::OtherContent));
        }
        let mut receipt = village::goods_in();
        receipt.lots[0].quantity = Pieces(9_000);
        let refused = db.write_now(move |tx| points_shop::receipt::receive(tx, &receipt, NOW));
        assert_eq!(refused, Err(points_shop::receipt::ReceiveRefused::OtherContent));
        assert_eq!(standing(db, "chen"), (700, 0, 0));
    }

    fn a_lost_card_dies_and_its_number_is_never_used_again(db in &schemas()) {
        settle(db);
        let first = hand_out(db, "first", "chen", None).expect("the first card");
        assert_eq!(hand_out(db, "first", "chen", None), Ok(first), "the same form again");
        assert_eq!(hand_out(db, "second", "chen", None), Err(HandOutRefused::StillAlive { number: first }));
        let second = hand_out(db, "second", "chen", Some("lost")).expect("a new card for a lost one");
        assert_eq!(hand_out(db, "third", "luo", None), Ok(second + 1));
        assert_eq!(second, first + 1);

        let old = db.read_now(move |tx| card::by_number(tx, daguan(), first)).expect("cards are read").expect("the old card is known");
        assert_eq!((old.dead_on, old.household), (Some(today()), id("chen")));
        let alive = db.read_now(|tx| card::alive_of(tx, daguan(), id("chen"))).expect("cards are read").expect("a card that works");
        assert_eq!((alive.number, alive.secret), (second, new_card("second", "chen").secret));
        let held = db.read_now(|tx| card::of_household(tx, daguan(), id("chen"))).expect("cards are read");
        let held: Vec<_> = held.into_iter().map(|held| (held.number, held.dead)).collect();
        assert_eq!(held, [(second, None), (first, Some((today(), "lost".to_owned())))]);
        assert_eq!(verbs(db, "household", "chen"), ["replaced", "issued", "entered"]);
    }

    fn a_village_gets_the_cards_it_lacks(db in &schemas()) {
        settle(db);
        let counts = |village: &'static str| {
            let cards = db.read_now(move |tx| card::in_village(tx, daguan(), village)).expect("cards are counted");
            (cards.households, cards.with_card, cards.without_card())
        };
        let kept = hand_out(db, "kept", "chen", None).expect("a card");
        assert_eq!(counts(village::CUIPING), (2, 1, 1));
        let missing = db.read_now(|tx| card::without(tx, daguan(), village::CUIPING, 500)).expect("households are read");
        assert_eq!(missing, [id("luo")]);

        // The list was read before another clerk made a card for Chen: that one stays.
        let cards = vec![new_card("batch chen", "chen"), new_card("batch luo", "luo")];
        let again = cards.clone();
        assert_eq!(db.write_now(move |tx| card::issue_missing(tx, &cards, id("clerk"), NOW)), Ok(1));
        assert_eq!(db.write_now(move |tx| card::issue_missing(tx, &again, id("clerk"), NOW)), Ok(0));
        assert_eq!(counts(village::CUIPING), (2, 2, 0));
        assert_eq!(counts(village::HUANGLIANHE), (1, 0, 1));
        let numbers = db.read_now(|tx| card::alive_in_village(tx, daguan(), village::CUIPING)).expect("cards are read");
        assert_eq!(numbers.iter().map(|card| card.number).collect::<Vec<_>>(), [kept, kept + 1]);
    }

    fn points_are_brought_once_and_from_the_budget(db in &schemas()) {
        settle(db);
        assert_eq!(award(db, brought("first", "chen", 775), "other-township"), Ok(()));
        assert_eq!(award(db, brought("first", "chen", 775), "other-township"), Ok(()), "a double click");
        assert_eq!(award(db, brought("second", "chen", 10), "other-township"), Err(AwardRefused::Already));
        assert_eq!((standing(db, "chen"), budget(db)), ((775, 0, 0), 4_225));
        assert_eq!(award(db, brought("dear", "luo", 4_230), "other-township"), Err(AwardRefused::BudgetShort { left: TenthPoints(4_225) }));
        assert_eq!(award(db, brought("fits", "luo", 4_225), "other-township"), Ok(()));
        assert_eq!((standing(db, "luo"), budget(db)), ((4_225, 0, 0), 0));
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn nobody_awards_points_to_the_own_household_or_a_relatives(db in &schemas()) {
        settle(db);
        // The township's login is a member of the Zhao household.
        assert_eq!(award(db, brought("own", "zhao", 10), "township"), Err(AwardRefused::Concerned));
        assert_eq!(award(db, brought("stranger", "luo", 10), "township"), Ok(()));
        let relative = Relative { id: id("relative"), person: id("zhao second"), household: id("chen"), from: today(), until: None };
        db.write_now(move |tx| people::set_relative(tx, daguan(), &relative)).expect("a relative is declared");
        assert_eq!(award(db, brought("relative's", "chen", 10), "township"), Err(AwardRefused::Concerned));
        assert_eq!(award(db, brought("relative's", "chen", 10), "other-township"), Ok(()));
        assert_eq!(award(db, brought("own", "zhao", 10), "other-township"), Ok(()));
    }

    fn what_a_reversal_finds_spent_is_owed_and_taken_from_the_next_points(db in &schemas()) {
        settle(db);
        award(db, brought("wrong", "chen", 500), "other-township").expect("points are brought");
        redeem(db, "slip", "chen", &[("rice", 1), ("salt", 4)]);
        assert_eq!(standing(db, "chen"), (200, 0, 0));
        propose(db, "proposal", id("wrong"), "manager").expect("a reversal is proposed");
        decide(db, "proposal", "supervisor", true).expect("another login confirms");
        assert_eq!((standing(db, "chen"), budget(db)), ((0, 0, 300), 4_700));
        // What was reversed does not count: points may be brought again; the old form sent again does nothing.
        assert_eq!(award(db, brought("wrong", "chen", 500), "other-township"), Ok(()));
        assert_eq!(standing(db, "chen"), (0, 0, 300));
        award(db, brought("right", "chen", 400), "other-township").expect("points are brought again");
        assert_eq!((standing(db, "chen"), budget(db)), ((100, 0, 0), 4_600));
        assert_eq!(misfits(db), Vec::<String>::new());

        let entries = lines(db, "chen", i64::MAX, 50);
        let amounts: Vec<(i64, i64)> = entries.list.iter().map(|entry| (entry.amount.0, entry.balance.0)).collect();
        assert_eq!(amounts, [(-300, 100), (400, 400), (-200, 0), (-300, 200), (500, 500)]);
        assert_eq!(entries.list[0].why, Why::OwedTaken);
        assert!(matches!(&entries.list[1].why, Why::Brought { reversed: false, reason, .. } if reason == "2019 年存折第 3 页"));
        let what = Undone::Brought { on: today() };
        assert_eq!(entries.list[2].why, Why::Reversed { what, reason: "发错了".to_owned(), by_two: true });
        let owed: Vec<(i64, i64)> = entries.list.iter().map(|entry| (entry.owed.0, entry.owed_after.0)).collect();
        assert_eq!(owed, [(-300, 0), (0, 300), (300, 300), (0, 0), (0, 0)]);
        assert_eq!(entries.list[2].by, [id("manager"), id("supervisor")]);
        let Why::Redeemed { goods, .. } = &entries.list[3].why else { panic!("{:?}", entries.list[3].why) };
        let goods: Vec<_> = goods.iter().map(|one| (one.name.as_str(), one.piece_unit.as_str(), one.pieces)).collect();
        assert_eq!(goods, [("大米", "袋", Pieces(1)), ("食盐", "袋", Pieces(4))]);
        assert!(matches!(entries.list[4].why, Why::Brought { reversed: true, .. }));
        assert_eq!(entries.below, None);

        // A page is never cut between the two lines of one posting.
        let page = lines(db, "chen", i64::MAX, 1);
        assert_eq!((page.list.len(), page.below), (2, Some(page.list[1].seq)));
        let next = lines(db, "chen", page.below.expect("there are older lines"), 2);
        assert_eq!(next.list.iter().map(|entry| entry.amount.0).collect::<Vec<_>>(), [-200, -300]);
        assert_eq!(lines(db, "luo", i64::MAX, 50).list.len(), 0);
    }

    fn a_slip_is_reversed_by_two_logins(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 500), "other-township").expect("points are brought");
        let slip = redeem(db, "slip", "chen", &[("rice", 2)]);
        let state = || db.read_now(move |tx| reversal::state_of(tx, daguan(), slip.of())).expect("a state is read");
        let waiting = |by: &str, allowed: bool| {
            let login = login(db, by);
            let found = db.read_now(move |tx| reversal::waiting(tx, daguan(), &login, &|_: &Target| allowed, today())).expect("proposals are read");
            found.into_iter().map(|one| (one.id, one.own, one.concerned)).collect::<Vec<_>>()
        };
        assert!(state().is_none());
        assert_eq!(propose(db, "unknown", id("no posting"), "manager"), Err(ProposeRefused::Unknown));
        assert_eq!(propose(db, "proposal", slip.of(), "manager"), Ok(()));
        assert_eq!(propose(db, "proposal", slip.of(), "manager"), Ok(()), "a double click");
        assert_eq!(propose(db, "another", slip.of(), "other-manager"), Err(ProposeRefused::Proposed));
        assert_eq!(state().map(|state| (state.outcome, state.proposed_by)), Some((Outcome::Waiting, "刘云".to_owned())));
        assert_eq!(waiting("supervisor", true), [(id("proposal"), false, false)]);
        assert_eq!(waiting("manager", true), [(id("proposal"), true, false)]);
        assert_eq!(waiting("supervisor", false), []);
        assert_eq!(decide(db, "proposal", "manager", true), Err(DecideRefused::SameLogin));
        assert_eq!(decide(db, "unknown", "supervisor", true), Err(DecideRefused::Unknown));

        let (unsaid, second) = (Decision { answer: " ".to_owned(), ..decision("supervisor", false, "unsaid") }, login(db, "supervisor"));
        let refused = db.write_now(move |tx| reversal::decide(tx, daguan(), id("proposal"), &unsaid, &second, NOW));
        assert_eq!(refused, Err(DecideRefused::NoReason));
        assert_eq!(state().map(|state| state.outcome), Some(Outcome::Waiting), "nothing was decided");
        assert_eq!(decide(db, "proposal", "supervisor", false), Ok(()));
        assert_eq!(state().map(|state| (state.outcome, state.answer)), Some((Outcome::Declined, "小票没有写错".to_owned())));
        assert_eq!(standing(db, "chen"), (100, 0, 0));
        assert_eq!(decide(db, "proposal", "other-township", true), Err(DecideRefused::Already));

        assert_eq!(propose(db, "again", slip.of(), "manager"), Ok(()));
        assert_eq!(decide(db, "again", "supervisor", true), Ok(()));
        assert_eq!(decide(db, "again", "supervisor", true), Ok(()), "a double click");
        assert_eq!((standing(db, "chen"), waiting("supervisor", true)), ((500, 0, 0), vec![]));
        let state = state().expect("a state");
        assert_eq!((state.outcome, state.proposed_by.as_str(), state.decided.map(|(name, _)| name).as_deref()), (Outcome::Confirmed, "刘云", Some("周明芳")));
        assert_eq!(propose(db, "once more", slip.of(), "manager"), Err(ProposeRefused::Already));
        assert_eq!(propose(db, "of the reversal", id("again reversing"), "manager"), Err(ProposeRefused::Unknown));
        assert_eq!(verbs(db, "redemption", "slip"), ["reversed", "reversal-proposed", "reversal-declined", "reversal-proposed", "handed-over"]);
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn nobody_decides_about_the_own_household(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "zhao", 500), "other-township").expect("points are brought");
        assert_eq!(propose(db, "own", id("brought"), "township"), Err(ProposeRefused::Concerned));
        propose(db, "proposal", id("brought"), "manager").expect("a reversal is proposed");
        assert_eq!(decide(db, "proposal", "township", true), Err(DecideRefused::Concerned));
        assert_eq!(decide(db, "proposal", "township", false), Err(DecideRefused::Concerned));
        assert_eq!(decide(db, "proposal", "other-township", true), Ok(()));
        assert_eq!(standing(db, "zhao"), (0, 0, 0));
    }

    fn only_the_same_clerk_cancels_and_only_on_the_same_day(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 500), "other-township").expect("points are brought");
        redeem(db, "slip", "chen", &[("rice", 2)]);
        assert_eq!(cancel(db, "slip", "other-manager", today()), Err(CancelRefused::OtherClerk));
        assert_eq!(cancel(db, "slip", "manager", today().plus_days(1)), Err(CancelRefused::NotToday));
        assert_eq!(cancel(db, "unknown", "manager", today()), Err(CancelRefused::Unknown));
        assert_eq!(cancel(db, "slip", "manager", today()), Ok(()));
        assert_eq!(cancel(db, "slip", "manager", today()), Err(CancelRefused::Already));
        assert_eq!(standing(db, "chen"), (500, 0, 0));
        assert_eq!(propose(db, "late", id("slip"), "manager"), Err(ProposeRefused::Already));
        let cancelled = db.read_now(|tx| redemption::cancelled_since(tx, daguan(), id("shop"), today())).expect("slips are read");
        assert_eq!(cancelled.into_iter().map(|slip| (slip.id, slip.cancelled)).collect::<Vec<_>>(), [(id("slip"), Some("拿错了".to_owned()))]);
        let entries = lines(db, "chen", i64::MAX, 50);
        assert!(matches!(&entries.list[0].why, Why::Reversed { what: Undone::Slip { slip, .. }, by_two: false, .. } if slip.id == id("slip")));
        assert_eq!(entries.list[0].by, [id("manager")]);
    }

    fn a_proposal_overtaken_by_a_cancellation_can_only_be_declined(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 500), "other-township").expect("points are brought");
        redeem(db, "slip", "chen", &[("rice", 2)]);
        propose(db, "proposal", id("slip"), "other-manager").expect("a reversal is proposed");
        cancel(db, "slip", "manager", today()).expect("the clerk cancels");
        assert_eq!(decide(db, "proposal", "supervisor", true), Err(DecideRefused::Already));
        assert_eq!(decide(db, "proposal", "supervisor", false), Ok(()));
        assert_eq!(standing(db, "chen"), (500, 0, 0));
        assert_eq!(misfits(db), Vec::<String>::new());
    }

    fn what_is_set_aside_stands_in_the_passbook(db in &schemas()) {
        settle(db);
        award(db, brought("brought", "chen", 500), "other-township").expect("points are brought");
        for (word, goods) in [("collected", "rice"), ("left", "salt")] {
            let asked = set_aside_asked(word);
            let wanted = vec![Wanted { goods: id(goods), quantity: Pieces(2), lot: None, shown: None }];
            db.write_now(move |tx| set_aside::make(tx, &asked, &wanted, NOW)).expect("goods are set aside");
        }
        assert_eq!(standing(db, "chen"), (50, 450, 0));
        let collecting = redemption::Redemption { set_aside: Some(id("collected")), ..slip("slip", "chen") };
        db.write_now(move |tx| set_aside::collect(tx, &collecting, id("collected"), NOW)).expect("it is collected");
        db.write_now(|tx| set_aside::give_back(tx, daguan(), id("left"), id("nobody"), today(), NOW)).expect("it goes back");
        assert_eq!(standing(db, "chen"), (100, 0, 0));

        let entries = lines(db, "chen", i64::MAX, 50);
        let whys: Vec<&Why> = entries.list.iter().map(|entry| &entry.why).collect();
        assert!(matches!(whys[0], Why::GivenBack { for_day, .. } if *for_day == today().plus_days(12)), "{whys:?}");
        assert!(matches!(whys[1], Why::SetAside { slip: None, .. }), "{whys:?}");
        assert!(matches!(whys[2], Why::SetAside { slip: Some(slip), goods, .. } if slip.id == id("slip") && goods[0].pieces == Pieces(2)), "{whys:?}");
    }
}
