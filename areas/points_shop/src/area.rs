//! What the points shop brings: roles, permissions, pages, places, and what waits for whom.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Migration, Schema, Sql, Table, Text, Tx};
use figures::SEE_FIGURES;
use jobs::{Job, Step};
use pages::{Asset, TextSource};
use people::{Area, Link, NavEntry, PathParams, Permission, PlaceKind, PlaceList, PlaceOption, Role, Routes, SEE_HISTORY, Scope, Target};
use registry::SEE_HOUSEHOLDS;

use crate::nav::{appraisals_page, deeds_page, reversals_page, rules_page, shop_page, shops_page};
use crate::{
    appraisal, award, card, counter, day, deed, figure, fund, gift, goods, home, late_slip, lot, merger, opening_balance, passbook,
    point_rule, posting, price_list, receipt, redemption, reversal, scrap, set_aside, shop, stock_take, subjects, supply, year,
};

/// See a shop, its list, shelf and sheets.
pub const SEE_SHOP: Permission = Permission::general("see-shop");
/// Open shops and say which villages they serve.
pub const OPEN_SHOPS: Permission = Permission::general("open-shops");
/// Hand goods over, set aside, cancel the same day, sign the day off.
pub const SERVE_COUNTER: Permission = Permission::general("serve-counter");
/// Change the list of goods and receive goods.
pub const KEEP_GOODS: Permission = Permission::general("keep-goods");
/// Give money and points to a shop.
pub const GRANT_FUNDS: Permission = Permission::general("grant-funds");
/// Make cards and replace lost ones.
pub const ISSUE_CARDS: Permission = Permission::general("issue-cards");
/// Award opening balances.
pub const AWARD_POINTS: Permission = Permission::general("award-points");
/// Look at a household's points.
pub const SEE_POINTS: Permission = Permission::general("see-points");
/// Propose to reverse what is in the book.
pub const PROPOSE_REVERSAL: Permission = Permission::general("propose-reversal");
/// Confirm or decline a proposed reversal; see cancelled slips.
pub const CONFIRM_REVERSAL: Permission = Permission::general("confirm-reversal");

/// See where what a donor gave went, in counts.
pub const SEE_GIFTS: Permission = Permission::general("see-gifts");

/// See all reversals with both names.
pub const SEE_REVERSALS: Permission = Permission::general("see-reversals");

/// Read the rule tables.
pub const SEE_RULES: Permission = Permission::general("see-rules");
/// Draft rule tables and record their adoption.
pub const KEEP_RULES: Permission = Permission::general("keep-rules");

/// See recorded deeds.
pub const SEE_DEEDS: Permission = Permission::general("see-deeds");
/// Record deeds.
pub const RECORD_DEEDS: Permission = Permission::general("record-deeds");
/// Check what another one recorded.
pub const CHECK_DEEDS: Permission = Permission::general("check-deeds");

/// Open a village's appraisal, note who came, write the decisions down, put the notice up.
pub const HOLD_APPRAISAL: Permission = Permission::general("hold-appraisal");
/// Look an appraisal through before it hangs out.
pub const REVIEW_APPRAISAL: Permission = Permission::general("review-appraisal");
/// Mend a deed that was returned or objected to.
pub const AMEND_DEEDS: Permission = Permission::general("amend-deeds");
/// Confirm what passed every step, so that its points arise.
pub const CONFIRM_POINTS: Permission = Permission::general("confirm-points");

const ROLES: &[Role] = &[
    Role { name: "shop_manager", place: PlaceKind::Kept("shop") },
    Role { name: "shop_supervisor", place: PlaceKind::Kept("shop") },
    Role { name: "donor", place: PlaceKind::Kept(gift::DONOR) },
];

