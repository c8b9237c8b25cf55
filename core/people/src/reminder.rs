//! Reminders: what an area tells a login on a day; shown on the home page until the login says it has seen it.

pub(crate) mod pages;
mod store;

use ::pages::Arg;
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use jobs::{Step, Work};

use crate::login::Login;

pub(crate) use store::STATEMENTS;
pub use store::unseen_reminders;

/// What an area wants people to be told of this day.
pub type Reminders = fn(&mut Tx<'_>, County, BusinessDate) -> Result<Vec<NewReminder>, DatabaseError>;

/// Something to tell one login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReminder {
    pub login: Id<Login>,
    /// Key of its sentence.
    pub key: &'static str,
    pub args: Vec<(&'static str, Arg)>,
    /// Where it is done.
    pub href: String,
    /// What it is about: of one day, login and matter there is one reminder.
    pub about: String,
}

/// A reminder as the home page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    pub county: County,
    pub id: Id<Reminder>,
    pub on: BusinessDate,
    pub key: String,
    pub args: Vec<(String, Arg)>,
    pub href: String,
}

/// The daily job that writes what the areas want to be told.
pub(crate) fn job(reminders: Vec<Reminders>) -> Work {
    Work::daily("reminders", move |tx, job, on, now| {
        for find in &reminders {
            for reminder in find(tx, job.county, on)? {
                store::keep(tx, job.county, &reminder, on, now)?;
            }
        }
        Ok(Step::Done)
    })
}
