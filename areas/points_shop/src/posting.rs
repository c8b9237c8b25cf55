//! Facts of the shop as ledger postings; the only file that names accounts.

pub(crate) mod in_book;
pub(crate) mod pages;

use basics::{BusinessDate, County, Id, Subject};
use ledger::{Account, Hold, Line, NewHold, Posting, Unit, moved};
use money::{Fen, Pieces, TenthPoints};
use registry::body::Body;
use registry::household::Household;

use crate::goods::Goods;
use crate::merger::Carried;
use crate::receipt::Lot;
use crate::shop::Shop;

/// Who did it, when, and for which record: common to all postings.
#[derive(Clone, Debug)]
pub struct Cause {
    pub id: Id<Posting>,
    pub on: BusinessDate,
    pub actor: Id,
    pub subject: Subject,
}

/// Money of the shop, in fen.
pub fn fund(shop: Id<Shop>) -> Account {
    Account::new("shop", shop, "fund", Unit::Fen)
}

/// Points the shop may still give out.
pub fn budget(shop: Id<Shop>) -> Account {
    Account::new("shop", shop, "budget", Unit::TenthPoint)
}

/// Points that came back for goods.
pub fn redeemed(shop: Id<Shop>) -> Account {
    Account::new("shop", shop, "redeemed", Unit::TenthPoint)
}

/// Points in a household's hands.
pub fn points(household: Id<Household>) -> Account {
    Account::new("household", household, "points", Unit::TenthPoint)
}

/// Pieces of a lot on the shelf.
pub fn shelf(lot: Id<Lot>, goods: Id<Goods>) -> Account {
    Account::new("lot", lot, "shelf", Unit::Item(goods.any()))
}

/// Pieces of a kind handed out by a shop.
pub fn handed_out(shop: Id<Shop>, goods: Id<Goods>) -> Account {
    Account::new("shop", shop, "handed_out", Unit::Item(goods.any()))
}

/// Pieces that a stock-take found too few or too many; below zero when more was found than the book knew of.
pub fn difference(shop: Id<Shop>, goods: Id<Goods>) -> Account {
    Account::without_floor("shop", shop, "difference", Unit::Item(goods.any()))
}

/// Pieces that went bad.
pub fn scrapped(shop: Id<Shop>, goods: Id<Goods>) -> Account {
    Account::new("shop", shop, "scrapped", Unit::Item(goods.any()))
}

fn issue(county: County) -> Account {
    Account::without_floor("county", Id::<()>::derived(&[b"county", &county.code().to_be_bytes()]), "issue", Unit::TenthPoint)
}

fn outside(source: Id<Body>, unit: Unit) -> Account {
    Account::without_floor("outside", source, "source", unit)
}

fn balanced(cause: &Cause, lines: Vec<Line>) -> Posting {
    Posting::try_new(cause.id, cause.on, cause.actor, cause.subject.clone(), lines)
        .expect("every case here moves a positive amount from one account to another")
}

/// Money arrives: outside → fund.
pub fn granted(cause: &Cause, shop: Id<Shop>, source: Id<Body>, amount: Fen) -> Posting {
    balanced(cause, moved(outside(source, Unit::Fen), fund(shop), amount.0).into())
}

/// A budget is set: county → budget.
pub fn budget_set(cause: &Cause, shop: Id<Shop>, points: TenthPoints) -> Posting {
    balanced(cause, moved(issue(cause.subject.county), budget(shop), points.0).into())
}

/// Points are awarded: budget → household; of what it owes, as much as there is goes straight back.
pub fn awarded(cause: &Cause, shop: Id<Shop>, household: Id<Household>, amount: TenthPoints, owed: TenthPoints) -> Posting {
    let account = points(household);
    let mut lines: Vec<Line> = moved(budget(shop), account, amount.0).into();
    lines.extend(owed_taken(shop, account, owed.min(amount)));
    balanced(cause, lines)
}

