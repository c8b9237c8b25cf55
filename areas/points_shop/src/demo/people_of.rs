//! A login for every role, all with the same password.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Db, Tx};
use people::login::{self, Login, NewGrant, NewLogin};
use registry::body::Body;

use super::scene::{MANAGERS, REVIEWERS, SUPERVISORS, Scene};
use super::story::body;
use super::{PASSWORD, at, county};
use crate::gift;
use crate::shop::Shop;

/// Somebody to sign in as.
#[derive(Clone, Debug)]
pub struct DemoLogin {
    pub id: Id<Login>,
    pub name: &'static str,
    pub role: &'static str,
    pub display: &'static str,
    pub password: &'static str,
    pub county: County,
}

/// Name, role, what they are called, and the division, the number of the shop or the donor they look after.
const LOGINS: &[(&str, &str, &str, &str)] = &[
    ("liuyun", "shop_manager", "刘云", "shop 0"),
    ("mayun", "shop_supervisor", "马国强", "shop 0"),
    ("yangmei", "shop_manager", "杨梅", "shop 1"),
    ("luofei", "shop_supervisor", "罗飞", "shop 1"),
    ("wanghong", "village_clerk", "王红", "530624101201"),
    ("zhaolin", "village_supervisor", "赵林", "530624101201"),
    ("chenzu", "group_liaison", "陈祖光", "530624101201"),
    ("zhouxiang", "township_reviewer", "周翔", "530624101"),
    ("gaomin", "county_officer", "高敏", "530624"),
    ("sunji", "auditor", "孙纪", "530624"),
    ("linhaitao", "donor", "林海涛", "donor 中山火炬开发区"),
    ("admin", "administrator", "系统管理员", ""),
];

pub(super) fn id_of(name: &str) -> Id<Login> {
    Id::derived(&[b"demo login", name.as_bytes()])
}

/// Somebody to be made: login, role, what they are called, the book they belong to, and where they act.
pub(super) struct Somebody<'a> {
    pub name: &'a str,
    pub role: &'static str,
    pub display: &'a str,
    pub home: County,
    pub place: Place<'a>,
}

/// Where somebody acts.
pub(super) enum Place<'a> {
    /// Code of a division; empty for everywhere.
    Division(&'a str),
    Shop(Id<Shop>),
    Donor(Id<Body>),
}

/// Makes the logins that are printed, and whoever else keeps the shops and reviews the townships of a scene.
pub(super) fn make_logins(db: &Db, scene: &Scene, hash: &str) -> Result<Vec<DemoLogin>, DatabaseError> {
    // One hash for all: eleven of them would be a fifth of the time a demo takes to fill.
    let (hash, shops, since) = (hash.to_owned(), scene.shops.clone(), scene.started);
    db.write_now(move |tx| {
        for (name, role, display, place) in LOGINS {
            let shop = place.strip_prefix("shop ").and_then(|number| shops.get(number.parse::<usize>().ok()?));
            let donor = place.strip_prefix("donor ").map(|name| body(name, "donor_town", "442000").id);
            let place = match (shop, donor) {
                (Some(shop), _) => Place::Shop(shop.id),
                (None, Some(donor)) => Place::Donor(donor),
                (None, None) => Place::Division(place),
            };
            make(tx, &Somebody { name, role, display, home: county(), place }, &hash, since)?;
        }
        for (number, shop) in shops.iter().enumerate() {
            let others = [("shop_manager", MANAGERS), ("shop_supervisor", SUPERVISORS)];
            for (role, (name, display)) in others.into_iter().map(|(role, names)| (role, names[number % names.len()])) {
                if LOGINS.iter().all(|known| known.0 != name) {
                    make(tx, &Somebody { name, role, display, home: county(), place: Place::Shop(shop.id) }, &hash, since)?;
                }
            }
            let (township, (name, display)) = (&shop.village[..9], REVIEWERS[number % REVIEWERS.len()]);
            if township != "530624101" {
                let place = Place::Division(township);
                make(tx, &Somebody { name, role: "township_reviewer", display, home: county(), place }, &hash, since)?;
            }
        }
        Ok::<_, DatabaseError>(())
    })?;
    let mut printed: Vec<DemoLogin> = LOGINS.iter().map(|(name, role, display, _)| shown(name, role, display, county())).collect();
    let clerk = printed.iter().position(|login| login.role == CLERK.1).map_or(0, |at| at + 1);
    printed.insert(clerk, shown(CLERK.0, CLERK.1, CLERK.2, county()));
    Ok(printed)
}

/// Clerk of the village whose month waits to be appraised; made with the others of her village.
const CLERK: (&str, &str, &str) = ("zhangqin", "village_clerk", "张琴");

/// A login as it is printed.
pub(super) fn shown(name: &'static str, role: &'static str, display: &'static str, county: County) -> DemoLogin {
    DemoLogin { id: id_of(name), name, role, display, password: PASSWORD, county }
}

pub(super) fn make(tx: &mut Tx<'_>, somebody: &Somebody<'_>, hash: &str, since: BusinessDate) -> Result<(), DatabaseError> {
    let (id, now) = (id_of(somebody.name), at(since, 0));
    let new = NewLogin {
        id,
        name: somebody.name.to_owned(),
        display_name: somebody.display.to_owned(),
        password_hash: hash.to_owned(),
        must_change: false,
        home: somebody.home,
        person: None,
    };
    login::create(tx, &new, None, now)?;
    let (division, kind, kept) = match &somebody.place {
        Place::Division(code) => ((*code).to_owned(), "", None),
        Place::Shop(shop) => (String::new(), "shop", Some(shop.any())),
        Place::Donor(donor) => (String::new(), gift::DONOR, Some(donor.any())),
    };
    let grant = NewGrant {
        id: Id::derived(&[b"demo grant", somebody.name.as_bytes()]),
        login: id,
        role: somebody.role,
        county: somebody.home,
        division,
        kind,
        place: kept,
        until: None,
        by: None,
    };
    login::give(tx, &grant, now)
}
