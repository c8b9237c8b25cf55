//! Who comes to the shop in which month, so that just so many households have come by the year's end, and so often.

use std::collections::BTreeMap;

use basics::BusinessDate;

use super::super::Dice;
use super::super::households::Customer;
use super::super::scale::{Scale, shares};
use super::super::scene::Scene;

/// How many came in each month of the year in the drawing of the county's page.
const OF_MONTHS: [usize; 12] = [3400, 2890, 1902, 2100, 2240, 2320, 2390, 2460, 2610, 2700, 2960, 3960];
/// Of a hundred visits of a month so many are somebody's last of the year: people spend what they have when the year ends.
const LAST_OF_MONTH: usize = 90;

/// Somebody's visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Visit {
    pub customer: usize,
    /// The last of the year: all points are spent.
    pub is_last: bool,
}

/// Visits of a month by shop and open day.
pub(super) type OfMonth = BTreeMap<(i64, usize), Vec<Visit>>;

/// Who redeems: so many of each shop's households, drawn by lot; never those a newcomer is to find untouched.
pub(super) fn redeemers(seed: u64, scene: &Scene, scale: &Scale, customers: &[Customer]) -> Vec<bool> {
    let mut dice = Dice::new(seed, "redeemers");
    let mut redeems = vec![false; customers.len()];
    for (shop, count) in scene.shared(scale.redeemers).into_iter().enumerate() {
        let mut own: Vec<usize> = (0..customers.len()).filter(|at| customers[*at].shop == shop && *at >= KEPT).collect();
        dice.shuffle(&mut own);
        own.into_iter().take(count).for_each(|at| redeems[at] = true);
    }
    redeems
}

/// The first households of the first village are for whoever tries the program out.
const KEPT: usize = 6;

/// Visits of each of these months.
pub(super) fn plan(seed: u64, scene: &Scene, scale: &Scale, customers: &[Customer], redeems: &[bool], periods: &[i64]) -> Vec<OfMonth> {
    let mut dice = Dice::new(seed, "visits");
    let weights: Vec<usize> = periods.iter().map(|period| OF_MONTHS[(period % 100 - 1) as usize % 12]).collect();
    let mut free = shares(scale.visits, &weights);
    let mut who: Vec<usize> = (0..customers.len()).filter(|at| redeems[*at]).collect();
    dice.shuffle(&mut who);
    // Months in which each comes, a bit for each; the last ones first, December's to the full.
    let mut comes = vec![0_u16; customers.len()];
    let mut last = vec![0_usize; customers.len()];
    let mut waiting = who.iter().copied();
    for month in (0..periods.len()).rev() {
        let most = if month + 1 == periods.len() { free[month] } else { free[month] * LAST_OF_MONTH / 100 };
        let most = if month == 0 { usize::MAX } else { most };
        for customer in waiting.by_ref().take(most) {
            (comes[customer], last[customer]) = (1 << month, month);
            free[month] = free[month].saturating_sub(1);
        }
    }
    for (month, free) in free.into_iter().enumerate() {
        let mut may: Vec<usize> = who.iter().copied().filter(|at| last[*at] > month).collect();
        dice.shuffle(&mut may);
        may.into_iter().take(free).for_each(|at| comes[at] |= 1 << month);
    }
    let of_month = |(month, period): (usize, &i64)| {
        let mut visits = OfMonth::new();
        for customer in who.iter().copied().filter(|at| comes[*at] & (1 << month) != 0) {
            let shop = customers[customer].shop;
            let days = &scene.shops[shop].open_days.0;
            // A month too short for an open day has it on its own last day.
            let end = BusinessDate::from_number(period * 100 + 1).map_or(28, |first| i64::from(first.next_month().plus_days(-1).parts().2));
            let day = period * 100 + days.get(dice.below(days.len() as u64)).map_or(1, |day| i64::from(*day)).min(end);
            visits.entry((day, shop)).or_default().push(Visit { customer, is_last: last[customer] == month });
        }
        visits
    };
    periods.iter().enumerate().map(of_month).collect()
}