const ALLOWS: &[(&str, &[Permission])] = &[
    ("shop_manager", &[SEE_HISTORY, SEE_FIGURES]),
    ("shop_supervisor", &[SEE_HISTORY, SEE_FIGURES]),
    ("shop_manager", &[SEE_SHOP, SERVE_COUNTER, KEEP_GOODS, ISSUE_CARDS, SEE_POINTS, PROPOSE_REVERSAL, SEE_HOUSEHOLDS, SEE_RULES]),
    (
        "shop_supervisor",
        &[
            SEE_SHOP,
            SEE_POINTS,
            CONFIRM_REVERSAL,
            SEE_REVERSALS,
            SEE_HOUSEHOLDS,
            SEE_RULES,
            SEE_DEEDS,
            trust::SEE_ROSTERS,
            trust::ANSWER_OBJECTIONS,
        ],
    ),
    ("group_liaison", &[SEE_RULES, SEE_DEEDS, RECORD_DEEDS, AMEND_DEEDS]),
    (
        "village_clerk",
        &[SEE_SHOP, SEE_POINTS, ISSUE_CARDS, SEE_RULES, SEE_DEEDS, RECORD_DEEDS, CHECK_DEEDS, AMEND_DEEDS, HOLD_APPRAISAL, CONFIRM_POINTS],
    ),
    ("village_supervisor", &[SEE_SHOP, SEE_POINTS, SEE_RULES, SEE_DEEDS, CHECK_DEEDS, AMEND_DEEDS, HOLD_APPRAISAL, CONFIRM_POINTS]),
    (
        "township_reviewer",
        &[
            SEE_SHOP,
            OPEN_SHOPS,
            AWARD_POINTS,
            SEE_POINTS,
            ISSUE_CARDS,
            PROPOSE_REVERSAL,
            CONFIRM_REVERSAL,
            SEE_REVERSALS,
            SEE_RULES,
            KEEP_RULES,
            SEE_DEEDS,
            AMEND_DEEDS,
            REVIEW_APPRAISAL,
            CONFIRM_POINTS,
            RECORD_DEEDS,
        ],
    ),
    (
        "county_officer",
        &[
            SEE_SHOP,
            OPEN_SHOPS,
            GRANT_FUNDS,
            AWARD_POINTS,
            SEE_POINTS,
            ISSUE_CARDS,
            PROPOSE_REVERSAL,
            CONFIRM_REVERSAL,
            SEE_REVERSALS,
            SEE_RULES,
            KEEP_RULES,
            SEE_DEEDS,
        ],
    ),
    ("donor", &[SEE_GIFTS]),
    ("county_officer", &[SEE_GIFTS]),
    ("auditor", &[SEE_GIFTS, SEE_REVERSALS, SEE_SHOP, SEE_POINTS, SEE_RULES, SEE_DEEDS]),
];

const TABLES: &[Table] = &[
    Table::book("shop"),
    Table::book("shop_village"),
    Table::book("goods"),
    Table::book("goods_receipt").append_only(),
    Table::book("lot").append_only(),
    Table::book("fund_grant").append_only(),
    Table::book("budget_grant").append_only(),
    Table::book("opening_balance").append_only(),
    Table::book("card"),
    Table::book("shop_counter"),
    Table::book("redemption").append_only(),
    Table::book("redemption_line").append_only(),
    Table::book("redemption_cancel").append_only(),
    Table::book("slip_reprint").append_only(),
    Table::book("set_aside"),
    Table::book("set_aside_line").append_only(),
    Table::book("day_close").append_only(),
    Table::book("stock_take"),
    Table::book("stock_take_count"),
    Table::book("stock_take_line").append_only(),
    Table::book("stock_scrap").append_only(),
    Table::book("redemption_late").append_only(),
    Table::book("goods_price").append_only(),
    Table::book("counted_late").append_only(),
    Table::book("rule_table"),
    Table::book("point_rule"),
    Table::book("deed"),
    Table::book("award").append_only(),
    Table::book("deed_photo").append_only(),
];

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260901_1300_points_shop", text: Text::Both(include_str!("../migrations/20260901_1300_points_shop.sql")) },
    Migration { name: "20261123_0900_point_rules", text: Text::Both(include_str!("../migrations/20261123_0900_point_rules.sql")) },
    Migration { name: "20261123_1000_deeds", text: Text::Both(include_str!("../migrations/20261123_1000_deeds.sql")) },
    Migration { name: "20261125_1000_deed_evidence", text: Text::Both(include_str!("../migrations/20261125_1000_deed_evidence.sql")) },
    Migration {
        name: "20261125_1200_deeds_on_rosters",
        text: Text::Both(include_str!("../migrations/20261125_1200_deeds_on_rosters.sql")),
    },
    Migration { name: "20261125_1640_stock", text: Text::Both(include_str!("../migrations/20261125_1640_stock.sql")) },
    Migration {
        name: "20261125_1650_figures",
        text: Text::Pair {
            sqlite: include_str!("../migrations/20261125_1650_figures.sqlite.sql"),
            postgres: include_str!("../migrations/20261125_1650_figures.postgres.sql"),
        },
    },
    Migration { name: "20261125_1661_of_shop", text: Text::Both(include_str!("../migrations/20261125_1661_of_shop.sql")) },
    Migration { name: "20261125_1700_deeds_by_day", text: Text::Both(include_str!("../migrations/20261125_1700_deeds_by_day.sql")) },
    Migration { name: "20261125_2000_shelf", text: Text::Both(include_str!("../migrations/20261125_2000_shelf.sql")) },
    Migration { name: "20261125_2010_lots_of_donor", text: Text::Both(include_str!("../migrations/20261125_2010_lots_of_donor.sql")) },
];

