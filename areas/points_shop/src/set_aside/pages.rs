//! What is set aside: the list by day, handing it over, putting it back.

use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::DatabaseError;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};
use registry::household::{self, Household, Member};

use super::{CollectRefused, Kept, KeptLine, SetAside, collect, give_back, store};
use crate::area::SERVE_COUNTER;
use crate::counter::collect::{Collector, collector, collectors};
use crate::posting::in_book::{self, InBook};
use crate::redemption::Redemption;
use crate::shop::{self, Shop};
use crate::signature;

pub(crate) fn routes(routes: Routes) -> Routes {
    let needs = RouteAccess::Needs(SERVE_COUNTER, "shop");
    routes
        .get("/c/{county}/shops/{shop}/set-asides", needs, list)
        .get("/c/{county}/shops/{shop}/set-asides/{set_aside}", needs, show)
        .post("/c/{county}/shops/{shop}/set-asides/{set_aside}/collect", needs, hand_over)
        .post("/c/{county}/shops/{shop}/set-asides/{set_aside}/return", needs, put_back)
}

struct Row {
    kept: Kept,
    goods: String,
    today: bool,
    late: bool,
}

#[derive(Template)]
#[template(path = "set_aside/list.html")]
struct ListPage {
    frame: Frame,
    county: County,
    shop: Shop,
    rows: Vec<Row>,
}

fn goods_words(lines: &[KeptLine]) -> String {
    lines.iter().map(|line| format!("{} {} {}", line.name, line.quantity, line.piece_unit)).collect::<Vec<_>>().join("、")
}

async fn list(visitor: Visitor, Path((county, shop)): Path<(County, Id<Shop>)>) -> PageResult {
    let today = visitor.site().today();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(shop) = shop::find(tx, county, shop)? else { return Ok::<_, DatabaseError>(None) };
            let mut rows = Vec::new();
            for kept in store::open_of_shop(tx, county, shop.id)? {
                let goods = goods_words(&store::lines(tx, county, kept.id)?);
                rows.push(Row { today: kept.for_day == today, late: kept.for_day < today, kept, goods });
            }
            Ok(Some((shop, rows)))
        })
        .await?;
    let (shop, rows) = found.ok_or(PageError::NotFound)?;
    page(&ListPage { frame: visitor.frame(), county, shop, rows })
}

#[derive(Template)]
#[template(path = "set_aside/show.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    county: County,
    shop: Shop,
    kept: Kept,
    lines: Vec<KeptLine>,
    place: String,
    collectors: Vec<Collector>,
    relations: Vec<Choice>,
    in_book: Vec<InBook>,
}

struct Found {
    shop: Shop,
    kept: Kept,
    lines: Vec<KeptLine>,
    household: Household,
    members: Vec<Member>,
    in_book: Vec<InBook>,
}

type OfShop = (County, Id<Shop>, Id<SetAside>);

async fn found(visitor: &Visitor, (county, shop, id): OfShop) -> Result<Found, PageError> {
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(kept) = store::find(tx, county, id)?.filter(|kept| kept.shop == shop) else { return Ok::<_, DatabaseError>(None) };
            let (Some(shop), Some(household)) = (shop::find(tx, county, shop)?, household::find(tx, county, kept.household)?) else {
                return Ok(None);
            };
            let members = household::members(tx, county, household.id)?.into_iter().filter(|member| member.until.is_none()).collect();
            let in_book = in_book::of(tx, county, "set-aside", id)?;
            Ok(Some(Found { lines: store::lines(tx, county, id)?, shop, kept, household, members, in_book }))
        })
        .await?;
    found.ok_or(PageError::NotFound)
}

fn show_page(visitor: &Visitor, county: County, found: Found, form: Form) -> ShowPage {
    let (frame, on): (Frame, BusinessDate) = (visitor.frame(), visitor.site().today());
    let place = household::pages::short_place(&frame, &found.household, on);
    let (collectors, relations) = collectors(&frame, &found.members);
    let Found { shop, kept, lines, in_book, .. } = found;
    ShowPage { collectors, relations, frame, form, county, shop, kept, lines, place, in_book }
}

async fn show(visitor: Visitor, Path(path): Path<OfShop>) -> PageResult {
    let found = found(&visitor, path).await?;
    let head = found.members.first().map(|member| member.person.id.to_string()).unwrap_or_default();
    let form = Form::filled(&[("id", Id::<Redemption>::fresh().to_string()), ("collector", head)]);
    page(&show_page(&visitor, path.0, found, form))
}

async fn hand_over(visitor: Visitor, Path(path): Path<OfShop>, submitted: Submitted) -> PageResult {
    let (county, shop, set_aside) = path;
    let found = found(&visitor, path).await?;
    let mut form = Form::from(submitted);
    let id: Option<Id<Redemption>> = form.id("id");
    let who = collector(&mut form, &found.members);
    let signed = signature::read(&mut form, &visitor.site().files);
    let (Some(id), Some((collector, relation)), Some(signed)) = (id, who, signed) else {
        return form_again(&show_page(&visitor, county, found, form));
    };
    let (now, on, clerk) = (visitor.site().now(), visitor.site().today(), visitor.actor());
    let slip = Redemption {
        county,
        id,
        shop,
        household: found.household.id,
        on,
        at: now,
        clerk,
        collector,
        relation,
        signed,
        set_aside: Some(set_aside),
    };
    let key = match visitor.site().db.write(move |tx| collect(tx, &slip, set_aside, now)).await {
        Ok(()) => return done(&format!("/c/{county}/shops/{shop}/redemptions/{id}"), "handed-over"),
        Err(refused) => refused_key(refused)?,
    };
    form.refuse_all(Message::new(key));
    form_again(&show_page(&visitor, county, found, form))
}

fn refused_key(refused: CollectRefused) -> Result<&'static str, PageError> {
    match refused {
        CollectRefused::Unknown => Err(PageError::NotFound),
        CollectRefused::Ended => Ok("set-aside-ended"),
        CollectRefused::DayClosed => Ok("counter-day-closed"),
        CollectRefused::Expired => Ok("set-aside-expired"),
        CollectRefused::Database(error) => Err(error.into()),
    }
}

async fn put_back(visitor: Visitor, Path(path): Path<OfShop>) -> PageResult {
    let (county, shop, set_aside) = path;
    let found = found(&visitor, path).await?;
    let (by, on, now) = (visitor.actor(), visitor.site().today(), visitor.site().now());
    let key = match visitor.site().db.write(move |tx| give_back(tx, county, set_aside, by, on, now)).await {
        Ok(()) => return done(&format!("/c/{county}/shops/{shop}/set-asides"), "given-back"),
        Err(refused) => refused_key(refused)?,
    };
    let mut form = Form::default();
    form.refuse_all(Message::new(key));
    form_again(&show_page(&visitor, county, found, form))
}
