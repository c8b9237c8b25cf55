//! The page of settings, made from the keys the areas declare; one page per key with its history and the form.

use std::collections::BTreeMap;

use ::pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, changes_page};
use divisions::{Divisions, Level, is_within};
use settings::{NewValue, Recorded, Setting};

use super::{KeepRefused, keep, subject};
use crate::contract::Contract;
use crate::grant::Target;
use crate::history::pages::names;
use crate::role::{KEEP_SETTINGS, SEE_SETTINGS};
use crate::routes::{RouteAccess, Routes};
use crate::visitor::Visitor;

pub(crate) fn routes(routes: Routes) -> Routes {
    let see = RouteAccess::Needs(SEE_SETTINGS, "county-part");
    routes.get("/c/{county}/settings", see, list).get("/c/{county}/settings/{setting}", see, show).post(
        "/c/{county}/settings/{setting}",
        RouteAccess::Needs(KEEP_SETTINGS, "county-part"),
        put,
    )
}

/// A value put into force, as it is read.
struct ValueRow {
    place: String,
    value: String,
    from: BusinessDate,
    /// In force today at its place.
    holds: bool,
    /// Begins on a day to come.
    ahead: bool,
    at: String,
    who: String,
    reason: String,
}

/// A key as the list shows it.
struct KeyRow {
    name: &'static str,
    sentence: String,
    value: String,
    /// Who put it into force and why; none for the default.
    since: Option<ValueRow>,
    /// The county's next value, when one is to come.
    next: Option<ValueRow>,
    /// Townships and villages that have a value of their own today.
    own: usize,
}

#[derive(Template)]
#[template(path = "settings.html")]
struct ListPage {
    frame: Frame,
    county: County,
    keys: Vec<KeyRow>,
}

/// `5 天`, or yes and no.
fn value_words(frame: &Frame, setting: Setting, value: i64) -> String {
    if setting.is_yes_or_no() {
        return frame.say(if value == 1 { "value-yes" } else { "value-no" });
    }
    let unit = format!("setting-{}-unit", setting.name);
    if frame.has(&unit) { format!("{value}\u{a0}{}", frame.say(&unit)) } else { value.to_string() }
}

/// What a value is for: the whole county, a place, or something an area keeps.
fn place_words(frame: &Frame, scope: &str, on: BusinessDate) -> String {
    if scope.is_empty() {
        return frame.say("settings-whole-county");
    }
    Divisions::built_in().full_name(scope, on.date()).unwrap_or_else(|| frame.say("settings-one-place"))
}

/// Everything ever set for a key with the names of who did it, and the scopes' values that hold today.
struct Known {
    history: Vec<Recorded>,
    names: BTreeMap<Id, String>,
    changed: bool,
}

async fn known(visitor: &Visitor, county: County, setting: Setting) -> Result<Known, PageError> {
    let found = visitor.site().db.read(move |tx| {
        let history = settings::history(tx, county, setting)?;
        let names = names(tx, history.iter().map(|recorded| recorded.by))?;
        let changed = !changes_page(tx, &subject(county, setting), 1, 0)?.is_empty();
        Ok::<_, DatabaseError>(Known { history, names, changed })
    });
    Ok(found.await?)
}

/// The one that holds on the day for just this scope.
fn holding<'h>(history: &'h [Recorded], scope: &str, on: BusinessDate) -> Option<&'h Recorded> {
    let of_scope = history.iter().filter(|recorded| recorded.scope == scope && recorded.valid_from <= on);
    of_scope.max_by_key(|recorded| (recorded.valid_from, recorded.recorded_at))
}

/// The county's value that comes next; of one day what was recorded last.
fn next(history: &[Recorded], on: BusinessDate) -> Option<&Recorded> {
    let to_come = history.iter().filter(|recorded| recorded.scope.is_empty() && recorded.valid_from > on);
    to_come.min_by_key(|recorded| (recorded.valid_from, std::cmp::Reverse(recorded.recorded_at)))
}

