//! Freezing the figures of a year: of every township with a shop, of every shop, of the county last.

use axum::extract::Path;
use basics::County;
use database::DatabaseError;
use figures::frozen::{self, FreezeRefused};
use pages::{Form, Message, PageError, PageResult, Submitted, done};
use people::{FigurePlace, Question, Visitor};

use super::facts::{of_year, standing_in, townships, whole_year};
use crate::figure::FIGURES;

/// The places whose figures are frozen together; the county stands last, so that its mark says that all are kept.
async fn places(visitor: &Visitor, question: &Question) -> Result<Vec<FigurePlace>, PageError> {
    let asked = question.clone();
    let shops = visitor.site().db.read(move |tx| standing_in(tx, &asked)).await?;
    let with_shop = |code: &String| {
        let path = |village: &str| divisions::Divisions::built_in().path(village, question.to.date());
        shops.iter().any(|shop| path(&shop.village).iter().any(|division| division.code == *code))
    };
    let townships = townships(question.county, question.to).into_iter().filter(with_shop).map(FigurePlace::Division);
    Ok(townships.chain(shops.iter().map(|shop| FigurePlace::Kept(shop.id.any()))).chain([FigurePlace::County]).collect())
}

pub(super) async fn freeze(visitor: Visitor, Path(county): Path<County>, submitted: Submitted) -> PageResult {
    let (today, now, actor) = (visitor.site().today(), visitor.site().now(), visitor.actor());
    let mut form = Form::from(submitted);
    let year = form.value("year").parse::<i16>().ok();
    let Some((year, question)) = year
        .filter(|year| of_year(county, FigurePlace::County, *year, today).is_some())
        .and_then(|year| Some((year, whole_year(county, FigurePlace::County, year)?)))
    else {
        form.refuse_all(Message::new("year-unreadable"));
        return super::pages::county_again(&visitor, county, String::new(), form).await;
    };
    let asked = question.clone();
    let refused = match visitor.site().db.read(move |tx| frozen::may_freeze(tx, &asked, today)).await {
        Ok(()) => None,
        Err(FreezeRefused::Database(error)) => return Err(error.into()),
        Err(FreezeRefused::NotOver { to }) => Some(Message::new("freeze-refused-not-over").with("day", to)),
        Err(FreezeRefused::Already { at }) => Some(Message::new("freeze-refused-already").with("when", at)),
    };
    if let Some(refused) = refused {
        form.refuse_all(refused);
        return super::pages::county_again(&visitor, county, year.to_string(), form).await;
    }
    for place in places(&visitor, &question).await? {
        let of = Question { place, ..question.clone() };
        let asked = of.clone();
        let values = visitor.site().db.read(move |tx| frozen::answers(tx, FIGURES, &asked)).await?;
        visitor
            .site()
            .db
            .write(move |tx| {
                frozen::keep(tx, &of, &values, actor, now)?;
                if of.place == FigurePlace::County { frozen::note(tx, &of, actor, now) } else { Ok::<_, DatabaseError>(()) }
            })
            .await?;
    }
    done(&format!("/c/{county}/figures?year={year}"), "figures-frozen")
}
