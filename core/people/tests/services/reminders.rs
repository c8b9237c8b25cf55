//! Reminders are written once a day, read by their own login, and put away by it; a demo's strip leads past a running period.

use axum::http::StatusCode;
use basics::{BusinessDate, Id};
use people::{Reminder, unseen_reminders};
use testkit::{TestApp, daguan, id, on_both_engines, today};

use crate::{app, demo};

fn unseen(app: &TestApp, word: &str) -> Vec<Reminder> {
    unseen_on(app, word, today())
}

fn unseen_on(app: &TestApp, word: &str, on: BusinessDate) -> Vec<Reminder> {
    let login = id(word);
    app.db()
        .read_now(move |tx| unseen_reminders(tx, daguan(), login, on))
        .unwrap_or_else(|error: database::DatabaseError| panic!("{error}"))
}

on_both_engines! {
    fn a_reminder_is_told_once_a_day_and_put_away_by_its_own_login(engine) {
        let app = app(engine);
        app.run_jobs(today());
        app.run_jobs(today());
        let told = unseen(&app, "clerk");
        assert_eq!(told.len(), 1, "twice the same matter of a day is once: {told:?}");
        assert_eq!((told[0].key.as_str(), told[0].on), ("test-reminder", today()));
        assert_eq!(app.site.texts.say_kept(pages::Lang::ZhHans, &told[0].key, &told[0].args), "三组 还有 3 件");
        assert_eq!(unseen(&app, "helper"), []);

        let seen = format!("/c/530624/reminders/{}/seen", told[0].id);
        assert_eq!(app.sign_in("officer").post(&seen, &[]).status, StatusCode::NOT_FOUND);
        assert_eq!(unseen(&app, "clerk").len(), 1);
        let clerk = app.sign_in("clerk");
        assert_eq!(clerk.post(&seen, &[]).location(), "/");
        assert_eq!(unseen(&app, "clerk"), []);
        assert_eq!(clerk.post(&format!("/c/530624/reminders/{}/seen", id::<()>("none") as Id), &[]).status, StatusCode::NOT_FOUND);

        // The next day it is told again, and the day after there is nothing to tell and what was told no longer holds.
        app.run_jobs(today().plus_days(1));
        app.run_jobs(today().plus_days(2));
        assert_eq!(unseen_on(&app, "clerk", today().plus_days(1)).len(), 1);
        assert_eq!(unseen_on(&app, "clerk", today().plus_days(2)), []);
    }

    fn a_demos_strip_offers_the_end_of_a_period_while_one_runs(engine) {
        let demo = demo(engine);
        let clerk = demo.sign_in("clerk");
        let page = clerk.get("/me").text();
        assert!(page.contains("/demo/next-day") && page.contains("过到公示期满（1 月 11 日）"), "{page}");
        demo.site.set_demo_date(today().plus_days(3));
        let page = clerk.get("/me").text();
        assert!(page.contains("/demo/next-day") && !page.contains("/demo/end-of-period"), "the period is over");
        assert!(!app(engine).sign_in("clerk").get("/me").text().contains("/demo/"), "only a demo moves its date");
    }
}
