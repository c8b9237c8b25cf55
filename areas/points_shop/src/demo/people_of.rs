//! A login for every role, all with the same password.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Db, Tx};
use people::login::{self, Login, NewGrant, NewLogin};

use super::{PASSWORD, at, county, opening_day};
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

/// Name, role, what they are called, and the division or the number of the shop they look after.
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
    ("admin", "administrator", "系统管理员", ""),
];

pub(super) fn id_of(name: &str) -> Id<Login> {
    Id::derived(&[b"demo login", name.as_bytes()])
}

pub(super) fn make_logins(db: &Db, shops: &[Shop]) -> Result<Vec<DemoLogin>, DatabaseError> {
    // One hash for all: eleven of them would be a fifth of the time a demo takes to fill.
    let (hash, shops) = (people::hash_password(PASSWORD), shops.to_vec());
    db.write_now(move |tx| {
        LOGINS.iter().try_for_each(|(name, role, display, place)| make(tx, (name, role, display, place), &hash, &shops))
    })?;
    let all = LOGINS.iter().map(|(name, role, display, _)| DemoLogin {
        id: id_of(name),
        name,
        role,
        display,
        password: PASSWORD,
        county: county(),
    });
    Ok(all.collect())
}

fn make(
    tx: &mut Tx<'_>,
    (name, role, display, place): (&str, &'static str, &str, &str),
    hash: &str,
    shops: &[Shop],
) -> Result<(), DatabaseError> {
    let (id, now) = (id_of(name), at(started(), 0));
    let new = NewLogin {
        id,
        name: name.to_owned(),
        display_name: display.to_owned(),
        password_hash: hash.to_owned(),
        must_change: false,
        home: county(),
        person: None,
    };
    login::create(tx, &new, None, now)?;
    let shop = place.strip_prefix("shop ").and_then(|number| shops.get(number.parse::<usize>().ok()?));
    let grant = NewGrant {
        id: Id::derived(&[b"demo grant", name.as_bytes()]),
        login: id,
        role,
        county: county(),
        division: if shop.is_some() { String::new() } else { place.to_owned() },
        kind: if shop.is_some() { "shop" } else { "" },
        place: shop.map(|shop| shop.id.any()),
        until: None,
        by: None,
    };
    login::give(tx, &grant, now)
}

/// The shops opened half a year before the demo's day.
pub(super) fn started() -> BusinessDate {
    opening_day().plus_days(-180)
}