/// The hold on the points of a confirmation.
fn award_hold(award: Id) -> Id<Hold> {
    Id::derived(&[b"award hold", award.as_bytes()])
}

/// The points of a confirmation are set apart: budget → held, until each deed's are entered. It never runs out by itself.
pub fn award_set_apart(cause: &Cause, shop: Id<Shop>, amount: TenthPoints) -> Posting {
    let (from, hold) = (budget(shop), award_hold(cause.subject.id));
    let lines =
        vec![Line { account: from, amount: -amount.0, hold: None }, Line { account: from.held(), amount: amount.0, hold: Some(hold) }];
    let never = BusinessDate::try_new(9999, 12, 31).expect("a day of the calendar");
    let opened = NewHold { id: hold, from, holder: cause.subject.clone(), expires_on: never, grace_days: 0 };
    balanced(cause, lines).opening(vec![opened])
}

/// Points of a deed are entered out of what its confirmation set apart; of what the household owes, as much as there is goes straight
/// back to the budget.
pub fn awarded_from_hold(
    cause: &Cause,
    shop: Id<Shop>,
    household: Id<Household>,
    amount: TenthPoints,
    owed: TenthPoints,
    award: Id,
) -> Posting {
    let account = points(household);
    let mut lines = vec![
        Line { account: budget(shop).held(), amount: -amount.0, hold: Some(award_hold(award)) },
        Line { account, amount: amount.0, hold: None },
    ];
    lines.extend(owed_taken(shop, account, owed.min(amount)));
    balanced(cause, lines)
}

/// What is owed leaves the household again and stands owed no longer.
fn owed_taken(shop: Id<Shop>, account: Account, back: TenthPoints) -> Vec<Line> {
    let mut lines = Vec::new();
    if back > TenthPoints::ZERO {
        lines.extend(moved(account, budget(shop), back.0));
        lines.extend(moved(account.owed(), account.owed_counter(), back.0));
    }
    lines
}

/// Points are deducted: household → budget, at most what it has; the rest stands as owed and is taken from what it earns next.
pub fn deducted(cause: &Cause, shop: Id<Shop>, household: Id<Household>, amount: TenthPoints, balance: TenthPoints) -> Posting {
    let account = points(household);
    let taken = amount.min(balance).max(TenthPoints::ZERO);
    let mut lines = Vec::new();
    if taken > TenthPoints::ZERO {
        lines.extend(moved(account, budget(shop), taken.0));
    }
    if amount > taken {
        lines.extend(moved(account.owed_counter(), account.owed(), (amount - taken).0));
    }
    balanced(cause, lines)
}

/// What goes with the reversal of a deduction: the part of it that stood as owed and was paid out of later points comes back out of
/// the budget. `lines` are the deduction's own, `owed` what the household still owes.
pub fn debt_paid_back(shop: Id<Shop>, household: Id<Household>, lines: &[Line], owed: TenthPoints) -> Vec<Line> {
    let debt = lines.iter().filter(|line| line.account == points(household).owed() && line.amount > 0).map(|line| line.amount).sum::<i64>();
    let paid = debt - owed.0;
    if paid > 0 { moved(budget(shop), points(household), paid).into() } else { Vec::new() }
}

/// What the budget has to give back when these lines are reversed.
pub fn out_of_budget(shop: Id<Shop>, lines: &[Line]) -> TenthPoints {
    TenthPoints(lines.iter().filter(|line| line.account == budget(shop)).map(|line| line.amount).sum::<i64>())
}

