//! Readings the general table lacks: characters read otherwise as a surname, and given names read in two ways.

/// Compound surnames with a reading of their own. The usual ones (欧阳, 司马) need no row.
const COMPOUND_SURNAMES: &[(&str, &[&str])] = &[
    ("万俟", &["mo", "qi"]),
    ("长孙", &["zhang", "sun"]),
    ("尉迟", &["yu", "chi"]),
    ("令狐", &["ling", "hu"]),
    ("夏侯", &["xia", "hou"]),
    ("单于", &["chan", "yu"]),
    ("澹台", &["tan", "tai"]),
    ("乐正", &["yue", "zheng"]),
    ("宰父", &["zai", "fu"]),
    ("鲜于", &["xian", "yu"]),
    ("亓官", &["qi", "guan"]),
    ("拓跋", &["tuo", "ba"]),
    ("夹谷", &["jia", "gu"]),
    ("诸葛", &["zhu", "ge"]),
];

/// Surnames of one character, also those the general table reads well today: it may change.
const SURNAMES: &[(char, &str)] = &[
    ('曾', "zeng"),
    ('单', "shan"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('区', "ou"),
    ('查', "zha"),
    ('朴', "piao"),
    ('盖', "ge"),
    ('乐', "yue"),
    ('翟', "zhai"),
    ('缪', "miao"),
    ('宓', "fu"),
    ('冼', "xian"),
    ('员', "yun"),
    ('贠', "yun"),
    ('葛', "ge"),
    ('覃', "qin"),
    ('任', "ren"),
    ('华', "hua"),
    ('纪', "ji"),
    ('燕', "yan"),
    ('应', "ying"),
    ('种', "chong"),
    ('重', "chong"),
    ('折', "she"),
    ('召', "shao"),
    ('黑', "he"),
    ('秘', "bi"),
    ('薄', "bo"),
    ('繁', "po"),
    ('祭', "zhai"),
    ('隗', "wei"),
    ('郇', "xun"),
    ('能', "nai"),
    ('佴', "nai"),
    ('牟', "mu"),
    ('阚', "kan"),
    ('卜', "bu"),
    ('谌', "shen"),
    ('洗', "xian"),
    ('句', "gou"),
    ('都', "du"),
    ('过', "guo"),
    ('郗', "chi"),
    ('费', "bi"),
    ('莘', "xin"),
    ('乜', "nie"),
    ('尉', "wei"),
    ('车', "che"),
    ('晟', "cheng"),
];

/// Characters of given names and places that people read in a second way.
pub const OTHERS: &[(char, &str)] = &[
    ('长', "chang"),
    ('行', "hang"),
    ('乐', "yue"),
    ('重', "chong"),
    ('朝', "zhao"),
    ('茜', "xi"),
    ('晟', "sheng"),
    ('传', "zhuan"),
    ('藏', "zang"),
    ('颉', "xie"),
    ('省', "xing"),
    ('娜', "nuo"),
    ('莎', "suo"),
    ('堡', "pu"),
    ('参', "shen"),
    ('阿', "e"),
    ('会', "kuai"),
    ('扎', "za"),
    ('仔', "zi"),
    ('圩', "xu"),
    ('咀', "zui"),
    ('柏', "bo"),
    ('曾', "zeng"),
    ('单', "shan"),
    ('解', "xie"),
    ('降', "xiang"),
    ('调', "tiao"),
    ('宿', "xiu"),
    ('盛', "cheng"),
    ('弹', "tan"),
    ('识', "zhi"),
    ('俟', "si"),
    ('蔚', "yu"),
    ('拓', "ta"),
    ('卜', "bu"),
    ('峙', "shi"),
    ('𬘭', "chen"),
];

/// The readings of the surname `name` begins with, one for each of its characters; none if nothing is special.
pub fn surname(name: &[char]) -> Vec<&'static str> {
    let compound = COMPOUND_SURNAMES.iter().find(|(surname, _)| surname.chars().eq(name.iter().copied().take(2)));
    if let Some((_, readings)) = compound {
        return readings.to_vec();
    }
    let single = name.first().and_then(|first| SURNAMES.iter().find(|(surname, _)| surname == first));
    single.map(|(_, reading)| *reading).into_iter().collect()
}

pub fn others(character: char) -> impl Iterator<Item = &'static str> {
    OTHERS.iter().filter(move |(other, _)| *other == character).map(|(_, reading)| *reading)
}
