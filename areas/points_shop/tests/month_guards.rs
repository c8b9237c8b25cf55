//! What nobody may get by sending a form twice, with another form's id or from an old page; and what a correction owes nobody.

mod village;

use basics::Id;
use points_shop::appraisal::Decision;
use points_shop::award::ConfirmRefused;
use points_shop::deed::{Deed, State};
use testkit::{NOW, Scratch, both_engines, daguan, id, today};
use trust::entry::State as EntryState;
use trust::list_type::StepKind;
use trust::roster::{self, RosterRefused};
use village::list::{
    balance, budget, checked, confirmed, decided, entry_of, hung, in_order, listed, looked_at, recorded, schemas, state, taking,
};
use village::{login, rules_in_force, settle};

/// Two people take the points of a deed back.
fn taken_back(db: &Scratch, deed: &'static str, award: Id<points_shop::award::Award>, on: basics::BusinessDate) {
    let posting = Id::derived(&[b"award", id::<Deed>(deed).as_bytes(), award.as_bytes()]);
    let (one, other) = (login(db, "manager"), login(db, "township"));
    db.write_now(move |tx| {
        let proposal = ledger::Proposal { id: id(deed), posting, reason: "查无此事".to_owned(), by: one.id.any() };
        points_shop::reversal::propose(tx, daguan(), &proposal, &one, on, NOW)
    })
    .expect("proposed");
    db.write_now(move |tx| {
        let decision = ledger::Decision {
            by: other.id.any(),
            confirmed: true,
            answer: String::new(),
            posting: id("back"),
            business_date: on,
            salt: [7; 16],
        };
        points_shop::reversal::decide(tx, daguan(), id(deed), &decision, &other, NOW)
    })
    .expect("confirmed by another");
}

