//! What happened until the demo's day: shops opened, goods given and bought, points brought along, open days with their slips.

use basics::{BusinessDate, Id};
use database::{DatabaseError, Db};
use money::{Fen, Pieces, TenthPoints};
use registry::body::Body;

use super::households::Customer;
use super::people_of::id_of;
use super::scene::{MANAGERS, Scene};
use super::{Dice, at, county, opening_day};
use crate::fund::{self, BudgetGrant, MoneyGrant};
use crate::goods::{self, Goods};
use crate::opening_balance::{self, OpeningBalance};
use crate::receipt::{self, NewLot, Receipt};
use crate::redemption::{self, Redemption, Wanted, redeem};
use crate::set_aside::{self, SetAside};
use crate::shop::{self, Shop};
use crate::signature::Signed;

/// Name, spec, unit, category, price in tenths, minimum, pieces in stock, value of a piece in fen.
pub(super) type GoodsRow = (&'static str, &'static str, &'static str, &'static str, i64, i64, i64, i64);

pub(super) const GOODS: &[GoodsRow] = &[
    ("大米", "5 千克", "袋", "grain-oil", 300, 20, 260, 2950),
    ("菜籽油", "5 升", "桶", "grain-oil", 650, 10, 90, 6400),
    ("面条", "1 千克", "把", "grain-oil", 60, 10, 180, 580),
    ("食盐", "400 克", "袋", "grain-oil", 25, 30, 420, 220),
    ("酱油", "500 毫升", "瓶", "grain-oil", 60, 10, 110, 600),
    ("洗洁精", "1 千克", "瓶", "washing", 100, 10, 130, 980),
    ("洗衣液", "2 千克", "瓶", "washing", 250, 10, 150, 2480),
    ("肥皂", "2 块", "份", "washing", 50, 20, 300, 480),
    ("牙膏", "120 克", "支", "washing", 60, 12, 9, 560),
    ("毛巾", "1 条", "条", "daily", 80, 10, 160, 750),
    ("保温壶", "2 升", "个", "daily", 350, 4, 24, 3400),
    ("棉被", "2 米", "床", "daily", 1200, 3, 16, 11_500),
    ("作业本", "10 本", "份", "stationery", 80, 10, 6, 780),
    ("书包", "", "个", "stationery", 250, 6, 60, 2400),
    ("铅笔", "12 支", "盒", "stationery", 50, 10, 120, 450),
    ("电饭锅", "4 升", "台", "appliance", 1800, 2, 8, 17_500),
    ("洗衣机", "7 千克", "台", "appliance", 6800, 1, 2, 66_000),
];

/// Opens the shops and lets them serve their villages.
pub(super) fn open_shops(db: &Db, scene: &Scene) -> Result<(), DatabaseError> {
    let Scene { started, shops, served } = scene.clone();
    db.write_now(move |tx| {
        for (shop, villages) in shops.iter().zip(&served) {
            shop::open(tx, shop, Some(id_of("zhouxiang").any()), at(started, 0))?;
            villages.iter().try_for_each(|village| shop::serve(tx, shop.county, shop.id, village, started))?;
        }
        Ok::<_, DatabaseError>(())
    })
}

pub(super) fn goods_of(shop: &Shop) -> Vec<Goods> {
    let rows = GOODS.iter().enumerate();
    rows.map(|(row, (name, spec, unit, category, price, minimum, ..))| Goods {
        county: shop.county,
        id: Id::derived(&[b"demo goods", shop.id.as_bytes(), name.as_bytes()]),
        shop: shop.id,
        number: row as i64 + 1,
        name: (*name).to_owned(),
        spec: (*spec).to_owned(),
        piece_unit: (*unit).to_owned(),
        category: (*category).to_owned(),
        price: TenthPoints(*price),
        minimum: Pieces(*minimum),
        offered: true,
    })
    .collect()
}

pub(super) fn body(name: &str, kind: &str, division: &str) -> Body {
    Body {
        id: Id::derived(&[b"body", name.as_bytes()]),
        name: name.to_owned(),
        kind: kind.to_owned(),
        division: division.to_owned(),
        note: String::new(),
    }
}

