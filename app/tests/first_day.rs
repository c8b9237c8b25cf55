//! From nothing over the pages: the set-up code, the first administrator, the steps, the home page; and a demo's next day.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use basics::{BusinessDate, County};
use database::{DatabaseError, Tx, open_book};
use files::FileStore;
use pages::{Arg, Site, SiteOptions, TextSource};
use people::{Area, NewReminder};
use testkit::catalogue::sql;
use testkit::{RolePlace, Scratch, add_login, both_engines, daguan, give_role, id, today};
use tower::ServiceExt as _;
use xieshou::{SetupCode, areas, server};

struct Browser {
    site: Arc<Site>,
    code: Arc<SetupCode>,
    router: Router,
    cookies: Vec<String>,
}

struct Answered {
    status: StatusCode,
    to: String,
    body: String,
}

impl Browser {
    fn over(db: &Scratch, demo: bool) -> Browser {
        Browser::with(db, demo, areas::areas())
    }

    fn with(db: &Scratch, demo: bool, areas: Vec<Area>) -> Browser {
        let files = FileStore::open(&db.folder.path().join("files")).expect("opens");
        let options = SiteOptions { demo, public_url: "http://localhost".to_owned(), ..SiteOptions::default() };
        let site = Arc::new(server::site(db.db.clone(), files, options, &areas).unwrap_or_else(|failure| panic!("{failure}")));
        let code = Arc::new(SetupCode::default());
        Browser { router: server::router(&site, areas, code.clone()), site, code, cookies: Vec::new() }
    }

    fn send(&mut self, request: axum::http::request::Builder, body: String) -> Answered {
        let request = request.header(header::COOKIE, self.cookies.join("; ")).header(header::ACCEPT_LANGUAGE, "en");
        let request: Request<Body> = request.body(Body::from(body)).expect("a request");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let answer = runtime.block_on(self.router.clone().oneshot(request)).expect("an answer");
        let text = |value: &axum::http::HeaderValue| value.to_str().expect("ASCII").to_owned();
        for cookie in answer.headers().get_all(header::SET_COOKIE).iter().map(text) {
            let pair = cookie.split(';').next().expect("a pair").to_owned();
            let name = format!("{}=", pair.split('=').next().expect("a name"));
            self.cookies.retain(|kept| !kept.starts_with(&name));
            self.cookies.push(pair);
        }
        let (status, to) = (answer.status(), answer.headers().get(header::LOCATION).map(text).unwrap_or_default());
        let bytes = runtime.block_on(to_bytes(answer.into_body(), 1 << 20)).expect("a body");
        Answered { status, to, body: String::from_utf8(bytes.to_vec()).expect("UTF-8") }
    }

    fn get(&mut self, path: &str) -> Answered {
        self.send(Request::get(path), String::new())
    }

    /// Sends a form with the token of the page it stands on.
    fn post(&mut self, page: &str, path: &str, fields: &str) -> Answered {
        let shown = self.get(page).body;
        let token = shown.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
        self.send(Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), format!("csrf={token}&{fields}"))
    }
}

/// The areas of the program and one whose notices end on the 10th.
fn with_a_notice() -> Vec<Area> {
    fn periods(_: &mut Tx<'_>, _: County, on: BusinessDate) -> Result<Option<BusinessDate>, DatabaseError> {
        Ok(Some(today().plus_days(3)).filter(|after| on < *after))
    }
    fn reminders(_: &mut Tx<'_>, county: County, _: BusinessDate) -> Result<Vec<NewReminder>, DatabaseError> {
        let args = vec![("count", Arg::Number(3))];
        Ok(vec![NewReminder {
            login: id("clerk"),
            key: "test-notices",
            args,
            href: format!("/c/{county}/things"),
            about: "notices".to_owned(),
        }])
    }
    let texts = vec![TextSource {
        zh_hans: "test-notices = { $count } 个公示今天到期\n",
        en: "test-notices = { $count } notices end today\n",
    }];
    let mut areas = areas::areas();
    areas.push(Area { texts, periods: Some(periods), reminders: Some(reminders), ..Area::named("test") });
    areas
}

