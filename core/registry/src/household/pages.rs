//! Pages about households: search first, enter one, look at one; numbers stay masked until a purpose is given.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{BusinessDate, County, Id, Subject};
use database::DatabaseError;
use divisions::{Divisions, Level, is_within};
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Target, Visitor};

use super::form::{Asked, ROWS, read};
use super::store::AddRefused;
use super::{Household, NewHousehold, RELATIONS, ending, members, search, store};
use crate::area::{END_HOUSEHOLDS, ENTER_HOUSEHOLDS, SEE_HOUSEHOLDS};
use crate::masking;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (see, enter) = (RouteAccess::Needs(SEE_HOUSEHOLDS, "county-part"), RouteAccess::Needs(ENTER_HOUSEHOLDS, "county-part"));
    routes
        .get("/c/{county}/households", see, list)
        .get("/c/{county}/households/new", enter, new)
        .post("/c/{county}/households", enter, create)
        .get("/c/{county}/households/{household}", RouteAccess::Needs(SEE_HOUSEHOLDS, "household"), show)
        .post("/c/{county}/households/{household}/unmask", RouteAccess::Needs(SEE_HOUSEHOLDS, "household"), unmask)
}

/// A household in a list of results.
pub struct HouseholdRow {
    pub id: Id<Household>,
    pub code: String,
    pub head_name: String,
    pub place: String,
    pub member_count: i64,
    /// That it moved away or was merged.
    pub gone: Option<String>,
}

/// `翠屏村 2 组`, for a list.
pub fn short_place(frame: &Frame, household: &Household, on: BusinessDate) -> String {
    let village = Divisions::built_in().find(&household.village, on.date()).map(|division| division.short_name()).unwrap_or_default();
    format!("{village} {}", frame.say1("household-in-group", "group", &household.village_group))
}

/// `2020-01-05 并入 陈家福 户`, for a row of a list; nothing for a household that is there.
pub fn gone(frame: &Frame, household: &Household) -> Option<String> {
    let until = household.until?;
    Some(match &household.successor {
        Some(other) => frame.say2("ended-short-merged", "day", until, "name", other.head_name.as_str()),
        None => frame.say1("ended-short-moved", "day", until),
    })
}

/// Households shown of those that are found.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "households.html")]
struct ListPage {
    frame: Frame,
    county: County,
    query: String,
    rows: Vec<HouseholdRow>,
    /// More were found than are shown.
    more: bool,
    total: i64,
    may_enter: bool,
}

#[derive(serde::Deserialize, Default)]
struct ListQuery {
    #[serde(default)]
    q: String,
}

async fn list(visitor: Visitor, Path(county): Path<County>, Query(ListQuery { q }): Query<ListQuery>) -> PageResult {
    let (within, typed) = (visitor.divisions(SEE_HOUSEHOLDS, county), q.clone());
    let (mut found, total) = visitor
        .site()
        .db
        .read(move |tx| {
            let counts = store::villages_with_counts(tx, county)?;
            let total =
                counts.iter().filter(|(village, _)| within.iter().any(|place| is_within(village, place))).map(|(_, count)| count).sum();
            // One more than is shown tells that there are more.
            Ok::<_, DatabaseError>((search(tx, county, &typed, &within, SHOWN + 1)?, total))
        })
        .await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let (frame, on) = (visitor.frame(), visitor.site().today());
    let rows = found
        .into_iter()
        .map(|household| HouseholdRow {
            place: short_place(&frame, &household, on),
            gone: gone(&frame, &household),
            id: household.id,
            code: household.code,
            head_name: household.head_name,
            member_count: household.member_count,
        })
        .collect();
    page(&ListPage { may_enter: visitor.has(ENTER_HOUSEHOLDS), frame, county, query: q, rows, more, total })
}

#[derive(Template)]
#[template(path = "household_new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    county: County,
    villages: Vec<Choice>,
    relations: Vec<Choice>,
    rows: Vec<usize>,
}

/// Villages of the book in which the visitor may enter households.
fn villages(visitor: &Visitor, county: County) -> Vec<(String, String)> {
    let (within, on) = (visitor.divisions(ENTER_HOUSEHOLDS, county), visitor.site().today());
    let divisions = Divisions::built_in();
    divisions
        .valid_on(on.date())
        .filter(|division| division.level == Level::Village && within.iter().any(|place| is_within(&division.code, place)))
        .filter(|division| is_within(&division.code, &county.to_string()))
        .map(|division| {
            let township = divisions.township_of(&division.code, on.date()).map(|township| township.short_name()).unwrap_or_default();
            (division.code.clone(), format!("{township} {}", division.short_name()))
        })
        .collect()
}

fn new_page(visitor: &Visitor, county: County, form: Form) -> NewPage {
    let frame = visitor.frame();
    let villages = villages(visitor, county).into_iter().map(|(code, name)| Choice::new(code, name)).collect();
    let relations = RELATIONS.iter().skip(1).map(|relation| Choice::new(relation, frame.say(&format!("relation-{relation}")))).collect();
    // As many rows as were used and one more, so that the page stays short; the next save offers another.
    let used = (1..ROWS).rev().find(|row| !form.value(&format!("name.{row}")).is_empty()).unwrap_or(0);
    let rows = (1..ROWS.min(used.max(3) + 2)).collect();
    NewPage { frame, form, county, villages, relations, rows }
}

