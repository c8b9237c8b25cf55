//! A small world for the tests of the shop: four villages, each with its shop, its people and something of everything.
//!
//! 翠屏村 is one's own. 黄连河村 is its neighbour in the same township, 玉碗村 lies in another township, 上街村 in another
//! county. Everything is made through the functions the program itself uses, on 2020-01-08.

mod households;
pub mod logins;
mod months;
mod shelves;
mod slips;

use basics::{County, Id};
use database::{DatabaseError, Engine, Tx};
use pages::SiteOptions;
use points_shop::deed::{self, Deed, State};
use points_shop::point_rule;
use points_shop::shop::{OpenDays, Shop};
use testkit::permissions::Place;
use testkit::{NOW, TestApp, id, today};

/// The world: an installation with its places.
pub struct World {
    pub app: TestApp,
    pub own: Place,
    pub neighbour: Place,
    pub other_township: Place,
    pub other_county: Place,
    /// Values in order that name nothing.
    pub nowhere: Place,
}

/// Where a place of the world lies, and what it is called.
#[derive(Clone, Copy)]
struct Spot {
    word: &'static str,
    county: i64,
    village: &'static str,
    /// First digits of the last part of the households' codes: no code ends like one of another place, or like a card's number.
    code: &'static str,
    /// Whose rule table is this place's: of a township that no other place lies in.
    rules_of: &'static str,
    /// A village of the same township that no shop serves.
    free_village: &'static str,
    shop_name: &'static str,
    /// Names of the heads, the wives and a son; no name stands in two places.
    people: [&'static str; 5],
    /// Of whoever works there.
    surname: &'static str,
    /// The town that gave to its shop.
    donor: &'static str,
}

const SPOTS: [Spot; 4] = [
    Spot {
        word: "cuiping",
        county: 530_624,
        village: "530624101201",
        rules_of: "530624101",
        code: "31",
        free_village: "530624101203",
        shop_name: "翠屏村爱心公益超市",
        people: ["陈家福", "李正芬", "陈晓军", "罗开贵", "吴世珍"],
        surname: "龙",
        donor: "中山市东凤镇",
    },
    Spot {
        word: "huanglian",
        county: 530_624,
        village: "530624101202",
        rules_of: "530624103",
        code: "41",
        free_village: "530624101204",
        shop_name: "黄连河村爱心公益超市",
        people: ["赵德全", "周本秀", "赵永刚", "马兴才", "沙金凤"],
        surname: "段",
        donor: "中山市南头镇",
    },
    Spot {
        word: "yuwan",
        county: 530_624,
        village: "530624102201",
        rules_of: "530624102",
        code: "51",
        free_village: "530624102202",
        shop_name: "玉碗村爱心公益超市",
        people: ["孙朝云", "杨绍芬", "孙启明", "何国顺", "蒋忠会"],
        surname: "卯",
        donor: "中山市横栏镇",
    },
    Spot {
        word: "shangjie",
        county: 530_627,
        village: "530627001201",
        rules_of: "530627001",
        code: "61",
        free_village: "530627001202",
        shop_name: "上街村爱心公益超市",
        people: ["申时雨", "邓安会", "申大勇", "朱成林", "常明翠"],
        surname: "陇",
        donor: "中山市神湾镇",
    },
];

impl World {
    /// The world over a fresh database of the engine.
    pub fn new(engine: Engine) -> World {
        World::with(engine, SiteOptions::default())
    }