const STATEMENTS: &[&[Sql]] = &[
    crate::bench::STATEMENTS,
    shop::STATEMENTS,
    goods::STATEMENTS,
    receipt::STATEMENTS,
    fund::STATEMENTS,
    card::STATEMENTS,
    opening_balance::STATEMENTS,
    passbook::STATEMENTS,
    redemption::STATEMENTS,
    set_aside::STATEMENTS,
    day::STATEMENTS,
    point_rule::STATEMENTS,
    deed::STATEMENTS,
    appraisal::STATEMENTS,
    award::STATEMENTS,
    deed::photo::STATEMENTS,
    deed::PASTE_STATEMENTS,
    deed::REGISTER_STATEMENTS,
    home::STATEMENTS,
    merger::STATEMENTS,
    stock_take::STATEMENTS,
    scrap::STATEMENTS,
    lot::STATEMENTS,
    supply::STATEMENTS,
    late_slip::STATEMENTS,
    figure::STATEMENTS,
    figure::STANDING_STATEMENTS,
    year::STATEMENTS,
    gift::STATEMENTS,
];

const SETTINGS: &[settings::Setting] = &[
    fund::FEN_PER_POINT,
    set_aside::GRACE_DAYS,
    appraisal::QUORUM_PERCENT,
    appraisal::REPRESENTATIVES,
    appraisal::NOTICE_DAYS,
    appraisal::TOWNSHIP_REVIEW,
    home::BUDGET_WEEKS,
    supply::EXPIRY_DAYS,
    supply::PACE_DAYS,
    supply::COVER_DAYS,
    late_slip::LATE_DAYS,
];

const SCOPES: &[Scope] = &[
    Scope { name: "shop", find: shop_place },
    Scope { name: "served-shop", find: served_shop_place },
    Scope { name: "lot", find: lot_place },
    Scope { name: "deed", find: deed_place },
    Scope { name: "donor", find: gift::place },
    Scope { name: "figure-place", find: year::pages::place },
    Scope { name: "posting", find: posting::pages::place },
    Scope { name: "rule-table", find: rules_seen },
    Scope { name: "rule-table-kept", find: rules_kept },
];

/// The tables of the points shop.
pub fn schema() -> Schema {
    Schema { area: "points_shop", tables: TABLES, migrations: MIGRATIONS }
}

