//! What a donor sees of what it gave: counts and villages, no name, no household, and nothing that another one gave.

mod village;

use money::{Pieces, TenthPoints};
use points_shop::goods::Goods;
use points_shop::receipt::{Lot, NewLot, Receipt};
use points_shop::redemption::{Cancellation, cancel};
use points_shop::{goods, lot, receipt};
use registry::body::Body;
use testkit::{Answer, NOW, RolePlace, TestApp, daguan, html, id, on_both_engines, today};
use village::month::{at_work, says, settled};
use village::{award, brought, goods_in, login, paper, redeem};

/// The town whose goods the village's shop begins with, and another one.
const DONOR: &str = "donor";
const OTHER: &str = "other donor";

fn page_of(donor: &str) -> String {
    format!("/c/530624/gifts/{}", id::<Body>(donor))
}

fn lot_of(donor: &str, lot: &str) -> String {
    format!("{}/lots/{}", page_of(donor), id::<Lot>(lot))
}

/// Two donors' goods, a login for each, and some of it at home with two households.
fn given(engine: database::Engine) -> TestApp {
    let app = settled(engine);
    let kettle = Goods {
        county: daguan(),
        id: id("kettle"),
        shop: id("shop"),
        number: 3,
        name: "暖水瓶".to_owned(),
        spec: "2 升".to_owned(),
        piece_unit: "个".to_owned(),
        category: "daily".to_owned(),
        price: TenthPoints(100),
        minimum: Pieces(1),
        offered: true,
    };
    let other = Body {
        id: id(OTHER),
        name: "中山市小榄镇".to_owned(),
        kind: "donor_town".to_owned(),
        division: "442000".to_owned(),
        note: String::new(),
    };
    let lots = vec![NewLot { id: id("kettle lot"), goods: id("kettle"), quantity: Pieces(7), expires_on: None, serial: None, cost: None }];
    let more = Receipt { id: id("more"), source: other, signed: paper("R-2"), lots, ..goods_in() };
    app.db()
        .write_now(move |tx| {
            goods::add(tx, &kettle, id("county"), NOW)?;
            receipt::receive(tx, &more, NOW).map_err(|refused| database::DatabaseError::Broken(format!("{refused:?}")))?;
            for (word, name, donor) in [("given", "林海涛", DONOR), ("other-given", "欧阳海", OTHER)] {
                let login = testkit::add_login(tx, daguan(), word, name, None)?;
                testkit::give_role(tx, login, "donor", daguan(), RolePlace::Kept("donor", id(donor)), None)?;
            }
            let officer = testkit::add_login(tx, daguan(), "officer", "高志远", None)?;
            testkit::give_role(tx, officer, "county_officer", daguan(), RolePlace::Division("530624"), None)
        })
        .expect("more is given");
    for (word, household, points) in [("chen brought", "chen", 900), ("zhao brought", "zhao", 900)] {
        award(app.db(), brought(word, household, points), "other-township").expect("points are brought along");
    }
    redeem(app.db(), "one", "chen", &[("rice", 2), ("salt", 1)]);
    redeem(app.db(), "two", "chen", &[("rice", 1)]);
    redeem(app.db(), "three", "zhao", &[("rice", 1), ("kettle", 2)]);
    redeem(app.db(), "wrong", "zhao", &[("salt", 5)]);
    let (manager, wrong) = (
        login(app.db(), "manager"),
        Cancellation {
            county: daguan(),
            shop: id("shop"),
            redemption: id("wrong"),
            reason: "拿错了".to_owned(),
            on: today(),
            salt: [3; 16],
        },
    );
    app.db().write_now(move |tx| cancel(tx, &wrong, &manager, NOW)).expect("the slip is taken back");
    app
}

/// The number beside a mark.
fn figure(page: &Answer, name: &str) -> String {
    let text = page.text();
    let (_, rest) = text.split_once(&format!("data-figure=\"{name}\">")).unwrap_or_else(|| panic!("{name} is not on {}", page.path));
    rest.split('<').next().unwrap_or_default().to_owned()
}

/// No name, no household, nobody who works there, and nothing of the other donor's.
#[track_caller]
fn tells_of_nobody(page: &Answer) {
    let codes =
        ["陈家福", "李秀英", "赵大顺", "马国芬", "罗开文", "刘云", "周明芳", "530624-101", "/households/", "/redemptions/", "/shops/"];
    for secret in codes.iter().chain(&["小榄", "暖水瓶", "欧阳海"]) {
        assert!(!page.text().contains(secret), "{secret} is on {}", page.path);
    }
}

