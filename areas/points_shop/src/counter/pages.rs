//! Pages of the counter: search, basket, who collects; and what the last one sends.

use askama::Template;
use axum::extract::{Path, Query, RawQuery};
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use money::{Pieces, TenthPoints};
use pages::{Form, Frame, Message, PageError, PageResult, Submitted, form_again, go, page};
use people::{RouteAccess, Routes, Visitor};
use registry::SEE_HOUSEHOLDS;
use registry::household::{self, Household, Member};

use super::{Basket, collect};
use crate::area::SERVE_COUNTER;
use crate::goods::{CATEGORIES, Goods};
use crate::redemption::{Facts, RedeemRefused, Redemption, Refused, facts, frequent};
use crate::set_aside::{self, SetAside};
use crate::shop::{self, Shop};
use crate::{card, day, posting};

pub(crate) fn routes(routes: Routes) -> Routes {
    let needs = RouteAccess::Needs(SERVE_COUNTER, "shop");
    routes
        .get("/c/{county}/shops/{shop}/counter", needs, search)
        .get("/c/{county}/shops/{shop}/counter/{household}", needs, basket)
        .post("/c/{county}/shops/{shop}/counter/{household}", needs, fill)
        .get("/c/{county}/shops/{shop}/counter/{household}/collect", needs, collect::show)
        .post("/c/{county}/shops/{shop}/counter/{household}/collect", needs, collect::hand_over)
}

struct Found {
    household: Id<Household>,
    head_name: String,
    place: String,
    card: Option<String>,
    balance: TenthPoints,
}

#[derive(Template)]
#[template(path = "counter/search.html")]
struct SearchPage {
    frame: Frame,
    county: County,
    shop: Shop,
    query: String,
    rows: Vec<Found>,
    more: bool,
    /// What the typed card is, when it no longer works.
    card_note: Option<Message>,
    is_open: bool,
    next_open: BusinessDate,
    /// The day is signed off: from now on things are only set aside.
    closed: bool,
}

#[derive(serde::Deserialize, Default)]
struct SearchQuery {
    #[serde(default)]
    q: String,
}

/// What a search found: households, or a card that no longer works.
#[derive(Default)]
struct Hits {
    households: Vec<Household>,
    by_card: bool,
    note: Option<Message>,
    /// More were found than are shown.
    more: bool,
}

/// Households shown of those that are found.
const SHOWN: usize = 30;

async fn search(
    visitor: Visitor,
    Path((county, shop)): Path<(County, Id<Shop>)>,
    Query(SearchQuery { q }): Query<SearchQuery>,
) -> PageResult {
    let (typed, on, within) = (q.trim().to_owned(), visitor.site().today(), visitor.divisions(SEE_HOUSEHOLDS, county));
    let (shop, hits, cards, closed) = visitor
        .site()
        .db
        .read(move |tx| {
            let shop = shop::find(tx, county, shop)?.ok_or_else(|| DatabaseError::Broken("the gate found the shop".to_owned()))?;
            let served = shop::villages(tx, county, shop.id, on)?;
            let hits = find(tx, county, &typed, &served, &within, on)?;
            let mut cards = Vec::new();
            for household in &hits.households {
                let number = card::alive_of(tx, county, household.id)?.map(|card| card::shown_number(card.number));
                cards.push((number, TenthPoints(ledger::balance(tx, county, &posting::points(household.id))?)));
            }
            let closed = day::closed(tx, county, shop.id, on)?.is_some();
            Ok::<_, DatabaseError>((shop, hits, cards, closed))
        })
        .await?;
    // A scanned or typed card needs no second click.
    if let ([household], true) = (hits.households.as_slice(), hits.by_card) {
        return go(&format!("/c/{county}/shops/{}/counter/{}", shop.id, household.id));
    }
    let frame = visitor.frame();
    let rows = hits.households.iter().zip(cards).map(|(household, (card, balance))| Found {
        household: household.id,
        head_name: household.head_name.clone(),
        place: household::pages::short_place(&frame, household, on),
        card,
        balance,
    });
    let (is_open, next_open) = (shop.open_days.is_open(on), shop.open_days.next_after(on));
    page(&SearchPage {
        rows: rows.collect(),
        more: hits.more,
        frame,
        county,
        shop,
        query: q,
        card_note: hits.note,
        is_open,
        next_open,
        closed,
    })
}

/// That a household moved away or was merged, and what is left to do.
fn gone_words(household: &Household, until: BusinessDate) -> Message {
    let message = match &household.successor {
        Some(other) => Message::new("counter-household-merged").with("other", &other.head_name),
        None => Message::new("counter-household-gone"),
    };
    message.with("name", &household.head_name).with("day", until)
}

