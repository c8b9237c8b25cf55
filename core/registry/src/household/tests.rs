//! Codes and what a household is found by.

use basics::{BusinessDate, County, Id};

use super::store::spans;
use super::{NewHousehold, NewMember, Person, code_after, tokens_of};

fn county() -> County {
    County::try_new(530_624).expect("six digits")
}

#[test]
fn codes_count_up_within_the_township() {
    assert_eq!(code_after(county(), "530624101201", 0), "530624-101-0001");
    assert_eq!(code_after(county(), "530624101201", 311), "530624-101-0312");
}

#[test]
fn a_household_is_found_by_every_member_and_by_its_code() {
    let member = |name: &str| NewMember {
        person: Person { id: Id::derived(&[name.as_bytes()]), name: name.to_owned(), id_number: None, phone: None },
        relation: "head",
    };
    let new = NewHousehold {
        county: county(),
        id: Id::derived(&[b"household"]),
        code: String::new(),
        village: "530624101201".to_owned(),
        village_group: "2".to_owned(),
        registered: true,
        since: BusinessDate::try_new(2018, 9, 1).expect("a day"),
        members: vec![member("陈家福"), member("李正芬")],
    };
    let tokens = tokens_of(&new, "530624-101-0312");
    for token in ["陈家福", "家福", "cjf", "chenjiafu", "lzf", "李正芬", "0312", "5306241010312"] {
        assert!(tokens.contains(token), "{token}");
    }
}

#[test]
fn places_are_searched_as_few_spans() {
    for (within, expected) in [
        (&["530624"][..], &[("530624", "530624")][..]),
        (&["530600"], &[("530624", "530624")]),
        (&["530624101201", "530624101001", "530624101204"], &[("530624101001", "530624101204")]),
        (&["530624101", "530624101201", "530624102201"], &[("530624101", "530624101"), ("530624102201", "530624102201")]),
        (&["530624201001", "530624101001"], &[("530624101001", "530624101001"), ("530624201001", "530624201001")]),
        (&[], &[]),
    ] {
        let within: Vec<String> = within.iter().map(|place| (*place).to_owned()).collect();
        assert_eq!(spans("530624", &within), expected, "{within:?}");
    }
}
