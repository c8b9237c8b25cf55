//! Cases of photos: until when, how many, and what is missing without them.

use super::*;

#[test]
fn photos_come_until_the_appraisal_and_three_are_enough() {
    for (state, photos, expected) in [
        (State::Draft, 0, true),
        (State::Submitted, 2, true),
        (State::Checked, 2, true),
        (State::Checked, 3, false),
        (State::Returned, 0, true),
        (State::Listed, 0, false),
        (State::Confirmed, 0, false),
        (State::Rejected, 0, false),
        (State::Withdrawn, 0, false),
    ] {
        assert_eq!(may_add(state, photos), expected, "{state} with {photos}");
    }
}

#[test]
fn what_a_rule_asks_for_is_missing_until_a_photo_shows_it() {
    for (evidence, photos, expected) in [
        ("photo", 0, Some("evidence-missing-photo")),
        ("certificate", 0, Some("evidence-missing-certificate")),
        ("list", 0, Some("evidence-missing-list")),
        ("photo", 1, None),
        ("witness", 0, None),
        ("none", 0, None),
    ] {
        assert_eq!(missing(evidence, photos), expected, "{evidence} with {photos}");
    }
}