/// Card address, card number, then name, initials or household code; always within the villages the shop serves.
fn find(
    tx: &mut Tx<'_>,
    county: County,
    typed: &str,
    served: &[String],
    within: &[String],
    on: BusinessDate,
) -> Result<Hits, DatabaseError> {
    if typed.is_empty() {
        return Ok(Hits::default());
    }
    let scanned = match card::secret_in(typed) {
        Some((book, secret)) if book == county => Some(card::by_secret(tx, county, &secret)?),
        Some(_) => Some(None),
        None => None,
    };
    let numbered = match typed.parse::<i64>() {
        Ok(number) if scanned.is_none() && typed.len() <= 9 => card::by_number(tx, county, number)?,
        _ => None,
    };
    let mut hits = Hits::default();
    if let Some(card) = scanned.clone().flatten().or(numbered) {
        let household =
            household::find(tx, county, card.household)?.filter(|household| served.contains(&household.village) && household.is_there(on));
        if let (None, Some(gone)) = (&household, household::find(tx, county, card.household)?) {
            // Of another shop's household nothing is said.
            if served.contains(&gone.village)
                && let Some(until) = gone.until
            {
                return Ok(Hits { note: Some(gone_words(&gone, until)), ..Hits::default() });
            }
        }
        match (household, card.dead_on) {
            (Some(household), None) => return Ok(Hits { households: vec![household], by_card: true, ..Hits::default() }),
            (Some(household), Some(dead_on)) => {
                // The ledger prevails over the card: the household is shown, and what to do about the card.
                let note = match card::alive_of(tx, county, household.id)? {
                    Some(new) => Message::new("counter-card-replaced").with("new", card::shown_number(new.number)),
                    None => Message::new("counter-card-dead"),
                };
                hits.note = Some(note.with("number", card::shown_number(card.number)).with("date", dead_on));
                hits.households.push(household);
                return Ok(hits);
            }
            (None, _) => {}
        }
    }
    if scanned.is_some() {
        hits.note = Some(Message::new("counter-card-unknown"));
        return Ok(hits);
    }
    let places: Vec<String> =
        served.iter().filter(|village| within.iter().any(|place| divisions::is_within(village, place))).cloned().collect();
    // One more than is shown tells that there are more.
    hits.households = household::search(tx, county, typed, &places, SHOWN + 1)?;
    hits.more = hits.households.len() > SHOWN;
    hits.households.truncate(SHOWN);
    let (there, gone) = hits.households.into_iter().partition::<Vec<_>, _>(|household| household.is_there(on));
    if let ([], Some(gone)) = (there.as_slice(), gone.first()) {
        hits.note = gone.until.map(|until| gone_words(gone, until));
    }
    Ok(Hits { households: there, ..hits })
}

/// What basket and collecting page both show above.
pub(super) struct Customer {
    pub county: County,
    pub shop: Shop,
    pub household: Household,
    pub place: String,
    pub card: Option<String>,
}

struct Tab {
    name: &'static str,
    lines: Vec<Row>,
}

/// A row of the goods list, with what the template needs in words.
struct Row {
    id: Id<Goods>,
    number: i64,
    name: String,
    price: TenthPoints,
    stock: i64,
    unit: String,
    quantity: i64,
    /// What stands in the field.
    field: String,
    points: TenthPoints,
    low: bool,
    gone: bool,
    /// Among what is taken most, or in the basket already: shown first.
    often: bool,
    obstacle: Option<String>,
}

#[derive(Template)]
#[template(path = "counter/basket.html")]
pub(super) struct BasketPage {
    frame: Frame,
    customer: Customer,
    tabs: Vec<Tab>,
    basket: Basket,
    owed: TenthPoints,
    waiting: Vec<Id<SetAside>>,
    over: Option<TenthPoints>,
    problem: Option<Message>,
    closed: bool,
}

impl Row {
    /// Nothing chosen and nothing odd typed: nothing to take away.
    fn untouched(&self) -> bool {
        self.quantity == 0 && self.field == "0"
    }
}

impl BasketPage {
    fn any_often(&self) -> bool {
        self.tabs.iter().flat_map(|tab| &tab.lines).any(|row| row.often)
    }

    /// Where the form goes, for buttons that also say which row to come back to.
    fn address(&self) -> String {
        let Customer { county, shop, household, .. } = &self.customer;
        format!("/c/{county}/shops/{}/counter/{}", shop.id, household.id)
    }
}

