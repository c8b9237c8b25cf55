//! The open days of a year: who comes takes home what the points allow, and the year's sum comes out as it was planned.

use basics::{BusinessDate, Id};
use database::{DatabaseError, Db, Tx};
use ledger::{Decision, Proposal};
use money::{Pieces, TenthPoints};
use people::login::Login;

use super::super::appraise::{broken, day};
use super::super::households::Customer;
use super::super::people_of::id_of;
use super::super::scene::{MANAGERS, SUPERVISORS, Scene};
use super::super::story::{GOODS, goods_of};
use super::super::{Dice, Told, at, county, staff};
use super::supply::{KINDS, SHARE};
use super::visits::Visit;
use crate::day::{self, Closing};
use crate::posting;
use crate::redemption::{self, Redemption, Wanted, redeem};
use crate::reversal;
use crate::shop::Shop;
use crate::signature::Signed;

/// Slips of one transaction, so that a till would not wait.
const BATCH: usize = 120;
/// The cheapest of the goods: a bag of salt.
const SALT: usize = 3;

/// All counters of a scene.
pub(super) struct Counters<'a> {
    pub db: &'a Db,
    pub scene: &'a Scene,
    pub customers: &'a [Customer],
    pub dice: Dice,
    /// What is on the shelf of each shop, by kind.
    pub shelves: Vec<[i64; KINDS]>,
    /// In tenths: what is still to be handed out this year, and in the last month what those have who are still to come.
    pub to_spend: i64,
    pub have: Option<i64>,
}

/// A slip with what goes over the counter; some are taken back again.
struct Slip {
    redemption: Redemption,
    wanted: Vec<Wanted>,
    back: Back,
}

/// How a slip is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Back {
    Not,
    /// At once, by whoever wrote it.
    Cancelled,
    /// After the day was signed off, by two.
    Reversed,
}

