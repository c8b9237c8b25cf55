//! The order of a village's groups, which are counted in Chinese numerals.

use super::Household;

/// Which group it is, so that 三 stands behind 二: numerals do not sort by themselves. A group with a name of its own stands last.
pub fn group_number(group: &str) -> usize {
    let digit = |letter: char| "一二三四五六七八九".chars().position(|numeral| numeral == letter).map(|place| place + 1);
    match group.split_once('十') {
        Some((tens, ones)) => tens.chars().next().and_then(digit).unwrap_or(1) * 10 + ones.chars().next().and_then(digit).unwrap_or(0),
        None => group.parse().ok().or_else(|| group.chars().next().and_then(digit)).unwrap_or(usize::MAX),
    }
}

/// Households as lists have them: by village, group and code.
pub(super) fn sort(households: &mut [Household]) {
    households.sort_by(|one, other| key(one).cmp(&key(other)));
}

fn key(household: &Household) -> (&str, usize, &str, &str) {
    (&household.village, group_number(&household.village_group), &household.village_group, &household.code)
}

#[cfg(test)]
mod tests {
    use super::group_number;

    #[test]
    fn groups_stand_in_the_order_they_are_counted_in() {
        let mut groups = ["十二", "二", "三", "五", "一", "十", "二十一", "12b", "4", "新"];
        groups.sort_by_key(|group| group_number(group));
        assert_eq!(groups, ["一", "二", "三", "4", "五", "十", "十二", "二十一", "12b", "新"]);
    }
}
