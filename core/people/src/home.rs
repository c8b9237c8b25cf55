//! What areas bring to the home page beside tasks: its head with the search, what happened last, steps of setting a book up, figures.

use basics::{BusinessDate, County};
use database::{DatabaseError, Tx};
use pages::Message;

use crate::role::Permission;
use crate::visitor::Visitor;

/// One step on the way from an empty book to the first redemption.
#[derive(Clone, Debug)]
pub struct ChecklistStep {
    /// Key of its text; `<text>-hint` stands below it where there is such a text.
    pub text: &'static str,
    pub done: bool,
    /// Where it is done.
    pub href: String,
    /// What it takes; whoever lacks it reads who has it.
    pub permission: Permission,
}

/// The steps of one area in the order they are taken, as the book stands.
pub type Checklist = fn(&mut Tx<'_>, County) -> Result<Vec<ChecklistStep>, DatabaseError>;

/// A box of figures beside the tasks.
#[derive(Clone, Debug)]
pub struct HomePanel {
    pub title: Message,
    /// The one large number.
    pub figure: Option<PanelFigure>,
    pub rows: Vec<PanelRow>,
}

/// A large number with its unit.
#[derive(Clone, Debug)]
pub struct PanelFigure {
    /// Id of the figure, for whoever reads pages by program.
    pub name: &'static str,
    pub value: String,
    /// Key of the unit's text.
    pub unit: &'static str,
    /// The rows behind it.
    pub href: Option<String>,
}

/// A smaller number with what it counts.
#[derive(Clone, Debug)]
pub struct PanelRow {
    pub name: &'static str,
    pub label: Message,
    /// With its unit.
    pub value: Message,
    pub href: Option<String>,
}

/// The panels of one area for this visitor.
pub type Aside = fn(&mut Tx<'_>, &Visitor, BusinessDate) -> Result<Vec<HomePanel>, DatabaseError>;

/// What stands above the tasks. The area mounted last that has one for the visitor gives it.
#[derive(Clone, Debug, Default)]
pub struct HomeLead {
    /// The day in a sentence, where there is more to say than its date.
    pub headline: Option<Message>,
    pub under: Option<Message>,
    pub search: Option<HomeSearch>,
    pub recent: Vec<RecentRow>,
}

/// The box that finds: a form that sends `q`.
#[derive(Clone, Debug)]
pub struct HomeSearch {
    pub action: String,
    /// Keys of its texts.
    pub label: &'static str,
    pub hint: &'static str,
    pub button: &'static str,
}

/// Something that happened lately.
#[derive(Clone, Debug)]
pub struct RecentRow {
    /// Hour and minute.
    pub at: String,
    pub what: Message,
    /// Name of whom it concerned.
    pub whom: String,
    /// With its sign.
    pub amount: String,
    pub by: String,
    pub href: String,
}

/// The head of the home page for this visitor.
pub type Lead = fn(&mut Tx<'_>, &Visitor, BusinessDate) -> Result<Option<HomeLead>, DatabaseError>;