impl Counters<'_> {
    /// What these have in their passbooks.
    pub fn balances(&self, of: impl Iterator<Item = usize>) -> Result<Vec<i64>, DatabaseError> {
        let households: Vec<_> = of.map(|at| self.customers[at].id).collect();
        self.db.read_now(move |tx| households.iter().map(|one| ledger::balance(tx, county(), &posting::points(*one))).collect())
    }

    /// One open day of one shop, with the day signed off.
    pub fn open(&mut self, (on, number): (i64, usize), visits: &[Visit], told: &dyn Fn(Told<'_>)) -> Result<(), DatabaseError> {
        let (on, scene) = (day(on)?, self.scene);
        let shop = &scene.shops[number];
        let balances = self.balances(visits.iter().map(|visit| visit.customer))?;
        let mut slips = Vec::new();
        for (visit, balance) in visits.iter().zip(balances) {
            let spend = self.spends(visit, balance);
            let basket = self.basket(number, spend);
            if basket.is_empty() {
                continue;
            }
            self.may_go_wrong((number, on), visit.customer, balance, &mut slips);
            let minutes = (slips.len() * 470 / (visits.len() + 4)) as i64;
            slips.push(self.slip((number, on, minutes), visit.customer, &basket, Back::Not));
        }
        let reversed: Vec<Id<Redemption>> =
            slips.iter().filter(|slip| slip.back == Back::Reversed).map(|slip| slip.redemption.id).collect();
        hand_over(self.db, slips, number)?;
        let (shop, last) = (shop.clone(), reversed.last().copied());
        // The newcomer's shop has its last day of the year still open: something is taken back on it.
        let stays_open = number == 0 && shop.open_days.next_after(on).parts().0 > on.parts().0;
        self.db.write_now(move |tx| {
            if !stays_open {
                close(tx, &shop, number, on)?;
            }
            last.map_or(Ok(()), |slip| reverse(tx, slip, number, on.plus_days(1)))
        })?;
        told(Told::done(visits.len()));
        tracing::debug!(%on, to_spend = self.to_spend, have = self.have, "a day's counter closed");
        Ok(())
    }

    /// What somebody spends; the visits of the last month make the year's sum come out.
    fn spends(&mut self, visit: &Visit, balance: i64) -> i64 {
        let cheapest = GOODS[SALT].4;
        match self.have {
            Some(have) => {
                let part = if have > 0 { (balance * self.to_spend.max(0) / have).min(balance) } else { balance };
                self.have = Some(have - balance);
                part.max(cheapest.min(balance))
            }
            None if visit.is_last => balance,
            None => (balance * (30 + self.dice.below(40) as i64) / 100).max((4 * cheapest).min(balance)),
        }
    }

    /// Goods for so many tenths of a point and hardly less: first what people want most, then what fits.
    fn basket(&mut self, number: usize, spend: i64) -> Vec<(usize, i64)> {
        let (mut rest, mut basket) = (spend, Vec::new());
        for line in 0..6 {
            let mut fit: Vec<usize> = (0..KINDS)
                .filter(|row| GOODS[*row].4 <= rest && self.shelves[number][*row] > 0 && basket.iter().all(|(known, _)| known != row))
                .collect();
            fit.sort_by_key(|row| std::cmp::Reverse(GOODS[*row].4));
            let Some(row) = (if line < 2 { self.wanted(&fit) } else { fit.get(self.dice.below(fit.len().min(2) as u64)).copied() }) else {
                break;
            };
            let price = GOODS[row].4;
            let most = if line < 2 && price < 120 {
                2
            } else if line < 2 {
                1
            } else {
                6
            };
            let pieces = (rest / price).min(most).min(self.shelves[number][row]);
            rest -= pieces * price;
            self.shelves[number][row] -= pieces;
            basket.push((row, pieces));
        }
        self.to_spend -= spend - rest;
        basket
    }

    fn wanted(&mut self, fit: &[usize]) -> Option<usize> {
        let all: i64 = fit.iter().map(|row| SHARE[*row]).sum();
        let mut at = self.dice.below(all.max(1).unsigned_abs()) as i64;
        fit.iter().copied().find(|row| {
            at -= SHARE[*row];
            at < 0
        })
    }

    /// Now and then a slip is written for the wrong household and taken back before the right one.
    fn may_go_wrong(&mut self, (number, on): (usize, BusinessDate), customer: usize, balance: i64, slips: &mut Vec<Slip>) {
        let back = match self.dice.below(900) {
            0..=1 => Back::Cancelled,
            // The first household of the day that it happens to; one a day is enough.
            2 if slips.iter().all(|slip| slip.back != Back::Reversed) => Back::Reversed,
            _ => return,
        };
        // The next one of the list, who is not there: their passbook is as full afterwards as before.
        let wrong = if back == Back::Cancelled { Some(customer) } else { self.somebody_else(number, customer) };
        if let Some(wrong) = wrong.filter(|_| balance >= GOODS[SALT].4 && self.shelves[number][SALT] > 0) {
            let minutes = (slips.len() % 400) as i64;
            slips.push(self.slip((number, on, minutes), wrong, &[(SALT, 1)], back));
        }
    }

    /// A neighbour with points in the passbook.
    fn somebody_else(&self, number: usize, customer: usize) -> Option<usize> {
        let next = (customer + 1..self.customers.len()).take(40).filter(|at| self.customers[*at].shop == number);
        let next: Vec<usize> = next.collect();
        let balances = self.balances(next.iter().copied()).ok()?;
        next.into_iter().zip(balances).find(|(_, balance)| *balance >= 100).map(|(at, _)| at)
    }

    fn slip(&self, (number, on, minutes): (usize, BusinessDate, i64), customer: usize, basket: &[(usize, i64)], back: Back) -> Slip {
        let (shop, customer) = (&self.scene.shops[number], &self.customers[customer]);
        let goods = goods_of(shop);
        let wanted = basket.iter().map(|(row, pieces)| Wanted { goods: goods[*row].id, quantity: Pieces(*pieces), lot: None, shown: None });
        let at = at(on, minutes);
        let what = format!("{back:?}");
        let redemption = Redemption {
            county: shop.county,
            id: Id::derived_at(at, &[b"demo year slip", customer.id.as_bytes(), what.as_bytes()]),
            shop: shop.id,
            household: customer.id,
            on,
            at,
            clerk: id_of(MANAGERS[number % MANAGERS.len()].0).any(),
            collector: customer.head_name.clone(),
            relation: "head".to_owned(),
            signed: Signed { kind: "paper", what: format!("{}-{}", on.number(), minutes + 1) },
            set_aside: None,
        };
        Slip { redemption, wanted: wanted.collect(), back }
    }
}

