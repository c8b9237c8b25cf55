//! Sign-ins as they happened: who, when, from where, and whether it worked; read by those who oversee.

pub(crate) mod pages;
mod store;

use basics::{County, Id, Moment};

use crate::login::Login;

pub use store::sign_ins_since;
pub(crate) use store::{STATEMENTS, note};

/// A try to sign in as a login that is known.
#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    pub county: County,
    pub id: Id<SignIn>,
    pub login: Id<Login>,
    pub at: Moment,
    pub outcome: Outcome,
    pub address: String,
    pub device: String,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    SignedIn,
    WrongPassword,
    /// The password was right and the login is shut off.
    ShutOff,
}

impl Outcome {
    /// As it is kept, and the end of its text's key.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::SignedIn => "signed-in",
            Outcome::WrongPassword => "wrong-password",
            Outcome::ShutOff => "shut-off",
        }
    }
}
