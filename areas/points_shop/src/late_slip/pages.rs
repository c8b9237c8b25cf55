//! The page on which a slip written by hand is entered for an earlier day.

use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::DatabaseError;
use money::TenthPoints;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};
use registry::household::{self, Household, Member};

use super::form::{ROWS, Typed, read};
use super::{DayRefused, Doubt, LateRefused, LateSlip, enter, list};
use crate::area::{SEE_SHOP, SERVE_COUNTER};
use crate::counter::{Collector, collector, collectors};
use crate::goods::{self, Goods};
use crate::posting;
use crate::redemption::{RedeemRefused, Redemption, Refused};
use crate::shop::{self, Shop};
use crate::signature::Signed;

pub(crate) fn routes(routes: Routes) -> Routes {
    let serve = RouteAccess::Needs(SERVE_COUNTER, "shop");
    routes
        .get("/c/{county}/shops/{shop}/counter/{household}/late", serve, new)
        .post("/c/{county}/shops/{shop}/counter/{household}/late", serve, create)
        .get("/c/{county}/shops/{shop}/late-slips", RouteAccess::Needs(SEE_SHOP, "shop"), list::show)
}

/// What the form offers.
struct Offer {
    shop: Shop,
    household: Household,
    members: Vec<Member>,
    goods: Vec<Goods>,
    balance: TenthPoints,
}

/// Rows shown at first; the others are folded away.
const ROWS_OPEN: usize = 3;

type AtDesk = (County, Id<Shop>, Id<Household>);

/// A household of another shop's village is as unknown as none.
async fn offer(visitor: &Visitor, (county, shop, household): AtDesk) -> Result<Offer, PageError> {
    let on = visitor.site().today();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let there = shop::find(tx, county, shop)?.zip(household::find(tx, county, household)?);
            let Some((shop, household)) = there else { return Ok::<_, DatabaseError>(None) };
            if !shop::serves(tx, county, shop.id, household.id, on)? {
                return Ok(None);
            }
            let members = household::members(tx, county, household.id)?;
            let goods = goods::listed(tx, county, shop.id)?;
            let balance = TenthPoints(ledger::balance(tx, county, &posting::points(household.id))?);
            Ok(Some(Offer { shop, household, members, goods, balance }))
        })
        .await?;
    found.ok_or(PageError::NotFound)
}

#[derive(Template)]
#[template(path = "late_slip/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    county: County,
    shop: Shop,
    household: Household,
    place: String,
    balance: TenthPoints,
    goods: Vec<Choice>,
    rows: Vec<usize>,
    collectors: Vec<Collector>,
    relations: Vec<Choice>,
}

impl NewPage {
    /// One of the folded rows is in use.
    fn more_open(&self) -> bool {
        (ROWS_OPEN..ROWS).any(|row| !self.form.value(&format!("goods.{row}")).is_empty())
    }
}

fn new_page(visitor: &Visitor, offer: Offer, form: Form) -> NewPage {
    let frame = visitor.frame();
    let (collectors, relations) = collectors(&frame, &offer.members);
    let choice = |goods: &Goods| {
        let price = frame.say1("late-price", "points", goods.price);
        Choice::new(goods.id, format!("{} {} · {price}", goods.number_text(), goods.full_name()))
    };
    NewPage {
        place: household::pages::short_place(&frame, &offer.household, visitor.site().today()),
        goods: offer.goods.iter().map(choice).collect(),
        rows: (0..ROWS).collect(),
        county: offer.shop.county,
        shop: offer.shop,
        household: offer.household,
        balance: offer.balance,
        frame,
        form,
        collectors,
        relations,
    }
}

async fn new(visitor: Visitor, Path(path): Path<AtDesk>) -> PageResult {
    let offer = offer(&visitor, path).await?;
    let head = offer.members.iter().find(|member| member.relation == "head").or(offer.members.first());
    let head = head.map(|member| member.person.id.to_string()).unwrap_or_default();
    let form = Form::filled(&[("id", Id::<Redemption>::fresh().to_string()), ("collector", head)]);
    page(&new_page(&visitor, offer, form))
}