/// All the counter needs of a household, in one snapshot.
pub(super) struct Desk {
    pub shop: Shop,
    pub household: Household,
    pub members: Vec<Member>,
    pub card: Option<String>,
    pub goods: Vec<Goods>,
    pub shelf: Vec<crate::receipt::LotOnShelf>,
    pub balance: TenthPoints,
    /// To be taken from what it earns next; what it has it may spend.
    pub owed: TenthPoints,
    pub waiting: Vec<Id<SetAside>>,
    /// Kinds this shop's households took most in the last weeks.
    pub often: Vec<Id<Goods>>,
    /// The day is signed off.
    pub closed: bool,
}

/// How far back the counter looks for what is taken most.
const OFTEN_DAYS: i32 = 60;

pub(super) async fn desk(visitor: &Visitor, county: County, shop: Id<Shop>, household: Id<Household>) -> Result<Desk, PageError> {
    let today = visitor.site().today();
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let facts = facts(tx, county, shop, household, today)?;
            if let Some(until) = facts.gone
                && let Some(household) = household::find(tx, county, household)?
                && shop::villages(tx, county, shop, today)?.contains(&household.village)
            {
                return Ok(Err(gone_words(&household, until)));
            }
            let (Some(shop), Some(household), true) =
                (shop::find(tx, county, shop)?, household::find(tx, county, household)?, facts.served)
            else {
                return Ok::<_, DatabaseError>(Ok(None));
            };
            let members = household::members(tx, county, household.id)?;
            let card = card::alive_of(tx, county, household.id)?.map(|card| card::shown_number(card.number));
            let waiting = set_aside::of_household(tx, county, shop.id, household.id)?.into_iter().map(|kept| kept.id).collect();
            let members = members.into_iter().filter(|member| member.until.is_none_or(|until| today < until)).collect();
            let often = frequent(tx, county, shop.id, today.plus_days(-OFTEN_DAYS))?;
            let closed = day::closed(tx, county, shop.id, today)?.is_some();
            let owed = TenthPoints(ledger::balance(tx, county, &posting::points(household.id).owed())?);
            let Facts { goods, shelf, balance, .. } = facts;
            Ok(Ok(Some(Desk { shop, household, members, card, goods, shelf, balance, owed, waiting, often, closed })))
        })
        .await?;
    // A household of another shop's village is as unknown as one that does not exist.
    found.map_err(PageError::Refused)?.ok_or(PageError::NotFound)
}

impl Desk {
    pub fn customer(&self, frame: &Frame, county: County, on: BusinessDate) -> Customer {
        let place = household::pages::short_place(frame, &self.household, on);
        Customer { county, shop: self.shop.clone(), household: self.household.clone(), place, card: self.card.clone() }
    }

    pub fn basket(&self, form: &Form) -> Basket {
        Basket::read(form, self.goods.clone(), &self.shelf, self.balance)
    }
}

pub(super) fn basket_page(visitor: &Visitor, desk: &Desk, county: County, form: &Form, problem: Option<Message>) -> BasketPage {
    let frame = visitor.frame();
    let basket = desk.basket(form);
    let tabs = CATEGORIES
        .iter()
        .map(|name| Tab { name, lines: rows(&frame, &basket, name, &desk.often) })
        .filter(|tab| !tab.lines.is_empty())
        .collect();
    let over = basket.left().is_negative().then(|| -basket.left());
    BasketPage {
        customer: desk.customer(&frame, county, visitor.site().today()),
        frame,
        tabs,
        basket,
        owed: desk.owed,
        waiting: desk.waiting.clone(),
        over,
        problem,
        closed: desk.closed,
    }
}

fn rows(frame: &Frame, basket: &Basket, category: &str, often: &[Id<Goods>]) -> Vec<Row> {
    let lines = basket.lines.iter().filter(|line| line.goods.category == category);
    lines
        .map(|line| Row {
            id: line.goods.id,
            number: line.goods.number,
            name: format!("{} {}", line.goods.name, line.goods.spec).trim().to_owned(),
            price: line.goods.price,
            stock: line.stock.0,
            unit: line.goods.piece_unit.clone(),
            quantity: line.quantity.0,
            field: line.field(),
            points: line.points(),
            low: line.is_low(),
            gone: !line.goods.offered,
            often: often.contains(&line.goods.id) || line.quantity > Pieces::ZERO || line.unreadable.is_some(),
            obstacle: line.obstacle.as_ref().map(|message| frame.message(message)),
        })
        .collect()
}

pub(super) type AtDesk = (County, Id<Shop>, Id<Household>);

