//! What a demo is filled with: 大关县 or a township of it, through the area's own doors.

use basics::BusinessDate;
use database::{DatabaseError, Db, open_book};
pub use points_shop::demo::{Size, Told};
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
pub fn fill(db: &Db, size: &Size, seed: u64, told: &dyn Fn(Told<'_>)) -> Result<Vec<DemoLogin>, DatabaseError> {
    let on = first_day();
    for county in points_shop::demo::books(size) {
        let book = books::offered_as(county, on).ok_or_else(|| DatabaseError::Broken(format!("the divisions lack {county}")))?;
        db.write_now(move |tx| open_book(tx, county, &book.label, on))?;
    }
    let logins = points_shop::demo::fill(db, size, seed, told)?;
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
