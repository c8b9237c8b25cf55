//! `user`: makes an administrator, lists logins, sets a password; for when nobody can sign in.

use basics::{BusinessDate, County, Id, Moment, Subject};
use database::{Change, DatabaseError, Db};
use people::login::{self, Login, NewLogin};
use people::{check_password, hash_password, random_word, session};
use serde_json::json;

use super::Called;
use crate::command_line::User;
use crate::exit::{Exit, Failure};
use crate::setup::administrator_grant;
use crate::{areas, books, opening, terminal};

/// Does what the subcommand says.
pub fn run(called: &Called, command: User) -> Result<Exit, Failure> {
    let db = opening::open_current(&called.read.config)?;
    match command {
        User::Add { login, name, county, password_stdin } => add(called, &db, &login, name, (county, password_stdin)),
        User::List => list(called, &db),
        User::Password { login, password_stdin } => set_password(called, &db, &login, password_stdin),
    }
}

/// The password, and whether it was made here and so must be changed.
fn password(login: &str, from_stdin: bool) -> Result<(String, bool), Failure> {
    if !from_stdin {
        return Ok((random_word(10), true));
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| Failure::usage(format!("The password cannot be read from stdin: {error}.")))?;
    let password = line.trim_end_matches(['\n', '\r']).to_owned();
    match check_password(&password, login) {
        Ok(()) => Ok((password, false)),
        Err(_) => Err(Failure::usage(
            "This password will not do: it needs 8 to 128 characters and must not contain the login or be digits in a row.",
        )),
    }
}

fn add(called: &Called, db: &Db, typed: &str, display_name: String, (county, from_stdin): (Option<County>, bool)) -> Result<Exit, Failure> {
    let now = areas::clock().now();
    let name = login::clean_name(typed)
        .ok_or_else(|| Failure::usage(format!("{typed} is no login: 2 to 32 letters, digits, dots or hyphens.")))?;
    let home = home(db, county, now.day())?;
    let (password, must_change) = password(&name, from_stdin)?;
    let new = NewLogin {
        id: Id::fresh(),
        name: name.clone(),
        display_name,
        password_hash: hash_password(&password),
        must_change,
        home,
        person: None,
    };
    let grant = administrator_grant(&new);
    let made = db.write_now(move |tx| {
        let made = login::create(tx, &new, None, now)?;
        if made {
            login::give(tx, &grant, now)?;
        }
        Ok::<_, DatabaseError>(made)
    })?;
    db.close();
    if !made {
        return Err(Failure::usage(format!(
            "The login {name} is taken. Choose another, or set its password with xieshou user password {name}."
        )));
    }
    say_password(called, &name, &password, must_change);
    Ok(Exit::Good)
}

/// The book asked for, opened if there is none at all; without asking, the first one.
fn home(db: &Db, county: Option<County>, on: BusinessDate) -> Result<County, Failure> {
    let open = db.read_now(database::books)?;
    match (county, open.first()) {
        (None, Some(first)) => Ok(first.county),
        (None, None) => Err(Failure::usage("There is no book yet. Name the first one with --county, such as --county 530624.")),
        (Some(county), _) if open.iter().any(|book| book.county == county) => Ok(county),
        (Some(county), None) => {
            let book = books::offered_as(county, on)
                .ok_or_else(|| Failure::usage(format!("{county} is not a county whose townships this program knows.")))?;
            db.write_now(move |tx| database::open_book(tx, county, &book.label, on))?;
            Ok(county)
        }
        (Some(county), Some(_)) => {
            Err(Failure::usage(format!("There is no book {county} here. Leave --county out to take the first one.")))
        }
    }
}

fn say_password(called: &Called, name: &str, password: &str, made_here: bool) {
    if called.json {
        terminal::result(&json!({ "login": name, "password": made_here.then_some(password) }).to_string());
    } else if made_here {
        terminal::result(&format!("{name} {password}"));
        terminal::note("Hand the password over in person; the first sign-in asks for a new one.");
    } else {
        terminal::result(name);
    }
}

fn list(called: &Called, db: &Db) -> Result<Exit, Failure> {
    let logins = db.read_now(|tx| {
        let mut logins: Vec<(Login, Vec<String>)> = Vec::new();
        for book in database::books(tx)? {
            for login in login::of_book(tx, book.county)? {
                if logins.iter().any(|(other, _)| other.id == login.id) {
                    continue;
                }
                let grants = login::grants_of(tx, login.id)?;
                let roles = grants.into_iter().filter(|grant| !grant.ended).map(|grant| grant.role).collect();
                logins.push((login, roles));
            }
        }
        Ok::<_, DatabaseError>(logins)
    })?;
    db.close();
    if called.json {
        let list: Vec<_> = logins
            .iter()
            .map(|(login, roles)| {
                json!({ "login": login.name, "name": login.display_name, "book": login.home.code(), "roles": roles, "shut_off": login.disabled_at.is_some() })
            })
            .collect();
        terminal::result(&serde_json::Value::Array(list).to_string());
        return Ok(Exit::Good);
    }
    for (login, roles) in &logins {
        let off = if login.disabled_at.is_some() { " (shut off)" } else { "" };
        terminal::result(&format!("{} {} {} {}{off}", login.name, login.display_name, login.home, roles.join(",")));
    }
    Ok(Exit::Good)
}

fn set_password(called: &Called, db: &Db, typed: &str, from_stdin: bool) -> Result<Exit, Failure> {
    let sought = typed.trim().to_lowercase();
    let found = db.read_now(move |tx| login::by_name(tx, &sought))?;
    let Some((login, _)) = found else { return Err(Failure::usage(format!("There is no login {typed}. xieshou user list shows all."))) };
    let (password, must_change) = password(&login.name, from_stdin)?;
    let (hash, now): (String, Moment) = (hash_password(&password), areas::clock().now());
    let (id, home) = (login.id, login.home);
    db.write_now(move |tx| {
        login::set_password(tx, id, &hash, must_change)?;
        session::end_all_of(tx, id, &[0; 32], now)?;
        let subject = Subject::new(home, "login", id);
        tx.changed(Change { subject, actor: None, verb: "password-set", at: now, before: None, after: None })
    })?;
    db.close();
    say_password(called, &login.name, &password, must_change);
    Ok(Exit::Good)
}