/// Empty, or with what the way back from collecting brings along.
async fn basket(visitor: Visitor, Path((county, shop, household)): Path<AtDesk>, RawQuery(query): RawQuery) -> PageResult {
    let desk = desk(&visitor, county, shop, household).await?;
    let form = Form::from(Submitted::url_encoded(query.unwrap_or_default().as_bytes()));
    page(&basket_page(&visitor, &desk, county, &form, None))
}

async fn fill(visitor: Visitor, Path((county, shop, household)): Path<AtDesk>, submitted: Submitted) -> PageResult {
    let desk = desk(&visitor, county, shop, household).await?;
    let form = Form::from(submitted);
    if form.value("next").is_empty() {
        return page(&basket_page(&visitor, &desk, county, &form, None));
    }
    let basket = desk.basket(&form);
    if let Some(problem) = problem_of(&basket) {
        return form_again(&basket_page(&visitor, &desk, county, &form, Some(problem)));
    }
    // An address of its own, so that the browser's way back finds this very form and not a new one.
    let chosen: String = basket.chosen().map(|line| format!("&quantity.{}={}", line.goods.id, line.quantity)).collect();
    go(&format!("/c/{county}/shops/{shop}/counter/{household}/collect?id={}{chosen}", Id::<Redemption>::fresh()))
}

/// Why a basket cannot go on to collecting.
pub(super) fn problem_of(basket: &Basket) -> Option<Message> {
    if let Some(problem) = misread(basket) {
        return Some(problem);
    }
    if basket.kinds() == 0 {
        return Some(Message::new("counter-empty"));
    }
    if let Some(line) = basket.chosen().find(|line| !line.goods.offered) {
        return Some(Message::new("counter-not-offered").with("name", line.goods.full_name()));
    }
    if let Some(problem) = repriced(basket) {
        return Some(problem);
    }
    if basket.left().is_negative() {
        return Some(Message::new("counter-sum-over").with("n", -basket.left()));
    }
    let line = basket.chosen().find(|line| line.quantity > line.stock)?;
    Some(Message::new("counter-too-many").with("name", line.goods.full_name()).with("n", line.stock.0.to_string()))
}

/// What in the form is no choice of goods at all.
pub(super) fn misread(basket: &Basket) -> Option<Message> {
    if basket.unknown {
        return Some(Message::new("counter-not-listed"));
    }
    let line = basket.lines.iter().find(|line| line.unreadable.is_some())?;
    let typed = line.unreadable.clone().unwrap_or_default();
    Some(Message::new("counter-misread").with("name", line.goods.full_name()).with("typed", typed))
}

/// The first price that is another than the page showed.
fn repriced(basket: &Basket) -> Option<Message> {
    let line = basket.chosen().find(|line| line.is_repriced())?;
    Some(changed_price(&line.goods, line.shown?))
}

fn changed_price(goods: &Goods, shown: TenthPoints) -> Message {
    Message::new("counter-repriced").with("name", goods.full_name()).with("shown", shown).with("price", goods.price)
}

/// The basket again with the reason: stock or points changed since it was filled.
pub(super) async fn again_after(visitor: &Visitor, (county, shop, household): AtDesk, form: Form, refused: RedeemRefused) -> PageResult {
    let desk = desk(visitor, county, shop, household).await?;
    let name_of = |goods: Id<Goods>| desk.goods.iter().find(|known| known.id == goods).map(Goods::full_name).unwrap_or_default();
    let problem = match refused {
        RedeemRefused::Database(error) => return Err(error.into()),
        RedeemRefused::DayClosed => Message::new("counter-day-closed"),
        RedeemRefused::OtherContent => Message::new("counter-other-content"),
        RedeemRefused::Rule(Refused::Empty) => Message::new("counter-empty"),
        // Whoever finds it gone at the desk was told so above.
        RedeemRefused::Rule(Refused::NotServed | Refused::Gone { .. }) => Message::new("counter-not-served"),
        RedeemRefused::Rule(Refused::NotOffered { goods }) => Message::new("counter-not-offered").with("name", name_of(goods)),
        RedeemRefused::Rule(Refused::Repriced { goods, shown, price }) => {
            Message::new("counter-repriced").with("name", name_of(goods)).with("shown", shown).with("price", price)
        }
        RedeemRefused::Rule(Refused::TooMany { goods, left }) => {
            Message::new("counter-too-many").with("name", name_of(goods)).with("n", left.0.to_string())
        }
        RedeemRefused::Rule(Refused::TooFewPoints { missing }) => Message::new("counter-sum-over").with("n", missing),
    };
    form_again(&basket_page(visitor, &desk, county, &form, Some(problem)))
}
