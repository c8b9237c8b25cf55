//! The page on which the township enters what a household brings from its paper passbook.

use askama::Template;
use axum::extract::Path;
use basics::{County, Id};
use database::DatabaseError;
use money::TenthPoints;
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};
use registry::household::{self, Household};

use super::{AwardRefused, Brought, MOST, OpeningBalance, award, budget_left, is_amount, of_household};
use crate::area::{AWARD_POINTS, OPEN_SHOPS};
use crate::passbook::address_of;
use crate::shop::{self, Shop};
use crate::signature;

/// Half a point, the least that can be brought.
const LEAST: TenthPoints = TenthPoints(5);

pub(crate) fn routes(routes: Routes) -> Routes {
    let needs = RouteAccess::Needs(AWARD_POINTS, "household");
    routes.get("/c/{county}/households/{household}/opening", needs, new).post("/c/{county}/households/{household}/opening", needs, create)
}

/// What the page and the form's check need to know.
struct Asked {
    household: Household,
    /// The shop that serves the household's village, with what it may still give out.
    shop: Option<(Shop, TenthPoints)>,
    brought: Option<Brought>,
    /// The visitor's own household or a relative's.
    concerned: bool,
}

#[derive(Template)]
#[template(path = "opening_balance/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    county: County,
    address: String,
    asked: Asked,
    may_open_shops: bool,
}

async fn asked(visitor: &Visitor, county: County, id: Id<Household>) -> Result<Asked, PageError> {
    let (login, on) = (visitor.login.clone(), visitor.site().today());
    let asked = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(household) = household::find(tx, county, id)? else { return Ok(None) };
            let shop = match shop::serving(tx, county, &household.village, on)? {
                Some(shop) => {
                    let left = budget_left(tx, county, shop.id)?;
                    Some((shop, left))
                }
                None => None,
            };
            let concerned = household::concerned(tx, &login, county, id, on)?;
            Ok::<_, DatabaseError>(Some(Asked { household, shop, brought: of_household(tx, county, id)?, concerned }))
        })
        .await?;
    asked.ok_or(PageError::NotFound)
}

fn new_page(visitor: &Visitor, county: County, asked: Asked, form: Form) -> NewPage {
    let frame = visitor.frame();
    let address = address_of(&frame, &asked.household, visitor.site().today());
    NewPage { frame, form, county, address, asked, may_open_shops: visitor.has(OPEN_SHOPS) }
}

async fn new(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>) -> PageResult {
    let asked = asked(&visitor, county, id).await?;
    let form = Form::filled(&[("id", Id::<OpeningBalance>::fresh().to_string()), ("signer", asked.household.head_name.clone())]);
    page(&new_page(&visitor, county, asked, form))
}

fn read(form: &mut Form, visitor: &Visitor, county: County, asked: &Asked) -> Option<OpeningBalance> {
    let points = form.points("points", LEAST..=MOST);
    if points.is_some_and(|points| !is_amount(points)) {
        form.refuse("points", Message::new("opening-half-points"));
    }
    let reason = form.text("reason", 200);
    let signer = form.text("signer", 40);
    let signed = signature::read(form, &visitor.site().files);
    let Some((shop, _)) = &asked.shop else {
        form.refuse_all(Message::new("opening-no-shop"));
        return None;
    };
    let (points, reason, signer, signed) = (points?, reason?, signer?, signed?);
    form.is_good().then(|| OpeningBalance {
        county,
        id: form.value("id").parse().unwrap_or_else(|_| Id::fresh()),
        shop: shop.id,
        household: asked.household.id,
        on: visitor.site().today(),
        points,
        reason,
        signer,
        signed,
        by: visitor.actor(),
    })
}

async fn create(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let known = asked(&visitor, county, id).await?;
    let Some(balance) = read(&mut form, &visitor, county, &known) else { return form_again(&new_page(&visitor, county, known, form)) };
    let (login, now) = (visitor.login.clone(), visitor.site().now());
    match visitor.site().db.write(move |tx| award(tx, &balance, Some(&login), now)).await {
        Ok(()) => return done(&format!("/c/{county}/households/{id}/points"), "opening-awarded"),
        Err(AwardRefused::Database(error)) => return Err(error.into()),
        Err(AwardRefused::BudgetShort { left }) => form.refuse("points", Message::new("opening-budget-short").with("left", left)),
        Err(AwardRefused::Already) => form.refuse_all(Message::new("opening-already")),
        Err(AwardRefused::Concerned) => form.refuse_all(Message::new("opening-concerned")),
        Err(AwardRefused::Gone) => form.refuse_all(Message::new("opening-gone")),
    }
    // What refused it may have changed since the page was made.
    let known = asked(&visitor, county, id).await?;
    form_again(&new_page(&visitor, county, known, form))
}
