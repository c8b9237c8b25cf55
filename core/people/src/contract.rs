//! What an area hands over, and the sum of it: routes, texts, roles, permissions, places, home entries.

use std::collections::BTreeMap;

use axum::http::Method;
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Schema, Sql, Tx};
use pages::{Asset, Message, TextSource};
use settings::{NewValue, Setting};

use crate::figure::Figure;
use crate::home::{Aside, Checklist, Lead};
use crate::household::HouseholdHooks;
use crate::reminder::{self, Reminders};
use crate::role::{Permission, Role};
use crate::subject::SubjectKind;
use crate::{Grant, RouteInfo, Routes, Target, Visitor};

/// How a route's path names something that lies in a place, and how to find that place.
#[derive(Clone, Copy)]
pub struct Scope {
    pub name: &'static str,
    /// Place of what the path names, or none when there is no such thing.
    pub find: fn(&mut Tx<'_>, &PathParams) -> Result<Option<Target>, DatabaseError>,
}

/// Values of a path's parameters.
#[derive(Clone, Debug, Default)]
pub struct PathParams(pub BTreeMap<String, String>);

impl PathParams {
    /// The book the path names.
    pub fn county(&self) -> Option<County> {
        self.0.get("county")?.parse().ok()
    }

    /// The id in this parameter.
    pub fn id<Of>(&self, name: &str) -> Option<Id<Of>> {
        self.0.get(name)?.parse().ok()
    }
}

/// An entry of the bar: shown to whoever has the permission somewhere.
#[derive(Clone, Copy)]
pub struct NavEntry {
    pub text: &'static str,
    pub permission: Permission,
    /// Where it leads for these grants.
    pub href: fn(&[Grant]) -> Option<String>,
}

/// A way on from one record's page to what another area knows about it.
#[derive(Clone, Copy)]
pub struct Link {
    /// Kind of the Subject on whose page it stands.
    pub kind: &'static str,
    pub text: &'static str,
    /// What follows the record's own path.
    pub suffix: &'static str,
    pub permission: Permission,
}

/// Something that waits for the visitor, shown on the home page.
#[derive(Clone, Debug)]
pub struct Todo {
    pub count: String,
    pub what: Message,
    pub detail: Option<Message>,
    pub urgent: bool,
    pub href: String,
    /// Key of the button's verb.
    pub button: &'static str,
}

/// One place a role can be given for, kept by an area.
#[derive(Clone, Debug)]
pub struct PlaceOption {
    pub id: Id,
    pub label: String,
    /// Codes of the divisions it lies in or serves.
    pub divisions: Vec<String>,
}

/// The places of one kind, such as the shops of a county.
#[derive(Clone, Copy)]
pub struct PlaceList {
    pub kind: &'static str,
    pub list: fn(&mut Tx<'_>, County, BusinessDate) -> Result<Vec<PlaceOption>, DatabaseError>,
}

/// Queries a home page.
pub type Todos = fn(&mut Tx<'_>, &Visitor, BusinessDate) -> Result<Vec<Todo>, DatabaseError>;

/// The first day after a period that runs in a book on this day, such as that of a public notice.
pub type Periods = fn(&mut Tx<'_>, County, BusinessDate) -> Result<Option<BusinessDate>, DatabaseError>;

/// The last day of what is closed for a scope: code of a township or village, or nothing for the whole county. No setting reaches
/// back before it.
pub type ClosedUntil = fn(&mut Tx<'_>, County, &str) -> Result<Option<BusinessDate>, DatabaseError>;

/// What putting a value into force on a day would change of what is over already; asked about before it is done.
pub type SettingAsked = fn(&mut Tx<'_>, County, &NewValue, BusinessDate) -> Result<Vec<Message>, DatabaseError>;

/// All that one area brings. Nothing else registers anything.
pub struct Area {
    pub name: &'static str,
    pub schemas: Vec<Schema>,
    pub statements: Vec<&'static [Sql]>,
    pub texts: Vec<TextSource>,
    pub assets: Vec<Asset>,
    pub routes: Routes,
    pub roles: &'static [Role],
    /// Which roles get which permissions.
    pub allows: &'static [(&'static str, &'static [Permission])],
    pub scopes: &'static [Scope],
    pub places: &'static [PlaceList],
    pub nav: &'static [NavEntry],
    /// Entries of the place as a whole: they stand before all others.
    pub nav_first: &'static [NavEntry],
    /// Entries that are not of every day: they stand at the end of the bar.
    pub nav_last: &'static [NavEntry],
    pub links: &'static [Link],
    pub todos: Option<Todos>,
    pub checklist: Option<Checklist>,
    pub aside: Option<Aside>,
    pub lead: Option<Lead>,
    /// What happens later or again, such as a hold that nobody collected going back.
    pub jobs: &'static [jobs::Kind],
    /// What people are to be told of a day.
    pub reminders: Option<Reminders>,
    /// Kinds of records it keeps.
    pub subjects: &'static [SubjectKind],
    pub periods: Option<Periods>,
    pub closed_until: Option<ClosedUntil>,
    pub setting_asked: Option<SettingAsked>,
    /// Its part in the end of a household.
    pub household: Option<HouseholdHooks>,
    pub settings: &'static [Setting],
    /// Numbers it can answer for.
    pub figures: &'static [Figure],
}

impl Area {
    /// An area that brings nothing yet.
    pub fn named(name: &'static str) -> Area {
        Area {
            name,
            schemas: Vec::new(),
            statements: Vec::new(),
            texts: Vec::new(),
            assets: Vec::new(),
            routes: Routes::default(),
            roles: &[],
            allows: &[],
            scopes: &[],
            places: &[],
            nav: &[],
            nav_first: &[],
            nav_last: &[],
            links: &[],
            todos: None,
            checklist: None,
            aside: None,
            lead: None,
            jobs: &[],
            reminders: None,
            subjects: &[],
            periods: None,
            closed_until: None,
            setting_asked: None,
            household: None,
            settings: &[],
            figures: &[],
        }
    }
}

/// What all areas agreed on, as the gate needs it.
#[derive(Clone, Default)]
pub struct Contract {
    pub roles: Vec<Role>,
    pub routes: Vec<RouteInfo>,
    pub nav: Vec<NavEntry>,
    pub links: Vec<Link>,
    pub todos: Vec<Todos>,
    pub checklists: Vec<Checklist>,
    pub asides: Vec<Aside>,
    pub leads: Vec<Lead>,
    pub jobs: Vec<jobs::Work>,
    pub periods: Vec<Periods>,
    pub closed: Vec<ClosedUntil>,
    pub asked: Vec<SettingAsked>,
    pub households: Vec<HouseholdHooks>,
    pub subjects: Vec<SubjectKind>,
    pub settings: Vec<Setting>,
    pub figures: Vec<Figure>,
    allows: BTreeMap<&'static str, Vec<Permission>>,
    scopes: Vec<Scope>,
    places: Vec<PlaceList>,
}

impl Contract {
    /// The sum of the areas.
    pub fn of(areas: &[Area]) -> Contract {
        let mut all = Contract::default();
        let mut reminders = Vec::new();
        for area in areas {
            all.roles.extend(area.roles);
            all.routes.extend(area.routes.infos.iter().cloned());
            all.nav.extend(area.nav);
            all.links.extend(area.links);
            all.todos.extend(area.todos);
            all.checklists.extend(area.checklist);
            all.asides.extend(area.aside);
            all.leads.extend(area.lead);
            all.jobs.extend(area.jobs.iter().copied().map(jobs::Work::from));
            reminders.extend(area.reminders);
            all.periods.extend(area.periods);
            all.closed.extend(area.closed_until);
            all.asked.extend(area.setting_asked);
            all.households.extend(area.household);
            all.subjects.extend(area.subjects);
            all.settings.extend(area.settings);
            all.figures.extend(area.figures);
            all.scopes.extend(area.scopes);
            all.places.extend(area.places);
            for (role, permissions) in area.allows {
                all.allows.entry(role).or_default().extend(*permissions);
            }
        }
        all.nav.splice(0..0, areas.iter().flat_map(|area| area.nav_first).copied());
        all.nav.extend(areas.iter().flat_map(|area| area.nav_last));
        all.jobs.push(reminder::job(reminders));
        all
    }

    /// The route of this method and path pattern.
    pub fn route(&self, method: &Method, pattern: &str) -> Option<&RouteInfo> {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        self.routes.iter().find(|route| route.method == *method && route.path == pattern)
    }

    /// The kind of record of this name.
    pub fn subject(&self, kind: &str) -> Option<&SubjectKind> {
        self.subjects.iter().find(|subject| subject.kind == kind)
    }

    /// The scope of this name.
    pub fn scope(&self, name: &str) -> Option<&Scope> {
        self.scopes.iter().find(|scope| scope.name == name)
    }

    /// The role of this name.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name)
    }

    /// What a role may do.
    pub fn permissions(&self, role: &str) -> &[Permission] {
        self.allows.get(role).map_or(&[], Vec::as_slice)
    }

    /// The first day after a period that runs anywhere.
    pub fn after_period(&self, tx: &mut Tx<'_>, on: BusinessDate) -> Result<Option<BusinessDate>, DatabaseError> {
        let mut first: Option<BusinessDate> = None;
        for book in if self.periods.is_empty() { Vec::new() } else { database::books(tx)? } {
            for find in &self.periods {
                let found = find(tx, book.county, on)?.filter(|day| *day > on);
                first = first.into_iter().chain(found).min();
            }
        }
        Ok(first)
    }

    /// The last closed day of a scope, of all areas.
    pub fn closed_until(&self, tx: &mut Tx<'_>, county: County, scope: &str) -> Result<Option<BusinessDate>, DatabaseError> {
        let mut last: Option<BusinessDate> = None;
        for find in &self.closed {
            last = last.max(find(tx, county, scope)?);
        }
        Ok(last)
    }

    /// The setting of this name.
    pub fn setting(&self, name: &str) -> Option<Setting> {
        self.settings.iter().copied().find(|setting| setting.name == name)
    }

    /// The figure of this id.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.id == id)
    }

    /// Places that areas keep, each with the list it is in.
    pub fn place_lists(&self) -> &[PlaceList] {
        &self.places
    }

    /// The list of places of a kind.
    pub fn place_list(&self, kind: &str) -> Option<&PlaceList> {
        self.places.iter().find(|places| places.kind == kind)
    }
}