fn value_row(frame: &Frame, setting: Setting, recorded: &Recorded, known: &Known, on: BusinessDate) -> ValueRow {
    ValueRow {
        place: place_words(frame, &recorded.scope, on),
        value: value_words(frame, setting, recorded.value),
        from: recorded.valid_from,
        holds: holding(&known.history, &recorded.scope, on) == Some(recorded),
        ahead: recorded.valid_from > on,
        at: frame.moment(&recorded.recorded_at),
        who: known.names.get(&recorded.by).cloned().unwrap_or_default(),
        reason: recorded.reason.clone(),
    }
}

async fn list(visitor: Visitor, Path(county): Path<County>) -> PageResult {
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let mut keys = Vec::new();
    for setting in visitor.guest.contract.settings.clone() {
        let known = known(&visitor, county, setting).await?;
        let since = holding(&known.history, "", on);
        let mut own: Vec<&str> = known.history.iter().filter(|one| one.valid_from <= on).map(|one| one.scope.as_str()).collect();
        own.sort_unstable();
        own.dedup();
        keys.push(KeyRow {
            name: setting.name,
            sentence: frame.say(&format!("setting-{}", setting.name)),
            value: value_words(&frame, setting, since.map_or(setting.default, |recorded| recorded.value)),
            since: since.map(|recorded| value_row(&frame, setting, recorded, &known, on)),
            next: next(&known.history, on).map(|recorded| value_row(&frame, setting, recorded, &known, on)),
            own: own.iter().filter(|scope| !scope.is_empty()).count(),
        });
    }
    page(&ListPage { frame, county, keys })
}

#[derive(Template)]
#[template(path = "setting.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    county: County,
    name: &'static str,
    yes_or_no: bool,
    sentence: String,
    value: String,
    default: String,
    min: String,
    max: String,
    rows: Vec<ValueRow>,
    scopes: Vec<Choice>,
    answers: Vec<Choice>,
    may_keep: bool,
    /// Where its changes are told, when there are any.
    history: Option<String>,
}

async fn show_page(visitor: &Visitor, county: County, name: &str, form: Form) -> Result<ShowPage, PageError> {
    let setting = visitor.guest.contract.setting(name).ok_or(PageError::NotFound)?;
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let known = known(visitor, county, setting).await?;
    let scopes = scopes(visitor, county, setting);
    Ok(ShowPage {
        name: setting.name,
        yes_or_no: setting.is_yes_or_no(),
        sentence: frame.say(&format!("setting-{}", setting.name)),
        value: value_words(&frame, setting, holding(&known.history, "", on).map_or(setting.default, |recorded| recorded.value)),
        default: value_words(&frame, setting, setting.default),
        min: value_words(&frame, setting, setting.min),
        max: value_words(&frame, setting, setting.max),
        rows: known.history.iter().map(|recorded| value_row(&frame, setting, recorded, &known, on)).collect(),
        may_keep: !scopes.is_empty(),
        scopes: scopes.into_iter().map(|scope| Choice::new(&scope, place_words(&frame, &scope, on))).map(county_first).collect(),
        answers: vec![Choice::new("1", frame.say("value-yes")), Choice::new("0", frame.say("value-no"))],
        history: known.changed.then(|| format!("/c/{county}/history/setting/{}", subject(county, setting).id)),
        frame,
        form,
        county,
    })
}

/// In a list an empty value means that nothing was chosen, so the whole county goes by a word.
const WHOLE_COUNTY: &str = "county";

fn county_first(choice: Choice) -> Choice {
    if choice.value.is_empty() { Choice { value: WHOLE_COUNTY.to_owned(), ..choice } } else { choice }
}

/// Scopes for which the visitor may put a value into force; the whole county is the empty one.
fn scopes(visitor: &Visitor, county: County, setting: Setting) -> Vec<String> {
    let whole = visitor.may(KEEP_SETTINGS, &Target::division(county.to_string()));
    let mut scopes: Vec<String> = whole.then(String::new).into_iter().collect();
    if setting.scoped {
        let (within, on) = (visitor.divisions(KEEP_SETTINGS, county), visitor.site().today());
        let parts = Divisions::built_in().valid_on(on.date()).filter(|division| matches!(division.level, Level::Township | Level::Village));
        let parts = parts.filter(|division| is_within(&division.code, &county.to_string()));
        scopes.extend(parts.filter(|part| within.iter().any(|place| is_within(&part.code, place))).map(|part| part.code.clone()));
    }
    scopes
}

