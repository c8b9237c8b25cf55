//! SQL about households, their members and how they are found.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Row, Tx, args, statements};
use divisions::is_within;
use serde_json::json;

use super::{Household, Member, NewHousehold, NewMember, Person, Successor, code_after, ending, group, tokens_of};
use crate::name_search;

statements! {
    INSERT_PERSON = "INSERT INTO person (county, id, name, id_number, phone) VALUES ($1, $2, $3, $4, $5)";
    INSERT = "INSERT INTO household (county, id, code, village, village_group, head, registered, since_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
              ON CONFLICT (county, code) DO NOTHING";
    INSERT_MEMBER = "INSERT INTO household_member (county, household, person, since_on, relation) VALUES ($1, $2, $3, $4, $5)";
    INSERT_TOKEN = "INSERT INTO household_token (county, token, household) VALUES ($1, $2, $3)";
    FIND = "SELECT h.county, h.id, h.code, h.village, h.village_group, h.head, p.name, h.registered, h.since_on, h.until_on,
            (SELECT count(*) FROM household_member m WHERE m.county = h.county AND m.household = h.id AND m.until_on IS NULL), s.id, s.code, o.name
            FROM household h JOIN person p ON p.county = h.county AND p.id = h.head
            LEFT JOIN household s ON s.county = h.county AND s.id = h.successor LEFT JOIN person o ON o.county = s.county AND o.id = s.head WHERE h.county = $1 AND h.id = $2";
    BY_CODE = "SELECT h.county, h.id, h.code, h.village, h.village_group, h.head, p.name, h.registered, h.since_on, h.until_on,
            (SELECT count(*) FROM household_member m WHERE m.county = h.county AND m.household = h.id AND m.until_on IS NULL), s.id, s.code, o.name
            FROM household h JOIN person p ON p.county = h.county AND p.id = h.head
            LEFT JOIN household s ON s.county = h.county AND s.id = h.successor LEFT JOIN person o ON o.county = s.county AND o.id = s.head WHERE h.county = $1 AND h.code = $2";
    // Names and members are looked up for those shown, not for all that are found.
    SEARCH = "SELECT h.county, h.id, h.code, h.village, h.village_group, h.head, p.name, h.registered, h.since_on, h.until_on,
            (SELECT count(*) FROM household_member m WHERE m.county = h.county AND m.household = h.id AND m.until_on IS NULL), s.id, s.code, o.name
            FROM (SELECT f.county, f.id, f.code, f.village, f.village_group, f.head, f.registered, f.since_on, f.until_on, f.successor FROM household f
            WHERE f.county = $1 AND f.village >= $4 AND f.village < $5
            AND f.id IN (SELECT t.household FROM household_token t WHERE t.county = $1 AND t.token >= $2 AND t.token < $3)
            ORDER BY f.village, f.village_group, f.code LIMIT $6) h JOIN person p ON p.county = h.county AND p.id = h.head
            LEFT JOIN household s ON s.county = h.county AND s.id = h.successor LEFT JOIN person o ON o.county = s.county AND o.id = s.head
            ORDER BY h.village, h.village_group, h.code";
    CALLED = "SELECT h.county, h.id, h.code, h.village, h.village_group, h.head, p.name, h.registered, h.since_on, h.until_on,
            (SELECT count(*) FROM household_member m WHERE m.county = h.county AND m.household = h.id AND m.until_on IS NULL), s.id, s.code, o.name
            FROM household h JOIN person p ON p.county = h.county AND p.id = h.head
            LEFT JOIN household s ON s.county = h.county AND s.id = h.successor LEFT JOIN person o ON o.county = s.county AND o.id = s.head
            WHERE h.county = $1 AND h.village >= $3 AND h.village < $4
            AND h.id IN (SELECT t.household FROM household_token t WHERE t.county = $1 AND t.token = $2)
            ORDER BY h.village, h.village_group, h.code LIMIT 50";
    IN_VILLAGE = "SELECT h.county, h.id, h.code, h.village, h.village_group, h.head, p.name, h.registered, h.since_on, h.until_on,
            (SELECT count(*) FROM household_member m WHERE m.county = h.county AND m.household = h.id AND m.until_on IS NULL), s.id, s.code, o.name
            FROM household h JOIN person p ON p.county = h.county AND p.id = h.head
            LEFT JOIN household s ON s.county = h.county AND s.id = h.successor LEFT JOIN person o ON o.county = s.county AND o.id = s.head
            WHERE h.county = $1 AND h.village = $2 AND h.until_on IS NULL ORDER BY h.village_group, h.code LIMIT 5000";
    NAMESAKE = "SELECT h.id, h.code, h.village_group FROM household h JOIN person p ON p.county = h.county AND p.id = h.head
             WHERE h.county = $1 AND h.village = $2 AND p.name = $3 AND h.until_on IS NULL ORDER BY h.code LIMIT 20";
    MEMBERS = "SELECT p.id, p.name, p.id_number, p.phone, m.relation, m.since_on, m.until_on FROM household_member m
               JOIN person p ON p.county = m.county AND p.id = m.person WHERE m.county = $1 AND m.household = $2 ORDER BY CASE WHEN m.relation = 'head' THEN 0 ELSE 1 END, m.since_on, p.id";
    KEEP_TOKEN = "INSERT INTO household_token (county, token, household) VALUES ($1, $2, $3) ON CONFLICT (county, token, household) DO NOTHING";
    END_MEMBER = "UPDATE household_member SET until_on = $4 WHERE county = $1 AND household = $2 AND person = $3 AND until_on IS NULL AND relation <> 'head'";
    BY_ID_NUMBER = "SELECT id FROM person WHERE county = $1 AND id_number = $2";
    PERSON = "SELECT id, name, id_number, phone FROM person WHERE county = $1 AND id = $2";
    ID_NUMBER_OF = "SELECT p.name, h.code FROM person p JOIN household_member m ON m.county = p.county AND m.person = p.id AND m.until_on IS NULL
                    JOIN household h ON h.county = m.county AND h.id = m.household AND h.until_on IS NULL WHERE p.county = $1 AND p.id_number = $2";
    LAST_CODE = "SELECT max(code) FROM household WHERE county = $1 AND code >= $2 AND code < $3";
    NAMED = "SELECT p.id FROM person p WHERE p.county = $1 AND p.name = $3 AND EXISTS (SELECT 1 FROM household_member m
             JOIN household h ON h.county = m.county AND h.id = m.household WHERE m.county = p.county AND m.person = p.id AND m.until_on IS NULL
             AND h.village = $2 AND h.until_on IS NULL) ORDER BY p.id LIMIT 20";
    OF_PERSON = "SELECT household FROM household_member WHERE county = $1 AND person = $2 AND until_on IS NULL";
    VILLAGES = "SELECT village, count(*) FROM household WHERE county = $1 AND until_on IS NULL GROUP BY village ORDER BY village";
}