/// A household is merged into another: points → points, and what is owed with its counter. What either owes is paid out of the points
/// that move into the budget of the shop that serves them from now on.
pub fn carried_over(cause: &Cause, shop: Option<Id<Shop>>, from: Id<Household>, to: Id<Household>, carried: Carried) -> Posting {
    let (old, new) = (points(from), points(to));
    let mut lines = Vec::new();
    lines.extend(shop.into_iter().flat_map(|shop| owed_taken(shop, old, carried.paid)));
    if carried.points > TenthPoints::ZERO {
        lines.extend(moved(old, new, carried.points.0));
    }
    if carried.owed > TenthPoints::ZERO {
        lines.extend(moved(old.owed(), new.owed(), carried.owed.0));
        lines.extend(moved(new.owed_counter(), old.owed_counter(), carried.owed.0));
    }
    lines.extend(shop.into_iter().flat_map(|shop| owed_taken(shop, new, carried.paid_there)));
    balanced(cause, lines)
}

/// A merger is taken back: all that its postings did, the other way round.
pub fn carried_back(cause: &Cause, done: &[Line]) -> Posting {
    balanced(cause, netted(done).into_iter().map(|line| Line { amount: -line.amount, ..line }).collect())
}

/// One line for each account, without those that nothing happened to in the end.
pub fn netted(lines: &[Line]) -> Vec<Line> {
    let mut nets: Vec<Line> = Vec::new();
    for line in lines {
        match nets.iter_mut().find(|net| net.account == line.account) {
            Some(net) => net.amount += line.amount,
            None => nets.push(line.clone()),
        }
    }
    nets.retain(|net| net.amount != 0);
    nets
}

/// What these lines took out of a budget for good or bad: the shop's, and how much it has to give when they are undone.
pub fn paid_into_budget(lines: &[Line]) -> Vec<(Id<Shop>, TenthPoints)> {
    let nets = netted(lines).into_iter().filter(|line| line.account.owner.kind == "shop" && line.account.purpose == "budget");
    nets.filter(|line| line.amount > 0).map(|line| (line.account.owner.id.of(), TenthPoints(line.amount))).collect()
}

/// The household whose points a posting moved.
pub fn holder(lines: &[Line]) -> Option<Id<Household>> {
    lines.iter().find(|line| line.account.owner.kind == "household").map(|line| line.account.owner.id.of())
}

/// What these lines brought to a household: points, and points owed.
pub fn brought_to(lines: &[Line], household: Id<Household>) -> (TenthPoints, TenthPoints) {
    let sum = |account: Account| TenthPoints(lines.iter().filter(|line| line.account == account).map(|line| line.amount).sum::<i64>());
    (sum(points(household)), sum(points(household).owed()))
}

/// Goods arrive: outside → each lot; when bought, the fund pays.
pub fn goods_in(cause: &Cause, shop: Id<Shop>, source: Id<Body>, lots: &[(Id<Lot>, Id<Goods>, Pieces)], paid: Fen) -> Posting {
    let mut lines: Vec<Line> = lots
        .iter()
        .flat_map(|(lot, goods, quantity)| moved(outside(source, Unit::Item(goods.any())), shelf(*lot, *goods), quantity.0))
        .collect();
    if paid > Fen::ZERO {
        lines.extend(moved(fund(shop), outside(source, Unit::Fen), paid.0));
    }
    balanced(cause, lines)
}

/// Pieces taken from one lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub goods: Id<Goods>,
    pub lot: Id<Lot>,
    pub quantity: Pieces,
}

/// What a stock-take found, in one posting: too few leave the shelf for the shop's difference, too many come from there.
pub fn counted(cause: &Cause, shop: Id<Shop>, differences: &[Taken]) -> Posting {
    let line = |one: &Taken| {
        let (shelf, difference) = (shelf(one.lot, one.goods), difference(shop, one.goods));
        if one.quantity > Pieces::ZERO { moved(difference, shelf, one.quantity.0) } else { moved(shelf, difference, -one.quantity.0) }
    };
    balanced(cause, differences.iter().filter(|one| one.quantity != Pieces::ZERO).flat_map(line).collect())
}

/// What goes with the reversal of a stock-take: pieces that late slips took off its difference leave the shelf with them after all.
pub fn off_shelf_again(shop: Id<Shop>, told: &[Taken]) -> Vec<Line> {
    let line = |one: &Taken| moved(shelf(one.lot, one.goods), difference(shop, one.goods), one.quantity.0);
    told.iter().flat_map(line).collect()
}

