//! Names as clerks type them, and every way in which they must be found.

use super::*;

/// A name, what finds it, and what must not.
const CASES: &[(&str, &[&str], &[&str])] = &[
    (
        "陈家福",
        &["陈", "陈家福", "家福", "福", "chenjiafu", "chen", "jiafu", "fu", "cjf", "cj", "jf", "CJF", "chen jia fu"],
        &["家陈", "cf", "an"],
    ),
    ("王顺", &["wang", "ws", "shun", "顺"], &["wangx", "sw", "顺王"]),
    ("曾小明", &["zengxiaoming", "cengxiaoming", "zxm", "xm"], &["zenx"]),
    ("陈曾", &["chenceng", "chenzeng"], &["zc", "cengchen"]),
    ("单雄", &["shanxiong", "sx"], &[]),
    ("解珍", &["xiezhen", "xz"], &[]),
    ("仇英", &["qiuying"], &[]),
    ("区大相", &["oudaxiang", "odx"], &[]),
    ("查慎", &["zhashen", "zs"], &[]),
    ("朴正", &["piaozheng"], &[]),
    ("盖叫天", &["gejiaotian", "gaijiaotian"], &[]),
    ("乐毅", &["yueyi", "leyi", "yy", "ly"], &[]),
    ("翟让", &["zhairang", "dirang"], &[]),
    ("缪荃", &["miaoquan"], &[]),
    ("宓妃", &["fufei", "mifei"], &[]),
    ("冼星", &["xianxing"], &[]),
    ("员半", &["yunban"], &[]),
    ("贠喜", &["yunxi"], &[]),
    ("葛洪", &["gehong"], &[]),
    ("覃应物", &["qinyingwu", "tanyingwu", "qyw", "tyw"], &[]),
    ("任华", &["renhua"], &[]),
    ("华佗", &["huatuo"], &[]),
    ("纪昀", &["jiyun"], &[]),
    ("燕青", &["yanqing"], &[]),
    ("应劭", &["yingshao"], &[]),
    ("尉迟恭", &["yuchigong", "ycg", "chigong"], &[]),
    ("尉缭", &["weiliao"], &["yuliao"]),
    ("长孙皇", &["zhangsunhuang", "zsh"], &[]),
    ("令狐冲", &["linghuchong", "lhc"], &[]),
    ("万俟咏", &["moqiyong", "mqy"], &[]),
    ("夏侯渊", &["xiahouyuan", "xhy"], &[]),
    ("单于雄", &["chanyuxiong", "danyuxiong"], &[]),
    ("欧阳修", &["ouyangxiu", "oyx"], &[]),
    ("吕布", &["lvbu", "lubu", "lübu", "LYUBU", "lb"], &[]),
    ("阿普·尔子", &["阿普尔子", "阿普·尔子", "尔子", "apuerzi", "erzi", "apez", "ez"], &[]),
    ("Li明", &["li明", "liming", "LIMING", "lm", "明", "i明"], &[]),
    ("ＬＩ明", &["liming"], &[]),
    ("ꆈꌠ", &["ꆈ", "ꆈꌠ", "ꌠ"], &["nuosu"]),
    ("𬭎家", &["𬭎", "𬭎家", "hongjia", "hj", "家"], &[]),
    ("王𬘭", &["wanglin", "wangchen"], &[]),
    ("李\u{e000}", &["李\u{e000}", "li", "\u{e000}"], &[]),
    ("辻\u{fe00}村", &["辻村"], &[]),
    ("DG-012", &["dg012", "DG-012", "012", "dg"], &["g13", "13"]),
];

fn finds(name: &str, typed: &str) -> bool {
    let Some(query) = query(typed) else { return false };
    let (first, end) = prefix_range(&query);
    tokens(name).iter().any(|token| {
        let bytes = token.as_bytes();
        bytes >= first.as_slice() && end.as_deref().is_none_or(|end| bytes < end)
    })
}

