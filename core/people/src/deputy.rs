//! Deputies: somebody away hands an own role to another login of the county until a day. It ends by itself, cannot be passed on,
//! and manager, supervisor and reviewer of one shop stay three people. Whom the deputy may not decide about stays the deputy's own.

mod carry_out;
pub(crate) mod pages;

use basics::{BusinessDate, County};

use crate::grant::{Grant, Place};

pub(crate) use carry_out::{DeputyRefused, Wanted, end, name, noted_end};

/// Longest time a deputy stands in.
pub(crate) const DAYS_MAX: i32 = 92;

/// Whether the holder may hand this role to a deputy: it is an own one, held in the book of the login's home.
pub(crate) fn may_hand_on(grant: &Grant, home: County) -> bool {
    grant.deputy.is_none() && grant.county == home && grant.place != Place::Everywhere
}

/// The last day a deputy may be named for: three months on, and not beyond the role's own end.
pub(crate) fn latest(grant: &Grant, today: BusinessDate) -> BusinessDate {
    let latest = today.plus_days(DAYS_MAX);
    grant.until.map_or(latest, |until| until.min(latest))
}

#[cfg(test)]
mod tests {
    use basics::Id;

    use super::*;
    use crate::grant::Deputised;

    #[test]
    fn what_was_handed_over_is_not_handed_on_and_nothing_lasts_longer_than_the_role() {
        let day = |number| BusinessDate::from_number(number).expect("a day");
        let home = County::try_new(530_624).expect("six digits");
        let own = Grant {
            id: Id::derived(&[b"grant"]),
            role: "village_clerk".to_owned(),
            county: home,
            place: Place::Division("530624101201".to_owned()),
            until: None,
            permissions: Vec::new(),
            deputy: None,
        };
        assert!(may_hand_on(&own, home));
        assert_eq!(latest(&own, day(20_200_108)), day(20_200_409));
        assert_eq!(latest(&Grant { until: Some(day(20_200_131)), ..own.clone() }, day(20_200_108)), day(20_200_131));
        let handed = Deputised { grant: own.id, login: Id::derived(&[b"login"]), name: "王红".to_owned() };
        assert!(!may_hand_on(&Grant { deputy: Some(handed), ..own.clone() }, home));
        assert!(!may_hand_on(&Grant { place: Place::Everywhere, ..own.clone() }, home));
        assert!(!may_hand_on(&own, County::try_new(530_625).expect("six digits")));
    }
}