/// Money first, because what is bought is paid from it; then goods, and points as far as both back them.
pub(super) fn stock_up(db: &Db, shops: &[Shop], managers: &[&'static str], officer: &'static str) -> Result<(), DatabaseError> {
    for (shop, manager) in shops.iter().zip(managers) {
        let (manager, shop) = (*manager, shop.clone());
        db.write_now(move |tx| {
            let now = at(shop.opened_on, 30);
            let grant = MoneyGrant {
                county: shop.county,
                id: Id::derived(&[b"demo money", shop.id.as_bytes()]),
                shop: shop.id,
                on: shop.opened_on,
                source: body("中山火炬开发区", "donor_town", "442000003"),
                amount: Fen(3_000_000),
                note: "2019 年东西部扶贫协作帮扶资金".to_owned(),
                by: id_of(officer).any(),
            };
            fund::grant_money(tx, &grant, now)?;
            for goods in goods_of(&shop) {
                goods::add(tx, &goods, id_of(manager).any(), now)?;
            }
            for receipt in receipts(&shop, manager) {
                receipt::receive(tx, &receipt, now).map_err(|refused| DatabaseError::Broken(format!("demo receipt: {refused:?}")))?;
            }
            Ok::<_, DatabaseError>(())
        })?;
    }
    Ok(())
}

/// What was given and what was bought; of rice an older lot that expires first.
fn receipts(shop: &Shop, manager: &str) -> Vec<Receipt> {
    let lots = |given: bool| -> Vec<NewLot> {
        let rows = GOODS.iter().zip(goods_of(shop)).enumerate().filter(|(row, _)| (row % 3 == 2) != given);
        rows.map(|(_, ((.., stock, cost), goods))| NewLot {
            id: Id::derived(&[b"demo lot", goods.id.as_bytes()]),
            goods: goods.id,
            quantity: Pieces(*stock),
            expires_on: goods.category.starts_with("grain").then(|| opening_day().plus_days(300)),
            serial: None,
            cost: Some(Fen(*cost)),
        })
        .collect()
    };
    let receipt = |way: &str, bought: bool, source: Body, lots: Vec<NewLot>| Receipt {
        county: shop.county,
        id: Id::derived(&[b"demo receipt", shop.id.as_bytes(), way.as_bytes()]),
        shop: shop.id,
        on: shop.opened_on,
        at: at(shop.opened_on, 40),
        bought,
        source,
        by: id_of(manager).any(),
        witness: "马国强".to_owned(),
        signed: Signed { kind: "paper", what: format!("交接单 {way}") },
        photo: None,
        lots,
    };
    vec![
        receipt("2019-01", false, body("中山火炬开发区", "donor_town", "442000003"), lots(true)),
        receipt("2019-02", true, body("大关县供销社", "supplier", "530624"), lots(false)),
    ]
}

/// Points from the paper passbooks: 20 to 140 a household.
pub(super) fn award(db: &Db, seed: u64, shops: &[Shop], customers: &[Customer], officer: &'static str) -> Result<(), DatabaseError> {
    let mut dice = Dice::new(seed, "points");
    let Some(day) = shops.first().map(|shop| shop.opened_on.plus_days(10)) else { return Ok(()) };
    let balances: Vec<OpeningBalance> = customers
        .iter()
        .enumerate()
        .map(|(row, customer)| OpeningBalance {
            county: shops[customer.shop].county,
            id: Id::derived(&[b"demo opening", customer.id.as_bytes()]),
            shop: shops[customer.shop].id,
            household: customer.id,
            on: day,
            points: if row == 0 { TenthPoints(1225) } else { TenthPoints(200 + 5 * dice.below(240) as i64) },
            reason: "2019 年上半年纸质存折结余".to_owned(),
            signer: customer.head_name.clone(),
            signed: Signed { kind: "paper", what: format!("存折核对表 {}", row / 30 + 1) },
            by: id_of("zhouxiang").any(),
        })
        .collect();
    for (number, shop) in shops.iter().enumerate() {
        let needed: TenthPoints = balances.iter().filter(|balance| balance.shop == shop.id).map(|balance| balance.points).sum();
        let grant = BudgetGrant {
            county: shop.county,
            id: Id::derived(&[b"demo budget", shop.id.as_bytes()]),
            shop: shop.id,
            on: day,
            points: needed + TenthPoints(if number == 0 { 84_310 } else { 30_000 }),
            reason: "2019 年下半年预算".to_owned(),
            by: id_of(officer).any(),
        };
        db.write_now(move |tx| {
            fund::set_budget(tx, &grant, at(day, 0)).map_err(|refused| DatabaseError::Broken(format!("demo budget: {refused:?}")))
        })?;
    }
    for (batch, balances) in balances.chunks(60).enumerate() {
        let balances = balances.to_vec();
        db.write_now(move |tx| {
            balances.iter().enumerate().try_for_each(|(row, balance)| {
                opening_balance::award(tx, balance, None, at(day, (batch * 60 + row) as i64))
                    .map_err(|refused| DatabaseError::Broken(format!("demo points: {refused:?}")))
            })
        })?;
    }
    Ok(())
}

/// Every open day since December with its slips, and on the demo's morning the first three.
pub(super) fn redeem_on_open_days(
    db: &Db,
    seed: u64,
    shops: &[Shop],
    customers: &[Customer],
    first: BusinessDate,
) -> Result<(), DatabaseError> {
    let mut dice = Dice::new(seed, "slips");
    for (number, shop) in shops.iter().enumerate() {
        let own: Vec<Customer> = customers.iter().filter(|customer| customer.shop == number).cloned().collect();
        let mut day = first;
        while day <= opening_day() {
            if shop.open_days.is_open(day) {
                let slips = if day == opening_day() { 3 } else { 18 + dice.below(14) };
                let slips: Vec<_> = (0..slips).map(|row| slip(&mut dice, shop, number, &own, day, row)).collect();
                hand_over(db, slips)?;
            }
            day = day.plus_days(1);
        }
    }
    Ok(())
}

/// What else a newcomer finds at the first shop: a slip taken back on the last open day, and something set aside for today.
pub(super) fn leave_at_the_counter(db: &Db, shop: &Shop, customers: &[Customer]) -> Result<(), DatabaseError> {
    cancel_the_last(db, shop)?;
    set_something_aside(db, shop, customers)
}

/// On the last open day a slip was taken back: the household wanted other goods.
fn cancel_the_last(db: &Db, shop: &Shop) -> Result<(), DatabaseError> {
    let (shop, mut day) = (shop.clone(), opening_day().plus_days(-1));
    while !shop.open_days.is_open(day) {
        day = day.plus_days(-1);
    }
    db.write_now(move |tx| {
        let slips = redemption::of_day(tx, county(), shop.id, day)?;
        let Some(slip) = slips.last() else { return Ok(()) };
        let login = people::login::by_name(tx, "liuyun")?.ok_or_else(|| DatabaseError::Broken("the demo has no liuyun".to_owned()))?.0;
        let asked = redemption::Cancellation {
            county: county(),
            shop: shop.id,
            redemption: slip.id,
            reason: "拿错了，要换成食盐".to_owned(),
            on: day,
            salt: [7; 16],
        };
        let cancelled = redemption::cancel(tx, &asked, &login, at(day, 400));
        cancelled.map_err(|refused| DatabaseError::Broken(format!("the demo's cancelled slip: {refused:?}")))
    })
}

fn slip(dice: &mut Dice, shop: &Shop, number: usize, own: &[Customer], day: BusinessDate, row: usize) -> (Redemption, Vec<Wanted>) {
    // The first household of the list is kept for the newcomer's first redemption.
    let customer = &own[1 + dice.below(own.len() as u64 - 1)];
    let goods = goods_of(shop);
    let wanted = (0..1 + dice.below(3)).map(|_| {
        let goods = dice.one_of(&goods[..12]);
        Wanted { goods: goods.id, quantity: Pieces(1 + i64::from(goods.price.0 < 60)), lot: None, shown: None }
    });
    let mut wanted: Vec<Wanted> = wanted.collect();
    wanted.dedup_by_key(|want| want.goods);
    let redemption = Redemption {
        county: county(),
        id: Id::derived(&[b"demo slip", shop.id.as_bytes(), &day.number().to_be_bytes(), &row.to_be_bytes()]),
        shop: shop.id,
        household: customer.id,
        on: day,
        at: at(day, 6 * row as i64),
        clerk: id_of(MANAGERS[number % MANAGERS.len()].0).any(),
        collector: customer.head_name.clone(),
        relation: "head".to_owned(),
        signed: Signed { kind: "paper", what: format!("{}-{}", day.number(), row + 1) },
        set_aside: None,
    };
    (redemption, wanted)
}

/// A household short of points goes home without goods, as it would in life: the refusal is left out.
fn hand_over(db: &Db, slips: Vec<(Redemption, Vec<Wanted>)>) -> Result<(), DatabaseError> {
    for (redemption, wanted) in slips {
        use crate::redemption::RedeemRefused;
        match db.write_now(move |tx| redeem(tx, &redemption, &wanted, redemption.at)) {
            Ok(()) | Err(RedeemRefused::Rule(_)) => {}
            Err(RedeemRefused::Database(error)) => return Err(error),
            Err(other) => return Err(DatabaseError::Broken(format!("demo slip: {other:?}"))),
        }
    }
    Ok(())
}

/// A villager phoned last week: rice and salt wait for today.
fn set_something_aside(db: &Db, shop: &Shop, customers: &[Customer]) -> Result<(), DatabaseError> {
    let (shop, customer, goods) = (shop.id, customers[5].clone(), goods_of(shop));
    let asked = SetAside {
        county: county(),
        id: Id::derived(&[b"demo set aside"]),
        shop,
        household: customer.id,
        asked_by: customer.head_name.clone(),
        note: "电话".to_owned(),
        for_day: opening_day(),
        on: opening_day().plus_days(-4),
        by: id_of("liuyun").any(),
    };
    let wanted = [Wanted { goods: goods[3].id, quantity: Pieces(2), lot: None, shown: None }];
    let made = db.write_now(move |tx| set_aside::make(tx, &asked, &wanted, at(opening_day(), 40)));
    made.map_err(|refused| DatabaseError::Broken(format!("demo set-aside: {refused:?}")))
}
