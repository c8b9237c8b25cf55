//! Two households to a place: one of three, with numbers and a card, and one of two.

use basics::{BusinessDate, Id};
use database::{DatabaseError, Tx};
use people::Relative;
use registry::household::{self, Household, NewHousehold, NewMember, Person};
use registry::id_number::IdNumber;
use testkit::permissions::Place;
use testkit::{NOW, today};

use super::{Note as _, Spot, granted};

pub(super) struct Households {
    pub first: Id<Household>,
    pub second: Id<Household>,
}

pub(super) fn add(tx: &mut Tx<'_>, spot: Spot, place: &mut Place) -> Result<Households, DatabaseError> {
    let [head, wife, son, other_head, other_wife] = spot.people;
    let first = entered(tx, spot, "household", &[(head, "head"), (wife, "spouse"), (son, "son")], place);
    let second = entered(tx, spot, "other_household", &[(other_head, "head"), (other_wife, "spouse")], place);
    place.note("household", first);
    place.note("other_household", second);
    place.note::<Person>("person", spot.id(wife));
    place.note::<Person>("other_person", spot.id(other_wife));
    let relative = Relative { id: spot.id("relative"), person: spot.id(other_head), household: first.any(), from: today(), until: None };
    people::set_relative(tx, spot.county(), &relative)?;
    Ok(Households { first, second })
}

fn entered(tx: &mut Tx<'_>, spot: Spot, word: &'static str, members: &[(&str, &'static str)], place: &mut Place) -> Id<Household> {
    let born = BusinessDate::try_new(1975, 4, 12).expect("a day");
    let members = members.iter().zip(0..).map(|((name, relation), row)| {
        let sequence = spot.county as u32 % 1000 * 10 + row + u32::from(spot.id::<()>(word).as_bytes()[0]) * 100;
        let id_number = Some(IdNumber::build_demo(sequence, born.date(), *relation == "spouse").reveal().to_owned());
        let phone = (*relation == "head").then(|| format!("1388704{:04}", sequence % 10_000));
        place.secrets.extend([(*name).to_owned()].into_iter().chain(id_number.clone()));
        NewMember { person: Person { id: spot.id(name), name: (*name).to_owned(), id_number, phone }, relation }
    });
    let new = NewHousehold {
        county: spot.county(),
        id: spot.id(word),
        code: format!("{}-{}-{}{}", spot.county, &spot.village[6..9], spot.code, if word == "household" { "11" } else { "12" }),
        village: spot.village.to_owned(),
        village_group: "2".to_owned(),
        registered: word == "household",
        since: today().plus_days(-500),
        members: members.collect(),
    };
    let code = granted(household::add(tx, &new, None, NOW));
    if word == "household" {
        place.values.insert("code", code.clone());
    }
    place.secrets.push(code);
    new.id
}
