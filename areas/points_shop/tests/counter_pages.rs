//! The counter where something changes while a form is open, comes odd, or comes after the day was signed off.

mod village;

use axum::http::StatusCode;
use base64::Engine as _;
use basics::{Id, Moment};
use money::TenthPoints;
use pages::Lang;
use points_shop::goods::{self, Goods};
use points_shop::{day, redemption, set_aside};
use testkit::{Answer, Caller, NOW, TestApp, daguan, id, on_both_engines, today};
use village::{award, brought, paper, settle};

fn settled(engine: database::Engine) -> TestApp {
    let app = TestApp::new(engine, vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), points_shop::area()]);
    settle(app.db());
    award(app.db(), brought("brought", "chen", 500), "other-township").expect("points are brought");
    app
}

fn manager(app: &TestApp) -> Caller<'_> {
    app.sign_in("manager").speaking(Lang::ZhHans)
}

fn shop() -> String {
    format!("/c/530624/shops/{}", id::<()>("shop"))
}

fn counter() -> String {
    format!("{}/counter/{}", shop(), id::<()>("chen"))
}

fn field(name: &str, goods: &str) -> String {
    format!("{name}.{}", id::<Goods>(goods))
}

/// Changes goods as the list's own page does.
fn alter(app: &TestApp, goods: &str, change: impl Fn(&mut Goods) + Send + Sync + 'static) {
    let goods = id::<Goods>(goods);
    let altered = app.db().write_now(move |tx| {
        let before = goods::find(tx, daguan(), goods)?.expect("goods of the shop");
        let mut after = before.clone();
        change(&mut after);
        goods::change(tx, &before, &after, id("manager"), NOW)
    });
    altered.expect("goods are changed");
}

/// From the basket to the collecting page, which is answered.
fn chosen(manager: &Caller<'_>, goods: &[(&str, &str)]) -> Answer {
    let fields: Vec<(String, &str)> = goods.iter().map(|(word, pieces)| (field("quantity", word), *pieces)).collect();
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, pieces)| (name.as_str(), *pieces)).collect();
    fields.push(("next", "collect"));
    let basket = manager.post(&counter(), &fields);
    manager.follow(basket)
}

/// Sends the collecting page as a browser does: with everything hidden in it.
fn confirm(manager: &Caller<'_>, page: &Answer, goods: &[(&str, &str)], more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("id".to_owned(), page.hidden("id"))];
    for (word, pieces) in goods {
        fields.push((field("quantity", word), (*pieces).to_owned()));
        if page.text().contains(&field("price", word)) {
            fields.push((field("price", word), page.hidden(&field("price", word))));
        }
    }
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    manager.post(&format!("{}/collect", counter()), &fields)
}

fn head() -> String {
    id::<()>("chen head").to_string()
}

#[track_caller]
fn refused(answer: &Answer, says: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.main());
    assert!(answer.main().contains(says), "{says}: {}", answer.main());
}

fn slips(app: &TestApp) -> usize {
    app.db().read_now(|tx| redemption::recent(tx, daguan(), id("shop"), 50)).expect("slips").len()
}

fn kept(app: &TestApp) -> usize {
    app.db().read_now(|tx| set_aside::open_of_shop(tx, daguan(), id("shop"))).expect("set-asides").len()
}

