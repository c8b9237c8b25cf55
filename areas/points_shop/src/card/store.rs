//! SQL about cards.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Row, Tx, args, statements};
use registry::household::Household;
use serde_json::json;

use super::Card;
use crate::shop;

statements! {
    INSERT = "INSERT INTO card (county, id, household, number, secret, issued_on, issued_by) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    KILL = "UPDATE card SET dead_on = $3, dead_reason = $4 WHERE county = $1 AND household = $2 AND dead_on IS NULL";
    FIND = "SELECT county, id, household, number, secret, issued_on, dead_on FROM card WHERE county = $1 AND id = $2";
    ALIVE = "SELECT county, id, household, number, secret, issued_on, dead_on FROM card WHERE county = $1 AND household = $2 AND dead_on IS NULL";
    BY_NUMBER = "SELECT county, id, household, number, secret, issued_on, dead_on FROM card WHERE county = $1 AND number = $2";
    BY_SECRET = "SELECT county, id, household, number, secret, issued_on, dead_on FROM card WHERE county = $1 AND secret = $2";
    IN_VILLAGE = "SELECT c.county, c.id, c.household, c.number, c.secret, c.issued_on, c.dead_on FROM card c
                  JOIN household h ON h.county = c.county AND h.id = c.household
                  WHERE c.county = $1 AND h.village = $2 AND c.dead_on IS NULL ORDER BY h.village_group, h.code";
    OF_HOUSEHOLD = "SELECT number, issued_on, dead_on, dead_reason, issued_by FROM card WHERE county = $1 AND household = $2 ORDER BY number DESC LIMIT 50";
    COUNTS = "SELECT count(*), count(c.id) FROM household h
              LEFT JOIN card c ON c.county = h.county AND c.household = h.id AND c.dead_on IS NULL
              WHERE h.county = $1 AND h.village = $2 AND h.until_on IS NULL";
    WITHOUT = "SELECT h.id FROM household h WHERE h.county = $1 AND h.village = $2 AND h.until_on IS NULL
               AND NOT EXISTS (SELECT 1 FROM card c WHERE c.county = h.county AND c.household = h.id AND c.dead_on IS NULL)
               ORDER BY h.village_group, h.code LIMIT $3";
}

/// A card a household has or had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub number: i64,
    pub issued_on: BusinessDate,
    /// When and why it died.
    pub dead: Option<(BusinessDate, String)>,
    pub issued_by: Id,
}

impl Held {
    /// The number as it is printed and said.
    pub fn shown_number(&self) -> String {
        super::shown_number(self.number)
    }
}

/// Cards of a village's present households.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VillageCards {
    pub households: i64,
    pub with_card: i64,
}

impl VillageCards {
    /// Households that have no card.
    pub fn without_card(self) -> i64 {
        self.households - self.with_card
    }
}

/// Makes a card; the household's old one dies with the reason. The same card again is answered as it is.
pub fn issue(tx: &mut Tx<'_>, card: &Card, reason: &str, by: Id, now: Moment) -> Result<Card, DatabaseError> {
    let Card { county, id, household, secret, issued_on, .. } = card;
    tx.enter(*county)?;
    if let Some(there) = tx.row(FIND, args![county, id], read)? {
        return Ok(there);
    }
    let killed = tx.execute(KILL, args![county, household, issued_on, reason])?;
    let number = shop::next_number(tx, *county, "card")?;
    tx.execute(INSERT, args![county, id, household, number, secret, issued_on, by])?;
    let verb = if killed > 0 { "replaced" } else { "issued" };
    let after = Some(json!({ "number": number, "reason": reason }));
    tx.changed(Change { subject: Subject::new(*county, "household", *household), actor: Some(by), verb, at: now, before: None, after })?;
    Ok(Card { number, ..card.clone() })
}

/// The household's card that works.
pub fn alive_of(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Option<Card>, DatabaseError> {
    tx.row(ALIVE, args![county, household], read)
}

/// The card of this number, dead or alive.
pub fn by_number(tx: &mut Tx<'_>, county: County, number: i64) -> Result<Option<Card>, DatabaseError> {
    tx.row(BY_NUMBER, args![county, number], read)
}

/// The card of this secret, dead or alive.
pub fn by_secret(tx: &mut Tx<'_>, county: County, secret: &str) -> Result<Option<Card>, DatabaseError> {
    tx.row(BY_SECRET, args![county, secret], read)
}

/// Cards that work of a village's households, by group and code.
pub fn alive_in_village(tx: &mut Tx<'_>, county: County, village: &str) -> Result<Vec<Card>, DatabaseError> {
    tx.rows(IN_VILLAGE, args![county, village], read)
}

/// All cards of a household, the latest first.
pub fn of_household(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Vec<Held>, DatabaseError> {
    tx.rows(OF_HOUSEHOLD, args![county, household], |row| {
        let dead = match row.get::<Option<BusinessDate>>(2)? {
            Some(on) => Some((on, row.get::<Option<String>>(3)?.unwrap_or_default())),
            None => None,
        };
        Ok(Held { number: row.get(0)?, issued_on: row.get(1)?, dead, issued_by: row.get(4)? })
    })
}

/// How many of a village's households have a card.
pub fn in_village(tx: &mut Tx<'_>, county: County, village: &str) -> Result<VillageCards, DatabaseError> {
    tx.one(COUNTS, args![county, village], |row| Ok(VillageCards { households: row.get(0)?, with_card: row.get(1)? }))
}

/// Present households of a village without a card, by group and code.
pub fn without(tx: &mut Tx<'_>, county: County, village: &str, limit: i64) -> Result<Vec<Id<Household>>, DatabaseError> {
    tx.rows(WITHOUT, args![county, village, limit], |row| row.get(0))
}

/// The card of this id.
pub(super) fn find(tx: &mut Tx<'_>, county: County, id: Id<Card>) -> Result<Option<Card>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

fn read(row: &Row<'_>) -> Result<Card, DatabaseError> {
    let dead_on: Option<BusinessDate> = row.get(6)?;
    Ok(Card {
        county: row.get(0)?,
        id: row.get(1)?,
        household: row.get(2)?,
        number: row.get(3)?,
        secret: row.get(4)?,
        issued_on: row.get(5)?,
        dead_on,
    })
}
