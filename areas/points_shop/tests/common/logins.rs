//! Whoever works in a place: a login for every role, for 翠屏村 also one whose role has run out.

use basics::Id;
use database::{DatabaseError, Tx, args};
use people::login::{self, Login};
use testkit::catalogue::sql;
use testkit::permissions::Place;
use testkit::{NOW, RolePlace, add_login, give_role, id, today};

use super::{Note as _, Spot};

/// A role, the second half of the names of its logins, and the given name of whoever holds it.
#[derive(Clone, Copy, Debug)]
pub struct RoleOf {
    pub role: &'static str,
    pub word: &'static str,
    given_name: &'static str,
}

const fn role_of(role: &'static str, word: &'static str, given_name: &'static str) -> RoleOf {
    RoleOf { role, word, given_name }
}

/// The roles that are held at a place; a login is called `cuiping.manager`, run out `cuiping.manager.expired`.
pub const ROLES: &[RoleOf] = &[
    role_of("group_liaison", "liaison", "明慧"),
    role_of("village_clerk", "clerk", "正书"),
    role_of("village_supervisor", "overseer", "守民"),
    role_of("shop_manager", "manager", "长春"),
    role_of("shop_supervisor", "supervisor", "顺平"),
    role_of("township_reviewer", "reviewer", "开审"),
    role_of("county_officer", "officer", "志远"),
    role_of("auditor", "auditor", "光计"),
    role_of("donor", "donor", "善行"),
];

/// The one login whose role holds everywhere.
pub const ADMINISTRATOR: &str = "administrator";

/// Logins that act in the world.
pub(super) struct Staff {
    pub manager: Login,
    pub supervisor: Id,
    pub reviewer: Login,
    pub liaison: Login,
    pub clerk: Login,
    pub officer: Id,
}

pub(super) fn add(tx: &mut Tx<'_>, spot: Spot, place: &mut Place) -> Result<Staff, DatabaseError> {
    for role in ROLES {
        let display_name = format!("{}{}", spot.surname, role.given_name);
        let held = hold(tx, spot, *role, &format!("{}.{}", spot.word, role.word), &display_name, false)?;
        if role.role == "group_liaison" {
            // Nobody signs in as this one, so it is the login to be managed.
            place.note("login", held.0);
            place.note("grant", held.1);
        }
        if role.role == "shop_manager" {
            failed_to_sign_in(tx, spot, held.0)?;
        }
        place.secrets.push(display_name);
    }
    place.values.insert("session", "0011223344556677".to_owned());
    if spot.word == "cuiping" {
        for role in ROLES {
            hold(tx, spot, *role, &format!("{}.{}.expired", spot.word, role.word), "龙过期", true)?;
        }
        let administrator = add_login(tx, spot.county(), ADMINISTRATOR, "龙总管", None)?;
        give_role(tx, administrator, "administrator", spot.county(), RolePlace::Everywhere, None)?;
    }
    let mut named =
        |word: &str| Ok::<_, DatabaseError>(login::by_name(tx, &format!("{}.{word}", spot.word))?.expect("it was made above").0);
    Ok(Staff {
        manager: named("manager")?,
        supervisor: named("supervisor")?.id.any(),
        reviewer: named("reviewer")?,
        liaison: named("liaison")?,
        clerk: named("clerk")?,
        officer: named("officer")?.id.any(),
    })
}

/// Somebody tried the wrong password yesterday.
fn failed_to_sign_in(tx: &mut Tx<'_>, spot: Spot, login: Id<Login>) -> Result<(), DatabaseError> {
    let statement =
        sql("INSERT INTO sign_in (county, id, login, at, outcome, address, device) VALUES ($1, $2, $3, $4, 'wrong-password', '', '')"
            .to_owned());
    tx.execute(statement, args![spot.county(), spot.id::<()>("sign-in"), login, NOW.plus_ms(-86_400_000)]).map(drop)
}

fn hold(
    tx: &mut Tx<'_>,
    spot: Spot,
    role: RoleOf,
    name: &str,
    display_name: &str,
    run_out: bool,
) -> Result<(Id<Login>, Id<people::Grant>), DatabaseError> {
    let login = add_login(tx, spot.county(), name, display_name, None)?;
    let county = spot.county().to_string();
    let held_at = match role.role {
        "shop_manager" | "shop_supervisor" => RolePlace::Kept("shop", spot.id("shop")),
        "township_reviewer" => RolePlace::Division(&spot.village[..9]),
        "donor" => RolePlace::Kept("donor", id(spot.donor)),
        "county_officer" | "auditor" => RolePlace::Division(&county),
        _ => RolePlace::Division(spot.village),
    };
    let until = run_out.then(|| today().plus_days(-1));
    Ok((login, give_role(tx, login, role.role, spot.county(), held_at, until)?))
}