both_engines! {
    fn the_id_of_another_click_confirms_nothing(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "ditch", "chen", "出工", 3);
        listed(db);
        assert_eq!(decided(db, "clerk", "one id", &[], true), Ok(1));
        assert_eq!(confirmed(db, "clerk", "one id", today()), Err(ConfirmRefused::OtherContent), "it was decided under this id, not confirmed");
        let after = hung(db, "notice", today()).until.plus_days(1);
        assert_eq!(confirmed(db, "clerk", "one id", after), Err(ConfirmRefused::OtherContent));
        assert_eq!((balance(db, "chen"), budget(db), state(db, "ditch")), ((0, 0), 5_000, State::Listed));
        assert!(confirmed(db, "clerk", "its own id", after).is_ok());
        assert_eq!(balance(db, "chen"), (50, 0));
        in_order(db);
    }

    fn a_decision_sent_again_changes_no_points_on_the_board(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "rescue", "luo", "报告险情", 2);
        listed(db);
        assert_eq!(decided(db, "clerk", "decided", &[("rescue", Decision::Pass, Some(50))], false), Ok(1));
        let after = hung(db, "notice", today()).until.plus_days(1);
        assert_eq!(decided(db, "clerk", "decided", &[("rescue", Decision::Pass, Some(200))], false), Ok(0));
        assert_eq!(entry_of(db, "rescue").shown.counts, 50);
        confirmed(db, "clerk", "confirmed", after).expect("confirmed");
        assert_eq!(balance(db, "luo"), (50, 0), "as it hung");
        in_order(db);
    }

    fn an_old_page_passes_nothing_on_at_the_townships_step(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        db.write_now(|tx| {
            let value = settings::NewValue {
                setting: points_shop::appraisal::TOWNSHIP_REVIEW,
                scope: String::new(),
                value: 1,
                valid_from: today().plus_days(-9),
                reason: "先报乡镇".to_owned(),
                by: id("county"),
            };
            settings::set(tx, daguan(), &value, NOW)
        })
        .expect("a setting");
        checked(db, "ditch", "chen", "出工", 3);
        listed(db);
        assert_eq!(decided(db, "clerk", "one page", &[("ditch", Decision::Pass, None)], false), Ok(1));
        let again = decided(db, "other-clerk", "an older page", &[("ditch", Decision::Pass, None)], false);
        assert!(
            matches!(
                again,
                Err(points_shop::appraisal::DecideRefused::Roster { refused: RosterRefused::Elsewhere { state: EntryState::Open }, .. })
            ),
            "{again:?}"
        );
        assert_eq!(entry_of(db, "ditch").standing.step, 1, "it waits for the township");
        let review = taking(db, "township", "reviewed", today());
        let passed = db.write_now(move |tx| roster::pass_all(tx, &review, (StepKind::Review, "review-appraisal"), None));
        assert_eq!(passed.map(|moved| moved.entries), Ok(1));
    }

    fn a_list_that_was_begun_takes_no_deed_with_it(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "ditch", "chen", "出工", 3);
        recorded(db, "later", "luo", "出工", 3);
        listed(db);
        looked_at(db, "later");
        let gathered = db
            .read_now(|tx| points_shop::appraisal::candidates(tx, daguan(), village::CUIPING, today().month_number()))
            .expect("candidates");
        let entries = points_shop::appraisal::entries_of(daguan(), id("month"), &gathered, &|topic| topic.to_owned());
        db.write_now(move |tx| points_shop::appraisal::list(tx, daguan(), id("month"), &entries)).expect("nothing to do");
        assert_eq!(state(db, "later"), State::Checked, "it waits for the next list");
    }

    fn a_deduction_taken_back_after_it_was_paid_owes_nobody(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "burnt", "luo", "烧秸秆", 2);
        listed(db);
        decided(db, "clerk", "decided", &[("burnt", Decision::Pass, None)], false).expect("passed");
        let after = hung(db, "notice", today()).until.plus_days(1);
        let award = confirmed(db, "clerk", "confirmed", after).expect("confirmed");
        assert_eq!(balance(db, "luo"), (0, 50), "nothing there to take, so all of it is owed");
        village::award(db, village::brought("brought", "luo", 80), "other-township").expect("eight points, five of them owed");
        assert_eq!((balance(db, "luo"), budget(db)), ((30, 0), 4_970));
        taken_back(db, "burnt", award.id, after);
        assert_eq!((balance(db, "luo"), budget(db), state(db, "burnt")), ((80, 0), 4_920, State::Reversed), "as if it had never been");
        in_order(db);
    }

    fn what_was_paid_is_not_given_back_out_of_an_empty_budget(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        checked(db, "burnt", "luo", "烧秸秆", 2);
        listed(db);
        decided(db, "clerk", "decided", &[("burnt", Decision::Pass, None)], false).expect("passed");
        let after = hung(db, "notice", today()).until.plus_days(1);
        let award = confirmed(db, "clerk", "confirmed", after).expect("confirmed");
        village::award(db, village::brought("brought", "luo", 80), "other-township").expect("eight points, five of them owed");
        village::award(db, village::brought("the rest", "zhao", budget(db)), "other-township").expect("all that is left");
        let posting = Id::derived(&[b"award", id::<Deed>("burnt").as_bytes(), award.id.as_bytes()]);
        let (one, other) = (login(db, "manager"), login(db, "other-township"));
        db.write_now(move |tx| {
            let proposal = ledger::Proposal { id: id("burnt"), posting, reason: "查无此事".to_owned(), by: one.id.any() };
            points_shop::reversal::propose(tx, daguan(), &proposal, &one, after, NOW)
        })
        .expect("proposed");
        let refused = db.write_now(move |tx| {
            let decision = ledger::Decision { by: other.id.any(), confirmed: true, answer: String::new(), posting: id("back"), business_date: after, salt: [7; 16] };
            points_shop::reversal::decide(tx, daguan(), id("burnt"), &decision, &other, NOW)
        });
        let short = points_shop::reversal::DecideRefused::BudgetShort { needed: money::TenthPoints(50), left: money::TenthPoints(0) };
        assert_eq!(refused, Err(short));
        assert_eq!((balance(db, "luo"), state(db, "burnt")), ((30, 0), State::Confirmed), "nothing half done");
        in_order(db);
    }

    fn a_deduction_taken_back_while_it_is_owed_strikes_the_debt(db in &schemas()) {
        settle(db);
        rules_in_force(db, 30);
        village::award(db, village::brought("brought", "luo", 20), "other-township").expect("two points");
        checked(db, "burnt", "luo", "烧秸秆", 2);
        listed(db);
        decided(db, "clerk", "decided", &[("burnt", Decision::Pass, None)], false).expect("passed");
        let after = hung(db, "notice", today()).until.plus_days(1);
        let award = confirmed(db, "clerk", "confirmed", after).expect("confirmed");
        assert_eq!(balance(db, "luo"), (0, 30));
        taken_back(db, "burnt", award.id, after);
        assert_eq!(balance(db, "luo"), (20, 0), "what was taken is back and nothing is owed");
        in_order(db);
    }
}