/// Another household of the village whose head has this name: its code and group.
pub(crate) fn namesake(
    tx: &mut Tx<'_>,
    (county, village): (County, &str),
    head: &str,
    but: Id<Household>,
) -> Result<Option<(String, String)>, DatabaseError> {
    let named: Vec<(Id<Household>, String, String)> =
        tx.rows(NAMESAKE, args![county, village, head], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    // The same form sent again finds itself, and there is nothing to ask.
    let again = named.iter().any(|(id, ..)| *id == but);
    Ok(named.into_iter().next().filter(|_| !again).map(|(_, code, group)| (code, group)))
}

/// Why a household was not entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddRefused {
    /// The code is another household's.
    CodeTaken,
    /// The ID number is this person's of that household already.
    IdNumberTaken {
        member: usize,
        name: String,
        code: String,
    },
    Database(DatabaseError),
}

impl From<DatabaseError> for AddRefused {
    fn from(error: DatabaseError) -> Self {
        AddRefused::Database(error)
    }
}

/// Enters a household with its members; answers its code.
pub fn add(tx: &mut Tx<'_>, new: &NewHousehold, by: Option<Id>, now: Moment) -> Result<String, AddRefused> {
    let county = new.county;
    tx.lock_book(county)?;
    let code = if new.code.is_empty() { next_code(tx, county, &new.village)? } else { new.code.clone() };
    let (head, others) = new.members.split_first().ok_or_else(|| DatabaseError::Broken("a household without a head".to_owned()))?;
    let head_person = enter_person(tx, county, &head.person, 0)?;
    let NewHousehold { id, village, village_group, registered, since, .. } = new;
    if tx.execute(INSERT, args![county, id, code, village, village_group, head_person, registered, since])? == 0 {
        return Err(AddRefused::CodeTaken);
    }
    tx.execute(INSERT_MEMBER, args![county, id, head_person, since, head.relation])?;
    for (member, row) in others.iter().zip(1..) {
        let person = enter_person(tx, county, &member.person, row)?;
        tx.execute(INSERT_MEMBER, args![county, id, person, since, member.relation])?;
    }
    for token in tokens_of(new, &code) {
        tx.execute(INSERT_TOKEN, args![county, token.as_bytes(), id])?;
    }
    let after = Some(json!({ "code": code, "village": village, "group": village_group, "members": new.members.len() }));
    tx.changed(Change { subject: Subject::new(county, "household", *id), actor: by, verb: "entered", at: now, before: None, after })?;
    Ok(code)
}

