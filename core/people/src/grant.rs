//! Roles at places: which place contains which, and what a login holds on a day.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};
use divisions::is_within;

use crate::contract::Contract;
use crate::login::Login;
use crate::role::{Permission, PlaceKind};

statements! {
    // A deputy's grant ends with the one it stands in for.
    OF_LOGIN = "SELECT g.id, g.role, g.county, g.division, g.place_kind, g.place, g.until_on, g.ended_at, o.id, o.login, l.display_name, o.until_on, o.ended_at
                FROM role_grant g LEFT JOIN role_grant o ON o.id = g.deputy_for LEFT JOIN login l ON l.id = o.login
                WHERE g.login = $1 ORDER BY g.granted_at";
    DEPUTISE = "INSERT INTO role_grant (id, login, role, county, division, place_kind, place, until_on, granted_by, granted_at, deputy_for)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING";
    DEPUTY = "SELECT g.id, g.login, l.display_name, o.login, g.role, g.county, g.until_on FROM role_grant g
              JOIN role_grant o ON o.id = g.deputy_for JOIN login l ON l.id = g.login WHERE g.id = $1";
    DEPUTIES_OF = "SELECT g.id, g.login, l.display_name, o.login, g.role, g.county, g.until_on FROM role_grant o
                   JOIN role_grant g ON g.deputy_for = o.id JOIN login l ON l.id = g.login
                   WHERE o.login = $1 AND o.ended_at IS NULL AND g.ended_at IS NULL AND g.until_on >= $2 AND (o.until_on IS NULL OR o.until_on >= $2)
                   ORDER BY g.granted_at";
    INSERT = "INSERT INTO role_grant (id, login, role, county, division, place_kind, place, until_on, granted_by, granted_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    END = "UPDATE role_grant SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    ANY_WITH_ROLE = "SELECT count(*) FROM role_grant WHERE county = $1 AND role = $2 AND ended_at IS NULL";
    HOLDERS = "SELECT g.login, g.role FROM role_grant g LEFT JOIN role_grant o ON o.id = g.deputy_for
               WHERE g.county = $1 AND g.place_kind = $2 AND g.place = $3 AND g.ended_at IS NULL AND (g.until_on IS NULL OR g.until_on >= $4)
               AND o.ended_at IS NULL AND (o.until_on IS NULL OR o.until_on >= $4)";
}

/// Where a role is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Everywhere,
    /// A division with all below it.
    Division(String),
    /// Something an area keeps, with the divisions it serves.
    Kept {
        kind: String,
        id: Id,
        label: String,
        divisions: Vec<String>,
    },
}

/// A role held by a login, with what it may do.
#[derive(Clone, Debug)]
pub struct Grant {
    pub id: Id<Grant>,
    pub role: String,
    pub county: County,
    pub place: Place,
    pub until: Option<BusinessDate>,
    pub permissions: Vec<Permission>,
    /// Held for somebody who is away.
    pub deputy: Option<Deputised>,
}

/// For whom a deputy stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputised {
    /// The grant stood in for.
    pub grant: Id<Grant>,
    pub login: Id<Login>,
    pub name: String,
}

/// A deputy's time as either side sees it.
#[derive(Clone, Debug)]
pub struct Deputy {
    pub id: Id<Grant>,
    pub login: Id<Login>,
    pub name: String,
    /// The login stood in for.
    pub holder: Id<Login>,
    pub role: String,
    pub county: County,
    pub until: Option<BusinessDate>,
}

/// Where something lies: the divisions it belongs to, and what an area keeps it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    pub divisions: Vec<String>,
    pub kept: Option<(String, Id)>,
}

impl Target {
    /// Lies in this division.
    pub fn division(code: impl Into<String>) -> Target {
        Target { divisions: vec![code.into()], kept: None }
    }
}

impl Place {
    /// Whether what lies there belongs to this place.
    pub fn contains(&self, target: &Target) -> bool {
        match self {
            Place::Everywhere => true,
            Place::Division(code) => target.divisions.iter().any(|division| is_within(division, code)),
            Place::Kept { kind, id, divisions, .. } => match &target.kept {
                // A thing kept somewhere is only reached through just that: a manager of one shop never reaches another one.
                Some((other, other_id)) => kind == other && id == other_id,
                None => target.divisions.iter().any(|division| divisions.iter().any(|served| is_within(division, served))),
            },
        }
    }
}

impl Grant {
    /// Whether it allows this there.
    pub fn allows(&self, permission: Permission, target: &Target) -> bool {
        self.permissions.contains(&permission) && self.place.contains(target)
    }
}

/// A grant as stored.
#[derive(Clone, Debug)]
pub struct GrantRow {
    pub id: Id<Grant>,
    pub role: String,
    pub county: County,
    pub division: String,
    pub kind: String,
    pub place: Option<Id>,
    pub until: Option<BusinessDate>,
    pub ended: bool,
    pub deputy: Option<Deputised>,
}

/// A grant to be given.
#[derive(Clone, Debug)]
pub struct NewGrant {
    pub id: Id<Grant>,
    pub login: Id<Login>,
    pub role: &'static str,
    pub county: County,
    /// Code of the division; empty for what an area keeps and for everywhere.
    pub division: String,
    /// Empty for divisions.
    pub kind: &'static str,
    pub place: Option<Id>,
    pub until: Option<BusinessDate>,
    pub by: Option<Id>,
}

/// All grants ever given to a login.
pub fn grants_of(tx: &mut Tx<'_>, login: Id<Login>) -> Result<Vec<GrantRow>, DatabaseError> {
    tx.rows(OF_LOGIN, args![login], read)
}

