//! Pages that open a shop and change what it serves.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use basics::{BusinessDate, County, Id};
use database::DatabaseError;
use pages::{Choice, Form, Frame, Message, PageError, PageResult, Submitted, done, form_again, page};
use people::{RouteAccess, Routes, Visitor};

use super::form::{read_change, read_new};
use super::{Shop, ShopRefused, store, townships, village_name};
use crate::area::OPEN_SHOPS;

pub(super) fn routes(routes: Routes) -> Routes {
    let open = RouteAccess::Needs(OPEN_SHOPS, "county-part");
    routes
        .get("/c/{county}/shops/new", open, new)
        .post("/c/{county}/shops", open, create)
        .get("/c/{county}/shops/{shop}/edit", RouteAccess::Needs(OPEN_SHOPS, "shop"), edit)
        .post("/c/{county}/shops/{shop}", RouteAccess::Needs(OPEN_SHOPS, "shop"), save)
}

/// A village as the form shows it: to be ticked, ticked, or served by another shop.
struct VillageBox {
    code: String,
    name: String,
    ticked: bool,
    other: Option<String>,
}

struct TownshipBoxes {
    name: String,
    villages: Vec<VillageBox>,
    /// Folded away unless something in it is ticked.
    open: bool,
}

#[derive(Template)]
#[template(path = "shop/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    county: County,
    villages: Vec<Choice>,
    boxes: Vec<TownshipBoxes>,
}

/// Codes of the villages for which the visitor may decide which shop serves them.
fn offered(visitor: &Visitor, county: County) -> Vec<String> {
    let all = townships(county, &visitor.divisions(OPEN_SHOPS, county), visitor.site().today());
    all.into_iter().flat_map(|township| township.villages).map(|(code, _)| code).collect()
}

/// Boxes of all villages the visitor may decide about; those of other shops than `own` are named and shut.
async fn boxes(visitor: &Visitor, county: County, own: Option<Id<Shop>>, form: &Form) -> Result<Vec<TownshipBoxes>, PageError> {
    let on = visitor.site().today();
    let served = visitor.site().db.read(move |tx| store::served(tx, county, on)).await?;
    let others: BTreeMap<String, String> =
        served.into_iter().filter(|(_, shop, _)| Some(*shop) != own).map(|(village, _, name)| (village, name)).collect();
    let ticked: Vec<&str> = form.values("serves").collect();
    let all = townships(county, &visitor.divisions(OPEN_SHOPS, county), on);
    let alone = all.len() == 1;
    Ok(all
        .into_iter()
        .map(|township| {
            let boxed = |(code, name): (String, String)| VillageBox {
                ticked: ticked.contains(&code.as_str()),
                other: others.get(&code).cloned(),
                code,
                name,
            };
            let villages: Vec<VillageBox> = township.villages.into_iter().map(boxed).collect();
            TownshipBoxes { open: alone || villages.iter().any(|village| village.ticked), name: township.name, villages }
        })
        .collect())
}

async fn new_page(visitor: &Visitor, county: County, form: Form) -> Result<NewPage, PageError> {
    let boxes = boxes(visitor, county, None, &form).await?;
    let villages = boxes.iter().flat_map(|township| {
        township.villages.iter().map(|village| Choice::new(&village.code, format!("{} {}", township.name, village.name)))
    });
    Ok(NewPage { frame: visitor.frame(), villages: villages.collect(), form, county, boxes })
}

async fn new(visitor: Visitor, Path(county): Path<County>) -> PageResult {
    page(&new_page(&visitor, county, Form::filled(&[("id", Id::<Shop>::fresh().to_string())])).await?)
}

/// Notes why a shop was not opened or changed on the field it concerns.
fn refuse(form: &mut Form, refused: ShopRefused, on: BusinessDate) -> Result<(), PageError> {
    match refused {
        ShopRefused::Database(error) => return Err(error.into()),
        ShopRefused::NameTaken => form.refuse("name", Message::new("shop-name-taken")),
        ShopRefused::VillageTaken { village, shop } => {
            form.refuse("serves", Message::new("shop-village-taken").with("village", village_name(&village, on)).with("shop", shop));
        }
    }
    Ok(())
}

async fn create(visitor: Visitor, Path(county): Path<County>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (today, now, actor) = (visitor.site().today(), visitor.site().now(), visitor.actor());
    let Some((shop, villages)) = read_new(&mut form, county, &offered(&visitor, county), today) else {
        return form_again(&new_page(&visitor, county, form).await?);
    };
    let path = format!("/c/{county}/shops/{}", shop.id);
    match visitor.site().db.write(move |tx| super::open_serving(tx, &shop, &villages, actor, now)).await {
        Ok(()) => done(&path, "shop-opened"),
        Err(refused) => {
            refuse(&mut form, refused, today)?;
            form_again(&new_page(&visitor, county, form).await?)
        }
    }
}

#[derive(Template)]
#[template(path = "shop/edit.html")]
struct EditPage {
    frame: Frame,
    form: Form,
    county: County,
    shop: Shop,
    boxes: Vec<TownshipBoxes>,
}

async fn found(visitor: &Visitor, county: County, id: Id<Shop>) -> Result<(Shop, Vec<String>), PageError> {
    let on = visitor.site().today();
    let found = visitor
        .site()
        .db
        .read(move |tx| Ok::<_, DatabaseError>((store::find(tx, county, id)?, store::villages(tx, county, id, on)?)))
        .await?;
    Ok((found.0.ok_or(PageError::NotFound)?, found.1))
}

async fn edit(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>) -> PageResult {
    let (shop, villages) = found(&visitor, county, id).await?;
    let mut fields = vec![("phone", shop.phone.clone()), ("open_days", shop.open_days.text().replace(',', ", "))];
    fields.extend(villages.into_iter().map(|village| ("serves", village)));
    let form = Form::filled(&fields);
    let boxes = boxes(&visitor, county, Some(id), &form).await?;
    page(&EditPage { frame: visitor.frame(), form, county, shop, boxes })
}

async fn save(visitor: Visitor, Path((county, id)): Path<(County, Id<Shop>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    let (shop, _) = found(&visitor, county, id).await?;
    let (today, now, actor) = (visitor.site().today(), visitor.site().now(), visitor.actor());
    if let Some(change) = read_change(&mut form, offered(&visitor, county)) {
        let before = shop.clone();
        match visitor.site().db.write(move |tx| super::change(tx, &before, &change, today, actor, now)).await {
            Ok(()) => return done(&format!("/c/{county}/shops/{id}"), "shop-changed"),
            Err(refused) => refuse(&mut form, refused, today)?,
        }
    }
    let boxes = boxes(&visitor, county, Some(id), &form).await?;
    form_again(&EditPage { frame: visitor.frame(), form, county, shop, boxes })
}
