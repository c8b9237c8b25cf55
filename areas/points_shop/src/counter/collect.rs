//! Who collects: the page after the basket, and what it sends: handed over or set aside.

use askama::Template;
use axum::extract::{Path, RawQuery};
use basics::{BusinessDate, County, Id};
use database::DatabaseError;
use pages::{Form, Frame, Message, PageResult, Submitted, done, form_again, go, page};
use people::Visitor;
use registry::household::{Member, RELATIONS};

use super::pages::{AtDesk, Customer, Desk, again_after, basket_page, desk, misread, problem_of};
use super::{Basket, BasketLine};
use crate::receipt::LotOnShelf;
use crate::redemption::{self, Redemption, redeem};
use crate::set_aside::{self, SetAside};
use crate::signature;

/// A member of the household who may have come.
pub(crate) struct Collector {
    pub value: String,
    pub name: String,
    pub relation: String,
}

/// The members to choose from, and what else somebody may be to them.
pub(crate) fn collectors(frame: &Frame, members: &[Member]) -> (Vec<Collector>, Vec<pages::Choice>) {
    let relation = |word: &str| frame.say(&format!("relation-{word}"));
    let collectors = members.iter().map(|member| Collector {
        value: member.person.id.to_string(),
        name: member.person.name.clone(),
        relation: relation(&member.relation),
    });
    (collectors.collect(), OTHERS.iter().map(|word| pages::Choice::new(word, relation(word))).collect())
}

#[derive(Template)]
#[template(path = "counter/collect.html")]
struct CollectPage {
    frame: Frame,
    form: Form,
    customer: Customer,
    basket: Basket,
    collectors: Vec<Collector>,
    relations: Vec<pages::Choice>,
    next_open: BusinessDate,
    /// The day is signed off: only setting aside is left.
    closed: bool,
}

impl CollectPage {
    /// Something chosen stands on the shelf in more than one lot.
    fn any_lots(&self) -> bool {
        self.basket.chosen().any(|line| line.lots.len() > 1)
    }

    fn lot_chosen(&self) -> bool {
        self.basket.chosen().any(|line| line.lot.is_some())
    }

    fn is_chosen(&self, line: &BasketLine, lot: &LotOnShelf) -> bool {
        line.lot == Some(lot.lot)
    }

    /// A lot in words: its last day, when it came, what is left.
    fn lot_words(&self, line: &BasketLine, lot: &LotOnShelf) -> String {
        let message = Message::new("counter-lot").with("day", lot.received_on).with("n", lot.left.0).with("unit", &line.goods.piece_unit);
        let until = lot.expires_on.map(|day| format!("{} · ", self.frame.say1("stocktake-expires", "day", day))).unwrap_or_default();
        format!("{until}{}", self.frame.message(&message))
    }
}

fn collect_page(visitor: &Visitor, desk: &Desk, county: County, form: Form) -> CollectPage {
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let (collectors, relations) = collectors(&frame, &desk.members);
    let (basket, next_open, closed) = (desk.basket(&form), desk.shop.open_days.next_after(on), desk.closed);
    CollectPage { customer: desk.customer(&frame, county, on), frame, form, basket, collectors, relations, next_open, closed }
}

/// Who else may collect for a household.
const OTHERS: &[&str] = &["kin", "neighbour", "group-leader", "village-cadre", "liaison"];

/// Who came: a member, or somebody else with name and relation.
pub(crate) fn collector(form: &mut Form, members: &[Member]) -> Option<(String, String)> {
    let chosen = form.value("collector").to_owned();
    if chosen == "other" {
        let (name, relation) = (form.text("other-name", 40), form.choice("other-relation", OTHERS));
        return Some((name?, relation?.to_owned()));
    }
    let member = members.iter().find(|member| member.person.id.to_string() == chosen);
    if member.is_none() {
        form.refuse("collector", Message::new("counter-who"));
    }
    let relation = member.and_then(|member| RELATIONS.iter().find(|known| **known == member.relation))?;
    Some((member?.person.name.clone(), (*relation).to_owned()))
}