/// The area of the points shop.
pub fn area() -> Area {
    Area {
        schemas: vec![schema()],
        statements: STATEMENTS.to_vec(),
        texts: vec![
            TextSource { zh_hans: include_str!("../texts/shop.zh-Hans.ftl"), en: include_str!("../texts/shop.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/goods.zh-Hans.ftl"), en: include_str!("../texts/goods.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/card.zh-Hans.ftl"), en: include_str!("../texts/card.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/counter.zh-Hans.ftl"), en: include_str!("../texts/counter.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/rules.zh-Hans.ftl"), en: include_str!("../texts/rules.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/deeds.zh-Hans.ftl"), en: include_str!("../texts/deeds.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/appraisal.zh-Hans.ftl"), en: include_str!("../texts/appraisal.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/history.zh-Hans.ftl"), en: include_str!("../texts/history.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/evidence.zh-Hans.ftl"), en: include_str!("../texts/evidence.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/household.zh-Hans.ftl"), en: include_str!("../texts/household.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/merger.zh-Hans.ftl"), en: include_str!("../texts/merger.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/proof.zh-Hans.ftl"), en: include_str!("../texts/proof.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/stock.zh-Hans.ftl"), en: include_str!("../texts/stock.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/shelf.zh-Hans.ftl"), en: include_str!("../texts/shelf.en.ftl") },
            TextSource { zh_hans: include_str!("../papers/stock.zh-Hans.ftl"), en: include_str!("../papers/stock.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/figures.zh-Hans.ftl"), en: include_str!("../texts/figures.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/gifts.zh-Hans.ftl"), en: include_str!("../texts/gifts.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/meetings.zh-Hans.ftl"), en: include_str!("../texts/meetings.en.ftl") },
            TextSource { zh_hans: include_str!("../texts/freezing.zh-Hans.ftl"), en: include_str!("../texts/freezing.en.ftl") },
            TextSource { zh_hans: include_str!("../papers/year.zh-Hans.ftl"), en: include_str!("../papers/year.en.ftl") },
            TextSource { zh_hans: include_str!("../papers/papers.zh-Hans.ftl"), en: include_str!("../papers/papers.en.ftl") },
        ],
        assets: vec![Asset { name: "counter.js", kind: "text/javascript; charset=utf-8", bytes: include_bytes!("counter/counter.js") }],
        routes: routes(),
        roles: ROLES,
        allows: ALLOWS,
        scopes: SCOPES,
        places: &[PlaceList { kind: "shop", list: shop_options }, PlaceList { kind: gift::DONOR, list: gift::options }],
        nav_first: &[NavEntry { text: "nav-county", permission: SEE_FIGURES, href: year::pages::county_page }],
        nav: &[
            NavEntry { text: "nav-counter", permission: SERVE_COUNTER, href: |grants| shop_page(grants, SERVE_COUNTER, "/counter") },
            NavEntry { text: "nav-shelf", permission: KEEP_GOODS, href: |grants| shop_page(grants, KEEP_GOODS, "/goods") },
            NavEntry { text: "nav-deeds", permission: SEE_DEEDS, href: deeds_page },
            NavEntry { text: "nav-appraisals", permission: trust::SEE_ROSTERS, href: appraisals_page },
            NavEntry { text: "nav-rules", permission: SEE_RULES, href: rules_page },
            NavEntry { text: "nav-shops", permission: SEE_SHOP, href: shops_page },
            NavEntry { text: "nav-figures", permission: SEE_FIGURES, href: year::pages::own_page },
            NavEntry { text: "nav-reversals", permission: CONFIRM_REVERSAL, href: reversals_page },
            NavEntry { text: "nav-gifts", permission: SEE_GIFTS, href: gift::pages::own_page },
        ],
        links: &[
            Link { kind: "household", text: "household-points", suffix: "/points", permission: SEE_POINTS },
            Link { kind: "oversight", text: "all-reversals-title", suffix: "/reversals/all", permission: SEE_REVERSALS },
            Link { kind: "oversight", text: "nav-reversals", suffix: "/reversals", permission: CONFIRM_REVERSAL },
            Link { kind: "household", text: "household-deed", suffix: "/deeds/new", permission: RECORD_DEEDS },
        ],
        todos: Some(home::todos),
        checklist: Some(home::checklist),
        aside: Some(home::panels),
        lead: Some(home::lead),
        subjects: subjects::SUBJECTS,
        jobs: &[
            jobs::Kind { name: "hold-expiry", run: give_back_set_asides, daily: true },
            jobs::Kind { name: "notice-end", run: end_notices, daily: true },
            jobs::Kind { name: award::BOOK, run: book_award, daily: false },
        ],
        reminders: Some(home::reminders),
        closed_until: Some(deed::closed_until),
        setting_asked: Some(figure::asked),
        household: Some(merger::HOOKS),
        settings: SETTINGS,
        figures: figure::FIGURES,
        ..Area::named("points_shop")
    }
}

fn routes() -> Routes {
    let shelf = goods::pages::routes(shop::pages::routes(Routes::default()));
    let shelf = price_list::routes(fund::pages::routes(receipt::pages::routes(shelf)));
    let shelf = lot::pages::routes(scrap::pages::routes(stock_take::pages::routes(shelf)));
    let shelf = late_slip::pages::routes(supply::pages::routes(shelf));
    let counter = redemption::pages::routes(counter::pages::routes(shelf));
    let counter = day::pages::routes(set_aside::pages::routes(counter));
    let points = opening_balance::pages::routes(card::pages::routes(counter));
    let points = card::qr_page::routes(points);
    let points = gift::pages::routes(year::pages::routes(posting::pages::routes(points)));
    let points = appraisal::pages::routes(deed::pages::routes(points));
    point_rule::pages::routes(reversal::pages::routes(passbook::pages::routes(points)))
}

