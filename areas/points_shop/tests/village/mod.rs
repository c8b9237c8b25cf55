//! A shop of Cuiping with what it needs: money, a budget, rice and salt, households of three villages, and logins.

#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]

pub mod list;
pub mod month;

use basics::Id;
use database::{DatabaseError, Db};
use money::{Fen, Pieces, TenthPoints};
use people::login::Login;
use points_shop::fund::{BudgetGrant, MoneyGrant};
use points_shop::goods::Goods;
use points_shop::opening_balance::{AwardRefused, OpeningBalance};
use points_shop::point_rule::{self, Adoption, PointRule};
use points_shop::receipt::{NewLot, Receipt};
use points_shop::redemption::{Redemption, Wanted};
use points_shop::shop::{OpenDays, Shop};
use points_shop::signature::Signed;
use points_shop::{fund, goods, opening_balance, receipt, redemption, shop};
use registry::body::Body;
use registry::household::{NewHousehold, NewMember, Person};
use testkit::{NOW, RolePlace, daguan, id, today};

/// Cuiping and Huanglianhe, served by the shop, and Tianba, which is not.
pub const CUIPING: &str = "530624101201";
pub const HUANGLIANHE: &str = "530624101202";
pub const TIANBA: &str = "530624101203";

/// Word, head, a second member, village.
const HOUSEHOLDS: &[(&str, &str, &str, &str)] = &[
    ("chen", "陈家福", "李秀英", CUIPING),
    ("luo", "罗开文", "周德芬", CUIPING),
    ("zhao", "赵大顺", "马国芬", HUANGLIANHE),
    ("wang", "王顺", "吴金花", TIANBA),
];

/// Word, name, role, division or shop, person.
const LOGINS: &[(&str, &str, &str, &str, &str)] = &[
    ("manager", "刘云", "shop_manager", "shop", ""),
    ("other-manager", "陈丽", "shop_manager", "shop", ""),
    ("supervisor", "周明芳", "shop_supervisor", "shop", ""),
    ("clerk", "高敏", "village_clerk", CUIPING, ""),
    ("liaison", "朱世友", "group_liaison", CUIPING, ""),
    ("luo-overseer", "罗开文", "village_supervisor", CUIPING, "luo head"),
    ("chen-liaison", "陈家福", "group_liaison", CUIPING, "chen head"),
    ("served-clerk", "段正书", "village_clerk", HUANGLIANHE, ""),
    ("other-clerk", "卯开审", "village_clerk", TIANBA, ""),
    ("township", "马国强", "township_reviewer", "530624101", "zhao second"),
    ("other-township", "杨军", "township_reviewer", "530624101", ""),
    ("elsewhere", "何平", "township_reviewer", "530624102", ""),
];

/// The shipped rules of the township in force since so many days, and their rows.
pub fn rules_in_force(db: &Db, days: i32) -> Vec<PointRule> {
    db.write_now(move |tx| {
        let on = today().plus_days(-days);
        let table = point_rule::draft(tx, daguan(), "530624101", id("rules"), (id("county"), NOW), on)?;
        let meeting = "代表会".to_owned();
        let adoption = Adoption { on, valid_from: on, meeting, attended: 31, minutes: "会-001".to_owned(), by: id("county") };
        point_rule::adopt(tx, daguan(), table.id, &adoption, on, NOW).expect("it is adopted");
        point_rule::rules(tx, daguan(), table.id)
    })
    .expect("the rules are in force")
}

/// Everything of the village; the budget is 500 points.
pub fn settle(db: &Db) {
    db.write_now(|tx| {
        database::open_book(tx, daguan(), "大关县", today())?;
        households(tx)?;
        shelves(tx)?;
        logins(tx)
    })
    .expect("the village is settled");
    let budget = BudgetGrant {
        county: daguan(),
        id: id("budget"),
        shop: id("shop"),
        on: today(),
        points: TenthPoints(5_000),
        reason: "试点".to_owned(),
        by: id("county"),
    };
    db.write_now(move |tx| fund::set_budget(tx, &budget, NOW)).expect("money stands behind the budget");
    let receipt = goods_in();
    db.write_now(move |tx| receipt::receive(tx, &receipt, NOW)).expect("goods come in");
}

fn person(word: &str, name: &str) -> Person {
    Person { id: id(word), name: name.to_owned(), id_number: None, phone: None }
}

fn households(tx: &mut database::Tx<'_>) -> Result<(), DatabaseError> {
    for (word, head, second, village) in HOUSEHOLDS {
        let members = vec![
            NewMember { person: person(&format!("{word} head"), head), relation: "head" },
            NewMember { person: person(&format!("{word} second"), second), relation: "spouse" },
        ];
        let household = NewHousehold {
            county: daguan(),
            id: id(word),
            code: String::new(),
            village: (*village).to_owned(),
            village_group: "二".to_owned(),
            registered: true,
            since: today().plus_days(-400),
            members,
        };
        registry::household::add(tx, &household, None, NOW).map_err(|refused| DatabaseError::Broken(format!("{refused:?}")))?;
    }
    Ok(())
}

fn body(word: &str, name: &str) -> Body {
    Body { id: id(word), name: name.to_owned(), kind: "donor_town".to_owned(), division: "442000".to_owned(), note: String::new() }
}

