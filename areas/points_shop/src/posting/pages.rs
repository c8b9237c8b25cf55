//! A posting of the book as it stands there: its lines in words, its leaf, and how anybody checks it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use basics::{County, Id};
use database::{DatabaseError, Tx};
use divisions::Divisions;
use ledger::{LineOf, Posting, PostingOf, Unit};
use money::{Fen, Pieces, TenthPoints};
use pages::{Frame, PageError, PageResult, page};
use people::{PathParams, Permission, RouteAccess, Routes, Target, Visitor};
use registry::body;
use registry::household;

use crate::area::{SEE_POINTS, SEE_SHOP};
use crate::posting::in_book;
use crate::subjects::SUBJECTS;
use crate::{award, goods, shop};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/c/{county}/postings/{posting}", RouteAccess::Needs(SEE_SHOP, "posting"), show)
}

/// A posting lies where the record lies that caused it.
pub(crate) fn place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id::<Posting>("posting")) else { return Ok(None) };
    let Some(posting) = ledger::posting_by_id(tx, county, id)? else { return Ok(None) };
    Ok(behind(tx, county, &posting)?.map(|record| record.place))
}

/// The record behind a posting: what it is called, where it lies, what it takes to see it, its page.
pub(crate) struct Record {
    pub title: &'static str,
    pub place: Target,
    pub permission: Permission,
    pub href: Option<String>,
}

pub(crate) fn behind(tx: &mut Tx<'_>, county: County, posting: &PostingOf) -> Result<Option<Record>, DatabaseError> {
    if let Some(kind) = SUBJECTS.iter().find(|subject| subject.kind == posting.cause_kind) {
        let Some(place) = (kind.place)(tx, county, posting.cause)? else { return Ok(None) };
        let href = (kind.href)(tx, county, posting.cause)?;
        return Ok(Some(Record { title: kind.title, place, permission: kind.permission, href }));
    }
    if let Some(award) = award::find(tx, county, posting.cause.of())?
        && let Some(roster) = trust::roster::find(tx, county, award.roster)?
    {
        let (place, href) = (Target::division(roster.place), format!("/c/{county}/appraisals/{}", award.roster));
        return Ok(Some(Record { title: "subject-confirmation", place, permission: trust::SEE_ROSTERS, href: Some(href) }));
    }
    // What another room of the registry caused lies with the household whose points it moved.
    let lines = ledger::lines_of(tx, county, posting.seq)?;
    let Some(owner) = lines.iter().find(|line| line.owner_kind == "household").map(|line| line.owner) else { return Ok(None) };
    let Some(household) = household::find(tx, county, owner.of())? else { return Ok(None) };
    let (place, href) = (Target::division(household.village), format!("/c/{county}/households/{owner}/points"));
    let title = if posting.cause_kind == "household-end" { "subject-household-end" } else { "subject-household-points" };
    Ok(Some(Record { title, place, permission: SEE_POINTS, href: Some(href) }))
}

/// A line as it is read.
struct Row {
    account: String,
    owner: String,
    amount: String,
    after: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "posting/show.html")]
struct ShowPage {
    frame: Frame,
    county: County,
    posting: PostingOf,
    cause: String,
    cause_href: Option<String>,
    actor: String,
    rows: Vec<Row>,
    leaf: String,
    /// Number and head of the book's last posting, up to which this one is proved.
    head: (i64, String),
    reversed_by: Option<Id<Posting>>,
    /// Address of the one it takes back.
    takes_back: Option<String>,
    /// `-reversal` by two, `-cancel` by one on the same day: how it takes back or was taken back.
    way: &'static str,
}

impl ShowPage {
    fn title(&self) -> String {
        self.frame.say1("posting-title", "seq", self.posting.seq.to_string())
    }

    fn verify(&self) -> String {
        format!("xieshou verify --head {}:{}:{}", self.county, self.head.0, self.head.1)
    }
}

/// What the page shows of the book.
struct Facts {
    posting: PostingOf,
    record: Record,
    lines: Vec<LineOf>,
    /// What owners and kinds of goods are called.
    names: BTreeMap<(String, Id), String>,
    actor: Option<String>,
    head: (i64, basics::Digest),
    reversed_by: Option<Id<Posting>>,
    /// The reversal that it is, or that took it back, was decided by two.
    by_two: bool,
}

