//! The year of a county, day by day, and after it the story of the small township: what happened in the newspaper's figures.

mod counter;
mod did;
mod meetings;
mod supply;
mod visits;

use std::collections::BTreeMap;

use basics::{BusinessDate, Id};
use database::{DatabaseError, Db};
use money::TenthPoints;

use super::appraise::{Rules, broken, day};
use super::households::{self, Customer};
use super::people_of::{DemoLogin, id_of};
use super::scale::{Scale, shares};
use super::scene::{self, Scene};
use super::{Dice, PASSWORD, Told, at, county, deeds, endings, months, neighbours, opening_day, people_of, rules, staff, story};
use crate::opening_balance::{self, OpeningBalance};
use crate::point_rule;
use crate::signature::Signed;
use counter::Counters;
use meetings::Sitting;
use supply::{KINDS, Quarter};

/// Passbooks taken over in one transaction.
const BATCH: usize = 250;
/// More than is redeemed has to be in the passbooks, in thousandths, and in tenths of a point for each who redeems: too little for a bag of
/// salt stays there.
const MARGIN: i64 = 1_022;
const LEFT_OVER: i64 = 14;

/// All that is known before the first day.
struct Plan {
    periods: Vec<i64>,
    deeds: Vec<did::OfMonth>,
    visits: Vec<visits::OfMonth>,
    /// From the paper passbooks, in tenths.
    brought: Vec<i64>,
}

pub(super) fn fill(db: &Db, scale: &Scale, seed: u64, told: &dyn Fn(Told<'_>)) -> Result<Vec<DemoLogin>, DatabaseError> {
    let hash = people::hash_password(PASSWORD);
    let scene = scene::of_year(scale);
    told(Told::step("logins, shops and households"));
    story::open_shops(db, &scene)?;
    let mut logins = people_of::make_logins(db, &scene, &hash)?;
    let known = "530624101201";
    let villages: Vec<&'static str> = scene.served.iter().flatten().copied().filter(|village| *village != known).collect();
    staff::make(db, &scene, &villages, &hash)?;
    rules::adopt(db, &scene)?;
    if scale.neighbours {
        logins.extend(neighbours::open(db, seed, &scene, &hash, told)?);
    }
    let customers = households::enter_year(db, seed, &scene, scale, &|_| {})?;
    let plan = plan(seed, scale, &scene, &customers);
    let deeds: usize = plan.deeds.iter().flat_map(BTreeMap::values).map(Vec::len).sum();
    told(Told { step: None, done: 0, of: Some(deeds + scale.visits + customers.len()) });
    let mut year = Year { db, scene: &scene, customers: &customers, plan: &plan, rules: read_rules(db, &scene)?, told };
    year.walk(seed, scale)?;
    told(Told::step("the township's new year"));
    months::leave_under_way(db)?;
    deeds::record(db)?;
    story::redeem_on_open_days(db, seed, &scene.shops, &customers, opening_day().plus_days(-6))?;
    story::leave_at_the_counter(db, &scene.shops[0], &customers)?;
    endings::end_two(db)?;
    Ok(logins)
}

fn plan(seed: u64, scale: &Scale, scene: &Scene, customers: &[Customer]) -> Plan {
    let periods = scale.months();
    let redeems = visits::redeemers(seed, scene, scale, customers);
    let deeds = did::plan(seed, customers, &redeems, &periods);
    let visits = visits::plan(seed, scene, scale, customers, &redeems, &periods);
    // What comes into each passbook before its last visit; the rest was brought along.
    let mut earned = 0;
    let mut last = vec![0; customers.len()];
    for (month, of_month) in visits.iter().enumerate() {
        of_month.values().flatten().filter(|visit| visit.is_last).for_each(|visit| last[visit.customer] = month);
    }
    for (month, of_month) in deeds.iter().enumerate() {
        earned += of_month.values().flatten().filter(|did| !did.untrue && month < last[did.customer]).map(|did| did.points).sum::<i64>();
    }
    let needed = (scale.points.0 * MARGIN / 1_000 + scale.redeemers as i64 * LEFT_OVER - earned).max(0) / 5;
    let mut dice = Dice::new(seed, "passbooks");
    let who: Vec<usize> = (0..customers.len()).filter(|at| redeems[*at]).collect();
    let weights: Vec<usize> = who.iter().map(|_| 6 + dice.below(9)).collect();
    let mut brought: Vec<i64> = customers.iter().map(|_| 30 + 5 * dice.below(14) as i64).collect();
    for (at, halves) in who.into_iter().zip(shares(usize::try_from(needed).unwrap_or(0), &weights)) {
        brought[at] = halves.max(20) as i64 * 5;
    }
    // The household of the drawings, and one that has something set aside.
    for (at, tenths) in [(0, 1225), (5, 300)] {
        if let Some(of_known) = brought.get_mut(at) {
            *of_known = tenths;
        }
    }
    Plan { periods, deeds, visits, brought }
}

fn read_rules(db: &Db, scene: &Scene) -> Result<Rules, DatabaseError> {
    let mut all = Rules::new();
    for villages in &scene.served {
        let Some(township) = villages.first().map(|village| &village[..9]) else { continue };
        let on = scene.started;
        let of = db.read_now(move |tx| {
            let table = point_rule::in_force(tx, county(), township, on)?.ok_or_else(|| broken("no rules"))?;
            point_rule::rules(tx, county(), table.id)
        })?;
        all.insert(township, of);
    }
    Ok(all)
}

/// A year under way.
struct Year<'a> {
    db: &'a Db,
    scene: &'a Scene,
    customers: &'a [Customer],
    plan: &'a Plan,
    rules: Rules,
    told: &'a dyn Fn(Told<'_>),
}

