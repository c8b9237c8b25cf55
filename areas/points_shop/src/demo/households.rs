//! Invented households: names, members, ID numbers of an area never issued, and a card each.

use basics::{BusinessDate, Id};
use database::{DatabaseError, Db};
use registry::household::{self, Household, NewHousehold, NewMember, Person};
use registry::id_number::IdNumber;

use super::people_of::id_of;
use super::scale::{Scale, shares};
use super::scene::{Scene, VILLAGES};
use super::{Dice, Told, at, county, names, opening_day};
use crate::card::{self, Card};

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
/// Households entered in one transaction, so that a till would not wait; of a whole county somewhat more.
const BATCH: usize = 40;
const YEAR_BATCH: usize = 200;

/// A household of the demo with the shop that serves it.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    pub id: Id<Household>,
    pub shop: usize,
    pub village: &'static str,
    pub head: Id<Person>,
    pub head_name: String,
}

pub(super) fn customer(new: &NewHousehold, shop: usize, village: &'static str) -> Customer {
    let head = &new.members[0].person;
    Customer { id: new.id, shop, village, head: head.id, head_name: head.name.clone() }
}

/// The households of a small demo.
pub(super) fn enter(db: &Db, seed: u64, scene: &Scene, told: &dyn Fn(Told<'_>)) -> Result<Vec<Customer>, DatabaseError> {
    let mut dice = Dice::new(seed, "households");
    let (mut all, mut customers) = (Vec::new(), Vec::new());
    for (shop, villages) in scene.served.iter().enumerate() {
        for village in villages {
            for number in 0..PER_VILLAGE {
                let new = invent(&mut dice, village, number, scene.started);
                customers.push(customer(&new, shop, village));
                all.push(new);
            }
        }
    }
    enter_all(db, &all, (BATCH, "wanghong", scene.started), &|row| row % 17 != 16, told)?;
    Ok(customers)
}

/// The households of a county's year, village by village.
pub(super) fn enter_year(
    db: &Db,
    seed: u64,
    scene: &Scene,
    scale: &Scale,
    told: &dyn Fn(Told<'_>),
) -> Result<Vec<Customer>, DatabaseError> {
    let (mut all, mut customers) = (Vec::new(), Vec::new());
    for (shop, (villages, of_shop)) in scene.served.iter().zip(scene.shared(scale.households)).enumerate() {
        let mut dice = Dice::new(seed, &format!("villages of shop {shop}"));
        let weights: Vec<usize> = villages.iter().map(|_| 8 + dice.below(5)).collect();
        for (village, of_village) in villages.iter().zip(shares(of_shop, &weights)) {
            let mut dice = Dice::new(seed, &format!("households of {village}"));
            for number in 0..of_village {
                let new = invent_for_year(&mut dice, village, (number, all.len()), scene.started);
                customers.push(customer(&new, shop, village));
                all.push(new);
            }
        }
    }
    let every = (scale.households / scale.without_card.max(1)).max(1);
    enter_all(db, &all, (YEAR_BATCH, "zhouxiang", scene.started), &|row| row % every != every - 1, told)?;
    Ok(customers)
}

/// So many households of one village.
pub(super) fn invented(seed: u64, village: &str, count: usize, started: BusinessDate) -> Vec<NewHousehold> {
    let mut dice = Dice::new(seed, &format!("households of {village}"));
    (0..count).map(|number| invent_for_year(&mut dice, village, (number, number), started)).collect()
}

/// Enters them batch by batch; `has_card` says of which row.
pub(super) fn enter_all(
    db: &Db,
    all: &[NewHousehold],
    (batch, by, on): (usize, &str, BusinessDate),
    has_card: &dyn Fn(usize) -> bool,
    told: &dyn Fn(Told<'_>),
) -> Result<(), DatabaseError> {
    let by = id_of(by).any();
    for (number, households) in all.chunks(batch).enumerate() {
        let rows: Vec<(NewHousehold, usize, bool)> =
            households.iter().enumerate().map(|(row, new)| (new.clone(), number * batch + row, has_card(number * batch + row))).collect();
        db.write_now(move |tx| rows.iter().try_for_each(|(new, row, has_card)| enter_one(tx, new, (by, on), *row, *has_card)))?;
        told(Told::done(households.len()));
    }
    Ok(())
}

fn enter_one(
    tx: &mut database::Tx<'_>,
    new: &NewHousehold,
    (by, on): (Id, BusinessDate),
    row: usize,
    has_card: bool,
) -> Result<(), DatabaseError> {
    let now = at(on, row as i64 % 600);
    household::add(tx, new, Some(by), now).map_err(|refused| DatabaseError::Broken(format!("demo household: {refused:?}")))?;
    // A few households have no card yet: the newcomer can make one.
    if !has_card {
        return Ok(());
    }
    let id = Id::derived(&[b"demo card", new.id.as_bytes()]);
    let secret: String = hex::encode(basics::sha256(&[b"demo card secret", new.id.as_bytes()]))[..card::SECRET_LENGTH].to_owned();
    let card = Card { county: new.county, id, household: new.id, number: 0, secret, issued_on: on, dead_on: None };
    card::issue(tx, &card, "", by, now).map(drop)
}

/// A household of the year; the drawings' own comes first, and the rest are told apart by more names than the small demo has.
fn invent_for_year(dice: &mut Dice, village: &str, (number, of_all): (usize, usize), started: BusinessDate) -> NewHousehold {
    let first = number == 0 && village == VILLAGES[0][0];
    let group = GROUPS[number * GROUPS.len() / 240 % GROUPS.len()];
    let place: u64 = village.parse().unwrap_or_default();
    let (now, salt) = (at(started, 0).plus_ms(of_all as i64 * 1000), format!("{village} {number}"));
    let surname = if first { "陈" } else { names::surname(dice, place) };
    let head = if first { "家福".to_owned() } else { names::man(dice) };
    let mut members = Vec::new();
    let mut join = |dice: &mut Dice, name: String, relation: &'static str, born: (i16, u64), female: bool| {
        let row = members.len();
        let id: Id<Person> = Id::derived_at(now, &[b"demo person", salt.as_bytes(), &row.to_be_bytes()]);
        // Nine to a household, so that no two persons of a county share a number.
        let mut member = person(dice, (id, (of_all * 9 + row) as u32), name, relation, born, female);
        // Phone numbers of a block that is not given out.
        member.person.phone = (row == 0).then(|| format!("1990000{:04}", of_all % 10_000));
        members.push(member);
    };
    join(dice, format!("{surname}{head}"), "head", (1950, 35), false);
    if dice.below(10) < 8 {
        let name = format!("{}{}", names::surname(dice, place), names::woman(dice));
        join(dice, name, "spouse", (1952, 35), true);
    }
    for _ in 0..dice.below(4) {
        let daughter = dice.below(2) == 0;
        let name = format!("{surname}{}", names::young(dice));
        join(dice, name, if daughter { "daughter" } else { "son" }, (1998, 18), daughter);
    }
    if dice.below(3) == 0 {
        let name = format!("{}{}", names::surname(dice, place), names::woman(dice));
        join(dice, name, "mother", (1930, 15), true);
    }
    NewHousehold {
        county: village.get(..6).and_then(|code| code.parse().ok()).unwrap_or_else(county),
        id: Id::derived_at(now, &[b"demo household", salt.as_bytes()]),
        code: String::new(),
        village: village.to_owned(),
        village_group: group.to_owned(),
        registered: dice.below(3) > 0,
        since: started.plus_days(-(dice.below(2000) as i32)),
        members,
    }
}

fn invent(dice: &mut Dice, village: &str, number: usize, started: BusinessDate) -> NewHousehold {
    // The household of the drawings comes first, so that a newcomer's first search finds somebody.
    let first = number == 0 && village == VILLAGES[0][0];
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
        since: started.plus_days(-(dice.below(2000) as i32)),
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
    let mut sequence = [0; 4];
    sequence.copy_from_slice(&id.as_bytes()[..4]);
    let mut member = person(dice, (id, u32::from_be_bytes(sequence)), String::new(), relation, born, female);
    // Phone numbers of a block that is not given out.
    member.person.phone = (row == 0).then(|| format!("1990000{:04}", dice.below(10_000)));
    member.person.name = format!("{surname}{}", dice.one_of(given));
    member
}

fn person(
    dice: &mut Dice,
    (id, sequence): (Id<Person>, u32),
    name: String,
    relation: &'static str,
    born: (i16, u64),
    female: bool,
) -> NewMember {
    let year = born.0 + i16::try_from(dice.below(born.1)).unwrap_or(0);
    let birth = BusinessDate::try_new(year, 1 + dice.below(12) as i8, 1 + dice.below(28) as i8).unwrap_or_else(|_| opening_day());
    let number = IdNumber::build_demo(sequence, birth.date(), female);
    NewMember { person: Person { id, name, id_number: Some(number.reveal().to_owned()), phone: None }, relation }
}