/// What nobody collected goes back by itself, in the program's own name.
fn give_back_set_asides(tx: &mut Tx<'_>, job: &Job, on: BusinessDate, now: Moment) -> Result<Step, DatabaseError> {
    let program = Id::derived(&[b"xieshou"]);
    let given_back = set_aside::give_back_expired(tx, job.county, program, on, now);
    let given_back = given_back.map_err(|refused| match refused {
        set_aside::CollectRefused::Database(error) => error,
        other => DatabaseError::Broken(format!("what was set aside could not go back: {other:?}")),
    })?;
    Ok(if given_back < set_aside::EXPIRED_AT_ONCE { Step::Done } else { Step::Again })
}

/// What hung out its days goes on by date.
fn end_notices(tx: &mut Tx<'_>, job: &Job, on: BusinessDate, now: Moment) -> Result<Step, DatabaseError> {
    let program = trust::roster::Actor { login: Id::derived(&[b"xieshou"]), concerned: Vec::new(), on, at: now };
    // As long as some end there may be more than go in one batch.
    Ok(if trust::notice::end_due(tx, job.county, &program)? == 0 { Step::Done } else { Step::Again })
}

/// Points of a confirmation whose click was cut off in the middle.
fn book_award(tx: &mut Tx<'_>, job: &Job, _: BusinessDate, now: Moment) -> Result<Step, DatabaseError> {
    let award = job.key.parse().map_err(|_| DatabaseError::Broken(format!("a confirmation of no id: {}", job.key)))?;
    Ok(if award::book(tx, job.county, award, now)? == 0 { Step::Done } else { Step::Again })
}

/// A shop lies where it stands; its managers reach it as the thing they keep.
fn shop_place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id::<shop::Shop>("shop")) else { return Ok(None) };
    Ok(shop::find(tx, county, id)?.as_ref().map(place_of))
}

/// A lot lies where its shop does.
fn lot_place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id("lot")) else { return Ok(None) };
    let Some(shop) = lot::shop_of(tx, county, id)? else { return Ok(None) };
    Ok(shop::find(tx, county, shop)?.as_ref().map(place_of))
}

/// What a shop is to the villages it serves: its page, prices and their own cards, but not its books.
fn served_shop_place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id::<shop::Shop>("shop")) else { return Ok(None) };
    let Some(shop) = shop::find(tx, county, id)? else { return Ok(None) };
    Ok(Some(reach_of(&shop, shop::still_served(tx, county, id)?)))
}

/// Where a shop lies together with the villages it serves.
pub(crate) fn reach_of(shop: &shop::Shop, served: impl IntoIterator<Item = String>) -> Target {
    let mut place = place_of(shop);
    place.divisions.extend(served);
    place
}

/// Where a shop lies, for what belongs to it.
pub(crate) fn place_of(shop: &shop::Shop) -> Target {
    Target { divisions: vec![shop.village.clone()], kept: Some(("shop".to_owned(), shop.id.any())) }
}

fn shop_options(tx: &mut Tx<'_>, county: County, on: BusinessDate) -> Result<Vec<PlaceOption>, DatabaseError> {
    let mut options = Vec::new();
    for shop in shop::all(tx, county)? {
        let mut divisions = vec![shop.village.clone()];
        divisions.extend(shop::villages(tx, county, shop.id, on)?.into_iter().filter(|village| *village != shop.village));
        options.push(PlaceOption { id: shop.id.any(), label: shop.name, divisions });
    }
    Ok(options)
}

/// A rule table binds all villages below its place, and all of them may read it.
fn rules_seen(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    Ok(rule_table_of(tx, params)?.map(|table| rules_reach(&table.place)))
}

/// It is kept by whoever is there for the whole of its place.
fn rules_kept(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    Ok(rule_table_of(tx, params)?.map(|table| Target::division(table.place)))
}

fn rule_table_of(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<point_rule::RuleTable>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id("table")) else { return Ok(None) };
    point_rule::find(tx, county, id)
}

/// All divisions a table of this place binds.
pub(crate) fn rules_reach(place: &str) -> Target {
    let inside = |division: &&str| divisions::is_within(division, place);
    Target { divisions: divisions::Divisions::built_in().codes().filter(inside).map(str::to_owned).collect(), kept: None }
}

/// A deed lies in the village its household lived in on the day.
fn deed_place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id("deed")) else { return Ok(None) };
    Ok(deed::find(tx, county, id)?.map(|row| Target::division(row.village)))
}