/// What happens on a day: meetings and confirmations before the shop opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Happens {
    Confirmed,
    Open(usize),
    Met,
}

impl Year<'_> {
    fn walk(&mut self, seed: u64, scale: &Scale) -> Result<(), DatabaseError> {
        let mut counters = Counters {
            db: self.db,
            scene: self.scene,
            customers: self.customers,
            dice: Dice::new(seed, "baskets"),
            shelves: vec![[0; KINDS]; self.scene.shops.len()],
            to_spend: scale.points.0,
            have: None,
        };
        for (number, shop) in self.scene.shops.iter().enumerate() {
            let shop = shop.clone();
            self.db.write_now(move |tx| supply::list_goods(tx, &shop, number))?;
        }
        months::settings(self.db)?;
        for (month, period) in self.plan.periods.iter().copied().enumerate() {
            (self.told)(Told::step(&format!("{}-{:02}", period / 100, period % 100)));
            self.supply(&mut counters, month)?;
            if month == 0 {
                self.bring(scale.first_day())?;
            }
            self.month(&mut counters, month)?;
            months::walk(self.db, period, period)?;
        }
        Ok(())
    }

    /// Money, goods and budgets when a quarter begins.
    fn supply(&self, counters: &mut Counters<'_>, month: usize) -> Result<(), DatabaseError> {
        let period = self.plan.periods[month];
        if month > 0 && period % 3 != 1 {
            return Ok(());
        }
        let begins: Vec<usize> = (0..self.plan.periods.len()).filter(|at| *at == 0 || self.plan.periods[*at] % 3 == 1).collect();
        let quarter = begins.iter().position(|at| *at == month).unwrap_or(0);
        let until = begins.get(quarter + 1).copied().unwrap_or(self.plan.periods.len());
        let on = if month == 0 { self.scene.started.plus_days(1) } else { day(period * 100 + 1)? };
        let a_visit =
            counters.to_spend / self.plan.visits[month..].iter().flat_map(BTreeMap::values).map(Vec::len).sum::<usize>().max(1) as i64;
        let (brought, given) = self.given();
        for (number, shop) in self.scene.shops.iter().enumerate() {
            let of_shop = self.plan.visits[month..until].iter().flatten().filter(|((_, shop), _)| *shop == number);
            let visits: i64 = of_shop.map(|(_, visits)| visits.len() as i64).sum();
            let pieces = supply::pieces_for(visits * a_visit, &counters.shelves[number]);
            counters.shelves[number].iter_mut().zip(pieces).for_each(|(shelf, pieces)| *shelf += pieces);
            let more = (supply::budget_of_year(number, brought[number] + given[number]) - brought[number]) / begins.len() as i64;
            let budget = counter::points(if quarter == 0 { brought[number] + more } else { more });
            supply::begin(self.db, Quarter { shop: shop.clone(), number, on, quarter, budget, pieces })?;
        }
        Ok(())
    }

    /// By shop: what comes from the passbooks, and what the planned deeds will bring.
    fn given(&self) -> (Vec<i64>, Vec<i64>) {
        let (mut brought, mut given) = (vec![0; self.scene.shops.len()], vec![0; self.scene.shops.len()]);
        for (customer, tenths) in self.customers.iter().zip(&self.plan.brought) {
            brought[customer.shop] += tenths;
        }
        for did in self.plan.deeds.iter().flat_map(BTreeMap::values).flatten().filter(|did| did.points > 0) {
            given[self.customers[did.customer].shop] += did.points;
        }
        (brought, given)
    }

    /// The paper passbooks are taken over before the first open day of the year, so that the year's figures hold what it gives out.
    fn bring(&self, on: BusinessDate) -> Result<(), DatabaseError> {
        let balance = |(row, (customer, tenths)): (usize, (&Customer, &i64))| OpeningBalance {
            county: county(),
            id: Id::derived_at(at(on, 0).plus_ms(row as i64), &[b"demo opening", customer.id.as_bytes()]),
            shop: self.scene.shops[customer.shop].id,
            household: customer.id,
            on,
            points: TenthPoints(*tenths),
            reason: "2018 年底纸质存折结余".to_owned(),
            signer: customer.head_name.clone(),
            signed: Signed { kind: "paper", what: format!("存折核对表 {}", row / 30 + 1) },
            by: id_of(scene::REVIEWERS[customer.shop % scene::REVIEWERS.len()].0).any(),
        };
        let all: Vec<OpeningBalance> = self.customers.iter().zip(&self.plan.brought).enumerate().map(balance).collect();
        for (number, batch) in all.chunks(BATCH).enumerate() {
            let batch = batch.to_vec();
            let done = batch.len();
            let now = at(on, number as i64);
            self.db
                .write_now(move |tx| batch.iter().try_for_each(|balance| opening_balance::award(tx, balance, None, now).map_err(broken)))?;
            (self.told)(Told::done(done));
        }
        Ok(())
    }

    /// A month's deeds, then its days in their order.
    fn month(&self, counters: &mut Counters<'_>, month: usize) -> Result<(), DatabaseError> {
        let (period, visits) = (self.plan.periods[month], &self.plan.visits[month]);
        meetings::record(self.db, &self.plan.deeds[month], (period, self.customers, &self.rules), self.told)?;
        let mut days: BTreeMap<(BusinessDate, Happens), Vec<Sitting>> = BTreeMap::new();
        let last = day(period * 100 + 1)?.next_month().plus_days(-1);
        let shop_of = self.scene.shop_of();
        for (number, (village, township)) in shop_of.into_iter().filter(|(village, _)| !months::tells_of(village, period)).enumerate() {
            let met_on = last.plus_days(number as i32 % 5 - 10);
            let sitting = Sitting { village, period, met_on, township };
            days.entry((met_on, Happens::Met)).or_default().push(sitting);
            days.entry((met_on.plus_days(6), Happens::Confirmed)).or_default().push(sitting);
        }
        for (on, shop) in visits.keys() {
            days.entry((day(*on)?, Happens::Open(*shop))).or_default();
        }
        if month + 1 == self.plan.periods.len() {
            let everybody = visits.values().flatten().map(|visit| visit.customer);
            counters.have = Some(counters.balances(everybody)?.into_iter().sum());
        }
        for ((on, happens), sittings) in days {
            match happens {
                Happens::Met => meetings::meet(self.db, &sittings)?,
                Happens::Open(shop) => counters.open((on.number(), shop), &visits[&(on.number(), shop)], self.told)?,
                Happens::Confirmed => {
                    meetings::confirm_all(self.db, &sittings, self.told)?;
                    if let Some(first) = sittings.get(month % sittings.len().max(1)) {
                        let did = self.plan.deeds[month].get(first.village).map_or(&[][..], Vec::as_slice);
                        meetings::take_one_back(self.db, *first, (did, self.customers))?;
                    }
                }
            }
        }
        Ok(())
    }
}