/// A book with a clerk and a helper; answers the clerk's login.
fn settled(db: &Scratch) -> &'static str {
    db.write_now(|tx| {
        open_book(tx, daguan(), "大关县", today())?;
        let clerk = add_login(tx, daguan(), "clerk", "王红", None)?;
        give_role(tx, clerk, "village_clerk", daguan(), RolePlace::Division("530624101201"), None)?;
        add_login(tx, daguan(), "helper", "陈丽", None).map(drop)
    })
    .unwrap_or_else(|error: DatabaseError| panic!("{error}"));
    "clerk"
}

/// Days whose job of this kind was done.
fn done_days(db: &Scratch, kind: &'static str) -> Vec<String> {
    let statement = sql("SELECT key FROM job WHERE kind = $1 AND state = 'done' ORDER BY key".to_owned());
    db.read_now(move |tx| tx.rows(statement, database::args![kind], |row| row.get(0)))
        .unwrap_or_else(|error: DatabaseError| panic!("{error}"))
}

const ADMINISTRATOR: &str = "display=Gao&name=Gao.Min&password-new=a-long-word&password-again=a-long-word&book=530625&book=530624";

both_engines! {
    fn every_statement_is_accepted(db in &areas::schemas()) {
        for sql in areas::statements().into_iter().flatten() {
            let prepared: Result<(), database::DatabaseError> = db.read_now(move |tx| tx.prepare(*sql));
            assert_eq!(prepared, Ok(()), "{}", sql.name);
        }
    }

    fn an_empty_database_is_set_up_once(db in &areas::schemas()) {
        let mut browser = Browser::over(db, false);
        for path in ["/", "/login", "/c/530624/households"] {
            assert_eq!((browser.get(path).status, browser.get(path).to.as_str()), (StatusCode::SEE_OTHER, "/setup"), "{path}");
        }
        let code = browser.code.shown().replace(' ', "");
        let wrong = browser.post("/setup", "/setup", &format!("code=00&{ADMINISTRATOR}"));
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("not the code in the terminal") && wrong.body.contains("value=\"530625\" checked"));
        let nobook = browser.post("/setup", "/setup", &format!("code={code}&display=Gao&name=gao.min&password-new=short&password-again=other"));
        assert!(["Choose at least one book", "at least 8 characters", "two new passwords differ"].iter().all(|text| nobook.body.contains(text)));
        let made = browser.post("/setup", "/setup", &format!("code={code}&{ADMINISTRATOR}"));
        assert_eq!((made.status, made.to.as_str()), (StatusCode::SEE_OTHER, "/login?done=set-up"));
        assert_eq!(browser.get("/setup").to, "/login?to=%2Fsetup");
        let again = browser.post("/login", "/setup", &format!("code={code}&{ADMINISTRATOR}"));
        assert_eq!(again.to, "/login", "a second administrator is not made like this");

        let signed_in = browser.post("/login", "/login", "name=gao.min&password=a-long-word&to=/setup");
        assert_eq!(signed_in.to, "/setup");
        let steps = browser.get("/setup").body;
        assert!(steps.contains("大关县") && steps.contains("永善县") && steps.contains("/c/530624/logins"));
        assert!(!steps.contains('⟦'), "a text is missing");
        let home = browser.get("/").body;
        assert!(home.contains("of the set-up left") && !home.contains('⟦'), "{home}");
        let missing = browser.get("/no-such-page");
        assert!(missing.status == StatusCode::NOT_FOUND && missing.body.contains("There is no such page"));
        assert!(browser.get("/healthz").body.contains("\"ready\":true"));
    }

    fn only_a_demo_goes_to_its_next_day(db in &areas::schemas()) {
        db.write_now(|tx| open_book(tx, daguan(), "大关县", today())).unwrap_or_else(|error: database::DatabaseError| panic!("{error}"));
        let mut browser = Browser::over(db, false);
        let code = browser.code.shown();
        browser.post("/setup", "/setup", &format!("code={code}&{ADMINISTRATOR}"));
        browser.post("/login", "/login", "name=gao.min&password=a-long-word");
        assert_eq!(browser.post("/me", "/demo/next-day", "back=/me").status, StatusCode::NOT_FOUND);

        db.set_mark(server::BUSINESS_DATE, "20191231").expect("marked");
        let cookies = browser.cookies.clone();
        let mut demo = Browser { cookies, ..Browser::over(db, true) };
        assert_eq!(demo.site.today().to_string(), "2019-12-31");
        let moved = demo.post("/me", "/demo/next-day", "back=//elsewhere.example");
        assert_eq!((moved.status, moved.to.as_str()), (StatusCode::SEE_OTHER, "/"));
        assert_eq!(demo.site.today().to_string(), "2020-01-01");
        assert_eq!(db.mark(server::BUSINESS_DATE).expect("read").as_deref(), Some("20200101"));
    }

    fn a_demo_goes_to_the_end_of_a_period_day_by_day(db in &areas::schemas()) {
        let (clerk, mut demo) = (settled(db), Browser::with(db, true, with_a_notice()));
        demo.site.set_demo_date(today());
        demo.post("/login", "/login", &format!("name={clerk}&password={}", testkit::PASSWORD));
        let page = demo.get("/me").body;
        assert!(page.contains("To the end of the period (11 January)") && page.contains("/demo/end-of-period"), "{page}");
        let moved = demo.post("/me", "/demo/end-of-period", "back=/me");
        assert_eq!((moved.status, moved.to.as_str(), demo.site.today().to_string().as_str()), (StatusCode::SEE_OTHER, "/me", "2020-01-11"));
        // The jobs of each day on the way were done before the answer left.
        assert_eq!(done_days(db, "hold-expiry"), ["2020-01-09", "2020-01-10", "2020-01-11"]);
        assert!(!demo.get("/me").body.contains("/demo/end-of-period"));
        // The form of a page that stood open does nothing more.
        assert_eq!(demo.post("/me", "/demo/end-of-period", "back=/me").to, "/me");
        assert_eq!(demo.site.today().to_string(), "2020-01-11");

        let mut real = Browser::with(db, false, with_a_notice());
        real.cookies = demo.cookies.clone();
        assert_eq!(real.post("/me", "/demo/end-of-period", "back=/me").status, StatusCode::NOT_FOUND);
    }

    fn home_tells_what_there_is_to_be_told_and_who_stands_in(db in &areas::schemas()) {
        let (clerk, mut demo) = (settled(db), Browser::with(db, true, with_a_notice()));
        demo.site.set_demo_date(today());
        demo.post("/login", "/login", &format!("name={clerk}&password={}", testkit::PASSWORD));
        assert!(!demo.get("/").body.contains("Got it"));
        demo.post("/", "/demo/next-day", "back=/");
        let home = demo.get("/").body;
        assert!(home.contains("3 notices end today") && home.contains("href=\"/c/530624/things\"") && home.contains("Got it"), "{home}");
        let seen = home.split("action=\"").filter_map(|rest| rest.split('"').next()).find(|path| path.ends_with("/seen")).expect("a button").to_owned();
        assert_eq!(demo.post("/", &seen, "").to, "/");
        assert!(!demo.get("/").body.contains("notices end today"));

        let grant: basics::Id<people::Grant> = basics::Id::derived(&[b"test grant", id::<people::login::Login>("clerk").as_bytes(), b"village_clerk"]);
        let named = demo.post("/me", "/me/deputies", &format!("id={}&grant={grant}&deputy=helper&until=2020-01-20", id::<()>("form")));
        assert_eq!(named.to, "/me?done=deputy-named", "{}", named.body);
        assert!(demo.get("/").body.contains("陈丽 stands in for you until 20 January"));
        let mut helper = Browser::with(db, true, with_a_notice());
        helper.site.set_demo_date(today().plus_days(1));
        helper.post("/login", "/login", &format!("name=helper&password={}", testkit::PASSWORD));
        assert!(helper.get("/").body.contains("You stand in for 王红 until 20 January"));
    }
}
