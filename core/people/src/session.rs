//! Open browsers: a random cookie, kept here only as its digest; own list, signed out from anywhere.

pub mod pages;
mod store;

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use basics::{Id, Moment, sha256};
use settings::Setting;

use crate::login::Login;

pub(crate) use store::STATEMENTS;
pub(crate) use store::{end, of_login, open, touch};
pub use store::{end_all_of, find, forget_old};

/// Hours without a request after which a session ends.
pub const SESSION_HOURS: Setting = Setting { name: "people-session-hours", default: 12, min: 1, max: 72, scoped: false };

/// How often a session's last use is written down.
pub(crate) const TOUCH_MS: i64 = 5 * 60 * 1000;

/// An open browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// Digest of the cookie.
    pub id: [u8; 32],
    pub login: Id<Login>,
    pub created_at: Moment,
    pub seen_at: Moment,
    pub expires_at: Moment,
    pub device: String,
    pub address: String,
    pub ended_at: Option<Moment>,
}

impl Session {
    /// Whether it still opens pages.
    pub fn is_open(&self, now: Moment) -> bool {
        self.ended_at.is_none() && self.expires_at > now
    }
}

/// The id under which a cookie's value is kept.
pub(crate) fn id_of(token: &[u8; 32]) -> [u8; 32] {
    sha256(&[b"session", token])
}

/// The token forms carry: known only to whoever has the cookie.
pub(crate) fn form_token(token: &[u8; 32]) -> String {
    hex::encode(&sha256(&[b"form", token])[..16])
}

/// The 32 bytes in a cookie of this name.
pub(crate) fn cookie_bytes(headers: &HeaderMap, name: &str) -> Option<[u8; 32]> {
    let value = cookie(headers, name)?;
    hex::decode(value).ok()?.try_into().ok()
}

/// The value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';')).find_map(|pair| {
        let (found, value) = pair.trim().split_once('=')?;
        (found == name).then_some(value)
    })
}

/// Name of a cookie: with the prefix that binds it to host and https where there is https.
pub(crate) fn cookie_name(https: bool, name: &str) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}

/// How long a browser keeps the cookie. The session's row decides when it ends, and that is sooner: a form that comes too late
/// still says whose it is, and is kept for that login.
pub(crate) const COOKIE_SECONDS: i64 = 30 * 24 * 3600;

/// A `Set-Cookie` value; no script reads it, no other site sends it.
pub(crate) fn set_cookie(https: bool, name: &str, value: &str, seconds: i64) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", cookie_name(https, name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_cookie_header_is_read_or_passed_over(bytes in proptest::collection::vec(any::<u8>(), 0..120), token in any::<[u8; 32]>()) {
            let mut headers = HeaderMap::new();
            if let Ok(value) = axum::http::HeaderValue::from_bytes(&bytes) {
                headers.append(COOKIE, value);
            }
            prop_assert!(cookie_bytes(&headers, "visit").is_none_or(|read| bytes.len() >= read.len()));
            // Whatever came before, ours is found as it was set, unless a cookie of that name came first.
            let set = set_cookie(false, "xieshou", &hex::encode(token), 60);
            let pair = set.split(';').next().unwrap_or_default().to_owned();
            headers.append(COOKIE, pair.parse().expect("plain ASCII"));
            if cookie(&headers, "xieshou").is_some_and(|value| value.len() == 64) {
                prop_assert_eq!(cookie_bytes(&headers, "xieshou"), Some(token));
            }
        }
    }
}
