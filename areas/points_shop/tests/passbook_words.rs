//! What a passbook says of reversals, cancellations, debts and mergers: on its page, behind the card's code, on paper; both engines.

mod village;

use std::io::Write as _;
use std::process::{Command, Stdio};

use basics::Id;
use ledger::{Decision, Proposal};
use points_shop::card::{self, Card};
use points_shop::{passbook, redemption, reversal};
use registry::household::Household;
use registry::household::ending::Ending;
use testkit::{Answer, NOW, TestApp, daguan, id, on_both_engines, today};
use village::month::{
    at_work, confirmed, days_later, deed_path, done, hung, is_silent, passbook as page_of, path_of, refuses, says, settled,
};
use village::{award, brought, login, redeem};

const SECRET: &str = "abcdefghjkmnpqrstuvwxyz23456789z";

fn household(word: &str, rest: &str) -> String {
    format!("/c/530624/households/{}{rest}", id::<Household>(word))
}

fn slip_path(word: &str) -> String {
    format!("/c/530624/shops/{}/redemptions/{}", id::<()>("shop"), id::<()>(word))
}

/// Takes a posting back with two logins.
fn reversed(app: &TestApp, posting: Id<ledger::Posting>, reason: &str, by: (&str, &str)) {
    let proposal = Proposal { id: Id::derived(&[b"p", posting.as_bytes()]), posting, reason: reason.to_owned(), by: id(by.0) };
    let (one, other) = (login(app.db(), by.0), login(app.db(), by.1));
    let (posting, on) = (Id::derived(&[b"r", posting.as_bytes()]), app.today());
    let decision = Decision { by: id(by.1), confirmed: true, answer: String::new(), posting, business_date: on, salt: [7; 16] };
    app.db()
        .write_now(move |tx| {
            reversal::propose(tx, daguan(), &proposal, &one, on, NOW).expect("it is proposed");
            reversal::decide(tx, daguan(), proposal.id, &decision, &other, NOW)
        })
        .expect("it is confirmed");
}

fn cancelled(app: &TestApp, slip: &str) {
    let manager = login(app.db(), "manager");
    let asked = redemption::Cancellation {
        county: daguan(),
        shop: id("shop"),
        redemption: id(slip),
        reason: "拿错了".to_owned(),
        on: today(),
        salt: [3; 16],
    };
    app.db().write_now(move |tx| redemption::cancel(tx, &asked, &manager, NOW)).expect("the slip is cancelled");
}

fn standing(app: &TestApp, household: &str) -> (i64, i64) {
    let household = id(household);
    let standing = app.db().read_now(move |tx| passbook::standing(tx, daguan(), household)).expect("balances are read");
    (standing.balance.0, standing.owed.0)
}

fn misfits(app: &TestApp) -> Vec<String> {
    let report = app.db().read_now(|tx| ledger::verify_book(tx, daguan(), None, &ledger::Progress::default())).expect("the recount runs");
    report.misfits.iter().map(ToString::to_string).collect()
}