fn hand_over(db: &Db, slips: Vec<Slip>, number: usize) -> Result<(), DatabaseError> {
    let mut slips = slips;
    while !slips.is_empty() {
        let batch: Vec<Slip> = slips.drain(..slips.len().min(BATCH)).collect();
        db.write_now(move |tx| {
            let manager = staff::login(tx, MANAGERS[number % MANAGERS.len()].0)?;
            batch.iter().try_for_each(|slip| {
                redeem(tx, &slip.redemption, &slip.wanted, slip.redemption.at).map_err(broken)?;
                if slip.back == Back::Cancelled { cancel(tx, &slip.redemption, &manager) } else { Ok(()) }
            })
        })?;
    }
    Ok(())
}

fn cancel(tx: &mut Tx<'_>, slip: &Redemption, manager: &Login) -> Result<(), DatabaseError> {
    let asked = redemption::Cancellation {
        county: slip.county,
        shop: slip.shop,
        redemption: slip.id,
        reason: "拿错了，要换别的".to_owned(),
        on: slip.on,
        salt: salt(slip.id),
    };
    redemption::cancel(tx, &asked, manager, slip.at.plus_ms(20_000)).map_err(broken)
}

fn salt<Of>(id: Id<Of>) -> [u8; 16] {
    *Id::<()>::derived(&[b"demo salt", id.as_bytes()]).as_bytes()
}

fn close(tx: &mut Tx<'_>, shop: &Shop, number: usize, on: BusinessDate) -> Result<(), DatabaseError> {
    let closing = Closing {
        county: shop.county,
        shop: shop.id,
        day: on,
        witness: SUPERVISORS[number % SUPERVISORS.len()].1.to_owned(),
        signed: Signed { kind: "paper", what: format!("日结 {}", on.number()) },
        by: id_of(MANAGERS[number % MANAGERS.len()].0).any(),
    };
    day::close(tx, &closing, at(on, 500)).map(drop)
}

/// The shop's manager proposes, its supervisor confirms.
fn reverse(tx: &mut Tx<'_>, slip: Id<Redemption>, number: usize, on: BusinessDate) -> Result<(), DatabaseError> {
    let (manager, supervisor) =
        (staff::login(tx, MANAGERS[number % MANAGERS.len()].0)?, staff::login(tx, SUPERVISORS[number % SUPERVISORS.len()].0)?);
    take_back(tx, slip.of(), "记错了户，东西没有拿走", (&manager, &supervisor), on)
}

/// Takes a posting back by two.
pub(super) fn take_back(
    tx: &mut Tx<'_>,
    posting: Id<ledger::Posting>,
    reason: &str,
    (one, other): (&Login, &Login),
    on: BusinessDate,
) -> Result<(), DatabaseError> {
    let proposal =
        Proposal { id: Id::derived(&[b"demo reversal", posting.as_bytes()]), posting, reason: reason.to_owned(), by: one.id.any() };
    reversal::propose(tx, county(), &proposal, one, on, at(on, 60)).map_err(broken)?;
    let decision = Decision {
        by: other.id.any(),
        confirmed: true,
        answer: String::new(),
        posting: Id::derived(&[b"demo reversed", posting.as_bytes()]),
        business_date: on,
        salt: salt(posting),
    };
    reversal::decide(tx, county(), proposal.id, &decision, other, at(on, 90)).map_err(broken)
}

/// Tenths as points.
pub(super) fn points(tenths: i64) -> TenthPoints {
    TenthPoints(tenths)
}