on_both_engines! {
    fn a_price_that_changed_while_the_form_was_open_is_not_taken(engine) {
        let app = settled(engine);
        let manager = manager(&app);
        let wanted = [("salt", "2")];
        let page = chosen(&manager, &wanted);
        alter(&app, "salt", |salt| salt.price = TenthPoints(90));
        let signed = [("collector", head()), ("paper", "S-1".to_owned())];
        let signed: Vec<(&str, &str)> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = confirm(&manager, &page, &wanted, &signed);
        refused(&answer, "改了价");
        assert!(answer.main().contains("9 分"), "both prices are said");
        // Setting aside shows the same basket, and holds nothing either.
        let aside = [signed.as_slice(), &[("set-aside", "1")]].concat();
        refused(&confirm(&manager, &page, &wanted, &aside), "改了价");
        assert_eq!((slips(&app), kept(&app)), (0, 0));
        // Also between basket and collecting page, and when something else is wrong on that page.
        let (quantity, price) = (field("quantity", "salt"), field("price", "salt"));
        let basket = manager.post(&counter(), &[(&quantity, "2"), (&price, "2.5"), ("next", "collect")]);
        refused(&basket, "改了价");
        refused(&confirm(&manager, &page, &wanted, &[("collector", "other")]), "改了价");
        // What the page showed is what is taken.
        let page = chosen(&manager, &wanted);
        assert_eq!(confirm(&manager, &page, &wanted, &signed).status, StatusCode::SEE_OTHER);
        assert_eq!(slips(&app), 1);
    }

    fn nothing_that_was_chosen_falls_out_of_the_form(engine) {
        let app = settled(engine);
        let manager = manager(&app);
        let signed = [("collector", head()), ("paper", "S-1".to_owned())];
        let signed: Vec<(&str, &str)> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let both = [("rice", "1"), ("salt", "1")];
        let page = chosen(&manager, &both);
        alter(&app, "salt", |salt| salt.offered = false);
        refused(&confirm(&manager, &page, &both, &signed), "已经不在货架上了");
        refused(&confirm(&manager, &page, &both, &[("collector", "")]), "已经不在货架上了");
        refused(&confirm(&manager, &page, &[("rice", "1"), ("never", "1")], &signed), "不在这家超市的单子上");
        for typed in ["abc", "-3", "1.5"] {
            let answer = chosen(&manager, &[("rice", typed)]);
            refused(&answer, "看不懂");
            assert!(answer.main().contains(&format!("value=\"{typed}\"")), "what was typed is kept");
            refused(&confirm(&manager, &page, &[("rice", typed)], &signed), "看不懂");
        }
        assert_eq!(slips(&app), 0);
    }

    fn after_the_day_is_signed_off_things_are_set_aside(engine) {
        let app = settled(engine);
        let manager = manager(&app);
        assert!(manager.get(&format!("{}/counter", shop())).main().contains("今天开门"));
        let closing = day::Closing { county: daguan(), shop: id("shop"), day: today(), witness: "周明芳".to_owned(), signed: paper("D-1"), by: id("manager") };
        app.db().write_now(move |tx| day::close(tx, &closing, NOW)).expect("the day is signed off");
        let search = manager.get(&format!("{}/counter", shop())).main();
        assert!(search.contains("签字收摊") && !search.contains("今天开门"));
        assert!(manager.get(&counter()).main().contains("签字收摊"));
        let wanted = [("rice", "1")];
        let page = chosen(&manager, &wanted);
        assert!(page.main().contains("先替他留着") && !page.main().contains("确认兑换"));
        let head = head();
        assert_eq!(confirm(&manager, &page, &wanted, &[("collector", &head), ("set-aside", &page.hidden("set-aside"))]).status, StatusCode::SEE_OTHER);
        assert_eq!((slips(&app), kept(&app)), (0, 1));
    }

    fn what_was_set_aside_is_given_to_whoever_comes_for_the_household(engine) {
        let app = settled(engine);
        let manager = manager(&app);
        let (wanted, head) = ([("rice", "1")], head());
        let page = chosen(&manager, &wanted);
        confirm(&manager, &page, &wanted, &[("collector", &head), ("set-aside", "1")]);
        let path = format!("{}/set-asides/{}", shop(), page.hidden("id"));
        let form = manager.get(&path).hidden("id");
        let come = |name: &str| {
            let fields = [("id", form.as_str()), ("collector", "other"), ("other-name", name), ("other-relation", "neighbour"), ("paper", "S-2")];
            manager.post(&format!("{path}/collect"), &fields)
        };
        refused(&come(""), "代领人姓名：");
        assert_eq!(come("罗开文").status, StatusCode::SEE_OTHER);
        let slip = app.db().read_now(move |tx| redemption::find(tx, daguan(), form.parse::<Id<redemption::Redemption>>().expect("an id"))).expect("it is read").expect("a slip");
        assert_eq!((slip.collector.as_str(), slip.relation.as_str()), ("罗开文", "neighbour"));
    }
}

