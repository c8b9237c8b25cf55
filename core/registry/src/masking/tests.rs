//! What stays readable, and what does not.

use super::*;

#[test]
fn names() {
    let cases = [
        ("", ""),
        ("  ", ""),
        ("陈", "*"),
        ("王顺", "王*"),
        ("陈家福", "陈*福"),
        (" 陈家福 ", "陈*福"),
        ("欧阳小芳", "欧**芳"),
        ("阿普·尔子", "阿*·尔*"),
        ("吉克·阿依古丽", "吉*·阿**丽"),
        ("买买提·艾力·江", "买*提·艾*·*"),
        ("王𬭎", "王*"),
        ("𬭎家福", "𬭎*福"),
        ("ꆈꌠꁱ", "ꆈ*ꁱ"),
        ("John Smith", "J**h"),
        ("·", "·"),
    ];
    for (text, expected) in cases {
        assert_eq!(name(text), expected, "{text}");
    }
}

#[test]
fn phones() {
    let cases = [
        ("13800001234", "138****1234"),
        ("138 0000 1234", "138****1234"),
        ("138-0000-1234", "138****1234"),
        ("+8613800001234", "+86*******1234"),
        ("0870-5620000", "087****0000"),
        ("5620000", "*****00"),
        ("12345678", "****5678"),
        ("1234", "****"),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(phone(text), expected, "{text}");
    }
}

#[test]
fn the_middle_of_anything() {
    let cases = [
        ("6228480000001234567", 4, 4, "6228***********4567"),
        ("abcd", 2, 2, "****"),
        ("abcd", 2, 1, "ab*d"),
        ("abcd", 0, 0, "****"),
        ("abcd", usize::MAX, 1, "****"),
        ("", 0, 0, ""),
    ];
    for (text, first, last, expected) in cases {
        assert_eq!(middle(text, first, last), expected, "{text}");
    }
}
