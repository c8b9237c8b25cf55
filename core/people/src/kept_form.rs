//! A form sent after the session had ended is kept for an hour, sealed with a key only its browser has, for the same login only.

use axum::http::StatusCode;
use axum::response::Response;
use basics::{Id, Moment, sha256};
use database::{DatabaseError, Tx, args, statements};

use crate::crypto::{seal, unseal};
use crate::gate::add_cookie;
use crate::login::Login;
use crate::session::set_cookie;
use crate::visitor::Guest;

/// How long a form is kept.
pub(crate) const KEEP_MS: i64 = 60 * 60 * 1000;

/// Field by which a kept form says that it is one.
pub(crate) const SENT_AGAIN: &str = "kept-form";

statements! {
    KEEP = "INSERT INTO kept_form (id, login, path, sealed, kept_at) VALUES ($1, $2, $3, $4, $5)";
    FIND = "SELECT path, sealed FROM kept_form WHERE id = $1 AND login = $2 AND kept_at > $3";
    FORGET = "DELETE FROM kept_form WHERE id = $1";
    FORGET_OLD = "DELETE FROM kept_form WHERE kept_at <= $1";
}

/// A form as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub path: String,
    pub fields: Vec<(String, String)>,
}

/// Keeps a form; `secret` is in a cookie of the browser and nowhere here.
pub(crate) fn keep(tx: &mut Tx<'_>, secret: &[u8; 32], login: Id<Login>, form: &Kept, now: Moment) -> Result<(), DatabaseError> {
    let fields: Vec<&(String, String)> = form.fields.iter().filter(|(name, _)| !name.contains("password") && name != "csrf").collect();
    let plain = serde_json::to_vec(&fields).map_err(|error| DatabaseError::Broken(error.to_string()))?;
    tx.execute(KEEP, args![id_of(secret), login, form.path, seal(secret, &plain), now]).map(drop)
}

/// The form kept for this browser, if it was this login's and not an hour old.
pub(crate) fn find(tx: &mut Tx<'_>, secret: &[u8; 32], login: Id<Login>, now: Moment) -> Result<Option<Kept>, DatabaseError> {
    let found: Option<(String, Vec<u8>)> =
        tx.row(FIND, args![id_of(secret), login, now.plus_ms(-KEEP_MS)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.and_then(|(path, sealed)| {
        let fields = serde_json::from_slice(&unseal(secret, &sealed)?).ok()?;
        Some(Kept { path, fields })
    }))
}

/// Forgets a form that was sent again or given up.
pub(crate) fn forget(tx: &mut Tx<'_>, secret: &[u8; 32]) -> Result<(), DatabaseError> {
    tx.execute(FORGET, args![id_of(secret)]).map(drop)
}

/// Forgets the browser's kept form once it has been taken, or is on a page of its own again with everything that was typed.
pub(crate) async fn settled(guest: &Guest, response: &mut Response) {
    let taken =
        response.status().is_redirection() || response.status().is_success() || response.status() == StatusCode::UNPROCESSABLE_ENTITY;
    let Some(secret) = guest.kept_secret.filter(|_| taken) else { return };
    let forgotten: Result<(), DatabaseError> = guest.site.db.write(move |tx| forget(tx, &secret)).await;
    match forgotten {
        Ok(()) => add_cookie(response, &set_cookie(guest.site.options.https, "kept", "", 0)),
        Err(error) => tracing::warn!(%error, "a kept form could not be forgotten; it goes within the hour"),
    }
}

/// Forgets what is older than an hour.
pub fn forget_old_forms(tx: &mut Tx<'_>, now: Moment) -> Result<(), DatabaseError> {
    tx.execute(FORGET_OLD, args![now.plus_ms(-KEEP_MS)]).map(drop)
}

fn id_of(secret: &[u8; 32]) -> [u8; 32] {
    sha256(&[b"kept form id", secret])
}
