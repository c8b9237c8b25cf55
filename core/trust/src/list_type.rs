//! A kind of list as data: its steps in order and its columns. Areas hand theirs over; days and quorum come from settings.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx};
use people::Permission;
use serde::{Deserialize, Serialize};
use settings::Setting;

use crate::entry::{Entry, State};
use crate::notice::Notice;

/// What happens at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// A meeting says of each entry: passed, not passed, put off.
    Appraise,
    /// Hung out for everybody; whoever objects holds an entry back.
    Notice,
    /// Somebody of a higher level looks it through and lets it pass or returns it with a reason.
    Review,
    /// A named person decides.
    Decide,
    /// Hung out as final.
    Announce,
    /// The one who receives signs.
    Sign,
}

/// A step of a list type.
#[derive(Clone, Copy, Debug)]
pub struct StepType {
    pub kind: StepKind,
    /// What it takes to take this step.
    pub by: Permission,
    /// For how many full days a notice or announcement hangs.
    pub days: Option<Setting>,
    /// More than so many of a hundred expected must be there.
    pub quorum_percent: Option<Setting>,
    /// The step is left out where this is 0.
    pub only_if: Option<Setting>,
}

impl StepType {
    /// A step without days, quorum or condition.
    pub const fn new(kind: StepKind, by: Permission) -> StepType {
        StepType { kind, by, days: None, quorum_percent: None, only_if: None }
    }
}

/// How a column's values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Tenths, shown with their sign or not; nothing is a dash.
    Tenths {
        signed: bool,
    },
    /// Whole numbers.
    Count,
    Text,
}

/// A column of a notice. Its heading is the text `column-<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: ColumnKind,
    /// Whether the sum stands below.
    pub summed: bool,
    /// Opens to the entries behind it.
    pub opens: bool,
}

/// What the area is told in the same transaction when an entry comes to rest or is sent back.
#[derive(Clone, Debug)]
pub struct Settled {
    pub entry: Entry,
    pub state: State,
    pub reason: String,
    pub by: Id,
    pub on: BusinessDate,
    pub at: basics::Moment,
}

/// A list type.
#[derive(Clone, Copy, Debug)]
pub struct ListType {
    pub name: &'static str,
    /// Key of the heading of its notices, with place, year and month.
    pub title: &'static str,
    pub steps: &'static [StepType],
    /// Columns of a line on a notice.
    pub columns: &'static [Column],
    /// Not told of those that go together through the last step: the area reads them from the act.
    pub settled: fn(&mut Tx<'_>, &Settled) -> Result<(), DatabaseError>,
    /// Told when a decision noted wrongly is taken back, with where the entry stood; answers whether the record behind it can wait for
    /// the meeting again.
    pub taken_back: fn(&mut Tx<'_>, &Settled) -> Result<bool, DatabaseError>,
    /// Logins that made the entry or profit from it: they neither answer an objection to it nor learn who made it.
    pub involved: fn(&mut Tx<'_>, &Entry) -> Result<Vec<Id>, DatabaseError>,
    /// Where the area changes what an objection found wrong.
    pub change_href: fn(&Entry) -> String,
    /// Where the area prints a notice: the sheet everybody may take home, and the one for the board.
    pub sheet_href: fn(&Notice) -> String,
    pub board_href: fn(&Notice) -> String,
}

/// A step as frozen when a roster was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub kind: StepKind,
    /// Name of the permission that takes it.
    pub by: String,
    /// Nothing where the step has none.
    pub days: i64,
    pub quorum_percent: i64,
}

impl ListType {
    /// The steps with the days and quorum of the place and day; those the settings leave out are not there.
    pub fn frozen(&self, tx: &mut Tx<'_>, county: County, place: &str, on: BusinessDate) -> Result<Vec<Step>, DatabaseError> {
        let mut steps = Vec::new();
        for step in self.steps {
            let mut value = |setting: Option<Setting>, absent: i64| match setting {
                Some(setting) => settings::value(tx, county, place, setting, on),
                None => Ok(absent),
            };
            if value(step.only_if, 1)? == 0 {
                continue;
            }
            let (days, quorum_percent) = (value(step.days, 0)?, value(step.quorum_percent, 0)?);
            steps.push(Step { kind: step.kind, by: step.by.name.to_owned(), days, quorum_percent });
        }
        Ok(steps)
    }
}