fn read(row: &Row<'_>) -> Result<GrantRow, DatabaseError> {
    let (grant, login, name): (Option<Id<Grant>>, Option<Id<Login>>, Option<String>) = (row.get(8)?, row.get(9)?, row.get(10)?);
    let (until, other): (Option<BusinessDate>, Option<BusinessDate>) = (row.get(6)?, row.get(11)?);
    let deputy = grant.zip(login).map(|(grant, login)| Deputised { grant, login, name: name.unwrap_or_default() });
    Ok(GrantRow {
        id: row.get(0)?,
        role: row.get(1)?,
        county: row.get(2)?,
        division: row.get(3)?,
        kind: row.get(4)?,
        place: row.get(5)?,
        until: until.into_iter().chain(other).min(),
        ended: row.get::<Option<Moment>>(7)?.is_some() || row.get::<Option<Moment>>(12)?.is_some(),
        deputy,
    })
}

/// Gives a deputy the role of a grant; false when this was done already. The caller has checked who may.
pub fn deputise(tx: &mut Tx<'_>, new: &NewGrant, stands_in_for: Id<Grant>, now: Moment) -> Result<bool, DatabaseError> {
    let NewGrant { id, login, role, county, division, kind, place, until, by } = new;
    Ok(tx.execute(DEPUTISE, args![id, login, role, county, division, kind, place, until, by, now, stands_in_for])? == 1)
}

/// The deputy's time that this grant is, if it is one.
pub fn deputy(tx: &mut Tx<'_>, id: Id<Grant>) -> Result<Option<Deputy>, DatabaseError> {
    tx.row(DEPUTY, args![id], read_deputy)
}

/// Who stands in for a login on the day.
pub fn deputies_of(tx: &mut Tx<'_>, login: Id<Login>, on: BusinessDate) -> Result<Vec<Deputy>, DatabaseError> {
    tx.rows(DEPUTIES_OF, args![login, on], read_deputy)
}

fn read_deputy(row: &Row<'_>) -> Result<Deputy, DatabaseError> {
    Ok(Deputy {
        id: row.get(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        holder: row.get(3)?,
        role: row.get(4)?,
        county: row.get(5)?,
        until: row.get(6)?,
    })
}

/// What a login holds on the day, with the divisions that kept places serve.
pub fn grants_in_force(tx: &mut Tx<'_>, contract: &Contract, login: Id<Login>, on: BusinessDate) -> Result<Vec<Grant>, DatabaseError> {
    let in_force = grants_of(tx, login)?.into_iter().filter(|row| !row.ended && row.until.is_none_or(|until| until >= on));
    resolved(tx, contract, in_force.collect(), on)
}

/// By which a login is managed: its grants in force, or when all have run out those it had. A clerk whose role ran out yesterday
/// belongs today to whom she belonged yesterday.
pub(crate) fn grants_managed_by(
    tx: &mut Tx<'_>,
    contract: &Contract,
    login: Id<Login>,
    on: BusinessDate,
) -> Result<Vec<Grant>, DatabaseError> {
    let in_force = grants_in_force(tx, contract, login, on)?;
    if !in_force.is_empty() {
        return Ok(in_force);
    }
    let all = grants_of(tx, login)?;
    resolved(tx, contract, all, on)
}

fn resolved(tx: &mut Tx<'_>, contract: &Contract, rows: Vec<GrantRow>, on: BusinessDate) -> Result<Vec<Grant>, DatabaseError> {
    let mut grants = Vec::new();
    for row in rows {
        let place = match row.place {
            _ if contract.role(&row.role).is_some_and(|role| role.place == PlaceKind::Everywhere) => Place::Everywhere,
            None => Place::Division(row.division),
            Some(id) => {
                let options = match contract.place_list(&row.kind) {
                    Some(places) => (places.list)(tx, row.county, on)?,
                    None => Vec::new(),
                };
                let option = options.into_iter().find(|option| option.id == id);
                let (label, divisions) = option.map(|option| (option.label, option.divisions)).unwrap_or_default();
                Place::Kept { kind: row.kind, id, label, divisions }
            }
        };
        let permissions = contract.permissions(&row.role).to_vec();
        grants.push(Grant { id: row.id, role: row.role, county: row.county, place, until: row.until, permissions, deputy: row.deputy });
    }
    Ok(grants)
}

/// Gives a role; the caller has checked who may.
pub fn give(tx: &mut Tx<'_>, grant: &NewGrant, now: Moment) -> Result<(), DatabaseError> {
    let NewGrant { id, login, role, county, division, kind, place, until, by } = grant;
    tx.execute(INSERT, args![id, login, role, county, division, kind, place, until, by, now]).map(drop)
}

/// Ends a grant now.
pub fn end(tx: &mut Tx<'_>, id: Id<Grant>, now: Moment) -> Result<bool, DatabaseError> {
    Ok(tx.execute(END, args![id, now])? == 1)
}

/// Logins with a role at a kept place on the day.
pub fn holders(
    tx: &mut Tx<'_>,
    county: County,
    kind: &str,
    place: Id,
    on: BusinessDate,
) -> Result<Vec<(Id<Login>, String)>, DatabaseError> {
    tx.rows(HOLDERS, args![county, kind, place, on], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Whether anybody in the book was given this role and has not lost it.
pub fn anyone_has(tx: &mut Tx<'_>, county: County, role: &str) -> Result<bool, DatabaseError> {
    Ok(tx.one(ANY_WITH_ROLE, args![county, role], |row| row.get::<i64>(0))? > 0)
}
