//! Shops, goods, receipts and grants on both engines: what is refused is refused before anything is written.

use basics::{Id, Subject};
use database::{DatabaseError, Schema, changes_of, open_book};
use money::{Fen, Pieces, TenthPoints};
use points_shop::fund::{self, BudgetGrant, BudgetRefused, MoneyGrant};
use points_shop::goods::{self, Goods, GoodsRefused};
use points_shop::receipt::{self, NewLot, Receipt, ReceiveRefused};
use points_shop::shop::{self, OpenDays, Shop, ShopChange, ShopRefused};
use points_shop::signature::Signed;
use points_shop::supply;
use testkit::{NOW, Scratch, both_engines, daguan, id, today};

/// 翠屏村 and two of its neighbours.
const VILLAGES: [&str; 3] = ["530624101201", "530624101202", "530624101203"];

fn schemas() -> Vec<Schema> {
    let mut all = vec![database::schema(), settings::schema(), ledger::schema(), people::schema(), registry::schema(), trust::schema()];
    all.extend(points_shop::area().schemas);
    all
}

fn opened_book(db: &Scratch) {
    db.write_now(|tx| open_book(tx, daguan(), "大关县", today())).expect("the book opens");
}

fn shop_called(name: &str) -> Shop {
    Shop {
        county: daguan(),
        id: id(name),
        name: name.to_owned(),
        village: VILLAGES[0].to_owned(),
        phone: String::new(),
        open_days: OpenDays(vec![5, 20]),
        opened_on: today(),
        closed_on: None,
    }
}

fn open(db: &Scratch, name: &str, villages: &[&str]) -> Result<(), ShopRefused> {
    let (shop, villages) = (shop_called(name), villages.iter().map(|village| (*village).to_owned()).collect::<Vec<_>>());
    db.write_now(move |tx| shop::open_serving(tx, &shop, &villages, id("gaomin"), NOW))
}

/// Changes what a shop serves, of the villages offered.
fn serve(db: &Scratch, name: &str, offered: &[&str], serves: &[&str]) -> Result<(), ShopRefused> {
    let texts = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let change =
        ShopChange { phone: "0870-5620123".to_owned(), open_days: OpenDays(vec![8]), offered: texts(offered), serves: texts(serves) };
    let shop = shop_called(name);
    db.write_now(move |tx| shop::change(tx, &shop, &change, today(), id("gaomin"), NOW))
}

fn villages(db: &Scratch, name: &str) -> Vec<String> {
    let shop = id(name);
    db.read_now(move |tx| shop::villages(tx, daguan(), shop, today())).expect("the villages can be read")
}

fn goods_called(name: &str, number: i64) -> Goods {
    Goods {
        county: daguan(),
        id: id(name),
        shop: id("东村超市"),
        number,
        name: name.to_owned(),
        spec: "5 千克".to_owned(),
        piece_unit: "袋".to_owned(),
        category: "grain-oil".to_owned(),
        price: TenthPoints(300),
        minimum: Pieces(10),
        offered: true,
    }
}

fn list(db: &Scratch, goods: Goods) -> Result<(), GoodsRefused> {
    db.write_now(move |tx| goods::put_on_list(tx, &goods, id("liuyun"), NOW))
}

fn alter(db: &Scratch, before: Goods, after: Goods) -> Result<(), GoodsRefused> {
    db.write_now(move |tx| goods::alter(tx, &before, &after, id("liuyun"), NOW))
}

/// Receives so many pieces at this cost in fen, bought or given.
fn receive(db: &Scratch, word: &str, bought: bool, quantity: i64, cost: Option<i64>) -> Result<(), ReceiveRefused> {
    let lot = NewLot {
        id: id(&format!("lot {word}")),
        goods: id("大米"),
        quantity: Pieces(quantity),
        expires_on: Some(today().plus_days(200)),
        serial: None,
        cost: cost.map(Fen),
    };
    let word = word.to_owned();
    db.write_now(move |tx| {
        let receipt = Receipt {
            county: daguan(),
            id: id(&word),
            shop: id("东村超市"),
            on: today(),
            at: NOW,
            bought,
            source: receipt::named(tx, "大关县粮油公司", "supplier")?,
            by: id("liuyun"),
            witness: "周明芳".to_owned(),
            signed: Signed { kind: "paper", what: "A-00317".to_owned() },
            photo: None,
            lots: vec![lot.clone()],
        };
        receipt::receive(tx, &receipt, NOW)
    })
}

fn give_money(db: &Scratch, word: &str, fen: i64) {
    let grant: Id<MoneyGrant> = id(word);
    db.write_now(move |tx| {
        let source = receipt::named(tx, "中山火炬开发区", "donor")?;
        let grant = MoneyGrant {
            county: daguan(),
            id: grant,
            shop: id("东村超市"),
            on: today(),
            source,
            amount: Fen(fen),
            note: String::new(),
            by: id("gaomin"),
        };
        fund::grant_money(tx, &grant, NOW)
    })
    .expect("money is never refused");
}