    /// The same with these options, such as a demo's.
    pub fn with(engine: Engine, options: SiteOptions) -> World {
        let app = TestApp::with(
            engine,
            vec![people::area(), registry::area(), trust::area(vec![points_shop::MONTH]), figures::area(), points_shop::area()],
            options,
        );
        let picture = app.site.files.put(files::Class::Internal, PIXEL).expect("a file can be kept").to_string();
        let [own, neighbour, other_township, other_county] = SPOTS.map(|spot| settled(&app, spot, &picture));
        World { app, own, neighbour, other_township, other_county, nowhere: nowhere() }
    }
}

/// Fills one place.
fn settled(app: &TestApp, spot: Spot, picture: &str) -> Place {
    let picture = picture.to_owned();
    app.db()
        .write_now(move |tx| {
            let mut place = Place { word: spot.word, ..Place::default() };
            for (name, value) in [("village", spot.village), ("township", &spot.village[..9]), ("free_village", spot.free_village)] {
                place.values.insert(name, value.to_owned());
            }
            place.values.insert("county", spot.county.to_string());
            let county = spot.county();
            database::open_book(tx, county, "", today())?;
            open_shop(tx, spot, &mut place)?;
            let staff = logins::add(tx, spot, &mut place)?;
            adopted_rules(tx, spot, staff.officer)?;
            rules(tx, spot, &staff, &mut place)?;
            let households = households::add(tx, spot, &mut place)?;
            // The history of a household stands for those of all kinds of records.
            place.values.insert("kind", "household".to_owned());
            place.values.insert("setting", "people-session-hours".to_owned());
            place.values.insert("figure", "household-times".to_owned());
            place.note::<()>("donor", id(spot.donor));
            place.values.insert("place", spot.village.to_owned());
            place.note::<()>("posting", spot.id("redemption"));
            place.note("id", households.second);
            place.note("reminder", spot.id::<()>("reminder"));
            met_about_november(tx, spot, &staff)?;
            deeds(tx, spot, &staff, (households.second, &picture), &mut place);
            let goods = shelves::fill(tx, spot, &staff, &picture, &mut place)?;
            months::december(tx, spot, &staff, &households, &mut place)?;
            slips::write(tx, spot, &staff, (&households, &goods), &picture, &mut place)?;
            Ok::<_, DatabaseError>(place)
        })
        .expect("the world can be made")
}

/// The village has met about November already.
fn met_about_november(tx: &mut Tx<'_>, spot: Spot, staff: &logins::Staff) -> Result<(), DatabaseError> {
    let new = trust::roster::NewRoster { county: spot.county(), id: spot.id("november"), place: spot.village.to_owned(), period: 201_911 };
    let actor = trust::roster::Actor { login: staff.reviewer.id.any(), concerned: Vec::new(), on: today().plus_days(-30), at: NOW };
    trust::roster::open(tx, &points_shop::MONTH, &new, &actor)?;
    trust::roster::begin(tx, new.county, new.id)
}

fn open_shop(tx: &mut Tx<'_>, spot: Spot, place: &mut Place) -> Result<(), DatabaseError> {
    let shop = Shop {
        county: spot.county(),
        id: spot.id("shop"),
        name: spot.shop_name.to_owned(),
        village: spot.village.to_owned(),
        phone: "0870-5620000".to_owned(),
        open_days: OpenDays::default(),
        opened_on: today().plus_days(-200),
        closed_on: None,
    };
    assert!(points_shop::shop::open(tx, &shop, None, NOW)?);
    points_shop::shop::serve(tx, shop.county, shop.id, &shop.village, shop.opened_on)?;
    place.note("shop", shop.id);
    place.secrets.push(shop.name);
    Ok(())
}

/// A rule that is in force in both counties, under an id that samples can name.
pub const RULE_IN_FORCE: [&str; 2] = ["00000000-0000-7000-8000-000000530624", "00000000-0000-7000-8000-000000530627"];

/// The county's table, adopted with one rule.
fn adopted_rules(tx: &mut Tx<'_>, spot: Spot, by: Id) -> Result<(), DatabaseError> {
    let (county, place) = (spot.county(), spot.county().to_string());
    let known = RULE_IN_FORCE.iter().find(|known| known.ends_with(&place)).expect("a rule for each county").parse().expect("an id");
    if point_rule::rule(tx, county, known)?.is_some() {
        return Ok(());
    }
    let table = point_rule::draft(tx, county, &place, spot.id("county table"), (by, NOW), today())?;
    let row =
        point_rule::rules(tx, county, table.id)?.into_iter().find(|row| row.recorder == "check-team").expect("the shipped table has one");
    granted(point_rule::strike(tx, county, table.id, row.id, by, NOW));
    granted(point_rule::put(tx, &point_rule::PointRule { id: known, ..row }, by, NOW));
    let on = today().plus_days(-100);
    let adoption =
        point_rule::Adoption { on, valid_from: on, meeting: "代表会".to_owned(), attended: 31, minutes: "会-001".to_owned(), by };
    granted(point_rule::adopt(tx, county, table.id, &adoption, today(), NOW));
    Ok(())
}

/// A deed that waits to be checked.
fn deeds(
    tx: &mut Tx<'_>,
    spot: Spot,
    staff: &logins::Staff,
    (household, picture): (Id<registry::household::Household>, &str),
    place: &mut Place,
) {
    let rule = RULE_IN_FORCE.iter().find(|known| known.ends_with(&spot.county().to_string())).expect("a rule for each county");
    let deed = Deed {
        county: spot.county(),
        id: spot.id("deed"),
        household,
        person: None,
        rule: rule.parse().expect("an id"),
        done_on: today(),
        place: "院坝".to_owned(),
        witness: String::new(),
        note: String::new(),
        points: money::TenthPoints::ZERO,
        recorder: staff.reviewer.id.any(),
        recorded_at: NOW,
        state: State::Submitted,
    };
    granted(deed::record(tx, &deed, &staff.reviewer, today()));
    place.note("deed", deed.id);
    let photo = picture.parse().expect("a kept file");
    granted(deed::photo::add(tx, (deed.county, deed.id), &[photo], &staff.reviewer, (today(), NOW)));
    place.values.insert("number", "1".to_owned());
}

/// A version of the rule table that is still a draft.
fn rules(tx: &mut Tx<'_>, spot: Spot, staff: &logins::Staff, place: &mut Place) -> Result<(), DatabaseError> {
    let table = point_rule::draft(tx, spot.county(), spot.rules_of, spot.id("table"), (staff.officer, NOW), today())?;
    let rows = point_rule::rules(tx, spot.county(), table.id)?;
    place.note("table", table.id);
    place.note("rule", rows[0].id);
    place.values.insert("rules_of", spot.rules_of.to_owned());
    Ok(())
}

impl Spot {
    fn county(self) -> County {
        County::try_new(self.county).expect("six digits")
    }

