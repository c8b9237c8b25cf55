//! What a demo is filled with: a township of 大关县, through the area's own doors.

use basics::BusinessDate;
use database::{DatabaseError, Db, open_book};
use serde::{Deserialize, Serialize};

use crate::books;

/// Mark of a database of invented people: its seed.
pub const MARK: &str = "demo";
/// Mark that the filling came to its end.
pub const FILLED: &str = "demo_filled";
/// In the data folder: who can sign in.
pub const LOGINS_FILE: &str = "demo-logins.json";

/// A login of the demo.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DemoLogin {
    pub login: String,
    pub password: String,
    pub name: String,
    pub role: String,
}

/// The day a new demo stands at.
pub fn first_day() -> BusinessDate {
    points_shop::demo::opening_day()
}

/// Fills an empty database; the same seed makes the same people.
pub fn fill(db: &Db, seed: u64, progress: &dyn Fn(&str)) -> Result<Vec<DemoLogin>, DatabaseError> {
    let (county, on) = (points_shop::demo::county(), first_day());
    let book = books::offered_as(county, on).ok_or_else(|| DatabaseError::Broken("the divisions lack the demo's county".to_owned()))?;
    db.write_now(move |tx| open_book(tx, county, &book.label, on))?;
    let logins = points_shop::demo::fill(db, seed, progress)?;
    Ok(logins
        .into_iter()
        .map(|login| DemoLogin {
            login: login.name.to_owned(),
            password: login.password.to_owned(),
            name: login.display.to_owned(),
            role: login.role.to_owned(),
        })
        .collect())
}