fn give_points(db: &Scratch, word: &str, points: i64) -> Result<(), BudgetRefused> {
    let grant = BudgetGrant {
        county: daguan(),
        id: id(word),
        shop: id("东村超市"),
        on: today(),
        points: TenthPoints(points),
        reason: "一季度".to_owned(),
        by: id("gaomin"),
    };
    db.write_now(move |tx| fund::set_budget(tx, &grant, NOW))
}

/// Pieces on the shelf, fund in fen, room in tenths of a point.
fn stands(db: &Scratch) -> (i64, i64, i64) {
    let shop = id("东村超市");
    db.read_now(move |tx| {
        let left: Pieces = goods::shelf(tx, daguan(), shop)?.iter().map(|lot| lot.left).sum();
        let backing = fund::backing(tx, daguan(), shop, today())?;
        Ok::<_, DatabaseError>((left.0, backing.fund.0, backing.room().0))
    })
    .expect("the shop's figures can be read")
}

both_engines! {
    fn a_village_has_one_shop_at_a_time(db in &schemas()) {
        opened_book(db);
        assert_eq!(open(db, "东村超市", &VILLAGES[..2]), Ok(()));
        assert_eq!(open(db, "东村超市", &VILLAGES[..2]), Ok(()), "a second click does nothing");
        let taken = |shop: &str| Err(ShopRefused::VillageTaken { village: VILLAGES[1].to_owned(), shop: shop.to_owned() });
        assert_eq!(open(db, "西村超市", &VILLAGES[1..]), taken("东村超市"));
        assert_eq!(db.read_now(|tx| shop::all(tx, daguan())).map(|all| all.len()), Ok(1), "nothing is left of a refused shop");

        // Given up in the morning, the village can be taken on the same day, and given back once more.
        assert_eq!(serve(db, "东村超市", &VILLAGES, &VILLAGES[..1]), Ok(()));
        assert_eq!(open(db, "西村超市", &VILLAGES[1..]), Ok(()));
        assert_eq!((villages(db, "东村超市"), villages(db, "西村超市")), (vec![VILLAGES[0].to_owned()], vec![VILLAGES[1].to_owned(), VILLAGES[2].to_owned()]));
        assert_eq!(serve(db, "东村超市", &VILLAGES, &VILLAGES[..2]), taken("西村超市"));
        assert_eq!(serve(db, "西村超市", &VILLAGES, &VILLAGES[2..]), Ok(()));
        assert_eq!(serve(db, "东村超市", &VILLAGES, &VILLAGES[..2]), Ok(()));
        assert_eq!(villages(db, "东村超市"), vec![VILLAGES[0].to_owned(), VILLAGES[1].to_owned()]);

        let mut namesake = shop_called("东村超市");
        namesake.id = id("another");
        assert_eq!(db.write_now(move |tx| shop::open_serving(tx, &namesake, &[], id("gaomin"), NOW)), Err(ShopRefused::NameTaken));
    }

    fn a_village_that_was_not_offered_stays_as_it_is(db in &schemas()) {
        opened_book(db);
        assert_eq!(open(db, "东村超市", &VILLAGES[..2]), Ok(()));
        assert_eq!(serve(db, "东村超市", &VILLAGES[1..], &VILLAGES[2..]), Ok(()));
        assert_eq!(villages(db, "东村超市"), vec![VILLAGES[0].to_owned(), VILLAGES[2].to_owned()]);
        let shop = db.read_now(|tx| shop::find(tx, daguan(), id("东村超市"))).expect("a shop can be read").expect("it is there");
        assert_eq!((shop.phone.as_str(), shop.open_days), ("0870-5620123", OpenDays(vec![8])));
        let verbs = || db.read_now(|tx| changes_of(tx, &Subject::new(daguan(), "shop", id::<Shop>("东村超市")))).map(|all| all.iter().map(|one| one.verb.clone()).collect::<Vec<_>>());
        assert_eq!(verbs(), Ok(vec!["changed".to_owned(), "opened".to_owned()]));
        assert_eq!(serve(db, "东村超市", &VILLAGES[1..], &VILLAGES[2..]), Ok(()));
        assert_eq!(verbs().map(|verbs| verbs.len()), Ok(2), "what changes nothing is not recorded");
    }

    fn a_number_belongs_to_one_kind_of_goods(db in &schemas()) {
        opened_book(db);
        assert_eq!(open(db, "东村超市", &VILLAGES[..1]), Ok(()));
        assert_eq!(list(db, goods_called("大米", 1)), Ok(()));
        assert_eq!(list(db, goods_called("大米", 1)), Ok(()), "a second click does nothing");
        let taken = Err(GoodsRefused::NumberTaken { name: "大米 5 千克".to_owned() });
        assert_eq!(list(db, goods_called("食盐", 1)), taken);
        assert_eq!(list(db, goods_called("食盐", 2)), Ok(()));
        assert_eq!(alter(db, goods_called("食盐", 2), goods_called("食盐", 1)), taken);
        assert_eq!(alter(db, goods_called("食盐", 2), goods_called("食盐", 4)), Ok(()));
        let next = db.read_now(|tx| goods::next_goods_number(tx, daguan(), id("东村超市")));
        assert_eq!(next, Ok(5));
    }

    fn goods_come_in_as_far_as_the_fund_reaches(db in &schemas()) {
        opened_book(db);
        assert_eq!(open(db, "东村超市", &VILLAGES[..1]), Ok(()));
        assert_eq!(list(db, goods_called("大米", 1)), Ok(()));
        assert_eq!(receive(db, "bought too early", true, 20, Some(2_950)), Err(ReceiveRefused::FundShort { has: Fen(0), wanted: Fen(59_000) }));
        assert_eq!(receive(db, "given", false, 6, None), Ok(()));
        assert_eq!(receive(db, "given", false, 6, None), Ok(()), "a second click does nothing");
        // What nobody put a value on backs no points.
        assert_eq!(stands(db), (6, 0, 0));
        let low = || {
            db.read_now(|tx| {
                let shop = shop::find(tx, daguan(), id("东村超市"))?.expect("the shop is open");
                let supplies = supply::supplies(tx, &shop, today())?;
                Ok::<_, DatabaseError>(supplies.wanted().into_iter().map(|(one, _)| (one.goods.name.clone(), one.left)).collect::<Vec<_>>())
            })
        };
        assert_eq!(low(), Ok(vec![("大米".to_owned(), Pieces(6))]));

        give_money(db, "money", 60_000);
        give_money(db, "money", 60_000);
        assert_eq!(receive(db, "bought", true, 20, Some(2_950)), Ok(()));
        assert_eq!(stands(db), (26, 1_000, 6_000));
        assert_eq!(receive(db, "one more", true, 1, Some(2_950)), Err(ReceiveRefused::FundShort { has: Fen(1_000), wanted: Fen(2_950) }));
        assert_eq!(stands(db), (26, 1_000, 6_000));
        assert_eq!(low(), Ok(Vec::new()));

        let found = db.read_now(|tx| receipt::find(tx, daguan(), id("bought"))).expect("a receipt can be read").expect("it is there");
        assert_eq!((found.shop, found.row.bought, found.row.pieces, found.signed.kind), (id("东村超市"), true, Pieces(20), "paper"));
        let lots = db.read_now(|tx| receipt::lots(tx, daguan(), id("bought"))).expect("lots can be read");
        assert_eq!(lots.iter().map(|lot| (lot.name.as_str(), lot.quantity, lot.left, lot.cost)).collect::<Vec<_>>(), vec![("大米", Pieces(20), Pieces(20), Some(Fen(2_950)))]);
        assert_eq!(db.read_now(|tx| receipt::lots_of_goods(tx, daguan(), id("大米"))).map(|lots| lots.len()), Ok(2));
        assert_eq!(db.read_now(|tx| receipt::of_shop(tx, daguan(), id("东村超市"))).map(|rows| rows.len()), Ok(2));
    }

    fn points_are_given_as_far_as_they_are_backed(db in &schemas()) {
        opened_book(db);
        assert_eq!(open(db, "东村超市", &VILLAGES[..1]), Ok(()));
        assert_eq!(give_points(db, "too early", 10), Err(BudgetRefused::NotBacked { room: TenthPoints(0) }));
        give_money(db, "money", 10_000);
        assert_eq!(give_points(db, "too many", 1_005), Err(BudgetRefused::NotBacked { room: TenthPoints(1_000) }));
        assert_eq!(give_points(db, "first", 995), Ok(()));
        assert_eq!(give_points(db, "first", 995), Ok(()), "a second click does nothing");
        assert_eq!(give_points(db, "rest", 10), Err(BudgetRefused::NotBacked { room: TenthPoints(5) }));
        assert_eq!(stands(db), (0, 10_000, 5));
        let history = db.read_now(|tx| fund::history(tx, daguan(), id("东村超市"))).expect("the history can be read");
        assert_eq!((history.money.len(), history.points.len(), history.points[0].by), (1, 1, id("gaomin")));
    }

    fn the_same_name_is_the_same_body(db in &schemas()) {
        opened_book(db);
        assert_eq!(open(db, "东村超市", &VILLAGES[..1]), Ok(()));
        give_money(db, "money", 100);
        give_money(db, "more money", 100);
        assert_eq!(db.read_now(registry::body::all).map(|all| all.len()), Ok(1));
        let report = db.read_now(|tx| ledger::verify_book(tx, daguan(), None, &ledger::Progress::default())).expect("the recount runs");
        assert_eq!((report.misfits, report.postings), (Vec::new(), 2));
    }
}