#[test]
fn the_same_name_is_written_in_many_ways() {
    for (one, other, expected) in [
        ("陈家福", " 陈　家福", true),
        ("吉克·阿依", "吉克•阿依", true),
        ("吉克·阿依", "吉克 阿依", true),
        ("陈家福", "陈家", false),
        ("陈家福", "家福", false),
        ("", "", false),
        ("·", "·", false),
    ] {
        assert_eq!(same(one, other), expected, "{one} {other}");
    }
}

#[test]
fn names_are_found_by_what_is_typed() {
    for (name, found, missed) in CASES {
        for typed in *found {
            assert!(finds(name, typed), "{typed} should find {name}: {:?}", tokens(name));
        }
        for typed in *missed {
            assert!(!finds(name, typed), "{typed} should not find {name}");
        }
    }
}

#[test]
fn the_tokens_of_one_name() {
    let expected = ["cjf", "chenjiafu", "fu", "jf", "jiafu", "家福", "福", "陈家福"];
    assert_eq!(tokens("陈家福"), expected.into_iter().map(str::to_owned).collect());
    assert!(tokens("").is_empty());
    assert!(tokens(" · ").is_empty());
    assert_eq!(tokens("·福·"), tokens("福"));
}

#[test]
fn queries_are_folded() {
    let cases = [
        ("", None),
        ("  ", None),
        ("'", None),
        (" 陈 家 福 ", Some("陈家福")),
        ("陈　家", Some("陈家")),
        ("ＣＪＦ", Some("cjf")),
        ("xi'an", Some("xian")),
        ("Xi’An", Some("xian")),
        ("吕 Lü", Some("吕lv")),
        ("LYU", Some("lv")),
        ("陈%_", Some("陈")),
        ("１３８", Some("138")),
    ];
    for (text, expected) in cases {
        assert_eq!(query(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn long_names_stay_within_bounds_and_are_found_whole() {
    let hard = "曾乐行长朝晟娜莎".repeat(10);
    let rare = "𬭎".repeat(60);
    let plain = "福".repeat(40);
    for name in [&hard, &rare, &plain] {
        let tokens = tokens(name);
        assert!(tokens.len() <= TOKEN_CHARACTERS_MAX * (1 + 2 * SPELLINGS_MAX), "{}", tokens.len());
        assert!(tokens.iter().all(|token| !token.is_empty() && token.chars().count() <= TOKEN_CHARACTERS_MAX));
        assert!(finds(name, name));
    }
    assert!(finds(&plain, &"fu".repeat(40)));
    assert!(finds(&rare, "honghonghong"));
    assert!(finds(&hard, "zenglexingzhang"));
}

#[test]
fn ranges_hold_what_starts_with_the_token_and_nothing_else() {
    assert_eq!(prefix_range(""), (Vec::new(), None));
    assert_eq!(prefix_range("cj"), (b"cj".to_vec(), Some(b"ck".to_vec())));
    for (token, inside, outside) in [("陈", "陈家", "陉"), ("\u{10ffff}", "\u{10ffff}a", "a"), ("a\u{7f}", "a\u{7f}b", "b")] {
        let (first, end) = prefix_range(token);
        let end = end.expect("the token is not empty");
        let holds = |text: &str| text.as_bytes() >= first.as_slice() && text.as_bytes() < end.as_slice();
        assert!(holds(token) && holds(inside) && !holds(outside), "{token}");
    }
}

#[test]
fn tables_of_readings_are_sound() {
    for (name, _, _) in CASES {
        let letters: Vec<char> = fold(name).chars().collect();
        assert!(readings::surname(&letters).len() <= 2);
    }
    for (other, reading) in readings::OTHERS {
        let usual = other.to_pinyin().map(|found| found.plain());
        assert_ne!(usual, Some(*reading), "{other} is already read so");
    }
    for (name, expected) in [("尉迟恭", vec!["yu", "chi"]), ("尉缭", vec!["wei"]), ("曾", vec!["zeng"]), ("王", vec![]), ("", vec![])]
    {
        assert_eq!(readings::surname(&name.chars().collect::<Vec<_>>()), expected, "{name}");
    }
}