on_both_engines! {
    fn a_donor_sees_where_its_goods_went_in_counts_and_villages(engine) {
        let app = given(engine);
        let donor = at_work(&app, "given");
        let page = donor.get(&page_of(DONOR));
        says(&page, &["aria-current=\"page\">我们给的</a>", &lot_of(DONOR, "rice lot"), "领走 4，还有 36"]);
        says(&page, &["中山市东区 给的东西", "看不到哪一户", "大米 5 千克", "食盐 400 克", "翠屏村", "黄连河村", "翠华镇"]);
        assert_eq!(["gift-lots", "gift-households", "gift-times", "gift-villages"].map(|name| figure(&page, name)), ["2", "2", "3", "2"]);
        tells_of_nobody(&page);
        let rice = donor.get(&lot_of(DONOR, "rice lot"));
        says(&rice, &["到了 2 户人家", "翠屏村", "黄连河村"]);
        assert_eq!(["lot-came-in", "lot-handed-out", "lot-lost", "lot-left"].map(|name| figure(&rice, name)), ["40", "4", "0", "36"]);
        tells_of_nobody(&rice);
        // What was taken back went nowhere, and the ledger says the same.
        let salt = donor.get(&lot_of(DONOR, "salt lot"));
        assert_eq!(["lot-handed-out", "lot-left"].map(|name| figure(&salt, name)), ["1", "39"]);
        tells_of_nobody(&salt);
        for word in ["rice lot", "salt lot"] {
            let sums = app.db().read_now(move |tx| lot::sums(tx, daguan(), id(word))).expect("read");
            let all = app.db().read_now(|tx| points_shop::gift::given(tx, daguan(), id(DONOR))).expect("read");
            let one = all.iter().find(|one| one.lot == id(word)).expect("it was given");
            assert_eq!((one.handed_out(), one.left), (sums.handed_out, sums.left()), "{word}");
        }
        let english = at_work(&app, "given").also_speaking(pages::Lang::En).get(&page_of(DONOR));
        says(&english, &["What 中山市东区 gave", "Households reached"]);
    }

    fn a_donor_opens_nothing_else(engine) {
        let app = given(engine);
        let donor = at_work(&app, "given");
        let shop = id::<points_shop::shop::Shop>("shop");
        for path in [page_of(OTHER), lot_of(OTHER, "kettle lot"), lot_of(DONOR, "kettle lot"), lot_of(OTHER, "rice lot"), page_of("nobody")] {
            let unknown = donor.get(&path);
            assert_eq!(unknown.status.as_u16(), 404, "{path}");
            assert!(!unknown.text().contains("小榄") && !unknown.text().contains("暖水瓶"), "{path}");
        }
        for path in [
            "/c/530624/households?q=c".to_owned(),
            format!("/c/530624/households/{}", id::<()>("chen")),
            format!("/c/530624/lots/{}", id::<Lot>("rice lot")),
            format!("/c/530624/shops/{shop}"),
            format!("/c/530624/shops/{shop}/counter?q=c"),
            "/c/530624/deeds".to_owned(),
            "/c/530624/appraisals".to_owned(),
            "/c/530624/notices".to_owned(),
            "/c/530624/logins".to_owned(),
            format!("/c/530624/postings/{}", id::<()>("one")),
        ] {
            let refused = donor.get(&path);
            assert!(matches!(refused.status.as_u16(), 403 | 404), "{path}: {}", refused.status);
            tells_of_nobody(&refused);
        }
        let other = at_work(&app, "other-given");
        let page = other.get(&page_of(OTHER));
        says(&page, &["中山市小榄镇 给的东西", "暖水瓶 2 升"]);
        assert!(!page.text().contains("大米"));
        assert_eq!(figure(&page, "gift-households"), "1");
    }

    fn the_county_sees_all_of_them_and_gives_the_role(engine) {
        let app = given(engine);
        let officer = at_work(&app, "officer");
        let lot = officer.get(&format!("/c/530624/lots/{}", id::<Lot>("kettle lot")));
        says(&lot, &["看这家给的全部", &page_of(OTHER)]);
        says(&officer.get(&page_of(OTHER)), &["暖水瓶"]);
        says(&officer.get(&page_of(DONOR)), &["大米"]);
        assert_eq!(at_work(&app, "other-township").get(&page_of(OTHER)).status.as_u16(), 403);
        let new = officer.get("/c/530624/logins/new");
        says(&new, &["捐赠方", "中山市小榄镇"]);
        let place = format!("donor:{}", id::<Body>(OTHER));
        let made = officer.post("/c/530624/logins", &[("name", "xiaolan"), ("display", "何小榄"), ("role", "donor"), ("place", &place), ("until", "")]);
        assert_eq!(made.status.as_u16(), 200, "{}", made.main());
        assert_eq!(html::faults(&made.text()), [""; 0]);
        // The townships' reviewers manage logins of their own township and of no donor.
        assert!(!at_work(&app, "other-township").get("/c/530624/logins/new").text().contains("小榄"));
    }
}
