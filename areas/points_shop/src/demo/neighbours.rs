//! The other three counties of the programme: each with an open book and a shop that has begun.

use basics::County;
use database::{DatabaseError, Db};

use super::households::{self, Customer};
use super::people_of::{self, DemoLogin, Place, Somebody};
use super::scene::{Scene, shop, townships, villages_of};
use super::{Told, story};

/// County, manager, officer and the pairing's town: logins and names.
type Neighbour = (i64, (&'static str, &'static str), (&'static str, &'static str));

const NEIGHBOURS: [Neighbour; 3] = [
    (530_623, ("yanjin", "尹梅"), ("yanjin.county", "严进")),
    (530_625, ("yongshan", "雍霞"), ("yongshan.county", "永昌平")),
    (530_626, ("suijiang", "隋兰"), ("suijiang.county", "江绥宁")),
];

/// Households of each that brought their paper passbooks.
const HOUSEHOLDS: usize = 20;

/// The three books.
pub(super) fn counties() -> Vec<County> {
    NEIGHBOURS.iter().filter_map(|(county, ..)| County::try_new(*county).ok()).collect()
}

/// Opens a shop in each; answers who can sign in there.
pub(super) fn open(db: &Db, seed: u64, scene: &Scene, hash: &str, told: &dyn Fn(Told<'_>)) -> Result<Vec<DemoLogin>, DatabaseError> {
    let mut logins = Vec::new();
    for (county, manager, officer) in NEIGHBOURS {
        let county = County::try_new(county).map_err(|_| DatabaseError::Broken(format!("{county} is no county")))?;
        let Some(township) = townships(&county.to_string()).into_iter().next() else { continue };
        let villages = villages_of(&township.code, usize::MAX);
        let Some(first) = villages.first().copied() else { continue };
        let name = format!("{}爱心公益超市", township.name);
        let there = Scene { started: scene.started, shops: vec![shop(&name, "10, 25", first, scene.started)], served: vec![villages] };
        story::open_shops(db, &there)?;
        let (shops, since, hash) = (there.shops, there.started, hash.to_owned());
        let kept = shops[0].id;
        db.write_now(move |tx| {
            let code = county.to_string();
            let manager = Somebody { name: manager.0, role: "shop_manager", display: manager.1, home: county, place: Place::Shop(kept) };
            people_of::make(tx, &manager, &hash, since)?;
            let officer =
                Somebody { name: officer.0, role: "county_officer", display: officer.1, home: county, place: Place::Division(&code) };
            people_of::make(tx, &officer, &hash, since)
        })?;
        logins.push(people_of::shown(manager.0, "shop_manager", manager.1, county));
        logins.push(people_of::shown(officer.0, "county_officer", officer.1, county));
        story::stock_up(db, &shops, &[manager.0], officer.0)?;
        let new = households::invented(seed, first, HOUSEHOLDS, scene.started);
        let customers: Vec<Customer> = new.iter().map(|new| households::customer(new, 0, first)).collect();
        households::enter_all(db, &new, (HOUSEHOLDS, manager.0, scene.started), &|_| true, told)?;
        story::award(db, seed, &shops, &customers, officer.0)?;
    }
    Ok(logins)
}
