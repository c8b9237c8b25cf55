//! Invented households: names, members, ID numbers of an area never issued, and a card each.

use basics::{BusinessDate, Id};
use database::{DatabaseError, Db};
use registry::household::{self, Household, NewHousehold, NewMember, Person};
use registry::id_number::IdNumber;

use super::people_of::{id_of, started};
use super::{Dice, at, county, opening_day};
use crate::card::{self, Card};
use crate::shop::Shop;

const SURNAMES: &[&str] = &[
    "陈", "李", "王", "张", "刘", "杨", "赵", "黄", "周", "吴", "罗", "马", "朱", "胡", "郭", "何", "曾", "唐", "邓", "谢", "彭", "龙",
    "陶", "阿",
];
const MEN: &[&str] =
    &["家福", "大顺", "国华", "文才", "正明", "兴发", "光荣", "德贵", "世友", "永康", "天祥", "志强", "学文", "朝兵", "发祥", "云"];
const WOMEN: &[&str] =
    &["正芬", "秀英", "桂兰", "玉珍", "明会", "朝琴", "洪梅", "开秀", "仕珍", "红", "艳", "丽华", "金凤", "美", "春燕", "小花"];
const DAUGHTERS: &[&str] = &["丽", "梦婷", "雨欣", "静", "思思", "佳", "婷"];
const SONS: &[&str] = &["小军", "浩", "宇航", "俊杰", "磊", "强", "文"];
const GROUPS: &[&str] = &["一", "二", "三", "四", "五"];
/// Households to a village; a real one has some two hundred.
const PER_VILLAGE: usize = 34;
/// Households entered in one transaction, so that a till would not wait.
const BATCH: usize = 40;

/// A household of the demo with the shop that serves it.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    pub id: Id<Household>,
    pub shop: usize,
    pub head_name: String,
}

pub(super) fn enter(db: &Db, seed: u64, shops: &[Shop]) -> Result<Vec<Customer>, DatabaseError> {
    let mut dice = Dice::new(seed, "households");
    let mut all = Vec::new();
    let mut customers = Vec::new();
    for (shop, villages) in super::story::VILLAGES.iter().enumerate().take(shops.len()) {
        for village in *villages {
            for number in 0..PER_VILLAGE {
                let new = invent(&mut dice, village, number);
                customers.push(Customer { id: new.id, shop, head_name: new.members[0].person.name.clone() });
                all.push(new);
            }
        }
    }
    for (batch, households) in all.chunks(BATCH).enumerate() {
        let households = households.to_vec();
        db.write_now(move |tx| households.iter().enumerate().try_for_each(|(row, new)| enter_one(tx, new, batch * BATCH + row)))?;
    }
    Ok(customers)
}

fn enter_one(tx: &mut database::Tx<'_>, new: &NewHousehold, row: usize) -> Result<(), DatabaseError> {
    let now = at(started(), row as i64);
    household::add(tx, new, Some(id_of("wanghong").any()), now)
        .map_err(|refused| DatabaseError::Broken(format!("demo household: {refused:?}")))?;
    // A few households have no card yet: the newcomer can make one.
    if row % 17 == 16 {
        return Ok(());
    }
    let id = Id::derived(&[b"demo card", new.id.as_bytes()]);
    let secret: String = hex::encode(basics::sha256(&[b"demo card secret", new.id.as_bytes()]))[..card::SECRET_LENGTH].to_owned();
    let card = Card { county: county(), id, household: new.id, number: 0, secret, issued_on: started(), dead_on: None };
    card::issue(tx, &card, "", id_of("wanghong").any(), now).map(drop)
}

fn invent(dice: &mut Dice, village: &str, number: usize) -> NewHousehold {
    // The household of the drawings comes first, so that a newcomer's first search finds somebody.
    let first = number == 0 && village == super::story::VILLAGES[0][0];
    let surname = if first { "陈" } else { *dice.one_of(SURNAMES) };
    let group = *dice.one_of(GROUPS);
    let salt = format!("{village} {number}");
    let given = if first { &["家福"] } else { MEN };
    let mut members = vec![member(dice, &salt, 0, surname, given, "head", (1950, 35), false)];
    if dice.below(10) < 8 {
        let maiden = *dice.one_of(SURNAMES);
        members.push(member(dice, &salt, 1, maiden, WOMEN, "spouse", (1952, 35), true));
    }
    for child in 0..dice.below(4) {
        let daughter = dice.below(2) == 0;
        let (relation, given) = if daughter { ("daughter", DAUGHTERS) } else { ("son", SONS) };
        members.push(member(dice, &salt, 2 + child, surname, given, relation, (1998, 18), daughter));
    }
    if dice.below(3) == 0 {
        members.push(member(dice, &salt, 9, surname, WOMEN, "mother", (1930, 15), true));
    }
    NewHousehold {
        county: county(),
        id: Id::derived(&[b"demo household", salt.as_bytes()]),
        code: String::new(),
        village: village.to_owned(),
        village_group: group.to_owned(),
        registered: dice.below(3) > 0,
        since: started().plus_days(-(dice.below(2000) as i32)),
        members,
    }
}

#[expect(clippy::too_many_arguments, reason = "one row of an invented register has so many columns")]
fn member(
    dice: &mut Dice,
    salt: &str,
    row: usize,
    surname: &str,
    given: &[&str],
    relation: &'static str,
    born: (i16, u64),
    female: bool,
) -> NewMember {
    let id: Id<Person> = Id::derived(&[b"demo person", salt.as_bytes(), &row.to_be_bytes()]);
    let year = born.0 + i16::try_from(dice.below(born.1)).unwrap_or(0);
    let birth = BusinessDate::try_new(year, 1 + dice.below(12) as i8, 1 + dice.below(28) as i8).unwrap_or_else(|_| opening_day());
    let mut sequence = [0; 4];
    sequence.copy_from_slice(&id.as_bytes()[..4]);
    let number = IdNumber::build_demo(u32::from_be_bytes(sequence), birth.date(), female);
    // Phone numbers of a block that is not given out.
    let phone = (row == 0).then(|| format!("1990000{:04}", dice.below(10_000)));
    let name = format!("{surname}{}", dice.one_of(given));
    NewMember { person: Person { id, name, id_number: Some(number.reveal().to_owned()), phone }, relation }
}
