//! Dates, books and ids out of any text: refused, or printed back as they were read.

use basics::{BusinessDate, County, Id};
use proptest::prelude::*;

fn reads_back(text: &str) -> Result<(), TestCaseError> {
    if let Ok(date) = text.parse::<BusinessDate>() {
        prop_assert_eq!(date.to_string().parse::<BusinessDate>().ok(), Some(date));
        prop_assert_eq!(BusinessDate::from_number(date.number()).ok(), Some(date), "it is stored as a number");
    }
    if let Ok(county) = text.parse::<County>() {
        prop_assert_eq!(county.to_string(), text);
    }
    if let Ok(id) = text.parse::<Id<()>>() {
        prop_assert_eq!(id.to_string().parse::<Id<()>>().ok(), Some(id));
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        reads_back(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn what_is_nearly_right_too(
        date in "[-+]?[0-9]{1,6}-[0-9]{1,2}-[0-9]{1,2}(T[0-9]{2}:[0-9]{2})?",
        county in "[0-9０-９]{5,7}",
        id in "[{]?[0-9a-fA-F]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}[}]?",
        number in any::<i64>(),
    ) {
        for text in [date, county, id] {
            reads_back(&text)?;
        }
        if let Ok(date) = BusinessDate::from_number(number) {
            prop_assert_eq!(date.number(), number);
        }
    }
}

#[test]
fn years_before_the_first_are_no_business_dates() {
    for text in ["-000001-01-01", "0000-12-31", "-009999-01-01"] {
        assert!(text.parse::<BusinessDate>().is_err(), "{text}");
    }
    assert!("0001-01-01".parse::<BusinessDate>().is_ok());
}