/// Pieces that went bad leave the shelf.
pub fn scrap(cause: &Cause, shop: Id<Shop>, bad: Taken) -> Posting {
    balanced(cause, moved(shelf(bad.lot, bad.goods), scrapped(shop, bad.goods), bad.quantity.0).into())
}

/// Goods for points, in one posting: household → redeemed; each lot → handed out.
pub fn handed_over(cause: &Cause, shop: Id<Shop>, household: Id<Household>, amount: TenthPoints, taken: &[Taken]) -> Posting {
    let mut lines: Vec<Line> = moved(points(household), redeemed(shop), amount.0).into();
    for one in taken {
        lines.extend(moved(shelf(one.lot, one.goods), handed_out(shop, one.goods), one.quantity.0));
    }
    balanced(cause, lines)
}

/// The hold on points or on one lot of a set-aside; `line` is none for the points.
pub fn hold_id(set_aside: Id, line: Option<usize>) -> Id<Hold> {
    let number = line.map_or(u64::MAX, |line| line as u64);
    Id::derived(&[b"set aside hold", set_aside.as_bytes(), &number.to_be_bytes()])
}

/// Points and goods are set aside until the day and a grace after it.
pub fn set_aside(cause: &Cause, household: Id<Household>, amount: TenthPoints, taken: &[Taken], until: (BusinessDate, i64)) -> Posting {
    let held = held_accounts(cause, household, amount, taken);
    let lines = held.iter().flat_map(|(account, hold, amount)| {
        [Line { account: *account, amount: -amount, hold: None }, Line { account: account.held(), amount: *amount, hold: Some(*hold) }]
    });
    let holds = held.iter().map(|(account, hold, _)| NewHold {
        id: *hold,
        from: *account,
        holder: cause.subject.clone(),
        expires_on: until.0,
        grace_days: until.1,
    });
    balanced(cause, lines.collect()).opening(holds.collect())
}

/// What was set aside is handed over.
pub fn collected(cause: &Cause, shop: Id<Shop>, household: Id<Household>, amount: TenthPoints, taken: &[Taken], set_aside: Id) -> Posting {
    let from = Cause { subject: Subject { id: set_aside, ..cause.subject.clone() }, ..cause.clone() };
    let mut to = vec![redeemed(shop)];
    to.extend(taken.iter().map(|one| handed_out(shop, one.goods)));
    let held = held_accounts(&from, household, amount, taken);
    let lines = held.iter().zip(to).flat_map(|((account, hold, amount), to)| {
        [Line { account: account.held(), amount: -amount, hold: Some(*hold) }, Line { account: to, amount: *amount, hold: None }]
    });
    balanced(cause, lines.collect())
}

/// What was not collected goes back where it came from.
pub fn given_back(cause: &Cause, household: Id<Household>, amount: TenthPoints, taken: &[Taken]) -> Posting {
    let held = held_accounts(cause, household, amount, taken);
    let lines = held.iter().flat_map(|(account, hold, amount)| {
        [Line { account: account.held(), amount: -amount, hold: Some(*hold) }, Line { account: *account, amount: *amount, hold: None }]
    });
    balanced(cause, lines.collect())
}

/// The accounts a set-aside holds from, with hold and amount: the points first, then each lot in order.
fn held_accounts(cause: &Cause, household: Id<Household>, amount: TenthPoints, taken: &[Taken]) -> Vec<(Account, Id<Hold>, i64)> {
    let set_aside = cause.subject.id;
    let mut held = vec![(points(household), hold_id(set_aside, None), amount.0)];
    held.extend(taken.iter().enumerate().map(|(line, one)| (shelf(one.lot, one.goods), hold_id(set_aside, Some(line)), one.quantity.0)));
    held
}
