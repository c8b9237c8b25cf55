//! Which books can be opened: the counties, and the city without counties, whose townships the divisions list.

use basics::{BusinessDate, County};
use database::{DatabaseError, Db, open_book};
use divisions::Divisions;

/// A book that can be opened, with what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub county: County,
    pub label: String,
}

/// The four counties whose shops the program was made for; then Zhongshan, then the other counties of Zhaotong.
const FIRST: [&str; 5] = ["530623", "530624", "530625", "530626", "442000"];

/// Owners of books on the day, in the order in which they are likely to be wanted.
pub fn offered(on: BusinessDate) -> Vec<Offered> {
    let divisions = Divisions::built_in();
    let owners = divisions.valid_on(on.date()).filter(|division| divisions.owns_book(&division.code));
    let mut offered: Vec<Offered> =
        owners.filter_map(|division| Some(Offered { county: division.code.parse().ok()?, label: division.name.clone() })).collect();
    offered.sort_by_key(|book| {
        let code = book.county.to_string();
        (FIRST.iter().position(|first| *first == code).unwrap_or(FIRST.len()), book.county)
    });
    offered
}

/// The book of this number if it can be opened.
pub fn offered_as(county: County, on: BusinessDate) -> Option<Offered> {
    offered(on).into_iter().find(|book| book.county == county)
}

/// Opens books, each in a transaction of its own, because a transaction writes one book; those open already stay as they are.
pub async fn open(db: &Db, books: Vec<Offered>, on: BusinessDate) -> Result<(), DatabaseError> {
    for Offered { county, label } in books {
        db.write(move |tx| open_book(tx, county, &label, on)).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_counties_come_first() {
        let on = BusinessDate::try_new(2020, 1, 8).expect("a day of the calendar");
        let offered: Vec<String> = offered(on).into_iter().take(6).map(|book| format!("{} {}", book.county, book.label)).collect();
        assert_eq!(offered, ["530623 盐津县", "530624 大关县", "530625 永善县", "530626 绥江县", "442000 中山市", "530602 昭阳区"]);
    }
}
