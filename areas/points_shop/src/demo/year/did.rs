//! What the households of a county do in a year: planned ahead, so that it is known what they will have to redeem with.

use std::collections::BTreeMap;

use super::super::households::Customer;
use super::super::{Dice, months};

/// A deed to be recorded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Did {
    pub customer: usize,
    /// How the rule's item begins.
    pub item: &'static str,
    /// Day of the month.
    pub day: i64,
    /// In tenths; asked for where the rule leaves a range.
    pub points: i64,
    pub place: &'static str,
    pub witness: &'static str,
    pub note: &'static str,
    /// Whoever checks it finds that it was not so.
    pub untrue: bool,
}

/// A kind of deed with how often a busy household does it: so many of ten thousand in a month.
struct Kind {
    item: &'static str,
    often: u64,
    points: i64,
    place: &'static str,
    witness: &'static str,
    note: &'static str,
    when: When,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// In months of school.
    Term,
    /// In the last month of a quarter.
    Quarter,
}

const fn kind(
    item: &'static str,
    often: u64,
    points: i64,
    (place, witness, note): (&'static str, &'static str, &'static str),
    when: When,
) -> Kind {
    Kind { item, often, points, place, witness, note, when }
}

/// The month's check of homes stands apart: it is most of all deeds.
const CLEAN: u64 = 4_080;
const FAIRLY_CLEAN: u64 = 500;
const KINDS: &[Kind] = &[
    kind("当月最清洁户", 120, 50, ("", "", ""), When::Always),
    kind("参加村民会", 450, 20, ("村委会", "", ""), When::Always),
    kind("出工修路", 500, 50, ("通组公路", "", ""), When::Always),
    kind("适龄孩子", 500, 50, ("", "", ""), When::Term),
    kind("老人同住", 450, 50, ("", "", ""), When::Quarter),
    kind("入户问政策", 200, 20, ("", "", ""), When::Quarter),
    kind("报名并上完", 90, 50, ("镇成校", "", ""), When::Always),
    kind("红白事按", 30, 50, ("", "", ""), When::Always),
    kind("村级表彰", 15, 50, ("", "", "村务公开栏第三期"), When::Always),
    kind("帮邻居办成", 40, 30, ("", "隔壁邻居", ""), When::Always),
    kind("报告险情", 8, 100, ("进村公路", "村民小组长", ""), When::Always),
    kind("烧秸秆", 45, -50, ("河边地里", "", ""), When::Always),
    kind("滥办酒席", 12, -100, ("", "村民小组长", ""), When::Always),
];
/// Of a hundred busy households so many bring proof of three months' work, each once in the year.
const WORKERS: u64 = 45;
/// Nobody's deeds are recorded on the days of the meetings.
const LAST_DAY: u64 = 17;

fn is_term(month: i64) -> bool {
    !matches!(month % 100, 2 | 7 | 8)
}

/// Deeds of a month by village.
pub(super) type OfMonth = BTreeMap<&'static str, Vec<Did>>;

/// Deeds of each of these months; those who redeem do four times as much as the others. What the story of the small township tells of a
/// village's month is left to it.
pub(super) fn plan(seed: u64, customers: &[Customer], busy: &[bool], periods: &[i64]) -> Vec<OfMonth> {
    let mut all: Vec<OfMonth> = periods.iter().map(|_| OfMonth::new()).collect();
    for (customer, who) in customers.iter().enumerate() {
        let mut dice = Dice::new(seed, &format!("deeds of {}", who.id));
        let works_in = (dice.below(100) < WORKERS as usize && busy[customer]).then(|| dice.below(12) as i64 + 1);
        let one_in = if busy[customer] { 1 } else { 4 };
        for (period, of_month) in periods.iter().zip(&mut all) {
            let month = did(&mut dice, customer, *period, one_in, works_in == Some(period % 100));
            if !months::tells_of(who.village, *period) {
                of_month.entry(who.village).or_default().extend(month);
            }
        }
    }
    all
}

fn did(dice: &mut Dice, customer: usize, period: i64, one_in: u64, works: bool) -> Vec<Did> {
    let mut deeds = Vec::new();
    let mut add = |dice: &mut Dice, item, points, (place, witness, note), day| {
        let untrue = dice.below(160) == 0;
        deeds.push(Did { customer, item, day, points, place, witness, note, untrue });
    };
    let check = dice.below(10_000 * one_in) as u64;
    let checked_on = 14 + period % 4;
    if check < CLEAN {
        add(dice, "月检：清洁", 50, ("", "", ""), checked_on);
    } else if check < CLEAN + FAIRLY_CLEAN {
        add(dice, "月检：比较清洁", 20, ("", "", ""), checked_on);
    }
    if works {
        let on = 1 + dice.below(LAST_DAY) as i64;
        add(dice, "务工满三个月", 100, ("", "", "用工证明"), on);
    }
    for kind in KINDS {
        let falls = match kind.when {
            When::Always => true,
            When::Term => is_term(period),
            When::Quarter => period % 3 == 0,
        };
        if dice.below(10_000 * one_in) < kind.often as usize && falls {
            let on = 1 + dice.below(LAST_DAY) as i64;
            add(dice, kind.item, kind.points, (kind.place, kind.witness, kind.note), on);
        }
    }
    deeds
}