/// The form that the basket led to. What was handed over or set aside with it already is shown instead.
pub(super) async fn show(visitor: Visitor, Path((county, shop, household)): Path<AtDesk>, RawQuery(query): RawQuery) -> PageResult {
    let desk = desk(&visitor, county, shop, household).await?;
    let mut form = Form::from(Submitted::url_encoded(query.unwrap_or_default().as_bytes()));
    let Ok(id) = form.value("id").parse::<Id<Redemption>>() else { return go(&format!("/c/{county}/shops/{shop}/counter/{household}")) };
    let made = visitor
        .site()
        .db
        .read(move |tx| Ok::<_, DatabaseError>((redemption::find(tx, county, id)?, set_aside::find(tx, county, id.of())?)))
        .await?;
    match made {
        (Some(slip), _) if slip.shop == shop => return go(&format!("/c/{county}/shops/{shop}/redemptions/{id}")),
        (_, Some(kept)) if kept.shop == shop => return go(&format!("/c/{county}/shops/{shop}/set-asides")),
        _ => {}
    }
    let basket = desk.basket(&form);
    if let Some(problem) = problem_of(&basket) {
        return form_again(&basket_page(&visitor, &desk, county, &form, Some(problem)));
    }
    let head = desk.members.iter().find(|member| member.relation == "head").or(desk.members.first());
    form.set("collector", head.map(|member| member.person.id.to_string()).unwrap_or_default());
    page(&collect_page(&visitor, &desk, county, form))
}

pub(super) async fn hand_over(visitor: Visitor, Path((county, shop, household)): Path<AtDesk>, submitted: Submitted) -> PageResult {
    let desk = desk(&visitor, county, shop, household).await?;
    let mut form = Form::from(submitted);
    let basket = desk.basket(&form);
    if let Some(problem) = misread(&basket) {
        return form_again(&basket_page(&visitor, &desk, county, &form, Some(problem)));
    }
    let id: Option<Id<Redemption>> = form.id("id");
    let who = collector(&mut form, &desk.members);
    if form.ticked("set-aside") {
        return match (id, who) {
            (Some(id), Some((name, _))) => set_aside_for(&visitor, &desk, county, form, (id.of(), name)).await,
            _ => collect_again(&visitor, &desk, county, form),
        };
    }
    let signed = signature::read(&mut form, &visitor.site().files);
    let (Some(id), Some((collector, relation)), Some(signed)) = (id, who, signed) else {
        return collect_again(&visitor, &desk, county, form);
    };
    let (now, on, clerk, wanted) = (visitor.site().now(), visitor.site().today(), visitor.actor(), basket.wanted());
    let redemption = Redemption { county, id, shop, household, on, at: now, clerk, collector, relation, signed, set_aside: None };
    match visitor.site().db.write(move |tx| redeem(tx, &redemption, &wanted, now)).await {
        Ok(()) => done(&format!("/c/{county}/shops/{shop}/redemptions/{id}"), "handed-over"),
        Err(refused) => again_after(&visitor, (county, shop, household), form, refused).await,
    }
}

/// The collecting page again; or the basket, when meanwhile what is on it would no longer be the one that was confirmed.
fn collect_again(visitor: &Visitor, desk: &Desk, county: County, form: Form) -> PageResult {
    match problem_of(&desk.basket(&form)) {
        Some(problem) => form_again(&basket_page(visitor, desk, county, &form, Some(problem))),
        None => form_again(&collect_page(visitor, desk, county, form)),
    }
}

async fn set_aside_for(visitor: &Visitor, desk: &Desk, county: County, form: Form, (id, asked_by): (Id<SetAside>, String)) -> PageResult {
    let (now, on, shop, household) = (visitor.site().now(), visitor.site().today(), desk.shop.id, desk.household.id);
    let for_day = desk.shop.open_days.next_after(on);
    let asked = SetAside { county, id, shop, household, asked_by, note: String::new(), for_day, on, by: visitor.actor() };
    let wanted = desk.basket(&form).wanted();
    match visitor.site().db.write(move |tx| set_aside::make(tx, &asked, &wanted, now)).await {
        Ok(()) => done(&format!("/c/{county}/shops/{shop}/set-asides"), "set-aside"),
        Err(refused) => again_after(visitor, (county, shop, household), form, refused).await,
    }
}
