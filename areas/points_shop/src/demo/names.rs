//! Invented names: enough of them that a county is not full of namesakes.

use super::Dice;

const SURNAMES: &[&str] = &[
    "陈", "李", "王", "张", "刘", "杨", "赵", "黄", "周", "吴", "罗", "马", "朱", "胡", "郭", "何", "曾", "唐", "邓", "谢", "彭", "龙",
    "陶", "阿", "徐", "孙", "林", "高", "梁", "郑", "宋", "许", "韩", "冯", "于", "董", "萧", "程", "曹", "袁", "傅", "沈", "吕", "苏",
    "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜", "范", "方", "石",
    "姚", "谭", "廖", "邹", "熊", "金", "陆", "郝", "孔", "白", "崔", "康", "毛", "邱", "秦", "江", "史", "顾", "侯", "邵", "孟", "万",
    "段", "雷", "钱", "汤", "尹", "黎", "易", "常", "武", "乔", "贺", "赖",
];
/// Characters of a generation, and those that follow them.
const FIRST: &[&str] = &[
    "正", "国", "文", "朝", "世", "光", "兴", "天", "永", "学", "发", "开", "明", "大", "德", "洪", "仕", "应", "少", "安", "荣", "顺",
    "才", "志",
];
const MEN: &[&str] = &[
    "华", "明", "强", "平", "军", "才", "贵", "友", "康", "祥", "云", "林", "海", "富", "荣", "兵", "刚", "勇", "全", "福", "生", "洪",
    "伦", "银", "洲", "甫", "举", "朋", "松", "昌",
];
const WOMEN: &[&str] = &[
    "芬", "英", "兰", "珍", "会", "琴", "梅", "秀", "红", "艳", "华", "凤", "美", "燕", "花", "芳", "香", "玉", "群", "仙", "翠", "莲",
    "菊", "琼", "碧", "敏", "巧", "菲",
];
const YOUNG: &[&str] = &[
    "丽", "梦婷", "雨欣", "静", "思思", "佳", "婷", "小军", "浩", "宇航", "俊杰", "磊", "强", "文", "子涵", "欣怡", "诗琪", "梓轩", "晨",
    "鑫", "雪", "倩", "涛", "鹏", "阳", "健", "莉", "娟", "云飞", "天佑",
];

/// A surname; every village has a few that most families share.
pub(super) fn surname(dice: &mut Dice, village: u64) -> &'static str {
    if dice.below(10) < 6 {
        SURNAMES[(village as usize * 7 + dice.below(7) * 13) % SURNAMES.len()]
    } else {
        dice.one_of::<&'static str>(SURNAMES)
    }
}

pub(super) fn man(dice: &mut Dice) -> String {
    format!("{}{}", dice.one_of(FIRST), dice.one_of(MEN))
}

pub(super) fn woman(dice: &mut Dice) -> String {
    format!("{}{}", dice.one_of(FIRST), dice.one_of(WOMEN))
}

pub(super) fn young(dice: &mut Dice) -> String {
    (*dice.one_of(YOUNG)).to_owned()
}