    /// The same id for the same thing of this place, in every run.
    fn id<Of>(self, what: &str) -> Id<Of> {
        id(&format!("{}.{what}", self.word))
    }
}

/// Notes an id under its name.
trait Note {
    fn note<Of>(&mut self, name: &'static str, id: Id<Of>);
}

impl Note for Place {
    fn note<Of>(&mut self, name: &'static str, id: Id<Of>) {
        self.values.insert(name, id.to_string());
    }
}

/// What `done` answered, in a world in which nothing is refused.
fn granted<T, E: std::fmt::Debug>(done: Result<T, E>) -> T {
    done.unwrap_or_else(|refused| panic!("the world is made of what is allowed: {refused:?}"))
}

/// A value in order for each name, none of which names anything.
fn nowhere() -> Place {
    let mut place = Place { word: "nowhere", ..Place::default() };
    for name in [
        "shop",
        "household",
        "other_household",
        "person",
        "other_person",
        "goods",
        "other_goods",
        "receipt",
        "lot",
        "stock_take",
        "scrap",
        "redemption",
        "cancelled",
        "set_aside",
        "card",
        "login",
        "grant",
        "reversal",
        "opening",
        "table",
        "rule",
        "deed",
        "id",
        "reminder",
        "roster",
        "meeting",
        "entry",
        "notice",
        "objection",
        "donor",
    ] {
        place.values.insert(name, id::<()>(&format!("nowhere.{name}")).to_string());
    }
    // A slip's posting has the slip's own id, here as everywhere.
    place.note::<()>("posting", id("nowhere.redemption"));
    for (name, value) in [
        ("county", "530699"),
        ("kind", "household"),
        ("setting", "people-session-hours"),
        ("figure", "household-times"),
        ("place", "530699101201"),
        ("township", "530699101"),
        ("rules_of", "530699102"),
        ("village", "530699101201"),
        ("free_village", "530699101202"),
        ("code", "530699-101-9999"),
        ("card_number", "9999"),
        ("number", "1"),
        ("line", "1"),
        ("objection_receipt", "zzzzz99999"),
        ("secret", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"),
        ("session", "00112233445566ff"),
    ] {
        place.values.insert(name, value.to_owned());
    }
    place
}

/// A picture of one black pixel.
pub const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a,
    0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0,
    b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];
