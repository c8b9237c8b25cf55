//! What a change says and what it hides.

use super::{differences, masked};

#[test]
fn only_what_differs_is_told() {
    let names =
        |before: Option<&str>, after: Option<&str>| differences(before, after).into_iter().map(|(name, ..)| name).collect::<Vec<_>>();
    assert_eq!(names(Some(r#"{"price":"2","name":"盐","unit":"袋"}"#), Some(r#"{"price":"2.5","name":"盐"}"#)), ["price", "unit"]);
    assert_eq!(names(None, Some(r#"{"name":"盐","spec":"","note":null}"#)), ["name"]);
    assert_eq!(names(None, None), [""; 0]);
    assert_eq!(names(Some("not JSON"), Some("[1]")), [""; 0]);
}

#[test]
fn numbers_of_people_are_hidden_wherever_they_stand() {
    for (text, shown) in [
        ("99010119800101123X", "**************123X"),
        ("990101198001011234", "**************1234"),
        ("990101800101123", "***********1123"),
        ("打 13800001234 找他", "打 *******1234 找他"),
        ("0870-5620123", "0870-5620123"),
        ("530624101201", "530624101201"),
        ("收-0009", "收-0009"),
    ] {
        assert_eq!(masked(text), shown, "{text}");
    }
}
