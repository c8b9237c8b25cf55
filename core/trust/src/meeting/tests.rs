//! When a meeting may decide.

use super::*;

#[test]
fn more_than_the_share_must_have_come() {
    for (present, expected, percent, enough) in [
        (23, 31, 50, true),
        (16, 31, 50, true),
        (15, 31, 50, false),
        (15, 30, 50, false),
        (16, 30, 50, true),
        (0, 0, 50, false),
        (1, 1, 66, true),
        (2, 3, 66, true),
        (2, 3, 67, false),
    ] {
        assert_eq!(is_quorum(present, expected, percent), enough, "{present} of {expected} at {percent} %");
    }
}

#[test]
fn those_who_step_aside_are_not_counted() {
    for (present, expected, percent, spared) in [(23, 31, 50, 7), (16, 31, 50, 0), (15, 31, 50, 0), (31, 31, 50, 15)] {
        assert_eq!(spare(present, expected, percent), spared, "{present} of {expected}");
        if is_quorum(present, expected, percent) {
            assert!(is_quorum(present - spared, expected, percent));
            assert!(!is_quorum(present - spared - 1, expected, percent));
        }
    }
}