fn facts(tx: &mut Tx<'_>, county: County, id: Id<Posting>) -> Result<Option<Facts>, DatabaseError> {
    let Some(posting) = ledger::posting_by_id(tx, county, id)? else { return Ok(None) };
    let Some(record) = behind(tx, county, &posting)? else { return Ok(None) };
    let lines = ledger::lines_of(tx, county, posting.seq)?;
    let mut names = BTreeMap::new();
    for line in &lines {
        // Two lines of one owner find the same name.
        names.insert((line.owner_kind.clone(), line.owner), owner_name(tx, county, line, &posting)?);
        if let Unit::Item(item) = line.unit
            && let Some(goods) = goods::find(tx, county, item.of())?
        {
            names.insert(("goods".to_owned(), item), goods.full_name());
            names.insert(("piece".to_owned(), item), goods.piece_unit);
        }
    }
    let actor = people::login::find(tx, posting.actor.of())?.map(|(login, _)| login.display_name);
    let (head, reversed_by) = (ledger::head(tx, county)?, ledger::reversal_of(tx, county, posting.id)?);
    let by_two = in_book::by_two(tx, county, posting.reverses.unwrap_or(posting.id))?;
    Ok(Some(Facts { record, lines, names, actor, head, reversed_by, by_two, posting }))
}

fn owner_name(tx: &mut Tx<'_>, county: County, line: &LineOf, posting: &PostingOf) -> Result<String, DatabaseError> {
    let name = match line.owner_kind.as_str() {
        "household" => household::find(tx, county, line.owner.of())?.map(|household| household.head_name),
        "shop" => shop::find(tx, county, line.owner.of())?.map(|shop| shop.name),
        "outside" => body::find(tx, line.owner.of())?.map(|body| body.name),
        "county" => Divisions::built_in().full_name(&county.to_string(), posting.business_date.date()),
        _ => None,
    };
    Ok(name.unwrap_or_default())
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Posting>)>) -> PageResult {
    let found = visitor.site().db.read(move |tx| facts(tx, county, id)).await?.ok_or(PageError::NotFound)?;
    // The record's own permission beside that for the book.
    visitor.must(found.record.permission, &found.record.place)?;
    let frame = visitor.frame();
    let rows = found.lines.iter().map(|line| row(&frame, &found.names, line)).collect();
    let cause = frame.say(found.record.title);
    let way = if found.by_two { "reversal" } else { "cancel" };
    let verb = found.posting.reverses.map(|_| frame.say1(&format!("posting-{way}-of"), "what", cause.as_str()));
    page(&ShowPage {
        cause: verb.unwrap_or(cause),
        cause_href: found.record.href,
        actor: found.actor.unwrap_or_else(|| frame.say("posting-by-program")),
        rows,
        leaf: hex::encode(found.posting.leaf),
        head: (found.head.0, hex::encode(found.head.1)),
        reversed_by: found.reversed_by,
        takes_back: found.posting.reverses.map(|reversed| format!("/c/{county}/postings/{reversed}")),
        way,
        posting: found.posting,
        frame,
        county,
    })
}

fn row(frame: &Frame, names: &BTreeMap<(String, Id), String>, line: &LineOf) -> Row {
    let key = format!("account-{}-{}", line.owner_kind, line.purpose.replace('_', "-"));
    let account = if frame.has(&key) { frame.say(&key) } else { frame.say("account-another") };
    let named = |kind: &str, id: Id| names.get(&(kind.to_owned(), id)).cloned().unwrap_or_default();
    let (shown, unit): (fn(i64) -> String, String) = match line.unit {
        Unit::Fen => (|amount| Fen(amount).to_string(), frame.say("figure-unit-fen")),
        Unit::TenthPoint => (|amount| TenthPoints(amount).to_string(), frame.say("unit-points")),
        Unit::Item(item) => (|amount| Pieces(amount).to_string(), named("piece", item)),
    };
    let owner = match line.unit {
        Unit::Item(item) => format!("{} {}", named("goods", item), named(&line.owner_kind, line.owner)).trim().to_owned(),
        _ => named(&line.owner_kind, line.owner),
    };
    let sign = if line.amount > 0 { "+" } else { "" };
    Row { account, owner, amount: format!("{sign}{}", shown(line.amount)), after: shown(line.balance_after), unit }
}
