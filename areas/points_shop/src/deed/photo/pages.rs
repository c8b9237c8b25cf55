//! Photos of a deed: sent with a form, shown one by one.

use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use basics::{County, Id};
use database::DatabaseError;
use files::{Class, FileError, FileId};
use pages::{Form, Message, PageError, PageResult, Submitted, done};
use people::{RouteAccess, Routes, Visitor};

use super::{AddRefused, MOST, add, of_deed};
use crate::area::{RECORD_DEEDS, SEE_DEEDS};
use crate::deed::pages::show_again;
use crate::deed::{self, Deed, State};
use crate::photo;

/// The field photos come in.
pub(in crate::deed) const FIELD: &str = "photos";

pub(in crate::deed) fn routes(routes: Routes) -> Routes {
    routes.upload("/c/{county}/deeds/{deed}/photos", RouteAccess::Needs(RECORD_DEEDS, "deed"), send).get(
        "/c/{county}/deeds/{deed}/photos/{number}",
        RouteAccess::Needs(SEE_DEEDS, "deed"),
        show,
    )
}

/// The form's photos, made small in a thread of its own; none when the form is not good.
pub(in crate::deed) async fn taken(visitor: &Visitor, mut form: Form) -> Result<(Form, Option<Vec<FileId>>), PageError> {
    let files = visitor.site().files.clone();
    let work = move || {
        let photos = photo::take(&mut form, FIELD, MOST, &files);
        (form, photos)
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Broken(error.to_string()))
}

async fn send(visitor: Visitor, Path((county, id)): Path<(County, Id<Deed>)>, submitted: Submitted) -> PageResult {
    let mut form = Form::from(submitted);
    if form.files(FIELD).next().is_none() {
        form.refuse(FIELD, Message::new("photo-choose"));
    }
    let (mut form, photos) = taken(&visitor, form).await?;
    if let Some(photos) = photos {
        let (login, today, now) = (visitor.login.clone(), visitor.site().today(), visitor.site().now());
        let added = visitor.site().db.write(move |tx| add(tx, (county, id), &photos, &login, (today, now))).await;
        let message = match added {
            Ok(()) => return done(&format!("/c/{county}/deeds/{id}"), "photo-added"),
            Err(AddRefused::Database(error)) => return Err(error.into()),
            Err(AddRefused::Unknown) => return Err(PageError::NotFound),
            Err(AddRefused::NotRecorder) => Message::new("photo-not-recorder"),
            Err(AddRefused::Concerned) => Message::new("deed-concerned"),
            Err(AddRefused::Enough) => Message::new("photo-enough").with("max", MOST),
            Err(AddRefused::Elsewhere { state }) => {
                Message::new("photo-too-late").with("state", visitor.frame().say(&format!("deed-state-{state}")))
            }
        };
        form.refuse_all(message);
    }
    show_again(&visitor, county, id, form).await
}

async fn show(visitor: Visitor, Path((county, id, number)): Path<(County, Id<Deed>, i64)>) -> PageResult {
    let found = visitor.site().db.read(move |tx| Ok::<_, DatabaseError>((deed::find(tx, county, id)?, of_deed(tx, county, id)?))).await?;
    let deed = found.0.ok_or(PageError::NotFound)?.deed;
    // A draft is its recorder's alone.
    if deed.state == State::Draft && deed.recorder != visitor.actor() {
        return Err(PageError::NotFound);
    }
    let photo = found.1.into_iter().find(|(known, _)| *known == number);
    let file: FileId = photo.and_then(|(_, file)| file.parse().ok()).ok_or(PageError::NotFound)?;
    let files = visitor.site().files.clone();
    let read = tokio::task::spawn_blocking(move || files.read(Class::Internal, file)).await;
    match read.map_err(|error| PageError::Broken(error.to_string()))? {
        Ok(bytes) => {
            let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\"")];
            Ok((headers, bytes).into_response())
        }
        Err(FileError::NotFound(_)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::Broken(error.to_string())),
    }
}