async fn show(visitor: Visitor, Path((county, name)): Path<(County, String)>) -> PageResult {
    let form = Form::filled(&[("from", visitor.site().today().to_string()), ("scope", WHOLE_COUNTY.to_owned())]);
    page(&show_page(&visitor, county, &name, form).await?)
}

async fn put(visitor: Visitor, Path((county, name)): Path<(County, String)>, submitted: Submitted) -> PageResult {
    let setting = visitor.guest.contract.setting(&name).ok_or(PageError::NotFound)?;
    let mut form = Form::from(submitted);
    if let Some(new) = read(&visitor, county, setting, &mut form)?
        && !asked_about(&visitor, county, &new, &mut form).await?
    {
        let (contract, now) = (visitor.guest.contract.clone(), visitor.site().now());
        match visitor.site().db.write(move |tx| keep(tx, &contract, county, &new, now)).await {
            Ok(()) => return done(&format!("/c/{county}/settings/{name}"), "setting-kept"),
            Err(KeepRefused::Database(error)) => return Err(error.into()),
            Err(KeepRefused::Closed { until }) => form.refuse("from", Message::new("settings-closed").with("date", until)),
            Err(KeepRefused::OutOfLimits { min, max }) => {
                form.refuse("value", Message::new("form-out-of-range").with("min", min.to_string()).with("max", max.to_string()));
            }
        }
    }
    form_again(&show_page(&visitor, county, &name, form).await?)
}

/// A value that changes what is over already is asked about once, with all it changes.
async fn asked_about(visitor: &Visitor, county: County, new: &NewValue, form: &mut Form) -> Result<bool, PageError> {
    let (contract, value, on) = (visitor.guest.contract.clone(), new.clone(), visitor.site().today());
    let changes = visitor.site().db.read(move |tx| changes_of_past(tx, &contract, county, (&value, on))).await?;
    if changes.is_empty() || form.is_sure_about(&format!("{} {} {}", new.scope, new.value, new.valid_from)) {
        return Ok(false);
    }
    for change in changes {
        form.refuse_all(change);
    }
    form.refuse_all(Message::new("settings-press-again"));
    Ok(true)
}

/// Nothing for what is refused anyway or there already.
fn changes_of_past(
    tx: &mut Tx<'_>,
    contract: &Contract,
    county: County,
    (new, on): (&NewValue, BusinessDate),
) -> Result<Vec<Message>, DatabaseError> {
    let is_closed = contract.closed_until(tx, county, &new.scope)?.is_some_and(|until| new.valid_from <= until);
    let mut changes = Vec::new();
    if is_closed || settings::is_there(tx, county, new)? {
        return Ok(changes);
    }
    for asked in &contract.asked {
        changes.extend(asked(tx, county, new, on)?);
    }
    Ok(changes)
}

/// What the form asks for; a place outside of what the visitor keeps is not there.
fn read(visitor: &Visitor, county: County, setting: Setting, form: &mut Form) -> Result<Option<NewValue>, PageError> {
    let typed = form.value("scope").to_owned();
    let scope = if typed.is_empty() || typed == WHOLE_COUNTY { String::new() } else { typed };
    if !scopes(visitor, county, setting).contains(&scope) {
        if !scope.is_empty() && setting.scoped {
            return Err(PageError::NotFound);
        }
        form.refuse("scope", Message::new(if setting.scoped { "settings-county-only" } else { "settings-not-scoped" }));
    }
    let value = if setting.is_yes_or_no() {
        form.choice("value", &["1", "0"]).map(|answer| i64::from(answer == "1"))
    } else {
        form.whole("value", setting.min..=setting.max)
    };
    let (valid_from, reason) = (form.date("from"), form.text("reason", 200));
    let (Some(value), Some(valid_from), Some(reason)) = (value, valid_from, reason) else { return Ok(None) };
    let new = NewValue { setting, scope, value, valid_from, reason, by: visitor.actor() };
    Ok(form.is_good().then_some(new))
}