/// The words of a paper, without the spaces and line ends the typesetter chose.
fn words_of(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), "application/pdf", "{}", answer.main());
    let mut child =
        Command::new("pdftotext").args(["-raw", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("poppler-utils");
    let (mut input, pdf) = (child.stdin.take().expect("piped"), answer.bytes.clone());
    let written = std::thread::spawn(move || input.write_all(&pdf).expect("it is read"));
    let output = child.wait_with_output().expect("it ends");
    written.join().expect("all is written");
    String::from_utf8_lossy(&output.stdout).split_whitespace().collect()
}

fn merge(app: &TestApp, form: &str, old: &str, new: &str) -> Answer {
    let (form, new, from) = (id::<Ending>(form).to_string(), id::<Household>(new).to_string(), today().to_string());
    let fields = [("id", form.as_str()), ("reason", "merged"), ("from", &from), ("successor", &new), ("go", "confirm")];
    at_work(app, "other-township").post(&household(old, "/end"), &fields)
}

fn take_back(app: &TestApp, form: &str, old: &str) -> Answer {
    let form = id::<Ending>(form).to_string();
    at_work(app, "other-township").post(&household(old, "/back"), &[("id", form.as_str()), ("why", "登错了户")])
}

on_both_engines! {
    fn a_reversal_names_what_it_took_back_and_what_came_to_be_owed(engine) {
        let app = settled(engine);
        award(app.db(), brought("opening", "chen", 500), "other-township").expect("points are brought along");
        redeem(app.db(), "kept", "chen", &[("rice", 1), ("salt", 2)]);
        redeem(app.db(), "wrong", "chen", &[("salt", 1)]);
        cancelled(&app, "wrong");
        let card = Card {
            county: daguan(), id: id("card"), household: id("chen"), number: 0, secret: SECRET.to_owned(), issued_on: today(), dead_on: None,
        };
        app.db().write_now(move |tx| card::hand_out(tx, &card, None, id("clerk"), NOW)).expect("the card is handed out");
        reversed(&app, id("opening"), "抄错了一位", ("manager", "supervisor"));
        assert_eq!(standing(&app, "chen"), (0, 250));

        says(&page_of(&app, "chen"), &[
            "撤销 兑换小票 20200108-002（1 月 8 日）：拿错了",
            "冲正 存折上带来的积分（1 月 8 日）：抄错了一位。账上不够，欠下 25 分",
            "欠 25</span>",
        ]);
        let card = app.guest().get(&format!("/q/530624/{SECRET}"));
        says(&card, &["撤销：兑换（1 月 8 日）", "冲正：带来的积分（1 月 8 日）。账上不够，欠下 25 分", "欠 25</span>"]);
        is_silent(&card, &["抄错了一位", "拿错了", "20200108-00"]);
        let paper = words_of(&at_work(&app, "clerk").get(&household("chen", "/points.pdf")));
        for words in ["撤销兑换小票20200108-002（1月8日）：拿错了", "欠下25分", "欠25"] {
            assert!(paper.contains(words), "{words} is not on paper: {paper}");
        }
        // What is paid back leaves nothing owed.
        award(app.db(), brought("again", "chen", 400), "other-township").expect("points are brought along");
        assert_eq!(standing(&app, "chen"), (150, 0));
        let page = page_of(&app, "chen");
        assert_eq!(page.text().matches("欠 25</span>").count(), 2, "what came shows the debt as it was, what paid it shows none: {}", page.main());
        assert_eq!(misfits(&app), [""; 0]);
    }

    fn a_printed_page_that_ends_between_what_came_and_what_it_paid_shows_the_debt_as_it_was(engine) {
        let app = settled(engine);
        award(app.db(), brought("opening", "chen", 500), "other-township").expect("points are brought along");
        for slip in ["first", "second", "third"] {
            redeem(app.db(), slip, "chen", &[("salt", 1)]);
            cancelled(&app, slip);
        }
        redeem(app.db(), "kept", "chen", &[("rice", 1), ("salt", 2)]);
        reversed(&app, id("opening"), "抄错了一位", ("manager", "supervisor"));
        award(app.db(), brought("again", "chen", 400), "other-township").expect("points are brought along");
        let page = |number| app.db().read_now(move |tx| passbook::booklet_page(tx, daguan(), id("chen"), Some(number))).expect("a page");
        let (full, next) = (page(1), page(2));
        let last = full.list.last().expect("ten lines");
        assert_eq!((full.list.len(), last.amount.0, last.balance.0, last.owed_after.0), (10, 400, 400, 250));
        assert_eq!((next.carried.0, next.carried_owed.0), (400, 250), "carried forward as the page before ends");
        assert_eq!(next.list.iter().map(|line| (line.amount.0, line.balance.0, line.owed_after.0)).collect::<Vec<_>>(), [(-250, 150, 0)]);
    }

    fn a_deduction_of_a_household_without_points_has_its_line_and_so_has_its_reversal(engine) {
        let app = settled(engine);
        let (roster, _) = hung(&app, &[done("burnt", "luo", "烧秸秆", 3), done("road", "chen", "出工", 3)]);
        days_later(&app, 7);
        path_of(&confirmed(&at_work(&app, "clerk"), &roster));
        assert_eq!(standing(&app, "luo"), (0, 50));
        says(&page_of(&app, "luo"), &["烧秸秆", "账上不够，欠下 5 分", "欠 5</span>", "data-figure=\"line.change\">0<"]);
        let paper = words_of(&at_work(&app, "clerk").get(&household("luo", "/points.pdf")));
        assert!(paper.contains("欠下5分") && paper.contains("欠5"), "{paper}");

        // The deed, the whole list and its entries open to their postings; whoever does not see the book reads no numbers of it.
        let clerk = at_work(&app, "clerk");
        for path in [deed_path("burnt"), deed_path("road"), roster.clone(), format!("{roster}/entries")] {
            says(&clerk.get(&path), &["/c/530624/postings/"]);
        }
        is_silent(&at_work(&app, "liaison").get(&deed_path("road")), &["/postings/"]);
        let posting = app.db().read_now(|tx| ledger::posting_of_cause(tx, &basics::Subject::new(daguan(), "deed", id::<()>("burnt"))));
        let posting = posting.expect("postings are read")[0].id;
        // The manager sees the passbook, not the deed: a number, no link that leads nowhere.
        let manager = at_work(&app, "manager");
        is_silent(&manager.get(&household("luo", "/points")), &[&format!("/postings/{posting}")]);
        says(&clerk.get(&household("luo", "/points")), &[&format!("/postings/{posting}")]);

        reversed(&app, posting, "查无此事", ("other-township", "supervisor"));
        assert_eq!(standing(&app, "luo"), (0, 0));
        says(&page_of(&app, "luo"), &["冲正 烧秸秆", "：查无此事。原来欠的 5 分不用还了"]);
        says(&clerk.get(&deed_path("burnt")), &["冲正</span>"]);
        says(&at_work(&app, "supervisor").get("/c/530624/reversals/all"), &["记在账上", "/c/530624/postings/"]);
        assert_eq!(misfits(&app), [""; 0]);
    }

    fn points_that_move_with_a_merger_pay_what_the_other_household_owes_and_come_back_in_full(engine) {
        let app = settled(engine);
        award(app.db(), brought("opening", "chen", 500), "other-township").expect("points are brought along");
        redeem(app.db(), "slip", "chen", &[("rice", 2)]);
        reversed(&app, id("opening"), "抄错了", ("manager", "supervisor"));
        award(app.db(), brought("luo brought", "luo", 300), "other-township").expect("points are brought along");
        assert_eq!((standing(&app, "luo"), standing(&app, "chen")), ((300, 0), (0, 400)));

        path_of(&merge(&app, "merger", "luo", "chen"));
        assert_eq!((standing(&app, "luo"), standing(&app, "chen")), ((0, 0), (0, 100)), "all 30 points pay, 10 are owed still");
        says(&page_of(&app, "luo"), &["并户：转到 陈家福 家"]);
        says(&page_of(&app, "chen"), &["并户：从 罗开文 家转来", "并户：还上欠的 30 分", "欠 10</span>"]);

        path_of(&take_back(&app, "back", "luo"));
        assert_eq!((standing(&app, "luo"), standing(&app, "chen")), ((300, 0), (0, 400)), "as it was before");
        says(&page_of(&app, "luo"), &["撤回并户：从 陈家福 家退回"]);
        says(&page_of(&app, "chen"), &["撤回并户：退给 罗开文 家，并户时还上的 30 分又欠着", "欠 40</span>"]);
        assert_eq!(misfits(&app), [""; 0]);
    }

    fn whoever_declines_a_reversal_says_why_and_the_slip_shows_it(engine) {
        let app = settled(engine);
        award(app.db(), brought("opening", "chen", 500), "other-township").expect("points are brought along");
        redeem(app.db(), "slip", "chen", &[("rice", 1)]);
        let manager = at_work(&app, "manager");
        let form = manager.get(&format!("{}/reversal", slip_path("slip"))).hidden("id");
        path_of(&manager.post(&format!("{}/reversal", slip_path("slip")), &[("reason", "数量写错"), ("id", &form)]));
        let (supervisor, decline) = (at_work(&app, "supervisor"), format!("/c/530624/reversals/{form}/decline"));
        let answer = format!("answer.{form}");
        refuses(&supervisor.post(&decline, &[(&answer, "  ")]), &["为什么不同意", "这里要填", "数量写错"]);
        let long = "货".repeat(201);
        refuses(&supervisor.post(&decline, &[(&answer, &long)]), &["最多 200 个字", &long]);
        says(&manager.get(&slip_path("slip")), &["等监督员确认"]);
        for _ in ["a click", "a second click"] {
            path_of(&supervisor.post(&decline, &[(&answer, "当面数过，没有写错")]));
        }
        says(&manager.get(&slip_path("slip")), &["周明芳 不同意：当面数过，没有写错"]);
        says(&supervisor.get("/c/530624/reversals/all"), &["没有同意", "当面数过，没有写错"]);
        let refused = supervisor.post(&decline, &[(&answer, "")]);
        assert!(refused.status.is_redirection(), "a decision that stands is not asked for again: {}", refused.main());
    }

    fn a_slip_that_was_cancelled_is_printed_with_the_balance_then_and_the_balance_after(engine) {
        let app = settled(engine);
        award(app.db(), brought("opening", "chen", 500), "other-township").expect("points are brought along");
        redeem(app.db(), "slip", "chen", &[("rice", 1)]);
        let manager = at_work(&app, "manager");
        let print = || words_of(&manager.post(&format!("{}/print", slip_path("slip")), &[]));
        let first = print();
        assert!(first.contains("现在余额30") && !first.contains("退回"), "{first}");
        cancelled(&app, "slip");
        says(&manager.get(&slip_path("slip")), &["退回以后</dt><dd><b data-figure=\"redemption.balance-back\">50</b>", "撤销</span>"]);
        let again = print();
        for words in ["已撤销", "补打", "当时余额30", "退回后余额50"] {
            assert!(again.contains(words), "{words} is not on paper: {again}");
        }
        assert!(!again.contains("现在余额"), "{again}");
    }
}
