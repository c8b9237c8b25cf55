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
use people::{PathParams, RouteAccess, Routes, SubjectKind, Target, Visitor};
use registry::body;
use registry::household;

use crate::area::SEE_SHOP;
use crate::subjects::SUBJECTS;
use crate::{award, goods, shop};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/c/{county}/postings/{posting}", RouteAccess::Needs(SEE_SHOP, "posting"), show)
}

/// A posting lies where the record lies that caused it.
pub(crate) fn place(tx: &mut Tx<'_>, params: &PathParams) -> Result<Option<Target>, DatabaseError> {
    let (Some(county), Some(id)) = (params.county(), params.id::<Posting>("posting")) else { return Ok(None) };
    let Some(posting) = ledger::posting_by_id(tx, county, id)? else { return Ok(None) };
    match kind_of(&posting.cause_kind) {
        Some(kind) => (kind.place)(tx, county, posting.cause),
        None => Ok(confirmation(tx, county, &posting)?.map(|(_, village)| Target::division(village))),
    }
}

fn kind_of(kind: &str) -> Option<&'static SubjectKind> {
    SUBJECTS.iter().find(|subject| subject.kind == kind)
}

/// The roster and village of a confirmation whose points were set apart.
fn confirmation(tx: &mut Tx<'_>, county: County, posting: &PostingOf) -> Result<Option<(String, String)>, DatabaseError> {
    if posting.cause_kind != "award" {
        return Ok(None);
    }
    let Some(award) = award::find(tx, county, posting.cause.of())? else { return Ok(None) };
    let roster = trust::roster::find(tx, county, award.roster)?;
    Ok(roster.map(|roster| (format!("/c/{county}/appraisals/{}", award.roster), roster.place)))
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
    note: Option<String>,
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
    kind: Option<&'static SubjectKind>,
    place: Option<Target>,
    href: Option<String>,
    lines: Vec<LineOf>,
    /// What owners and kinds of goods are called.
    names: BTreeMap<(String, Id), String>,
    actor: Option<String>,
    head: (i64, basics::Digest),
    reversed_by: Option<Id<Posting>>,
}

fn facts(tx: &mut Tx<'_>, county: County, id: Id<Posting>) -> Result<Option<Facts>, DatabaseError> {
    let Some(posting) = ledger::posting_by_id(tx, county, id)? else { return Ok(None) };
    let kind = kind_of(&posting.cause_kind);
    let (place, href) = match kind {
        Some(kind) => ((kind.place)(tx, county, posting.cause)?, (kind.href)(tx, county, posting.cause)?),
        None => confirmation(tx, county, &posting)?.map(|(href, village)| (Target::division(village), href)).unzip(),
    };
    let lines = ledger::lines_of(tx, county, posting.seq)?;
    let mut names = BTreeMap::new();
    for line in &lines {
        let key = (line.owner_kind.clone(), line.owner);
        if !names.contains_key(&key) {
            names.insert(key, owner_name(tx, county, line, &posting)?);
        }
        if let Unit::Item(item) = line.unit
            && let Some(goods) = goods::find(tx, county, item.of())?
        {
            names.insert(("goods".to_owned(), item), goods.full_name());
            names.insert(("piece".to_owned(), item), goods.piece_unit);
        }
    }
    let actor = people::login::find(tx, posting.actor.of())?.map(|(login, _)| login.display_name);
    let (head, reversed_by) = (ledger::head(tx, county)?, ledger::reversal_of(tx, county, posting.id)?);
    Ok(Some(Facts { kind, place, href, lines, names, actor, head, reversed_by, posting }))
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
    let (needed, place) = (found.kind.map_or(trust::SEE_ROSTERS, |kind| kind.permission), found.place.clone().unwrap_or_default());
    visitor.must(needed, &place)?;
    let frame = visitor.frame();
    let rows = found.lines.iter().map(|line| row(&frame, &found.names, line)).collect();
    let cause = frame.say(found.kind.map_or("subject-confirmation", |kind| kind.title));
    let verb = found.posting.reverses.map(|_| frame.say1("posting-reversal-of", "what", cause.as_str()));
    page(&ShowPage {
        cause: verb.unwrap_or(cause),
        cause_href: found.href,
        actor: found.actor.unwrap_or_else(|| frame.say("posting-by-program")),
        rows,
        leaf: hex::encode(found.posting.leaf),
        head: (found.head.0, hex::encode(found.head.1)),
        reversed_by: found.reversed_by,
        note: found.posting.reverses.map(|reversed| format!("/c/{county}/postings/{reversed}")),
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
