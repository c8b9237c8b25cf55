//! Roles at places: which place contains which, and what a login holds on a day.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};
use divisions::is_within;

use crate::contract::Contract;
use crate::login::Login;
use crate::role::{Permission, PlaceKind};

statements! {
    OF_LOGIN = "SELECT id, role, county, division, place_kind, place, until_on, ended_at FROM role_grant WHERE login = $1 ORDER BY granted_at";
    INSERT = "INSERT INTO role_grant (id, login, role, county, division, place_kind, place, until_on, granted_by, granted_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    END = "UPDATE role_grant SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    ANY_WITH_ROLE = "SELECT count(*) FROM role_grant WHERE county = $1 AND role = $2 AND ended_at IS NULL";
    HOLDERS = "SELECT login, role FROM role_grant WHERE county = $1 AND place_kind = $2 AND place = $3 AND ended_at IS NULL AND (until_on IS NULL OR until_on >= $4)";
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
    Ok(GrantRow {
        id: row.get(0)?,
        role: row.get(1)?,
        county: row.get(2)?,
        division: row.get(3)?,
        kind: row.get(4)?,
        place: row.get(5)?,
        until: row.get(6)?,
        ended: row.get::<Option<Moment>>(7)?.is_some(),
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
        grants.push(Grant { id: row.id, role: row.role, county: row.county, place, until: row.until, permissions });
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