/// Adds a member to a household, who is found by name from then on; the same form again does nothing.
pub fn add_member(
    tx: &mut Tx<'_>,
    county: County,
    household: Id<Household>,
    (member, since): (&NewMember, BusinessDate),
    by: Id,
    now: Moment,
) -> Result<(), AddRefused> {
    tx.lock_book(county)?;
    if person(tx, county, member.person.id)?.is_some() {
        return Ok(());
    }
    let person = enter_person(tx, county, &member.person, 0)?;
    tx.execute(INSERT_MEMBER, args![county, household, person, since, member.relation])?;
    for token in name_search::tokens(&member.person.name) {
        tx.execute(KEEP_TOKEN, args![county, token.as_bytes(), household])?;
    }
    let after = Some(json!({ "member": member.person.name, "relation": member.relation, "since": since.to_string() }));
    let subject = Subject::new(county, "household", household);
    tx.changed(Change { subject, actor: Some(by), verb: "member-joined", at: now, before: None, after })?;
    Ok(())
}

/// Ends a membership; the person stays known. False when there is none that runs.
pub fn end_member(
    tx: &mut Tx<'_>,
    county: County,
    household: Id<Household>,
    (left, until): (Id<Person>, BusinessDate),
    by: Id,
    now: Moment,
) -> Result<bool, DatabaseError> {
    tx.enter(county)?;
    if tx.execute(END_MEMBER, args![county, household, left, until])? == 0 {
        return Ok(false);
    }
    let name = person(tx, county, left)?.map(|person| person.name);
    let after = Some(json!({ "member": name, "until": until.to_string() }));
    let subject = Subject::new(county, "household", household);
    tx.changed(Change { subject, actor: Some(by), verb: "member-left", at: now, before: None, after })?;
    Ok(true)
}

