//! Pages about cards: one household's, and all of a village's with their print.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{County, Id};
use database::DatabaseError;
use divisions::Divisions;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Target, Visitor, random_word};
use registry::household::{self, Household};

use super::paper::{self, Face};
use super::{
    BATCH, Card, HandOutRefused, Held, ISSUED_AT_ONCE_MAX, REASONS, SECRET_LENGTH, VillageCards, hand_out, issue_missing, shown_number,
};
use super::{alive_in_village, alive_of, in_village, of_household, without};
use crate::area::ISSUE_CARDS;
use crate::papers;
use crate::passbook::address_of;
use crate::shop::{self, Shop};

pub(crate) use super::paper::card_address;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (household, shop) = (RouteAccess::Needs(ISSUE_CARDS, "household"), RouteAccess::Needs(ISSUE_CARDS, "served-shop"));
    routes
        .get("/c/{county}/households/{household}/card", household, show)
        .post("/c/{county}/households/{household}/card", household, make)
        .get("/c/{county}/households/{household}/card.pdf", household, print_one)
        .get("/c/{county}/shops/{shop}/cards", shop, villages)
        .post("/c/{county}/shops/{shop}/cards/issue", shop, issue_all)
        .get("/c/{county}/shops/{shop}/cards.pdf", shop, print_village)
}

#[derive(Template)]
#[template(path = "card/show.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    county: County,
    household: Household,
    address: String,
    /// The household moved away or was merged.
    gone: Option<String>,
    /// The card that works.
    alive: Option<Held>,
    dead: Vec<Held>,
    reasons: Vec<Choice>,
}

async fn show_page(visitor: &Visitor, county: County, id: Id<Household>, form: Form) -> Result<ShowPage, PageError> {
    let found =
        visitor.site().db.read(move |tx| Ok::<_, DatabaseError>((household::find(tx, county, id)?, of_household(tx, county, id)?))).await?;
    let household = found.0.ok_or(PageError::NotFound)?;
    let (dead, mut alive): (Vec<Held>, Vec<Held>) = found.1.into_iter().partition(|held| held.dead.is_some());
    let frame = visitor.frame();
    let gone = household::pages::gone(&frame, &household);
    if gone.is_some() {
        // No card works without its household.
        alive.clear();
    }
    let reasons = REASONS.iter().map(|reason| Choice::new(reason, frame.say(&format!("card-reason-{reason}")))).collect();
    let address = address_of(&frame, &household, visitor.site().today());
    Ok(ShowPage { frame, form, county, household, address, gone, alive: alive.pop(), dead, reasons })
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>) -> PageResult {
    page(&show_page(&visitor, county, id, Form::filled(&[("id", Id::<Card>::fresh().to_string())])).await?)
}

