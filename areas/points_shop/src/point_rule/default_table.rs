//! The table that is shipped: built from published schemes of villages elsewhere, nobody's real one. A meeting adopts or changes it.

use basics::{County, Id};
use money::TenthPoints;

use super::{Cap, CapAmount, CapPer, CapPeriod, Effect, PointRule, RuleTable};

const HOUSEHOLD_MONTH: (CapPer, CapPeriod) = (CapPer::Household, CapPeriod::Month);
const HOUSEHOLD_QUARTER: (CapPer, CapPeriod) = (CapPer::Household, CapPeriod::Quarter);

/// Topic, item, points, unit, cap, recorder, evidence; points in tenths.
type Row = (&'static str, &'static str, Effect, &'static str, Option<Cap>, &'static str, &'static str);

const fn fixed(points: i64) -> Effect {
    Effect::Fixed(TenthPoints(points * 10))
}

const fn points(most: i64, (per, period): (CapPer, CapPeriod)) -> Option<Cap> {
    Some(Cap { amount: CapAmount::Points(TenthPoints(most * 10)), per, period })
}

const fn times(most: i64, (per, period): (CapPer, CapPeriod)) -> Option<Cap> {
    Some(Cap { amount: CapAmount::Times(most), per, period })
}

fn rows() -> Vec<Row> {
    let once_household = (CapPer::Household, CapPeriod::Once);
    let once_person = (CapPer::Person, CapPeriod::Once);
    let veto = |term: &str| Effect::Veto { term: term.to_owned() };
    let honour = |item: &'static str, most: i64| ("honour", item, fixed(most), "time", None, "village", "certificate");
    vec![
        ("poverty-work", "参加村民会、夜校", fixed(2), "person-time", points(4, HOUSEHOLD_MONTH), "liaison", "list"),
        ("poverty-work", "出工修路、清沟等集体劳动", fixed(5), "person-day", None, "liaison", "list"),
        ("poverty-work", "按期搬迁入住并拆旧", fixed(10), "once", times(1, once_household), "township", "list"),
        ("policy", "入户问政策，五题全对", fixed(2), "quarter", times(1, HOUSEHOLD_QUARTER), "helper", "none"),
        ("policy", "帮邻居办成一件申请", fixed(3), "time", points(9, HOUSEHOLD_QUARTER), "village", "witness"),
        ("education", "适龄孩子全部在校满一月", fixed(5), "school-month", times(1, HOUSEHOLD_MONTH), "school", "list"),
        ("education", "孩子得学校表彰", fixed(3), "time", None, "school", "certificate"),
        ("education", "孩子升入职业学校", fixed(3), "once", times(1, once_person), "school", "certificate"),
        ("education", "孩子考上大学", fixed(5), "once", times(1, once_person), "school", "certificate"),
        ("education", "孩子辍学，十天内没有劝返", veto("next-quarter"), "time", None, "school", "list"),
        ("elders", "老人同住或赡养得好，入户查看", fixed(5), "quarter", times(1, HOUSEHOLD_QUARTER), "liaison", "none"),
        ("elders", "不养老人，查实的", veto("this-year"), "time", None, "meeting", "witness"),
        ("work", "报名并上完一期培训", fixed(5), "class", None, "hr-station", "list"),
        (
            "work",
            "务工满三个月，有凭据",
            fixed(10),
            "person-year",
            times(1, (CapPer::Person, CapPeriod::Year)),
            "hr-station",
            "certificate",
        ),
        ("work", "三次合适的岗位无故不去", Effect::NoteOnly, "time", None, "helper", "none"),
        ("clean-home", "月检：清洁", fixed(5), "month", times(1, HOUSEHOLD_MONTH), "check-team", "none"),
        ("clean-home", "月检：比较清洁", fixed(2), "month", times(1, HOUSEHOLD_MONTH), "check-team", "none"),
        ("clean-home", "当月最清洁户", fixed(5), "month", times(10, (CapPer::Village, CapPeriod::Month)), "meeting", "none"),
        ("clean-home", "烧秸秆、乱倒垃圾", fixed(-5), "time", None, "village", "photo"),
        ("customs", "红白事按村规民约简办", fixed(5), "event", None, "liaison", "none"),
        ("customs", "滥办酒席、赌博", fixed(-10), "time", None, "meeting", "witness"),
        honour("村级表彰", 5),
        honour("乡镇表彰", 10),
        honour("县级表彰", 15),
        honour("市级表彰", 20),
        honour("省级表彰", 30),
        honour("国家级表彰", 50),
        (
            "good-deed",
            "报告险情、救人、拾金不昧",
            Effect::Range { least: TenthPoints(50), most: TenthPoints(200) },
            "time",
            None,
            "meeting",
            "witness",
        ),
    ]
}

/// The rows, numbered from 1, for this table.
pub fn default_rules(county: County, table: Id<RuleTable>) -> Vec<PointRule> {
    let rule = |((topic, item, effect, unit, cap, recorder, evidence), number): (Row, i64)| PointRule {
        county,
        id: Id::derived(&[b"point rule", table.as_bytes(), &number.to_be_bytes()]),
        table,
        number,
        topic: topic.to_owned(),
        item: item.to_owned(),
        effect,
        unit: unit.to_owned(),
        cap,
        recorder: recorder.to_owned(),
        evidence: evidence.to_owned(),
    };
    rows().into_iter().zip(1..).map(rule).collect()
}