/// A drawing as the box on the page sends it: a black line on white.
fn drawing() -> String {
    let mut picture = image::GrayImage::from_pixel(300, 120, image::Luma([255]));
    for x in 20..280 {
        for y in 40..48 {
            picture.put_pixel(x, y, image::Luma([0]));
        }
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture is written");
    format!("data:image/png;base64,{}", base64::engine::general_purpose::STANDARD.encode(bytes.get_ref()))
}

#[test]
fn a_drawn_signature_survives_what_else_is_wrong() {
    let app = settled(database::Engine::Sqlite);
    let manager = manager(&app);
    let (wanted, drawn) = ([("rice", "1")], drawing());
    let page = chosen(&manager, &wanted);
    let nameless = [("collector", "other"), ("other-name", ""), ("other-relation", "kin"), ("signature", drawn.as_str())];
    let again = confirm(&manager, &page, &wanted, &nameless);
    refused(&again, "代领人姓名：");
    assert_eq!(again.hidden("signature"), drawn);
    assert_eq!(again.header("cache-control"), "private, no-cache", "the way back finds the form");
    let named = [("collector", "other"), ("other-name", "王二"), ("other-relation", "kin"), ("signature", drawn.as_str())];
    assert_eq!(confirm(&manager, &page, &wanted, &named).status, StatusCode::SEE_OTHER);
    // One that cannot be read is asked for anew.
    let page = chosen(&manager, &wanted);
    let broken = confirm(&manager, &page, &wanted, &[("collector", head().as_str()), ("signature", "data:image/png;base64,AAAA")]);
    assert_eq!((broken.status, broken.hidden("signature").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, ""));
}

#[test]
fn the_counter_begins_with_what_is_taken_most() {
    let app = settled(database::Engine::Sqlite);
    let manager = manager(&app);
    assert!(!manager.get(&counter()).text().contains("data-tab=\"often\""));
    village::redeem(app.db(), "slip", "chen", &[("salt", 1)]);
    app.set_clock(Moment(NOW.0 + 60_000));
    let page = manager.get(&counter()).text();
    let first = page.split("data-tab=\"").nth(1).expect("tabs");
    assert!(first.starts_with("often\""));
    assert_eq!(page.matches(" often\"").count(), 1, "salt alone was taken");
}

#[test]
fn a_demos_moments_lie_on_its_own_day_and_nobody_is_signed_out_by_it() {
    let app = TestApp::demo(
        database::Engine::Sqlite,
        vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), points_shop::area()],
    );
    settle(app.db());
    award(app.db(), brought("brought", "chen", 500), "other-township").expect("points are brought");
    // The machine's clock runs years later than the demo.
    let machine = Moment(NOW.0 + 6 * 365 * 24 * 3_600_000 + 5 * 3_600_000);
    app.set_clock(machine);
    app.site.set_demo_date(today());
    let manager = manager(&app);
    let wanted = [("rice", "1")];
    let page = chosen(&manager, &wanted);
    let slip = page.hidden("id");
    assert_eq!(confirm(&manager, &page, &wanted, &[("collector", head().as_str()), ("paper", "S-1")]).status, StatusCode::SEE_OTHER);
    let slip = app.db().read_now(move |tx| redemption::find(tx, daguan(), slip.parse::<Id<redemption::Redemption>>().expect("an id")));
    let slip = slip.expect("it is read").expect("a slip");
    assert_eq!((slip.at.day(), slip.at.hour_minute()), (today(), machine.hour_minute()));
    // Moving on by days moves no session's end; what was recorded never lies later than what comes.
    let before = app.site.now();
    app.site.set_demo_date(today().plus_days(5));
    assert!(app.site.now() > before);
    assert_eq!(manager.get(&counter()).status, StatusCode::OK, "still signed in");
    app.set_clock(Moment(machine.0 - 3 * 3_600_000));
    let latest = app.site.now();
    app.set_clock(Moment(machine.0 - 4 * 3_600_000));
    assert_eq!(app.site.now(), latest, "it does not go back");
}
