//! Where a demo plays: its shops with the villages they serve, and who keeps them.

use std::collections::BTreeMap;

use basics::{BusinessDate, Id};
use divisions::{Division, Divisions, Level};

use super::scale::{Scale, shares};
use super::{county, opening_day};
use crate::shop::{OpenDays, Shop};

/// Villages of 翠华镇 by the shop that serves them in a small demo.
pub(super) const VILLAGES: &[&[&str]] =
    &[&["530624101201", "530624101202", "530624101203", "530624101204"], &["530624101001", "530624101002", "530624101003"]];

const SMALL_SHOPS: &[(&str, &str)] = &[("翠屏村爱心公益超市", "8, 18, 28"), ("笔山社区爱心公益超市", "5, 20")];

/// Open days of a township's shop; the first two as in a small demo.
const OPEN_DAYS: [&str; 9] =
    ["8, 18, 28", "5, 15, 20", "3, 13, 23", "6, 16, 26", "9, 19, 29", "2, 12, 22", "4, 14, 24", "7, 17, 27", "1, 11, 21"];

/// Who keeps, watches and reviews: login and name, by the shop's number.
pub(super) const MANAGERS: [(&str, &str); 9] = [
    ("liuyun", "刘云"),
    ("yangmei", "杨梅"),
    ("heyong", "何勇"),
    ("tangli", "唐丽"),
    ("dengjun", "邓军"),
    ("xiefang", "谢芳"),
    ("pengbo", "彭波"),
    ("longyan", "龙艳"),
    ("taojie", "陶杰"),
];
pub(super) const SUPERVISORS: [(&str, &str); 9] = [
    ("mayun", "马国强"),
    ("luofei", "罗飞"),
    ("huangwei", "黄伟"),
    ("zengming", "曾明"),
    ("zhujuan", "朱娟"),
    ("guotao", "郭涛"),
    ("hubin", "胡斌"),
    ("zhouling", "周玲"),
    ("wuping", "吴平"),
];
pub(super) const REVIEWERS: [(&str, &str); 9] = [
    ("zhouxiang", "周翔"),
    ("qinyu", "秦宇"),
    ("fanglei", "方磊"),
    ("baiyun", "白云"),
    ("shihua", "石华"),
    ("yujing", "余静"),
    ("cuihao", "崔浩"),
    ("jiangnan", "江楠"),
    ("luming", "陆明"),
];

/// How many households of each township redeem, as the county's drawing has it; by these all else is shared out.
pub(super) const WEIGHTS: [usize; 9] = [2714, 1302, 1418, 2026, 1533, 1577, 1240, 1180, 540];

/// What of its budget each shop has left at the year's end, in hundredths.
pub(super) const LEFT: [i64; 9] = [62, 48, 9, 55, 41, 37, 58, 44, 66];

/// The shops of a demo.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub started: BusinessDate,
    pub shops: Vec<Shop>,
    /// Villages by the shop that serves them.
    pub served: Vec<Vec<&'static str>>,
}

/// The small township.
pub(super) fn small() -> Scene {
    let started = opening_day().plus_days(-180);
    let shops = SMALL_SHOPS.iter().zip(VILLAGES).map(|((name, days), villages)| shop(name, days, villages[0], started));
    Scene { started, shops: shops.collect(), served: VILLAGES.iter().map(|villages| villages.to_vec()).collect() }
}

/// A county with a shop in each township, named after it.
pub(super) fn of_year(scale: &Scale) -> Scene {
    let started = scale.started();
    let (mut shops, mut served) = (Vec::new(), Vec::new());
    for (number, township) in townships(&county().to_string()).into_iter().take(scale.townships).enumerate() {
        let villages = villages_of(&township.code, scale.villages);
        let Some(first) = villages.first() else { continue };
        shops.push(shop(&format!("{}爱心公益超市", township.name), OPEN_DAYS[number % OPEN_DAYS.len()], first, started));
        served.push(villages);
    }
    Scene { started, shops, served }
}

/// Townships of a county on the demo's day.
pub(super) fn townships(county: &str) -> Vec<&'static Division> {
    let below = Divisions::built_in().children(county, opening_day().date());
    below.into_iter().filter(|division| division.level == Level::Township).collect()
}

/// Villages of a township; those the story of the small township is about come first.
pub(super) fn villages_of(township: &str, most: usize) -> Vec<&'static str> {
    let of_story: Vec<&str> = VILLAGES.iter().flat_map(|villages| villages.iter().copied()).collect();
    let mut villages: Vec<&'static str> = Divisions::built_in()
        .children(township, opening_day().date())
        .into_iter()
        .filter(|division| division.level == Level::Village)
        .map(|division| division.code.as_str())
        .collect();
    villages.sort_by_key(|code| (of_story.iter().position(|of_story| of_story == code).unwrap_or(usize::MAX), *code));
    villages.truncate(most);
    villages
}

pub(super) fn shop(name: &str, days: &str, village: &str, opened_on: BusinessDate) -> Shop {
    Shop {
        county: village.get(..6).and_then(|code| code.parse().ok()).unwrap_or_else(county),
        id: Id::derived(&[b"demo shop", name.as_bytes()]),
        name: name.to_owned(),
        village: village.to_owned(),
        phone: "19900000000".to_owned(),
        open_days: OpenDays::parse(days).unwrap_or_default(),
        opened_on,
        closed_on: None,
    }
}

impl Scene {
    /// Whole numbers shared out over the shops by the drawing's weights.
    pub fn shared(&self, whole: usize) -> Vec<usize> {
        shares(whole, &WEIGHTS[..self.shops.len().min(WEIGHTS.len())])
    }

    /// The number of the shop that serves each village.
    pub fn shop_of(&self) -> BTreeMap<&'static str, usize> {
        let by_shop = self.served.iter().enumerate();
        by_shop.flat_map(|(shop, villages)| villages.iter().map(move |village| (*village, shop))).collect()
    }
}