fn shelves(tx: &mut database::Tx<'_>) -> Result<(), DatabaseError> {
    let shop = Shop {
        county: daguan(),
        id: id("shop"),
        name: "翠屏村爱心公益超市".to_owned(),
        village: CUIPING.to_owned(),
        phone: String::new(),
        open_days: OpenDays::default(),
        opened_on: today().plus_days(-30),
        closed_on: None,
    };
    shop::open(tx, &shop, None, NOW)?;
    for village in [CUIPING, HUANGLIANHE] {
        shop::serve(tx, daguan(), shop.id, village, shop.opened_on)?;
    }
    let money = MoneyGrant {
        county: daguan(),
        id: id("money"),
        shop: shop.id,
        on: today(),
        source: body("donor", "中山市东区"),
        amount: Fen(1_000_000),
        note: String::new(),
        by: id("county"),
    };
    fund::grant_money(tx, &money, NOW)?;
    for (number, (word, name, spec, unit, price)) in [(1, ("rice", "大米", "5 千克", "袋", 200)), (2, ("salt", "食盐", "400 克", "袋", 25))]
    {
        let goods = Goods {
            county: daguan(),
            id: id(word),
            shop: shop.id,
            number,
            name: name.to_owned(),
            spec: spec.to_owned(),
            piece_unit: unit.to_owned(),
            category: "grain-oil".to_owned(),
            price: TenthPoints(price),
            minimum: Pieces(5),
            offered: true,
        };
        goods::add(tx, &goods, id("county"), NOW)?;
    }
    Ok(())
}

/// The first goods of the shop.
pub fn goods_in() -> Receipt {
    let lot = |word: &str, goods: &str| NewLot {
        id: id(word),
        goods: id(goods),
        quantity: Pieces(40),
        expires_on: None,
        serial: None,
        cost: None,
    };
    Receipt {
        county: daguan(),
        id: id("receipt"),
        shop: id("shop"),
        on: today(),
        at: NOW,
        bought: false,
        source: body("donor", "中山市东区"),
        by: id("manager"),
        witness: "周明芳".to_owned(),
        signed: paper("R-1"),
        photo: None,
        lots: vec![lot("rice lot", "rice"), lot("salt lot", "salt")],
    }
}

fn logins(tx: &mut database::Tx<'_>) -> Result<(), DatabaseError> {
    for (word, display_name, role, place, person) in LOGINS {
        let person = (!person.is_empty()).then(|| id(person));
        let login = testkit::add_login(tx, daguan(), word, display_name, person)?;
        let place = if *place == "shop" { RolePlace::Kept("shop", id("shop")) } else { RolePlace::Division(place) };
        testkit::give_role(tx, login, role, daguan(), place, None)?;
    }
    Ok(())
}

/// Signed on paper.
pub fn paper(number: &str) -> Signed {
    Signed { kind: "paper", what: number.to_owned() }
}

/// One of the logins.
pub fn login(db: &Db, word: &str) -> Login {
    let id = id(word);
    db.read_now(move |tx| people::login::find(tx, id)).expect("logins are read").expect("a login of the village").0
}

/// Points brought along by a household.
pub fn brought(word: &str, household: &str, points: i64) -> OpeningBalance {
    OpeningBalance {
        county: daguan(),
        id: id(word),
        shop: id("shop"),
        household: id(household),
        on: today(),
        points: TenthPoints(points),
        reason: "2019 年存折第 3 页".to_owned(),
        signer: "本人".to_owned(),
        signed: paper("K-1"),
        by: id("other-township"),
    }
}

/// Awards them, entered by this login.
pub fn award(db: &Db, balance: OpeningBalance, by: &str) -> Result<(), AwardRefused> {
    let login = login(db, by);
    db.write_now(move |tx| opening_balance::award(tx, &balance, Some(&login), NOW))
}

/// A household takes goods; answers the slip's id.
pub fn redeem(db: &Db, word: &str, household: &str, wanted: &[(&str, i64)]) -> Id<Redemption> {
    let slip = slip(word, household);
    let wanted: Vec<Wanted> =
        wanted.iter().map(|(goods, pieces)| Wanted { goods: id(goods), quantity: Pieces(*pieces), lot: None, shown: None }).collect();
    db.write_now(move |tx| redemption::redeem(tx, &slip, &wanted, NOW)).expect("the goods are handed over");
    id(word)
}

/// A slip as the counter makes it.
pub fn slip(word: &str, household: &str) -> Redemption {
    Redemption {
        county: daguan(),
        id: id(word),
        shop: id("shop"),
        household: id(household),
        on: today(),
        at: NOW,
        clerk: id("manager"),
        collector: "李秀英".to_owned(),
        relation: "spouse".to_owned(),
        signed: paper("S-1"),
        set_aside: None,
    }
}

/// The village's meeting about a month began today.
pub fn met_about(tx: &mut database::Tx<'_>, village: &str, period: i64) -> Result<(), DatabaseError> {
    let new = trust::roster::NewRoster { county: daguan(), id: id(&format!("{village} {period}")), place: village.to_owned(), period };
    let actor = trust::roster::Actor { login: id::<()>("clerk"), concerned: Vec::new(), on: today(), at: NOW };
    trust::roster::open(tx, &points_shop::MONTH, &new, &actor).map(drop)
}