async fn create(visitor: Visitor, Path(path): Path<AtDesk>, submitted: Submitted) -> PageResult {
    let (county, shop, household) = path;
    let mut form = Form::from(submitted);
    let offer = offer(&visitor, path).await?;
    let id: Id<Redemption> = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    let (typed, who) = (read(&mut form, &offer.goods), collector(&mut form, &offer.members));
    let (Some(Typed { day, paper_number, reason, wanted }), Some((collector, relation)), true) = (typed, who, form.is_good()) else {
        return form_again(&new_page(&visitor, offer, form));
    };
    let (now, clerk, entered_on, login) = (visitor.site().now(), visitor.actor(), visitor.site().today(), visitor.login.clone());
    let signed = Signed { kind: "paper", what: paper_number.clone() };
    let redemption = Redemption { county, id, shop, household, on: day, at: now, clerk, collector, relation, signed, set_aside: None };
    let mut slip = LateSlip { redemption, paper_number, reason, entered_on, sure: false };
    loop {
        let (asked, of, by) = (slip.clone(), wanted.clone(), login.clone());
        match visitor.site().db.write(move |tx| enter(tx, &asked, &of, &by, now)).await {
            Ok(()) => return done(&format!("/c/{county}/shops/{shop}/redemptions/{id}"), "entered-late"),
            Err(LateRefused::Doubts(doubts)) if !slip.sure && form.is_sure_about(&sure_of(day, &doubts)) => slip.sure = true,
            Err(refused) => {
                refuse(&mut form, &offer.goods, refused)?;
                break;
            }
        }
    }
    form_again(&new_page(&visitor, offer, form))
}

/// What somebody has to be sure about: another day or other goods are asked about anew.
fn sure_of(day: BusinessDate, doubts: &[Doubt]) -> String {
    let mut words = vec![day.to_string()];
    words.extend(doubts.iter().map(|doubt| match doubt {
        Doubt::NotOpen => "not-open".to_owned(),
        Doubt::Counted { goods, signed_on } => format!("{goods}-{signed_on}"),
    }));
    words.join(" ")
}

fn refuse(form: &mut Form, goods: &[Goods], refused: LateRefused) -> Result<(), PageError> {
    let name_of = |id: Id<Goods>| goods.iter().find(|goods| goods.id == id).map(Goods::full_name).unwrap_or_default();
    match refused {
        LateRefused::Day(DayRefused::NotEarlier) => form.refuse("day", Message::new("late-not-earlier")),
        LateRefused::Day(DayRefused::BeforeOpening { opened_on }) => {
            form.refuse("day", Message::new("late-before-opening").with("day", opened_on));
        }
        LateRefused::Day(DayRefused::TooLong { earliest }) => form.refuse("day", Message::new("late-too-long").with("day", earliest)),
        LateRefused::PaperUsed { .. } => form.refuse("paper-number", Message::new("late-paper-used")),
        LateRefused::Concerned => form.refuse_all(Message::new("late-concerned")),
        LateRefused::Doubts(doubts) => {
            for doubt in doubts {
                match doubt {
                    Doubt::NotOpen => form.refuse("day", Message::new("late-not-open")),
                    Doubt::Counted { goods, signed_on } => {
                        form.refuse_all(Message::new("late-counted").with("name", name_of(goods)).with("day", signed_on));
                    }
                }
            }
        }
        LateRefused::Redeem(RedeemRefused::Database(error)) => return Err(error.into()),
        LateRefused::Redeem(RedeemRefused::OtherContent) => form.refuse_all(Message::new("counter-other-content")),
        LateRefused::Redeem(RedeemRefused::DayClosed) => form.refuse_all(Message::new("counter-day-closed")),
        LateRefused::Redeem(RedeemRefused::Rule(rule)) => form.refuse_all(match rule {
            Refused::Empty => Message::new("late-nothing"),
            Refused::NotServed | Refused::Gone { .. } => Message::new("late-not-served"),
            Refused::NotOffered { goods } | Refused::Repriced { goods, .. } => {
                Message::new("counter-not-offered").with("name", name_of(goods))
            }
            Refused::TooMany { goods: id, left } => {
                let unit = goods.iter().find(|goods| goods.id == id).map(|goods| goods.piece_unit.clone()).unwrap_or_default();
                Message::new("late-too-many").with("name", name_of(id)).with("n", left.0).with("unit", unit)
            }
            Refused::TooFewPoints { missing } => Message::new("counter-sum-over").with("n", missing),
        }),
    }
    Ok(())
}
