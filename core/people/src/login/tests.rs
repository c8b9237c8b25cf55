//! Names of logins and places of roles, as tables.

use super::{clean_name, suits};
use crate::role::{PlaceKind, Role};

#[test]
fn a_login_name_is_letters_digits_dots_and_hyphens() {
    for (typed, clean) in [
        (" LiuYun ", Some("liuyun")),
        ("刘云", Some("刘云")),
        ("liu.yun-2", Some("liu.yun-2")),
        ("l", None),
        ("liu yun", None),
        ("<script>", None),
        ("", None),
    ] {
        assert_eq!(clean_name(typed).as_deref(), clean, "{typed}");
    }
}

#[test]
fn a_role_is_held_at_its_kind_of_place() {
    let role = |place| Role { name: "some", place };
    for (place, division, kind, suited) in [
        (PlaceKind::County, "530624", "", true),
        (PlaceKind::County, "530624101", "", false),
        (PlaceKind::Township, "530624101", "", true),
        (PlaceKind::Village, "530624101201", "", true),
        (PlaceKind::Kept("shop"), "", "shop", true),
        (PlaceKind::Kept("shop"), "530624", "", false),
        (PlaceKind::Everywhere, "530624", "", false),
    ] {
        assert_eq!(suits(&role(place), division, kind), suited, "{place:?} {division} {kind}");
    }
}