async fn new(visitor: Visitor, Path(county): Path<County>) -> PageResult {
    page(&new_page(&visitor, county, Form::filled(&[("id", Id::<Household>::fresh().to_string())])))
}

/// A head of the same name in the same village is asked about once: mostly the household has been entered before.
async fn warned_of_namesake(visitor: &Visitor, form: &mut Form, household: &NewHousehold) -> Result<bool, PageError> {
    let (county, village, id) = (household.county, household.village.clone(), household.id);
    let Some(head) = household.members.first().map(|member| member.person.name.clone()) else { return Ok(false) };
    let (asked, sure) = (head.clone(), format!("{village} {head}"));
    let namesake = visitor.site().db.read(move |tx| store::namesake(tx, (county, &village), &asked, id)).await?;
    let Some((code, group)) = namesake.filter(|_| !form.is_sure_about(&sure)) else { return Ok(false) };
    form.refuse_all(Message::new("household-namesake").with("name", head).with("code", code).with("group", group));
    Ok(true)
}

async fn create(visitor: Visitor, Path(county): Path<County>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let villages = villages(&visitor, county).into_iter().map(|(code, _)| code).collect();
    let asked = Asked { county, today: visitor.site().today(), allow_demo: visitor.site().options.demo, villages };
    let Some(household) = read(&mut form, &asked) else { return form_again(&new_page(&visitor, county, form)) };
    if warned_of_namesake(&visitor, &mut form, &household).await? {
        return form_again(&new_page(&visitor, county, form));
    }
    let (id, actor, now) = (household.id, visitor.actor(), visitor.site().now());
    let entered = visitor
        .site()
        .db
        .write(move |tx| {
            // The form's own id: a second click finds the household there and enters nothing.
            match store::find(tx, county, household.id)? {
                Some(there) => Ok(there.code),
                None => store::add(tx, &household, Some(actor), now),
            }
        })
        .await;
    match entered {
        Ok(_) => return done(&format!("/c/{county}/households/{id}"), "household-entered"),
        Err(AddRefused::Database(error)) => return Err(error.into()),
        Err(AddRefused::CodeTaken) => form.refuse("code", Message::new("household-code-taken")),
        Err(AddRefused::IdNumberTaken { member, name, code }) => {
            form.refuse(&format!("number.{member}"), Message::new("id-number-taken").with("name", masking::name(&name)).with("code", code));
        }
    }
    form_again(&new_page(&visitor, county, form))
}

struct MemberRow {
    name: String,
    relation: String,
    number: String,
    phone: String,
}

#[derive(Template)]
#[template(path = "household_show.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    county: County,
    household: Household,
    address: String,
    members: Vec<MemberRow>,
    unmasked: bool,
    links: Vec<(&'static str, &'static str)>,
    may_enter: bool,
    may_declare: bool,
    may_end: bool,
    /// When and why it is no longer there.
    ended: Option<String>,
    /// Households that were merged into it.
    took_in: Vec<Household>,
}

async fn show_page(visitor: &Visitor, county: County, id: Id<Household>, form: Form, unmasked: bool) -> Result<ShowPage, PageError> {
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let mut took_in = Vec::new();
            for one in ending::merged_into(tx, county, id)? {
                took_in.extend(store::find(tx, county, one)?);
            }
            let members = members(tx, county, id)?;
            Ok::<_, DatabaseError>((store::find(tx, county, id)?, members, ending::latest(tx, county, id)?, took_in))
        })
        .await?;
    let (household, all_members, latest, took_in) = found;
    let household = household.ok_or(PageError::NotFound)?;
    let (frame, there) = (visitor.frame(), household.until.is_none());
    let rows = all_members.into_iter().filter(|member| member.until.is_none()).map(|member| MemberRow {
        relation: frame.say(&format!("relation-{}", member.relation)),
        number: member.person.id_number.map(|number| if unmasked { number } else { masking::middle(&number, 0, 4) }).unwrap_or_default(),
        phone: member.person.phone.map(|phone| if unmasked { phone } else { masking::phone(&phone) }).unwrap_or_default(),
        name: member.person.name,
    });
    let address = Divisions::built_in().full_name(&household.village, visitor.site().today().date()).unwrap_or_default();
    Ok(ShowPage {
        members: rows.collect(),
        links: visitor.links("household"),
        may_enter: there && visitor.has(ENTER_HOUSEHOLDS),
        may_declare: there && visitor.has(people::MANAGE_LOGINS),
        may_end: visitor.may(END_HOUSEHOLDS, &Target::division(&household.village)),
        ended: latest.and_then(|latest| ending::ending_words(&frame, &household, &latest)),
        took_in,
        frame,
        form,
        county,
        household,
        address,
        unmasked,
    })
}

async fn show(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>) -> PageResult {
    page(&show_page(&visitor, county, id, Form::default(), false).await?)
}

async fn unmask(visitor: Visitor, Path((county, id)): Path<(County, Id<Household>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let Some(purpose) = form.text("purpose", 100) else { return form_again(&show_page(&visitor, county, id, form, false).await?) };
    let shown = show_page(&visitor, county, id, Form::default(), true).await?;
    let (entry, login, now) = (Id::fresh(), visitor.actor(), visitor.site().now());
    let subject = Subject::new(county, "household", id);
    // Logged first and committed; only then shown.
    visitor.site().db.write(move |tx| people::log_access(tx, entry, login, &subject, ("id_number, phone", &purpose), now)).await?;
    page(&shown)
}