/// Enters a person, or finds the one with this ID number who lives in no household now; `member` is the row of the form.
fn enter_person(tx: &mut Tx<'_>, county: County, person: &Person, member: usize) -> Result<Id<Person>, AddRefused> {
    let Person { id, name, id_number, phone } = person;
    if let Some(number) = id_number {
        if let Some((name, code)) = tx.row(ID_NUMBER_OF, args![county, number], |row| Ok((row.get(0)?, row.get(1)?)))? {
            return Err(AddRefused::IdNumberTaken { member, name, code });
        }
        if let Some(known) = tx.row(BY_ID_NUMBER, args![county, number], |row| row.get(0))? {
            return Ok(known);
        }
    }
    tx.execute(INSERT_PERSON, args![county, id, name, id_number, phone])?;
    Ok(*id)
}

/// The next free household code of the village's township.
pub fn next_code(tx: &mut Tx<'_>, county: County, village: &str) -> Result<String, DatabaseError> {
    let prefix = code_after(county, village, 0);
    let prefix = &prefix[..prefix.len() - 4];
    let last: Option<String> = tx.one(LAST_CODE, args![county, prefix, format!("{prefix}:")], |row| row.get(0))?;
    let last = last.and_then(|code| code.strip_prefix(prefix)?.parse().ok()).unwrap_or(0);
    Ok(code_after(county, village, last))
}

fn read(row: &Row<'_>) -> Result<Household, DatabaseError> {
    Ok(Household {
        county: row.get(0)?,
        id: row.get(1)?,
        code: row.get(2)?,
        village: row.get(3)?,
        village_group: row.get(4)?,
        head: row.get(5)?,
        head_name: row.get(6)?,
        registered: row.get(7)?,
        since: row.get(8)?,
        until: row.get(9)?,
        member_count: row.get(10)?,
        successor: match row.get::<Option<Id<Household>>>(11)? {
            Some(id) => Some(Successor { id, code: row.get(12)?, head_name: row.get(13)? }),
            None => None,
        },
    })
}

/// The household of this id.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<Household>) -> Result<Option<Household>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// The household of this code.
pub fn by_code(tx: &mut Tx<'_>, county: County, code: &str) -> Result<Option<Household>, DatabaseError> {
    tx.row(BY_CODE, args![county, code], read)
}

/// Households whose names, initials or code begin with what was typed, within these divisions; at most `limit`.
pub fn search(tx: &mut Tx<'_>, county: County, typed: &str, within: &[String], limit: usize) -> Result<Vec<Household>, DatabaseError> {
    let Some(query) = name_search::query(typed) else { return Ok(Vec::new()) };
    let (from, to) = name_search::prefix_range(&query);
    let to = to.unwrap_or_else(|| vec![0xff; 8]);
    let mut found = Vec::new();
    let code = county.to_string();
    for (first, last) in spans(&code, within) {
        // Between the first and the last village of a span there may be others' villages.
        let most = if first == last { limit } else { limit.max(SPAN_MOST) };
        let rows = tx.rows(SEARCH, args![county, from, to, first, format!("{last}:"), most as i64], read)?;
        found.extend(rows.into_iter().filter(|household| within.iter().any(|place| is_within(&household.village, place))));
        if found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    group::sort(&mut found);
    Ok(found)
}

/// Households read of a span of villages at once.
const SPAN_MOST: usize = 400;
/// Digits of a township's code.
const TOWNSHIP: usize = 9;

/// Places as few spans of codes, the villages of a township together: a shop serves a dozen of them.
pub(super) fn spans<'p>(county: &'p str, within: &'p [String]) -> Vec<(&'p str, &'p str)> {
    // Whoever looks after a city or a province looks after the whole county.
    let mut places: Vec<&str> = within.iter().map(|place| if is_within(county, place) { county } else { place.as_str() }).collect();
    places.sort_unstable();
    let mut spans: Vec<(&str, &str)> = Vec::new();
    for place in places {
        match spans.last_mut() {
            Some((first, last)) if first == last && is_within(place, first) => {}
            Some((first, last)) if first.len() > TOWNSHIP && first.get(..TOWNSHIP) == place.get(..TOWNSHIP) => *last = place,
            _ => spans.push((place, place)),
        }
    }
    spans
}

