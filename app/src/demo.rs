//! What a demo is filled with: a book of Daguan and a login per role. The areas' people and goods come in here.

use basics::{BusinessDate, County, Id};
use database::{Db, DatabaseError, open_book};
use people::login::{self, NewGrant, NewLogin};
use people::hash_password;
use serde::{Deserialize, Serialize};

use crate::{areas, books};

/// Mark of a database of invented people: its seed.
pub const MARK: &str = "demo";
/// Mark that the filling came to its end.
pub const FILLED: &str = "demo_filled";
/// In the data folder: who can sign in.
pub const LOGINS_FILE: &str = "demo-logins.json";
/// The password of everybody in a demo; it is served on this machine only.
const PASSWORD: &str = "xieshou-demo";

/// A login of the demo.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DemoLogin {
    pub login: String,
    pub password: String,
    pub name: String,
    pub role: String,
    pub place: String,
}

/// The day a new demo stands at.
pub fn first_day() -> BusinessDate {
    BusinessDate::try_new(2019, 11, 5).expect("a day of the calendar")
}

/// Fills an empty database; the same seed makes the same people.
pub fn fill(db: &Db, _seed: u64) -> Result<Vec<DemoLogin>, DatabaseError> {
    let county = County::try_new(530_624).map_err(|error| DatabaseError::Broken(error.to_string()))?;
    let on = first_day();
    let book = books::offered_as(county, on).ok_or_else(|| DatabaseError::Broken("the divisions lack the demo's county".to_owned()))?;
    let label = book.label.clone();
    db.write_now(move |tx| open_book(tx, county, &label, on))?;
    let hash = hash_password(PASSWORD);
    [("admin", "高敏", "administrator", ""), ("xian", "赵平", "county_officer", "530624")]
        .into_iter()
        .map(|(login, name, role, division)| add_login(db, county, &hash, (login, name, role, division)).map(|()| demo_login(login, name, role, &book.label)))
        .collect()
}

fn demo_login(login: &str, name: &str, role: &str, place: &str) -> DemoLogin {
    DemoLogin { login: login.to_owned(), password: PASSWORD.to_owned(), name: name.to_owned(), role: role.to_owned(), place: place.to_owned() }
}

fn add_login(
    db: &Db,
    county: County,
    hash: &str,
    (name, display_name, role, division): (&'static str, &'static str, &'static str, &'static str),
) -> Result<(), DatabaseError> {
    let id = Id::derived(&[b"demo login", name.as_bytes()]);
    let new = NewLogin {
        id,
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        password_hash: hash.to_owned(),
        must_change: false,
        home: county,
        person: None,
    };
    let grant = NewGrant {
        id: Id::derived(&[b"demo grant", name.as_bytes()]),
        login: id,
        role,
        county,
        division: division.to_owned(),
        kind: "",
        place: None,
        until: None,
        by: None,
    };
    let now = areas::clock().now();
    db.write_now(move |tx| {
        login::create(tx, &new, None, now)?;
        login::give(tx, &grant, now)
    })
}
