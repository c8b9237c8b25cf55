//! How much happens in a demo: a small township, or the year of a county that the newspaper told of.

use basics::BusinessDate;
use money::TenthPoints;

use super::opening_day;

/// How much is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Size {
    /// Two shops of a township and half a year.
    Small,
    /// A county's year, and the same township's beginning of the next.
    Year(Scale),
}

/// The measures of a county's year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Townships, from the first on; each has a shop.
    pub townships: usize,
    /// Villages of a township, at most.
    pub villages: usize,
    pub households: usize,
    /// How many of them have no card.
    pub without_card: usize,
    /// Households that redeem at least once in the year.
    pub redeemers: usize,
    /// How often they all come together.
    pub visits: usize,
    /// What is handed out in the year.
    pub points: TenthPoints,
    /// First month, yyyymm; the last one is December 2019.
    pub first_month: i64,
    /// Whether the other three counties have a shop each.
    pub neighbours: bool,
}

impl Size {
    /// The year 2019 of 大关县 as the newspaper tells it: 13,530 households, 1.06 million yuan.
    pub fn article() -> Size {
        Size::Year(Scale {
            townships: 9,
            villages: usize::MAX,
            households: 17_600,
            without_card: 100,
            redeemers: 13_530,
            visits: 31_944,
            points: TenthPoints(10_625_000),
            first_month: 201_901,
            neighbours: true,
        })
    }
}

impl Scale {
    /// The months, in order.
    pub(super) fn months(&self) -> Vec<i64> {
        (self.first_month..=201_912).collect()
    }

    /// The first day of the first month.
    pub(super) fn first_day(&self) -> BusinessDate {
        BusinessDate::from_number(self.first_month * 100 + 1).unwrap_or_else(|_| opening_day())
    }

    /// Shops open eleven days before the first month.
    pub(super) fn started(&self) -> BusinessDate {
        self.first_day().plus_days(-11)
    }
}

/// Splits a number by weights, so that the parts come to it exactly; what rounding leaves goes to the heaviest remainders.
pub(super) fn shares(whole: usize, weights: &[usize]) -> Vec<usize> {
    let sum: usize = weights.iter().sum::<usize>().max(1);
    let mut parts: Vec<usize> = weights.iter().map(|weight| whole * weight / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(whole * weights[*at] % sum), *at));
    let left = whole - parts.iter().sum::<usize>();
    for at in order.into_iter().take(left) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_to_the_whole() {
        for (whole, weights, parts) in
            [(10, &[1, 1, 1][..], &[4, 3, 3][..]), (7, &[5, 2], &[5, 2]), (13_530, &[2714, 10_816], &[2714, 10_816]), (3, &[0, 1], &[0, 3])]
        {
            assert_eq!(shares(whole, weights), parts, "{whole} by {weights:?}");
        }
    }

    #[test]
    fn the_year_has_twelve_months() {
        let Size::Year(scale) = Size::article() else { panic!("the article is a year") };
        assert_eq!(scale.months().len(), 12);
        assert_eq!(scale.started(), BusinessDate::try_new(2018, 12, 21).expect("a day of the calendar"));
    }
}