/// Households within a division, also those that are gone, with somebody of a name ending just like this, or with just this code,
/// whole or its last four digits.
pub fn called(tx: &mut Tx<'_>, county: County, typed: &str, within: &str) -> Result<Vec<Household>, DatabaseError> {
    let Some(token) = name_search::query(typed) else { return Ok(Vec::new()) };
    let mut found = tx.rows(CALLED, args![county, token.as_bytes(), within, format!("{within}:")], read)?;
    group::sort(&mut found);
    Ok(found)
}

/// Present households of a village by group and code.
pub fn in_village(tx: &mut Tx<'_>, county: County, village: &str) -> Result<Vec<Household>, DatabaseError> {
    let mut found = tx.rows(IN_VILLAGE, args![county, village], read)?;
    group::sort(&mut found);
    Ok(found)
}

/// All members ever, in the order they came.
pub fn members(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Vec<Member>, DatabaseError> {
    tx.rows(MEMBERS, args![county, household], |row| {
        let person = Person { id: row.get(0)?, name: row.get(1)?, id_number: row.get(2)?, phone: row.get(3)? };
        Ok(Member { person, relation: row.get(4)?, since: row.get(5)?, until: row.get(6)? })
    })
}

/// One person.
pub fn person(tx: &mut Tx<'_>, county: County, id: Id<Person>) -> Result<Option<Person>, DatabaseError> {
    tx.row(PERSON, args![county, id], |row| Ok(Person { id: row.get(0)?, name: row.get(1)?, id_number: row.get(2)?, phone: row.get(3)? }))
}

/// Households a person lives in.
pub fn of_person(tx: &mut Tx<'_>, county: County, person: Id) -> Result<Vec<Id<Household>>, DatabaseError> {
    tx.rows(OF_PERSON, args![county, person], |row| row.get(0))
}

/// Villages of a book with the number of their present households.
pub fn villages_with_counts(tx: &mut Tx<'_>, county: County) -> Result<Vec<(String, i64)>, DatabaseError> {
    tx.rows(VILLAGES, args![county], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Whether a login's person lives in the household or is a declared relative of it: then it does not decide about it.
pub fn concerned(
    tx: &mut Tx<'_>,
    login: &people::login::Login,
    county: County,
    household: Id<Household>,
    on: BusinessDate,
) -> Result<bool, DatabaseError> {
    let Some(person) = login.person.filter(|_| login.home == county) else { return Ok(false) };
    let lives_in = of_person(tx, county, person)?;
    // What is one household now decides about none of those that were merged into it, and the other way round.
    for one in ending::one_with(tx, county, household)? {
        if lives_in.contains(&one) || people::is_relative(tx, county, person, one.any(), on)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// All households a person decides nothing about: where they live and of which they are a declared relative.
pub fn concerns_of_person(tx: &mut Tx<'_>, county: County, person: Id, on: BusinessDate) -> Result<Vec<Id>, DatabaseError> {
    let mut own: Vec<Id> = of_person(tx, county, person)?.into_iter().map(Id::any).collect();
    own.extend(people::related_households(tx, county, person, on)?);
    let mut all = Vec::new();
    for one in own {
        all.extend(ending::one_with(tx, county, one.of())?.into_iter().map(Id::any));
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// All households a login decides nothing about.
pub fn concerns(tx: &mut Tx<'_>, login: &people::login::Login, county: County, on: BusinessDate) -> Result<Vec<Id>, DatabaseError> {
    match login.person.filter(|_| login.home == county) {
        Some(person) => concerns_of_person(tx, county, person, on),
        None => Ok(Vec::new()),
    }
}

/// Present members of a village's households by this name.
pub fn named_in_village(tx: &mut Tx<'_>, county: County, village: &str, name: &str) -> Result<Vec<Id<Person>>, DatabaseError> {
    tx.rows(NAMED, args![county, village, name], |row| row.get(0))
}