async fn make(visitor: Visitor, Path((county, household)): Path<(County, Id<Household>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let reason = REASONS.iter().copied().find(|reason| *reason == form.value("reason"));
    let id = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    let card = new_card(&visitor, county, household, id);
    let (actor, now) = (visitor.actor(), visitor.site().now());
    match visitor.site().db.write(move |tx| hand_out(tx, &card, reason, actor, now)).await {
        Ok(_) => return done(&format!("/c/{county}/households/{household}/card"), "card-issued"),
        Err(HandOutRefused::Database(error)) => return Err(error.into()),
        Err(HandOutRefused::StillAlive { number }) => {
            form.refuse("reason", Message::new("card-still-alive").with("number", shown_number(number)));
        }
        Err(HandOutRefused::Gone) => form.refuse_all(Message::new("card-household-gone")),
    }
    form_again(&show_page(&visitor, county, household, form).await?)
}

fn new_card(visitor: &Visitor, county: County, household: Id<Household>, id: Id<Card>) -> Card {
    Card { county, id, household, number: 0, secret: random_word(SECRET_LENGTH), issued_on: visitor.site().today(), dead_on: None }
}

async fn print_one(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>) -> PageResult {
    let on = visitor.site().today();
    let (household, card, shop) = visitor
        .site()
        .db
        .read(move |tx| {
            let household = household::find(tx, county, id)?;
            let shop = match &household {
                Some(household) => shop::serving(tx, county, &household.village, on)?,
                None => None,
            };
            Ok::<_, DatabaseError>((household, alive_of(tx, county, id)?, shop))
        })
        .await?;
    let household = household.ok_or(PageError::NotFound)?;
    let card = card.filter(|_| household.is_there(on)).ok_or_else(|| PageError::Refused(Message::new("card-none-to-print")))?;
    let shop = shop.map(|shop| shop.name).unwrap_or_default();
    let frame = visitor.frame();
    let face = paper::face(visitor.site(), &frame, &shop, household, card);
    print(&visitor, &frame, vec![face]).await
}

async fn print(visitor: &Visitor, frame: &Frame, faces: Vec<Face>) -> PageResult {
    let demo = visitor.site().options.demo;
    let data = tokio::task::spawn_blocking(move || paper::data(&faces, demo));
    let data = data.await.map_err(|error| PageError::Broken(error.to_string()))??;
    papers::CARD.answer(frame, data, Vec::new(), visitor.site().today().parts()).await
}

struct VillageRow {
    code: String,
    name: String,
    cards: VillageCards,
}

#[derive(Template)]
#[template(path = "card/villages.html")]
struct VillagesPage {
    frame: Frame,
    county: County,
    shop: Shop,
    rows: Vec<VillageRow>,
}

/// Villages the shop serves in which the visitor may make cards: a clerk of one village makes none for its neighbour.
async fn served(visitor: &Visitor, county: County, id: Id<Shop>) -> Result<(Shop, Vec<(String, VillageCards)>), PageError> {
    let (asker, on) = (visitor.clone(), visitor.site().today());
    let (shop, villages) = visitor
        .site()
        .db
        .read(move |tx| {
            let mut villages = Vec::new();
            for village in shop::villages(tx, county, id, on)? {
                if asker.may(ISSUE_CARDS, &Target::division(&village)) {
                    let cards = in_village(tx, county, &village)?;
                    villages.push((village, cards));
                }
            }
            Ok::<_, DatabaseError>((shop::find(tx, county, id)?, villages))
        })
        .await?;
    Ok((shop.ok_or(PageError::NotFound)?, villages))
}

async fn villages(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let (shop, villages) = served(&visitor, county, id).await?;
    let on = visitor.site().today().date();
    let name = |code: &str| Divisions::built_in().find(code, on).map_or_else(|| code.to_owned(), |division| division.short_name());
    let rows = villages.into_iter().map(|(code, cards)| VillageRow { name: name(&code), code, cards }).collect();
    page(&VillagesPage { frame: visitor.frame(), county, shop, rows })
}

/// The village asked for, if it is one of those the visitor sees on the shop's page.
async fn served_village(visitor: &Visitor, county: County, id: Id<Shop>, asked: &str) -> Result<(Shop, String), PageError> {
    let (shop, villages) = served(visitor, county, id).await?;
    let village = villages.into_iter().map(|(code, _)| code).find(|code| code == asked).ok_or(PageError::NotFound)?;
    Ok((shop, village))
}

async fn issue_all(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>, submitted: Submitted) -> PageResult {
    let (_, village) = served_village(&visitor, county, id, submitted.value("village")).await?;
    let db = &visitor.site().db;
    let missing = db.read(move |tx| without(tx, county, &village, ISSUED_AT_ONCE_MAX)).await?;
    let cards: Vec<Card> = missing.into_iter().map(|household| new_card(&visitor, county, household, Id::fresh())).collect();
    let (actor, now) = (visitor.actor(), visitor.site().now());
    for batch in cards.chunks(BATCH).map(<[Card]>::to_vec) {
        db.write(move |tx| issue_missing(tx, &batch, actor, now)).await?;
    }
    done(&format!("/c/{county}/shops/{id}/cards"), "cards-issued")
}

#[derive(serde::Deserialize, Default)]
struct VillageQuery {
    #[serde(default)]
    village: String,
}

async fn print_village(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>, Query(asked): Query<VillageQuery>) -> PageResult {
    let (shop, village) = served_village(&visitor, county, id, &asked.village).await?;
    let (households, cards) = visitor
        .site()
        .db
        .read(move |tx| Ok::<_, DatabaseError>((household::in_village(tx, county, &village)?, alive_in_village(tx, county, &village)?)))
        .await?;
    let frame = visitor.frame();
    let mut cards: std::collections::BTreeMap<Id<Household>, Card> = cards.into_iter().map(|card| (card.household, card)).collect();
    let pairs = households.into_iter().filter_map(|household| cards.remove(&household.id).map(|card| (household, card)));
    let faces = pairs.map(|(household, card)| paper::face(visitor.site(), &frame, &shop.name, household, card)).collect();
    print(&visitor, &frame, faces).await
}
